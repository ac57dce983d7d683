//! Sessions: what a browser's cookie stands for, and what a program's token does.

use std::time::Duration;

use domain::Random;
use jiff::Timestamp;
use store::{Db, Tx, sql};

use crate::role::{May, Role, Scope};
use crate::{Fault, secret};

/// A session that nobody uses ends after so long.
pub const SESSION_LASTS: Duration = Duration::from_hours(30 * 24);
/// How often it is written down that a session, a link or a token is in use.
const NOTED_EVERY: i64 = 60 * 60 * 1_000_000;

/// Somebody who is signed in, in one workspace: what every request is answered for.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Signed {
    /// The person; of a client, his link.
    pub person: String,
    /// His name; of a client, that of his link.
    pub name: String,
    /// His e-mail; none until he set a password.
    pub email: Option<String>,
    /// Whether he has a password.
    pub has_password: bool,
    /// The workspace.
    pub workspace: String,
    /// Its name.
    pub workspace_name: String,
    /// It was made for trying: it posts to stand-ins, and to no network.
    pub sandbox: bool,
    /// Where those begin that the house brings for it; none where they never ran.
    pub stand_ins: Option<String>,
    /// A client's one site; for him there is no other.
    #[sqlx(default)]
    pub site: Option<String>,
    /// The name of the token that acts for him.
    #[sqlx(default)]
    pub token: Option<String>,
    /// Its id.
    #[sqlx(default)]
    pub token_id: Option<String>,
    #[sqlx(default)]
    scope: Option<String>,
    role: String,
    expires_at: i64,
    seen_at: i64,
}

impl Signed {
    /// What he is here; a token is never more than its scope, nor than whoever made it.
    pub fn role(&self) -> Role {
        let own = Role::of(&self.role);
        self.scope().map_or(own, |scope| own.min(scope.role()))
    }

    /// What the token may at most that acts for him.
    pub fn scope(&self) -> Option<Scope> {
        self.scope.as_deref().map(Scope::of)
    }

    /// Whether he may: a token never more than its scope, nor than whoever made it.
    pub fn may(&self, what: May) -> bool {
        Role::of(&self.role).may(what) && self.scope().is_none_or(|scope| scope.may(what))
    }

    /// Whether a person sits at a browser: what is about himself is not for tokens.
    pub fn is_in_person(&self) -> bool {
        self.site.is_none() && self.token.is_none()
    }

    /// Whether he may see this site: a client sees his own alone.
    pub fn sees(&self, site: &str) -> bool {
        self.site.as_deref().is_none_or(|own| own == site)
    }

    /// What he is called in the log.
    pub(crate) fn called(&self) -> String {
        match &self.token {
            Some(token) => format!("{} (token {token})", self.name),
            None => self.name.clone(),
        }
    }

    /// Whether it is time to write down that he is here; nothing where his time has run out.
    fn stands(self, now: i64) -> Option<(Self, bool)> {
        let noted = self.seen_at + NOTED_EVERY >= now;
        (self.expires_at > now).then_some((self, noted))
    }
}

/// One of a person's own sign-ins.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Session {
    /// What it is called.
    pub id: String,
    /// What the browser calls itself.
    pub agent: String,
    /// UTC microseconds.
    pub created_at: i64,
    /// UTC microseconds, to the hour.
    pub seen_at: i64,
    /// Whether it is the one that asks.
    pub this: bool,
}

/// A session that is about to begin.
pub(crate) struct New {
    secret: String,
    id: String,
    person: String,
    workspace: String,
    agent: String,
}

impl New {
    /// One for `person` in `workspace`.
    pub(crate) fn of(random: &dyn Random, person: &str, workspace: &str, agent: &str) -> Self {
        Self {
            secret: secret::secret(random),
            id: random.code(),
            person: person.to_owned(),
            workspace: workspace.to_owned(),
            // What a browser calls itself is as long as it likes.
            agent: agent.chars().take(200).collect(),
        }
    }

    /// It begins; returns what the cookie holds.
    pub(crate) async fn begin(self, tx: &mut Tx, now: Timestamp) -> Result<String, store::Fault> {
        sql!("session_begin")
            .bind(secret::hash(&self.secret))
            .bind(self.id)
            .bind(self.person)
            .bind(self.workspace)
            .bind(self.agent)
            .bind(now)
            .bind(now.as_microsecond() + SESSION_LASTS.as_micros() as i64)
            .execute(tx)
            .await?;
        Ok(self.secret)
    }
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
    let new = New::of(random, person, workspace, agent);
    Ok(db.write(move |tx| Box::pin(async move { new.begin(tx, now).await })).await?)
}

/// Whom `cookie` stands for: a person, or a client by his link. `None` for one that has ended, was never given, or whose
/// person left the workspace.
pub async fn signed(db: &Db, now: Timestamp, cookie: &str) -> Result<Option<Signed>, Fault> {
    let (secret, at) = (secret::hash(cookie), now.as_microsecond());
    let found: Option<Signed> = sql!("session_signed").bind(secret.clone()).fetch_optional(db).await?;
    let Some(found) = found else {
        let client: Option<Signed> = sql!("client_link_signed").bind(secret.clone()).fetch_optional(db).await?;
        let Some((client, noted)) = client.and_then(|client| client.stands(at)) else { return Ok(None) };
        if !noted {
            let seen = sql!("client_link_seen").bind(secret).bind(now);
            db.write(move |tx| Box::pin(async move { seen.execute(tx).await })).await?;
        }
        return Ok(Some(client));
    };
    let Some((signed, noted)) = found.stands(at) else { return Ok(None) };
    if !noted {
        let ends = at + SESSION_LASTS.as_micros() as i64;
        let seen = sql!("session_seen").bind(secret).bind(now).bind(ends);
        db.write(move |tx| Box::pin(async move { seen.execute(tx).await })).await?;
    }
    Ok(Some(signed))
}

/// For whom `token` acts. `None` for one that was revoked, has run out, or whose maker left the workspace.
pub async fn by_token(db: &Db, now: Timestamp, token: &str) -> Result<Option<Signed>, Fault> {
    let secret = secret::hash(token);
    let found: Option<Signed> = sql!("api_token_signed").bind(secret.clone()).fetch_optional(db).await?;
    let Some((signed, noted)) = found.and_then(|found| found.stands(now.as_microsecond())) else { return Ok(None) };
    if !noted {
        let used = sql!("api_token_used").bind(secret).bind(now);
        db.write(move |tx| Box::pin(async move { used.execute(tx).await })).await?;
    }
    Ok(Some(signed))
}

/// Ends the session of `cookie`.
pub async fn end(db: &Db, cookie: &str) -> Result<(), Fault> {
    let secret = secret::hash(cookie);
    db.write(move |tx| Box::pin(async move { sql!("session_end").bind(secret).execute(tx).await })).await?;
    Ok(())
}

/// Ends the session of `person` that is called `id`.
pub async fn end_one(db: &Db, person: &str, id: &str) -> Result<(), Fault> {
    let end = sql!("session_end_by_id").bind(person).bind(id);
    match db.write(move |tx| Box::pin(async move { end.execute(tx).await })).await? {
        0 => Err(Fault::Unknown("sign-in")),
        _ => Ok(()),
    }
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
    Ok(sql!("session_all").bind(person).bind(this).bind(now).fetch_all(db).await?)
}

/// The session of `cookie` works in `workspace` from now on, if its person belongs there.
pub async fn work_in(db: &Db, signed: &Signed, cookie: &str, workspace: &str) -> Result<(), Fault> {
    let role: Option<String> =
        sql!("membership_of").bind(workspace).bind(signed.person.clone()).fetch_optional(db).await?;
    if role.is_none() {
        return Err(Fault::Unknown("workspace"));
    }
    let change = sql!("session_work_in").bind(secret::hash(cookie)).bind(workspace);
    db.write(move |tx| Box::pin(async move { change.execute(tx).await })).await?;
    Ok(())
}

/// `person` is not in `workspace` any more: his sessions go on in another one of his, or end.
pub(crate) async fn move_out(tx: &mut Tx, person: &str, workspace: &str) -> Result<(), store::Fault> {
    let other: Option<String> = sql!("membership_elsewhere").bind(person).bind(workspace).fetch_optional(&*tx).await?;
    match other {
        Some(other) => sql!("session_move").bind(person).bind(workspace).bind(other).execute(tx).await?,
        None => sql!("session_end_in").bind(person).bind(workspace).execute(tx).await?,
    };
    Ok(())
}
