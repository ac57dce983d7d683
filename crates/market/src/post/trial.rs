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

use super::count::SAMPLE;
use super::{Card, New, Post, When, by_id, comment, counted, deliveries_of, thread, whole, write};
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
    /// What is written below it when it is live; null where there is no first comment, or the account writes none.
    pub first_comment: Option<TriedComment>,
    /// What the network takes for it, and for its first comment; null where that is nothing.
    pub price: Option<Cost>,
    /// Why it would not be planned, and what to do.
    pub fault: Option<Refused>,
}

/// The first comment that one account would write.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "CommentTrial")]
pub struct TriedComment {
    /// The whole text; where the page stands in it, with a link, whose code is a sample.
    pub text: String,
    /// Each limit that its network sets for a comment.
    pub limits: Vec<Counted>,
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
    let below = thread::parts_of(&*tx, &[id]).await?.into_iter().find(Post::is_comment);
    let mut tried = Vec::with_capacity(deliveries.len());
    for it in deliveries.iter().filter(|it| matches!(it.state(), State::Draft | State::Planned | State::Skipped)) {
        // A draft is looked at as if it were to go out now: so much is right or wrong of it already.
        let account = account::any(&*tx, &it.account).await?;
        let below = below.as_ref().filter(|_| comment::is_written_by(&account));
        let fits = || below.map_or(Ok(()), |below| comment::fits(&account, &below.text, below.page.as_deref()));
        let fault = match plan(&mut *tx, random, now, by, &post, it, due, ground).await.and_then(|()| fits()) {
            Ok(()) => None,
            Err(fault) => Some(refused(fault)?),
        };
        let planned = deliver::by_id(&*tx, &it.id).await?.ok_or(Fault::Unknown("delivery"))?;
        tried.push(Tried::of((&post, below), &planned, &account, fault));
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
    fn of((post, below): (&Post, Option<&Post>), it: &Delivery, account: &Account, fault: Option<Refused>) -> Self {
        let joins = !thread::is_threaded(account);
        let text = hand::text(post, it, joins);
        let said = it.text.as_deref().unwrap_or(&post.text);
        let said = if joins { post.joined(said) } else { said.to_owned() };
        let written = if it.bare { it.whole(post, joins) } else { said };
        let pictures = if joins { post.all_media() } else { post.media() }.len();
        let page = below.and_then(|below| below.page.as_deref());
        let more = below.and_then(|below| price::of_comment(account, &below.text, page));
        let price = price::of_delivery(account, post, it);
        let price = price.map(|price| price::both(price::both(price, price::of_thread(account, post)), more));
        Self {
            account: account.id.clone(),
            name: account.name.clone(),
            network: account.network.clone(),
            by_hand: account.by_hand,
            limits: counted(account, &written, it.page(post), pictures > 0),
            card: it.page(post).map(|_| post.card()),
            pictures,
            first_comment: below.map(|below| TriedComment {
                text: whole(&below.text, page, false, Some(SAMPLE)),
                limits: comment::counted(account, &below.text, page),
            }),
            price: price
                .map(|price| Cost { currency: price.currency.to_string(), millionths: price.micros.unsigned_abs() }),
            text,
            fault,
        }
    }
}
