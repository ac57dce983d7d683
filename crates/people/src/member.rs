//! Members: who belongs to a workspace, as what, and how that ends.
//!
//! A workspace has an owner at any time. Whoever changes that holds the workspace's row first, so that of two owners who
//! demote each other at once one is told that he is the last.

use std::sync::Arc;

use domain::Random;
use jiff::Timestamp;
use store::{Db, Tx, sql};

use crate::{Fault, May, Role, Signed, deed, session, sign_in, words};

/// Somebody who belongs to a workspace.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Member {
    /// The person.
    pub id: String,
    /// His name.
    pub name: String,
    /// His e-mail.
    pub email: Option<String>,
    role: String,
    /// Since when, in UTC microseconds.
    pub since: i64,
}

impl Member {
    /// What he is here.
    pub fn role(&self) -> Role {
        Role::of(&self.role)
    }
}

/// Who belongs to the workspace of `signed`, by name.
pub async fn all(db: &Db, signed: &Signed) -> Result<Vec<Member>, Fault> {
    Ok(sql!("membership_all").bind(signed.workspace.clone()).fetch_all(db).await?)
}

/// `person` is `role` in the workspace of `signed` from now on.
pub async fn set_role(
    db: &Db,
    random: &Arc<dyn Random>,
    now: Timestamp,
    signed: &Signed,
    person: &str,
    role: Role,
) -> Result<(), Fault> {
    let role = role.of_member()?;
    let (random, who, person) = (Arc::clone(random), signed.clone(), person.to_owned());
    db.write_or(move |tx| {
        Box::pin(async move {
            let (name, was) = held(&mut *tx, &who.workspace, &person).await?;
            if was == role {
                return Ok(());
            }
            if was == Role::Owner {
                not_the_last(&mut *tx, &who.workspace).await?;
            }
            let set = sql!("membership_set_role").bind(who.workspace.clone()).bind(person).bind(role.name());
            set.execute(&mut *tx).await?;
            let about = format!("{name}: {}, was {}", role.name(), was.name());
            deed::note(tx, &*random, now, &who, "role changed", &about).await?;
            Ok(())
        })
    })
    .await
}

/// `person` belongs to the workspace of `signed` no more; oneself leaves. What he made for programs there is dead, and
/// whoever belongs nowhere any more is forgotten.
pub async fn remove(
    db: &Db,
    random: &Arc<dyn Random>,
    now: Timestamp,
    signed: &Signed,
    person: &str,
) -> Result<(), Fault> {
    let oneself = person == signed.person;
    if !oneself && !signed.may(May::Decide) {
        return Err(Fault::Denied("an owner of the workspace says who belongs to it; you may leave it yourself"));
    }
    let (random, who, person) = (Arc::clone(random), signed.clone(), person.to_owned());
    db.write_or(move |tx| {
        Box::pin(async move {
            let (name, role) = held(&mut *tx, &who.workspace, &person).await?;
            if role == Role::Owner {
                not_the_last(&mut *tx, &who.workspace).await?;
            }
            sql!("membership_end").bind(who.workspace.clone()).bind(person.clone()).execute(&mut *tx).await?;
            sql!("api_token_end_in").bind(person.clone()).bind(who.workspace.clone()).execute(&mut *tx).await?;
            session::move_out(&mut *tx, &person, &who.workspace).await?;
            let what = if oneself { "left" } else { "removed from the workspace" };
            deed::note(&mut *tx, &*random, now, &who, what, &name).await?;
            forget_if_nowhere(tx, &person).await?;
            Ok(())
        })
    })
    .await
}

/// `signed` is called `name` from now on.
pub async fn rename(db: &Db, signed: &Signed, name: &str) -> Result<(), Fault> {
    let rename = sql!("person_rename").bind(signed.person.clone()).bind(words::name(name)?);
    db.write(move |tx| Box::pin(async move { rename.execute(tx).await })).await?;
    Ok(())
}

/// Forgets `signed` as a person; `password` shows that it is himself. Not while he alone owns a workspace that others
/// belong to, or that has sites; an empty one goes with him.
pub async fn forget(
    db: &Db,
    random: &Arc<dyn Random>,
    now: Timestamp,
    signed: &Signed,
    password: &str,
) -> Result<(), Fault> {
    sign_in::is_himself(db, now, &signed.person, password).await?;
    let (random, who) = (Arc::clone(random), signed.clone());
    db.write_or(move |tx| {
        Box::pin(async move {
            let there: Vec<(String, String, String)> =
                sql!("workspace_of_person").bind(who.person.clone()).fetch_all(&*tx).await?;
            let mut ids: Vec<&String> = there.iter().map(|(id, ..)| id).collect();
            // In one order, so that two who go at once do not wait for each other.
            ids.sort_unstable();
            for id in ids {
                let _: Option<String> = sql!("workspace_hold").bind(id).fetch_optional(&*tx).await?;
            }
            let sole: Vec<(String, String, i64, i64)> =
                sql!("membership_sole_owner").bind(who.person.clone()).fetch_all(&*tx).await?;
            if let Some((_, name, ..)) = sole.iter().find(|(.., others, sites)| *others > 0 || *sites > 0) {
                let says = format!("you alone own {name}: make somebody else an owner, or remove that workspace first");
                return Err(Fault::wrong("sole_owner", says));
            }
            for (id, name, _) in &there {
                let person = Some(who.person.as_str());
                deed::note_of(&mut *tx, &*random, now, id, person, &who.name, "left", name).await?;
            }
            for (id, ..) in &sole {
                sql!("workspace_remove").bind(id).bind(now).execute(&mut *tx).await?;
            }
            forget_person(tx, &who.person).await?;
            Ok(())
        })
    })
    .await
}

/// Holds the workspace and finds somebody who belongs to it: his name, and what he is.
async fn held(tx: &mut Tx, workspace: &str, person: &str) -> Result<(String, Role), Fault> {
    let there: Option<String> = sql!("workspace_hold").bind(workspace).fetch_optional(&*tx).await?;
    there.ok_or(Fault::Unknown("workspace"))?;
    let found: Option<(String, String)> =
        sql!("membership_one").bind(workspace).bind(person).fetch_optional(&*tx).await?;
    let (name, role) = found.ok_or(Fault::Unknown("person"))?;
    Ok((name, Role::of(&role)))
}

/// Refused where one owner is left.
async fn not_the_last(tx: &mut Tx, workspace: &str) -> Result<(), Fault> {
    let owners: i64 = sql!("membership_owners").bind(workspace).fetch_one(&*tx).await?;
    if owners > 1 {
        return Ok(());
    }
    Err(Fault::wrong("last_owner", "a workspace has an owner at any time: make somebody else an owner first"))
}

/// Forgets `person`, if he belongs to no workspace, not even one in the bin.
pub(crate) async fn forget_if_nowhere(tx: &mut Tx, person: &str) -> Result<(), store::Fault> {
    let many: i64 = sql!("membership_of_person").bind(person).fetch_one(&*tx).await?;
    if many == 0 { forget_person(tx, person).await } else { Ok(()) }
}

/// Forgets `person` and all that is his; in the log his name stays.
async fn forget_person(tx: &mut Tx, person: &str) -> Result<(), store::Fault> {
    sql!("deed_nobodys").bind(person).execute(&mut *tx).await?;
    sql!("session_end_all").bind(person).execute(&mut *tx).await?;
    sql!("once_link_clear").bind(person).execute(&mut *tx).await?;
    sql!("membership_end_of_person").bind(person).execute(&mut *tx).await?;
    sql!("answered_forget_of").bind(person).execute(&mut *tx).await?;
    sql!("person_forget").bind(person).execute(tx).await.map(drop)
}
