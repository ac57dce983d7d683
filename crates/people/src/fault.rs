//! Why something was not done, in words for the person who asked.

use store::Fault as Store;

/// Why something was not done.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// What was typed cannot be used.
    #[error("{says}")]
    Wrong {
        /// A stable code for programs: `address_invalid`.
        code: &'static str,
        /// Cause and remedy.
        says: String,
    },
    /// Too many wrong tries.
    #[error("too many wrong tries: wait {} seconds, then try again", .0.as_secs())]
    TooManyTries(std::time::Duration),
    /// There is no such thing in this workspace.
    #[error("there is no such {0} here")]
    Unknown(&'static str),
    /// It is not his to do; who may.
    #[error("{0}")]
    Denied(&'static str),
    /// The database.
    #[error(transparent)]
    Store(#[from] Store),
}

impl Fault {
    /// What was typed cannot be used.
    pub(crate) fn wrong(code: &'static str, says: impl Into<String>) -> Self {
        Self::Wrong { code, says: says.into() }
    }
}
