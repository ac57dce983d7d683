//! Share: the buttons by which visitors pass a page on, and the scripts that make them.

use super::sources;
use crate::audit::Effort::Once;
use crate::audit::Mend::ByHand;
use crate::audit::{Needs::Bytes, Rule, Severity::Warning};

/// A share address that leads nowhere, or to a place that has moved.
struct Retired {
    /// Host and path, as far as they tell it, without `www.`.
    start: &'static str,
    /// Whose it was.
    name: &'static str,
    /// What became of it.
    fate: &'static str,
}

const fn retired(start: &'static str, name: &'static str, fate: &'static str) -> Retired {
    Retired { start, name, fate }
}

/// As of November 2026. One that moves is still followed today; it need not be tomorrow.
const RETIRED: [Retired; 19] = [
    retired("plus.google.com/", "Google+", "closed in 2019"),
    retired("getpocket.com/", "Pocket", "closed in July 2025"),
    retired("stumbleupon.com/", "StumbleUpon", "closed in 2018"),
    retired("mix.com/add", "Mix", "does not answer any more"),
    retired("flattr.com/", "Flattr", "has no share button any more"),
    retired("addthis.com/", "AddThis", "closed in 2023"),
    retired("delicious.com/", "Delicious", "closed in 2017"),
    retired("del.icio.us/", "Delicious", "closed in 2017"),
    retired("digg.com/submit", "Digg", "takes no links"),
    retired("google.com/bookmarks/", "Google Bookmarks", "closed in 2021"),
    retired("friendfeed.com/", "FriendFeed", "closed in 2015"),
    retired("blogmarks.net/", "Blogmarks", "closed"),
    retired("myspace.com/post", "Myspace", "takes no links"),
    retired("share.v.t.qq.com/", "Tencent Weibo", "closed in 2020"),
    retired("linkedin.com/sharearticle", "LinkedIn", "moved to linkedin.com/sharing/share-offsite/"),
    retired("linkedin.com/cws/share", "LinkedIn", "moved to linkedin.com/sharing/share-offsite/"),
    retired("facebook.com/share.php", "Facebook", "moved to facebook.com/sharer/sharer.php"),
    retired("twitter.com/home?status=", "X", "moved to x.com/intent/post"),
    retired("threads.net/intent/", "Threads", "moved to threads.com/intent/post"),
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
            let href = plain(&mark.href);
            let dead = RETIRED.iter().find(|retired| {
                href.starts_with(retired.start)
                    || href.split_once('.').is_some_and(|(_, rest)| rest.starts_with(retired.start))
            });
            if let Some(dead) = dead.filter(|dead| !told.contains(&dead.name)) {
                found.at(mark.at, format!("{} {}: {}", dead.name, dead.fate, mark.href)).by_value(dead.name);
                told.push(dead.name);
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
