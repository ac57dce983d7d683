//! Answered: what was said to a write that named an Idempotency-Key, so that whoever did not hear the answer asks again
//! and nothing is done twice.
//!
//! Kept for a day, for each token of a person and for what he asks himself. Start at [`begin`].

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use jiff::{SignedDuration, Timestamp};
use sha2::{Digest, Sha256};
use store::{Db, sql};

use crate::{Fault, Signed};

/// An answer is kept so long.
const KEPT: SignedDuration = SignedDuration::from_hours(24);
/// Who was not answered after so long never will be: the process was killed.
const UNDER_WAY: SignedDuration = SignedDuration::from_mins(2);
/// Letters of a key.
const LONGEST: usize = 200;

/// Whether a request is to be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asked {
    /// It is the first of its key: do it, then say [`end`] or [`free`].
    First,
    /// It was done: this was said.
    Before {
        /// HTTP status.
        status: u16,
        /// JSON, if there was any that may be told again.
        body: Option<String>,
    },
}

/// Whose keys they are: two programs that act for one person, each with a token of its own, may choose the same one by chance.
#[derive(Clone, Debug)]
pub struct By {
    person: String,
    token: Option<String>,
}

impl By {
    /// The token that acts; else the person.
    pub fn of(signed: &Signed) -> Self {
        Self { person: signed.person.clone(), token: signed.token_id.clone() }
    }

    /// `key` as it is kept. No key has a line's end in it.
    fn kept(&self, key: &str) -> String {
        self.token.as_ref().map_or_else(|| key.to_owned(), |token| format!("{token}\n{key}"))
    }
}

#[derive(sqlx::FromRow)]
struct Row {
    request: String,
    asked_at: i64,
    status: Option<i64>,
    body: Option<String>,
}

/// `by` asks for `request` (anything that tells it from others) under `key`.
pub async fn begin(db: &Db, now: Timestamp, by: &By, key: &str, request: &[&[u8]]) -> Result<Asked, Fault> {
    if key.is_empty() || key.len() > LONGEST {
        let says = format!("an Idempotency-Key has 1 to {LONGEST} characters");
        return Err(Fault::Wrong { code: "idempotency_key_unusable", says });
    }
    let mut hash = Sha256::new();
    for part in request {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part);
    }
    let hash = BASE64_URL_SAFE_NO_PAD.encode(hash.finalize());
    let (person, key) = (by.person.clone(), by.kept(key));
    let found = db.write(move |tx| {
        Box::pin(async move {
            let begun = sql!("answered_begin")
                .bind(person.clone())
                .bind(key.clone())
                .bind(hash.clone())
                .bind(now)
                .execute(&mut *tx);
            if begun.await? == 1 {
                return Ok(Ok(Asked::First));
            }
            let row: Row = sql!("answered_of").bind(person.clone()).bind(key.clone()).fetch_one(&*tx).await?;
            if row.request != hash {
                return Ok(Err(wrong(
                    "idempotency_key_reused",
                    "this Idempotency-Key stands for another request: take a new one",
                )));
            }
            if let Some(status) = row.status {
                return Ok(Ok(Asked::Before { status: u16::try_from(status).unwrap_or(500), body: row.body }));
            }
            let asked = Timestamp::from_microsecond(row.asked_at).unwrap_or(now);
            if asked.duration_until(now) > UNDER_WAY {
                let again =
                    sql!("answered_again").bind(person).bind(key).bind(row.asked_at).bind(now).execute(tx).await?;
                if again == 1 {
                    return Ok(Ok(Asked::First));
                }
            }
            Ok(Err(wrong("still_under_way", "the same request is being answered: wait a moment, then ask again")))
        })
    });
    found.await?
}

fn wrong(code: &'static str, says: &str) -> Fault {
    Fault::Wrong { code, says: says.to_owned() }
}

/// It was done, and this was said.
pub async fn end(db: &Db, by: &By, key: &str, status: u16, body: Option<String>) -> Result<(), Fault> {
    let (person, key) = (by.person.clone(), by.kept(key));
    db.write(move |tx| {
        Box::pin(async move {
            sql!("answered_end").bind(person).bind(key).bind(i64::from(status)).bind(body).execute(tx).await
        })
    })
    .await?;
    Ok(())
}

/// It was not done.
pub async fn free(db: &Db, by: &By, key: &str) -> Result<(), Fault> {
    let (person, key) = (by.person.clone(), by.kept(key));
    db.write(move |tx| Box::pin(async move { sql!("answered_free").bind(person).bind(key).execute(tx).await })).await?;
    Ok(())
}

/// Forgets what is older than a day.
pub async fn forget(db: &Db, now: Timestamp) -> Result<(), Fault> {
    let before = now - KEPT;
    db.write(move |tx| Box::pin(async move { sql!("answered_forget").bind(before).execute(tx).await })).await?;
    Ok(())
}
