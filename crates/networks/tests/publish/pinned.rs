//! Pins: a picture with a title and a link, on a board.

use networks::publish::{Cause, Checking, Given, Health, Linked, Medium, Renewed, Secret};
use sandbox::social::Network;
use serde_json::json;

use crate::{ADDRESS, PINTEREST, Shop, now, pictures};

fn page(picture: Option<Medium>) -> Linked {
    Linked { address: ADDRESS.to_owned(), title: "Rye bread".to_owned(), picture, ..Linked::default() }
}

fn said(alts: &[&str]) -> Vec<Option<String>> {
    alts.iter().map(|alt| Some((*alt).to_owned())).collect()
}

#[tokio::test]
async fn a_pin_has_the_posts_pictures_or_that_of_the_pages_card_and_leads_to_the_page() {
    let shop = Shop::at(Network::Pinterest, PINTEREST).await;
    assert_eq!(shop.account.name, "shop on bread");
    let (media, blobs) = pictures(&["A loaf", "Two rolls"]);
    let text = format!("Rye is back\n\nWarm.\n\n{ADDRESS}");
    let receipt = shop.goes_out(&text, &[], Some(&page(Some(media[0].clone()))), &blobs).await;
    assert_eq!(receipt.url, Some(format!("https://www.pinterest.com/pin/{}/", receipt.id)));
    shop.goes_out(&text, &media, Some(&page(None)), &blobs).await;
    let alone = shop.goes_out("Rye", &media[1..], None, &blobs).await;
    assert!(!alone.id.is_empty());
    let both = said(&["A loaf Two rolls", "A loaf Two rolls"]);
    let live =
        [("Warm.".to_owned(), said(&["A loaf"])), ("Warm.".to_owned(), both), (String::new(), said(&["Two rolls"]))];
    assert_eq!(shop.live(), live);
    let posts = shop.social.posts(Network::Pinterest);
    assert!(posts[..2].iter().all(|it| it.title.as_deref() == Some("Rye is back") && it.links[0] == ADDRESS));
}

#[tokio::test]
async fn what_has_no_picture_or_too_many_is_refused_before_anything_leaves() {
    let shop = Shop::at(Network::Pinterest, PINTEREST).await;
    let asked = shop.social.asked().len();
    let (media, blobs) = pictures(&["1", "2", "3", "4", "5", "6"]);
    assert_eq!(shop.is_refused("Rye", &[], &[]).await, "picture_needed");
    assert_eq!(shop.is_refused("Rye", &media, &blobs).await, "pictures_too_many");
    assert_eq!(shop.is_refused("Rye", &media[..1], &[]).await, "picture_lost");
    let moving = [Medium { kind: "image/gif".into(), ..media[0].clone() }];
    let mut bytes = blobs[..1].to_vec();
    bytes[0].kind = "image/gif".into();
    assert_eq!(shop.is_refused("Rye", &moving, &bytes).await, "picture_refused");
    assert_eq!(shop.social.asked().len(), asked);
    let trial = Shop::at(Network::Pinterest, &[("secret", "sandbox-trial"), ("board", "bread")]).await;
    assert_eq!(trial.is_refused("Rye", &media[..1], &blobs).await, "on_trial");
}

#[tokio::test]
async fn a_board_is_chosen_by_its_name_and_one_that_nobody_sees_is_told() {
    let shop = Shop::at(Network::Pinterest, &[("secret", "sandbox-shop"), ("board", "Secret")]).await;
    let (http, account) = (&shop.http, &shop.account);
    let it = Checking { http, account, base: None, until: None, now: now() };
    let health: Vec<_> = shop.publish.acts.checks(it).await.into_iter().map(|finding| finding.health).collect();
    assert_eq!(health, [Health::Fine, Health::Wrong, Health::Unknown]);
    for (secret, board, wrong) in [("sandbox-shop", "cakes", "board_unknown"), ("other", "bread", "not_let_in")] {
        let given = [("secret", secret), ("board", board)].map(|(name, value)| (name.to_owned(), value.to_owned()));
        let connected = shop.publish.acts.connect(http, &account.base, &Given(given.into()), now()).await;
        let Err(Cause { code, says }) = connected else { panic!("{secret} {board}") };
        assert_eq!(code, wrong);
        assert!(wrong != "board_unknown" || says.contains("bread, rolls, secret"), "{says}");
    }
}

#[tokio::test]
async fn a_token_without_what_refreshes_it_ends_and_one_with_it_is_renewed_by_the_app() {
    let shop = Shop::at(Network::Pinterest, PINTEREST).await;
    let acts = shop.publish.acts;
    assert!(matches!(acts.renew(&shop.http, &shop.account, now()).await, Renewed::Over(_)));
    let mut account = shop.account.clone();
    account.secret = Secret(json!({ "access": "a", "refresh": "nobody", "client": "7", "client_secret": "s" }));
    let Renewed::Over(cause) = acts.renew(&shop.http, &account, now()).await else { panic!("it is renewed") };
    assert!(cause.says.contains("connect the account again"), "{}", cause.says);
}
