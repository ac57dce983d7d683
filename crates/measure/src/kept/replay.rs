//! Replay: visits judged again from the evidence in their rows, with what is known today of what stood around them. The
//! difference is shown first; then rows and sums move by it, in small batches. Sums of days whose rows are gone stay.
//!
//! What a row does not know stays as it was counted: the looks at further pages of a visit keep the channel under which
//! they were counted, and so do the different visitors of a day by side and channel.

use std::borrow::Cow;
use std::collections::BTreeMap;

use domain::{Code, NetworkId, Side};
use rustc_hash::FxHashSet;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::json;
use store::{Db, Fault, On, Tx, sql};

use super::around::{Around, Known, Unfurled};
use super::flags;
use super::stored::Stored;
use super::sums::{Class, Counted, Sums, add, with};
use super::words::Words;
use crate::channel::{Channel, Confidence, classify, rules};
use crate::measured::{self, Measured};

/// Visits of one transaction.
const AT_ONCE: i64 = 1_000;

/// A class of visits.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[schemars(rename = "VisitClass")]
pub struct Named {
    /// The channel.
    pub channel: Channel,
    /// How sure.
    pub confidence: Confidence,
    /// The place outside.
    pub network: Option<NetworkId>,
}

/// Visits that go from one class to another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "VisitMove")]
pub struct Move {
    /// What they were.
    pub from: Named,
    /// What they are; none where they are no visits.
    pub to: Option<Named>,
    /// How many.
    pub visits: u64,
}

/// What judging again came to, or would come to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Replayed {
    /// Visits that were looked at.
    pub looked: u64,
    /// Those that are something else now.
    pub changed: u64,
    /// Their ways, the most common first.
    pub moves: Vec<Move>,
    /// Those whose page is not known by name, and that stay as they are.
    pub unnamed: u64,
    /// There was more than was to be looked at.
    pub is_cut_short: bool,
}

/// What becomes of a visit.
struct Judged {
    visit: Stored,
    to: Option<To>,
}

struct To {
    class: Named,
    rule: i64,
    parent: Option<String>,
    known: Known,
    flags: i64,
}

type Moves = BTreeMap<(Named, Option<Named>), u64>;

/// Judges the visits of `site` on the days `from` to `to` again, some `at_most` of them. `dry`: nothing is changed.
pub async fn replay(
    db: &Db,
    site: &Measured,
    (from, to): (i64, i64),
    dry: bool,
    at_most: u64,
) -> Result<Replayed, Fault> {
    let days: Vec<i64> = sql!("visit_days").bind(site.number).bind(from).bind(to).fetch_all(db).await?;
    let (mut replayed, mut moves) = (Replayed::default(), Moves::new());
    for day in days {
        let mut after = 0;
        loop {
            if replayed.looked >= at_most {
                replayed.is_cut_short = true;
                break;
            }
            let batch = if dry {
                gather(&judge(db, site, day, after).await?)
            } else {
                let site = site.clone();
                db.write(move |tx| Box::pin(async move { apply(tx, &site, day, after).await })).await?
            };
            let Some(last) = batch.last else { break };
            replayed.looked += batch.looked;
            replayed.unnamed += batch.unnamed;
            for (way, visits) in batch.moves {
                *moves.entry(way).or_default() += visits;
            }
            after = last;
        }
    }
    let mut moves: Vec<Move> = moves.into_iter().map(|((from, to), visits)| Move { from, to, visits }).collect();
    moves.sort_by(|a, b| b.visits.cmp(&a.visits).then_with(|| a.from.cmp(&b.from)));
    replayed.changed = moves.iter().map(|it| it.visits).sum();
    replayed.moves = moves;
    Ok(replayed)
}

/// Lets the days `from` to `to` of a site wait for being judged again. How many have visits.
pub async fn ask(db: &Db, number: i64, (from, to): (i64, i64)) -> Result<u64, Fault> {
    let days: Vec<i64> = sql!("visit_days").bind(number).bind(from).bind(to).fetch_all(db).await?;
    let many = days.len() as u64;
    let list = days.into_iter().map(|day| json!({"site": number, "day": day}));
    let ask = sql!("replay_day_add").bind_list(list).bind("asked");
    db.write(move |tx| Box::pin(async move { ask.execute(tx).await })).await?;
    Ok(many)
}

/// Judges the days again that wait for it, at most so many. How many it were.
pub async fn waiting(db: &Db, at_most: usize) -> Result<usize, Fault> {
    for done in 0..at_most {
        let next: Option<(i64, String, i64, i64)> = sql!("replay_next").fetch_optional(db).await?;
        let Some((number, site, day, asked)) = next else { return Ok(done) };
        if let Some(site) = measured::find(db, &site).await? {
            Box::pin(replay(db, &site, (day, day), false, u64::MAX)).await?;
        }
        let over = sql!("replay_done").bind(number).bind(day).bind(asked);
        db.write(move |tx| Box::pin(async move { over.execute(tx).await })).await?;
    }
    Ok(at_most)
}

/// Lets days wait for being judged again of which the ledger learned since the last call that ads ran there, or did not.
pub async fn ads(db: &Db, now: jiff::Timestamp) -> Result<u64, Fault> {
    // Somebody's entry may be in a transaction that is not over yet.
    let until = now - jiff::SignedDuration::from_secs(60);
    db.write(move |tx| {
        Box::pin(async move {
            let from: i64 = sql!("replay_ads_from").fetch_one(&*tx).await?;
            if from >= until.as_microsecond() {
                return Ok(0);
            }
            let days = sql!("replay_ads").bind(from).bind(until).execute(&mut *tx).await?;
            sql!("replay_ads_to").bind(until).execute(tx).await?;
            Ok(days)
        })
    })
    .await
}

/// What a batch came to.
struct Gathered {
    looked: u64,
    unnamed: u64,
    moves: Moves,
    last: Option<i64>,
}

fn was(visit: &Stored) -> Named {
    let network = visit.network.as_deref().map(super::around::network);
    Named { channel: visit.channel(), confidence: visit.confidence(), network }
}

fn gather(judged: &[Judged]) -> Gathered {
    let mut moves = Moves::new();
    for Judged { visit, to } in judged.iter().filter(|it| it.visit.page.is_some()) {
        let (from, to) = (was(visit), to.as_ref().map(|to| to.class.clone()));
        if to.as_ref() != Some(&from) {
            *moves.entry((from, to)).or_default() += 1;
        }
    }
    Gathered {
        looked: judged.len() as u64,
        unnamed: judged.iter().filter(|it| it.visit.page.is_none()).count() as u64,
        moves,
        last: judged.last().map(|it| it.visit.id),
    }
}

/// Judges some visits of a day, those behind `after`.
async fn judge(on: &(impl On + ?Sized), site: &Measured, day: i64, after: i64) -> Result<Vec<Judged>, Fault> {
    let number = site.number;
    let visits: Vec<Stored> =
        sql!("visit_batch").bind(number).bind(day).bind(after).bind(AT_ONCE).fetch_all(on).await?;
    if visits.is_empty() {
        return Ok(Vec::new());
    }
    let (mut around, mut words, mut unfurled) = (Around::default(), Words::new(), Unfurled::default());
    let (mut codes, mut presses) = (FxHashSet::default(), FxHashSet::default());
    for visit in &visits {
        codes.extend(visit.code.clone());
        match visit.parent.as_deref().map(|parent| (parent, parent.parse::<Code>())) {
            Some((_, Ok(code))) => drop(codes.insert(code.to_string())),
            Some((press, Err(_))) => drop(presses.insert((number, press.to_owned()))),
            None => {}
        }
    }
    around.find_links(on, &codes).await?;
    around.find_presses(on, &presses).await?;
    if visits.iter().any(|visit| visit.query.is_some()) {
        around.find_campaigns(on, &[number]).await?;
    }
    around.find_live(on, std::iter::once((site, day))).await?;
    let pages: Vec<_> = visits.iter().map(|visit| (number, words.numbered(visit.page_id))).collect();
    unfurled.find(on, &words, pages.iter().copied()).await?;
    let hosts: Vec<Cow<'_, str>> = site.all_hosts().into_iter().map(Cow::Owned).collect();
    let live = around.live(number, day);
    let judged = visits.into_iter().zip(pages).map(|(visit, (_, page))| {
        let mut unfurls = unfurled.before(number, page, visit.at);
        // What was known then is still true, though the burst is forgotten.
        let then = visit.known().unfurls;
        unfurls.extend(then.into_iter().filter(|it| !unfurls.contains(it)).collect::<Vec<_>>());
        let verdict = classify(&visit.evidence(site, &hosts, &around, live, &unfurls));
        let class = verdict.channel.zip(verdict.confidence);
        let to = class.map(|(channel, confidence)| {
            let ours = channel.side() == Side::Smo
                && verdict.parent.as_deref().is_some_and(|parent| around.began_ours(number, parent));
            To {
                class: Named { channel, confidence, network: verdict.network.clone() },
                rule: rules::named(&verdict.rule).map_or(0, |rule| i64::from(rule.number)),
                // A press that came with a link that is gone is still a fact.
                parent: verdict.parent.clone().or_else(|| visit.parent.clone()),
                known: Known { live: live.to_vec(), unfurls },
                flags: if ours { visit.flags | flags::BEGAN_OURS } else { visit.flags & !flags::BEGAN_OURS },
            }
        });
        Judged { visit, to }
    });
    Ok(judged.collect())
}

/// Judges some visits of a day and moves them and the sums.
async fn apply(tx: &mut Tx, site: &Measured, day: i64, after: i64) -> Result<Gathered, Fault> {
    let _: i64 = sql!("visit_turn_raise").fetch_one(&*tx).await?;
    let judged = judge(&*tx, site, day, after).await?;
    let gathered = gather(&judged);
    let (mut words, mut sums) = (Words::new(), Sums::default());
    let (mut rows, mut gone) = (Vec::new(), Vec::new());
    for Judged { visit, to } in judged.into_iter().filter(|it| it.visit.page.is_some()) {
        let old = Counted {
            site: site.number,
            day,
            id: visit.id,
            at: visit.at,
            class: Class {
                channel: visit.channel(),
                confidence: visit.confidence(),
                network: words.numbered(visit.network_id),
            },
            page: words.numbered(visit.page_id),
            code: words.numbered(visit.code_id),
            began_ours: visit.began_ours(),
            views: visit.views,
            seconds: visit.seconds,
        };
        let Some(to) = to else {
            sums.visit(&old, -1, -visit.views);
            sums.look(&old, old.page, -1);
            let why = words.of("judged_again");
            sums.happened(site.number, day, "left_out", why, super::words::NONE);
            gone.push(visit.id);
            continue;
        };
        let around = if to.known == Known::default() { None } else { serde_json::to_string(&to.known).ok() };
        let is_same = to.rule == visit.rule
            && i64::from(*rules::VERSION) == visit.version
            && to.flags == visit.flags
            && around == visit.around
            && to.class == was(&visit);
        if is_same {
            continue;
        }
        let network = to.class.network.as_ref().map_or(super::words::NONE, |network| words.of(network.as_str()));
        let class = Class { channel: to.class.channel, confidence: to.class.confidence, network };
        let new = Counted { class, began_ours: to.flags & flags::BEGAN_OURS != 0, ..old.clone() };
        sums.visit(&old, -1, -visit.views);
        sums.look(&old, old.page, -1);
        sums.visit(&new, 1, visit.views);
        sums.look(&new, new.page, 1);
        let parent = words.of(to.parent.as_deref().unwrap_or_default());
        let around = words.of(around.as_deref().unwrap_or_default());
        rows.push((new, to.rule, to.flags, parent, around));
    }
    words.settle(tx).await?;
    let rows = rows.into_iter().map(|(it, rule, flags, parent, around)| {
        json!({
            "site": it.site, "day": it.day, "id": it.id, "channel": it.class.channel.number(),
            "confidence": it.class.confidence.number(), "rule": rule, "version": i64::from(*rules::VERSION),
            "network": words.some(it.class.network), "parent": words.some(parent), "around": words.some(around),
            "flags": flags,
        })
    });
    add(tx, with(sql!("visit_judge"), rows)).await?;
    if !gone.is_empty() {
        sql!("visit_drop").bind(site.number).bind(day).bind_list(gone).execute(&mut *tx).await?;
    }
    sums.write(tx, &words).await?;
    Ok(gathered)
}
