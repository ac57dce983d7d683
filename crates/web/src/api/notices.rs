//! Notices: what happened while nobody looked, and who hears of it how.

use axum::extract::State;
use axum::http::StatusCode;
use axum::{Extension, Json};
use jiff::Timestamp;
use networks::webhook;
use people::Signed;
use people::notice::{self, Kind, Severity, hook};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::time;
use crate::once::ToldOnce;
use crate::{House, Problem};

#[derive(Serialize, JsonSchema)]
pub(crate) struct Notices {
    items: Vec<Notice>,
    /// How many of them nobody saw yet who asks.
    unseen: usize,
    next: Option<String>,
}

#[derive(Serialize, JsonSchema)]
struct Notice {
    id: String,
    at: Timestamp,
    /// As in `kinds` of the settings.
    #[schemars(with = "Kind")]
    kind: String,
    #[schemars(with = "Severity")]
    severity: String,
    /// What happened, a sentence.
    says: String,
    /// What to do, a sentence.
    remedy: String,
    site: Option<About>,
    /// The post that it is about.
    post: Option<String>,
    seen: bool,
    /// Since when it is over.
    over: Option<Timestamp>,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "NoticeAbout")]
struct About {
    id: String,
    name: String,
}

pub(crate) async fn all(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
) -> Result<Json<Notices>, Problem> {
    let (notices, seen) = notice::all(house.db(), &signed).await?;
    let told = |notice: notice::Notice| Notice {
        id: notice.id.to_string(),
        at: time(notice.at),
        // The matter of such a notice is the post and its delivery.
        post: (notice.kind.starts_with("post_") || notice.kind == "wallet_empty")
            .then(|| notice.about.split('/').next().unwrap_or_default().to_owned()),
        kind: notice.kind,
        severity: notice.severity,
        says: notice.says,
        remedy: notice.remedy,
        site: notice.site.zip(notice.site_name).map(|(id, name)| About { id, name }),
        seen: notice.id <= seen,
        over: notice.over_at.map(time),
    };
    let items: Vec<Notice> = notices.into_iter().map(told).collect();
    Ok(Json(Notices { unseen: items.iter().filter(|notice| !notice.seen).count(), items, next: None }))
}

#[derive(Deserialize, JsonSchema)]
pub(crate) struct Seen {
    /// The id of the newest notice that was seen.
    up_to: String,
}

pub(crate) async fn see(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Json(Seen { up_to }): Json<Seen>,
) -> Result<StatusCode, Problem> {
    let id = up_to.parse::<i64>().map_err(|_| Problem::not_found("notice"))?;
    notice::see(house.db(), &signed, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Serialize, JsonSchema)]
pub(crate) struct NoticeSettings {
    /// Whether who asks gets them by mail.
    mail: bool,
    webhook: Option<Webhook>,
    /// All kinds, and when each is told.
    kinds: Vec<KindSays>,
    /// All that a webhook may be told of.
    webhook_events: Vec<EventSays>,
}

#[derive(Serialize, JsonSchema)]
struct Webhook {
    address: String,
    /// What it is told of, by name.
    events: Vec<String>,
    /// The last tries, the newest first.
    tries: Vec<Try>,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "WebhookEvent")]
struct EventSays {
    event: &'static str,
    says: &'static str,
}

/// A message that was tried.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "WebhookTry")]
struct Try {
    /// Its id, the same each time that it is tried.
    message: String,
    event: String,
    at: Timestamp,
    /// What came in place of a yes.
    fault: Option<String>,
}

#[derive(Serialize, JsonSchema)]
struct KindSays {
    kind: Kind,
    says: &'static str,
}

pub(crate) async fn settings(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
) -> Result<Json<NoticeSettings>, Problem> {
    let chosen = notice::settings(house.db(), &signed).await?;
    // The address may hold a secret of its receiver: it is for those who set it.
    let address = chosen.webhook.filter(|_| signed.may(people::May::Decide));
    let webhook = match address {
        Some(address) => {
            let tries = hook::tries(house.db(), &signed.workspace).await?.into_iter();
            let told = |it: hook::Try| Try { message: it.message, event: it.event, at: time(it.at), fault: it.fault };
            let events = hook::heard(house.db(), &signed.workspace).await?;
            Some(Webhook { address, events, tries: tries.map(told).collect() })
        }
        None => None,
    };
    Ok(Json(NoticeSettings {
        mail: chosen.mail,
        webhook,
        webhook_events: hook::events().map(|(event, says)| EventSays { event, says }).collect(),
        kinds: Kind::ALL.into_iter().map(|kind| KindSays { kind, says: kind.says() }).collect(),
    }))
}

#[derive(Deserialize, JsonSchema)]
pub(crate) struct WantMail {
    mail: bool,
}

pub(crate) async fn want_mail(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Json(WantMail { mail }): Json<WantMail>,
) -> Result<StatusCode, Problem> {
    notice::want_mail(house.db(), &signed, mail).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Deserialize, JsonSchema)]
pub(crate) struct NewWebhook {
    address: String,
    /// What it is told of, by name; null: what was chosen before, at first every notice.
    #[serde(default)]
    events: Option<Vec<String>>,
}

#[derive(Deserialize, JsonSchema)]
pub(crate) struct WebhookEvents {
    /// What it is told of, by name; null: every notice.
    events: Option<Vec<String>>,
}

#[derive(Serialize, JsonSchema)]
pub(crate) struct WebhookSecret {
    /// What each request is signed with, told this once.
    secret: String,
}

pub(crate) async fn set_webhook(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Json(NewWebhook { address, events }): Json<NewWebhook>,
) -> Result<(Extension<ToldOnce>, Json<WebhookSecret>), Problem> {
    let (db, random, now) = (house.db(), house.random(), house.now());
    let secret = notice::webhook_set(db, house.key(), random, now, &signed, &address).await?;
    if events.is_some() {
        hook::choose(db, random, now, &signed, events).await?;
    }
    Ok((Extension(ToldOnce), Json(WebhookSecret { secret })))
}

/// What the webhook is told of from now on.
pub(crate) async fn choose_events(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Json(WebhookEvents { events }): Json<WebhookEvents>,
) -> Result<StatusCode, Problem> {
    hook::choose(house.db(), house.random(), house.now(), &signed, events).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Signs with another secret from now on.
pub(crate) async fn renew_secret(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
) -> Result<(Extension<ToldOnce>, Json<WebhookSecret>), Problem> {
    let secret = hook::renew(house.db(), house.key(), house.random(), house.now(), &signed).await?;
    Ok((Extension(ToldOnce), Json(WebhookSecret { secret })))
}

pub(crate) async fn end_webhook(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
) -> Result<StatusCode, Problem> {
    notice::webhook_end(house.db(), house.random(), house.now(), &signed).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Serialize, JsonSchema)]
pub(crate) struct Tried {
    delivered: bool,
    /// What came back, in words.
    says: String,
}

/// Sends a notice that nothing happened, once.
pub(crate) async fn try_webhook(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
) -> Result<Json<Tried>, Problem> {
    let found = notice::webhook(house.db(), house.key(), &signed.workspace).await?;
    let found = found.ok_or_else(|| Problem::not_found("webhook"))?;
    let (id, now) = (format!("test-{}", house.random().code()), house.now());
    let body = json!({ "type": "test", "timestamp": now, "data": { "says": "Tidings reaches this address" } });
    let door = house.looker().door(&found.address);
    let sent = webhook::send(&door, &found.address, &found.secret, (&id, now), body.to_string()).await;
    let (fault, workspace) = (sent.clone().err(), signed.workspace);
    let noted = house.db().write(move |tx| {
        Box::pin(async move { hook::tried(tx, now, &workspace, (&id, "test"), fault.as_deref()).await })
    });
    noted.await?;
    Ok(Json(match sent {
        Ok(()) => Tried { delivered: true, says: "The address took it.".to_owned() },
        Err(why) => Tried { delivered: false, says: why },
    }))
}
