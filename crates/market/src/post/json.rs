//! Posts as JSON, out and in: with the words of a sheet, taken as a sheet is (see [`super::sheet`]).

use std::collections::HashMap;
use std::hash::BuildHasher;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Post;
use super::sheet::{MOST, Row};
use crate::Fault;
use crate::account::Account;
use crate::deliver::Delivery;

/// Posts that are taken along.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "PostsAlong")]
pub struct Posts {
    /// Each of them, at most 1,000 on the way in.
    pub posts: Vec<Line>,
}

/// One of them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "PostAlong")]
pub struct Line {
    /// Its id here; passed over on the way in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// When it goes out, on the wall: `2026-11-28T09:00`. Null: a draft.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<String>,
    /// The wall's zone, by IANA's name. Null: the one that was said for all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zone: Option<String>,
    /// What is written.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// The page that it carries, without a token.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<String>,
    /// For whom: `shop.test`, or `bluesky: shop.test`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub accounts: Vec<String>,
    /// What it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub campaign: Option<String>,
    /// How each of its deliveries stands; passed over on the way in.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub states: Vec<String>,
}

impl Posts {
    /// They as a sheet has them; the first one has the number 1.
    pub fn rows(self) -> Result<Vec<Row>, Fault> {
        if self.posts.len() > MOST {
            return Err(Fault::wrong("sheet_too_long", format!("at most {MOST} posts are taken at once: split them")));
        }
        let said = |text: Option<String>| text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
        let row = |(at, it): (u64, Line)| Row {
            line: at,
            wall: said(it.when).map(|wall| wall.replacen(' ', "T", 1)),
            zone: said(it.zone),
            text: it.text,
            page: said(it.page),
            accounts: it.accounts,
            campaign: said(it.campaign),
        };
        Ok((1..).zip(self.posts).map(row).collect())
    }
}

impl Line {
    /// A post as it is taken along.
    pub fn of<S: BuildHasher>(post: &Post, deliveries: &[&Delivery], accounts: &HashMap<&str, &Account, S>) -> Self {
        let called = |it: &&Delivery| accounts.get(&*it.account).map(|it| format!("{}: {}", it.network, it.name));
        Self {
            id: Some(post.id.clone()),
            when: post.wall.as_deref().map(|wall| wall.get(..16).unwrap_or(wall).to_owned()),
            zone: Some(post.zone.clone()),
            text: post.text.clone(),
            page: post.page.clone(),
            accounts: deliveries.iter().filter_map(called).collect(),
            campaign: post.campaign.clone(),
            states: deliveries.iter().map(|it| it.state().name().to_owned()).collect(),
        }
    }
}
