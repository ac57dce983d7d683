//! Sheets: posts as CSV, out and in. A sheet comes in whole or not at all, and each line that is wrong is told with its fault;
//! a trial does everything that bringing in does, and keeps nothing of it.

use std::borrow::Cow;
use std::collections::HashMap;
use std::hash::BuildHasher;
use std::io::Read;

use domain::Random;
use jiff::Timestamp;
use ledger::link::{By, Ground};
use ledger::table::{self, Cells};
use schemars::JsonSchema;
use serde::Serialize;
use store::{Tx, sql};

use super::{New, Post, Variant, When, schedule, write};
use crate::account::{Account, Stands};
use crate::deliver::Delivery;
use crate::{Fault, hand};

/// Columns that are read; of a written sheet, `id` and `state` are passed over.
pub const COLUMNS: [&str; 6] = ["when", "zone", "text", "page", "accounts", "campaign"];
const WRITTEN: [&str; 2] = ["id", "state"];
/// Posts of one sheet.
pub const MOST: usize = 1_000;

/// A line of a sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Its number, the first line with the names being 1.
    pub line: u64,
    /// When it goes out, on the wall; `None`: a draft.
    pub wall: Option<String>,
    /// The wall's zone, where it says so.
    pub zone: Option<String>,
    /// What is written.
    pub text: String,
    /// The page that it carries.
    pub page: Option<String>,
    /// For whom, by their names.
    pub accounts: Vec<String>,
    /// What it belongs to.
    pub campaign: Option<String>,
}

/// A line that is wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "SheetFault")]
pub struct Wrong {
    /// Its number.
    pub line: u64,
    /// What is wrong, and what to do.
    pub says: String,
}

/// Why nothing of a sheet was kept.
#[derive(Debug)]
pub enum Ended {
    /// Those lines are wrong; where there are none, it was a trial.
    Told(Vec<Wrong>),
    /// Something else.
    Fault(Fault),
}

impl From<store::Fault> for Ended {
    fn from(fault: store::Fault) -> Self {
        Self::Fault(fault.into())
    }
}

/// Reads a sheet.
pub fn read(from: impl Read) -> Result<Vec<Row>, Fault> {
    let head = |names: &mut Vec<String>| {
        for name in names.iter_mut() {
            if WRITTEN.contains(&&**name) {
                name.clear();
            } else if !name.is_empty() && !COLUMNS.contains(&&**name) {
                let name: String = name.chars().take(60).collect();
                let says = format!("there is no column {name:?}: a sheet of posts has {}", COLUMNS.join(", "));
                return Err(ledger::Fault::Wrong { code: "columns_wrong", says });
            }
        }
        if names.iter().any(|name| name == "text" || name == "page") {
            return Ok(());
        }
        let says = format!("the column text is missing: a sheet of posts has {}", COLUMNS.join(", "));
        Err(ledger::Fault::Wrong { code: "columns_wrong", says })
    };
    let rows = table::read(from, head, row)?;
    if rows.len() > MOST {
        return Err(Fault::wrong("sheet_too_long", format!("a sheet has at most {MOST} posts: split it")));
    }
    Ok(rows)
}

fn row(cells: &Cells<'_>) -> Result<Row, ledger::Fault> {
    let text = cells.get("text")?.unwrap_or_default();
    // What `table::line` puts in front of what a spreadsheet would take for a formula.
    let text =
        text.strip_prefix('\'').filter(|rest| rest.starts_with(['=', '+', '-', '@'])).unwrap_or(&text).to_owned();
    let accounts = cells.get("accounts")?.unwrap_or_default();
    let accounts = accounts.split(';').map(|name| name.trim().trim_start_matches('\''));
    Ok(Row {
        line: cells.line(),
        wall: cells.get("when")?.map(|wall| wall.replacen(' ', "T", 1)),
        zone: cells.get("zone")?,
        text,
        page: cells.get("page")?,
        accounts: accounts.filter(|name| !name.is_empty()).map(str::to_owned).collect(),
        campaign: cells.get("campaign")?,
    })
}

/// What lines are held against.
pub struct Around<'a> {
    /// The accounts of the workspace.
    pub accounts: &'a [Account],
    /// The zone of lines that name none.
    pub zone: &'a str,
    /// What pages' addresses are held against.
    pub ground: &'a Ground<'a>,
    /// Who brings it in: a person's id.
    pub person: &'a str,
}

/// Writes and plans a post for each line; how many. Where a line is wrong, or `trial`, it ends with what is told instead, and
/// the caller's transaction with it.
pub async fn bring_in(
    tx: &mut Tx,
    random: &dyn Random,
    now: Timestamp,
    (workspace, by): (&str, &By),
    rows: &[Row],
    around: &Around<'_>,
    trial: bool,
) -> Result<usize, Ended> {
    let mut wrong = Vec::new();
    let mut lines = HashMap::new();
    for row in rows {
        match one(&mut *tx, random, now, (workspace, by), row, around, &lines).await {
            Ok(post) => {
                lines.insert(post, row.line);
            }
            Err(Fault::Store(fault) | Fault::Ledger(ledger::Fault::Store(fault))) => return Err(fault.into()),
            Err(fault) => wrong.push(Wrong { line: row.line, says: fault.to_string() }),
        }
    }
    if trial || !wrong.is_empty() { Err(Ended::Told(wrong)) } else { Ok(rows.len()) }
}

async fn one(
    tx: &mut Tx,
    random: &dyn Random,
    now: Timestamp,
    (workspace, by): (&str, &By),
    row: &Row,
    around: &Around<'_>,
    lines: &HashMap<String, u64>,
) -> Result<String, Fault> {
    let zone = row.zone.as_deref().unwrap_or(around.zone);
    let when = row.wall.as_deref().map(|wall| When::of(wall, zone)).transpose()?;
    if let Some(when) = &when {
        when.is_to_come(now)?;
    }
    if row.text.is_empty() && row.page.is_none() {
        return Err(Fault::wrong("text_empty", "it says nothing and carries no page: write something"));
    }
    let accounts = row.accounts.iter().map(|name| account(name, around.accounts));
    let accounts: Vec<Variant> = accounts.collect::<Result<_, _>>()?;
    let due = when.as_ref().map(|when| when.at);
    let same: Option<(String,)> = sql!("post_same")
        .bind(&*by.site)
        .bind(&*row.text)
        .bind(row.page.as_deref())
        .bind(due)
        .fetch_optional(&*tx)
        .await?;
    if let Some((same,)) = same {
        let says = match lines.get(&same) {
            Some(line) => format!("it says the same as line {line}, for the same time: take one out"),
            None => "the same post is here already, for the same time: take it out".to_owned(),
        };
        return Err(Fault::wrong("post_there", says));
    }
    let new = New {
        text: row.text.clone(),
        page: row.page.clone(),
        campaign: row.campaign.clone(),
        zone: zone.to_owned(),
        accounts,
        ..New::default()
    };
    let post = write(&mut *tx, random, now, (workspace, &by.site, &by.name), &new).await?;
    if let Some(when) = &when {
        schedule(&mut *tx, random, now, by, (&post.id, post.version), when, around.ground).await?;
        hand::gets(tx, &post.id, around.person).await?;
    }
    Ok(post.id)
}

/// The account of that name: as it is called, or `bluesky: name` where two are called so.
fn account(name: &str, all: &[Account]) -> Result<Variant, Fault> {
    let lower = name.to_lowercase();
    let is_called = |it: &&Account| {
        let called = it.name.to_lowercase();
        called == lower
            || lower.split_once(':').is_some_and(|(network, rest)| network == it.network && rest.trim() == called)
    };
    let mut found = all.iter().filter(|it| it.stands() != Stands::Gone).filter(is_called);
    match (found.next(), found.next()) {
        (Some(one), None) => Ok(Variant { account: one.id.clone(), ..Variant::default() }),
        (Some(one), Some(_)) => {
            let says =
                format!("two accounts are called {name}: write the network before it, as in {}: {name}", one.network);
            Err(Fault::wrong("account_unclear", says))
        }
        (None, _) => {
            let known: Vec<&str> =
                all.iter().filter(|it| it.stands() != Stands::Gone).map(|it| &*it.name).take(5).collect();
            let known = if known.is_empty() {
                "there is none yet".to_owned()
            } else {
                format!("there are {}", known.join("; "))
            };
            Err(Fault::wrong("account_unknown", format!("there is no account {name}: {known}")))
        }
    }
}

/// The first line of a written sheet.
pub fn head() -> Vec<u8> {
    table::line(WRITTEN[..1].iter().chain(&COLUMNS).chain(&WRITTEN[1..]).map(|column| Cow::Borrowed(*column)))
}

/// A post's line of a written sheet.
pub fn written<S: BuildHasher>(
    post: &Post,
    deliveries: &[&Delivery],
    accounts: &HashMap<&str, &Account, S>,
) -> Vec<u8> {
    let names: Vec<&str> = deliveries.iter().filter_map(|it| accounts.get(&*it.account)).map(|it| &*it.name).collect();
    let mut states: Vec<&str> = deliveries.iter().map(|it| it.state().name()).collect();
    states.dedup();
    let cell = |text: Option<&str>| Cow::Owned(text.unwrap_or_default().to_owned());
    table::line([
        cell(Some(&post.id)),
        cell(post.wall.as_deref().map(|wall| wall.get(..16).unwrap_or(wall))),
        cell(Some(&post.zone)),
        cell(Some(&post.text)),
        cell(post.page.as_deref()),
        cell(Some(&names.join("; "))),
        cell(post.campaign.as_deref()),
        cell(Some(&states.join("; "))),
    ])
}
