//! A trial: a house, its networks behind wires, deliveries that were planned, and the count at the end.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;

use super::wire::{Death, Wire};
use crate::postgres::Postgres;
use crate::posting::house::{Along, House};
use crate::posting::networks::{BEFORE_MARK, Networks};
use crate::posting::wall::{now, wall};

/// Accounts at each network.
const ACCOUNTS: usize = 2;
/// How often an account is tried to be connected.
const TRIES: usize = 10;
/// After so long, what is not over is told as it stands.
const PATIENCE: Duration = Duration::from_mins(40);

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

/// Who takes fewer pictures in a post than the two that it may have here.
const FEWER: [(&str, usize); 2] = [("reddit", 0), ("telegram", 1)];
/// That of the card, and the others.
const PICTURES: [&[u8]; 2] = [
    include_bytes!("../../../../crates/tidings/site/pictures/logo.png"),
    include_bytes!("../../../../crates/tidings/site/pictures/apple-touch-icon.png"),
];
/// What is behind the mark of a post where its first comment is meant.
pub(super) const BELOW: char = '+';

/// A sandbox, and the wire to it.
pub(super) struct Side {
    pub(super) networks: Networks,
    _wire: Wire,
}

pub(super) struct Account {
    id: String,
    pub(super) label: String,
    pub(super) network: String,
    pub(super) side: usize,
}

pub(super) struct Trial {
    pub(super) house: House,
    pub(super) death: Arc<Death>,
    pub(super) postgres: Option<Postgres>,
    pub(super) sides: Vec<Side>,
    site: String,
    pictures: Vec<String>,
    pub(super) accounts: Vec<Account>,
    /// By mark, the account.
    pub(super) planned: Vec<(String, usize)>,
    /// How often all accounts were planned for.
    rounds: usize,
    /// Networks to which no account could be connected, and why.
    pub(super) without: Vec<String>,
    pub(super) began: Instant,
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
        let pictures = PICTURES.iter().map(|it| house.picture(&site, it)).collect::<Result<_>>()?;
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
        let (planned, rounds) = (Vec::new(), 0);
        Ok(Self { house, death, postgres, sides, site, pictures, accounts, planned, rounds, without, began })
    }

    /// How many deliveries a post has.
    pub(super) fn each(&self) -> usize {
        self.accounts.len()
    }

    /// So many deliveries that go out at `due`, or as soon as they are planned.
    pub(super) fn plan(&mut self, deliveries: usize, due: SystemTime) -> Result<()> {
        for _ in 0..deliveries.div_ceil(self.each().max(1)) {
            self.round(due)?;
        }
        self.began = Instant::now() + due.duration_since(now()).unwrap_or_default();
        Ok(())
    }

    /// A delivery by each account: of three rounds one has the picture of its card alone, one a picture of its own, one has two,
    /// as far as the networks take them; every second one has a first comment.
    fn round(&mut self, due: SystemTime) -> Result<()> {
        let (many, round) = (self.rounds % 3, self.rounds);
        let comment = round.is_multiple_of(2).then(|| format!("{BEFORE_MARK}c{round} is what people asked for"));
        let mut by_pictures: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (at, account) in self.accounts.iter().enumerate() {
            let fewer = FEWER.iter().find(|(network, _)| account.network == *network);
            by_pictures.entry(fewer.map_or(many, |(_, most)| many.min(*most))).or_default().push(at);
        }
        for (pictures, accounts) in by_pictures {
            let nth = self.planned.len();
            let marked: Vec<(&str, String)> =
                accounts.iter().enumerate().map(|(n, at)| (&*self.accounts[*at].id, format!("n{}", nth + n))).collect();
            let pictures = self.pictures.iter().rev().take(pictures).cloned().collect();
            let along = Along { card: self.pictures.first().cloned(), pictures, comment: comment.clone() };
            let soonest = now() + Duration::from_secs(1);
            self.house.plan(&self.site, &wall(due.max(soonest)), &marked, &along)?;
            self.planned.extend(marked.into_iter().zip(accounts).map(|((_, mark), at)| (mark, at)));
        }
        self.rounds += 1;
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
                if self
                    .states()
                    .is_ok_and(|states| states.iter().all(|(mark, (state, _))| is_over(&states, mark, state)))
                {
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

    /// By mark, how each delivery stands, and why; first comments by the marks of their posts.
    pub(super) fn states(&self) -> Result<States> {
        let mut states = HashMap::new();
        for post in self.posts()? {
            let mut marks = HashMap::new();
            for it in post["deliveries"].as_array().into_iter().flatten() {
                let mark = it["text"].as_str().and_then(|text| text.strip_prefix(BEFORE_MARK)?.split(' ').next());
                let mark = mark.context("a delivery without a mark")?;
                marks.insert(it["account"].to_string(), mark);
                states.insert(mark.to_owned(), stands(it));
            }
            for it in post["first_comment"]["deliveries"].as_array().into_iter().flatten() {
                let mark = marks.get(&it["account"].to_string()).context("a comment without a post")?;
                states.insert(format!("{mark}{BELOW}"), stands(it));
            }
        }
        let told = states.keys().filter(|mark| !mark.ends_with(BELOW)).count();
        if told < self.planned.len() {
            bail!("{told} deliveries are told, {} were planned", self.planned.len());
        }
        Ok(states)
    }
}

/// By mark, how a delivery stands, and why.
pub(super) type States = HashMap<String, (String, String)>;

fn stands(delivery: &Value) -> (String, String) {
    let word = |name: &str| delivery[name].as_str().unwrap_or_default().to_owned();
    (word("state"), word("says"))
}

/// Nothing more happens to it by itself: a comment waits with its post.
fn is_over(states: &States, mark: &str, state: &str) -> bool {
    let is_over = |state: &str| ["live", "person", "refused", "skipped", "waiting"].contains(&state);
    let post = mark.strip_suffix(BELOW).and_then(|post| states.get(post));
    is_over(state) || post.is_some_and(|(state, _)| state != "live" && is_over(state))
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
