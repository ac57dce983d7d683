//! Scheduling: each delivery gets its code and its key, once, and a job that is due when the post is.

use domain::{Activity, Random};
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use ledger::link::{self, By, Form, Ground, New as Link, Target};
use store::queue::{self, NewJob};
use store::{Tx, sql};

use super::{Post, by_id, counted, deliveries_of, thread, unfit, version};
use crate::deliver::{Delivery, JOB, State};
use crate::{Fault, account};

/// When a post goes out: what its writer meant, and what that is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct When {
    /// The time on the wall.
    pub wall: DateTime,
    /// The instant.
    pub at: Timestamp,
    /// The wall has no such time on that day, since clocks go forward: what comes closest was taken.
    pub moved: bool,
}

impl When {
    /// `wall` (`2026-11-28T09:00`) in `zone`. Where clocks go back and the wall shows it twice, the first of both.
    pub fn of(wall: &str, zone: &str) -> Result<Self, Fault> {
        let wall: DateTime = wall.parse().map_err(|_| {
            Fault::wrong("time_invalid", format!("`{wall}` is no time on a wall: write it like 2026-11-28T09:00"))
        })?;
        Self::on(wall, known(zone)?)
    }

    /// `wall` in a zone that is known.
    pub fn on(wall: DateTime, zone: TimeZone) -> Result<Self, Fault> {
        let zoned = wall
            .to_zoned(zone)
            .map_err(|_| Fault::wrong("time_invalid", format!("{wall} lies too far away to be planned")))?;
        Ok(Self { moved: zoned.datetime() != wall, wall: zoned.datetime(), at: zoned.timestamp() })
    }

    /// It is not over. A minute's grace: whoever presses at nine for nine means now.
    pub(super) fn is_to_come(&self, now: Timestamp) -> Result<(), Fault> {
        if self.at < now - jiff::SignedDuration::from_mins(1) {
            let says = format!("{} is over: choose a later time, or publish it now", self.wall);
            return Err(Fault::wrong("time_past", says));
        }
        Ok(())
    }
}

/// The zone of that name.
pub(crate) fn known(zone: &str) -> Result<TimeZone, Fault> {
    TimeZone::get(zone)
        .map_err(|_| Fault::wrong("zone_unknown", format!("`{zone}` is no time zone: write it like Europe/Berlin")))
}

/// Lets a post of which `version` was seen go out at `when`. `ground`: what its page's address is held against.
pub async fn schedule(
    tx: &mut Tx,
    random: &dyn Random,
    now: Timestamp,
    by: &By,
    (id, version): (&str, i64),
    when: &When,
    ground: &Ground<'_>,
) -> Result<Post, Fault> {
    let post = by_id(&*tx, &by.site, id).await?;
    when.is_to_come(now)?;
    let deliveries = deliveries_of(&*tx, &[id]).await?;
    if deliveries.is_empty() {
        return Err(Fault::wrong("accounts_none", "the post goes nowhere yet: choose at least one account"));
    }
    let due = when.at.as_microsecond();
    let changed = sql!("post_schedule")
        .bind(id)
        .bind(version)
        .bind(when.wall.to_string())
        .bind(due)
        .bind(now)
        .execute(&mut *tx)
        .await?;
    if changed == 0 {
        return Err(Fault::Changed("post"));
    }
    for it in deliveries.iter().filter(|it| matches!(it.state(), State::Draft | State::Planned | State::Skipped)) {
        plan(tx, random, now, by, &post, it, due, ground).await?;
    }
    thread::plan(&mut *tx, random, now, (&by.name, &post), due, Some(ground)).await?;
    stands(tx, now, by, id).await
}

#[expect(clippy::too_many_arguments, reason = "one delivery of the loop above")]
pub(super) async fn plan(
    tx: &mut Tx,
    random: &dyn Random,
    now: Timestamp,
    by: &By,
    post: &Post,
    it: &Delivery,
    due: i64,
    ground: &Ground<'_>,
) -> Result<(), Fault> {
    let account = account::any(&*tx, &it.account).await?;
    let joins = !thread::is_threaded(&account);
    let media = if joins { post.all_media() } else { post.media() };
    if it.whole(post, joins).trim().is_empty() && media.is_empty() {
        return Err(Fault::wrong("text_empty", "the post says nothing and carries no page: write something"));
    }
    if let Some((code, says)) = unfit(&account, &media, "the post") {
        return Err(Fault::wrong(code, says));
    }
    let page = it.page(post);
    let said = it.text.as_deref().unwrap_or(&post.text);
    let said = if joins { post.joined(said) } else { said.to_owned() };
    let written = if it.bare { it.whole(post, joins) } else { said };
    if let Some(over) = counted(&account, &written, page, !media.is_empty()).iter().find_map(|it| it.over) {
        let says =
            format!("the text is {} too long for {}: shorten it, or write another one for it", over.by, account.name);
        return Err(Fault::wrong("text_too_long", says));
    }
    // Its code and its key are given once: by them it is found again, whatever copy of this house sends it.
    let code = match (&it.code, page) {
        (None, Some(page)) => {
            let new = Link {
                target: Target::of(page, ground)?,
                activity: Activity::Post,
                network: Some(account.network.clone()),
                placement: None,
                campaign: post.campaign.clone(),
                parent: None,
                form: Form::Page,
                note: Some(note(&written)),
                expires: None,
            };
            Some(link::mint(tx, random, now, by, &new).await?.code)
        }
        (code, Some(_)) => code.clone(),
        // What carries no link any more is not known by one.
        (_, None) => None,
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
    waits(tx, now, &it.id, due).await
}

/// By what people know the link again: how the post begins.
fn note(written: &str) -> String {
    let first = written.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or("without words");
    format!("Post: {}", first.chars().take(60).collect::<String>())
}

/// The delivery has a job that is due then.
async fn waits(tx: &mut Tx, now: Timestamp, id: &str, due: i64) -> Result<(), Fault> {
    let at = Timestamp::from_microsecond(due).unwrap_or(now);
    let job = NewJob { kind: JOB, payload: id.into(), due: at, dedup: Some(id), priority: 0 };
    queue::enqueue(&mut *tx, job, now).await?;
    // One that waits for a later time; one that waits for an earlier one finds that it was moved.
    queue::hasten(tx, JOB, id, at).await?;
    Ok(())
}

/// The post as it stands now, which is kept as a version of it.
async fn stands(tx: &mut Tx, now: Timestamp, by: &By, id: &str) -> Result<Post, Fault> {
    let post = by_id(&*tx, &by.site, id).await?;
    version::keep(tx, now, &by.name, &post).await?;
    Ok(post)
}

/// Moves a planned post of which `version` was seen to another time; its codes and keys stay. What has begun stays too.
pub async fn move_to(
    tx: &mut Tx,
    now: Timestamp,
    by: &By,
    (id, version): (&str, i64),
    when: &When,
) -> Result<Post, Fault> {
    by_id(&*tx, &by.site, id).await?;
    when.is_to_come(now)?;
    let deliveries = deliveries_of(&*tx, &[id]).await?;
    if !deliveries.iter().all(|it| matches!(it.state(), State::Draft | State::Planned | State::Skipped)) {
        let says = "the time of this post has come, for some account at least: what has begun cannot be moved";
        return Err(Fault::wrong("post_went_out", says));
    }
    let planned: Vec<&Delivery> = deliveries.iter().filter(|it| it.state() == State::Planned).collect();
    if planned.is_empty() {
        return Err(Fault::wrong("post_not_planned", "nothing of this post is planned: plan it first"));
    }
    let due = when.at.as_microsecond();
    if sql!("post_schedule")
        .bind(id)
        .bind(version)
        .bind(when.wall.to_string())
        .bind(due)
        .bind(now)
        .execute(&mut *tx)
        .await?
        == 0
    {
        return Err(Fault::Changed("post"));
    }
    for it in planned {
        if sql!("delivery_postpone").bind(&*it.id).bind(it.fence).bind(due).bind(now).execute(&mut *tx).await? == 0 {
            return Err(Fault::Changed("post"));
        }
        waits(tx, now, &it.id, due).await?;
    }
    for part in thread::parts_of(&*tx, &[id]).await? {
        for it in deliveries_of(&*tx, &[&part.id]).await?.iter().filter(|it| it.state() == State::Planned) {
            let postponed = sql!("delivery_postpone").bind(&*it.id).bind(it.fence).bind(due).bind(now);
            if postponed.execute(&mut *tx).await? == 0 {
                return Err(Fault::Changed("post"));
            }
        }
    }
    stands(tx, now, by, id).await
}

/// Lets a post go out at once.
pub fn now(now: Timestamp, zone: &str) -> When {
    let zone = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
    When { wall: now.to_zoned(zone).datetime(), at: now, moved: false }
}

/// Takes a post back to the drafts: what has not begun does not go out.
pub async fn unschedule(tx: &mut Tx, now: Timestamp, by: &By, (id, version): (&str, i64)) -> Result<Post, Fault> {
    by_id(&*tx, &by.site, id).await?;
    if sql!("post_unschedule").bind(id).bind(version).bind(now).execute(&mut *tx).await? == 0 {
        return Err(Fault::Changed("post"));
    }
    let parts = thread::parts_of(&*tx, &[id]).await?;
    for post in parts.iter().map(|part| &*part.id).chain([id]) {
        let back = sql!("delivery_unplan").bind(post).bind(State::Planned.name()).bind(State::Draft.name()).bind(now);
        back.execute(&mut *tx).await?;
    }
    stands(tx, now, by, id).await
}
