//! The program killed in the middle of a crawl, as a machine that loses power kills it.

use std::process::Stdio;
use std::time::{Duration, Instant};

use sandbox::{Answer, Site};
use serde_json::Value;

use crate::run::Place;

const PAGES: usize = 40;
/// The page at which the program hangs until it is killed.
const HANGS: &str = "/25";

#[test]
fn a_killed_audit_loses_only_the_page_in_flight_and_goes_on_from_there() {
    // Said first, since the first page that was said to answer does.
    let mut site = Site::new().page_at_first(1, HANGS, Answer::silence()).page("/robots.txt", Answer::text(""));
    for n in 0..PAGES {
        let path = if n == 0 { "/".to_owned() } else { format!("/{n}") };
        let next = if n + 1 < PAGES { format!("<a href=/{}>next</a>", n + 1) } else { String::new() };
        site = site.page(&path, Answer::html(format!("<title>Page {n}</title>{next}")));
    }
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let site = runtime.block_on(site.start()).unwrap();
    let place = Place::new();
    let target = site.at("/");

    let mut child = place.command(&["audit", &target, "--fast", "--no-agents", "--no-report", "--state", "state"]);
    let mut child = child.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let deadline = Instant::now() + Duration::from_mins(1);
    while site.asked_for(HANGS) == 0 {
        assert!(Instant::now() < deadline, "the crawl never came to {HANGS}");
        assert!(child.try_wait().unwrap().is_none(), "the crawl ended before {HANGS}");
        std::thread::yield_now();
    }
    child.kill().unwrap();
    child.wait().unwrap();

    let told = place.audit(&[&target, "--fast", "--no-agents", "--state", "state", "--resume"]);
    let mut paths: Vec<&str> =
        told["pages"].as_array().unwrap().iter().filter_map(|page| page["url"].as_str()).collect();
    paths.sort_unstable();
    paths.dedup();
    assert_eq!(paths.len(), PAGES);
    assert_eq!(told["summary"]["pages"], Value::from(PAGES));
    let twice: Vec<String> = (1..PAGES).map(|n| format!("/{n}")).filter(|path| site.asked_for(path) != 1).collect();
    assert_eq!(twice, [HANGS], "only the page in flight is asked for again");
}
