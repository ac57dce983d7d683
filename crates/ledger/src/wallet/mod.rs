//! The wallet: what a workspace approved to be spent in a month. Nothing that costs money leaves without a [`Reservation`],
//! and what is reserved and spent of a month never exceeds what was approved when it was taken.
//!
//! A delivery has one reservation, however often it is tried: *reserved* from before its first byte until it is known what
//! became of it, then *spent*, which is an entry of the ledger, or *released*. What calls take that are not the post itself, such
//! as reading it back, is taken call by call (`beside.rs`). Start at [`reserve`].

pub mod beside;
mod look;
mod reserve;
mod spend;

use domain::{Currency, Micros};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{On, Tx, sql};

pub use look::{Line, Sums, lines, sums};
pub use reserve::{Ask, Asked, Low, Reservation, Short, Taken, reserve};
pub use spend::{Spend, release, spend};

use crate::Fault;

/// The most that a month may be given, in millionths: a billion.
const MOST: i64 = 1_000_000_000_000_000;

/// What a workspace approved for each month.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Wallet {
    micros: i64,
    currency: String,
    /// On whose wall months begin, by IANA's name.
    pub zone: String,
    /// Rises with each change.
    pub version: i64,
    told: Option<String>,
    /// The name of whoever changed it last.
    pub changed_by: String,
    /// UTC microseconds.
    pub changed_at: i64,
}

impl Wallet {
    /// What may be spent in a month.
    pub fn approved(&self) -> Micros {
        Micros::new(self.micros, currency(&self.currency))
    }

    /// The month that it is on its wall: `2026-11`.
    pub fn month(&self, at: Timestamp) -> String {
        month_of(at, &self.zone)
    }

    /// From when to when its month `month` is, in UTC microseconds; the end is not included.
    pub fn span(&self, month: &str) -> Option<(i64, i64)> {
        let zone = known(&self.zone);
        let first: Date = format!("{month}-01").parse().ok()?;
        let next = first.last_of_month().tomorrow().ok()?;
        let begins = |day: Date| day.to_zoned(zone.clone()).ok().map(|at| at.timestamp().as_microsecond());
        Some((begins(first)?, begins(next)?))
    }
}

/// How a reservation stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "ReservationState")]
pub enum State {
    /// It may still be charged.
    Reserved,
    /// The network took it.
    Spent,
    /// Nothing was taken, and nothing will be.
    Released,
}

impl State {
    /// As it stands in the database.
    pub fn name(self) -> &'static str {
        match self {
            Self::Reserved => "reserved",
            Self::Spent => "spent",
            Self::Released => "released",
        }
    }

    /// The one of that name; of a name that is none, that it may still be charged.
    fn named(name: &str) -> Self {
        [Self::Spent, Self::Released].into_iter().find(|it| it.name() == name).unwrap_or(Self::Reserved)
    }
}

/// What is to be approved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct New {
    /// For a month; 0: nothing that costs money goes out.
    pub amount: Micros,
    /// On whose wall months begin, by IANA's name.
    pub zone: String,
    /// What was seen of it; 0: nothing was there.
    pub version: i64,
}

/// The wallet of a workspace; `None` where nobody has approved anything.
pub async fn of(on: &(impl On + ?Sized), workspace: &str) -> Result<Option<Wallet>, store::Fault> {
    sql!("wallet_of").bind(workspace).fetch_optional(on).await
}

/// Approves an amount for this month and those to come. What is reserved already stays reserved, though it be more.
pub async fn keep(tx: &mut Tx, now: Timestamp, (workspace, by): (&str, &str), new: &New) -> Result<(), Fault> {
    let Micros { micros, currency } = new.amount;
    if !(0..=MOST).contains(&micros) {
        return Err(Fault::wrong(
            "amount_wrong",
            "a month is given between nothing and a billion: look for a zero too many",
        ));
    }
    if !currency.is_known() {
        return Err(Fault::wrong("currency_unknown", crate::entry::no_currency(currency.as_str())));
    }
    if TimeZone::get(&new.zone).is_err() {
        let says = format!("`{}` is no time zone: write it like Europe/Berlin", new.zone);
        return Err(Fault::wrong("zone_unknown", says));
    }
    let kept = sql!("wallet_keep")
        .bind(workspace)
        .bind(micros)
        .bind(currency.to_string())
        .bind(&*new.zone)
        .bind(new.version)
        .bind(by)
        .bind(now)
        .execute(tx)
        .await?;
    if kept == 0 {
        let says = "somebody else changed the wallet meanwhile: look at it again, then change it";
        return Err(Fault::wrong("changed_meanwhile", says));
    }
    Ok(())
}

/// Whoever takes from the wallet next waits until this transaction is over.
async fn turn(tx: &mut Tx, workspace: &str) -> Result<Option<Wallet>, store::Fault> {
    sql!("wallet_turn").bind(workspace).fetch_optional(&*tx).await
}

/// The month that it is on the wall of `zone`.
fn month_of(at: Timestamp, zone: &str) -> String {
    at.to_zoned(known(zone)).strftime("%Y-%m").to_string()
}

/// One that a newer program wrote is not known here, and months begin somewhere nevertheless.
fn known(zone: &str) -> TimeZone {
    TimeZone::get(zone).unwrap_or(TimeZone::UTC)
}

/// Rows hold currencies that were known when they were written.
fn currency(code: &str) -> Currency {
    code.parse().unwrap_or(Currency::EUR)
}
