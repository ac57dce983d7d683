//! What was done and pressed: of what the things to do next are made, beside the statement.

use std::collections::BTreeMap;

use domain::NetworkId;
use store::{Fault, On, sql};

use super::super::Period;
use super::pages::count;
use super::{hours, network_named};
use crate::measured::Measured;

/// What was done and pressed within a period.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Doing {
    /// Own posts by network: how many links were made for them, and visits by those.
    pub posts: BTreeMap<NetworkId, (u64, u64)>,
    /// Presses of share buttons, by network.
    pub presses: BTreeMap<NetworkId, u64>,
}

/// What was done and pressed.
pub async fn doing(on: &(impl On + ?Sized), site: &Measured, period: Period) -> Result<Doing, Fault> {
    let (from, to) = period.numbers();
    let (begins, ends) = hours::seconds(site, period);
    let posts: Vec<(String, i64, i64)> = sql!("next_posts")
        .bind(site.number)
        .bind(from)
        .bind(to)
        .bind(begins.saturating_mul(1_000_000))
        .bind(ends.saturating_mul(1_000_000))
        .bind(&*site.site)
        .fetch_all(on)
        .await?;
    let presses: Vec<(String, i64)> = sql!("next_presses").bind(site.number).bind(from).bind(to).fetch_all(on).await?;
    let posts =
        posts.into_iter().map(|(network, posts, visits)| (network_named(network), (count(posts), count(visits))));
    let presses = presses.into_iter().map(|(network, times)| (network_named(network), count(times)));
    Ok(Doing { posts: posts.collect(), presses: presses.collect() })
}
