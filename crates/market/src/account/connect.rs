//! Connecting: an account is let in once, its secret is sealed, and what went before stays with it.

use networks::publish::{Account as Known, Cause, Connected, Field, Given, Publish, Purse as _, Secret};
use people::notice::{self, Kind};
use store::secret::Key;
use store::{On, Tx, sql};
use url::Url;

use super::{Account, associated, by_id, network};
use crate::purse::Purse;
use crate::{Desk, Fault};

/// Where an account is, by what it is known again: network, server, identity.
struct Place<'a> {
    network: &'a str,
    base: String,
    identity: &'a str,
    name: &'a str,
    by_hand: bool,
}

/// Connects an account of `workspace`, or connects it anew: the same identity is the same account. `base`: the server of a
/// workspace of the sandbox, which speaks to no other.
pub async fn connect(
    desk: &Desk,
    workspace: &str,
    by: &str,
    network_id: &str,
    base: Option<&Url>,
    given: &Given,
) -> Result<Account, Fault> {
    let publish = network(network_id).and_then(|network| network.publish).ok_or_else(|| {
        Fault::wrong("by_hand_only", "nothing is posted there by programs yet: add it as one to which you post by hand")
    })?;
    priced(desk, workspace, publish).await?;
    asked(publish.connect.fields, base, given)?;
    let base = place(publish, base, given)?;
    let http = desk.doors.to(&base);
    let asks = publish.acts.connect(&http, &base, given, desk.now());
    let it = paid(desk, publish, (workspace, network_id), asks).await?;
    connected(desk, workspace, by, network_id, &it).await
}

/// Nothing that costs money leaves without an amount that somebody approved; stand-ins charge nothing.
pub(super) async fn priced(desk: &Desk, workspace: &str, publish: &Publish) -> Result<(), Fault> {
    if publish.price.is_none() || !desk.is_charged_in(workspace).await? {
        return Ok(());
    }
    let wallet = ledger::wallet::of(&desk.db, workspace).await?;
    if wallet.is_none_or(|wallet| wallet.approved().micros == 0) {
        let says = "the network takes money for each post: say in the settings, under Wallet, what may be spent in a month, or add it as one to which you post by hand";
        return Err(Fault::wrong("wallet_none", says));
    }
    Ok(())
}

/// What asks whose an account is, paid for before it leaves, where the network takes money for it.
pub(super) async fn paid(
    desk: &Desk,
    publish: &Publish,
    (workspace, network_id): (&str, &str),
    asks: impl Future<Output = Result<Connected, Cause>>,
) -> Result<Connected, Fault> {
    let price = publish.price.map_or(0, |price| price.connecting);
    let is_charged = price > 0 && desk.is_charged_in(workspace).await?;
    let purse = if is_charged { Purse::of_account(desk, publish, workspace, network_id) } else { None };
    let Some(purse) = purse else {
        return asks.await.map_err(Fault::Network);
    };
    purse.take(price).await.map_err(|why| Fault::wrong("wallet_empty", why))?;
    let came = asks.await;
    match &came {
        Ok(_) => purse.charged(price).await,
        // It answered, and not as it should; or nobody knows whether it did.
        Err(cause) if matches!(&*cause.code, "no_network" | "network_away") => {}
        // What the network refuses it tells nothing for.
        Err(_) => purse.charged(0).await,
    }
    came.map_err(Fault::Network)
}

/// Refuses where something is missing that is asked for.
pub(super) fn asked(fields: &[Field], base: Option<&Url>, given: &Given) -> Result<(), Fault> {
    let is_asked = |name: &str| base.is_none() || name != "server";
    let mut asked = fields.iter().filter(|field| field.usual.is_none() && is_asked(field.name));
    match asked.find(|field| given.field(field.name).is_empty()) {
        Some(empty) => Err(Fault::wrong("field_empty", format!("{} is missing: {}", empty.label, empty.hint))),
        None => Ok(()),
    }
}

/// Where the network's server is: the one of a sandbox, the one that was typed, or the one that all have.
pub(super) fn place(publish: &Publish, base: Option<&Url>, given: &Given) -> Result<Url, Fault> {
    match base {
        Some(base) => Ok(base.clone()),
        None => {
            let typed = Some(given.field("server")).filter(|typed| !typed.is_empty());
            networks::publish::server(typed.unwrap_or(publish.connect.server)).map_err(Fault::Network)
        }
    }
}

/// Keeps an account that was let in.
pub(super) async fn connected(
    desk: &Desk,
    workspace: &str,
    by: &str,
    network_id: &str,
    it: &Connected,
) -> Result<Account, Fault> {
    let Known { base, identity, name, secret } = &it.account;
    let place = Place { network: network_id, base: base.to_string(), identity, name, by_hand: false };
    let until = it.until.map(jiff::Timestamp::as_microsecond);
    kept(desk, workspace, by, place, Some(secret), until, it.limits.to_string()).await
}

/// Adds a place to which somebody posts by hand.
pub async fn by_hand(desk: &Desk, workspace: &str, by: &str, network_id: &str, name: &str) -> Result<Account, Fault> {
    let about = network(network_id).ok_or(Fault::Unknown("network"))?;
    let name = name.trim();
    if name.chars().count() > 100 || name.chars().any(char::is_control) {
        return Err(Fault::wrong("text_invalid", "what you call it is one line of at most 100 characters"));
    }
    let name = if name.is_empty() { about.about.name } else { name };
    let place = Place { network: network_id, base: String::new(), identity: name, name, by_hand: true };
    kept(desk, workspace, by, place, None, None, "null".to_owned()).await
}

/// How many accounts are connected elsewhere than where addresses begin with `base`.
pub async fn elsewhere(on: &(impl On + ?Sized), base: &str) -> Result<i64, store::Fault> {
    sql!("account_elsewhere").bind(base).fetch_one(on).await
}

async fn kept(
    desk: &Desk,
    workspace: &str,
    by: &str,
    place: Place<'_>,
    secret: Option<&Secret>,
    until: Option<i64>,
    limits: String,
) -> Result<Account, Fault> {
    let there: Option<(String,)> = sql!("account_there")
        .bind(workspace)
        .bind(place.network)
        .bind(&*place.base)
        .bind(place.identity)
        .fetch_optional(&desk.db)
        .await?;
    let fresh = desk.random.code();
    let id = there.map_or(fresh, |(id,)| id);
    let sealed = secret.map(|secret| sealed(&desk.key, &id, secret)).transpose()?;
    let put = sql!("account_put")
        .bind(&*id)
        .bind(workspace)
        .bind(place.network)
        .bind(place.base)
        .bind(place.identity)
        .bind(place.name)
        .bind(place.by_hand)
        .bind(sealed)
        .bind(until)
        .bind(limits)
        .bind(by)
        .bind(desk.now());
    let (now, about) = (desk.now(), id.clone());
    let connected = desk.db.write(move |tx| {
        Box::pin(async move {
            put.execute(&mut *tx).await?;
            notice::over(tx, now, Kind::AccountOver, &about).await.map(drop)
        })
    });
    connected.await?;
    by_id(&desk.db, workspace, &id).await
}

/// The secret of account `id`, sealed.
pub(super) fn sealed(key: &Key, id: &str, secret: &Secret) -> Result<String, Fault> {
    let plain = serde_json::to_vec(secret).map_err(|_| Fault::Unknown("secret"))?;
    Ok(key.seal(&plain, &associated(id))?)
}

/// Forgets the account's secret. What was posted by it stays, and what was to be posted waits for a person.
pub async fn disconnect(tx: &mut Tx, workspace: &str, id: &str, now: jiff::Timestamp) -> Result<(), Fault> {
    if sql!("account_disconnect").bind(id).bind(workspace).bind(now).execute(&mut *tx).await? == 0 {
        return Err(Fault::Unknown("account"));
    }
    notice::over(tx, now, Kind::AccountOver, id).await?;
    Ok(())
}
