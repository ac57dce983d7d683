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
    note_of(tx, random, now, &signed.workspace, Some(&signed.person), &signed.called(), what, about).await
}

/// Notes a deed of somebody who is not signed in there: whom he is called, and which person that is.
#[expect(clippy::too_many_arguments, reason = "a row of the log")]
pub async fn note_of(
    tx: &mut Tx,
    random: &dyn Random,
    now: Timestamp,
    workspace: &str,
    person: Option<&str>,
    who: &str,
    what: &'static str,
    about: &str,
) -> Result<(), store::Fault> {
    sql!("deed_note")
        .bind(random.code())
        .bind(workspace)
        .bind(person)
        .bind(who)
        .bind(what)
        .bind(about)
        .bind(now)
        .execute(tx)
        .await?;
    Ok(())
}

/// The last deeds in the workspace of `signed`, the newest first.
pub async fn deeds(db: &Db, signed: &Signed, at_most: u32) -> Result<Vec<Deed>, Fault> {
    Ok(sql!("deeds").bind(signed.workspace.clone()).bind(at_most).fetch_all(db).await?)
}
