//! Sessions: what a browser's cookie stands for.

use std::time::Duration;

use domain::Random;
use jiff::Timestamp;
use store::{Db, sql};

use crate::role::{May, Role};
use crate::{Fault, secret};

/// A session that nobody uses ends after so long.
pub const SESSION_LASTS: Duration = Duration::from_hours(30 * 24);
/// How often it is written down that a session is in use.
const NOTED_EVERY: i64 = 60 * 60 * 1_000_000;

/// Somebody who is signed in, in one workspace: what every request is answered for.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Signed {
    /// The person.
    pub person: String,
    /// His name.
    pub name: String,
    /// His e-mail; none until he set a password.
    pub email: Option<String>,
    /// Whether he has a password.
    pub has_password: bool,
    /// The workspace.
    pub workspace: String,
    /// Its name.
    pub workspace_name: String,
    role: String,
    expires_at: i64,
    seen_at: i64,
}

impl Signed {
    /// What he is here.
    pub fn role(&self) -> Role {
        Role::of(&self.role)
    }

    /// Whether he may.
    pub fn may(&self, what: May) -> bool {
        self.role().may(what)
    }
}

/// One of a person's own sign-ins.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Session {
    /// What the browser calls itself.
    pub agent: String,
    /// UTC microseconds.
    pub created_at: i64,
    /// UTC microseconds, to the hour.
    pub seen_at: i64,
    /// Whether it is the one that asks.
    pub this: bool,
}

/// Begins a session for `person` in `workspace`; returns what the cookie holds.
pub async fn begin(
    db: &Db,
    random: &dyn Random,
    now: Timestamp,
    person: &str,
    workspace: &str,
    agent: &str,
) -> Result<String, Fault> {
    let secret = secret::secret(random);
    let ends = now.as_microsecond() + SESSION_LASTS.as_micros() as i64;
    let row = (secret::hash(&secret), person.to_owned(), workspace.to_owned(), clipped(agent), now.as_microsecond());
    db.write(move |tx| {
        Box::pin(async move {
            let (secret, person, workspace, agent, now) = row;
            sql!("session_begin")
                .bind(secret)
                .bind(person)
                .bind(workspace)
                .bind(agent)
                .bind(now)
                .bind(ends)
                .execute(tx)
                .await
        })
    })
    .await?;
    Ok(secret)
}

/// Whom `cookie` stands for; `None` for one that has ended, was never given, or whose person left the workspace.
pub async fn signed(db: &Db, now: Timestamp, cookie: &str) -> Result<Option<Signed>, Fault> {
    let secret = secret::hash(cookie);
    let now = now.as_microsecond();
    let found: Option<Signed> = sql!("session_signed").bind(secret.clone()).fetch_optional(db).await?;
    let Some(signed) = found.filter(|signed| signed.expires_at > now) else { return Ok(None) };
    if signed.seen_at + NOTED_EVERY < now {
        let ends = now + SESSION_LASTS.as_micros() as i64;
        db.write(move |tx| {
            Box::pin(async move { sql!("session_seen").bind(secret).bind(now).bind(ends).execute(tx).await })
        })
        .await?;
    }
    Ok(Some(signed))
}

/// Ends the session of `cookie`.
pub async fn end(db: &Db, cookie: &str) -> Result<(), Fault> {
    let secret = secret::hash(cookie);
    db.write(move |tx| Box::pin(async move { sql!("session_end").bind(secret).execute(tx).await })).await?;
    Ok(())
}

/// Ends all sessions of `person` but the one of `cookie`.
pub async fn end_others(db: &Db, person: &str, cookie: &str) -> Result<(), Fault> {
    let (person, secret) = (person.to_owned(), secret::hash(cookie));
    db.write(move |tx| Box::pin(async move { sql!("session_end_others").bind(person).bind(secret).execute(tx).await }))
        .await?;
    Ok(())
}

/// The sign-ins of `person`, the newest first; `cookie` is the one that asks.
pub async fn sessions(db: &Db, now: Timestamp, person: &str, cookie: &str) -> Result<Vec<Session>, Fault> {
    let this = secret::hash(cookie);
    Ok(sql!("session_all").bind(person).bind(this).bind(now.as_microsecond()).fetch_all(db).await?)
}

/// What a browser calls itself is as long as it likes.
fn clipped(agent: &str) -> String {
    agent.chars().take(200).collect()
}
