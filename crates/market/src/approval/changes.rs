//! Changes: what is different between two versions of a post, in words for somebody who saw the first one. Pure.

use networks::publish::Medium;
use schemars::JsonSchema;
use serde::Serialize;

use crate::post::version::{For, What};
use crate::post::{OnBreak, Part};

/// Words that are compared one by one: of longer texts the changed middle is told as a whole.
const COMPARED: usize = 2_000;

/// Something that changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "PostChange")]
pub struct Change {
    /// What it is, a sentence.
    pub says: String,
    /// Of a text: what of it stayed, went and came. Elsewhere nothing.
    pub pieces: Vec<Piece>,
}

/// A piece of a text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "PostPiece")]
pub struct Piece {
    /// What became of it.
    pub way: Way,
    /// It.
    pub text: String,
}

/// What became of a piece of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "PostPieceWay")]
pub enum Way {
    /// It stands in both.
    Kept,
    /// It stood in the first alone.
    Gone,
    /// It stands in the second alone.
    New,
}

/// What changed from `before` to `now`. `name`: what accounts are called.
pub fn between(before: &What, now: &What, name: &(dyn Fn(&str) -> String + Sync)) -> Vec<Change> {
    let mut changes = Vec::new();
    text(&mut changes, "The text was changed".to_owned(), &before.text, &now.text);
    accounts(&mut changes, before, now, name);
    if (&before.wall, &before.zone) != (&now.wall, &now.zone) {
        changes.push(said(match (&before.wall, &now.wall) {
            (None, Some(wall)) => format!("It goes out on {}; it had no time before", moment(wall, &now.zone)),
            (Some(wall), None) => {
                format!("It has no time any more; it was to go out on {}", moment(wall, &before.zone))
            }
            (Some(was), Some(wall)) => {
                format!("It goes out on {}, not on {}", moment(wall, &now.zone), moment(was, &before.zone))
            }
            (None, None) => format!("Its time zone is {}, not {}", now.zone, before.zone),
        }));
    }
    if before.page != now.page {
        changes.push(said(match (&before.page, &now.page) {
            (None, Some(page)) => format!("It carries the page {page}"),
            (Some(page), None) => format!("It does not carry the page {page} any more"),
            (was, page) => format!(
                "It carries the page {}, not {}",
                page.as_deref().unwrap_or_default(),
                was.as_deref().unwrap_or_default()
            ),
        }));
    }
    pictures(&mut changes, "", &before.media, &now.media);
    parts(&mut changes, before, now);
    comment(&mut changes, before.first_comment.as_deref(), now.first_comment.as_deref());
    text(&mut changes, "The card’s title was changed".to_owned(), &before.card.title, &now.card.title);
    text(&mut changes, "The card’s sentence was changed".to_owned(), &before.card.description, &now.card.description);
    let picture = |what: &What| what.card.picture.as_ref().map(|it| it.digest.clone());
    match (picture(before), picture(now)) {
        (None, Some(_)) => changes.push(said("The card got a picture")),
        (Some(_), None) => changes.push(said("The card lost its picture")),
        (was, is) if was != is => changes.push(said("The card has another picture")),
        _ => {}
    }
    if before.card.alt != now.card.alt {
        text(
            &mut changes,
            "The description of the card’s picture was changed".to_owned(),
            &before.card.alt,
            &now.card.alt,
        );
    }
    changes
}

fn accounts(changes: &mut Vec<Change>, before: &What, now: &What, name: &(dyn Fn(&str) -> String + Sync)) {
    let of = |all: &'_ [For], account: &str| all.iter().find(|it| it.account == account).cloned();
    for it in &now.accounts {
        match of(&before.accounts, &it.account) {
            None => changes.push(said(format!("It goes to {} as well", name(&it.account)))),
            // Who had the text for all hears of its change there.
            Some(was) if was.text != it.text => text(
                changes,
                format!("The text for {} was changed", name(&it.account)),
                was.text.as_deref().unwrap_or(&before.text),
                it.text.as_deref().unwrap_or(&now.text),
            ),
            Some(_) => {}
        }
    }
    for it in before.accounts.iter().filter(|it| of(&now.accounts, &it.account).is_none()) {
        changes.push(said(format!("It does not go to {} any more", name(&it.account))));
    }
}

fn parts(changes: &mut Vec<Change>, before: &What, now: &What) {
    let none = Part::default();
    for at in 0..before.parts.len().max(now.parts.len()) {
        let (was, is) = (before.parts.get(at), now.parts.get(at));
        let which = at + 2;
        let says = match (was, is) {
            (None, _) => format!("Part {which} of the thread was added"),
            (_, None) => format!("Part {which} of the thread was taken away"),
            _ => format!("Part {which} of the thread was changed"),
        };
        let (was, is) = (was.unwrap_or(&none), is.unwrap_or(&none));
        text(changes, says, &was.text, &is.text);
        pictures(changes, &format!(" in part {which}"), &was.media, &is.media);
    }
    if before.on_break != now.on_break {
        changes.push(said(match now.on_break {
            OnBreak::GoOn => "A thread that breaks half-way goes on",
            OnBreak::TakeBack => "A thread that breaks half-way is taken back",
        }));
    }
}

fn comment(changes: &mut Vec<Change>, before: Option<&str>, now: Option<&str>) {
    let says = match (before, now) {
        (None, _) => "A first comment was added",
        (_, None) => "The first comment was taken away",
        _ => "The first comment was changed",
    };
    text(changes, says.to_owned(), before.unwrap_or_default(), now.unwrap_or_default());
}

fn pictures(changes: &mut Vec<Change>, place: &str, before: &[Medium], now: &[Medium]) {
    let digests = |media: &[Medium]| media.iter().map(|it| it.digest.clone()).collect::<Vec<_>>();
    let (was, is) = (digests(before), digests(now));
    let shown = |alt: &str| if alt.is_empty() { String::new() } else { format!(" (“{alt}”)") };
    for it in now.iter().filter(|it| !was.contains(&it.digest)) {
        changes.push(said(format!("A picture was added{place}{}", shown(&it.alt))));
    }
    for it in before.iter().filter(|it| !is.contains(&it.digest)) {
        changes.push(said(format!("A picture was taken away{place}{}", shown(&it.alt))));
    }
    let stayed = |these: &[String], those: &[String]| -> Vec<String> {
        these.iter().filter(|digest| those.contains(digest)).cloned().collect()
    };
    if stayed(&was, &is) != stayed(&is, &was) {
        changes.push(said(format!("The pictures{place} stand in another order")));
    }
    for it in now {
        let same = before.iter().find(|was| was.digest == it.digest);
        if let Some(was) = same.filter(|was| was.alt != it.alt) {
            text(changes, format!("The description of a picture{place} was changed"), &was.alt, &it.alt);
        }
    }
}

fn said(says: impl Into<String>) -> Change {
    Change { says: says.into(), pieces: Vec::new() }
}

fn text(changes: &mut Vec<Change>, says: String, before: &str, now: &str) {
    if before != now {
        changes.push(Change { says, pieces: pieces(before, now) });
    }
}

/// `2026-11-28T09:00:00` → `28 November 2026 at 09:00 (Europe/Berlin)`.
fn moment(wall: &str, zone: &str) -> String {
    let told = wall.parse::<jiff::civil::DateTime>().map(|wall| wall.strftime("%-d %B %Y at %H:%M").to_string());
    format!("{} ({zone})", told.unwrap_or_else(|_| wall.to_owned()))
}

/// What of a text stayed, went and came, word by word.
fn pieces(before: &str, now: &str) -> Vec<Piece> {
    let (was, is) = (words(before), words(now));
    let same = was.iter().zip(&is).take_while(|(one, other)| one == other).count();
    let rest = was[same..].iter().rev().zip(is[same..].iter().rev()).take_while(|(one, other)| one == other).count();
    let (gone, new) = (&was[same..was.len() - rest], &is[same..is.len() - rest]);
    let mut told = Told::default();
    told.all(Way::Kept, &was[..same]);
    if gone.len().max(new.len()) > COMPARED {
        told.all(Way::Gone, gone);
        told.all(Way::New, new);
    } else {
        told.compared(gone, new);
    }
    told.all(Way::Kept, &was[was.len() - rest..]);
    told.0
}

/// Words with the space behind them.
fn words(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut from = 0;
    let mut after_space = false;
    for (at, sign) in text.char_indices() {
        if after_space && !sign.is_whitespace() {
            words.push(&text[from..at]);
            from = at;
        }
        after_space = sign.is_whitespace();
    }
    words.push(&text[from..]);
    words.retain(|word| !word.is_empty());
    words
}

#[derive(Default)]
struct Told(Vec<Piece>);

impl Told {
    fn put(&mut self, way: Way, word: &str) {
        match self.0.last_mut().filter(|piece| piece.way == way) {
            Some(piece) => piece.text += word,
            None => self.0.push(Piece { way, text: word.to_owned() }),
        }
    }

    fn all(&mut self, way: Way, words: &[&str]) {
        for word in words {
            self.put(way, word);
        }
    }

    /// By the longest that both have in common.
    fn compared(&mut self, was: &[&str], is: &[&str]) {
        let wide = is.len() + 1;
        let mut common = vec![0_u16; (was.len() + 1) * wide];
        for (one, word) in was.iter().enumerate().rev() {
            for (other, with) in is.iter().enumerate().rev() {
                common[one * wide + other] = if word == with {
                    common[(one + 1) * wide + other + 1] + 1
                } else {
                    common[(one + 1) * wide + other].max(common[one * wide + other + 1])
                };
            }
        }
        let (mut one, mut other) = (0, 0);
        while one < was.len() && other < is.len() {
            if was[one] == is[other] {
                self.put(Way::Kept, was[one]);
                (one, other) = (one + 1, other + 1);
            } else if common[(one + 1) * wide + other] >= common[one * wide + other + 1] {
                self.put(Way::Gone, was[one]);
                one += 1;
            } else {
                self.put(Way::New, is[other]);
                other += 1;
            }
        }
        self.all(Way::Gone, &was[one..]);
        self.all(Way::New, &is[other..]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(before: &What, now: &What) -> Vec<String> {
        between(before, now, &|id| format!("@{id}")).into_iter().map(|change| change.says).collect()
    }

    fn shown(before: &str, now: &str) -> String {
        let mark = |piece: Piece| match piece.way {
            Way::Kept => piece.text,
            Way::Gone => format!("[-{}]", piece.text),
            Way::New => format!("[+{}]", piece.text),
        };
        pieces(before, now).into_iter().map(mark).collect()
    }

    #[test]
    fn words_that_went_and_came_stand_where_they_stood() {
        assert_eq!(shown("Rye is back today", "Rye is back tomorrow"), "Rye is back [-today][+tomorrow]");
        assert_eq!(shown("one two three four", "one 2 three four 5"), "one [-two ][+2 ]three [-four][+four 5]");
        assert_eq!(shown("", "new"), "[+new]");
        assert_eq!(shown("gone", ""), "[-gone]");
        assert_eq!(shown("同じ 文字", "同じ 字"), "同じ [-文字][+字]");
    }

    #[test]
    fn what_stayed_and_went_makes_the_first_text_and_what_stayed_and_came_the_second() {
        let texts = ["", "a", "a b", "b  a\n\nc", "a b c d e", "e d c b a", "c\t", &"long ".repeat(3_000)];
        for before in texts {
            for now in texts {
                let all = pieces(before, now);
                let of = |but: Way| all.iter().filter(|it| it.way != but).map(|it| &*it.text).collect::<String>();
                assert_eq!((of(Way::New), of(Way::Gone)), (before.to_owned(), now.to_owned()));
            }
        }
    }

    #[test]
    fn a_first_comment_is_part_of_what_somebody_says_yes_to_and_one_that_is_none_changes_no_earlier_yes() {
        let none = What::default();
        let said = |text: &str| What { first_comment: Some(text.to_owned()), ..What::default() };
        assert_eq!(told(&none, &said("Warm")), ["A first comment was added"]);
        assert_eq!(told(&said("Warm"), &said("Cold")), ["The first comment was changed"]);
        assert_eq!(told(&said("Warm"), &none), ["The first comment was taken away"]);
        assert_ne!(none.digest(), said("Warm").digest());
        assert!(!serde_json::to_string(&none).unwrap().contains("first_comment"));
    }

    #[test]
    fn each_difference_is_a_sentence_and_none_makes_none() {
        let who = |account: &str, text: Option<&str>| For { account: account.into(), text: text.map(str::to_owned) };
        let picture = |digest: &str, alt: &str| Medium { digest: digest.into(), alt: alt.into(), ..Medium::default() };
        let before = What {
            text: "Rye".into(),
            media: vec![picture("1", "A loaf"), picture("2", "")],
            wall: Some("2026-11-28T09:00:00".into()),
            zone: "Europe/Berlin".into(),
            accounts: vec![who("a", None), who("b", None)],
            ..What::default()
        };
        assert_eq!(told(&before, &before), Vec::<String>::new());
        let mut now = before.clone();
        now.wall = Some("2026-11-29T10:30:00".into());
        now.page = Some("https://bakery.example/rye".into());
        now.media = vec![picture("3", "A crumb"), picture("1", "A dark loaf")];
        now.accounts = vec![who("b", Some("Rye!")), who("c", None)];
        assert_eq!(
            told(&before, &now),
            [
                "The text for @b was changed",
                "It goes to @c as well",
                "It does not go to @a any more",
                "It goes out on 29 November 2026 at 10:30 (Europe/Berlin), not on 28 November 2026 at 09:00 (Europe/Berlin)",
                "It carries the page https://bakery.example/rye",
                "A picture was added (“A crumb”)",
                "A picture was taken away",
                "The description of a picture was changed",
            ]
        );
        let draft = What { wall: None, ..before.clone() };
        assert_eq!(
            told(&draft, &before),
            ["It goes out on 28 November 2026 at 09:00 (Europe/Berlin); it had no time before"]
        );
    }
}
