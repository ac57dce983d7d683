//! A press: which network a share button leads to, and the token that it carries.

use domain::Token;
use networks::{Form, NETWORKS, Network};
use url::Url;

/// What a share button's link says.
pub(super) fn read(link: &str) -> (Option<&'static Network>, Option<Token>) {
    let Ok(url) = Url::parse(link) else { return (None, None) };
    let token = url.query_pairs().find_map(|(_, value)| token_in(&value));
    let host = url.host_str().unwrap_or_default();
    let of_host = |network: &&Network| match network.share.as_ref().map(|share| share.form) {
        Some(Form::One(form)) => Url::parse(form).is_ok_and(|form| form.host_str() == Some(host)),
        _ => false,
    };
    let network = NETWORKS.iter().copied().find(of_host).or_else(|| {
        // The share hub's: it asks for the visitor's server.
        let (_, to) = url.query_pairs().find(|(name, _)| name == "to")?;
        NETWORKS.iter().copied().find(|network| network.id.as_str() == to)
    });
    (network, token)
}

/// The token of an address that stands somewhere in a text.
fn token_in(text: &str) -> Option<Token> {
    let from = text.rfind("?e=").or_else(|| text.rfind("&e="))?;
    let rest = &text[from + 3..];
    let end = rest.find(|sign: char| !sign.is_ascii_alphanumeric() && sign != '~').unwrap_or(rest.len());
    rest[..end].parse().ok()
}
