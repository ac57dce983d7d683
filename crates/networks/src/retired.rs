//! Networks and share services that are gone, so that a page that still shows their buttons can be told.
//!
//! Start at [`RETIRED`] and [`retired`]. A service stands here only once nobody can share to it any more.

use url::Url;

use crate::{Evidence, Grade, day};

/// A place that pages once could be shared to.
#[derive(Debug)]
pub struct Retired {
    /// As it wrote itself.
    pub name: &'static str,
    /// Hosts of its share buttons and scripts; subdomains are meant as well.
    pub hosts: &'static [&'static str],
    /// Where a host lives on for something else, what the path of its share addresses begins with.
    pub path: Option<&'static str>,
    /// Since when nothing can be shared to it: `2025-07-08`, or as much of the date as is known, `2018-06`.
    pub since: &'static str,
    /// What to do with the button. One sentence.
    pub instead: &'static str,
    /// Where that is known from.
    pub evidence: Evidence,
}

const REMOVE: &str = "Take the button out: it leads nowhere.";

const fn gone(
    name: &'static str,
    hosts: &'static [&'static str],
    path: Option<&'static str>,
    since: &'static str,
    instead: &'static str,
    evidence: Evidence,
) -> Retired {
    Retired { name, hosts, path, since, instead, evidence }
}

const fn remembered(what: &'static str) -> Evidence {
    day(what, "2026-11-22", Grade::Memory)
}

/// All of them, the newest end first.
pub static RETIRED: &[Retired] = &[
    gone(
        "Digg",
        &["digg.com"],
        Some("/submit"),
        "2026-03-13",
        "Take the button out: the open beta of 2026 was stopped, and no share address works.",
        day("announcement of 13 March 2026, by press reports", "2026-11-22", Grade::ThirdParty),
    ),
    gone(
        "Pocket",
        &["getpocket.com"],
        None,
        "2025-07-08",
        REMOVE,
        day("https://support.mozilla.org/en-US/kb/future-of-pocket", "2026-11-22", Grade::ThirdParty),
    ),
    gone("Flattr", &["flattr.com", "button.flattr.com"], None, "2024", REMOVE, remembered("flattr.com closed")),
    gone(
        "AddThis",
        &["addthis.com", "addthisedge.com"],
        None,
        "2023-05-31",
        "Take the script out: its buttons no longer appear, and the request remains.",
        remembered("Oracle ended AddThis on 31 May 2023"),
    ),
    gone(
        "Tencent Weibo",
        &["v.t.qq.com", "share.v.t.qq.com"],
        None,
        "2020-09-28",
        REMOVE,
        remembered("t.qq.com closed"),
    ),
    gone(
        "Google+",
        &["plus.google.com", "plusone.google.com"],
        None,
        "2019-04-02",
        REMOVE,
        remembered("https://support.google.com/plus closed for consumers on 2 April 2019"),
    ),
    gone("Google Buzz", &["google.com"], Some("/buzz/post"), "2011-12-15", REMOVE, remembered("Google Buzz closed")),
    gone(
        "StumbleUpon",
        &["stumbleupon.com"],
        None,
        "2018-06-30",
        "Take the button out: its follower Mix is inactive too.",
        remembered("StumbleUpon closed on 30 June 2018"),
    ),
    gone("Mix", &["mix.com"], Some("/add"), "2023", REMOVE, remembered("mix.com no longer takes links")),
    gone("Vine", &["vine.co"], None, "2017-01-17", REMOVE, remembered("vine.co closed")),
    gone(
        "Delicious",
        &["delicious.com", "del.icio.us"],
        None,
        "2017-06",
        REMOVE,
        remembered("sold and made read-only"),
    ),
    gone("Google Bookmarks", &["google.com"], Some("/bookmarks/mark"), "2021-09-30", REMOVE, remembered("closed")),
    gone("Google Reader", &["google.com"], Some("/reader/link"), "2013-07-01", REMOVE, remembered("closed")),
    gone("FriendFeed", &["friendfeed.com"], None, "2015-04-09", REMOVE, remembered("friendfeed.com closed")),
    gone("Newsvine", &["newsvine.com"], None, "2017-10-01", REMOVE, remembered("newsvine.com closed")),
    gone("Yahoo Buzz", &["buzz.yahoo.com"], None, "2011-04-21", REMOVE, remembered("buzz.yahoo.com closed")),
    gone("Orkut", &["promote.orkut.com", "orkut.com"], None, "2014-09-30", REMOVE, remembered("orkut.com closed")),
    gone("Pheed", &["pheed.com"], None, "2016", REMOVE, remembered("pheed.com closed")),
    gone("App.net", &["alpha.app.net"], None, "2017-03-16", REMOVE, remembered("app.net closed")),
    gone("Blogmarks", &["blogmarks.net"], None, "2021", REMOVE, remembered("blogmarks.net no longer takes links")),
];

/// The retired service that `href`, as it stands in a page, leads to.
pub fn retired(href: &str) -> Option<&'static Retired> {
    let href = href.trim();
    // Share links often leave the scheme to the page.
    let url = match href.strip_prefix("//") {
        Some(rest) => Url::parse(&format!("https://{rest}")).ok()?,
        None => Url::parse(href).ok()?,
    };
    let host = url.host_str()?;
    RETIRED.iter().find(|it| {
        it.hosts.iter().any(|own| host == *own || host.strip_suffix(own).is_some_and(|rest| rest.ends_with('.')))
            && it.path.is_none_or(|path| url.path().starts_with(path))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_button_of_a_dead_network_is_known_by_its_address() {
        for (href, name) in [
            ("https://getpocket.com/save?url=https%3A%2F%2Fbakery.example%2F", Some("Pocket")),
            ("//s7.addthis.com/js/300/addthis_widget.js", Some("AddThis")),
            ("http://www.stumbleupon.com/submit?url=x", Some("StumbleUpon")),
            ("https://plus.google.com/share?url=x", Some("Google+")),
            ("https://www.google.com/bookmarks/mark?bkmk=x", Some("Google Bookmarks")),
            ("https://www.google.com/maps", None),
            ("https://digg.com/about", None),
            ("https://notgetpocket.com/", None),
            ("/save", None),
        ] {
            assert_eq!(retired(href).map(|it| it.name), name, "{href}");
        }
    }
}
