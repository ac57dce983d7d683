//! Monday's mail: who gets it, and how it is switched off. What stands in it is for whoever knows the sites.
//!
//! Owners get it once there is something to tell, until they switch it off; others when they switch it on.

use jiff::Timestamp;
use store::secret::{Key, exposed};
use store::{Db, Tx, sql};

use crate::{Fault, Signed, mail};

/// What the link that switches it off is sealed for.
const OFF: &str = "monday.off";

/// A site of somebody who gets the mail.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Line {
    /// The person.
    pub person: String,
    /// Where it is sent.
    pub email: String,
    /// The Monday of the last one, in days since 1970.
    pub told: Option<i64>,
    /// The site's id.
    pub site: String,
    /// What it is called.
    pub name: String,
}

/// A mail that is ready.
#[derive(Clone, Debug)]
pub struct Ready {
    /// The person.
    pub person: String,
    /// To whom.
    pub email: String,
    /// Its subject.
    pub subject: String,
    /// As plain text.
    pub text: String,
    /// As HTML.
    pub html: String,
    /// Where it is switched off at one press.
    pub off: Option<String>,
}

/// Everybody who gets it, with each of his measured sites, in the order of persons.
pub async fn readers(db: &Db) -> Result<Vec<Line>, store::Fault> {
    sql!("monday_readers").fetch_all(db).await
}

/// The sites of `signed`, as his mail would have them.
pub async fn sites(db: &Db, signed: &Signed) -> Result<Vec<Line>, Fault> {
    Ok(sql!("monday_sites").bind(signed.person.clone()).fetch_all(db).await?)
}

/// Whether `signed` gets it: as he chose, else whether he owns a workspace.
pub async fn wants(db: &Db, signed: &Signed) -> Result<bool, Fault> {
    let wants: Option<bool> = sql!("monday_wants").bind(signed.person.clone()).fetch_optional(db).await?;
    Ok(wants.unwrap_or(signed.email.is_some() && signed.role() == crate::Role::Owner))
}

/// `signed` wants it, or does not.
pub async fn choose(db: &Db, signed: &Signed, wants: bool) -> Result<(), Fault> {
    if wants && signed.email.is_none() {
        return Err(Fault::wrong("email_missing", "set your e-mail and a password first: a mail needs an address"));
    }
    set(db, &signed.person, wants).await
}

async fn set(db: &Db, person: &str, wants: bool) -> Result<(), Fault> {
    let person = person.to_owned();
    db.write(move |tx| Box::pin(async move { sql!("monday_set").bind(person).bind(wants).execute(tx).await })).await?;
    Ok(())
}

/// The end of the link that switches it off for `person`.
pub fn off_link(key: &Key, person: &str) -> Result<String, store::Fault> {
    key.seal(person.as_bytes(), OFF)
}

/// Switches it off for whom `link` was made; whether it is such a link.
pub async fn off(db: &Db, key: &Key, link: &str) -> Result<bool, Fault> {
    let Ok(person) = key.open(link, OFF) else { return Ok(false) };
    let person = String::from_utf8_lossy(exposed(&person)).into_owned();
    let known: Option<String> = sql!("monday_person").bind(person.clone()).fetch_optional(db).await?;
    if known.is_some() {
        set(db, &person, false).await?;
    }
    // Who is not here any more gets none either.
    Ok(true)
}

/// Puts the mail of the Monday `monday` into the outbox, unless another process did.
pub async fn send(tx: &mut Tx, now: Timestamp, monday: i64, ready: Ready) -> Result<bool, store::Fault> {
    let first = sql!("monday_told").bind(ready.person).bind(monday).execute(&mut *tx).await? > 0;
    if first {
        mail::put_whole(tx, &ready.email, &ready.subject, &ready.text, &ready.html, ready.off.as_deref(), now).await?;
    }
    Ok(first)
}
