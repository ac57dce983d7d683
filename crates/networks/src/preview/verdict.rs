//! How good a preview is.

use domain::Page;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Layout, Picture, Preview, place};

/// How good a preview is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The right title, whole, and a picture.
    Right,
    /// The right title, cut, and a picture.
    Cut,
    /// The right title, and a picture that nobody looked at: the network may still refuse it.
    Unchecked,
    /// The right title, no picture, or the site's icon in its place.
    NoPicture,
    /// Another title than the page's own, or only the address.
    WrongTitle,
    /// No card: the bare address stands there.
    Nothing,
}

/// The verdict on `preview` as a drawing of `page`. A title is right if it is what the page calls itself anywhere
/// (Open Graph, Twitter, JSON-LD, title), since which of them wins is the network's own business.
pub(super) fn of(preview: &Preview, page: &Page) -> Verdict {
    if preview.layout == Layout::Nothing {
        return Verdict::Nothing;
    }
    match &preview.title {
        Some(title) if is_wrong(&title.text, title.from, page) => Verdict::WrongTitle,
        None => Verdict::WrongTitle,
        _ if preview.picture.as_ref().is_none_or(Picture::is_icon) => Verdict::NoPicture,
        _ if preview.picture.as_ref().is_some_and(|picture| !picture.checked) => Verdict::Unchecked,
        Some(title) if title.cut => Verdict::Cut,
        Some(_) => Verdict::Right,
    }
}

fn is_wrong(title: &str, from: &str, page: &Page) -> bool {
    title.is_empty()
        || from == place::ADDRESS
        || is_placeholder(title)
        || shows_code(title)
        || is_only_the_site(title, page)
}

/// Whether a text is what a template leaves behind when it has nothing to say.
pub fn is_placeholder(text: &str) -> bool {
    const LEFT_BEHIND: [&str; 6] = ["null", "undefined", "none", "nan", "[object object]", "untitled"];
    let text = text.trim();
    LEFT_BEHIND.iter().any(|it| text.eq_ignore_ascii_case(it))
        || ["{{", "{%", "<%"].iter().any(|it| text.contains(it))
        || (text.starts_with("${") && text.ends_with('}'))
}

/// Whether a reader sees a character reference instead of the character: `Tom &amp; Jerry`.
fn shows_code(text: &str) -> bool {
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        rest = &rest[at + 1..];
        if let Some(end) = rest.bytes().take(10).position(|byte| byte == b';')
            && end > 0
            && (rest.starts_with('#') || rest.as_bytes()[..end].iter().all(u8::is_ascii_alphabetic))
        {
            return true;
        }
    }
    false
}

/// Whether the title is the site's name on a page below the start page which calls itself something else as well.
fn is_only_the_site(title: &str, page: &Page) -> bool {
    let Some(site) = page.facts.site_name.as_ref().filter(|site| site.value.eq_ignore_ascii_case(title)) else {
        return false;
    };
    let own = |text: &str| !text.trim().is_empty() && !text.trim().eq_ignore_ascii_case(&site.value);
    page.url.path() != "/" && page.title.as_ref().is_some_and(|it| own(&it.text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_that_shows_its_code_is_wrong() {
        for (title, code) in [
            ("Tom &amp; Jerry", true),
            ("It&#39;s warm", true),
            ("It&#x27;s warm", true),
            ("Tom & Jerry", false),
            ("R&D; and more", true),
            ("Salt & butter; sugar", false),
            ("&", false),
            ("&;", false),
        ] {
            assert_eq!(shows_code(title), code, "{title}");
        }
    }

    #[test]
    fn what_a_template_leaves_behind_is_no_title() {
        for text in ["null", " Undefined ", "{{ title }}", "${title}", "<%= title %>", "[object Object]"] {
            assert!(is_placeholder(text), "{text}");
        }
        assert!(!is_placeholder("None of your business"));
    }
}
