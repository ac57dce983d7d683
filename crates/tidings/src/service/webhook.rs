//! Webhooks: notices on their way to the address that an owner named, tried again until they are taken or given up.

use jiff::SignedDuration;
use networks::webhook;
use people::notice::{self, Event, Kind, Notice};
use serde_json::json;
use store::Fault;
use store::queue::{self, Claim};

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
    let told = notice::by_id(db, claim.payload["notice"].as_i64().unwrap_or_default()).await?;
    let hook = match notice::webhook(db, shop.house.key(), &workspace).await {
        // Sealed with the key of another house: a restored one asks its owners to name the address again.
        Err(Fault::Sealed) => None,
        found => found?,
    };
    let (Some(told), Some(hook)) = (told, hook) else {
        return end(shop, claim, "nobody wants it any more").await;
    };
    let (id, body) = (format!("notice-{}", told.id), body(&told));
    let door = shop.audits.looker.door(&hook.address);
    let now = shop.audits.clock.now();
    let sent = Box::pin(webhook::send(&door, &hook.address, &hook.secret, (&id, now), body));
    let Some(sent) = errands::held(shop, &claim, sent).await? else { return Ok(()) };
    let Err(why) = sent else {
        let now = shop.audits.clock.now();
        let delivered = db.write(move |tx| {
            Box::pin(async move {
                notice::over(&mut *tx, now, Kind::WebhookFailed, &workspace).await?;
                queue::complete(tx, &claim, "delivered", now).await
            })
        });
        return delivered.await;
    };
    let tries = usize::try_from(claim.attempts).unwrap_or(usize::MAX);
    let now = shop.audits.clock.now();
    let pause = PAUSES.get(tries.saturating_sub(1)).copied();
    tracing::warn!(notice = told.id, tries, why, again = pause.is_some(), "a webhook did not take a notice");
    db.write(move |tx| {
        Box::pin(async move {
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
