//! Accounts that are let in on their networks' own pages: sealed while they are under way, ended once, renewed like all others.

use domain::SystemRandom;
use jiff::SignedDuration;
use market::Fault;
use market::account::sign_in::{self, Who};
use market::account::{Account, Stands};
use market::deliver::State;
use networks::http::Request;
use networks::publish::Given;
use networks::publish::oauth::{Back, House as Us, Key};
use sandbox::social::{Network, Step};
use store::sql;
use store::test_bed::on_both;
use url::Url;

use crate::desk::House;

const WHO: Who<'_> = Who { workspace: "w", session: "the browser's secret", name: "A" };

/// He begins with these fields, and is sent to this page.
async fn begins(house: &House, network: Network, fields: &[(&str, &str)]) -> Result<Url, Fault> {
    let base: Url = house.social.at(network).parse().unwrap();
    let given = Given(fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect());
    let us = Us { base: "https://tidings.example".to_owned(), key: Key::new(&SystemRandom) };
    Box::pin(sign_in::begin(&house.desk, WHO, network.id(), Some(&base), &given, &us)).await
}

/// He says yes there, and comes back with this.
async fn says_yes(house: &House, to: Url) -> Back {
    let page = house.desk.doors.to(&to).get(Request::new(to)).await.unwrap();
    let page = String::from_utf8(page.body.to_vec()).unwrap();
    let back = page.split_once("id=yes href=\"").and_then(|(_, rest)| rest.split_once('"')).unwrap().0;
    let back: Url = back.replace("&amp;", "&").parse().unwrap();
    assert!(back.as_str().starts_with("https://tidings.example/oauth/back?"), "{back}");
    let said = |name: &str| back.query_pairs().find(|(it, _)| it == name).map(|(_, value)| value.into_owned());
    Back { state: said("state").unwrap(), code: said("code").unwrap(), ..Back::default() }
}

async fn signs_in(house: &House, network: Network, fields: &[(&str, &str)]) -> Account {
    let back = says_yes(house, begins(house, network, fields).await.unwrap()).await;
    Box::pin(sign_in::end(&house.desk, WHO, &back)).await.unwrap()
}

#[test]
fn who_says_yes_on_the_networks_own_page_posts_by_that() {
    on_both(async |bed| {
        let house = House::of(bed).await;
        let app = [("client", "our-app"), ("client_secret", "hush-hush-hush")];
        for (network, fields) in [
            (Network::Mastodon, &[][..]),
            (Network::LinkedIn, &app),
            (Network::Facebook, &app),
            (Network::X, &app[..1]),
        ] {
            let account = signs_in(&house, network, fields).await;
            assert_eq!(account.stands(), Stands::Well);
            let post = house.due(&[&account], "By the network's own page").await;
            house.until_over().await;
            assert_eq!(house.states(&post).await, vec![(State::Live, None)], "{network}");
            assert_eq!(house.social.complaints(network), Vec::<String>::new());
        }
    });
}

#[test]
fn what_was_given_there_is_renewed_when_it_is_over() {
    on_both(async |bed| {
        let house = House::of(bed).await;
        let account = signs_in(&house, Network::X, &[("client", "our-app")]).await;
        for n in 0..2 {
            house.later(SignedDuration::from_hours(3)).await;
            let post = house.due(&[&account], &format!("Day {n}")).await;
            house.until_over().await;
            assert_eq!(house.states(&post).await, vec![(State::Live, None)], "{n}");
        }
        let asked = house.social.asked();
        let tokens = asked.iter().filter(|it| it.network == Some(Network::X) && it.step == Step::SignIn);
        assert!(tokens.count() >= 3, "one for the code, one for each time that it was over");
    });
}

#[test]
fn of_two_who_come_back_at_once_one_is_let_in() {
    on_both(async |bed| {
        let house = House::of(bed).await;
        let back = says_yes(&house, begins(&house, Network::Mastodon, &[]).await.unwrap()).await;
        let (one, other) = tokio::join!(
            Box::pin(sign_in::end(&house.desk, WHO, &back)),
            Box::pin(sign_in::end(&house.desk, WHO, &back))
        );
        let over = [one, other].into_iter().filter(|it| matches!(it, Err(Fault::Wrong { code: "sign_in_over", .. })));
        assert_eq!(over.count(), 1);
    });
}

#[test]
fn nothing_of_a_sign_in_under_way_can_be_read_in_the_database_and_old_ones_go() {
    on_both(async |bed| {
        let house = House::of(bed).await;
        let first = begins(&house, Network::LinkedIn, &[("client", "our-app"), ("client_secret", "hush-hush-hush")])
            .await
            .unwrap();
        let rows = async || {
            let rows: Vec<(String, String, String)> =
                sql!("for_tests/account_sign_ins").fetch_all(&house.desk.db).await.unwrap();
            rows
        };
        let [(state, session, started)] = &rows().await[..] else { panic!("one") };
        let shown = first.query_pairs().find(|(name, _)| name == "state").unwrap().1.into_owned();
        for secret in [&*shown, "hush-hush-hush", "our-app", WHO.session] {
            assert!(![state, session, started].iter().any(|cell| cell.contains(secret)), "{secret}");
        }
        house.later(SignedDuration::from_mins(10)).await;
        begins(&house, Network::Mastodon, &[]).await.unwrap();
        let [(other, ..)] = &rows().await[..] else { panic!("the first one is gone") };
        assert_ne!(other, state);
    });
}

#[test]
fn what_is_missing_is_said_before_anybody_is_sent_away() {
    on_both(async |bed| {
        let house = House::of(bed).await;
        for (network, fields, wanted) in
            [(Network::LinkedIn, &[("client", "our-app")][..], "field_empty"), (Network::Telegram, &[], "no_sign_in")]
        {
            let refused = begins(&house, network, fields).await.unwrap_err();
            assert!(matches!(refused, Fault::Wrong { code, .. } if code == wanted), "{refused:?}");
        }
        let refused = begins(&house, Network::Bluesky, &[]).await.unwrap_err();
        assert!(refused.to_string().contains("has no page for signing in to programs"), "{refused}");
    });
}
