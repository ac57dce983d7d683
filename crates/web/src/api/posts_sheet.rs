//! Posts as sheets and as JSON, out and in.

use std::collections::HashMap;

use axum::body::to_bytes;
use axum::extract::{Path, Query, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use ledger::link::By;
use market::account::{self, Account};
use market::deliver::Delivery;
use market::post::{self, json, sheet};
use people::{Signed, site};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::planned::Around;
use crate::{House, Problem};

/// Bytes of a sheet.
pub(crate) const SHEET: usize = 4 << 20;
/// Posts of each kind, planned and drafts, that are handed out.
const HANDED_OUT: i64 = 50_000;

/// What became of a sheet.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "PostSheet")]
pub(crate) struct Brought {
    /// How many posts it has.
    posts: usize,
    /// What is wrong, line by line: then nothing of it was kept.
    faults: Vec<sheet::Wrong>,
    /// Whether its posts are here now.
    kept: bool,
}

/// How a sheet is taken.
#[derive(Deserialize)]
pub(crate) struct How {
    #[serde(default)]
    trial: bool,
    zone: String,
}

pub(crate) async fn bring_in(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Path(site): Path<String>,
    Query(how): Query<How>,
    headers: HeaderMap,
    request: Request,
) -> Result<Json<Brought>, Problem> {
    let bytes = to_bytes(request.into_body(), SHEET).await.map_err(|_| {
        let detail = format!("a sheet has at most {} MB, and must come in whole: split it", SHEET >> 20);
        Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "sheet_too_large", detail)
    })?;
    let site = site::by_id(house.db(), &signed, &site).await?;
    Box::pin(brought(&house, signed, &headers, &site, how, sheet::read(&*bytes)?)).await
}

/// The same of posts as JSON; what is told of a line is told of the post with that number.
pub(crate) async fn bring_json_in(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Path(site): Path<String>,
    Query(how): Query<How>,
    headers: HeaderMap,
    Json(posts): Json<json::Posts>,
) -> Result<Json<Brought>, Problem> {
    let site = site::by_id(house.db(), &signed, &site).await?;
    Box::pin(brought(&house, signed, &headers, &site, how, posts.rows()?)).await
}

async fn brought(
    house: &House,
    signed: Signed,
    headers: &HeaderMap,
    site: &people::Site,
    how: How,
    rows: Vec<sheet::Row>,
) -> Result<Json<Brought>, Problem> {
    let around = Around::of(house, headers, site)?;
    let posts = rows.len();
    let accounts = account::of_workspace(house.db(), &signed.workspace).await?;
    let (random, now) = (house.random().clone(), house.now());
    let by = By { site: site.id.clone(), name: signed.name.clone() };
    let brought = house.db().write_or(move |tx| {
        Box::pin(async move {
            let ground = around.ground();
            let held = sheet::Around { accounts: &accounts, zone: &how.zone, ground: &ground, person: &signed.person };
            let at = (&*signed.workspace, &by);
            let many = sheet::bring_in(&mut *tx, &*random, now, at, &rows, &held, how.trial).await?;
            people::note(tx, &*random, now, &signed, "posts brought in", &many.to_string()).await?;
            Ok::<_, sheet::Ended>(())
        })
    });
    let (faults, kept) = match brought.await {
        Ok(()) => (Vec::new(), true),
        Err(sheet::Ended::Told(faults)) => (faults, false),
        Err(sheet::Ended::Fault(fault)) => return Err(fault.into()),
    };
    if kept {
        house.links().refresh(house.db()).await?;
        house.work().notify_waiters();
    }
    Ok(Json(Brought { posts, faults, kept }))
}

pub(crate) async fn written(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Path(site): Path<String>,
) -> Result<Response, Problem> {
    let mut sheet = sheet::head();
    along(&house, &signed, &site, |post, its, accounts| sheet.extend(sheet::written(post, its, accounts))).await?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8")),
        (header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment; filename=\"posts.csv\"")),
    ];
    Ok((headers, sheet).into_response())
}

pub(crate) async fn written_json(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Path(site): Path<String>,
) -> Result<Json<json::Posts>, Problem> {
    let mut posts = Vec::new();
    along(&house, &signed, &site, |post, its, accounts| posts.push(json::Line::of(post, its, accounts))).await?;
    Ok(Json(json::Posts { posts }))
}

/// Takes all posts of a site along, each with its deliveries and all accounts.
async fn along(
    house: &House,
    signed: &Signed,
    site: &str,
    mut take: impl FnMut(&post::Post, &[&Delivery], &HashMap<&str, &Account>),
) -> Result<(), Problem> {
    let site = site::by_id(house.db(), signed, site).await?;
    let all = (i64::MIN, i64::MAX);
    let mut posts = post::of_site(house.db(), &site.id, all, false, HANDED_OUT).await?;
    posts.extend(post::of_site(house.db(), &site.id, all, true, HANDED_OUT).await?);
    let ids: Vec<&str> = posts.iter().map(|post| &*post.id).collect();
    let deliveries = post::deliveries_of(house.db(), &ids).await?;
    let mut of: HashMap<&str, Vec<&Delivery>> = HashMap::new();
    for it in &deliveries {
        of.entry(&*it.post).or_default().push(it);
    }
    let accounts = account::of_workspace(house.db(), &signed.workspace).await?;
    let accounts: HashMap<&str, &Account> = accounts.iter().map(|it| (&*it.id, it)).collect();
    for post in &posts {
        take(post, of.get(&*post.id).map(Vec::as_slice).unwrap_or_default(), &accounts);
    }
    Ok(())
}
