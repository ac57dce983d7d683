//! Cards of a site: how they look, a look at one, and one for each page that wants it.

use std::io;
use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use optimize::card::crops::{Crop, crops};
use optimize::card::{Kind, Logo, Texts};
use optimize::kept::{self, Made, PageCard, Style, Wanted};
use optimize::wanting::Says;
use people::{Signed, site};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Tx;
use url::Url;

use super::{After, List};
use crate::{House, Problem};

/// Cards on one page of a list.
const LISTED: usize = 100;
/// A logo's file.
pub(crate) const LOGO: usize = 4 << 20;

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "SiteCards")]
pub(crate) struct Told {
    style: Style,
    /// Pages of the newest audit that show no good picture, or a card already.
    wanted: usize,
    /// Pages that have a card.
    made: i64,
    /// Whether the newest audit noted which pages want one; an older one is to be made again.
    noted: bool,
    /// The page that the look shows, where none is named.
    example: Option<Url>,
    /// What networks cut out of a card.
    crops: Vec<Crop>,
}

/// The card of a page.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "PageCard")]
pub(crate) struct OfPage {
    page: String,
    title: String,
    /// What stands on it, for those who cannot see it.
    alt: String,
    /// The picture's address: at the public address, once that leads here.
    address: String,
    /// The picture as this console shows it.
    shown: String,
}

/// What `read` says of the newest audit of `site`, from the data folder and the audit's id.
async fn newest<T: Default + Send + 'static>(
    house: &House,
    site: &str,
    read: impl FnOnce(&std::path::Path, &str) -> io::Result<T> + Send + 'static,
) -> Result<T, Problem> {
    let newest = kept::with_sums(house.db(), site, kept::FROM_THE_NEWEST, 1).await?;
    let Some(newest) = newest.into_iter().next() else { return Ok(T::default()) };
    let data = house.data().to_owned();
    Ok(tokio::task::spawn_blocking(move || read(&data, &newest.head.id)).await.map_err(io::Error::other)??)
}

/// What the pages of the newest audit of `site` want.
async fn wanted(house: &House, site: &str) -> Result<Wanted, Problem> {
    newest(house, site, kept::wanted).await
}

async fn told(house: &House, site: &people::Site) -> Result<Json<Told>, Problem> {
    let wanted = wanted(house, &site.id).await?;
    let example = wanted.pages.first().map(|(url, _)| url.clone());
    Ok(Json(Told {
        style: kept::style_of(house.db(), &site.id).await?,
        wanted: wanted.pages.len(),
        made: kept::count_cards(house.db(), &site.id).await?,
        noted: wanted.noted,
        example,
        crops: crops(),
    }))
}

pub(crate) async fn of(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Path(site): Path<String>,
) -> Result<Json<Told>, Problem> {
    told(&house, &site::by_id(house.db(), &signed, &site).await?).await
}

fn possible(style: &Style) -> Result<(), Problem> {
    let known = style.typeface.as_deref().is_none_or(|typeface| ["sans", "serif"].contains(&typeface));
    if known {
        return Ok(());
    }
    let detail = "the typeface is sans or serif";
    Err(Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "style_invalid", detail))
}

/// How the cards look from now on. The logo stays the one that was put there.
pub(crate) async fn keep(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Path(site): Path<String>,
    Json(mut style): Json<Style>,
) -> Result<Json<Told>, Problem> {
    let site = site::by_id(house.db(), &signed, &site).await?;
    possible(&style)?;
    style.logo = kept::style_of(house.db(), &site.id).await?.logo;
    Box::pin(restyle(&house, signed, &site, style, None)).await
}

async fn restyle(
    house: &House,
    signed: Signed,
    site: &people::Site,
    style: Style,
    logo: Option<(Logo, Vec<u8>)>,
) -> Result<Json<Told>, Problem> {
    let (random, now, id, address) = (Arc::clone(house.random()), house.now(), site.id.clone(), site.address.clone());
    let kept = house.db().write(move |tx: &mut Tx| {
        Box::pin(async move {
            if let Some((logo, bytes)) = logo {
                kept::keep_logo(&mut *tx, &id, &logo, bytes).await?;
            }
            kept::keep_style(&mut *tx, now, &id, &style).await?;
            people::note(tx, &*random, now, &signed, "look of cards changed", &address).await
        })
    });
    kept.await?;
    told(house, site).await
}

/// Puts a logo on the cards.
pub(crate) async fn put_logo(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Path(site): Path<String>,
    bytes: Bytes,
) -> Result<Json<Told>, Problem> {
    let site = site::by_id(house.db(), &signed, &site).await?;
    let mut style = kept::style_of(house.db(), &site.id).await?;
    let bytes = bytes.to_vec();
    let read = tokio::task::spawn_blocking(move || Logo::read(&bytes).map(|logo| (logo, bytes)));
    let unusable = |fault: optimize::card::NoLogo| {
        Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "logo_unusable", fault.to_string())
    };
    let (logo, bytes) = read.await.map_err(io::Error::other)?.map_err(unusable)?;
    style.logo = Some(logo.hash().to_owned());
    Box::pin(restyle(&house, signed, &site, style, Some((logo, bytes)))).await
}

/// Takes the logo off the cards.
pub(crate) async fn remove_logo(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Path(site): Path<String>,
) -> Result<Json<Told>, Problem> {
    let site = site::by_id(house.db(), &signed, &site).await?;
    let style = Style { logo: None, ..kept::style_of(house.db(), &site.id).await? };
    Box::pin(restyle(&house, signed, &site, style, None)).await
}

#[derive(Deserialize)]
pub(crate) struct Look {
    /// A [`Style`] as JSON.
    style: String,
    /// The page whose card it is.
    #[serde(default)]
    page: Option<String>,
}

/// A card as it would look.
pub(crate) async fn look(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Path(site): Path<String>,
    Query(Look { style, page }): Query<Look>,
) -> Result<Response, Problem> {
    let site = site::by_id(house.db(), &signed, &site).await?;
    let unreadable = |_| Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "style_invalid", "this is no look of cards");
    let style: Style = serde_json::from_str(&style).map_err(unreadable)?;
    possible(&style)?;
    let says = newest(&house, &site.id, move |data, id| kept::wanted_by(data, id, page.as_deref())).await?;
    let says = says.unwrap_or_else(|| without_pages(&site));
    let recipe = style.recipe(&says);
    let logo = kept::logo_of(house.db(), &site.id, &recipe.brand).await?;
    let picture = house.cards().draw(recipe, logo, None).await?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(picture.media_type)),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    Ok((headers, picture.bytes.to_vec()).into_response())
}

/// What stands on the look of a site of which no page wants a card.
fn without_pages(site: &people::Site) -> Says {
    let host = Url::parse(&site.address).ok().and_then(|url| url.host_str().map(str::to_owned)).unwrap_or_default();
    let texts = Texts { title: site.name.clone(), address: host, ..Texts::default() };
    Says { kind: Kind::Plain, texts, colour: None }
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "MadeCards")]
pub(crate) struct MadeAll {
    /// Pages that have a card now.
    made: usize,
}

/// Makes a card for each page of the newest audit that wants one.
pub(crate) async fn make(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Path(site): Path<String>,
) -> Result<(StatusCode, Json<MadeAll>), Problem> {
    let site = site::by_id(house.db(), &signed, &site).await?;
    let wanted = wanted(&house, &site.id).await?;
    if !wanted.noted {
        let detail = "the newest audit does not say which pages want a card: read the site once more, then make them";
        return Err(Problem::new(StatusCode::CONFLICT, "audit_needed", detail));
    }
    let style = kept::style_of(house.db(), &site.id).await?;
    let cards = Arc::clone(house.cards());
    let made = tokio::task::spawn_blocking(move || Made::of(&wanted, &style, &cards.fonts()));
    let made = made.await.map_err(io::Error::other)?;
    let (count, random, now, id) = (made.len(), Arc::clone(house.random()), house.now(), site.id.clone());
    let noted = format!("{count} for {}", site.address);
    let kept = house.db().write(move |tx: &mut Tx| {
        Box::pin(async move {
            made.keep(&mut *tx, now, &id).await?;
            people::note(tx, &*random, now, &signed, "cards made", &noted).await
        })
    });
    kept.await?;
    Ok((StatusCode::CREATED, Json(MadeAll { made: count })))
}

/// The cards of a site, by page.
pub(crate) async fn all(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    headers: HeaderMap,
    Path(site): Path<String>,
    Query(after): Query<After>,
) -> Result<Json<List<OfPage>>, Problem> {
    let site = site::by_id(house.db(), &signed, &site).await?;
    let behind = after.text();
    let cards = kept::cards_of(house.db(), &site.id, &behind, LISTED as u32 + 1).await?;
    let list = List::page(cards, LISTED, |card| card.page.clone());
    let base = house.base(&headers);
    Ok(Json(list.map(|PageCard { page, address, title, alt }| OfPage {
        shown: format!("/card/{address}.png"),
        address: format!("{base}/card/{address}.png"),
        page,
        title,
        alt,
    })))
}
