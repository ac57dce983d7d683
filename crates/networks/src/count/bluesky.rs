//! Bluesky: what is posted is not what was written. The official app shows of an address its host and the beginning of
//! its path, and puts the whole address beside the text, as a facet; so does this.
//!
//! Shapes and rules: lexicon `app.bsky.richtext.facet`; bluesky-social/atproto `rich-text/detection.ts` and `util.ts`, as
//! @atproto/api 0.21.0 has them; bluesky-social/social-app `rich-text-manip.ts` and `url-helpers.ts`, read 2026-11-26.

use std::ops::Range;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory};
use unicode_segmentation::UnicodeSegmentation;
use url::Url;

use super::rewritten::Rewritten;
use super::{Counted, Unit, Words, top_level};

/// A path of more UTF-16 units is cut…
const SHOWN_WHOLE: usize = 15;
/// …after so many.
const SHOWN: usize = 13;
/// Characters of the longest hashtag, without its sign…
const LONGEST_TAG: usize = 64;
/// …and its bytes.
const LONGEST_TAG_BYTES: usize = 640;
/// Letters and digits of the longest sign of a share.
const LONGEST_SHARE: usize = 5;

/// A part of a posted text that leads somewhere.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Facet {
    /// Its first byte in the text.
    pub start: u32,
    /// The byte behind its last.
    pub end: u32,
    /// Where it leads.
    pub to: Target,
}

/// Where a facet leads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Target {
    /// A whole address, with its protocol.
    Link(String),
    /// Somebody's handle, without `@`. The record wants the DID that it stands for.
    Mention(String),
    /// A hashtag, without its sign; the sign of a share, with its `$` and in capitals.
    Tag(String),
}

/// The text as it is posted, and its facets in order. `links` are addresses that are known to stand in `text`.
pub fn shown(text: &str, links: &[&str]) -> (String, Vec<Facet>) {
    let (posted, facets) = written(text, links);
    (posted.text, facets)
}

pub(super) fn count(words: &Words<'_>, characters: u32, bytes: u32) -> Vec<Counted> {
    let (posted, _) = written(words.text, words.links);
    let pieces = || posted.text.grapheme_indices(true).map(|(at, character)| (posted.origin(at), character));
    vec![
        Counted::sum(pieces().map(|(at, _)| (at, 1)), Some(characters), Unit::Character),
        Counted::sum(pieces().map(|(at, character)| (at, character.len() as u64)), Some(bytes), Unit::Byte),
    ]
}

fn written(text: &str, links: &[&str]) -> (Rewritten, Vec<Facet>) {
    let (mut posted, mut facets, mut done) = (Rewritten::default(), Vec::new(), 0);
    for (place, to) in found(text, links) {
        posted.keep(&text[done..place.start], done);
        let start = posted.text.len();
        match &to {
            Target::Link(_) => match short(&text[place.clone()]) {
                Some(short) => posted.put(&short, place.start),
                None => posted.keep(&text[place.clone()], place.start),
            },
            Target::Mention(_) | Target::Tag(_) => posted.keep(&text[place.clone()], place.start),
        }
        done = place.end;
        facets.push(Facet { start: super::whole(start as u64), end: super::whole(posted.text.len() as u64), to });
    }
    posted.keep(&text[done..], done);
    (posted, facets)
}

/// Of an address with its protocol: the host, and the beginning of what follows. `None` where it is shown as it is.
fn short(address: &str) -> Option<String> {
    let address = Url::parse(address).ok().filter(|address| matches!(address.scheme(), "http" | "https"))?;
    let path = match address.path() {
        "/" => "",
        path => path,
    };
    let sign =
        |sign: char, part: Option<&str>| part.filter(|part| !part.is_empty()).map(|part| format!("{sign}{part}"));
    let query = sign('?', address.query()).unwrap_or_default();
    let fragment = sign('#', address.fragment()).unwrap_or_default();
    let behind = format!("{path}{query}{fragment}");
    let port = address.port().map(|port| format!(":{port}")).unwrap_or_default();
    let host = address.host_str().unwrap_or_default();
    // What follows a host is ASCII once it is parsed; should it not be, no character is cut in two.
    let cut = behind.chars().count() > SHOWN_WHOLE;
    let (behind, dots) = if cut { (behind.chars().take(SHOWN).collect(), "...") } else { (behind, "") };
    Some(format!("{host}{port}{behind}{dots}"))
}

/// What in `text` leads somewhere: in order, none within another.
fn found(text: &str, links: &[&str]) -> Vec<(Range<usize>, Target)> {
    let mut found = Vec::new();
    let (mut before, mut next, mut links_from) = (None, 0, 0);
    for (at, c) in text.char_indices() {
        let was = before.replace(c);
        if at < next {
            continue;
        }
        let rest = &text[at..];
        // An address, a mention or a hashtag begins at the beginning, after a space or in brackets; but an address
        // that is known begins wherever it stands.
        let open = was.is_none_or(|was| space(was) || was == '(');
        let mut one = known(rest, links);
        if one.is_none() && open && at >= links_from {
            match link(rest) {
                Some(Run::Link(link)) => one = Some(link),
                Some(Run::NoLink(length)) => links_from = at + length,
                None => {}
            }
        }
        if one.is_none() && open {
            one = mention(rest).or_else(|| share(rest));
        }
        if one.is_none() && was.is_none_or(space) {
            one = tag(rest);
        }
        if let Some((length, behind, to)) = one {
            found.push((at..at + length, to));
            next = at + behind;
        }
    }
    found
}

/// How long it is, from where on one looks again, and where it leads.
type Found = (usize, usize, Target);

/// Characters without a space between.
enum Run {
    /// An address, and perhaps a sign behind it.
    Link(Found),
    /// So many bytes in which no address begins, though the first looked so.
    NoLink(usize),
}

/// The longest of `links` with which `rest` begins and which does not go on there.
fn known(rest: &str, links: &[&str]) -> Option<Found> {
    let here = links.iter().filter(|link| !link.is_empty() && rest.starts_with(**link));
    let link = here.filter(|link| !goes_on(&rest[link.len()..])).max_by_key(|link| link.len())?;
    Some((link.len(), link.len(), Target::Link(with_protocol(link))))
}

/// Whether an address before `rest` is longer than it seemed.
fn goes_on(rest: &str) -> bool {
    let of_address = |c: char| c.is_ascii_alphanumeric() || "/-_%=&#?~+@$*".contains(c);
    let mut rest = rest.chars();
    match rest.next() {
        Some('.' | ',' | ';' | ':' | '!') => rest.next().is_some_and(of_address),
        next => next.is_some_and(of_address),
    }
}

fn with_protocol(address: &str) -> String {
    if has_protocol(address) { address.to_owned() } else { format!("https://{address}") }
}

fn has_protocol(text: &str) -> bool {
    let begins = |with: &str| text.get(..with.len()).is_some_and(|start| start.eq_ignore_ascii_case(with));
    begins("https://") || begins("http://")
}

fn link(rest: &str) -> Option<Run> {
    let protocol = has_protocol(rest);
    let domain = if protocol { None } else { Some(domain(rest)?) };
    let run = rest.find(space).unwrap_or(rest.len());
    let all = &rest[..run];
    if !domain.is_none_or(ends_in_top_level) || (protocol && all.len() <= "https://".len() && all.ends_with('/')) {
        return Some(Run::NoLink(run));
    }
    let mut address = all.strip_suffix(['.', ',', ';', ':', '!', '?']).unwrap_or(all);
    if !address.contains('(') {
        address = address.strip_suffix(')').unwrap_or(address);
    }
    Some(Run::Link((address.len(), run, Target::Link(with_protocol(address)))))
}

/// Words of letters and digits with dots between, with which `text` begins. The first begins with a letter.
fn domain(text: &str) -> Option<&str> {
    let bytes = text.as_bytes();
    let run = |from: usize| bytes[from..].iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
    let mut end = run(0);
    if !bytes.first().is_some_and(u8::is_ascii_alphabetic) {
        return None;
    }
    let first = end;
    while bytes.get(end) == Some(&b'.') && run(end + 1) > 0 {
        end += 1 + run(end + 1);
    }
    (end > first).then(|| &text[..end])
}

fn ends_in_top_level(domain: &str) -> bool {
    domain.rsplit_once('.').is_some_and(|(_, name)| top_level::is(name))
}

fn mention(rest: &str) -> Option<Found> {
    let named = rest.strip_prefix('@')?;
    let run = named.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '.' | '-'))).unwrap_or(named.len());
    let handle = named[..run].trim_end_matches(['.', '-']);
    let cut = named[run..].starts_with('_');
    let real = ends_in_top_level(handle) || handle.rsplit_once('.').is_some_and(|(_, name)| name == "test");
    (real && !cut).then(|| (1 + handle.len(), 1 + handle.len(), Target::Mention(handle.to_owned())))
}

fn tag(rest: &str) -> Option<Found> {
    let sign = rest.chars().next().filter(|sign| matches!(sign, '#' | '\u{ff03}'))?.len_utf8();
    let run = rest[sign..].find(|c: char| space(c) || unseen(c)).map_or(rest.len(), |at| sign + at);
    let all = &rest[sign..run];
    let tag = all.trim_end_matches(punctuation);
    let named = all.chars().any(|c| !c.is_ascii_digit() && !punctuation(c));
    let fits = !tag.is_empty()
        && tag.len() <= LONGEST_TAG_BYTES
        && (tag.len() <= LONGEST_TAG || tag.graphemes(true).count() <= LONGEST_TAG);
    let good = named && fits && !all.starts_with('\u{fe0f}');
    good.then(|| (sign + tag.len(), sign + tag.len(), Target::Tag(tag.to_owned())))
}

/// `$TSLA`
fn share(rest: &str) -> Option<Found> {
    let named = rest.strip_prefix('$')?;
    let run = named.bytes().take(LONGEST_SHARE + 1).take_while(u8::is_ascii_alphanumeric).count();
    let ends = |next: char| space(next) || ".,;:!?)\"'\u{2019}".contains(next);
    let named = named.starts_with(|c: char| c.is_ascii_alphabetic())
        && run <= LONGEST_SHARE
        && named[run..].chars().next().is_none_or(ends);
    named.then(|| (1 + run, 1 + run, Target::Tag(rest[..=run].to_ascii_uppercase())))
}

fn punctuation(c: char) -> bool {
    c.general_category_group() == GeneralCategoryGroup::Punctuation
}

/// White space, as JavaScript has it.
fn space(c: char) -> bool {
    c == '\u{feff}' || (c.is_whitespace() && c != '\u{85}')
}

/// Characters of no width, and the frame of a key.
fn unseen(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{2060}' | '\u{200a}'..='\u{200d}' | '\u{20e2}')
}
