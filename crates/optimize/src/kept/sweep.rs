//! Sweeping: the folders of old audits go, their rows stay as sums.
//!
//! Of each site the folders of the last ten audits that came to their end are kept, and beyond them that of the last one
//! of each month. One that failed or was stopped has a place among the ten only where those leave it one; the last one
//! of all is kept, whatever became of it. An audit under way, and the one that it is compared with, are never touched.

use std::collections::HashSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use store::{Db, Fault, sql};

use super::{FOLDERS, folder_of, handed_in};

/// Audits of a site whose folders are kept.
const KEPT: usize = 10;
/// A folder of which no row knows is left alone for so long.
const STRANGE_FOR: Duration = Duration::from_hours(24);

/// An audit whose files are there.
#[derive(Clone, Debug, sqlx::FromRow)]
struct Unswept {
    id: String,
    site: String,
    state: String,
    asked_at: i64,
    ended_at: Option<i64>,
}

impl Unswept {
    fn is_done(&self) -> bool {
        self.state == "done"
    }

    fn month(&self) -> (i16, i8) {
        let ended = self.ended_at.unwrap_or(self.asked_at);
        let date = Timestamp::from_microsecond(ended).unwrap_or_default().to_zoned(TimeZone::UTC).date();
        (date.year(), date.month())
    }
}

/// Clears away what is no longer kept below the data folder; how many audits lost their files.
pub async fn sweep(db: &Db, data: &Path, now: Timestamp) -> Result<usize, Fault> {
    let audits: Vec<Unswept> = sql!("audit_unswept").fetch_all(db).await?;
    let mut swept = 0;
    for of_site in audits.chunk_by(|one, next| one.site == next.site) {
        for id in to_sweep(of_site) {
            let row = id.clone();
            // The row first: killed between the two, the folder is found below.
            let rows =
                db.write(move |tx| Box::pin(async move { sql!("audit_sweep").bind(row).bind(now).execute(tx).await }));
            if rows.await? == 1 {
                remove(folder_of(data, &id)).await;
                swept += 1;
            }
        }
    }
    for (id, old) in folders(&data.join(FOLDERS)) {
        let sites: i64 = sql!("site_of_folder").bind(id.clone()).fetch_one(db).await?;
        if old && sites == 0 {
            remove(handed_in(data, &id)).await;
        }
    }
    for (id, old) in folders(&data.join("audits")) {
        let known: Option<bool> = sql!("audit_is_swept").bind(id.clone()).fetch_optional(db).await?;
        if known.unwrap_or(old) {
            remove(folder_of(data, &id)).await;
        }
    }
    Ok(swept)
}

/// Whether the files of the audit `id` were cleared away.
pub async fn is_swept(db: &Db, id: &str) -> Result<bool, Fault> {
    let swept: Option<bool> = sql!("audit_is_swept").bind(id).fetch_optional(db).await?;
    Ok(swept.unwrap_or(false))
}

/// The audits of one site, the newest first, whose files go.
fn to_sweep(audits: &[Unswept]) -> Vec<String> {
    let done = || audits.iter().filter(|audit| audit.is_done());
    let mut kept: HashSet<&str> = done().take(KEPT).map(|audit| audit.id.as_str()).collect();
    let places = KEPT - kept.len();
    let others = audits.iter().filter(|audit| audit.ended_at.is_some() && !audit.is_done());
    kept.extend(others.take(places).map(|audit| audit.id.as_str()));
    let mut months = HashSet::new();
    kept.extend(done().skip(KEPT).filter(|audit| months.insert(audit.month())).map(|audit| audit.id.as_str()));
    kept.extend(audits.iter().find(|audit| audit.ended_at.is_some()).map(|audit| audit.id.as_str()));
    for under_way in audits.iter().filter(|audit| audit.ended_at.is_none()) {
        kept.insert(&under_way.id);
        let before = done().find(|audit| audit.asked_at < under_way.asked_at);
        kept.extend(before.map(|audit| audit.id.as_str()));
    }
    audits.iter().filter(|audit| !kept.contains(audit.id.as_str())).map(|audit| audit.id.clone()).collect()
}

/// What lies in `folder`, each with whether it lies there long enough to be nobody's.
fn folders(folder: &Path) -> Vec<(String, bool)> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let told = |entry: io::Result<fs::DirEntry>| {
        let entry = entry.ok()?;
        let old = entry.metadata().ok()?.modified().ok()?.elapsed().is_ok_and(|age| age > STRANGE_FOR);
        Some((entry.file_name().into_string().ok()?, old))
    };
    entries.filter_map(told).collect()
}

/// What cannot be removed is tried again the next time.
async fn remove(folder: PathBuf) {
    let removed = tokio::task::spawn_blocking(move || {
        fs::remove_dir_all(&folder).or_else(|error| match error.kind() {
            io::ErrorKind::NotFound => Ok(()),
            io::ErrorKind::NotADirectory => fs::remove_file(&folder).map_err(|error| error.to_string()),
            _ => Err(format!("{}: {error}", folder.display())),
        })
    });
    if let Ok(Err(fault)) = removed.await {
        tracing::warn!(fault, "the files of an old audit stay: they are tried again tomorrow");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Audits of one site, the newest first: `d` done, `f` failed, `s` stopped, `w` under way; one each day.
    fn audits(states: &str) -> Vec<Unswept> {
        let newest: Timestamp = "2026-11-25T08:00:00Z".parse().unwrap();
        states
            .chars()
            .zip(0_i64..)
            .map(|(state, n)| {
                let at = (newest - jiff::SignedDuration::from_hours(24 * n)).as_microsecond();
                let state = match state {
                    'd' => "done",
                    'f' => "failed",
                    's' => "stopped",
                    _ => "reading",
                };
                let ended_at = (state != "reading").then_some(at);
                Unswept { id: n.to_string(), site: "site".to_owned(), state: state.to_owned(), asked_at: at, ended_at }
            })
            .collect()
    }

    fn swept(states: &str) -> Vec<String> {
        to_sweep(&audits(states))
    }

    #[test]
    fn ten_and_one_a_month_are_kept() {
        assert!(swept(&"d".repeat(10)).is_empty());
        // 100 days: the ten of November, then the last one before them, of October, September and August.
        let states = "d".repeat(100);
        let swept: HashSet<String> = swept(&states).into_iter().collect();
        let kept: Vec<usize> = (0..100).filter(|n| !swept.contains(&n.to_string())).collect();
        assert_eq!(kept, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 25, 56, 86]);
    }

    #[test]
    fn what_failed_or_was_stopped_goes_first() {
        assert_eq!(
            swept("dfdsdddddddddd"),
            ["1", "3", "13"].map(str::to_owned),
            "12 is the last of its month beyond the ten"
        );
        assert!(swept("dfsd").is_empty(), "there is room");
        assert_eq!(swept("fffffffffffff"), ["10", "11", "12"].map(str::to_owned));
        assert!(!swept("fddddddddddddd").contains(&"0".to_owned()), "the last one is what people look at");
    }

    #[test]
    fn one_under_way_and_the_one_before_it_are_never_touched() {
        assert!(!swept("wfffffffffffffd").contains(&"14".to_owned()));
        for states in ["w", "wd", "wwdddddddddddddd", "ddddddddddddw"] {
            let swept = swept(states);
            for (n, state) in states.chars().enumerate() {
                assert!(state != 'w' || !swept.contains(&n.to_string()), "{states}");
            }
        }
    }
}
