//! Seen by: what preview agents get, and what keeps them out.

use optimize::audit::{AgentView, Blocker};
use optimize::crawl::web::{Plan, Website, letter};
use sandbox::{Answer, Ranges, Site};

use crate::{Bed, png};

fn home() -> Answer {
    Answer::html(
        "<title>Bakery</title><meta property=og:title content=Bread><meta property=og:image content=/bread.png>",
    )
}

fn seen(site: Site) -> (Bed, Website) {
    let bed = Bed::of(site.page("/", home()).page("/bread.png", Answer::bytes("image/png", png(1200, 630, 90_000))));
    let website = bed.read(&Plan { agents: true, ..bed.plan("/") }).unwrap();
    (bed, website)
}

fn view<'a>(bed: &Bed, website: &'a Website, path: &str, agent: &str) -> &'a AgentView {
    let views = &website.crawl.seen.seen_by.views[bed.url(path).as_str()];
    views.iter().find(|view| view.agent == agent).unwrap()
}

#[test]
fn an_open_site_is_seen_by_everybody_as_a_browser_sees_it() {
    let (bed, website) = seen(Site::new());
    let views = &website.crawl.seen.seen_by.views[bed.url("/").as_str()];
    assert!(views.len() >= 12, "{} agents", views.len());
    for view in views {
        assert_eq!((view.status, &view.blocker, view.range_mishandled), (200, &None, false), "{view:?}");
        assert_eq!(view.card, Some((Some("Bread".to_owned()), Some(bed.site.at("/bread.png")))));
    }
    assert_eq!(letter(&website.crawl.seen.seen_by), None);
}

#[test]
fn what_keeps_an_agent_out_is_named() {
    let (bed, website) = seen(
        Site::new()
            .page("/robots.txt", Answer::text("User-agent: Twitterbot\nDisallow: /\n"))
            .page_for("facebookexternalhit", "/", Answer::challenge())
            .page_for("LinkedInBot", "/", Answer::status(403))
            .page_for("TelegramBot", "/", home().brotli())
            .page_for("Discordbot", "/", home().brotli())
            .page_for("Pinterestbot", "/", Answer::close())
            .page_for(
                "Slackbot",
                "/bread.png",
                Answer::bytes("image/png", png(9, 9, 50_000)).ranges(Ranges::Mishandled),
            ),
    );
    let blocker = |agent: &str| view(&bed, &website, "/", agent).blocker.clone();
    let cloudflare = Blocker::Challenge { by: "Cloudflare".to_owned(), evidence: "cf-mitigated: challenge".to_owned() };
    assert_eq!(blocker("facebookexternalhit"), Some(cloudflare));
    assert_eq!(blocker("LinkedInBot"), Some(Blocker::Status { status: 403 }));
    assert_eq!(blocker("TelegramBot"), Some(Blocker::Encoding { encoding: "br".to_owned() }));
    assert_eq!(blocker("Discordbot"), None);
    assert!(matches!(blocker("Pinterestbot"), Some(Blocker::NoAnswer { .. })));
    assert!(matches!(blocker("Twitterbot"), Some(Blocker::Robots { line }) if line.contains("line 2")));
    assert!(view(&bed, &website, "/bread.png", "Slackbot-LinkExpanding").range_mishandled);
    assert!(!view(&bed, &website, "/bread.png", "facebookexternalhit").range_mishandled);
    let letter = letter(&website.crawl.seen.seen_by).unwrap();
    for part in [
        "LinkedInBot is answered with status 403",
        "a challenge by Cloudflare",
        "Twitterbot is forbidden by robots.txt, line 2",
    ] {
        assert!(letter.contains(part), "{letter}");
    }
}

#[test]
fn an_agent_that_gets_another_page_gets_another_card() {
    let (bed, website) = seen(Site::new().page_for("Twitterbot", "/", Answer::html("<title>Welcome</title>")));
    assert_eq!(view(&bed, &website, "/", "Twitterbot").card, Some((Some("Welcome".to_owned()), None)));
}

#[test]
fn a_server_that_is_merely_busy_blocks_nobody() {
    let (bed, website) = seen(
        Site::new().page_at_first(1, "/robots.txt", Answer::text("")).page_at_first(1, "/", home()).page_at_first(
            1,
            "/",
            Answer::status(429),
        ),
    );
    let views = &website.crawl.seen.seen_by.views[bed.url("/").as_str()];
    assert!(views.iter().all(|view| view.blocker.is_none()), "{views:?}");
}
