//! What was counted.

use std::collections::BTreeMap;

use domain::{NetworkId, Side};

use super::{MOST_PAGES, place};
use crate::channel::{Channel, Confidence, Counted, Fold};

/// Visits that are alike in all that the statement looks at.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// Their class.
    pub channel: Channel,
    /// Whose doing.
    pub side: Side,
    /// How sure.
    pub confidence: Confidence,
    /// From which place outside.
    pub network: Option<NetworkId>,
    /// How many.
    pub visits: u64,
    /// How many of them ended in a sale.
    pub sales: u64,
}

/// Visits that began on one page: passed on, brought, unknown, not social.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PageCount {
    /// Its path. Empty: all pages beyond the bound.
    pub path: String,
    /// By side.
    pub visits: [u64; 4],
}

/// What preview agents of one network fetched.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unfurled {
    /// Bursts.
    pub times: u64,
    /// By page.
    pub pages: BTreeMap<String, u64>,
}

/// Lines that are no visits, by why.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LeftOut {
    /// Lines of no known form, or not whole.
    pub broken: u64,
    /// Lines that were too long.
    pub too_long: u64,
    /// Of another host.
    pub elsewhere: u64,
    /// Pictures, styles, scripts, feeds.
    pub parts: u64,
    /// Pages that were not there, moved or refused.
    pub not_answered: u64,
    /// Views by whoever looked at more pages a minute than a person can.
    pub too_fast: u64,
    /// Views of visitors beyond the bound.
    pub beyond: u64,
    /// By what the rules call them.
    pub by: BTreeMap<Counted, u64>,
}

impl LeftOut {
    pub(super) fn add(&mut self, is: Counted) {
        *self.by.entry(is).or_default() += 1;
    }
}

/// All of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tally {
    /// Lines that were read.
    pub lines: u64,
    /// Views of pages, those by programs too.
    pub views: u64,
    /// The first line's time, and the site's day.
    pub first: Option<(i64, i32)>,
    /// The last one's.
    pub last: Option<(i64, i32)>,
    /// The visits.
    pub groups: Vec<Group>,
    /// Where they began.
    pub pages: Vec<PageCount>,
    /// By the site's day and side.
    pub days: BTreeMap<i32, [u64; 4]>,
    /// Of them those that are sure: passed on, brought.
    pub sure_days: BTreeMap<i32, [u64; 2]>,
    /// Previews, by network.
    pub unfurls: BTreeMap<NetworkId, Unfurled>,
    /// What is no visit.
    pub left_out: LeftOut,
}

impl Tally {
    pub(super) fn visit(&mut self, group: u32, page: u32, day: i32) {
        let group = &mut self.groups[group as usize];
        group.visits += 1;
        self.pages[page as usize].visits[place(group.side)] += 1;
        self.days.entry(day).or_default()[place(group.side)] += 1;
        if let Some(sure) = sure(group, self.sure_days.entry(day).or_default()) {
            *sure += 1;
        }
    }

    pub(super) fn take_back(&mut self, group: u32, page: u32, day: i32) {
        let group = &mut self.groups[group as usize];
        group.visits -= 1;
        self.pages[page as usize].visits[place(group.side)] -= 1;
        self.days.entry(day).or_default()[place(group.side)] -= 1;
        if let Some(sure) = sure(group, self.sure_days.entry(day).or_default()) {
            *sure -= 1;
        }
    }

    pub(super) fn sold(&mut self, group: u32) {
        self.groups[group as usize].sales += 1;
    }

    pub(super) fn not_sold(&mut self, group: u32) {
        self.groups[group as usize].sales -= 1;
    }

    pub(super) fn unfurl(&mut self, network: NetworkId, path: &str) {
        let of = self.unfurls.entry(network).or_default();
        of.times += 1;
        if of.pages.len() < MOST_PAGES || of.pages.contains_key(path) {
            *of.pages.entry(path.to_owned()).or_default() += 1;
        }
    }
}

/// Where a sure visit of one of the two sides is counted.
fn sure<'d>(group: &Group, day: &'d mut [u64; 2]) -> Option<&'d mut u64> {
    day.get_mut(place(group.side)).filter(|_| group.confidence.fold() == Fold::Sure)
}
