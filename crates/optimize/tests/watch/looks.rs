//! What a watched audit ends in.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use optimize::audit::Summary;
use optimize::crawl::web::{Fault, Plan};
use optimize::report::result::{self, Result as Found};
use optimize::watch::State;
use sandbox::{Answer, Site};

use crate::{Bed, audit, chain, chain_on, site_json};

#[test]
fn the_result_stands_in_the_folder_and_is_the_one_that_is_handed_back() {
    let bed = Bed::of(chain(12, Duration::ZERO));
    let mut states = Vec::new();
    let outcome = bed.audit(&bed.plan(), &mut |told| states.push(told.state));
    let read = |name| std::fs::read(bed.folder().join(name)).unwrap();
    assert_eq!(serde_json::from_slice::<Found>(&read("result.json")).unwrap(), outcome.result);
    assert_eq!(serde_json::from_slice::<Summary>(&read("summary.json")).unwrap(), outcome.summary);
    assert!(!outcome.stopped && states.is_sorted_by_key(|state| *state == State::Judging));
    assert_eq!(states.last(), Some(&State::Judging));

    let found = &outcome.result;
    assert!(found.headline.starts_with("Shared today, "), "{}", found.headline);
    assert!(found.subject.starts_with("127.0.0.1:"), "{}", found.subject);
    assert!(found.settles.starts_with("they settle "), "{}", found.settles);
    assert_eq!(found.score, result::score(&outcome.summary));
    assert_eq!(found.score.of, 12 * found.networks.len() as u64);
    assert!(found.networks.iter().all(|on| on.right + on.cut + on.no_picture + on.wrong_title + on.nothing == 12));
    assert!(
        found.not_checked.iter().any(|it| it.what == "The page as preview agents get it"),
        "{:?}",
        found.not_checked
    );
    let thing = &found.things[0];
    assert!(
        thing.letter.contains(&thing.says) && thing.letter.ends_with("Read on 22 November 2026."),
        "{}",
        thing.letter
    );
    assert!(!thing.networks_said.is_empty() && thing.minutes_said.ends_with("min") && !thing.how.is_empty());
}

#[test]
fn an_audit_that_was_stopped_tells_what_it_read_until_then() {
    let bed = Bed::of(chain(60, Duration::from_millis(20)));
    let stop = AtomicBool::new(false);
    let outcome = audit(&bed.plan(), bed.folder(), &stop, &mut |told| {
        if told.pages >= 5 {
            stop.store(true, Ordering::Relaxed);
        }
    })
    .unwrap();
    assert!(outcome.stopped);
    let pages = outcome.result.summary.pages;
    assert!((5..60).contains(&pages), "{pages}");
    assert_eq!(site_json(bed.folder())["count"], pages);
    let whole = bed.audit(&Plan { resume: true, ..bed.plan() }, &mut |_| ());
    assert_eq!((whole.stopped, whole.result.summary.pages), (false, 60));
}

#[test]
fn a_site_that_does_not_answer_leaves_an_empty_sheet_and_no_result() {
    let bed = Bed::of(Site::new().page("/", Answer::status(503)));
    let fault = audit(&bed.plan(), bed.folder(), &AtomicBool::new(false), &mut |_| ()).unwrap_err();
    assert!(matches!(fault, Fault::NotReachable { .. }), "{fault}");
    assert_eq!(site_json(bed.folder())["count"], 0);
    assert!(!bed.folder().join("result.json").exists());
}

#[test]
fn who_has_to_wait_is_told_for_whom() {
    let bed = Bed::of(chain_on(Site::new().page_at_first(1, "/1", Answer::too_many(1)), 3, Duration::from_millis(300)));
    let mut waiting = Vec::new();
    bed.audit(&bed.plan(), &mut |told| waiting.extend(told.waiting.clone()));
    assert_eq!(waiting.first().map(String::as_str), Some("127.0.0.1 asks to wait 1 s"));
}
