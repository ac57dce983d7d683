//! Pictures: brought, waited for, described, and refused where there are too many or one is not here.

use networks::publish::{Linked, Medium};
use sandbox::social::{Fault, Network};

use crate::{ADDRESS, Shop, pictures};

fn said(alts: &[&str]) -> Vec<Option<String>> {
    alts.iter().map(|alt| Some((*alt).to_owned()).filter(|alt| !alt.is_empty())).collect()
}

#[tokio::test]
async fn on_x_they_are_uploaded_waited_for_and_described() {
    let shop = Shop::at(Network::X, &[("secret", "sandbox-shop")]).await;
    let (media, blobs) = pictures(&["A loaf", "", "Two rolls"]);
    shop.social.fault(Network::X, Fault::NotReady(2));
    let receipt = shop.goes_out("Rye", &media, None, &blobs).await;
    assert_eq!(receipt.url, Some(format!("https://x.com/shop/status/{}", receipt.id)));
    assert_eq!(shop.live(), [("Rye".to_owned(), said(&["A loaf", "", "Two rolls"]))]);
    let (five, bytes) = pictures(&["1", "2", "3", "4", "5"]);
    assert_eq!(shop.is_refused("Five", &five, &bytes).await, "pictures_too_many");
    assert_eq!(shop.is_refused("Lost", &media, &[]).await, "picture_missing");
    assert_eq!(shop.social.count(Network::X), 1);
}

#[tokio::test]
async fn on_linkedin_one_is_shown_alone_several_together_and_else_that_of_the_card() {
    let shop = Shop::at(Network::LinkedIn, &[("secret", "sandbox-shop")]).await;
    let (media, blobs) = pictures(&["A loaf", "Two rolls"]);
    shop.social.fault(Network::LinkedIn, Fault::NotReady(2));
    shop.goes_out("One (1) loaf_of #rye", &media[..1], None, &blobs).await;
    shop.goes_out("Two", &media, None, &blobs).await;
    let card = Linked {
        address: ADDRESS.to_owned(),
        title: String::new(),
        description: "Baked today".to_owned(),
        picture: Some(Medium { alt: String::new(), ..media[1].clone() }),
    };
    shop.goes_out(&format!("Card {ADDRESS}"), &[], Some(&card), &blobs).await;
    let bare = shop.goes_out(&format!("Card without {ADDRESS}"), &[], Some(&card), &[]).await;
    assert!(bare.url.unwrap().starts_with("https://www.linkedin.com/feed/update/urn:li:share:"));
    let live = shop.live();
    assert_eq!(live[0], ("One (1) loaf_of #rye".to_owned(), said(&["A loaf"])));
    assert_eq!(live[1], ("Two".to_owned(), said(&["A loaf", "Two rolls"])));
    let cards: Vec<_> = shop.social.posts(Network::LinkedIn).into_iter().filter_map(|it| it.card).collect();
    assert_eq!(cards.iter().map(|it| it.picture.is_some()).collect::<Vec<_>>(), [true, false]);
    assert!(cards.iter().all(|it| it.title == "bakery.example" && it.address == ADDRESS));
    assert_eq!(shop.is_refused("Lost", &media, &[]).await, "picture_missing");
}

#[tokio::test]
async fn on_telegram_one_goes_out_with_its_text_below() {
    let shop = Shop::at(Network::Telegram, &[("secret", "1:sandbox-shop"), ("channel", "shop")]).await;
    assert_eq!(shop.account.name, "@shop");
    let (media, blobs) = pictures(&["A loaf", "Two rolls"]);
    let receipt = shop.goes_out("Rye <b>", &media[..1], None, &blobs).await;
    assert!(receipt.url.unwrap().starts_with("https://t.me/shop/"));
    assert_eq!(shop.live(), [("Rye <b>".to_owned(), vec![None])]);
    let long = "👍".repeat(513);
    assert_eq!(shop.is_refused(&long, &media[..1], &blobs).await, "text_too_long");
    assert_eq!(shop.is_refused("Two", &media, &blobs).await, "pictures_too_many");
    assert_eq!(shop.is_refused("Lost", &media[..1], &[]).await, "picture_missing");
    assert_eq!(shop.social.count(Network::Telegram), 1);
}

#[tokio::test]
async fn on_discord_all_go_out_at_once_and_nobody_is_called() {
    let shop = Shop::at(Network::Discord, &[("secret", "https://discord.com/api/webhooks/1/sandbox-shop")]).await;
    let (media, blobs) = pictures(&["A loaf", "Two rolls"]);
    let receipt = shop.goes_out("@everyone: rye", &media, None, &blobs).await;
    assert!(receipt.url.unwrap().starts_with("https://discord.com/channels/"));
    assert_eq!(shop.live(), [("@everyone: rye".to_owned(), said(&["A loaf", "Two rolls"]))]);
    let (many, bytes) = pictures(&["1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11"]);
    assert_eq!(shop.is_refused("Eleven", &many, &bytes).await, "pictures_too_many");
    assert_eq!(shop.is_refused("Lost", &media, &[]).await, "picture_missing");
}

#[tokio::test]
async fn on_threads_they_are_fetched_from_the_web_and_a_text_alone_has_its_links_card() {
    let shop = Shop::at(Network::Threads, &[("secret", "sandbox-shop")]).await;
    assert_eq!(shop.account.name, "@shop");
    let (media, blobs) = pictures(&["A loaf", "", "Two rolls"]);
    assert_eq!(shop.is_refused("On no web", &media, &blobs).await, "picture_needs_address");
    let address =
        |(at, it): (usize, Medium)| Medium { address: Some(format!("https://bakery.example/{at}.jpg")), ..it };
    let media: Vec<Medium> = media.into_iter().enumerate().map(address).collect();
    let link = Linked { address: ADDRESS.to_owned(), ..Linked::default() };
    shop.social.fault(Network::Threads, Fault::NotReady(2));
    let receipt = shop.goes_out(&format!("Rye {ADDRESS}"), &[], Some(&link), &[]).await;
    assert!(receipt.url.unwrap().contains("/@shop/post/"));
    shop.goes_out("One", &media[..1], Some(&link), &[]).await;
    shop.goes_out("Three", &media, None, &[]).await;
    assert_eq!(
        shop.live()[1..],
        [("One".to_owned(), said(&["A loaf"])), ("Three".to_owned(), said(&["A loaf", "", "Two rolls"]))]
    );
    let cards: Vec<_> =
        shop.social.posts(Network::Threads).into_iter().map(|it| it.card.map(|it| it.address)).collect();
    assert_eq!(cards, [Some(ADDRESS.to_owned()), None, None]);
}
