//! Links as CSV: many minted at once, and all of a site taken along.

use std::io;
use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::extract::{Path, Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use futures_util::{StreamExt as _, stream};
use ledger::link::{self, sheet};
use measure::arrivals::counts;
use people::{Signed, site};
use schemars::JsonSchema;
use serde::Serialize;

use super::{NewOne, Place, short};
use crate::{House, Problem};

/// The largest sheet.
const AT_MOST: usize = 32 << 20;
/// Links that are read and written at once.
const PART: u32 = 1_000;

/// What became of a sheet.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "MintedLinks")]
pub(crate) struct Minted {
    /// How many links were minted: as many as it has rows.
    minted: usize,
}

pub(crate) async fn mint_all(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Path(site): Path<String>,
    request: Request,
) -> Result<(StatusCode, Json<Minted>), Problem> {
    let (parts, body) = request.into_parts();
    let place = Place::of(&house, &signed, &parts.headers, &site).await?;
    let bytes = to_bytes(body, AT_MOST).await.map_err(|_| {
        let detail =
            format!("a sheet has at most {} MB, and must come in whole: split it, or send it again", AT_MOST >> 20);
        Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "sheet_too_large", detail)
    })?;
    let by = place.by(&signed);
    let read = tokio::task::spawn_blocking(move || {
        sheet::read(&bytes[..], |row| {
            place.make(NewOne {
                target: Some(row.target),
                activity: row.activity,
                network: row.network,
                placement: row.placement,
                campaign: row.campaign,
                parent: row.parent,
                form: Some(row.form),
                note: row.note,
                expires: row.expires,
                utm: None,
            })
        })
    });
    let new = read.await.map_err(io::Error::other)??;
    let (random, now) = (Arc::clone(house.random()), house.now());
    let minted = house.db().write_or(move |tx| {
        Box::pin(async move {
            let minted = link::mint_all(&mut *tx, &*random, now, &by, &new).await?.len();
            people::note(tx, &*random, now, &signed, "links minted", &format!("{minted} from a sheet")).await?;
            Ok::<_, ledger::Fault>(minted)
        })
    });
    let minted = minted.await?;
    house.links().refresh(house.db()).await?;
    Ok((StatusCode::CREATED, Json(Minted { minted })))
}

pub(crate) async fn written(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Path(site): Path<String>,
) -> Result<Response, Problem> {
    let site = site::by_id(house.db(), &signed, &site).await?;
    let begin = Some((i64::MAX, String::new()));
    let rest = stream::try_unfold((house, site.id, begin), |(house, site, behind)| async move {
        let Some((at, code)) = behind else { return Ok(None) };
        let part = part(&house, &site, (at, &code)).await.map_err(|fault| {
            // The sheet ends in its middle, so that nobody takes it for whole.
            tracing::error!(fault = fault.says(), "a sheet of links broke off");
            io::Error::other("the sheet broke off")
        })?;
        Ok::<_, io::Error>(Some((part.0, (house, site, part.1))))
    });
    let all = stream::iter([Ok(sheet::head())]).chain(rest);
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8")),
        (header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment; filename=\"links.csv\"")),
    ];
    Ok((headers, Body::from_stream(all)).into_response())
}

/// So many lines, and behind which link it goes on.
async fn part(house: &House, site: &str, behind: (i64, &str)) -> Result<(Vec<u8>, Option<(i64, String)>), Problem> {
    let links = link::of_site(house.db(), site, "", behind, PART).await?;
    let codes: Vec<&str> = links.iter().map(|link| &*link.code).collect();
    let mut counts = counts::of_links(house.db(), &codes).await?;
    let short = short(house);
    let mut lines = Vec::new();
    for link in &links {
        let count = counts.remove(&link.code).unwrap_or_default();
        let brought = sheet::Brought { clicks: count.clicks, unfurls: count.unfurls };
        lines.extend(sheet::written(link, &link.address(short.as_deref()), brought));
    }
    let next = links.last().filter(|_| links.len() == PART as usize).map(|link| (link.made_at, link.code.clone()));
    Ok((lines, next))
}
