//! Looking at posts and their deliveries.

use store::{On, sql};

use super::Post;
use crate::Fault;
use crate::deliver::Delivery;

/// One of a site.
pub async fn by_id(on: &(impl On + ?Sized), site: &str, id: &str) -> Result<Post, Fault> {
    let found: Option<Post> = sql!("post_by_id").bind(id).fetch_optional(on).await?;
    found.filter(|post| post.site == site).ok_or(Fault::Unknown("post"))
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
    if drafts {
        return sql!("post_drafts").bind(site).bind(at_most).fetch_all(on).await;
    }
    sql!("post_of_site").bind(site).bind(from).bind(to).bind(at_most).fetch_all(on).await
}

/// The deliveries of these posts.
pub async fn deliveries_of(on: &(impl On + ?Sized), posts: &[&str]) -> Result<Vec<Delivery>, store::Fault> {
    if posts.is_empty() {
        return Ok(Vec::new());
    }
    sql!("delivery_of_posts").bind_list(posts.iter().copied()).fetch_all(on).await
}
