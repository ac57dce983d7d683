//! No text has no count, and none takes long.

use std::time::{Duration, Instant};

use proptest::prelude::*;

use super::super::bluesky::shown;
use super::super::limits::LIMITS;
use super::super::{Count, Counted, Unit, Words};

/// Each rule once, whichever networks share it.
fn rules() -> Vec<Count> {
    let mut rules: Vec<Count> = LIMITS.iter().map(|limit| limit.count).collect();
    rules.dedup_by_key(|rule| std::mem::discriminant(rule));
    rules
}

/// What takes long to count where a reader looks at the same bytes again and again.
const PATTERNS: &[&str] = &[
    "a",
    "a.",
    "a.com",
    ".com ",
    "你.公司",
    "https://",
    "https://a.com/(",
    "a.co/(((",
    "a.co?!",
    "((",
    "@",
    "@a@b.c",
    "#",
    "\u{301}",
    "\u{200d}",
    "🇦",
    "👨\u{200d}👩\u{200d}👧",
    "\u{fe0f}",
    "\u{202e}",
    "\0",
    "\u{fffd}",
    "\u{feff}",
    "e\u{301}",
    "a-",
    "xn--a.",
    "_.",
    "a。",
    "1\u{fe0f}\u{20e3}",
    "한",
    "ᄀ",
    "\u{1100}\u{1161}",
    "@a.com ",
    "#a ",
    "a.com\u{3000}",
];

fn counts_soon(text: &str, pattern: &str) {
    let words = Words { text, warning: "", links: &["https://a.com/", "a.com"] };
    for rule in rules() {
        let started = Instant::now();
        let counted = rule.of(&words);
        let taken = started.elapsed();
        assert!(sound(&counted, text), "{pattern:?} {rule:?}");
        assert!(taken < Duration::from_secs(5), "{pattern:?} {rule:?} {taken:?}");
    }
}

#[test]
fn a_quarter_of_a_megabyte_of_anything_is_counted_soon() {
    for pattern in PATTERNS {
        counts_soon(&pattern.repeat(250_000 / pattern.len()), pattern);
    }
}

#[test]
fn a_megabyte_of_everything_is_counted_soon() {
    let all = PATTERNS.concat();
    counts_soon(&all.repeat(1_000_000 / all.len()), "all");
}

#[test]
fn nothing_is_counted_as_nothing() {
    for limit in LIMITS {
        assert!(limit.count.of(&"".into()).iter().all(|counted| counted.used == 0 && counted.fits()));
    }
}

/// Where it is over it says so, and the place is one of the text.
fn sound(counted: &[Counted], text: &str) -> bool {
    !counted.is_empty()
        && counted.iter().all(|one| match (one.limit, one.over) {
            (Some(limit), Some(over)) => {
                one.used > limit
                    && over.by == one.used - limit
                    && text.is_char_boundary(over.at as usize)
                    && (over.at as usize) < text.len()
            }
            (Some(limit), None) => one.used <= limit,
            (None, over) => over.is_none(),
        })
}

/// Words that networks look at, between any other.
fn words() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        any::<String>(),
        "\\PC{0,6}",
        prop::sample::select(vec![
            "https://",
            "http://",
            "example",
            ".com",
            ".",
            "/",
            "(",
            ")",
            "?",
            "&a=b",
            "@",
            "#",
            "t.co/",
            "xn--",
            "-",
            "_",
            ":80",
            "公司",
            "日本",
            " ",
            "\n",
            "👨\u{200d}👩\u{200d}👧",
            "👍🏽",
            "🇩🇪",
            "1\u{fe0f}\u{20e3}",
            "e\u{301}",
            "\u{202e}",
            "\0",
            "\u{fffd}",
        ])
        .prop_map(str::to_owned),
    ];
    prop::collection::vec(part, 0..12).prop_map(|parts| parts.concat())
}

proptest! {
    #[test]
    fn any_text_has_a_count_under_any_rule(text in words(), limit in 0_u32..40) {
        let counts = [
            Count::X { limit },
            Count::Bluesky { characters: limit, bytes: limit },
            Count::Mastodon { limit, address: 23 },
            Count::Instagram { limit, hashtags: 1, mentions: 1 },
            Count::Threads { limit },
            Count::Plain { limit, unit: Unit::Utf16 },
            Count::Plain { limit, unit: Unit::CodePoint },
            Count::Plain { limit, unit: Unit::Byte },
            Count::Plain { limit, unit: Unit::Character },
            Count::Endless,
        ];
        for count in counts {
            let counted = count.of(&text.as_str().into());
            prop_assert!(sound(&counted, &text), "{count:?} {counted:?}");
        }
    }

    #[test]
    fn bytes_that_are_no_text_are_counted_once_they_were_replaced(bytes in prop::collection::vec(any::<u8>(), 0..60)) {
        let text = String::from_utf8_lossy(&bytes);
        let counted = Count::X { limit: 3 }.of(&text.as_ref().into());
        prop_assert!(sound(&counted, &text));
    }

    #[test]
    fn facets_are_in_order_and_between_characters(text in words()) {
        let (posted, facets) = shown(&text, &["https://example.com"]);
        let mut behind = 0;
        for facet in &facets {
            prop_assert!(behind <= facet.start && facet.start < facet.end);
            prop_assert!(posted.get(facet.start as usize..facet.end as usize).is_some());
            behind = facet.end;
        }
    }

    #[test]
    fn what_fits_up_to_the_place_fits(text in "[a-z ]{0,40}", limit in 1_u32..20) {
        let counted = Count::X { limit }.tightest(&text.as_str().into());
        if let Some(over) = counted.over {
            let head = &text[..over.at as usize];
            let fits = Count::X { limit }.fits(&head.into());
            prop_assert!(fits);
        }
    }
}
