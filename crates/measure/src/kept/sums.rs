//! Sums: what visits come to, by quarter-hour, day, page and link. A batch gathers the differences and adds them at its end,
//! in the order of keys.

use std::collections::BTreeMap;

use domain::Side;
use rustc_hash::FxHashMap;
use serde::Serialize;
use store::{Fault, Sql, Tx, sql};

use super::words::{Word, Words};
use crate::channel::{Channel, Confidence};

/// Microseconds of a quarter-hour.
pub(super) const QUARTER: i64 = 900_000_000;

/// What a visit is counted as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Class {
    pub(super) channel: Channel,
    pub(super) confidence: Confidence,
    pub(super) network: Word,
}

/// A visit, as far as sums look at it.
#[derive(Clone, Debug)]
pub(super) struct Counted {
    pub(super) site: i64,
    pub(super) day: i64,
    pub(super) id: i64,
    pub(super) at: i64,
    pub(super) class: Class,
    pub(super) page: Word,
    pub(super) code: Word,
    pub(super) began_ours: bool,
    pub(super) views: i64,
    pub(super) seconds: i64,
}

/// Among which visits somebody is counted once a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Among {
    All,
    Side(Side),
    Channel(Channel),
}

type Key = (i64, i64, i64, i64, Word);

/// Differences of a batch.
#[derive(Default)]
pub(super) struct Sums {
    quarters: FxHashMap<Key, [i64; 2]>,
    days: FxHashMap<Key, [i64; 3]>,
    pages: FxHashMap<(i64, i64, Word, i64, i64), [i64; 2]>,
    links: FxHashMap<(i64, i64, Word, i64, i64, Word), i64>,
    visitors: FxHashMap<(i64, i64, Among), i64>,
    happened: FxHashMap<(i64, i64, &'static str, Word, Word), i64>,
}

impl Sums {
    /// `visit` with `views` of it is one more, or with -1 one less.
    pub(super) fn visit(&mut self, visit: &Counted, sign: i64, views: i64) {
        let Counted { site, day, at, class, page, code, began_ours, .. } = *visit;
        let (channel, confidence) = (class.channel.number(), class.confidence.number());
        let quarter =
            self.quarters.entry((site, at.div_euclid(QUARTER), channel, confidence, class.network)).or_default();
        let of_day = self.days.entry((site, day, channel, confidence, class.network)).or_default();
        for (sum, add) in quarter.iter_mut().zip([sign, views]) {
            *sum += add;
        }
        for (sum, add) in of_day.iter_mut().zip([sign, views, sign * i64::from(began_ours)]) {
            *sum += add;
        }
        self.pages.entry((site, day, page, channel, confidence)).or_default()[0] += sign;
        if code != super::words::NONE {
            *self.links.entry((site, day, code, channel, confidence, class.network)).or_default() += sign;
        }
    }

    /// One more view within `visit`.
    pub(super) fn view(&mut self, visit: &Counted) {
        let Counted { site, day, at, class, .. } = *visit;
        let (channel, confidence) = (class.channel.number(), class.confidence.number());
        self.quarters.entry((site, at.div_euclid(QUARTER), channel, confidence, class.network)).or_default()[1] += 1;
        self.days.entry((site, day, channel, confidence, class.network)).or_default()[1] += 1;
    }

    /// `times` looks at `page` within `visit`.
    pub(super) fn look(&mut self, visit: &Counted, page: Word, times: i64) {
        let (channel, confidence) = (visit.class.channel.number(), visit.class.confidence.number());
        self.pages.entry((visit.site, visit.day, page, channel, confidence)).or_default()[1] += times;
    }

    /// So many visitors more.
    pub(super) fn visitors(&mut self, site: i64, day: i64, what: Among, many: i64) {
        *self.visitors.entry((site, day, what)).or_default() += many;
    }

    /// Something happened on `page`.
    pub(super) fn happened(&mut self, site: i64, day: i64, kind: &'static str, what: Word, page: Word) {
        *self.happened.entry((site, day, kind, what, page)).or_default() += 1;
    }

    /// Days on which something of `kind` happened, and how many different things.
    pub(super) fn kinds(&self) -> FxHashMap<(i64, i64, &'static str), i64> {
        let mut kinds = FxHashMap::default();
        for (site, day, kind, ..) in self.happened.keys() {
            *kinds.entry((*site, *day, *kind)).or_default() += 1;
        }
        kinds
    }

    /// All of `kind` on that day goes to one row.
    pub(super) fn fold(&mut self, (site, day, kind): (i64, i64, &'static str)) {
        let of = |key: &(i64, i64, &'static str, Word, Word)| (key.0, key.1, key.2) == (site, day, kind);
        let all: i64 = self.happened.iter().filter(|(key, _)| of(key)).map(|(_, times)| times).sum();
        self.happened.retain(|key, _| !of(key));
        self.happened.insert((site, day, kind, 0, 0), all);
    }

    /// Adds the differences to what is there.
    pub(super) async fn write(self, tx: &mut Tx, words: &Words) -> Result<(), Fault> {
        let id = |word: Word| words.id(word);
        let quarters = summed(self.quarters.into_iter().map(|(key, sums)| (numbers(key, &id), sums)));
        let quarters = quarters.into_iter().filter(|(_, sums)| *sums != [0; 2]).map(
            |([site, quarter, channel, confidence, network], [visits, views])| OfQuarter {
                site,
                quarter,
                channel,
                confidence,
                network,
                visits,
                views,
            },
        );
        add(tx, with(sql!("visit_quarter_add"), quarters)).await?;
        let days = summed(self.days.into_iter().map(|(key, sums)| (numbers(key, &id), sums)));
        let days = days.into_iter().filter(|(_, sums)| *sums != [0; 3]).map(
            |([site, day, channel, confidence, network], [visits, views, began_ours])| OfDay {
                site,
                day,
                channel,
                confidence,
                network,
                visits,
                views,
                began_ours,
            },
        );
        add(tx, with(sql!("visit_day_add"), days)).await?;
        let pages = self.pages.into_iter();
        let pages =
            summed(pages.map(|((site, day, page, channel, confidence), sums)| {
                ([site, day, id(page), channel, confidence], sums)
            }));
        let pages = pages.into_iter().filter(|(_, sums)| *sums != [0; 2]).map(
            |([site, day, page, channel, confidence], [visits, views])| OfPage {
                site,
                day,
                page,
                channel,
                confidence,
                visits,
                views,
            },
        );
        add(tx, with(sql!("page_day_add"), pages)).await?;
        let links = self.links.into_iter().map(|((site, day, code, channel, confidence, network), visits)| {
            ([site, day, id(code), channel, confidence, id(network)], [visits])
        });
        let links = summed(links).into_iter().filter(|(_, [visits])| *visits != 0).map(
            |([site, day, code, channel, confidence, network], [visits])| OfLink {
                site,
                day,
                code,
                channel,
                confidence,
                network,
                visits,
            },
        );
        add(tx, with(sql!("link_day_add"), links)).await?;
        let visitors: BTreeMap<_, _> = self.visitors.into_iter().filter(|(_, many)| *many != 0).collect();
        let visitors = visitors.into_iter().map(|((site, day, what), visitors)| {
            let what = match what {
                Among::All => "all".to_owned(),
                Among::Side(side) => format!("side:{}", side.name()),
                Among::Channel(channel) => format!("channel:{}", channel.name()),
            };
            OfVisitors { site, day, what, visitors }
        });
        add(tx, with(sql!("visitor_day_add"), visitors)).await?;
        let mut happened: BTreeMap<(i64, i64, &str, i64, i64), i64> = BTreeMap::new();
        for ((site, day, kind, what, page), times) in self.happened {
            *happened.entry((site, day, kind, id(what), id(page))).or_default() += times;
        }
        let happened = happened.into_iter();
        let happened =
            happened.map(|((site, day, kind, what, page), times)| OfHappened { site, day, kind, what, page, times });
        add(tx, with(sql!("happened_day_add"), happened)).await
    }
}

#[derive(Serialize)]
struct OfQuarter {
    site: i64,
    quarter: i64,
    channel: i64,
    confidence: i64,
    network: i64,
    visits: i64,
    views: i64,
}

#[derive(Serialize)]
struct OfDay {
    site: i64,
    day: i64,
    channel: i64,
    confidence: i64,
    network: i64,
    visits: i64,
    views: i64,
    began_ours: i64,
}

#[derive(Serialize)]
struct OfPage {
    site: i64,
    day: i64,
    page: i64,
    channel: i64,
    confidence: i64,
    visits: i64,
    views: i64,
}

#[derive(Serialize)]
struct OfLink {
    site: i64,
    day: i64,
    code: i64,
    channel: i64,
    confidence: i64,
    network: i64,
    visits: i64,
}

#[derive(Serialize)]
struct OfVisitors {
    site: i64,
    day: i64,
    what: String,
    visitors: i64,
}

#[derive(Serialize)]
struct OfHappened {
    site: i64,
    day: i64,
    kind: &'static str,
    what: i64,
    page: i64,
    times: i64,
}

fn numbers((site, when, channel, confidence, network): Key, id: &impl Fn(Word) -> i64) -> [i64; 5] {
    [site, when, channel, confidence, id(network)]
}

/// Sums by the numbers of words: two words of a batch may have one number.
fn summed<const K: usize, const S: usize>(
    all: impl Iterator<Item = ([i64; K], [i64; S])>,
) -> BTreeMap<[i64; K], [i64; S]> {
    let mut by_key: BTreeMap<[i64; K], [i64; S]> = BTreeMap::new();
    for (key, sums) in all {
        let there = by_key.entry(key).or_insert([0; S]);
        for (sum, add) in there.iter_mut().zip(sums) {
            *sum += add;
        }
    }
    by_key
}

/// `sql` with the list, where there is anything in it.
pub(super) fn with(sql: Sql, rows: impl IntoIterator<Item: Serialize>) -> Option<Sql> {
    let mut rows = rows.into_iter().peekable();
    rows.peek().is_some().then(|| sql.bind_list(rows))
}

/// Runs what [`with`] gave.
pub(super) async fn add(tx: &mut Tx, sql: Option<Sql>) -> Result<(), Fault> {
    match sql {
        Some(sql) => sql.execute(tx).await.map(drop),
        None => Ok(()),
    }
}
