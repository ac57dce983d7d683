//! Declared: what the tags say of the picture, beside its address.

use domain::{ImageKind, Tag};
use networks::id::{FACEBOOK, LINKEDIN, MASTODON, X};
use url::Url;

use super::shared;
use crate::audit::Effort::{EachPage, Once};
use crate::audit::Mend::Write;
use crate::audit::Needs::{Bytes, Images};
use crate::audit::Severity::{Note, Warning};
use crate::audit::rules::sources;
use crate::audit::{Look, Place, Rule, wanted};

/// The tag called `name` that belongs to the first picture: what stands behind the second one speaks of that.
fn first<'a>(look: &Look<'a>, name: &str) -> Option<&'a Tag> {
    let second = look.says.images.get(1).map_or(u64::MAX, |shown| shown.tag.at);
    look.page.tags_for_networks().find(|tag| tag.name == name && !tag.is_blank() && tag.at < second)
}

/// What the tags of the picture at `url` should say beside its address, as far as that is known and not said yet.
pub(crate) fn parts(look: &Look, url: &Url) -> Vec<(&'static str, String)> {
    let mut parts = Vec::new();
    let facts = look.images.of(url).filter(|facts| facts.is_picture());
    if let Some((width, height)) = facts.and_then(domain::ImageFacts::size) {
        parts.extend([("og:image:width", width.to_string()), ("og:image:height", height.to_string())]);
    }
    if first(look, "og:image:alt").or_else(|| first(look, "twitter:image:alt")).is_none()
        && let Ok(alt) = wanted::og_image_alt(look, url)
    {
        parts.push(("og:image:alt", alt));
    }
    parts
}

pub(crate) static IMAGE_SIZE_UNDECLARED: Rule = Rule {
    id: "image-size-undeclared",
    severity: Warning,
    hurts: &[FACEBOOK, LINKEDIN],
    needs: Bytes,
    mend: Write,
    effort: Once(10),
    says: "The first person who shares this page sees no picture on {networks}",
    technical: "og:image:width and og:image:height are not declared.",
    source: sources::FACEBOOK_IMAGES,
    check: |look, found| {
        let Some(shown) = look.picture() else { return };
        let (width, height) = (first(look, "og:image:width"), first(look, "og:image:height"));
        let missing = match (width, height) {
            (Some(_), Some(_)) => return,
            (None, Some(_)) => "no og:image:width",
            (Some(_), None) => "no og:image:height",
            (None, None) => "no og:image:width and no og:image:height",
        };
        let finding = found.at(shown.tag.at, missing);
        let facts = shown.url.as_ref().and_then(|url| look.images.of(url)).filter(|facts| facts.is_picture());
        if let Some((width, height)) = facts.and_then(domain::ImageFacts::size) {
            finding.write("og:image:width", width.to_string()).write("og:image:height", height.to_string());
        }
    },
};

pub(crate) static IMAGE_SIZE_MISDECLARED: Rule = Rule {
    id: "image-size-misdeclared",
    severity: Warning,
    hurts: &[FACEBOOK],
    needs: Images,
    mend: Write,
    effort: Once(10),
    says: "{networks} may draw this page's picture squeezed, or in the wrong place",
    technical: "og:image:width or og:image:height is not what the picture has.",
    source: sources::LOADED,
    check: |look, found| {
        let tags = [first(look, "og:image:width"), first(look, "og:image:height")];
        if tags.iter().all(Option::is_none) {
            return;
        }
        let Some((_, facts)) = shared(look, found) else { return };
        let Some((width, height)) = facts.size() else { return found.not_checked() };
        for (tag, real) in tags.into_iter().zip([width, height]) {
            let Some(tag) = tag else { continue };
            let declared = tag.content.trim();
            let plain = declared.strip_suffix("px").unwrap_or(declared).trim();
            if plain.parse() != Ok(real) {
                found.at(tag.at, format!("{} says {declared:?}, the picture has {real}", tag.name)).write_at(
                    Place::At(tag.at),
                    tag.name.clone(),
                    real.to_string(),
                );
            }
        }
    },
};

pub(crate) static IMAGE_TYPE_MISDECLARED: Rule = Rule {
    id: "image-type-misdeclared",
    severity: Note,
    hurts: &[],
    needs: Images,
    mend: Write,
    effort: Once(10),
    says: "This page says that its picture is of another kind than it is, and a careful reader may leave it out",
    technical: "og:image:type is not the picture's real type.",
    source: sources::LOADED,
    check: |look, found| {
        let Some(tag) = first(look, "og:image:type") else { return };
        let Some((_, facts)) = shared(look, found) else { return };
        let Some(kind) = facts.kind else { return found.not_checked() };
        let declared = tag.content.trim();
        if ImageKind::from_mime(declared) != Some(kind) {
            found.at(tag.at, format!("og:image:type says {declared:?}, the picture is {}", kind.name())).write_at(
                Place::At(tag.at),
                "og:image:type",
                kind.mime(),
            );
        }
    },
};

pub(crate) static IMAGE_ALT_MISSING: Rule = Rule {
    id: "image-alt-missing",
    severity: Warning,
    hurts: &[X, MASTODON],
    needs: Bytes,
    mend: Write,
    effort: EachPage(1),
    says: "People who cannot see the picture are told nothing about it on {networks}",
    technical: "Neither og:image:alt nor twitter:image:alt is given, or it is longer than 420 characters.",
    source: sources::MASTODON,
    check: |look, found| {
        let Some(shown) = look.picture_on_x() else { return };
        let alt = first(look, "og:image:alt").or_else(|| first(look, "twitter:image:alt"));
        if let Some(alt) = alt {
            let length = alt.content.trim().chars().count();
            if length > 420 {
                found.at(alt.at, format!("{} has {length} characters", alt.name));
            }
            return;
        }
        let wanted =
            shown.url.as_ref().ok_or(crate::audit::Mend::ByHand).and_then(|url| wanted::og_image_alt(look, url));
        found.at(shown.tag.at, "no og:image:alt").write_wanted("og:image:alt", wanted);
    },
};
