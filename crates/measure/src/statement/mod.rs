//! The statement: what visitors passed on set against what we brought, in visits, hours and money.
//!
//! It is pure: counts and costs go in, one [`Statement`] comes out, and its faces (text, CSV, HTML) add nothing to it. A visit
//! is in one row alone; what is sure is never mixed with what may be; what nobody entered is said to be missing, never 0.
//! Start at [`of`].

mod cost;
mod html;
mod rows;
mod text;
mod verdict;

pub use cost::{Costs, Price};
pub use html::html;
pub use text::{csv, text};

use domain::{Money, Side};
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use crate::visits::Tally;

/// Visits of a side, and sales of it, under which nothing is said of it.
pub const ENOUGH: (u64, u64) = (100, 20);
/// Pages and days that are listed.
const LISTED: usize = 20;

/// What the statement is made of, beside the counts.
#[derive(Clone, Debug, Default)]
pub struct About {
    /// The site's hosts.
    pub hosts: Vec<String>,
    /// How the site was guessed, where nobody named it.
    pub guessed: Option<String>,
    /// Whether it is known where we post ourselves.
    pub posts_told: bool,
    /// Whether the log has what browsers call themselves.
    pub agents: bool,
    /// Whether sales can be seen.
    pub goals: bool,
    /// From where the visits were read: `3 files`.
    pub read: String,
}

/// What came of it, and what it cost.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Statement {
    /// Whose.
    pub site: Site,
    /// Over which time. None: not one line could be read.
    pub period: Option<Period>,
    /// At most three sentences, made by rule.
    pub verdict: Vec<Sentence>,
    /// The table: passed on, brought, can't tell, not social.
    pub rows: Vec<Row>,
    /// Visits from networks that may be of either side; they stand under one of them, in "up to".
    pub either: Either,
    /// By network, the sides apart.
    pub networks: Vec<Row>,
    /// The pages at which most visits of the two sides began.
    pub pages: Vec<PageRow>,
    /// By day.
    pub days: Vec<Day>,
    /// Numbers for which it is too early.
    pub early: Vec<Early>,
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
pub struct Site {
    /// Its hosts.
    pub hosts: Vec<String>,
    /// How it was guessed, where nobody named it.
    pub guessed: Option<String>,
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
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Piece {
    /// Its words.
    pub text: String,
    /// The row in which its number stands.
    pub row: Option<String>,
    /// The side that it speaks of.
    pub side: Option<Side>,
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

/// A line of the table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Row {
    /// Its name for links: `smo`, `smm-paid`.
    pub id: String,
    /// As people read it.
    pub name: String,
    /// The side.
    pub side: Side,
    /// Its visits.
    pub visits: Visits,
    /// Minutes that were worked for it. None: none were entered.
    pub minutes: Option<u64>,
    /// What was paid to others. None: nothing was entered.
    pub paid: Option<Money>,
    /// Hours and what was paid.
    pub cost: Option<Money>,
    /// Why there is no cost.
    pub no_cost: Option<String>,
    /// What a visit costs.
    pub visit_costs: Option<Price>,
    /// Visits that ended in a sale. None: sales are not seen.
    pub sales: Option<u64>,
    /// What sales left after everything. None: it is not known.
    pub left_over: Option<Money>,
    /// What it says beside its numbers.
    pub note: Option<String>,
    /// What it is made of.
    pub parts: Vec<Row>,
}

/// Visits that may be of either side.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Either {
    /// How many.
    pub visits: u64,
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

/// A day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Day {
    /// Which.
    pub day: Date,
    /// Passed on by visitors.
    pub passed_on: u64,
    /// Brought by us.
    pub brought: u64,
}

/// A number for which it is too early.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Early {
    /// Of which side.
    pub side: Side,
    /// What there is too little of.
    pub have: u64,
    /// How much it should be.
    pub need: u64,
    /// Days until there will be enough, as it goes now. None: nothing comes.
    pub days: Option<u32>,
    /// In words.
    pub says: String,
}

/// How often a network's preview agent came.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
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
pub struct Source {
    /// Which number.
    pub number: String,
    /// From where.
    pub from: String,
}

/// The statement of what was counted and entered.
pub fn of(tally: &Tally, costs: &Costs, about: &About) -> Statement {
    let (from, to) = (tally.first.map(|(_, day)| date(day)), tally.last.map(|(_, day)| date(day)));
    let period = from.zip(to).map(|(from, to)| Period {
        from,
        to,
        days: tally.first.zip(tally.last).map_or(0, |(first, last)| last.1.abs_diff(first.1) + 1),
    });
    let rows = rows::table(tally, costs, about);
    let early = verdict::early(&rows, period, about);
    let either = rows::either(tally, about);
    Statement {
        site: Site { hosts: about.hosts.clone(), guessed: about.guessed.clone() },
        period,
        verdict: verdict::sentences(&rows, &early, &either, about),
        networks: rows::networks(tally, costs, about),
        pages: pages(tally),
        days: days(tally, period),
        unfurls: unfurls(tally),
        left_out: left_out(tally),
        unknown: verdict::unknown(about),
        sources: verdict::sources(about, costs),
        rows,
        either,
        early,
    }
}

fn date(day: i32) -> Date {
    let epoch = jiff::civil::date(1970, 1, 1);
    epoch.checked_add(jiff::Span::new().days(i64::from(day))).unwrap_or(epoch)
}

fn pages(tally: &Tally) -> Vec<PageRow> {
    let mut all: Vec<PageRow> = tally
        .pages
        .iter()
        .map(|page| {
            let [passed_on, brought, unknown, other] = page.visits;
            PageRow { path: page.path.clone(), passed_on, brought, unknown, other }
        })
        .filter(|page| page.passed_on + page.brought > 0)
        .collect();
    all.sort_by(|a, b| (b.passed_on + b.brought).cmp(&(a.passed_on + a.brought)).then_with(|| a.path.cmp(&b.path)));
    all.truncate(LISTED);
    all
}

/// Each day of the period, the ones without visits too; not for a log whose clock was years away.
fn days(tally: &Tally, period: Option<Period>) -> Vec<Day> {
    let shown = period.is_some_and(|period| period.days <= 1_100);
    let Some(((_, first), (_, last))) = tally.first.zip(tally.last).filter(|_| shown) else { return Vec::new() };
    let day = |at: i32| {
        let [passed_on, brought, ..] = tally.days.get(&at).copied().unwrap_or_default();
        Day { day: date(at), passed_on, brought }
    };
    (first..=last).map(day).collect()
}

fn unfurls(tally: &Tally) -> Vec<Shared> {
    let mut all: Vec<Shared> = tally
        .unfurls
        .iter()
        .map(|(network, seen)| {
            let mut pages: Vec<Count> =
                seen.pages.iter().map(|(path, count)| Count { name: path.clone(), count: *count }).collect();
            pages.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.name.cmp(&b.name)));
            pages.truncate(3);
            Shared { network: crate::channel::place_name(network).to_owned(), times: seen.times, pages }
        })
        .collect();
    all.sort_by(|a, b| b.times.cmp(&a.times).then_with(|| a.network.cmp(&b.network)));
    all
}

fn left_out(tally: &Tally) -> Vec<Count> {
    use crate::channel::Counted;
    let left = &tally.left_out;
    let of = |is: Counted| left.by.get(&is).copied().unwrap_or_default();
    [
        ("pictures, styles, scripts, feeds and other requests that are no pages", left.parts),
        ("pages that were not there, moved or refused", left.not_answered),
        ("programs: robots, monitors, scanners", of(Counted::Bot)),
        ("views by whoever looked at more than 30 pages in a minute", left.too_fast),
        ("preview agents of networks (seen being shared)", of(Counted::Preview)),
        ("referrers that only advertise themselves", of(Counted::Spam)),
        ("checks of a page's head, forms that were sent", of(Counted::Head) + of(Counted::Method)),
        ("pages fetched in advance or as parts of others", of(Counted::Prefetch) + of(Counted::Part)),
        ("your own people", of(Counted::Own)),
        ("requests for other hosts", left.elsewhere),
        ("lines that are of no known form, or were cut", left.broken),
        ("lines longer than 64 KB", left.too_long),
        ("views by visitors beyond the two millionth of a day", left.beyond),
    ]
    .into_iter()
    .filter(|(_, count)| *count > 0)
    .map(|(name, count)| Count { name: name.to_owned(), count })
    .collect()
}

#[cfg(test)]
mod tests;
