//! What becomes of a post whose time passed while nobody was at work: each workspace says so for itself.

use jiff::SignedDuration;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{On, Tx, sql};

use crate::Fault;
use crate::deliver::State;

/// Nobody calls that late, whatever a workspace says.
pub(crate) const ON_TIME: SignedDuration = SignedDuration::from_mins(5);
/// So late a post may go out at most, in minutes.
pub const LONGEST: i64 = 7 * 24 * 60;

/// What becomes of posts whose time passed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Missed {
    /// So many minutes late they go out nevertheless.
    pub within_minutes: i64,
    /// And later.
    pub otherwise: Otherwise,
}

/// What becomes of those that are later.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "MissedOtherwise")]
pub enum Otherwise {
    /// A person says what is to become of each.
    Ask,
    /// They do not go out.
    Skip,
}

impl Default for Missed {
    fn default() -> Self {
        Self { within_minutes: 120, otherwise: Otherwise::Ask }
    }
}

impl Missed {
    /// So late a post may be.
    pub(crate) fn in_time(self) -> SignedDuration {
        SignedDuration::from_mins(self.within_minutes).max(ON_TIME)
    }

    /// What becomes of a delivery that is so late, and why; `None`: it goes out.
    pub(crate) fn of_one_so_late(self, late: SignedDuration) -> Option<(State, &'static str)> {
        if late <= self.in_time() {
            return None;
        }
        Some(match self.otherwise {
            Otherwise::Ask => {
                (State::Person, "its time passed while Tidings was not at work: send it now, plan it anew, or skip it")
            }
            Otherwise::Skip => (
                State::Skipped,
                "its time passed while Tidings was not at work, and the workspace skips what is so late",
            ),
        })
    }
}

/// What the workspace says.
pub async fn of(on: &(impl On + ?Sized), workspace: &str) -> Result<Missed, store::Fault> {
    let found: Option<(i64, String)> = sql!("missed_of_workspace").bind(workspace).fetch_optional(on).await?;
    let told = |(within_minutes, otherwise): (i64, String)| Missed {
        within_minutes,
        otherwise: if otherwise == "skip" { Otherwise::Skip } else { Otherwise::Ask },
    };
    Ok(found.map(told).unwrap_or_default())
}

/// Keeps what the workspace says.
pub async fn keep(tx: &mut Tx, workspace: &str, missed: Missed) -> Result<(), Fault> {
    if !(0..=LONGEST).contains(&missed.within_minutes) {
        let says = "posts go out up to a week late: choose minutes from 0 to 10080";
        return Err(Fault::wrong("minutes_wrong", says));
    }
    let otherwise = match missed.otherwise {
        Otherwise::Ask => "ask",
        Otherwise::Skip => "skip",
    };
    sql!("missed_keep").bind(workspace).bind(missed.within_minutes).bind(otherwise).execute(tx).await?;
    Ok(())
}
