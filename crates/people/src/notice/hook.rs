//! What a workspace's webhook hears, and how its last tries went.
//!
//! It hears every notice, unless somebody chose; of deliveries it hears where somebody chose that. Such a message is made when
//! it happens, in the transaction of what it tells of, and stays the same however often it is tried. Start at [`tell`].

use std::sync::Arc;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use domain::Random;
use jiff::Timestamp;
use serde_json::{Value, json};
use store::queue::{self, NewJob};
use store::secret::Key;
use store::{Db, Tx, sql};

use super::settings::place;
use super::{JOB, Kind};
use crate::{Fault, Signed, deed};

/// What is told of deliveries, in words for whoever chooses. The second half of each name is how the delivery stands.
pub const OF_DELIVERIES: [(&str, &str); 5] = [
    ("delivery_live", "A post went live"),
    ("delivery_refused", "A network refused a post"),
    ("delivery_person", "Nothing tells what became of a post: somebody has to look"),
    ("delivery_waiting", "A post is due that you post by hand"),
    ("delivery_gone", "A post was taken away"),
];
/// Tries of a workspace that are kept.
const TRIES: i64 = 50;
/// And those that are shown.
const SHOWN: i64 = 10;

/// All that a webhook may hear, with words for each.
pub fn events() -> impl Iterator<Item = (&'static str, &'static str)> {
    // One that told of its own failure would fail next.
    let notices = Kind::ALL.into_iter().filter(|kind| *kind != Kind::WebhookFailed);
    notices.map(|kind| (kind.name(), kind.says())).chain(OF_DELIVERIES)
}

/// A message that was tried.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Try {
    /// The message's id.
    pub message: String,
    /// What it told of.
    pub event: String,
    /// When, in UTC microseconds.
    pub at: i64,
    /// What came in place of a yes.
    pub fault: Option<String>,
}

/// Tells the webhook of `workspace` of `event`, if it was chosen to hear that. `about` and the moment make the message's id.
pub async fn tell(
    tx: &mut Tx,
    now: Timestamp,
    workspace: &str,
    (event, about): (&str, &str),
    data: Value,
) -> Result<(), store::Fault> {
    let hears: Option<String> = sql!("webhook_hears").bind(workspace).bind(event).fetch_optional(&*tx).await?;
    if hears.is_none() {
        return Ok(());
    }
    let id = format!("{event}-{about}-{}", now.as_microsecond());
    let payload = json!({ "workspace": workspace, "id": id, "event": event, "at": now, "data": data });
    queue::enqueue(tx, NewJob { kind: JOB, payload, due: now, dedup: None, priority: 0 }, now).await.map(drop)
}

/// What the webhook of `workspace` hears.
pub async fn heard(db: &Db, workspace: &str) -> Result<Vec<String>, store::Fault> {
    let chosen: Option<Option<String>> = sql!("webhook_events").bind(workspace).fetch_optional(db).await?;
    let usual = || events().map(|(name, _)| name.to_owned()).filter(|name| !name.starts_with("delivery_")).collect();
    Ok(chosen.flatten().map_or_else(usual, |names| serde_json::from_str(&names).unwrap_or_default()))
}

/// The webhook of `signed`'s workspace hears `chosen` from now on; `None`: every notice.
pub async fn choose(
    db: &Db,
    random: &Arc<dyn Random>,
    now: Timestamp,
    signed: &Signed,
    chosen: Option<Vec<String>>,
) -> Result<(), Fault> {
    let unknown = |name: &&String| !events().any(|(known, _)| known == name.as_str());
    if let Some(name) = chosen.iter().flatten().find(unknown) {
        let all: Vec<&str> = events().map(|(name, _)| name).collect();
        return Err(Fault::wrong(
            "event_unknown",
            format!("a webhook hears nothing called `{name}`: there are {}", all.join(", ")),
        ));
    }
    let names = chosen.map(|names| json!(names).to_string());
    let (random, who) = (Arc::clone(random), signed.clone());
    db.write_or(move |tx| {
        Box::pin(async move {
            if sql!("webhook_choose").bind(&*who.workspace).bind(names.clone()).execute(&mut *tx).await? == 0 {
                return Err(Fault::Unknown("webhook"));
            }
            deed::note(tx, &*random, now, &who, "webhook chosen", names.as_deref().unwrap_or("every notice")).await?;
            Ok(())
        })
    })
    .await
}

/// Makes a new secret for the webhook of `signed`'s workspace, told this once; the one before signs nothing any more.
pub async fn renew(
    db: &Db,
    key: &Key,
    random: &Arc<dyn Random>,
    now: Timestamp,
    signed: &Signed,
) -> Result<String, Fault> {
    let mut bytes = [0; 32];
    random.fill(&mut bytes);
    let sealed = key.seal(&bytes, &place(&signed.workspace))?;
    let (random, who) = (Arc::clone(random), signed.clone());
    db.write_or(move |tx| {
        Box::pin(async move {
            if sql!("webhook_renew").bind(&*who.workspace).bind(sealed).bind(now).execute(&mut *tx).await? == 0 {
                return Err(Fault::Unknown("webhook"));
            }
            deed::note(tx, &*random, now, &who, "webhook secret renewed", "").await?;
            Ok(())
        })
    })
    .await?;
    Ok(format!("whsec_{}", BASE64_STANDARD.encode(bytes)))
}

/// `message`, which told of `event`, was tried; what came in place of a yes.
pub async fn tried(
    tx: &mut Tx,
    now: Timestamp,
    workspace: &str,
    (message, event): (&str, &str),
    fault: Option<&str>,
) -> Result<(), store::Fault> {
    sql!("webhook_tried").bind(workspace).bind(message).bind(event).bind(now).bind(fault).execute(&mut *tx).await?;
    sql!("webhook_tries_forget").bind(workspace).bind(TRIES).execute(tx).await.map(drop)
}

/// The last tries of `workspace`, the newest first.
pub async fn tries(db: &Db, workspace: &str) -> Result<Vec<Try>, store::Fault> {
    sql!("webhook_tries").bind(workspace).bind(SHOWN).fetch_all(db).await
}
