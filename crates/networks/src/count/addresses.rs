//! Addresses in a text, found as twitter-text finds them, for X and, with wider paths, for Mastodon.
//!
//! That program is a regular expression over UTF-16; this one reads a text twice, once from behind (where does a host
//! end that begins here?) and once from the front, so that no text takes it long. What looks odd here is odd there.

use super::letters;
use super::{punycode, top_level};

/// An address without a protocol is measured as if it had this one.
const HTTPS: usize = "https://".len();
/// The longest address, in units.
const LONGEST: usize = 4096;
/// The longest name that X's own short addresses have.
const LONGEST_SHORT: usize = 40;

/// What may be an address, for one network.
pub(super) struct Grammar {
    /// What stands before `://`.
    pub(super) protocols: &'static [&'static str],
    /// Whether `example.com` is one.
    pub(super) bare: bool,
    pub(super) path: fn(u16) -> bool,
    pub(super) path_end: fn(u16) -> bool,
    /// Of what brackets are that may end a path wherever they stand. `None`: they go on with a path, yet only right
    /// behind what may end it, so that of `/a.(b)` just `/a` is seen.
    pub(super) brackets_end: Option<fn(u16) -> bool>,
    pub(super) query: fn(u16) -> bool,
    pub(super) query_end: fn(u16) -> bool,
}

/// X's own.
pub(super) const X: Grammar = Grammar {
    protocols: &["https", "http"],
    bare: true,
    path: letters::path,
    path_end: letters::path_end,
    brackets_end: None,
    query: letters::query,
    query_end: letters::query_end,
};

/// An address: where it begins and how many units it has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Address {
    pub(super) start: usize,
    pub(super) length: usize,
}

/// The addresses of `text`, in order.
pub(super) fn found(text: &[u16], grammar: &Grammar) -> Vec<Address> {
    let mut found = Vec::new();
    if !text.contains(&DOT) {
        return found;
    }
    let hosts = host_ends(text, letters::host_inner, letters::host_edge);
    let mut at = 0;
    while at <= text.len() {
        let behind = text
            .get(at)
            .filter(|unit| letters::before_address(**unit))
            .and_then(|_| Parts::at(text, at + 1, &hosts, grammar));
        let first = || if at == 0 { Parts::at(text, 0, &hosts, grammar) } else { None };
        let Some(parts) = behind.or_else(first) else {
            at += 1;
            continue;
        };
        let before = parts.start.checked_sub(1).filter(|before| *before >= at).and_then(|before| text.get(before));
        parts.judge(text, before.copied(), grammar, &mut found);
        at = parts.end;
    }
    found
}

const DOT: u16 = b'.' as u16;

/// For each place, where the host ends that begins there; 0 for none.
///
/// A host is labels with dots between and a name of the top level at its end, as many labels as possible. Only the
/// last label may have no underscore.
fn host_ends(text: &[u16], inner: fn(u16) -> bool, edge: fn(u16) -> bool) -> Vec<u32> {
    let mut ends = vec![0; text.len() + 1];
    // Of the label that is being read from behind: whether it ends well, what follows its dot, and if it has `_`.
    let (mut closed, mut longer, mut top, mut underscore) = (false, 0, 0, false);
    for at in (0..text.len()).rev() {
        let unit = text[at];
        if inner(unit) {
            underscore |= unit == u16::from(b'_');
            if closed && edge(unit) {
                ends[at] = if longer > 0 || underscore { longer } else { top };
            }
            continue;
        }
        let dot = unit == DOT;
        closed = dot && at.checked_sub(1).is_some_and(|before| edge(text[before]));
        (longer, top) = if closed { (ends[at + 1], top_level::end(text, at + 1)) } else { (0, 0) };
        underscore = false;
    }
    ends
}

/// What was read as an address, before it is judged.
struct Parts {
    start: usize,
    host: usize,
    host_end: usize,
    /// Where the path begins, with its slash; `None` without one.
    path: Option<usize>,
    end: usize,
}

impl Parts {
    fn at(text: &[u16], start: usize, hosts: &[u32], grammar: &Grammar) -> Option<Self> {
        let protocol = grammar.protocols.iter().find_map(|protocol| protocol_at(text, start, protocol));
        let host = start + protocol.unwrap_or(0);
        let host_end = *hosts.get(host).filter(|end| **end > 0)? as usize;
        let mut end = host_end;
        let digits = run(text, end + 1, |unit| (0x30..=0x39).contains(&unit));
        if is(text, end, b':') && digits > end + 1 {
            end = digits;
        }
        let path = is(text, end, b'/').then_some(end);
        if path.is_some() {
            end = path_end(text, end + 1, grammar);
        }
        if is(text, end, b'?') {
            end = query_end(text, end, grammar);
        }
        Some(Self { start, host, host_end, path, end })
    }

    /// Adds what of it counts as an address.
    fn judge(&self, text: &[u16], before: Option<u16>, grammar: &Grammar, found: &mut Vec<Address>) {
        let bare = self.host == self.start;
        let host = &text[self.host..self.host_end];
        let length = self.end - self.start;
        let protocol = if bare { HTTPS } else { self.host - self.start };
        if !labels_fit(host) || protocol + length > LONGEST {
            return;
        }
        if !bare {
            let length = match short(text, self.start, self.host, grammar) {
                Some((name, _)) if name > LONGEST_SHORT => return,
                Some((_, end)) => end - self.start,
                None => length,
            };
            found.push(Address { start: self.start, length });
        } else if grammar.bare && !before.is_some_and(|unit| matches!(unit, 0x2d | 0x5f | 0x2e | 0x2f)) {
            self.latin(host, found);
        }
    }

    /// Without a protocol only hosts of Latin letters count: in Chinese, words stand at both sides without a space.
    fn latin(&self, host: &[u16], found: &mut Vec<Address>) {
        let ends = host_ends(host, letters::latin_label, letters::latin_label);
        let (mut at, mut behind, mut last) = (0, 0, None);
        while at < host.len() {
            let end = ends[at] as usize;
            if end == 0 {
                at += 1;
                continue;
            }
            // The same letters may stand further ahead, where they were no host; twitter-text takes those.
            let name = &host[at..end];
            let start = (behind..at).find(|start| host[*start..].starts_with(name)).unwrap_or(at);
            behind = start + name.len();
            last = Some(found.len());
            found.push(Address { start: self.start + start, length: name.len() });
            at = end;
        }
        // Path and query belong to the last one; a query without a path is not seen.
        if self.path.is_some()
            && let Some(last) = last.and_then(|last| found.get_mut(last))
        {
            last.length += self.end - self.host_end;
        }
    }
}

/// How long `protocol` with its `://` is, where it stands at `start`.
fn protocol_at(text: &[u16], start: usize, protocol: &str) -> Option<usize> {
    let wanted = protocol.bytes().chain(*b"://");
    let same = |(at, byte): (usize, u8)| {
        text.get(start + at)
            .and_then(|unit| u8::try_from(*unit).ok())
            .is_some_and(|unit| unit.eq_ignore_ascii_case(&byte))
    };
    wanted.enumerate().all(same).then_some(protocol.len() + 3)
}

fn is(text: &[u16], at: usize, sign: u8) -> bool {
    text.get(at) == Some(&u16::from(sign))
}

/// Where the units from `at` on end that are `such`.
fn run(text: &[u16], at: usize, such: impl Fn(u16) -> bool) -> usize {
    at + text.get(at..).unwrap_or_default().iter().take_while(|unit| such(**unit)).count()
}

/// The end of the path from `at` on: the last that may end one, of letters and balanced brackets.
fn path_end(text: &[u16], at: usize, grammar: &Grammar) -> usize {
    let (mut end, mut next) = (at, at);
    while let Some(unit) = text.get(next) {
        if (grammar.path)(*unit) {
            next += 1;
            if (grammar.path_end)(*unit) {
                end = next;
            }
        } else if let Some(behind) = brackets(text, next, grammar.path) {
            let ends = match grammar.brackets_end {
                None => next == end,
                Some(within) => brackets(text, next, within).is_some(),
            };
            next = behind;
            if ends {
                end = behind;
            }
        } else {
            break;
        }
    }
    end
}

/// Behind the brackets that open at `at`: with something in them, and at most one pair within.
fn brackets(text: &[u16], at: usize, within: fn(u16) -> bool) -> Option<usize> {
    if !is(text, at, b'(') {
        return None;
    }
    let outer = run(text, at + 1, within);
    if is(text, outer, b')') && outer > at + 1 {
        return Some(outer + 1);
    }
    let inner = run(text, outer + 1, within);
    if !is(text, outer, b'(') || !is(text, inner, b')') || inner == outer + 1 {
        return None;
    }
    let behind = run(text, inner + 1, within);
    is(text, behind, b')').then_some(behind + 1)
}

/// The end of the query whose `?` is at `at`; `at` itself where none follows.
fn query_end(text: &[u16], at: usize, grammar: &Grammar) -> usize {
    let all = run(text, at + 1, grammar.query);
    (at + 2..=all).rev().find(|end| (grammar.query_end)(text[end - 1])).unwrap_or(at)
}

/// X's own short address that stands at `start`: how long its name is, and where it ends. Its path has no more.
fn short(text: &[u16], start: usize, host: usize, grammar: &Grammar) -> Option<(usize, usize)> {
    let web = ["https", "http"].iter().any(|protocol| protocol_at(text, start, protocol) == Some(host - start));
    let name = host + "t.co/".len();
    let same = |(at, byte): (usize, &u8)| {
        text.get(host + at).is_some_and(|unit| u8::try_from(*unit).is_ok_and(|it| it.eq_ignore_ascii_case(byte)))
    };
    if !web || !b"t.co/".iter().enumerate().all(same) {
        return None;
    }
    let end = run(text, name, letters::plain);
    let whole = if is(text, end, b'?') { query_end(text, end, grammar) } else { end };
    (end > name).then_some((end - name, whole))
}

/// Whether every label of `host` is short enough in ASCII, and one that calls itself ASCII is.
fn labels_fit(host: &[u16]) -> bool {
    let claims = host.starts_with(&[0x78, 0x6e, 0x2d, 0x2d]);
    let latin = || host_ends(host, letters::latin_label, letters::latin_label).iter().any(|end| *end > 0);
    host.len() <= LONGEST && (!claims || latin()) && host.split(|unit| *unit == DOT).all(punycode::fits)
}
