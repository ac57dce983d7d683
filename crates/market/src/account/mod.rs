//! Accounts: who posts. One at a network lets us in by a secret that is sealed; one by hand is a place where somebody posts
//! himself, with what we prepared.

mod connect;
mod doctor;
mod renew;
pub mod sign_in;
pub mod stand_in;

use jiff::Timestamp;
use networks::publish::{Account as Known, Publish, Secret};
use people::notice::{self, Event, Kind};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::secret::Key;
use store::{On, Tx, sql};

pub use connect::{by_hand, connect, disconnect, elsewhere};
pub use doctor::doctor;
pub use renew::{Renewal, renew};

use crate::Fault;

/// An account as its row has it.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Account {
    /// Its id.
    pub id: String,
    /// Whose.
    pub workspace: String,
    /// The network's id.
    pub network: String,
    /// Where its server is; empty where one posts by hand.
    pub base: String,
    /// By which the network knows it.
    pub identity: String,
    /// By which people know it.
    pub name: String,
    /// Somebody posts there himself.
    pub by_hand: bool,
    secret: Option<String>,
    secret_version: i64,
    /// Until when its secret is good, in UTC microseconds, where that is known.
    pub secret_until: Option<i64>,
    limits: String,
    /// Why nothing can be posted.
    pub ill: Option<String>,
    /// Not before then, in UTC microseconds.
    pub rests_until: Option<i64>,
    /// Who connected it.
    pub made_by: String,
    /// UTC microseconds.
    pub made_at: i64,
    /// Since when it is connected no more.
    pub gone_at: Option<i64>,
    /// Its workspace was made for trying: it is at a stand-in.
    pub sandbox: bool,
}

/// How an account stands, in one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "AccountStands")]
pub enum Stands {
    /// It can post.
    Well,
    /// Somebody has to see to it.
    Ill,
    /// Somebody posts himself.
    ByHand,
    /// It was disconnected.
    Gone,
}

impl Account {
    /// How it stands.
    pub fn stands(&self) -> Stands {
        match self {
            _ if self.gone_at.is_some() => Stands::Gone,
            _ if self.by_hand => Stands::ByHand,
            _ if self.ill.is_some() => Stands::Ill,
            _ => Stands::Well,
        }
    }

    /// The version of its secret.
    pub(crate) fn version(&self) -> i64 {
        self.secret_version
    }

    /// The server's own limits.
    pub fn limits(&self) -> serde_json::Value {
        self.limits.parse().unwrap_or_default()
    }

    /// How its network takes posts; `None` where that is by hand.
    pub fn publish(&self) -> Option<&'static Publish> {
        network(&self.network).filter(|_| !self.by_hand)?.publish
    }

    /// It with its secret, for a call.
    pub(crate) fn opened(&self, key: &Key) -> Result<Known, Fault> {
        let sealed = self.secret.as_deref().ok_or(Fault::Unknown("secret"))?;
        let plain = key.open(sealed, &associated(&self.id))?;
        let secret: Secret =
            serde_json::from_slice(store::secret::exposed(&plain)).map_err(|_| Fault::Unknown("secret"))?;
        let base = self.base.parse().map_err(|_| Fault::Unknown("server"))?;
        Ok(Known { base, identity: self.identity.clone(), name: self.name.clone(), secret })
    }
}

/// The network of that id.
pub(crate) fn network(id: &str) -> Option<&'static networks::Network> {
    networks::NETWORKS.iter().copied().find(|network| network.id.as_str() == id)
}

/// What a sealed secret belongs to.
fn associated(id: &str) -> String {
    format!("account.secret:{id}")
}

/// The accounts of a workspace, those that were disconnected too.
pub async fn of_workspace(on: &(impl On + ?Sized), workspace: &str) -> Result<Vec<Account>, store::Fault> {
    sql!("account_of_workspace").bind(workspace).fetch_all(on).await
}

/// One of a workspace.
pub async fn by_id(on: &(impl On + ?Sized), workspace: &str, id: &str) -> Result<Account, Fault> {
    let found: Option<Account> = sql!("account_by_id").bind(id).fetch_optional(on).await?;
    found.filter(|account| account.workspace == workspace).ok_or(Fault::Unknown("account"))
}

/// One, whoever's it is.
pub(crate) async fn any(on: &(impl On + ?Sized), id: &str) -> Result<Account, Fault> {
    sql!("account_by_id").bind(id).fetch_optional(on).await?.ok_or(Fault::Unknown("account"))
}

/// Nothing can be posted by it until somebody connects it anew; why.
pub(crate) async fn falls_ill(tx: &mut Tx, now: Timestamp, it: &Account, why: &str) -> Result<(), store::Fault> {
    sql!("account_ill").bind(&*it.id).bind(why).execute(&mut *tx).await?;
    let name = network(&it.network).map_or(&*it.network, |network| network.about.name);
    let event = Event {
        kind: Kind::AccountOver,
        workspace: Some(it.workspace.clone()),
        site: None,
        about: it.id.clone(),
        says: format!("{name} does not let {} in any more, so nothing is posted by it", it.name),
        remedy: why.to_owned(),
    };
    notice::raise(tx, now, event).await.map(drop)
}

/// The network wants to be left alone until then; the later time stays.
pub(crate) async fn rests(tx: &mut Tx, id: &str, until: i64) -> Result<(), store::Fault> {
    sql!("account_rests").bind(id).bind(until).execute(tx).await.map(drop)
}
