//! Why something was not done, in words for the person who asked.

use networks::publish::Cause;

/// Why something was not done.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// What was typed cannot be used.
    #[error("{says}")]
    Wrong {
        /// A stable code for programs: `time_past`.
        code: &'static str,
        /// Cause and remedy.
        says: String,
    },
    /// A network does not let the account in, or does not have it.
    #[error("{}", .0.says)]
    Network(Cause),
    /// There is no such thing here.
    #[error("there is no such {0} here")]
    Unknown(&'static str),
    /// Somebody changed it meanwhile.
    #[error("somebody else changed the {0} meanwhile: look at it again, then change it")]
    Changed(&'static str),
    /// The data folder.
    #[error("pictures cannot be kept or read in the data folder: {0}")]
    Disk(#[from] std::io::Error),
    /// The ledger.
    #[error(transparent)]
    Ledger(#[from] ledger::Fault),
    /// The database.
    #[error(transparent)]
    Store(#[from] store::Fault),
}

impl Fault {
    /// What was typed cannot be used.
    pub(crate) fn wrong(code: &'static str, says: impl Into<String>) -> Self {
        Self::Wrong { code, says: says.into() }
    }
}
