//! Publishing: how fast due deliveries are drained, how late one is, what a hundred thousand plans cost, what an idle house holds.

mod drained;
mod many;

use std::time::{Duration, SystemTime};

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use crate::Verdict;
use crate::audited::tidings;
use crate::measure::fsyncs;
use crate::postgres::POSTGRES;
use crate::posting::house::House;
use crate::posting::networks::Networks;
use crate::posting::wall::now;
use crate::prove::Asked;
use crate::sheet::Sheet;
use crate::tools;

/// Networks to which it posts: one that knows posts by a key of ours, one that is read back.
const TO: [&str; 2] = ["bluesky", "mastodon"];

type Subject = fn(&Asked, &mut Sheet) -> Result<()>;

const SUBJECTS: &[(&str, Subject)] =
    &[("drained", drained::drained), ("late", drained::late), ("many", many::planned), ("idle", many::idle)];

pub(super) fn bench(asked: &Asked) -> Verdict {
    tools::need(&POSTGRES, asked.install)?;
    if let Some(other) = asked.arguments.iter().find(|name| !SUBJECTS.iter().any(|subject| subject.0 == **name)) {
        anyhow::bail!("`{other}` is no subject of this bench");
    }
    let mut sheet = Sheet::new("bench-publish", "Speed of publishing");
    for (name, subject) in SUBJECTS {
        if asked.arguments.is_empty() || asked.arguments.iter().any(|wanted| wanted == name) {
            subject(asked, &mut sheet)?;
        }
    }
    sheet.note(format!(
        "`tidings up` (and, where it says so, `tidings serve` with two `tidings work` on PostgreSQL), `tidings sandbox`, and whoever asks them \
         share the machine. Everything is durable: SQLite with `synchronous=FULL`, PostgreSQL as it comes. fsync of this disk: {}.",
        fsyncs()?
    ));
    // Of a part no sheet is kept.
    if asked.arguments.is_empty() { sheet.finish(asked.checkout) } else { Ok(sheet.all_met()) }
}

/// A house that is up, its networks, a site, and accounts, so many at each network.
struct Desk {
    house: House,
    networks: Networks,
    site: String,
    accounts: Vec<String>,
}

impl Desk {
    fn open(asked: &Asked, name: &str, each: usize, database: Option<String>) -> Result<Self> {
        let program = tidings(asked.checkout)?;
        let networks = Networks::start(&program, name, &[])?;
        let mut house = House::new(&program, name, database)?;
        house.start()?;
        let (site, ways, there) = (house.site()?, house.ways()?, networks.all()?);
        let mut accounts = Vec::new();
        for network in TO {
            let way = ways.iter().find(|way| way["network"] == network).context("no such way")?;
            let signs_in = there.iter().find(|it| it["id"] == network).context("no such network")?;
            let server = format!("http://{}/{network}", networks.host);
            for nth in 0..each {
                accounts.push(house.account(way, &signs_in["signs_in"], &server, &format!("shop{nth}"))?);
            }
        }
        Ok(Self { house, networks, site, accounts })
    }

    /// Waits until so much went live.
    fn until_live(&self, many: u64) -> Result<()> {
        let deadline = now() + Duration::from_mins(5);
        while self.networks.published()? < many {
            ensure!(now() < deadline, "not everything went live in five minutes");
            std::thread::park_timeout(Duration::from_millis(200));
        }
        Ok(())
    }

    fn workspace(&self) -> Result<String> {
        let me = self.house.api("GET", "/me", &Value::Null)?;
        Ok(me["workspace"]["id"].as_str().context("a workspace without an id")?.to_owned())
    }
}

/// Waits until `at`.
fn until(at: SystemTime) {
    while let Ok(left) = at.duration_since(now()) {
        std::thread::park_timeout(left);
    }
}
