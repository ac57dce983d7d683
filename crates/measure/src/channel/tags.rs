//! Tags: what an address's own parameters say, in the words of `data/media.txt` and in the marks that places add.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::address::{Asked, value};
use super::evidence::Evidence;
use super::places::{Hint, Kind, PLACES, Place};
use super::table;

/// Kinds of media, as bits: one medium may be several.
pub(super) mod medium {
    pub(in crate::channel) const PAID: u16 = 1;
    pub(in crate::channel) const PAID_SEARCH: u16 = 1 << 1;
    pub(in crate::channel) const DISPLAY: u16 = 1 << 2;
    pub(in crate::channel) const SOCIAL: u16 = 1 << 3;
    pub(in crate::channel) const SHARE: u16 = 1 << 4;
    pub(in crate::channel) const EMAIL: u16 = 1 << 5;
    pub(in crate::channel) const PRINT: u16 = 1 << 6;
    pub(in crate::channel) const PRESS: u16 = 1 << 7;
    pub(in crate::channel) const SEARCH: u16 = 1 << 8;
}

/// What a parameter's name means.
#[derive(Clone, Copy, Default)]
struct Means {
    tag: Option<Tag>,
    /// Only advertisements have it, those of this place.
    ad_of: Option<&'static Place>,
    /// A campaign's, a set's or an ad's number.
    number: bool,
    mark: Option<Hint>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Tag {
    Source,
    Medium,
    Campaign,
    Content,
}

#[derive(Default)]
struct Words {
    names: FxHashMap<&'static str, Means>,
    media: FxHashMap<&'static str, u16>,
    ads_of: FxHashMap<&'static str, &'static Place>,
}

/// Tags by their names, of this and of two other habits.
const TAGS: &[(&str, Tag)] = &[
    ("utm_source", Tag::Source),
    ("utm_medium", Tag::Medium),
    ("utm_campaign", Tag::Campaign),
    ("utm_content", Tag::Content),
    ("mtm_source", Tag::Source),
    ("mtm_medium", Tag::Medium),
    ("mtm_campaign", Tag::Campaign),
    ("mtm_content", Tag::Content),
    ("pk_source", Tag::Source),
    ("pk_medium", Tag::Medium),
    ("pk_campaign", Tag::Campaign),
    ("pk_content", Tag::Content),
];

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let mut all = Words::default();
    for (name, tag) in TAGS {
        all.names.entry(name).or_default().tag = Some(*tag);
    }
    for [what, words] in table::rows(include_str!("../../data/media.txt")) {
        let (what, place) = what.split_once(' ').map_or((what, None), |(what, id)| (what, PLACES.named(id)));
        let bit = match what {
            "paid" => medium::PAID,
            "paid_search" => medium::PAID_SEARCH,
            "display" => medium::DISPLAY,
            "social" => medium::SOCIAL,
            "share" => medium::SHARE,
            "email" => medium::EMAIL,
            "print" => medium::PRINT,
            "press" => medium::PRESS,
            "search" => medium::SEARCH,
            _ => 0,
        };
        for word in words.split(' ').filter(|word| !word.is_empty()) {
            match (what, place) {
                ("ads_of", Some(place)) => drop(all.ads_of.insert(word, place)),
                ("ad_parameter", place) => all.names.entry(word).or_default().ad_of = place,
                ("ad_number", _) => all.names.entry(word).or_default().number = true,
                _ => *all.media.entry(word).or_default() |= bit,
            }
        }
    }
    for (name, hint) in PLACES.marks() {
        all.names.entry(name).or_default().mark = Some(hint);
    }
    all
});

/// What is kept of the parameter `name`, if it is evidence: a tag with its value, and of a mark of a network or of an
/// advertisement that it was there, for its value is another one for each visitor.
pub(crate) fn kept<'v>(name: &str, value: &'v str) -> Option<&'v str> {
    let means = WORDS.names.get(name)?;
    Some(if means.tag.is_some() || means.number { value } else { "1" })
}

/// What the parameters of one address say.
#[derive(Default)]
pub(super) struct Tags {
    /// There is a tag, whatever it says.
    pub(super) tagged: bool,
    /// The place that the source names.
    pub(super) source: Option<&'static Place>,
    /// A source that the network itself writes, so that nobody need have tagged the link: `ig`, `fb`.
    pub(super) source_by_itself: bool,
    /// Kinds of the medium.
    pub(super) medium: u16,
    /// There is a medium.
    pub(super) has_medium: bool,
    /// The content is `link_in_bio`.
    pub(super) in_bio: bool,
    /// A campaign of our books is named.
    pub(super) our_campaign: bool,
    /// A number of a connected ad account is named.
    pub(super) our_ad: bool,
    /// A parameter that only advertisements have, and whose.
    pub(super) ad_of: Option<&'static Place>,
    /// The source is one of advertisements, and of whom.
    pub(super) ads_of: Option<&'static Place>,
    /// The mark of a network.
    pub(super) mark: Option<Hint>,
    /// The mark of a service that sends newsletters.
    pub(super) mailed: bool,
}

/// What of an address is evidence, from its question mark on and without that.
pub(crate) fn telling(url: &str) -> String {
    let mut telling = String::new();
    for (name, raw) in Asked::of(url).parameters() {
        let Some(raw) = kept(name, raw) else { continue };
        if !telling.is_empty() {
            telling.push('&');
        }
        telling.extend([name, "=", raw]);
    }
    telling
}

impl Tags {
    pub(super) fn is(&self, bits: u16) -> bool {
        self.medium & bits != 0
    }

    /// What `asked` says, where the books and ad accounts of `evidence` are ours.
    pub(super) fn of(asked: Asked<'_>, evidence: &Evidence<'_>) -> Self {
        let mut tags = Self::default();
        if !asked.has_parameters() {
            return tags;
        }
        for (name, raw) in asked.parameters() {
            let Some(means) = WORDS.names.get(name) else { continue };
            tags.ad_of = tags.ad_of.or(means.ad_of);
            if let Some(hint) = means.mark {
                match hint.place.kind {
                    Kind::Mail => tags.mailed = true,
                    _ => tags.mark = tags.mark.or(Some(hint)),
                }
            }
            if means.tag.is_none() && !means.number {
                continue;
            }
            let said = value(raw);
            let said = said.trim();
            tags.our_ad |= means.number && evidence.ads.iter().any(|ours| said.eq_ignore_ascii_case(ours));
            if let Some(tag) = means.tag {
                tags.tagged = true;
                tags.our_campaign |= evidence.campaigns.iter().any(|ours| said.eq_ignore_ascii_case(ours));
                match tag {
                    Tag::Source => tags.read_source(said),
                    Tag::Medium => tags.read_medium(said),
                    Tag::Content => tags.in_bio |= said == "link_in_bio",
                    Tag::Campaign => {}
                }
            }
        }
        tags
    }

    fn read_source(&mut self, said: &str) {
        self.ads_of = whole(said, |word| WORDS.ads_of.get(word).copied());
        self.source = self.ads_of.or_else(|| PLACES.source(said));
        self.source_by_itself = matches!(said, "ig" | "fb");
    }

    fn read_medium(&mut self, said: &str) {
        self.has_medium = !said.is_empty();
        let bits = |word: &str| WORDS.media.get(word).copied().unwrap_or(0);
        let mut denied = false;
        for part in said.split(|sign: char| !sign.is_alphanumeric()) {
            self.medium |= bits(part);
            denied |= matches!(part, "non" | "not" | "no");
        }
        self.medium |= whole(said, |word| Some(bits(word))).unwrap_or(0);
        if denied {
            self.medium &= !(medium::PAID | medium::PAID_SEARCH | medium::DISPLAY);
        }
    }
}

/// What `find` says of `said` without all that is no letter or digit.
fn whole<T>(said: &str, find: impl Fn(&str) -> Option<T>) -> Option<T> {
    if said.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return find(said);
    }
    let word: String = said.chars().filter(|sign| sign.is_alphanumeric()).take(40).collect();
    find(&word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tags(query: &str) -> Tags {
        let url = format!("https://shop.example/?{query}");
        Tags::of(Asked::of(&url), &Evidence::default())
    }

    #[test]
    fn a_medium_is_read_by_its_words_never_by_a_part_of_one() {
        for (medium, paid) in [
            ("cpc", true),
            ("paid-social", true),
            ("PaidSocial", true),
            ("social_cpc", true),
            ("Paid%20Social", true),
            ("cpanel", false),
            ("unpaid", false),
            ("non-paid", false),
            ("post", false),
            ("podcast", false),
            ("pr", false),
            ("print", false),
            ("recap", false),
            ("downloads", false),
        ] {
            assert_eq!(tags(&format!("utm_medium={medium}")).is(medium::PAID), paid, "{medium}");
        }
    }

    #[test]
    fn every_row_of_the_table_says_something_that_is_understood() {
        let text = include_str!("../../data/media.txt");
        let mut rows = 0;
        for [what, words] in table::rows(text) {
            rows += 1;
            assert!(!words.is_empty());
            match what.split_once(' ') {
                Some(("ads_of" | "ad_parameter", id)) => assert!(PLACES.named(id).is_some(), "{id}"),
                Some(_) => panic!("{what}"),
                None if what == "ad_number" => {}
                None => {
                    let word = words.split(' ').next().unwrap();
                    assert!(WORDS.media.get(word).is_some_and(|bits| *bits != 0), "{what}");
                }
            }
        }
        assert_eq!(rows, table::lines(text).count());
    }

    #[test]
    fn a_network_s_own_mark_is_no_proof_of_money() {
        let tags = tags("fbclid=IwAR0");
        assert!(tags.ad_of.is_none() && tags.mark.is_some_and(|hint| !hint.perhaps_ad));
    }
}
