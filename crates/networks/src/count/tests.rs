use super::bluesky::{Facet, Target, shown};
use super::limits::{LIMITS, Part, limit};
use super::{Count, Counted, Over, Unit, Words};
use crate::id;

mod hostile;

const X: Count = Count::X { limit: 280 };
const BLUESKY: Count = Count::Bluesky { characters: 300, bytes: 3_000 };
const MASTODON: Count = Count::Mastodon { limit: 500, address: 23 };

const FAMILY: &str = "👨\u{200d}👩\u{200d}👧\u{200d}👦";
const RAINBOW: &str = "🏳\u{fe0f}\u{200d}🌈";

/// An address of 203 characters, as links with campaign parameters are.
fn long_address() -> String {
    let start = "https://shop.example.com/spring?utm_source=";
    format!("{start}{}", "a".repeat(203 - start.len()))
}

fn used(count: Count, text: &str) -> u32 {
    count.tightest(&text.into()).used
}

fn fits(count: Count, text: &str) -> bool {
    count.fits(&text.into())
}

#[test]
fn fifty_families_are_short_for_everybody() {
    let text = FAMILY.repeat(50);
    assert_eq!(used(X, &text), 100);
    assert_eq!(BLUESKY.of(&text.as_str().into())[0].used, 50);
    assert_eq!(used(MASTODON, &text), 50);
    assert!(fits(X, &text) && fits(BLUESKY, &text) && fits(MASTODON, &text));
}

#[test]
fn sixty_rainbow_flags_are_short_for_everybody() {
    let text = RAINBOW.repeat(60);
    assert_eq!(used(X, &text), 120);
    assert_eq!(BLUESKY.of(&text.as_str().into())[0].used, 60);
    assert_eq!(used(MASTODON, &text), 60);
}

#[test]
fn a_long_address_costs_23_on_x_and_mastodon_and_is_shortened_on_bluesky() {
    let text = format!("{} {}", "a".repeat(250), long_address());
    assert_eq!(used(X, &text), 274);
    assert_eq!(used(MASTODON, &text), 274);
    let shortened = "shop.example.com/spring?utm_s...".len() as u32;
    assert_eq!(BLUESKY.of(&text.as_str().into())[0].used, 251 + shortened);
    assert!(fits(X, &text) && fits(BLUESKY, &text) && fits(MASTODON, &text));
}

#[test]
fn four_hundred_and_sixty_letters_and_an_address_fit_on_mastodon_alone() {
    let text = format!("{} {}", "a".repeat(460), long_address());
    assert_eq!(used(X, &text), 484);
    assert_eq!(used(MASTODON, &text), 484);
    assert!(!fits(X, &text) && !fits(BLUESKY, &text) && fits(MASTODON, &text));
}

#[test]
fn of_a_mention_of_another_server_mastodon_counts_the_name() {
    let text = format!("@anna@a-rather-long-server.example.org {}", "a".repeat(470));
    assert_eq!(used(MASTODON, &text), 476);
    assert!(fits(MASTODON, &text) && !fits(X, &text));
}

#[test]
fn a_hundred_and_fifty_syllables_are_300_to_x_and_150_to_the_others() {
    let text = "कि".repeat(150);
    assert_eq!(used(X, &text), 300);
    assert_eq!(BLUESKY.of(&text.as_str().into())[0].used, 150);
    assert_eq!(used(MASTODON, &text), 150);
    assert!(!fits(X, &text) && fits(BLUESKY, &text) && fits(MASTODON, &text));
}

#[test]
fn x_finds_addresses_as_its_own_program_does() {
    for (text, weight) in [
        ("example.com", 23),
        ("see example.com/path.", 28),
        ("(https://en.wikipedia.org/wiki/Rust_(language))", 25),
        ("https://example.com/a?b=c!", 24),
        ("https://example.com/a(b)(c)", 23),
        ("https://example.com/a.(b)", 27),
        ("https://example.com/a.(b)c", 23),
        ("http://例え.jp/試", 25),
        ("例え.jp", 7),
        ("見てexample.comです", 31),
        ("me@example.com", 14),
        ("#example.com @example.com", 25),
        ("-example.com", 12),
        ("example.c", 9),
        ("https://t.co/abcd/more", 28),
        ("HTTPS://EXAMPLE.COM", 23),
        ("https://user_name.example.com:8080/", 23),
        ("https://example.com/ https://example.com/", 47),
        ("\u{202a}https://example.com\u{202c}", 27),
    ] {
        assert_eq!(used(X, text), weight, "{text}");
    }
}

#[test]
fn x_counts_a_letter_with_its_accent_once_however_it_is_written() {
    assert_eq!(used(X, "caf\u{e9}"), 4);
    assert_eq!(used(X, "cafe\u{301}"), 4);
    assert_eq!(used(X, "日本語"), 6);
    assert_eq!(used(X, "“quoted” – and…"), 16);
}

#[test]
fn x_counts_an_emoji_as_two_if_it_knows_it() {
    for (text, weight) in [
        ("👍🏽", 2),
        ("1\u{fe0f}\u{20e3}", 2),
        ("🇺🇳", 2),
        ("©\u{fe0f}", 2),
        ("©", 1),
        ("❤\u{fe0f}", 2),
        ("❤\u{fe0e}", 4),
        ("🧑\u{200d}🤝\u{200d}🧑", 8),
    ] {
        assert_eq!(used(X, text), weight, "{text}");
    }
}

#[test]
fn what_x_refuses_is_said_with_its_place() {
    let counted = X.tightest(&"ab\u{feff}".into());
    let refused = Counted { used: 1, limit: Some(0), unit: Unit::Refused, over: Some(Over { by: 1, at: 2 }) };
    assert_eq!(counted, refused);
}

#[test]
fn the_place_where_it_no_longer_fits_is_one_of_the_text_as_it_was_written() {
    let at = |count: Count, text: &str| count.tightest(&text.into()).over.map(|over| (over.by, over.at));
    // Each é is two bytes longer as it is written than in NFC.
    assert_eq!(at(Count::X { limit: 3 }, "e\u{301}e\u{301}e\u{301}xy"), Some((2, 9)));
    assert_eq!(at(Count::X { limit: 10 }, "see https://example.com/"), Some((17, 4)));
    assert_eq!(at(Count::X { limit: 3 }, &format!("aa{FAMILY}b")), Some((2, 2)));
    assert_eq!(at(Count::Mastodon { limit: 26, address: 23 }, "ab https://example.com/path cd"), Some((3, 27)));
    assert_eq!(at(Count::Bluesky { characters: 15, bytes: 99 }, "ab https://example.com/path cd"), Some((7, 3)));
    assert_eq!(at(Count::Plain { limit: 3, unit: Unit::Utf16 }, "ab😀c"), Some((2, 2)));
    assert_eq!(at(Count::Plain { limit: 4, unit: Unit::Utf16 }, "ab😀c"), Some((1, 6)));
}

#[test]
fn what_is_left_is_told_below_zero_too() {
    let counted = X.tightest(&"abc".into());
    assert_eq!((counted.used, counted.limit, counted.left(), counted.fits()), (3, Some(280), Some(277), true));
    assert_eq!(Count::X { limit: 2 }.tightest(&"abc".into()).left(), Some(-1));
    assert_eq!(Count::Endless.tightest(&"abc".into()).left(), None);
}

#[test]
fn mastodon_counts_the_warning_as_it_is() {
    let words = Words { text: "https://example.com/", warning: "https://example.com/", links: &[] };
    assert_eq!(MASTODON.tightest(&words).used, 43);
    let blank = Words { text: " \n", warning: "ab", links: &[] };
    assert_eq!(MASTODON.tightest(&blank).used, 2);
}

#[test]
fn mastodon_shortens_what_it_will_link_and_nothing_else() {
    for (text, length) in [
        ("example.com", 11),
        ("https://example.com/ü", 23),
        ("https://example.com/a.(b)", 23),
        ("https://example.com/a(日本)", 27),
        ("https://example.com/a(日本)b", 23),
        ("gemini://example.org/a", 23),
        ("@anna", 5),
        ("@anna@example.org.", 6),
        ("x@anna@example.org", 18),
        ("/@anna@example.org", 18),
        ("@anna@example.org@more", 22),
        ("@an-na.b@例え.jp", 8),
        ("https://example.org/@anna@example.com", 23),
    ] {
        assert_eq!(used(MASTODON, text), length, "{text}");
    }
    assert_eq!(used(Count::Mastodon { limit: 5_000, address: 40 }, "https://example.com/"), 40);
}

#[test]
fn bluesky_shows_the_host_and_the_beginning_of_the_path() {
    let facet = |start, end, to| Facet { start, end, to };
    let link = |address: &str| Target::Link(address.into());
    let address = "https://shop.example.com/spring/sale?utm_source=bluesky";
    let (text, facets) = shown(&format!("Grüße: ({address}). #Ostern @anna.bsky.social!"), &[]);
    assert_eq!(text, "Grüße: (shop.example.com/spring/sale?...). #Ostern @anna.bsky.social!");
    assert_eq!(
        facets,
        [
            facet(10, 42, link(address)),
            facet(45, 52, Target::Tag("Ostern".into())),
            facet(53, 70, Target::Mention("anna.bsky.social".into())),
        ]
    );
    for facet in &facets {
        assert!(text.get(facet.start as usize..facet.end as usize).is_some());
    }
    assert_eq!(
        shown("https://example.com/", &[]),
        ("example.com".into(), vec![facet(0, 11, link("https://example.com/"))])
    );
    assert_eq!(
        shown("example.com/a", &[]),
        ("example.com/a".into(), vec![facet(0, 13, link("https://example.com/a"))])
    );
}

#[test]
fn bluesky_links_what_we_minted_wherever_it_stands() {
    let minted = "https://example.com/p?e=k3v9xq";
    let (text, facets) = shown(&format!("見て{minted}です"), &[minted]);
    assert_eq!(text, "見てexample.com/p?e=k3v9xqです");
    assert_eq!(facets, [Facet { start: 6, end: 28, to: Target::Link(minted.into()) }]);
    let (text, facets) = shown(&format!("{minted}zz"), &[minted]);
    assert_eq!((text.as_str(), facets.len()), ("example.com/p?e=k3v9xqzz", 1));
    assert_eq!(facets[0].to, Target::Link(format!("{minted}zz")));
}

#[test]
fn bluesky_knows_shares_by_their_sign() {
    let (_, facets) = shown("($tsla) costs $5, $toolong $A.", &[]);
    let tags: Vec<_> = facets.iter().map(|facet| (facet.start, facet.end, &facet.to)).collect();
    assert_eq!(tags, [(1, 6, &Target::Tag("$TSLA".into())), (27, 29, &Target::Tag("$A".into()))]);
}

#[test]
fn bluesky_takes_no_address_for_what_is_none() {
    for text in [
        "e.g. this",
        "3.5 and a.b",
        "https://",
        "me@example.com",
        "#",
        "#123",
        "#\u{fe0f}\u{20e3}",
        "@anna",
        "@anna.zz",
    ] {
        assert_eq!(shown(text, &[]), (text.to_owned(), vec![]), "{text}");
    }
}

#[test]
fn a_limit_that_counts_bytes_comes_first_where_it_is_fuller() {
    let counted = BLUESKY.tightest(&FAMILY.repeat(130).as_str().into());
    assert_eq!((counted.used, counted.limit, counted.unit), (3_250, Some(3_000), Unit::Byte));
    assert_eq!(counted.over, Some(Over { by: 250, at: 3_000 }));
}

#[test]
fn instagram_counts_hashtags_and_mentions_beside_the_letters() {
    let count = Count::Instagram { limit: 2_200, hashtags: 2, mentions: 1 };
    let counted = count.of(&"#a a#b #c #d @e # @".into());
    let used: Vec<u32> = counted.iter().map(|counted| counted.used).collect();
    assert_eq!(used, [19, 3, 1]);
    assert_eq!(counted[1].over, Some(Over { by: 1, at: 10 }));
}

#[test]
fn threads_counts_an_emoji_by_its_bytes() {
    assert_eq!(used(Count::Threads { limit: 500 }, "aé1😀"), 7);
}

#[test]
fn every_limit_has_a_rule_and_a_source_and_none_is_there_twice() {
    for (at, one) in LIMITS.iter().enumerate() {
        assert!(!one.evidence.source.is_empty());
        assert!(!LIMITS[..at].iter().any(|other| other.network == one.network && other.part == one.part));
        assert!(!one.count.of(&"text".into()).is_empty());
    }
    assert_eq!(limit(&id::X, Part::Text).map(|limit| limit.count), Some(X));
    assert_eq!(limit(&id::X, Part::Title).map(|limit| limit.count), None);
}
