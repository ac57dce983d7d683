//! Counts: what came by each link.

use std::collections::HashMap;

use store::{Fault, On, sql};

/// What came by a link.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// Clicks.
    pub clicks: i64,
    /// Visits that it brought, whether by a click on the short address or with its code in the page's own.
    pub visits: i64,
    /// Fetches by preview agents.
    pub unfurls: i64,
    /// The last click, in UTC microseconds.
    pub clicked_at: Option<i64>,
}

/// What came by the links `codes`; one by which nothing came is not in it.
pub async fn of_links(on: &(impl On + ?Sized), codes: &[&str]) -> Result<HashMap<String, Count>, Fault> {
    let counts: Vec<(String, i64, i64, Option<i64>)> =
        sql!("link_counts").bind_list(codes.iter().copied()).fetch_all(on).await?;
    let visits: Vec<(String, i64)> = sql!("link_visits").bind_list(codes.iter().copied()).fetch_all(on).await?;
    let count = |(code, clicks, unfurls, clicked_at)| (code, Count { clicks, visits: 0, unfurls, clicked_at });
    let mut counts: HashMap<String, Count> = counts.into_iter().map(count).collect();
    for (code, visits) in visits {
        counts.entry(code).or_default().visits = visits;
    }
    Ok(counts)
}
