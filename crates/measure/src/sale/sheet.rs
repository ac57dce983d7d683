//! Sheets: sales as CSV, from a shop's own export or to take along. A sheet handed in twice is kept once, by its orders.

use std::borrow::Cow;
use std::io::Read;

use domain::{Currency, Money, Token, day_of};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use ledger::Fault;
use ledger::entry::{no_currency, sheet::decimal};
use ledger::table::{self, Cells, row_wrong};

use super::{Sale, currency, is_order};
use crate::channel::{Channel, Confidence};

/// Columns that are read.
const COLUMNS: [&str; 7] = ["order", "at", "amount", "currency", "refunded", "goal", "token"];
/// Columns that only a written sheet has.
const WRITTEN: [&str; 10] = [
    "day",
    "source",
    "last_channel",
    "last_confidence",
    "last_network",
    "last_code",
    "first_channel",
    "first_network",
    "first_code",
    "chain_code",
];

/// A row that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The order.
    pub order: String,
    /// When.
    pub at: Timestamp,
    /// What it brought.
    pub money: Money,
    /// What was paid back of it.
    pub refunded: i64,
    /// The goal's name or id.
    pub goal: Option<String>,
    /// By which link whoever bought came.
    pub token: Option<Token>,
}

/// Reads a sheet. A day without an hour is noon on the wall of `zone`; amounts are of `own` where nothing is said.
pub fn read(from: impl Read, zone: &TimeZone, own: Currency) -> Result<Vec<Row>, Fault> {
    let head = |names: &mut Vec<String>| {
        let known =
            || format!("a sheet of sales has the columns {}; order, at and amount are needed", COLUMNS.join(", "));
        for name in names.iter_mut() {
            if WRITTEN.contains(&&**name) {
                name.clear();
            } else if !name.is_empty() && !COLUMNS.contains(&&**name) {
                let name: String = name.chars().take(60).collect();
                return Err(Fault::wrong("columns_wrong", format!("there is no column {name:?}: {}", known())));
            }
        }
        match COLUMNS[..3].iter().find(|needed| !names.iter().any(|name| name == **needed)) {
            Some(missing) => {
                Err(Fault::wrong("columns_wrong", format!("the column {missing} is missing: {}", known())))
            }
            None => Ok(()),
        }
    };
    table::read(from, head, |cells| row(cells, zone, own))
}

fn row(cells: &Cells<'_>, zone: &TimeZone, own: Currency) -> Result<Row, Fault> {
    let order = cells.get("order")?.ok_or_else(|| row_wrong("it has no order"))?;
    if !is_order(&order) {
        return Err(row_wrong("an order's id is one line of at most 100 characters"));
    }
    let typed = cells.get("at")?.ok_or_else(|| row_wrong("it has no time in the column at"))?;
    let noon = |day: Date| Some(day.at(12, 0, 0, 0).to_zoned(zone.clone()).ok()?.timestamp());
    let at = typed
        .parse()
        .ok()
        .or_else(|| noon(typed.parse().ok()?))
        .ok_or_else(|| row_wrong(format!("{typed:?} is no time: write 2026-11-26 or 2026-11-26T09:30:00+01:00")))?;
    let currency = match cells.get("currency")? {
        None => own,
        Some(code) => currency(&code).ok_or_else(|| row_wrong(no_currency(&code)))?,
    };
    let money = |column: &str| -> Result<Option<Money>, Fault> {
        let Some(text) = cells.get(column)? else { return Ok(None) };
        let says = || format!("{text:?} in {column} is no amount of {currency}: write a number such as 12.50");
        format!("{text}{currency}").parse().map(Some).map_err(|_| row_wrong(says()))
    };
    let token = cells.get("token")?.map(|text| {
        text.parse::<Token>().map_err(|_| row_wrong(format!("{text:?} is no token: copy it from the link's address")))
    });
    Ok(Row {
        order,
        at,
        money: money("amount")?.ok_or_else(|| row_wrong("it has no amount; of a free order write 0"))?,
        refunded: money("refunded")?.map_or(0, |money| money.minor),
        goal: cells.get("goal")?,
        token: token.transpose()?,
    })
}

/// The first line of a written sheet.
pub fn head() -> Vec<u8> {
    table::line(COLUMNS.iter().chain(&WRITTEN).map(|column| Cow::Borrowed(*column)))
}

/// A sale's line of a written sheet. What only waits for its sale is none.
pub fn written(sale: &Sale) -> Vec<u8> {
    let text = |text: &Option<String>| Cow::Owned(text.clone().unwrap_or_default());
    let channel = |number: Option<i64>| Cow::Borrowed(number.and_then(Channel::numbered).map_or("", Channel::name));
    let currency = currency(&sale.currency).unwrap_or(Currency::EUR);
    table::line([
        Cow::Borrowed(&*sale.order_id),
        Cow::Owned(Timestamp::from_microsecond(sale.at).map_or_else(|_| String::new(), |at| at.to_string())),
        Cow::Owned(decimal(sale.minor, currency)),
        Cow::Borrowed(&*sale.currency),
        Cow::Owned(decimal(sale.refunded.min(sale.minor), currency)),
        text(&sale.goal),
        text(&sale.last_code),
        Cow::Owned(day_of(sale.day).to_string()),
        Cow::Borrowed(&*sale.source),
        channel(sale.last_channel),
        Cow::Borrowed(sale.last_confidence.and_then(Confidence::numbered).map_or("", Confidence::name)),
        text(&sale.last_network),
        text(&sale.last_code),
        channel(sale.first_channel),
        text(&sale.first_network),
        text(&sale.first_code),
        text(&sale.chain_code),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> Result<Vec<Row>, String> {
        let zone = TimeZone::get("Europe/Zurich").unwrap();
        read(text.as_bytes(), &zone, Currency::EUR).map_err(|fault| fault.to_string())
    }

    #[test]
    fn orders_are_read_as_shops_write_them() {
        let text = "Order;at;amount;currency;refunded\n1001;2026-11-02;19.90;;5\n1002;2026-11-02T09:00:00Z;3000;JPY;\n";
        let rows = rows(text).unwrap();
        assert_eq!((&*rows[0].order, rows[0].money, rows[0].refunded), ("1001", "19.90EUR".parse().unwrap(), 500));
        assert_eq!(rows[0].at.to_string(), "2026-11-02T11:00:00Z");
        assert_eq!(rows[1].money, "3000JPY".parse().unwrap());
    }

    #[test]
    fn what_is_wrong_is_told_with_its_line() {
        for (text, told) in [
            ("order,amount\n", "the column at is missing"),
            ("order,at,amount,colour\n", "no column \"colour\""),
            ("order,at,amount\n,2026-11-02,5\n", "line 2: it has no order"),
            ("order,at,amount\n1,soon,5\n", "\"soon\" is no time"),
            ("order,at,amount,currency\n1,2026-11-02,5.5,JPY\n", "is no amount of JPY"),
            ("order,at,amount,currency\n1,2026-11-02,5,EUX\n", "\"EUX\" is no currency"),
            ("order,at,amount,token\n1,2026-11-02,5,nonsense\n", "is no token"),
        ] {
            let says = rows(text).unwrap_err();
            assert!(says.contains(told), "{text:?}: {says}");
        }
    }
}
