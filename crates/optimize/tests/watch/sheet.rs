//! The sheet on disk while it grows.

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use optimize::crawl::web::Plan;
use optimize::report::sheet as files;
use optimize::watch::State;
use sandbox::{Answer, Site};

use crate::{Bed, chain, page, parsed, png, site_json, verdicts};

#[test]
fn whoever_reads_the_sheet_at_any_moment_reads_whole_files() {
    let bed = Bed::of(chain(230, Duration::from_millis(5)));
    let done = AtomicBool::new(false);
    let (mut looks, mut partly) = (0, 0);
    thread::scope(|scope| {
        let reader = scope.spawn(|| {
            let (mut version, mut looks, mut partly) = (0, 0, 0);
            while !done.load(Ordering::Relaxed) {
                let Some(site) = parsed(files::site(bed.folder()).unwrap()) else { continue };
                let now = site["version"].as_u64().unwrap();
                assert!(now >= version, "version {now} after {version}");
                version = now;
                let count = site["count"].as_u64().unwrap() as usize;
                let (mut indexed, mut pages) = (0, 0);
                for number in 0..count.div_ceil(100) {
                    let index = parsed(files::index(bed.folder(), number).unwrap()).unwrap();
                    let rest = parsed(files::pages(bed.folder(), number).unwrap()).unwrap();
                    indexed += index["u"].as_array().unwrap().len();
                    pages += rest["p"].as_array().unwrap().len();
                }
                assert!(indexed >= count && pages >= count, "{indexed} and {pages} of {count}");
                looks += 1;
                partly += usize::from(count > 0 && count < 230);
            }
            (looks, partly)
        });
        bed.audit(&bed.plan(), &mut |_| ());
        done.store(true, Ordering::Relaxed);
        (looks, partly) = reader.join().unwrap();
    });
    assert!(looks > 3 && partly > 0, "{looks} looks, {partly} of them at a part");
    assert_eq!(site_json(bed.folder())["count"], 230);
    assert!(!bed.folder().join("growing").exists() && !bed.folder().join("sheet.part").exists());
}

#[test]
fn a_picture_that_was_not_looked_at_yet_is_not_missing() {
    let bed = Bed::of(chain(30, Duration::from_millis(30)));
    let (mut before, mut after) = (Vec::new(), Vec::new());
    bed.audit(&Plan { agents: true, ..bed.plan() }, &mut |told| match &told.beside {
        None if told.state == State::Reading => before = verdicts(bed.folder()),
        Some(beside) if beside.contains("agents") => after = verdicts(bed.folder()),
        _ => {}
    });
    let whole = verdicts(bed.folder());
    let of = |all: &[(String, String)], path: &str| {
        all.iter().find(|(known, _)| known == path).map(|(_, verdicts)| verdicts.clone()).unwrap()
    };
    let not_checked = |verdicts: &str| verdicts.matches('2').count();
    let no_picture = |verdicts: &str| verdicts.matches('3').count();
    assert!(before.len() > 10, "{}", before.len());
    assert_eq!(of(&before, "/9"), of(&before, "/8"), "nothing is known of either picture yet");
    assert!(not_checked(&of(&before, "/8")) > 0);
    for (path, missing) in [("/8", false), ("/9", true)] {
        let (then, now) = (of(&before, path), of(&whole, path));
        assert_eq!(not_checked(&now), 0, "{path}: {now}");
        assert_eq!(no_picture(&now) > no_picture(&then), missing, "{path}: {then}, then {now}");
    }
    // As soon as the pictures are known the growing sheet is drawn again.
    assert_eq!(of(&after, "/9"), of(&whole, "/9"));
}

#[test]
fn the_start_page_comes_first_and_in_the_end_the_most_linked() {
    let mut site =
        Site::new().page("/robots.txt", Answer::text("")).page("/0.png", Answer::bytes("image/png", png(600, 315)));
    let links = |to: &[usize]| to.iter().map(|n| format!("<a href=/p/{n}>there</a>")).collect::<String>();
    site = site.page("/", Answer::html(page(0, &links(&[1, 2, 3, 4, 5, 6, 7, 8, 9]))).slow(Duration::from_millis(20)));
    for n in 1..10 {
        site = site.page(&format!("/p/{n}"), Answer::html(page(n, &links(&[9]))).slow(Duration::from_millis(300)));
    }
    let bed = Bed::of(site);
    let mut first = None;
    let outcome = bed.audit(&bed.plan(), &mut |told| {
        if told.sheet > 0 && first.is_none() {
            first = Some(verdicts(bed.folder()));
        }
    });
    assert_eq!(first.unwrap()[0].0, "/");
    let paths: Vec<String> = verdicts(bed.folder()).into_iter().map(|(path, _)| path).collect();
    assert_eq!((paths.len(), &paths[..2]), (10, &["/".to_owned(), "/p/9".to_owned()][..]));
    assert_eq!(outcome.result.summary.pages, 10);
}

#[test]
fn a_kept_picture_stands_beside_the_sheet_with_its_kind() {
    let bed = Bed::of(chain(3, Duration::ZERO));
    bed.audit(&bed.plan(), &mut |_| ());
    let rest = parsed(files::pages(bed.folder(), 0).unwrap()).unwrap();
    let number = rest["m"][bed.site.at("/1.png")][0].as_u64().unwrap();
    let (kind, bytes) = files::picture(bed.folder(), number as usize).unwrap().unwrap();
    assert!(kind == domain::ImageKind::Png && bytes.starts_with(b"\x89PNG"));
    assert_eq!(files::picture(bed.folder(), 99).unwrap(), None);
}

#[test]
fn a_thousand_pages_grow_into_a_sheet_within_seconds() {
    const PAGES: usize = 1_000;
    let all: String = (1..PAGES).map(|n| format!("<a href=/{n}>{n}</a>")).collect::<Vec<_>>().join("\n");
    let mut site = Site::new().page("/robots.txt", Answer::text("")).page("/", Answer::html(page(0, &all)));
    for n in 0..9 {
        site = site.page(&format!("/{n}.png"), Answer::bytes("image/png", png(1200, 630)));
    }
    for n in 1..PAGES {
        site = site.page(&format!("/{n}"), Answer::html(page(n, "<a href=/>home</a>")));
    }
    let bed = Bed::of(site);
    let started = Instant::now();
    let (mut first, mut last, mut told_of) = (None, None, 0);
    let outcome = bed.audit(&bed.plan(), &mut |told| {
        told_of += 1;
        if told.sheet > 0 && first.is_none() {
            first = Some((started.elapsed(), told.sheet));
        }
        if told.sheet == PAGES && last.is_none() {
            last = Some(started.elapsed());
        }
    });
    let took = started.elapsed();
    println!("first pages {first:?}, all in the growing sheet {last:?}, done {took:?}, told {told_of} times");
    assert_eq!(outcome.result.summary.pages as usize, PAGES);
    assert_eq!(verdicts(bed.folder()).len(), PAGES);
    let (after, pages) = first.unwrap();
    assert!(pages < PAGES && after < took / 2, "the first pages came after {after:?} of {took:?}");
    assert!(took < Duration::from_mins(1), "{took:?}");
    // Four times a second, at the two ends, and for the first page.
    assert!(told_of as f32 <= took.as_secs_f32() * 4.0 + 5.0, "told {told_of} times in {took:?}");
}
