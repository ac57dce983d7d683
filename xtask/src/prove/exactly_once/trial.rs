//! A trial: a house, its networks behind wires, deliveries that were planned, and the count at the end.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;

use super::wire::{Death, Wire};
use crate::postgres::Postgres;
use crate::posting::house::House;
use crate::posting::networks::{BEFORE_MARK, Networks};
use crate::posting::wall::{now, wall};

/// Accounts at each network.
const ACCOUNTS: usize = 2;
/// How often an account is tried to be connected.
const TRIES: usize = 10;
/// After so long, what is not over is told as it stands.
const PATIENCE: Duration = Duration::from_mins(25);

/// Networks that behave otherwise than usual, beside those that do not.
struct Otherwise {
    arguments: &'static [&'static str],
    /// Those that it concerns.
    networks: &'static [&'static str],
    says: &'static str,
}

const OTHERWISE: &[Otherwise] = &[
    Otherwise { arguments: &[], networks: &[], says: "" },
    Otherwise { arguments: &["--ignores-idempotency"], networks: &["mastodon"], says: ", keys not honoured" },
];

/// The networks that take no post without a picture: one fetches it from the web, and posts here have none.
const PICTURED: [&str; 2] = ["instagram", "pinterest"];

/// A sandbox, and the wire to it.
struct Side {
    networks: Networks,
    _wire: Wire,
}

struct Account {
    id: String,
    label: String,
    network: String,
    side: usize,
}

pub(super) struct Trial {
    pub(super) house: House,
    pub(super) death: Arc<Death>,
    pub(super) postgres: Option<Postgres>,
    sides: Vec<Side>,
    site: String,
    accounts: Vec<Account>,
    /// By mark, the account.
    planned: Vec<(String, usize)>,
    /// Networks to which no account could be connected, and why.
    without: Vec<String>,
    began: Instant,
}

/// What a trial came to at one network.
#[derive(Clone, Debug, Default)]
pub(super) struct Row {
    pub(super) network: String,
    pub(super) deliveries: usize,
    pub(super) live: usize,
    pub(super) doubled: usize,
    pub(super) lost: usize,
    pub(super) person: usize,
    /// Said by the network to be none that it takes, and not there.
    pub(super) refused: usize,
    /// Of what was lost or refused, the first.
    pub(super) example: String,
}

/// What a trial came to.
pub(super) struct Told {
    pub(super) rows: Vec<Row>,
    pub(super) kills: u32,
    pub(super) seconds: f64,
    pub(super) without: Vec<String>,
    pub(super) notes: Vec<String>,
}

impl Trial {
    /// A house that is up, with accounts at all networks. `faults`: what goes wrong there; `{}` stands for the network.
    pub(super) fn begin(
        program: &str,
        name: &str,
        seed: u64,
        faults: &[&str],
        on_postgres: bool,
        variables: &[(&str, &str)],
    ) -> Result<Self> {
        let postgres = on_postgres.then(|| Postgres::start(name)).transpose()?;
        let house = House::new(program, name, postgres.as_ref().map(Postgres::url))?;
        let mut house = house.with(variables);
        let death = Death::of(Arc::clone(&house.workers), seed);
        house.start()?;
        let site = house.site()?;
        let ways = house.ways()?;
        let (mut sides, mut accounts, mut without) = (Vec::new(), Vec::new(), Vec::new());
        for (at, otherwise) in OTHERWISE.iter().enumerate() {
            let mut arguments = vec!["--seed".to_owned(), (seed + at as u64).to_string()];
            arguments.extend(otherwise.arguments.iter().map(|it| (*it).to_owned()));
            let ids = ways.iter().filter_map(|way| way["network"].as_str());
            let ids: Vec<&str> =
                ids.filter(|id| otherwise.networks.is_empty() || otherwise.networks.contains(id)).collect();
            for id in &ids {
                arguments.extend(
                    faults.iter().filter_map(|fault| commanded(fault, id)).flat_map(|it| ["--fault".to_owned(), it]),
                );
            }
            let networks = Networks::start(program, &format!("{name}-{at}"), &arguments)?;
            let wire = Wire::to(&networks.host, &death)?;
            for there in networks.all()? {
                let id = there["id"].as_str().unwrap_or_default();
                let Some(way) = ways.iter().find(|way| way["network"] == id).filter(|_| ids.contains(&id)) else {
                    continue;
                };
                let label = format!("{}{}", there["name"].as_str().unwrap_or(id), otherwise.says);
                if PICTURED.contains(&id) {
                    continue;
                }
                for nth in 0..ACCOUNTS {
                    let server = format!("http://{}/{id}", wire.host);
                    // Whoever connects while the network has trouble tries again.
                    let connect = || house.account(way, &there["signs_in"], &server, &format!("shop{nth}"));
                    let mut connected = connect();
                    for _ in 1..TRIES {
                        if connected.is_err() {
                            connected = connect();
                        }
                    }
                    match connected {
                        Ok(account) => {
                            ensure!(
                                accounts.iter().all(|it: &Account| it.id != account),
                                "{label} took {nth} for another one"
                            );
                            accounts.push(Account {
                                id: account,
                                label: label.clone(),
                                network: id.to_owned(),
                                side: at,
                            });
                        }
                        Err(why) => without.push(format!("{label}: {why:#}")),
                    }
                }
            }
            sides.push(Side { networks, _wire: wire });
        }
        let began = Instant::now();
        Ok(Self { house, death, postgres, sides, site, accounts, planned: Vec::new(), without, began })
    }

    /// How many deliveries a post has.
    pub(super) fn each(&self) -> usize {
        self.accounts.len()
    }

    /// So many deliveries that go out at `due`, or as soon as they are planned.
    pub(super) fn plan(&mut self, deliveries: usize, due: SystemTime) -> Result<()> {
        for _ in 0..deliveries.div_ceil(self.each().max(1)) {
            let soonest = now() + Duration::from_secs(1);
            let nth = self.planned.len();
            let marked: Vec<(&str, String)> =
                self.accounts.iter().enumerate().map(|(at, it)| (&*it.id, format!("n{}", nth + at))).collect();
            self.house.plan(&self.site, &wall(due.max(soonest)), &marked)?;
            self.planned.extend(marked.into_iter().enumerate().map(|(at, (_, mark))| (mark, at)));
        }
        self.began = Instant::now() + due.duration_since(now()).unwrap_or_default();
        Ok(())
    }

    /// Waits until the first of them is due.
    pub(super) fn until_due(&self) {
        while Instant::now() < self.began {
            std::thread::park_timeout(self.began.saturating_duration_since(Instant::now()));
        }
    }

    pub(super) fn planned(&self) -> usize {
        self.planned.len()
    }

    /// How often something went live, anywhere.
    pub(super) fn published(&self) -> Result<u64> {
        self.sides.iter().map(|side| side.networks.published()).sum()
    }

    /// Waits until so much went live, or `at_most` is over; whether it did.
    pub(super) fn until_published(&self, many: u64, at_most: Duration) -> Result<bool> {
        let deadline = Instant::now() + at_most;
        while self.published()? < many {
            if Instant::now() > deadline {
                return Ok(false);
            }
            std::thread::park_timeout(Duration::from_millis(200));
        }
        Ok(true)
    }

    /// Lives and deaths, until nothing is under way any more.
    pub(super) fn until_over(&mut self) -> Result<()> {
        let deadline = Instant::now() + PATIENCE;
        while Instant::now() < deadline {
            self.house.start()?;
            if self.death.is_over() {
                // Whoever does not answer now is asked again.
                if self.states().is_ok_and(|states| states.values().all(|(state, _)| is_over(state))) {
                    return Ok(());
                }
                std::thread::park_timeout(Duration::from_secs(2));
                continue;
            }
            // Every other life is long, and ends on the wire.
            let long = if self.death.draw(2) == 0 { 4_000 } else { self.death.draw(2_500) };
            let (ends, kills) = (Instant::now() + Duration::from_millis(long), self.death.kills());
            while Instant::now() < ends && self.death.kills() == kills {
                std::thread::park_timeout(Duration::from_millis(10));
            }
            if self.death.kills() == kills {
                self.death.strikes();
            }
        }
        Ok(())
    }

    /// All posts, page by page.
    fn posts(&self) -> Result<Vec<Value>> {
        let (mut posts, mut asked) = (Vec::new(), String::new());
        loop {
            let page = self.house.api("GET", &format!("/sites/{}/posts{asked}", self.site), &Value::Null)?;
            posts.extend(page["items"].as_array().context("no posts")?.iter().cloned());
            let Some(next) = page["next"].as_str() else { return Ok(posts) };
            asked = format!("?after={next}");
        }
    }

    /// By mark, how each delivery stands, and why.
    fn states(&self) -> Result<HashMap<String, (String, String)>> {
        let posts = self.posts()?;
        let deliveries = posts.iter().filter_map(|it| it["deliveries"].as_array());
        let mut states = HashMap::new();
        for it in deliveries.flatten() {
            let mark = it["text"].as_str().and_then(|text| text.strip_prefix(BEFORE_MARK)?.split(' ').next());
            let word = |name: &str| it[name].as_str().unwrap_or_default().to_owned();
            states.insert(mark.context("a delivery without a mark")?.to_owned(), (word("state"), word("says")));
        }
        if states.len() < self.planned.len() {
            bail!("{} deliveries are told, {} were planned", states.len(), self.planned.len());
        }
        Ok(states)
    }

    /// The count: what the networks have, beside what the program says.
    pub(super) fn count(self, notes: Vec<String>) -> Result<Told> {
        let seconds = self.began.elapsed().as_secs_f64();
        let states = self.states()?;
        let mut there: HashMap<(usize, String, String), usize> = HashMap::new();
        for (at, side) in self.sides.iter().enumerate() {
            for live in side.networks.live()? {
                *there.entry((at, live.network, live.mark)).or_default() += 1;
            }
        }
        let mut rows: Vec<Row> = Vec::new();
        for (mark, at) in &self.planned {
            let account = &self.accounts[*at];
            if !rows.iter().any(|row| row.network == account.label) {
                rows.push(Row { network: account.label.clone(), ..Row::default() });
            }
            let Some(row) = rows.iter_mut().find(|row| row.network == account.label) else { continue };
            let many = there.get(&(account.side, account.network.clone(), mark.clone())).copied().unwrap_or(0);
            let (state, says) = &states[mark];
            row.deliveries += 1;
            row.doubled += many.saturating_sub(1);
            let found = match (&**state, many) {
                ("live", 1..) => &mut row.live,
                ("person", _) => &mut row.person,
                ("refused", 0) => &mut row.refused,
                _ => &mut row.lost,
            };
            *found += 1;
            if (state != "live" || many != 1) && row.example.is_empty() {
                row.example = format!("{mark} is {state}, {many} times there: {says}");
            }
        }
        Ok(Told { rows, kills: self.death.kills(), seconds, without: self.without, notes })
    }
}

/// Nothing more happens to it by itself.
fn is_over(state: &str) -> bool {
    ["live", "person", "refused", "skipped", "waiting"].contains(&state)
}

/// A fault of `network`: where it names one, of that one alone.
fn commanded(fault: &str, network: &str) -> Option<String> {
    match fault.split_once(':') {
        Some(("", what)) => Some(format!("{network}:{what}")),
        Some((named, _)) => (named == network).then(|| fault.to_owned()),
        None => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_is_of_every_network_or_of_the_one_that_it_names() {
        assert_eq!(commanded(":lost-after:20~4", "x").as_deref(), Some("x:lost-after:20~4"));
        assert_eq!(commanded("bluesky:expired", "bluesky").as_deref(), Some("bluesky:expired"));
        assert_eq!(commanded("bluesky:expired", "x"), None);
    }
}
