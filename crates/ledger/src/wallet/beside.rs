//! Beside: what a network takes for calls that belong to a post and are not the post: reading it back, taking it away, looking up
//! whose an account is. It is taken before each call leaves, for the most that the call can cost; what was charged of it is spent
//! when that is known, and the rest goes back. Of a call that nobody heard of again it stays taken for its month.

use domain::{Currency, Micros};
use jiff::Timestamp;
use store::{On, Tx, sql};

use super::reserve::{Low, Short, low};
use super::spend::entered;
use super::{Spend, turn};

/// Money that was taken for a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// How much.
    pub price: Micros,
    /// Of which month: `2026-11`.
    pub month: String,
    /// Whether little is left now, where nobody was told in this month.
    pub low: Option<Low>,
}

/// Takes `price` from the wallet for a call of `it`, if it is there.
pub async fn take(tx: &mut Tx, now: Timestamp, it: &Spend, price: Micros) -> Result<Result<Held, Short>, store::Fault> {
    let Some(wallet) = turn(&mut *tx, &it.workspace).await? else { return Ok(Err(Short::NoWallet)) };
    let (month, approved) = (wallet.month(now), wallet.approved());
    if approved.currency != price.currency {
        return Ok(Err(Short::Currency(approved.currency)));
    }
    // No delivery has an empty id: all that is taken counts.
    let all: i64 = sql!("reservation_others")
        .bind(&*it.workspace)
        .bind(&*month)
        .bind(approved.currency.to_string())
        .bind("")
        .fetch_one(&*tx)
        .await?;
    let taken = all.saturating_add(price.micros);
    if taken > approved.micros {
        let left = Micros::new((approved.micros - all).max(0), approved.currency);
        return Ok(Err(Short::Left(left)));
    }
    sql!("beside_take")
        .bind(&*it.workspace)
        .bind(&*it.delivery)
        .bind(&*it.site)
        .bind(&*it.network)
        .bind(&*month)
        .bind(price.currency.to_string())
        .bind(price.micros)
        .execute(&mut *tx)
        .await?;
    let low = low(tx, &it.workspace, &wallet, month.clone(), taken).await?;
    Ok(Ok(Held { price, month, low }))
}

/// Of what is held for a call of `it` so many millionths were charged: they are spent, and what they add up to is entered; the rest
/// goes back.
pub async fn charged(tx: &mut Tx, now: Timestamp, it: &Spend, held: &Held, micros: i64) -> Result<(), store::Fault> {
    turn(&mut *tx, &it.workspace).await?;
    let currency = held.price.currency;
    let before: i64 =
        sql!("reservation_spent").bind(&*it.site).bind(currency.to_string()).bind("").fetch_one(&*tx).await?;
    let spent: Option<i64> = sql!("beside_charge")
        .bind(&*it.workspace)
        .bind(&*it.delivery)
        .bind(&*it.network)
        .bind(&*held.month)
        .bind(currency.to_string())
        .bind(held.price.micros)
        .bind(micros)
        .fetch_optional(&*tx)
        .await?;
    let Some(spent) = spent.filter(|_| micros > 0) else { return Ok(()) };
    // What is spent of a month only grows, so that no two entries have the same id.
    let id = format!("{}.{}.{spent}", it.delivery, held.month);
    let note = format!("calls beside delivery {} of post {}", it.delivery, it.post);
    entered(tx, (now, now), it, (&id, note), (before, Micros::new(micros, currency))).await.map(drop)
}

/// What of a month is spent and held for such calls.
pub(super) async fn sum(
    on: &(impl On + ?Sized),
    workspace: &str,
    month: &str,
    currency: Currency,
) -> Result<(i64, i64), store::Fault> {
    sql!("beside_sum").bind(workspace).bind(month).bind(currency.to_string()).fetch_one(on).await
}
