//! Mail: the outbox. What is to be sent is written down with what it is about, in one transaction, and a job is made of
//! it; whoever does that job (kind [`JOB`], its payload the id) sends it and writes down what came of it.

use jiff::Timestamp;
use store::queue::{self, NewJob};
use store::{Fault, Tx, sql};

/// The kind of job that sends a mail; its payload is the mail's id.
pub const JOB: &str = "mail";

/// Puts a mail into the outbox, for a person: its id.
pub async fn put(tx: &mut Tx, to: &str, subject: &str, text: &str, now: Timestamp) -> Result<i64, Fault> {
    put_for(tx, None, to, subject, text, now).await
}

/// [`put`] for something that belongs to `workspace`: it goes with that.
pub async fn put_for(
    tx: &mut Tx,
    workspace: Option<&str>,
    to: &str,
    subject: &str,
    text: &str,
    now: Timestamp,
) -> Result<i64, Fault> {
    let put = sql!("mail_put").bind(workspace).bind(to).bind(one_line(subject)).bind(text).bind(now);
    let id: i64 = put.bind(None::<String>).bind(None::<String>).fetch_one(&*tx).await?;
    queue::enqueue(tx, NewJob { kind: JOB, payload: id.into(), due: now, dedup: None, priority: 0 }, now).await?;
    Ok(id)
}

/// [`put`] with the same text as HTML, and where one switches such mails `off`.
pub async fn put_whole(
    tx: &mut Tx,
    to: &str,
    subject: &str,
    text: &str,
    html: &str,
    off: Option<&str>,
    now: Timestamp,
) -> Result<i64, Fault> {
    let put = sql!("mail_put").bind(None::<String>).bind(to).bind(one_line(subject)).bind(text).bind(now);
    let id: i64 = put.bind(html).bind(off).fetch_one(&*tx).await?;
    queue::enqueue(tx, NewJob { kind: JOB, payload: id.into(), due: now, dedup: None, priority: 0 }, now).await?;
    Ok(id)
}

/// A name that somebody chose may hold anything; a subject is one line of a mail's head.
fn one_line(subject: &str) -> String {
    subject.chars().map(|sign| if sign.is_control() { ' ' } else { sign }).take(200).collect()
}
