//! Signing in with e-mail and password, and setting them.

use std::sync::Arc;
use std::time::Duration;

use domain::Random;
use jiff::Timestamp;
use store::{Db, sql};

use crate::{Fault, Signed, password};

/// Wrong tries that cost nothing.
const FREE: i64 = 5;
/// The longest that one is not heard.
const LONGEST: i64 = 15 * 60;

/// The person and the workspace that `email` and `typed` let in. `from` is the network address that asks, in words.
///
/// After [`FREE`] wrong tries by one e-mail or from one address, each further one doubles the time for which neither is
/// heard, to a quarter of an hour at most. Whether an e-mail is known cannot be told from the answer, nor from its time.
pub async fn sign_in(
    db: &Db,
    random: &Arc<dyn Random>,
    now: Timestamp,
    email: &str,
    typed: &str,
    from: &str,
) -> Result<Option<(String, String)>, Fault> {
    let email = plain(email);
    let who = [format!("email {email}"), format!("from {from}")];
    for who in &who {
        let refused: Option<(i64, i64)> = sql!("refused_of").bind(who.clone()).fetch_optional(db).await?;
        let Some((times, last)) = refused else { continue };
        let wait = last + waits(times) * 1_000_000 - now.as_microsecond();
        if wait > 0 {
            return Err(Fault::TooManyTries(Duration::from_micros(wait.unsigned_abs())));
        }
    }
    let known: Option<(String, String, String)> = sql!("person_by_email").bind(email).fetch_optional(db).await?;
    let (random, typed, kept) = (Arc::clone(random), typed.to_owned(), known.as_ref().map(|known| known.2.clone()));
    // Some 20 ms of a core: not on a thread that answers others meanwhile. Nobody's password is hashed as well.
    let right = password::aside(move || match kept {
        Some(kept) => password::is_right(&typed, &kept),
        None => {
            let _ = password::hash("nobody has this password", &*random);
            false
        }
    });
    if right.await
        && let Some((person, workspace, _)) = known
    {
        db.write(move |tx| {
            Box::pin(async move {
                for who in who {
                    sql!("refused_forget").bind(who).execute(&mut *tx).await?;
                }
                Ok(())
            })
        })
        .await?;
        return Ok(Some((person, workspace)));
    }
    let now = now.as_microsecond();
    db.write(move |tx| {
        Box::pin(async move {
            for who in who {
                sql!("refused_note").bind(who).bind(now).execute(&mut *tx).await?;
            }
            Ok(())
        })
    })
    .await?;
    Ok(None)
}

/// Seconds for which one is not heard after so many wrong tries.
fn waits(times: i64) -> i64 {
    if times < FREE { 0 } else { 1_i64.checked_shl((times - FREE) as u32).unwrap_or(LONGEST).min(LONGEST) }
}

/// Sets the e-mail and password of `signed`. Whoever has a password shows it first (`current`).
pub async fn set_password(
    db: &Db,
    random: &Arc<dyn Random>,
    signed: &Signed,
    email: &str,
    new: &str,
    current: Option<&str>,
) -> Result<(), Fault> {
    let email = plain(email);
    if !looks_like_email(&email) {
        return Err(Fault::wrong("email_invalid", "write an e-mail address, such as you@bakery.example"));
    }
    let kept: Option<String> = sql!("person_password").bind(signed.person.clone()).fetch_one(db).await?;
    let (source, new, current) = (Arc::clone(random), new.to_owned(), current.map(str::to_owned));
    let hash = password::aside(move || {
        if let Some(kept) = kept
            && !current.is_some_and(|current| password::is_right(&current, &kept))
        {
            return Err(Fault::wrong("password_wrong", "the current password is another one"));
        }
        password::hash(&new, &*source)
    });
    let (hash, person) = (hash.await?, signed.person.clone());
    let set = db.write(move |tx| {
        Box::pin(async move { sql!("person_set_password").bind(person).bind(email).bind(hash).execute(tx).await })
    });
    match set.await {
        Err(store::Fault::Taken { .. }) => {
            Err(Fault::wrong("email_taken", "somebody else signs in with this e-mail: choose another one"))
        }
        other => other.map(drop).map_err(Fault::from),
    }
}

/// E-mails are compared in lower case.
fn plain(email: &str) -> String {
    email.trim().to_lowercase()
}

/// Whether mail could be sent there; only sending it tells more.
fn looks_like_email(email: &str) -> bool {
    let Some((local, host)) = email.rsplit_once('@') else { return false };
    !local.is_empty()
        && email.len() <= 254
        && host.split('.').count() >= 2
        && host.split('.').all(|label| !label.is_empty())
        && !email.chars().any(|sign| sign.is_whitespace() || sign.is_control())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_goes_on_guessing_waits_longer_each_time() {
        assert_eq!([0, 4, 5, 6, 8, 40, 1_000].map(waits), [0, 0, 1, 2, 8, LONGEST, LONGEST]);
    }

    #[test]
    fn an_email_has_two_sides_and_no_gap() {
        for email in ["you@bakery.example", "a+b@x.y.example"] {
            assert!(looks_like_email(email), "{email}");
        }
        for email in ["", "you", "@bakery.example", "you@bakery", "you@.example", "y ou@bakery.example"] {
            assert!(!looks_like_email(email), "{email}");
        }
    }
}
