//! Logs: what a web server wrote of each request, as lines of several forms.
//!
//! It opens no file and keeps no address: it takes readers, gives [`Entry`]s that borrow from the line, and counts what it
//! could not read. Nothing here fails or panics for any bytes, and a line takes bounded memory.
//! Start at [`lines::Lines`], then [`entry`]; [`crate::visits`] makes visits of entries.

mod date;
mod json;
pub mod lines;
mod text;

use std::borrow::Cow;

/// One request, as far as the log tells of it. What it does not tell is `None`; `-` is told as `None` too, but for the agent
/// and the referrer, which the server wrote as missing: they are empty.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Entry<'a> {
    /// When, in seconds since 1970.
    pub at: i64,
    /// Seconds by which the log's clock on the wall is before UTC's.
    pub offset: i32,
    /// The site's host, where the log has it.
    pub host: Option<Cow<'a, str>>,
    /// Who asked.
    pub address: Cow<'a, str>,
    /// GET, POST.
    pub method: Cow<'a, str>,
    /// The path with its parameters.
    pub target: Cow<'a, str>,
    /// How it was answered.
    pub status: u16,
    /// The page that named it. `None`: the form has no place for it.
    pub referrer: Option<Cow<'a, str>>,
    /// What the browser calls itself. `None`: the form has no place for it.
    pub agent: Option<Cow<'a, str>>,
    /// `Sec-Purpose` or `Purpose`.
    pub purpose: Option<Cow<'a, str>>,
    /// `Sec-Fetch-Dest`.
    pub fetch_dest: Option<Cow<'a, str>>,
    /// The `Content-Type` that was sent.
    pub content_type: Option<Cow<'a, str>>,
}

/// What `line` tells. `None`: it is no line of a known form, or not a whole one.
pub fn entry(line: &[u8]) -> Option<Entry<'_>> {
    let line = line.trim_ascii();
    if line.first() == Some(&b'{') { json::entry(line) } else { text::entry(line) }
}

impl Entry<'_> {
    /// The day on the site's wall, counted from 1970.
    pub fn day(&self) -> i32 {
        i32::try_from((self.at + i64::from(self.offset)).div_euclid(86_400)).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn no_bytes_make_it_fail(line in prop::collection::vec(any::<u8>(), 0..400)) {
            let _ = entry(&line);
        }

        #[test]
        fn no_wound_of_a_good_line_makes_it_fail(
            which in 0..super::text::LINES.len(), at in 0..600_usize, with in any::<u8>(), cut in 0..600_usize,
        ) {
            let mut line = super::text::LINES[which].as_bytes().to_vec();
            if let Some(byte) = line.get_mut(at) { *byte = with; }
            line.truncate(cut);
            let _ = entry(&line);
        }
    }
}
