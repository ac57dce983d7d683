//! First comments: what an account writes below its own post as soon as that is live. It is carried out as the last part of the
//! post's thread (see [`super::thread`]), so with a delivery of its own: its own key, fence and receipt, and its own link where
//! the post's page stands in it. Where a network takes no comments it is left out.

use domain::{Activity, Random};
use jiff::Timestamp;
use ledger::link::{self, By, Form, Ground, New as Link, Target};
use networks::count::Counted;
use networks::count::limits::Part;
use store::{On, Tx, sql};
use url::Url;

use super::Post;
use super::count::of_part;
use crate::Fault;
use crate::account::Account;
use crate::deliver::Delivery;

/// Its place in a thread: behind all of [`super::thread::MOST`] parts, whether they are posts of their own there or not. Readers find it at the thread's end,
/// and no part of the thread has to share its place below another with it.
pub(crate) const PLACE: i64 = 25;

/// Whether `account` comments on its own posts.
pub fn is_written_by(account: &Account) -> bool {
    account.publish().is_some_and(|publish| publish.comments.is_some())
}

/// Each limit that the network sets for a comment, and how much of it this one takes.
pub fn counted(account: &Account, text: &str, page: Option<&str>) -> Vec<Counted> {
    of_part(account, Part::Comment, text, page.filter(|page| carries(text, page)))
}

/// Whether the page stands in the comment, which then carries it by a link of its own.
pub(crate) fn carries(text: &str, page: &str) -> bool {
    !page.is_empty() && text.contains(page)
}

/// Whether `account` takes the comment.
pub(super) fn fits(account: &Account, text: &str, page: Option<&str>) -> Result<(), Fault> {
    match counted(account, text, page).iter().find_map(|it| it.over) {
        Some(over) => {
            let says = format!("the first comment is {} too long for {}: shorten it", over.by, account.name);
            Err(Fault::wrong("text_too_long", says))
        }
        None => Ok(()),
    }
}

/// The code of the comment `part` by `account`, given once; none where it carries no page. `ground` as where the post is planned;
/// without, what the site itself allows.
pub(super) async fn code(
    tx: &mut Tx,
    random: &dyn Random,
    now: Timestamp,
    (site, by): (&str, &str),
    (it, part, account): (&Delivery, &Post, &Account),
    ground: Option<&Ground<'_>>,
) -> Result<Option<String>, Fault> {
    let Some(page) = it.page(part) else { return Ok(None) };
    if it.code.is_some() {
        return Ok(it.code.clone());
    }
    let home = home(&*tx, site).await?;
    let own = Ground { site: &home, house: &[], is_public: networks::http::is_public };
    let new = Link {
        target: Target::of(page, ground.unwrap_or(&own))?,
        activity: Activity::Post,
        network: Some(account.network.clone()),
        placement: None,
        campaign: part.campaign.clone(),
        parent: None,
        form: Form::Page,
        note: Some(format!("First comment: {}", part.text.trim().chars().take(60).collect::<String>())),
        expires: None,
    };
    let by = By { site: site.to_owned(), name: by.to_owned() };
    Ok(Some(link::mint(tx, random, now, &by, &new).await?.code))
}

/// Where a site begins.
pub(super) async fn home(on: &(impl On + ?Sized), site: &str) -> Result<Url, Fault> {
    let home: Option<(String,)> = sql!("repeat_site").bind(site).fetch_optional(on).await?;
    home.and_then(|(home,)| home.parse().ok()).ok_or(Fault::Unknown("site"))
}

#[cfg(test)]
mod tests {
    use super::super::thread;
    use super::PLACE;

    #[test]
    fn a_comment_stands_behind_as_many_parts_as_a_thread_can_have() {
        assert_eq!(usize::try_from(PLACE), Ok(thread::MOST + 1));
    }
}
