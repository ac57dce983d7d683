//! Rows: visitors and visits of a batch, as they are found and as they are kept.

use rustc_hash::FxHashMap;
use serde::Serialize;
use serde_json::json;
use store::{Fault, Tx, sql};

use super::flags;
use super::sums::{Class, Counted, add, with};
use super::words::{Word, Words};
use crate::channel::{Channel, Confidence};

/// Site, day, hash.
pub(super) type Who = (i64, i64, i64);

/// Somebody on his day.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Visitor {
    pub(super) last_at: i64,
    pub(super) visit: i64,
    pub(super) visit_day: i64,
    pub(super) first_visit: i64,
    pub(super) credit_visit: Option<i64>,
    pub(super) began: i64,
    pub(super) channels: i64,
    pub(super) minute: i64,
    pub(super) in_minute: i64,
    pub(super) robot: bool,
    #[serde(skip)]
    pub(super) changed: bool,
}

/// The evidence of a visit that began in this batch.
#[derive(Clone, Debug)]
pub(super) struct Evident {
    pub(super) rule: i64,
    pub(super) version: i64,
    pub(super) query: Word,
    pub(super) referrer: Word,
    pub(super) agent: Word,
    pub(super) press: Word,
    pub(super) parent: Word,
    pub(super) around: Word,
    pub(super) flags: i64,
}

/// A visit of the batch.
#[derive(Clone, Debug)]
pub(super) struct Visit {
    pub(super) counted: Counted,
    /// Of one that began in this batch.
    pub(super) evident: Option<Evident>,
    pub(super) changed: bool,
    pub(super) gone: bool,
}

/// Visitors and their visits.
#[derive(Default)]
pub(super) struct Rows {
    pub(super) visitors: FxHashMap<Who, Visitor>,
    pub(super) visits: FxHashMap<i64, Visit>,
}

/// Whose row it is.
#[derive(Serialize)]
struct Whose {
    site: i64,
    day: i64,
    hash: i64,
}

/// A visitor's row.
#[derive(Serialize)]
struct Here<'a> {
    #[serde(flatten)]
    who: Whose,
    #[serde(flatten)]
    visitor: &'a Visitor,
}

/// The row of a visit that began.
#[derive(Serialize)]
struct Begun {
    site: i64,
    day: i64,
    id: i64,
    at: i64,
    channel: i64,
    confidence: i64,
    rule: i64,
    version: i64,
    network: Option<i64>,
    page: i64,
    query: Option<i64>,
    referrer: Option<i64>,
    agent: Option<i64>,
    code: Option<i64>,
    press: Option<i64>,
    parent: Option<i64>,
    around: Option<i64>,
    flags: i64,
    views: i64,
    seconds: i64,
}

#[derive(sqlx::FromRow)]
struct Found {
    site: i64,
    day: i64,
    hash: i64,
    last_at: i64,
    visit: i64,
    visit_day: i64,
    first_visit: i64,
    credit_visit: Option<i64>,
    began: i64,
    channels: i64,
    minute: i64,
    in_minute: i64,
    robot: bool,
    at: Option<i64>,
    channel: Option<i64>,
    confidence: Option<i64>,
    network: Option<i64>,
    page: Option<i64>,
    code: Option<i64>,
    flags: Option<i64>,
    views: Option<i64>,
    seconds: Option<i64>,
}

impl Found {
    /// The visit that runs; none where it is gone.
    fn visit(&self, words: &mut Words) -> Option<Counted> {
        let class = Class {
            channel: Channel::numbered(self.channel?)?,
            confidence: Confidence::numbered(self.confidence?)?,
            network: words.numbered(self.network.unwrap_or(0)),
        };
        Some(Counted {
            site: self.site,
            day: self.visit_day,
            id: self.visit,
            at: self.at?,
            class,
            page: words.numbered(self.page?),
            code: words.numbered(self.code.unwrap_or(0)),
            began_ours: self.flags? & flags::BEGAN_OURS != 0,
            views: self.views?,
            seconds: self.seconds?,
        })
    }
}

impl Rows {
    /// Finds the visitors of `whose`.
    pub(super) async fn find(&mut self, tx: &Tx, words: &mut Words, whose: &[Who]) -> Result<(), Fault> {
        if whose.is_empty() {
            return Ok(());
        }
        let list = whose.iter().map(|&(site, day, hash)| Whose { site, day, hash });
        let found: Vec<Found> = sql!("visitor_find").bind_list(list).fetch_all(tx).await?;
        for it in found {
            if let Some(counted) = it.visit(words) {
                let visit = Visit { counted, evident: None, changed: false, gone: false };
                self.visits.entry(it.visit).or_insert(visit);
            }
            let visitor = Visitor {
                last_at: it.last_at,
                visit: it.visit,
                visit_day: it.visit_day,
                first_visit: it.first_visit,
                credit_visit: it.credit_visit,
                began: it.began,
                channels: it.channels,
                minute: it.minute,
                in_minute: it.in_minute,
                robot: it.robot,
                changed: false,
            };
            self.visitors.insert((it.site, it.day, it.hash), visitor);
        }
        Ok(())
    }

    /// Keeps what changed.
    pub(super) async fn write(self, tx: &mut Tx, words: &Words) -> Result<(), Fault> {
        let mut all: Vec<Visit> = self.visits.into_values().collect();
        all.sort_unstable_by_key(|visit| (visit.counted.site, visit.counted.day, visit.counted.id));
        let (mut new, mut grown) = (Vec::new(), Vec::new());
        let mut gone: Vec<((i64, i64), Vec<i64>)> = Vec::new();
        for Visit { counted, evident, changed, gone: is_gone } in all {
            let Counted { site, day, id, at, class, page, code, views, seconds, .. } = counted;
            match evident {
                Some(_) if is_gone => {}
                Some(it) => new.push(Begun {
                    site,
                    day,
                    id,
                    at,
                    channel: class.channel.number(),
                    confidence: class.confidence.number(),
                    rule: it.rule,
                    version: it.version,
                    network: words.some(class.network),
                    page: words.id(page),
                    query: words.some(it.query),
                    referrer: words.some(it.referrer),
                    agent: words.some(it.agent),
                    code: words.some(code),
                    press: words.some(it.press),
                    parent: words.some(it.parent),
                    around: words.some(it.around),
                    flags: it.flags,
                    views,
                    seconds,
                }),
                None if is_gone => match gone.last_mut().filter(|(key, _)| *key == (site, day)) {
                    Some((_, ids)) => ids.push(id),
                    None => gone.push(((site, day), vec![id])),
                },
                None if changed => {
                    let now = json!({"site": site, "day": day, "id": id, "views": views, "seconds": seconds});
                    grown.push(now);
                }
                None => {}
            }
        }
        add(tx, with(sql!("visit_add"), new)).await?;
        add(tx, with(sql!("visit_grow"), grown)).await?;
        for ((site, day), ids) in gone {
            sql!("visit_drop").bind(site).bind(day).bind_list(ids).execute(&mut *tx).await?;
        }
        let mut visitors: Vec<(Who, Visitor)> = self.visitors.into_iter().filter(|(_, it)| it.changed).collect();
        visitors.sort_unstable_by_key(|(who, _)| *who);
        let visitors = visitors
            .iter()
            .map(|((site, day, hash), it)| Here { who: Whose { site: *site, day: *day, hash: *hash }, visitor: it });
        add(tx, with(sql!("visitor_put"), visitors)).await
    }
}
