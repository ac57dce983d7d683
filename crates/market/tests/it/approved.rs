//! A yes before anything goes out: for the very post, in time, and from whoever was asked.

use std::sync::Arc;

use jiff::SignedDuration;
use market::approval::{self, Link, Rule, Said, Stands};
use market::deliver::{self, Answer, State};
use market::missed::{Missed, Otherwise};
use market::post::{self, New, Post, Variant, When, version};
use market::{Fault, account, missed};
use sandbox::social::Network;
use store::Sql;
use store::test_bed::on_both;

use crate::desk::{House, by};

impl House {
    async fn wants_a_yes(&self, rule: Rule<'static>) {
        let now = self.desk.now();
        let kept = self.desk.db.write(move |tx| Box::pin(async move { approval::keep(tx, now, "w", rule).await }));
        kept.await.unwrap();
    }

    async fn stands(&self, post: &Post) -> Stands {
        let now = post::by_id(&self.desk.db, "s", &post.id).await.unwrap();
        approval::of_post(&self.desk.db, &now, &|id| id.to_owned()).await.unwrap()
    }

    async fn says(&self, post: &Post, version: i64, yes: bool) -> Result<(), Fault> {
        let (now, id) = (self.desk.now(), post.id.clone());
        let said = Said { yes, remark: (!yes).then(|| "Too warm.".to_owned()), by: "Ada".to_owned() };
        let kept = self.desk.db.write_or(move |tx| {
            Box::pin(async move { approval::answer(tx, now, ("s", &id), version, &said).await.map(drop) })
        });
        kept.await
    }

    async fn writes(&self, post: &Post, text: &str) {
        let now = post::by_id(&self.desk.db, "s", &post.id).await.unwrap();
        let accounts = post::deliveries_of(&self.desk.db, &[&post.id]).await.unwrap().into_iter();
        let new = New {
            text: text.to_owned(),
            page: now.page.clone(),
            card: now.card(),
            zone: now.zone.clone(),
            accounts: accounts.map(|it| Variant { account: it.account, text: it.text, bare: false }).collect(),
            ..New::default()
        };
        let (random, at) = (Arc::clone(&self.desk.random), self.desk.now());
        let changed = self.desk.db.write_or(move |tx| {
            Box::pin(async move {
                post::change(tx, &*random, at, ("w", "s", "B"), (&now.id, now.version), &new).await.map(drop)
            })
        });
        changed.await.unwrap();
    }

    /// Kinds of notices that are open.
    async fn open(&self) -> Vec<String> {
        Sql::new("open", "SELECT kind FROM notice WHERE over_at IS NULL ORDER BY id")
            .fetch_all(&self.desk.db)
            .await
            .unwrap()
    }
}

#[test]
fn nothing_leaves_before_somebody_said_yes_and_then_it_leaves_at_once() {
    on_both(async |bed| {
        let house = House::of(bed).await;
        house.wants_a_yes(Rule::Workspace(true)).await;
        let (bluesky, hand) = (
            house.account(Network::Bluesky).await,
            account::by_hand(&house.desk, "w", "A", "reddit", "r/bread").await.unwrap(),
        );
        let post = house.due(&[&bluesky, &hand], "Rye").await;
        assert_eq!(house.open().await, ["post_approval"]);
        assert_eq!(approval::waiting(&house.desk.db, &[&*post.id, "none"]).await.unwrap(), [&*post.id]);
        house.work().await;
        for (state, says) in house.states(&post).await {
            assert_eq!((state, says.as_deref()), (State::Planned, Some("it waits until somebody says yes to it")));
        }
        assert_eq!(house.social.count(Network::Bluesky), 0);

        let stands = house.stands(&post).await;
        assert!(stands.wanted && stands.said.is_none() && stands.agreed.is_none() && stands.changes.is_empty());
        house.later(SignedDuration::from_mins(30)).await;
        house.says(&post, stands.version, true).await.unwrap();
        assert_eq!(house.open().await, ["post_approved"]);
        assert_eq!(house.work().await, 2);
        let mut states: Vec<State> = house.states(&post).await.into_iter().map(|(state, _)| state).collect();
        states.sort_by_key(|state| state.name());
        assert_eq!(states, [State::Live, State::Waiting]);
        assert_eq!(house.social.count(Network::Bluesky), 1);
    });
}

#[test]
fn a_change_takes_the_yes_back_and_tells_what_is_different() {
    on_both(async |bed| {
        let house = House::of(bed).await;
        house.wants_a_yes(Rule::Workspace(true)).await;
        let account = house.account(Network::Bluesky).await;
        let post = house.due(&[&account], "Rye today").await;
        let first = house.stands(&post).await;
        house.says(&post, first.version, true).await.unwrap();
        house.writes(&post, "Rye tomorrow").await;
        assert_eq!(house.open().await, ["post_approval"]);
        house.work().await;
        assert_eq!(house.social.count(Network::Bluesky), 0, "the yes was for other words");
        assert!(matches!(house.says(&post, first.version, true).await, Err(Fault::Changed("post"))));
        let second = house.stands(&post).await;
        assert_eq!((second.said, second.agreed), (None, Some(first.version)));
        assert_eq!(second.changes.len(), 1, "{:?}", second.changes);
        assert_eq!(second.changes[0].says, "The text was changed");
        // Written back as it was it is a version of its own.
        house.writes(&post, "Rye today").await;
        house.work().await;
        assert_eq!(house.social.count(Network::Bluesky), 0);
        let third = house.stands(&post).await;
        assert!(third.said.is_none() && third.changes.is_empty(), "{third:?}");
        house.says(&post, third.version, true).await.unwrap();
        // What changes nothing of what goes out takes nothing back.
        house.writes(&post, "Rye today").await;
        house.work().await;
        assert_eq!(house.states(&post).await, vec![(State::Live, None)]);
        assert!(house.social.posts(Network::Bluesky)[0].text.starts_with("Rye today"));
        let all = version::of_post(&house.desk.db, &post.id).await.unwrap();
        let kept: Vec<(String, String, Option<bool>)> =
            all.into_iter().rev().map(|it| (it.made_by.clone(), it.what().text, it.is_yes())).collect();
        let version = |who: &str, text: &str, yes| (who.to_owned(), text.to_owned(), yes);
        assert_eq!(
            kept,
            [
                version("A", "Rye today", None),
                version("A", "Rye today", Some(true)),
                version("B", "Rye tomorrow", None),
                version("B", "Rye today", Some(true)),
            ],
            "written, planned, changed, and changed back"
        );
    });
}

#[test]
fn another_time_wants_another_yes() {
    on_both(async |bed| {
        let house = House::of(bed).await;
        house.wants_a_yes(Rule::Site("s", Some(true))).await;
        let account = house.account(Network::Bluesky).await;
        let post = house.due(&[&account], "Rye").await;
        let first = house.stands(&post).await;
        house.says(&post, first.version, true).await.unwrap();
        let (now, id, version) = (house.desk.now(), post.id.clone(), post.version);
        let when = When::of("2026-11-26T13:30", "Europe/Berlin").unwrap();
        let moved = house
            .desk
            .db
            .write_or(move |tx| Box::pin(async move { post::move_to(tx, now, &by(), (&id, version), &when).await }));
        moved.await.unwrap();
        house.later(SignedDuration::from_mins(31)).await;
        house.work().await;
        assert_eq!(house.social.count(Network::Bluesky), 0);
        let says = house.stands(&post).await.changes.remove(0).says;
        assert!(says.starts_with("It goes out on 26 November 2026 at 13:30 (Europe/Berlin), not on"), "{says}");
    });
}

#[test]
fn a_slot_that_passes_while_it_waits_is_as_the_workspace_has_it_with_those_that_were_missed() {
    on_both(async |bed| {
        let house = House::of(bed).await;
        house.wants_a_yes(Rule::Workspace(true)).await;
        let account = house.account(Network::Bluesky).await;
        let post = house.due(&[&account], "Rye").await;
        house.work().await;
        house.later(SignedDuration::from_mins(121)).await;
        house.work().await;
        let [(State::Person, Some(says))] = &house.states(&post).await[..] else {
            panic!("{:?}", house.states(&post).await)
        };
        assert!(says.contains("its time passed while it waited for a yes"), "{says}");
        // Sending it now is no yes.
        let it = post::deliveries_of(&house.desk.db, &[&post.id]).await.unwrap().remove(0);
        let (now, id) = (house.desk.now(), it.id.clone());
        let sent = house
            .desk
            .db
            .write_or(move |tx| Box::pin(async move { deliver::answer(tx, now, ("s", &id), &Answer::Send).await }));
        sent.await.unwrap();
        house.work().await;
        assert_eq!(house.social.count(Network::Bluesky), 0);
        let version = house.stands(&post).await.version;
        house.says(&post, version, true).await.unwrap();
        house.work().await;
        assert_eq!(house.states(&post).await, vec![(State::Live, None)]);

        let skips = Missed { within_minutes: 0, otherwise: Otherwise::Skip };
        house.desk.db.write_or(move |tx| Box::pin(async move { missed::keep(tx, "w", skips).await })).await.unwrap();
        let late = house.due(&[&account], "Late").await;
        house.work().await;
        house.later(SignedDuration::from_mins(6)).await;
        house.work().await;
        assert_eq!(house.states(&late).await[0].0, State::Skipped);
    });
}

#[test]
fn a_no_stands_with_its_remark_and_a_rule_that_is_taken_back_lets_go_what_waits() {
    on_both(async |bed| {
        let house = House::of(bed).await;
        house.wants_a_yes(Rule::Workspace(true)).await;
        let account = house.account(Network::Mastodon).await;
        let post = house.due(&[&account], "Rye").await;
        let version = house.stands(&post).await.version;
        house.says(&post, version, false).await.unwrap();
        assert_eq!(house.open().await, ["post_not_approved"]);
        house.work().await;
        assert_eq!(house.open().await, ["post_not_approved"], "nobody is asked for the same again");
        let said = house.stands(&post).await.said.unwrap();
        assert_eq!((said.is_yes(), said.remark.as_deref()), (Some(false), Some("Too warm.")));
        assert_eq!((said.answered_by.as_deref(), house.social.count(Network::Mastodon)), (Some("Ada"), 0));
        // The site says otherwise than its workspace.
        house.wants_a_yes(Rule::Site("s", Some(false))).await;
        house.work().await;
        assert_eq!(house.states(&post).await, vec![(State::Live, None)]);
    });
}

#[test]
fn whoever_dies_between_the_yes_and_the_post_leaves_one_post_and_nothing_leaves_without_it() {
    on_both(async |bed| {
        let house = House::of(bed).await;
        house.wants_a_yes(Rule::Workspace(true)).await;
        let account = house.account(Network::Bluesky).await;
        for steps in 0..24 {
            let post = house.due(&[&account], &format!("Loaf {steps}")).await;
            house.dies_after(steps).await;
            assert_eq!(house.social.count(Network::Bluesky), steps);
            house.later(SignedDuration::from_mins(6)).await;
            let version = house.stands(&post).await.version;
            house.says(&post, version, true).await.unwrap();
            house.dies_after(steps).await;
            house.later(SignedDuration::from_mins(6)).await;
            house.until_over().await;
            assert_eq!(house.states(&post).await, vec![(State::Live, None)], "{steps}");
            assert_eq!(house.social.count(Network::Bluesky), steps + 1);
        }
    });
}

#[test]
fn a_link_shows_the_post_as_each_network_will_and_what_is_changed() {
    on_both(async |bed| {
        let house = House::of(bed).await;
        let (bluesky, mastodon) = (house.account(Network::Bluesky).await, house.account(Network::Mastodon).await);
        let post = house.due(&[&bluesky, &mastodon], "Rye today").await;
        let stands = house.stands(&post).await;
        let link = Link::of(("s", &post.id), stands.version, "Ada", house.desk.now(), 14);
        let opened = approval::open(&house.desk.db, &link).await.unwrap();
        assert_eq!((opened.shown.len(), &*opened.site_name, opened.stands.version), (2, "S", link.version));
        for shown in &opened.shown {
            assert!(shown.text.starts_with("Rye today\n\nhttps://bakery.example/rye?e="), "{shown:?}");
            let card = shown.card.as_ref().unwrap();
            assert_eq!(card.title.as_ref().unwrap().text, "Rye");
            assert!(shown.card_picture.is_some(), "{shown:?}");
        }
        house.writes(&post, "Rye tomorrow").await;
        assert_ne!(approval::open(&house.desk.db, &link).await.unwrap().stands.version, link.version);
        let other = Link { site: "another".to_owned(), ..link };
        assert!(matches!(approval::open(&house.desk.db, &other).await, Err(Fault::Unknown("post"))));
    });
}
