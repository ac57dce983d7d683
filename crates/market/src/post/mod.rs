//! Posts: what somebody wrote, for which accounts, and when it goes out.
//!
//! Each account has a delivery of its own, with a text of its own where somebody wanted that. Start at [`write`]; nothing
//! goes out before [`schedule`] gave each delivery its code and its key, once and for all.

pub mod calendar;
pub mod comment;
mod count;
mod fits;
pub mod json;
mod look;
pub mod repeat;
mod replan;
mod schedule;
pub mod sheet;
pub mod thread;
pub mod trial;
pub mod version;
mod write;

use networks::publish::{Linked, Medium};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub(crate) use count::SAMPLE;
pub use count::counted;
pub use fits::unfit;
pub use look::{Asked, by_id, deliveries_of, listed, of_site, root};
pub use replan::replan;
pub(crate) use schedule::known;
pub use schedule::{When, move_to, now, schedule, unschedule};
pub use thread::{OnBreak, Part};
pub(crate) use write::can_be_kept;
pub use write::{Chosen, New, NewPart, Variant, change, remove, write};

use crate::deliver::addressed;

/// Bytes of a text: what no network takes is not kept.
pub const LONGEST: usize = 100_000;
/// Accounts of one post.
pub const MOST_ACCOUNTS: usize = 100;
/// Pictures and films of one post.
pub const MOST_PICTURES: usize = 20;

/// A post as its row has it.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Post {
    /// Its id.
    pub id: String,
    /// The site that it is for.
    pub site: String,
    /// What is written.
    pub text: String,
    /// The page that it carries, without a token.
    pub page: Option<String>,
    card: String,
    media: String,
    parts: String,
    on_break: String,
    /// What the same account writes below it when it is live.
    pub first_comment: Option<String>,
    /// Of which post it is a part.
    pub thread_of: Option<String>,
    /// Its place in a thread: 0 is the first.
    pub part: i64,
    /// What it belongs to.
    pub campaign: Option<String>,
    /// When it goes out, on the wall: `2026-11-28T09:00`.
    pub wall: Option<String>,
    /// The wall's zone.
    pub zone: String,
    /// The same in UTC microseconds; `None`: a draft.
    pub due_at: Option<i64>,
    /// Rises with each change.
    pub version: i64,
    /// Who wrote it.
    pub made_by: String,
    /// UTC microseconds.
    pub made_at: i64,
    /// UTC microseconds.
    pub changed_at: i64,
}

impl Post {
    /// What its page's card says.
    pub fn card(&self) -> Card {
        serde_json::from_str(&self.card).unwrap_or_default()
    }

    /// Its pictures, in their order.
    pub fn media(&self) -> Vec<Medium> {
        serde_json::from_str(&self.media).unwrap_or_default()
    }

    /// The parts below it, as they were written.
    pub fn parts(&self) -> Vec<Part> {
        serde_json::from_str(&self.parts).unwrap_or_default()
    }

    /// Something stands below it: parts of a thread, or a first comment.
    pub(crate) fn has_below(&self) -> bool {
        self.first_comment.is_some() || !self.parts().is_empty()
    }

    /// It is a part of a thread, or the first of one; so is a first comment.
    pub(crate) fn is_in_thread(&self) -> bool {
        self.thread_of.is_some() || self.has_below()
    }

    /// It is the first comment below a post.
    pub fn is_comment(&self) -> bool {
        self.thread_of.is_some() && self.part == comment::PLACE
    }

    /// What becomes of its thread where that breaks.
    pub fn on_break(&self) -> OnBreak {
        OnBreak::named(&self.on_break)
    }

    /// `text` with what the parts say below it, for accounts that have no threads.
    pub(crate) fn joined(&self, text: &str) -> String {
        let parts = self.parts();
        joined(std::iter::once(text).chain(parts.iter().map(|part| &*part.text)))
    }

    /// Its pictures with those of its parts.
    pub(crate) fn all_media(&self) -> Vec<Medium> {
        self.media().into_iter().chain(self.parts().into_iter().flat_map(|part| part.media)).collect()
    }

    /// The page with the token in its address.
    pub(crate) fn linked(&self, address: String) -> Linked {
        let Card { title, description, alt, picture } = self.card();
        Linked { address, title, description, picture: picture.map(|it| Medium { alt, ..it }) }
    }
}

/// What the card of a post's page says, for networks to which whoever posts brings the card.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "PostCard")]
pub struct Card {
    /// Its title.
    pub title: String,
    /// The sentence below that.
    pub description: String,
    /// What the picture is called for those who do not see it.
    pub alt: String,
    /// Its picture, where there is one.
    pub picture: Option<Medium>,
}

/// These texts below each other; those that say nothing are left out.
pub(crate) fn joined<'t>(texts: impl Iterator<Item = &'t str>) -> String {
    texts.map(str::trim).filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n\n")
}

/// What is sent of `text`: with the address of `page`, which carries the code where there is one; `bare`: without it.
pub fn whole(text: &str, page: Option<&str>, bare: bool, code: Option<&str>) -> String {
    match page {
        None => text.to_owned(),
        Some(page) if bare => without_link(text, page),
        Some(page) => with_link(text, page, &addressed(page, code)),
    }
}

/// `text` with the page's address as it is sent: in the place where it was written, else below the text.
fn with_link(text: &str, page: &str, address: &str) -> String {
    if let Some(at) = text.find(page) {
        return format!("{}{address}{}", &text[..at], &text[at + page.len()..]);
    }
    let text = text.trim_end();
    if text.is_empty() { address.to_owned() } else { format!("{text}\n\n{address}") }
}

/// `text` without the page's address, wherever it stands in it.
fn without_link(text: &str, page: &str) -> String {
    let mut left = text.to_owned();
    while let Some(at) = left.find(page).filter(|_| !page.is_empty()) {
        let (before, behind) = (&left[..at], &left[at + page.len()..]);
        let behind = if before.ends_with(char::is_whitespace) { behind.trim_start_matches(' ') } else { behind };
        left = format!("{before}{behind}");
    }
    left.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::{with_link, without_link};

    #[test]
    fn a_link_stands_where_it_was_written_and_below_the_text_where_it_was_not() {
        let (page, address) = ("https://b.example/rye", "https://b.example/rye?e=k7q4mxz");
        assert_eq!(with_link("Rye: https://b.example/rye!", page, address), format!("Rye: {address}!"));
        assert_eq!(with_link("Rye", page, address), format!("Rye\n\n{address}"));
        assert_eq!(with_link("  ", page, address), address);
    }
    #[test]
    fn without_its_link_a_text_says_what_is_left() {
        let page = "https://b.example/rye";
        assert_eq!(without_link("Rye https://b.example/rye today", page), "Rye today");
        assert_eq!(without_link("Rye\n\nhttps://b.example/rye", page), "Rye");
        assert_eq!(without_link("https://b.example/ryehttps://b.example/rye", page), "");
        assert_eq!(without_link("Rye", page), "Rye");
        assert_eq!(without_link("Rye", ""), "Rye");
    }
}
