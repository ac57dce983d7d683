//! Export: all that a workspace keeps, for whoever takes it elsewhere. No secret is in it, not even as a hash.
//!
//! The log may be long, so it is read a part at a time ([`deeds_after`]); the rest is small. Audits are others' rows.

use std::sync::Arc;

use domain::Random;
use jiff::Timestamp;
use serde::Serialize;
use store::{At, Db, sql};

use crate::{Fault, Signed, deed};

/// The workspace, who belongs to it and what it has, without audits and log.
#[derive(Clone, Debug, Serialize)]
#[expect(missing_docs, reason = "each is what it is called")]
pub struct Rooms {
    pub workspace: Room,
    pub people: Vec<Person>,
    pub invitations: Vec<Invitation>,
    pub tokens: Vec<Token>,
    pub sites: Vec<Site>,
    pub client_links: Vec<ClientLink>,
    pub notices: Vec<Notice>,
}

/// The workspace itself.
#[derive(Clone, Debug, Serialize)]
#[expect(missing_docs, reason = "each is what it is called")]
pub struct Room {
    pub id: String,
    pub name: String,
    pub created: At,
}

macro_rules! exported {
    ($(#[doc = $says:literal] $name:ident { $($field:ident: $kind:ty),* $(,)? })*) => { $(
        #[doc = $says]
        #[derive(Clone, Debug, Serialize, sqlx::FromRow)]
        #[expect(missing_docs, reason = "each is what it is called")]
        pub struct $name { $(pub $field: $kind),* }
    )* };
}

exported! {
    #[doc = "Somebody who belongs to it."]
    Person { id: String, name: String, email: Option<String>, role: String, since: At }
    #[doc = "An invitation that waits."]
    Invitation { id: String, email: String, role: String, created_at: At, expires_at: At }
    #[doc = "A token, without what it is known by."]
    Token {
        id: String, person: String, name: String, scope: String, created_at: At, used_at: Option<At>,
        expires_at: Option<At>,
    }
    #[doc = "A site; one in the bin too."]
    Site { id: String, address: String, name: String, created_at: At, removed_at: Option<At> }
    #[doc = "A link for a client, without its secret."]
    ClientLink {
        id: String, site: String, name: String, created_at: At, expires_at: At, seen_at: Option<At>,
    }
    #[doc = "A notice."]
    Notice {
        id: i64, site: Option<String>, kind: String, severity: String, says: String, remedy: String, at: At,
        over_at: Option<At>,
    }
    #[doc = "A line of the log."]
    Deed { id: String, who: String, what: String, about: String, at: At }
}

/// Everything but audits and log; that it was exported is noted.
pub async fn rooms(db: &Db, random: &Arc<dyn Random>, now: Timestamp, signed: &Signed) -> Result<Rooms, Fault> {
    let (source, who) = (Arc::clone(random), signed.clone());
    db.write(move |tx| {
        Box::pin(async move { deed::note(tx, &*source, now, &who, "workspace exported", &who.workspace_name).await })
    })
    .await?;
    let room = &signed.workspace;
    let created: At = sql!("workspace_created").bind(room).fetch_one(db).await?;
    Ok(Rooms {
        workspace: Room { id: room.clone(), name: signed.workspace_name.clone(), created },
        people: sql!("membership_all").bind(room).fetch_all(db).await?,
        invitations: sql!("invitation_all").bind(room).bind(now).fetch_all(db).await?,
        tokens: sql!("export_tokens").bind(room).fetch_all(db).await?,
        sites: sql!("export_sites").bind(room).fetch_all(db).await?,
        client_links: sql!("export_client_links").bind(room).fetch_all(db).await?,
        notices: sql!("export_notices").bind(room).fetch_all(db).await?,
    })
}

/// Lines that are read at a time.
const AT_ONCE: u32 = 500;

/// The lines of the log of `workspace` after `last`, the oldest first, a part of them; none at the end.
pub async fn deeds_after(db: &Db, workspace: &str, last: Option<&Deed>) -> Result<Vec<Deed>, Fault> {
    let (at, id) = last.map_or((i64::MIN, ""), |last| (last.at.0.as_microsecond(), last.id.as_str()));
    Ok(sql!("export_deeds").bind(workspace).bind(at).bind(id).bind(AT_ONCE).fetch_all(db).await?)
}
