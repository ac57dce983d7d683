//! Reset: a new password for whoever forgot his, by a link that works once, for an hour.

use std::sync::Arc;

use domain::Random;
use jiff::{SignedDuration, Timestamp};
use store::{Db, Tx, sql};

use crate::{Fault, deed, mail, password, secret, session, throttle, words};

/// A link works so long.
const LASTS: SignedDuration = SignedDuration::from_hours(1);

/// Whose password a link lets one set.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Whose {
    /// His name.
    pub name: String,
    /// His e-mail.
    pub email: Option<String>,
}

/// Somebody wants a link sent to `email`, with which links below `base` are found. Whether anybody signs in with it
/// cannot be told from what this answers. Throttled by e-mail, in silence, and by address (`from`).
pub async fn ask(
    db: &Db,
    random: &Arc<dyn Random>,
    now: Timestamp,
    email: &str,
    from: &str,
    base: &str,
) -> Result<(), Fault> {
    let email = words::plain(email);
    let (random, base) = (Arc::clone(random), base.to_owned());
    let by_address = [format!("forgotten from {from}")];
    db.write_or(move |tx| Box::pin(async move { throttle::count(tx, &by_address, now).await })).await?;
    let asked = db.write_or(move |tx| {
        Box::pin(async move {
            throttle::count(&mut *tx, &[format!("forgotten {email}")], now).await?;
            let found = sql!("person_of_email").bind(email.clone()).fetch_optional(&*tx).await?;
            let Some((person, _)): Option<(String, String)> = found else { return Ok(()) };
            let link = format!("{base}/reset/{}", link_in(&mut *tx, &*random, now, &person).await?);
            let text = format!(
                "Somebody asked for a new password for {email} in Tidings.\n\nSet it here within an hour:\n\n{link}\n\n\
                 If that was not you, leave it: nothing changes.\n"
            );
            mail::put(tx, &email, "A new password for Tidings", &text, now).await?;
            Ok(())
        })
    });
    match asked.await {
        // Whether others asked for it as well is nobody's to know.
        Err(Fault::TooManyTries(_)) => Ok(()),
        other => other,
    }
}

/// The secret of a link for whoever signs in with `email`, for the operator to hand on; `None` where nobody does.
pub async fn link(db: &Db, random: &Arc<dyn Random>, now: Timestamp, email: &str) -> Result<Option<String>, Fault> {
    let (random, email) = (Arc::clone(random), words::plain(email));
    let link = db.write(move |tx| {
        Box::pin(async move {
            let found = sql!("person_of_email").bind(email).fetch_optional(&*tx).await?;
            let Some((person, _)): Option<(String, String)> = found else { return Ok(None) };
            link_in(tx, &*random, now, &person).await.map(Some)
        })
    });
    Ok(link.await?)
}

/// Makes a link for `person`: its secret. Earlier ones lead nowhere.
async fn link_in(tx: &mut Tx, random: &dyn Random, now: Timestamp, person: &str) -> Result<String, store::Fault> {
    let secret = secret::secret(random);
    sql!("reset_link_clear").bind(person).execute(&mut *tx).await?;
    let add = sql!("reset_link_add").bind(secret::hash(&secret)).bind(person).bind(now + LASTS);
    add.execute(tx).await?;
    Ok(secret)
}

/// Whose password `secret` lets one set; `None` for a link that was used, has run out, or never was one.
pub async fn look(db: &Db, now: Timestamp, secret: &str) -> Result<Option<Whose>, Fault> {
    Ok(sql!("reset_link_look").bind(secret::hash(secret)).bind(now).fetch_optional(db).await?)
}

/// Sets the password of whoever `secret` is for, and ends all his sessions: the cookie of a new one, for the browser
/// `agent`; none where he belongs to no workspace. `None` as in [`look`].
pub async fn set(
    db: &Db,
    random: &Arc<dyn Random>,
    now: Timestamp,
    secret: &str,
    new: &str,
    agent: &str,
) -> Result<Option<Option<String>>, Fault> {
    // Nobody keeps a core busy with links that never were.
    if look(db, now, secret).await?.is_none() {
        return Ok(None);
    }
    let (source, typed) = (Arc::clone(random), new.to_owned());
    let hash = password::aside(move || password::hash(&typed, &*source)).await?;
    let (random, secret, agent) = (Arc::clone(random), secret::hash(secret), agent.to_owned());
    let set = db.write(move |tx| {
        Box::pin(async move {
            let person = sql!("reset_link_take").bind(secret).bind(now).fetch_optional(&*tx).await?;
            let Some(person): Option<String> = person else { return Ok(None) };
            sql!("person_new_password").bind(person.clone()).bind(hash).execute(&mut *tx).await?;
            sql!("reset_link_clear").bind(person.clone()).execute(&mut *tx).await?;
            sql!("session_end_all").bind(person.clone()).execute(&mut *tx).await?;
            let name: String = sql!("person_name").bind(person.clone()).fetch_one(&*tx).await?;
            let there: Vec<(String, String, String)> =
                sql!("workspace_of_person").bind(person.clone()).fetch_all(&*tx).await?;
            for (workspace, ..) in &there {
                let by = Some(person.as_str());
                deed::note_of(&mut *tx, &*random, now, workspace, by, &name, "password reset", &name).await?;
            }
            let first: Option<String> =
                sql!("membership_elsewhere").bind(person.clone()).bind("").fetch_optional(&*tx).await?;
            match first {
                Some(workspace) => session::New::of(&*random, &person, &workspace, &agent)
                    .begin(tx, now)
                    .await
                    .map(|it| Some(Some(it))),
                None => Ok(Some(None)),
            }
        })
    });
    Ok(set.await?)
}
