//! The feed of a site, for a plug-in that prints what its pages lack. docs/plugin.md has the contract.

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use ledger::link;
use measure::measured::{self, Signals};
use optimize::buttons::kept as bars;
use optimize::card::{HEIGHT, WIDTH};
use optimize::kept;
use optimize::wanting::Wanting;
use people::feed;
use serde::Serialize;
use sha2::{Digest, Sha256};
use url::Url;

use crate::api::share_bar;
use crate::{House, Problem};

/// What the plug-in reads at most.
const AT_MOST: usize = 5_000_000;

/// The names that a plug-in prints, with the characters that each may have.
const TAGS: [(&str, usize); 13] = [
    ("description", 1_000),
    ("og:title", 300),
    ("og:description", 1_000),
    ("og:url", 2_048),
    ("og:type", 64),
    ("og:site_name", 253),
    ("og:image", 2_048),
    ("og:image:alt", 1_000),
    ("twitter:card", 32),
    ("twitter:title", 300),
    ("twitter:description", 1_000),
    ("twitter:image", 2_048),
    ("twitter:image:alt", 1_000),
];

#[derive(Serialize)]
struct Feed {
    version: u8,
    site: String,
    bar: Option<Bar>,
    beacon: Option<Beacon>,
    pages: BTreeMap<String, Page>,
}

#[derive(Serialize)]
struct Bar {
    html: String,
    r#where: &'static str,
}

/// How the site is measured, where somebody looked for that.
#[derive(Serialize)]
struct Beacon {
    key: String,
    storage: bool,
    signals: bool,
    /// How networks' preview agents are known.
    agents: Vec<&'static str>,
}

#[derive(Default, Serialize)]
struct Page {
    tags: BTreeMap<String, String>,
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    missing: BTreeSet<String>,
    card: Option<Card>,
}

#[derive(Serialize)]
struct Card {
    url: String,
    width: u32,
    height: u32,
    alt: String,
}

pub(crate) async fn feed(
    State(house): State<House>,
    headers: HeaderMap,
    Path(key): Path<String>,
) -> Result<Response, Problem> {
    let site = feed::site_of(house.db(), &key).await?.ok_or_else(|| Problem::not_found("feed"))?;
    let base = house.base(&headers);
    let bar = match bars::of(house.db(), &site.id).await? {
        Some(bar) => {
            let codes = share_bar::minted(&house, "plug-in", &site, &bar).await?;
            let code = |name: &str| codes.get(name).copied();
            let hub = share_bar::hub(&house);
            let drawn = bar.with_places(hub.as_ref(), &|network| code(network.as_str()), code(link::COPIED));
            (drawn.left_out.len() < bar.networks.len()).then_some(Bar { html: drawn.html, r#where: "after" })
        }
        None => None,
    };
    let mut pages = lacking(&house, &site.id).await?;
    for (page, card) in kept::all_cards_of(house.db(), &site.id).await? {
        let Some(path) = Url::parse(&page).ok().map(|url| path(&url)) else { continue };
        let of = pages.entry(path).or_default();
        let is_told = |name: &str| !name.starts_with("og:image") && !name.starts_with("twitter:image");
        of.tags.retain(|name, _| is_told(name));
        of.missing.retain(|name| is_told(name));
        let url = format!("{base}/card/{}.png", card.address);
        of.card = Some(Card { url, width: WIDTH, height: HEIGHT, alt: card.alt });
    }
    let mut size = 0;
    pages.retain(|path, page| {
        let long = page.tags.iter().map(|(name, content)| 2 * name.len() + content.len() + 16).sum::<usize>();
        size += path.len() + long + page.card.as_ref().map_or(0, |card| card.url.len() + card.alt.len() + 60) + 40;
        size < AT_MOST
    });
    let beacon = measured::find(house.db(), &site.id).await?.map(|measured| Beacon {
        key: measured.key,
        storage: measured.settings.tab_storage,
        signals: measured.settings.signals == Signals::Skip,
        agents: networks::agents().map(|(_, agent)| agent.token).collect(),
    });
    let feed = Feed { version: 1, site: site.address, bar, beacon, pages };
    let body = serde_json::to_vec(&feed).map_err(io::Error::other)?;
    let tag = format!("\"{:x}\"", Bytes::copy_from_slice(&Sha256::digest(&body)));
    let known = headers.get(header::IF_NONE_MATCH).and_then(|known| known.to_str().ok());
    // A proxy that compresses makes the tag a weak one.
    let is_known = known.is_some_and(|known| known.trim_start_matches("W/") == tag);
    let etag = HeaderValue::try_from(tag).unwrap_or(HeaderValue::from_static(""));
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/json")),
        (header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache")),
        (header::ETAG, etag),
    ];
    if is_known {
        return Ok((StatusCode::NOT_MODIFIED, headers).into_response());
    }
    Ok((headers, body).into_response())
}

/// What the pages of `site` lack, by path.
async fn lacking(house: &House, site: &str) -> Result<BTreeMap<String, Page>, Problem> {
    let audits = kept::telling(house.db(), site).await?;
    let data = house.data().to_owned();
    let read = tokio::task::spawn_blocking(move || kept::lacking(&data, &audits)).await.map_err(io::Error::other)??;
    let pages = read.into_iter().filter_map(|Wanting { url, mut tags, mut missing, .. }| {
        tags.retain(|name, content| TAGS.iter().any(|(known, most)| known == name && content.chars().count() <= *most));
        missing.retain(|name| tags.contains_key(name));
        (!tags.is_empty()).then(|| (path(&url), Page { tags, missing, card: None }))
    });
    Ok(pages.collect())
}

/// The page as a plug-in knows it: its path, with its query.
fn path(url: &Url) -> String {
    url[url::Position::BeforePath..url::Position::AfterQuery].to_owned()
}
