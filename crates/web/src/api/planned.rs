//! When a post goes out: moved to another time, put into the next free slot, or again and again.

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::{Extension, Json};
use jiff::civil::Date;
use ledger::link::{By, Ground};
use market::post::repeat::{self, Repeat};
use market::post::{self, When};
use market::{hand, slot};
use people::{Signed, site};
use schemars::JsonSchema;
use serde::Deserialize;
use url::Url;

use super::posts::{Post, Seen, again};
use crate::{House, Problem};

/// When a planned post goes out instead.
#[derive(Deserialize, JsonSchema)]
#[schemars(rename = "PostMove")]
pub(crate) struct Move {
    version: i64,
    /// On the post's wall: `2026-11-28T09:00`.
    wall: String,
}

/// How a post is to repeat.
#[derive(Deserialize, JsonSchema)]
#[schemars(rename = "NewPostRepeat")]
pub(crate) struct NewRepeat {
    /// Days from one copy to the next, on the wall.
    every_days: i64,
    /// So many copies more; 0: no more.
    copies: i64,
    /// And not after this day.
    #[serde(default)]
    until: Option<Date>,
}

/// What a page's address is held against.
pub(crate) struct Around {
    home: Url,
    house: Vec<Url>,
}

impl Around {
    pub(crate) fn of(house: &House, headers: &HeaderMap, site: &site::Site) -> Result<Self, Problem> {
        let home = Url::parse(&site.address).map_err(std::io::Error::other)?;
        let here = Url::parse(&house.base(headers)).ok();
        Ok(Self { home, house: here.into_iter().chain(house.address().outside.clone()).collect() })
    }

    pub(crate) fn ground(&self) -> Ground<'_> {
        Ground { site: &self.home, house: &self.house, is_public: networks::http::is_public }
    }
}

pub(crate) async fn repeat(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Path((site, post)): Path<(String, String)>,
) -> Result<Json<Repeat>, Problem> {
    let site = site::by_id(house.db(), &signed, &site).await?;
    let post = post::by_id(house.db(), &site.id, &post).await?;
    let none = Repeat { every_days: 7, copies: 0, until: None };
    Ok(Json(repeat::of(house.db(), &post.id).await?.unwrap_or(none)))
}

pub(crate) async fn keep_repeat(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Path((site, post)): Path<(String, String)>,
    Json(NewRepeat { every_days, copies, until }): Json<NewRepeat>,
) -> Result<StatusCode, Problem> {
    let site = site::by_id(house.db(), &signed, &site).await?;
    let new = Repeat { every_days, copies, until };
    let kept = house.db().write_or(move |tx| Box::pin(async move { repeat::keep(tx, (&site.id, &post), new).await }));
    kept.await?;
    Ok(StatusCode::NO_CONTENT)
}

pub(crate) async fn move_to(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Path((site, post)): Path<(String, String)>,
    Json(to): Json<Move>,
) -> Result<Json<Post>, Problem> {
    let site = site::by_id(house.db(), &signed, &site).await?;
    let known = post::by_id(house.db(), &site.id, &post).await?;
    let when = When::of(&to.wall, &known.zone)?;
    let moved = when.moved;
    let (random, now, id) = (house.random().clone(), house.now(), post.clone());
    let (by, who) = (By { site: site.id.clone(), name: signed.name.clone() }, signed.clone());
    let kept = house.db().write_or(move |tx| {
        Box::pin(async move {
            post::move_to(&mut *tx, now, &by, (&id, to.version), &when).await?;
            people::note(tx, &*random, now, &who, "post moved", &id).await?;
            Ok::<_, market::Fault>(())
        })
    });
    kept.await?;
    house.work().notify_waiters();
    let Json(told) = again(&house, &signed, &site.id, &post).await?;
    Ok(Json(told.that_moved(moved)))
}

pub(crate) async fn queue(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    headers: HeaderMap,
    Path((site, post)): Path<(String, String)>,
    Json(seen): Json<Seen>,
) -> Result<Json<Post>, Problem> {
    let site = site::by_id(house.db(), &signed, &site).await?;
    let around = Around::of(&house, &headers, &site)?;
    let (random, now, id) = (house.random().clone(), house.now(), post.clone());
    let (by, who) = (By { site: site.id.clone(), name: signed.name.clone() }, signed.clone());
    let queued = house.db().write_or(move |tx| {
        Box::pin(async move {
            let ground = around.ground();
            let queued = slot::queue(&mut *tx, &*random, now, &by, (&id, seen.version), &ground).await?;
            hand::gets(&mut *tx, &queued.id, &who.person).await?;
            people::note(tx, &*random, now, &who, "post planned", &queued.id).await?;
            Ok::<_, market::Fault>(())
        })
    });
    queued.await?;
    house.links().refresh(house.db()).await?;
    again(&house, &signed, &site.id, &post).await
}
