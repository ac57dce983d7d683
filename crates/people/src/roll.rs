//! The roll: everybody in this house, for the operator on the machine itself.

use store::{Db, sql};

use crate::Fault;

/// Somebody, in one of the workspaces that he belongs to.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Line {
    /// His name.
    pub name: String,
    /// What he signs in with.
    pub email: Option<String>,
    /// The workspace's name; none where he belongs to none.
    pub workspace: Option<String>,
    /// What he is there.
    pub role: Option<String>,
    /// Since when that workspace is in the bin, in UTC microseconds.
    pub removed_at: Option<i64>,
    /// When he was last there, to the hour.
    pub seen_at: Option<i64>,
}

/// Everybody, by e-mail, a line for each workspace.
pub async fn roll(db: &Db) -> Result<Vec<Line>, Fault> {
    Ok(sql!("person_all").fetch_all(db).await?)
}
