//! A website crawled over loopback: manners, order, going on, and sites that misbehave.
#![expect(
    clippy::unwrap_used,
    clippy::format_collect,
    reason = "these are tests, and the lints look only inside test functions"
)]

mod agents;
mod bad_input;
mod beside;
mod manners;
mod resume;
mod site;
mod speed;

use std::path::Path;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use domain::{Page, SetClock};
use optimize::crawl::web::{self, Event, Fault, Plan, Start, Website};
use sandbox::{Answer, Running, Site};
use tempfile::TempDir;
use tokio::runtime::Runtime;
use url::Url;

/// A website of the sandbox, and a folder to crawl it into.
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

    fn url(&self, path: &str) -> Url {
        Url::parse(&self.site.at(path)).unwrap()
    }

    /// A quick crawl from `path` without agents, on loopback.
    fn plan(&self, path: &str) -> Plan {
        let start = Start::Sites(vec![self.url(path)]);
        Plan {
            allow: start.hosts(),
            fast: true,
            agents: false,
            answer_within: Duration::from_secs(2),
            ..Plan::new(start)
        }
    }

    fn crawl(&self) -> Website {
        self.read(&self.plan("/")).unwrap()
    }

    fn read(&self, plan: &Plan) -> Result<Website, Fault> {
        self.told(plan, &mut |_| ())
    }

    fn told(&self, plan: &Plan, tell: &mut dyn FnMut(Event<'_>)) -> Result<Website, Fault> {
        read_into(self.folder.path(), plan, &AtomicBool::new(false), tell)
    }
}

fn read_into(folder: &Path, plan: &Plan, stop: &AtomicBool, tell: &mut dyn FnMut(Event<'_>)) -> Result<Website, Fault> {
    let clock = SetClock::at("2026-11-22T12:00:00Z".parse().unwrap());
    web::read(plan, folder, &clock, stop, tell)
}

fn pages(website: &Website) -> Vec<Page> {
    let mut pages = Vec::new();
    website
        .crawl
        .pages
        .each(&mut |page| {
            pages.push(page);
            Ok(())
        })
        .unwrap();
    pages
}

/// Paths with queries of the pages, in their order.
fn paths(website: &Website) -> Vec<String> {
    pages(website).iter().map(|page| page.url[url::Position::BeforePath..].to_owned()).collect()
}

fn sorted(mut paths: Vec<String>) -> Vec<String> {
    paths.sort_unstable();
    paths
}

/// A page with links.
fn page(title: &str, links: &[&str]) -> Answer {
    let links: String = links.iter().map(|link| format!("<a href=\"{link}\">there</a>\n")).collect();
    Answer::html(format!("<!doctype html><html><head><title>{title}</title></head><body>{links}</body></html>"))
}

/// The first bytes of a PNG, which are all that its size needs, and some more.
fn png(width: u32, height: u32, bytes: usize) -> Vec<u8> {
    let mut png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
    png.extend_from_slice(&width.to_be_bytes());
    png.extend_from_slice(&height.to_be_bytes());
    png.extend_from_slice(&[8, 2, 0, 0, 0, 0, 0, 0, 0]);
    png.resize(bytes.max(png.len()), 0);
    png
}
