//! Text in a charset whose markup cannot be told apart byte by byte (UTF-16, ISO-2022-JP), made UTF-8 for the reading,
//! and the way back from a place in that text to the place in the bytes that were received.

use encoding_rs::{CoderResult, Encoding, UTF_16BE, UTF_16LE};

/// The text of `body` as UTF-8, a byte order mark left out.
pub(crate) fn text(body: &[u8], encoding: &'static Encoding) -> String {
    encoding.decode_with_bom_removal(body).0.into_owned()
}

/// Turns places in the text into places in the bytes. They must be put in order first; that keeps the whole thing to
/// one more pass, without a table as large as the page.
pub(crate) struct Places<'a> {
    body: &'a [u8],
    encoding: &'static Encoding,
}

impl<'a> Places<'a> {
    /// For the text that [`text`] made of `body`.
    pub(crate) fn new(body: &'a [u8], encoding: &'static Encoding) -> Self {
        Self { body, encoding }
    }

    /// For each of `wanted`, in rising order, the place of the bytes that the character there was made of.
    pub(crate) fn map(&self, wanted: &[usize]) -> Vec<usize> {
        let mut found = Vec::with_capacity(wanted.len());
        let mut reach = |text_end: usize, byte_start: usize| {
            while wanted.get(found.len()).is_some_and(|want| *want < text_end) {
                found.push(byte_start);
            }
        };
        if self.encoding == UTF_16LE || self.encoding == UTF_16BE {
            self.walk_utf_16(&mut reach);
        } else {
            self.walk_decoder(&mut reach);
        }
        found.resize(wanted.len(), self.body.len());
        found
    }

    fn walk_utf_16(&self, reach: &mut impl FnMut(usize, usize)) {
        let big = self.encoding == UTF_16BE;
        let unit = |at: usize| {
            let pair = self.body.get(at..at + 2)?;
            Some(if big { u16::from_be_bytes([pair[0], pair[1]]) } else { u16::from_le_bytes([pair[0], pair[1]]) })
        };
        let mut at = if unit(0) == Some(0xFEFF) { 2 } else { 0 };
        let mut text = 0;
        while let Some(first) = unit(at) {
            let paired = (0xD800..0xDC00).contains(&first)
                && unit(at + 2).is_some_and(|second| (0xDC00..0xE000).contains(&second));
            let (long, bytes) = match first {
                _ if paired => (4, 4),
                0..0x80 => (1, 2),
                0x80..0x800 => (2, 2),
                _ => (3, 2),
            };
            text += long;
            reach(text, at);
            at += bytes;
        }
    }

    /// Byte by byte through the decoder: what a byte completes stands where that byte stands. Signs of markup are one
    /// byte each in these charsets, so their places are exact.
    fn walk_decoder(&self, reach: &mut impl FnMut(usize, usize)) {
        let mut decoder = self.encoding.new_decoder_with_bom_removal();
        let mut space = [0_u8; 64];
        let mut text = 0;
        for (at, byte) in self.body.iter().enumerate() {
            let mut input = std::slice::from_ref(byte);
            loop {
                let (result, read, written, _) = decoder.decode_to_utf8(input, &mut space, false);
                input = &input[read..];
                text += written;
                if matches!(result, CoderResult::InputEmpty) {
                    break;
                }
            }
            reach(text, at);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use encoding_rs::ISO_2022_JP;

    #[test]
    fn places_in_utf_16_are_found_again() {
        for big in [false, true] {
            let written = "\u{FEFF}<p>パン 🥐é<b>";
            let bytes: Vec<u8> = written
                .encode_utf16()
                .flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() })
                .collect();
            let encoding = if big { UTF_16BE } else { UTF_16LE };
            let text = text(&bytes, encoding);
            assert_eq!(text, "<p>パン 🥐é<b>");
            let wanted: Vec<usize> = text.match_indices('<').map(|(at, _)| at).chain([text.len()]).collect();
            assert_eq!(Places::new(&bytes, encoding).map(&wanted), [2, 20, 26]);
        }
    }

    #[test]
    fn half_a_pair_takes_the_room_of_its_replacement() {
        let bytes: Vec<u8> =
            [0xD83E, 0x3C, 0xDC00, 0x3C, 0xD83E].iter().flat_map(|unit: &u16| unit.to_le_bytes()).collect();
        let text = text(&bytes, UTF_16LE);
        let wanted: Vec<usize> = text.match_indices('<').map(|(at, _)| at).collect();
        assert_eq!(Places::new(&bytes, UTF_16LE).map(&wanted), [2, 6]);
    }

    #[test]
    fn places_in_japanese_mail_charset_are_found_again() {
        let bytes = b"<p>\x1B$B%Q%s\x1B(B<b>";
        let text = text(bytes, ISO_2022_JP);
        assert_eq!(text, "<p>パン<b>");
        let wanted: Vec<usize> = text.match_indices('<').map(|(at, _)| at).collect();
        assert_eq!(Places::new(bytes, ISO_2022_JP).map(&wanted), [0, 13]);
    }
}
