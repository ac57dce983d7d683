//! Deliveries: how each account's part of a post stands, and what a person says of it.

use std::collections::HashMap;

use advise::hand as booked;
use axum::extract::{Path, State};
use axum::{Extension, Json};
use jiff::Timestamp;
use market::account::stand_in::StandIns;
use market::account::{self, Account};
use market::deliver::{self, Answer, State as Stands};
use market::hand;
use market::post::{self, thread};
use measure::arrivals::counts::Count;
use measure::measured;
use networks::publish::Engagement;
use people::{May, Signed, site};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::posts::{Post, again};
use super::{List, time};
use crate::{House, Problem};

/// A post by one account.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Delivery {
    id: String,
    account: String,
    /// What is written for this account alone.
    text: Option<String>,
    /// It goes without the post's link.
    without_link: bool,
    state: Stands,
    due: Option<Timestamp>,
    /// The code in its link.
    code: Option<String>,
    /// The link with it.
    address: Option<String>,
    /// The whole text with the link, as somebody posts it by hand.
    copy: String,
    /// Where he posts it: the network's form, with the link filled in where that is possible.
    open: Option<String>,
    /// Where it is.
    url: Option<String>,
    #[serde(skip)]
    receipt: Option<String>,
    #[serde(skip)]
    network: String,
    live: Option<Timestamp>,
    gone: Option<Timestamp>,
    /// Visits that its link brought, as counted here.
    visits: i64,
    /// What people did with it, counted by the network when somebody looked last.
    engagement: Engagement,
    /// When that was.
    looked: Option<Timestamp>,
    /// When what it says was corrected last.
    corrected: Option<Timestamp>,
    /// What it says can be corrected: it is live, went out from here, and its network lets anybody do so.
    can_correct: bool,
    /// It can be taken down: it is live, went out from here, and its network lets programs do so.
    can_take_down: bool,
    /// How often something of it left.
    tries: i64,
    /// Why it stands where it stands, for programs.
    cause: Option<String>,
    /// The same for people, and what to do.
    says: Option<String>,
}

/// The first comment below a post.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "PostComment")]
pub(crate) struct Comment {
    pub(super) text: String,
    /// One for each account that writes it.
    pub(super) deliveries: Vec<Delivery>,
}

/// What somebody says of a delivery.
#[derive(Deserialize, JsonSchema)]
#[schemars(rename = "DeliveryAnswer")]
pub(crate) struct Answered {
    said: Word,
    /// Where it is, if it is there.
    #[serde(default)]
    url: Option<String>,
    /// The minutes that posting it by hand took: they are booked.
    #[serde(default)]
    minutes: u16,
}

#[derive(Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "DeliveryWord")]
enum Word {
    /// It is there.
    Live,
    /// It is not there, and is to go out now.
    Send,
    /// It is not there, and is to go out now without the post's link, which some networks take less for.
    SendWithoutLink,
    /// It is not to go out.
    Skip,
}

impl Delivery {
    /// With what its link brought. What is live at one of `sandbox` is shown there, and leads nowhere else.
    pub(super) fn with(
        self,
        counts: &HashMap<String, Count>,
        accounts: &[Account],
        sandbox: Option<&StandIns>,
    ) -> Self {
        let visits = self.code.as_ref().and_then(|code| counts.get(code)).map_or(0, |count| count.visits);
        let stands_in = |them: &&StandIns| accounts.iter().any(|it| it.id == self.account && them.have(it));
        let Some(sandbox) = sandbox.filter(stands_in) else { return Self { visits, ..self } };
        let url = self.url.is_some().then(|| sandbox.shows(self.receipt.as_deref()).into());
        let open = self.open.is_some().then(|| sandbox.shows(Some(&self.network)).into());
        Self { open, url, visits, ..self }
    }

    pub(super) fn code(&self) -> Option<&str> {
        self.code.as_deref()
    }

    pub(super) fn of(post: &post::Post, it: deliver::Delivery, accounts: &[account::Account]) -> Self {
        let account = accounts.iter().find(|account| account.id == it.account);
        let told = account.map(|account| hand::Told::of(post, &it, &account.network, &account.name, None));
        let ours = it.state() == Stands::Live && it.is_ours() && account.is_some_and(|it| it.gone_at.is_none());
        let address = it.page(post).zip(it.code.as_deref());
        Self {
            receipt: it.receipt().map(|receipt| receipt.id),
            network: account.map_or_else(String::new, |account| account.network.clone()),
            state: it.state(),
            url: it.receipt().and_then(|receipt| receipt.url),
            address: address.map(|(page, code)| deliver::addressed(page, Some(code))),
            copy: hand::text(post, &it, !account.is_some_and(thread::is_threaded)),
            open: told.and_then(|told| told.open),
            due: it.due_at.map(time),
            live: it.live_at.map(time),
            gone: it.gone_at.map(time),
            visits: 0,
            engagement: it.engagement(),
            looked: it.looked_at.map(time),
            corrected: it.corrected_at.map(time),
            can_correct: ours
                && (!post.is_comment() || account.is_some_and(thread::is_threaded))
                && account.and_then(Account::publish).is_some_and(|publish| publish.acts.corrects()),
            can_take_down: ours
                && account
                    .and_then(Account::publish)
                    .zip(it.receipt())
                    .is_some_and(|(publish, receipt)| publish.acts.takes_down(&receipt)),
            id: it.id,
            account: it.account,
            text: it.text,
            without_link: it.bare,
            code: it.code,
            tries: it.tries,
            cause: it.cause,
            says: it.says,
        }
    }
}

/// What people had done with a delivery when somebody looked.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "EngagementThen")]
pub(crate) struct Grown {
    at: Timestamp,
    #[serde(flatten)]
    engagement: Engagement,
}

pub(crate) async fn engagement(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Path((site, delivery)): Path<(String, String)>,
) -> Result<Json<List<Grown>>, Problem> {
    let site = site::by_id(house.db(), &signed, &site).await?;
    let grown = deliver::grew(house.db(), &site.id, &delivery).await?;
    Ok(Json(List::whole(grown).map(|(at, engagement)| Grown { at, engagement })))
}

/// What a live post is to say.
#[derive(Deserialize, JsonSchema)]
#[schemars(rename = "Correction")]
pub(crate) struct Corrected {
    /// Without the link, which stays where it is; with it only where its place in the text matters.
    text: String,
}

pub(crate) async fn correct(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Path((site, delivery)): Path<(String, String)>,
    Json(Corrected { text }): Json<Corrected>,
) -> Result<Json<Post>, Problem> {
    let site = site::by_id(house.db(), &signed, &site).await?;
    let (random, now, of, who) = (house.random().clone(), house.now(), site.id.clone(), signed.clone());
    let kept = house.db().write_or(move |tx| {
        Box::pin(async move {
            let kept =
                deliver::correct(&mut *tx, now, (&of, &delivery), &text, (&who.name, who.may(May::Decide))).await?;
            people::note(tx, &*random, now, &who, "live post corrected", &kept.id).await?;
            Ok::<_, market::Fault>(kept)
        })
    });
    let kept = kept.await?;
    house.work().notify_waiters();
    again(&house, &signed, &site.id, &kept.post).await
}

pub(crate) async fn take_down(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Path((site, delivery)): Path<(String, String)>,
) -> Result<Json<Post>, Problem> {
    let site = site::by_id(house.db(), &signed, &site).await?;
    let (random, now, of, who) = (house.random().clone(), house.now(), site.id.clone(), signed.clone());
    let kept = house.db().write_or(move |tx| {
        Box::pin(async move {
            let kept = deliver::take_down(&mut *tx, now, (&of, &delivery), &who.name).await?;
            people::note(tx, &*random, now, &who, "live post taken down", &kept.id).await?;
            Ok::<_, market::Fault>(kept)
        })
    });
    let kept = kept.await?;
    house.work().notify_waiters();
    again(&house, &signed, &site.id, &kept.post).await
}

pub(crate) async fn answer(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Path((site, delivery)): Path<(String, String)>,
    Json(said): Json<Answered>,
) -> Result<Json<Post>, Problem> {
    let site = site::by_id(house.db(), &signed, &site).await?;
    let answer = match said.said {
        Word::Live => Answer::Live(said.url),
        Word::Send => Answer::Send,
        Word::SendWithoutLink => Answer::SendBare,
        Word::Skip => Answer::Skip,
    };
    let minutes = if matches!(answer, Answer::Live(_)) { i64::from(said.minutes) } else { 0 };
    let measured = measured::of(house.db(), house.random(), &site.id).await?;
    let (now, of, name) = (house.now(), site.id.clone(), signed.name.clone());
    let kept = house.db().write_or(move |tx| {
        Box::pin(async move {
            let kept = deliver::answer(&mut *tx, now, (&of, &delivery), &answer).await?;
            if minutes > 0 {
                let opened = hand::open(&*tx, &delivery).await?;
                booked::took(tx, now, &name, (&measured, &opened), minutes).await?;
            }
            Ok::<_, market::Fault>(kept)
        })
    });
    let kept = kept.await?;
    house.work().notify_waiters();
    again(&house, &signed, &site.id, &kept.post).await
}
