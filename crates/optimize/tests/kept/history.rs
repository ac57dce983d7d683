//! How one page stood in the audits of its site.

use std::fs;

use optimize::kept::{self, Was, folder_of};
use optimize::report::sheet::Found;
use sandbox::{Answer, Site};
use store::Db;

use crate::bed::{Bed, SITE};

on_both!(a_page_is_followed_through_the_audits);

async fn a_page_is_followed_through_the_audits(db: Db) {
    let home = "<html lang=en><title>Home</title><a href=/bread>Bread</a>";
    let mended = "<html lang=en><title>Rye with walnuts</title><meta name=description content='Baked at night, sold in the \
                  morning, eaten by noon: our rye bread with walnuts from the valley.'>";
    let pages = Site::new()
        .page("/robots.txt", Answer::text(""))
        .page("/", Answer::html(home))
        // Read by one audit as it was, by the next as it is.
        .page_at_first(1, "/bread", Answer::html("<html lang=en><title>Rye with walnuts</title>"))
        .page("/bread", Answer::html(mended));
    let site = pages.start().await.unwrap();
    let bed = Bed::of(db, &site.at("/")).await;
    let mut ids = Vec::new();
    for _ in 0..3 {
        ids.push(bed.ask().await.id);
        bed.work().await;
    }
    let failed = bed.ask().await.id;
    kept::stop(&bed.db, bed.now(), &failed).await.unwrap();
    fs::remove_dir_all(folder_of(bed.data.path(), &ids[1])).unwrap();
    let audits = kept::with_sums(&bed.db, SITE, kept::FROM_THE_NEWEST, 10).await.unwrap();
    assert_eq!(audits.len(), 3, "the stopped one has none");
    let address = site.at("/bread").parse().unwrap();
    let stood = kept::history(bed.data.path(), audits.clone(), &address).unwrap();
    let (newest, oldest) = (&stood[0], &stood[2]);
    let Was::There(now) = &newest.page else { panic!("{newest:?}") };
    let Was::There(then) = &oldest.page else { panic!("{oldest:?}") };
    assert_eq!(stood[1].page, Was::ClearedAway);
    assert_eq!(now.title, "Rye with walnuts");
    let has = |rules: &[Found], id: &str| rules.iter().any(|found| found.rule == id);
    assert!(has(&then.rules, "description-missing") && !has(&now.rules, "description-missing"), "{now:?}");
    // Compared with the last one that still tells of the page.
    assert!(
        has(&newest.gone, "description-missing") && newest.gone.iter().all(|gone| then.rules.contains(gone)),
        "{newest:?}"
    );
    assert!(oldest.gone.is_empty() && oldest.fresh.is_empty());
    let nowhere = site.at("/cake").parse().unwrap();
    let stood = kept::history(bed.data.path(), audits, &nowhere).unwrap();
    let was: Vec<Was> = stood.into_iter().map(|stood| stood.page).collect();
    assert_eq!(was, [Was::Missing, Was::ClearedAway, Was::Missing]);
}
