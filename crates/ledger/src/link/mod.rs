//! Links: the addresses that we hand out, each with a code that names what it was made for.
//!
//! A link never decides where a visit came from; it is one piece of evidence. Start at [`mint`]; where it may lead is
//! [`Target`]; the code's grammar is in [`domain::Code`].

mod change;
mod look;
mod mint;
pub mod sheet;
mod target;

use domain::{Activity, Code, Token};
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use url::Url;

pub use change::{Change, change, restore, withdraw};
pub use look::{by_code, of_site};
pub use mint::{COPIED, codes_for_bar, for_bar, mint, mint_all};
pub use target::{Ground, Target, Utm};

use crate::Fault;

/// What an address with a link's code looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "LinkForm")]
pub enum Form {
    /// The page's own address with `?e=CODE`: it works though Tidings is off.
    Page,
    /// The address below `/l/` of the house, where it has a public one.
    Short,
}

impl Form {
    /// As it stands in the database, in the API and in files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Page => "page",
            Self::Short => "short",
        }
    }

    /// The form of that name.
    pub fn of(name: &str) -> Option<Self> {
        [Self::Page, Self::Short].into_iter().find(|form| form.name() == name)
    }
}

/// A link that is to be minted.
#[derive(Clone, Debug)]
pub struct New {
    /// Where it leads.
    pub target: Target,
    /// What it is made for.
    pub activity: Activity,
    /// The network that it is put on, by id.
    pub network: Option<String>,
    /// Where there: `bio`, `side`, `first comment`.
    pub placement: Option<String>,
    /// What it belongs to.
    pub campaign: Option<String>,
    /// The link that it descends from.
    pub parent: Option<Code>,
    /// What its address looks like.
    pub form: Form,
    /// For people.
    pub note: Option<String>,
    /// Until when it leads anywhere.
    pub expires: Option<Timestamp>,
}

/// Who mints, for which site.
#[derive(Clone, Debug)]
pub struct By {
    /// The site's id.
    pub site: String,
    /// The name of whoever mints.
    pub name: String,
}

/// A link.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Link {
    /// Its code.
    pub code: String,
    /// The id of the site that it belongs to.
    pub site: String,
    /// Where it leads, without the token.
    pub target: String,
    /// The name of its activity.
    pub activity: String,
    /// The network's id.
    pub network: Option<String>,
    /// Where there.
    pub placement: Option<String>,
    /// What it belongs to.
    pub campaign: Option<String>,
    /// The code of the link that it descends from.
    pub parent: Option<String>,
    /// The name of its form.
    pub form: String,
    /// For people.
    pub note: Option<String>,
    /// The name of whoever made it.
    pub made_by: String,
    /// UTC microseconds.
    pub made_at: i64,
    /// Until when it leads anywhere, in UTC microseconds.
    pub expires_at: Option<i64>,
    /// Since when it is switched off.
    pub withdrawn_at: Option<i64>,
}

impl Link {
    /// The address to hand out. `short`: where the house is found, for those whose form that is; without one they take
    /// the page's own address too.
    pub fn address(&self, short: Option<&str>) -> String {
        match (short, self.form == Form::Short.name()) {
            (Some(house), true) => format!("{}/l/{}", house.trim_end_matches('/'), self.code),
            _ => {
                let carrying =
                    || Some(Token::from(self.code.parse::<Code>().ok()?).on(&Url::parse(&self.target).ok()?));
                carrying().map_or_else(|| self.target.clone(), String::from)
            }
        }
    }
}

/// Characters of a placement and of a campaign.
const WORD: usize = 100;
/// Characters of a note.
const NOTE: usize = 500;

/// What was typed as `what`, trimmed; `None` for nothing.
pub(crate) fn word(what: &'static str, typed: Option<&str>, longest: usize) -> Result<Option<String>, Fault> {
    let Some(typed) = typed.map(str::trim).filter(|typed| !typed.is_empty()) else { return Ok(None) };
    if typed.chars().count() > longest {
        return Err(Fault::wrong("text_too_long", format!("the {what} has at most {longest} characters")));
    }
    if typed.chars().any(char::is_control) {
        return Err(Fault::wrong("text_invalid", format!("the {what} is one line of text")));
    }
    Ok(Some(typed.to_owned()))
}
