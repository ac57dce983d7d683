//! Addresses as evidence has them: whole or a path, hostile or cut, taken apart without a copy.
//!
//! A host is compared label by label from its end, never as a part of a text: netflix.com is not x.com. Nothing here fails.

use std::borrow::Cow;

/// Bytes of a host name; a longer one is none.
const HOST_AT_MOST: usize = 253;
/// Parameters of an address that are looked at.
const PARAMETERS_AT_MOST: usize = 64;

/// The name of a host in small letters, without a port and without the root's full stop.
#[derive(Clone)]
pub(super) struct Host<'a>(Cow<'a, str>);

impl<'a> Host<'a> {
    /// That of `text`, the part of an address between `//` and the path. `None` for what is no name: an empty one, one
    /// with spaces or without a full stop (`localhost`), an IP address, one that is too long.
    pub(super) fn of(authority: &'a str) -> Option<Self> {
        let host = authority.rsplit('@').next()?;
        let host = host.split(':').next()?;
        let host = host.strip_suffix('.').unwrap_or(host);
        let host = if host.bytes().any(|byte| byte.is_ascii_uppercase()) {
            Cow::Owned(host.to_ascii_lowercase())
        } else {
            Cow::Borrowed(host)
        };
        let last = host.rsplit_once('.')?.1;
        let named = !last.is_empty()
            && !last.bytes().all(|byte| byte.is_ascii_digit())
            && !matches!(last, "localhost" | "local" | "internal" | "lan" | "home" | "localdomain");
        // A letter beyond ASCII may stand in a log; whatever would end a name may not.
        let whole = host.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte >= 128 || b"-._".contains(&byte));
        let fits = host.len() <= HOST_AT_MOST && !host.starts_with('.') && !host.contains("..");
        (named && whole && fits).then_some(Self(host))
    }

    pub(super) fn as_str(&self) -> &str {
        &self.0
    }

    /// It, and what is left as one label after another is taken from its front: `a.b.example`, `b.example`, `example`.
    pub(super) fn ends(&self) -> impl Iterator<Item = &str> {
        std::iter::successors(Some(self.as_str()), |host| host.split_once('.').map(|(_, rest)| rest))
    }

    /// Its first label.
    pub(super) fn first(&self) -> &str {
        self.as_str().split('.').next().unwrap_or_default()
    }
}

/// The name or number of a host in a whole address, whatever it is, without a port.
pub(super) fn named(address: &str) -> Option<&str> {
    let authority = address.trim().split_once("://")?.1.split(['/', '?', '#']).next()?;
    let host = authority.rsplit('@').next()?;
    let port = host.rsplit_once(':').filter(|(_, port)| port.bytes().all(|sign| sign.is_ascii_digit()));
    Some(port.map_or(host, |(host, _)| host))
}

/// Whether `host` is `of` or lies below it.
pub(crate) fn below(host: &str, of: &str) -> bool {
    let of = of.strip_prefix("www.").unwrap_or(of);
    let Some(front) = host.len().checked_sub(of.len()) else { return false };
    let (Some(before), Some(end)) = (host.as_bytes().get(..front), host.as_bytes().get(front..)) else { return false };
    !of.is_empty() && end.eq_ignore_ascii_case(of.as_bytes()) && before.last().is_none_or(|byte| *byte == b'.')
}

/// What a referrer is.
pub(super) enum Referrer<'a> {
    /// There is none.
    None,
    /// A page somewhere. Its path begins with `/`, or is empty.
    Page(Host<'a>, &'a str),
    /// An Android app, by its package.
    App(&'a str),
    /// Something else, which says nothing: this machine, an address by numbers, an extension, half a line.
    Unclear,
}

impl<'a> Referrer<'a> {
    /// What `text` is.
    pub(super) fn of(text: &'a str) -> Self {
        let text = text.trim();
        if matches!(text, "" | "-" | "null" | "(null)" | "none" | "undefined" | "about:blank" | "about:client") {
            return Self::None;
        }
        let Some((scheme, rest)) = text.split_once("://") else { return Self::Unclear };
        let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let (authority, path) = rest.split_at(end);
        if scheme.eq_ignore_ascii_case("android-app") || scheme.eq_ignore_ascii_case("ios-app") {
            return if authority.is_empty() { Self::Unclear } else { Self::App(authority) };
        }
        if !scheme.eq_ignore_ascii_case("https") && !scheme.eq_ignore_ascii_case("http") {
            return Self::Unclear;
        }
        let path = path.split(['?', '#']).next().unwrap_or_default();
        Host::of(authority).map_or(Self::Unclear, |host| Self::Page(host, path))
    }
}

/// The page that was asked for.
#[derive(Clone, Copy)]
pub(super) struct Asked<'a> {
    /// Its path, from its first `/`.
    pub(super) path: &'a str,
    query: &'a str,
}

impl<'a> Asked<'a> {
    /// Of a whole address or of a path.
    pub(super) fn of(url: &'a str) -> Self {
        let url = url.trim();
        let url = url.split('#').next().unwrap_or_default();
        let (before, query) = url.split_once('?').unwrap_or((url, ""));
        let path = match before.split_once("://") {
            Some((_, rest)) => rest.find('/').map_or("/", |at| &rest[at..]),
            None => before,
        };
        Self { path: if path.is_empty() { "/" } else { path }, query }
    }

    /// Its parameters, names and values as they stand there, the empty ones left out. `&amp;` that came from HTML is `&`.
    pub(super) fn parameters(self) -> impl Iterator<Item = (&'a str, &'a str)> {
        let pairs = self.query.split(['&', ';']).filter(|pair| *pair != "amp").take(PARAMETERS_AT_MOST);
        pairs.filter_map(|pair| pair.split_once('=')).filter(|(name, value)| !name.is_empty() && !value.is_empty())
    }

    /// Whether it has any.
    pub(super) fn has_parameters(self) -> bool {
        self.query.contains('=')
    }
}

/// The path of `url`, a whole address or a path with what follows it.
pub(crate) fn path(url: &str) -> &str {
    Asked::of(url).path
}

/// The value of a parameter as it was meant: without `%` and `+`, in small letters.
pub(super) fn value(raw: &str) -> Cow<'_, str> {
    if raw.bytes().all(|byte| !byte.is_ascii_uppercase() && byte != b'%' && byte != b'+') {
        return Cow::Borrowed(raw);
    }
    let mut bytes = Vec::with_capacity(raw.len());
    let mut rest = raw.as_bytes();
    while let [first, after @ ..] = rest {
        let digit = |at: usize| after.get(at).and_then(|byte| char::from(*byte).to_digit(16));
        let (byte, left) = match (first, digit(0), digit(1)) {
            (b'%', Some(high), Some(low)) => ((high * 16 + low) as u8, &after[2..]),
            (b'+', ..) => (b' ', after),
            _ => (*first, after),
        };
        bytes.push(byte);
        rest = left;
    }
    bytes.make_ascii_lowercase();
    Cow::Owned(String::from_utf8_lossy(&bytes).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_is_compared_label_by_label() {
        for (host, of, is) in [
            ("t.co", "t.co", true),
            ("www.x.com", "x.com", true),
            ("X.COM", "x.com", true),
            ("x.com", "www.x.com", true),
            ("netflix.com", "x.com", false),
            ("microsoft.com", "t.co", false),
            ("x.com.evil.example", "x.com", false),
            ("com", "x.com", false),
            ("x.com", "", false),
        ] {
            assert_eq!(below(host, of), is, "{host} {of}");
        }
    }

    #[test]
    fn what_is_no_host_is_none() {
        for (text, host) in [
            ("user:word@Shop.Example.:8080", Some("shop.example")),
            ("bücher.example", Some("bücher.example")),
            ("localhost", None),
            ("127.0.0.1", None),
            ("[::1]", None),
            ("shop.local", None),
            ("a b.example", None),
            ("..", None),
            ("", None),
        ] {
            assert_eq!(Host::of(text).map(|host| host.as_str().to_owned()).as_deref(), host, "{text}");
        }
        assert!(Host::of(&format!("{}.example", "a".repeat(300))).is_none());
    }

    #[test]
    fn a_value_is_read_as_it_was_meant() {
        assert_eq!(value("Paid%20Social+x"), "paid social x");
        assert_eq!(value("100%"), "100%");
        assert_eq!(value("%FF%zz"), "\u{fffd}%zz");
        assert!(matches!(value("email"), Cow::Borrowed(_)));
    }

    #[test]
    fn parameters_that_passed_through_html_are_read_too() {
        let asked = Asked::of("https://shop.example/a?utm_source=x&amp;utm_medium=social&=1&empty=#gclid=1");
        assert_eq!(asked.path, "/a");
        assert_eq!(asked.parameters().collect::<Vec<_>>(), [("utm_source", "x"), ("utm_medium", "social")]);
    }
}
