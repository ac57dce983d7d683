//! Tokens that end, are revoked, or are renewed by two at once.

use jiff::SignedDuration;
use market::account::{self, Renewal, renew};
use market::deliver::State;
use market::post;
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
        for network in [Network::Mastodon, Network::LinkedIn] {
            let account = house.account(network).await;
            house.social.fault(network, Fault::Revoked);
            let post = house.due(&[&account], "Revoked").await;
            house.until_over().await;
            let [(State::Person, Some(says))] = &house.states(&post).await[..] else {
                panic!("{:?}", house.states(&post).await)
            };
            assert!(says.contains("does not take the token any more"), "{says}");
            let ill = account::by_id(&house.desk.db, "w", &account.id).await.unwrap();
            assert_eq!(ill.stands(), account::Stands::Ill);
            assert_eq!(house.social.count(network), 0);
        }
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

/// The pair of tokens that the sandbox's X gives for nothing.
async fn pair(house: &House) -> (String, String) {
    let url = format!("{}/2/oauth2/token", house.social.at(Network::X)).parse().unwrap();
    let request = networks::http::Request::new(url)
        .header("content-type", "application/x-www-form-urlencoded")
        .post("grant_type=client_credentials");
    let base = house.social.at(Network::X).parse().unwrap();
    let answer = house.desk.doors.to(&base).get(request).await.unwrap();
    let said: serde_json::Value = serde_json::from_slice(&answer.body).unwrap();
    let text = |name: &str| said[name].as_str().unwrap().to_owned();
    (text("access_token"), text("refresh_token"))
}

#[test]
fn a_refresh_token_that_is_good_once_is_kept_anew_each_time_and_a_failed_renewal_spoils_nothing() {
    on_both(async |bed| {
        let house = House::of(bed).await;
        let (access, refresh) = pair(&house).await;
        let fields = [("secret", &*access), ("refresh", &*refresh), ("client", "tidings")];
        let account = house.account_with(Network::X, &fields).await;
        for n in 0..3 {
            // The network is away just when the token is over: what is good waits for it.
            house.social.fault(Network::X, Fault::ErrorBefore(503).on(Step::SignIn));
            house.later(SignedDuration::from_hours(3)).await;
            let post = house.due(&[&account], &format!("Day {n}")).await;
            house.until_over().await;
            assert_eq!(house.states(&post).await, vec![(State::Live, None)], "{n}");
        }
        assert_eq!((house.social.count(Network::X), house.social.published(Network::X)), (3, 3));
        // One that was taken back is not.
        house.social.fault(Network::X, Fault::Revoked);
        let post = house.due(&[&account], "Taken back").await;
        house.until_over().await;
        let [(State::Person, Some(says))] = &house.states(&post).await[..] else {
            panic!("{:?}", house.states(&post).await)
        };
        assert!(says.contains("does not take the refresh token any more"), "{says}");
        assert_eq!(house.social.count(Network::X), 3);
    });
}

#[test]
fn a_token_that_a_look_or_a_removal_finds_over_is_renewed_and_the_post_is_seen_and_taken_down() {
    on_both(async |bed| {
        let house = House::of(bed).await;
        let (access, refresh) = pair(&house).await;
        let fields = [("secret", &*access), ("refresh", &*refresh), ("client", "tidings")];
        let x = house.account_with(Network::X, &fields).await;
        let bluesky = house.account(Network::Bluesky).await;
        for (network, account) in [(Network::X, x), (Network::Bluesky, bluesky)] {
            let post = house.due(&[&account], "Looked at").await;
            house.until_over().await;
            let it = async || post::deliveries_of(&house.desk.db, &[&post.id]).await.unwrap().remove(0);
            house.later(SignedDuration::from_mins(11)).await;
            // Nothing said before that it would end.
            house.social.fault(network, Fault::Expired.on(Step::Read));
            house.looks().await;
            assert_eq!(it().await.looked_at, Some(house.desk.now().as_microsecond()), "{network:?}: seen at once");
            let well = account::by_id(&house.desk.db, "w", &account.id).await.unwrap();
            assert_eq!(well.stands(), account::Stands::Well, "{network:?}");
            house.social.fault(network, Fault::Expired.on(Step::Delete));
            house.wants_down(&it().await.id).await.unwrap();
            house.amends().await;
            assert_eq!((it().await.state(), house.social.count(network)), (State::Gone, 0), "{network:?}");
        }
    });
}
