//! Visits that a site's own server tells of.

use axum::extract::State;
use axum::http::StatusCode;
use axum::{Extension, Json};
use measure::arrivals::{Arrival, By};
use measure::collect::Visit;
use measure::measured;
use people::{Signed, site};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{House, Problem};

/// Visits that are taken at once.
const AT_MOST: usize = 1_000;
/// Bytes of that.
pub(crate) const BODY: usize = 2 * 1024 * 1024;

#[derive(Deserialize, JsonSchema)]
#[schemars(rename = "SentVisits")]
pub(crate) struct Visits {
    /// The site's id.
    site: String,
    /// At most 1,000.
    visits: Vec<Visit>,
}

/// What became of it. It is on the disk when this is told.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "VisitsTaken")]
pub(crate) struct Taken {
    kept: usize,
    left_out: Vec<LeftOut>,
}

/// One that was left out.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "VisitLeftOut")]
pub(crate) struct LeftOut {
    /// Which: the first one is 0.
    nth: usize,
    /// `elsewhere`, `too_many`, `signals`, `no_page`, `future`, `too_old`, `no_sale`, `unknown_key`, `unreadable`.
    why: &'static str,
}

impl LeftOut {
    pub(crate) fn new(nth: usize, why: &'static str) -> Self {
        Self { nth, why }
    }
}

impl Taken {
    /// Tells it when `kept` is on the disk.
    pub(crate) async fn after(
        house: &House,
        kept: &[Arrival<'_>],
        left_out: Vec<LeftOut>,
    ) -> Result<(StatusCode, Json<Self>), Problem> {
        house.arrivals().keep_durably(kept).await?;
        Ok((StatusCode::ACCEPTED, Json(Self { kept: kept.len(), left_out })))
    }
}

/// Takes visits in; answered when they are on the disk.
pub(crate) async fn take(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Json(told): Json<Visits>,
) -> Result<(StatusCode, Json<Taken>), Problem> {
    let site = site::by_id(house.db(), &signed, &told.site).await?;
    too_many(told.visits.len())?;
    let measured = match house.measured().by_site(&site.id) {
        Some(measured) => measured,
        None => std::sync::Arc::new(measured::of(house.db(), house.random(), &site.id).await?),
    };
    let (now, mut kept, mut left_out) = (house.now(), Vec::with_capacity(told.visits.len()), Vec::new());
    for (nth, visit) in told.visits.iter().enumerate() {
        match house.intake().served(house.arrivals(), &measured, visit, By::Server, now) {
            Ok(arrival) => kept.push(arrival),
            Err(why) => left_out.push(LeftOut::new(nth, why.name())),
        }
    }
    Taken::after(&house, &kept, left_out).await
}

pub(crate) fn too_many(many: usize) -> Result<(), Problem> {
    if many <= AT_MOST {
        return Ok(());
    }
    let detail = format!("{many} at once are too many: send at most {AT_MOST}, and the rest after the answer");
    Err(Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "too_many", detail))
}
