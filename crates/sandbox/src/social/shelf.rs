//! What a network keeps of what was posted to it.

use std::collections::{HashMap, HashSet};

use jiff::Timestamp;
use serde_json::Value;

/// Something that was posted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Posted {
    /// As the network calls it: an at-uri, a number, a URN.
    pub id: String,
    /// Whose it is: a handle, the name of an account, a page.
    pub by: String,
    /// Its text as it was sent.
    pub text: String,
    /// Its heading, where the network has such.
    pub title: Option<String>,
    /// The addresses in it, in order: those of its text, of what its text links to, and of its card.
    pub links: Vec<String>,
    /// The card that came with it, on networks where its maker sends one.
    pub card: Option<Card>,
    /// Its pictures and films.
    pub media: Vec<Media>,
    /// What it answers.
    pub reply_to: Option<String>,
    /// When it became what it is: live, or a draft.
    pub at: Timestamp,
}

/// A link with its title, as the maker of a post sent it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    /// Where it leads.
    pub address: String,
    /// Its title.
    pub title: String,
    /// Its description.
    pub description: String,
    /// The SHA-256 of its picture, in hexadecimal.
    pub picture: Option<String>,
}

/// A picture or film that was uploaded, or that the network was told to fetch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Media {
    /// As the network calls it.
    pub id: String,
    /// Such as `image/png`.
    pub kind: String,
    /// How many bytes; 0 where only its address was told.
    pub bytes: usize,
    /// The SHA-256 of the bytes, in hexadecimal; of the address, where only that was told.
    pub digest: String,
    /// What it says to whoever does not see it.
    pub alt: Option<String>,
}

/// Where a post stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    Draft,
    Live,
    /// Kept, and no post: a profile, a like.
    Other,
    Gone,
}

/// What somebody does with a post.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Did {
    Like,
    Repost,
}

/// A post, and what else its network knows of it.
#[derive(Clone, Debug)]
pub(super) struct Kept {
    pub(super) posted: Posted,
    pub(super) state: State,
    pub(super) raw: Value,
}

/// All posts of a network, in the order in which they came.
#[derive(Debug, Default)]
pub(super) struct Shelf {
    kept: Vec<Kept>,
    by_id: HashMap<String, usize>,
    published: u64,
    /// Who liked what, and who passed it on: by the post's id, and what he did.
    liked: HashMap<(String, Did), HashSet<String>>,
    complaints: Vec<String>,
}

impl Shelf {
    /// Keeps a new post. What had its id is replaced, as one that is gone.
    pub(super) fn keep(&mut self, posted: Posted, state: State, raw: Value) {
        if state == State::Live {
            self.published += 1;
        }
        self.by_id.insert(posted.id.clone(), self.kept.len());
        self.kept.push(Kept { posted, state, raw });
    }

    /// The post `id`, unless it is gone.
    pub(super) fn find(&self, id: &str) -> Option<&Kept> {
        self.by_id.get(id).map(|at| &self.kept[*at]).filter(|kept| kept.state != State::Gone)
    }

    /// The post `id`, unless it is gone, to change it.
    pub(super) fn change(&mut self, id: &str) -> Option<&mut Kept> {
        self.by_id.get(id).map(|at| &mut self.kept[*at]).filter(|kept| kept.state != State::Gone)
    }

    /// A draft goes live. Whether it was one.
    pub(super) fn publish(&mut self, id: &str, at: Timestamp) -> bool {
        let Some(kept) = self.change(id).filter(|kept| kept.state == State::Draft) else { return false };
        kept.state = State::Live;
        kept.posted.at = at;
        self.published += 1;
        true
    }

    /// Takes a post away. Whether it was there.
    pub(super) fn take_down(&mut self, id: &str) -> bool {
        self.change(id).map(|kept| kept.state = State::Gone).is_some()
    }

    /// `who` does this with the post `id`. Doing it twice is doing it once.
    pub(super) fn does(&mut self, who: &str, did: Did, id: &str) {
        self.liked.entry((id.to_owned(), did)).or_default().insert(who.to_owned());
    }

    /// How many did this with the post `id`.
    pub(super) fn many(&self, did: Did, id: &str) -> usize {
        self.liked.get(&(id.to_owned(), did)).map_or(0, HashSet::len)
    }

    /// How many posts answer the post `id`.
    pub(super) fn replies(&self, id: &str) -> usize {
        self.all(State::Live).filter(|kept| kept.posted.reply_to.as_deref() == Some(id)).count()
    }

    /// The posts in `state`, oldest first.
    pub(super) fn all(&self, state: State) -> impl DoubleEndedIterator<Item = &Kept> {
        self.kept.iter().filter(move |kept| kept.state == state)
    }

    /// How many are live.
    pub(super) fn count(&self) -> usize {
        self.all(State::Live).count()
    }

    /// How often something went live, what is gone again included.
    pub(super) fn published(&self) -> u64 {
        self.published
    }

    /// Notes what the network itself would have let pass in silence.
    pub(super) fn complain(&mut self, what: String) {
        if self.complaints.len() < 1000 && !self.complaints.contains(&what) {
            self.complaints.push(what);
        }
    }

    /// Notes each field of `given` that is not `known`.
    pub(super) fn knows<'f>(&mut self, place: &str, given: impl Iterator<Item = &'f str>, known: &[&str]) {
        for field in given {
            let name = field.split('[').next().unwrap_or(field);
            if !known.contains(&name) {
                self.complain(format!("{place} has no field `{name}`"));
            }
        }
    }

    /// What was noted.
    pub(super) fn complaints(&self) -> &[String] {
        &self.complaints
    }
}

impl Media {
    /// What these bytes are, called `id`.
    pub(super) fn of(id: &str, kind: &str, bytes: &[u8], alt: Option<&str>) -> Self {
        let digest = super::say::digest(bytes);
        Self { id: id.to_owned(), kind: kind.to_owned(), bytes: bytes.len(), digest, alt: alt.map(str::to_owned) }
    }
}
