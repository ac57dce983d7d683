//! Looking at a wallet: what of a month is reserved and spent, and by which deliveries.

use domain::Micros;
use store::{On, sql};

use super::{State, Wallet, currency};

/// Of a hundred, so much is taken when little is left.
const LITTLE_LEFT: i128 = 80;

/// What one delivery takes.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Line {
    /// The delivery's id.
    pub delivery: String,
    /// The site's id.
    pub site: String,
    /// The site's name; none of one that was deleted.
    pub site_name: Option<String>,
    /// The post's id.
    pub post: String,
    /// The network's id.
    pub network: String,
    /// The month that it is of.
    pub month: String,
    micros: i64,
    currency: String,
    state: String,
    /// UTC microseconds.
    pub reserved_at: i64,
    /// UTC microseconds.
    pub settled_at: Option<i64>,
    /// The entry that it became.
    pub entry: Option<String>,
}

impl Line {
    /// How it stands.
    pub fn state(&self) -> State {
        State::named(&self.state)
    }

    /// How much it is.
    pub fn price(&self) -> Micros {
        Micros::new(self.micros, currency(&self.currency))
    }
}

/// What became of a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sums {
    /// What may be spent.
    pub approved: Micros,
    /// What was.
    pub spent: Micros,
    /// What may still be charged.
    pub reserved: Micros,
    /// What is left; nothing where more is taken than is approved now.
    pub left: Micros,
    /// What of both was taken for calls beside posts: reads, removals.
    pub beside: Micros,
}

impl Sums {
    /// Whether four fifths are taken.
    pub fn is_little_left(&self) -> bool {
        is_little_left(self.approved.micros, self.spent.micros.saturating_add(self.reserved.micros))
    }
}

/// Whether of `approved` four fifths are `taken`.
pub(super) fn is_little_left(approved: i64, taken: i64) -> bool {
    i128::from(taken) * 100 >= i128::from(approved) * LITTLE_LEFT
}

/// What became of the wallet's money in `month`, in its currency.
pub async fn sums(
    on: &(impl On + ?Sized),
    workspace: &str,
    wallet: &Wallet,
    month: &str,
) -> Result<Sums, store::Fault> {
    let approved = wallet.approved();
    let (spent, reserved): (i64, i64) =
        sql!("reservation_sums").bind(workspace).bind(month).bind(approved.currency.to_string()).fetch_one(on).await?;
    let (read, held) = super::beside::sum(on, workspace, month, approved.currency).await?;
    let of = |micros| Micros::new(micros, approved.currency);
    let (spent, reserved) = (spent.saturating_add(read), reserved.saturating_add(held));
    let left = approved.micros.saturating_sub(spent).saturating_sub(reserved).max(0);
    let beside = of(read.saturating_add(held));
    Ok(Sums { approved, spent: of(spent), reserved: of(reserved), left: of(left), beside })
}

/// What deliveries took in `month`, in any currency, the newest first: spent or reserved.
pub async fn lines(
    on: &(impl On + ?Sized),
    workspace: &str,
    month: &str,
    at_most: i64,
) -> Result<Vec<Line>, store::Fault> {
    sql!("reservation_of_month").bind(workspace).bind(month).bind(at_most).fetch_all(on).await
}

/// What the delivery takes, or took.
pub(super) async fn line(on: &(impl On + ?Sized), delivery: &str) -> Result<Option<Line>, store::Fault> {
    sql!("reservation_by_delivery").bind(delivery).fetch_optional(on).await
}
