//! Minted, looked for, switched off and known.

use std::net::IpAddr;
use std::sync::{Arc, Mutex};

use domain::{Activity, Code, Random, SystemRandom, Token};
use jiff::Timestamp;
use ledger::known::Led;
use ledger::link::{self, By, Change, Form, Ground, Link, New, Target};
use ledger::{Fault, Known};
use store::test_bed::{Bed, on_both};
use store::{Db, Sql};
use url::Url;

const SITE: &str = "https://bakery.example/";

fn now() -> Timestamp {
    "2026-11-26T08:00:00Z".parse().unwrap()
}

fn by(site: &str) -> By {
    By { site: site.to_owned(), name: "Ada".to_owned() }
}

/// A workspace with two sites, `a` and `b`.
async fn sites(bed: &Bed) -> Db {
    let made = bed.db.write(|tx| {
        Box::pin(async move {
            let room = "INSERT INTO workspace (id, name, sandbox, created_at) VALUES ('w', 'W', FALSE, 0)";
            Sql::new("room", room).execute(&mut *tx).await?;
            for site in ["a", "b"] {
                let add = "INSERT INTO site (id, workspace, address, name, created_at) VALUES ($1, 'w', $2, 'S', 0)";
                Sql::new("site", add).bind(site).bind(format!("https://{site}.example/")).execute(&mut *tx).await?;
            }
            Ok(())
        })
    });
    made.await.unwrap();
    bed.db.clone()
}

fn new(target: &str) -> New {
    let site = Url::parse(SITE).unwrap();
    let is_public = |_: IpAddr| false;
    New {
        target: Target::of(target, &Ground { site: &site, house: &[], is_public }).unwrap(),
        activity: Activity::Post,
        network: Some("bluesky".into()),
        placement: None,
        campaign: Some("Spring 50 %".into()),
        parent: None,
        form: Form::Page,
        note: None,
        expires: None,
    }
}

async fn mint_with(db: &Db, random: Arc<dyn Random>, site: &str, new: Vec<New>) -> Result<Vec<Link>, Fault> {
    let by = by(site);
    db.write_or(move |tx| Box::pin(async move { link::mint_all(tx, &*random, now(), &by, &new).await })).await
}

async fn mint(db: &Db, site: &str, new: New) -> Result<Link, Fault> {
    Ok(mint_with(db, Arc::new(SystemRandom), site, vec![new]).await?.remove(0))
}

#[test]
fn a_link_is_minted_found_and_changed() {
    on_both(async |bed| {
        let db = sites(bed).await;
        let made = mint(&db, "a", new("/bread?x=1#top")).await.unwrap();
        assert_eq!(link::by_code(&db, "a", &made.code.to_uppercase()).await.unwrap(), made);
        assert_eq!(made.address(None), format!("https://bakery.example/bread?x=1&e={}#top", made.code));
        // Of another site it is as good as none.
        assert!(matches!(link::by_code(&db, "b", &made.code).await, Err(Fault::Unknown("link"))));
        let child = New { parent: Some(made.code.parse().unwrap()), ..new("/") };
        assert!(matches!(mint(&db, "b", child.clone()).await, Err(Fault::Wrong { code: "parent_unknown", .. })));
        assert_eq!(mint(&db, "a", child).await.unwrap().parent, Some(made.code.clone()));
        let silent = New { activity: Activity::Mending, ..new("/") };
        assert!(matches!(mint(&db, "a", silent).await, Err(Fault::Wrong { code: "activity_without_link", .. })));

        let (code, later) = (made.code.clone(), now() + jiff::SignedDuration::from_hours(1));
        let change = Change { note: Some(" for Ada ".into()), expires: Some(later) };
        let changed = db.write_or(move |tx| Box::pin(async move { link::change(tx, "a", &code, change).await }));
        let changed = changed.await.unwrap();
        assert_eq!((changed.note.as_deref(), changed.expires_at), (Some("for Ada"), Some(later.as_microsecond())));
    });
}

#[test]
fn a_list_goes_on_behind_its_last_link_and_is_searched() {
    on_both(async |bed| {
        let db = sites(bed).await;
        let many = (0..25).map(|n| new(&format!("/Page-{n}"))).collect();
        mint_with(&db, Arc::new(SystemRandom), "a", many).await.unwrap();
        let mut seen = Vec::new();
        let mut behind = (i64::MAX, String::new());
        loop {
            let page = link::of_site(&db, "a", "", (behind.0, &behind.1), 10).await.unwrap();
            let Some(last) = page.last() else { break };
            behind = (last.made_at, last.code.clone());
            seen.extend(page.into_iter().map(|link| link.code));
        }
        let found = seen.len();
        seen.sort_unstable();
        seen.dedup();
        assert_eq!((found, seen.len()), (25, 25));
        for (search, many) in [("page-7", 1), ("PAGE-2", 6), ("50 %", 25), ("5_%", 0), (&*seen[3], 1), ("other", 0)] {
            let found = link::of_site(&db, "a", search, (i64::MAX, ""), 100).await.unwrap();
            assert_eq!(found.len(), many, "{search}");
        }
        assert!(link::of_site(&db, "b", "", (i64::MAX, ""), 100).await.unwrap().is_empty());
    });
}

/// Bytes that look random, and are the same at each start.
#[derive(Debug, Default)]
struct Drawn(Mutex<u64>);

impl Random for Drawn {
    fn fill(&self, bytes: &mut [u8]) {
        let mut state = self.0.lock().unwrap();
        for byte in bytes {
            *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            *byte = (*state >> 56) as u8;
        }
    }
}

#[test]
fn a_code_that_is_taken_is_drawn_again() {
    on_both(async |bed| {
        let db = sites(bed).await;
        // Both draw the same, so the second draws the codes of the first again.
        let first = mint_with(&db, Arc::new(Drawn::default()), "a", vec![new("/1"), new("/2")]).await.unwrap();
        let second = mint_with(&db, Arc::new(Drawn::default()), "b", vec![new("/3"), new("/4")]).await.unwrap();
        let mut codes: Vec<&str> = first.iter().chain(&second).map(|link| &*link.code).collect();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), 4);
        for link in first.iter().chain(&second) {
            assert_eq!(&link::by_code(&db, &link.site, &link.code).await.unwrap(), link);
        }
    });
}

#[test]
fn a_share_bar_has_one_link_for_each_network_and_place_however_many_ask_at_once() {
    on_both(async |bed| {
        let db = sites(bed).await;
        let bar = |network: &'static str, placement: &'static str| {
            let home = Url::parse(SITE).unwrap();
            db.write_or(move |tx| {
                Box::pin(
                    async move { link::for_bar(tx, &SystemRandom, now(), &by("a"), &home, network, placement).await },
                )
            })
        };
        let (one, two, three) = tokio::join!(bar("x", ""), bar("x", ""), bar("x", ""));
        let codes = [one, two, three].map(|link| link.unwrap().code);
        assert!(codes.iter().all(|code| *code == codes[0]), "{codes:?}");
        let (side, other) = (bar("x", "side").await.unwrap(), bar("bluesky", "").await.unwrap());
        assert!(side.code != codes[0] && other.code != codes[0] && side.code != other.code);
        assert_eq!((side.activity.as_str(), side.placement.as_deref()), ("share_button", Some("side")));
    });
}

#[test]
fn a_change_of_any_process_is_known_at_the_next_look() {
    on_both(async |bed| {
        let db = sites(bed).await;
        let known = Known::default();
        let token = |link: &Link| Token::from(link.code.parse::<Code>().unwrap());
        let first = mint(&db, "a", new("/1")).await.unwrap();
        known.refresh(&db).await.unwrap();
        let led = |link: &Link| known.lead(&token(link), None, now());
        assert!(matches!(led(&first), Led::To(to, home) if to == first.address(None) && home.site == "a"));
        let second = mint(&db, "b", New { expires: Some(now()), ..new("/2") }).await.unwrap();
        assert_eq!(led(&second), Led::Unknown);
        known.refresh(&db).await.unwrap();
        assert!(matches!(led(&second), Led::Over(home) if home.address == "https://b.example/"));

        for (off, code) in [(true, first.code.clone()), (false, first.code.clone())] {
            let changed = db.write_or(move |tx| {
                Box::pin(async move {
                    if off { link::withdraw(tx, now(), "a", &code).await } else { link::restore(tx, "a", &code).await }
                })
            });
            assert_eq!(changed.await.unwrap().withdrawn_at.is_some(), off);
            known.refresh(&db).await.unwrap();
            assert_eq!(matches!(led(&first), Led::Over(_)), off);
        }
        // Gone with its site.
        let gone = Sql::new("gone", "DELETE FROM site WHERE id = 'a'");
        db.write(|tx| Box::pin(async move { gone.execute(tx).await })).await.unwrap();
        let fresh = Known::default();
        fresh.refresh(&db).await.unwrap();
        assert_eq!((fresh.lead(&token(&first), None, now()), fresh.len()), (Led::Unknown, 1));
    });
}

#[test]
fn of_a_hundred_thousand_links_none_is_missing() {
    on_both(async |bed| {
        let db = sites(bed).await;
        let many: Vec<New> = (0..100_000).map(|n| new(&format!("/{n}"))).collect();
        let minted = mint_with(&db, Arc::new(SystemRandom), "a", many).await.unwrap();
        assert_eq!(minted.len(), 100_000);
        let known = Known::default();
        known.refresh(&db).await.unwrap();
        assert_eq!(known.len(), 100_000);
        for link in minted.iter().step_by(997) {
            let led = known.lead(&Token::from(link.code.parse::<Code>().unwrap()), None, now());
            assert!(matches!(led, Led::To(to, _) if to == link.address(None)));
        }
    });
}
