//! Details: who wrote it and when, the site's colour and icons, what Pinterest and Google add.

use domain::{Kind, Tag};
use networks::id::{DISCORD, IMESSAGE, MASTODON, MATRIX, PINTEREST, SIGNAL};

use super::sources;
use crate::audit::Effort::Once;
use crate::audit::Mend::{ByHand, Write};
use crate::audit::Severity::{Note, Warning};
use crate::audit::{Look, Needs::Bytes, Place, Rule};

fn first<'a>(look: &Look<'a>, name: &str) -> Option<&'a Tag> {
    look.page.tags_for_networks().find(|tag| tag.name == name && !tag.is_blank())
}

pub(super) static FEDIVERSE_CREATOR_MISSING: Rule = Rule {
    id: "fediverse-creator-missing",
    severity: Note,
    hurts: &[MASTODON],
    needs: Bytes,
    mend: ByHand,
    effort: Once(10),
    says: "Shared links to this article do not lead to its author's account on {networks}",
    technical: "An article has no fediverse:creator, or one that is not written @user@host.",
    source: sources::MASTODON_CREATOR,
    check: |look, found| match first(look, "fediverse:creator") {
        Some(tag) if !is_account(tag.content.trim()) => {
            found.at(tag.at, format!("fediverse:creator is {:?}", tag.content.trim()));
        }
        None if look.page.facts.kind == Kind::Article => _ = found.fault("an article without fediverse:creator"),
        _ => {}
    },
};

/// `@user@host`; Mastodon takes it without the first sign too.
fn is_account(text: &str) -> bool {
    let text = text.strip_prefix('@').unwrap_or(text);
    let Some((user, host)) = text.split_once('@') else { return false };
    let plain = |c: char| c.is_alphanumeric() || "_.-".contains(c);
    !user.is_empty() && user.chars().all(plain) && host.contains('.') && host.chars().all(|c| plain(c) || c == ':')
}

pub(super) static THEME_COLOR_INVALID: Rule = Rule {
    id: "theme-color-invalid",
    severity: Note,
    hurts: &[DISCORD],
    needs: Bytes,
    mend: Write,
    effort: Once(5),
    says: "The line beside shared links does not have the site's colour on {networks}",
    technical: "theme-color is not written as # and six digits.",
    source: sources::DISCORD,
    check: |look, found| {
        let wrong = |tag: &&Tag| tag.name == "theme-color" && !tag.is_blank() && !is_six_digits(tag.content.trim());
        for tag in look.page.tags_for_networks().filter(wrong).take(4) {
            let finding = found.at(tag.at, format!("theme-color is {:?}", tag.content.trim()));
            if let Some(colour) = six_digits(tag.content.trim()) {
                finding.write_at(Place::At(tag.at), "theme-color", colour);
            }
        }
    },
};

fn is_six_digits(text: &str) -> bool {
    text.strip_prefix('#').is_some_and(|hex| hex.len() == 6 && hex.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

/// `#abc`, `#aabbccdd` and `rgb(1, 2, 3)` as `#rrggbb`.
fn six_digits(text: &str) -> Option<String> {
    if let Some(hex) = text.strip_prefix('#').filter(|hex| hex.bytes().all(|byte| byte.is_ascii_hexdigit())) {
        return match hex.len() {
            3 | 4 => {
                Some(hex.chars().take(3).flat_map(|digit| [digit, digit]).fold("#".to_owned(), |mut all, digit| {
                    all.push(digit);
                    all
                }))
            }
            8 => hex.get(..6).map(|rgb| format!("#{rgb}")),
            _ => None,
        };
    }
    let inner = text.strip_prefix("rgb(").or_else(|| text.strip_prefix("rgba("))?.strip_suffix(')')?;
    let parts: Vec<u8> = inner.split([',', ' ', '/']).filter_map(|part| part.trim().parse().ok()).take(3).collect();
    let [red, green, blue] = parts.as_slice() else { return None };
    Some(format!("#{red:02x}{green:02x}{blue:02x}"))
}

pub(super) static ARTICLE_DATES_INVALID: Rule = Rule {
    id: "article-dates-invalid",
    severity: Note,
    hurts: &[MASTODON, SIGNAL, PINTEREST],
    needs: Bytes,
    mend: Write,
    effort: Once(10),
    says: "{networks} cannot say when this article was published, or by whom",
    technical: "An article lacks article:published_time in ISO 8601, or article:author.",
    source: sources::MASTODON,
    check: |look, found| {
        if look.page.facts.kind != Kind::Article {
            return;
        }
        let facts = &look.page.facts;
        let date = facts.date.as_ref().map(|fact| fact.value.clone()).filter(|date| is_iso_date(date));
        let author = facts.author.as_ref().map(|fact| fact.value.clone()).filter(|author| !author.is_empty());
        match first(look, "article:published_time") {
            Some(tag) if !is_iso_date(tag.content.trim()) => {
                found
                    .at(tag.at, format!("article:published_time is {:?}", tag.content.trim()))
                    .write_wanted("article:published_time", date.ok_or(ByHand));
            }
            Some(_) => {}
            None => {
                found
                    .fault("an article without article:published_time")
                    .write_wanted("article:published_time", date.ok_or(ByHand));
            }
        }
        if first(look, "article:author").is_none() {
            found.fault("an article without article:author").write_wanted("article:author", author.ok_or(ByHand));
        }
    },
};

/// `2026-11-22`, alone or followed by a time.
fn is_iso_date(text: &str) -> bool {
    let day = text.get(..10).and_then(|day| day.parse::<jiff::civil::Date>().ok());
    let rest = text.get(10..).unwrap_or("");
    let is_time = rest.strip_prefix(['T', ' ']).is_some_and(|time| {
        time.len() >= 5
            && time.as_bytes()[..2].iter().all(u8::is_ascii_digit)
            && time.bytes().all(|byte| byte.is_ascii_digit() || b":.,+-Zz".contains(&byte))
    });
    day.is_some() && (rest.is_empty() || is_time)
}

/// The icon stands for a page where no picture does.
pub(super) static ICONS_MISSING: Rule = Rule {
    id: "icons-missing",
    severity: Warning,
    hurts: &[IMESSAGE, SIGNAL, MATRIX],
    needs: Bytes,
    mend: ByHand,
    effort: Once(15),
    says: "Where a page has no picture, {networks} have no sign of the site to show instead",
    technical: "The page links no apple-touch-icon, or no icon at all.",
    source: sources::SIGNAL,
    check: |look, found| {
        let links = |rel: &str| look.page.links.iter().any(|link| link.is(rel) && !link.href.trim().is_empty());
        let touch = links("apple-touch-icon") || links("apple-touch-icon-precomposed");
        match (links("icon"), touch) {
            (true, true) => {}
            (true, false) => _ = found.fault("no link rel=apple-touch-icon"),
            (false, true) => _ = found.fault("no link rel=icon"),
            (false, false) => _ = found.fault("no link rel=icon and no rel=apple-touch-icon"),
        }
    },
};

pub(super) static PINTEREST_FIELDS_INCONSISTENT: Rule = Rule {
    id: "pinterest-fields-inconsistent",
    severity: Note,
    hurts: &[PINTEREST],
    needs: Bytes,
    mend: ByHand,
    effort: Once(15),
    says: "{networks} shows this page without its price or its kind",
    technical: "og:type and the product or article fields do not go together, or rich pins are switched off.",
    source: sources::PINTEREST,
    check: |look, found| {
        if let Some(tag) =
            first(look, "pinterest-rich-pin").filter(|tag| tag.content.trim().eq_ignore_ascii_case("false"))
        {
            found.at(tag.at, "pinterest-rich-pin is false");
        }
        let kind = look.says.og_type.map(|tag| tag.content.trim().to_ascii_lowercase()).unwrap_or_default();
        let is_product = kind == "product" || kind.ends_with(":product") || kind == "product.item";
        let price = ["product:price:amount", "og:price:amount"].into_iter().find_map(|name| first(look, name));
        let currency = ["product:price:currency", "og:price:currency"].into_iter().find_map(|name| first(look, name));
        match (is_product, price, currency) {
            (true, None, _) if look.page.facts.price.is_none() => _ = found.fault("a product without a price"),
            (true, Some(price), None) => _ = found.at(price.at, "a price without a currency"),
            (false, Some(price), _) => {
                found.at(price.at, format!("{} stands on a page whose og:type is {kind:?}", price.name));
            }
            _ => {}
        }
    },
};

/// What the page's tags and its server tell robots, directive by directive, in lower case.
fn directives(look: &Look) -> impl Iterator<Item = String> {
    let tags = look.page.tags_for_networks().filter(|tag| matches!(&*tag.name, "robots" | "googlebot"));
    let sent = look.fetched.and_then(|fetched| fetched.robots_tag.as_deref());
    let all = tags.map(|tag| tag.content.as_str()).chain(sent).flat_map(|text| text.split(','));
    all.map(|directive| directive.trim().to_ascii_lowercase().replace(' ', ""))
}

/// Whoever keeps the page out of Google does not want a picture there.
fn is_kept_from_google(look: &Look) -> bool {
    directives(look).any(|directive| matches!(directive.as_str(), "noindex" | "none"))
}

/// The robots tag that allows Google large pictures, where nothing allows them yet: what stood there, and that.
pub(super) fn large_preview(look: &Look) -> Option<String> {
    if is_kept_from_google(look) || directives(look).any(|it| it.ends_with("max-image-preview:large")) {
        return None;
    }
    let own = look.page.tags_for_networks().filter(|tag| tag.name == "robots").flat_map(|tag| tag.content.split(','));
    let kept = own
        .map(str::trim)
        .filter(|directive| !directive.is_empty() && !directive.to_ascii_lowercase().starts_with("max-image-preview"));
    Some(kept.chain(["max-image-preview:large"]).collect::<Vec<_>>().join(", "))
}

/// Only pages with a picture are asked for: Google has nothing to show large on others.
pub(super) static IMAGE_PREVIEW_NOT_LARGE: Rule = Rule {
    id: "image-preview-not-large",
    severity: Note,
    hurts: &[],
    needs: Bytes,
    mend: Write,
    effort: Once(5),
    says: "Google shows only a small picture of this page in its feed of stories",
    technical: "No robots directive says max-image-preview:large, or the JSON-LD picture is under 1,200 pixels wide.",
    source: sources::GOOGLE_DISCOVER,
    check: |look, found| {
        let page = look.page;
        if look.says.images.is_empty() {
            return;
        }
        if is_kept_from_google(look) {
            return;
        }
        if let Some(directives) = large_preview(look) {
            found.fault("no max-image-preview:large").write("robots", directives);
        }
        let nodes = page.json_ld.iter().flat_map(|script| &script.nodes).filter(|node| node.top);
        for url in nodes.flat_map(|node| &node.images).take(5).filter_map(|href| page.resolve(href)) {
            let width = look.images.of(&url).map_or(0, |facts| facts.width);
            if (1..1200).contains(&width) {
                found.fault(format!("{url} is {width} pixels wide")).mended_by(ByHand);
                break;
            }
        }
    },
};
