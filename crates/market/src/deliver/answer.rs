//! What a person says of a delivery: that he posted it, that it is there, that it is not, or that it is not to be.

use jiff::Timestamp;
use networks::publish::Receipt;
use store::queue::{self, NewJob};
use store::{Tx, sql};

use super::row::{self, Moved};
use super::{Delivery, JOB, State, paid, told};
use crate::Fault;
use crate::post::{Post, thread};

/// What a person says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It is there; where, if he says so.
    Live(Option<String>),
    /// It is not there: it is to go out now.
    Send,
    /// The same, without the post's link: that is cheaper at some networks.
    SendBare,
    /// It is not to go out.
    Skip,
}

/// Keeps what a person says of the delivery `id` of a post of `site`.
pub async fn answer(tx: &mut Tx, now: Timestamp, (site, id): (&str, &str), said: &Answer) -> Result<Delivery, Fault> {
    let it = row::find(&*tx, id).await?.ok_or(Fault::Unknown("delivery"))?;
    let post: Option<Post> = sql!("post_by_id").bind(&*it.post).fetch_optional(&*tx).await?;
    let post = post.filter(|post| post.site == site).ok_or(Fault::Unknown("delivery"))?;
    let open = matches!(it.state(), State::Waiting | State::Person | State::Refused | State::Planned | State::Skipped);
    if !open {
        let says = "this one is under way, or over: there is nothing to say about it";
        return Err(Fault::wrong("delivery_not_open", says));
    }
    told::is_over(&mut *tx, now, &it).await?;
    match said {
        Answer::Live(url) => {
            let url = url.as_deref().map(str::trim).filter(|url| !url.is_empty());
            if url.is_some_and(|url| !url.starts_with("https://") && !url.starts_with("http://")) {
                return Err(Fault::wrong("address_invalid", "where it is, is a whole address: https://…"));
            }
            let receipt = Receipt { id: url.unwrap_or(super::BY_HAND[0]).to_owned(), url: url.map(str::to_owned) };
            if !row::is_live(&mut *tx, (id, it.fence), &receipt, now).await? {
                return Err(Fault::Changed("delivery"));
            }
            let account = crate::account::any(&*tx, &it.account).await?;
            let stands = super::presence(&it, &post.site, &account.network, &receipt);
            paid::said_live(&mut *tx, now, &it, (&post, &account)).await?;
            ledger::presence::begins(&mut *tx, now, &stands).await?;
            told::is_live(&mut *tx, now, &it, &receipt).await?;
            crate::post::repeat::goes_on(&mut *tx, now, &it.post).await?;
            thread::goes_on(&mut *tx, now, &it, State::Live).await?;
        }
        Answer::Skip => {
            if !row::moves(&mut *tx, (id, it.fence), &Moved::to(State::Skipped), now).await? {
                return Err(Fault::Changed("delivery"));
            }
            paid::said_not(&mut *tx, now, &it, false).await?;
            thread::goes_on(&mut *tx, now, &it, State::Skipped).await?;
        }
        Answer::Send | Answer::SendBare => {
            let bare = *said == Answer::SendBare;
            let written = it.text.as_deref().unwrap_or(&post.text);
            let left = crate::post::whole(written, post.page.as_deref(), bare, None);
            if bare && left.is_empty() && post.media().is_empty() {
                return Err(Fault::wrong("text_empty", "without its link the post says nothing: write something"));
            }
            // Whoever says that nothing is there has looked: it begins anew, at a time of its own.
            let anew = sql!("delivery_anew")
                .bind(id)
                .bind(it.fence)
                .bind(State::Planned.name())
                .bind(now)
                .bind(bare)
                .execute(&mut *tx)
                .await?;
            if anew == 0 {
                return Err(Fault::Changed("delivery"));
            }
            paid::said_not(&mut *tx, now, &it, true).await?;
            let job = NewJob { kind: JOB, payload: id.into(), due: now, dedup: Some(id), priority: 0 };
            queue::enqueue(&mut *tx, job, now).await?;
            queue::hasten(&mut *tx, JOB, id, now).await?;
        }
    }
    row::find(&*tx, id).await?.ok_or(Fault::Unknown("delivery"))
}

/// A visitor came by the link of the delivery `id`, which waits for somebody who posts it by hand: it is there. Whether that is
/// news.
pub async fn is_seen(tx: &mut Tx, now: Timestamp, id: &str) -> Result<bool, store::Fault> {
    let Some(it) = row::find(&*tx, id).await? else { return Ok(false) };
    if sql!("delivery_seen").bind(id).bind(now).execute(&mut *tx).await? == 0 {
        return Ok(false);
    }
    if let Some(whose) = told::about_of(&*tx, id).await? {
        let receipt = Receipt { id: String::new(), url: None };
        let stands = super::presence(&it, &whose.site, &whose.network, &receipt);
        ledger::presence::begins(&mut *tx, now, &stands).await?;
        told::is_live(&mut *tx, now, &it, &receipt).await?;
    }
    told::is_over(tx, now, &it).await?;
    Ok(true)
}
