//! Trials: what would become of a post. All is done that writing and planning do, in the caller's transaction, which ends with
//! what is told; nothing of it is kept. What refuses the post as a whole refuses its trial too; what one account does not take
//! is told beside that account.

use std::convert::Infallible;

use domain::Random;
use jiff::Timestamp;
use ledger::link::{By, Ground};
use networks::count::Counted;
use schemars::JsonSchema;
use serde::Serialize;
use store::Tx;

use super::schedule::plan;

use super::{Card, New, Post, When, by_id, counted, deliveries_of, thread, write};
use crate::account::{self, Account};
use crate::deliver::{self, Delivery, State};
use crate::{Fault, hand, price};

/// What would become of a post.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "PostTrial")]
pub struct Trial {
    /// Each account takes it.
    pub good: bool,
    /// When it would go out, on the wall. Null: it would be a draft.
    pub wall: Option<String>,
    /// The zone of the wall.
    pub zone: String,
    /// The same as an instant.
    pub due: Option<Timestamp>,
    /// The wall has no such time on that day: the one that comes closest would be taken.
    pub moved: bool,
    /// What each account would get.
    pub deliveries: Vec<Tried>,
}

/// What one account would get.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "DeliveryTrial")]
pub struct Tried {
    /// The account's id.
    pub account: String,
    /// What the account is called.
    pub name: String,
    /// The network's id.
    pub network: String,
    /// Somebody would post it himself.
    pub by_hand: bool,
    /// The whole text with its link. The code in that is another one each time.
    pub text: String,
    /// Each limit that its network or its server sets.
    pub limits: Vec<Counted>,
    /// What the card of its page says.
    pub card: Option<Card>,
    /// How many pictures go along.
    pub pictures: usize,
    /// What the network takes for it; null where that is nothing.
    pub price: Option<Cost>,
    /// Why it would not be planned, and what to do.
    pub fault: Option<Refused>,
}

/// What a network takes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "TriedCost")]
pub struct Cost {
    /// Three letters.
    pub currency: String,
    /// Millionths of the currency's unit: 15,000 of USD are a cent and a half.
    pub millionths: u64,
}

/// Why something would not be planned.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "TriedFault")]
pub struct Refused {
    /// For programs.
    pub code: String,
    /// Cause and remedy.
    pub says: String,
}

/// How a trial ends: never well, so that its transaction keeps nothing.
#[derive(Debug)]
pub enum Ended {
    /// That would become of it.
    Told(Box<Trial>),
    /// It would be refused as a whole, or something broke.
    Fault(Fault),
}

impl From<Fault> for Ended {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

impl From<store::Fault> for Ended {
    fn from(fault: store::Fault) -> Self {
        Self::Fault(fault.into())
    }
}

/// What would become of `new`; without `when` it would be a draft.
pub async fn of_new(
    tx: &mut Tx,
    random: &dyn Random,
    now: Timestamp,
    (workspace, by): (&str, &By),
    new: &New,
    when: Option<&When>,
    ground: &Ground<'_>,
) -> Result<Infallible, Ended> {
    let post = write(&mut *tx, random, now, (workspace, &by.site, &by.name), new).await?;
    of_kept(tx, random, now, by, &post.id, when, ground).await
}

/// What would become of a post that is kept.
pub async fn of_kept(
    tx: &mut Tx,
    random: &dyn Random,
    now: Timestamp,
    by: &By,
    id: &str,
    when: Option<&When>,
    ground: &Ground<'_>,
) -> Result<Infallible, Ended> {
    let post = by_id(&*tx, &by.site, id).await?;
    if let Some(when) = when {
        when.is_to_come(now)?;
    }
    let deliveries = deliveries_of(&*tx, &[id]).await?;
    if deliveries.is_empty() && when.is_some() {
        return Err(Fault::wrong("accounts_none", "the post goes nowhere yet: choose at least one account").into());
    }
    let due = when.map_or(now, |when| when.at).as_microsecond();
    let mut tried = Vec::with_capacity(deliveries.len());
    for it in deliveries.iter().filter(|it| matches!(it.state(), State::Draft | State::Planned | State::Skipped)) {
        // A draft is looked at as if it were to go out now: so much is right or wrong of it already.
        let fault = match plan(&mut *tx, random, now, by, &post, it, due, ground).await {
            Ok(()) => None,
            Err(fault) => Some(refused(fault)?),
        };
        let planned = deliver::by_id(&*tx, &it.id).await?.ok_or(Fault::Unknown("delivery"))?;
        tried.push(Tried::of(&post, &planned, &account::any(&*tx, &it.account).await?, fault));
    }
    Err(Ended::Told(Box::new(Trial {
        good: tried.iter().all(|it| it.fault.is_none()),
        wall: when.map(|when| when.wall.to_string()),
        zone: post.zone,
        due: when.map(|when| when.at),
        moved: when.is_some_and(|when| when.moved),
        deliveries: tried,
    })))
}

/// A fault that is told beside the account; what broke is none.
fn refused(fault: Fault) -> Result<Refused, Fault> {
    let says = fault.to_string();
    let code = match fault {
        Fault::Wrong { code, .. } | Fault::Ledger(ledger::Fault::Wrong { code, .. }) => code,
        fault => return Err(fault),
    };
    Ok(Refused { code: code.to_owned(), says })
}

impl Tried {
    fn of(post: &Post, it: &Delivery, account: &Account, fault: Option<Refused>) -> Self {
        let joins = !thread::is_threaded(account);
        let text = hand::text(post, it, joins);
        let said = it.text.as_deref().unwrap_or(&post.text);
        let said = if joins { post.joined(said) } else { said.to_owned() };
        let written = if it.bare { it.whole(post, joins) } else { said };
        let pictures = if joins { post.all_media() } else { post.media() }.len();
        Self {
            account: account.id.clone(),
            name: account.name.clone(),
            network: account.network.clone(),
            by_hand: account.by_hand,
            limits: counted(account, &written, it.page(post)),
            card: it.page(post).map(|_| post.card()),
            pictures,
            price: price::of_delivery(account, post, it)
                .map(|price| Cost { currency: price.currency.to_string(), millionths: price.micros.unsigned_abs() }),
            text,
            fault,
        }
    }
}
