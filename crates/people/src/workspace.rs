//! Workspaces: closed rooms, each with its people and sites. One that is removed lies in the bin for a while.

use std::sync::Arc;

use domain::Random;
use jiff::{SignedDuration, Timestamp};
use store::{Db, On, Tx, sql};

use crate::{Fault, Role, Signed, deed, session, words};

/// What is in the bin is there for so long.
pub const BIN_KEEPS: SignedDuration = SignedDuration::from_hours(30 * 24);

/// So many workspaces for trying are in one house: the stand-ins of each keep in memory what was posted to them.
pub const MOST_FOR_TRYING: usize = 20;

/// A workspace, and what one is there.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Workspace {
    /// Its id.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// It was made for trying: it posts to stand-ins, and to no network.
    pub sandbox: bool,
    role: String,
}

impl Workspace {
    /// What one is there.
    pub fn role(&self) -> Role {
        Role::of(&self.role)
    }
}

/// A workspace in the bin.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Binned {
    /// Its id.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// Since when, in UTC microseconds.
    pub removed_at: i64,
}

/// The workspaces that `signed` belongs to, by name. A token and a client know theirs alone.
pub async fn all(db: &Db, signed: &Signed) -> Result<Vec<Workspace>, Fault> {
    if !signed.is_in_person() {
        let (id, name) = (signed.workspace.clone(), signed.workspace_name.clone());
        let (sandbox, role) = (signed.sandbox, signed.role().name().to_owned());
        return Ok(vec![Workspace { id, name, sandbox, role }]);
    }
    Ok(sql!("workspace_of_person").bind(signed.person.clone()).fetch_all(db).await?)
}

/// Makes a workspace that `signed` owns; one that is a `sandbox` is for trying, and stays so.
pub async fn add(
    db: &Db,
    random: &Arc<dyn Random>,
    now: Timestamp,
    signed: &Signed,
    (name, sandbox): (&str, bool),
) -> Result<Workspace, Fault> {
    let name = words::name(name)?;
    if sandbox && for_trying(db).await?.len() >= MOST_FOR_TRYING {
        let says = format!(
            "there are {MOST_FOR_TRYING} workspaces for trying already, the bin's among them: use one of those, or remove one"
        );
        return Err(Fault::wrong("too_many", says));
    }
    let (random, who) = (Arc::clone(random), signed.clone());
    let added = db.write(move |tx| {
        Box::pin(async move {
            let id = own(&mut *tx, &*random, now, &who.person, (&name, sandbox)).await?;
            let what = if sandbox { "workspace for trying made" } else { "workspace made" };
            deed::note_of(tx, &*random, now, &id, Some(&who.person), &who.called(), what, &name).await?;
            Ok(Workspace { id, name, sandbox, role: Role::Owner.name().to_owned() })
        })
    });
    Ok(added.await?)
}

/// A new workspace of `person` alone: its id.
pub(crate) async fn own(
    tx: &mut Tx,
    random: &dyn Random,
    now: Timestamp,
    person: &str,
    (name, sandbox): (&str, bool),
) -> Result<String, store::Fault> {
    let id = random.code();
    sql!("workspace_add").bind(id.clone()).bind(name).bind(sandbox).bind(now).execute(&mut *tx).await?;
    sql!("membership_add").bind(id.clone()).bind(person).bind(Role::Owner.name()).bind(now).execute(tx).await?;
    Ok(id)
}

/// A workspace that was made for trying.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct ForTrying {
    /// Its id.
    pub id: String,
    /// Where its stand-ins begin; none where they never ran.
    pub stand_ins: Option<String>,
}

/// The workspaces that were made for trying, those in the bin too.
pub async fn for_trying(on: &(impl On + ?Sized)) -> Result<Vec<ForTrying>, store::Fault> {
    sql!("workspace_for_trying").fetch_all(on).await
}

/// Whether the workspace was made for trying.
pub async fn is_for_trying(on: &(impl On + ?Sized), workspace: &str) -> Result<bool, store::Fault> {
    let told: Option<bool> = sql!("workspace_is_for_trying").bind(workspace).fetch_optional(on).await?;
    Ok(told.unwrap_or(false))
}

/// The stand-ins of the workspace begin at `base` from now on.
pub async fn stand_ins(tx: &mut Tx, workspace: &str, base: &str) -> Result<(), store::Fault> {
    sql!("workspace_stand_ins").bind(workspace).bind(base).execute(tx).await.map(drop)
}

/// Calls the workspace of `signed` otherwise.
pub async fn rename(
    db: &Db,
    random: &Arc<dyn Random>,
    now: Timestamp,
    signed: &Signed,
    name: &str,
) -> Result<(), Fault> {
    let name = words::name(name)?;
    let (random, who) = (Arc::clone(random), signed.clone());
    db.write(move |tx| {
        Box::pin(async move {
            deed::note(&mut *tx, &*random, now, &who, "workspace renamed", &name).await?;
            sql!("workspace_rename").bind(who.workspace).bind(name).execute(tx).await
        })
    })
    .await?;
    Ok(())
}

/// Puts the workspace of `signed` into the bin. `name` is its name, typed again. Whoever belonged to it goes on in
/// another workspace of his; an owner who has none gets an empty one, so that he can come in and take this one back.
pub async fn remove(
    db: &Db,
    random: &Arc<dyn Random>,
    now: Timestamp,
    signed: &Signed,
    name: &str,
) -> Result<(), Fault> {
    if name.trim() != signed.workspace_name {
        return Err(Fault::wrong("name_differs", format!("type its name as it is: {}", signed.workspace_name)));
    }
    let (random, who) = (Arc::clone(random), signed.clone());
    db.write(move |tx| {
        Box::pin(async move {
            if sql!("workspace_remove").bind(who.workspace.clone()).bind(now).execute(&mut *tx).await? == 0 {
                return Ok(());
            }
            deed::note(&mut *tx, &*random, now, &who, "workspace removed", &who.workspace_name).await?;
            let people: Vec<(String, String)> =
                sql!("membership_persons").bind(who.workspace.clone()).fetch_all(&*tx).await?;
            for (person, role) in people {
                let other: Option<String> = sql!("membership_elsewhere")
                    .bind(person.clone())
                    .bind(who.workspace.clone())
                    .fetch_optional(&*tx)
                    .await?;
                if other.is_none() && Role::of(&role) == Role::Owner {
                    own(&mut *tx, &*random, now, &person, ("Your sites", false)).await?;
                }
                session::move_out(&mut *tx, &person, &who.workspace).await?;
            }
            Ok(())
        })
    })
    .await?;
    Ok(())
}

/// The workspaces in the bin that `signed` owned, the last one first.
pub async fn bin(db: &Db, signed: &Signed) -> Result<Vec<Binned>, Fault> {
    Ok(sql!("workspace_bin").bind(signed.person.clone()).fetch_all(db).await?)
}

/// Takes the workspace `id`, which `signed` owned, out of the bin.
pub async fn restore(
    db: &Db,
    random: &Arc<dyn Random>,
    now: Timestamp,
    signed: &Signed,
    id: &str,
) -> Result<(), Fault> {
    let (random, who, id) = (Arc::clone(random), signed.clone(), id.to_owned());
    db.write_or(move |tx| {
        Box::pin(async move {
            let found = sql!("workspace_in_bin").bind(id.clone()).bind(who.person.clone());
            let name: Option<String> = found.fetch_optional(&*tx).await?;
            let Some(name) = name else { return Err(Fault::Unknown("workspace in the bin")) };
            if sql!("workspace_restore").bind(id.clone()).execute(&mut *tx).await? == 0 {
                return Err(Fault::Unknown("workspace in the bin"));
            }
            let (person, called) = (Some(who.person.as_str()), who.called());
            deed::note_of(tx, &*random, now, &id, person, &called, "workspace restored", &name).await?;
            Ok(())
        })
    })
    .await
}
