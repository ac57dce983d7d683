//! Visits taken in over HTTP on loopback, each answered when it is on the disk; beside single rows into PostgreSQL, as
//! programs that count visits write them, and nginx, which writes a line of its log.

mod load;
mod postgres;

use std::fs;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use crate::audited::tidings;
use crate::bench::ROUNDS;
use crate::bench::redirect::NGINX;
use crate::bench::redirect::server::{Nginx, Up};
use crate::measure::{fsyncs, scratch};
use crate::postgres::POSTGRES;
use crate::prove::Asked;
use crate::sheet::{Sheet, median, thousands};
use crate::tools;
use load::{Load, Question};
use postgres::Rows;

/// Visits a second that are to be taken in.
const TARGET: f64 = 20_000.0;
/// Visits a second of the steady pace, and the bar for 99 of 100 of them.
const PACED: u32 = 2_000;
const MILLISECONDS: f64 = 20.0;
const MEGABYTES: u64 = 150;
/// How long a load lasts.
const LASTS: Duration = Duration::from_secs(5);
/// Of many at once, since all that comes in is read before the next round.
const LASTS_MANY: Duration = Duration::from_secs(2);
/// Visits that a server tells at once.
const BATCH: usize = 100;
const BROWSER: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0";

pub(super) fn bench(asked: &Asked, sheet: &mut Sheet) -> Result<()> {
    tools::need(&NGINX, asked.install)?;
    tools::need(&POSTGRES, asked.install)?;
    let program = tidings(asked.checkout)?;
    let data = scratch("ingest")?;
    let _ = fs::remove_dir_all(&data);
    // Visitors are told apart by what a proxy says: one address alone is held to what people do.
    let mut up = Up::start_with(&program, &data, &["--trust-proxy", "127.0.0.1/32"])?;
    up.come_in()?;
    let (site, key) = measured(&up)?;
    let single = |nth: u64| beacon(&up.host, &key, nth);
    let many = |nth: u64| batch(&up, &site, nth);

    let (mut alone, mut together, mut rows, mut lines) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let mut told = 0;
    let postgres = Rows::start()?;
    let log = scratch("nginx-access.log")?;
    for _ in 0..ROUNDS {
        let nginx = Nginx::start_with(&format!("access_log {};", log.display()), "location / { return 204; }")?;
        let line = |nth: u64| beacon(&nginx.host, &key, nth);
        lines.push(rate(&Load::storm(&nginx.host, 128, LASTS, &line)?, 1));
        drop(nginx);
        let _ = fs::remove_file(&log);
        rows.push(postgres.inserts(LASTS)?);
        let load = Load::storm(&up.host, 128, LASTS, &single)?;
        told += load.answers;
        alone.push(rate(&load, 1));
        let load = Load::storm(&up.host, 8, LASTS_MANY, &many)?;
        told += load.answers * BATCH as u64;
        together.push(rate(&load, BATCH));
        digested(&up)?;
    }
    drop(postgres);
    let (alone, together, rows, lines) = (median(&alone), median(&together), median(&rows), median(&lines));
    let ratio = |rate: f64| {
        format!(
            "{:.1} times single INSERTs ({}/s), {:.2} of nginx's log ({}/s)",
            rate / rows.max(1.0),
            thousands(rows as u64),
            rate / lines.max(1.0),
            thousands(lines as u64)
        )
    };
    for (what, rate, target) in [
        ("`POST /api/v1/visits`, 100 at once, on the disk before the answer", together, TARGET),
        ("`POST /t`, one look each, on the disk before the answer", alone, TARGET),
    ] {
        sheet.against(
            what,
            &format!("≥ {} visits/s", thousands(target as u64)),
            &format!("{} visits/s", thousands(rate as u64)),
            &ratio(rate),
            rate >= target,
        );
    }
    let (kept, lost) = up.arrivals()?;
    sheet.line(
        "visits kept of that",
        &format!("≥ {}, 0 lost", thousands(told)),
        &format!("{} kept, {lost} lost", thousands(kept)),
        kept >= told && lost == 0,
    );
    digested(&up)?;
    let took = load::paced(&up.host, PACED, LASTS * 2, &single)?;
    let (half, most) = (load::of_100(&took, 50), load::of_100(&took, 99));
    sheet.line(
        &format!("`POST /t` at {} a second, 99 of 100 within", thousands(u64::from(PACED))),
        &format!("< {MILLISECONDS} ms"),
        &format!("{most:.2} ms (half: {half:.2} ms)"),
        most < MILLISECONDS,
    );
    let memory = up.most_memory()? / 1_000_000;
    sheet.line(
        "memory at its peak, through all of this",
        &format!("< {MEGABYTES} MB"),
        &format!("{memory} MB"),
        memory < MEGABYTES,
    );
    sheet.note(format!(
        "Ingest: {ROUNDS} rounds of {} s in turn ({} s where many come at once), medians; the load generator (4 threads), the server and its reader share \
         the machine. `POST /t`: 128 connections, which wait for each other's sync; `POST /api/v1/visits`: 8 connections, \
         {BATCH} visits each. PostgreSQL: 32 clients of pgbench, one row and its index in a transaction each, synchronous. \
         nginx: two processes, one line of its log for each, not synced. fsync of this disk: {}.",
        LASTS.as_secs(),
        LASTS_MANY.as_secs(),
        fsyncs()?
    ));
    Ok(())
}

fn rate(load: &Load, each: usize) -> f64 {
    load.answers as f64 * each as f64 / load.seconds
}

/// A site, measured: its id and key.
fn measured(up: &Up) -> Result<(String, String)> {
    let json = "application/json";
    let (status, added) = up.ask("POST", "/api/v1/sites", json, r#"{"address":"http://127.0.0.1:9/"}"#)?;
    ensure!(status == 201, "{added}");
    let added: Value = serde_json::from_str(&added)?;
    let site = added["id"].as_str().context("a site without an id")?.to_owned();
    let (status, told) = up.ask("GET", &format!("/api/v1/sites/{site}/measure"), json, "")?;
    ensure!(status == 200, "{told}");
    let told: Value = serde_json::from_str(&told)?;
    Ok((site, told["key"].as_str().context("a site without a key")?.to_owned()))
}

/// Waits until what was kept is read into the database: its reader would take from who comes next.
fn digested(up: &Up) -> Result<()> {
    let deadline = Instant::now() + Duration::from_mins(3);
    loop {
        let (_, text) = up.ask("GET", "/metrics", "text/plain", "")?;
        let unread = text.lines().find_map(|line| line.strip_prefix("tidings_arrivals_unread_bytes "));
        if unread.context("no count of what is unread")?.trim() == "0" {
            return Ok(());
        }
        ensure!(Instant::now() < deadline, "what was kept is not read in three minutes");
        std::thread::park_timeout(Duration::from_millis(500));
    }
}

/// An address of somebody's, another one for each.
fn address(nth: u64) -> String {
    let [.., a, b, c] = (nth % 250_007).to_be_bytes();
    format!("9.{a}.{b}.{c}")
}

/// What a page's script sends.
fn beacon(host: &str, key: &str, nth: u64) -> Question {
    let body = json!({ "k": key, "u": format!("http://127.0.0.1:9/pages/{}?utm_source=bluesky", nth % 997),
        "r": "https://bsky.app/profile/bakery.example", "e": "" })
    .to_string();
    let address = address(nth);
    let text = format!(
        "POST /t HTTP/1.1\r\nhost: {host}\r\nuser-agent: {BROWSER}\r\nx-forwarded-for: {address}\r\n\
         content-type: text/plain;charset=UTF-8\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
    Question { text, status: 204 }
}

/// What a site's server sends.
fn batch(up: &Up, site: &str, nth: u64) -> Question {
    let visit = |at: u64| {
        json!({ "url": format!("/pages/{}?utm_source=bluesky", at % 997), "referrer": "https://bsky.app/", "user_agent": BROWSER,
            "address": address(at), "id": at.to_string() })
    };
    let visits: Vec<Value> = (0..BATCH as u64).map(|at| visit(nth * BATCH as u64 + at)).collect();
    let body = json!({ "site": site, "visits": visits }).to_string();
    let port = up.host.rsplit(':').next().unwrap_or_default();
    let text = format!(
        "POST /api/v1/visits HTTP/1.1\r\nhost: {}\r\ncookie: tidings-{port}={}\r\nx-tidings: bench\r\n\
         content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        up.host,
        up.cookie,
        body.len()
    );
    Question { text, status: 202 }
}
