//! Telling: whoever has to do something about a delivery hears of it, in the transaction that moves it there; and in the one
//! that moves it away, that it is over.

use jiff::Timestamp;
use people::notice::{self, Event, Kind};
use store::{On, Tx, sql};

use super::row::Moved;
use super::{Delivery, State};
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
        State::Person | State::Refused => Kind::PostNeedsYou,
        _ => return Ok(()),
    };
    let Some(whose) = about_of(&*tx, &it.id).await? else { return Ok(()) };
    let network = crate::account::network(&whose.network).map_or(&*whose.network, |network| network.about.name);
    let at = if network == whose.place { network.to_owned() } else { format!("{network} ({})", whose.place) };
    let why = to.says.clone().unwrap_or_default();
    let (says, remedy) = match to.state {
        State::Waiting => (
            format!("It is your turn to post on {at}"),
            "Copy the text, post it there, and say so; the first visitor who comes by its link says so too".to_owned(),
        ),
        State::Refused => (format!("{at} does not take a post"), why),
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
    let network = crate::account::network(&whose.network).map_or(&*whose.network, |network| network.about.name);
    let says = format!("A post on {network} ({}) was taken away", whose.place);
    let remedy = "If that was not one of you, look whether the network says why".to_owned();
    raise(tx, now, (Kind::PostGone, it, &whose), says, remedy).await.map(drop)
}

/// Nothing is to be done about `it` any more.
pub(super) async fn is_over(tx: &mut Tx, now: Timestamp, it: &Delivery) -> Result<(), store::Fault> {
    for kind in [Kind::PostTurn, Kind::PostNeedsYou] {
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
