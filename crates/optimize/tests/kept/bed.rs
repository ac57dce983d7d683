//! A workshop on a fresh database, with one site.

use std::sync::Arc;

use domain::{Clock as _, Random, SetClock, SystemRandom};
use jiff::{SignedDuration, Timestamp};
use optimize::kept::{self, Head, JOB, Kept, Workshop};
use optimize::proof::Looker;
use store::{Db, queue, sql};
use tempfile::TempDir;
use tokio::sync::watch;

pub(crate) const SITE: &str = "the-site";

pub(crate) struct Bed {
    pub(crate) db: Db,
    pub(crate) clock: Arc<SetClock>,
    pub(crate) random: Arc<dyn Random>,
    pub(crate) shop: Workshop,
    pub(crate) data: TempDir,
    _close: watch::Sender<bool>,
}

impl Bed {
    /// With a site at `address`.
    pub(crate) async fn of(db: Db, address: &str) -> Self {
        let data = tempfile::tempdir().unwrap();
        let clock = Arc::new(SetClock::at("2026-11-25T08:00:00Z".parse().unwrap()));
        let random: Arc<dyn Random> = Arc::new(SystemRandom);
        let (close, closing) = watch::channel(false);
        let allow = vec!["127.0.0.1".to_owned()];
        let shop = Workshop {
            db: db.clone(),
            data: data.path().to_owned(),
            clock: clock.clone(),
            random: Arc::clone(&random),
            looker: Looker::new(&allow, None, Vec::new(), Arc::clone(&random)),
            most_pages: kept::MOST_PAGES,
            allow_private: allow,
            contact: None,
            closing,
            lease: SignedDuration::from_mins(1),
        };
        let address = address.to_owned();
        db.write(|tx| {
            Box::pin(async move {
                sql!("for_tests/workspace").bind("room").bind(false).execute(&mut *tx).await?;
                sql!("for_tests/site").bind(SITE).bind("room").bind(address).execute(tx).await
            })
        })
        .await
        .unwrap();
        let bed = Self { db, clock, random, shop, data, _close: close };
        assert_eq!(bed.scheduled().await, 0, "a new site waits for its night");
        bed
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    pub(crate) fn later(&self, by: SignedDuration) {
        self.clock.set(self.now() + by);
    }

    /// What schedules are due for.
    pub(crate) async fn scheduled(&self) -> usize {
        kept::scheduled(&self.db, &self.random, self.now()).await.unwrap()
    }

    /// Asks by hand.
    pub(crate) async fn ask(&self) -> Head {
        self.later(SignedDuration::from_secs(1));
        kept::ask(&self.db, &self.random, self.now(), SITE).await.unwrap()
    }

    /// Runs what is due, to its end.
    pub(crate) async fn work(&self) {
        // Time passes, so that of two audits one is the newer.
        self.later(SignedDuration::from_secs(1));
        while let Some(claim) = queue::claim(&self.db, &[JOB], self.now(), self.shop.lease).await.unwrap() {
            Box::pin(kept::work(&self.shop, claim)).await.unwrap();
        }
    }

    /// All audits, the newest first.
    pub(crate) async fn audits(&self) -> Vec<Kept> {
        kept::of_site(&self.db, SITE, kept::FROM_THE_NEWEST, 100).await.unwrap()
    }

    /// What was told: the kind, and whether it is over.
    pub(crate) async fn notices(&self) -> Vec<(String, bool)> {
        let all: Vec<(String, String, bool)> = sql!("for_tests/notices").fetch_all(&self.db).await.unwrap();
        all.into_iter().map(|(kind, _, over)| (kind, over)).collect()
    }

    pub(crate) async fn states(&self) -> Vec<String> {
        self.audits().await.into_iter().map(|kept| kept.head.state).collect()
    }

    /// When the site is due, and how its proof stands.
    pub(crate) async fn watch(&self) -> (Option<i64>, Option<String>) {
        sql!("for_tests/watch").bind(SITE).fetch_one(&self.db).await.unwrap()
    }
}
