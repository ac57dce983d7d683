//! Looking at posts and their deliveries.

use store::{On, sql};

use super::Post;
use super::thread::root_of;
use crate::Fault;
use crate::deliver::{Delivery, State};

/// One of a site.
pub async fn by_id(on: &(impl On + ?Sized), site: &str, id: &str) -> Result<Post, Fault> {
    let found: Option<Post> = sql!("post_by_id").bind(id).fetch_optional(on).await?;
    found.filter(|post| post.site == site && post.thread_of.is_none()).ok_or(Fault::Unknown("post"))
}

/// One of a site; of a part of a thread the whole.
pub async fn root(on: &(impl On + ?Sized), site: &str, id: &str) -> Result<Post, Fault> {
    let found: Option<Post> = sql!("post_by_id").bind(id).fetch_optional(on).await?;
    by_id(on, site, found.as_ref().map_or(id, root_of)).await
}

/// Which posts of a site are asked for, a page of them at a time.
#[derive(Clone, Debug)]
pub struct Asked<'a> {
    /// Those that go out from the first up to the second, that one not included, in UTC microseconds, the first one first;
    /// `None`: drafts, the newest first.
    pub between: Option<(i64, i64)>,
    /// With a delivery that stands in one of these ways; `None`: however they stand.
    pub states: Option<&'a [State]>,
    /// Behind the one with this time and id; `None`: from the beginning.
    pub behind: Option<(i64, &'a str)>,
    /// At most so many.
    pub at_most: i64,
}

/// A page of the posts of a site.
pub async fn listed(on: &(impl On + ?Sized), site: &str, asked: &Asked<'_>) -> Result<Vec<Post>, store::Fault> {
    let names = |states: &[State]| serde_json::json!(states.iter().map(|state| state.name()).collect::<Vec<_>>());
    let states = asked.states.map(|states| names(states).to_string());
    let Some((from, to)) = asked.between else {
        let (at, id) = asked.behind.unwrap_or((i64::MAX, ""));
        return sql!("post_drafts").bind(site).bind(asked.at_most).bind(at).bind(id).bind(states).fetch_all(on).await;
    };
    // Behind a post means at its time, or later.
    let (at, id) = asked.behind.unwrap_or((from, ""));
    sql!("post_of_site")
        .bind(site)
        .bind(at.max(from))
        .bind(to)
        .bind(asked.at_most)
        .bind(if at < from { "" } else { id })
        .bind(states)
        .fetch_all(on)
        .await
}

/// The posts of a site that go out from `from` up to `to`, that one not included, in UTC microseconds, the first one first;
/// drafts where `drafts`, the newest first. At most so many.
pub async fn of_site(
    on: &(impl On + ?Sized),
    site: &str,
    (from, to): (i64, i64),
    drafts: bool,
    at_most: i64,
) -> Result<Vec<Post>, store::Fault> {
    let between = (!drafts).then_some((from, to));
    listed(on, site, &Asked { between, states: None, behind: None, at_most }).await
}

/// The deliveries of these posts.
pub async fn deliveries_of(on: &(impl On + ?Sized), posts: &[&str]) -> Result<Vec<Delivery>, store::Fault> {
    if posts.is_empty() {
        return Ok(Vec::new());
    }
    sql!("delivery_of_posts").bind_list(posts.iter().copied()).fetch_all(on).await
}
