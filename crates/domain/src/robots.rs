//! The text of a site's robots.txt, as far as it can be asked who may read what. Read by `pages::robots`.

use serde::{Deserialize, Serialize};

/// What the address `/robots.txt` of a host answered.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Robots {
    /// HTTP status; 0 where nobody answered or nobody asked.
    pub status: u16,
    /// The first 500 KiB of the text, which is what Google reads of it.
    pub text: String,
}
