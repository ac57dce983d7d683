//! One page, by its address: where it stands in an audit, and how it stood in the audits of its site.

use std::io;

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::{Extension, Json};
use optimize::kept::{self, Stood, Was};
use optimize::report::sheet::{self, Found, InShort, Looked};
use people::{Signed, site};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use url::Url;

use super::audits::{Listed, found};
use super::{After, Behind, List};
use crate::{House, Problem};

/// Audits on one page of a history.
const LOOKED_AT: u32 = 12;

#[derive(Deserialize)]
pub(crate) struct Of {
    of: String,
}

/// Where a page stands in a sheet, with its hundred: what is needed to draw it.
#[derive(Serialize, JsonSchema)]
pub(crate) struct PageInSheet {
    /// Its number.
    number: usize,
    /// How many pages the sheet has.
    count: usize,
    /// The hundred that it is in.
    part: usize,
    /// Where in that.
    row: usize,
    /// The address of the page before.
    before: Option<String>,
    /// The address of the page behind.
    next: Option<String>,
    /// The contact sheet, as `sheet` gives it.
    #[schemars(with = "sheet::Told")]
    site: Box<RawValue>,
    /// The hundred in short, as `sheet/index/{n}` gives it.
    #[schemars(with = "sheet::Index")]
    index: Box<RawValue>,
    /// The same hundred in full, as `sheet/pages/{n}` gives it.
    #[schemars(with = "sheet::Rest<'_>")]
    pages: Box<RawValue>,
}

pub(crate) async fn in_audit(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Path(audit): Path<String>,
    Query(Of { of }): Query<Of>,
) -> Result<Json<PageInSheet>, Problem> {
    let kept = found(&house, &signed, &audit).await?;
    let address = address(&of)?;
    let folder = kept::folder_of(house.data(), &kept.head.id);
    let looked = tokio::task::spawn_blocking(move || look(&folder, &address)).await.map_err(io::Error::other)??;
    match looked {
        Ok(stands) => Ok(Json(stands)),
        Err(Looked::NoSheet) if kept::is_swept(house.db(), &kept.head.id).await? => Err(super::sheet::swept()),
        Err(Looked::NoSheet) => Err(Problem::not_found("contact sheet, or not yet")),
        Err(_) => {
            let detail = format!(
                "this audit has no page at {of}: see that a link or the sitemap leads there, then ask for an audit again"
            );
            Err(Problem::new(StatusCode::NOT_FOUND, "page_missing", detail))
        }
    }
}

fn look(folder: &std::path::Path, address: &Url) -> io::Result<Result<PageInSheet, Looked>> {
    let stands = match sheet::look_up(folder, address)? {
        Looked::Stands(stands) => stands,
        other => return Ok(Err(other)),
    };
    // The folder was cleared away just now.
    let Some(pages) = stands.pages()? else { return Ok(Err(Looked::NoSheet)) };
    Ok(Ok(PageInSheet {
        number: stands.number,
        count: stands.count,
        part: stands.part,
        row: stands.row,
        before: stands.number.checked_sub(1).map(|number| stands.address_of(number)).transpose()?.flatten(),
        next: stands.address_of(stands.number + 1)?,
        pages: raw(pages)?,
        site: raw(stands.site)?,
        index: raw(stands.index)?,
    }))
}

fn raw(json: Vec<u8>) -> io::Result<Box<RawValue>> {
    Ok(RawValue::from_string(String::from_utf8(json).map_err(io::Error::other)?)?)
}

/// How a page stood in one audit.
#[derive(Serialize, JsonSchema)]
pub(crate) struct PageInAudit {
    #[serde(flatten)]
    audit: Listed,
    /// `there`, `missing` where it was not among the pages, `cleared_away` where the pages are not kept any more.
    was: &'static str,
    /// How it stood there.
    page: Option<InShort>,
    /// What was found that the audit before, in which the page was, had not found.
    fresh: Vec<Found>,
    /// What only that one had found.
    gone: Vec<Found>,
}

pub(crate) async fn in_site(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Path(site): Path<String>,
    Query(Of { of }): Query<Of>,
    Query(after): Query<After>,
) -> Result<Json<List<PageInAudit>>, Problem> {
    let site = site::by_id(house.db(), &signed, &site).await?;
    let (behind, address) = (after.behind()?, address(&of)?);
    let audits = kept::with_sums(house.db(), &site.id, (behind.at, &behind.id), i64::from(LOOKED_AT) + 1).await?;
    let data = house.data().to_owned();
    // The one too many is looked at too: the last one told is compared with it.
    let stood = tokio::task::spawn_blocking(move || kept::history(&data, audits, &address)).await;
    let stood = stood.map_err(io::Error::other)??;
    let list = List::page(stood, LOOKED_AT as usize, |Stood { audit: kept::Kept { head, .. }, .. }| {
        Behind::cursor(head.asked_at, &head.id)
    });
    Ok(Json(list.map(|Stood { audit, page, fresh, gone }| {
        let (was, page) = match page {
            Was::There(page) => ("there", Some(page)),
            Was::Missing => ("missing", None),
            Was::ClearedAway => ("cleared_away", None),
        };
        PageInAudit { audit: Listed::of(audit), was, page, fresh, gone }
    })))
}

/// A page's address as it stands in a sheet.
fn address(of: &str) -> Result<Url, Problem> {
    let detail = "say the page's whole address behind of=, as in https://bakery.example/bread";
    let wrong = |_| Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "address_invalid", detail);
    let mut url = Url::parse(of).map_err(wrong)?;
    url.set_fragment(None);
    Ok(url)
}
