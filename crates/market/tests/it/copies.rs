//! Copies: X and LinkedIn refuse what an account said already. That proves something only of a post whose answer was lost.

use market::deliver::State;
use networks::http::Request;
use sandbox::social::{Fault, Network, Step};
use serde_json::Value;
use store::test_bed::on_both;

use crate::desk::House;

/// Asks LinkedIn itself, as the shop.
pub(crate) async fn asked(house: &House, request: impl FnOnce(Request) -> Request, path: &str) -> Value {
    let url = format!("{}{path}", house.social.at(Network::LinkedIn)).parse().unwrap();
    let it = Request::new(url)
        .header("authorization", "Bearer sandbox-shop")
        .header("linkedin-version", "202611")
        .header("x-restli-protocol-version", "2.0.0");
    let base = house.social.at(Network::LinkedIn).parse().unwrap();
    let answer = house.desk.doors.to(&base).get(request(it)).await.unwrap();
    serde_json::from_slice(&answer.body).unwrap_or_default()
}

#[test]
fn what_was_deleted_is_not_taken_for_what_was_to_go_out() {
    on_both(async |bed| {
        let house = House::of(bed).await;
        let account = house.account(Network::LinkedIn).await;
        let first = house.try_due_of(&[&account], "Open today", None).await.unwrap();
        house.until_over().await;
        assert_eq!(house.states(&first).await, vec![(State::Live, None)]);
        let urn = house.social.posts(Network::LinkedIn).remove(0).id;
        asked(&house, Request::delete, &format!("/rest/posts/{urn}")).await;
        assert_eq!(house.social.count(Network::LinkedIn), 0);
        // The network names the post that is gone; nothing of the second one is there.
        let second = house.try_due_of(&[&account], "Open today", None).await.unwrap();
        house.until_over().await;
        let [(State::Refused, Some(says))] = &house.states(&second).await[..] else {
            panic!("{:?}", house.states(&second).await)
        };
        assert!(says.contains(&urn) && says.contains("deleted"), "{says}");
        assert_eq!((house.social.count(Network::LinkedIn), house.social.published(Network::LinkedIn)), (0, 1));
    });
}

#[test]
fn one_without_a_code_is_left_to_a_person_where_linkedin_names_what_may_be_another() {
    on_both(async |bed| {
        let house = House::of(bed).await;
        let account = house.account(Network::LinkedIn).await;
        house.social.fault(Network::LinkedIn, Fault::LostAfter);
        let there = house.try_due_of(&[&account], "Open today", None).await.unwrap();
        house.until_over().await;
        let [(State::Person, Some(says))] = &house.states(&there).await[..] else {
            panic!("{:?}", house.states(&there).await)
        };
        assert!(says.contains("no code by which it is known"), "{says}");
        house.social.fault(Network::LinkedIn, Fault::LostBefore);
        let lost = house.try_due_of(&[&account], "Closed today", None).await.unwrap();
        house.until_over().await;
        assert_eq!(house.states(&lost).await, vec![(State::Live, None)]);
        assert_eq!((house.social.count(Network::LinkedIn), house.social.published(Network::LinkedIn)), (2, 2));
    });
}

#[test]
fn a_page_s_posts_are_read_before_anything_is_sent_again() {
    on_both(async |bed| {
        let house = House::of(bed).await;
        let roles = asked(&house, |request| request, "/rest/organizationAcls?q=roleAssignee").await;
        let urn = roles["elements"][0]["organization"].as_str().unwrap().to_owned();
        let fields = [("secret", "sandbox-shop"), ("organization", &*urn)];
        let account = house.account_with(Network::LinkedIn, &fields).await;
        assert_eq!(account.identity, urn);
        for (n, (fault, sent)) in
            [(Fault::LostAfter, 1), (Fault::ErrorAfter(503), 1), (Fault::LostBefore, 2)].into_iter().enumerate()
        {
            let before = house.social.asked().iter().filter(|it| it.step == Step::Publish).count();
            house.social.fault(Network::LinkedIn, fault);
            let post = house.due(&[&account], &format!("Page {n}")).await;
            house.until_over().await;
            assert_eq!(house.states(&post).await, vec![(State::Live, None)], "{fault:?}");
            let after = house.social.asked().iter().filter(|it| it.step == Step::Publish).count();
            assert_eq!(after - before, sent, "{fault:?}");
        }
        let posts = house.social.posts(Network::LinkedIn);
        assert_eq!(posts.len(), 3);
        assert!(posts.iter().all(|it| it.by == urn && it.card.is_some()));
        assert_eq!(house.social.complaints(Network::LinkedIn), Vec::<String>::new());
        // Somebody else's page is not connected.
        let given = networks::publish::Given(vec![
            ("secret".to_owned(), "sandbox-shop".to_owned()),
            ("organization".to_owned(), "1".to_owned()),
        ]);
        let base = house.social.at(Network::LinkedIn).parse().unwrap();
        let refused = market::account::connect(&house.desk, "w", "A", "linkedin", Some(&base), &given).await;
        assert!(refused.unwrap_err().to_string().contains("may not post for page 1"));
    });
}

#[test]
fn on_x_a_text_that_was_said_before_is_refused_and_one_whose_answer_was_lost_is_found_by_what_it_says() {
    on_both(async |bed| {
        let house = House::of(bed).await;
        let account = house.account(Network::X).await;
        house.social.fault(Network::X, Fault::LostAfter);
        let lost = house.try_due_of(&[&account], "Bread & butter: other.example/a <3", None).await.unwrap();
        house.until_over().await;
        assert_eq!(house.states(&lost).await, vec![(State::Live, None)]);
        let again = house.try_due_of(&[&account], "Bread & butter: other.example/a <3", None).await.unwrap();
        house.until_over().await;
        let [(State::Refused, Some(says))] = &house.states(&again).await[..] else {
            panic!("{:?}", house.states(&again).await)
        };
        assert!(says.contains("posted the same before"), "{says}");
        assert_eq!((house.social.count(Network::X), house.social.published(Network::X)), (1, 1));
    });
}
