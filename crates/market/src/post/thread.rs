//! Threads: a post with parts below it. On networks where an account answers its own posts each part goes out as a post of its
//! own, with its own delivery: its own key, fence and receipt, and it leaves when the one above it is live. Elsewhere, and by
//! hand, the parts are joined below the text. Behind them comes a first comment (see [`super::comment`]). Start at [`Part`]; who may
//! go next is [`turn`].

use domain::Random;
use jiff::Timestamp;
use ledger::link::Ground;
use networks::publish::{Below, Medium};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::queue::{self, NewJob};
use store::{On, Tx, sql};

use super::{Post, comment, counted, unfit};
use crate::Fault;
use crate::account::{self, Account};
use crate::deliver::{Delivery, JOB, State, TAKE_BACK};

/// Parts below a post.
pub const MOST: usize = 24;

/// A part of a thread, as it was written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "ThreadPart")]
pub struct Part {
    /// What is written.
    pub text: String,
    /// Its pictures, in their order.
    pub media: Vec<Medium>,
}

/// What becomes of a thread of which a part is refused, or left out by somebody.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "ThreadOnBreak")]
pub enum OnBreak {
    /// The parts behind it go out nevertheless.
    #[default]
    GoOn,
    /// What is out of it is taken away again, and nothing more goes out.
    TakeBack,
}

impl OnBreak {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::GoOn => "go_on",
            Self::TakeBack => "take_back",
        }
    }

    pub(super) fn named(name: &str) -> Self {
        if name == "take_back" { Self::TakeBack } else { Self::GoOn }
    }
}

/// Whether parts are posts of their own by this account.
pub fn is_threaded(account: &Account) -> bool {
    account.publish().is_some_and(|publish| networks::publish::threads(publish.acts))
}

/// The parts below these posts, as posts of their own.
pub async fn parts_of(on: &(impl On + ?Sized), posts: &[&str]) -> Result<Vec<Post>, store::Fault> {
    if posts.is_empty() {
        return Ok(Vec::new());
    }
    sql!("thread_parts").bind_list(posts.iter().copied()).fetch_all(on).await
}

/// Lays the parts of `post` out as posts, and its first comment behind them, each with a delivery for each account by which they are
/// such; what has begun stays.
pub(super) async fn lay(tx: &mut Tx, random: &dyn Random, now: Timestamp, post: &Post) -> Result<(), Fault> {
    let parts = post.parts();
    let many = i64::try_from(parts.len()).unwrap_or(i64::MAX);
    let last = post.first_comment.as_ref().map_or(0, |_| comment::PLACE);
    sql!("thread_cut").bind(&*post.id).bind(many).bind(last).execute(&mut *tx).await?;
    if !post.has_below() {
        return Ok(());
    }
    let mut accounts = Vec::new();
    for it in super::deliveries_of(&*tx, &[&post.id]).await? {
        let is_open = matches!(it.state(), State::Draft | State::Planned | State::Skipped);
        accounts.push((account::any(&*tx, &it.account).await?, is_open));
    }
    let there = parts_of(&*tx, &[&post.id]).await?;
    let last = post.first_comment.iter().map(|text| (comment::PLACE, Part { text: text.clone(), ..Part::default() }));
    for (number, part) in (1..).zip(parts).chain(last) {
        let known = there.iter().find(|it| it.part == number);
        if let Some(known) = known {
            let begun: i64 = sql!("delivery_begun").bind(&*known.id).fetch_one(&*tx).await?;
            if begun > 0 {
                continue;
            }
        }
        let is_linked =
            number == comment::PLACE && post.page.as_deref().is_some_and(|page| comment::carries(&part.text, page));
        let media = serde_json::to_string(&part.media).unwrap_or_else(|_| "[]".to_owned());
        let put = sql!("thread_put").bind(random.code()).bind(&*part.text).bind(&*post.id).bind(number);
        put.bind(media).bind(now).bind(is_linked).execute(&mut *tx).await?;
    }
    for part in parts_of(&*tx, &[&post.id]).await? {
        let is_such = if part.is_comment() { comment::is_written_by } else { is_threaded };
        let by = accounts.iter().filter(|(account, _)| is_such(account));
        let kept: Vec<&str> = by.clone().map(|(account, _)| &*account.id).collect();
        sql!("delivery_leave_out").bind(&*part.id).bind_list(kept).execute(&mut *tx).await?;
        for (account, _) in by.filter(|(_, is_open)| *is_open) {
            sql!("delivery_put")
                .bind(random.code())
                .bind(&*part.id)
                .bind(&*account.id)
                .bind(None::<&str>)
                .bind(State::Draft.name())
                .bind(now)
                .bind(false)
                .execute(&mut *tx)
                .await?;
        }
    }
    Ok(())
}

/// Plans the parts of `post`, which `by` wrote, for each account for which the post itself is planned, due at `due`: each gets its
/// key, once, and leaves when the one above it is live. `ground`: what a comment's page is held against.
pub(super) async fn plan(
    tx: &mut Tx,
    random: &dyn Random,
    now: Timestamp,
    (by, post): (&str, &Post),
    due: i64,
    ground: Option<&Ground<'_>>,
) -> Result<(), Fault> {
    let first = super::deliveries_of(&*tx, &[&post.id]).await?;
    for part in parts_of(&*tx, &[&post.id]).await? {
        for it in super::deliveries_of(&*tx, &[&part.id]).await? {
            let is_planned = |of: &Delivery| of.account == it.account && of.state() == State::Planned;
            if !first.iter().any(is_planned) || !matches!(it.state(), State::Draft | State::Planned | State::Skipped) {
                continue;
            }
            let account = account::any(&*tx, &it.account).await?;
            let code = if part.is_comment() {
                comment::fits(&account, &part.text, it.page(&part))?;
                comment::code(&mut *tx, random, now, (&post.site, by), (&it, &part, &account), ground).await?
            } else {
                fits(&account, &part)?;
                None
            };
            let mut bytes = [0; 16];
            random.fill(&mut bytes);
            let key = it.key.clone().unwrap_or_else(|| format!("{:032x}", u128::from_be_bytes(bytes)));
            let planned = sql!("delivery_plan")
                .bind(&*it.id)
                .bind(State::Planned.name())
                .bind(due)
                .bind(code)
                .bind(key)
                .bind(now)
                .bind(it.fence)
                .execute(&mut *tx)
                .await?;
            if planned == 0 {
                return Err(Fault::Changed("post"));
            }
        }
    }
    Ok(())
}

/// Whether `account` takes the part.
fn fits(account: &Account, part: &Post) -> Result<(), Fault> {
    let (which, media) = (part.part + 1, part.media());
    if part.text.trim().is_empty() && media.is_empty() {
        return Err(Fault::wrong("text_empty", format!("part {which} says nothing: write something, or take it away")));
    }
    if let Some((code, says)) = unfit(account, &media, &format!("part {which}")) {
        return Err(Fault::wrong(code, says));
    }
    match counted(account, &part.text, None, !media.is_empty()).iter().find_map(|it| it.over) {
        Some(over) => {
            let says =
                format!("part {which} is {} too long for {}: shorten it, or make two of it", over.by, account.name);
            Err(Fault::wrong("text_too_long", says))
        }
        None => Ok(()),
    }
}

/// The deliveries of a thread by one account, in their order.
pub(crate) async fn deliveries_of(
    on: &(impl On + ?Sized),
    root: &str,
    account: &str,
) -> Result<Vec<Delivery>, store::Fault> {
    sql!("thread_deliveries").bind(root).bind(account).fetch_all(on).await
}

/// What a part of a thread may do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Turn {
    /// It may leave, below these.
    Leaves(Below),
    /// What is above it is not there yet.
    Waits,
    /// What is above it was posted by hand, so that nothing of ours is known to stand there.
    BelowAHand,
    /// What is above it never will be.
    Over,
}

/// Whether it is the turn of `it`, which is a part of a thread: `part` is its post.
pub(crate) async fn turn(on: &(impl On + ?Sized), it: &Delivery, part: &Post) -> Result<Turn, store::Fault> {
    let Some(root) = &part.thread_of else { return Ok(Turn::Over) };
    let all = deliveries_of(on, root, &it.account).await?;
    let first: Option<Post> = sql!("post_by_id").bind(&**root).fetch_optional(on).await?;
    let goes_on = first.is_some_and(|first| first.on_break() == OnBreak::GoOn);
    let mut above = all.iter().take_while(|other| other.id != it.id);
    let Some(first) = above.next() else { return Ok(Turn::Over) };
    let by_hand = |other: &Delivery| other.state() == State::Live && !other.is_ours();
    if by_hand(first) {
        return Ok(Turn::BelowAHand);
    }
    let root = match (first.state(), first.receipt()) {
        (State::Live, Some(receipt)) => receipt.id,
        (State::Skipped | State::Gone, _) => return Ok(Turn::Over),
        _ => return Ok(Turn::Waits),
    };
    let mut parent = root.clone();
    for other in above {
        match (other.state(), other.receipt()) {
            (State::Live, _) if by_hand(other) => return Ok(Turn::BelowAHand),
            (State::Live, Some(receipt)) => parent = receipt.id,
            // Below what was taken away nothing is seen.
            (State::Gone | State::Skipped | State::Refused, _) if goes_on => {}
            (State::Gone | State::Skipped | State::Refused, _) => return Ok(Turn::Over),
            _ => return Ok(Turn::Waits),
        }
    }
    Ok(Turn::Leaves(Below { root, parent }))
}

/// What became of `it` is known: where it is a part of a thread, or the first of one, the next one has its turn; or, where it broke
/// and that was chosen, what is out is taken back.
pub(crate) async fn goes_on(tx: &mut Tx, now: Timestamp, it: &Delivery, became: State) -> Result<(), store::Fault> {
    let post: Option<Post> = sql!("post_by_id").bind(&*it.post).fetch_optional(&*tx).await?;
    let Some(post) = post else { return Ok(()) };
    let first: Option<Post> = match &post.thread_of {
        Some(root) => sql!("post_by_id").bind(&**root).fetch_optional(&*tx).await?,
        None => Some(post.clone()),
    };
    let Some(first) = first.filter(Post::has_below) else { return Ok(()) };
    // A thread without its comment is whole.
    let broke = matches!(became, State::Refused | State::Skipped) && !post.is_comment();
    // Whose first part is refused may be sent anew: what is below it waits for that.
    if became == State::Refused && post.part == 0 {
        return Ok(());
    }
    let (kind, id) = if broke && post.part > 0 && first.on_break() == OnBreak::TakeBack {
        (TAKE_BACK, it.id.clone())
    } else {
        let all = deliveries_of(&*tx, &first.id, &it.account).await?;
        let next = all.iter().skip_while(|other| other.id != it.id).skip(1).find(|other| !other.state().is_over());
        match next {
            Some(next) => (JOB, next.id.clone()),
            None => return Ok(()),
        }
    };
    let job = NewJob { kind, payload: id.clone().into(), due: now, dedup: Some(&id), priority: 0 };
    queue::enqueue(&mut *tx, job, now).await?;
    queue::hasten(tx, kind, &id, now).await?;
    Ok(())
}

/// The id of the thread's first post: of a post that is no part its own.
pub(crate) fn root_of(post: &Post) -> &str {
    post.thread_of.as_deref().unwrap_or(&post.id)
}
