//! Pages of a site, looked for by what somebody types, so that he need not know their addresses.

use std::io;

use axum::extract::{Path, Query, State};
use axum::{Extension, Json};
use optimize::kept;
use optimize::report::sheet::{self, Named};
use people::{Signed, site};
use serde::Deserialize;

use super::List;
use crate::{House, Problem};

/// Pages that are told where nobody says how many.
const LISTED: usize = 8;
/// Pages that are told at most.
const MOST: usize = 50;

#[derive(Deserialize)]
pub(crate) struct Asked {
    /// What somebody typed.
    #[serde(default)]
    q: String,
    limit: Option<usize>,
}

pub(crate) async fn known(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Path(site): Path<String>,
    Query(Asked { q, limit }): Query<Asked>,
) -> Result<Json<List<Named>>, Problem> {
    let site = site::by_id(house.db(), &signed, &site).await?;
    let at_most = limit.unwrap_or(LISTED).clamp(1, MOST);
    let audits = kept::telling(house.db(), &site.id).await?;
    let data = house.data().to_owned();
    let look = move || {
        for audit in audits {
            // Of one whose pages were cleared away the next has some.
            if let Some(found) = sheet::search(&kept::folder_of(&data, &audit.head.id), &q, at_most)? {
                return Ok(found);
            }
        }
        Ok::<_, io::Error>(Vec::new())
    };
    let found = tokio::task::spawn_blocking(look).await.map_err(io::Error::other)??;
    Ok(Json(List::whole(found)))
}
