//! What is asked once: the price of an hour, the currency, the margin, the minutes of a week.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::{Extension, Json};
use domain::{Currency, Money};
use measure::measured::{self, Measured, Refused};
use people::Signed;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::site_of;
use crate::{House, Problem};

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "MoneySettings")]
pub(crate) struct Told {
    /// Rises with each change of the site's settings.
    version: i64,
    /// The price of an hour, in minor units. Null: nobody said.
    hour_minor: Option<i64>,
    currency: Currency,
    /// Digits after the point of an amount in it.
    digits: u32,
    /// Hundredths of a sale's price that are left after what was sold was bought. Null: nobody said.
    margin: Option<i64>,
    /// Minutes that somebody has for it in a week. Null: nobody said.
    weekly_minutes: Option<i64>,
}

impl Told {
    fn of(site: &Measured) -> Json<Self> {
        let settings = &site.settings;
        Json(Self {
            version: site.version,
            hour_minor: settings.hour_minor,
            currency: settings.currency,
            digits: settings.currency.digits(),
            margin: settings.margin,
            weekly_minutes: settings.weekly_minutes,
        })
    }
}

pub(crate) async fn told(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Path(site): Path<String>,
) -> Result<Json<Told>, Problem> {
    Ok(Told::of(&*site_of(&house, &signed, &site).await?))
}

#[derive(Deserialize, JsonSchema)]
#[schemars(rename = "MoneySettingsChange")]
pub(crate) struct Change {
    /// As it was told: who saves over what he never saw is told so.
    version: i64,
    #[serde(default)]
    hour_minor: Option<i64>,
    currency: Currency,
    #[serde(default)]
    margin: Option<i64>,
    #[serde(default)]
    weekly_minutes: Option<i64>,
}

pub(crate) async fn keep(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Path(site): Path<String>,
    Json(change): Json<Change>,
) -> Result<Json<Told>, Problem> {
    let site = site_of(&house, &signed, &site).await?;
    super::currency_of(Some(change.currency.as_str()), &site)?;
    let mut settings = site.settings.clone();
    settings.hour_minor = change.hour_minor;
    settings.currency = change.currency;
    settings.margin = change.margin;
    settings.weekly_minutes = change.weekly_minutes;
    let (id, version) = (site.site.clone(), change.version);
    let (random, now) = (house.random().clone(), house.now());
    let kept = house.db().write_or(move |tx| {
        Box::pin(async move {
            measured::keep(&mut *tx, &id, version, &settings).await?;
            // Hours that were entered before anybody said what one costs.
            if let Some(minor) = settings.hour_minor {
                ledger::entry::price(&mut *tx, &id, Money::new(minor, settings.currency)).await?;
            }
            people::note(tx, &*random, now, &signed, "price of an hour and margin changed", &id).await?;
            Ok::<_, Refused>(id)
        })
    });
    let id = kept.await.map_err(|refused| match refused {
        Refused::Store(fault) => fault.into(),
        Refused::Changed => Problem::new(StatusCode::CONFLICT, "changed_meanwhile", refused.to_string()),
        Refused::Wrong(says) => Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "settings_wrong", says),
    })?;
    house.measured().refresh(house.db()).await?;
    let site = measured::of(house.db(), house.random(), &id).await?;
    Ok(Told::of(&site))
}
