//! Share: the buttons by which visitors pass a page on, and the scripts that make them.

use networks::retired::retired;

use super::sources;
use crate::audit::Effort::Once;
use crate::audit::Mend::ByHand;
use crate::audit::{Needs::Bytes, Rule, Severity::Warning};

/// Share addresses that have moved: how they begin, without `www.`, whose they are, and where they moved to. The old
/// ones are still followed today; they need not be tomorrow. As of November 2026. Networks that are gone stand in
/// `networks::retired`.
const MOVED: [(&str, &str, &str); 5] = [
    ("linkedin.com/sharearticle", "LinkedIn", "linkedin.com/sharing/share-offsite/"),
    ("linkedin.com/cws/share", "LinkedIn", "linkedin.com/sharing/share-offsite/"),
    ("facebook.com/share.php", "Facebook", "facebook.com/sharer/sharer.php"),
    ("twitter.com/home?status=", "X", "x.com/intent/post"),
    ("threads.net/intent/", "Threads", "threads.com/intent/post"),
];

/// Host and path of an address in lower case, without scheme and `www.`.
fn plain(href: &str) -> String {
    let href = href.trim().to_ascii_lowercase();
    let href = href.strip_prefix("https:").or_else(|| href.strip_prefix("http:")).unwrap_or(&href);
    let href = href.trim_start_matches('/');
    href.strip_prefix("www.").or_else(|| href.strip_prefix("m.")).unwrap_or(href).to_owned()
}

pub(super) static SHARE_BUTTON_DEAD_NETWORK: Rule = Rule {
    id: "share-button-dead-network",
    severity: Warning,
    hurts: &[],
    needs: Bytes,
    mend: ByHand,
    effort: Once(20),
    says: "A share button on this page leads nowhere, or to an address that has moved",
    technical: "A share link leads to a network that is closed, or by an address that is no longer the documented one.",
    source: sources::SHARE_ADDRESSES,
    check: |look, found| {
        let mut told = Vec::new();
        for mark in look.page.share.iter().take(200) {
            let (name, fate) = if let Some(gone) = retired(&mark.href) {
                (gone.name, format!("closed since {}", gone.since))
            } else {
                let href = plain(&mark.href);
                let Some((_, name, to)) = MOVED.iter().find(|(start, ..)| href.starts_with(start)) else { continue };
                (*name, format!("moved to {to}"))
            };
            if !told.contains(&name) {
                found.at(mark.at, format!("{name} {fate}: {}", mark.href)).by_value(name);
                told.push(name);
            }
        }
    },
};

/// Whether a script waits for consent cannot be told from the page: what loads at once does not.
pub(super) static THIRD_PARTY_SHARE_SCRIPT: Rule = Rule {
    id: "third-party-share-script",
    severity: Warning,
    hurts: &[],
    needs: Bytes,
    mend: ByHand,
    effort: Once(30),
    says: "A share button on this page tells another firm about every visitor before anybody has pressed it",
    technical: "A script or frame for share buttons is loaded from another site with the page.",
    source: sources::SHARE_SCRIPTS,
    check: |look, found| {
        let mut told = Vec::new();
        for mark in look.page.share.iter().filter(|mark| mark.script).take(200) {
            let Some(url) = look.page.resolve(&mark.href) else { continue };
            let host = url.host_str().unwrap_or_default().to_owned();
            if !domain::same_site(&url, &look.page.url) && !told.contains(&host) {
                found.at(mark.at, format!("loads {}", mark.href)).by_value(host.clone());
                told.push(host);
            }
        }
    },
};
