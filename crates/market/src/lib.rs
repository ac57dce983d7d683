//! Market: carrying the site out ourselves. Accounts at networks, posts, and their deliveries, each of which ends in a
//! receipt, with a person, or by hand, and stands outside once, whatever dies in between.
//!
//! It draws no preview, judges no page and counts no visit; what it leaves behind for those who do stands in the ledger: links
//! and presence. Nothing changes anything outside before the row that says so is committed.
//! Start at [`post::write`]; what happens when its time has come is [`deliver::deliver`].

pub mod account;
pub mod approval;
pub mod deliver;
mod fault;
pub mod hand;
pub mod media;
pub mod missed;
pub mod post;
pub mod price;
mod purse;
pub mod slot;

use std::path::PathBuf;
use std::sync::Arc;

use domain::{Clock, Random};
use jiff::{SignedDuration, Timestamp};
use networks::http::Doors;
use store::Db;
use store::secret::Key;

use account::Account;
pub use fault::Fault;

/// For how long a delivery is with whoever claims it. A call that was begun is over long before its end.
pub const LEASE: SignedDuration = SignedDuration::from_mins(5);

/// What publishing is done with. Cheap to clone.
#[derive(Clone)]
pub struct Desk {
    /// The database.
    pub db: Db,
    /// The data folder, in which pictures lie.
    pub data: PathBuf,
    /// Bytes that the pictures and films of a site may have.
    pub media_at_most: u64,
    /// The one clock.
    pub clock: Arc<dyn Clock>,
    /// The one source of randomness.
    pub random: Arc<dyn Random>,
    /// Seals what lets us in.
    pub key: Key,
    /// The one door, to wherever accounts are.
    pub doors: Doors,
    /// Where the outside reaches this house, without a slash at its end; `None`: nowhere.
    pub base: Option<String>,
    /// Networks take what they say for a post; not where all posts go to stand-ins.
    pub charged: bool,
    /// Since when steps are looked for whose outcome nobody knows.
    pub seen: deliver::Seen,
}

impl Desk {
    /// The present instant.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Whether the network takes what it says for what `account` does: stand-ins take nothing.
    pub(crate) fn is_charged(&self, account: &Account) -> bool {
        self.charged && !account.sandbox
    }

    /// The same of accounts that the workspace has yet to connect.
    pub(crate) async fn is_charged_in(&self, workspace: &str) -> Result<bool, store::Fault> {
        Ok(self.charged && !people::workspace::is_for_trying(&self.db, workspace).await?)
    }
}
