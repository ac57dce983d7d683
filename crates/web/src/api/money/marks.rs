//! Marks: moments at which the site changed.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::{Extension, Json};
use domain::day_of;
use jiff::Timestamp;
use jiff::civil::Date;
use ledger::mark::{self, Kind};
use people::Signed;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::api::{List, time};
use crate::{House, Problem};

/// A moment at which something about the site changed.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Mark {
    id: String,
    at: Timestamp,
    /// On the site's wall.
    day: Date,
    kind: Kind,
    /// One sentence.
    says: String,
    /// The audit that saw it, how many findings were gone, and from how many pages at least.
    audit: Option<String>,
    findings: Option<i64>,
    pages: Option<i64>,
    removed: Option<Timestamp>,
}

impl Mark {
    fn of(mark: mark::Mark) -> Self {
        Self {
            at: time(mark.at),
            day: day_of(mark.day),
            kind: Kind::named(&mark.kind),
            removed: mark.removed_at.map(time),
            id: mark.id,
            says: mark.says,
            audit: mark.audit,
            findings: mark.findings,
            pages: mark.pages,
        }
    }
}

pub(crate) async fn all(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Path(site): Path<String>,
) -> Result<Json<List<Mark>>, Problem> {
    let site = people::site::by_id(house.db(), &signed, &site).await?;
    let marks = mark::of_site(house.db(), &site.id, (i64::MIN, i64::MAX)).await?;
    Ok(Json(List::whole(marks).map(Mark::of)))
}

#[derive(Deserialize, JsonSchema)]
#[schemars(rename = "NewMark")]
pub(crate) struct NewOne {
    /// What changed, in one sentence.
    says: String,
    /// When; now where nothing is said.
    #[serde(default)]
    at: Option<Timestamp>,
    #[serde(default)]
    kind: Option<Kind>,
}

pub(crate) async fn put(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Path(site): Path<String>,
    Json(new): Json<NewOne>,
) -> Result<(StatusCode, Json<Mark>), Problem> {
    let site = people::site::by_id(house.db(), &signed, &site).await?;
    let (random, now) = (house.random().clone(), house.now());
    let at = new.at.unwrap_or(now);
    if at > now {
        let says = "a mark is of something that changed already: name a time that is over";
        return Err(Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "at_to_come", says));
    }
    let kind = new.kind.unwrap_or(Kind::Hand);
    let mark = house.db().write_or(move |tx| {
        Box::pin(async move {
            let mark = mark::put(&mut *tx, &*random, &site.id, at, kind, &new.says).await?;
            people::note(tx, &*random, now, &signed, "mark made", &mark.says).await?;
            Ok::<_, ledger::Fault>(mark)
        })
    });
    Ok((StatusCode::CREATED, Json(Mark::of(mark.await?))))
}

pub(crate) async fn remove(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Path((site, mark)): Path<(String, String)>,
) -> Result<Json<Mark>, Problem> {
    let now = house.now();
    stands(&house, &signed, &site, mark, Some(now)).await
}

pub(crate) async fn restore(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Path((site, mark)): Path<(String, String)>,
) -> Result<Json<Mark>, Problem> {
    stands(&house, &signed, &site, mark, None).await
}

async fn stands(
    house: &House,
    signed: &Signed,
    site: &str,
    id: String,
    removed: Option<Timestamp>,
) -> Result<Json<Mark>, Problem> {
    let site = people::site::by_id(house.db(), signed, site).await?;
    let mark = house.db().write_or(move |tx| Box::pin(async move { mark::remove(tx, &site.id, &id, removed).await }));
    Ok(Json(Mark::of(mark.await?)))
}
