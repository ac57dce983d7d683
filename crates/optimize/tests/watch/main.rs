//! An audit that somebody watches: the sheet while it grows and when it is whole, and going on after a kill.
#![expect(
    clippy::unwrap_used,
    clippy::format_collect,
    reason = "these are tests, and the lints look only inside test functions"
)]

mod killed;
mod looks;
mod sheet;

use std::path::Path;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use domain::SetClock;
use optimize::crawl::web::{Fault, Plan, Start};
use optimize::report::sheet as files;
use optimize::watch::{self, Outcome, Told};
use sandbox::{Answer, Running, Site};
use serde_json::Value;
use tempfile::TempDir;
use tokio::runtime::Runtime;
use url::Url;

/// A website of the sandbox, and a folder to audit it into.
struct Bed {
    site: Running,
    folder: TempDir,
    /// The site lives in it.
    _runtime: Runtime,
}

impl Bed {
    fn of(site: Site) -> Self {
        let runtime = Runtime::new().unwrap();
        let site = runtime.block_on(site.start()).unwrap();
        Self { site, folder: tempfile::tempdir().unwrap(), _runtime: runtime }
    }

    fn plan(&self) -> Plan {
        plan(&self.site.at("/"))
    }

    fn folder(&self) -> &Path {
        self.folder.path()
    }

    fn audit(&self, plan: &Plan, tell: &mut dyn FnMut(&Told)) -> Outcome {
        audit(plan, self.folder(), &AtomicBool::new(false), tell).unwrap()
    }
}

/// A quick audit of the loopback site at `start`, without agents.
fn plan(start: &str) -> Plan {
    let start = Start::Sites(vec![Url::parse(start).unwrap()]);
    Plan { allow: start.hosts(), fast: true, agents: false, answer_within: Duration::from_secs(20), ..Plan::new(start) }
}

fn audit(plan: &Plan, folder: &Path, stop: &AtomicBool, tell: &mut dyn FnMut(&Told)) -> Result<Outcome, Fault> {
    let clock = SetClock::at("2026-11-22T12:00:00Z".parse().unwrap());
    watch::audit(plan, folder, &clock, stop, tell)
}

/// A chain of pages, each linking to the next and showing one of ten pictures; every tenth picture is not there.
fn chain(length: usize, slow: Duration) -> Site {
    chain_on(Site::new(), length, slow)
}

/// The same on a site that does something else first.
fn chain_on(site: Site, length: usize, slow: Duration) -> Site {
    let mut site = site.page("/robots.txt", Answer::text(""));
    for n in 0..9 {
        site = site.page(&format!("/{n}.png"), Answer::bytes("image/png", png(1200, 630)));
    }
    for n in 0..length {
        let next = if n + 1 < length { format!("<a href=/{}>next</a>", n + 1) } else { String::new() };
        let path = if n == 0 { "/".to_owned() } else { format!("/{n}") };
        site = site.page(&path, Answer::html(page(n, &next)).slow(slow));
    }
    site
}

fn page(n: usize, links: &str) -> String {
    format!(
        "<!doctype html><html lang=en><head><title>Loaf number {n}</title>\
         <meta property=og:title content='Loaf number {n}'><meta property=og:description content='How loaf {n} is baked'>\
         <meta property=og:image content=/{}.png><meta name=twitter:card content=summary_large_image></head>\
         <body>{links}</body></html>",
        n % 10
    )
}

/// A small whole picture.
fn png(width: u32, height: u32) -> Vec<u8> {
    let mut png = std::io::Cursor::new(Vec::new());
    image::RgbImage::new(width, height).write_to(&mut png, image::ImageFormat::Png).unwrap();
    png.into_inner()
}

fn parsed(bytes: Option<Vec<u8>>) -> Option<Value> {
    bytes.map(|bytes| serde_json::from_slice(&bytes).unwrap())
}

fn site_json(folder: &Path) -> Value {
    parsed(files::site(folder).unwrap()).unwrap()
}

/// Path and verdicts of each page of the sheet, in its order.
fn verdicts(folder: &Path) -> Vec<(String, String)> {
    let mut all = Vec::new();
    let site = site_json(folder);
    let across = site["networks"].as_array().unwrap().len();
    for number in 0..site["count"].as_u64().unwrap().div_ceil(100) {
        let index = parsed(files::index(folder, number as usize).unwrap()).unwrap();
        let digits = index["a"].as_str().unwrap();
        for (at, path) in index["u"].as_array().unwrap().iter().enumerate() {
            all.push((path.as_str().unwrap().to_owned(), digits[at * across..(at + 1) * across].to_owned()));
        }
    }
    all
}
