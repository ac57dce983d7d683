//! Money: what it cost and what it brought. Entries, proposed hours, the timer, rates and marks; goals and sales.

pub(crate) mod entries;
pub(crate) mod goals;
pub(crate) mod hours;
pub(crate) mod marks;
pub(crate) mod rates;
pub(crate) mod sales;
pub(crate) mod settings;

use std::sync::Arc;

use axum::body::to_bytes;
use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use domain::{Currency, Money};
use jiff::civil::Date;
use ledger::entry::By;
use ledger::seen::Who;
use measure::measured::{self, Measured};
use people::{Signed, site};
use serde::Deserialize;

use crate::{House, Problem};

/// The largest sheet.
const SHEET: usize = 32 << 20;
/// Rows that are read and written at once.
const PART: u32 = 1_000;

/// The site `id`, as it is measured.
async fn site_of(house: &House, signed: &Signed, id: &str) -> Result<Arc<Measured>, Problem> {
    let site = site::by_id(house.db(), signed, id).await?;
    Ok(Arc::new(measured::of(house.db(), house.random(), &site.id).await?))
}

/// The day that it is on the site's wall.
fn today(house: &House, site: &Measured) -> Date {
    site.day(house.now()).0
}

fn by(house: &House, signed: &Signed, site: &Measured) -> By {
    By { site: site.site.clone(), name: signed.name.clone(), today: today(house, site) }
}

fn who(signed: &Signed, site: &Measured) -> Who {
    Who { site: site.site.clone(), person: signed.person.clone(), zone: site.zone.clone() }
}

/// What an hour costs today.
fn hour(site: &Measured) -> Option<Money> {
    site.settings.hour_minor.map(|minor| Money::new(minor, site.settings.currency))
}

/// An amount as the API takes it: in minor units, of the site's currency where none is named.
fn money(minor: i64, currency: Option<&str>, site: &Measured) -> Result<Money, Problem> {
    Ok(Money::new(minor, currency_of(currency, site)?))
}

fn currency_of(code: Option<&str>, site: &Measured) -> Result<Currency, Problem> {
    let Some(code) = code else { return Ok(site.settings.currency) };
    let unknown =
        || Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "currency_unknown", ledger::entry::no_currency(code));
    measure::sale::currency(code).ok_or_else(unknown)
}

/// A month: `2026-11`. The one that it is where nothing is said.
#[derive(Deserialize)]
pub(crate) struct Month {
    month: Option<String>,
}

impl Month {
    /// Its first day, and the first of the month after.
    fn days(&self, today: Date) -> Result<(Date, Date), Problem> {
        let first = match &self.month {
            None => today.first_of_month(),
            Some(typed) => format!("{typed}-01").parse().map_err(|_| {
                let says = format!("{typed:?} is no month: write it as 2026-11");
                Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "month_unknown", says)
            })?,
        };
        let next = first.last_of_month().tomorrow().unwrap_or(first);
        Ok((first, next))
    }
}

/// The bytes of a sheet.
async fn sheet(request: Request) -> Result<Vec<u8>, Problem> {
    let bytes = to_bytes(request.into_body(), SHEET).await.map_err(|_| {
        let detail =
            format!("a sheet has at most {} MB, and must come in whole: split it, or send it again", SHEET >> 20);
        Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "sheet_too_large", detail)
    })?;
    Ok(bytes.to_vec())
}

/// The headers of a sheet that is handed out.
fn sheet_headers(name: &'static str) -> [(HeaderName, HeaderValue); 2] {
    [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8")),
        (header::CONTENT_DISPOSITION, HeaderValue::from_static(name)),
    ]
}
