//! Tokens that end, are revoked, or are renewed by two at once.

use jiff::SignedDuration;
use market::account::{self, Renewal, renew};
use market::deliver::State;
use sandbox::social::{Fault, Network, Step};
use store::test_bed::on_both;

use crate::desk::House;

#[test]
fn a_token_that_ended_is_renewed_and_the_post_goes_out_once() {
    on_both(async |bed| {
        let house = House::of(bed).await;
        let account = house.account(Network::Bluesky).await;
        house.social.fault(Network::Bluesky, Fault::Expired);
        let post = house.due(&[&account], "After the token").await;
        house.until_over().await;
        assert_eq!(house.states(&post).await, vec![(State::Live, None)]);
        assert_eq!(house.social.published(Network::Bluesky), 1);
    });
}

#[test]
fn one_that_is_revoked_leaves_the_account_ill_and_the_post_to_a_person_until_it_is_connected_anew() {
    on_both(async |bed| {
        let house = House::of(bed).await;
        let account = house.account(Network::Mastodon).await;
        house.social.fault(Network::Mastodon, Fault::Revoked);
        let post = house.due(&[&account], "Revoked").await;
        house.until_over().await;
        let [(State::Person, Some(says))] = &house.states(&post).await[..] else {
            panic!("{:?}", house.states(&post).await)
        };
        assert!(says.contains("does not take the token any more"), "{says}");
        let ill = account::by_id(&house.desk.db, "w", &account.id).await.unwrap();
        assert_eq!(ill.stands(), account::Stands::Ill);
        assert_eq!(house.social.count(Network::Mastodon), 0);
    });
}

#[test]
fn of_two_who_renew_at_once_one_asks_and_both_have_a_good_token() {
    on_both(async |bed| {
        let house = House::of(bed).await;
        let account = house.account(Network::Bluesky).await;
        house.later(SignedDuration::from_mins(99)).await;
        let (one, other) = tokio::join!(renew(&house.desk, &account.id, None), renew(&house.desk, &account.id, None));
        let good = [one.unwrap(), other.unwrap()].iter().filter(|it| matches!(it, Renewal::Good(_))).count();
        assert!(good >= 1);
        let renewals = house.social.asked().iter().filter(|it| it.path.ends_with("refreshSession")).count();
        assert_eq!(renewals, 1);
        // One that fails leaves the good one where it is.
        house.later(SignedDuration::from_mins(99)).await;
        house.social.fault(Network::Bluesky, Fault::ErrorBefore(500).on(Step::SignIn));
        assert!(matches!(renew(&house.desk, &account.id, None).await.unwrap(), Renewal::Good(_)));
        assert!(matches!(renew(&house.desk, &account.id, None).await.unwrap(), Renewal::Good(_)));
    });
}

#[test]
fn one_that_was_disconnected_is_not_waited_for_though_its_token_ended() {
    on_both(async |bed| {
        let house = House::of(bed).await;
        let account = house.account(Network::Bluesky).await;
        house.later(SignedDuration::from_mins(99)).await;
        let post = house.due(&[&account], "Disconnected").await;
        let (now, id) = (house.desk.now(), account.id.clone());
        let gone =
            house.desk.db.write_or(move |tx| Box::pin(async move { account::disconnect(tx, "w", &id, now).await }));
        gone.await.unwrap();
        house.work().await;
        let [(State::Person, Some(says))] = &house.states(&post).await[..] else {
            panic!("{:?}", house.states(&post).await)
        };
        assert!(says.contains("the account is disconnected"), "{says}");
    });
}
