//! Where facts are looked for: tags and JSON-LD by name, and last the marked elements of the body.

use std::borrow::Cow;
use std::cell::OnceCell;

use domain::{Node, Page};
use encoding_rs::Encoding;
use url::Url;

use super::shown::{Dates, Mark, authors, scripted, stated_dates, styled_dates, written};

/// The places of one page.
pub(super) struct Places<'a> {
    pub(super) page: &'a Page,
    text: &'a [u8],
    body: usize,
    charset: &'static Encoding,
    stated_dates: OnceCell<Dates>,
    address: OnceCell<Option<Url>>,
}

impl<'a> Places<'a> {
    /// Of `page`, whose body starts at `body` in `text`.
    pub(super) fn new(page: &'a Page, text: &'a [u8], body: usize, charset: &'static Encoding) -> Self {
        Self { page, text, body, charset, stated_dates: OnceCell::new(), address: OnceCell::new() }
    }

    /// The content of the first meta tag called `name`, whatever attribute carries the name, that says something.
    pub(super) fn meta(&self, name: &str) -> Option<&'a str> {
        self.metas(name).next()
    }

    /// The contents of all meta tags called `name` that say something.
    pub(super) fn metas(&self, name: &str) -> impl Iterator<Item = &'a str> {
        let tags = self.page.tags.iter().filter(move |tag| tag.name == name);
        tags.map(|tag| tag.content.trim()).filter(|content| says_something(content))
    }

    /// All JSON-LD objects in page order.
    pub(super) fn nodes(&self) -> impl Iterator<Item = &'a Node> + use<'a> {
        self.page.json_ld.iter().flat_map(|script| &script.nodes)
    }

    /// Dates that elements of the body have by their nature.
    pub(super) fn stated_dates(&self) -> &Dates {
        self.stated_dates.get_or_init(|| stated_dates(self.text, self.body, self.charset))
    }

    /// Dates that elements of the body are styled as.
    pub(super) fn styled_dates(&self) -> Dates {
        styled_dates(self.text, self.body, self.charset)
    }

    /// Names of authors that elements of the body show.
    pub(super) fn authors(&self) -> Vec<Mark> {
        authors(self.text, self.body, self.charset)
    }

    /// The first that `of` makes of a short text near the first heading that has a year in it.
    pub(super) fn written<T>(&self, of: impl Fn(&str) -> Option<T>) -> Option<T> {
        written(self.text, self.body, self.charset, of)
    }

    /// The first that `of` makes of a date in a script.
    pub(super) fn scripted<T>(&self, of: impl Fn(&str) -> Option<T>) -> Option<T> {
        scripted(self.text, of)
    }

    /// The page's address on the web: where it was read, or for a file what it says itself.
    pub(super) fn address(&self) -> Option<&Url> {
        let found = self.address.get_or_init(|| {
            if matches!(self.page.url.scheme(), "http" | "https") {
                return Some(self.page.url.clone());
            }
            let stated = self.page.whole().link("canonical").or_else(|| self.meta("og:url"))?;
            Url::parse(stated).ok().filter(|url| matches!(url.scheme(), "http" | "https"))
        });
        found.as_ref()
    }

    /// The absolute address that `href` means.
    pub(super) fn resolve(&self, href: &str) -> Option<Url> {
        let href = href.trim();
        if href.is_empty() {
            return None;
        }
        self.page.resolve(href).or_else(|| {
            let url = self.address()?.join(href).ok()?;
            matches!(url.scheme(), "http" | "https").then_some(url)
        })
    }
}

/// Whether a value is one, not what a template left where it had none.
pub(super) fn says_something(text: &str) -> bool {
    !text.is_empty()
        && !["null", "undefined", "none", "nan", "false", "n/a", "-"].iter().any(|it| text.eq_ignore_ascii_case(it))
        && !text.starts_with("{{")
        && !text.starts_with("<%")
        && !text.starts_with("[object ")
}

/// Text of JSON-LD, in which many sites write character references and tags.
pub(super) fn plain(text: &str) -> Cow<'_, str> {
    let text = if text.contains('&') { htmlize::unescape(text) } else { Cow::Borrowed(text) };
    if !text.contains('<') {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = &*text;
    while let Some(open) = rest.find('<') {
        out.push_str(&rest[..open]);
        let is_tag = rest[open + 1..].starts_with(|it: char| it.is_ascii_alphabetic() || it == '/');
        if let Some(close) = rest[open..].find('>').filter(|_| is_tag) {
            rest = &rest[open + close + 1..];
        } else {
            out.push('<');
            rest = &rest[open + 1..];
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}
