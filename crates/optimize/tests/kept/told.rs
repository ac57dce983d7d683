//! What an audit's end is told as.

use jiff::SignedDuration;
use optimize::kept;
use sandbox::{Answer, Site};
use store::{Db, sql};

use crate::bed::{Bed, SITE};

on_both!(
    an_audit_that_came_out_worse_is_told_once,
    a_site_that_is_down_is_told_after_the_second_time_and_told_when_it_is_back,
    an_address_that_never_worked_is_no_site_that_is_down,
    a_proof_that_is_gone_twice_is_lost,
);

fn good() -> Answer {
    Answer::html(
        "<!doctype html><html lang=en><head><title>Bread and cakes from Basel</title>\
         <meta property='og:title' content='Bread and cakes from Basel'>\
         <meta name=description content='We bake bread every morning and cakes to order, in the middle of Basel.'>\
         </head><body><p>Bread</p></body></html>",
    )
}

fn kinds(notices: &[(String, bool)]) -> Vec<&str> {
    notices.iter().map(|(kind, _)| kind.as_str()).collect()
}

async fn an_audit_that_came_out_worse_is_told_once(db: Db) {
    let broken = Answer::html("<!doctype html><html lang=en><head></head><body>Bread</body></html>");
    let pages = Site::new().page("/robots.txt", Answer::text("")).page_at_first(3, "/", good()).page("*", broken);
    let site = pages.start().await.unwrap();
    let bed = Bed::of(db, &site.at("/")).await;
    // The first has none before it.
    bed.ask().await;
    bed.work().await;
    let first = bed.audits().await.remove(0);
    assert!(bed.notices().await.is_empty());
    while bed.notices().await.is_empty() {
        bed.ask().await;
        bed.work().await;
        assert!(bed.audits().await.len() < 5, "{:?} after {first:?}", bed.audits().await);
    }
    bed.ask().await;
    bed.work().await;
    assert_eq!(bed.notices().await, [("audit_worse".to_owned(), false)], "as bad as before is no news");
}

async fn a_site_that_is_down_is_told_after_the_second_time_and_told_when_it_is_back(db: Db) {
    let pages = || Site::new().page("/robots.txt", Answer::text("")).page("/", good());
    let site = pages().start().await.unwrap();
    let address = site.address();
    let bed = Bed::of(db, &site.at("/")).await;
    bed.ask().await;
    bed.work().await;
    assert_eq!(bed.states().await, ["done"]);
    drop(site);
    bed.ask().await;
    bed.work().await;
    assert_eq!(bed.states().await, ["waiting", "failed", "done"], "it is looked at again in ten minutes");
    assert_eq!(bed.notices().await, [("audit_failed".to_owned(), false)]);
    bed.later(SignedDuration::from_mins(10));
    bed.work().await;
    assert_eq!(bed.notices().await, [("audit_failed".to_owned(), true), ("site_down".to_owned(), false)]);
    for _ in 0..3 {
        bed.ask().await;
        bed.work().await;
        let back = kept::back_again(&bed.db, &bed.random, bed.now(), &bed.shop.looker).await.unwrap();
        assert_eq!(back, 0);
    }
    assert_eq!(bed.notices().await.len(), 2, "one notice for what goes on");

    let again = loop {
        if let Ok(again) = pages().start_on(&address.to_string()).await {
            break again;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    };
    bed.later(SignedDuration::from_secs(1));
    assert_eq!(kept::back_again(&bed.db, &bed.random, bed.now(), &bed.shop.looker).await.unwrap(), 1);
    bed.work().await;
    let notices = bed.notices().await;
    assert_eq!(kinds(&notices), ["audit_failed", "site_down", "site_up"]);
    assert!(notices[1].1, "it is over: {notices:?}");
    drop(again);
}

async fn an_address_that_never_worked_is_no_site_that_is_down(db: Db) {
    let site = Site::new().start().await.unwrap();
    let address = site.at("/");
    drop(site);
    let bed = Bed::of(db, &address).await;
    for _ in 0..3 {
        bed.ask().await;
        bed.work().await;
    }
    assert_eq!(bed.states().await, ["failed", "failed", "failed"]);
    assert_eq!(bed.notices().await, [("audit_failed".to_owned(), false)]);
}

async fn a_proof_that_is_gone_twice_is_lost(db: Db) {
    let file = format!("/.well-known/tidings-{SITE}.txt");
    let pages = Site::new().page("/robots.txt", Answer::text("")).page("/", good()).page_at_first(
        1,
        &file,
        Answer::text(format!("  {SITE}\n")),
    );
    let site = pages.start().await.unwrap();
    let bed = Bed::of(db, &site.at("/")).await;
    bed.db
        .write(|tx| Box::pin(async move { sql!("for_tests/proof").bind(SITE).bind("file").execute(tx).await }))
        .await
        .unwrap();
    for proof in [Some("file"), Some("file"), None] {
        bed.ask().await;
        bed.work().await;
        assert_eq!(bed.watch().await.1.as_deref(), proof);
    }
    assert_eq!(kinds(&bed.notices().await), ["proof_lost"]);
    assert_eq!(site.asked_for(&file), 3);
}
