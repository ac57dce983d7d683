//! Conclude: all pages of a crawl judged, on all cores, into sums and jobs.
//!
//! Pages are handed out in parts of [`PART`]; the parts' sums are put together in the order of the pages, so that one
//! crawl always ends in the same audit, however many cores there are.

use std::collections::BTreeMap;
use std::io;
use std::num::NonZero;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use domain::Maker;
use jiff::Timestamp;
use rustc_hash::FxHashMap;

use super::JobBook;
use super::judge::{Audit, Pages, Seen, Summary, judge};

/// Pages in a part.
const PART: usize = 128;

/// What was summed up of some pages.
#[derive(Debug, Default)]
struct Sums {
    summary: Summary,
    jobs: JobBook,
    makers: FxHashMap<Maker, u32>,
}

/// Parts put together in their order.
#[derive(Debug, Default)]
struct Whole {
    sums: Sums,
    /// The part that is due.
    next: usize,
    /// Parts that came before their turn.
    early: BTreeMap<usize, Sums>,
    fault: Option<io::Error>,
}

impl Sums {
    fn of(pages: &dyn Pages, part: usize, seen: &Seen) -> io::Result<Self> {
        let mut sums = Self::default();
        pages.each_in(part * PART..(part + 1) * PART, &mut |page| {
            let judged = judge(page, seen);
            sums.summary.add(&judged);
            sums.jobs.add(&judged);
            if let Some(maker) = &judged.page.maker {
                *sums.makers.entry(maker.clone()).or_default() += 1;
            }
            Ok(())
        })?;
        Ok(sums)
    }

    fn merge(&mut self, later: Self) {
        self.summary.merge(later.summary);
        self.jobs.merge(later.jobs);
        for (maker, pages) in later.makers {
            // A site that names another maker on each page has none.
            if self.makers.len() < 1_000 || self.makers.contains_key(&maker) {
                *self.makers.entry(maker).or_default() += pages;
            }
        }
    }
}

impl Whole {
    fn put(&mut self, part: usize, sums: Sums) {
        self.early.insert(part, sums);
        while let Some(sums) = self.early.remove(&self.next) {
            self.sums.merge(sums);
            self.next += 1;
        }
    }
}

/// What another thread left behind is whole even if that thread fell: a part is put in at once or not at all.
fn lock(whole: &Mutex<Whole>) -> MutexGuard<'_, Whole> {
    whole.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Audit {
    /// Judges all pages and sums up.
    pub fn conclude(
        target: String,
        started: Timestamp,
        took: Duration,
        seen: Seen,
        pages: Box<dyn Pages>,
        unread: Vec<(String, String)>,
    ) -> io::Result<Self> {
        let parts = pages.count().div_ceil(PART);
        let due = AtomicUsize::new(0);
        let whole = Mutex::new(Whole::default());
        let work = || {
            loop {
                let part = due.fetch_add(1, Ordering::Relaxed);
                if part >= parts {
                    return;
                }
                match Sums::of(&*pages, part, &seen) {
                    Ok(sums) => lock(&whole).put(part, sums),
                    Err(fault) => {
                        lock(&whole).fault.get_or_insert(fault);
                        due.store(parts, Ordering::Relaxed);
                    }
                }
            }
        };
        let cores = thread::available_parallelism().map_or(1, NonZero::get).min(parts);
        thread::scope(|scope| {
            for _ in 1..cores {
                scope.spawn(work);
            }
            work();
        });
        let Whole { sums, fault, .. } = whole.into_inner().unwrap_or_else(PoisonError::into_inner);
        if let Some(fault) = fault {
            return Err(fault);
        }
        let maker = agreed(sums.makers, sums.summary.pages);
        let (jobs, things) = sums.jobs.finish(maker.as_ref());
        Ok(Self { target, started, took, maker, summary: sums.summary, jobs, things, unread, seen, pages })
    }
}

/// The maker of most pages: the product that more than half of them name, as most of those name it.
fn agreed(makers: FxHashMap<Maker, u32>, pages: u32) -> Option<Maker> {
    let mut products = BTreeMap::new();
    for (maker, count) in &makers {
        *products.entry(maker.product).or_insert(0) += count;
    }
    let (product, count) = products.into_iter().max_by_key(|(_, count)| *count)?;
    if count * 2 <= pages {
        return None;
    }
    let shop = makers.keys().any(|maker| maker.product == product && maker.shop);
    // Of equally many the one with plug-in and version tells more; the rest is order alone, so that it is always the same.
    let rank = |(maker, count): &(Maker, u32)| (*count, maker.plugin, maker.version.clone());
    let (maker, _) = makers.into_iter().filter(|(maker, _)| maker.product == product).max_by_key(rank)?;
    Some(Maker { shop, ..maker })
}
