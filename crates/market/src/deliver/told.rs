//! Telling: whoever has to do something about a delivery hears of it, in the transaction that moves it there; and in the one
//! that moves it away, that it is over.

use jiff::Timestamp;
use networks::publish::Receipt;
use people::notice::{self, Event, Kind, hook};
use serde_json::json;
use store::{On, Tx, sql};

use super::row::Moved;
use super::{Delivery, State, paid};
use crate::{Desk, hand};

/// Whose a delivery is, and where it goes.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Whose {
    /// The workspace's id.
    pub workspace: String,
    /// The site's id.
    pub site: String,
    /// What the site is called.
    pub site_name: String,
    /// Who posts by hand: a person's id.
    pub hands: Option<String>,
    /// The network's id.
    pub network: String,
    /// What the account is called.
    pub place: String,
}

/// Whose the delivery `id` is.
pub async fn about_of(on: &(impl On + ?Sized), id: &str) -> Result<Option<Whose>, store::Fault> {
    sql!("delivery_whose").bind(id).fetch_optional(on).await
}

/// Tells of `it` where it stands `to` now, if anybody has to do something about that.
pub(super) async fn tell(
    tx: &mut Tx,
    now: Timestamp,
    desk: &Desk,
    it: &Delivery,
    to: &Moved,
) -> Result<(), store::Fault> {
    let kind = match to.state {
        State::Waiting => Kind::PostTurn,
        State::Person if to.cause.as_deref() == Some(paid::CAUSE) => Kind::WalletEmpty,
        State::Person | State::Refused => Kind::PostNeedsYou,
        _ => return Ok(()),
    };
    let Some(whose) = about_of(&*tx, &it.id).await? else { return Ok(()) };
    to_webhook(&mut *tx, now, (it, &whose), to, None).await?;
    let network = crate::account::network(&whose.network).map_or(&*whose.network, |network| network.about.name);
    let at = if network == whose.place { network.to_owned() } else { format!("{network} ({})", whose.place) };
    let why = to.says.clone().unwrap_or_default();
    let (says, remedy) = match to.state {
        State::Waiting => (
            format!("It is your turn to post on {at}"),
            "Copy the text, post it there, and say so; the first visitor who comes by its link says so too".to_owned(),
        ),
        State::Refused => (format!("{at} does not take a post"), why),
        _ if kind == Kind::WalletEmpty => (format!("A post on {at} did not go out: the wallet does not reach"), why),
        _ => (format!("A post on {at} needs you"), why),
    };
    let news = raise(tx, now, (kind, it, &whose), says, remedy).await?;
    if news && to.state == State::Waiting {
        let page = match &desk.base {
            Some(base) => Some(format!("{base}/do/{}", hand::Link::of(&it.id, now).sealed(&desk.key)?)),
            None => None,
        };
        hand::turn(tx, now, (it, &whose), (desk.base.as_deref(), page.as_deref())).await?;
    }
    Ok(())
}

/// It was live, and is there no more.
pub(super) async fn is_gone(tx: &mut Tx, now: Timestamp, it: &Delivery) -> Result<(), store::Fault> {
    let Some(whose) = about_of(&*tx, &it.id).await? else { return Ok(()) };
    let url = it.receipt().and_then(|receipt| receipt.url);
    to_webhook(&mut *tx, now, (it, &whose), &Moved::to(State::Gone), url.as_deref()).await?;
    let network = crate::account::network(&whose.network).map_or(&*whose.network, |network| network.about.name);
    let says = format!("A post on {network} ({}) was taken away", whose.place);
    let remedy = "If that was not one of you, look whether the network says why".to_owned();
    raise(tx, now, (Kind::PostGone, it, &whose), says, remedy).await.map(drop)
}

/// It was live, and was taken away by us: only a webhook may want to hear that.
pub(super) async fn is_taken_away(tx: &mut Tx, now: Timestamp, it: &Delivery, says: &str) -> Result<(), store::Fault> {
    let Some(whose) = about_of(&*tx, &it.id).await? else { return Ok(()) };
    let url = it.receipt().and_then(|receipt| receipt.url);
    to_webhook(tx, now, (it, &whose), &Moved::because(State::Gone, "taken_away", says), url.as_deref()).await
}

/// What is out could not be taken away; it is out of a thread that broke, or somebody wants it down.
pub(super) async fn stays_out(
    tx: &mut Tx,
    now: Timestamp,
    it: &Delivery,
    broke: bool,
    why: &str,
) -> Result<(), store::Fault> {
    let Some(whose) = about_of(&*tx, &it.id).await? else { return Ok(()) };
    let says = if broke {
        format!("A thread on {} broke, and what is out of it could not be taken back", whose.place)
    } else {
        format!("A post on {} could not be taken down", whose.place)
    };
    let remedy = format!("Take it away there yourself ({why})");
    raise(tx, now, (Kind::PostNeedsYou, it, &whose), says, remedy).await.map(drop)
}

/// A correction of it was not taken.
pub(super) async fn is_not_corrected(
    tx: &mut Tx,
    now: Timestamp,
    it: &Delivery,
    why: &str,
) -> Result<(), store::Fault> {
    let Some(whose) = about_of(&*tx, &it.id).await? else { return Ok(()) };
    let says = format!("A post on {} could not be corrected, and says what it said before", whose.place);
    let remedy = format!("Correct it there yourself, or take it down ({why})");
    raise(tx, now, (Kind::PostNeedsYou, it, &whose), says, remedy).await.map(drop)
}

/// It was changed at the network by somebody else.
pub(super) async fn is_changed(tx: &mut Tx, now: Timestamp, it: &Delivery) -> Result<(), store::Fault> {
    let Some(whose) = about_of(&*tx, &it.id).await? else { return Ok(()) };
    let network = crate::account::network(&whose.network).map_or(&*whose.network, |network| network.about.name);
    let says = format!("A post on {network} ({}) was changed there", whose.place);
    let remedy = "Look at it there: here stands what went out".to_owned();
    raise(tx, now, (Kind::PostChanged, it, &whose), says, remedy).await.map(drop)
}

/// It is live: a webhook may want to hear that.
pub(super) async fn is_live(tx: &mut Tx, now: Timestamp, it: &Delivery, receipt: &Receipt) -> Result<(), store::Fault> {
    let Some(whose) = about_of(&*tx, &it.id).await? else { return Ok(()) };
    to_webhook(tx, now, (it, &whose), &Moved::to(State::Live), receipt.url.as_deref()).await
}

/// Tells the workspace's webhook where `it` stands now.
async fn to_webhook(
    tx: &mut Tx,
    now: Timestamp,
    (it, whose): (&Delivery, &Whose),
    to: &Moved,
    url: Option<&str>,
) -> Result<(), store::Fault> {
    let event = format!("delivery_{}", to.state.name());
    let data = json!({
        "delivery": it.id, "post": it.post, "site": { "id": whose.site, "name": whose.site_name },
        "network": whose.network, "account": { "id": it.account, "name": whose.place },
        "state": to.state, "url": url, "cause": to.cause, "says": to.says,
    });
    hook::tell(tx, now, &whose.workspace, (&event, &it.id), data).await
}

/// Nothing is to be done about `it` any more.
pub(super) async fn is_over(tx: &mut Tx, now: Timestamp, it: &Delivery) -> Result<(), store::Fault> {
    for kind in [Kind::PostTurn, Kind::PostNeedsYou, Kind::WalletEmpty] {
        notice::over(&mut *tx, now, kind, &matter(it)).await?;
    }
    Ok(())
}

async fn raise(
    tx: &mut Tx,
    now: Timestamp,
    (kind, it, whose): (Kind, &Delivery, &Whose),
    says: String,
    remedy: String,
) -> Result<bool, store::Fault> {
    let event = Event {
        kind,
        workspace: Some(whose.workspace.clone()),
        site: Some(whose.site.clone()),
        about: matter(it),
        says,
        remedy,
    };
    notice::raise(tx, now, event).await
}

/// What the notice is about: the post, by which the console leads there, and the delivery.
fn matter(it: &Delivery) -> String {
    format!("{}/{}", it.post, it.id)
}
