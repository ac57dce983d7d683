//! Posts that are a link with a heading above it, in communities: what becomes of a text written for many places.

use std::time::Duration;

use networks::publish::{Came, Cause, Draft, Given, Health, Linked, With};
use sandbox::social::{Fault, LEMMY_PASSWORD, Network, Until};
use serde_json::Value;

use crate::{ADDRESS, LEMMY, REDDIT, Shop, now, pictures};

fn page() -> Linked {
    Linked { address: ADDRESS.to_owned(), title: "Rye bread".to_owned(), ..Linked::default() }
}

/// What is live, as (title, text, first link).
fn told(shop: &Shop) -> Vec<(String, String, Option<String>)> {
    assert_eq!(shop.social.complaints(shop.network), Vec::<String>::new());
    let posts = shop.social.posts(shop.network).into_iter();
    posts.map(|it| (it.title.unwrap_or_default(), it.text, it.links.into_iter().next())).collect()
}

async fn refused(shop: &Shop, fields: &[(&str, &str)]) -> String {
    let given = Given(fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect());
    let connected = shop.publish.acts.connect(&shop.http, &shop.account.base, &given, now()).await;
    connected.map_or_else(|Cause { code, .. }| code, |connected| connected.account.name)
}

async fn checked(shop: &Shop) -> Vec<Health> {
    let (http, account) = (&shop.http, &shop.account);
    let it = networks::publish::Checking { http, account, base: None, until: None, now: now() };
    shop.publish.acts.checks(it).await.into_iter().map(|finding| finding.health).collect()
}

#[tokio::test]
async fn on_lemmy_the_first_line_is_the_title_the_page_the_link_and_the_rest_stands_below() {
    let shop = Shop::at(Network::Lemmy, LEMMY).await;
    assert_eq!(shop.account.name, "shop in !bread@feddit.org");
    let receipt = shop.goes_out(&format!("Rye is back\n\nWarm.\n\n{ADDRESS}"), &[], Some(&page()), &[]).await;
    shop.goes_out(ADDRESS, &[], Some(&page()), &[]).await;
    shop.goes_out("Which rye?", &[], None, &[]).await;
    assert!(receipt.url.unwrap().ends_with(&format!("/post/{}", receipt.id)));
    let link = || Some(ADDRESS.to_owned());
    let of = |title: &str, text: &str, link: Option<String>| (title.to_owned(), text.to_owned(), link);
    let expected = [of("Rye is back", "Warm.", link()), of("Rye bread", "", link()), of("Which rye?", "", None)];
    assert_eq!(told(&shop), expected);
    assert_eq!(shop.is_refused("Hi", &[], &[]).await, "title_unfit");
    assert_eq!(checked(&shop).await, [Health::Fine, Health::Fine]);
}

#[tokio::test]
async fn on_lemmy_pictures_are_uploaded_and_shown_below_the_link_or_in_its_place() {
    let shop = Shop::at(Network::Lemmy, LEMMY).await;
    let (media, blobs) = pictures(&["A loaf", ""]);
    shop.goes_out(&format!("Rye\n\n{ADDRESS}"), &media, Some(&page()), &blobs).await;
    shop.goes_out("Two loaves", &media, None, &blobs).await;
    let alts: Vec<_> = shop.live().into_iter().map(|(_, alts)| alts).collect();
    assert_eq!(alts, [[Some("A loaf".to_owned()), None], [Some("A loaf".to_owned()), None]]);
    assert_eq!(told(&shop).iter().map(|it| it.2.is_some()).collect::<Vec<_>>(), [true, false]);
    assert_eq!(shop.is_refused("Lost", &media, &[]).await, "picture_lost");
}

#[tokio::test]
async fn who_connects_to_lemmy_is_told_what_is_wrong_with_what_he_typed() {
    let shop = Shop::at(Network::Lemmy, LEMMY).await;
    let of = |name: &'static str, secret: &'static str, community: &'static str, code: &'static str| {
        [("name", name), ("secret", secret), ("community", community), ("code", code)]
    };
    let right = LEMMY_PASSWORD;
    assert_eq!(refused(&shop, &of("shop", "wrong", "bread", "")).await, "not_let_in");
    assert_eq!(refused(&shop, &of("shop", right, "gone", "")).await, "community_unknown");
    assert_eq!(refused(&shop, &of("shop", right, "two words", "")).await, "community_unknown");
    assert_eq!(refused(&shop, &of("careful", right, "bread", "")).await, "code_needed");
    assert_eq!(refused(&shop, &of("careful", right, "bread", "261127")).await, "careful in !bread@127.0.0.1");
    let closed = Shop::at(Network::Lemmy, &of("shop", right, "closed", "")).await;
    assert_eq!(closed.is_refused("Rye", &[], &[]).await, "not_allowed");
    assert_eq!(checked(&closed).await, [Health::Fine, Health::Wrong]);
}

#[tokio::test]
async fn on_reddit_a_page_makes_a_link_with_a_text_below_and_a_text_alone_one_of_the_authors() {
    let shop = Shop::at(Network::Reddit, REDDIT).await;
    assert_eq!(shop.account.name, "u/shop in r/bread");
    let receipt = shop.goes_out(&format!("Rye is back\n\nWarm.\n\n{ADDRESS}"), &[], Some(&page()), &[]).await;
    shop.goes_out("Which rye?\n\nAsking.", &[], None, &[]).await;
    let id = receipt.id.strip_prefix("t3_").unwrap();
    assert_eq!(receipt.url, Some(format!("https://www.reddit.com/r/bread/comments/{id}/post/")));
    let of = |title: &str, text: &str, link: Option<&str>| (title.to_owned(), text.to_owned(), link.map(str::to_owned));
    assert_eq!(told(&shop), [of("Rye is back", "Warm.", Some(ADDRESS)), of("Which rye?", "Asking.", None)]);
    assert_eq!(checked(&shop).await, [Health::Fine, Health::Fine]);
    let (media, blobs) = pictures(&["A loaf"]);
    assert_eq!(shop.is_refused("Rye", &media, &blobs).await, "pictures_not_taken");
}

#[tokio::test]
async fn where_reddit_has_the_link_already_the_first_one_is_the_receipt_and_anothers_is_not() {
    let shop = Shop::at(Network::Reddit, REDDIT).await;
    let first = shop.goes_out(ADDRESS, &[], Some(&page()), &[]).await;
    assert_eq!(shop.goes_out(ADDRESS, &[], Some(&page()), &[]).await, first);
    assert_eq!(shop.social.published(Network::Reddit), 1);
    // Somebody else posted the same page, without a code of ours.
    let other =
        [("secret", "sandbox-other"), ("community", "bread")].map(|(name, it)| (name.to_owned(), it.to_owned()));
    let acts = shop.publish.acts;
    let other = acts.connect(&shop.http, &shop.account.base, &Given(other.into()), now()).await.unwrap().account;
    let draft = Draft { text: "Rye", link: Some(&page()), media: &[], key: 8, at: now(), language: None };
    let frozen = acts.freeze(&draft, (&other.identity, &other.name));
    let with = With { http: &shop.http, account: &other, blobs: &[], token: Some("another"), now: now(), purse: None };
    let mut so_far = Value::Null;
    let mut pauses = Vec::new();
    let cause = loop {
        match acts.advance(with, &frozen, &so_far).await {
            Came::Pending(kept, pause) => {
                pauses.push(pause);
                so_far = kept;
            }
            Came::Refused(cause) => break cause,
            came => panic!("{came:?}"),
        }
    };
    assert_eq!((cause.code.as_str(), pauses.len()), ("duplicate", 2));
    assert!(pauses.iter().sum::<Duration>() >= Duration::from_mins(2));
}

#[tokio::test]
async fn what_reddit_refuses_inside_an_answer_is_told_and_its_limits_are_seconds_that_are_left() {
    for (community, text, link, code) in [
        ("closed", "Rye", None, "not_allowed"),
        ("texts", ADDRESS, Some(page()), "text_wanted"),
        ("links", "Rye", None, "link_wanted"),
    ] {
        let shop = Shop::at(Network::Reddit, &[("secret", "sandbox-shop"), ("community", community)]).await;
        let Came::Refused(cause) = shop.came(text, &[], link.as_ref(), &[]).await else { panic!("{community}") };
        assert_eq!(cause.code, code);
        assert_eq!(shop.social.count(Network::Reddit), 0);
    }
    let shop = Shop::at(Network::Reddit, REDDIT).await;
    shop.social.fault(Network::Reddit, Fault::Limited(Until::Headers(30)));
    let until = now().checked_add(Duration::from_secs(30)).ok();
    assert_eq!(shop.came("Rye", &[], None, &[]).await, Came::Limited(until));
    assert_eq!(refused(&shop, &[("secret", "other"), ("community", "bread")]).await, "not_let_in");
    for community in ["gone", "private", "two words"] {
        assert_eq!(refused(&shop, &[("secret", "sandbox-shop"), ("community", community)]).await, "community_unknown");
    }
}
