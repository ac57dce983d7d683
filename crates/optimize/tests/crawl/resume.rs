//! Going on after a crash, a full disk or ctrl-C; and asking only for what changed.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use optimize::crawl::web::{Event, Fault, Plan};
use sandbox::{Answer, Site};

use crate::{Bed, page, pages, paths, png, read_into, sorted};

/// A chain of pages, each linking to the next, with one picture.
fn chain(length: usize) -> Site {
    let mut site = Site::new()
        .page("/robots.txt", Answer::text(""))
        .page("/p.png", Answer::bytes("image/png", png(600, 315, 900)));
    for n in 0..length {
        let path = if n == 0 { "/".to_owned() } else { format!("/{n}") };
        let next = if n + 1 < length { format!("<a href=/{}>next</a>", n + 1) } else { String::new() };
        let html = format!("<title>Page {n}</title><meta property=og:image content=/p.png>{next}");
        site = site.page(&path, Answer::html(html).etag(&format!("v{n}")));
    }
    site
}

#[test]
fn a_crawl_that_was_stopped_hands_over_what_it_has_and_goes_on_later() {
    let bed = Bed::of(chain(30));
    let stop = AtomicBool::new(false);
    let first = read_into(bed.folder.path(), &bed.plan("/"), &stop, &mut |event| {
        if matches!(event, Event::Read { pages: 10, .. }) {
            stop.store(true, Ordering::Relaxed);
        }
    })
    .unwrap();
    assert!(first.crawl.stopped);
    assert_eq!(paths(&first).len(), 10);
    let second = bed.read(&Plan { resume: true, ..bed.plan("/") }).unwrap();
    assert!(!second.crawl.stopped);
    assert_eq!(paths(&second).len(), 30);
    assert_eq!(second.crawl.seen.site.pages, 30);
    let asked = bed.site.requests();
    let twice = (1..30).filter(|n| asked.iter().filter(|asked| asked.path == format!("/{n}")).count() > 1).count();
    assert!(twice <= 1, "{twice} pages were asked for twice");
}

#[test]
fn files_that_were_cut_off_anywhere_are_gone_on_with() {
    let bed = Bed::of(chain(12));
    bed.crawl();
    let folder = bed.folder.path();
    std::fs::remove_file(folder.join("done")).unwrap();
    let whole: Vec<(&str, Vec<u8>)> = ["pages.jsonl", "asked.txt", "addresses.txt", "pictures.jsonl"]
        .map(|name| (name, std::fs::read(folder.join(name)).unwrap()))
        .into();
    // As a crash leaves them: addresses are written first, then what became of them, then the page.
    for (pages, asked, addresses) in
        [(0.5, 0.6, 0.9), (0.05, 0.5, 1.0), (0.0, 0.0, 0.0), (0.33, 0.34, 0.4), (1.0, 1.0, 1.0)]
    {
        for (name, bytes) in &whole {
            let part = match *name {
                "pages.jsonl" | "pictures.jsonl" => pages,
                "asked.txt" => asked,
                _ => addresses,
            };
            let length = (bytes.len() as f64 * part) as usize;
            std::fs::write(folder.join(name), &bytes[..length]).unwrap();
        }
        let website = bed.read(&Plan { resume: true, ..bed.plan("/") }).unwrap();
        let paths = sorted(paths(&website));
        let mut once = paths.clone();
        once.dedup();
        assert_eq!((paths.len(), once.len()), (12, 12), "{pages} {asked} {addresses}: {paths:?}");
        assert_eq!(website.crawl.seen.images.len(), 1);
    }
}

#[test]
fn a_second_audit_asks_only_for_what_changed() {
    let bed = Bed::of(chain(5));
    // Read at once: the second audit takes the folder.
    let first = paths(&bed.crawl());
    let asked = bed.site.requests().len();
    let second = bed.crawl();
    assert_eq!(paths(&second), first);
    let again: Vec<_> = bed.site.requests().split_off(asked);
    for asked in again.iter().filter(|asked| !asked.path.contains(['.', '-'])) {
        assert!(asked.header("if-none-match").is_some(), "{}", asked.path);
    }
    assert_eq!(second.crawl.seen.before.len(), 5);
    assert_eq!(second.crawl.seen.images_before.len(), 1);
    assert_eq!(pages(&second)[0].fetched.as_ref().unwrap().status, 200);
}

#[test]
fn the_audit_before_may_lie_in_another_folder() {
    let bed = Bed::of(chain(5));
    bed.crawl();
    let asked = bed.site.requests().len();
    let plan = Plan { before: Some(bed.folder.path().to_owned()), ..bed.plan("/") };
    let other = tempfile::tempdir().unwrap();
    let second = read_into(other.path(), &plan, &AtomicBool::new(false), &mut |_| ()).unwrap();
    assert_eq!((second.crawl.seen.before.len(), second.crawl.seen.images_before.len()), (5, 1));
    let again = bed.site.requests().split_off(asked);
    assert!(again.iter().any(|asked| asked.path == "/3" && asked.header("if-none-match").is_some()));
    assert_eq!(paths(&second).len(), 5);
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_says_how_to_go_on() {
    let bed = Bed::of(chain(3));
    std::os::unix::fs::symlink("/dev/full", bed.folder.path().join("pages.jsonl")).unwrap();
    match bed.read(&bed.plan("/")) {
        Err(fault @ Fault::Disk { .. }) => assert!(fault.to_string().contains("--resume"), "{fault}"),
        _ => panic!("the disk was full"),
    }
}

#[test]
fn a_wish_to_stop_does_not_wait_for_a_server_that_is_silent() {
    let bed = Bed::of(Site::new().page("/", page("Home", &["/a"])).page("/a", Answer::silence()));
    let stop = AtomicBool::new(false);
    let started = Instant::now();
    let plan = Plan { answer_within: std::time::Duration::from_mins(1), ..bed.plan("/") };
    let website = read_into(bed.folder.path(), &plan, &stop, &mut |_| stop.store(true, Ordering::Relaxed)).unwrap();
    assert!(website.crawl.stopped && started.elapsed().as_secs() < 10);
}
