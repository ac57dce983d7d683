//! Readers: the demo's own, who see what is posted to its stand-ins and follow the links in it, so that somebody who tries it
//! sees what a post brings.
//!
//! They are invented, and said to be wherever they are shown. Each takes the link out of the post as it stands at the
//! stand-in, opens the shop's page, and is counted by what that page's script tells, as everybody is.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Result;
use jiff::{SignedDuration, Timestamp};
use measure::measured;
use people::demo::{Demo, Readers};
use sandbox::networks::visitor;
use sandbox::social::Posted;
use url::Url;
use web::House;

use crate::service::stand_ins::Own;

/// How often they look.
const EVERY: Duration = Duration::from_secs(1);
/// The first one comes so long after a post is live, and the others so long after each other.
const FIRST: SignedDuration = SignedDuration::from_secs(3);
const BETWEEN: SignedDuration = SignedDuration::from_secs(2);

/// Those who read on a network.
struct Audience {
    /// So many follow a link.
    many: i64,
    /// From where their browsers say that they come: of some they say nothing.
    from: &'static str,
    /// The version of the first one's browser. Nobody has that of somebody else.
    version: i64,
}

fn audience(network: &str) -> Audience {
    let (many, from, version) = match network {
        "bluesky" => (5, "https://bsky.app/", 128),
        "mastodon" => (4, "", 133),
        "x" => (3, "https://t.co/", 137),
        "facebook" => (3, "https://m.facebook.com/", 140),
        "linkedin" => (2, "https://www.linkedin.com/", 143),
        _ => (2, "", 145),
    };
    Audience { many, from, version }
}

impl Audience {
    /// What the browser of the reader with this number calls itself; the first is 1.
    fn agent(&self, number: i64) -> String {
        let platform = ["Windows NT 10.0; Win64; x64", "Linux; Android 10; K", "Macintosh; Intel Mac OS X 10_15_7"];
        let at = number.unsigned_abs() as usize % platform.len();
        let (version, mobile) = (self.version + number - 1, if at == 1 { "Mobile " } else { "" });
        format!(
            "Mozilla/5.0 ({}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{version}.0.0.0 {mobile}Safari/537.36",
            platform[at]
        )
    }
}

/// A link in a post, and how many are to have followed it by now.
struct Link {
    address: String,
    code: String,
    network: &'static str,
    due: i64,
}

/// The links to the shop of `demo` in `posted` on `network`.
fn links(demo: &Demo, network: &'static str, posted: &Posted, now: Timestamp) -> Vec<Link> {
    let since = now.duration_since(posted.at) - FIRST;
    if since.is_negative() {
        return Vec::new();
    }
    let due = (1 + since.as_secs() / BETWEEN.as_secs()).min(audience(network).many);
    let mut links: Vec<Link> = Vec::new();
    for address in posted.links.iter().filter(|link| link.starts_with(&demo.address)) {
        let Ok(url) = Url::parse(address) else { continue };
        let code = url.query_pairs().find(|(name, _)| name == "e").map(|(_, code)| code.into_owned());
        // A post may name it twice: in its text, and on its card.
        if let Some(code) = code.filter(|code| links.iter().all(|link| link.code != *code)) {
            links.push(Link { address: address.clone(), code, network, due });
        }
    }
    links
}

/// Has readers come to what is live at the demo's of `stand_ins`, until there is no demo.
pub(crate) async fn read(house: House, stand_ins: Arc<Own>) {
    let mut came: Option<HashMap<String, Readers>> = None;
    loop {
        tokio::time::sleep(EVERY).await;
        match look(&house, &mut came, &stand_ins).await {
            Ok(true) => {}
            Ok(false) => return,
            Err(fault) => tracing::warn!(fault = format!("{fault:#}"), "the demo's readers come later"),
        }
    }
}

/// One look: of each link at most one reader comes. `came`: those who did, as far as it is known yet. Whether there is a demo.
async fn look(house: &House, came: &mut Option<HashMap<String, Readers>>, stand_ins: &Own) -> Result<bool> {
    let Some(demo) = people::demo::any(house.db()).await? else { return Ok(false) };
    let posts = stand_ins.posts(&demo.workspace);
    let came = match came {
        Some(came) => came,
        None => {
            let known = people::demo::readers(house.db(), &demo.workspace).await?;
            came.insert(known.into_iter().map(|readers| (readers.code.clone(), readers)).collect())
        }
    };
    let now = house.now();
    for link in posts.iter().flat_map(|(network, posted)| links(&demo, network, posted, now)) {
        let before = came.get(&link.code).cloned();
        let visits = before.as_ref().map_or(0, |readers| readers.visits);
        if visits >= link.due {
            continue;
        }
        let day = match before {
            Some(readers) => readers.day,
            None => measured::of(house.db(), house.random(), &demo.site).await?.day(now).1,
        };
        // Noted before he comes: whoever starts again after a kill sends nobody twice.
        let readers = Readers { code: link.code, day, visits: visits + 1 };
        people::demo::comes(house.db(), &demo.workspace, &readers).await?;
        let audience = audience(link.network);
        let agent = audience.agent(readers.visits);
        if let Err(fault) = visitor::follow(&link.address, audience.from, &agent).await {
            tracing::warn!(link = link.address, %fault, "a reader of the demo's did not reach the shop");
        }
        came.insert(readers.code.clone(), readers);
    }
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn posted(link: &str) -> Posted {
        let text = |text: &str| text.to_owned();
        let links = vec![text("https://elsewhere.example/?e=k3v9xq2"), text(link), text(link)];
        Posted {
            id: text("1"),
            by: text("bakery"),
            text: text("Rye"),
            title: None,
            links,
            card: None,
            media: Vec::new(),
            reply_to: None,
            at: "2026-11-27T06:00:00Z".parse().unwrap(),
        }
    }

    #[test]
    fn readers_come_one_after_the_other_by_the_shops_link_alone() {
        let demo = Demo {
            workspace: "w".to_owned(),
            site: "s".to_owned(),
            address: "http://bakery.localhost:1/".to_owned(),
            mended_at: None,
            cards_at: None,
            bar_at: None,
        };
        let link = "http://bakery.localhost:1/bread/country-loaf?e=k3v9xq2";
        let due = |seconds: i64| {
            let now = posted(link).at + SignedDuration::from_secs(seconds);
            links(&demo, "x", &posted(link), now).iter().map(|link| (link.code.clone(), link.due)).collect::<Vec<_>>()
        };
        assert_eq!(due(2), []);
        assert_eq!(due(3), [("k3v9xq2".to_owned(), 1)]);
        assert_eq!(due(5), [("k3v9xq2".to_owned(), 2)]);
        assert_eq!(due(500), [("k3v9xq2".to_owned(), audience("x").many)]);
        let bare = posted("http://bakery.localhost:1/bread/country-loaf");
        assert!(links(&demo, "x", &bare, bare.at + SignedDuration::from_secs(9)).is_empty());
    }

    #[test]
    fn no_two_readers_are_the_same_to_whoever_counts() {
        let networks = ["bluesky", "mastodon", "x", "facebook", "linkedin", "telegram"].map(audience);
        let agents: Vec<String> = networks.iter().flat_map(|it| (1..=it.many).map(|number| it.agent(number))).collect();
        let each: std::collections::HashSet<&String> = agents.iter().collect();
        assert_eq!(each.len(), agents.len(), "{agents:?}");
    }
}
