//! Prices: what a network takes for a post of ours, so that it is known before anybody presses.

use schemars::JsonSchema;
use serde::Serialize;

use crate::Evidence;
use crate::count::has_address;

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
    /// For each picture that is described to those who do not see it.
    pub described: u64,
    /// For saying whose an account is, when it is connected.
    pub connecting: u64,
    /// Where that stands.
    pub evidence: Evidence,
}

impl Price {
    /// For a post that says this, with so many pictures that are described.
    pub fn of(&self, text: &str, described: usize) -> u64 {
        let post = if has_address(text) { self.post_with_link } else { self.post };
        post.saturating_add(self.described.saturating_mul(described as u64))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Grade, day};

    #[test]
    fn whatever_is_taken_for_an_address_makes_a_post_one_with_a_link() {
        let evidence = day("https://prices.example", "2026-11-26", Grade::Platform);
        let price = Price {
            currency: "USD",
            post: 15_000,
            post_with_link: 200_000,
            described: 5_000,
            connecting: 10_000,
            evidence,
        };
        for text in
            ["Rye https://bakery.example/rye", "Rye: bakery.com", "HTTP://BAKERY.COM", "http://bakery:80/?e=k7q4mxz"]
        {
            assert_eq!(price.of(text, 0), 200_000, "{text}");
        }
        for text in ["", "Rye", "Rye. Bread", "1.5 loaves", "ada@bakery"] {
            assert_eq!(price.of(text, 0), 15_000, "{text}");
        }
        assert_eq!(price.of("Rye", 2), 25_000);
        assert_eq!(price.of("Rye", usize::MAX), u64::MAX);
    }
}
