//! Pictures, pages, refusals: what a network's own posts are, step by step, at the sandbox. That they go out once is
//! `market`'s to prove.

use std::sync::Arc;

use domain::{Clock, SetClock};
use networks::http::{Allow, Http, Options, Pace};
use networks::publish::{
    Account, Acts, Blob, Came, Cause, Draft, Engagement, Given, Linked, Medium, Receipt, Recipe, Renewed, Settled,
    Stands, With,
};
use networks::{NETWORKS, Publish};
use sandbox::social::{Fault, Network, Running, Social, Step, Until, WORDPRESS_PASSWORD};
use serde_json::Value;
use url::Url;

const TOKEN: &str = "k7q4mxz";

/// An account at a network of the sandbox.
struct Desk {
    social: Running,
    clock: Arc<SetClock>,
    http: Http,
    base: Url,
    publish: &'static Publish,
}

impl Desk {
    async fn at(network: Network) -> Self {
        let clock = Arc::new(SetClock::at("2026-11-26T12:00:00Z".parse().unwrap()));
        let social = Social::new().clock(Arc::clone(&clock) as _).start().await.unwrap();
        let base: Url = social.at(network).parse().unwrap();
        let http = Http::new(Options { allow: Allow::only(&base), pace: Pace::fast(), ..Options::default() });
        let publish = NETWORKS.iter().find(|it| it.id.as_str() == network.id()).unwrap().publish.unwrap();
        Self { social, clock, http, base, publish }
    }

    fn acts(&self) -> &'static dyn Acts {
        self.publish.acts
    }

    async fn connect(&self, fields: &[(&str, &str)]) -> Result<Account, Cause> {
        let given = Given(fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect());
        self.acts().connect(&self.http, &self.base, &given, self.clock.now()).await.map(|it| it.account)
    }

    fn with<'a>(&'a self, account: &'a Account, blobs: &'a [Blob], token: Option<&'a str>) -> With<'a> {
        With { http: &self.http, account, blobs, token, now: self.clock.now(), purse: None }
    }

    fn draft<'a>(&self, text: &'a str, link: Option<&'a Linked>, media: &'a [Medium]) -> Draft<'a> {
        Draft { text, link, media, key: 7, at: self.clock.now(), language: None }
    }

    /// Step after step, to its end or to where it waits.
    async fn posts(&self, account: &Account, draft: &Draft<'_>, blobs: &[Blob]) -> (Came, Value) {
        let frozen = self.acts().freeze(draft, (&account.identity, &account.name));
        assert_eq!(frozen, self.acts().freeze(draft, (&account.identity, &account.name)), "the same each time");
        let mut so_far = Value::Null;
        for _ in 0..9 {
            match self.acts().advance(self.with(account, blobs, Some(TOKEN)), &frozen, &so_far).await {
                Came::Step(next) => so_far = next,
                came => return (came, so_far),
            }
        }
        panic!("no end of it: {so_far}")
    }

    async fn posted(&self, account: &Account, draft: &Draft<'_>, blobs: &[Blob]) -> Receipt {
        match self.posts(account, draft, blobs).await {
            (Came::Done(receipt), _) => receipt,
            (came, so_far) => panic!("{came:?} {so_far}"),
        }
    }
}

fn link() -> Linked {
    Linked {
        address: format!("https://bakery.example/rye?e={TOKEN}"),
        title: "Rye bread".to_owned(),
        ..Linked::default()
    }
}

fn picture(name: &str) -> (Medium, Blob) {
    let medium = Medium {
        digest: name.repeat(32),
        kind: "image/jpeg".to_owned(),
        alt: format!("Loaf {name}"),
        address: Some(format!("https://bakery.example/{name}.jpg")),
        ..Medium::default()
    };
    let bytes = format!("\u{feff}{name}, as far as anybody looks").into_bytes();
    let blob = Blob { digest: medium.digest.clone(), kind: medium.kind.clone(), bytes: bytes.into() };
    (medium, blob)
}

#[tokio::test]
async fn pictures_go_along_on_facebook_in_their_order_with_what_is_said_of_them() {
    let desk = Desk::at(Network::Facebook).await;
    let page = desk.connect(&[("name", "shop"), ("secret", "sandbox-shop")]).await.unwrap();
    let (media, blobs): (Vec<_>, Vec<_>) = [picture("aa"), picture("bb")].into_iter().unzip();
    let text = format!("Two loaves\n\n{}", link().address);
    // One is at hand, the other on the web.
    let receipt = desk.posted(&page, &desk.draft(&text, Some(&link()), &media), &blobs[..1]).await;
    let [post] = &desk.social.posts(Network::Facebook)[..] else { panic!("one post") };
    assert_eq!(post.id, receipt.id);
    let told: Vec<_> = post.media.iter().map(|it| (it.alt.as_deref(), it.bytes)).collect();
    assert_eq!(told, [(Some("Loaf aa"), blobs[0].bytes.len()), (Some("Loaf bb"), 0)]);
    assert_eq!(desk.social.complaints(Network::Facebook), Vec::<String>::new());
    let with = desk.with(&page, &[], Some(TOKEN));
    let nobody = Engagement { likes: Some(0), replies: Some(0), ..Engagement::default() };
    assert_eq!(desk.acts().look(with, &receipt).await.there(), Some(nobody));
    for _ in 0..2 {
        desk.acts().take_down(with, &receipt).await.unwrap();
    }
    assert_eq!(desk.acts().look(with, &receipt).await, Stands::Gone);
}

#[tokio::test]
async fn a_page_is_found_by_its_number_and_a_token_of_another_is_refused_with_what_to_do() {
    let desk = Desk::at(Network::Facebook).await;
    let page = desk.connect(&[("name", "shop"), ("secret", "sandbox-shop")]).await.unwrap();
    let again = desk.connect(&[("name", &page.identity), ("secret", "sandbox-shop")]).await.unwrap();
    assert_eq!((&again.identity, &*again.name), (&page.identity, "shop"));
    let other = desk.connect(&[("name", &page.identity), ("secret", "sandbox-other")]).await.unwrap_err();
    assert_eq!(other.code, "no_account");
    let nobody = desk.connect(&[("name", "shop"), ("secret", "typed wrong")]).await.unwrap_err();
    assert_eq!(nobody.code, "not_let_in");
}

#[tokio::test]
async fn graph_limits_with_a_refusal_and_says_in_minutes_until_when() {
    for network in [Network::Facebook, Network::Instagram] {
        let desk = Desk::at(network).await;
        let account = desk.connect(&[("name", "shop"), ("secret", "sandbox-shop")]).await.unwrap();
        desk.social.fault(network, Fault::Limited(Until::Headers(300)));
        let (media, _) = picture("aa");
        let (came, _) = desk.posts(&account, &desk.draft("Rye", None, &[media]), &[]).await;
        let until = desk.clock.now() + jiff::SignedDuration::from_mins(5);
        assert_eq!(came, Came::Limited(Some(until)), "{network}");
    }
}

#[tokio::test]
async fn an_article_has_a_title_a_picture_and_a_link_that_can_be_pressed() {
    let desk = Desk::at(Network::WordPress).await;
    let site = desk.connect(&[("name", "shop"), ("secret", WORDPRESS_PASSWORD)]).await.unwrap();
    assert_eq!(site.name, "127.0.0.1 as shop");
    let (media, blobs): (Vec<_>, Vec<_>) = [picture("aa"), picture("bb")].into_iter().unzip();
    let text = format!("Fresh & warm\n\nRye, from today.\n\n{}", link().address);
    let receipt = desk.posted(&site, &desk.draft(&text, Some(&link()), &media), &blobs).await;
    let [post] = &desk.social.posts(Network::WordPress)[..] else { panic!("one article") };
    assert_eq!((post.id.as_str(), post.title.as_deref()), (&*receipt.id, Some("Fresh & warm")));
    assert_eq!(post.links[0], link().address);
    assert!(post.text.contains(">Rye bread</a>") && post.text.contains("alt=\"Loaf bb\""), "{}", post.text);
    assert_eq!(post.media.iter().map(|it| it.alt.as_deref()).collect::<Vec<_>>(), [Some("Loaf aa")]);
    assert!(receipt.url.as_deref().is_some_and(|url| url.contains("/fresh-warm-0000000007/")), "{receipt:?}");
    assert_eq!(desk.social.complaints(Network::WordPress), Vec::<String>::new());
    let with = desk.with(&site, &[], Some(TOKEN));
    assert_eq!(desk.acts().look(with, &receipt).await.there(), Some(Engagement::default()));
    for _ in 0..2 {
        desk.acts().take_down(with, &receipt).await.unwrap();
    }
    assert_eq!(desk.acts().look(with, &receipt).await, Stands::Gone);
}

#[tokio::test]
async fn a_site_without_pretty_addresses_is_found_by_its_query() {
    let desk = Desk::at(Network::WordPress).await;
    let mut base = desk.base.clone();
    base.set_query(Some("rest_route=/"));
    let site = Desk { base, ..desk };
    let account = site.connect(&[("name", "shop"), ("secret", WORDPRESS_PASSWORD)]).await.unwrap();
    assert!(account.base.as_str().ends_with("?rest_route=/"), "{}", account.base);
    site.posted(&account, &site.draft("Rye", None, &[]), &[]).await;
    assert_eq!(site.social.count(Network::WordPress), 1);
    let wrong = site.connect(&[("name", "shop"), ("secret", "wrong")]).await.unwrap_err();
    assert_eq!(wrong.code, "not_let_in");
}

#[tokio::test]
async fn instagram_without_a_picture_on_the_web_is_refused_before_anything_leaves() {
    let desk = Desk::at(Network::Instagram).await;
    let account = desk.connect(&[("secret", "sandbox-shop")]).await.unwrap();
    let asked = desk.social.asked().len();
    let (mut media, blob) = picture("aa");
    media.address = None;
    for media in [&[][..], &[media]] {
        let (came, _) =
            desk.posts(&account, &desk.draft("Rye", Some(&link()), media), std::slice::from_ref(&blob)).await;
        assert!(matches!(&came, Came::Refused(Cause { code, .. }) if code == "picture_needed"), "{came:?}");
    }
    assert_eq!(desk.social.asked().len(), asked);
}

#[tokio::test]
async fn several_pictures_are_one_post_on_instagram_and_one_that_is_not_ready_is_waited_for() {
    let desk = Desk::at(Network::Instagram).await;
    let account = desk.connect(&[("secret", "sandbox-shop")]).await.unwrap();
    let media: Vec<_> = ["aa", "bb", "cc"].map(|name| picture(name).0).into();
    let text = format!("Three loaves {}", link().address);
    let receipt = desk.posted(&account, &desk.draft(&text, Some(&link()), &media), &[]).await;
    let [post] = &desk.social.posts(Network::Instagram)[..] else { panic!("one post") };
    assert_eq!(post.media.len(), 3);
    assert!(receipt.url.is_some_and(|url| url.contains("/p/")));
    assert_eq!(desk.social.complaints(Network::Instagram), Vec::<String>::new());

    desk.social.fault(Network::Instagram, Fault::NotReady(2).on(Step::Prepare));
    let draft = desk.draft("A slow one", None, &media[..1]);
    let (came, so_far) = desk.posts(&account, &draft, &[]).await;
    let Came::Pending(kept, _) = came else { panic!("{came:?}") };
    assert_eq!(kept, so_far);
    let frozen = desk.acts().freeze(&draft, ("", ""));
    let again = desk.acts().advance(desk.with(&account, &[], None), &frozen, &kept).await;
    assert!(matches!(again, Came::Pending(..)), "{again:?}");
    let ended = desk.acts().advance(desk.with(&account, &[], None), &frozen, &kept).await;
    assert!(matches!(ended, Came::Done(_)), "{ended:?}");
    // Whoever did not hear of it finds it, by its words and its time.
    let settled = desk.acts().settle(desk.with(&account, &[], None), &frozen, &kept).await;
    assert!(matches!(settled, Settled::Live(_)), "{settled:?}");
}

#[tokio::test]
async fn a_container_that_expired_makes_place_for_another_and_a_token_that_ends_for_a_new_one() {
    let desk = Desk::at(Network::Instagram).await;
    let account = desk.connect(&[("secret", "sandbox-shop")]).await.unwrap();
    let media = [picture("aa").0];
    let draft = desk.draft("Late", None, &media);
    let frozen = desk.acts().freeze(&draft, ("", ""));
    let Came::Step(made) = desk.acts().advance(desk.with(&account, &[], None), &frozen, &Value::Null).await else {
        panic!("a container")
    };
    desk.clock.set(desk.clock.now() + jiff::SignedDuration::from_hours(25));
    assert_eq!(desk.acts().advance(desk.with(&account, &[], None), &frozen, &made).await, Came::Step(Value::Null));
    let Renewed::Secret(secret, until) = desk.acts().renew(&desk.http, &account, desk.clock.now()).await else {
        panic!("a new token")
    };
    assert_ne!(secret, account.secret);
    assert!(until.is_some_and(|until| until > desk.clock.now() + jiff::SignedDuration::from_hours(40 * 24)));
    let account = Account { secret, ..account };
    desk.posted(&account, &draft, &[]).await;
    assert_eq!(desk.social.count(Network::Instagram), 1);
}

#[test]
fn every_way_to_post_says_what_it_takes_and_against_what_it_was_proved() {
    for network in NETWORKS {
        let Some(publish) = network.publish else { continue };
        let connect = &publish.connect;
        assert!(publish.proved.contains("ever run against") && publish.proved.ends_with('.'), "{}", network.id);
        assert!(connect.minutes > 0 && connect.steps.iter().all(|step| step.ends_with('.')), "{}", network.id);
        assert!(connect.fields.iter().any(|field| field.secret), "{}", network.id);
        let asks_where = connect.fields.iter().any(|field| field.name == "server");
        assert!(asks_where || connect.server.starts_with("https://"), "{}", network.id);
        assert!(connect.evidence.read.starts_with("20"), "{}", network.id);
        if let Recipe::ReadBack { quiet } = publish.recipe {
            assert!(quiet.as_secs() > 30, "{}: the door waits for so long", network.id);
        }
    }
}
