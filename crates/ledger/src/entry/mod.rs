//! Entries: lines of the ledger, hours that somebody worked or money that went out.
//!
//! An entry is never changed and never deleted: whoever mistyped takes it back ([`undo`]) and enters it anew. Visits are no
//! entries. Start at [`add`]; what falls into a period is [`spread`], and [`of_period`] puts that together.

mod add;
mod look;
pub mod sheet;
pub mod spread;
mod sums;

use domain::{Activity, Money, Side};
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use add::{add, add_all, add_sheet, price, redo, undo};
pub use look::{Months, by_id, carried, months, of_site};
pub use sums::{Group, Line, Missing, Sums, of_period};

use crate::Fault;
use crate::link::word;

/// What was spent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "EntryKind")]
pub enum Kind {
    /// Somebody worked.
    Hours,
    /// Somebody else was paid: for work, or a network for a post.
    Fee,
    /// An advertisement was paid.
    AdSpend,
    /// The part of a subscription that is for this.
    ToolShare,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Hours, Self::Fee, Self::AdSpend, Self::ToolShare];

    /// As it stands in the database, in the API and in files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Hours => "hours",
            Self::Fee => "fee",
            Self::AdSpend => "ad_spend",
            Self::ToolShare => "tool_share",
        }
    }

    /// That of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// How an entry came to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "EntrySource")]
pub enum Source {
    /// Somebody typed it.
    Hand,
    /// A timer ran.
    Timer,
    /// Somebody booked what Tidings proposed.
    Proposal,
    /// A sheet.
    Csv,
    /// The wallet paid it.
    Wallet,
}

impl Source {
    /// As it stands in the database.
    pub fn name(self) -> &'static str {
        match self {
            Self::Hand => "hand",
            Self::Timer => "timer",
            Self::Proposal => "proposal",
            Self::Csv => "csv",
            Self::Wallet => "wallet",
        }
    }

    /// That of this name; one that nobody knows was typed.
    pub fn named(name: &str) -> Self {
        [Self::Timer, Self::Proposal, Self::Csv, Self::Wallet]
            .into_iter()
            .find(|it| it.name() == name)
            .unwrap_or(Self::Hand)
    }
}

/// What it was for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum What {
    /// One activity.
    Activity(Activity),
    /// A whole side, where nobody remembers what exactly: [`Side::Smo`] or [`Side::Smm`].
    Side(Side),
}

impl What {
    /// Whose doing it is.
    pub fn side(self) -> Side {
        match self {
            Self::Activity(activity) => activity.side(),
            Self::Side(side) => side,
        }
    }

    /// The activity, where one is named.
    pub fn activity(self) -> Option<Activity> {
        match self {
            Self::Activity(activity) => Some(activity),
            Self::Side(_) => None,
        }
    }

    /// Over how many months it is said to carry, where nobody says otherwise: what is mended, drawn or built in stays; a
    /// post is of its day.
    pub fn months(self) -> i64 {
        match self {
            Self::Activity(Activity::Mending | Activity::Card | Activity::ShareButton | Activity::CopiedLink) => 12,
            _ => 1,
        }
    }
}

/// How much.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Amount {
    /// So many minutes, at the price of an hour of that moment, where there is one.
    Hours {
        /// Minutes.
        minutes: i64,
        /// The price of one hour.
        price: Option<Money>,
    },
    /// So much was paid.
    Paid(Kind, Money),
}

/// An entry that is to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct New {
    /// The day on the site's wall.
    pub day: Date,
    /// What for.
    pub what: What,
    /// The network's id.
    pub network: Option<String>,
    /// What it belongs to.
    pub campaign: Option<String>,
    /// The page that it is about: a path or a whole address.
    pub page: Option<String>,
    /// How much.
    pub amount: Amount,
    /// Over how many months it is said to carry; [`What::months`] where nobody says.
    pub months: Option<i64>,
    /// For people.
    pub note: Option<String>,
}

/// Who enters, for which site.
#[derive(Clone, Debug)]
pub struct By {
    /// The site's id.
    pub site: String,
    /// The name of whoever enters.
    pub name: String,
    /// The day that it is on the site's wall.
    pub today: Date,
}

/// An entry.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Entry {
    /// Its id.
    pub id: String,
    /// The day on the site's wall, since 1970.
    pub day: i64,
    /// The name of its activity; none of a whole side.
    pub activity: Option<String>,
    /// The name of its side.
    pub side: String,
    /// The network's id.
    pub network: Option<String>,
    /// What it belongs to.
    pub campaign: Option<String>,
    /// The path of the page that it is about.
    pub page: Option<String>,
    /// The name of its kind.
    pub kind: String,
    /// Of hours.
    pub minutes: Option<i64>,
    /// The price of an hour then, in minor units.
    pub hour_minor: Option<i64>,
    /// Of everything else: what was paid.
    pub minor: Option<i64>,
    /// The currency of either.
    pub currency: Option<String>,
    /// Over how many months it is said to carry.
    pub months: i64,
    /// For people.
    pub note: String,
    /// The name of its source.
    pub source: String,
    /// The name of whoever entered it.
    pub made_by: String,
    /// UTC microseconds.
    pub made_at: i64,
    /// Since when it is taken back.
    pub undone_at: Option<i64>,
}

impl Entry {
    /// What it was for.
    pub fn what(&self) -> What {
        let activity = self.activity.as_deref().and_then(|name| name.parse().ok());
        let side = || Side::ALL.into_iter().find(|side| side.name() == self.side).unwrap_or(Side::Unknown);
        activity.map_or_else(|| What::Side(side()), What::Activity)
    }

    /// What it cost over all. `None`: hours without a price.
    pub fn cost(&self) -> Option<Money> {
        let currency = self.currency.as_deref()?.parse().ok()?;
        match (self.minor, self.minutes, self.hour_minor) {
            (Some(minor), ..) => Some(Money::new(minor, currency)),
            (None, Some(minutes), Some(hour)) => {
                Money::new(hour, currency).for_minutes(u64::try_from(minutes).unwrap_or(0))
            }
            _ => None,
        }
    }
}

/// Characters of a campaign and of a network.
const WORD: usize = 100;
/// Characters of a note.
const NOTE: usize = 500;
/// Bytes of a page's address.
const PAGE: usize = 2_000;
/// Minutes of one entry: whoever enters a month's work at once has less.
const MINUTES_AT_MOST: i64 = 60 * 24 * 31;
/// Minor units of one entry, and of the price of an hour.
const MINOR_AT_MOST: i64 = 1_000_000_000_000;
/// Months over which something is said to carry.
pub const MONTHS_AT_MOST: i64 = 60;

impl New {
    /// It in the form in which it is kept, or what is wrong with it. `today`: the day that it is on the site's wall.
    pub fn checked(mut self, today: Date) -> Result<Self, Fault> {
        let wrong = |code, says: String| Err(Fault::wrong(code, says));
        // Somebody east of the site's wall may have tomorrow already.
        if self.day > today.tomorrow().unwrap_or(today) {
            return wrong("day_to_come", format!("{} is still to come: enter it when it is done", self.day));
        }
        if self.day < jiff::civil::date(2000, 1, 1) {
            return wrong("day_too_early", format!("{} is before 2000: look for a mistyped year", self.day));
        }
        if matches!(self.what, What::Side(Side::Other | Side::Unknown)) {
            return wrong("side_unknown", "a whole side is smo or smm; of anything else name the activity".to_owned());
        }
        match self.amount {
            Amount::Hours { minutes, price } => {
                if !(1..=MINUTES_AT_MOST).contains(&minutes) {
                    let says = format!("an entry has between 1 and {MINUTES_AT_MOST} minutes, and this one {minutes}");
                    return wrong("minutes_wrong", says);
                }
                if price.is_some_and(|price| !(0..=MINOR_AT_MOST).contains(&price.minor)) {
                    return wrong("price_wrong", "the price of an hour is beyond what can be".to_owned());
                }
            }
            Amount::Paid(_, money) if !(1..=MINOR_AT_MOST).contains(&money.minor) => {
                let says = "what was paid is more than nothing; take an entry back in place of paying it back";
                return wrong("amount_wrong", says.to_owned());
            }
            Amount::Paid(..) => {}
        }
        if let Amount::Hours { price: Some(money), .. } | Amount::Paid(_, money) = self.amount
            && !money.currency.is_known()
        {
            return wrong("currency_unknown", no_currency(money.currency.as_str()));
        }
        if let Some(months) = self.months
            && !(1..=MONTHS_AT_MOST).contains(&months)
        {
            return wrong("months_wrong", format!("work carries for 1 to {MONTHS_AT_MOST} months, and not {months}"));
        }
        self.network = word("network", self.network.as_deref(), WORD)?.map(|network| network.to_lowercase());
        self.campaign = word("campaign", self.campaign.as_deref(), WORD)?;
        self.note = word("note", self.note.as_deref(), NOTE)?;
        self.page = word("page", self.page.as_deref(), PAGE)?.map(|typed| page(&typed)).transpose()?;
        Ok(self)
    }
}

/// Why `text` is no currency, and what to do.
pub fn no_currency(text: &str) -> String {
    format!("{text:?} is no currency: write its three letters, such as EUR, USD or JPY")
}

/// A page by its path, as visits name it.
fn page(typed: &str) -> Result<String, Fault> {
    if typed.starts_with('/') && !typed.starts_with("//") {
        return Ok(typed.to_owned());
    }
    let url = url::Url::parse(typed).ok().filter(|url| matches!(url.scheme(), "http" | "https"));
    let says = || format!("{typed:?} is no page: write its path, such as /bread, or its whole address");
    let url = url.ok_or_else(|| Fault::wrong("page_invalid", says()))?;
    Ok(url.query().map_or_else(|| url.path().to_owned(), |query| format!("{}?{query}", url.path())))
}
