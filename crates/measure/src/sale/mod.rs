//! Sales: what visits brought. Goals say what is counted as a success; orders come from the site's server, its plug-in or a
//! sheet, each once, however often it is told.
//!
//! A sale is put down to visits of its day in three ways, kept side by side ([`Credit`]): to the last that says where it
//! came from, to the first, and to the link at the top of the chain of tokens. Start at [`take`] and [`put`]; what a period
//! brought is [`sums`].

mod chain;
mod credit;
pub mod goal;
mod look;
mod put;
pub mod sheet;
pub mod sums;
mod take;

use domain::Currency;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::channel::{Channel, Confidence};

pub use credit::{of_token, of_visit};
pub use goal::Goal;
pub use look::{by_order, of_site};
pub use put::{New, Refund, put, refund};
pub use sums::{Model, Sums};
pub use take::{Taken, take};

/// How a sale came to be known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "SaleSource")]
pub enum Source {
    /// A page was looked at that is a goal.
    Goal,
    /// An event happened on a page.
    Event,
    /// The site's own server said so.
    Call,
    /// The plug-in.
    Plugin,
    /// A sheet.
    Csv,
    /// It was paid back before anybody said that it was sold.
    Waiting,
}

impl Source {
    /// As it stands in the database.
    pub fn name(self) -> &'static str {
        match self {
            Self::Goal => "goal",
            Self::Event => "event",
            Self::Call => "call",
            Self::Plugin => "plugin",
            Self::Csv => "csv",
            Self::Waiting => "waiting",
        }
    }

    /// That of this name.
    pub fn named(name: &str) -> Self {
        let all = [Self::Goal, Self::Event, Self::Call, Self::Plugin, Self::Csv];
        all.into_iter().find(|it| it.name() == name).unwrap_or(Self::Waiting)
    }
}

/// Through what a sale's visit came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Came {
    /// The visit, as `DAY-ID`; none where only the token is known.
    pub visit: Option<String>,
    /// Its channel.
    pub channel: Channel,
    /// How sure that is.
    pub confidence: Confidence,
    /// The network's id.
    pub network: Option<String>,
    /// The link's code.
    pub code: Option<String>,
}

/// To what a sale is put down.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Credit {
    /// The last visit of the day that says where it came from; where none does, the last.
    pub last: Option<Came>,
    /// The first of the day.
    pub first: Option<Came>,
    /// The code of the link at the top of the parents of the last one's token.
    pub chain: Option<String>,
}

/// A sale, as its row has it.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Sale {
    /// By which it is the same one again.
    pub order_id: String,
    /// The goal's id.
    pub goal: Option<String>,
    /// UTC microseconds.
    pub at: i64,
    /// The day on the site's wall, since 1970.
    pub day: i64,
    /// What it brought, in minor units.
    pub minor: i64,
    /// The currency's letters.
    pub currency: String,
    /// What was paid back of it: never counted beyond what it brought.
    pub refunded: i64,
    /// The name of its source.
    pub source: String,
    /// The last visit.
    pub last_visit: Option<String>,
    /// Its channel's number.
    pub last_channel: Option<i64>,
    /// Its confidence's number.
    pub last_confidence: Option<i64>,
    /// Its network.
    pub last_network: Option<String>,
    /// Its link's code.
    pub last_code: Option<String>,
    /// The first visit.
    pub first_visit: Option<String>,
    /// Its channel's number.
    pub first_channel: Option<i64>,
    /// Its confidence's number.
    pub first_confidence: Option<i64>,
    /// Its network.
    pub first_network: Option<String>,
    /// Its link's code.
    pub first_code: Option<String>,
    /// The link at the top of the chain.
    pub chain_code: Option<String>,
}

/// Minor units of one sale.
pub const MINOR_AT_MOST: i64 = 1_000_000_000_000;
/// Characters of an order's id.
pub const ORDER_AT_MOST: usize = 100;

/// The currency of these letters, if money is paid in it.
pub fn currency(code: &str) -> Option<Currency> {
    code.parse::<Currency>().ok().filter(|currency| currency.is_known())
}

/// Whether this is an order's id: one line of text, not too long.
pub fn is_order(order: &str) -> bool {
    let signs = order.chars().count();
    (1..=ORDER_AT_MOST).contains(&signs) && !order.chars().any(char::is_control) && order.trim() == order
}
