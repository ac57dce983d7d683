//! A page's address as it is kept: from its path on, with what is evidence behind the question mark, without the token and
//! without what a network wrote there for one person.

use domain::{Token, token};
use url::Url;

use super::Why;
use crate::channel::{below, kept};
use crate::measured::Measured;

/// Bytes of an address; a longer one is none.
const LONGEST: usize = 4_000;
/// Bytes of a path that are kept.
const PATH: usize = 500;
/// Bytes of a value that are kept, and of all that stands behind the question mark.
const VALUE: usize = 120;
const QUERY: usize = 500;
/// Parameters that are looked at.
const PARAMETERS: usize = 64;

/// A page.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Page {
    pub(super) url: String,
    pub(super) token: Option<Token>,
}

/// That of `address`, whole or from its path on.
pub(super) fn read(address: &str, measured: &Measured) -> Result<Page, Why> {
    let address = address.trim();
    if address.is_empty() || address.len() > LONGEST {
        return Err(Why::NoPage);
    }
    let url = if address.starts_with('/') && !address.starts_with("//") {
        Url::parse(&measured.address).and_then(|site| site.join(address))
    } else {
        Url::parse(address)
    };
    let url = url.ok().filter(|url| matches!(url.scheme(), "http" | "https")).ok_or(Why::NoPage)?;
    let host = url.host_str().ok_or(Why::NoPage)?;
    let own = Url::parse(&measured.address).ok();
    let is_own = |of: &str| below(host, of);
    if !own.as_ref().and_then(Url::host_str).is_some_and(is_own) && !measured.settings.hosts.iter().any(|of| is_own(of))
    {
        return Err(Why::Elsewhere);
    }
    let token = Token::of(&url);
    let mut kept_url = cut(url.path(), PATH).to_owned();
    let begin = kept_url.len();
    for (name, value) in url.query_pairs().take(PARAMETERS) {
        // A token is taken apart; whatever else a site calls by its name is the site's.
        if name == token::PARAMETER || value.is_empty() {
            continue;
        }
        let Some(value) = kept(&name, &value) else { continue };
        let pair = url::form_urlencoded::Serializer::new(String::new()).append_pair(&name, cut(value, VALUE)).finish();
        if kept_url.len() - begin + pair.len() < QUERY {
            kept_url.push(if kept_url.len() == begin { '?' } else { '&' });
            kept_url.push_str(&pair);
        }
    }
    Ok(Page { url: kept_url, token })
}

/// At most so many bytes, in whole characters; of a path that is percent-encoded, no half of a sign.
fn cut(text: &str, most: usize) -> &str {
    let mut end = text.len().min(most);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let kept = &text[..end];
    match kept.rfind('%') {
        Some(at) if end < text.len() && at + 3 > end => &kept[..at],
        _ => kept,
    }
}
