//! Webhooks: notices, and what became of deliveries, on their way to the address that an owner named, tried again until they are taken or given up.

use jiff::SignedDuration;
use networks::webhook;
use people::notice::{self, Event, Kind, Notice, hook};
use serde_json::{Value, json};
use store::queue::{self, Claim};
use store::{Db, Fault};

use super::{Shop, errands};

/// How long after each try comes the next; after the last, none.
const PAUSES: [SignedDuration; 7] = [
    SignedDuration::from_secs(10),
    SignedDuration::from_mins(1),
    SignedDuration::from_mins(5),
    SignedDuration::from_mins(20),
    SignedDuration::from_hours(1),
    SignedDuration::from_hours(3),
    SignedDuration::from_hours(6),
];

/// Delivers what `claim` names.
pub(crate) async fn run(shop: &Shop, claim: Claim) -> Result<(), Fault> {
    let db = &shop.audits.db;
    let workspace = claim.payload["workspace"].as_str().unwrap_or_default().to_owned();
    let message = Message::of(db, &claim.payload).await?;
    let found = match notice::webhook(db, shop.house.key(), &workspace).await {
        // Sealed with the key of another house: a restored one asks its owners to name the address again.
        Err(Fault::Sealed) => None,
        found => found?,
    };
    let (Some(message), Some(found)) = (message, found) else {
        return end(shop, claim, "nobody wants it any more").await;
    };
    let door = shop.audits.looker.door(&found.address);
    let now = shop.audits.clock.now();
    let sent = webhook::send(&door, &found.address, &found.secret, (&message.id, now), message.body.clone());
    let Some(sent) = errands::held(shop, &claim, Box::pin(sent)).await? else { return Ok(()) };
    let Err(why) = sent else {
        let now = shop.audits.clock.now();
        let delivered = db.write(move |tx| {
            Box::pin(async move {
                hook::tried(&mut *tx, now, &workspace, message.named(), None).await?;
                notice::over(&mut *tx, now, Kind::WebhookFailed, &workspace).await?;
                queue::complete(tx, &claim, "delivered", now).await
            })
        });
        return delivered.await;
    };
    let tries = usize::try_from(claim.attempts).unwrap_or(usize::MAX);
    let now = shop.audits.clock.now();
    let pause = PAUSES.get(tries.saturating_sub(1)).copied();
    tracing::warn!(id = message.id, tries, why, again = pause.is_some(), "a webhook did not take a message");
    db.write(move |tx| {
        Box::pin(async move {
            hook::tried(&mut *tx, now, &workspace, message.named(), Some(&why)).await?;
            if let Some(pause) = pause {
                return queue::put_back(tx, &claim, now.saturating_add(pause).unwrap_or(now), &why).await;
            }
            let event = Event {
                kind: Kind::WebhookFailed,
                workspace: Some(workspace.clone()),
                site: None,
                about: workspace,
                says: "Your webhook takes no notices".to_owned(),
                remedy: format!("Look at the receiver, then try it in the settings of notices. The last try: {why}"),
            };
            notice::raise(&mut *tx, now, event).await?;
            queue::complete(tx, &claim, "given up", now).await
        })
    })
    .await
}

async fn end(shop: &Shop, claim: Claim, why: &'static str) -> Result<(), Fault> {
    let now = shop.audits.clock.now();
    shop.audits.db.write(move |tx| Box::pin(async move { queue::complete(tx, &claim, why, now).await })).await
}

/// What is sent.
struct Message {
    /// The same each time that it is tried.
    id: String,
    event: String,
    body: String,
}

impl Message {
    /// What a job says: a message that was made when it happened, or a notice.
    async fn of(db: &Db, payload: &Value) -> Result<Option<Self>, Fault> {
        if let (Some(id), Some(event)) = (payload["id"].as_str(), payload["event"].as_str()) {
            let body = json!({ "type": event, "timestamp": payload["at"], "data": payload["data"] });
            return Ok(Some(Self { id: id.to_owned(), event: event.to_owned(), body: body.to_string() }));
        }
        let told = notice::by_id(db, payload["notice"].as_i64().unwrap_or_default()).await?;
        Ok(told.map(|told| Self { id: format!("notice-{}", told.id), body: body(&told), event: told.kind }))
    }

    fn named(&self) -> (&str, &str) {
        (&self.id, &self.event)
    }
}

/// A notice as it is sent.
fn body(told: &Notice) -> String {
    let at = jiff::Timestamp::from_microsecond(told.at).unwrap_or_default();
    let site = told.site.as_ref().map(|id| json!({ "id": id, "name": told.site_name }));
    json!({
        "type": told.kind,
        "timestamp": at,
        "data": {
            "id": told.id.to_string(), "severity": told.severity, "says": told.says, "remedy": told.remedy, "site": site,
        },
    })
    .to_string()
}
