//! Measured: how a site is measured, as its row says: whose days it has, what its visitors' wishes mean, who is no visitor.
//!
//! The row is made when somebody looks for it ([`of`]). All of them are known in memory to whoever answers visitors
//! ([`Known`]); what a person may change of one is [`Settings`].

mod known;

use std::collections::HashMap;
use std::sync::Arc;

use domain::{Currency, NetworkId, Random, number_of};
use ipnet::IpNet;
use jiff::tz::TimeZone;
use jiff::{Timestamp, civil::Date};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{Db, Fault, On, Tx, sql};

pub use known::Known;

/// Days for which single visits are kept where nobody said otherwise: thirteen months, so that a month can be compared with
/// the same one a year before.
pub const RAW_DAYS: i64 = 400;
/// Signs of a key.
const KEY: usize = 10;
/// How often a number is asked for.
const TRIES: usize = 5;

/// What is done where a browser says that its user wants no tracking (Global Privacy Control, Do Not Track).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Signals {
    /// The visit is counted as any other: nothing that is kept leads to a person.
    #[default]
    Count,
    /// Nothing is kept of it.
    Skip,
}

/// What a person may set.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "MeasureSettings", transform = whole)]
pub struct Settings {
    /// Whose days the site has: a zone of IANA, such as `Europe/Zurich`.
    pub zone: String,
    /// Hosts beside the one of its address: of a shop, a booking page, a payment.
    pub hosts: Vec<String>,
    /// What a wish for no tracking means.
    pub signals: Signals,
    /// Whether the script may keep a visit's token for as long as the tab is open.
    pub tab_storage: bool,
    /// Networks where posts stand whose links carry no tag. Null: nobody said.
    pub posts: Option<Vec<NetworkId>>,
    /// Address ranges of the own people: `203.0.113.0/24`.
    pub own: Vec<String>,
    /// Days for which single visits are kept; their sums stay.
    pub raw_days: i64,
    /// The price of an hour, in minor units of the currency. Null: nobody said.
    pub hour_minor: Option<i64>,
    /// The currency of everything.
    pub currency: Currency,
    /// Hundredths of a sale's price that are left after what was sold was bought. Null: nobody said.
    pub margin: Option<i64>,
    /// Minutes that somebody has for it in a week. Null: nobody said.
    pub weekly_minutes: Option<i64>,
}

/// Every property is taken as it is told: what nobody said is null.
fn whole(schema: &mut schemars::Schema) {
    let names = schema
        .get("properties")
        .and_then(serde_json::Value::as_object)
        .map(|all| all.keys().cloned().map(serde_json::Value::String).collect());
    if let Some(names) = names {
        schema.insert("required".to_owned(), serde_json::Value::Array(names));
    }
}

/// A site as it is measured.
#[derive(Clone, Debug, PartialEq)]
pub struct Measured {
    /// The site's id.
    pub site: String,
    /// Where it begins.
    pub address: String,
    /// By which visits name it.
    pub number: i64,
    /// By which its pages' script names it.
    pub key: String,
    /// Rises with each change of the settings.
    pub version: i64,
    /// What a person set.
    pub settings: Settings,
    /// The zone of its days.
    pub zone: TimeZone,
    /// Ranges of own people.
    pub own: Vec<IpNet>,
    /// The hash of the secret in the link for staff.
    pub staff: Option<String>,
    /// When anything last came from its pages, and by what.
    pub heard: Option<(i64, String)>,
}

impl Measured {
    /// The day on the site's wall at `at`, and how many days that is since 1970.
    pub fn day(&self, at: Timestamp) -> (Date, i64) {
        let day = at.to_zoned(self.zone.clone()).date();
        (day, number_of(day))
    }

    /// The host of its address, and those beside it.
    pub fn all_hosts(&self) -> Vec<String> {
        let own = url::Url::parse(&self.address).ok().and_then(|url| url.host_str().map(str::to_owned));
        own.into_iter().chain(self.settings.hosts.iter().cloned()).collect()
    }
}

/// Why settings were not kept.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    /// What is wrong with them, for whoever typed them.
    #[error("{0}")]
    Wrong(String),
    /// Somebody else changed them meanwhile.
    #[error("somebody changed these settings meanwhile: look at them again, then save yours")]
    Changed,
    /// The database.
    #[error(transparent)]
    Store(#[from] Fault),
}

#[derive(sqlx::FromRow)]
struct Row {
    site: String,
    address: String,
    number: i64,
    key: String,
    version: i64,
    zone: String,
    hosts: String,
    signals: String,
    tab_storage: bool,
    posts: Option<String>,
    own: String,
    staff: Option<String>,
    raw_days: i64,
    hour_minor: Option<i64>,
    currency: String,
    margin: Option<i64>,
    weekly_minutes: Option<i64>,
    heard_at: Option<i64>,
    heard_by: Option<String>,
}

impl From<Row> for Measured {
    fn from(row: Row) -> Self {
        let list = |text: &str| serde_json::from_str::<Vec<String>>(text).unwrap_or_default();
        let own = list(&row.own);
        Self {
            zone: TimeZone::get(&row.zone).unwrap_or(TimeZone::UTC),
            own: own.iter().filter_map(|range| range.parse().ok()).collect(),
            staff: row.staff,
            heard: row.heard_at.zip(row.heard_by),
            site: row.site,
            address: row.address,
            number: row.number,
            key: row.key,
            version: row.version,
            settings: Settings {
                zone: row.zone,
                hosts: list(&row.hosts),
                signals: if row.signals == "skip" { Signals::Skip } else { Signals::Count },
                tab_storage: row.tab_storage,
                posts: row.posts.as_deref().and_then(|text| serde_json::from_str(text).ok()),
                own,
                raw_days: row.raw_days,
                hour_minor: row.hour_minor,
                currency: row.currency.parse().unwrap_or(Currency::EUR),
                margin: row.margin,
                weekly_minutes: row.weekly_minutes,
            },
        }
    }
}

/// How the site `site` is measured; the row is made where there is none, with the zone of its schedule.
pub async fn of(db: &Db, random: &Arc<dyn Random>, site: &str) -> Result<Measured, Fault> {
    // Another process may take the next number in the same moment.
    for _ in 0..TRIES {
        if let Some(there) = find(db, site).await? {
            return Ok(there);
        }
        let (id, key) = (site.to_owned(), random.code()[..KEY].to_owned());
        let begin = sql!("measured_begin").bind(id).bind(key).bind(RAW_DAYS);
        db.write(move |tx| Box::pin(async move { begin.execute(tx).await })).await?;
    }
    find(db, site).await?.ok_or(Fault::NotThere { statement: "measured_of" })
}

/// The row of `site`, where there is one.
pub async fn find(on: &(impl On + ?Sized), site: &str) -> Result<Option<Measured>, Fault> {
    let row: Option<Row> = sql!("measured_of").bind(site).fetch_optional(on).await?;
    Ok(row.map(Measured::from))
}

/// All sites that are measured and not in the bin, by their numbers.
pub async fn all(on: &(impl On + ?Sized)) -> Result<HashMap<i64, Arc<Measured>>, Fault> {
    let rows: Vec<Row> = sql!("measured_all").fetch_all(on).await?;
    Ok(rows.into_iter().map(|row| (row.number, Arc::new(Measured::from(row)))).collect())
}

/// Keeps `settings` for the site, where nobody changed them since `version`, in the caller's transaction.
pub async fn keep(tx: &mut Tx, site: &str, version: i64, settings: &Settings) -> Result<(), Refused> {
    let settings = checked(settings)?;
    let list = |list: &[String]| serde_json::Value::from(list.to_vec()).to_string();
    let posts = settings.posts.as_ref().map(|posts| posts.iter().map(NetworkId::to_string).collect::<Vec<_>>());
    let changed = sql!("measured_set")
        .bind(site)
        .bind(version)
        .bind(&settings.zone)
        .bind(list(&settings.hosts))
        .bind(if settings.signals == Signals::Skip { "skip" } else { "count" })
        .bind(settings.tab_storage)
        .bind(posts.map(|posts| list(&posts)))
        .bind(list(&settings.own))
        .bind(settings.raw_days)
        .bind(settings.hour_minor)
        .bind(settings.currency.as_str())
        .bind(settings.margin)
        .bind(settings.weekly_minutes)
        .execute(tx)
        .await?;
    if changed == 0 { Err(Refused::Changed) } else { Ok(()) }
}

/// Keeps the hash of the secret in the link for staff; the one before is worth nothing any more.
pub async fn set_staff(db: &Db, site: &str, hash: &str) -> Result<(), Fault> {
    let set = sql!("measured_staff").bind(site.to_owned()).bind(hash.to_owned());
    db.write(move |tx| Box::pin(async move { set.execute(tx).await })).await.map(drop)
}

/// Settings in the form in which they are kept, or what is wrong with them.
fn checked(settings: &Settings) -> Result<Settings, Refused> {
    let wrong = |says: String| Err(Refused::Wrong(says));
    let mut settings = settings.clone();
    if TimeZone::get(&settings.zone).is_err() {
        return wrong(format!("{:?} is no time zone: write one such as Europe/Zurich", settings.zone));
    }
    for host in &mut settings.hosts {
        let name = host.trim().trim_start_matches("https://").trim_start_matches("http://").trim_end_matches('/');
        match url::Host::parse(name) {
            Ok(parsed) => *host = parsed.to_string(),
            Err(_) => return wrong(format!("{host:?} is no host: write a name such as shop.example")),
        }
    }
    for range in &mut settings.own {
        let net = range.trim().parse::<IpNet>().or_else(|_| range.trim().parse::<std::net::IpAddr>().map(IpNet::from));
        match net {
            Ok(net) => *range = net.trunc().to_string(),
            Err(_) => return wrong(format!("{range:?} is no range of addresses: write one such as 203.0.113.0/24")),
        }
    }
    let bounds = [
        (Some(settings.raw_days), 1, 3_650, "days for which single visits are kept"),
        (settings.hour_minor, 0, 100_000_000, "price of an hour"),
        (settings.margin, 0, 100, "margin, in per cent"),
        (settings.weekly_minutes, 0, 7 * 24 * 60, "minutes of a week"),
    ];
    for (value, from, to, what) in bounds {
        if value.is_some_and(|value| !(from..=to).contains(&value)) {
            return wrong(format!("the {what} must lie between {from} and {to}"));
        }
    }
    if settings.hosts.len() > 50 || settings.own.len() > 50 {
        return wrong("at most 50 hosts and 50 ranges of addresses".to_owned());
    }
    Ok(settings)
}
