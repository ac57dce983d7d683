//! The statement: what visitors passed on set against what we brought, in visits, hours and money.
//!
//! It is pure: counts and costs go in, one [`Statement`] comes out, and its faces (text, CSV, HTML) add nothing to it. A visit
//! is in one row alone; what is sure is never mixed with what may be; what nobody entered is said to be missing, never 0.
//! Start at [`of`].

mod cost;
mod html;
mod mark;
mod once;
mod replacement;
mod rows;
mod say;
mod sums;
mod text;
mod told;
mod trend;
mod verdict;

pub use cost::{Costs, Line, Price, Sold, Spent};
pub use html::{before_after, html, trend as trend_svg};
pub use mark::{Change, Compared, Mark, Rate, Rates};
pub use say::Saying;
pub use sums::*;
pub use text::{csv, text, trend_csv};
pub use told::*;
pub use trend::{Days, Span, Step, Trend};

use domain::day_of;
use jiff::civil::Date;

use crate::visits::{Group, Tally};

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
    /// Whether all of it is kept in a database, and not read from a log for this once.
    pub kept: bool,
    /// Whether it is the demo's shop, whose visits are invented.
    pub invented: bool,
}

/// What only somebody knows who keeps it.
#[derive(Clone, Debug, Default)]
pub struct More {
    /// The period, where it is not the one of the counts.
    pub period: Option<Period>,
    /// The period before, where something was counted then.
    pub period_before: Option<Period>,
    /// What was counted in it.
    pub before: Vec<Group>,
    /// Passed-on visits that began with a link of ours.
    pub began_ours: Option<u64>,
    /// What changed about the site.
    pub marks: Vec<Mark>,
    /// By day, for the marks: from before the period on.
    pub rates: Rates,
    /// By day, for the trend. Empty: the one of the counts.
    pub days: Days,
    /// What other programs counted.
    pub imported: Vec<Imported>,
    /// Minutes that somebody has for it in a week.
    pub weekly_minutes: Option<u64>,
    /// Amounts that are left out, and why.
    pub missing: Vec<String>,
    /// What is no visit, beside what the counts have.
    pub left_out: Vec<Count>,
}

/// The statement of what was counted in a log and entered beside it.
pub fn of(tally: &Tally, costs: &Costs, about: &About) -> Statement {
    with(tally, costs, about, &More::default())
}

/// The statement of what is kept. What to do next is for whoever knows the pages too: [`Statement::next`] is empty.
pub fn with(tally: &Tally, costs: &Costs, about: &About, more: &More) -> Statement {
    let (from, to) = (tally.first.map(|(_, day)| date(day)), tally.last.map(|(_, day)| date(day)));
    let counted = from.zip(to).map(|(from, to)| Period {
        from,
        to,
        days: tally.first.zip(tally.last).map_or(0, |(first, last)| last.1.abs_diff(first.1) + 1),
    });
    let period = more.period.or(counted);
    let ground = rows::Ground::of(tally, costs, about, more);
    let rows = ground.table();
    let early = verdict::early(&rows, period, about);
    let either = rows::either(tally, about);
    let verdict = verdict::sentences(&rows, &early, &either, about);
    let last = period.map_or(0, |period| domain::number_of(period.to));
    let days = if more.days.is_empty() { of_tally(tally) } else { more.days.clone() };
    Statement {
        site: Site { hosts: about.hosts.clone(), guessed: about.guessed.clone(), invented: about.invented },
        period,
        before: more.period_before,
        too_early: verdict::in_short(&early, &verdict),
        at_once: once::told(&rows, costs, period, &either),
        verdict,
        networks: ground.networks(),
        pages: by_page(tally),
        marks: mark::compared(&more.marks, &more.rates, last),
        next: Vec::new(),
        trend: trend::of(&days, period),
        imported: more.imported.clone(),
        replacement: replacement::of(&rows, costs),
        reckoned: Reckoned {
            currency: costs.in_currency(),
            hour: costs.rate,
            margin: costs.margin,
            weekly_minutes: more.weekly_minutes,
            missing: more.missing.clone(),
        },
        unfurls: unfurls(tally),
        left_out: left_out(tally).into_iter().chain(more.left_out.iter().cloned()).collect(),
        unknown: verdict::unknown(about),
        sources: verdict::sources(about, costs, more),
        rows,
        either,
        early,
    }
}

fn date(day: i32) -> Date {
    day_of(i64::from(day))
}

fn of_tally(tally: &Tally) -> Days {
    let sure = |day: &i32| tally.sure_days.get(day).copied().unwrap_or_default();
    let days = tally.days.iter().map(|(day, [passed_on, brought, ..])| {
        let visits = |sure, up_to| Visits { sure, up_to, guessed: 0 };
        (i64::from(*day), [visits(sure(day)[0], *passed_on), visits(sure(day)[1], *brought)])
    });
    days.collect()
}

fn by_page(tally: &Tally) -> Vec<PageRow> {
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
