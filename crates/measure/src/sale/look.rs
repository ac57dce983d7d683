//! Looking sales up.

use ledger::Fault;
use store::{On, sql};

use super::Sale;

/// So many sales of the site, the newest first, behind the one of the time `behind.0` with the order `behind.1`. Those that
/// wait, paid back before they were sold, are among them.
pub async fn of_site(
    on: &(impl On + ?Sized),
    site: &str,
    behind: (i64, &str),
    at_most: u32,
) -> Result<Vec<Sale>, store::Fault> {
    let (at, order) = behind;
    sql!("sale_of_site").bind(site).bind(at).bind(order).bind(at_most).fetch_all(on).await
}

/// The sale of this order.
pub async fn by_order(on: &(impl On + ?Sized), site: &str, order: &str) -> Result<Sale, Fault> {
    let sale = sql!("sale_by_order").bind(site).bind(order).fetch_optional(on).await?;
    sale.ok_or(Fault::Unknown("sale"))
}
