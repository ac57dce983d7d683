//! Structured: JSON-LD and oEmbed, which some networks believe before Open Graph.

use domain::{Kind, Node};
use networks::id::{DISCORD, MASTODON, SLACK};

use super::sources;
use crate::audit::Effort::{EachPage, Once};
use crate::audit::Mend::ByHand;
use crate::audit::Needs::{Bytes, Http};
use crate::audit::Severity::{Note, Warning};
use crate::audit::{Look, Rule, wanted};

pub(super) static JSON_LD_INVALID: Rule = Rule {
    id: "json-ld-invalid",
    severity: Warning,
    hurts: &[MASTODON],
    needs: Bytes,
    mend: ByHand,
    effort: Once(15),
    says: "{networks} and search engines cannot read what this page tells them apart from its text",
    technical: "A JSON-LD script is not valid JSON.",
    source: sources::MASTODON,
    check: |look, found| {
        for script in look.page.json_ld.iter().take(10) {
            if let Some(fault) = &script.fault {
                found.at(script.at, fault.as_str());
            }
        }
    },
};

/// The JSON-LD object that Mastodon takes: the first at the top whose one type is NewsArticle or WebPage.
fn believed<'a>(look: &Look<'a>) -> Option<&'a Node> {
    look.page.whole().nodes().find(|node| {
        node.top && matches!(node.types.as_slice(), [one] if matches!(one.as_str(), "NewsArticle" | "WebPage"))
    })
}

pub(super) static JSON_LD_DISAGREES: Rule = Rule {
    id: "json-ld-disagrees",
    severity: Warning,
    hurts: &[MASTODON],
    needs: Bytes,
    mend: ByHand,
    effort: EachPage(2),
    says: "{networks} shows another headline or text for this page than the other networks",
    technical: "headline or description of a NewsArticle or WebPage in JSON-LD differ from og:title or og:description.",
    source: sources::MASTODON,
    check: |look, found| {
        let Some(node) = believed(look) else { return };
        let own_title = look.says.og_title.map(|tag| tag.content.trim());
        let own_text = look.says.og_description.map(|tag| tag.content.trim());
        for (name, theirs, own) in
            [("headline", node.headline.as_deref(), own_title), ("description", node.description.as_deref(), own_text)]
        {
            let (Some(theirs), Some(own)) = (theirs.map(str::trim).filter(|text| !text.is_empty()), own) else {
                continue;
            };
            let plain = |text: &str| {
                let text = wanted::unescaped(text).into_owned();
                let site = wanted::site_name(look);
                site.and_then(|site| wanted::without_site_name(&text, site)).map(str::to_owned).unwrap_or(text)
            };
            if !wanted::same_text(&plain(theirs), &plain(own)) {
                let (theirs, own) = (wanted::shortened(theirs, 80), wanted::shortened(own, 80));
                found.fault(format!("JSON-LD {name} is {theirs:?}, Open Graph says {own:?}"));
            }
        }
    },
};

pub(super) static JSON_LD_TYPE_UNREAD_BY_MASTODON: Rule = Rule {
    id: "json-ld-type-unread-by-mastodon",
    severity: Note,
    hurts: &[MASTODON],
    needs: Bytes,
    mend: ByHand,
    effort: Once(15),
    says: "{networks} does not read the author and date that this article gives apart from its text",
    technical: "The article's JSON-LD is of a type that Mastodon skips: it reads NewsArticle and WebPage alone.",
    source: sources::MASTODON,
    check: |look, found| {
        if look.page.facts.kind != Kind::Article || believed(look).is_some() {
            return;
        }
        let article =
            |node: &&Node| node.types.iter().any(|kind| kind.ends_with("Article") || kind.ends_with("Posting"));
        if let Some(node) = look.page.whole().nodes().find(article) {
            found.fault(format!("JSON-LD has {} alone", node.types.join(", ")));
        }
    },
};

/// The table held `rich` for a fault on Mastodon. Its source says otherwise: it falls back to Open Graph then, so
/// nothing is lost, and every WordPress page would be blamed.
pub(super) static OEMBED_BROKEN: Rule = Rule {
    id: "oembed-broken",
    severity: Warning,
    hurts: &[SLACK, MASTODON, DISCORD],
    needs: Http,
    mend: ByHand,
    effort: Once(30),
    says: "{networks} follow a hint in this page that leads nowhere, or to another headline",
    technical: "The oEmbed link does not answer, is not valid, or gives another title.",
    source: sources::MASTODON_FETCH,
    check: |look, found| {
        for link in look.page.links.iter().filter(|link| is_oembed(link)).take(2) {
            let Some(url) = look.page.resolve(&link.href) else {
                found.at(link.at, format!("{:?} is no address", wanted::shortened(&link.href, 120)));
                continue;
            };
            let Some(answer) = look.site.oembed_of(&url) else {
                found.not_checked();
                continue;
            };
            let own = look.shared_title().map(|(title, _)| title);
            match (&answer.kind, &answer.title) {
                _ if answer.status == 0 => _ = found.at(link.at, format!("{url} does not answer")),
                _ if !(200..300).contains(&answer.status) => {
                    found.at(link.at, format!("{url} answers {}", answer.status));
                }
                (None, _) => _ = found.at(link.at, format!("{url} is no oEmbed")),
                (Some(_), Some(title)) if own.is_some_and(|own| !akin(look, title, own)) => {
                    found.at(link.at, format!("oEmbed gives the title {:?}", wanted::shortened(title, 80)));
                }
                _ => {}
            }
        }
    },
};

fn is_oembed(link: &domain::LinkTag) -> bool {
    link.is("alternate")
        && link.kind.as_deref().is_some_and(|kind| {
            matches!(kind.trim().to_ascii_lowercase().as_str(), "application/json+oembed" | "text/xml+oembed")
        })
}

/// Whether two titles are one, with or without the site's name.
fn akin(look: &Look, a: &str, b: &str) -> bool {
    let site = wanted::site_name(look).unwrap_or("");
    let bare = |text: &str| {
        let text = wanted::unescaped(text).into_owned();
        wanted::without_site_name(&text, site).map(str::to_owned).unwrap_or(text)
    };
    wanted::same_text(&bare(a), &bare(b))
}
