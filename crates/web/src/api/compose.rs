//! Composing: a post drafted from a page, with what each network draws of it.

use advise::compose::{self, NotRead};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::{Extension, Json};
use domain::NetworkId;
use market::post::Card;
use networks::Preview;
use people::{Signed, site};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use url::Url;

use crate::{House, Problem};

/// Which page.
#[derive(Deserialize, JsonSchema)]
#[schemars(rename = "PageToWriteFrom")]
pub(crate) struct Wanted {
    /// Its address; a path alone is one of the site.
    page: String,
}

/// A post as its page suggests it. Nothing of it is kept but the picture.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "PostDraft")]
pub(crate) struct Draft {
    /// Where the page is, behind whatever leads to it.
    page: Url,
    text: String,
    /// Shorter texts, for accounts that take less.
    own: Vec<OwnText>,
    card: Card,
    /// Where the card's picture is on the page.
    pictured: Option<Url>,
    /// What is wrong with what networks will show.
    warnings: Vec<String>,
    previews: Vec<Drawn>,
}

/// A text for one account.
#[derive(Serialize, JsonSchema)]
pub(crate) struct OwnText {
    account: String,
    text: String,
}

/// What a network draws of a page.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "DrawnCard")]
pub(crate) struct Drawn {
    network: NetworkId,
    name: &'static str,
    /// How that comes out, in words.
    stands: &'static str,
    /// Whoever posts brings the card, so that the post's own words stand on it.
    ours: bool,
    preview: Preview,
}

pub(crate) async fn from_page(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Path(site): Path<String>,
    Json(wanted): Json<Wanted>,
) -> Result<Json<Draft>, Problem> {
    let site = site::by_id(house.db(), &signed, &site).await?;
    let page = address(&site.address, wanted.page.trim()).ok_or_else(|| {
        let detail = "the page is a whole address, like https://bakery.example/rye";
        Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "address_invalid", detail)
    })?;
    let door = house.looker().door(&page);
    let whose = (&*signed.workspace, &*site.id, &*signed.name);
    let compose::Draft { page, text, own, card, pictured, warnings, drawn } =
        Box::pin(compose::from_page(&house.desk(), &door, whose, &page)).await?;
    let own = own.into_iter().map(|(account, text)| OwnText { account, text });
    let previews = drawn.into_iter().map(|it| Drawn {
        network: it.network,
        name: it.name,
        stands: it.stands,
        ours: it.ours,
        preview: it.preview,
    });
    Ok(Json(Draft { page, text, own: own.collect(), card, pictured, warnings, previews: previews.collect() }))
}

/// The address that somebody typed: `/rye` of the site, `bakery.example/rye`, or a whole one.
fn address(site: &str, typed: &str) -> Option<Url> {
    let whole = if typed.starts_with('/') {
        Url::parse(site).ok()?.join(typed).ok()?
    } else if typed.contains("://") {
        Url::parse(typed).ok()?
    } else {
        Url::parse(&format!("https://{typed}")).ok()?
    };
    (matches!(whole.scheme(), "http" | "https") && whole.host_str().is_some()).then_some(whole)
}

impl From<NotRead> for Problem {
    fn from(fault: NotRead) -> Self {
        match fault {
            NotRead::Page { .. } => Self::new(StatusCode::UNPROCESSABLE_ENTITY, "page_unread", fault.to_string()),
            NotRead::Market(fault) => fault.into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::address;

    #[test]
    fn an_address_is_taken_as_it_was_meant() {
        let of = |typed: &str| address("https://bakery.example/", typed).map(String::from);
        assert_eq!(of("/rye").as_deref(), Some("https://bakery.example/rye"));
        assert_eq!(of("bakery.example/rye").as_deref(), Some("https://bakery.example/rye"));
        assert_eq!(of("http://other.example/").as_deref(), Some("http://other.example/"));
        for wrong in ["", "ftp://bakery.example/rye", "javascript:alert(1)", "https://"] {
            assert_eq!(of(wrong), None, "{wrong}");
        }
    }
}
