//! What goes wrong, trial by trial.

use std::fs;
use std::path::Path;
use std::time::{Duration, SystemTime};

use anyhow::{Context, Result, ensure};

use super::count::Told;
use super::trial::Trial;
use crate::measure::scratch;
use crate::posting::wall::{instant, now};
use crate::program::Program;
use crate::tools::Tool;

/// What all trials stand on.
pub(super) struct Ground {
    pub(super) program: String,
    /// Deliveries of each trial.
    pub(super) deliveries: usize,
}

pub(super) struct Scenario {
    pub(super) name: &'static str,
    pub(super) says: &'static str,
    pub(super) run: fn(&Ground, &str, u64) -> Result<Told>,
}

/// A clock that can be changed for one program alone.
pub(super) const FAKETIME: Tool = Tool {
    name: "libfaketime",
    probe: &["faketime", "--version"],
    version: "faketime",
    install: &["apt-get", "install", "--yes", "faketime"],
};

/// The longest first.
pub(super) const SCENARIOS: &[Scenario] = &[
    Scenario {
        name: "once-postgres",
        says: "PostgreSQL, two workers, killed, the database restarted",
        run: on_postgres,
    },
    Scenario { name: "once-both", says: "killed while answers are lost", run: both },
    Scenario { name: "once-killed", says: "killed between two steps and at any moment", run: killed },
    Scenario { name: "once-clock", says: "the clock jumps", run: clock },
    Scenario { name: "once-lost", says: "answers lost, late and broken", run: lost },
    Scenario { name: "once-errors", says: "errors before and after the deed", run: errors },
    Scenario { name: "once-limited", says: "too many requests", run: limited },
    Scenario { name: "once-restored", says: "a backup from before is restored", run: restored },
    Scenario { name: "once-copied", says: "two copies of one installation", run: copied },
];

const LOST: &[&str] = &[
    ":lost-before:12~4",
    ":lost-after:12~4",
    ":lost-with-key:12~4",
    ":late=700:12~4",
    ":slow=1500:8~2",
    ":cut=20:8~3",
    ":html:8~3",
    ":empty:8~3",
    // Of what nobody sees yet, where the network has such.
    ":lost-before@prepare:8~3",
    ":lost-after@prepare:8~3",
    ":late=700@prepare:8~3",
    // And of pictures.
    ":lost-before@upload:8~3",
    ":lost-after@upload:8~3",
    ":not-ready=1:3~3",
];
const ERRORS: &[&str] = &[
    ":error-before=500:12~4",
    ":error-after=502:12~4",
    ":unavailable=503:12~4",
    ":error-inside:8~3",
    ":error-after=504@prepare:8~3",
    ":error-before=500@upload:8~3",
    ":error-after=502@upload:8~3",
    ":error-before=503@read:10~10",
    "bluesky:expired:3~1",
];
const LIMITED: &[&str] =
    &[":limited=3:4~2", ":limited-date=4:4~2", ":limited-headers=5:4~2", ":limited-unsaid:4~2", ":limited=4@read:3~5"];

fn killed(ground: &Ground, name: &str, seed: u64) -> Result<Told> {
    deadly(ground, name, seed, &[], 60)
}

fn both(ground: &Ground, name: &str, seed: u64) -> Result<Told> {
    deadly(ground, name, seed, &[LOST, ERRORS].concat(), 40)
}

fn lost(ground: &Ground, name: &str, seed: u64) -> Result<Told> {
    deadly(ground, name, seed, LOST, 0)
}

fn errors(ground: &Ground, name: &str, seed: u64) -> Result<Told> {
    deadly(ground, name, seed, ERRORS, 0)
}

fn limited(ground: &Ground, name: &str, seed: u64) -> Result<Told> {
    deadly(ground, name, seed, LIMITED, 0)
}

fn deadly(ground: &Ground, name: &str, seed: u64, faults: &[&str], kills: u32) -> Result<Told> {
    let mut trial = Trial::begin(&ground.program, name, seed, faults, false, &[])?;
    trial.plan(ground.deliveries, in_time(ground.deliveries))?;
    trial.until_due();
    trial.death.begins(kills);
    trial.until_over()?;
    trial.count(Vec::new())
}

/// Workers die, and so does the database.
fn on_postgres(ground: &Ground, name: &str, seed: u64) -> Result<Told> {
    let faults = [LOST, ERRORS].concat();
    let mut trial = Trial::begin(&ground.program, name, seed, &faults, true, &[])?;
    trial.plan(ground.deliveries, in_time(ground.deliveries))?;
    trial.until_due();
    let planned = trial.planned() as u64;
    let mut restarts = 0;
    for (part, mode) in [(10, "fast"), (25, "immediate"), (40, "immediate")] {
        trial.until_published(planned * part / 100, Duration::from_mins(2))?;
        trial.postgres.as_ref().context("no PostgreSQL")?.restart(mode)?;
        restarts += 1;
    }
    trial.death.begins(16);
    trial.until_over()?;
    trial.count(vec![format!("the database was restarted {restarts} times, twice of them without a checkpoint.")])
}

/// The wall's clock goes ahead by an hour, back a little, and back so far that the house pauses.
fn clock(ground: &Ground, name: &str, seed: u64) -> Result<Told> {
    let file = scratch(&format!("{name}-clock"))?;
    let jump = |to: &str| -> Result<()> {
        let part = file.with_extension("part");
        fs::write(&part, format!("{to}\n"))?;
        fs::rename(part, &file)?;
        Ok(())
    };
    jump("+0")?;
    let path = file.display().to_string();
    let variables = [
        ("LD_PRELOAD", "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1"),
        ("FAKETIME_TIMESTAMP_FILE", &*path),
        ("FAKETIME_CACHE_DURATION", "1"),
        ("FAKETIME_DONT_FAKE_MONOTONIC", "1"),
    ];
    let mut trial = Trial::begin(&ground.program, name, seed, LOST, false, &variables)?;
    trial.plan(ground.deliveries, in_time(ground.deliveries))?;
    trial.until_due();
    let planned = trial.planned() as u64;
    for (part, to) in [(10, "+3600"), (30, "+3300"), (50, "+0")] {
        trial.until_published(planned * part / 100, Duration::from_mins(2))?;
        jump(to)?;
        if to == "+3600" {
            ensure!(is_ahead(&trial, Duration::from_mins(2)), "the house does not see that the clock is an hour ahead");
        }
    }
    // It notices at once that the clock is far behind, and pauses; what went out until then, went out.
    let paused = paused(&trial, Duration::from_mins(3));
    trial.house.command(&["resume"])?;
    trial.until_over()?;
    let says = if paused { "paused, and went on when it was told to" } else { "did not pause" };
    ensure!(paused, "the clock went back an hour, and the house {says}");
    trial.count(vec![format!(
        "an hour ahead at a tenth of the deliveries, five minutes back at a third, an hour back at the half, by libfaketime for the \
         program alone, its monotonic clock left alone; the house {says}."
    )])
}

/// Whether the house notes a sign of life that is far ahead of the real time, within so long.
fn is_ahead(trial: &Trial, at_most: Duration) -> bool {
    let began = std::time::Instant::now();
    while began.elapsed() < at_most {
        let noted = fs::read_to_string(trial.house.data.join("noted")).unwrap_or_default();
        if instant(noted.trim()).is_some_and(|noted| noted > now() + Duration::from_mins(30)) {
            return true;
        }
        std::thread::park_timeout(Duration::from_millis(50));
    }
    false
}

fn paused(trial: &Trial, at_most: Duration) -> bool {
    let began = std::time::Instant::now();
    while began.elapsed() < at_most {
        let me = trial.house.api("GET", "/me", &serde_json::Value::Null).unwrap_or_default();
        if me["server"]["paused"].is_object() {
            return true;
        }
        std::thread::park_timeout(Duration::from_millis(500));
    }
    false
}

/// Everything goes out after the backup, and a house that knows nothing of that takes its place.
fn restored(ground: &Ground, name: &str, seed: u64) -> Result<Told> {
    let mut trial = Trial::begin(&ground.program, name, seed, &[], false, &[])?;
    let half = ground.deliveries / 2;
    trial.plan(half, in_time(half))?;
    let first = trial.planned() as u64;
    trial.plan(half, in_time(half) + Duration::from_mins(1))?;
    let file = scratch(&format!("{name}.tar.gz"))?;
    let _ = fs::remove_file(&file);
    let path = file.display().to_string();
    trial.house.command(&["backup", &path])?;
    let before = trial.published()?;
    ensure!(trial.until_published(first, Duration::from_mins(4))?, "the first half did not go out");
    trial.house.stop();
    let out = trial.published()?;
    let mut there = trial.house.elsewhere(&format!("{name}-again"))?;
    there.command(&["restore", &path])?;
    fs::copy(trial.house.data.join("key"), there.data.join("key"))?;
    there.takes_place_of(&trial.house)?;
    let says = sends_nothing(&trial, out)?;
    there.command(&["resume"])?;
    trial.house = there;
    trial.until_over()?;
    trial.count(vec![format!(
        "{} deliveries went out after the backup and before it was restored; {says}.",
        out - before
    )])
}

/// A copy is made while nobody is up; both start.
fn copied(ground: &Ground, name: &str, seed: u64) -> Result<Told> {
    let mut trial = Trial::begin(&ground.program, name, seed, &[], false, &[])?;
    let half = ground.deliveries / 2;
    trial.plan(half, in_time(half))?;
    let first = trial.planned() as u64;
    trial.plan(half, in_time(half) + Duration::from_mins(1))?;
    trial.house.stop();
    let mut copy = trial.house.elsewhere(&format!("{name}-copy"))?;
    copy_of(&trial.house.data, &copy.data)?;
    trial.house.start()?;
    copy.start()?;
    ensure!(trial.until_published(first, Duration::from_mins(4))?, "the first half did not go out");
    trial.house.stop();
    let out = trial.published()?;
    let says = sends_nothing(&trial, out)?;
    copy.takes_place_of(&trial.house)?;
    copy.command(&["resume"])?;
    trial.house = copy;
    trial.until_over()?;
    trial.count(vec![format!(
        "both were up while {out} deliveries went out; then the first one ended for good, and the copy was told to go on; {says}. \
         Whoever tells both to go on has two houses that send, which only networks with keys of ours bear."
    )])
}

/// When all of so many are planned, with time to spare.
fn in_time(many: usize) -> SystemTime {
    now() + Duration::from_secs(25) + Duration::from_millis(10) * u32::try_from(many).unwrap_or(u32::MAX)
}

/// A house that comes up paused sends nothing, whatever falls due.
fn sends_nothing(trial: &Trial, out: u64) -> Result<&'static str> {
    ensure!(!trial.until_published(out + 1, Duration::from_secs(10))?, "a house that is paused sent something");
    Ok("while paused it sent nothing")
}

fn copy_of(from: &Path, to: &Path) -> Result<()> {
    Program::new("cp").arg("-a").arg(from).arg(to).run()
}
