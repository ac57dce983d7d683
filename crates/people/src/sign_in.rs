//! Signing in with e-mail and password, and setting them.

use std::sync::Arc;

use domain::Random;
use jiff::Timestamp;
use store::{Db, sql};

use crate::{Fault, Signed, password, throttle, words};

/// Who signed in with e-mail and password.
#[derive(Clone, Debug)]
pub struct Known {
    /// The person.
    pub person: String,
    /// The workspace that he joined first; none where he belongs to no workspace any more.
    pub workspace: Option<String>,
}

/// The person and the workspace that `email` and `typed` let in; `None` where they are wrong. `from` is the network
/// address that asks, in words.
pub async fn sign_in(
    db: &Db,
    random: &Arc<dyn Random>,
    now: Timestamp,
    email: &str,
    typed: &str,
    from: &str,
) -> Result<Option<(String, String)>, Fault> {
    let Some(known) = check(db, random, now, email, typed, from).await? else { return Ok(None) };
    match known.workspace {
        Some(workspace) => Ok(Some((known.person, workspace))),
        None => Err(Fault::Denied("you belong to no workspace any more: ask an owner to invite you again")),
    }
}

/// Whose `email` and `typed` are.
///
/// After a few wrong tries by one e-mail or from one address, each further one doubles the time for which neither is
/// heard, to a quarter of an hour at most. Whether an e-mail is known cannot be told from the answer, nor from its time.
pub async fn check(
    db: &Db,
    random: &Arc<dyn Random>,
    now: Timestamp,
    email: &str,
    typed: &str,
    from: &str,
) -> Result<Option<Known>, Fault> {
    let email = words::plain(email);
    let who = [format!("email {email}"), format!("from {from}")];
    let counted = who.clone();
    db.write_or(move |tx| Box::pin(async move { throttle::count(tx, &counted, now).await })).await?;
    let found: Option<(String, String, Option<String>)> =
        sql!("person_by_email").bind(email).fetch_optional(db).await?;
    let (random, typed, kept) = (Arc::clone(random), typed.to_owned(), found.as_ref().map(|found| found.1.clone()));
    // Nobody's password is hashed as well.
    let right = password::aside(move || match kept {
        Some(kept) => password::is_right(&typed, &kept),
        None => {
            let _ = password::hash("nobody has this password", &*random);
            false
        }
    });
    let (true, Some((person, _, workspace))) = (right.await, found) else { return Ok(None) };
    db.write(move |tx| Box::pin(async move { throttle::forget(tx, &who).await })).await?;
    Ok(Some(Known { person, workspace }))
}

/// Whether `typed` is the password of `person`, who is asked for it once more before something that cannot be taken back.
/// One who has none need not show it. Wrong ones are throttled as at the door.
pub(crate) async fn is_himself(db: &Db, now: Timestamp, person: &str, typed: &str) -> Result<(), Fault> {
    let kept: Option<String> = sql!("person_password").bind(person).fetch_one(db).await?;
    let Some(kept) = kept else { return Ok(()) };
    let who = [format!("person {person}")];
    let counted = who.clone();
    db.write_or(move |tx| Box::pin(async move { throttle::count(tx, &counted, now).await })).await?;
    let typed = typed.to_owned();
    if !password::aside(move || password::is_right(&typed, &kept)).await {
        return Err(Fault::wrong("password_wrong", "the current password is another one"));
    }
    db.write(move |tx| Box::pin(async move { throttle::forget(tx, &who).await })).await?;
    Ok(())
}

/// Sets the e-mail and password of `signed`. Whoever has a password shows it first (`current`).
pub async fn set_password(
    db: &Db,
    random: &Arc<dyn Random>,
    now: Timestamp,
    signed: &Signed,
    email: &str,
    new: &str,
    current: Option<&str>,
) -> Result<(), Fault> {
    let email = words::email(email)?;
    is_himself(db, now, &signed.person, current.unwrap_or_default()).await?;
    let (source, new) = (Arc::clone(random), new.to_owned());
    let hash = password::aside(move || password::hash(&new, &*source)).await?;
    let person = signed.person.clone();
    let set = db.write(move |tx| {
        Box::pin(async move {
            sql!("reset_link_clear").bind(person.clone()).execute(&mut *tx).await?;
            sql!("person_set_password").bind(person).bind(email).bind(hash).execute(tx).await
        })
    });
    match set.await {
        Err(store::Fault::Taken { .. }) => {
            Err(Fault::wrong("email_taken", "somebody else signs in with this e-mail: choose another one"))
        }
        other => other.map(drop).map_err(Fault::from),
    }
}
