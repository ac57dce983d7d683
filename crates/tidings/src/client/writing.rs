//! Writing: a post made of what somebody typed. Accounts are meant by their names, pictures are handed in first, and where it is
//! drafted from a page the house does that.

use std::path::PathBuf;

use anyhow::{Context, Result, bail, ensure};
use jiff::tz::TimeZone;
use serde_json::{Value, json};

use super::told::{self, Account, Post, Site};
use super::{Client, Refused};

/// When a post goes out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum At {
    /// At once.
    Now,
    /// At the next slot of the site that is free.
    Next,
    /// On the wall: `2026-11-28T09:00`.
    Wall(String),
}

impl At {
    /// What somebody typed.
    pub(crate) fn of(typed: &str) -> Self {
        match typed.trim() {
            "now" => Self::Now,
            "next" => Self::Next,
            wall => Self::Wall(wall.replacen(' ', "T", 1)),
        }
    }
}

/// What is to be posted.
#[derive(Clone, Debug, Default)]
pub(crate) struct Writing {
    /// What is written; none: what the page suggests.
    pub(crate) text: Option<String>,
    /// The page that it is drafted from.
    pub(crate) from_page: Option<String>,
    /// The page that it carries, where it is not drafted from it.
    pub(crate) page: Option<String>,
    /// For whom, as they are called; `all` for all.
    pub(crate) accounts: Vec<String>,
    /// The zone of its wall; none: this machine's.
    pub(crate) zone: Option<String>,
    /// Pictures, with what is said of each to those who do not see it.
    pub(crate) pictures: Vec<(PathBuf, String)>,
    /// What the same account writes below it, where its network takes comments.
    pub(crate) first_comment: Option<String>,
    /// What it belongs to.
    pub(crate) campaign: Option<String>,
}

impl Writing {
    /// The post as the API takes it; with what is wrong with its page, where it is drafted from one.
    pub(crate) async fn body(&self, client: &Client, site: &Site) -> Result<(Value, Vec<String>)> {
        let all: Vec<Account> = told::each(client.list("/accounts").await?)?;
        let chosen = chosen(&all, &self.accounts)?;
        let mut body = json!({
            "text": self.text, "page": self.page, "campaign": self.campaign, "zone": zone(self.zone.as_deref()),
            "first_comment": self.first_comment, "accounts": chosen.iter().map(|it| json!({ "account": it.id })).collect::<Vec<_>>(),
        });
        let mut warnings = Vec::new();
        if let Some(page) = &self.from_page {
            let path = format!("/sites/{}/posts/from-page", site.id);
            let draft = client.post(&path, &json!({ "page": page }), None).await?;
            body["page"] = draft["page"].clone();
            body["card"] = draft["card"].clone();
            body["card"]["picture"] = draft["card"]["picture"]["digest"].clone();
            if self.text.is_none() {
                body["text"] = draft["text"].clone();
                let own = draft["own"].as_array().map(Vec::as_slice).unwrap_or_default();
                let shorter = |id: &str| own.iter().find(|it| it["account"] == id).map(|it| it["text"].clone());
                let accounts = chosen.iter().map(|it| json!({ "account": it.id, "text": shorter(&it.id) }));
                body["accounts"] = accounts.collect();
            }
            let said = draft["warnings"].as_array().map(Vec::as_slice).unwrap_or_default();
            warnings.extend(said.iter().filter_map(|it| it.as_str().map(str::to_owned)));
        }
        let mut media = Vec::with_capacity(self.pictures.len());
        for (file, alt) in &self.pictures {
            let bytes = std::fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
            let taken = client.hand_in(&format!("/sites/{}/media", site.id), bytes).await;
            let taken = taken.with_context(|| format!("{} is not taken", file.display()))?;
            media.push(json!({ "digest": taken["digest"], "alt": alt }));
        }
        body["media"] = media.into();
        Ok((body, warnings))
    }

    /// What would become of it: nothing is kept.
    pub(crate) async fn tried(client: &Client, site: &Site, mut body: Value, at: Option<&At>) -> Result<Value> {
        match at {
            None => {}
            Some(At::Now) => body["now"] = true.into(),
            Some(At::Wall(wall)) => body["wall"] = wall.as_str().into(),
            Some(At::Next) => {
                let next = client.get(&format!("/sites/{}/slots", site.id)).await?["next"].take();
                ensure!(next.is_object(), "no slot is free: choose slots of the week in the console, under Posts");
                body["wall"] = next["wall"].clone();
                body["zone"] = next["zone"].clone();
            }
        }
        client.post(&format!("/sites/{}/posts/dry-run", site.id), &body, None).await
    }

    /// Keeps it, and plans it where a time is said. With a `key` that happens once.
    pub(crate) async fn kept(
        client: &Client,
        site: &Site,
        body: &Value,
        at: Option<&At>,
        key: Option<&str>,
    ) -> Result<Value> {
        let draft = client.post(&format!("/sites/{}/posts", site.id), body, key).await?;
        let Some(at) = at else { return Ok(draft) };
        let post: Post = told::one(draft)?;
        let key = key.map(|key| format!("{key} goes out"));
        let planned = Self::planned(client, site, &post, at, key.as_deref()).await;
        planned.with_context(|| format!("the post is kept as a draft ({}), and not planned", post.id))
    }

    /// Lets a post go out.
    pub(crate) async fn planned(
        client: &Client,
        site: &Site,
        post: &Post,
        at: &At,
        key: Option<&str>,
    ) -> Result<Value> {
        let (what, body) = match at {
            At::Now => ("schedule", json!({ "version": post.version, "wall": null })),
            At::Wall(wall) => ("schedule", json!({ "version": post.version, "wall": wall })),
            At::Next => ("queue", json!({ "version": post.version })),
        };
        client.post(&format!("/sites/{}/posts/{}/{what}", site.id, post.id), &body, key).await
    }
}

/// The zone that is meant: this machine's, where nobody says one.
fn zone(named: Option<&str>) -> String {
    let own = || TimeZone::system().iana_name().unwrap_or("UTC").to_owned();
    named.map_or_else(own, str::to_owned)
}

/// The accounts of these names; where none is named, the only one that there is.
fn chosen<'a>(all: &'a [Account], names: &[String]) -> Result<Vec<&'a Account>> {
    let there: Vec<&Account> = all.iter().filter(|it| it.is_there()).collect();
    match names {
        [] => match there[..] {
            [only] => Ok(vec![only]),
            [] => bail!("no account is connected yet: connect one in the console"),
            _ => bail!("say for which accounts, or `all`: there are {}", called(&there)),
        },
        [all] if all.trim() == "all" => Ok(there),
        names => names.iter().map(|name| named(&there, name)).collect(),
    }
}

/// The account that is called so: by its name, by `network: name`, or by its id.
pub(crate) fn named<'a>(all: &[&'a Account], name: &str) -> Result<&'a Account> {
    let wanted = name.trim().to_lowercase();
    let is_called = |it: &&&Account| {
        let called = it.name.to_lowercase();
        let rest = wanted.split_once(':').filter(|(network, _)| *network == it.network).map(|(_, rest)| rest.trim());
        it.id == name.trim() || called == wanted || rest == Some(&called)
    };
    let found: Vec<&Account> = all.iter().filter(is_called).copied().collect();
    match found[..] {
        [one] => Ok(one),
        [] => Err(unknown(format!("no account is called {name:?}: there are {}", called(all)))),
        _ => Err(unknown(format!("several accounts are called {name:?}: write {}", called(&found)))),
    }
}

fn unknown(says: String) -> anyhow::Error {
    Refused::new("account_unknown", says).into()
}

fn called(all: &[&Account]) -> String {
    all.iter().map(|it| it.called()).collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn account(id: &str, network: &str, name: &str, stands: &str) -> Account {
        Account { id: id.into(), network: network.into(), name: name.into(), stands: stands.into() }
    }

    #[test]
    fn accounts_are_meant_by_their_names_and_nobody_is_guessed_at() {
        let all = [
            account("1", "bluesky", "shop.test", "well"),
            account("2", "mastodon", "Shop.test", "well"),
            account("3", "reddit", "r/bread", "by_hand"),
            account("4", "x", "@old", "gone"),
        ];
        let ids = |names: &[&str]| {
            let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
            chosen(&all, &names)
                .map(|found| found.iter().map(|it| &*it.id).collect::<Vec<_>>().join(","))
                .map_err(|error| error.to_string())
        };
        assert_eq!(ids(&["R/Bread"]), Ok("3".into()));
        assert_eq!(ids(&["bluesky: shop.test", "2"]), Ok("1,2".into()));
        assert_eq!(ids(&["all"]), Ok("1,2,3".into()));
        assert!(ids(&["shop.test"]).unwrap_err().contains("write bluesky: shop.test; mastodon: Shop.test"));
        assert!(ids(&["@old"]).unwrap_err().contains("no account is called"));
        assert!(ids(&[]).unwrap_err().contains("say for which accounts"));
    }

    #[test]
    fn a_time_is_now_the_next_slot_or_one_on_the_wall() {
        assert_eq!(At::of("now"), At::Now);
        assert_eq!(At::of(" next "), At::Next);
        assert_eq!(At::of("2026-11-28 09:00"), At::Wall("2026-11-28T09:00".into()));
    }
}
