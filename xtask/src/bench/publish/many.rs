//! Many: a hundred thousand posts that are planned, and a hundred accounts of a house that does nothing.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use super::Desk;
use crate::posting::wall::{now, wall};
use crate::program::Program;
use crate::prove::Asked;
use crate::sheet::{Sheet, median, thousands};

const PLANNED: usize = 100_000;
/// Of these a month has so many: as many as one answer tells.
const IN_A_MONTH: usize = 1_000;
const MONTH: Duration = Duration::from_hours(24 * 30);
const MILLISECONDS: f64 = 100.0;
const ASKED: usize = 50;
/// A claim among many may take so many times what it takes among few: what two runs of the same differ by.
const TIMES: f64 = 1.25;
const ACCOUNTS: usize = 100;
const MEGABYTES: f64 = 100.0;

pub(super) fn planned(asked: &Asked, sheet: &mut Sheet) -> Result<()> {
    let mut desk = Desk::open(asked, "publish-many", 1, None)?;
    let workspace = desk.workspace()?;
    desk.house.stop();
    let mut claims = Vec::new();
    let spread = MONTH * u32::try_from(PLANNED / IN_A_MONTH)?;
    let filled = Program::example(asked.checkout, "market", "planned")
        .arg(&desk.house.data)
        .args([&workspace, &desk.site, &desk.accounts[0]])
        .args([PLANNED.to_string(), spread.as_secs().to_string()])
        .watch(|line| claims.extend(line.strip_prefix("CLAIM\t").and_then(|took| took.parse::<f64>().ok())))?;
    ensure!(filled, "the posts could not be planned");
    let [few, many] = claims[..] else { anyhow::bail!("no two claims were told") };
    desk.house.start()?;
    let now = now();
    // A month in the middle.
    let (from, to) = (wall(now + spread / 2), wall(now + spread / 2 + MONTH));
    let path = format!("/sites/{}/posts?from={from}Z&to={to}Z", desk.site);
    let mut took = Vec::new();
    for _ in 0..ASKED {
        let began = Instant::now();
        let posts = desk.house.api("GET", &path, &Value::Null)?;
        took.push(began.elapsed().as_secs_f64() * 1_000.0);
        let many = posts["items"].as_array().context("no posts")?.len();
        ensure!(many >= IN_A_MONTH * 9 / 10, "a month has {many} posts");
    }
    took.sort_by(f64::total_cmp);
    let most = took.last().copied().unwrap_or(f64::INFINITY);
    let what = format!("a month with {IN_A_MONTH} posts among {} that are planned", thousands(PLANNED as u64));
    let told = format!("{:.0} ms (the slowest of {ASKED}: {most:.0} ms)", median(&took));
    sheet.line(&what, &format!("< {MILLISECONDS:.0} ms"), &told, median(&took) < MILLISECONDS);
    sheet.line(
        "a claim, with its commit",
        "no longer than among few",
        &format!("{many:.2} ms among {}, {few:.2} ms among none", thousands(PLANNED as u64)),
        many <= few * TIMES,
    );
    Ok(())
}

pub(super) fn idle(asked: &Asked, sheet: &mut Sheet) -> Result<()> {
    let mut desk = Desk::open(asked, "publish-idle", ACCOUNTS / 2, None)?;
    ensure!(desk.accounts.len() == ACCOUNTS, "{} accounts", desk.accounts.len());
    desk.house.stop();
    desk.house.start()?;
    let posts = desk.house.api("GET", "/accounts", &Value::Null)?;
    ensure!(posts["items"].as_array().is_some_and(|all| all.len() == ACCOUNTS), "not all accounts are told");
    // So long it does nothing.
    std::thread::park_timeout(Duration::from_secs(20));
    let memory = desk.house.metric("tidings_memory_bytes")? / 1e6;
    sheet.at_most("memory of an idle house with 100 accounts", MEGABYTES, memory, "MB");
    Ok(())
}
