//! Posts: written, planned, and what became of each delivery.

use std::collections::HashMap;

use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::{Extension, Json};
use jiff::Timestamp;
use ledger::link::By;
use market::account;
use market::deliver;
use market::hand;
use market::post::{self, Card, Chosen, Variant, When};
use networks::count::Counted;
use networks::publish::Medium;
use people::{Signed, site};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::deliveries::Delivery;
use super::planned::Around;
use super::{List, time};
use crate::{House, Problem};

/// Posts that are told at once.
const LISTED: i64 = 1_000;

/// What somebody wrote.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Post {
    id: String,
    text: String,
    /// The page that it carries, without a token.
    page: Option<String>,
    card: Card,
    /// Its pictures, in their order.
    media: Vec<Medium>,
    campaign: Option<String>,
    /// When it goes out, on the wall: `2026-11-28T09:00:00`. Null: a draft.
    wall: Option<String>,
    zone: String,
    due: Option<Timestamp>,
    /// The wall has no such time on that day: the one that comes closest was taken. Told where it was planned.
    moved: bool,
    version: i64,
    made: Timestamp,
    made_by: String,
    changed: Timestamp,
    deliveries: Vec<Delivery>,
}

/// What is to be kept.
#[derive(Deserialize, JsonSchema)]
#[schemars(rename = "NewPost")]
pub(crate) struct New {
    text: String,
    /// The whole address of the page that it carries.
    #[serde(default)]
    page: Option<String>,
    #[serde(default)]
    card: NewCard,
    /// Its pictures, in their order.
    #[serde(default)]
    media: Vec<NewPicture>,
    #[serde(default)]
    campaign: Option<String>,
    /// The zone of the wall, by IANA's name.
    zone: String,
    accounts: Vec<NewVariant>,
    /// Of one that is changed: what was seen of it.
    #[serde(default)]
    version: i64,
}

/// What the page's card says.
#[derive(Default, Deserialize, JsonSchema)]
#[schemars(rename = "NewPostCard")]
struct NewCard {
    #[serde(default)]
    title: String,
    #[serde(default)]
    description: String,
    #[serde(default)]
    alt: String,
    /// Its picture, by its digest.
    #[serde(default)]
    picture: Option<String>,
}

/// A picture that goes along, which was taken in before.
#[derive(Deserialize, JsonSchema)]
#[schemars(rename = "NewPicture")]
struct NewPicture {
    digest: String,
    /// What is said of it to those who do not see it.
    #[serde(default)]
    alt: String,
}

#[derive(Deserialize, JsonSchema)]
#[schemars(rename = "NewVariant")]
struct NewVariant {
    account: String,
    /// What is written for it alone; null: the post's text.
    #[serde(default)]
    text: Option<String>,
}

impl New {
    fn post(self) -> post::New {
        let accounts = self.accounts.into_iter().map(|it| Variant { account: it.account, text: it.text });
        let line = |text: Option<String>| text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
        post::New {
            text: self.text,
            page: line(self.page),
            card: Card {
                title: self.card.title,
                description: self.card.description,
                alt: self.card.alt,
                picture: self.card.picture.map(|digest| Medium { digest, ..Medium::default() }),
            },
            media: self.media.into_iter().map(|it| Chosen { digest: it.digest, alt: it.alt }).collect(),
            campaign: line(self.campaign),
            zone: self.zone,
            accounts: accounts.collect(),
        }
    }
}

/// When it goes out.
#[derive(Deserialize, JsonSchema)]
#[schemars(rename = "PostWhen")]
pub(crate) struct Plan {
    version: i64,
    /// On the post's wall: `2026-11-28T09:00`. Null: now.
    #[serde(default)]
    wall: Option<String>,
}

/// Which version of it was seen.
#[derive(Deserialize, JsonSchema)]
#[schemars(rename = "PostSeen")]
pub(crate) struct Seen {
    pub(crate) version: i64,
}

/// A text whose length is asked for.
#[derive(Deserialize, JsonSchema)]
#[schemars(rename = "TextToCount")]
pub(crate) struct ToCount {
    text: String,
    #[serde(default)]
    page: Option<String>,
    /// By which accounts.
    accounts: Vec<String>,
}

/// How long a text is for an account.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "TextCounted")]
pub(crate) struct TextCounted {
    account: String,
    /// Each limit that its network or its server sets; none where no limit is known.
    limits: Vec<Counted>,
}

/// Which posts are asked for.
#[derive(Deserialize)]
pub(crate) struct Asked {
    from: Option<Timestamp>,
    to: Option<Timestamp>,
    #[serde(default)]
    drafts: bool,
}

pub(crate) async fn all(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Path(site): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Json<List<Post>>, Problem> {
    let site = site::by_id(house.db(), &signed, &site).await?;
    let from = asked.from.map_or(i64::MIN, Timestamp::as_microsecond);
    let to = asked.to.map_or(i64::MAX, Timestamp::as_microsecond);
    let posts = post::of_site(house.db(), &site.id, (from, to), asked.drafts, LISTED).await?;
    Ok(Json(List::whole(told(&house, &signed, posts).await?)))
}

async fn told(house: &House, signed: &Signed, posts: Vec<post::Post>) -> Result<Vec<Post>, Problem> {
    let accounts = account::of_workspace(house.db(), &signed.workspace).await?;
    let ids: Vec<&str> = posts.iter().map(|post| &*post.id).collect();
    let mut of_posts: HashMap<String, Vec<deliver::Delivery>> = HashMap::new();
    for it in post::deliveries_of(house.db(), &ids).await? {
        of_posts.entry(it.post.clone()).or_default().push(it);
    }
    let told = posts.into_iter().map(|post| {
        let its = of_posts.remove(&post.id).unwrap_or_default();
        Post::of(post, its, &accounts)
    });
    Ok(told.collect())
}

impl Post {
    /// Where its wall had no such time, it says so.
    pub(crate) fn that_moved(self, moved: bool) -> Self {
        Self { moved, ..self }
    }

    fn of(post: post::Post, deliveries: Vec<deliver::Delivery>, accounts: &[account::Account]) -> Self {
        let deliveries = deliveries.into_iter().map(|it| Delivery::of(&post, it, accounts)).collect();
        Self {
            card: post.card(),
            media: post.media(),
            due: post.due_at.map(time),
            moved: false,
            made: time(post.made_at),
            changed: time(post.changed_at),
            id: post.id,
            text: post.text,
            page: post.page,
            campaign: post.campaign,
            wall: post.wall,
            zone: post.zone,
            version: post.version,
            made_by: post.made_by,
            deliveries,
        }
    }
}

pub(crate) async fn one(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Path((site, post)): Path<(String, String)>,
) -> Result<Json<Post>, Problem> {
    let site = site::by_id(house.db(), &signed, &site).await?;
    again(&house, &signed, &site.id, &post).await
}

pub(crate) async fn again(house: &House, signed: &Signed, site: &str, post: &str) -> Result<Json<Post>, Problem> {
    let post = post::by_id(house.db(), site, post).await?;
    let mut whole = told(house, signed, vec![post]).await?;
    whole.pop().map(Json).ok_or_else(|| Problem::not_found("post"))
}

pub(crate) async fn count(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Json(asked): Json<ToCount>,
) -> Result<Json<List<TextCounted>>, Problem> {
    let accounts = account::of_workspace(house.db(), &signed.workspace).await?;
    let page = asked.page.as_deref().map(str::trim).filter(|page| !page.is_empty());
    let asked_for = accounts.iter().filter(|account| asked.accounts.contains(&account.id));
    let counted =
        asked_for.map(|it| TextCounted { account: it.id.clone(), limits: post::counted(it, &asked.text, page) });
    Ok(Json(List::whole(counted.collect())))
}

pub(crate) async fn write(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Path(site): Path<String>,
    Json(new): Json<New>,
) -> Result<(StatusCode, Json<Post>), Problem> {
    let site = site::by_id(house.db(), &signed, &site).await?;
    let (random, now, new, id) = (house.random().clone(), house.now(), new.post(), site.id.clone());
    let who = signed.clone();
    let written = house.db().write_or(move |tx| {
        Box::pin(async move {
            let who = (&*who.workspace, &*id, &*who.name);
            post::write(tx, &*random, now, who, &new).await
        })
    });
    let post = written.await?;
    Ok((StatusCode::CREATED, again(&house, &signed, &site.id, &post.id).await?))
}

pub(crate) async fn change(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Path((site, post)): Path<(String, String)>,
    Json(new): Json<New>,
) -> Result<Json<Post>, Problem> {
    let site = site::by_id(house.db(), &signed, &site).await?;
    let (random, now, version, new) = (house.random().clone(), house.now(), new.version, new.post());
    let (id, of, workspace) = (post.clone(), site.id.clone(), signed.workspace.clone());
    let changed = house.db().write_or(move |tx| {
        Box::pin(async move {
            let place = (&*workspace, &*of);
            post::change(tx, &*random, now, place, (&id, version), &new).await
        })
    });
    changed.await?;
    again(&house, &signed, &site.id, &post).await
}

pub(crate) async fn remove(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Path((site, post)): Path<(String, String)>,
) -> Result<StatusCode, Problem> {
    let site = site::by_id(house.db(), &signed, &site).await?;
    let removed = house.db().write_or(move |tx| Box::pin(async move { post::remove(tx, (&site.id, &post)).await }));
    removed.await?;
    Ok(StatusCode::NO_CONTENT)
}

pub(crate) async fn schedule(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    headers: HeaderMap,
    Path((site, post)): Path<(String, String)>,
    Json(plan): Json<Plan>,
) -> Result<Json<Post>, Problem> {
    let site = site::by_id(house.db(), &signed, &site).await?;
    let known = post::by_id(house.db(), &site.id, &post).await?;
    let now = house.now();
    let when = match &plan.wall {
        Some(wall) => When::of(wall, &known.zone)?,
        None => post::now(now, &known.zone),
    };
    let moved = when.moved;
    let around = Around::of(&house, &headers, &site)?;
    let (random, id, version) = (house.random().clone(), post.clone(), plan.version);
    let (by, who) = (By { site: site.id.clone(), name: signed.name.clone() }, signed.clone());
    let planned = house.db().write_or(move |tx| {
        Box::pin(async move {
            let ground = around.ground();
            let planned = post::schedule(&mut *tx, &*random, now, &by, (&id, version), &when, &ground).await?;
            hand::gets(&mut *tx, &planned.id, &who.person).await?;
            people::note(tx, &*random, now, &who, "post planned", &planned.id).await?;
            Ok::<_, market::Fault>(planned)
        })
    });
    planned.await?;
    house.links().refresh(house.db()).await?;
    house.work().notify_waiters();
    let Json(told) = again(&house, &signed, &site.id, &post).await?;
    Ok(Json(told.that_moved(moved)))
}

pub(crate) async fn unschedule(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Path((site, post)): Path<(String, String)>,
    Json(seen): Json<Seen>,
) -> Result<Json<Post>, Problem> {
    let site = site::by_id(house.db(), &signed, &site).await?;
    let (now, of, id) = (house.now(), site.id.clone(), post.clone());
    let back = house
        .db()
        .write_or(move |tx| Box::pin(async move { post::unschedule(tx, now, &of, (&id, seen.version)).await }));
    back.await?;
    again(&house, &signed, &site.id, &post).await
}
