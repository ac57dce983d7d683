//! While others write: what they were told is kept is in the next backup, on either engine, and outlives a kill.
//!
//! Each write makes a token and its line in the log, in one transaction. So a snapshot that cut one in half would show
//! as a token without its line.

use std::collections::BTreeSet;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use serde_json::{Value, json};
use store::test_bed::{self, engines};
use store::{Engine, Place as Database};
use tokio::runtime::Runtime;

use crate::run::{Place, stderr};
use crate::server::Up;

/// Connections that write at the same time.
const WRITERS: usize = 4;
/// Backups made while they do.
const BACKUPS: usize = 3;
/// Writes between two backups, at least.
const BETWEEN: usize = 40;

type Names = BTreeSet<String>;

/// What was sent, and what was answered with "it is kept".
#[derive(Default)]
struct Ledger {
    /// Begins each name, so that none is taken for one of another load.
    of: String,
    sent: Mutex<Names>,
    kept: Mutex<Names>,
    stop: AtomicBool,
}

impl Ledger {
    fn of(of: impl Into<String>) -> Self {
        Self { of: of.into(), ..Self::default() }
    }

    fn sent(&self) -> Names {
        self.sent.lock().unwrap().clone()
    }

    fn kept(&self) -> Names {
        self.kept.lock().unwrap().clone()
    }

    /// Waits until so many more are kept.
    fn until_more(&self, many: usize) {
        let before = self.kept().len();
        while self.kept().len() < before + many {
            assert!(!self.stop.load(Ordering::Relaxed), "the writers ended");
            thread::yield_now();
        }
    }

    /// Writes through `up` until it is told to stop, or nobody answers any more.
    fn write(&self, up: &Up, writer: usize) {
        for n in 0.. {
            if self.stop.load(Ordering::Relaxed) {
                return;
            }
            let name = format!("{}, writer {writer}, {n}", self.of);
            self.sent.lock().unwrap().insert(name.clone());
            let body = json!({ "name": name, "scope": "look" }).to_string();
            match up.try_ask("POST", "/api/v1/tokens", &body) {
                Ok((201, _, _)) => self.kept.lock().unwrap().insert(name),
                Ok((status, _, body)) => panic!("{status} {}", String::from_utf8_lossy(&body)),
                Err(_) => return,
            };
        }
    }

    /// Runs `meanwhile` while all of `through` are written to.
    fn load<T>(&self, through: &[&Up], meanwhile: impl FnOnce() -> T) -> T {
        thread::scope(|scope| {
            for writer in 0..WRITERS {
                let up = through[writer % through.len()];
                // A writer that breaks lets nobody wait for its next line.
                scope.spawn(move || {
                    let ended = OnEnd(&self.stop);
                    self.write(up, writer);
                    drop(ended);
                });
            }
            let did = meanwhile();
            self.stop.store(true, Ordering::Relaxed);
            did
        })
    }
}

struct OnEnd<'a>(&'a AtomicBool);

impl Drop for OnEnd<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// A backup, what was kept when it began, and what was sent when it ended.
struct Backup {
    file: String,
    at_least: Names,
    at_most: Names,
}

fn back_up(place: &Place, ledger: &Ledger, at: &[&str], name: &str) -> Vec<Backup> {
    (0..BACKUPS)
        .map(|n| {
            ledger.until_more(BETWEEN);
            let file = format!("{name}-{n}.tar.gz");
            let at_least = ledger.kept();
            let made = place.tidings(&[&["backup", &file], at].concat());
            assert!(made.status.success(), "{}", stderr(&made));
            Backup { file, at_least, at_most: ledger.sent() }
        })
        .collect()
}

/// The tokens that the house has; each has its line in the log.
fn tokens(up: &Up) -> Names {
    // An answer of HTTP/1.0 comes in one piece.
    let question =
        format!("GET /api/v1/workspace/export HTTP/1.0\r\nhost: {}\r\ncookie: {}\r\n\r\n", up.host, up.sent());
    let (status, head, all) = up.send(&question);
    assert_eq!(status, 200, "{head}");
    let all: Value = serde_json::from_slice(&all).unwrap();
    let tokens = all["tokens"].as_array().unwrap().iter().map(|token| token["name"].as_str().unwrap().to_owned());
    let deeds = all["deeds"].as_array().unwrap().iter().filter(|deed| deed["what"] == "token made");
    let noted = deeds.map(|deed| deed["about"].as_str().unwrap().trim_end_matches(": look").to_owned());
    let tokens: Names = tokens.collect();
    assert_eq!(tokens, noted.collect::<Names>(), "a token and its line in the log are written together");
    tokens
}

fn assert_between(at_least: &Names, there: &Names, at_most: &Names) {
    assert_eq!(at_least.difference(there).next(), None, "what was kept is lost");
    assert_eq!(there.difference(at_most).next(), None, "what was never sent is there");
}

/// Restores `backup` to `at`, and looks whether all is there that must be, and nothing that cannot.
fn assert_restored(place: &Place, backup: &Backup, at: &[&str], role: &str, cookie: &str) {
    let restored = place.tidings(&[&["restore", &backup.file], at].concat());
    assert!(restored.status.success(), "{}", stderr(&restored));
    let mut up = Up::start_with(place, &[&[role], at].concat());
    cookie.clone_into(&mut up.cookie);
    let there = tokens(&up);
    assert_between(&backup.at_least, &there, &backup.at_most);
    println!(
        "{}: {} kept before it began, {} in it, {} sent when it ended",
        backup.file,
        backup.at_least.len(),
        there.len(),
        backup.at_most.len()
    );
}

#[test]
fn each_backup_has_what_was_kept_before_it_began_and_can_be_restored_to_both_engines() {
    let place = Place::new();
    let mut up = Up::start(&place);
    up.come_in();
    let ledger = Ledger::of("sqlite");
    let backups = ledger.load(&[&up], || back_up(&place, &ledger, &["--data", "data"], "sqlite"));
    let (kept, sent) = (ledger.kept(), ledger.sent());
    assert_eq!(tokens(&up), kept);
    assert_eq!(kept, sent, "nobody was refused");
    for (n, backup) in backups.iter().enumerate() {
        assert_restored(&place, backup, &["--data", &format!("again-{n}")], "up", &up.cookie);
    }
    if !engines().contains(&Engine::Postgres) {
        return;
    }

    // The same backup, moved to PostgreSQL; written to there by several processes, and back again.
    let runtime = Runtime::new().unwrap();
    let bed = runtime.block_on(test_bed::empty(Engine::Postgres));
    let Database::Postgres(url) = &bed.place else { unreachable!() };
    let at = ["--data", "many", "--database", url];
    let moved = backups.last().unwrap();
    assert_restored(&place, moved, &at, "serve", &up.cookie);
    let mut servers: Vec<Up> = (0..2).map(|_| Up::start_with(&place, &[&["serve"], &at[..]].concat())).collect();
    for server in &mut servers {
        server.cookie.clone_from(&up.cookie);
    }
    let before = tokens(&servers[0]);
    let later = Ledger::of("postgresql");
    let backups = later.load(&servers.iter().collect::<Vec<_>>(), || back_up(&place, &later, &at, "postgresql"));
    for (n, backup) in backups.into_iter().enumerate() {
        let with_before = |names: &Names| names.union(&before).cloned().collect();
        let whole = Backup { at_least: with_before(&backup.at_least), at_most: with_before(&backup.at_most), ..backup };
        assert_restored(&place, &whole, &["--data", &format!("back-{n}")], "up", &up.cookie);
    }
}

#[test]
fn what_was_answered_outlives_a_kill_in_the_midst_of_writes() {
    let place = Place::new();
    let mut cookie = String::new();
    let (mut at_least, mut at_most) = (Names::new(), Names::new());
    for round in 0..3 {
        let mut up = Up::start(&place);
        if round == 0 {
            up.come_in();
            cookie.clone_from(&up.cookie);
        }
        up.cookie.clone_from(&cookie);
        assert_between(&at_least, &tokens(&up), &at_most);
        let ledger = Ledger::of(format!("round {round}"));
        ledger.load(&[&up], || {
            ledger.until_more(BETWEEN);
            up.kill();
        });
        at_least.extend(ledger.kept());
        at_most.extend(ledger.sent());
        println!("killed: {} kept, {} sent", at_least.len(), at_most.len());
    }
}
