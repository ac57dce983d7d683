//! Lines of text, and where networks cut them.

use std::borrow::Cow;

use schemars::JsonSchema;
use serde::Serialize;
use unicode_segmentation::UnicodeSegmentation;

/// A line of text as drawn.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Line {
    /// The text, with the network's own ellipsis where it was cut.
    pub text: String,
    /// Whether it was cut.
    pub cut: bool,
    /// The tag it came from: `og:title`, `title`, `json-ld headline`.
    pub from: &'static str,
}

/// Text that a network found, and the tag that held it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Found<'a> {
    pub(crate) text: &'a str,
    pub(crate) from: &'static str,
}

impl Found<'_> {
    /// The text whole.
    pub(crate) fn whole(self) -> Line {
        Line::whole(self.text, self.from)
    }

    /// At most `limit` characters, then `…`.
    pub(crate) fn characters(self, limit: usize) -> Line {
        Line::characters(self.text, limit, self.from)
    }
}

impl Line {
    /// The text whole, white space folded.
    pub fn whole(text: &str, from: &'static str) -> Self {
        Self { text: fold(text), cut: false, from }
    }

    /// At most `limit` user-perceived characters (grapheme clusters), then `…`.
    pub fn characters(text: &str, limit: usize, from: &'static str) -> Self {
        let text = fold(text);
        // A character has at least one byte: most texts need not be counted.
        if text.len() <= limit {
            return Self { text, cut: false, from };
        }
        match text.grapheme_indices(true).nth(limit) {
            None => Self { text, cut: false, from },
            Some((end, _)) => Self { text: format!("{}…", text[..end].trim_end()), cut: true, from },
        }
    }

    /// At most `limit` bytes of UTF-8, then `ellipsis`; never splits a character.
    pub fn bytes(text: &str, limit: usize, ellipsis: &str, from: &'static str) -> Self {
        let text = fold(text);
        if text.len() <= limit {
            return Self { text, cut: false, from };
        }
        let end = text.floor_char_boundary(limit);
        Self { text: format!("{}{ellipsis}", text[..end].trim_end()), cut: true, from }
    }
}

/// At most `limit` UTF-16 units of the trimmed text, as JavaScript counts, then `ellipsis`; and whether it was cut.
pub(crate) fn cut_at_units(text: &str, limit: usize, ellipsis: &str) -> (String, bool) {
    let text = text.trim();
    if text.len() <= limit {
        return (text.to_owned(), false);
    }
    let mut units = 0;
    let over = text.char_indices().find(|(_, char)| {
        units += char.len_utf16();
        units > limit
    });
    match over {
        None => (text.to_owned(), false),
        Some((end, _)) => (format!("{}{ellipsis}", &text[..end]), true),
    }
}

fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.push_str(word);
    }
    folded
}

/// The text with its character references decoded once more, as readers do that decode what their parser has decoded.
pub(crate) fn decoded_again(text: &str) -> Cow<'_, str> {
    if text.contains('&') { htmlize::unescape(text) } else { Cow::Borrowed(text) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cut_never_splits_what_a_reader_sees_as_one_character() {
        let family = "👨‍👩‍👧‍👦👨‍👩‍👧‍👦";
        assert_eq!(Line::characters(family, 1, "title").text, "👨‍👩‍👧‍👦…");
        assert_eq!(Line::bytes("Äpfel", 1, "...", "title").text, "...");
        assert_eq!(cut_at_units("🍎🍎", 3, "..."), ("🍎...".to_owned(), true));
    }

    #[test]
    fn what_fits_stays_whole() {
        assert_eq!(Line::characters("Apple", 5, "title"), Line::whole("Apple", "title"));
        assert_eq!(Line::bytes("Apple", 5, "...", "title"), Line::whole("Apple", "title"));
        assert_eq!(cut_at_units(" Äpfel ", 5, "..."), ("Äpfel".to_owned(), false));
    }

    #[test]
    fn white_space_is_folded_before_it_is_counted() {
        assert_eq!(Line::bytes("A  \n B", 3, "...", "title").text, "A B");
    }
}
