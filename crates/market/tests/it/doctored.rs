//! An account is looked at before a post of it fails.

use jiff::SignedDuration;
use market::Fault;
use market::account::{self, doctor};
use networks::publish::{Health, Topic};
use sandbox::social::{Fault as Wrong, Network};
use store::test_bed::on_both;

use crate::desk::House;

async fn found(house: &House, id: &str) -> Vec<(Topic, Health)> {
    let found = Box::pin(doctor(&house.desk, "w", id)).await.unwrap();
    assert!(found.iter().all(|it| (it.health == Health::Wrong) == it.remedy.is_some()), "{found:?}");
    found.iter().map(|it| (it.topic, it.health)).collect()
}

#[test]
fn what_is_well_is_told_and_what_nobody_says_is_not_called_well() {
    on_both(async |bed| {
        let house = House::of(bed).await;
        let well = |topic| (topic, Health::Fine);
        let mastodon = house.account(Network::Mastodon).await;
        let all = found(&house, &mastodon.id).await;
        assert_eq!((all[0], all[2]), (well(Topic::LetIn), well(Topic::Limits)));
        let bluesky = house.account(Network::Bluesky).await;
        assert_eq!(found(&house, &bluesky.id).await, [Topic::LetIn, Topic::Role, Topic::End].map(well));
        let instagram = house.account(Network::Instagram).await;
        assert_eq!(found(&house, &instagram.id).await, [Topic::LetIn, Topic::Quota, Topic::Media].map(well));
        let linkedin = house.account(Network::LinkedIn).await;
        assert_eq!(found(&house, &linkedin.id).await, [well(Topic::LetIn), (Topic::End, Health::Unknown)]);
        let telegram = house.account(Network::Telegram).await;
        assert_eq!(found(&house, &telegram.id).await, [(Topic::LetIn, Health::Unknown)]);
        let hand = account::by_hand(&house.desk, "w", "A", "reddit", "r/bread").await.unwrap();
        assert_eq!(found(&house, &hand.id).await, [well(Topic::LetIn)]);
    });
}

#[test]
fn one_that_is_not_let_in_any_more_is_told_with_what_to_do() {
    on_both(async |bed| {
        let house = House::of(bed).await;
        let account = house.account(Network::Mastodon).await;
        house.social.fault(Network::Mastodon, Wrong::Revoked);
        house.due(&[&account], "Revoked").await;
        house.until_over().await;
        let all = found(&house, &account.id).await;
        assert_eq!(all[0], (Topic::LetIn, Health::Wrong));
        let (now, id) = (house.desk.now(), account.id.clone());
        let gone =
            house.desk.db.write_or(move |tx| Box::pin(async move { account::disconnect(tx, "w", &id, now).await }));
        gone.await.unwrap();
        assert_eq!(found(&house, &account.id).await, [(Topic::LetIn, Health::Wrong)]);
    });
}

#[test]
fn a_token_that_is_over_is_renewed_for_the_look_and_anothers_account_is_none() {
    on_both(async |bed| {
        let house = House::of(bed).await;
        let account = house.account(Network::Bluesky).await;
        house.later(SignedDuration::from_hours(3)).await;
        assert_eq!(found(&house, &account.id).await[0], (Topic::LetIn, Health::Fine));
        let strange = Box::pin(doctor(&house.desk, "another", &account.id)).await;
        assert!(matches!(strange, Err(Fault::Unknown("account"))), "{strange:?}");
    });
}
