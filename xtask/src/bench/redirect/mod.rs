//! `/l/CODE` beside nginx's `return 302`: one run, one load generator, in turn; then at a steady pace; then killed under
//! load, with counts.

mod load;
pub(super) mod server;

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};

use super::ROUNDS;
use crate::Verdict;
use crate::audited::tidings;
use crate::measure::scratch;
use crate::program::Program;
use crate::prove::Asked;
use crate::sheet::{Sheet, median, thousands};
use crate::tools::{self, Tool};
use server::{Nginx, Up};

/// The peer.
pub(super) const NGINX: Tool = Tool {
    name: "nginx",
    probe: &["sh", "-c", "/usr/sbin/nginx -v 2>&1"],
    version: "nginx/1.",
    install: &["apt-get", "install", "--yes", "nginx"],
};
/// The load generator; it tells its version with a status other than 0.
const WRK: Tool = Tool {
    name: "wrk",
    probe: &["sh", "-c", "wrk -v 2>&1 || true"],
    version: "wrk ",
    install: &["apt-get", "install", "--yes", "wrk"],
};

/// What visitors' browsers call themselves.
const BROWSER: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0";
const LINKS: usize = 100_000;
/// Of nginx's requests a second, in per cent.
const OF_NGINX: f64 = 75.0;
/// Requests a second of the steady pace, and the bar for 99 of 100 of them.
const PACED: u32 = 5_000;
const MILLISECONDS: f64 = 5.0;
const SECONDS: u64 = 10;

pub(super) fn bench(asked: &Asked) -> Verdict {
    tools::need(&NGINX, asked.install)?;
    tools::need(&WRK, asked.install)?;
    let program = tidings(asked.checkout)?;
    let data = scratch("redirect")?;
    let _ = fs::remove_dir_all(&data);
    let mut sheet = Sheet::new("bench-redirect", "Speed of links");
    let mut up = Up::start(&program, &data)?;
    up.come_in()?;
    let (site, codes) = mint(&up)?;
    let nginx = Nginx::start()?;
    let script = script(&codes)?;

    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    let mut answered = 0;
    for _ in 0..ROUNDS {
        // What is brought into the database after a storm would take from nginx.
        digested(&up, &site)?;
        theirs.push(wrk(&nginx.host, &script)?.1);
        let (answers, rate) = wrk(&up.host, &script)?;
        answered += answers;
        ours.push(rate);
    }
    let (rate, peer) = (median(&ours), median(&theirs));
    let share = rate / peer.max(1.0) * 100.0;
    sheet.against(
        "`/l/CODE`, 100,000 links, every click kept",
        &format!("≥ {OF_NGINX} % of nginx's `return 302`"),
        &format!("{} requests/s", thousands(rate as u64)),
        &format!("{share:.0} % of {} requests/s", thousands(peer as u64)),
        share >= OF_NGINX,
    );
    let (kept, lost) = up.arrivals()?;
    let told = format!("{} kept, {lost} lost", thousands(kept));
    sheet.line(
        "clicks kept of that",
        &format!("≥ {}, 0 lost", thousands(answered)),
        &told,
        kept >= answered && lost == 0,
    );

    digested(&up, &site)?;
    for (whose, host) in [("nginx", &nginx.host), ("`/l/CODE`", &up.host)] {
        let took = load::paced(host, &codes, PACED, Duration::from_secs(SECONDS))?;
        let (half, most) = (load::of_100(&took, 50), load::of_100(&took, 99));
        let what = format!("{whose} at {} requests/s, 99 of 100 within", thousands(u64::from(PACED)));
        sheet.line(
            &what,
            &format!("< {MILLISECONDS} ms"),
            &format!("{most:.2} ms (half: {half:.2} ms)"),
            most < MILLISECONDS,
        );
    }
    killed(&mut sheet, up, &program, &data, &site, &codes)?;
    sheet.note(format!(
        "{ROUNDS} rounds of 5 s in turn, medians: `wrk -t1 -c32` asks for random ones of {} links; nginx has two processes and \
         writes no log; the server, its reader and the load generator share the machine. The steady pace: 25 connections, \
         each request timed from when it was due. Killed: 16 connections that ask without a pause, `kill -9` after 3 s, then \
         what a new start counts.",
        thousands(LINKS as u64)
    ));
    sheet.finish(asked.checkout)
}

/// Mints the links: the site, and the codes.
fn mint(up: &Up) -> Result<(String, Vec<String>)> {
    let (status, added) =
        up.ask("POST", "/api/v1/sites", "application/json", r#"{"address":"http://127.0.0.1:9/"}"#)?;
    ensure!(status == 201, "{added}");
    let added: serde_json::Value = serde_json::from_str(&added)?;
    let site = added["id"].as_str().context("a site without an id")?.to_owned();
    let mut rows = "target,activity\n".to_owned();
    for n in 0..LINKS {
        let _ = writeln!(rows, "/pages/of/the/shop/{n}?sort=price,post");
    }
    let began = Instant::now();
    let (status, told) = up.ask("POST", &format!("/api/v1/sites/{site}/links.csv"), "text/csv", &rows)?;
    ensure!(status == 201, "{told}");
    println!("       {} links minted in {:.1} s", thousands(LINKS as u64), began.elapsed().as_secs_f64());
    let codes: Vec<String> = sheet_of(up, &site)?.into_iter().map(|(code, _)| code).collect();
    ensure!(codes.len() == LINKS, "{} codes", codes.len());
    Ok((site, codes))
}

/// Code and clicks of each link.
fn sheet_of(up: &Up, site: &str) -> Result<Vec<(String, u64)>> {
    let (status, text) = up.ask("GET", &format!("/api/v1/sites/{site}/links.csv"), "text/csv", "")?;
    ensure!(status == 200, "{text}");
    let line = |line: &str| -> Option<(String, u64)> {
        let mut cells = line.rsplit(',');
        let (_unfurls, clicks) = (cells.next()?, cells.next()?);
        Some((line.split(',').next()?.to_owned(), clicks.parse().ok()?))
    };
    text.lines().skip(1).map(|text| line(text).with_context(|| format!("no line of a sheet: {text}"))).collect()
}

/// For wrk: random links, the requests made before they are needed.
fn script(codes: &[String]) -> Result<PathBuf> {
    let list = scratch("redirect.txt")?;
    fs::write(&list, codes.join("\n"))?;
    let script = scratch("redirect.lua")?;
    let list = list.display();
    let text = format!(
        "local requests, says = {{}}, {{ ['user-agent'] = '{BROWSER}', referer = 'https://other.example/' }}\n\
         function init(arguments)\n\
         \x20 for code in io.lines('{list}') do requests[#requests + 1] = wrk.format('GET', '/l/' .. code, says) end\n\
         \x20 math.randomseed(7)\n\
         end\n\
         function request() return requests[math.random(#requests)] end\n\
         function done(summary)\n\
         \x20 local wrong = summary.errors\n\
         \x20 print(string.format('told %d %d %d', summary.requests, summary.duration,\n\
         \x20   wrong.connect + wrong.read + wrong.write + wrong.timeout + wrong.status))\n\
         end\n"
    );
    fs::write(&script, text)?;
    Ok(script)
}

/// Answers, and answers a second.
fn wrk(host: &str, script: &Path) -> Result<(u64, f64)> {
    let said =
        Program::new("wrk").args(["-t1", "-c32", "-d5s", "-s"]).arg(script).arg(format!("http://{host}/")).text()?;
    let told = said.lines().find_map(|line| line.strip_prefix("told ")).with_context(|| said.clone())?;
    let numbers: Vec<f64> = told.split(' ').filter_map(|number| number.parse().ok()).collect();
    let [answers, microseconds, wrong] = numbers[..] else { bail!("{said}") };
    ensure!(wrong == 0.0, "{wrong} requests to {host} failed: {said}");
    Ok((answers as u64, answers / (microseconds / 1e6)))
}

/// Killed while it is asked; a new start counts what was kept.
fn killed(sheet: &mut Sheet, mut up: Up, program: &str, data: &Path, site: &str, codes: &[String]) -> Result<()> {
    // What came before is to be counted first.
    let kept_before = digested(&up, site)?;
    let load = load::Storm::begin(&up.host, codes);
    std::thread::park_timeout(Duration::from_secs(3));
    up.kill()?;
    let (asked, answered) = load.end();
    let cookie = up.cookie.clone();
    drop(up);
    let mut up = Up::start(program, data)?;
    up.cookie = cookie;
    let mut counted = 0;
    until("what was kept is counted", || {
        let before = counted;
        counted = clicks(&up, site)? - kept_before;
        Ok(counted >= answered && counted == before)
    })?;
    sheet.line(
        "`kill -9` under load: clicks counted after the next start",
        &format!("≥ {} answers that left, ≤ {} questions", thousands(answered), thousands(asked)),
        &thousands(counted),
        (answered..=asked).contains(&counted),
    );
    Ok(())
}

/// Waits until all that was kept is counted: how many that are.
fn digested(up: &Up, site: &str) -> Result<u64> {
    let kept = up.arrivals()?.0;
    until("all clicks are counted", || Ok(clicks(up, site)? == kept))?;
    Ok(kept)
}

fn clicks(up: &Up, site: &str) -> Result<u64> {
    Ok(sheet_of(up, site)?.iter().map(|(_, clicks)| clicks).sum())
}

fn until(what: &str, mut is_so: impl FnMut() -> Result<bool>) -> Result<()> {
    let deadline = Instant::now() + Duration::from_mins(5);
    while !is_so()? {
        ensure!(Instant::now() < deadline, "never: {what}");
        std::thread::park_timeout(Duration::from_secs(1));
    }
    Ok(())
}
