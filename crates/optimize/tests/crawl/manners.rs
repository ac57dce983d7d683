//! What a crawl asks, how often, and as whom.

use std::time::{Duration, Instant};

use optimize::crawl::web::{Event, Fault, Plan, Start};
use sandbox::{Answer, Site};

use crate::{Bed, page, paths, sorted};

#[test]
fn robots_txt_is_asked_for_once_and_kept() {
    let bed = Bed::of(
        Site::new()
            .page("/robots.txt", Answer::text("User-agent: *\nDisallow: /other\n\nUser-agent: tidings\nDisallow: /private\nAllow: /private/open\n"))
            .page("/", page("Home", &["/private/a", "/private/open", "/other"]))
            .page("*", page("Page", &[])),
    );
    let website = bed.crawl();
    assert_eq!(sorted(paths(&website)), ["/", "/other", "/private/open"]);
    assert_eq!(bed.site.asked_for("/private/a"), 0);
    assert_eq!(bed.site.asked_for("/robots.txt"), 1);
    let (address, why) = &website.crawl.unread[0];
    assert!(address.ends_with("/private/a") && why.contains("line 5"), "{why}");
    let robots = website.crawl.seen.site.robots_of(&bed.url("/")).unwrap();
    assert!(robots.status == 200 && robots.text.contains("tidings"));
}

#[test]
fn a_site_that_forbids_everything_is_not_read_and_says_why() {
    let bed = Bed::of(
        Site::new().page("/robots.txt", Answer::text("User-agent: *\nDisallow: /")).page("/", page("Home", &[])),
    );
    match bed.read(&bed.plan("/")) {
        Err(Fault::NotReachable { why, .. }) => assert!(why.contains("line 2"), "{why}"),
        _ => panic!("it was read"),
    }
    assert_eq!(bed.site.requests().len(), 1);
}

#[test]
fn by_default_a_host_gets_two_connections_and_five_questions_a_second() {
    let links: Vec<String> = (0..8).map(|n| format!("/{n}")).collect();
    let links: Vec<&str> = links.iter().map(String::as_str).collect();
    let bed = Bed::of(
        Site::new()
            .page("/robots.txt", Answer::text(""))
            .page("/", page("Home", &links))
            .page("*", page("Page", &[]).slow(Duration::from_millis(30))),
    );
    let started = Instant::now();
    let website = bed.read(&Plan { fast: false, pictures: 0, ..bed.plan("/") }).unwrap();
    let asked = bed.site.requests();
    assert_eq!(website.crawl.seen.site.pages, 9);
    assert!(asked.iter().all(|asked| asked.at_once <= 2));
    assert!(started.elapsed() >= Duration::from_millis(200) * (asked.len() as u32 - 1), "{:?}", started.elapsed());
}

#[test]
fn a_site_that_is_ones_own_gets_twenty_questions_a_second_whatever_it_asks_of_strangers() {
    let links: Vec<String> = (0..30).map(|n| format!("/{n}")).collect();
    let links: Vec<&str> = links.iter().map(String::as_str).collect();
    let bed = Bed::of(
        Site::new()
            .page("/robots.txt", Answer::text("User-agent: *\nCrawl-delay: 5\n"))
            .page("/", page("Home", &links))
            .page("*", page("Page", &[])),
    );
    let started = Instant::now();
    let website = bed.read(&Plan { fast: false, own: true, pictures: 0, ..bed.plan("/") }).unwrap();
    let asked = bed.site.requests().len() as u32;
    assert_eq!(website.crawl.seen.site.pages, 31);
    assert!(started.elapsed() >= Duration::from_millis(50) * (asked - 1), "{:?}", started.elapsed());
    assert!(started.elapsed() < Duration::from_millis(200) * asked, "{:?}", started.elapsed());
}

#[test]
fn a_site_that_is_ones_own_is_left_alone_when_it_asks_for_that() {
    let busy = Answer::status(429).header("retry-after", "1");
    let bed = Bed::of(
        Site::new()
            .page("/robots.txt", Answer::text(""))
            .page("/", page("Home", &["/a"]))
            .page_at_first(1, "/a", busy)
            .page("*", page("Page", &[])),
    );
    let website = bed.read(&Plan { fast: false, own: true, pictures: 0, ..bed.plan("/") }).unwrap();
    assert_eq!(website.crawl.seen.site.pages, 2);
    let a: Vec<_> = bed.site.requests().into_iter().filter(|asked| asked.path == "/a").collect();
    assert!(a[1].at - a[0].at >= Duration::from_millis(900), "{:?}", a[1].at - a[0].at);
}

#[test]
fn a_crawl_delay_is_kept() {
    let bed = Bed::of(
        Site::new()
            .page("/robots.txt", Answer::text("User-agent: *\nCrawl-delay: 0.5\n"))
            .page("/", page("Home", &["/a", "/b"]))
            .page("*", page("Page", &[])),
    );
    bed.read(&Plan { fast: false, pictures: 0, max_pages: 3, ..bed.plan("/") }).unwrap();
    let pages: Vec<_> =
        bed.site.requests().into_iter().filter(|asked| ["/", "/a", "/b"].contains(&asked.path.as_str())).collect();
    // The server sees them a little nearer or further than they were sent.
    assert!(pages.last().unwrap().at - pages[0].at >= Duration::from_millis(900));
}

#[test]
fn it_says_who_it_is() {
    let bed = Bed::of(Site::new().page("/", page("Home", &[])));
    let contact = Some("https://bakery.example/contact".to_owned());
    bed.read(&Plan { contact, ..bed.plan("/") }).unwrap();
    for asked in bed.site.requests() {
        let agent = asked.header("user-agent").unwrap().to_owned();
        assert!(agent.starts_with("Tidings/") && agent.ends_with("(+https://bakery.example/contact)"), "{agent}");
    }
}

#[test]
fn a_host_that_is_too_busy_is_waited_for_and_asked_again() {
    let bed = Bed::of(
        Site::new()
            .page("/", page("Home", &["/busy"]))
            .page_at_first(1, "/busy", Answer::too_many(1))
            .page("/busy", page("Busy", &[])),
    );
    let mut waited = Vec::new();
    let website = bed
        .told(&bed.plan("/"), &mut |event| {
            if let Event::Waiting { host, wait } = event {
                waited.push((host.to_owned(), wait));
            }
        })
        .unwrap();
    assert_eq!(sorted(paths(&website)), ["/", "/busy"]);
    assert_eq!(waited, [("127.0.0.1".to_owned(), Duration::from_secs(1))]);
}

#[test]
fn a_plan_without_leave_asks_no_private_address() {
    let bed = Bed::of(Site::new().page("/", page("Home", &[])));
    let typed = [bed.site.at("/"), bed.site.at("/").replace("127.0.0.1", "localhost")];
    for address in typed {
        let plan = Plan { fast: true, ..Plan::new(Start::Sites(vec![address.parse().unwrap()])) };
        match bed.read(&plan) {
            Err(fault @ Fault::Private { .. }) => {
                assert!(fault.to_string().starts_with(&format!("{address} leads into a private network")), "{fault}");
            }
            Err(fault) => panic!("{fault}"),
            Ok(_) => panic!("{address} was read"),
        }
    }
    let other = Plan { allow: Start::List(vec!["http://127.0.0.1:1/".parse().unwrap()]).hosts(), ..bed.plan("/") };
    assert!(matches!(bed.read(&other), Err(Fault::Private { .. })), "leave for another port is none");
    assert!(bed.site.requests().is_empty());
    assert!(bed.read(&bed.plan("/")).is_ok());
}
