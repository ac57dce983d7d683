//! Sharing: the address that a visitor opens to pass a page on, and whether our token comes through.
//!
//! Pure data and text: a share button is a plain link. Start at [`Share::link`].

use schemars::JsonSchema;
use serde::Serialize;
use url::Url;

use crate::Evidence;

/// How a visitor passes a page on to a network.
#[derive(Debug)]
pub struct Share {
    /// Where its form is.
    pub form: Form,
    /// Characters that a post takes, with the address in it; the title is cut so that both fit.
    pub longest: Option<usize>,
    /// Whether the form needs a picture of the page.
    pub needs_picture: bool,
    /// What the form is known from.
    pub evidence: Evidence,
    /// Whether a parameter of the address comes through to whoever presses the shared link.
    pub survives: Survives,
    /// How that is known.
    pub survives_evidence: Evidence,
}

/// The form that a visitor is sent to. In its address `{url}`, `{title}` and `{picture}` stand for the encoded values of
/// the page, `{server}` for the host that the visitor names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// One for everybody.
    One(&'static str),
    /// Each server has its own: the share hub asks the visitor for his.
    OfServer(&'static str),
}

/// Whether a parameter that the page's own og:url lacks comes through.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Survives {
    /// Whoever presses the link comes with it.
    Kept,
    /// It stays in the link of the text; where the card beside it leads is not known.
    KeptInText,
    /// Nobody has shown it, or sources contradict each other: the network may put the page's own address in its place.
    Doubtful,
}

impl Survives {
    /// As people read it.
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Kept => "whoever presses the link comes with it",
            Self::KeptInText => "kept in the text; where the card leads is not known",
            Self::Doubtful => "not sure: people may be sent to the page's clean address",
        }
    }
}

/// The page that is passed on.
#[derive(Clone, Copy, Debug)]
pub struct Shared<'a> {
    /// Its address, with the token.
    pub url: &'a str,
    /// Its title.
    pub title: &'a str,
    /// Its picture.
    pub picture: Option<&'a str>,
}

impl Share {
    /// The address to open; `server` is asked for where each server has its own form. `None` where what is needed for it
    /// is not there.
    pub fn link(&self, page: &Shared<'_>, server: Option<&str>) -> Option<String> {
        let (form, server) = match self.form {
            Form::One(form) => (form, ""),
            Form::OfServer(form) => (form, server?),
        };
        let picture = page.picture.unwrap_or_default();
        if self.needs_picture && picture.is_empty() {
            return None;
        }
        let title = match self.longest {
            Some(longest) => cut(page.title, longest.saturating_sub(page.url.chars().count() + 1)),
            None => page.title.to_owned(),
        };
        let values = [
            ("{url}", encoded(page.url)),
            ("{title}", encoded(&title)),
            ("{picture}", encoded(picture)),
            ("{server}", server.to_owned()),
        ];
        Some(filled(form, &values))
    }
}

/// `form` with each name in its place. What is put in is not looked at again: a title may have braces.
fn filled(form: &str, values: &[(&str, String)]) -> String {
    let mut link = String::new();
    let mut rest = form;
    while let Some(at) = rest.find('{') {
        link.push_str(&rest[..at]);
        rest = &rest[at..];
        match values.iter().find(|(name, _)| rest.starts_with(name)) {
            Some((name, value)) => {
                link.push_str(value);
                rest = &rest[name.len()..];
            }
            None => {
                link.push('{');
                rest = &rest[1..];
            }
        }
    }
    link + rest
}

/// The first `longest` characters of `title`, ending with a whole word and an ellipsis where it is cut.
fn cut(title: &str, longest: usize) -> String {
    if title.chars().count() <= longest {
        return title.to_owned();
    }
    let kept: String = title.chars().take(longest.saturating_sub(1)).collect();
    let whole = kept.rfind(char::is_whitespace).filter(|end| *end > 0).unwrap_or(kept.len());
    if longest == 0 { String::new() } else { format!("{}…", kept[..whole].trim_end()) }
}

/// `text` as part of an address: everything but letters, digits and `-._~` is percent-encoded, a space as `%20`, since
/// programs for mail and messages show a plus as a plus.
pub fn encoded(text: &str) -> String {
    use std::fmt::Write as _;
    let mut encoded = String::with_capacity(text.len() * 2);
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}

/// The host of the server that a visitor named: `@ada@mastodon.example`, `https://mastodon.example/@ada` and
/// `mastodon.example` all mean one. `None` where it is no public host name.
pub fn server(named: &str) -> Option<String> {
    let named = named.trim();
    let rest = named.split_once("://").map_or(named, |(_, rest)| rest);
    let host = rest.split(['/', '?', '#']).next()?.rsplit('@').next()?;
    let url = Url::parse(&format!("https://{host}/")).ok()?;
    let host = url.domain()?.trim_end_matches('.').to_owned();
    (host.contains('.') && url.port().is_none() && host.len() <= 253).then_some(host)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Grade, day};

    const SOURCE: Evidence = day("a test", "2026-11-26", Grade::Design);

    const fn share(form: Form) -> Share {
        Share {
            form,
            longest: Some(40),
            needs_picture: false,
            evidence: SOURCE,
            survives: Survives::Doubtful,
            survives_evidence: SOURCE,
        }
    }

    const URL: &str = "https://bakery.example/?e=a&b";

    #[test]
    fn values_are_put_in_encoded_and_are_not_looked_at_again() {
        let form = share(Form::One("https://x.example/?t={title}%20{url}"));
        let page = Shared { url: URL, title: "{url} 50 %", picture: None };
        let link = form.link(&page, None).unwrap();
        assert_eq!(link, "https://x.example/?t=%7Burl%7D%2050%20%25%20https%3A%2F%2Fbakery.example%2F%3Fe%3Da%26b");
    }

    #[test]
    fn a_long_title_is_cut_at_a_word_so_that_the_address_is_whole() {
        let form = share(Form::One("{title} {url}"));
        let link = form.link(&Shared { url: URL, title: "Sourdough bread every day", picture: None }, None).unwrap();
        assert_eq!(link, format!("Sourdough{} {}", encoded("…"), encoded(URL)));
        let many = "x".repeat(10_000);
        let link = form.link(&Shared { url: URL, title: &many, picture: None }, None).unwrap();
        assert_eq!(link, format!("{}{} {}", "x".repeat(9), encoded("…"), encoded(URL)));
        let far = format!("https://bakery.example/{many}");
        assert_eq!(
            form.link(&Shared { url: &far, title: "T", picture: None }, None).unwrap(),
            format!(" {}", encoded(&far))
        );
    }

    #[test]
    fn what_is_needed_must_be_there() {
        let page = Shared { url: URL, title: "T", picture: None };
        let of_server = share(Form::OfServer("https://{server}/share?text={url}"));
        assert_eq!(of_server.link(&page, None), None);
        assert!(
            of_server.link(&page, Some("one.example")).unwrap().starts_with("https://one.example/share?text=https")
        );
        let pin = Share { needs_picture: true, ..share(Form::One("{picture}")) };
        assert_eq!(pin.link(&page, None), None);
        assert_eq!(pin.link(&Shared { picture: Some("p"), ..page }, None).as_deref(), Some("p"));
    }

    #[test]
    fn a_server_is_known_however_it_is_named() {
        for (named, host) in [
            ("mastodon.example", Some("mastodon.example")),
            (" @ada@Mastodon.example ", Some("mastodon.example")),
            ("https://mastodon.example/@ada?x#y", Some("mastodon.example")),
            ("bücher.example", Some("xn--bcher-kva.example")),
            ("localhost", None),
            ("127.0.0.1", None),
            ("mastodon.example:8080", None),
            ("java\nscript:alert(1)", None),
            ("", None),
        ] {
            assert_eq!(server(named).as_deref(), host, "{named}");
        }
    }
}
