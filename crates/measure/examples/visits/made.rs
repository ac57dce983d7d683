//! What is made: five sites, ninety days, five thousand paths, three thousand sources, by a seed.

use std::borrow::Cow;

use measure::arrivals::{Arrival, By, Kind};
use store::{Db, Fault, Sql};

/// Microseconds of a day.
pub(super) const DAY: i64 = 86_400_000_000;
/// The end of the last day: 2026-10-30.
pub(super) const END: i64 = 20_756 * DAY - 1;
const DAYS: i64 = 90;
const SITES: i64 = 5;
const PATHS: u64 = 5_000;
const SOURCES: u64 = 3_000;
const AGENTS: u64 = 300;
const LINKS: u64 = 40;

/// The path of that number.
pub(super) fn path(number: u64) -> String {
    match number {
        0 => "/".to_owned(),
        1..=20 => format!("/p{number}"),
        _ => format!("/articles/about-number-{number}"),
    }
}

/// The code of a link; codes are made so that they check.
fn code(site: i64, number: u64) -> String {
    #[derive(Debug)]
    struct Counted(u64);
    impl domain::Random for Counted {
        fn fill(&self, bytes: &mut [u8]) {
            let mut state = self.0;
            for byte in bytes {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                *byte = (state >> 57) as u8;
            }
        }
    }
    domain::Code::mint(&Counted(site.cast_unsigned() * 1_000 + number)).to_string()
}

/// Makes the sites and their links.
pub(super) async fn sites(db: &Db) -> Result<(), Fault> {
    db.write(|tx| {
        Box::pin(async move {
            Sql::new("w", "INSERT INTO workspace (id, name, sandbox, created_at) VALUES ('w', 'W', FALSE, 0)")
                .execute(&mut *tx)
                .await?;
            for site in 1..=SITES {
                let id = format!("s{site}");
                let add = "INSERT INTO site (id, workspace, address, name, created_at) VALUES ($1, 'w', $2, $1, 0)";
                let address = format!("https://s{site}.example/");
                Sql::new("site", add).bind(&id).bind(address).execute(&mut *tx).await?;
                let add = "INSERT INTO measured (site, number, key, version, zone, hosts, signals, tab_storage, own, \
                           raw_days, currency, posts) VALUES ($1, $2, $1, 1, 'UTC', '[]', 'count', TRUE, '[]', 400, 'EUR', '[\"x\"]')";
                Sql::new("measured", add).bind(&id).bind(site).execute(&mut *tx).await?;
                for number in 0..LINKS {
                    let add = "INSERT INTO link (code, site, target, activity, network, campaign, form, made_by, made_at, \
                               changed) VALUES ($1, $2, 'https://s.example/', $3, $4, $5, 'page', 'A', 0, 1)";
                    let (activity, network) = match number % 4 {
                        0 => ("share_button", Some("whatsapp")),
                        1 => ("post", Some("x")),
                        2 => ("post", Some("facebook")),
                        _ => ("email", None),
                    };
                    let campaign = Some("summer").filter(|_| number % 7 == 0);
                    let add = Sql::new("link", add).bind(code(site, number)).bind(&id);
                    add.bind(activity).bind(network).bind(campaign).execute(&mut *tx).await?;
                }
            }
            Ok(())
        })
    })
    .await
}

/// Makes arrivals, in the order of time.
pub(super) struct Maker {
    state: u64,
    at: i64,
    step: i64,
    visitor: i64,
    left: Vec<Arrival<'static>>,
}

impl Maker {
    pub(super) fn new(many: u64) -> Self {
        let step = DAYS * DAY / many.max(1).cast_signed();
        Self { state: 0x9E37_79B9_7F4A_7C15, at: END - DAYS * DAY + 1, step, visitor: 0, left: Vec::new() }
    }

    fn number(&mut self, below: u64) -> u64 {
        self.state ^= self.state << 13;
        self.state ^= self.state >> 7;
        self.state ^= self.state << 17;
        (self.state >> 11) % below
    }

    /// A number of which the small ones are common.
    fn common(&mut self, below: u64) -> u64 {
        let (a, b) = (self.number(below), self.number(below));
        a * b / below * self.number(below) / below
    }

    /// So many arrivals more, or somewhat more than that.
    pub(super) fn next(&mut self, many: usize) -> Vec<Arrival<'static>> {
        while self.left.len() < many {
            self.visit();
        }
        std::mem::take(&mut self.left)
    }

    fn visit(&mut self) {
        self.at += self.step;
        self.visitor += 1;
        let site = 1 + self.number(SITES.cast_unsigned()).cast_signed();
        let (page, agent) = (self.common(PATHS), self.common(AGENTS));
        let agent = format!(
            "Mozilla/5.0 (Linux; Android {}; K{agent}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{}.0.0.0 Mobile Safari/537.36",
            10 + agent % 5,
            100 + agent % 40
        );
        let (mut code_of, mut press, mut query, mut referrer) = (String::new(), None, "", None);
        match self.number(20) {
            0 | 1 => {
                let number = self.number(LINKS);
                code_of = code(site, number);
                press = Some(format!("p{:05}", self.number(100_000))).filter(|_| number.is_multiple_of(4));
            }
            2 => query = "?utm_source=newsletter&utm_medium=email",
            3 => query = "?fbclid=1",
            4..=6 => referrer = Some("https://www.google.com/".to_owned()),
            7 => referrer = Some("https://www.reddit.com/".to_owned()),
            8 => referrer = Some("https://t.co/".to_owned()),
            9 | 10 => {
                let source = self.common(SOURCES);
                referrer = Some(format!("https://blog{source}.example/post-{}", source % 9));
            }
            _ => {}
        }
        let views = 1 + self.number(3);
        let first = Arrival {
            kind: Kind::View,
            at: self.at,
            code: code_of.into(),
            visitor: Some(self.visitor),
            press: press.map(Cow::Owned),
            referrer: referrer.map(Cow::Owned),
            agent: Some(agent.into()),
            site: Some(site),
            url: Some(format!("{}{query}", path(page)).into()),
            by: Some(By::Beacon),
            ..Arrival::default()
        };
        for further in 1..views {
            let at = self.at + further.cast_signed() * 1_000;
            let next = Arrival {
                at,
                code: Cow::Borrowed(""),
                press: None,
                url: Some(path(self.common(PATHS)).into()),
                referrer: Some(format!("https://s{site}.example/").into()),
                ..first.clone()
            };
            self.left.push(next);
        }
        self.left.push(first);
    }
}
