//! Do next: at most five jobs, each with its minutes, what it probably brings, by what that is known, and a button.
//!
//! Each kind of job is a rule of its own in [`rules`]: a pure function of what is known ([`Known`]) that stays silent where
//! data are too few. They are put in order by what a minute of each brings, and cut to the minutes that somebody has in a
//! week. Start at [`jobs`].

mod entered;
mod hours;
mod rules;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, HashSet};
use std::path::Path;

use domain::NetworkId;
use measure::measured::Measured;
use measure::statement::{self, Doing, Next, PageOf, Statement};
use optimize::wanting::Wanting;
use optimize::{buttons, kept};
use store::{Db, Fault};
use url::Url;

/// Jobs that are told.
const MOST: usize = 5;
/// Days of a month, as expectations are told.
const MONTH: f64 = 30.4;

/// What the rules look at.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// What came, and what it cost.
    pub statement: Option<Statement>,
    /// Where visits began, and what was seen being shared.
    pub pages: Vec<PageOf>,
    /// Paths of pages that lack a picture, and for which no card was made.
    pub without_card: HashSet<String>,
    /// The buttons of the share bar. None: there is no bar, or it changed within the period.
    pub buttons: Option<Vec<NetworkId>>,
    /// Posts and presses.
    pub doing: Doing,
    /// Networks where own posts stand whose links carry no tag. None: nobody said.
    pub untagged: Option<Vec<NetworkId>>,
}

/// A job, and what a minute of it is worth, in minor units, so that jobs can be put in order.
#[derive(Clone, Debug)]
struct Job {
    next: Next,
    worth: f64,
}

/// What to do next.
pub fn jobs(known: &Known) -> Vec<Next> {
    let Some(statement) = &known.statement else { return Vec::new() };
    let mut jobs: Vec<Job> = rules::ALL.iter().flat_map(|rule| rule(known, statement)).collect();
    jobs.sort_by(|a, b| b.worth.total_cmp(&a.worth).then_with(|| a.next.id.cmp(&b.next.id)));
    let mut left = statement.reckoned.weekly_minutes;
    let mut fitting: Vec<Next> = Vec::new();
    for job in jobs {
        match &mut left {
            Some(left) if *left < job.next.minutes => continue,
            Some(left) => *left -= job.next.minutes,
            None => {}
        }
        fitting.push(job.next);
    }
    fitting.truncate(MOST);
    fitting
}

/// The paths of those of `lacking` that want a card, and have none: one that was `made` since is one, though nobody read the
/// page again yet.
fn without_card(lacking: &[Wanting], made: impl Fn(&Url) -> bool) -> HashSet<String> {
    let want = lacking.iter().filter(|page| page.card.is_some() && !made(&page.url));
    want.map(|page| page.url.path().to_owned()).collect()
}

/// The statement of `site` with what to do next; `data` is the folder in which audits lie.
pub async fn with_jobs(db: &Db, data: &Path, site: &Measured, mut statement: Statement) -> Result<Statement, Fault> {
    let Some(period) = statement.period else { return Ok(statement) };
    let audits = kept::telling(db, &site.site).await?;
    let folder = data.to_owned();
    // It reads files. Where that fails, there is no job about pages; whoever looks after the disk is told by the audit.
    let lacking = tokio::task::spawn_blocking(move || kept::lacking(&folder, &audits).unwrap_or_default()).await;
    let lacking = lacking.unwrap_or_default();
    let made = if lacking.is_empty() { BTreeMap::new() } else { kept::all_cards_of(db, &site.site).await? };
    let without_card = without_card(&lacking, |page| made.contains_key(page.as_str()));
    let pages = if without_card.is_empty() { Vec::new() } else { statement::pages(db, site, period).await?.pages };
    let bar = buttons::kept::of(db, &site.site).await?;
    // Who was not there all the time could not be pressed all the time.
    let begins = period.from.to_zoned(site.zone.clone()).map_or(0, |at| at.timestamp().as_microsecond());
    let changed = buttons::kept::changed_at(db, &site.site).await?;
    let bar = bar.filter(|_| changed.is_some_and(|at| at <= begins));
    let known = Known {
        pages,
        without_card,
        buttons: bar.map(|bar| bar.networks),
        doing: statement::doing(db, site, period).await?,
        untagged: site.settings.posts.clone(),
        statement: Some(statement.clone()),
    };
    statement.next = jobs(&known);
    Ok(statement)
}
