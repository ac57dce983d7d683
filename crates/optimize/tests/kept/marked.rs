//! What an audit sees gone is marked with its end.

use ledger::mark;
use sandbox::{Answer, Site};
use store::Db;

use crate::bed::{Bed, SITE};

on_both!(an_audit_that_sees_findings_gone_writes_a_mark_once);

async fn an_audit_that_sees_findings_gone_writes_a_mark_once(db: Db) {
    let mended = "<html lang=en><title>Rye with walnuts</title><meta name=description content='Baked at night, sold in the \
                  morning, eaten by noon: our rye bread with walnuts from the valley.'>";
    let pages = Site::new()
        .page("/robots.txt", Answer::text(""))
        .page("/", Answer::html("<html lang=en><title>Home</title><a href=/bread>Bread</a>"))
        .page_at_first(1, "/bread", Answer::html("<html lang=en><title>Rye with walnuts</title>"))
        .page("/bread", Answer::html(mended));
    let site = pages.start().await.unwrap();
    let bed = Bed::of(db, &site.at("/")).await;
    let mut ids = Vec::new();
    for _ in 0..3 {
        ids.push(bed.ask().await.id);
        bed.work().await;
    }
    let marks = mark::of_site(&bed.db, SITE, (i64::MIN, i64::MAX)).await.unwrap();
    assert_eq!(marks.len(), 1, "{marks:?}");
    assert_eq!((marks[0].audit.as_ref(), &*marks[0].kind, marks[0].pages), (Some(&ids[1]), "mended", Some(1)));
    assert!(marks[0].findings >= Some(1) && marks[0].says.contains("gone"), "{marks:?}");
}
