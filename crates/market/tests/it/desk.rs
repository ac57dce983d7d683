//! A desk in a house with a site, beside networks of the sandbox.

use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;

use domain::{Random, SetClock, SystemRandom};
use jiff::{SignedDuration, Timestamp};
use ledger::link::{By, Ground};
use market::account::{self, Account, Renewal};
use market::deliver::{self, JOB, LOOK, State};
use market::media;
use market::post::{self, Card, New, Post, Variant, When};
use market::{Desk, LEASE};
use networks::http::{Doors, Options, Pace};
use networks::publish::{Given, With};
use sandbox::social::{BLUESKY_PASSWORD, LEMMY_PASSWORD, NOSTR_KEY, Network, Running, Social, WORDPRESS_PASSWORD};
use store::queue;
use store::secret::Key;
use store::test_bed::Bed;
use store::{Db, Sql};
use tempfile::TempDir;
use url::Url;

pub(crate) const BEGAN: &str = "2026-11-26T12:00:00Z";

/// The networks whose recipes settle every lost answer, with what somebody types to connect an account of the sandbox.
pub(crate) const ALL: &[(Network, &[(&str, &str)])] = &[
    (Network::Bluesky, &[("name", "shop.test"), ("secret", BLUESKY_PASSWORD)]),
    (Network::Mastodon, &[("secret", "sandbox-shop")]),
    (Network::Facebook, &[("name", "shop"), ("secret", "sandbox-shop")]),
    (Network::WordPress, &[("name", "shop"), ("secret", WORDPRESS_PASSWORD)]),
    (Network::Instagram, &[("secret", "sandbox-shop")]),
    (Network::X, &[("secret", "sandbox-shop")]),
    (Network::LinkedIn, &[("secret", "sandbox-shop")]),
    (Network::Nostr, &[("secret", NOSTR_KEY)]),
    (Network::Threads, &[("secret", "sandbox-shop")]),
    (Network::Lemmy, &[("name", "shop"), ("secret", LEMMY_PASSWORD), ("community", "bread")]),
    (Network::Pinterest, &[("secret", "sandbox-shop"), ("board", "bread")]),
    (Network::Reddit, &[("secret", "sandbox-shop"), ("community", "bread")]),
];

/// Those of them that tell nothing of a post whose answer was lost.
pub(crate) const UNSURE: &[(Network, &[(&str, &str)])] = &[
    (Network::Telegram, &[("secret", "1:sandbox-shop"), ("channel", "@shop")]),
    (Network::Discord, &[("secret", "https://discord.com/api/webhooks/1/sandbox-shop")]),
];

pub(crate) struct House {
    pub(crate) desk: Desk,
    pub(crate) clock: Arc<SetClock>,
    pub(crate) social: Running,
    _data: TempDir,
}

pub(crate) async fn run(db: &Db, text: &'static str) {
    let run = Sql::new("run", text);
    db.write(move |tx| Box::pin(async move { run.execute(tx).await })).await.unwrap();
}

impl House {
    pub(crate) async fn of(bed: &Bed) -> Self {
        Self::with(bed, |social| social).await
    }

    /// Beside networks that are as `how` has them.
    pub(crate) async fn with(bed: &Bed, how: impl FnOnce(Social) -> Social) -> Self {
        let db = bed.db.clone();
        run(&db, "INSERT INTO workspace (id, name, sandbox, created_at) VALUES ('w', 'W', FALSE, 0)").await;
        run(
            &db,
            "INSERT INTO site (id, workspace, address, name, created_at) \
             VALUES ('s', 'w', 'https://bakery.example/', 'S', 0)",
        )
        .await;
        // A million a month: whatever costs money goes out, until a test says otherwise.
        run(
            &db,
            "INSERT INTO wallet (workspace, micros, currency, zone, version, turn, changed_by, changed_at) \
             VALUES ('w', 1000000000000, 'USD', 'UTC', 1, 0, 'A', 0)",
        )
        .await;
        let data = TempDir::new().unwrap();
        let clock = Arc::new(SetClock::at(BEGAN.parse().unwrap()));
        let random: Arc<dyn Random> = Arc::new(SystemRandom);
        let pace = Pace { longest_wait: std::time::Duration::ZERO, ..Pace::fast() };
        let doors = Doors::new(Options { pace, ..Options::default() }, vec!["127.0.0.1".to_owned()]);
        let key = Key::of_file(&data.path().join("key"), Arc::clone(&random)).unwrap();
        let social = how(Social::new().clock(Arc::clone(&clock) as _)).start().await.unwrap();
        let desk = Desk {
            db,
            data: data.path().to_owned(),
            media_at_most: 10_000_000_000,
            clock: Arc::clone(&clock) as _,
            random,
            key,
            doors,
            base: Some("https://tidings.example".to_owned()),
            charged: true,
            seen: deliver::Seen::default(),
        };
        Self { desk, clock, social, _data: data }
    }

    /// Time passes, in which the networks do what they accepted.
    pub(crate) async fn later(&self, by: SignedDuration) {
        self.social.settled().await;
        self.clock.set(self.desk.now() + by);
    }

    pub(crate) async fn account(&self, network: Network) -> Account {
        let (_, fields) = ALL.iter().chain(UNSURE).find(|(it, _)| *it == network).unwrap();
        self.account_with(network, fields).await
    }

    /// One that is connected with these fields.
    pub(crate) async fn account_with(&self, network: Network, fields: &[(&str, &str)]) -> Account {
        let base: Url = self.social.at(network).parse().unwrap();
        let given = Given(fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect());
        account::connect(&self.desk, "w", "A", network.id(), Some(&base), &given).await.unwrap()
    }

    /// One of each network.
    pub(crate) async fn accounts(&self) -> Vec<(Network, Account)> {
        let mut accounts = Vec::new();
        for (network, _) in ALL {
            accounts.push((*network, self.account(*network).await));
        }
        accounts
    }

    /// A post by these accounts that is due now.
    pub(crate) async fn due(&self, accounts: &[&Account], text: &str) -> Post {
        self.try_due(accounts, text).await.unwrap()
    }

    pub(crate) async fn try_due(&self, accounts: &[&Account], text: &str) -> Result<Post, market::Fault> {
        self.try_due_of(accounts, text, Some("https://bakery.example/rye")).await
    }

    /// A post that carries `page`, or none, and so no code.
    pub(crate) async fn try_due_of(
        &self,
        accounts: &[&Account],
        text: &str,
        page: Option<&str>,
    ) -> Result<Post, market::Fault> {
        let accounts = accounts.iter().map(|it| Variant { account: it.id.clone(), text: None, bare: false });
        let new = New {
            text: text.to_owned(),
            page: page.map(str::to_owned),
            card: Card {
                title: "Rye".to_owned(),
                description: "Baked today".to_owned(),
                // Instagram takes nothing without one.
                picture: Some(media::keep(&self.desk, ("s", "A"), plain()).await.unwrap()),
                ..Card::default()
            },
            zone: "Europe/Berlin".to_owned(),
            accounts: accounts.collect(),
            ..New::default()
        };
        self.plan(new).await
    }

    /// Plans what somebody wrote for now.
    pub(crate) async fn plan(&self, new: New) -> Result<Post, market::Fault> {
        let (random, now) = (Arc::clone(&self.desk.random), self.desk.now());
        self.desk
            .db
            .write_or(move |tx| {
                Box::pin(async move {
                    let post = post::write(&mut *tx, &*random, now, ("w", "s", "A"), &new).await?;
                    let (by, site) = (by(), "https://bakery.example/".parse().unwrap());
                    let ground = Ground { site: &site, house: &[], is_public: networks::http::is_public };
                    let when: When = post::now(now, "Europe/Berlin");
                    post::schedule(tx, &*random, now, &by, (&post.id, post.version), &when, &ground).await
                })
            })
            .await
    }

    /// Works as a worker does, until nothing is due. How many jobs that were.
    pub(crate) async fn work(&self) -> usize {
        let mut done = 0;
        while let Some(claim) = queue::claim(&self.desk.db, &[JOB], self.desk.now(), LEASE).await.unwrap() {
            deliver::deliver(&self.desk, &claim).await.unwrap();
            done += 1;
        }
        done
    }

    /// Looks again at what is due to be looked at. How often that was.
    pub(crate) async fn looks(&self) -> usize {
        let mut done = 0;
        while let Some(claim) = queue::claim(&self.desk.db, &[LOOK], self.desk.now(), LEASE).await.unwrap() {
            Box::pin(deliver::look(&self.desk, &claim)).await.unwrap();
            done += 1;
        }
        done
    }

    /// Works on, hour after hour, until nothing happens by itself any more.
    pub(crate) async fn until_over(&self) {
        // What a worker held that died in the middle of a transaction is free once the database noticed, and hours pass here
        // in no time.
        run(&self.desk.db, "UPDATE job SET kind = kind").await;
        for _ in 0..60 {
            self.work().await;
            self.later(SignedDuration::from_mins(6)).await;
        }
    }

    /// Takes the next job and works on it for at most so many steps of the machine, then dies. Whether it came to its end.
    pub(crate) async fn dies_after(&self, steps: usize) -> bool {
        let mut left = steps;
        let work = async {
            let claim = queue::claim(&self.desk.db, &[JOB], self.desk.now(), LEASE).await.unwrap();
            if let Some(claim) = claim {
                deliver::deliver(&self.desk, &claim).await.unwrap();
            }
        };
        let mut work = pin!(work);
        std::future::poll_fn(|context| {
            if left == 0 {
                return Poll::Ready(false);
            }
            left -= 1;
            work.as_mut().poll(context).map(|()| true)
        })
        .await
    }

    /// Takes the post away, as another client of the account does.
    pub(crate) async fn takes_down(&self, account: &Account, post: &Post) {
        let renewed = Box::pin(account::renew(&self.desk, &account.id, None)).await.unwrap();
        let Renewal::Good(both) = renewed else { panic!("not let in") };
        let (account, known) = *both;
        let it = post::deliveries_of(&self.desk.db, &[&post.id]).await.unwrap().remove(0);
        let http = self.desk.doors.to(&known.base);
        let with = With { http: &http, account: &known, blobs: &[], token: None, now: self.desk.now(), purse: None };
        account.publish().unwrap().acts.take_down(with, &it.receipt().unwrap()).await.unwrap();
    }

    pub(crate) async fn states(&self, post: &Post) -> Vec<(State, Option<String>)> {
        let all = post::deliveries_of(&self.desk.db, &[&post.id]).await.unwrap();
        all.iter().map(|it| (it.state(), it.says.clone())).collect()
    }
}

/// Who does what is done here.
pub(crate) fn by() -> By {
    By { site: "s".into(), name: "A".into() }
}

pub(crate) fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// A picture of one colour.
pub(crate) fn plain() -> bytes::Bytes {
    let mut file = std::io::Cursor::new(Vec::new());
    let picture = image::RgbImage::from_pixel(1_200, 630, image::Rgb([200, 120, 40]));
    image::DynamicImage::from(picture).write_to(&mut file, image::ImageFormat::Png).unwrap();
    file.into_inner().into()
}
