//! Links of a site: minted, listed, switched off and on, with what came by each.

mod qr;
mod sheet;

use std::collections::HashMap;

use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::{Extension, Json};
use domain::{Activity, Code, Side};
use jiff::Timestamp;
use ledger::link::{self, By, Change, Form, Ground, New, Target, Utm};
use measure::arrivals::counts::{self, Count};
use networks::NETWORKS;
use people::{Signed, site};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use url::Url;

pub(crate) use qr::{png, svg};
pub(crate) use sheet::{Minted, mint_all, written};

use super::{After, Behind, List, time};
use crate::{House, Problem};

/// Links on one page of a list.
const LISTED: u32 = 100;

#[derive(Serialize, JsonSchema)]
pub(crate) struct Link {
    code: String,
    /// What to hand out: with the token.
    address: String,
    /// Where it leads, without the token.
    target: String,
    activity: Activity,
    /// Whose doing it is when somebody comes by it.
    side: Side,
    network: Option<String>,
    placement: Option<String>,
    campaign: Option<String>,
    /// The code of the link that it descends from.
    parent: Option<String>,
    form: Form,
    note: Option<String>,
    made: Timestamp,
    made_by: String,
    expires: Option<Timestamp>,
    /// Since when it is switched off.
    withdrawn: Option<Timestamp>,
    clicks: i64,
    /// Visits that it brought, whether by the short address or with its code in the page's own.
    visits: i64,
    /// How often networks fetched it for a preview.
    unfurls: i64,
    clicked: Option<Timestamp>,
}

impl Link {
    fn of(house: &House, link: ledger::Link, count: Count) -> Self {
        let activity = link.activity.parse().unwrap_or(Activity::Post);
        Self {
            address: link.address(short(house).as_deref()),
            activity,
            side: activity.side(),
            form: Form::of(&link.form).unwrap_or(Form::Page),
            made: time(link.made_at),
            expires: link.expires_at.map(time),
            withdrawn: link.withdrawn_at.map(time),
            clicks: count.clicks,
            visits: count.visits,
            unfurls: count.unfurls,
            clicked: count.clicked_at.map(time),
            code: link.code,
            target: link.target,
            network: link.network,
            placement: link.placement,
            campaign: link.campaign,
            parent: link.parent,
            note: link.note,
            made_by: link.made_by,
        }
    }
}

/// Where short addresses begin: at the public address, if there is one.
fn short(house: &House) -> Option<String> {
    house.address().outside.as_ref().map(|outside| outside.as_str().trim_end_matches('/').to_owned())
}

async fn counted(house: &House, link: ledger::Link) -> Result<Json<Link>, Problem> {
    let count = counts::of_links(house.db(), &[&link.code]).await?.remove(&link.code).unwrap_or_default();
    Ok(Json(Link::of(house, link, count)))
}

#[derive(Deserialize)]
pub(crate) struct Search {
    #[serde(default)]
    q: String,
}

pub(crate) async fn all(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Path(site): Path<String>,
    Query(Search { q }): Query<Search>,
    Query(after): Query<After>,
) -> Result<Json<List<Link>>, Problem> {
    let site = site::by_id(house.db(), &signed, &site).await?;
    let behind = after.behind()?;
    let links = link::of_site(house.db(), &site.id, &q, (behind.at, &behind.id), LISTED + 1).await?;
    let list = List::page(links, LISTED as usize, |link| Behind::cursor(link.made_at, &link.code));
    let codes: Vec<&str> = list.items.iter().map(|link| &*link.code).collect();
    let counts: HashMap<String, Count> = counts::of_links(house.db(), &codes).await?;
    Ok(Json(list.map(|link| {
        let count = counts.get(&link.code).copied().unwrap_or_default();
        Link::of(&house, link, count)
    })))
}

pub(crate) async fn one(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Path((site, code)): Path<(String, String)>,
) -> Result<Json<Link>, Problem> {
    let site = site::by_id(house.db(), &signed, &site).await?;
    counted(&house, link::by_code(house.db(), &site.id, &code).await?).await
}

#[derive(Deserialize, JsonSchema)]
#[schemars(rename = "NewLink")]
pub(crate) struct NewOne {
    /// An address, or a path of the site. A share button's link leads to the start of the site, and needs none.
    #[serde(default)]
    target: Option<String>,
    activity: Activity,
    /// The id of a network, or another place's name; of a share button, the network that it is for.
    #[serde(default)]
    network: Option<String>,
    #[serde(default)]
    placement: Option<String>,
    #[serde(default)]
    campaign: Option<String>,
    /// The code of a link of the same site.
    #[serde(default)]
    parent: Option<String>,
    #[serde(default)]
    form: Option<Form>,
    #[serde(default)]
    note: Option<String>,
    #[serde(default)]
    expires: Option<Timestamp>,
    /// What other programs count by is filled in where the target lacks it.
    #[serde(default)]
    utm: Option<Preset>,
}

/// The parameters `utm_source`, `utm_medium` and `utm_campaign`. What is left out comes from the link: its network, its
/// activity, its campaign.
#[derive(Deserialize, JsonSchema)]
#[schemars(rename = "UtmPreset")]
struct Preset {
    #[serde(default)]
    source: Option<String>,
    #[serde(default)]
    medium: Option<String>,
    #[serde(default)]
    campaign: Option<String>,
}

/// What links of a site are held against.
struct Place {
    site: people::Site,
    home: Url,
    house: Vec<Url>,
    stands: bool,
    now: Timestamp,
}

impl Place {
    /// The site `id`, asked for with `headers`.
    async fn of(house: &House, signed: &Signed, headers: &HeaderMap, id: &str) -> Result<Self, Problem> {
        let site = site::by_id(house.db(), signed, id).await?;
        let home = Url::parse(&site.address).map_err(std::io::Error::other)?;
        let here = Url::parse(&house.base(headers)).ok();
        let house_at = here.into_iter().chain(house.address().outside.clone()).collect();
        Ok(Self { site, home, house: house_at, stands: house.stands(), now: house.now() })
    }

    fn by(&self, signed: &Signed) -> By {
        By { site: self.site.id.clone(), name: signed.name.clone() }
    }

    fn target(&self, typed: &str) -> Result<Target, ledger::Fault> {
        let ground = Ground { site: &self.home, house: &self.house, is_public: networks::http::is_public };
        Target::of(typed, &ground)
    }

    fn make(&self, asked: NewOne) -> Result<New, ledger::Fault> {
        let wrong = |code, says: &str| Err(ledger::Fault::Wrong { code, says: says.to_owned() });
        let target = self.target(asked.target.as_deref().unwrap_or_default())?;
        let form = asked.form.unwrap_or(Form::Page);
        if form == Form::Short && !self.stands {
            let says = "short addresses need a public address that leads here: start Tidings with --public-address, or take the page's own address";
            return wrong("no_public_address", says);
        }
        if asked.expires.is_some_and(|expires| expires <= self.now) {
            return wrong("expires_before_now", "the link would be over before it begins: name a later time");
        }
        let network = asked.network.map(|name| name.trim().to_lowercase()).filter(|name| !name.is_empty());
        let is_name = |name: &String| name.bytes().all(|sign| sign.is_ascii_alphanumeric() || b"-._".contains(&sign));
        if network.as_ref().is_some_and(|name| !is_name(name)) {
            return wrong(
                "network_invalid",
                "a network is named by its id, such as bluesky, or by a word such as instagram",
            );
        }
        let parent = asked.parent.as_deref().map(str::trim).filter(|parent| !parent.is_empty());
        let Ok(parent) = parent.map(str::parse::<Code>).transpose() else {
            return wrong("parent_unknown", "the parent is no code of a link: look for a mistyped character");
        };
        let target = match &asked.utm {
            None => target,
            Some(preset) => target.with(&Utm {
                source: preset.source.as_deref().or(network.as_deref()),
                medium: preset.medium.as_deref().or(Some(asked.activity.medium())),
                campaign: preset.campaign.as_deref().or(asked.campaign.as_deref()),
            }),
        };
        Ok(New {
            target,
            activity: asked.activity,
            network,
            placement: asked.placement,
            campaign: asked.campaign,
            parent,
            form,
            note: asked.note,
            expires: asked.expires,
        })
    }
}

/// Mints a link. For a share button it is the one of its network and placement, made at the first call.
pub(crate) async fn mint(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    headers: HeaderMap,
    Path(site): Path<String>,
    Json(asked): Json<NewOne>,
) -> Result<(StatusCode, Json<Link>), Problem> {
    let place = Place::of(&house, &signed, &headers, &site).await?;
    let (by, random, now) = (place.by(&signed), std::sync::Arc::clone(house.random()), place.now);
    let made = if asked.activity == Activity::ShareButton {
        let network = asked.network.unwrap_or_default();
        if !NETWORKS.iter().any(|it| it.id.as_str() == network) {
            let detail = "say which network the button is for, by its id: GET /api/v1/networks lists them";
            return Err(Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "network_invalid", detail));
        }
        // It leads to the start of the site, which has to be on the web as every target has.
        let home = place.target(&place.site.address)?.url().clone();
        let placement = asked.placement.unwrap_or_default();
        let made = house.db().write_or(move |tx| {
            Box::pin(async move { link::for_bar(tx, &*random, now, &by, &home, &network, &placement).await })
        });
        made.await?
    } else {
        let new = place.make(asked)?;
        let made = house.db().write_or(move |tx| {
            Box::pin(async move {
                let made = link::mint(&mut *tx, &*random, now, &by, &new).await?;
                people::note(tx, &*random, now, &signed, "link minted", &made.target).await?;
                Ok::<_, ledger::Fault>(made)
            })
        });
        made.await?
    };
    house.links().refresh(house.db()).await?;
    Ok((StatusCode::CREATED, counted(&house, made).await?))
}

#[derive(Deserialize, JsonSchema)]
#[schemars(rename = "LinkChange")]
pub(crate) struct Changed {
    /// Null: none.
    #[serde(default)]
    note: Option<String>,
    /// Null: it lasts.
    #[serde(default)]
    expires: Option<Timestamp>,
}

pub(crate) async fn change(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Path((site, code)): Path<(String, String)>,
    Json(Changed { note, expires }): Json<Changed>,
) -> Result<Json<Link>, Problem> {
    done(&house, signed, &site, code, Deed::Change(Change { note, expires })).await
}

pub(crate) async fn withdraw(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Path((site, code)): Path<(String, String)>,
) -> Result<Json<Link>, Problem> {
    done(&house, signed, &site, code, Deed::Withdraw).await
}

pub(crate) async fn restore(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Path((site, code)): Path<(String, String)>,
) -> Result<Json<Link>, Problem> {
    done(&house, signed, &site, code, Deed::Restore).await
}

enum Deed {
    Change(Change),
    Withdraw,
    Restore,
}

/// Does it, and knows it in this process at once.
async fn done(house: &House, signed: Signed, site: &str, code: String, deed: Deed) -> Result<Json<Link>, Problem> {
    let site = site::by_id(house.db(), &signed, site).await?.id;
    let (random, now, code) = (std::sync::Arc::clone(house.random()), house.now(), code.to_ascii_lowercase());
    let link = house.db().write_or(move |tx| {
        Box::pin(async move {
            let (link, what) = match deed {
                Deed::Change(change) => (link::change(&mut *tx, &site, &code, change).await?, "link changed"),
                Deed::Withdraw => (link::withdraw(&mut *tx, now, &site, &code).await?, "link withdrawn"),
                Deed::Restore => (link::restore(&mut *tx, &site, &code).await?, "link restored"),
            };
            people::note(tx, &*random, now, &signed, what, &link.target).await?;
            Ok::<_, ledger::Fault>(link)
        })
    });
    let link = link.await?;
    house.links().refresh(house.db()).await?;
    counted(house, link).await
}
