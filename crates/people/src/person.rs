//! Persons, as far as it is not about one workspace.

use store::{Db, sql};

use crate::Fault;

/// Whether `person` set this installation up: the first one there was. Roles are about workspaces; what concerns the
/// machine is his.
pub async fn is_operator(db: &Db, person: &str) -> Result<bool, Fault> {
    let first: Option<String> = sql!("person_first").fetch_optional(db).await?;
    Ok(first.as_deref() == Some(person))
}
