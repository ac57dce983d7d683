//! History: how one page stood in the audits of its site.

use std::io;
use std::path::Path;

use store::{Db, Fault, sql};
use url::Url;

use super::{Kept, folder_of};
use crate::report::sheet::{self, Found, InShort, Looked};

/// How a page stood in one audit.
#[derive(Clone, Debug)]
pub struct Stood {
    /// The audit.
    pub audit: Kept,
    /// Its state there.
    pub page: Was,
    /// What was found that the audit before, in which the page was, had not found; this and the next only with one before.
    pub fresh: Vec<Found>,
    /// What only that one had found.
    pub gone: Vec<Found>,
}

/// Whether a page was in an audit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Was {
    /// It was, and stood so.
    There(InShort),
    /// It was not among the pages.
    Missing,
    /// The audit's pages are not kept any more.
    ClearedAway,
}

/// The audits of `site` that came to sums, the newest first, behind the one that was asked for at `at` (UTC microseconds)
/// and has this id.
pub async fn with_sums(db: &Db, site: &str, behind: (i64, &str), at_most: i64) -> Result<Vec<Kept>, Fault> {
    sql!("audit_with_sums_of_site").bind(site).bind(behind.0).bind(behind.1).bind(at_most).fetch_all(db).await
}

/// How the page at `address` stood in each of `audits`, which are of one site, the newest first. It reads files.
pub fn history(data: &Path, audits: Vec<Kept>, address: &Url) -> io::Result<Vec<Stood>> {
    let mut all: Vec<Stood> = Vec::with_capacity(audits.len());
    for audit in audits.into_iter().rev() {
        let page = match sheet::look_up(&folder_of(data, &audit.head.id), address)? {
            // A sheet that cannot be read is as good as none.
            Looked::Stands(stands) => stands.in_short().map_or(Was::ClearedAway, Was::There),
            Looked::Missing => Was::Missing,
            Looked::NoSheet => Was::ClearedAway,
        };
        let before = all.iter().rev().find_map(|before| match &before.page {
            Was::There(page) => Some(page.rules.as_slice()),
            Was::Missing | Was::ClearedAway => None,
        });
        let (fresh, gone) = match (&page, before) {
            (Was::There(now), Some(before)) => (only(&now.rules, before), only(before, &now.rules)),
            _ => (Vec::new(), Vec::new()),
        };
        all.push(Stood { audit, page, fresh, gone });
    }
    all.reverse();
    Ok(all)
}

/// What the first has and the second has not.
fn only(one: &[Found], other: &[Found]) -> Vec<Found> {
    one.iter().filter(|found| !other.iter().any(|known| known.rule == found.rule)).cloned().collect()
}
