//! Counting: how much of what its network takes a text has, for each account, and whether it takes what goes along.

use axum::extract::State;
use axum::{Extension, Json};
use market::account;
use market::post;
use networks::count::Counted;
use networks::publish::Medium;
use people::Signed;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::List;
use crate::{House, Problem};

/// A text whose length is asked for.
#[derive(Deserialize, JsonSchema)]
#[schemars(rename = "TextToCount")]
pub(crate) struct ToCount {
    text: String,
    #[serde(default)]
    page: Option<String>,
    /// Without the page's link.
    #[serde(default)]
    without_link: bool,
    /// As a comment below a post.
    #[serde(default)]
    comment: bool,
    /// By which accounts.
    accounts: Vec<String>,
    /// What goes along, each a `Medium` as it was told when it was taken in.
    #[serde(default)]
    #[schemars(with = "Vec<serde_json::Value>")]
    media: Vec<Medium>,
}

/// How long a text is for an account.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "TextCounted")]
pub(crate) struct TextCounted {
    account: String,
    /// Each limit that its network or its server sets; none where no limit is known.
    limits: Vec<Counted>,
    /// Why its network does not take what goes along, and what to do; null where it does.
    media: Option<String>,
}

pub(crate) async fn count(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Json(asked): Json<ToCount>,
) -> Result<Json<List<TextCounted>>, Problem> {
    let accounts = account::of_workspace(house.db(), &signed.workspace).await?;
    let page = asked.page.as_deref().map(str::trim).filter(|page| !page.is_empty());
    let text = post::whole(&asked.text, page.filter(|_| asked.without_link), asked.without_link, None);
    let page = page.filter(|_| !asked.without_link);
    let asked_for = accounts.iter().filter(|account| asked.accounts.contains(&account.id));
    let counted = asked_for.map(|it| TextCounted {
        account: it.id.clone(),
        limits: if asked.comment {
            post::comment::counted(it, &text, page)
        } else {
            post::counted(it, &text, page, !asked.media.is_empty())
        },
        media: post::unfit(it, &asked.media, "the post").map(|(_, says)| says),
    });
    Ok(Json(List::whole(counted.collect())))
}
