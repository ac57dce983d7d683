//! The share bar of a site: what it is made of, how it looks, and its HTML with the links that remember.

use std::collections::HashMap;
use std::fmt::Write as _;

use advise::share_bar;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use domain::{Code, NetworkId};
use ledger::link::{self, By};
use networks::share::Survives;
use networks::{Form, NETWORKS};
use optimize::buttons::{self, Bar, Of, kept};
use people::{Signed, site};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Tx;
use url::Url;

use crate::{House, Problem};

/// A title that is longer is none.
const TITLE: usize = 1_000;

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "ShareBar")]
pub(crate) struct Told {
    bar: Bar,
    /// Whether somebody put it together; otherwise it is what most sites want.
    kept: bool,
    /// The networks that a button can be made for.
    choices: Vec<Choice>,
    /// The page that asks visitors for their server; none before a public address leads here.
    hub: Option<Url>,
}

/// A network that a button can be made for.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "ShareChoice")]
struct Choice {
    id: NetworkId,
    name: &'static str,
    /// Whether our token comes through.
    survives: Survives,
    /// The same in words.
    survives_said: &'static str,
    /// Where that is known from, and when it was read.
    source: &'static str,
    read: &'static str,
    /// What it needs beyond an address: a picture of the page, or the page that asks for a server.
    needs: Option<Need>,
}

#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "ShareNeed")]
enum Need {
    Picture,
    Hub,
}

/// The networks that can be shared to by a link.
fn choices() -> Vec<Choice> {
    let choice = |network: &&'static networks::Network| {
        let share = network.share.as_ref()?;
        Some(Choice {
            id: network.id.clone(),
            name: network.about.name,
            survives: share.survives,
            survives_said: share.survives.in_words(),
            source: share.survives_evidence.source,
            read: share.survives_evidence.read,
            needs: match (share.form, share.needs_picture) {
                (Form::OfServer(_), _) => Some(Need::Hub),
                (_, true) => Some(Need::Picture),
                _ => None,
            },
        })
    };
    NETWORKS.iter().filter_map(choice).collect()
}

/// The page that asks for a visitor's server, once others can open it.
pub(crate) fn hub(house: &House) -> Option<Url> {
    let outside = house.address().outside.as_ref().filter(|_| house.stands())?;
    outside.join("share").ok()
}

pub(crate) async fn of(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Path(site): Path<String>,
) -> Result<Json<Told>, Problem> {
    let site = site::by_id(house.db(), &signed, &site).await?;
    let bar = kept::of(house.db(), &site.id).await?;
    Ok(Json(Told { kept: bar.is_some(), bar: bar.unwrap_or_default(), choices: choices(), hub: hub(&house) }))
}

pub(crate) async fn keep(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Path(site): Path<String>,
    Json(bar): Json<Bar>,
) -> Result<Json<Told>, Problem> {
    let site = site::by_id(house.db(), &signed, &site).await?;
    possible(&bar)?;
    let (random, now, who, id, kept) =
        (std::sync::Arc::clone(house.random()), house.now(), signed, site.id.clone(), bar.clone());
    let noted = house.db().write(move |tx: &mut Tx| {
        Box::pin(async move {
            kept::keep(&mut *tx, now, &id, &kept).await?;
            people::note(tx, &*random, now, &who, "share bar changed", &site.address).await
        })
    });
    noted.await?;
    Ok(Json(Told { bar, kept: true, choices: choices(), hub: hub(&house) }))
}

fn possible(bar: &Bar) -> Result<(), Problem> {
    match bar.fault() {
        None => Ok(()),
        Some(fault) => Err(Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "bar_invalid", fault)),
    }
}

/// A page that a bar is made for.
#[derive(Deserialize, JsonSchema)]
#[schemars(rename = "SharePage")]
pub(crate) struct Page {
    bar: Bar,
    /// Its address; the site's start page where none is named.
    #[serde(default)]
    address: Option<String>,
    #[serde(default)]
    title: String,
    /// The address of its picture.
    #[serde(default)]
    picture: Option<String>,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "ShareHtml")]
pub(crate) struct Drawn {
    /// To be put where the bar is to stand.
    html: String,
    /// To be put before the end of the page, once; only where the bar has buttons that need it.
    script: Option<&'static str>,
    /// Networks that got no button.
    left_out: Vec<LeftOut>,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "ShareLeftOut")]
struct LeftOut {
    network: NetworkId,
    name: &'static str,
    why: &'static str,
}

/// The HTML of a bar for a page. Each network's link is minted at the first call, and is the same from then on.
pub(crate) async fn html(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Path(site): Path<String>,
    Json(page): Json<Page>,
) -> Result<Json<Drawn>, Problem> {
    let site = site::by_id(house.db(), &signed, &site).await?;
    possible(&page.bar)?;
    let home = Url::parse(&site.address).map_err(std::io::Error::other)?;
    let address = match page.address.as_deref().map(str::trim).filter(|address| !address.is_empty()) {
        Some(typed) => site::address(typed)?,
        None => home,
    };
    let invalid = |says: &str| Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "page_invalid", says);
    if page.title.chars().count() > TITLE {
        return Err(invalid("the title is longer than any network shows: shorten it"));
    }
    let picture = page.picture.as_deref().map(str::trim).filter(|picture| !picture.is_empty());
    let picture = picture.map(|picture| {
        let url = Url::parse(picture).ok().filter(|url| matches!(url.scheme(), "http" | "https"));
        url.ok_or_else(|| invalid("the picture's address is to begin with https://"))
    });
    let picture = picture.transpose()?;
    let codes = minted(&house, &signed.name, &site, &page.bar).await?;
    let drawn = page.bar.html(&Of {
        url: &address,
        title: &page.title,
        picture: picture.as_ref(),
        hub: hub(&house).as_ref(),
        short: None,
        code: &|network| codes.get(network.as_str()).copied(),
        copied: codes.get(link::COPIED).copied(),
    });
    let left_out = drawn.left_out.into_iter().map(|left| LeftOut {
        name: networks::network(&left.network).map_or("", |network| network.about.name),
        network: left.network,
        why: left.why,
    });
    let script = page.bar.scripted.is_some().then(buttons::script);
    Ok(Json(Drawn { html: drawn.html, script, left_out: left_out.collect() }))
}

/// The code of each button of `bar`.
pub(crate) async fn minted(
    house: &House,
    by: &str,
    site: &people::Site,
    bar: &Bar,
) -> Result<HashMap<String, Code>, Problem> {
    let home = Url::parse(&site.address).map_err(std::io::Error::other)?;
    let by = By { site: site.id.clone(), name: by.to_owned() };
    Ok(share_bar::codes(house.db(), house.random(), house.now(), by, home, bar).await?)
}

/// A bar as JSON.
#[derive(Deserialize)]
pub(crate) struct Shown {
    bar: String,
    #[serde(default)]
    dark: bool,
}

/// The policy of the page on which a bar is looked at: it loads nothing, runs nothing, and leads nowhere.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; \
    frame-ancestors 'self'; sandbox";

/// A bar on an empty page, to look at.
pub(crate) async fn preview(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Path(site): Path<String>,
    Query(Shown { bar, dark }): Query<Shown>,
) -> Result<Response, Problem> {
    let site = site::by_id(house.db(), &signed, &site).await?;
    let unreadable = |_| Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "bar_invalid", "this is no share bar");
    let bar: Bar = serde_json::from_str(&bar).map_err(unreadable)?;
    possible(&bar)?;
    let url = Url::parse(&site.address).map_err(std::io::Error::other)?;
    // Looked at, a button is there for every network, whatever its link still lacks.
    let (hub, picture) = (url.join("/share").ok(), url.join("/picture.png").ok());
    let drawn = bar.html(&Of {
        url: &url,
        title: "",
        picture: picture.as_ref(),
        hub: hub.as_ref(),
        short: None,
        code: &|_| None,
        copied: None,
    });
    let (scheme, ground, ink) = if dark { ("dark", "#171614", "#eceae4") } else { ("light", "#ffffff", "#1c1a17") };
    let mut page = format!(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
         <title>Share bar</title><style>html{{color-scheme:{scheme}}}body{{margin:16px;background:{ground};color:{ink};\
         font:16px/1.5 system-ui,sans-serif}}p{{max-width:34em;margin:0 0 14px;opacity:.55}}</style>"
    );
    let _ = write!(page, "<p>The last lines of a page stand here.</p>{}", drawn.html);
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8")),
        (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY)),
        (header::X_FRAME_OPTIONS, HeaderValue::from_static("SAMEORIGIN")),
    ];
    Ok((headers, page).into_response())
}
