//! The strip in each state that the rows can be in.

use jiff::civil::date;
use market::deliver::State;
use optimize::kept::Head;

use super::*;

fn demo(mended_at: Option<i64>) -> Demo {
    let text = |text: &str| text.to_owned();
    Demo {
        workspace: text("w"),
        site: text("s"),
        address: text("http://bakery.localhost:1/"),
        mended_at,
        cards_at: None,
        bar_at: None,
    }
}

fn audit(asked_at: i64, state: &str, right_today: i64) -> Kept {
    let done = state == "done";
    let sum = |number| done.then_some(number);
    let head = Head {
        id: format!("a{asked_at}"),
        site: "s".to_owned(),
        state: state.to_owned(),
        asked_at,
        started_at: None,
        ended_at: sum(asked_at + 1),
        pages: 12,
        known: 40,
        sheet: 12,
        waiting: None,
        stop: false,
        error: None,
    };
    Kept {
        head,
        right_today: sum(right_today),
        right_mended: sum(720),
        pairs: sum(720),
        errors: sum(0),
        warnings: sum(0),
        notes: sum(0),
        fresh: None,
        gone: None,
        next_says: None,
        next_minutes: None,
    }
}

fn told(demo: &Demo, audits: &[Kept]) -> Vec<Step> {
    seen(demo, audits).steps()
}

fn seen<'a>(demo: &'a Demo, audits: &[Kept]) -> Seen<'a> {
    Seen {
        demo,
        audits: audits.to_vec(),
        cards: Stock::default(),
        carded: None,
        bar_changed_at: None,
        shared: Vec::new(),
        posted: Posted { posts: Vec::new(), out: Vec::new(), today: date(2026, 11, 27) },
    }
}

/// Whether the first three are done; the others are not.
fn done(demo: &Demo, audits: &[Kept]) -> [bool; 3] {
    let steps = told(demo, audits);
    let ids: Vec<&str> = steps.iter().map(|step| step.id).collect();
    assert_eq!(ids, ["see", "mend", "watch", "card", "bar", "click", "post", "schedule", "live", "came"]);
    assert!(steps[3..].iter().all(|step| !step.done));
    [0, 1, 2].map(|at| steps[at].done)
}

fn acts(step: &Step) -> Vec<Act> {
    step.presses.iter().map(|press| press.act).collect()
}

fn by(network: &str, clicks: i64, unfurls: i64) -> Shared {
    let network = Some(network.to_owned()).filter(|network| !network.is_empty());
    Shared { network, count: Count { clicks, unfurls, clicked_at: None, visits: 0 } }
}

#[test]
fn a_step_is_done_when_the_rows_show_it() {
    assert_eq!(done(&demo(None), &[]), [false, false, false]);
    assert_eq!(done(&demo(None), &[audit(10, "reading", 0)]), [false, false, false]);
    assert_eq!(done(&demo(None), &[audit(10, "done", 500)]), [true, false, false]);
    assert_eq!(done(&demo(Some(20)), &[audit(10, "done", 500)]), [true, true, false]);
    let again = [audit(20, "reading", 0), audit(10, "done", 500)];
    assert_eq!(done(&demo(Some(20)), &again), [true, true, false]);
    let both = [audit(20, "done", 720), audit(10, "done", 500)];
    assert_eq!(done(&demo(Some(20)), &both), [true, true, true]);
}

#[test]
fn an_audit_that_found_nothing_better_is_no_change() {
    let same = [audit(20, "done", 500), audit(10, "done", 500)];
    assert_eq!(done(&demo(Some(20)), &same), [true, true, false]);
    // Two audits of the shop as it is today are no before and after.
    assert_eq!(done(&demo(None), &[audit(20, "done", 600), audit(10, "done", 500)]), [true, false, false]);
}

#[test]
fn the_last_step_names_both_scores() {
    let both = [audit(20, "done", 720), audit(10, "done", 500)];
    assert!(told(&demo(Some(20)), &both)[2].how.starts_with("69 % before, 100 % now"));
}

#[test]
fn cards_are_made_put_on_and_then_seen() {
    let mut demo = demo(Some(20));
    let audits = [audit(20, "done", 600), audit(10, "done", 500)];
    let mut now = seen(&demo, &audits);
    assert_eq!((now.card().done, acts(&now.card())), (false, vec![]));
    assert_eq!(now.card().link.unwrap(), "/sites/s/share/cards");
    now.cards = Stock { pages: 5, changed_at: Some(30) };
    assert_eq!((now.card().done, acts(&now.card())), (false, vec![Act::PutCards]));
    assert!(now.card().how.starts_with("5 cards are made."), "{}", now.card().how);

    demo.cards_at = Some(40);
    let reading = [audit(40, "reading", 0), audit(20, "done", 600), audit(10, "done", 500)];
    let now = Seen { cards: Stock { pages: 5, changed_at: Some(30) }, ..seen(&demo, &reading) };
    assert_eq!((now.card().done, acts(&now.card())), (false, vec![]), "its pages are read just now");
    let read = [audit(40, "done", 720), audit(20, "done", 600), audit(10, "done", 500)];
    let mut now = Seen {
        cards: Stock { pages: 5, changed_at: Some(30) },
        carded: Some("http://bakery.localhost:1/a?b".to_owned()),
        ..seen(&demo, &read)
    };
    assert_eq!((now.card().done, acts(&now.card())), (true, vec![Act::TakeCards]));
    assert!(now.card().how.starts_with("83 % before the cards, 100 % now"), "{}", now.card().how);
    assert_eq!(now.card().link.unwrap(), "/sites/s/page?of=http%3A%2F%2Fbakery.localhost%3A1%2Fa%3Fb");
    now.cards.changed_at = Some(50);
    assert_eq!(acts(&now.card()), [Act::PutCards, Act::TakeCards], "others were made since");
}

#[test]
fn cards_may_come_before_the_mend() {
    let demo = Demo { cards_at: Some(15), ..demo(Some(20)) };
    let audits = [audit(20, "done", 720), audit(15, "done", 550), audit(10, "done", 500)];
    let now = Seen { cards: Stock { pages: 6, changed_at: Some(12) }, ..seen(&demo, &audits) };
    assert!(now.steps()[..4].iter().all(|step| step.done), "{:?}", now.steps());
}

#[test]
fn a_bar_is_put_up_taken_down_and_put_up_changed() {
    let plain = demo(None);
    assert_eq!(acts(&seen(&plain, &[]).bar()), []);
    let audits = [audit(10, "done", 500)];
    assert_eq!(acts(&seen(&plain, &audits).bar()), [Act::PutBar]);
    let up = Demo { bar_at: Some(20), ..demo(None) };
    let mut now = seen(&up, &audits);
    assert_eq!((now.bar().done, acts(&now.bar())), (true, vec![Act::TakeBar]));
    now.bar_changed_at = Some(21);
    assert_eq!(acts(&now.bar()), [Act::PutBar, Act::TakeBar]);
}

#[test]
fn a_click_is_done_when_somebody_followed_what_was_shared() {
    let audits = [audit(10, "done", 500)];
    let (plain, up) = (demo(None), Demo { bar_at: Some(20), ..demo(None) });
    assert_eq!(seen(&plain, &audits).click().visit, None);
    let mut now = seen(&up, &audits);
    assert_eq!(now.click().visit.unwrap().as_str(), "http://bakery.localhost:1/#share");
    now.shared = vec![by("facebook", 0, 1), by("x", 0, 0)];
    assert!(!now.click().done && now.click().how.starts_with("It was shared on Facebook,"), "{}", now.click().how);
    now.shared = vec![by("facebook", 1, 1), by("x", 2, 0), by("", 1, 0)];
    assert!(now.click().done);
    assert!(now.click().how.starts_with("4 clicks by Facebook, X and a copied link."), "{}", now.click().how);
    // What was clicked stays so, though the bar is gone.
    now.demo = &plain;
    assert!(now.click().done && now.click().link.is_some());
}

fn out(state: State, network: &'static str, visits: i64) -> Out {
    Out { post: "p1".to_owned(), network, state, at: "14:05".to_owned(), day: date(2026, 11, 26), visits }
}

/// The last four steps, with what was posted.
fn after(posts: &[&str], out: Vec<Out>) -> Vec<Step> {
    let (demo, audits) = (demo(None), [audit(10, "done", 500)]);
    let mut seen = seen(&demo, &audits);
    seen.posted.posts = posts.iter().map(|post| (*post).to_owned()).collect();
    seen.posted.out = out;
    seen.steps().split_off(6)
}

#[test]
fn from_a_page_to_a_post_and_from_a_post_to_its_visits() {
    let done = |steps: &[Step]| steps.iter().map(|step| step.done).collect::<Vec<_>>();
    let link = |step: &Step| step.link.clone().unwrap_or_default();
    let nothing = after(&[], Vec::new());
    assert_eq!(done(&nothing), [false; 4]);
    assert_eq!(
        link(&nothing[0]),
        "/sites/s/posts/new?fill&page=http%3A%2F%2Fbakery.localhost%3A1%2Fbread%2Fcountry-loaf"
    );
    let draft = after(&["p1"], Vec::new());
    assert_eq!((done(&draft), link(&draft[1])), (vec![true, false, false, false], "/sites/s/posts/p1".to_owned()));
    let planned = after(&[], vec![out(State::Planned, "X", 0)]);
    assert_eq!(done(&planned), [true, true, false, false]);
    assert!(planned[2].how.contains("14:05"), "{}", planned[2].how);
    // No step that is done says that it went out before it did.
    assert_eq!((planned[1].says, &*planned[1].how), ("Plan it", "Its time is 14:05."));
    for way in [State::Prepared, State::Sending, State::Pending, State::Limited, State::Unknown, State::Waiting] {
        assert_eq!(done(&after(&[], vec![out(way, "X", 0)])), [true, true, false, false], "{way:?}");
    }
    let refused = after(&[], vec![out(State::Refused, "X", 0)]);
    assert!(!refused[2].done && refused[2].how.contains("stands in the way"), "{}", refused[2].how);
    let live = after(&[], vec![out(State::Live, "X", 0), out(State::Live, "Bluesky", 0)]);
    assert_eq!(done(&live), [true, true, true, false]);
    assert!(live[2].how.starts_with("It is live on Bluesky and X."), "{}", live[2].how);
    assert_eq!(live[3].link, None);
    let read = after(&[], vec![out(State::Live, "X", 3), out(State::Live, "Bluesky", 0)]);
    assert_eq!(done(&read), [true; 4]);
    assert!(read[3].how.starts_with("3 visits by links in your post so far, on X."), "{}", read[3].how);
    assert_eq!(link(&read[3]), "/sites/s/worth/posts?from=2026-11-26&to=2026-11-27&post=p1");
    // A draft that is begun afterwards takes nothing back.
    assert_eq!(done(&after(&["p2"], vec![out(State::Live, "X", 3)])), [true; 4]);
}
