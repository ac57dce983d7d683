//! Posts: what somebody wrote, for which accounts, and when it goes out.
//!
//! Each account has a delivery of its own, with a text of its own where somebody wanted that. Start at [`write`]; nothing
//! goes out before [`schedule`] gave each delivery its code and its key, once and for all.

pub mod calendar;
mod count;
mod look;
pub mod repeat;
mod replan;
mod schedule;
pub mod sheet;
mod write;

use networks::publish::{Linked, Medium};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use count::counted;
pub use look::{by_id, deliveries_of, of_site};
pub use replan::replan;
pub(crate) use schedule::known;
pub use schedule::{When, move_to, now, schedule, unschedule};
pub use write::{Chosen, New, Variant, change, remove, write};

/// Bytes of a text: what no network takes is not kept.
pub const LONGEST: usize = 100_000;
/// Accounts of one post.
pub const MOST_ACCOUNTS: usize = 100;
/// Pictures of one post.
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

/// `text` with the page's address as it is sent: in the place where it was written, else below the text.
pub(crate) fn with_link(text: &str, page: &str, address: &str) -> String {
    if let Some(at) = text.find(page) {
        return format!("{}{address}{}", &text[..at], &text[at + page.len()..]);
    }
    let text = text.trim_end();
    if text.is_empty() { address.to_owned() } else { format!("{text}\n\n{address}") }
}

#[cfg(test)]
mod tests {
    use super::with_link;

    #[test]
    fn a_link_stands_where_it_was_written_and_below_the_text_where_it_was_not() {
        let (page, address) = ("https://b.example/rye", "https://b.example/rye?e=k7q4mxz");
        assert_eq!(with_link("Rye: https://b.example/rye!", page, address), format!("Rye: {address}!"));
        assert_eq!(with_link("Rye", page, address), format!("Rye\n\n{address}"));
        assert_eq!(with_link("  ", page, address), address);
    }
}
