//! The share hub: networks without one form for everybody ask which server the visitor is at, once. His browser keeps
//! the answer; this house keeps nothing, and sends him on only where he pressed the button on its own page.

use axum::Form as Typed;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};
use networks::share::{Shared, server};
use networks::{Form as Kind, Network};
use serde::Deserialize;
use url::Url;

use super::page::{Field, Form, Page};
use crate::House;
use crate::door::cookie_called;

/// How long a browser remembers the server: a year.
const REMEMBERED: u32 = 365 * 24 * 60 * 60;
/// Where the button leads is another host's; the usual policy lets forms lead to this house alone.
const POLICY: &str = "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; \
    form-action 'self' https:; frame-ancestors 'none'";
/// A title that is longer is no title.
const LONGEST: usize = 1_000;

/// What is passed on, and to which network.
#[derive(Deserialize)]
pub(crate) struct Wanted {
    #[serde(default)]
    to: String,
    #[serde(default)]
    url: String,
    #[serde(default)]
    title: String,
    /// The server that the visitor named.
    #[serde(default)]
    server: String,
}

pub(crate) async fn page(headers: HeaderMap, Query(wanted): Query<Wanted>) -> Response {
    let Some((network, url)) = known(&wanted) else { return nothing().into_response() };
    let before = cookie_called(&headers, &kept_as(network)).unwrap_or_default();
    ask(network, &url, &wanted, before, None)
}

pub(crate) async fn go(State(house): State<House>, Typed(wanted): Typed<Wanted>) -> Response {
    let Some((network, url)) = known(&wanted) else { return nothing().into_response() };
    let share = network.share.as_ref();
    let shared = Shared { url: url.as_str(), title: &wanted.title, picture: None };
    let link = server(&wanted.server).and_then(|server| Some((share?.link(&shared, Some(&server))?, server)));
    let Some((link, server)) = link else {
        let fault = "this is no server's name: it looks like mastodon.social, without a path";
        return ask(network, &url, &wanted, &wanted.server, Some(fault));
    };
    let secure = if house.is_secure() { "; Secure" } else { "" };
    let kept = kept_as(network);
    let kept = format!("{kept}={server}; Path=/share; HttpOnly; SameSite=Lax; Max-Age={REMEMBERED}{secure}");
    // A host name that was parsed is ASCII, and so is the rest.
    let kept = HeaderValue::try_from(kept).unwrap_or(HeaderValue::from_static(""));
    (AppendHeaders([(header::SET_COOKIE, kept)]), policy(), Redirect::to(&link)).into_response()
}

/// The network and the page, where both can be meant.
fn known(wanted: &Wanted) -> Option<(&'static Network, Url)> {
    let network = networks::NETWORKS.iter().find(|network| network.id.as_str() == wanted.to)?;
    let by_server = network.share.as_ref().is_some_and(|share| matches!(share.form, Kind::OfServer(_)));
    let url = Url::parse(&wanted.url).ok().filter(|url| matches!(url.scheme(), "http" | "https"))?;
    (by_server && wanted.title.chars().count() <= LONGEST).then_some((network, url))
}

fn kept_as(network: &Network) -> String {
    format!("share-{}", network.id)
}

fn policy() -> [(header::HeaderName, HeaderValue); 1] {
    [(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY))]
}

fn ask(network: &Network, url: &Url, wanted: &Wanted, before: &str, fault: Option<&str>) -> Response {
    let name = network.about.name;
    let host = url.host_str().unwrap_or_default();
    let page = match wanted.title.trim() {
        "" => host.to_owned(),
        title => format!("“{title}”, {host}"),
    };
    let form = Form::to("/share", fault)
        .hidden("to", network.id.as_str())
        .hidden("url", url.as_str())
        .hidden("title", &wanted.title)
        .field(&Field {
            name: "server",
            label: "Your server",
            kind: "text",
            fills: "on",
            value: before,
            hint: Some("Such as mastodon.social, or your whole name: @you@mastodon.social. Your browser remembers it; nothing is kept here."),
        })
        .button(&format!("Go on to {name}"));
    let status = if fault.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let says = format!("You pass on {page}. {name} has many servers, so it has to be said which one is yours.");
    let asked = Page::new(format!("Share on {name}")).status(status).says(&says).form(&form);
    (policy(), asked.leads("Changed your mind?", url.as_str(), "Back to the page")).into_response()
}

fn nothing() -> Page {
    Page::new("There is nothing to share here")
        .status(StatusCode::NOT_FOUND)
        .says("This page helps share buttons for networks with many servers. Go back to the page that you came from, and press its button again.")
}
