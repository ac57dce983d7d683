//! Exchange rates, each with its day and where it stands.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::{Extension, Json};
use domain::{day_of, number_of};
use jiff::civil::Date;
use ledger::rate;
use people::Signed;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{site_of, today};
use crate::api::List;
use crate::{House, Problem};

/// What one unit of a currency was worth in the site's own from a day on, as somebody enters it.
#[derive(Deserialize, JsonSchema)]
#[schemars(rename = "NewExchangeRate")]
pub(crate) struct NewRate {
    currency: String,
    /// In which it is worth that; the site's own where nothing is said.
    #[serde(default)]
    in_currency: Option<String>,
    /// From which day on; today where nothing is said.
    #[serde(default)]
    day: Option<Date>,
    rate: f64,
    /// Where it stands: `European Central Bank`.
    #[serde(default)]
    source: String,
}

/// What one unit of a currency was worth in the site's own from a day on.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "ExchangeRate")]
#[expect(clippy::struct_field_names, reason = "a rate is the word for it")]
pub(crate) struct Rate {
    currency: String,
    in_currency: String,
    day: Date,
    rate: f64,
    source: String,
}

impl Rate {
    fn of(rate: rate::Rate) -> Self {
        Self {
            currency: rate.currency,
            in_currency: rate.in_currency,
            day: day_of(rate.day),
            rate: rate.rate,
            source: rate.source,
        }
    }
}

pub(crate) async fn all(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Path(site): Path<String>,
) -> Result<Json<List<Rate>>, Problem> {
    let site = site_of(&house, &signed, &site).await?;
    let rates = rate::of_site(house.db(), &site.site).await?;
    Ok(Json(List::whole(rates).map(Rate::of)))
}

pub(crate) async fn put(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Path(site): Path<String>,
    Json(asked): Json<NewRate>,
) -> Result<Json<Rate>, Problem> {
    let site = site_of(&house, &signed, &site).await?;
    let rate = rate::Rate {
        currency: asked.currency.trim().to_uppercase(),
        in_currency: asked.in_currency.unwrap_or_else(|| site.settings.currency.to_string()),
        day: number_of(asked.day.unwrap_or_else(|| today(&house, &site))),
        rate: asked.rate,
        source: asked.source,
    };
    let kept = rate.clone();
    house.db().write_or(move |tx| Box::pin(async move { rate::put(tx, &site.site, &rate).await })).await?;
    Ok(Json(Rate::of(kept)))
}

pub(crate) async fn remove(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Path((site, currency, day)): Path<(String, String, Date)>,
) -> Result<StatusCode, Problem> {
    let site = site_of(&house, &signed, &site).await?;
    let removed = house.db().write_or(move |tx| {
        Box::pin(async move {
            rate::remove(tx, &site.site, &currency, site.settings.currency.as_str(), number_of(day)).await
        })
    });
    removed.await?;
    Ok(StatusCode::NO_CONTENT)
}
