//! Invitations: a link that lets one person into a workspace, once.
//!
//! The e-mail says who is meant: whoever has a password for it shows that; whoever has none sets one.

use std::sync::Arc;

use domain::Random;
use jiff::{SignedDuration, Timestamp};
use store::{Db, Tx, sql};

use crate::{Fault, Role, Signed, deed, mail, password, secret, words};

/// An invitation waits so long.
pub const LASTS: SignedDuration = SignedDuration::from_hours(7 * 24);

/// An invitation that waits.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Invitation {
    /// Its id.
    pub id: String,
    /// Whom it is for.
    pub email: String,
    role: String,
    /// When it was made, in UTC microseconds.
    pub created_at: i64,
    /// When it runs out.
    pub expires_at: i64,
}

impl Invitation {
    /// What he will be.
    pub fn role(&self) -> Role {
        Role::of(&self.role)
    }
}

/// What an invitation says to whoever holds its link.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Invited {
    /// The workspace.
    pub workspace: String,
    /// Its name.
    pub workspace_name: String,
    /// Whom it is for.
    pub email: String,
    role: String,
    /// The name of whoever invited.
    pub invited_by: String,
    /// Whether somebody has a password for this e-mail.
    pub known: bool,
}

impl Invited {
    /// What he will be.
    pub fn role(&self) -> Role {
        Role::of(&self.role)
    }
}

/// The invitations into the workspace of `signed` that wait, the newest first.
pub async fn all(db: &Db, now: Timestamp, signed: &Signed) -> Result<Vec<Invitation>, Fault> {
    Ok(sql!("invitation_all").bind(signed.workspace.clone()).bind(now).fetch_all(db).await?)
}

/// Invites `email` as `role`: the invitation and its link, below `base`, which is told this once. An earlier one for the
/// same e-mail counts no more. `mailed`: a mail with the link is on its way too.
#[expect(clippy::too_many_arguments, reason = "who invites whom, as what, and how he hears of it")]
pub async fn make(
    db: &Db,
    random: &Arc<dyn Random>,
    now: Timestamp,
    signed: &Signed,
    email: &str,
    role: Role,
    base: &str,
    mailed: bool,
) -> Result<(Invitation, String), Fault> {
    let (email, role) = (words::email(email)?, role.of_member()?);
    let secret = secret::secret(&**random);
    let link = format!("{base}/invitation/{secret}");
    let made = Invitation {
        id: random.code(),
        email,
        role: role.name().to_owned(),
        created_at: now.as_microsecond(),
        expires_at: (now + LASTS).as_microsecond(),
    };
    let (random, who, row, told) = (Arc::clone(random), signed.clone(), made.clone(), link.clone());
    db.write_or(move |tx| {
        Box::pin(async move {
            let there = sql!("invitation_is_member").bind(who.workspace.clone()).bind(row.email.clone());
            if there.fetch_one(&*tx).await? {
                let says = format!("{} belongs to this workspace already", row.email);
                return Err(Fault::wrong("is_member", says));
            }
            let earlier = sql!("invitation_end_for").bind(who.workspace.clone()).bind(row.email.clone());
            earlier.execute(&mut *tx).await?;
            sql!("invitation_add")
                .bind(row.id)
                .bind(secret::hash(&secret))
                .bind(who.workspace.clone())
                .bind(row.email.clone())
                .bind(row.role.clone())
                .bind(who.name.clone())
                .bind(row.created_at)
                .bind(row.expires_at)
                .execute(&mut *tx)
                .await?;
            let about = format!("{}: {}", row.email, row.role);
            deed::note(&mut *tx, &*random, now, &who, "invited", &about).await?;
            if mailed {
                let subject = format!("{} invites you to {}", who.name, who.workspace_name);
                let text = format!(
                    "{} invites you to look after the links of {} in Tidings.\n\nJoin here within 7 days:\n\n{told}\n\n\
                     If you did not expect this, leave it: nothing happens.\n",
                    who.name, who.workspace_name
                );
                mail::put_for(tx, Some(&who.workspace), &row.email, &subject, &text, now).await?;
            }
            Ok(())
        })
    })
    .await?;
    Ok((made, link))
}

/// Takes the invitation `id` back.
pub async fn end(db: &Db, random: &Arc<dyn Random>, now: Timestamp, signed: &Signed, id: &str) -> Result<(), Fault> {
    let (random, who, id) = (Arc::clone(random), signed.clone(), id.to_owned());
    db.write_or(move |tx| {
        Box::pin(async move {
            let end = sql!("invitation_end").bind(who.workspace.clone()).bind(id);
            let email: Option<String> = end.fetch_optional(&*tx).await?;
            let email = email.ok_or(Fault::Unknown("invitation"))?;
            deed::note(tx, &*random, now, &who, "invitation taken back", &email).await?;
            Ok(())
        })
    })
    .await
}

/// What the invitation that `secret` is for says; `None` for one that was used, taken back, has run out, or never was.
pub async fn look(db: &Db, now: Timestamp, secret: &str) -> Result<Option<Invited>, Fault> {
    Ok(sql!("invitation_look").bind(secret::hash(secret)).bind(now).fetch_optional(db).await?)
}

/// Lets in somebody new, who is called `name` and signs in with `password` from now on: person and workspace. `None` as
/// in [`look`].
pub async fn join_new(
    db: &Db,
    random: &Arc<dyn Random>,
    now: Timestamp,
    secret: &str,
    name: &str,
    password: &str,
) -> Result<Option<(String, String)>, Fault> {
    let name = words::name(name)?;
    let Some(invited) = look(db, now, secret).await? else { return Ok(None) };
    if invited.known {
        return Err(Fault::wrong("email_taken", "somebody signs in with this e-mail already: use that password"));
    }
    let (source, typed) = (Arc::clone(random), password.to_owned());
    let hash = password::aside(move || password::hash(&typed, &*source)).await?;
    let (random, secret) = (Arc::clone(random), secret.to_owned());
    let joined = db.write_or(move |tx| {
        Box::pin(async move {
            let Some((workspace, email, role)) = take(&mut *tx, now, &secret).await? else { return Ok(None) };
            let person = random.code();
            sql!("person_join")
                .bind(person.clone())
                .bind(name.clone())
                .bind(email)
                .bind(hash)
                .bind(now)
                .execute(&mut *tx)
                .await?;
            join(tx, &*random, now, &person, &name, &workspace, &role).await?;
            Ok(Some((person, workspace)))
        })
    });
    match joined.await {
        Err(Fault::Store(store::Fault::Taken { .. })) => {
            Err(Fault::wrong("email_taken", "somebody signs in with this e-mail already: use that password"))
        }
        other => other,
    }
}

/// Lets in `person`, who showed that the invitation's e-mail is his: the workspace. `None` as in [`look`].
pub async fn join_known(
    db: &Db,
    random: &Arc<dyn Random>,
    now: Timestamp,
    secret: &str,
    person: &str,
) -> Result<Option<String>, Fault> {
    let (random, secret, person) = (Arc::clone(random), secret.to_owned(), person.to_owned());
    db.write_or(move |tx| {
        Box::pin(async move {
            let Some((workspace, email, role)) = take(&mut *tx, now, &secret).await? else { return Ok(None) };
            let owner: Option<(String, String)> = sql!("person_of_email").bind(email).fetch_optional(&*tx).await?;
            let Some((_, name)) = owner.filter(|(id, _)| *id == person) else {
                return Err(Fault::Denied(
                    "this invitation is for somebody else: sign in with the e-mail that it names",
                ));
            };
            join(tx, &*random, now, &person, &name, &workspace, &role).await?;
            Ok(Some(workspace))
        })
    })
    .await
}

/// Takes it, so that of two who come at once one is let in: workspace, e-mail, role.
async fn take(tx: &mut Tx, now: Timestamp, secret: &str) -> Result<Option<(String, String, String)>, store::Fault> {
    sql!("invitation_take").bind(secret::hash(secret)).bind(now).fetch_optional(&*tx).await
}

async fn join(
    tx: &mut Tx,
    random: &dyn Random,
    now: Timestamp,
    person: &str,
    name: &str,
    workspace: &str,
    role: &str,
) -> Result<(), store::Fault> {
    sql!("membership_join").bind(workspace).bind(person).bind(role).bind(now).execute(&mut *tx).await?;
    // What was told before he came is no news to him.
    sql!("notice_see").bind(person).bind(workspace).bind(i64::MAX).execute(&mut *tx).await?;
    deed::note_of(tx, random, now, workspace, Some(person), name, "joined", role).await
}
