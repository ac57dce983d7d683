//! Spending: what was reserved was charged, once, and is an entry of the ledger; or it was not, and goes back.

use domain::{Activity, Micros, Money};
use jiff::Timestamp;
use store::{Tx, sql};

use super::look::line;
use super::{State, turn};
use crate::Fault;
use crate::entry::{self, Amount, By, Kind, New, Source, What};
use crate::mark::zone_of;

/// What was charged, for which delivery.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spend {
    /// Its id, which its entry has too.
    pub delivery: String,
    /// Whose wallet it is.
    pub workspace: String,
    /// The site's id.
    pub site: String,
    /// The post's id.
    pub post: String,
    /// Who took it: the network's id.
    pub network: String,
    /// What it belongs to.
    pub campaign: Option<String>,
    /// The page that the post carries.
    pub page: Option<String>,
    /// What the network takes, where it is proved that it took it though nothing is reserved: this house was restored from a
    /// copy of before. `None`: only what is reserved is spent.
    pub price: Option<Micros>,
}

/// It was charged: what is reserved for it is spent, and becomes an entry. Told twice, it is spent once; whether it is news.
pub async fn spend(tx: &mut Tx, now: Timestamp, it: &Spend) -> Result<bool, store::Fault> {
    let wallet = turn(&mut *tx, &it.workspace).await?;
    let held = line(&*tx, &it.delivery).await?.filter(|line| line.state() != State::Released);
    let (price, month, at) = match (held, it.price) {
        (Some(line), _) => {
            let at = Timestamp::from_microsecond(line.reserved_at).unwrap_or(now).min(now);
            (line.price(), line.month, at)
        }
        (None, Some(price)) => (price, super::month_of(now, wallet.as_ref().map_or("UTC", |it| &it.zone)), now),
        (None, None) => return Ok(false),
    };
    let before: i64 = sql!("reservation_spent")
        .bind(&*it.site)
        .bind(price.currency.to_string())
        .bind(&*it.delivery)
        .fetch_one(&*tx)
        .await?;
    let spent = sql!("reservation_spend")
        .bind(&*it.delivery)
        .bind(&*it.workspace)
        .bind(&*it.site)
        .bind(&*it.post)
        .bind(&*it.network)
        .bind(month)
        .bind(price.micros)
        .bind(price.currency.to_string())
        .bind(at)
        .bind(now)
        .execute(&mut *tx)
        .await?;
    if spent == 0 {
        return Ok(false);
    }
    let note = format!("delivery {} of post {}", it.delivery, it.post);
    if entered(&mut *tx, (now, at), it, (&it.delivery, note), (before, price)).await? {
        sql!("reservation_entry").bind(&*it.delivery).execute(tx).await?;
    }
    Ok(true)
}

/// Makes the entry `id` of what was charged at `at` beside what the site had spent `before`; whether it is there. Entries are of
/// whole minor units: over all that a site spends they add up to the nearest one.
pub(super) async fn entered(
    tx: &mut Tx,
    (now, at): (Timestamp, Timestamp),
    it: &Spend,
    (id, note): (&str, String),
    (before, price): (i64, Micros),
) -> Result<bool, store::Fault> {
    let whole = |micros| Micros::new(micros, price.currency).money().minor;
    let minor = whole(before.saturating_add(price.micros)) - whole(before);
    if minor <= 0 {
        return Ok(false);
    }
    let paid = Money::new(minor, price.currency);
    // A site that was deleted has no ledger.
    let there: Option<String> = sql!("site_zone").bind(&*it.site).fetch_optional(&*tx).await?;
    if there.is_none() {
        return Ok(false);
    }
    let zone = zone_of(&*tx, &it.site).await?;
    let day = |at: Timestamp| at.to_zoned(zone.clone()).date();
    let by = By { site: it.site.clone(), name: "Tidings".to_owned(), today: day(now) };
    let bare = New {
        day: day(at),
        what: What::Activity(Activity::Post),
        network: Some(it.network.clone()),
        campaign: None,
        page: None,
        amount: Amount::Paid(Kind::Fee, paid),
        months: None,
        note: Some(note),
    };
    let whole = New { campaign: it.campaign.clone(), page: it.page.clone(), ..bare.clone() };
    // What cannot be entered of a campaign or a page is left out, rather than the money.
    let new = whole.checked(by.today).unwrap_or(bare);
    match entry::add_all(tx, now, &by, Source::Wallet, vec![(id.to_owned(), new)]).await {
        Ok(added) => Ok(added > 0),
        Err(Fault::Store(fault)) => Err(fault),
        Err(_) => Ok(false),
    }
}

/// Nothing was charged, and nothing will be: what is reserved for the delivery goes back.
pub async fn release(tx: &mut Tx, now: Timestamp, delivery: &str) -> Result<(), store::Fault> {
    sql!("reservation_release").bind(delivery).bind(now).execute(tx).await.map(drop)
}
