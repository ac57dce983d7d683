//! Pictures: what is taken, what is kept of it, and how it goes along.

use std::io::Cursor;

use image::{DynamicImage, ImageFormat, RgbImage};
use jiff::SignedDuration;
use market::Fault;
use market::account::Account;
use market::deliver::State;
use market::media::{self, digest, fitted, taken};
use market::post::{Card, Chosen, New, Variant};
use networks::pictures::taken_by;
use networks::publish::Medium;
use sandbox::social::{Fault as Trouble, Network, Step};
use store::test_bed::on_both;

use crate::desk::House;

/// Noise, which no format makes small.
fn noise(width: u32, height: u32) -> DynamicImage {
    let mut state = 7_u32;
    let mut next = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 24) as u8
    };
    RgbImage::from_fn(width, height, |_, _| image::Rgb([next(), next(), next()])).into()
}

fn file(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut file = Cursor::new(Vec::new());
    picture.write_to(&mut file, format).unwrap();
    file.into_inner()
}

fn plain(width: u32, height: u32) -> DynamicImage {
    RgbImage::from_pixel(width, height, image::Rgb([200, 120, 40])).into()
}

/// A JPEG into which a camera wrote how it was held, and where it was.
fn from_a_camera(picture: &DynamicImage) -> Vec<u8> {
    let mut exif = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0".to_vec();
    exif.extend_from_slice(b"52.5200 N 13.4050 E");
    let whole = file(picture, ImageFormat::Jpeg);
    let length = u16::try_from(exif.len() + 2).unwrap().to_be_bytes();
    [&whole[..2], &[0xff, 0xe1], &length, &exif, &whole[2..]].concat()
}

fn refused(bytes: &[u8]) -> String {
    match taken(bytes) {
        Err(Fault::Wrong { says, .. }) => says,
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_a_file_is_its_bytes_say_and_why_it_is_not_taken_is_told() {
    let mut broken = file(&noise(64, 64), ImageFormat::Gif);
    broken.truncate(broken.len() / 2);
    let mut huge = file(&plain(1, 1), ImageFormat::Png);
    huge[16..20].copy_from_slice(&40_000_u32.to_be_bytes());
    huge[20..24].copy_from_slice(&40_000_u32.to_be_bytes());
    for (bytes, says) in [
        (b"\0\0\0\x18ftypisom\0\0\0\0".to_vec(), "this is a film, whatever it is called"),
        (b"\x1a\x45\xdf\xa3\x01\0\0\0".to_vec(), "this is a film"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic".to_vec(), "HEIC"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'></svg>".to_vec(), "networks take no SVG"),
        (b"%PDF-1.7".to_vec(), "this is a PDF"),
        (b"<!doctype html>".to_vec(), "this is no picture"),
        (Vec::new(), "the file is empty"),
        (broken, "this GIF is broken"),
        (huge, "the picture has 40000 × 40000 pixels"),
        (file(&noise(64, 64), ImageFormat::Png)[..3_000].to_vec(), "this PNG is broken"),
        (vec![0; media::AT_MOST + 1], "at most 20 MB"),
    ] {
        let told = refused(&bytes);
        assert!(told.contains(says), "{says}: {told}");
    }
}

#[test]
fn what_a_camera_wrote_into_a_picture_is_not_kept_and_the_picture_stands_upright() {
    let picture = from_a_camera(&plain(40, 20));
    assert!(picture.windows(7).any(|part| part == b"52.5200"));
    let kept = taken(&picture).unwrap();
    assert!(!kept.bytes.windows(7).any(|part| part == b"52.5200"));
    assert!(!kept.bytes.windows(4).any(|part| part == b"Exif"));
    let upright = image::load_from_memory(&kept.bytes).unwrap();
    assert_eq!((upright.width(), upright.height()), (20, 40));
}

#[test]
fn a_picture_is_made_as_small_as_its_network_wants_it_the_same_each_time() {
    let room = &taken_by("bluesky").each;
    let small = file(&plain(80, 60), ImageFormat::Jpeg);
    assert_eq!(fitted(&small, room).unwrap(), small, "what fits stays as it is");
    let large = file(&noise(2_400, 1_200), ImageFormat::Png);
    assert!(large.len() as u64 > room.bytes);
    let (one, other) = (fitted(&large, room).unwrap(), fitted(&large, room).unwrap());
    assert_eq!(digest(&one), digest(&other));
    assert!(one.len() as u64 <= room.bytes, "{}", one.len());
    let shown = image::load_from_memory(&one).unwrap();
    assert!(shown.width() <= room.side && shown.width() / shown.height() == 2, "{} {}", shown.width(), shown.height());
}

async fn keep(house: &House, bytes: Vec<u8>) -> Medium {
    media::keep(&house.desk, ("s", "A"), bytes.into()).await.unwrap()
}

fn written(accounts: &[&Account], media: Vec<Chosen>, picture: Option<Medium>) -> New {
    let accounts = accounts.iter().map(|it| Variant { account: it.id.clone(), text: None, bare: false });
    New {
        text: "Rye, warm".to_owned(),
        page: Some("https://bakery.example/rye".to_owned()),
        card: Card { title: "Rye".to_owned(), picture, ..Card::default() },
        media,
        zone: "Europe/Berlin".to_owned(),
        accounts: accounts.collect(),
        ..New::default()
    }
}

#[test]
fn a_links_card_brings_its_picture_where_whoever_posts_brings_the_card() {
    on_both(async |bed| {
        let house = House::of(bed).await;
        let (bluesky, mastodon) = (house.account(Network::Bluesky).await, house.account(Network::Mastodon).await);
        let picture = keep(&house, file(&noise(1_200, 630), ImageFormat::Png)).await;
        house.social.fault(Network::Bluesky, Trouble::LostAfter.on(Step::Upload));
        let new = written(&[&bluesky, &mastodon], Vec::new(), Some(picture.clone()));
        let post = house.plan(new).await.unwrap();
        house.until_over().await;
        assert_eq!(house.states(&post).await, vec![(State::Live, None); 2]);
        let card = house.social.posts(Network::Bluesky).remove(0).card.unwrap();
        let sent = card.picture.unwrap();
        assert_ne!(sent, picture.digest, "it was too heavy as it was");
        let kept = media::blob(&house.desk.data, &sent).await.unwrap().unwrap();
        assert!(kept.bytes.len() <= 1_000_000 && kept.kind == "image/jpeg");
        assert_eq!(house.social.posts(Network::Mastodon).remove(0).media, Vec::new());
        for network in [Network::Bluesky, Network::Mastodon] {
            assert_eq!(house.social.count(network), 1, "{network}");
            assert_eq!(house.social.complaints(network), Vec::<String>::new());
        }
    });
}

#[test]
fn a_posts_pictures_go_along_in_their_order_with_what_is_said_of_them() {
    on_both(async |bed| {
        let house = House::of(bed).await;
        let (bluesky, mastodon) = (house.account(Network::Bluesky).await, house.account(Network::Mastodon).await);
        let one = keep(&house, file(&plain(300, 200), ImageFormat::Png)).await;
        let other = keep(&house, file(&plain(200, 300), ImageFormat::WebP)).await;
        let chosen = |it: &Medium, alt: &str| Chosen { digest: it.digest.clone(), alt: alt.to_owned() };
        for network in [Network::Bluesky, Network::Mastodon] {
            house.social.fault(network, Trouble::LostAfter.on(Step::Upload));
        }
        let media = vec![chosen(&one, "A loaf"), chosen(&other, "Its crumb")];
        let post = house.plan(written(&[&bluesky, &mastodon], media, Some(one.clone()))).await.unwrap();
        house.until_over().await;
        assert_eq!(house.states(&post).await, vec![(State::Live, None); 2]);
        for network in [Network::Bluesky, Network::Mastodon] {
            let posted = house.social.posts(network).remove(0);
            let told: Vec<_> = posted.media.iter().map(|it| (&*it.digest, it.alt.as_deref())).collect();
            assert_eq!(told, [(&*one.digest, Some("A loaf")), (&*other.digest, Some("Its crumb"))], "{network}");
            assert_eq!(house.social.count(network), 1, "{network}");
            assert_eq!(house.social.complaints(network), Vec::<String>::new(), "{network}");
        }
        // Whoever chose pictures wants them seen.
        assert_eq!(house.social.posts(Network::Bluesky).remove(0).card, None);
    });
}

#[test]
fn more_pictures_than_a_network_takes_are_told_before_anything_is_planned() {
    on_both(async |bed| {
        let house = House::of(bed).await;
        let account = house.account(Network::Bluesky).await;
        let it = keep(&house, file(&plain(9, 9), ImageFormat::Png)).await;
        let media = vec![Chosen { digest: it.digest.clone(), alt: String::new() }; 5];
        let refused = house.plan(written(&[&account], media, None)).await;
        assert!(matches!(refused, Err(Fault::Wrong { code: "pictures_too_many", .. })), "{refused:?}");
        let strange = vec![Chosen { digest: "0".repeat(64), alt: String::new() }];
        let refused = house.plan(written(&[&account], strange, None)).await;
        assert!(matches!(refused, Err(Fault::Unknown("picture"))), "{refused:?}");
    });
}

#[test]
fn a_picture_that_no_post_carries_goes_after_a_month() {
    on_both(async |bed| {
        let house = House::of(bed).await;
        let account = house.account(Network::Mastodon).await;
        let used = keep(&house, file(&plain(30, 30), ImageFormat::Png)).await;
        let carded = keep(&house, file(&plain(31, 30), ImageFormat::Png)).await;
        let unused = keep(&house, file(&plain(32, 30), ImageFormat::Png)).await;
        let media = vec![Chosen { digest: used.digest.clone(), alt: String::new() }];
        house.plan(written(&[&account], media, Some(carded.clone()))).await.unwrap();
        for it in [&used, &carded, &unused] {
            let file = std::fs::File::options().write(true).open(house.desk.data.join(media::FOLDER).join(&it.digest));
            file.unwrap().set_modified(std::time::UNIX_EPOCH).unwrap();
        }
        assert_eq!(media::sweep(&house.desk).await.unwrap(), 0);
        house.later(SignedDuration::from_hours(32 * 24)).await;
        assert_eq!(media::sweep(&house.desk).await.unwrap(), 1);
        assert!(media::known(&house.desk.db, "s", &unused.digest).await.is_err());
        for it in [used, carded] {
            assert!(media::known(&house.desk.db, "s", &it.digest).await.is_ok());
            assert!(media::blob(&house.desk.data, &it.digest).await.unwrap().is_some());
        }
    });
}

#[test]
fn a_picture_whose_file_is_gone_is_told_and_nothing_goes_out_without_it() {
    on_both(async |bed| {
        let house = House::of(bed).await;
        let (bluesky, mastodon) = (house.account(Network::Bluesky).await, house.account(Network::Mastodon).await);
        let it = keep(&house, file(&plain(30, 30), ImageFormat::Png)).await;
        let media = vec![Chosen { digest: it.digest.clone(), alt: String::new() }];
        let post = house.plan(written(&[&bluesky, &mastodon], media, None)).await.unwrap();
        std::fs::remove_file(house.desk.data.join(media::FOLDER).join(&it.digest)).unwrap();
        house.until_over().await;
        for (state, says) in house.states(&post).await {
            assert_eq!(state, State::Refused);
            assert!(says.unwrap().contains("not in the data folder any more"));
        }
        assert_eq!(house.social.count(Network::Bluesky) + house.social.count(Network::Mastodon), 0);
    });
}
