//! What a statement holds, as the console, the API and the files have it.

use domain::{Currency, Money, NetworkId, Side};
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use super::Price;
use super::mark::Compared;
use super::trend::Trend;
use crate::channel::Channel;

/// What came of it, and what it cost.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Statement {
    /// Whose.
    pub site: Site,
    /// Over which time. None: not one line could be read.
    pub period: Option<Period>,
    /// The time of the same length before, where something was counted then.
    pub before: Option<Period>,
    /// At most three sentences, made by rule.
    pub verdict: Vec<Sentence>,
    /// What a visit cost if work that lasts is counted at once. None: it says the same.
    pub at_once: Option<Sentence>,
    /// The table: passed on, brought, can't tell, not social.
    pub rows: Vec<Row>,
    /// Visits from networks that may be of either side; they stand under one of them, in "up to".
    pub either: Either,
    /// Numbers for which it is too early.
    pub early: Vec<Early>,
    /// The same in short, as far as the verdict does not say it.
    pub too_early: Vec<String>,
    /// What changed about the site, and how much was passed on before and after. The newest first.
    pub marks: Vec<Compared>,
    /// What to do next, at most five.
    pub next: Vec<Next>,
    /// By day or week, the sides apart.
    pub trend: Trend,
    /// By network, the sides apart.
    pub networks: Vec<Row>,
    /// The pages at which most visits of the two sides began. A server tells them at an address of their own.
    pub pages: Vec<PageRow>,
    /// What other programs counted in this time. It is never added to anything here.
    pub imported: Vec<Imported>,
    /// What the passed-on visits would have cost as clicks on our own ads. None: too few such clicks.
    pub replacement: Option<Replacement>,
    /// How money is reckoned.
    pub reckoned: Reckoned,
    /// Seen being shared: previews that networks fetched. They are no visits.
    pub unfurls: Vec<Shared>,
    /// What is no visit, with counts.
    pub left_out: Vec<Count>,
    /// What these numbers cannot say.
    pub unknown: Vec<String>,
    /// From where each number is.
    pub sources: Vec<Source>,
}

/// The site.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "StatementSite")]
pub struct Site {
    /// Its hosts.
    pub hosts: Vec<String>,
    /// How it was guessed, where nobody named it.
    pub guessed: Option<String>,
    /// Whether it is the demo's shop, whose visits are invented.
    pub invented: bool,
}

/// Days on the site's wall.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Period {
    /// The first day.
    pub from: Date,
    /// The last day.
    pub to: Date,
    /// How many, with both.
    pub days: u32,
}

/// A sentence in pieces, so that each number can lead to its evidence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Sentence {
    /// The whole of it.
    pub text: String,
    /// The same in pieces.
    pub pieces: Vec<Piece>,
}

/// A piece of a sentence.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Piece {
    /// Its words.
    pub text: String,
    /// The row in which its number stands, by the row's id; `either` is the line below the table.
    pub row: Option<String>,
    /// The visits that it counts, of the statement's period.
    pub visits: Option<Filter>,
    /// The side that it speaks of.
    pub side: Option<Side>,
}

/// Visits that are meant: what the list of visits is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "VisitFilter")]
pub struct Filter {
    /// Of a side.
    pub side: Option<Side>,
    /// Of a channel.
    pub channel: Option<Channel>,
    /// From a network.
    pub network: Option<NetworkId>,
    /// That began on this page.
    pub page: Option<String>,
    /// By links of this campaign.
    pub campaign: Option<String>,
    /// By the link of this code.
    pub code: Option<String>,
}

/// Visits, as far as they are known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Visits {
    /// Proven or strong.
    pub sure: u64,
    /// With those that may be.
    pub up_to: u64,
    /// Guessed from what is common for such pages; in neither of the others.
    pub guessed: u64,
}

impl Visits {
    /// All.
    pub fn all(self) -> u64 {
        self.up_to + self.guessed
    }
}

/// From the least to the most that it can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Range {
    /// At least.
    pub from: u64,
    /// At most.
    pub to: u64,
}

/// A line of the table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "StatementRow")]
pub struct Row {
    /// Its name for links: `smo`, `smm-paid-facebook`.
    pub id: String,
    /// As people read it.
    pub name: String,
    /// The side.
    pub side: Side,
    /// The visits that it counts.
    pub filter: Filter,
    /// Its visits.
    pub visits: Visits,
    /// Its visits in the period before. None: nothing was counted then.
    pub before: Option<Visits>,
    /// Minutes that were worked for it, as far as they fall into the period. None: none were entered.
    pub minutes: Option<u64>,
    /// Work that lasts: its whole, of which `minutes` is the part of this period.
    pub spread: Option<Spread>,
    /// What was paid to others. None: nothing was entered.
    pub paid: Option<Money>,
    /// Hours and what was paid.
    pub cost: Option<Money>,
    /// Why there is no cost.
    pub no_cost: Option<String>,
    /// What a visit costs.
    pub visit_costs: Option<Price>,
    /// Sales that are put down to it. None: sales are not seen.
    pub sales: Option<u64>,
    /// What those sales brought. None: nobody said what one brings.
    pub sold: Option<Money>,
    /// What sales left after everything. None: it is not known, since there is no margin or no cost.
    pub left_over: Option<Money>,
    /// Of passed-on visits: those that began with a link of ours. None: it is not known.
    pub began_ours: Option<u64>,
    /// Of those that can't be told: how many probably came from private messages.
    pub private: Option<Range>,
    /// What it says beside its numbers.
    pub note: Option<String>,
    /// What it is made of.
    pub parts: Vec<Row>,
}

/// Work that lasts, and over how many months it is said to carry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Spread {
    /// All minutes of it.
    pub minutes: u64,
    /// Months; the longest, where entries differ.
    pub months: u32,
}

/// Visits that may be of either side.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Either {
    /// How many.
    pub visits: u64,
    /// Those of them that are counted as passed on.
    pub passed_on: u64,
    /// Those of them that are counted as brought by us.
    pub brought: u64,
    /// In words.
    pub says: String,
}

/// A page at which visits began.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct PageRow {
    /// Its path. Empty: all beyond the ten thousand first.
    pub path: String,
    /// Passed on by visitors.
    pub passed_on: u64,
    /// Brought by us.
    pub brought: u64,
    /// Can't tell.
    pub unknown: u64,
    /// Not social.
    pub other: u64,
}

/// A number for which it is too early.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Early {
    /// Of which side.
    pub side: Side,
    /// What there is too little of: visits or sales.
    pub what: Scarce,
    /// How many there are.
    pub have: u64,
    /// How many it should be.
    pub need: u64,
    /// Days until there will be enough, as it goes now. None: nothing comes.
    pub days: Option<u32>,
    /// In words.
    pub says: String,
}

/// What there may be too little of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Scarce {
    /// Visits.
    Visits,
    /// Sales.
    Sales,
}

/// Something to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "DoNext")]
pub struct Next {
    /// The rule and what it is about: `no-posts:facebook`.
    pub id: String,
    /// What to do and why, one sentence.
    pub says: String,
    /// How long it takes.
    pub minutes: u64,
    /// Visits that it probably brings in a month. None: it brings none, it saves.
    pub visits: Option<Range>,
    /// Money that it saves in a month.
    pub saves: Option<Money>,
    /// Minutes that it saves in a month.
    pub saves_minutes: Option<u64>,
    /// By what that is known, and how the numbers come about.
    pub why: Vec<Sentence>,
    /// The button.
    pub act: Act,
}

/// A button that does it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Act {
    /// What it does.
    pub kind: Acts,
    /// Its words: `Make 26 cards`.
    pub label: String,
    /// Where it leads in the console, below the site: `/cards`.
    pub link: String,
}

/// What a button does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Acts {
    /// Makes cards for pages.
    MakeCards,
    /// Opens the share bar, to change its buttons.
    ShareBar,
    /// Makes a link with which to post.
    MintLink,
    /// Shows the visits behind it.
    ShowVisits,
    /// Shows hours and money.
    ShowEntries,
    /// Opens the site's settings.
    Settings,
}

/// What another program counted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "ImportedTotals")]
pub struct Imported {
    /// The program: ga4, plausible, umami, matomo.
    pub form: String,
    /// The first and the last day of the period on which it has something.
    pub from: Date,
    /// The last one.
    pub to: Date,
    /// Its visits by side.
    pub sides: Vec<ImportedSide>,
}

/// A side of what another program counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ImportedSide {
    /// Which.
    pub side: Side,
    /// Visits, by the other program's count.
    pub visits: u64,
}

/// What passed-on visits would have cost as clicks on our own ads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Replacement {
    /// Visits by our own ads.
    pub clicks: Visits,
    /// What was paid for them.
    pub spend: Money,
    /// What one of them cost, without hours.
    pub each: Price,
    /// The least: visits that are sure, at the lower price.
    pub from: Money,
    /// The most. None: no visit by an ad is sure.
    pub to: Option<Money>,
    /// In words.
    pub says: String,
}

/// How money is reckoned.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Reckoned {
    /// The currency of everything.
    pub currency: Option<Currency>,
    /// The price of an hour.
    pub hour: Option<Money>,
    /// Hundredths of a sale that are left before our costs.
    pub margin: Option<u32>,
    /// Minutes that somebody has for it in a week.
    pub weekly_minutes: Option<u64>,
    /// Amounts that are left out, and why: of a currency whose rate nobody entered.
    pub missing: Vec<String>,
}

/// How often a network's preview agent came.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "SeenShared")]
pub struct Shared {
    /// The network, as people call it.
    pub network: String,
    /// How often, each burst once.
    pub times: u64,
    /// The pages that were seen most often.
    pub pages: Vec<Count>,
}

/// A count with its name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Count {
    /// What.
    pub name: String,
    /// How many.
    pub count: u64,
}

/// From where a number is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "NumberSource")]
pub struct Source {
    /// Which number.
    pub number: String,
    /// From where.
    pub from: String,
}
