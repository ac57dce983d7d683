//! Feed: pages that a feed or a sitemap names anew become drafts, so that whoever writes on his own site has the post for it
//! half written.
//!
//! A page is known by its address, whatever ids the feed gives it; what stood there when the feed was first read is no news.
//! A draft and the note that its page is known are one commit: whoever is killed in between has drafted nothing, and nobody
//! drafts it twice. Start at [`follow`]; [`look`] is for whoever comes round.

use std::collections::HashSet;

use jiff::{SignedDuration, Timestamp};
use market::post::{self, Variant};
use market::{Desk, account, media};
use measure::measured;
use networks::http::{Http, Request};
use pages::sitemap;
use store::{On, Tx, sql};
use url::Url;

use crate::compose;

/// How often somebody looks at a feed.
const EVERY: SignedDuration = SignedDuration::from_hours(1);
/// Feeds that are looked at in one round.
const AT_ONCE: i64 = 20;
/// Feeds that a site follows.
const MOST: usize = 20;
/// Pages of one look that become drafts: somebody has to read them.
const DRAFTS: usize = 5;

/// A feed that a site follows.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Feed {
    /// Its id.
    pub id: String,
    /// Which site.
    pub site: String,
    /// Where it is.
    pub address: String,
    /// Who follows it: the drafts are his.
    pub made_by: String,
    /// UTC microseconds.
    pub made_at: i64,
    /// When somebody looked last, in UTC microseconds.
    pub looked_at: i64,
    /// Pages of it that became drafts.
    pub drafted: i64,
    /// What is to be known of the last look, for people.
    pub says: Option<String>,
}

/// Why a feed is not followed.
#[derive(Debug, thiserror::Error)]
pub enum NotFollowed {
    /// It is none, or does not come.
    #[error("{0}")]
    None(String),
    /// The site follows it already.
    #[error("the site follows this feed already")]
    Already,
    /// The site follows too many.
    #[error("a site follows at most {MOST} feeds: end one first")]
    TooMany,
    /// The database.
    #[error(transparent)]
    Store(#[from] store::Fault),
}

/// Follows the feed at `address` from now on; what it names already is no news. `by`: who does.
pub async fn follow(desk: &Desk, http: &Http, (site, by): (&str, &str), address: &Url) -> Result<Feed, NotFollowed> {
    let pages = read(http, address).await.map_err(NotFollowed::None)?;
    let there = of_site(&desk.db, site).await?;
    if there.iter().any(|feed| feed.address == address.as_str()) {
        return Err(NotFollowed::Already);
    }
    if there.len() >= MOST {
        return Err(NotFollowed::TooMany);
    }
    let (id, now) = (desk.random.code(), desk.now());
    let add = sql!("feed_add").bind(&*id).bind(site).bind(address.as_str()).bind(by).bind(now);
    let known = sql!("feed_pages_add").bind(&*id).bind_list(pages.iter().map(|(_, key)| &**key));
    let added = desk.db.write(move |tx| {
        Box::pin(async move {
            let added = add.execute(&mut *tx).await?;
            if added == 1 {
                known.execute(tx).await?;
            }
            Ok(added)
        })
    });
    if added.await? == 0 {
        return Err(NotFollowed::Already);
    }
    of_site(&desk.db, site).await?.into_iter().find(|feed| feed.id == id).ok_or(NotFollowed::Already)
}

/// The feeds that `site` follows.
pub async fn of_site(on: &(impl On + ?Sized), site: &str) -> Result<Vec<Feed>, store::Fault> {
    sql!("feed_of_site").bind(site).fetch_all(on).await
}

/// Follows a feed no more. Whether there was one.
pub async fn end(tx: &mut Tx, site: &str, id: &str) -> Result<bool, store::Fault> {
    Ok(sql!("feed_end").bind(site).bind(id).execute(tx).await? == 1)
}

/// The feeds at which somebody is to look now, some at a time.
pub async fn due(on: &(impl On + ?Sized), now: Timestamp) -> Result<Vec<Feed>, store::Fault> {
    let before = now.saturating_sub(EVERY).unwrap_or(now);
    sql!("feed_due").bind(before).bind(AT_ONCE).fetch_all(on).await
}

/// Looks at `feed`, and drafts what is new in it for all accounts of the workspace. `door`: leads to an address.
pub async fn look(desk: &Desk, door: impl Fn(&Url) -> Http, feed: &Feed) -> Result<(), store::Fault> {
    let says = match feed.address.parse::<Url>() {
        Ok(address) => match read(&door(&address), &address).await {
            Ok(pages) => Box::pin(draft(desk, door, feed, pages)).await?,
            Err(why) => Some(why),
        },
        Err(_) => Some("its address is none any more: follow it anew".to_owned()),
    };
    let looked = sql!("feed_looked").bind(&*feed.id).bind(desk.now()).bind(says);
    desk.db.write(move |tx| Box::pin(async move { looked.execute(tx).await.map(drop) })).await
}

/// Drafts the first new ones of `pages`, and knows the others. What is to be known of it.
async fn draft(
    desk: &Desk,
    door: impl Fn(&Url) -> Http,
    feed: &Feed,
    pages: Vec<(Url, String)>,
) -> Result<Option<String>, store::Fault> {
    let known = sql!("feed_known").bind(&*feed.id).bind_list(pages.iter().map(|(_, key)| &**key));
    let known: HashSet<String> = known.fetch_all(&desk.db).await?.into_iter().map(|(key,): (String,)| key).collect();
    let mut new: Vec<_> = pages.into_iter().filter(|(_, key)| !known.contains(key)).collect();
    let rest = new.split_off(new.len().min(DRAFTS));
    let mut unread = 0;
    // The newest stands first, and is to be the newest of the drafts.
    for (page, key) in new.into_iter().rev() {
        unread += u32::from(!Box::pin(drafted(desk, &door(&page), feed, &page, key)).await?);
    }
    if rest.is_empty() {
        return Ok((unread > 0).then(|| format!("{unread} of the new pages could not be read: their drafts are empty")));
    }
    let says = format!(
        "{} more pages were new at once, and did not become drafts: fill a post from the page where you want one",
        rest.len()
    );
    let know = sql!("feed_pages_add").bind(&*feed.id).bind_list(rest.iter().map(|(_, key)| &**key));
    desk.db.write(move |tx| Box::pin(async move { know.execute(tx).await.map(drop) })).await?;
    Ok(Some(says))
}

/// Drafts a post of `page`. Whether the page could be read.
async fn drafted(desk: &Desk, http: &Http, feed: &Feed, page: &Url, key: String) -> Result<bool, store::Fault> {
    let whose: Option<(String,)> = sql!("feed_workspace").bind(&*feed.site).fetch_optional(&desk.db).await?;
    let Some((workspace,)) = whose else { return Ok(true) };
    let (site, by) = (feed.site.clone(), feed.made_by.clone());
    let zone = measured::of(&desk.db, &desk.random, &site).await?.settings.zone;
    let read = match Box::pin(compose::from_page(desk, http, (&workspace, &site, &by), page)).await {
        Ok(read) => Some(read),
        Err(compose::NotRead::Market(market::Fault::Store(fault))) => return Err(fault),
        Err(_) => None,
    };
    let is_read = read.is_some();
    let accounts = account::of_workspace(&desk.db, &workspace).await?;
    let mut new = post::New { page: Some(page.to_string()), zone, ..post::New::default() };
    let mut own = Vec::new();
    if let Some(read) = read {
        (new.page, new.text, new.card, own) = (Some(read.page.to_string()), read.text, read.card, read.own);
    }
    let text_of = |id: &str| own.iter().find(|(account, _)| account == id).map(|(_, text)| text.clone());
    let there = accounts.into_iter().filter(|it| it.gone_at.is_none());
    new.accounts = there.map(|it| Variant { text: text_of(&it.id), account: it.id, bare: false }).collect();
    let (random, now, id) = (desk.random.clone(), desk.now(), feed.id.clone());
    let kept = desk.db.write_or(move |tx| {
        Box::pin(async move {
            if sql!("feed_page_add").bind(&*id).bind(key).execute(&mut *tx).await? == 1 {
                post::write(&mut *tx, &*random, now, (&workspace, &site, &by), &new).await?;
                sql!("feed_drafted").bind(&*id).execute(tx).await?;
            }
            Ok::<_, market::Fault>(())
        })
    });
    match kept.await {
        Ok(()) => Ok(is_read),
        Err(market::Fault::Store(fault)) => Err(fault),
        // What cannot be kept is tried at the next look, when it may be otherwise.
        Err(fault) => {
            tracing::warn!(%fault, feed = feed.address, "a page of a feed did not become a draft");
            Ok(false)
        }
    }
}

/// The pages that the feed at `address` names, the newest first, each with the key by which it is known again.
async fn read(http: &Http, address: &Url) -> Result<Vec<(Url, String)>, String> {
    let answer = http.get(Request::new(address.clone())).await.map_err(|failure| failure.to_string())?;
    if !(200..300).contains(&answer.status) {
        return Err(format!("{address} answers {}: look whether the feed is still there", answer.status));
    }
    let read = sitemap::read(&answer.body);
    let mut seen = HashSet::new();
    let address_of = |entry: &sitemap::Entry| {
        let page = address.join(entry.url.trim()).ok().filter(|page| matches!(page.scheme(), "http" | "https"))?;
        let key = key_of(&page);
        Some((page, key))
    };
    // Where nothing is said of time, a feed's own order stands.
    let mut entries: Vec<_> = read.pages.iter().collect();
    entries.sort_by_key(|entry| std::cmp::Reverse(entry.changed));
    let pages: Vec<_> =
        entries.into_iter().filter_map(address_of).filter(|(_, key)| seen.insert(key.clone())).collect();
    match (pages.is_empty(), read.sitemaps.first()) {
        (false, _) => Ok(pages),
        (true, Some(inner)) => {
            Err(format!("this is an index of sitemaps: follow the one that names your articles, such as {inner}"))
        }
        (true, None) => Err(format!(
            "nothing at {address} is a feed or a sitemap ({}): RSS, Atom, JSON Feed and sitemaps are followed",
            read.faults.join("; ")
        )),
    }
}

/// By what a page is known again: its address without what only the way added.
fn key_of(page: &Url) -> String {
    let mut page = page.clone();
    page.set_fragment(None);
    media::digest(page.as_str().as_bytes())
}
