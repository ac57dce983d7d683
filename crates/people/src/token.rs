//! Tokens: what programs ask with, in the name of whoever made them and never beyond what he may himself.

use std::sync::Arc;

use domain::Random;
use jiff::{SignedDuration, Timestamp};
use store::{Db, sql};

use crate::role::Scope;
use crate::{Fault, May, Signed, deed, secret, words};

/// What a token begins with, so that one is known where it lies about.
pub const BEGINS: &str = "tdg_";
/// The longest that one may last, where it is to end at all.
const LONGEST_DAYS: u32 = 3_650;

/// A token, without what it is known by.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Token {
    /// Its id.
    pub id: String,
    /// What it is for.
    pub name: String,
    scope: String,
    /// When it was made, in UTC microseconds.
    pub created_at: i64,
    /// When it was used last, to the hour.
    pub used_at: Option<i64>,
    /// When it runs out.
    pub expires_at: Option<i64>,
}

impl Token {
    /// What it may at most.
    pub fn scope(&self) -> Scope {
        Scope::of(&self.scope)
    }
}

/// The tokens of `signed` in his workspace, the newest first.
pub async fn all(db: &Db, signed: &Signed) -> Result<Vec<Token>, Fault> {
    Ok(sql!("api_token_all").bind(signed.workspace.clone()).bind(signed.person.clone()).fetch_all(db).await?)
}

/// Makes a token that lasts `days`, or until it is revoked: it, and the secret, which is told this once.
pub async fn make(
    db: &Db,
    random: &Arc<dyn Random>,
    now: Timestamp,
    signed: &Signed,
    name: &str,
    scope: Scope,
    days: Option<u32>,
) -> Result<(Token, String), Fault> {
    let name = words::name(name)?;
    if signed.role() < scope.role() || (scope == Scope::Draft && !signed.may(May::Draft)) {
        return Err(Fault::Denied("a token may not do more than you may yourself: choose a smaller scope"));
    }
    if days.is_some_and(|days| !(1..=LONGEST_DAYS).contains(&days)) {
        let says = format!("a token lasts from 1 to {LONGEST_DAYS} days, or, without a number, until it is revoked");
        return Err(Fault::wrong("days_invalid", says));
    }
    let secret = format!("{BEGINS}{}", secret::secret(&**random));
    let ends = days.map(|days| now + SignedDuration::from_hours(24 * i64::from(days)));
    let made = Token {
        id: random.code(),
        name,
        scope: scope.name().to_owned(),
        created_at: now.as_microsecond(),
        used_at: None,
        expires_at: ends.map(Timestamp::as_microsecond),
    };
    let (random, who, row, hash) = (Arc::clone(random), signed.clone(), made.clone(), secret::hash(&secret));
    db.write(move |tx| {
        Box::pin(async move {
            let about = format!("{}: {}", row.name, row.scope);
            deed::note(&mut *tx, &*random, now, &who, "token made", &about).await?;
            sql!("api_token_add")
                .bind(row.id)
                .bind(hash)
                .bind(who.workspace)
                .bind(who.person)
                .bind(row.name)
                .bind(row.scope)
                .bind(row.created_at)
                .bind(row.expires_at)
                .execute(tx)
                .await
        })
    })
    .await?;
    Ok((made, secret))
}

/// Revokes the token `id`: one's own; an owner, anybody's in the workspace.
pub async fn revoke(db: &Db, random: &Arc<dyn Random>, now: Timestamp, signed: &Signed, id: &str) -> Result<(), Fault> {
    let (random, who, id) = (Arc::clone(random), signed.clone(), id.to_owned());
    db.write_or(move |tx| {
        Box::pin(async move {
            let end = sql!("api_token_end").bind(who.workspace.clone()).bind(id).bind(who.person.clone());
            let name: Option<String> = end.bind(who.may(May::Decide)).fetch_optional(&*tx).await?;
            let name = name.ok_or(Fault::Unknown("token"))?;
            deed::note(tx, &*random, now, &who, "token revoked", &name).await?;
            Ok(())
        })
    })
    .await
}
