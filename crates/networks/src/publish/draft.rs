//! Drafts: a post for one account before it is frozen, with the page that it carries and what goes along.

use bytes::Bytes;
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::films::Film;

/// A post for one account, before it is frozen. The same draft freezes to the same bytes.
#[derive(Clone, Debug)]
pub struct Draft<'a> {
    /// As it was written, with the link's address where it stands in it.
    pub text: &'a str,
    /// The page that it carries.
    pub link: Option<&'a Linked>,
    /// Its pictures, or its film, in their order.
    pub media: &'a [Medium],
    /// Made when it was scheduled, for networks that know posts by a key of ours: 128 bits.
    pub key: u128,
    /// When it was to go out: what the post says of its own time.
    pub at: Timestamp,
    /// The language that it is in, where that is known: `de`.
    pub language: Option<&'a str>,
}

/// Where a part of a thread stands: the network's ids of what is above it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Below {
    /// Of the thread's first part.
    pub root: String,
    /// Of the one right above.
    pub parent: String,
}

/// The page that a post carries.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "LinkedPage")]
pub struct Linked {
    /// Its address, with the token.
    pub address: String,
    /// What its card says.
    pub title: String,
    /// The sentence below that.
    pub description: String,
    /// Its picture, where there is one.
    pub picture: Option<Medium>,
}

/// A picture or a film that goes along, as far as it is known without its bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Medium {
    /// SHA-256 of its bytes, in hexadecimal signs: the name of its [`Blob`].
    pub digest: String,
    /// Its media type: `image/jpeg`, `video/mp4`.
    pub kind: String,
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
    /// How many they are.
    pub bytes: u64,
    /// What is said of it to those who do not see it.
    pub alt: String,
    /// Where anybody can fetch it, for networks that do so themselves.
    pub address: Option<String>,
    /// How long a film runs, and what it is coded in; nothing of a picture, so that what somebody said yes to before there were films
    /// is what he said yes to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub film: Option<Film>,
}

impl Medium {
    /// It is a film, and no picture.
    pub fn is_film(&self) -> bool {
        self.film.is_some()
    }
}

/// A file that goes along.
#[derive(Clone, Debug)]
pub struct Blob {
    /// SHA-256, in hexadecimal signs.
    pub digest: String,
    /// Its media type.
    pub kind: String,
    /// It.
    pub bytes: Bytes,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_written_as_it_was_before_there_were_films() {
        let written = serde_json::to_string(&Medium { kind: "image/png".into(), ..Medium::default() }).unwrap();
        let before = r#"{"digest":"","kind":"image/png","width":0,"height":0,"bytes":0,"alt":"","address":null}"#;
        assert_eq!(written, before, "what somebody said yes to is known by these signs");
    }
}
