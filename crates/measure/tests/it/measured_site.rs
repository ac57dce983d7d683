//! A measured site for tests of what is kept: its views, what was counted, and that the sums are those of the rows.

use std::sync::Arc;

use domain::{Code, Random, SystemRandom};
use jiff::Timestamp;
use measure::arrivals::{Arrival, By, Kind};
use measure::channel::{Channel, Confidence};
use measure::kept::{self, Sites, Taken};
use measure::measured;
use store::test_bed::Bed;
use store::{Db, Sql};

pub(crate) const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0";

pub(crate) fn at(text: &str) -> i64 {
    text.parse::<Timestamp>().unwrap().as_microsecond()
}

/// A measured site in Zurich that posts nowhere, and its links: `post` for X, `button` and a link of another site.
pub(crate) struct Site {
    pub(crate) db: Db,
    pub(crate) sites: Arc<Sites>,
    pub(crate) number: i64,
    pub(crate) post: String,
    pub(crate) button: String,
    pub(crate) foreign: String,
}

pub(crate) async fn run(db: &Db, text: &'static str) {
    db.write(move |tx| Box::pin(async move { Sql::new("run", text).execute(tx).await })).await.unwrap();
}

impl Site {
    pub(crate) async fn on(bed: &Bed) -> Self {
        let db = bed.db.clone();
        run(&db, "INSERT INTO workspace (id, name, sandbox, created_at) VALUES ('w', 'W', FALSE, 0)").await;
        for text in [
            "INSERT INTO site (id, workspace, address, name, created_at) VALUES ('s', 'w', 'https://shop.example/', 'S', 1700000000000000)",
            "INSERT INTO site (id, workspace, address, name, created_at) VALUES ('t', 'w', 'https://t.example/', 'T', 0)",
        ] {
            run(&db, text).await;
        }
        let random: Arc<dyn Random> = Arc::new(SystemRandom);
        let number = measured::of(&db, &random, "s").await.unwrap().number;
        measured::of(&db, &random, "t").await.unwrap();
        run(&db, "UPDATE measured SET zone = 'Europe/Zurich', posts = '[]', version = 2").await;
        let mut codes = Vec::new();
        for (site, activity, network) in
            [("s", "post", Some("x")), ("s", "share_button", None), ("t", "post", Some("x"))]
        {
            let code = Code::mint(&SystemRandom).to_string();
            codes.push(code.clone());
            let add = "INSERT INTO link (code, site, target, activity, network, form, made_by, made_at, changed) \
                       VALUES ($1, $2, 'https://shop.example/', $3, $4, 'page', 'Ada', 0, 1)";
            let add = Sql::new("link", add).bind(code).bind(site).bind(activity).bind(network);
            db.write(move |tx| Box::pin(async move { add.execute(tx).await })).await.unwrap();
        }
        let sites = Arc::new(measured::all(&db).await.unwrap());
        let [post, button, foreign] = codes.try_into().unwrap();
        Self { db, sites, number, post, button, foreign }
    }

    /// A view by `who` of the day.
    pub(crate) fn view(&self, time: &str, who: i64, url: &str, referrer: &str) -> Arrival<'static> {
        Arrival {
            kind: Kind::View,
            at: at(time),
            visitor: Some(who),
            referrer: Some(referrer.to_owned().into()).filter(|it: &std::borrow::Cow<'_, str>| !it.is_empty()),
            agent: Some(FIREFOX.into()),
            site: Some(self.number),
            url: Some(url.to_owned().into()),
            by: Some(By::Beacon),
            ..Arrival::default()
        }
    }

    pub(crate) async fn take(&self, arrivals: Vec<Arrival<'static>>) -> Taken {
        let sites = Arc::clone(&self.sites);
        let taken =
            self.db.write(move |tx| Box::pin(async move { kept::take(tx, &sites, &arrivals).await })).await.unwrap();
        self.adds_up().await;
        taken
    }

    /// Channel, confidence, network and number of visits and views, of all days.
    pub(crate) async fn counted(&self) -> Vec<(String, String, Option<String>, i64, i64)> {
        let rows: Vec<(i64, i64, Option<String>, i64, i64)> = Sql::new(
            "counted",
            "SELECT channel, confidence, word.text, CAST(SUM(visits) AS BIGINT), CAST(SUM(views) AS BIGINT) \
             FROM visit_day LEFT JOIN word ON word.id = network WHERE site = $1 \
             GROUP BY channel, confidence, word.text HAVING SUM(visits) <> 0 ORDER BY channel, confidence, word.text",
        )
        .bind(self.number)
        .fetch_all(&self.db)
        .await
        .unwrap();
        let named = |(channel, confidence, network, visits, views)| {
            let (channel, confidence) =
                (Channel::numbered(channel).unwrap(), Confidence::numbered(confidence).unwrap());
            (channel.name().to_owned(), confidence.name().to_owned(), network, visits, views)
        };
        rows.into_iter().map(named).collect()
    }

    /// A number that a statement without values gives.
    pub(crate) async fn number(&self, text: &'static str) -> i64 {
        Sql::new("number", text).fetch_one(&self.db).await.unwrap()
    }

    pub(crate) async fn left_out(&self, why: &str) -> i64 {
        let text = "SELECT CAST(COALESCE(SUM(times), 0) AS BIGINT) FROM happened_day JOIN word ON word.id = what \
                    WHERE kind = 'left_out' AND word.text = $1";
        Sql::new("left_out", text).bind(why).fetch_one(&self.db).await.unwrap()
    }

    pub(crate) async fn visitors(&self, what: &str) -> Vec<(i64, i64)> {
        let text = "SELECT day, visitors FROM visitor_day WHERE what = $1 AND visitors <> 0 ORDER BY day";
        Sql::new("visitors", text).bind(what).fetch_all(&self.db).await.unwrap()
    }

    /// All sums are those of the rows, whatever happened.
    pub(crate) async fn adds_up(&self) {
        let rows = "SELECT CAST(COUNT(*) AS BIGINT), CAST(COALESCE(SUM(views), 0) AS BIGINT) FROM visit";
        let rows: (i64, i64) = Sql::new("rows", rows).fetch_one(&self.db).await.unwrap();
        for (table, views) in [("visit_day", true), ("visit_quarter", true), ("page_day", false)] {
            let text = match table {
                "visit_day" => {
                    "SELECT CAST(COALESCE(SUM(visits), 0) AS BIGINT), CAST(COALESCE(SUM(views), 0) AS BIGINT) FROM visit_day"
                }
                "visit_quarter" => {
                    "SELECT CAST(COALESCE(SUM(visits), 0) AS BIGINT), CAST(COALESCE(SUM(views), 0) AS BIGINT) FROM visit_quarter"
                }
                _ => {
                    "SELECT CAST(COALESCE(SUM(visits), 0) AS BIGINT), CAST(COALESCE(SUM(views), 0) AS BIGINT) FROM page_day"
                }
            };
            let sums: (i64, i64) = Sql::new("sums", text).fetch_one(&self.db).await.unwrap();
            assert_eq!((sums.0, if views { sums.1 } else { rows.1 }), rows, "{table}");
        }
        let by_class = "SELECT COUNT(*) FROM (SELECT site, day, channel, confidence, COALESCE(network, 0) AS network, \
             COUNT(*) AS visits, SUM(views) AS views FROM visit GROUP BY site, day, channel, confidence, network) AS it \
             LEFT JOIN visit_day AS sum ON sum.site = it.site AND sum.day = it.day AND sum.channel = it.channel \
             AND sum.confidence = it.confidence AND sum.network = it.network \
             WHERE sum.visits IS NULL OR sum.visits <> it.visits OR sum.views <> it.views";
        assert_eq!(self.number(by_class).await, 0, "days do not agree with their visits");
    }
}
