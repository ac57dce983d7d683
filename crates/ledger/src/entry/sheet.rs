//! Sheets: entries as CSV, from a sheet of one's own or from Kimai's export.
//!
//! The same sheet handed in twice is entered once: an entry's id is made of what its row says.

use std::borrow::Cow;
use std::collections::HashMap;
use std::io::Read;

use domain::{Activity, Currency, Money, Side, day_of};
use jiff::Timestamp;
use jiff::civil::Date;
use sha2::{Digest as _, Sha256};

use super::{Amount, Entry, Kind, New, What, no_currency};
use crate::Fault;
use crate::table::{self, Cells, row_wrong};

/// Columns that are read.
pub const COLUMNS: [&str; 15] = [
    "id", "day", "kind", "side", "activity", "network", "campaign", "page", "minutes", "hours", "price", "amount",
    "currency", "months", "note",
];
/// Columns that only a written sheet has; they are passed over when it is read.
const WRITTEN: [&str; 3] = ["source", "made_by", "made"];

/// Kimai's columns that say something to us, by the name that its export gives them: src/Export/ColumnConverter.php of
/// kimai/kimai and its English words, read in November 2026. Its other columns are passed over.
const KIMAI: [(&str, &str); 9] = [
    ("date", "day"),
    ("duration", "hours"),
    ("internalrate", "internal"),
    ("internal rate", "internal"),
    ("internal price", "internal"),
    ("currency", "currency"),
    ("project", "campaign"),
    ("activity", "activity"),
    ("description", "note"),
];

/// What a row is taken for where it does not say.
#[derive(Clone, Copy, Debug)]
pub struct Otherwise {
    /// What it was for: of sheets whose activities are somebody else's words.
    pub what: Option<What>,
    /// The price of an hour.
    pub price: Option<Money>,
    /// The currency of amounts.
    pub currency: Currency,
}

/// A row that was read: the id that it names itself, and the entry that it makes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The id in its cell, of a sheet that was written here.
    pub id: Option<String>,
    /// The entry.
    pub new: New,
}

/// Reads a sheet for `site`: entries with their ids.
pub fn read(from: impl Read, site: &str, otherwise: &Otherwise) -> Result<Vec<(String, Row)>, Fault> {
    let mut kimai = false;
    let is_kimai = &mut kimai;
    // Equal rows are as many entries.
    let mut equal: HashMap<Vec<u8>, u64> = HashMap::new();
    let head = |names: &mut Vec<String>| {
        *is_kimai = names.iter().any(|name| name == "date") && names.iter().any(|name| name == "duration");
        if *is_kimai {
            for name in names.iter_mut() {
                let ours = KIMAI.iter().find(|(theirs, _)| theirs == name).map_or("", |(_, ours)| ours);
                ours.clone_into(name);
            }
            return Ok(());
        }
        let known = || format!("a sheet of entries has the columns {}; day is needed", COLUMNS.join(", "));
        for name in names.iter_mut() {
            if WRITTEN.contains(&&**name) {
                name.clear();
            } else if !name.is_empty() && !COLUMNS.contains(&&**name) {
                let name: String = name.chars().take(60).collect();
                return Err(Fault::wrong("columns_wrong", format!("there is no column {name:?}: {}", known())));
            }
        }
        if names.iter().any(|name| name == "day") {
            Ok(())
        } else {
            Err(Fault::wrong("columns_wrong", format!("the column day is missing: {}", known())))
        }
    };
    let rows = table::read(from, head, |cells| {
        let read = Row { id: cells.get("id")?, new: row(cells, otherwise)? };
        let mut hash = Sha256::new();
        for part in [site.as_bytes()].into_iter().chain(cells.record().iter()) {
            hash.update((part.len() as u64).to_le_bytes());
            hash.update(part);
        }
        Ok((hash.finalize().to_vec(), read))
    })?;
    let ids = rows.into_iter().map(|(hash, read)| {
        let ordinal = equal.entry(hash.clone()).and_modify(|times| *times += 1).or_default();
        (id(&hash, *ordinal), read)
    });
    Ok(ids.collect())
}

fn id(hash: &[u8], ordinal: u64) -> String {
    let mut whole = Sha256::new();
    whole.update(hash);
    whole.update(ordinal.to_le_bytes());
    let whole = whole.finalize();
    whole.iter().take(13).fold("csv".to_owned(), |id, byte| id + &format!("{byte:02x}"))
}

fn row(cells: &Cells<'_>, otherwise: &Otherwise) -> Result<New, Fault> {
    let day = cells.get("day")?.ok_or_else(|| row_wrong("it has no day"))?;
    let day: Date = day
        .get(..10)
        .unwrap_or(&day)
        .parse()
        .map_err(|_| row_wrong(format!("{day:?} is no day: write it as 2026-11-26")))?;
    let what = what(cells, otherwise)?;
    let currency = match cells.get("currency")? {
        None => otherwise.currency,
        Some(code) => match code.parse::<Currency>() {
            Ok(currency) if currency.is_known() => currency,
            _ => return Err(row_wrong(no_currency(&code))),
        },
    };
    let money = |column: &str| -> Result<Option<Money>, Fault> {
        let Some(text) = cells.get(column)? else { return Ok(None) };
        let money = format!("{text}{currency}").parse().map_err(|_| {
            row_wrong(format!(
                "{text:?} in {column} is no amount: write a number such as 12.50, its currency beside it"
            ))
        });
        money.map(Some)
    };
    let kind = match cells.get("kind")?.as_deref() {
        None if cells.get("amount")?.is_some() && cells.get("minutes")?.or(cells.get("hours")?).is_none() => {
            if what == What::Activity(Activity::Ad) { Kind::AdSpend } else { Kind::Fee }
        }
        None => Kind::Hours,
        Some(name) => Kind::named(&name.to_lowercase())
            .ok_or_else(|| row_wrong(format!("{name:?} is no kind: write hours, fee, ad_spend or tool_share")))?,
    };
    let amount = if kind == Kind::Hours {
        let minutes = minutes(cells)?;
        let each = money("internal")?.filter(|internal| internal.minor > 0).map(|whole| {
            let minor = (i128::from(whole.minor) * 60 + i128::from(minutes) / 2) / i128::from(minutes.max(1));
            Money::new(i64::try_from(minor).unwrap_or(i64::MAX), whole.currency)
        });
        Amount::Hours { minutes, price: money("price")?.or(each).or(otherwise.price) }
    } else {
        let paid = money("amount")?.ok_or_else(|| row_wrong("it has no amount: write what was paid"))?;
        Amount::Paid(kind, paid)
    };
    let months = cells.get("months")?.map(|months| {
        months.parse().map_err(|_| row_wrong(format!("{months:?} is no number of months: write 1 to 60")))
    });
    let new = New {
        day,
        what,
        network: cells.get("network")?,
        campaign: cells.get("campaign")?,
        page: cells.get("page")?,
        amount,
        months: months.transpose()?,
        note: cells.get("note")?.map(|note| note.replace(['\r', '\n', '\t'], " ")),
    };
    Ok(new)
}

fn what(cells: &Cells<'_>, otherwise: &Otherwise) -> Result<What, Fault> {
    if let Some(name) = cells.get("activity")? {
        let lower = name.to_lowercase();
        let ours = Activity::ALL.into_iter().find(|it| it.name() == lower || it.in_words() == lower);
        return match (ours, otherwise.what) {
            (Some(activity), _) => Ok(What::Activity(activity)),
            (None, Some(what)) => Ok(what),
            (None, None) => Err(row_wrong(format!(
                "{}, or choose what the rows of this sheet are for",
                name.parse::<Activity>().err().map(|fault| fault.to_string()).unwrap_or_default()
            ))),
        };
    }
    match cells.get("side")?.map(|side| side.to_lowercase()).as_deref() {
        Some("smo") => Ok(What::Side(Side::Smo)),
        Some("smm") => Ok(What::Side(Side::Smm)),
        Some(side) => Err(row_wrong(format!("{side:?} is no side: write smo or smm, or name an activity"))),
        None => otherwise.what.ok_or_else(|| row_wrong("it names no activity and no side: write one, such as post")),
    }
}

/// `minutes`, or `hours` as 1.5, 1,5, 1:30 or 1:30:00.
fn minutes(cells: &Cells<'_>) -> Result<i64, Fault> {
    if let Some(text) = cells.get("minutes")? {
        return text.parse().map_err(|_| row_wrong(format!("{text:?} is no number of minutes")));
    }
    let text = cells.get("hours")?.ok_or_else(|| row_wrong("it has no minutes and no hours"))?;
    let wrong = || row_wrong(format!("{text:?} is no time: write hours as 1.5 or 1:30"));
    let seconds = if text.contains(':') {
        let parts: Vec<u32> = text.split(':').map(str::parse).collect::<Result<_, _>>().map_err(|_| wrong())?;
        match parts[..] {
            [hours, minutes] if minutes < 60 => i64::from(hours) * 3_600 + i64::from(minutes) * 60,
            [hours, minutes, seconds] if minutes < 60 && seconds < 60 => {
                i64::from(hours) * 3_600 + i64::from(minutes) * 60 + i64::from(seconds)
            }
            _ => return Err(wrong()),
        }
    } else {
        let hours: f64 = text.replace(',', ".").parse().map_err(|_| wrong())?;
        if !(0.0..=1_000.0).contains(&hours) {
            return Err(wrong());
        }
        (hours * 3_600.0).round() as i64
    };
    // A moment's work is a minute.
    Ok(((seconds + 30) / 60).max(1))
}

/// The first line of a written sheet.
pub fn head() -> Vec<u8> {
    let ours = COLUMNS.iter().filter(|column| **column != "hours");
    table::line(ours.chain(&WRITTEN).map(|column| Cow::Borrowed(*column)))
}

/// An entry's line of a written sheet.
pub fn written(entry: &Entry) -> Vec<u8> {
    let text = |text: &Option<String>| Cow::Owned(text.clone().unwrap_or_default());
    let number = |number: Option<i64>| Cow::Owned(number.map_or_else(String::new, |number| number.to_string()));
    let money = |minor: Option<i64>| {
        let currency = entry.currency.as_deref().and_then(|code| code.parse::<Currency>().ok());
        Cow::Owned(minor.zip(currency).map_or_else(String::new, |(minor, currency)| decimal(minor, currency)))
    };
    table::line([
        Cow::Borrowed(&*entry.id),
        Cow::Owned(day_of(entry.day).to_string()),
        Cow::Borrowed(&*entry.kind),
        Cow::Borrowed(&*entry.side),
        text(&entry.activity),
        text(&entry.network),
        text(&entry.campaign),
        text(&entry.page),
        number(entry.minutes),
        money(entry.hour_minor),
        money(entry.minor),
        text(&entry.currency),
        number(Some(entry.months)),
        Cow::Borrowed(&*entry.note),
        Cow::Borrowed(&*entry.source),
        Cow::Borrowed(&*entry.made_by),
        Cow::Owned(Timestamp::from_microsecond(entry.made_at).map_or_else(|_| String::new(), |at| at.to_string())),
    ])
}

/// `12.50`, as it is read again.
pub fn decimal(minor: i64, currency: Currency) -> String {
    let (unit, digits) = (currency.unit().unsigned_abs(), currency.digits() as usize);
    let sign = if minor < 0 { "-" } else { "" };
    let (whole, rest) = (minor.unsigned_abs() / unit, minor.unsigned_abs() % unit);
    if digits == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{rest:0digits$}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn otherwise() -> Otherwise {
        Otherwise { what: None, price: Some("30EUR".parse().unwrap()), currency: Currency::EUR }
    }

    fn rows(text: &str, otherwise: &Otherwise) -> Result<Vec<(String, Row)>, String> {
        read(text.as_bytes(), "s", otherwise).map_err(|fault| fault.to_string())
    }

    #[test]
    fn a_sheet_of_ones_own_has_hours_and_money() {
        let text = "Day;activity;hours;minutes;amount;currency;network;months;note\n\
            2026-11-02;post;1:30;;;;bluesky;;\n2026-11-03;mending;2,5;;;;;6;\n2026-11-04;ad;;;12.50;usd;facebook;;Boost\n\
            2026-11-04;article;;;80;;;;\n";
        let rows = rows(text, &otherwise()).unwrap();
        let amounts: Vec<Amount> = rows.iter().map(|(_, row)| row.new.amount).collect();
        let price = otherwise().price;
        assert_eq!(amounts[0], Amount::Hours { minutes: 90, price });
        assert_eq!(amounts[1], Amount::Hours { minutes: 150, price });
        assert_eq!(amounts[2], Amount::Paid(Kind::AdSpend, "12.5USD".parse().unwrap()));
        assert_eq!(amounts[3], Amount::Paid(Kind::Fee, "80EUR".parse().unwrap()));
        assert_eq!(rows[1].1.new.months, Some(6));
    }

    #[test]
    fn kimais_export_is_understood() {
        let text = "Date,From,To,Duration,Currency,Total price,Internal price,Hourly price,Fixed price,Name,User,Email,Staff number,Customer,\
            Project,Activity,Description,Billable,Tags\n\
            2026-11-02,09:00,10:30,1.50,EUR,90.00,60.00,60.00,,Ada,ada,ada@example.org,,Bakery,Spring bread,Post,\"Wrote\nthree\",yes,\n\
            2026-11-03,09:00,09:20,0:20,EUR,20.00,0.00,60.00,,Ada,ada,ada@example.org,,Bakery,,Design,,yes,\n";
        let told = rows(text, &otherwise()).unwrap_err();
        assert!(told.contains("line 4: \"Design\" is no activity") && told.contains("choose what the rows"), "{told}");
        let chosen = Otherwise { what: Some(What::Side(Side::Smm)), ..otherwise() };
        let rows = rows(text, &chosen).unwrap();
        let first = &rows[0].1.new;
        assert_eq!(first.amount, Amount::Hours { minutes: 90, price: Some("40EUR".parse().unwrap()) });
        assert_eq!((first.campaign.as_deref(), first.note.as_deref()), (Some("Spring bread"), Some("Wrote three")));
        assert_eq!(first.what, What::Activity(Activity::Post));
        let second = &rows[1].1.new;
        assert_eq!(
            (second.what, second.amount),
            (What::Side(Side::Smm), Amount::Hours { minutes: 20, price: chosen.price })
        );
    }

    #[test]
    fn the_same_sheet_makes_the_same_ids_and_equal_rows_stay_two() {
        let text = "day,activity,minutes\n2026-11-02,post,10\n2026-11-02,post,10\n2026-11-02,post,11\n";
        let ids = |site: &str| -> Vec<String> {
            read(text.as_bytes(), site, &otherwise()).unwrap().into_iter().map(|(id, _)| id).collect()
        };
        let once = ids("s");
        assert_eq!(once, ids("s"));
        assert_ne!(once, ids("t"));
        assert!(once[0] != once[1] && once[1] != once[2]);
    }

    #[test]
    fn what_is_wrong_is_told_with_its_line_and_a_remedy() {
        for (text, told) in [
            ("activity\npost\n", "the column day is missing"),
            ("day,goal\n", "no column \"goal\""),
            ("day,activity,minutes\n26.11.2026,post,5\n", "line 2: \"26.11.2026\" is no day: write it as 2026-11-26"),
            ("day,activity,minutes\n2026-11-02,tweet,5\n", "\"tweet\" is no activity"),
            ("day,minutes\n2026-11-02,5\n", "names no activity"),
            ("day,activity,hours\n2026-11-02,post,1:75\n", "write hours as 1.5 or 1:30"),
            ("day,activity,kind,amount,currency\n2026-11-02,ad,ad_spend,5,EUX\n", "\"EUX\" is no currency"),
            ("day,activity,kind,amount,currency\n2026-11-02,ad,ad_spend,5.5,JPY\n", "is no amount"),
            ("day,activity,kind\n2026-11-02,ad,fee\n", "it has no amount"),
        ] {
            let says = rows(text, &otherwise()).unwrap_err();
            assert!(says.contains(told), "{text:?}: {says}");
        }
    }
}
