//! Lacking: what the pages of a site lack, for whoever mends them from elsewhere.

use std::io;
use std::path::Path;

use store::{Db, Fault};

use super::{FROM_THE_NEWEST, Kept, folder_of, with_sums};
use crate::report::sheet::Known;
use crate::wanting::{self, Wanting};

/// Audits that are asked for a page which the newer ones did not come to: a host that was away for an hour, and an audit
/// that somebody stopped, do not take away what pages lack.
const AUDITS: i64 = 4;

/// The audits of `site` that [`lacking`] is to be told of.
pub async fn telling(db: &Db, site: &str) -> Result<Vec<Kept>, Fault> {
    with_sums(db, site, FROM_THE_NEWEST, AUDITS).await
}

/// What each page lacks by the newest of `audits`, which are of one site, the newest first, that came to it. It reads files.
pub fn lacking(data: &Path, audits: &[Kept]) -> io::Result<Vec<Wanting>> {
    let (mut all, mut newer) = (Vec::new(), Vec::<Known>::new());
    for audit in audits {
        let folder = folder_of(data, &audit.head.id);
        let Some(lines) = wanting::read(&folder)? else { break };
        for line in lines {
            let line = line?;
            if !newer.iter().any(|known| known.has(&line.url)) {
                all.push(line);
            }
        }
        // Without its list one cannot tell what it did not come to from what lacks nothing.
        let Some(known) = Known::of(&folder)? else { break };
        newer.push(known);
    }
    Ok(all)
}
