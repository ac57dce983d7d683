//! Reserving: money is taken from the wallet before anything leaves that costs it, in the transaction that says so.

use domain::Micros;
use jiff::Timestamp;
use store::{Tx, sql};

use super::look::{Line, is_little_left, line};
use super::{State, Wallet, release, turn};

/// What a delivery will take.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ask {
    /// Its id.
    pub delivery: String,
    /// Whose wallet it is.
    pub workspace: String,
    /// The site's id.
    pub site: String,
    /// The post's id.
    pub post: String,
    /// Who takes it: the network's id.
    pub network: String,
    /// The most that it takes.
    pub price: Micros,
}

/// What came of asking.
#[derive(Debug)]
pub enum Asked {
    /// It is taken, as soon as the transaction is committed.
    Taken(Taken),
    /// It is not there, and nothing is taken.
    Short(Short),
}

/// Why money is not there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Short {
    /// Nobody approved anything.
    NoWallet,
    /// What was approved is of this currency, and the network takes another one.
    Currency(domain::Currency),
    /// So much is left of the month.
    Left(Micros),
}

/// Little is left, told once a month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Low {
    /// Of which month: `2026-11`.
    pub month: String,
    /// What is reserved or spent of it.
    pub taken: Micros,
    /// What was approved.
    pub approved: Micros,
}

/// Money that is taken in a transaction.
#[derive(Debug)]
#[must_use = "what is taken counts when its transaction is committed"]
pub struct Taken {
    delivery: String,
    /// Whether little is left now, where nobody was told in this month.
    pub low: Option<Low>,
}

impl Taken {
    /// The leave to spend it. For whoever committed the transaction, and nobody else.
    pub fn committed(self) -> Reservation {
        Reservation { delivery: self.delivery }
    }
}

/// Leave to spend what was reserved, for one step of one delivery. It cannot be copied, read from anywhere or made by others.
#[derive(Debug, PartialEq, Eq)]
#[must_use = "nothing that costs money leaves without"]
pub struct Reservation {
    delivery: String,
}

impl Reservation {
    /// Whether it is for this delivery.
    pub fn is_for(&self, delivery: &str) -> bool {
        self.delivery == delivery
    }
}

/// Takes what `ask` says from the wallet, if it is there. Asked again for the same delivery, it is the same money: of another
/// month or at another price it is taken anew, in place of what was taken before, since a step that is about to leave proves
/// that nothing of the earlier ones was charged.
pub async fn reserve(tx: &mut Tx, now: Timestamp, ask: &Ask) -> Result<Asked, store::Fault> {
    let wallet = turn(&mut *tx, &ask.workspace).await?;
    let before = line(&*tx, &ask.delivery).await?;
    if before.as_ref().is_some_and(|line| line.state() == State::Spent) {
        return Ok(Asked::Taken(Taken { delivery: ask.delivery.clone(), low: None }));
    }
    let Some(wallet) = wallet else { return short(tx, now, ask, Short::NoWallet).await };
    let month = wallet.month(now);
    let approved = wallet.approved();
    let holds = |line: &Line| {
        line.state() == State::Reserved
            && line.month == month
            && line.price().currency == ask.price.currency
            && line.price().micros >= ask.price.micros
    };
    // What was approved once goes out, though the wallet was lowered since.
    if before.as_ref().is_some_and(holds) {
        put(&mut *tx, now, ask, &month).await?;
        return Ok(Asked::Taken(Taken { delivery: ask.delivery.clone(), low: None }));
    }
    if approved.currency != ask.price.currency {
        return short(tx, now, ask, Short::Currency(approved.currency)).await;
    }
    let others: i64 = sql!("reservation_others")
        .bind(&*ask.workspace)
        .bind(&*month)
        .bind(approved.currency.to_string())
        .bind(&*ask.delivery)
        .fetch_one(&*tx)
        .await?;
    let taken = others.saturating_add(ask.price.micros);
    if taken > approved.micros {
        let left = Micros::new((approved.micros - others).max(0), approved.currency);
        return short(tx, now, ask, Short::Left(left)).await;
    }
    put(&mut *tx, now, ask, &month).await?;
    let low = low(tx, &ask.workspace, &wallet, month, taken).await?;
    Ok(Asked::Taken(Taken { delivery: ask.delivery.clone(), low }))
}

async fn put(tx: &mut Tx, now: Timestamp, ask: &Ask, month: &str) -> Result<(), store::Fault> {
    sql!("reservation_put")
        .bind(&*ask.delivery)
        .bind(&*ask.workspace)
        .bind(&*ask.site)
        .bind(&*ask.post)
        .bind(&*ask.network)
        .bind(month)
        .bind(ask.price.micros)
        .bind(ask.price.currency.to_string())
        .bind(State::Reserved.name())
        .bind(now)
        .execute(tx)
        .await
        .map(drop)
}

/// It is not there; what the delivery held of an earlier month or price goes back.
async fn short(tx: &mut Tx, now: Timestamp, ask: &Ask, why: Short) -> Result<Asked, store::Fault> {
    release(tx, now, &ask.delivery).await?;
    Ok(Asked::Short(why))
}

/// Whether little is left, where nobody was told in this month; he is from now on.
pub(super) async fn low(
    tx: &mut Tx,
    workspace: &str,
    wallet: &Wallet,
    month: String,
    taken: i64,
) -> Result<Option<Low>, store::Fault> {
    let approved = wallet.approved();
    if !is_little_left(approved.micros, taken) || wallet.told.as_deref() == Some(&*month) {
        return Ok(None);
    }
    sql!("wallet_told").bind(workspace).bind(&*month).execute(tx).await?;
    Ok(Some(Low { month, taken: Micros::new(taken, approved.currency), approved }))
}
