//! Noted: what a site heard last and what was left out, in memory until it is written down, so that no visitor waits for
//! the database and no row is written for each of them.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp};
use store::{Db, Fault, sql};

use super::Why;
use crate::arrivals::By;

/// How often it is written down that a site was heard of.
const EVERY: SignedDuration = SignedDuration::from_secs(60);

/// What is to be written down.
#[derive(Debug, Default)]
pub(super) struct Noted(Mutex<Notes>);

#[derive(Debug, Default)]
struct Notes {
    /// By the site's number.
    heard: HashMap<i64, (Timestamp, By)>,
    written: HashMap<i64, Timestamp>,
    left_out: HashMap<(i64, i64, Why), i64>,
    left_out_written: Option<Timestamp>,
}

impl Noted {
    /// Something came from the site's pages.
    pub(super) fn heard(&self, site: i64, at: Timestamp, by: By) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).heard.insert(site, (at, by));
    }

    /// So many were left out on a day of the site.
    pub(super) fn left_out(&self, site: i64, day: i64, why: Why, many: i64) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner).left_out.entry((site, day, why)).or_default() += many;
    }

    /// Writes down what is due: each site at most once a minute, the first time at once.
    pub(super) async fn write(&self, db: &Db, now: Timestamp) -> Result<(), Fault> {
        let (heard, left_out) = self.due(now);
        if heard.is_empty() && left_out.is_empty() {
            return Ok(());
        }
        let (told, counted) = (heard.clone(), left_out.clone());
        let written = db.write(move |tx| {
            Box::pin(async move {
                for (site, (at, by)) in told {
                    sql!("measured_heard").bind(site).bind(at).bind(name(by)).execute(&mut *tx).await?;
                }
                for ((site, day, why), many) in counted {
                    sql!("collect_word").bind(why.name()).execute(&mut *tx).await?;
                    let add = sql!("collect_left_out").bind(site).bind(day).bind(why.name()).bind(many);
                    add.execute(&mut *tx).await?;
                }
                Ok(())
            })
        });
        if let Err(fault) = written.await {
            // It is written down with the next.
            let mut notes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            for (key, many) in left_out {
                *notes.left_out.entry(key).or_default() += many;
            }
            notes.left_out_written = None;
            for (site, it) in heard {
                notes.heard.entry(site).or_insert(it);
                notes.written.remove(&site);
            }
            return Err(fault);
        }
        Ok(())
    }

    #[expect(clippy::type_complexity, reason = "what the two maps hold")]
    fn due(&self, now: Timestamp) -> (Vec<(i64, (Timestamp, By))>, Vec<((i64, i64, Why), i64)>) {
        let mut notes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let is_due = |written: Option<&Timestamp>| written.is_none_or(|written| now.duration_since(*written) >= EVERY);
        let Notes { heard, written, .. } = &mut *notes;
        let due: Vec<_> = heard.iter().filter(|(site, _)| is_due(written.get(site))).map(|(k, v)| (*k, *v)).collect();
        for (site, _) in &due {
            heard.remove(site);
            written.insert(*site, now);
        }
        let mut left_out = Vec::new();
        if !notes.left_out.is_empty() && is_due(notes.left_out_written.as_ref()) {
            left_out = std::mem::take(&mut notes.left_out).into_iter().collect();
            // In an order in which all processes lock rows.
            left_out.sort_unstable();
            notes.left_out_written = Some(now);
        }
        (due, left_out)
    }
}

/// As it stands in `measured.heard_by`.
fn name(by: By) -> &'static str {
    match by {
        By::Beacon => "beacon",
        By::Pixel => "pixel",
        By::Server => "server",
        By::Plugin => "plugin",
        By::Log => "log",
        By::Other => "other",
    }
}
