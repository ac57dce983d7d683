//! Feeds: pages that they name anew become drafts.

use advise::feed::{self, NotFollowed};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::{Extension, Json};
use jiff::Timestamp;
use people::{Signed, site};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use url::Url;

use super::{List, time};
use crate::{House, Problem};

/// A feed that a site follows.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Feed {
    id: String,
    address: String,
    made: Timestamp,
    made_by: String,
    looked: Timestamp,
    /// Pages of it that became drafts.
    drafted: i64,
    /// What is to be known of the last look.
    says: Option<String>,
}

impl Feed {
    fn of(it: feed::Feed) -> Self {
        Self {
            made: time(it.made_at),
            looked: time(it.looked_at),
            id: it.id,
            address: it.address,
            made_by: it.made_by,
            drafted: it.drafted,
            says: it.says,
        }
    }
}

/// A feed that is to be followed.
#[derive(Deserialize, JsonSchema)]
#[schemars(rename = "NewFeed")]
pub(crate) struct New {
    /// Where it is: RSS, Atom, JSON Feed, or a sitemap; a path alone is one of the site.
    address: String,
}

pub(crate) async fn all(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Path(site): Path<String>,
) -> Result<Json<List<Feed>>, Problem> {
    let site = site::by_id(house.db(), &signed, &site).await?;
    Ok(Json(List::whole(feed::of_site(house.db(), &site.id).await?).map(Feed::of)))
}

pub(crate) async fn follow(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Path(site): Path<String>,
    Json(new): Json<New>,
) -> Result<(StatusCode, Json<Feed>), Problem> {
    let site = site::by_id(house.db(), &signed, &site).await?;
    let address = Url::parse(&site.address).and_then(|home| home.join(new.address.trim()));
    let address = address.ok().filter(|it| matches!(it.scheme(), "http" | "https")).ok_or_else(|| {
        let detail = "a feed is a whole address, like https://bakery.example/feed.xml";
        Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "address_invalid", detail)
    })?;
    let door = house.looker().door(&address);
    let followed = Box::pin(feed::follow(&house.desk(), &door, (&site.id, &signed.name), &address)).await?;
    let (random, now, name) = (house.random().clone(), house.now(), followed.address.clone());
    let noted = house.db().write(move |tx| {
        Box::pin(async move { people::note(tx, &*random, now, &signed, "feed followed", &name).await })
    });
    noted.await?;
    Ok((StatusCode::CREATED, Json(Feed::of(followed))))
}

pub(crate) async fn end(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Path((site, id)): Path<(String, String)>,
) -> Result<StatusCode, Problem> {
    let site = site::by_id(house.db(), &signed, &site).await?;
    let (random, now) = (house.random().clone(), house.now());
    let ended = house.db().write(move |tx| {
        Box::pin(async move {
            let ended = feed::end(&mut *tx, &site.id, &id).await?;
            if ended {
                people::note(tx, &*random, now, &signed, "feed ended", &id).await?;
            }
            Ok(ended)
        })
    });
    if ended.await? {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(Problem::new(StatusCode::NOT_FOUND, "not_found", "the site follows no such feed"))
    }
}

impl From<NotFollowed> for Problem {
    fn from(fault: NotFollowed) -> Self {
        let code = match fault {
            NotFollowed::Store(fault) => return fault.into(),
            NotFollowed::None(_) => "feed_invalid",
            NotFollowed::Already => "feed_followed",
            NotFollowed::TooMany => "feeds_too_many",
        };
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, code, fault.to_string())
    }
}
