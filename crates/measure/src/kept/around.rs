//! Around: what is known beside a view itself. Links of ours, ads that ran, campaigns, previews that were fetched, pages that
//! people type.

use std::borrow::Cow;

use domain::{Activity, Code, NetworkId};
use rustc_hash::{FxHashMap, FxHashSet};
use serde::de::IntoDeserializer as _;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use store::{Fault, On, Tx, sql};

use super::sums::{add, with};
use super::words::{Word, Words};
use crate::channel::{Channel, Live};
use crate::measured::Measured;
use crate::visits::{AFTER_UNFURL, TYPED_FROM};

/// Days that say which pages people type.
const TYPED_DAYS: i64 = 28;
const SECOND: i64 = 1_000_000;

/// The network of that id.
pub(super) fn network(id: &str) -> NetworkId {
    let read: Result<_, serde::de::value::Error> = NetworkId::deserialize(id.to_owned().into_deserializer());
    read.unwrap_or(NetworkId::new(""))
}

/// A link, as far as it is evidence.
#[derive(Clone, Debug)]
pub(super) struct Link {
    pub(super) activity: Activity,
    pub(super) network: Option<NetworkId>,
    expires_at: Option<i64>,
    withdrawn_at: Option<i64>,
}

/// All that is known around the views of some days.
#[derive(Default)]
pub(super) struct Around {
    links: FxHashMap<(i64, String), Link>,
    campaigns: FxHashMap<i64, Vec<Cow<'static, str>>>,
    live: FxHashMap<(i64, i64), Vec<Live>>,
    typed: FxHashMap<(i64, i64), FxHashSet<String>>,
    /// Presses that descend from a link that we put somewhere.
    pub(super) ours: FxHashSet<(i64, String)>,
}

/// What was known around one visit, as its row keeps it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Known {
    /// What of ours stood outside, as networks and activities.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) live: Vec<Live>,
    /// Whose previews were fetched before, the last one first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) unfurls: Vec<NetworkId>,
}

impl Around {
    /// The link of `code`, if it is one of this site that led anywhere at `at`.
    pub(super) fn link(&self, site: i64, code: &str, at: i64) -> Option<&Link> {
        let before = |end: Option<i64>| end.is_none_or(|end| at < end);
        let link = self.links.get(&(site, code.to_owned()))?;
        (before(link.expires_at) && before(link.withdrawn_at)).then_some(link)
    }

    /// Whether what descends from `parent`, the code of a link or a press, began with a link that we put somewhere.
    pub(super) fn began_ours(&self, site: i64, parent: &str) -> bool {
        if let Ok(code) = parent.parse::<Code>() {
            let link = self.links.get(&(site, code.to_string()));
            return link.is_some_and(|link| link.activity.side() == domain::Side::Smm);
        }
        self.ours.contains(&(site, parent.to_owned()))
    }

    /// Campaigns in the books of the site.
    pub(super) fn campaigns(&self, site: i64) -> &[Cow<'static, str>] {
        self.campaigns.get(&site).map_or(&[], Vec::as_slice)
    }

    /// What of ours stood outside on that day.
    pub(super) fn live(&self, site: i64, day: i64) -> &[Live] {
        self.live.get(&(site, day)).map_or(&[], Vec::as_slice)
    }

    /// Whether people type the path.
    pub(super) fn is_typed(&self, site: i64, day: i64, path: &str) -> bool {
        self.typed.get(&(site, day)).is_some_and(|pages| pages.contains(path))
    }

    /// Finds the links of `codes`.
    pub(super) async fn find_links(&mut self, on: &(impl On + ?Sized), codes: &FxHashSet<String>) -> Result<(), Fault> {
        if codes.is_empty() {
            return Ok(());
        }
        type Row = (i64, String, String, Option<String>, Option<i64>, Option<i64>);
        let codes = codes.iter().map(String::as_str);
        let rows: Vec<Row> = sql!("kept_links").bind_list(codes).fetch_all(on).await?;
        for (site, code, activity, at, expires_at, withdrawn_at) in rows {
            let Ok(activity) = activity.parse() else { continue };
            let link = Link { activity, network: at.as_deref().map(network), expires_at, withdrawn_at };
            self.links.insert((site, code), link);
        }
        Ok(())
    }

    /// Finds which of `presses` began with a link that we put somewhere.
    pub(super) async fn find_presses(
        &mut self,
        on: &(impl On + ?Sized),
        presses: &FxHashSet<(i64, String)>,
    ) -> Result<(), Fault> {
        if presses.is_empty() {
            return Ok(());
        }
        let list: Vec<Value> = presses.iter().map(|(site, press)| json!({"site": site, "press": press})).collect();
        let ours = sql!("kept_presses").bind_list(list).bind(super::flags::BEGAN_OURS);
        self.ours.extend(ours.fetch_all::<(i64, String), _>(on).await?);
        Ok(())
    }

    /// Finds the campaigns of `sites`.
    pub(super) async fn find_campaigns(&mut self, on: &(impl On + ?Sized), sites: &[i64]) -> Result<(), Fault> {
        let rows: Vec<(i64, String)> = sql!("kept_campaigns").bind_list(sites.iter().copied()).fetch_all(on).await?;
        for (site, campaign) in rows {
            self.campaigns.entry(site).or_default().push(Cow::Owned(campaign.to_lowercase()));
        }
        Ok(())
    }

    /// Finds what of ours stood outside on `days`.
    pub(super) async fn find_live<'m>(
        &mut self,
        on: &(impl On + ?Sized),
        days: impl Iterator<Item = (&'m Measured, i64)>,
    ) -> Result<(), Fault> {
        let mut list = Vec::new();
        for (site, day) in days {
            list.push(json!({"site": site.number, "day": day}));
            let posts = site.settings.posts.as_deref().unwrap_or_default().iter();
            let posts = posts.map(|network| Live { network: network.clone(), activity: Activity::Post });
            self.live.insert((site.number, day), posts.collect());
        }
        let ads = sql!("kept_ads").bind_list(list);
        for (site, day, at) in ads.fetch_all::<(i64, i64, String), _>(on).await? {
            let live = Live { network: network(&at), activity: Activity::Ad };
            self.live.entry((site, day)).or_default().push(live);
        }
        Ok(())
    }

    /// Finds the pages that people type, on `days`; of a day of which nobody asked before, from the weeks before it.
    pub(super) async fn find_typed(&mut self, tx: &mut Tx, days: &[(i64, i64)]) -> Result<(), Fault> {
        let list: Vec<Value> = days.iter().map(|(site, day)| json!({"site": site, "day": day})).collect();
        let found: Vec<(i64, i64, String)> = sql!("typed_find").bind_list(list).fetch_all(&*tx).await?;
        for (site, day, pages) in found {
            self.typed.insert((site, day), serde_json::from_str(&pages).unwrap_or_default());
        }
        for (site, day) in days {
            if self.typed.contains_key(&(*site, *day)) {
                continue;
            }
            let silent = [Channel::Direct, Channel::Dark, Channel::Unseen, Channel::Unclear].map(Channel::number);
            let common = sql!("typed_of").bind(*site).bind(day - TYPED_DAYS).bind(*day).bind_list(silent);
            let pages: Vec<String> = common.bind(TYPED_FROM).fetch_all(&*tx).await?;
            let kept = Value::from(pages.clone()).to_string();
            sql!("typed_add").bind(*site).bind(*day).bind(kept).execute(&mut *tx).await?;
            self.typed.insert((*site, *day), pages.into_iter().collect());
        }
        Ok(())
    }
}

/// A network's fetches of a page's preview.
struct Seen {
    network: NetworkId,
    began_at: i64,
    last_at: i64,
    changed: bool,
}

/// Previews that were fetched.
#[derive(Default)]
pub(super) struct Unfurled {
    by_page: FxHashMap<(i64, Word), Vec<Seen>>,
}

impl Unfurled {
    /// Finds what was fetched of `pages`, which were looked up in the dictionary before.
    pub(super) async fn find(
        &mut self,
        on: &(impl On + ?Sized),
        words: &Words,
        pages: impl Iterator<Item = (i64, Word)>,
    ) -> Result<(), Fault> {
        let by_id: FxHashMap<(i64, i64), Word> =
            pages.filter_map(|(site, page)| Some(((site, words.some(page)?), page))).collect();
        if by_id.is_empty() {
            return Ok(());
        }
        let list: Vec<Value> = by_id.keys().map(|(site, page)| json!({"site": site, "page": page})).collect();
        let rows: Vec<(i64, i64, String, i64, i64)> = sql!("unfurled_find").bind_list(list).fetch_all(on).await?;
        for (site, page, at, began_at, last_at) in rows {
            let Some(word) = by_id.get(&(site, page)) else { continue };
            let seen = Seen { network: network(&at), began_at, last_at, changed: false };
            self.by_page.entry((site, *word)).or_default().push(seen);
        }
        Ok(())
    }

    /// Networks that fetched the preview of `page` within the time before `at` in which that tells something, the last one
    /// first.
    pub(super) fn before(&self, site: i64, page: Word, at: i64) -> Vec<NetworkId> {
        let Some(all) = self.by_page.get(&(site, page)) else { return Vec::new() };
        // A burst that goes on around `at` began before it.
        let fresh = |seen: &&Seen| seen.began_at <= at && at - seen.last_at < AFTER_UNFURL * SECOND;
        let mut fresh: Vec<&Seen> = all.iter().filter(fresh).collect();
        fresh.sort_by(|a, b| b.last_at.min(at).cmp(&a.last_at.min(at)).then_with(|| a.network.cmp(&b.network)));
        fresh.into_iter().map(|seen| seen.network.clone()).collect()
    }

    /// `network` fetched the preview of `page`. Whether that is a burst of its own: `pause` without a fetch lies before it.
    pub(super) fn fetched(&mut self, site: i64, page: Word, network: &NetworkId, at: i64, pause: i64) -> bool {
        let all = self.by_page.entry((site, page)).or_default();
        let Some(seen) = all.iter_mut().find(|seen| seen.network == *network) else {
            all.push(Seen { network: network.clone(), began_at: at, last_at: at, changed: true });
            return true;
        };
        let pause = pause * SECOND;
        if at > seen.last_at + pause {
            *seen = Seen { network: network.clone(), began_at: at, last_at: at, changed: true };
            return true;
        }
        if at + pause < seen.began_at {
            // One that came late: the last burst is known, not those before it.
            return true;
        }
        if at > seen.last_at || at < seen.began_at {
            seen.last_at = seen.last_at.max(at);
            seen.began_at = seen.began_at.min(at);
            seen.changed = true;
        }
        false
    }

    /// The words that its rows will have.
    pub(super) fn want(&self, words: &mut Words) {
        for ((_, page), seen) in &self.by_page {
            for seen in seen.iter().filter(|seen| seen.changed) {
                words.want(*page);
                words.of(seen.network.as_str());
            }
        }
    }

    /// Keeps what changed.
    pub(super) async fn write(self, tx: &mut Tx, words: &mut Words) -> Result<(), Fault> {
        let mut rows: Vec<(i64, i64, i64, i64, i64)> = Vec::new();
        for ((site, page), seen) in self.by_page {
            for seen in seen.into_iter().filter(|seen| seen.changed) {
                let of = words.seen(seen.network.as_str());
                rows.push((site, words.id(page), words.id(of), seen.began_at, seen.last_at));
            }
        }
        rows.sort_unstable();
        rows.dedup_by_key(|row| (row.0, row.1, row.2));
        let rows = rows.into_iter().map(|(site, page, network, began_at, last_at)| {
            json!({"site": site, "page": page, "network": network, "began_at": began_at, "last_at": last_at})
        });
        add(tx, with(sql!("unfurled_put"), rows)).await
    }
}
