//! Approval: whether posts need a yes, who said what to one, its versions, and the link by which a client answers.

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::{Extension, Json};
use jiff::Timestamp;
use market::account;
use market::approval::{self, Change, Link, Rule};
use market::post;
use market::post::version::{self, What};
use people::{Signed, site};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::posts::{Post, again};
use super::{List, time};
use crate::once::ToldOnce;
use crate::{House, Problem};

/// Signs of a client's name.
const LONGEST_NAME: usize = 120;

/// Whether posts of the workspace need a yes before they go out.
#[derive(Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "ApprovalRule")]
pub(crate) struct OfWorkspace {
    wanted: bool,
}

/// Whether posts of a site need a yes.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "SiteApprovalRule")]
pub(crate) struct OfSite {
    /// What the site says itself; null: as its workspace.
    wanted: Option<bool>,
    /// What its workspace says.
    workspace: bool,
}

/// What a site is to say.
#[derive(Deserialize, JsonSchema)]
#[schemars(rename = "NewSiteApprovalRule")]
pub(crate) struct NewOfSite {
    /// Null: as its workspace.
    wanted: Option<bool>,
}

/// How a post stands with whoever has to say yes.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "PostApproval")]
pub(crate) struct Stands {
    /// It needs a yes before it goes out.
    wanted: bool,
    /// The version that a yes would be for.
    version: i64,
    /// What was said to that; null: nothing yet.
    said: Option<Said>,
    /// The version to which somebody said yes last.
    agreed: Option<i64>,
    /// What changed since then.
    changes: Vec<Change>,
}

/// What somebody said.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "PostSaid")]
pub(crate) struct Said {
    yes: bool,
    by: String,
    at: Timestamp,
    remark: Option<String>,
}

/// A version of a post.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "PostVersion")]
pub(crate) struct Kept {
    version: i64,
    made: Timestamp,
    made_by: String,
    said: Option<Said>,
    /// What it was.
    what: What,
    /// What changed since the one before.
    changes: Vec<Change>,
}

/// What somebody says to a post.
#[derive(Deserialize, JsonSchema)]
#[schemars(rename = "PostAnswer")]
pub(crate) struct Answer {
    /// The version that he saw.
    version: i64,
    yes: bool,
    /// Why, or what is to be changed.
    #[serde(default)]
    remark: Option<String>,
}

/// Whom a link is for.
#[derive(Deserialize, JsonSchema)]
#[schemars(rename = "NewApprovalLink")]
pub(crate) struct NewLink {
    name: String,
    /// 1 to 30.
    days: u16,
}

/// A link by which a client says yes or no.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "ApprovalLink")]
pub(crate) struct Made {
    /// Told this once.
    link: String,
    until: Timestamp,
}

impl Said {
    fn of(version: &version::Version) -> Option<Self> {
        Some(Self {
            yes: version.is_yes()?,
            by: version.answered_by.clone().unwrap_or_default(),
            at: time(version.answered_at?),
            remark: version.remark.clone(),
        })
    }
}

pub(crate) async fn of_workspace(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
) -> Result<Json<OfWorkspace>, Problem> {
    Ok(Json(OfWorkspace { wanted: approval::of_workspace(house.db(), &signed.workspace).await? }))
}

pub(crate) async fn keep_workspace(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Json(OfWorkspace { wanted }): Json<OfWorkspace>,
) -> Result<StatusCode, Problem> {
    let name = signed.workspace_name.clone();
    keeps(&house, signed, (None, Some(wanted)), name).await
}

pub(crate) async fn of_site(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Path(site): Path<String>,
) -> Result<Json<OfSite>, Problem> {
    let site = site::by_id(house.db(), &signed, &site).await?;
    let rules = approval::of_site(house.db(), &site.id).await?;
    Ok(Json(OfSite { wanted: rules.site_wants, workspace: rules.room_wants }))
}

pub(crate) async fn keep_site(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Path(site): Path<String>,
    Json(NewOfSite { wanted }): Json<NewOfSite>,
) -> Result<StatusCode, Problem> {
    let site = site::by_id(house.db(), &signed, &site).await?;
    keeps(&house, signed, (Some(site.id), wanted), site.name).await
}

async fn keeps(
    house: &House,
    signed: Signed,
    (site, wanted): (Option<String>, Option<bool>),
    about: String,
) -> Result<StatusCode, Problem> {
    let (random, now) = (house.random().clone(), house.now());
    let kept = house.db().write(move |tx| {
        Box::pin(async move {
            let rule = match &site {
                Some(site) => Rule::Site(site, wanted),
                None => Rule::Workspace(wanted == Some(true)),
            };
            approval::keep(&mut *tx, now, &signed.workspace, rule).await?;
            people::note(tx, &*random, now, &signed, "approval of posts settled", &about).await
        })
    });
    kept.await?;
    house.work().notify_waiters();
    Ok(StatusCode::NO_CONTENT)
}

pub(crate) async fn of_post(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Path((site, post)): Path<(String, String)>,
) -> Result<Json<Stands>, Problem> {
    let site = site::by_id(house.db(), &signed, &site).await?;
    let post = post::by_id(house.db(), &site.id, &post).await?;
    let accounts = account::of_workspace(house.db(), &signed.workspace).await?;
    let stands = approval::of_post(house.db(), &post, &approval::called(&accounts)).await?;
    Ok(Json(Stands {
        wanted: stands.wanted,
        version: stands.version,
        said: stands.said.as_ref().and_then(Said::of),
        agreed: stands.agreed,
        changes: stands.changes,
    }))
}

pub(crate) async fn versions(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Path((site, post)): Path<(String, String)>,
) -> Result<Json<List<Kept>>, Problem> {
    let site = site::by_id(house.db(), &signed, &site).await?;
    let post = post::by_id(house.db(), &site.id, &post).await?;
    let accounts = account::of_workspace(house.db(), &signed.workspace).await?;
    let called = approval::called(&accounts);
    let all = version::of_post(house.db(), &post.id).await?;
    let told = all.iter().enumerate().map(|(at, it)| {
        let what = it.what();
        Kept {
            version: it.version,
            made: time(it.made_at),
            made_by: it.made_by.clone(),
            said: Said::of(it),
            changes: all.get(at + 1).map(|was| approval::between(&was.what(), &what, &called)).unwrap_or_default(),
            what,
        }
    });
    Ok(Json(List::whole(told.collect())))
}

pub(crate) async fn answer(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Path((site, post)): Path<(String, String)>,
    Json(Answer { version, yes, remark }): Json<Answer>,
) -> Result<Json<Post>, Problem> {
    let site = site::by_id(house.db(), &signed, &site).await?;
    let (random, now, of, id) = (house.random().clone(), house.now(), site.id.clone(), post.clone());
    let (who, said) = (signed.clone(), approval::Said { yes, remark, by: signed.name.clone() });
    let kept = house.db().write_or(move |tx| {
        Box::pin(async move {
            approval::answer(&mut *tx, now, (&of, &id), version, &said).await?;
            let deed = if yes { "post approved" } else { "post not approved" };
            people::note(tx, &*random, now, &who, deed, &id).await?;
            Ok::<_, market::Fault>(())
        })
    });
    kept.await?;
    house.work().notify_waiters();
    again(&house, &signed, &site.id, &post).await
}

pub(crate) async fn make_link(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    headers: HeaderMap,
    Path((site, post)): Path<(String, String)>,
    Json(NewLink { name, days }): Json<NewLink>,
) -> Result<(StatusCode, Extension<ToldOnce>, Json<Made>), Problem> {
    let site = site::by_id(house.db(), &signed, &site).await?;
    let post = post::by_id(house.db(), &site.id, &post).await?;
    let wrong = |code, says: String| Problem::new(StatusCode::UNPROCESSABLE_ENTITY, code, says);
    let name = name.trim();
    if name.is_empty() || name.chars().count() > LONGEST_NAME || name.chars().any(char::is_control) {
        return Err(wrong("name_invalid", format!("whom it is for has from 1 to {LONGEST_NAME} signs")));
    }
    if !(1..=Link::LONGEST_DAYS).contains(&days) {
        return Err(wrong("days_invalid", format!("such a link lasts from 1 to {} days", Link::LONGEST_DAYS)));
    }
    let now = house.now();
    let version = approval::of_post(house.db(), &post, &str::to_owned).await?.version;
    let link = Link::of((&site.id, &post.id), version, name, now, days);
    let (random, about) = (house.random().clone(), format!("{name}: {}", post.id));
    let noted = house.db().write(move |tx| {
        Box::pin(async move { people::note(tx, &*random, now, &signed, "approval link made", &about).await })
    });
    noted.await?;
    let address = format!("{}/approve/{}", house.base(&headers), link.sealed(house.key())?);
    Ok((StatusCode::CREATED, Extension(ToldOnce), Json(Made { link: address, until: link.until })))
}
