//! Drained: many that fall due at one moment, and many that fall due within a minute.

use std::collections::HashMap;
use std::time::Duration;

use anyhow::{Context, Result, ensure};

use super::{Desk, until};
use crate::postgres::Postgres;
use crate::posting::chance::Chance;
use crate::posting::house::Along;
use crate::posting::wall::{now, wall};
use crate::prove::Asked;
use crate::sheet::{Sheet, thousands};

/// Deliveries that fall due at one moment, by how many accounts.
const MANY: usize = 3_000;
const EACH: usize = 10;
const A_SECOND: f64 = 100.0;
const COMMITS: f64 = 3.0;
/// Deliveries that fall due within a minute.
const IN_A_MINUTE: usize = 1_000;
const LATE: f64 = 1_000.0;

pub(super) fn drained(asked: &Asked, sheet: &mut Sheet) -> Result<()> {
    on_engine(sheet, "SQLite", &Desk::open(asked, "publish-drained", EACH, None)?)?;
    let postgres = Postgres::start("publish")?;
    on_engine(sheet, "PostgreSQL, two workers", &Desk::open(asked, "publish-postgres", EACH, Some(postgres.url()))?)
}

fn on_engine(sheet: &mut Sheet, engine: &str, desk: &Desk) -> Result<()> {
    let due = now() + Duration::from_mins(1);
    for nth in 0..MANY / desk.accounts.len() {
        let marked: Vec<(&str, String)> =
            desk.accounts.iter().enumerate().map(|(at, account)| (&**account, format!("n{nth}a{at}"))).collect();
        desk.house.plan(&desk.site, &wall(due), &marked, &Along::default())?;
    }
    ensure!(now() < due, "planning took longer than a minute");
    // On PostgreSQL it is the workers that commit, and they tell nobody how often.
    let commits = || desk.house.metric("tidings_database_commits_total");
    let before = commits()?;
    until(due);
    desk.until_live(MANY as u64)?;
    let live = desk.networks.live()?;
    ensure!(live.len() == MANY, "{} of {MANY} are live", live.len());
    let last = live.iter().map(|live| live.at).max().context("nothing is live")?;
    let rate = MANY as f64 / last.duration_since(due)?.as_secs_f64();
    let what = format!("{} deliveries that fall due at once, drained ({engine})", thousands(MANY as u64));
    sheet.at_least(&what, A_SECOND, rate, "deliveries/s");
    if engine == "SQLite" {
        // What is live at the network is not all committed yet.
        std::thread::park_timeout(Duration::from_secs(2));
        let each = (commits()? - before) / MANY as f64;
        sheet.at_most("commits for each of them, in groups", COMMITS, each, "");
    }
    Ok(())
}

pub(super) fn late(asked: &Asked, sheet: &mut Sheet) -> Result<()> {
    let desk = Desk::open(asked, "publish-late", EACH, None)?;
    let mut chance = Chance::of(7);
    let begin = now() + Duration::from_mins(1);
    let mut due_at = HashMap::new();
    for nth in 0..IN_A_MINUTE {
        let due = begin + Duration::from_millis(chance.below(60_000));
        let (account, mark) = (&*desk.accounts[nth % desk.accounts.len()], format!("n{nth}"));
        desk.house.plan(&desk.site, &wall(due), &[(account, mark.clone())], &Along::default())?;
        due_at.insert(mark, due);
    }
    ensure!(now() < begin, "planning took longer than a minute");
    until(begin + Duration::from_mins(1));
    desk.until_live(IN_A_MINUTE as u64)?;
    let mut late = Vec::new();
    for live in desk.networks.live()? {
        let due = due_at.get(&live.mark).context("a post that nobody planned")?;
        // The API keeps milliseconds of a wall, whose rest was cut off.
        let after = live.at.duration_since(*due).unwrap_or_default();
        late.push(after.as_secs_f64() * 1_000.0);
    }
    late.sort_by(f64::total_cmp);
    let of_100 = |many: usize| late.get((late.len() - 1) * many / 100).copied().unwrap_or(f64::INFINITY);
    let (half, most, all) = (of_100(50), of_100(99), of_100(100));
    let what = format!("{} that fall due within a minute: 99 of 100 are no later than", thousands(IN_A_MINUTE as u64));
    let told = format!("{most:.0} ms (half: {half:.0} ms, all: {all:.0} ms)");
    sheet.line(&what, &format!("< {LATE:.0} ms"), &told, most < LATE);
    Ok(())
}
