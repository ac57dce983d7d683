//! Lines of coloured text, measured as a terminal does.

use std::io::{self, Write};

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// How a piece of text looks. Without colour only the text is left.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Ink {
    #[default]
    Plain,
    Strong,
    Soft,
    Good,
    Warn,
    Bad,
    /// Light text on dark, for what lies over a picture.
    Over,
    /// The upper half of a cell in the first colour, the lower in the second.
    Halves([u8; 3], [u8; 3]),
}

/// One line of pieces.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Line(Vec<(Ink, String)>);

impl Line {
    pub(super) fn of(ink: Ink, text: impl Into<String>) -> Self {
        Self(vec![(ink, text.into())])
    }

    pub(super) fn and(mut self, ink: Ink, text: impl Into<String>) -> Self {
        self.0.push((ink, text.into()));
        self
    }

    pub(super) fn then(mut self, other: Self) -> Self {
        self.0.extend(other.0);
        self
    }

    /// Columns that it takes.
    pub(super) fn width(&self) -> usize {
        self.0.iter().map(|(_, text)| text.width()).sum()
    }

    /// Filled with spaces to `width` columns.
    pub(super) fn padded(self, width: usize) -> Self {
        let missing = width.saturating_sub(self.width());
        if missing == 0 { self } else { self.and(Ink::Plain, " ".repeat(missing)) }
    }

    /// Broken between words into lines of at most `width` columns; each word keeps its ink.
    pub(super) fn wrapped(&self, width: usize) -> Vec<Self> {
        let mut lines = vec![Self::default()];
        let mut taken = 0;
        for (ink, text) in &self.0 {
            let text = clean(text);
            for word in text.split_inclusive(' ').flat_map(|word| in_pieces(word, width)) {
                let wide = word.trim_end().width();
                if taken > 0 && taken + wide > width {
                    lines.push(Self::default());
                    taken = 0;
                }
                taken += word.width();
                let last = lines.len() - 1;
                match lines[last].0.last_mut() {
                    Some((same, before)) if same == ink => before.push_str(word),
                    _ => lines[last].0.push((*ink, word.to_owned())),
                }
            }
        }
        lines
    }

    pub(super) fn write(&self, colour: bool, out: &mut dyn Write) -> io::Result<()> {
        let last = self.0.iter().rposition(|(_, text)| !text.trim_end().is_empty());
        let shown = &self.0[..last.map_or(0, |last| last + 1)];
        for (at, (ink, text)) in shown.iter().enumerate() {
            let text = if at + 1 == shown.len() { text.trim_end() } else { text };
            match ink {
                _ if !colour => write!(out, "{text}")?,
                Ink::Plain => write!(out, "{text}")?,
                Ink::Strong => write!(out, "\x1b[1m{text}\x1b[0m")?,
                Ink::Soft => write!(out, "\x1b[2m{text}\x1b[0m")?,
                Ink::Good => write!(out, "\x1b[32m{text}\x1b[0m")?,
                Ink::Warn => write!(out, "\x1b[33m{text}\x1b[0m")?,
                Ink::Bad => write!(out, "\x1b[31m{text}\x1b[0m")?,
                Ink::Over => write!(out, "\x1b[7m{text}\x1b[0m")?,
                Ink::Halves(upper, lower) => {
                    let [over, under] = [upper, lower].map(|[red, green, blue]| format!("{red};{green};{blue}"));
                    write!(out, "\x1b[38;2;{over};48;2;{under}m{text}\x1b[0m")?;
                }
            }
        }
        writeln!(out)
    }
}

/// Text that a page wrote, safe for a terminal: no control character reaches it, nor one that turns the writing round.
pub(super) fn clean(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => '\u{fffd}',
            c if c.is_control() => ' ',
            c => c,
        })
        .collect()
}

/// The text in at most `width` columns, with `…` where it was cut.
pub(super) fn clip(text: &str, width: usize) -> String {
    let text = clean(text);
    if text.width() <= width {
        return text;
    }
    let mut clipped = String::new();
    let mut taken = 0;
    for character in text.chars() {
        let wide = character.width().unwrap_or(0);
        if taken + wide + 1 > width {
            break;
        }
        taken += wide;
        clipped.push(character);
    }
    let mut clipped = clipped.trim_end().to_owned();
    if width > 0 {
        clipped.push('…');
    }
    clipped
}

/// The text in lines of at most `width` columns, broken between words, at most `most` of them; the last ends in `…`
/// where text is left.
pub(super) fn wrap(text: &str, width: usize, most: usize) -> Vec<String> {
    let text = clean(text);
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    let mut words = text.split_whitespace().peekable();
    while let Some(word) = words.peek() {
        let gap = usize::from(!line.is_empty());
        if line.width() + gap + word.width() <= width {
            if gap == 1 {
                line.push(' ');
            }
            line.push_str(word);
            words.next();
        } else if lines.len() + 1 == most {
            let rest: Vec<&str> = words.by_ref().collect();
            line = clip(&format!("{line}{}{}", if gap == 1 { " " } else { "" }, rest.join(" ")), width);
        } else if line.is_empty() {
            // A word wider than the line is broken where the line ends.
            let (first, rest) = split_at_width(word, width);
            lines.push(first.to_owned());
            let mut rest = rest;
            words.next();
            while rest.width() > width && lines.len() + 1 < most {
                let (first, after) = split_at_width(rest, width);
                lines.push(first.to_owned());
                rest = after;
            }
            line = clip(rest, width);
            if rest.width() > width {
                words = "".split_whitespace().peekable();
            }
        } else {
            lines.push(std::mem::take(&mut line));
        }
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

/// A word in pieces that fit into a line.
fn in_pieces(word: &str, width: usize) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut rest = word;
    while rest.trim_end().width() > width {
        let (first, after) = split_at_width(rest, width);
        pieces.push(first);
        rest = after;
    }
    pieces.push(rest);
    pieces
}

fn split_at_width(text: &str, width: usize) -> (&str, &str) {
    let mut taken = 0;
    for (at, character) in text.char_indices() {
        taken += character.width().unwrap_or(0);
        if taken > width.max(2) {
            return text.split_at(at);
        }
    }
    (text, "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_cut_by_columns_not_by_characters() {
        assert_eq!(clip("日本語のパン", 7), "日本語…");
        assert_eq!(clip("bread", 5), "bread");
        assert_eq!(clip("bread and butter", 7), "bread…");
    }

    #[test]
    fn a_page_cannot_write_control_sequences_to_the_terminal() {
        assert_eq!(clip("\x1b[31mred\u{9b}2J\u{202e}x", 40), " [31mred 2J\u{fffd}x");
    }

    #[test]
    fn lines_break_between_words_and_say_when_text_is_left() {
        assert_eq!(wrap("a good loaf of bread", 8, 9), ["a good", "loaf of", "bread"]);
        assert_eq!(wrap("a good loaf of bread", 8, 2), ["a good", "loaf of…"]);
        assert_eq!(wrap("abcdefghij", 4, 9), ["abcd", "efgh", "ij"]);
        assert_eq!(wrap("abcdefghijkl mn", 4, 2), ["abcd", "efg…"]);
        assert_eq!(wrap("", 4, 2), Vec::<String>::new());
        assert_eq!(wrap("日本語", 1, 3).len(), 3);
    }
}
