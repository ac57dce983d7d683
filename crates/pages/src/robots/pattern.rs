//! The pattern of an allow or disallow line: the start of a path, with `*` for anything and `$` for the end.

use std::fmt::Write;

use memchr::memmem;

/// A pattern in the form in which addresses are written.
#[derive(Clone, Debug)]
pub(super) struct Pattern {
    text: String,
    /// For `Allow: /shop/index.html`: the folder itself, `/shop/$`, is allowed as well.
    folder: Option<String>,
}

impl Pattern {
    pub(super) fn new(text: &str, allows: bool) -> Self {
        let text = escaped(text);
        let folder = text.rfind('/').filter(|_| allows).and_then(|slash| {
            let is_index = text[slash..].starts_with("/index.htm");
            is_index.then(|| format!("{}$", &text[..=slash]))
        });
        Self { text, folder }
    }

    /// How many bytes of pattern match `path`; `None` where it does not match.
    pub(super) fn matches(&self, path: &str) -> Option<usize> {
        if fits(&self.text, path) {
            return Some(self.text.len());
        }
        self.folder.as_deref().filter(|folder| fits(folder, path)).map(str::len)
    }
}

/// Whether `pattern` matches from the start of `path`. Each part between stars is looked for once, from left to right,
/// so that the time is bounded whatever the pattern.
fn fits(pattern: &str, path: &str) -> bool {
    let (pattern, to_the_end) = match pattern.strip_suffix('$') {
        Some(shorter) => (shorter, true),
        None => (pattern, false),
    };
    let mut parts = pattern.split('*');
    let first = parts.next().unwrap_or("");
    let Some(mut rest) = path.strip_prefix(first) else { return false };
    let mut parts = parts.peekable();
    if parts.peek().is_none() {
        return !to_the_end || rest.is_empty();
    }
    while let Some(part) = parts.next() {
        if to_the_end && parts.peek().is_none() {
            return rest.ends_with(part);
        }
        match memmem::find(rest.as_bytes(), part.as_bytes()) {
            Some(at) => rest = rest.get(at + part.len()..).unwrap_or(""),
            None => return false,
        }
    }
    true
}

/// As addresses are written: bytes beyond ASCII as escapes, escapes in capitals.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_bytes().iter();
    while let Some(&byte) = rest.next() {
        if byte >= 0x80 {
            // Writing to a string cannot fail.
            let _ = write!(out, "%{byte:02X}");
            continue;
        }
        out.push(char::from(byte));
        if byte == b'%'
            && let [high, low, ..] = rest.as_slice()
            && high.is_ascii_hexdigit()
            && low.is_ascii_hexdigit()
        {
            out.push(char::from(high.to_ascii_uppercase()));
            out.push(char::from(low.to_ascii_uppercase()));
            rest.nth(1);
        }
    }
    out
}
