//! Prices: what a network takes for a post of ours, so that it is known before anybody presses.

use schemars::JsonSchema;
use serde::Serialize;

use crate::Evidence;

/// What a network takes for a post, in millionths of a currency's unit: 15,000 of USD are a cent and a half.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "PostPrice")]
pub struct Price {
    /// Three letters.
    pub currency: &'static str,
    /// For a post without an address in it.
    pub post: u64,
    /// For a post with one.
    pub post_with_link: u64,
    /// Where that stands.
    pub evidence: Evidence,
}

impl Price {
    /// For a post with an address in it, or without one.
    pub fn of(&self, with_link: bool) -> u64 {
        if with_link { self.post_with_link } else { self.post }
    }
}
