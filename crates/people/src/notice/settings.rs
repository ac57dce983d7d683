//! Who wants notices, and where they are sent.

use std::sync::Arc;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use domain::Random;
use jiff::Timestamp;
use store::secret::Key;
use store::{Db, sql};
use url::Url;

use crate::{Fault, Signed, deed};

/// What somebody chose.
#[derive(Clone, Debug)]
pub struct NoticeSettings {
    /// He wants them by mail.
    pub mail: bool,
    /// Where the workspace has them sent.
    pub webhook: Option<String>,
}

/// Where notices are sent.
#[derive(Clone, Debug)]
pub struct Webhook {
    /// The address.
    pub address: Url,
    /// What each request is signed with.
    pub secret: Arc<[u8]>,
}

/// What `signed` chose.
pub async fn settings(db: &Db, signed: &Signed) -> Result<NoticeSettings, Fault> {
    let wants: Option<String> =
        sql!("notice_mail_of").bind(signed.person.clone()).bind(signed.workspace.clone()).fetch_optional(db).await?;
    let webhook: Option<(String, String)> =
        sql!("webhook_of").bind(signed.workspace.clone()).fetch_optional(db).await?;
    Ok(NoticeSettings { mail: wants.is_some(), webhook: webhook.map(|(address, _)| address) })
}

/// `signed` wants the notices of his workspace by mail, or does not.
pub async fn want_mail(db: &Db, signed: &Signed, wants: bool) -> Result<(), Fault> {
    if wants && signed.email.is_none() {
        return Err(Fault::wrong("email_missing", "set your e-mail and a password first: notices need an address"));
    }
    let (person, workspace) = (signed.person.clone(), signed.workspace.clone());
    db.write(move |tx| {
        Box::pin(async move {
            let choice = if wants { sql!("notice_mail_add") } else { sql!("notice_mail_end") };
            choice.bind(person).bind(workspace).execute(tx).await
        })
    })
    .await?;
    Ok(())
}

/// Has the notices of the workspace sent to `address`; the secret that signs them, told this once.
pub async fn webhook_set(
    db: &Db,
    key: &Key,
    random: &Arc<dyn Random>,
    now: Timestamp,
    signed: &Signed,
    address: &str,
) -> Result<String, Fault> {
    let wrong =
        || Fault::wrong("address_invalid", "write an address that begins with https://, without a password in it");
    let url = Url::parse(address.trim()).map_err(|_| wrong())?;
    let no_password = url.username().is_empty() && url.password().is_none();
    if !matches!(url.scheme(), "http" | "https") || !url.has_host() || address.len() > 2_000 || !no_password {
        return Err(wrong());
    }
    let mut bytes = [0; 32];
    random.fill(&mut bytes);
    let sealed = key.seal(&bytes, &place(&signed.workspace))?;
    let (random, who) = (Arc::clone(random), signed.clone());
    db.write(move |tx| {
        Box::pin(async move {
            sql!("webhook_set")
                .bind(who.workspace.clone())
                .bind(url.as_str())
                .bind(sealed)
                .bind(now)
                .execute(&mut *tx)
                .await?;
            // The address may hold a secret of its receiver.
            deed::note(tx, &*random, now, &who, "webhook set", url.host_str().unwrap_or_default()).await
        })
    })
    .await?;
    Ok(format!("whsec_{}", BASE64_STANDARD.encode(bytes)))
}

/// Ends the webhook of the workspace.
pub async fn webhook_end(db: &Db, random: &Arc<dyn Random>, now: Timestamp, signed: &Signed) -> Result<(), Fault> {
    let (random, who) = (Arc::clone(random), signed.clone());
    db.write(move |tx| {
        Box::pin(async move {
            if sql!("webhook_end").bind(who.workspace.clone()).execute(&mut *tx).await? > 0 {
                deed::note(tx, &*random, now, &who, "webhook ended", "").await?;
            }
            Ok(())
        })
    })
    .await?;
    Ok(())
}

/// Where the notices of `workspace` are sent.
pub async fn webhook(db: &Db, key: &Key, workspace: &str) -> Result<Option<Webhook>, store::Fault> {
    let row: Option<(String, String)> = sql!("webhook_of").bind(workspace).fetch_optional(db).await?;
    let Some((address, sealed)) = row else { return Ok(None) };
    let secret = key.open(&sealed, &place(workspace))?;
    let Ok(address) = Url::parse(&address) else { return Ok(None) };
    Ok(Some(Webhook { address, secret: store::secret::exposed(&secret).into() }))
}

/// What a sealed secret belongs to.
pub(super) fn place(workspace: &str) -> String {
    format!("webhook.secret {workspace}")
}
