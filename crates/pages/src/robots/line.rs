//! The lines of a robots.txt, as keys and values.

use super::cut;

/// What stands behind this in one line is not looked at, as Google has it.
const LONGEST: usize = 2083 * 8 - 1;

/// What a line is about; lines about anything else are read over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Key {
    UserAgent,
    Allow,
    Disallow,
    Sitemap,
    CrawlDelay,
}

/// One line that says something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Line<'a> {
    /// Number from 1.
    pub(super) number: usize,
    /// The whole line, trimmed.
    pub(super) text: &'a str,
    pub(super) key: Key,
    pub(super) value: &'a str,
}

/// The lines of `text` that say something. They end with CR, LF or both.
pub(super) fn lines(text: &str) -> impl Iterator<Item = Line<'_>> {
    // Each CR without an LF behind it ends a line as well.
    let ended = text.split('\n').flat_map(|line| line.strip_suffix('\r').unwrap_or(line).split('\r'));
    ended.enumerate().filter_map(|(index, line)| {
        let line = cut(line, LONGEST);
        let (key, value) = key_and_value(line)?;
        Some(Line { number: index + 1, text: line.trim(), key: key_called(key)?, value })
    })
}

fn key_and_value(line: &str) -> Option<(&str, &str)> {
    let said = line.split('#').next().unwrap_or(line).trim();
    // A forgotten colon is forgiven where there are exactly two words.
    let two_words = || {
        let (key, value) = said.split_once([' ', '\t'])?;
        let value = value.trim_start_matches([' ', '\t']);
        (!value.contains([' ', '\t'])).then_some((key, value))
    };
    let (key, value) = said.split_once(':').or_else(two_words)?;
    let key = key.trim();
    (!key.is_empty()).then(|| (key, value.trim()))
}

/// Keys are known by their beginning, common slips included.
fn key_called(key: &str) -> Option<Key> {
    const KEYS: [(&str, Key); 13] = [
        ("user-agent", Key::UserAgent),
        ("useragent", Key::UserAgent),
        ("user agent", Key::UserAgent),
        ("allow", Key::Allow),
        ("disallow", Key::Disallow),
        ("dissallow", Key::Disallow),
        ("dissalow", Key::Disallow),
        ("disalow", Key::Disallow),
        ("diasllow", Key::Disallow),
        ("disallaw", Key::Disallow),
        ("sitemap", Key::Sitemap),
        ("site-map", Key::Sitemap),
        ("crawl-delay", Key::CrawlDelay),
    ];
    let begins = |start: &str| key.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start));
    KEYS.iter().find(|(start, _)| begins(start)).map(|(_, key)| *key)
}
