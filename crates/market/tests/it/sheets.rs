//! Posts as sheets: each faulty line is told, a whole sheet comes in, and a written one is read again.

use std::collections::HashMap;
use std::sync::Arc;

use ledger::link::{By, Ground};
use market::account;
use market::deliver::Delivery;
use market::post::sheet::{self, Ended, Wrong};
use market::post::{self};
use sandbox::social::Network;
use store::test_bed::on_both;

use crate::desk::House;

/// Brings a sheet in, or tries it: how many posts, or what is told of which line.
async fn brings(house: &House, text: &str, trial: bool) -> Result<usize, Vec<Wrong>> {
    let rows = sheet::read(text.as_bytes()).unwrap();
    let accounts = account::of_workspace(&house.desk.db, "w").await.unwrap();
    let (random, now) = (Arc::clone(&house.desk.random), house.desk.now());
    let brought = house.desk.db.write_or(move |tx| {
        Box::pin(async move {
            let (by, site) = (By { site: "s".into(), name: "A".into() }, "https://bakery.example/".parse().unwrap());
            let ground = Ground { site: &site, house: &[], is_public: networks::http::is_public };
            let around = sheet::Around { accounts: &accounts, zone: "Europe/Berlin", ground: &ground, person: "p" };
            sheet::bring_in(tx, &*random, now, ("w", &by), &rows, &around, trial).await
        })
    });
    match brought.await {
        Ok(many) => Ok(many),
        Err(Ended::Told(wrong)) => Err(wrong),
        Err(Ended::Fault(fault)) => panic!("{fault}"),
    }
}

async fn all(house: &House) -> Vec<post::Post> {
    let mut posts = post::of_site(&house.desk.db, "s", (i64::MIN, i64::MAX), false, 99).await.unwrap();
    posts.extend(post::of_site(&house.desk.db, "s", (0, 0), true, 99).await.unwrap());
    posts
}

#[test]
fn each_faulty_line_of_a_sheet_is_named_with_its_fault_and_nothing_is_kept() {
    on_both(async |bed| {
        let house = House::of(bed).await;
        account::by_hand(&house.desk, "w", "A", "reddit", "r/bread").await.unwrap();
        let sheet = "when;zone;text;accounts\n\
            2026-11-28 09:00;;Good;r/bread\n\
            2026-11-20T09:00;;Late;r/bread\n\
            2026-11-28T10:00;;Lost;@nobody\n\
            2026-11-28T09:00;;Good;R/Bread\n\
            soon;;Soon;r/bread\n\
            2026-11-28T11:00;Mars/Base;Far;r/bread\n\
            2026-11-28T12:00;;;r/bread\n\
            2026-11-28T13:00;;Nowhere;\n";
        let wrong = brings(&house, sheet, false).await.unwrap_err();
        let told: Vec<(u64, &str)> = wrong.iter().map(|it| (it.line, &*it.says)).collect();
        for (told, (line, says)) in told.iter().zip([
            (3, "is over: choose a later time"),
            (4, "there is no account @nobody: there are r/bread"),
            (5, "the same as line 2, for the same time"),
            (6, "`soon` is no time on a wall"),
            (7, "`Mars/Base` is no time zone"),
            (8, "says nothing"),
            (9, "goes nowhere yet"),
        ]) {
            assert!(told.0 == line && told.1.contains(says), "{told:?} is not {line}: {says}");
        }
        assert_eq!(told.len(), 7);
        assert_eq!(all(&house).await, []);
    });
}

#[test]
fn a_sheet_is_tried_brought_in_once_and_written_as_it_is_read() {
    on_both(async |bed| {
        let house = House::of(bed).await;
        let sky = house.account(Network::Bluesky).await;
        account::by_hand(&house.desk, "w", "A", "reddit", "r/bread").await.unwrap();
        let sheet = format!(
            "text,page,when,accounts,campaign,zone\n\
            \"Rye, \n and more\",https://bakery.example/rye,2026-11-28T09:00,\"bluesky: {}; r/bread\",winter,\n\
            '@ada says it: bread,,,r/bread,,UTC\n",
            sky.name
        );
        assert_eq!(brings(&house, &sheet, true).await, Err(vec![]));
        assert_eq!(all(&house).await, []);
        assert_eq!(brings(&house, &sheet, false).await, Ok(2));
        let posts = all(&house).await;
        let texts: Vec<&str> = posts.iter().map(|post| &*post.text).collect();
        assert_eq!(texts, ["Rye, \n and more", "@ada says it: bread"]);
        assert_eq!((&*posts[0].zone, &*posts[1].zone), ("Europe/Berlin", "UTC"));
        let ids: Vec<&str> = posts.iter().map(|post| &*post.id).collect();
        let deliveries = post::deliveries_of(&house.desk.db, &ids).await.unwrap();
        assert_eq!(deliveries.iter().filter(|it| it.code.is_some()).count(), 2, "each of the planned has its own link");
        // Handed in again, every line is there already; and what is written is read as the same.
        let again = brings(&house, &sheet, false).await.unwrap_err();
        assert!(again.len() == 2 && again.iter().all(|it| it.says.contains("is here already")), "{again:?}");
        let accounts = account::of_workspace(&house.desk.db, "w").await.unwrap();
        let known: HashMap<&str, &account::Account> = accounts.iter().map(|it| (&*it.id, it)).collect();
        let mut written = sheet::head();
        for post in &posts {
            let its: Vec<&Delivery> = deliveries.iter().filter(|it| it.post == post.id).collect();
            written.extend(sheet::written(post, &its, &known));
        }
        let rows = sheet::read(&*written).unwrap();
        let told: Vec<_> = rows.iter().map(|row| (&*row.text, row.wall.as_deref(), row.accounts.len())).collect();
        assert_eq!(told, [("Rye, \n and more", Some("2026-11-28T09:00"), 2), ("@ada says it: bread", None, 1)]);
    });
}

#[test]
fn a_sheet_with_other_columns_or_too_many_lines_is_refused_as_a_whole() {
    let told = |text: &str| sheet::read(text.as_bytes()).unwrap_err().to_string();
    assert!(told("text,goal\nRye,1\n").contains("no column \"goal\""));
    assert!(told("when,accounts\n").contains("the column text is missing"));
    let long = "text\n".to_owned() + &"Rye\n".repeat(sheet::MOST + 1);
    assert!(told(&long).contains("at most 1000 posts"));
}
