//! Goals: what is counted as a success. One by address or by event counts once in a visit; one by call is named by the
//! site's server with each sale.

use domain::Random;
use jiff::Timestamp;
use ledger::Fault;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{On, Tx, sql};

/// By what a goal is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "GoalKind")]
pub enum Kind {
    /// A page is looked at whose path begins so.
    Address,
    /// An event of this name happens.
    Event,
    /// The site's server names it.
    Call,
}

impl Kind {
    /// As it stands in the database.
    pub fn name(self) -> &'static str {
        match self {
            Self::Address => "address",
            Self::Event => "event",
            Self::Call => "call",
        }
    }

    /// That of this name.
    pub fn named(name: &str) -> Self {
        [Self::Address, Self::Event].into_iter().find(|kind| kind.name() == name).unwrap_or(Self::Call)
    }
}

/// A goal.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Goal {
    /// Its id.
    pub id: String,
    /// The site's id.
    pub site: String,
    /// For people.
    pub name: String,
    /// The name of its kind.
    pub kind: String,
    /// The beginning of the path, or the event's name.
    pub matches: String,
    /// What one brings, in minor units of the site's currency, where nobody says it with each.
    pub minor: Option<i64>,
    /// UTC microseconds.
    pub made_at: i64,
    /// Since when it is removed.
    pub removed_at: Option<i64>,
}

/// What a person says of a goal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "NewGoal")]
pub struct New {
    /// What it is called.
    pub name: String,
    /// By what it is known.
    pub kind: Kind,
    /// The beginning of the path, such as `/thank-you`, or the event's name; of a call nothing.
    #[serde(default)]
    pub matches: String,
    /// What one brings, in minor units of the site's currency. Null: nobody says.
    #[serde(default)]
    pub minor: Option<i64>,
}

/// Goals of one site.
const GOALS_AT_MOST: i64 = 50;

impl New {
    fn checked(mut self) -> Result<Self, Fault> {
        let wrong = |says: &str| Err(Fault::wrong("goal_wrong", says));
        self.name = self.name.trim().to_owned();
        self.matches = self.matches.trim().to_owned();
        let is_text = |text: &str, most| text.chars().count() <= most && !text.chars().any(char::is_control);
        if self.name.is_empty() || !is_text(&self.name, 100) {
            return wrong("give the goal a name of 1 to 100 characters");
        }
        match self.kind {
            Kind::Address => {
                if let Ok(url) = url::Url::parse(&self.matches) {
                    url.path().clone_into(&mut self.matches);
                }
                if !self.matches.starts_with('/') || self.matches.contains(['?', '#']) || !is_text(&self.matches, 500) {
                    return wrong("write the beginning of the page's path, such as /thank-you");
                }
                if self.matches == "/" {
                    return wrong("every page begins with /: name the page that only buyers see, such as /thank-you");
                }
            }
            Kind::Event if self.matches.is_empty() || !is_text(&self.matches, 100) => {
                return wrong("write the event's name, as your pages send it");
            }
            Kind::Event => {}
            Kind::Call => self.matches.clear(),
        }
        if self.minor.is_some_and(|minor| !(0..=super::MINOR_AT_MOST).contains(&minor)) {
            return wrong("what a goal brings is nothing or more");
        }
        Ok(self)
    }
}

/// Those of a site that stand, by name.
pub async fn of_site(on: &(impl On + ?Sized), site: &str) -> Result<Vec<Goal>, store::Fault> {
    sql!("goal_of_site").bind(site).fetch_all(on).await
}

/// The goal `id` of the site, removed or not.
pub async fn by_id(on: &(impl On + ?Sized), site: &str, id: &str) -> Result<Goal, Fault> {
    sql!("goal_by_id").bind(site).bind(id).fetch_optional(on).await?.ok_or(Fault::Unknown("goal"))
}

/// Makes a goal.
pub async fn make(tx: &mut Tx, random: &dyn Random, now: Timestamp, site: &str, new: New) -> Result<Goal, Fault> {
    let new = new.checked()?;
    let id = random.code();
    let add = sql!("goal_add").bind(&*id).bind(site).bind(new.name).bind(new.kind.name()).bind(new.matches);
    let added = add.bind(new.minor).bind(now).bind(GOALS_AT_MOST).execute(&mut *tx).await?;
    if added == 0 {
        let says = format!("a site has at most {GOALS_AT_MOST} goals: remove one first");
        return Err(Fault::wrong("goals_full", says));
    }
    by_id(tx, site, &id).await
}

/// Changes a goal. What it counted stays.
pub async fn change(tx: &mut Tx, site: &str, id: &str, new: New) -> Result<Goal, Fault> {
    let new = new.checked()?;
    let set = sql!("goal_set").bind(site).bind(id).bind(new.name).bind(new.kind.name()).bind(new.matches);
    set.bind(new.minor).execute(&mut *tx).await?;
    by_id(tx, site, id).await
}

/// Removes a goal (`at`), or puts it back. What it counted stays.
pub async fn remove(tx: &mut Tx, site: &str, id: &str, at: Option<Timestamp>) -> Result<Goal, Fault> {
    sql!("goal_remove").bind(site).bind(id).bind(at).execute(&mut *tx).await?;
    by_id(tx, site, id).await
}

/// Those of several sites that are known by addresses or events.
pub(super) async fn seen_at(tx: &Tx, sites: &[&str]) -> Result<Vec<Goal>, store::Fault> {
    sql!("goal_of_sites").bind_list(sites.iter().copied()).fetch_all(tx).await
}
