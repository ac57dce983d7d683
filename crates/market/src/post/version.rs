//! Versions: how a post stood after each change of what goes out, who made it and when. A change that changes nothing of that
//! makes none.

use jiff::Timestamp;
use networks::publish::Medium;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{On, Tx, sql};

use super::{Card, OnBreak, Part, Post, deliveries_of};
use crate::deliver::Delivery;
use crate::{Fault, approval, media};

/// Versions that are kept of a post, beside those to which somebody said yes.
pub const KEPT: i64 = 100;

/// What goes out of a post, where and when.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "PostAsItWas")]
pub struct What {
    /// The text for all.
    pub text: String,
    /// The page that it carries.
    pub page: Option<String>,
    /// What the page's card says.
    pub card: Card,
    /// Its pictures, in their order.
    pub media: Vec<Medium>,
    /// The parts below it, where it is a thread.
    pub parts: Vec<Part>,
    /// What becomes of a thread that breaks.
    pub on_break: OnBreak,
    /// What the same account writes below it when it is live. What has none is told as before there were any: a yes to it stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_comment: Option<String>,
    /// When it goes out, on the wall; null: a draft.
    pub wall: Option<String>,
    /// The wall's zone.
    pub zone: String,
    /// For whom.
    pub accounts: Vec<For>,
}

/// An account for which a post is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "PostWasFor")]
pub struct For {
    /// The account's id.
    pub account: String,
    /// What was written for it alone.
    pub text: Option<String>,
}

impl What {
    /// What goes out of `post`.
    pub fn of(post: &Post, deliveries: &[Delivery]) -> Self {
        let accounts = deliveries.iter().map(|it| For { account: it.account.clone(), text: it.text.clone() });
        let mut accounts: Vec<For> = accounts.collect();
        accounts.sort_by(|one, other| one.account.cmp(&other.account));
        Self {
            text: post.text.clone(),
            page: post.page.clone(),
            card: post.card(),
            media: post.media(),
            parts: post.parts(),
            on_break: post.on_break(),
            first_comment: post.first_comment.clone(),
            wall: post.wall.clone(),
            zone: post.zone.clone(),
            accounts,
        }
    }

    /// By which it is known again: SHA-256, in hexadecimal signs.
    pub fn digest(&self) -> String {
        media::digest(self.written().as_bytes())
    }

    fn written(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}

/// A version of a post.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Version {
    /// The post's version at that time.
    pub version: i64,
    /// Who made it.
    pub made_by: String,
    /// UTC microseconds.
    pub made_at: i64,
    what: String,
    pub(crate) digest: String,
    answer: Option<String>,
    /// Who said yes or no to it.
    pub answered_by: Option<String>,
    /// UTC microseconds.
    pub answered_at: Option<i64>,
    /// What he remarked.
    pub remark: Option<String>,
}

impl Version {
    /// What it was.
    pub fn what(&self) -> What {
        serde_json::from_str(&self.what).unwrap_or_default()
    }

    /// What somebody said to it; `None`: nobody said anything.
    pub fn is_yes(&self) -> Option<bool> {
        self.answer.as_deref().map(|answer| answer == "yes")
    }
}

/// What goes out of `post` as it stands.
pub async fn now(on: &(impl On + ?Sized), post: &Post) -> Result<What, store::Fault> {
    Ok(What::of(post, &deliveries_of(on, &[&post.id]).await?))
}

/// The versions of a post, the newest first.
pub async fn of_post(on: &(impl On + ?Sized), post: &str) -> Result<Vec<Version>, store::Fault> {
    sql!("version_of_post").bind(post).bind(2 * KEPT).fetch_all(on).await
}

/// The newest one.
pub async fn newest(on: &(impl On + ?Sized), post: &str) -> Result<Option<Version>, store::Fault> {
    sql!("version_of_post").bind(post).bind(1).fetch_optional(on).await
}

/// The newest one to which somebody said yes.
pub async fn agreed(on: &(impl On + ?Sized), post: &str) -> Result<Option<Version>, store::Fault> {
    sql!("version_agreed").bind(post).fetch_optional(on).await
}

/// Keeps how `post` stands now, which `by` made of it. With another version than the one before, a yes to that one is over,
/// and where one is needed somebody is asked anew.
pub(crate) async fn keep(tx: &mut Tx, now: Timestamp, by: &str, post: &Post) -> Result<Version, Fault> {
    let what = self::now(&*tx, post).await?;
    let digest = what.digest();
    if let Some(same) = newest(&*tx, &post.id).await?.filter(|it| it.digest == digest) {
        approval::asks(tx, now, post, Some(&same)).await?;
        return Ok(same);
    }
    let add = sql!("version_add").bind(&*post.id).bind(post.version).bind(by).bind(now);
    add.bind(what.written()).bind(digest).execute(&mut *tx).await?;
    sql!("version_forget").bind(&*post.id).bind(KEPT).execute(&mut *tx).await?;
    approval::asks(&mut *tx, now, post, None).await?;
    newest(&*tx, &post.id).await?.ok_or(Fault::Unknown("version"))
}
