//! The demo: its strip of steps, the press that mends the shop, the press that throws it away.

use axum::extract::State;
use axum::http::StatusCode;
use axum::{Extension, Json};
use optimize::demo::{self, Refused, Step};
use people::Signed;
use people::demo::Demo;
use schemars::JsonSchema;
use serde::Serialize;

use super::audits::AuditHead;
use crate::{House, Problem};

/// The strip.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "DemoStrip")]
pub(crate) struct Strip {
    steps: Vec<Step>,
}

/// The demo that the workspace of `signed` shows.
async fn shown(house: &House, signed: &Signed) -> Result<Demo, Problem> {
    people::demo::of(house.db(), &signed.workspace).await?.ok_or_else(|| Problem::not_found("demo"))
}

pub(crate) async fn steps(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
) -> Result<Json<Strip>, Problem> {
    let demo = shown(&house, &signed).await?;
    Ok(Json(Strip { steps: demo::steps(house.db(), &demo).await? }))
}

pub(crate) async fn mend(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
) -> Result<(StatusCode, Json<AuditHead>), Problem> {
    let demo = shown(&house, &signed).await?;
    let Some(shop) = house.shop() else {
        let detail = "the demo's shop is closed: start Tidings with --demo, or remove the demo data";
        return Err(Problem::new(StatusCode::CONFLICT, "shop_closed", detail));
    };
    let head = match demo::mend(house.db(), house.random(), house.now(), &signed, &demo, || shop.mend()).await {
        Ok(head) => head,
        Err(refused @ Refused::UnderWay) => {
            return Err(Problem::new(StatusCode::CONFLICT, "audit_running", refused.to_string()));
        }
        Err(Refused::People(fault)) => return Err(fault.into()),
        Err(Refused::Store(fault)) => return Err(fault.into()),
    };
    house.work().notify_one();
    Ok((StatusCode::ACCEPTED, Json(AuditHead::of(head))))
}

pub(crate) async fn remove(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
) -> Result<StatusCode, Problem> {
    let demo = shown(&house, &signed).await?;
    Box::pin(demo::remove(house.db(), house.data(), house.random(), house.now(), &signed, demo)).await?;
    if let Some(shop) = house.shop() {
        shop.close();
    }
    Ok(StatusCode::NO_CONTENT)
}
