//! What a house tells, as far as commands go by it; what else stands there is passed on as it came.

use anyhow::{Context, Result};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// A site.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Site {
    pub(crate) id: String,
    pub(crate) address: String,
}

/// Somebody who posts.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Account {
    pub(crate) id: String,
    pub(crate) network: String,
    pub(crate) name: String,
    /// `well`, `ill`, `by_hand` or `gone`.
    pub(crate) stands: String,
}

impl Account {
    /// Whether a post may be for it.
    pub(crate) fn is_there(&self) -> bool {
        self.stands != "gone"
    }

    /// What it is called where several networks are.
    pub(crate) fn called(&self) -> String {
        format!("{}: {}", self.network, self.name)
    }
}

/// A post.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Post {
    pub(crate) id: String,
    pub(crate) text: String,
    pub(crate) wall: Option<String>,
    pub(crate) zone: String,
    pub(crate) version: i64,
    pub(crate) deliveries: Vec<Delivery>,
}

/// A post by one account.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Delivery {
    pub(crate) id: String,
    pub(crate) account: String,
    pub(crate) state: String,
    pub(crate) address: Option<String>,
    pub(crate) url: Option<String>,
    pub(crate) says: Option<String>,
}

/// What would become of a post.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Trial {
    pub(crate) good: bool,
    pub(crate) wall: Option<String>,
    pub(crate) zone: String,
    pub(crate) moved: bool,
    pub(crate) deliveries: Vec<Tried>,
}

/// What one account would get.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Tried {
    pub(crate) name: String,
    pub(crate) network: String,
    pub(crate) by_hand: bool,
    pub(crate) text: String,
    pub(crate) limits: Vec<Taken>,
    pub(crate) pictures: usize,
    pub(crate) price: Option<Cost>,
    pub(crate) fault: Option<Fault>,
}

/// How much of a limit is used.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Taken {
    pub(crate) used: u32,
    pub(crate) limit: Option<u32>,
    pub(crate) unit: String,
}

/// What a network takes.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Cost {
    pub(crate) currency: String,
    pub(crate) millionths: u64,
}

/// Why something would not be planned.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Fault {
    pub(crate) says: String,
}

/// Each of a list.
pub(crate) fn each<T: DeserializeOwned>(items: Vec<Value>) -> Result<Vec<T>> {
    items.into_iter().map(one).collect()
}

/// One of what is told.
pub(crate) fn one<T: DeserializeOwned>(told: Value) -> Result<T> {
    serde_json::from_value(told)
        .context("the house is of another version, and tells this otherwise: use its own program")
}
