//! Marks: moments at which something about the site changed, so that what came before and after can be compared. A
//! comparison in time, not a cause.

use domain::Random;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{On, Tx, sql};

use crate::Fault;
use crate::link::word;

/// What changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "MarkKind")]
pub enum Kind {
    /// Pages were mended, as an audit saw.
    Mended,
    /// Cards were put on.
    Cards,
    /// A share bar was put on.
    Bar,
    /// Whatever somebody wrote down.
    Hand,
}

impl Kind {
    /// As it stands in the database.
    pub fn name(self) -> &'static str {
        match self {
            Self::Mended => "mended",
            Self::Cards => "cards",
            Self::Bar => "bar",
            Self::Hand => "hand",
        }
    }

    /// That of this name.
    pub fn named(name: &str) -> Self {
        [Self::Mended, Self::Cards, Self::Bar].into_iter().find(|kind| kind.name() == name).unwrap_or(Self::Hand)
    }
}

/// A mark.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Mark {
    /// Its id.
    pub id: String,
    /// UTC microseconds.
    pub at: i64,
    /// The day on the site's wall, since 1970.
    pub day: i64,
    /// The name of its kind.
    pub kind: String,
    /// One sentence.
    pub says: String,
    /// The audit that saw it.
    pub audit: Option<String>,
    /// How many findings were gone.
    pub findings: Option<i64>,
    /// On how many pages at least.
    pub pages: Option<i64>,
    /// Since when it is taken away.
    pub removed_at: Option<i64>,
}

/// What an audit saw gone.
#[derive(Clone, Debug)]
pub struct Gone {
    /// The audit's id.
    pub audit: String,
    /// Findings.
    pub findings: i64,
    /// Pages that one rule is gone from, of the rule that most are gone from: as many at least.
    pub pages: i64,
}

/// The zone of a site's days: that of its measure, else that of its schedule, else UTC.
pub async fn zone_of(on: &(impl On + ?Sized), site: &str) -> Result<TimeZone, store::Fault> {
    let name: Option<String> = sql!("site_zone").bind(site).fetch_optional(on).await?;
    Ok(name.and_then(|name| TimeZone::get(&name).ok()).unwrap_or(TimeZone::UTC))
}

/// Marks that an audit saw pages mended. Of one audit there is one mark.
pub async fn mended(tx: &mut Tx, now: Timestamp, site: &str, gone: &Gone) -> Result<(), store::Fault> {
    let pages = if gone.pages == 1 { "one page".to_owned() } else { format!("{} pages", gone.pages) };
    let findings = if gone.findings == 1 { "One fault is".to_owned() } else { format!("{} faults are", gone.findings) };
    // A rule counts a page once: with one rule it is exactly so many, with several it may be more.
    let says = if gone.findings == gone.pages {
        format!("{findings} gone from {pages}")
    } else {
        format!("{findings} gone, from {pages} or more")
    };
    let day = domain::number_of(now.to_zoned(zone_of(&*tx, site).await?).date());
    sql!("mark_add")
        .bind(format!("audit-{}", gone.audit))
        .bind(site)
        .bind(now)
        .bind(day)
        .bind(Kind::Mended.name())
        .bind(says)
        .bind(&*gone.audit)
        .bind(gone.findings)
        .bind(gone.pages)
        .execute(tx)
        .await?;
    Ok(())
}

/// Marks a moment in somebody's words.
pub async fn put(
    tx: &mut Tx,
    random: &dyn Random,
    site: &str,
    at: Timestamp,
    kind: Kind,
    says: &str,
) -> Result<Mark, Fault> {
    let says = word("sentence", Some(says), 200)?
        .ok_or_else(|| Fault::wrong("mark_empty", "say in one sentence what changed"))?;
    let day = domain::number_of(at.to_zoned(zone_of(&*tx, site).await?).date());
    let id = random.code();
    let none: Option<i64> = None;
    let add = sql!("mark_add").bind(&*id).bind(site).bind(at).bind(day).bind(kind.name()).bind(says);
    add.bind(None::<String>).bind(none).bind(none).execute(&mut *tx).await?;
    by_id(tx, site, &id).await
}

async fn by_id(on: &(impl On + ?Sized), site: &str, id: &str) -> Result<Mark, Fault> {
    sql!("mark_by_id").bind(site).bind(id).fetch_optional(on).await?.ok_or(Fault::Unknown("mark"))
}

/// Those of the days from `from` up to `to`, that one not included, the newest first. Those taken away are not among them.
pub async fn of_site(on: &(impl On + ?Sized), site: &str, (from, to): (i64, i64)) -> Result<Vec<Mark>, store::Fault> {
    sql!("mark_of_site").bind(site).bind(from).bind(to).fetch_all(on).await
}

/// Takes a mark away, or puts it back.
pub async fn remove(tx: &mut Tx, site: &str, id: &str, at: Option<Timestamp>) -> Result<Mark, Fault> {
    sql!("mark_remove").bind(site).bind(id).bind(at).execute(&mut *tx).await?;
    by_id(tx, site, id).await
}
