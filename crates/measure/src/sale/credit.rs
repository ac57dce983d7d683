//! Credit: to which visits a sale is put down. They are those of its visitor's day; no visitor is known for longer.

use std::collections::{HashMap, HashSet};

use domain::Activity;
use serde::Serialize;
use store::{On, sql};

use super::chain;
use super::{Came, Credit};
use crate::channel::{Channel, Confidence};
use crate::kept::Trail;

/// A visitor's day, by his hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub(super) struct Who {
    pub(super) site: i64,
    pub(super) day: i64,
    pub(super) hash: i64,
}

/// Where a visitor stands on his day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, sqlx::FromRow)]
pub(super) struct Visitor {
    site: i64,
    day: i64,
    hash: i64,
    pub(super) visit: i64,
    first_visit: i64,
    credit_visit: Option<i64>,
    pub(super) robot: bool,
}

impl Visitor {
    /// Where he stood at `at`, if he moved on since.
    pub(super) fn at(self, at: i64, trail: &Trail) -> Self {
        match trail.at((self.site, self.day, self.hash), at) {
            Some(stood) => {
                Self { visit: stood.visit, first_visit: stood.first_visit, credit_visit: stood.credit_visit, ..self }
            }
            None => self,
        }
    }
}

/// A visit; it may have begun on the day before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
struct Named {
    site: i64,
    day: i64,
    id: i64,
}

#[derive(Clone, Debug, sqlx::FromRow)]
struct Visit {
    site: i64,
    day: i64,
    id: i64,
    channel: i64,
    confidence: i64,
    network: Option<String>,
    code: Option<String>,
    parent: Option<String>,
}

impl Visit {
    fn came(&self) -> Option<Came> {
        Some(Came {
            visit: Some(format!("{}-{}", self.day, self.id)),
            channel: Channel::numbered(self.channel)?,
            confidence: Confidence::numbered(self.confidence)?,
            network: self.network.clone(),
            code: self.code.clone(),
        })
    }
}

/// Those of these visitors that are known.
pub(super) async fn visitors(
    on: &(impl On + ?Sized),
    asked: impl IntoIterator<Item = Who>,
) -> Result<HashMap<Who, Visitor>, store::Fault> {
    let list: Vec<Who> = asked.into_iter().collect();
    if list.is_empty() {
        return Ok(HashMap::new());
    }
    let list = serde_json::to_string(&list).unwrap_or_default();
    let found: Vec<Visitor> = sql!("sale_visitors").bind(list).fetch_all(on).await?;
    Ok(found.into_iter().map(|it| (Who { site: it.site, day: it.day, hash: it.hash }, it)).collect())
}

/// To what sales of visitors who stand there are put down; `sites`: ids by number.
pub(super) async fn of_visitors(
    on: &(impl On + ?Sized),
    sites: &HashMap<i64, &str>,
    visitors: &HashSet<Visitor>,
) -> Result<HashMap<Visitor, Credit>, store::Fault> {
    let ids = |it: &Visitor| [Some(it.visit), Some(it.first_visit), it.credit_visit].into_iter().flatten();
    let named: Vec<Named> = visitors
        .iter()
        .flat_map(|it| ids(it).flat_map(|id| [it.day, it.day - 1].map(|day| Named { site: it.site, day, id })))
        .collect();
    let visits = visits(on, &named).await?;
    let mut credits = HashMap::new();
    for it in visitors {
        let find =
            |id: i64| [it.day, it.day - 1].iter().find_map(|day| visits.get(&Named { site: it.site, day: *day, id }));
        let last = it.credit_visit.and_then(find).or_else(|| find(it.visit));
        let site = sites.get(&it.site).copied().unwrap_or_default();
        let credit = Credit {
            last: last.and_then(Visit::came),
            first: find(it.first_visit).and_then(Visit::came),
            chain: match last {
                Some(last) => chain::top(on, (site, it.site), last.code.as_deref(), last.parent.as_deref()).await?,
                None => None,
            },
        };
        credits.insert(*it, credit);
    }
    Ok(credits)
}

async fn visits(on: &(impl On + ?Sized), named: &[Named]) -> Result<HashMap<Named, Visit>, store::Fault> {
    if named.is_empty() {
        return Ok(HashMap::new());
    }
    let list = serde_json::to_string(named).unwrap_or_default();
    let found: Vec<Visit> = sql!("sale_visits").bind(list).fetch_all(on).await?;
    Ok(found.into_iter().map(|it| (Named { site: it.site, day: it.day, id: it.id }, it)).collect())
}

/// To what a sale is put down of which the site's server names the visit, `DAY-ID`. `None`: there is no such visit.
pub async fn of_visit(on: &(impl On + ?Sized), site: (&str, i64), visit: &str) -> Result<Option<Credit>, store::Fault> {
    let parts = visit.split_once('-').and_then(|(day, id)| Some((day.parse().ok()?, id.parse().ok()?)));
    let Some((day, id)) = parts else { return Ok(None) };
    let named = Named { site: site.1, day, id };
    let Some(visit) = visits(on, &[named]).await?.remove(&named) else { return Ok(None) };
    let chain = chain::top(on, site, visit.code.as_deref(), visit.parent.as_deref()).await?;
    Ok(Some(Credit { last: visit.came(), first: visit.came(), chain }))
}

/// To what a sale is put down of which only the token is known. `None`: it is of no link of this site.
pub async fn of_token(
    on: &(impl On + ?Sized),
    site: (&str, i64),
    code: &str,
    parent: Option<&str>,
) -> Result<Option<Credit>, store::Fault> {
    let link = match ledger::link::by_code(on, site.0, code).await {
        Ok(link) => link,
        Err(ledger::Fault::Store(fault)) => return Err(fault),
        Err(_) => return Ok(None),
    };
    let came = Came {
        visit: None,
        channel: channel_of(link.activity.parse().unwrap_or(Activity::Post)),
        confidence: Confidence::Proven,
        network: link.network.clone(),
        code: Some(link.code.clone()),
    };
    let chain = chain::top(on, site, Some(&link.code), parent).await?;
    Ok(Some(Credit { last: Some(came.clone()), first: Some(came), chain }))
}

/// Through what somebody comes by a link that was made for this.
pub(super) fn channel_of(activity: Activity) -> Channel {
    match activity {
        Activity::ShareButton => Channel::ShareButton,
        Activity::CopiedLink => Channel::PassedOn,
        Activity::Post | Activity::Profile => Channel::Post,
        Activity::Reply => Channel::Reply,
        Activity::Ad => Channel::Paid,
        Activity::Article | Activity::Press => Channel::Press,
        Activity::Email => Channel::Email,
        Activity::Print => Channel::Print,
        // They put no link anywhere.
        Activity::Mending | Activity::Card | Activity::Research => Channel::Campaign,
    }
}
