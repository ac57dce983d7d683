//! What all networks say alike: JSON, digests, dates, and where a text has addresses.

use std::fmt::Write as _;

use jiff::Timestamp;
use serde_json::Value;
use sha2::{Digest, Sha256};
use unicode_segmentation::UnicodeSegmentation;

use crate::Answer;

/// What a network answers; an error is an answer too, and ends what was begun.
pub(super) type Said = Result<Answer, Refused>;

/// An answer that ends what was begun.
#[derive(Debug)]
pub(super) struct Refused(Box<Answer>);

impl Refused {
    pub(super) fn new(answer: Answer) -> Self {
        Self(Box::new(answer))
    }

    pub(super) fn answer(self) -> Answer {
        *self.0
    }
}

/// `body` with this status.
pub(super) fn json(status: u16, body: &Value) -> Answer {
    Answer::bytes("application/json; charset=utf-8", body.to_string()).with_status(status)
}

/// The SHA-256 of `bytes`.
pub(super) fn sha(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

/// The SHA-256 of `bytes` in hexadecimal.
pub(super) fn digest(bytes: &[u8]) -> String {
    sha(bytes).iter().fold(String::with_capacity(64), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// A number of at most `digits` digits that is always the same for `name`, and never 0.
pub(super) fn number(name: &str, digits: u32) -> u64 {
    let sha = sha(name.as_bytes());
    let number = sha[..8].iter().fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
    let least = 10_u64.pow(digits - 1);
    least + number % (9 * least)
}

/// `2026-11-26T20:15:31.123Z`.
pub(super) fn date(at: Timestamp) -> String {
    format!("{at:.3}")
}

/// `Thu, 26 Nov 2026 20:15:31 GMT`.
pub(super) fn http_date(at: Timestamp) -> String {
    at.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string()
}

/// What a reader takes for one character.
pub(super) fn graphemes(text: &str) -> usize {
    text.graphemes(true).count()
}

/// Where `text` has whole addresses, as ranges of bytes: `http://` or `https://` up to white space, without the marks that
/// end a sentence.
pub(super) fn addresses(text: &str) -> Vec<std::ops::Range<usize>> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(at) = ["http://", "https://"].iter().filter_map(|scheme| text[from..].find(scheme)).min() {
        let start = from + at;
        let end = text[start..].find(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"'));
        let end = end.map_or(text.len(), |end| start + end);
        let address = text[start..end].trim_end_matches(['.', ',', ';', ':', '!', '?', ')', '\'', '…']);
        found.push(start..start + address.len());
        from = end;
    }
    found
}

/// The addresses in `text`.
pub(super) fn links(text: &str) -> Vec<String> {
    addresses(text).into_iter().map(|range| text[range].to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_ends_before_the_full_stop_of_its_sentence() {
        assert_eq!(
            links("See https://shop.example/a?e=1. And http://b.example/, too"),
            ["https://shop.example/a?e=1", "http://b.example/"]
        );
    }

    #[test]
    fn dates_are_written_as_the_networks_write_them() {
        let at: Timestamp = "2026-11-26T20:15:31.5Z".parse().unwrap();
        assert_eq!(date(at), "2026-11-26T20:15:31.500Z");
        assert_eq!(http_date(at), "Thu, 26 Nov 2026 20:15:31 GMT");
    }
}
