//! Texts that nobody would write, and some that somebody did.

use optimize::card::fonts::folder;
use optimize::card::{Fonts, Kind, Recipe, Source, Texts};
use proptest::prelude::*;

use crate::{card, fonts};

fn recipe(kind: Kind, text: &str) -> Recipe {
    let text = || text.to_owned();
    Recipe {
        template: Source::Kind(kind),
        texts: Texts {
            title: text(),
            description: text(),
            site: text(),
            price: text(),
            author: text(),
            date: text(),
            place: text(),
            address: text(),
        },
        ..Recipe::default()
    }
}

#[test]
fn no_text_is_too_long_for_any_template() {
    let fonts = fonts();
    for kind in Kind::ALL {
        for text in ["word ", "W", "石", "مرحبا ", "👩‍👩‍👧‍👦", "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍", "\u{202e}", "\n", "\u{301}", "\u{200d}"]
        {
            card(&recipe(kind, &text.repeat(10_000)), &fonts);
        }
    }
}

#[test]
fn an_overridden_text_is_drawn_as_the_plain_one() {
    let fonts = fonts();
    let [plain, evil] = ["invoicegpj.exe", "invoice\u{202e}gpj.exe\u{2069}\u{200f}"]
        .map(|text| card(&recipe(Kind::Plain, text), &fonts));
    assert_eq!(plain.bytes, evil.bytes);
    assert_eq!(plain.alt, evil.alt);
}

#[test]
fn markup_in_a_text_is_a_text() {
    let fonts = fonts();
    let alt = |text: &str| card(&recipe(Kind::Article, text), &fonts).alt;
    assert!(alt("</text></card><shape width='1200' height='630' ground='brand'/>").starts_with("</text></card><shape"));
    let one = card(&recipe(Kind::Article, "{title}"), &fonts);
    assert!(one.alt.starts_with("{title}"));
}

#[test]
fn a_script_that_no_font_covers_is_named() {
    let (all, few) = (fonts(), Fonts::embedded());
    assert_eq!(few.missing(["Rye 石窯 パン 🎉", "نص שלום Ржаной Γιατί"]), ["Japanese", "emoji"]);
    assert!(all.missing(["Rye 石窯 パン 🎉"]).is_empty());
    assert_eq!(few.missing(["ไทย 한국어 हिन्दी"]), ["Thai", "Korean", "Devanagari"]);
    assert_eq!(few.missing(["中国、日本", "日本、パン。"]), ["Chinese", "Japanese"]);
    assert!(few.missing(["", " \u{202e}\u{200d}", "€ £ © – “”…"]).is_empty());
}

#[test]
fn emoji_without_a_font_take_no_room() {
    let few = Fonts::embedded();
    let [with, without] = ["Feast 🎉 today 🍞", "Feast today"].map(|text| card(&recipe(Kind::Plain, text), &few).bytes);
    assert_eq!(with, without);
}

#[test]
fn broken_fonts_are_skipped_and_named() {
    let folder = tempfile::tempdir().unwrap();
    let good = std::fs::read(crate::here().join("fonts/japanese-400.ttf")).unwrap();
    let mut flipped = good.clone();
    for at in (200..flipped.len()).step_by(7) {
        flipped[at] ^= 0x5a;
    }
    for (name, bytes) in [
        ("a-good.ttf", &good[..]),
        ("cut.ttf", &good[..400]),
        ("empty.otf", b""),
        ("flipped.ttf", &flipped),
        ("page.ttf", b"<!doctype html><title>404</title>"),
        ("packed.woff2", b"wOF2\0\0\0\0"),
        ("readme.txt", b"no font"),
        ("zlib.woff", b"wOFFxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"),
    ] {
        std::fs::write(folder.path().join(name), bytes).unwrap();
    }
    let mut fonts = Fonts::embedded();
    let skipped = folder::read(folder.path(), &mut fonts).unwrap();
    let told: Vec<String> =
        skipped.iter().map(|it| format!("{}: {}", it.path.file_name().unwrap().to_string_lossy(), it.why)).collect();
    for name in [
        "cut.ttf: it is broken",
        "empty.otf: it is broken",
        "page.ttf: it is broken",
        "packed.woff2: it is packed as WOFF2",
        "zlib.woff: it is broken",
    ] {
        assert!(told.iter().any(|line| line.starts_with(name)), "{name} in {told:?}");
    }
    assert!(!told.iter().any(|line| line.contains("good") || line.contains("readme")), "{told:?}");
    // Whatever is left of a broken font draws something or nothing, and never brings the program down.
    card(&recipe(Kind::Article, "石窯で焼いたライ麦パン"), &fonts);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn any_texts_make_a_card(texts in proptest::collection::vec("\\PC{0,200}", 8), kind in 0_usize..6, ground in any::<[u8; 6]>()) {
        let [red, green, blue, r, g, b] = ground;
        let mut texts = texts.into_iter();
        let mut next = || texts.next().unwrap_or_default();
        let recipe = Recipe {
            template: Source::Kind(Kind::ALL[kind]),
            texts: Texts {
                title: next(), description: next(), site: next(), price: next(),
                author: next(), date: next(), place: next(), address: next(),
            },
            brand: optimize::card::Brand {
                colour: format!("#{red:02x}{green:02x}{blue:02x}").parse().unwrap(),
                ground: format!("#{r:02x}{g:02x}{b:02x}").parse().unwrap(),
                ..Default::default()
            },
        };
        card(&recipe, &Fonts::embedded());
    }
}
