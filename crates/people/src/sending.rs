//! Sending: what becomes of the mails in the outbox. Whoever does a mail's job takes it from here and tells how it went; a
//! mail is kept until a server took it or refused it for good.

use jiff::Timestamp;
use store::{Db, Fault, Tx, sql};

/// A mail that is to be sent.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Mail {
    /// Its id.
    pub id: i64,
    /// The workspace that it tells of.
    pub workspace: Option<String>,
    /// To whom.
    pub recipient: String,
    /// Its subject.
    pub subject: String,
    /// Its text.
    pub body: String,
    /// The same as HTML.
    pub html: Option<String>,
    /// Where one switches such mails off at one press.
    pub off: Option<String>,
    /// When it was put into the outbox, in UTC microseconds.
    pub created_at: i64,
    /// Tries so far.
    pub attempts: i64,
}

/// The mail `id`, unless it was sent or given up.
pub async fn to_send(db: &Db, id: i64) -> Result<Option<Mail>, Fault> {
    sql!("mail_to_send").bind(id).fetch_optional(db).await
}

/// A server took the mail. Its text is kept no longer: it may hold a link that lets somebody in.
pub async fn sent(tx: &mut Tx, now: Timestamp, id: i64) -> Result<(), Fault> {
    sql!("mail_sent").bind(id).bind(now).execute(tx).await?;
    Ok(())
}

/// The mail was not taken, in the words of the server; it is tried again unless that is for good.
pub async fn not_sent(tx: &mut Tx, now: Timestamp, id: i64, why: &str, for_good: bool) -> Result<(), Fault> {
    let ended = for_good.then_some(now);
    sql!("mail_not_sent").bind(id).bind(why).bind(ended).bind(for_good).execute(tx).await?;
    Ok(())
}

/// Mails that were sent, and that were given up, for the metrics.
pub async fn counts(db: &Db) -> Result<(i64, i64), Fault> {
    sql!("mail_counts").fetch_one(db).await
}
