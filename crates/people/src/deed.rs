//! Deeds: who did what, for whoever asks later.

use domain::Random;
use jiff::Timestamp;
use store::{Db, Tx, sql};

use crate::{Fault, Signed};

/// Something that somebody did.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Deed {
    /// Who.
    pub name: String,
    /// What: `site added`.
    pub what: String,
    /// To what: an address, a name.
    pub about: String,
    /// When, in UTC microseconds.
    pub at: i64,
}

/// Notes a deed of `signed` in the caller's transaction.
pub async fn note(
    tx: &mut Tx,
    random: &dyn Random,
    now: Timestamp,
    signed: &Signed,
    what: &'static str,
    about: &str,
) -> Result<(), store::Fault> {
    sql!("deed_note")
        .bind(random.code())
        .bind(signed.workspace.clone())
        .bind(signed.person.clone())
        .bind(what)
        .bind(about)
        .bind(now.as_microsecond())
        .execute(tx)
        .await?;
    Ok(())
}

/// The last deeds in the workspace of `signed`, the newest first.
pub async fn deeds(db: &Db, signed: &Signed, at_most: u32) -> Result<Vec<Deed>, Fault> {
    Ok(sql!("deeds").bind(signed.workspace.clone()).bind(i64::from(at_most)).fetch_all(db).await?)
}
