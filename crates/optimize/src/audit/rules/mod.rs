//! All rules, by what they look at. Each is a value that a person can read; see docs/adding-a-rule.md.
//!
//! Start at any file: `required` (tags that must be there), `cards` (X), `place` (where tags stand), `writing` (how they
//! are written), `addresses`, `texts`, `pictures`, `agents`, `answers`, `structured`, `details`, `share`.

mod addresses;
mod agents;
mod answers;
mod cards;
mod details;
mod page;
mod pictures;
mod place;
mod required;
mod share;
mod sources;
mod structured;
mod texts;
mod writing;

use domain::Tag;
pub use page::{describe, rules_page};

use super::{Look, Rule, wanted};
use pictures::{declared, form, reach, size, weight};

/// Every rule, in the order of their rows in the first table.
pub static RULES: &[&Rule] = &[
    &required::OG_TITLE_MISSING,
    &required::OG_TYPE_MISSING,
    &required::OG_IMAGE_MISSING,
    &required::OG_URL_MISSING,
    &required::OG_DESCRIPTION_MISSING,
    &cards::TWITTER_CARD_MISSING,
    &cards::TWITTER_CARD_UNKNOWN,
    &cards::TWITTER_CARD_REPEATED,
    &cards::TWITTER_SITE_MISSING,
    &cards::TWITTER_CREATOR_MISSING,
    &required::OG_SITE_NAME_MISSING,
    &required::TITLE_MISSING,
    &required::DESCRIPTION_MISSING,
    &required::CANONICAL_MISSING,
    &required::LANGUAGE_INVALID,
    &place::TAGS_OUTSIDE_HEAD,
    &place::TAGS_AFTER_32K,
    &place::TAGS_AFTER_300K,
    &place::TAGS_AFTER_1M,
    &place::TAGS_ONLY_BY_SCRIPT,
    &place::RAW_AND_RENDERED_DIFFER,
    &writing::OG_WRITTEN_AS_NAME,
    &cards::TWITTER_WRITTEN_AS_PROPERTY,
    &writing::ATTRIBUTE_UNQUOTED,
    &writing::CHARSET_UNDECLARED,
    &writing::CHARSET_WRONG,
    &writing::ENTITIES_DOUBLE_ESCAPED,
    &writing::PLACEHOLDER_VALUE,
    &writing::TAG_CONFLICTING_DUPLICATES,
    &writing::OG_IMAGE_SEVERAL,
    &addresses::OG_IMAGE_RELATIVE,
    &addresses::OG_IMAGE_INSECURE,
    &addresses::OG_URL_RELATIVE,
    &addresses::OG_URL_DIFFERS_FROM_CANONICAL,
    &addresses::CANONICAL_OTHER_HOST,
    &addresses::CANONICAL_BROKEN,
    &addresses::OG_URL_STALE_HOST,
    &texts::TITLE_OVER_70_CHARACTERS,
    &texts::TITLE_OVER_67_BYTES,
    &texts::TITLE_CUT_ELSEWHERE,
    &texts::DESCRIPTION_OVER_200_CHARACTERS,
    &texts::DESCRIPTION_OVER_80_CHARACTERS,
    &texts::DESCRIPTION_CUT_ELSEWHERE,
    &texts::DESCRIPTION_EQUALS_TITLE,
    &texts::TITLE_CARRIES_SITE_NAME,
    &texts::SITE_NAME_OVER_253_BYTES,
    &texts::TITLE_NOT_UNIQUE,
    &texts::DESCRIPTION_NOT_UNIQUE,
    &reach::IMAGE_UNREACHABLE,
    &size::IMAGE_UNDER_200PX,
    &size::IMAGE_UNDER_600X315,
    &size::IMAGE_UNDER_1200X630,
    &size::IMAGE_RATIO_OFF,
    &weight::IMAGE_OVER_8MB,
    &weight::IMAGE_OVER_5MB,
    &form::IMAGE_TYPE_UNSUPPORTED,
    &size::IMAGE_UNFIT_FOR_SUMMARY,
    &size::IMAGE_UNFIT_FOR_LARGE_CARD,
    &form::IMAGE_ANIMATED,
    &size::IMAGE_UNFIT_FOR_LINKEDIN,
    &size::IMAGE_OVERSIZED,
    &weight::IMAGE_OVER_600KB,
    &size::IMAGE_UNFIT_FOR_WHATSAPP,
    &weight::IMAGE_OVER_1000000_BYTES,
    &form::IMAGE_MODERN_FORMAT,
    &weight::IMAGE_OVER_2MB,
    &form::IMAGE_UNFIT_FOR_SIGNAL,
    &size::IMAGE_MISSES_ONE_SIZE,
    &declared::IMAGE_SIZE_UNDECLARED,
    &declared::IMAGE_SIZE_MISDECLARED,
    &declared::IMAGE_TYPE_MISDECLARED,
    &declared::IMAGE_ALT_MISSING,
    &reach::SERVED_AS_ATTACHMENT,
    &reach::IMAGE_BLOCKED_BY_ROBOTS,
    &reach::IMAGE_SLOW,
    &reach::IMAGE_SHARED_BY_ALL_PAGES,
    &reach::IMAGE_ADDRESS_REUSED,
    &agents::PAGE_BLOCKS_PREVIEW_AGENT,
    &agents::TAGS_DIFFER_BY_AGENT,
    &agents::ROBOTS_BLOCKS_PREVIEW_AGENT,
    &agents::AI_BLOCK_CATCHES_PREVIEW_AGENT,
    &agents::BROTLI_FORCED,
    &agents::RANGE_MISHANDLED,
    &answers::CONTENT_TYPE_NOT_HTML,
    &answers::REDIRECTS_SEVERAL,
    &answers::REDIRECT_INSECURE,
    &answers::CERTIFICATE_INVALID,
    &answers::PAGE_SLOW,
    &answers::ERROR_PAGE_ANSWERS_200,
    &details::FEDIVERSE_CREATOR_MISSING,
    &structured::JSON_LD_INVALID,
    &structured::JSON_LD_DISAGREES,
    &structured::JSON_LD_TYPE_UNREAD_BY_MASTODON,
    &structured::OEMBED_BROKEN,
    &details::THEME_COLOR_INVALID,
    &details::ARTICLE_DATES_INVALID,
    &details::ICONS_MISSING,
    &details::PINTEREST_FIELDS_INCONSISTENT,
    &details::IMAGE_PREVIEW_NOT_LARGE,
    &share::SHARE_BUTTON_DEAD_NETWORK,
    &share::THIRD_PARTY_SHARE_SCRIPT,
];

/// The rule called `id`.
pub fn rule(id: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|rule| rule.id == id)
}

/// What `tag` should say, so that all rules that write it agree: the wanted content if it is the one that networks take
/// of its name, its own otherwise.
fn content_of(look: &Look, tag: &Tag) -> String {
    if matches!(&*tag.name, "og:image" | "og:image:url" | "og:image:secure_url") {
        let url = look.page.resolve(&tag.content).filter(|url| wanted::is_final(look.page, url));
        return url.map_or_else(|| tag.content.trim().to_owned(), |url| wanted::secured(look, &url).into());
    }
    let first = look.page.tags_for_networks().find(|other| other.name == tag.name && !other.is_blank());
    let wanted = if first.is_some_and(|first| first.at == tag.at) { wanted::of(look, &tag.name) } else { None };
    match wanted {
        Some(Ok(content)) => content,
        _ => wanted::unescaped(tag.content.trim()).into_owned(),
    }
}

/// The tags that say something and for which `wrong` holds, each once, with what they should say.
fn tags_to_write<'a>(look: &Look<'a>, wrong: impl Fn(&Tag) -> bool) -> Vec<(&'a Tag, String)> {
    let wrong = look.page.tags_for_networks().filter(|tag| !tag.is_blank() && wrong(tag));
    // A page of ten thousand tags is mended by hand.
    wrong.take(100).map(|tag| (tag, content_of(look, tag))).collect()
}

/// The names of `tags`, for evidence: the first three and how many more.
fn names(tags: &[(&Tag, String)]) -> String {
    let mut names: Vec<&str> = tags.iter().map(|(tag, _)| tag.name.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    match names.as_slice() {
        [first, second, third, rest @ ..] if rest.len() > 1 => {
            format!("{first}, {second}, {third} and {} more", rest.len())
        }
        names => names.join(", "),
    }
}
