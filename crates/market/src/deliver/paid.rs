//! Paid: what a delivery takes from the wallet. It is reserved in the transaction of the fence behind which the first byte
//! leaves, is spent in the one that says that it is live, and goes back in the one that says that nothing is there.

use jiff::Timestamp;
use ledger::wallet::{self, Ask, Asked, Low, Short, Spend, Taken};
use people::notice::{self, Event, Kind};
use serde_json::Value;
use store::Tx;

use super::row::Moved;
use super::{About, Delivery, State};
use crate::account::Account;
use crate::post::Post;
use crate::{Desk, price};

/// By which a delivery is known that waits for money.
pub(super) const CAUSE: &str = "wallet";

/// What it takes to send `frozen`; `None` where nothing: its network takes none, or posts go to stand-ins.
pub(super) fn ask(desk: &Desk, it: &Delivery, about: &About, frozen: &Value) -> Option<Ask> {
    let price = price::of_frozen(about.publish, frozen).filter(|_| desk.is_charged(&about.account))?;
    Some(Ask {
        delivery: it.id.clone(),
        workspace: about.account.workspace.clone(),
        site: about.post.site.clone(),
        post: it.post.clone(),
        network: about.account.network.clone(),
        price,
    })
}

/// Takes what `ask` says from the wallet. `Err`: it is not there, and why, for whoever can do something about it.
pub(super) async fn reserve(tx: &mut Tx, now: Timestamp, ask: &Ask) -> Result<Result<Taken, String>, store::Fault> {
    let mut taken = match wallet::reserve(&mut *tx, now, ask).await? {
        Asked::Taken(taken) => taken,
        Asked::Short(short) => return Ok(Err(says(ask, short))),
    };
    if let Some(low) = taken.low.take() {
        tell(tx, now, &ask.workspace, &low).await?;
    }
    Ok(Ok(taken))
}

fn says(ask: &Ask, short: Short) -> String {
    let why = why(&ask.network, ask.price, short);
    format!(
        "{why}. Nothing was sent: raise the wallet and send it, leave the link out where that is cheaper, or post it by hand"
    )
}

/// Why `price` is not in the wallet, which `network` takes for something.
pub(crate) fn why(network: &str, price: domain::Micros, short: Short) -> String {
    let network = crate::account::network(network).map_or(network, |network| network.about.name);
    let price = price.in_words();
    match short {
        Short::NoWallet => format!("{network} takes {price} for it, and nobody has approved an amount a month"),
        Short::Currency(currency) => {
            format!(
                "{network} takes {price} for it, and the wallet is in {currency}: it pays in its own currency alone"
            )
        }
        Short::Left(left) => format!(
            "{network} takes {price} for it, and of this month’s wallet {} is left",
            if left.micros == 0 { "nothing".to_owned() } else { left.in_words() }
        ),
    }
}

/// Says that little is left of a month.
pub(crate) async fn tell(tx: &mut Tx, now: Timestamp, workspace: &str, low: &Low) -> Result<(), store::Fault> {
    // That of an earlier month is over.
    notice::over(&mut *tx, now, Kind::WalletLow, workspace).await?;
    let (taken, approved) = (low.taken.in_words(), low.approved.in_words());
    let event = Event {
        kind: Kind::WalletLow,
        workspace: Some(workspace.to_owned()),
        site: None,
        about: workspace.to_owned(),
        says: format!("Of the wallet’s {approved} for {}, {taken} are spent or reserved", low.month),
        remedy: "Raise the wallet if more is to go out this month; when it is empty, what costs money waits for you"
            .to_owned(),
    };
    notice::raise(tx, now, event).await.map(drop)
}

/// The network has it, and took its price for it.
pub(super) async fn spent(
    tx: &mut Tx,
    now: Timestamp,
    desk: &Desk,
    it: &Delivery,
    about: &About,
) -> Result<(), store::Fault> {
    let price = price::of_delivery(&about.account, &about.post, it).filter(|_| desk.is_charged(&about.account));
    spend(tx, now, it, (&about.post, &about.account), price).await
}

/// A person says that it is there: what is reserved for it was spent. Nothing is where he posted it himself.
pub(super) async fn said_live(
    tx: &mut Tx,
    now: Timestamp,
    it: &Delivery,
    of: (&Post, &Account),
) -> Result<(), store::Fault> {
    spend(tx, now, it, of, None).await
}

async fn spend(
    tx: &mut Tx,
    now: Timestamp,
    it: &Delivery,
    (post, account): (&Post, &Account),
    price: Option<domain::Micros>,
) -> Result<(), store::Fault> {
    // Where nothing costs money no wallet is asked.
    if account.publish().is_none_or(|publish| publish.price.is_none()) {
        return Ok(());
    }
    wallet::spend(tx, now, &of_delivery(it, (post, account), price)).await.map(drop)
}

/// What is spent for `it`.
pub(crate) fn of_delivery(it: &Delivery, (post, account): (&Post, &Account), price: Option<domain::Micros>) -> Spend {
    Spend {
        delivery: it.id.clone(),
        workspace: account.workspace.clone(),
        site: post.site.clone(),
        post: post.id.clone(),
        network: account.network.clone(),
        campaign: post.campaign.clone(),
        page: it.page(post).map(str::to_owned),
        price,
    }
}

/// What is reserved goes back where it is proved that nothing was charged.
pub(super) async fn ended(tx: &mut Tx, now: Timestamp, it: &Delivery, to: &Moved) -> Result<(), store::Fault> {
    let nothing_is_there = match to.state {
        // A copy is refused, and the first one may be ours.
        State::Refused => to.cause.as_deref() != Some("duplicate"),
        State::Skipped => true,
        _ => false,
    };
    if nothing_is_there { wallet::release(tx, now, &it.id).await } else { Ok(()) }
}

/// Somebody does not want it, or wants it sent since it is not there. Whoever skips one that may be there does not say that it is
/// not: its money stays reserved for its month.
pub(super) async fn said_not(tx: &mut Tx, now: Timestamp, it: &Delivery, looked: bool) -> Result<(), store::Fault> {
    let may_be_there = match it.state() {
        State::Person => it.tries > 0 && it.cause.as_deref() != Some(CAUSE),
        State::Refused => it.cause.as_deref() == Some("duplicate"),
        _ => false,
    };
    if looked || !may_be_there { wallet::release(tx, now, &it.id).await } else { Ok(()) }
}
