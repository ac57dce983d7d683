//! Audits that nobody asks for by hand.

use std::time::Duration;

use jiff::SignedDuration;
use optimize::kept;
use people::watch::Call;
use sandbox::{Answer, Site};
use store::{Db, sql};

use crate::bed::{Bed, SITE};

on_both!(
    after_a_long_sleep_one_audit_is_asked_for,
    a_clock_that_was_far_ahead_and_is_right_again_loses_no_week,
    calls_of_a_hook_make_one_audit_and_one_more_after_it,
    an_audit_that_was_to_follow_a_stopped_one_comes_all_the_same,
    a_site_without_end_is_read_to_a_bound_and_says_so,
    a_site_that_is_put_into_the_bin_is_read_no_further,
);

const WEEK: SignedDuration = SignedDuration::from_hours(7 * 24);

async fn after_a_long_sleep_one_audit_is_asked_for(db: Db) {
    let bed = Bed::of(db, "https://bakery.example/").await;
    bed.later(WEEK * 30);
    // Two who go round at once ask once.
    let (one, other) = tokio::join!(bed.scheduled(), bed.scheduled());
    assert_eq!(one + other, 1);
    assert_eq!(bed.audits().await.len(), 1);
    let next = bed.watch().await.0.unwrap() - bed.now().as_microsecond();
    assert!(next > 0 && next <= WEEK.as_micros() as i64, "{next}");
    assert_eq!(bed.scheduled().await, 0);
    // While one is under way, a week that passes asks for none.
    bed.later(WEEK + SignedDuration::from_secs(1));
    assert_eq!(bed.scheduled().await, 0);
    assert_eq!(bed.audits().await.len(), 1);
}

async fn a_clock_that_was_far_ahead_and_is_right_again_loses_no_week(db: Db) {
    let bed = Bed::of(db, "https://bakery.example/").await;
    let right = bed.now();
    bed.clock.set(right + WEEK * 500);
    assert_eq!(bed.scheduled().await, 1);
    bed.clock.set(right);
    assert_eq!(bed.scheduled().await, 0, "the next time is computed anew, and nothing is asked for");
    let next = bed.watch().await.0.unwrap() - right.as_microsecond();
    assert!(next > 0 && next <= WEEK.as_micros() as i64, "{next}");
    // Set back by a year it goes on as well.
    bed.clock.set(right - WEEK * 52);
    assert_eq!(bed.scheduled().await, 0);
    let next = bed.watch().await.0.unwrap() - bed.now().as_microsecond();
    assert!(next > 0 && next <= WEEK.as_micros() as i64, "{next}");
}

async fn calls_of_a_hook_make_one_audit_and_one_more_after_it(db: Db) {
    let pages = Site::new()
        .page("/robots.txt", Answer::text(""))
        .page_at_first(1, "/", Answer::html("<title>Home</title>").slow(Duration::from_secs(1)))
        .page("/", Answer::html("<title>Home</title>"));
    let site = pages.start().await.unwrap();
    let bed = Bed::of(db, &site.at("/")).await;
    let call = || {
        let call = Call { site: SITE.to_owned(), not_before: bed.now() };
        kept::deployed(&bed.db, &bed.random, bed.now(), call)
    };
    let first = call().await.unwrap();
    assert_eq!(call().await.unwrap(), first, "it did not begin yet: it sees this deploy too");
    let during = async {
        while bed.states().await != ["reading"] {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        let (one, two, three) = tokio::join!(call(), call(), call());
        let one = one.unwrap();
        assert_ne!(one, first);
        assert_eq!([two.unwrap(), three.unwrap()], [one.clone(), one.clone()]);
        one
    };
    let claim = store::queue::claim(&bed.db, &[kept::JOB], bed.now(), bed.shop.lease).await.unwrap().unwrap();
    let (done, follows) = tokio::join!(Box::pin(kept::work(&bed.shop, claim)), during);
    done.unwrap();
    let audits = bed.audits().await;
    assert_eq!(audits.len(), 2);
    assert!(audits.iter().any(|kept| kept.head.id == follows && kept.head.state == "waiting"), "{audits:?}");
    // It rests for a minute after the one before.
    bed.work().await;
    assert!(bed.states().await.contains(&"waiting".to_owned()));
    bed.later(SignedDuration::from_mins(1));
    bed.work().await;
    assert_eq!(bed.states().await, ["done", "done"]);
}

async fn an_audit_that_was_to_follow_a_stopped_one_comes_all_the_same(db: Db) {
    let bed = Bed::of(db, "https://bakery.example/").await;
    let running = bed.ask().await.id;
    let follow = running.clone() + "-next";
    let set = follow.clone();
    bed.db.write(move |tx| Box::pin(async move { people::watch::set_follow(tx, SITE, &set).await })).await.unwrap();
    kept::left_to_follow(&bed.db, bed.now()).await.unwrap();
    assert_eq!(bed.states().await, ["waiting"], "one is under way");
    kept::stop(&bed.db, bed.now(), &running).await.unwrap();
    bed.later(SignedDuration::from_secs(1));
    kept::left_to_follow(&bed.db, bed.now()).await.unwrap();
    assert_eq!(bed.states().await, ["waiting", "stopped"]);
    assert_eq!(bed.audits().await[0].head.id, follow);
    // Of a site in the bin nothing is asked for.
    kept::stop(&bed.db, bed.now(), &follow).await.unwrap();
    let more = bed.db.write(|tx| {
        Box::pin(async move {
            people::watch::set_follow(&mut *tx, SITE, "never").await?;
            sql!("for_tests/site_removed").bind(SITE).execute(tx).await
        })
    });
    more.await.unwrap();
    bed.later(WEEK * 2);
    kept::left_to_follow(&bed.db, bed.now()).await.unwrap();
    assert_eq!(bed.scheduled().await, 0);
    assert_eq!(bed.audits().await.len(), 2);
    // Nor of one in a workspace that lies there.
    let moved = bed.db.write(|tx| {
        Box::pin(async move {
            sql!("for_tests/site_restored").bind(SITE).execute(&mut *tx).await?;
            sql!("for_tests/workspace_removed").bind("room").execute(tx).await
        })
    });
    moved.await.unwrap();
    assert_eq!(bed.scheduled().await, 0);
    kept::left_to_follow(&bed.db, bed.now()).await.unwrap();
    assert_eq!(bed.audits().await.len(), 2);
}

async fn a_site_without_end_is_read_to_a_bound_and_says_so(db: Db) {
    // Each page leads on to three deeper ones that nobody saw before.
    let endless = Site::new()
        .page("/robots.txt", Answer::text(""))
        .page("/sitemap.xml", Answer::status(404))
        .page("*", Answer::html("<title>A page</title><a href=a/>a</a><a href=b/>b</a><a href=c/>c</a>"));
    let site = endless.start().await.unwrap();
    let mut bed = Bed::of(db, &site.at("/")).await;
    bed.shop.most_pages = 60;
    let audit = bed.ask().await.id;
    bed.work().await;
    let kept = bed.audits().await.remove(0);
    assert_eq!((kept.head.state.as_str(), kept.head.pages), ("done", 60), "{kept:?}");
    let result = kept::result(&bed.db, &audit).await.unwrap().unwrap();
    assert!(result.contains("an audit reads 60 pages at most"), "{result}");
    assert!(site.requests().len() < 1_000, "{}", site.requests().len());
}

async fn a_site_that_is_put_into_the_bin_is_read_no_further(db: Db) {
    const PAGES: usize = 400;
    let mut pages = Site::new().page("/robots.txt", Answer::text(""));
    for n in 0..PAGES {
        let (path, next) = (if n == 0 { "/".to_owned() } else { format!("/{n}") }, n + 1);
        let html = format!("<!doctype html><title>Page {n}</title><a href=/{next}>next</a>");
        pages = pages.page(&path, Answer::html(html).slow(Duration::from_millis(50)));
    }
    let site = pages.start().await.unwrap();
    let bed = Bed::of(db, &site.at("/")).await;
    bed.ask().await;
    let removed = async {
        while site.asked_for("/3") == 0 {
            tokio::task::yield_now().await;
        }
        let removed =
            bed.db.write(|tx| Box::pin(async move { sql!("for_tests/site_removed").bind(SITE).execute(tx).await }));
        removed.await.unwrap();
    };
    let both = Box::pin(async { tokio::join!(bed.work(), removed) });
    tokio::time::timeout(Duration::from_mins(1), both).await.expect("it stops");
    assert_eq!(bed.states().await, ["stopped"]);
    assert_eq!(site.asked_for(&format!("/{}", PAGES - 1)), 0);
}
