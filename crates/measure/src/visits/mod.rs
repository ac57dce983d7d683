//! Visits: page views of a log, one after the other in time, made into visits, each counted once in one group.
//!
//! It keeps no address and nothing of anybody beyond the run: a visitor is a hash under a salt that is random for the run,
//! another one on each of the site's days. What is kept is bounded, whatever the log has: see
//! [`MOST_VISITORS`] and [`MOST_PAGES`]. Start at [`Counting::take`] and [`Counting::end`].

mod page;
mod tally;

pub(crate) use page::is_look;
pub use page::is_page;
pub use tally::{Group, LeftOut, PageCount, Tally, Unfurled};

use std::borrow::Cow;

use domain::token::PARAMETER;
use domain::{Activity, NetworkId, Side, Token};
use rustc_hash::FxHashMap;
use sha2::{Digest, Sha256};

use crate::channel::{Channel, Confidence, Counted, Evidence, Live, Minted, Verdict, begins_anew, classify, own, path};
use crate::log::Entry;

/// Visitors of a day that are told apart; more are left out, with their count.
pub const MOST_VISITORS: usize = 2_000_000;
/// Pages that are counted by name, the rest together.
pub const MOST_PAGES: usize = 10_000;
/// Pages whose previews are remembered.
const MOST_UNFURLED: usize = 50_000;

/// Seconds without a view after which a visit is over.
pub(crate) const PAUSE: i64 = 30 * 60;
/// Seconds by which the clocks of two servers of one site may be apart: what one wrote later may have happened before.
const CLOCKS_APART: i64 = 2 * 60;
/// Views in a minute that no person makes.
pub(crate) const TOO_MANY: u16 = 30;
/// Seconds between two fetches of a preview that are still of one burst: networks fetch from several machines.
pub(crate) const BURST: i64 = 10 * 60;
/// Seconds in which a fetched preview makes it likely that silent visits came from there.
pub(crate) const AFTER_UNFURL: i64 = 72 * 3_600;
/// Visits without an origin that a page needs before it counts as one that people type.
pub(crate) const TYPED_FROM: u32 = 20;

/// What is told beside the log.
#[derive(Clone, Debug, Default)]
pub struct Told {
    /// Hosts of the site itself.
    pub hosts: Vec<String>,
    /// Networks where we post with links that carry no tag. `None`: nobody said.
    pub posts: Option<Vec<NetworkId>>,
    /// Networks where we paid for ads.
    pub ads: Vec<NetworkId>,
    /// Beginnings of paths that are seen after something was sold.
    pub goals: Vec<String>,
}

/// Counts.
pub struct Counting<'t> {
    told: &'t Told,
    hosts: Vec<Cow<'t, str>>,
    live: Vec<Live>,
    salt: [u8; 16],
    today: i32,
    visitors: FxHashMap<u64, Visitor>,
    /// Visits of all visitors that could be taken back.
    remembered: usize,
    groups: FxHashMap<(Channel, Confidence, Option<NetworkId>), u32>,
    pages: FxHashMap<Box<str>, u32>,
    silent: Vec<u32>,
    typed: Vec<u32>,
    unfurls: FxHashMap<u64, Vec<(NetworkId, i64)>>,
    tally: Tally,
}

/// What is known of somebody until his day is over.
struct Visitor {
    last: i64,
    visit: Began,
    /// The last group that says something: a sale is put down to it.
    credit: u32,
    minute: i64,
    in_minute: u16,
    views: u32,
    robot: bool,
}

/// A visit as it was counted, so that it can be taken back.
#[derive(Default)]
struct Began {
    /// By what it began, so that a page that is loaded again begins none.
    by: u64,
    group: u32,
    page: u32,
    day: i32,
    /// Without an origin, on a page.
    silent: bool,
    /// The group to which its sale was put down.
    sold: Option<u32>,
    /// Since when, of a visit whose beginning was not seen.
    unseen_since: Option<i64>,
    /// The visit before, of the same visitor.
    earlier: Option<Box<Began>>,
}

impl<'t> Counting<'t> {
    /// With `salt` fresh from a source of randomness.
    pub fn new(told: &'t Told, salt: [u8; 16]) -> Self {
        let live = |networks: &[NetworkId], activity| {
            networks.iter().map(|network| Live { network: network.clone(), activity }).collect::<Vec<_>>()
        };
        let mut standing = live(told.posts.as_deref().unwrap_or_default(), Activity::Post);
        standing.extend(live(&told.ads, Activity::Ad));
        Self {
            told,
            hosts: told.hosts.iter().map(|host| Cow::Borrowed(host.as_str())).collect(),
            live: standing,
            salt,
            today: i32::MIN,
            visitors: FxHashMap::default(),
            remembered: 0,
            groups: FxHashMap::default(),
            pages: FxHashMap::default(),
            silent: vec![0],
            typed: Vec::new(),
            unfurls: FxHashMap::default(),
            tally: Tally { pages: vec![PageCount::default()], ..Tally::default() },
        }
    }

    /// Whether `entry` may be a view of a page; what is none is counted as such. This is cheap: nine of ten end here.
    pub fn may_be_view(&mut self, entry: &Entry<'_>) -> bool {
        let now = (entry.at, entry.day());
        self.tally.first = Some(self.tally.first.map_or(now, |first| first.min(now)));
        self.tally.last = Some(self.tally.last.map_or(now, |last| last.max(now)));
        let left = &mut self.tally.left_out;
        if let Some(host) = &entry.host
            && !self.hosts.is_empty()
            && !own(host.strip_suffix('.').unwrap_or(host), &self.hosts)
        {
            left.elsewhere += 1;
        } else if !self.told.goals.iter().any(|goal| entry.target.starts_with(goal.as_str()))
            && !page::is_look(entry, |host| own(host, &self.hosts))
        {
            left.parts += 1;
        } else if !matches!(entry.status, 200..=203 | 304) {
            left.not_answered += 1;
        } else {
            return true;
        }
        false
    }

    /// Takes a view of a page; `own`: one of our own people's.
    pub fn take(&mut self, entry: &Entry<'_>, own: bool) {
        self.tally.views += 1;
        self.turn_to(entry.day());
        let path = path(&entry.target);
        let page = self.page(path);
        let key = hash(path);
        let unfurls: Vec<NetworkId> = self.unfurls.get(&key).map_or_else(Vec::new, |seen| {
            let fresh = seen.iter().filter(|(_, at)| (0..AFTER_UNFURL).contains(&(entry.at - at)));
            let mut fresh: Vec<&(NetworkId, i64)> = fresh.collect();
            fresh.sort_by_key(|(_, at)| -at);
            fresh.into_iter().map(|(network, _)| network.clone()).collect()
        });
        let mut evidence = Evidence {
            url: Cow::Borrowed(&entry.target),
            referrer: entry.referrer.as_deref().map(Cow::Borrowed),
            user_agent: entry.agent.as_deref().map(Cow::Borrowed),
            method: Some(Cow::Borrowed(&entry.method)),
            purpose: entry.purpose.as_deref().map(Cow::Borrowed),
            fetch_dest: entry.fetch_dest.as_deref().map(Cow::Borrowed),
            site: Cow::Borrowed(&self.hosts),
            token: pressed(&entry.target),
            own,
            live: Cow::Borrowed(&self.live),
            unfurls: Cow::Owned(unfurls),
            typed: self.typed.contains(&page),
            blind: entry.referrer.is_none(),
            posts_unknown: self.told.posts.is_none(),
            ..Evidence::default()
        };
        let verdict = classify(&evidence);
        match verdict.is {
            Counted::Visit | Counted::Within => {}
            Counted::Preview => {
                self.tally.left_out.add(verdict.is);
                return self.unfurled(key, path, verdict.network, entry.at);
            }
            is => return self.tally.left_out.add(is),
        }
        let day = entry.day();
        let mut visitor = self.visitor(entry, day);
        let since_midnight = (entry.at + i64::from(entry.offset)).rem_euclid(86_400);
        if since_midnight < PAUSE && !self.visitors.contains_key(&visitor) {
            // A visit that runs over midnight is one.
            let yesterday = self.visitor(entry, day - 1);
            if self.visitors.get(&yesterday).is_some_and(|it| (entry.at - it.last).abs() <= PAUSE) {
                visitor = yesterday;
            }
        }
        let verdict = if verdict.rule == "rest" && !self.visitors.contains_key(&visitor) {
            evidence.new_today = true;
            classify(&evidence)
        } else {
            verdict
        };
        let by = hash(&(entry.referrer.as_deref(), &*entry.target));
        self.view(visitor, page, by, entry, verdict);
    }

    /// A view by a person: it goes on with a visit or begins one.
    fn view(&mut self, who: u64, page: u32, by: u64, entry: &Entry<'_>, verdict: Verdict) {
        let day = entry.day();
        let mut goal = self.told.goals.iter().any(|goal| entry.target.starts_with(goal.as_str()));
        let minute = entry.at.div_euclid(60);
        let mut earlier = None;
        let (mut credit, mut in_minute, mut views) = (None, 1, 1);
        if let Some(it) = self.visitors.get_mut(&who) {
            it.in_minute = if it.minute == minute { it.in_minute.saturating_add(1) } else { 1 };
            it.minute = minute;
            if it.robot {
                it.last = entry.at;
                self.tally.left_out.too_fast += 1;
                return;
            }
            it.views = it.views.saturating_add(1);
            if it.in_minute > TOO_MANY {
                it.robot = true;
                self.tally.left_out.too_fast += u64::from(it.views);
                let mut next = Some(Box::new(std::mem::take(&mut it.visit)));
                while let Some(visit) = next {
                    next = self.take_back(*visit);
                }
                return;
            }
            let running = (entry.at - it.last).abs() <= PAUSE;
            it.last = it.last.max(entry.at);
            let late = verdict.channel != Some(Channel::Within)
                && it.visit.unseen_since.is_some_and(|since| (entry.at - since).abs() <= CLOCKS_APART);
            if !late && running && (!begins_anew(&verdict) || it.visit.by == by) {
                if goal && it.visit.sold.is_none() {
                    it.visit.sold = Some(it.credit);
                    self.tally.sold(it.credit);
                }
                return;
            }
            (credit, in_minute, views) = (Some(it.credit), it.in_minute, it.views);
            if late {
                // Its beginning, from a server whose clock is behind: the two are one visit.
                let visit = std::mem::take(&mut it.visit);
                credit = credit.filter(|credit| *credit != visit.group);
                goal |= visit.sold.is_some();
                earlier = self.take_back(visit);
            } else if self.remembered < MOST_VISITORS {
                earlier = Some(Box::new(std::mem::take(&mut it.visit)));
            }
        } else if self.visitors.len() >= MOST_VISITORS {
            self.tally.left_out.beyond += 1;
            return;
        }
        let silent = !begins_anew(&verdict);
        let (Some(channel), Some(confidence)) = (verdict.channel, verdict.confidence) else { return };
        let silent_here = silent && channel != Channel::Within;
        self.silent[page as usize] += u32::from(silent_here);
        let group = self.group(channel, confidence, verdict.network);
        self.tally.visit(group, page, day);
        let credit = credit.filter(|_| silent).unwrap_or(group);
        if goal {
            self.tally.sold(credit);
        }
        self.remembered += 1;
        let sold = goal.then_some(credit);
        let unseen_since = (channel == Channel::Within).then_some(entry.at);
        let visit = Began { by, group, page, day, silent: silent_here, sold, unseen_since, earlier };
        self.visitors.insert(who, Visitor { last: entry.at, visit, credit, minute, in_minute, views, robot: false });
    }

    /// Takes back a visit with its sale; the one before is left.
    fn take_back(&mut self, visit: Began) -> Option<Box<Began>> {
        self.tally.take_back(visit.group, visit.page, visit.day);
        self.silent[visit.page as usize] -= u32::from(visit.silent);
        if let Some(credit) = visit.sold {
            self.tally.not_sold(credit);
        }
        self.remembered -= 1;
        visit.earlier
    }

    /// A new day: who was seen yesterday is forgotten, but for visits that run.
    fn turn_to(&mut self, day: i32) {
        if day <= self.today {
            return;
        }
        self.today = day;
        self.visitors.retain(|_, it| it.visit.day + 1 >= day);
        let visits = |it: &Visitor| std::iter::successors(Some(&it.visit), |visit| visit.earlier.as_deref()).count();
        self.remembered = self.visitors.values().filter(|it| !it.robot).map(visits).sum();
        let mut common: Vec<(u32, u32)> = self
            .silent
            .iter()
            .zip(0..)
            .skip(1)
            .map(|(count, page)| (*count, page))
            .filter(|it| it.0 >= TYPED_FROM)
            .collect();
        common.sort_unstable_by(|a, b| b.cmp(a));
        self.typed = common.into_iter().take(5).map(|(_, page)| page).collect();
    }

    fn visitor(&self, entry: &Entry<'_>, day: i32) -> u64 {
        let mut hash = Sha256::new();
        hash.update(self.salt);
        hash.update(day.to_le_bytes());
        hash.update(entry.address.as_bytes());
        hash.update([0]);
        hash.update(entry.agent.as_deref().unwrap_or_default().as_bytes());
        let bytes = hash.finalize();
        bytes.iter().take(8).fold(0, |sum, byte| (sum << 8) | u64::from(*byte))
    }

    /// The page's number; 0 for all beyond the bound.
    fn page(&mut self, path: &str) -> u32 {
        if let Some(page) = self.pages.get(path) {
            return *page;
        }
        if self.pages.len() >= MOST_PAGES || path.len() > 500 {
            return 0;
        }
        let page = self.tally.pages.len() as u32;
        self.tally.pages.push(PageCount { path: path.to_owned(), ..PageCount::default() });
        self.silent.push(0);
        self.pages.insert(path.into(), page);
        page
    }

    fn group(&mut self, channel: Channel, confidence: Confidence, network: Option<NetworkId>) -> u32 {
        let groups = &mut self.tally.groups;
        *self.groups.entry((channel, confidence, network.clone())).or_insert_with(|| {
            groups.push(Group { channel, side: channel.side(), confidence, network, visits: 0, sales: 0 });
            groups.len() as u32 - 1
        })
    }

    /// A preview agent fetched a page: once for each burst.
    fn unfurled(&mut self, key: u64, path: &str, network: Option<NetworkId>, at: i64) {
        let Some(network) = network else { return };
        if self.unfurls.len() >= MOST_UNFURLED && !self.unfurls.contains_key(&key) {
            self.unfurls.retain(|_, seen| seen.iter().any(|(_, before)| at - before < AFTER_UNFURL));
            if self.unfurls.len() >= MOST_UNFURLED {
                return;
            }
        }
        let seen = self.unfurls.entry(key).or_default();
        let new = match seen.iter_mut().find(|(it, _)| *it == network) {
            Some((_, last)) => {
                let new = (at - *last).abs() > BURST;
                *last = at.max(*last);
                new
            }
            None => {
                seen.push((network.clone(), at));
                true
            }
        };
        if new {
            self.tally.unfurl(network, path);
        }
    }

    /// Everything that was counted; lines that could not be read are the caller's to add.
    pub fn end(self) -> Tally {
        self.tally
    }
}

pub(crate) fn hash(what: &(impl std::hash::Hash + ?Sized)) -> u64 {
    use std::hash::BuildHasher;
    rustc_hash::FxBuildHasher.hash_one(what)
}

/// What a token tells without the books in which it stands: that somebody pressed a share button, for only a press adds the
/// second part. Of a bare code the kind is not known.
fn pressed(target: &str) -> Option<Minted<'_>> {
    let query = target.split_once('?')?.1.split('#').next()?;
    let mut values = query.split('&').filter_map(|pair| pair.strip_prefix(PARAMETER)?.strip_prefix('='));
    let token: Token = values.next_back()?.parse().ok()?;
    token.press?;
    Some(Minted {
        code: Cow::Owned(token.code.to_string()),
        activity: Activity::ShareButton,
        network: None,
        parent: token.parent.map(|parent| Cow::Owned(parent.as_str().to_owned())),
    })
}

/// The side of a group, as the statement has it.
pub(crate) fn place(side: Side) -> usize {
    match side {
        Side::Smo => 0,
        Side::Smm => 1,
        Side::Unknown => 2,
        Side::Other => 3,
    }
}

#[cfg(test)]
mod tests;
