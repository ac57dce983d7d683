//! Posts: written, planned, and what became of each delivery.

use std::collections::HashMap;

use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::{Extension, Json};
use jiff::Timestamp;
use ledger::link::By;
use market::account;
use market::approval;
use market::deliver;
use market::hand;
use market::post::{self, Card, Chosen, OnBreak, Variant, When, thread};
use measure::arrivals::counts;
use networks::publish::Medium;
use people::{May, Signed, site};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::deliveries::{Comment, Delivery};
use super::planned::Around;
use super::{After, Behind, List, time};
use crate::{House, Problem};

/// Posts on one page of their list, at most.
const LISTED: i64 = 1_000;

/// What somebody wrote.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Post {
    id: String,
    text: String,
    /// The page that it carries, without a token.
    page: Option<String>,
    card: Card,
    /// Its pictures, or its film, in their order.
    media: Vec<Medium>,
    /// The parts below it, where it is a thread.
    parts: Vec<Part>,
    /// What becomes of a thread of which a part is refused or left out.
    on_break: OnBreak,
    /// What the same account writes below it when it is live.
    first_comment: Option<Comment>,
    campaign: Option<String>,
    /// When it goes out, on the wall: `2026-11-28T09:00:00`. Null: a draft.
    wall: Option<String>,
    zone: String,
    due: Option<Timestamp>,
    /// The wall has no such time on that day: the one that comes closest was taken. Told where it was planned.
    moved: bool,
    version: i64,
    /// It is to go out, and waits until somebody says yes to it.
    waits: bool,
    made: Timestamp,
    made_by: String,
    changed: Timestamp,
    deliveries: Vec<Delivery>,
}

/// A part of a thread.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "PostPart")]
pub(crate) struct Part {
    text: String,
    media: Vec<Medium>,
    /// Where it is a post of its own.
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
    /// Its pictures, or its film, in their order.
    #[serde(default)]
    media: Vec<NewPicture>,
    /// The parts below it, where it is a thread.
    #[serde(default)]
    parts: Vec<NewPart>,
    /// What becomes of a thread of which a part is refused or left out.
    #[serde(default)]
    on_break: OnBreak,
    /// What the same account writes below it when it is live, where its network takes comments. Where the page's address stands
    /// in it, it carries a link of its own.
    #[serde(default)]
    first_comment: Option<String>,
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

/// A picture or a film that goes along, which was taken in before.
#[derive(Deserialize, JsonSchema)]
#[schemars(rename = "NewPicture")]
struct NewPicture {
    digest: String,
    /// What is said of it to those who do not see it.
    #[serde(default)]
    alt: String,
}

/// A part of a thread.
#[derive(Deserialize, JsonSchema)]
#[schemars(rename = "NewPostPart")]
struct NewPart {
    text: String,
    #[serde(default)]
    media: Vec<NewPicture>,
}

#[derive(Deserialize, JsonSchema)]
#[schemars(rename = "NewVariant")]
pub(super) struct NewVariant {
    pub(super) account: String,
    /// What is written for it alone; null: the post's text.
    #[serde(default)]
    pub(super) text: Option<String>,
    /// It goes without the post's link.
    #[serde(default)]
    pub(super) without_link: bool,
}

impl New {
    pub(super) fn post(self) -> post::New {
        let accounts =
            self.accounts.into_iter().map(|it| Variant { account: it.account, text: it.text, bare: it.without_link });
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
            media: chosen(self.media),
            parts: self.parts.into_iter().map(|it| post::NewPart { text: it.text, media: chosen(it.media) }).collect(),
            on_break: self.on_break,
            first_comment: self.first_comment,
            campaign: line(self.campaign),
            zone: self.zone,
            accounts: accounts.collect(),
        }
    }
}

fn chosen(pictures: Vec<NewPicture>) -> Vec<Chosen> {
    pictures.into_iter().map(|it| Chosen { digest: it.digest, alt: it.alt }).collect()
}

/// When it goes out.
#[derive(Deserialize, JsonSchema)]
#[schemars(rename = "PostWhen")]
pub(crate) struct Plan {
    pub(super) version: i64,
    /// On the post's wall: `2026-11-28T09:00`. Null: now.
    #[serde(default)]
    pub(super) wall: Option<String>,
}

/// Which version of it was seen.
#[derive(Deserialize, JsonSchema)]
#[schemars(rename = "PostSeen")]
pub(crate) struct Seen {
    pub(crate) version: i64,
}

/// Which posts are asked for.
#[derive(Deserialize)]
pub(crate) struct Asked {
    from: Option<Timestamp>,
    to: Option<Timestamp>,
    #[serde(default)]
    drafts: bool,
    /// Names with commas between.
    state: Option<String>,
    after: Option<String>,
    /// At most so many on a page.
    limit: Option<u16>,
}

impl Asked {
    fn states(&self) -> Result<Option<Vec<deliver::State>>, Problem> {
        let named = |name: &str| {
            let known = deliver::State::ALL.into_iter().find(|state| state.name() == name.trim());
            known.ok_or_else(|| {
                let all = deliver::State::ALL.map(deliver::State::name).join(", ");
                let detail = format!("no delivery stands `{}`: there are {all}", name.trim());
                Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "state_unknown", detail)
            })
        };
        self.state.as_deref().map(|names| names.split(',').map(named).collect()).transpose()
    }
}

pub(crate) async fn all(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Path(site): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Json<List<Post>>, Problem> {
    let site = site::by_id(house.db(), &signed, &site).await?;
    let states = asked.states()?;
    let behind = asked.after.map(|after| After { after: Some(after) }.behind()).transpose()?;
    let from = asked.from.map_or(i64::MIN, Timestamp::as_microsecond);
    let to = asked.to.map_or(i64::MAX, Timestamp::as_microsecond);
    let limit = asked.limit.map_or(LISTED, |limit| i64::from(limit).clamp(1, LISTED));
    let wanted = post::Asked {
        between: (!asked.drafts).then_some((from, to)),
        states: states.as_deref(),
        behind: behind.as_ref().map(|it| (it.at, &*it.id)),
        at_most: limit + 1,
    };
    let posts = post::listed(house.db(), &site.id, &wanted).await?;
    let at = |post: &post::Post| Behind::cursor(post.due_at.unwrap_or(post.changed_at), &post.id);
    let List { items, next } = List::page(posts, limit as usize, at);
    Ok(Json(List { items: told(&house, &signed, items).await?, next }))
}

async fn told(house: &House, signed: &Signed, posts: Vec<post::Post>) -> Result<Vec<Post>, Problem> {
    let accounts = account::of_workspace(house.db(), &signed.workspace).await?;
    let ids: Vec<&str> = posts.iter().map(|post| &*post.id).collect();
    let mut of_posts: HashMap<String, Vec<deliver::Delivery>> = HashMap::new();
    for it in post::deliveries_of(house.db(), &ids).await? {
        of_posts.entry(it.post.clone()).or_default().push(it);
    }
    let below = thread::parts_of(house.db(), &ids).await?;
    let parts: Vec<&str> = below.iter().map(|part| &*part.id).collect();
    for it in post::deliveries_of(house.db(), &parts).await? {
        of_posts.entry(it.post.clone()).or_default().push(it);
    }
    let waiting = approval::waiting(house.db(), &ids).await?;
    let told = posts.into_iter().map(|post| {
        let its = of_posts.remove(&post.id).unwrap_or_default();
        let waits = waiting.contains(&post.id);
        let mut written = post.parts();
        let mut told = Post { waits, ..Post::of(post, its, &accounts) };
        for part in below.iter().filter(|part| part.thread_of.as_deref() == Some(&*told.id)) {
            let its = of_posts.remove(&part.id).unwrap_or_default();
            if let Some(comment) = told.first_comment.as_mut().filter(|_| part.is_comment()) {
                comment.deliveries = its.into_iter().map(|it| Delivery::of(part, it, &accounts)).collect();
                continue;
            }
            let at = usize::try_from(part.part - 1).unwrap_or(usize::MAX);
            let Some(written) = written.get_mut(at).map(std::mem::take) else { continue };
            let deliveries = its.into_iter().map(|it| Delivery::of(part, it, &accounts)).collect();
            told.parts.push(Part { text: written.text, media: written.media, deliveries });
        }
        told
    });
    let (told, sandbox): (Vec<Post>, _) = (told.collect(), house.sandbox(signed));
    let codes: Vec<&str> = told.iter().flat_map(Post::all).filter_map(Delivery::code).collect();
    let counts = counts::of_links(house.db(), &codes).await?;
    let with = |its: Vec<Delivery>| its.into_iter().map(|it| it.with(&counts, &accounts, sandbox.as_ref())).collect();
    let told = told.into_iter().map(|post| Post {
        deliveries: with(post.deliveries),
        parts: post.parts.into_iter().map(|part| Part { deliveries: with(part.deliveries), ..part }).collect(),
        first_comment: post.first_comment.map(|it| Comment { deliveries: with(it.deliveries), ..it }),
        ..post
    });
    Ok(told.collect())
}

impl Post {
    /// Its deliveries, and those of what stands below it.
    fn all(&self) -> impl Iterator<Item = &Delivery> {
        let below = self.parts.iter().flat_map(|part| &part.deliveries);
        self.deliveries.iter().chain(below).chain(self.first_comment.iter().flat_map(|it| &it.deliveries))
    }

    /// Where its wall had no such time, it says so.
    pub(crate) fn that_moved(self, moved: bool) -> Self {
        Self { moved, ..self }
    }

    fn of(post: post::Post, deliveries: Vec<deliver::Delivery>, accounts: &[account::Account]) -> Self {
        let deliveries = deliveries.into_iter().map(|it| Delivery::of(&post, it, accounts)).collect();
        Self {
            card: post.card(),
            media: post.media(),
            parts: Vec::new(),
            on_break: post.on_break(),
            first_comment: post.first_comment.map(|text| Comment { text, deliveries: Vec::new() }),
            due: post.due_at.map(time),
            moved: false,
            waits: false,
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

/// A post as it stands now; of a part of a thread the whole.
pub(crate) async fn again(house: &House, signed: &Signed, site: &str, post: &str) -> Result<Json<Post>, Problem> {
    let post = post::root(house.db(), site, post).await?;
    let mut whole = told(house, signed, vec![post]).await?;
    whole.pop().map(Json).ok_or_else(|| Problem::not_found("post"))
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
    // What is planned after this look has another version, and is not changed.
    if !signed.may(May::Work) && post::by_id(house.db(), &site.id, &post).await?.due_at.is_some() {
        let detail = "this post is planned: who may only write drafts changes drafts alone";
        return Err(Problem::new(StatusCode::FORBIDDEN, "not_allowed", detail));
    }
    let (random, now, version, new) = (house.random().clone(), house.now(), new.version, new.post());
    let (id, of, who) = (post.clone(), site.id.clone(), signed.clone());
    let changed = house.db().write_or(move |tx| {
        Box::pin(async move {
            let who = (&*who.workspace, &*of, &*who.name);
            post::change(tx, &*random, now, who, (&id, version), &new).await
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
    let now = house.now();
    let removed =
        house.db().write_or(move |tx| Box::pin(async move { post::remove(tx, now, (&site.id, &post)).await }));
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
    let (now, id) = (house.now(), post.clone());
    let by = By { site: site.id.clone(), name: signed.name.clone() };
    let back = house
        .db()
        .write_or(move |tx| Box::pin(async move { post::unschedule(tx, now, &by, (&id, seen.version)).await }));
    back.await?;
    again(&house, &signed, &site.id, &post).await
}
