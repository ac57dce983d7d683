//! Films: taken in, kept as they are, brought to networks that take them, and told where one does not.

use market::Fault;
use market::account::Account;
use market::deliver::State;
use market::media::{self, Incoming};
use market::post::{Chosen, New, Post, Variant};
use networks::publish::Medium;
use sandbox::film::{Film, PLACE};
use sandbox::social::{Fault as Trouble, Network, Step};
use store::test_bed::on_both;

use crate::desk::House;

/// Takes it in as a browser brings it: in pieces.
async fn bring(house: &House, bytes: &[u8]) -> Result<Medium, Fault> {
    let mut incoming = Incoming::begin();
    for piece in bytes.chunks(50) {
        incoming.more(&house.desk, piece).await?;
    }
    incoming.end(&house.desk, ("s", "A")).await
}

fn written(accounts: &[&Account], media: &[&Medium]) -> New {
    let accounts = accounts.iter().map(|it| Variant { account: it.id.clone(), text: None, bare: false });
    let media = media.iter().map(|it| Chosen { digest: it.digest.clone(), alt: "A loaf turns".to_owned() });
    New {
        text: "Rye, warm".to_owned(),
        page: Some("https://bakery.example/rye".to_owned()),
        media: media.collect(),
        zone: "Europe/Berlin".to_owned(),
        accounts: accounts.collect(),
        ..New::default()
    }
}

async fn refused(house: &House, account: &Account, media: &[&Medium]) -> &'static str {
    match house.plan(written(&[account], media)).await {
        Err(Fault::Wrong { code, .. }) => code,
        other => panic!("{other:?}"),
    }
}

fn files(house: &House) -> usize {
    std::fs::read_dir(house.desk.data.join(media::FOLDER)).map_or(0, Iterator::count)
}

#[test]
fn a_film_is_kept_under_its_content_without_its_place_and_known_again_by_its_site() {
    on_both(async |bed| {
        let house = House::of(bed).await;
        let bytes = Film { place: true, turned: true, ..Film::default() }.bytes();
        let film = bring(&house, &bytes).await.unwrap();
        assert_eq!((&*film.kind, film.width, film.height, film.bytes), ("video/mp4", 240, 320, bytes.len() as u64));
        assert_eq!(film.film.as_ref().map(|it| it.seconds), Some(3));
        let again = bring(&house, &bytes).await.unwrap();
        assert_eq!((again, files(&house)), (film.clone(), 1));
        assert_eq!(media::known(&house.desk.db, "s", &film.digest).await.unwrap(), film);
        let kept = media::blob(&house.desk.data, &film.digest).await.unwrap().unwrap();
        assert_eq!((kept.bytes.len(), &*kept.kind), (bytes.len(), "video/mp4"));
        assert_eq!(media::digest(&kept.bytes), film.digest);
        assert!(!kept.bytes.windows(PLACE.len()).any(|part| part == PLACE));
    });
}

#[test]
fn what_is_no_film_or_no_whole_one_leaves_nothing_behind() {
    on_both(async |bed| {
        let house = House::of(bed).await;
        let whole = Film::default().bytes();
        let heavy = Film { weight: usize::try_from(media::FILM_AT_MOST).unwrap(), ..Film::default() }.bytes();
        for (bytes, code) in [
            (&whole[..whole.len() - 9], "film_unusable"),
            (b"RIFF\0\0\0\0AVI LIST", "film_unusable"),
            (b"<!doctype html>", "picture_unusable"),
            (b"", "picture_unusable"),
        ] {
            let told = bring(&house, bytes).await;
            assert!(matches!(told, Err(Fault::Wrong { code: is, .. }) if is == code), "{code}: {told:?}");
        }
        let mut incoming = Incoming::begin();
        incoming.more(&house.desk, &heavy[..100]).await.unwrap();
        let told = incoming.more(&house.desk, &heavy[100..]).await;
        assert!(matches!(told, Err(Fault::Wrong { code: "film_too_large", .. })), "{told:?}");
        drop(incoming);
        assert_eq!(files(&house), 0);
        // A page's card shows no film.
        let told = media::keep(&house.desk, ("s", "A"), whole.into()).await;
        assert!(matches!(told, Err(Fault::Wrong { code: "picture_unusable", .. })), "{told:?}");
    });
}

/// What stands at each network of a post that went out: once, with its film as it was kept.
async fn stands_once(house: &House, post: &Post, networks: &[Network], film: &Medium) {
    assert_eq!(house.states(post).await, vec![(State::Live, None); networks.len()]);
    for network in networks {
        assert_eq!(house.social.complaints(*network), Vec::<String>::new(), "{network}");
        let posts = house.social.posts(*network);
        let [posted] = &posts[..] else { panic!("{network}: {posts:?}") };
        assert_eq!(house.social.count(*network), 1, "{network}");
        // There a film is a part of the article's text, and no picture of it.
        if *network == Network::WordPress {
            assert!(posted.links.iter().any(|link| link.contains(".mp4")), "{posted:?}");
            continue;
        }
        let media: Vec<_> = posted.media.iter().map(|it| &*it.kind).collect();
        assert_eq!(media, ["video/mp4"], "{network}");
        if posted.media[0].bytes > 0 {
            assert_eq!(posted.media[0].digest, film.digest, "{network}");
        }
    }
}

#[test]
fn a_film_goes_out_once_as_it_is_though_answers_are_lost_and_networks_take_their_time() {
    const BROUGHT: [Network; 8] = [
        Network::Mastodon,
        Network::Facebook,
        Network::WordPress,
        Network::Instagram,
        Network::Threads,
        Network::Bluesky,
        Network::X,
        Network::LinkedIn,
    ];
    on_both(async |bed| {
        let house = House::of(bed).await;
        // More than a piece of it, as X has them.
        let film = bring_whole(&house, Film { weight: 4_500_000, millis: 30_000, ..Film::default() }).await;
        let mut accounts = Vec::new();
        for network in BROUGHT {
            accounts.push(house.account(network).await);
            house.social.fault(network, Trouble::LostAfter.on(Step::Upload));
            house.social.fault(network, Trouble::LostAfter.on(Step::Publish));
        }
        // Of a piece in the middle too.
        house.social.fault(Network::Facebook, Trouble::LostAfter.after(2).on(Step::Upload));
        let accounts: Vec<&Account> = accounts.iter().collect();
        let post = house.plan(written(&accounts, &[&film])).await.unwrap();
        house.until_over().await;
        stands_once(&house, &post, &BROUGHT, &film).await;
        let alt = |network| house.social.posts(network).remove(0).media.remove(0).alt;
        assert_eq!(alt(Network::Mastodon).as_deref(), Some("A loaf turns"));
        assert_eq!(alt(Network::Threads).as_deref(), Some("A loaf turns"));
        assert_eq!(alt(Network::Bluesky).as_deref(), Some("A loaf turns"));
    });
}

async fn bring_whole(house: &House, film: Film) -> Medium {
    let mut incoming = Incoming::begin();
    incoming.more(&house.desk, &film.bytes()).await.unwrap();
    incoming.end(&house.desk, ("s", "A")).await.unwrap()
}

#[test]
fn on_networks_that_tell_nothing_afterwards_a_film_goes_out_with_its_text() {
    on_both(async |bed| {
        let house = House::of(bed).await;
        let film = bring(&house, &Film::default().bytes()).await.unwrap();
        let (telegram, discord) = (house.account(Network::Telegram).await, house.account(Network::Discord).await);
        let post = house.plan(written(&[&telegram, &discord], &[&film])).await.unwrap();
        house.until_over().await;
        stands_once(&house, &post, &[Network::Telegram, Network::Discord], &film).await;
        assert!(house.social.posts(Network::Telegram).remove(0).text.starts_with("Rye, warm"));
    });
}

#[test]
fn what_a_network_does_not_take_of_a_film_is_told_before_anything_is_planned() {
    on_both(async |bed| {
        let house = House::of(bed).await;
        let film = bring(&house, &Film::default().bytes()).await.unwrap();
        let other = bring(&house, &Film { millis: 40_000, ..Film::default() }.bytes()).await.unwrap();
        let long = bring(&house, &Film { millis: 200_000, ..Film::default() }.bytes()).await.unwrap();
        let new = bring(&house, &Film { video: *b"av01", ..Film::default() }.bytes()).await.unwrap();
        let (mastodon, bluesky) = (house.account(Network::Mastodon).await, house.account(Network::Bluesky).await);
        let (lemmy, telegram) = (house.account(Network::Lemmy).await, house.account(Network::Telegram).await);
        assert_eq!(refused(&house, &mastodon, &[&film, &other]).await, "films_too_many");
        assert_eq!(refused(&house, &bluesky, &[&long]).await, "film_too_long");
        assert_eq!(refused(&house, &telegram, &[&new]).await, "film_codec");
        assert_eq!(refused(&house, &lemmy, &[&film]).await, "film_not_taken");
        let mut new = written(&[&bluesky], &[]);
        new.card.picture = Some(film);
        let told = house.plan(new).await;
        assert!(matches!(told, Err(Fault::Wrong { code: "picture_unusable", .. })), "{told:?}");
    });
}
