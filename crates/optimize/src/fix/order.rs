//! The order in which tags stand in a head that is written by us, and the attribute that carries each key.

use domain::TagKey;

/// The names in their order; what begins with `og:image` goes together.
const ORDER: [&str; 17] = [
    "charset",
    "title",
    "description",
    "robots",
    "canonical",
    "og:type",
    "og:title",
    "og:description",
    "og:url",
    "og:image",
    "og:site_name",
    "og:locale",
    "article:",
    "product:",
    "profile:",
    "fediverse:creator",
    "twitter:card",
];

/// The parts of a picture behind its address.
const PICTURE: [&str; 6] =
    ["og:image:url", "og:image:secure_url", "og:image:type", "og:image:width", "og:image:height", "og:image:alt"];

/// Where `name` stands among others, lowest first.
pub(super) fn rank(name: &str) -> usize {
    if name.starts_with("og:image") {
        let part = PICTURE.iter().position(|part| *part == name).map_or(0, |part| part + 1);
        return 900 + part;
    }
    let known = |known: &&str| *known == name || (known.ends_with(':') && name.starts_with(*known));
    ORDER.iter().position(known).map_or(9_000, |at| at * 100)
}

/// The attribute that the standards want for the key `name`.
pub(super) fn key(name: &str) -> TagKey {
    const GRAPH: [&str; 8] = ["og:", "article:", "product:", "profile:", "book:", "music:", "video:", "fb:"];
    if GRAPH.iter().any(|start| name.starts_with(start)) { TagKey::Property } else { TagKey::Name }
}

/// Whether `name` belongs to one picture, so that it must stand behind that picture's address.
pub(super) fn is_picture_part(name: &str) -> bool {
    PICTURE[2..].contains(&name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_of_a_picture_follow_its_address_and_x_comes_last() {
        let mut names = ["twitter:card", "og:image:alt", "og:site_name", "og:image", "og:image:width", "charset"];
        names.sort_by_key(|name| rank(name));
        assert_eq!(names, ["charset", "og:image", "og:image:width", "og:image:alt", "og:site_name", "twitter:card"]);
    }
}
