//! Why something was not done, in words for the person who asked.

/// Why something was not done.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// What was typed cannot be used.
    #[error("{says}")]
    Wrong {
        /// A stable code for programs: `target_private`.
        code: &'static str,
        /// Cause and remedy.
        says: String,
    },
    /// There is no such thing on this site.
    #[error("there is no such {0} here")]
    Unknown(&'static str),
    /// The database.
    #[error(transparent)]
    Store(#[from] store::Fault),
}

impl Fault {
    /// What was typed cannot be used.
    pub fn wrong(code: &'static str, says: impl Into<String>) -> Self {
        Self::Wrong { code, says: says.into() }
    }
}
