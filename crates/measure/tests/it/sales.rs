//! Sold, paid back, told twice, and put down to where it came from.

use std::collections::HashMap;
use std::sync::Arc;

use domain::{Activity, Code, Currency, Money, Random, SystemRandom};
use jiff::Timestamp;
use ledger::Fault;
use ledger::rate::{self, Rate, Rates};
use measure::arrivals::{Arrival, By, Kind, Sold};
use measure::channel::{Channel, Confidence};
use measure::kept;
use measure::measured::{self, Measured};
use measure::sale::{self, Credit, Model, New, Refund, Source, Taken, goal};
use store::test_bed::{Bed, on_both};
use store::{Db, Sql};

const DAY: i64 = 20_783;

fn at(text: &str) -> Timestamp {
    format!("2026-11-26T{text}Z").parse().unwrap()
}

async fn run(db: &Db, text: &'static str) {
    db.write(move |tx| Box::pin(async move { Sql::new("test", text).execute(tx).await })).await.unwrap();
}

/// The site `s`, measured, with a visitor of three visits: by a post's link, by a share button whose presser came by the
/// post's, and one that says nothing.
async fn shop(bed: &Bed) -> (Db, Arc<Measured>) {
    let db = bed.db.clone();
    run(&db, "INSERT INTO workspace (id, name, sandbox, created_at) VALUES ('w', 'W', FALSE, 0)").await;
    run(
        &db,
        "INSERT INTO site (id, workspace, address, name, created_at) VALUES ('s', 'w', 'https://s.example/', 'S', 0)",
    )
    .await;
    let random: Arc<dyn Random> = Arc::new(SystemRandom);
    let site = measured::of(&db, &random, "s").await.unwrap();
    (db, Arc::new(site))
}

/// Links: `campaign` ← `post`, and a share button's. Visits 1 to 3 of the visitor with hash 77.
async fn visitor(db: &Db, site: &Measured) -> [String; 3] {
    let codes: [String; 3] = std::array::from_fn(|_| Code::mint(&SystemRandom).to_string());
    let (number, named) = (site.number, codes.clone());
    db.write(move |tx| {
        Box::pin(async move {
            let link = "INSERT INTO link (code, site, target, activity, network, parent, form, made_by, made_at, changed) \
                        VALUES ($1, 's', 'https://s.example/', $2, $3, $4, 'page', 'Ada', 0, 0)";
            for (code, activity, network, parent) in [
                (&named[0], Activity::Article, None, None),
                (&named[1], Activity::Post, Some("bluesky"), Some(&*named[0])),
                (&named[2], Activity::ShareButton, Some("whatsapp"), None),
            ] {
                let add = Sql::new("link", link).bind(&**code).bind(activity.name()).bind(network.map(str::to_owned));
                add.bind(parent.map(str::to_owned)).execute(&mut *tx).await?;
            }
            let words = ["/", &*named[1], &*named[2], "bluesky", "whatsapp", "press1"];
            for (id, text) in (1_i64..).zip(words) {
                Sql::new("word", "INSERT INTO word (id, text) VALUES ($1, $2)").bind(id).bind(text).execute(&mut *tx).await?;
            }
            let visit = "INSERT INTO visit (site, day, id, at, channel, confidence, rule, version, network, page, code, press, parent, flags, \
                         views, seconds) VALUES ($1, $2, $3, 0, $4, $5, 0, 0, $6, 1, $7, $8, $9, 0, 1, 0)";
            let none: Option<i64> = None;
            for (id, day, channel, confidence, network, code, press, parent) in [
                (1, DAY - 1, Channel::Post, Confidence::Strong, Some(4), Some(2), none, none),
                (2, DAY, Channel::ShareButton, Confidence::Proven, Some(5), Some(3), Some(6), Some(2_i64)),
                (3, DAY, Channel::Direct, Confidence::Estimated, none, none, none, none),
            ] {
                let add = Sql::new("visit", visit).bind(number).bind(day).bind(i64::from(id)).bind(channel.number());
                let add = add.bind(confidence.number()).bind(network).bind(code).bind(press).bind(parent);
                add.execute(&mut *tx).await?;
            }
            let visitor = "INSERT INTO visitor (site, day, hash, last_at, visit, visit_day, first_visit, credit_visit, began, channels, minute, in_minute, \
                           robot) VALUES ($1, $2, $3, 0, 3, $2, 1, 2, 0, 0, 0, 0, $4)";
            for (hash, robot) in [(77_i64, false), (66, true)] {
                Sql::new("visitor", visitor).bind(number).bind(DAY).bind(hash).bind(robot).execute(&mut *tx).await?;
            }
            Ok(())
        })
    })
    .await
    .unwrap();
    codes
}

async fn take(db: &Db, site: &Arc<Measured>, arrivals: Vec<Arrival<'static>>) -> Taken {
    let sites = HashMap::from([(site.number, Arc::clone(site))]);
    db.write(move |tx| Box::pin(async move { sale::take(tx, &sites, &arrivals, &kept::Trail::default()).await }))
        .await
        .unwrap()
}

fn sold(order: &'static str, minor: i64, currency: &'static str) -> Sold<'static> {
    Sold { order: order.into(), minor, currency: currency.into() }
}

fn arrival(site: &Measured, kind: Kind, time: &str) -> Arrival<'static> {
    let by = Some(if kind == Kind::Sale { By::Plugin } else { By::Beacon });
    Arrival {
        kind,
        at: at(time).as_microsecond(),
        site: Some(site.number),
        by,
        visitor: Some(77),
        ..Arrival::default()
    }
}

async fn sums(db: &Db, model: Model) -> sale::Sums {
    let rates = Rates::of(db, "s", Currency::EUR).await.unwrap();
    sale::sums::of_period(db, "s", &rates, model, &(DAY..DAY + 1)).await.unwrap()
}

async fn total(db: &Db) -> (i64, i64, i64) {
    let sums = sums(db, Model::Last).await;
    sums.lines.values().fold((0, 0, 0), |sum, it| (sum.0 + it.sales, sum.1 + it.minor, sum.2 + it.refunded))
}

#[test]
fn an_order_is_put_down_to_the_last_visit_that_says_something_to_the_first_and_to_the_top_of_the_chain() {
    on_both(async |bed| {
        let (db, site) = shop(bed).await;
        let codes = visitor(&db, &site).await;
        let order = Arrival { sold: Some(sold("1001", 1990, "EUR")), ..arrival(&site, Kind::Sale, "10:00:00") };
        assert_eq!(take(&db, &site, vec![order.clone(), order.clone()]).await, Taken { sales: 1, ..Taken::default() });
        // Told again, nothing changes, whatever it says.
        let again = Arrival { sold: Some(sold("1001", 5, "USD")), ..order.clone() };
        assert_eq!(take(&db, &site, vec![again]).await, Taken::default());
        let kept = sale::by_order(&db, "s", "1001").await.unwrap();
        assert_eq!((kept.minor, &*kept.currency, kept.day), (1990, "EUR", DAY));
        assert_eq!(kept.last_visit, Some(format!("{DAY}-2")));
        assert_eq!(kept.first_visit, Some(format!("{}-1", DAY - 1)));
        assert_eq!(kept.last_code.as_ref(), Some(&codes[2]));
        // The share button's presser came by our post, whose link descends from an article's.
        assert_eq!(kept.chain_code.as_ref(), Some(&codes[0]));
        for (model, channel, confidence) in [
            (Model::Last, Channel::ShareButton, Confidence::Proven),
            (Model::First, Channel::Post, Confidence::Strong),
            (Model::Chain, Channel::Press, Confidence::Proven),
        ] {
            let sums = sums(&db, model).await;
            let (group, sold) = sums.lines.iter().next().unwrap();
            assert_eq!(
                (group.channel, group.confidence, sold.minor),
                (Some(channel), Some(confidence), 1990),
                "{model:?}"
            );
            assert_eq!(sums.lines.len(), 1);
        }
        // Shortly after midnight he is known by the hash of the day before.
        let late = Arrival { visitor: Some(1), before: Some(77), ..order };
        let late =
            Arrival { at: late.at + 14 * 3_600_000_000 + 60_000_000, sold: Some(sold("1002", 1, "EUR")), ..late };
        take(&db, &site, vec![late]).await;
        assert_eq!(sale::by_order(&db, "s", "1002").await.unwrap().last_visit, Some(format!("{DAY}-2")));
    });
}

#[test]
fn a_press_leads_on_to_what_whoever_pressed_came_with() {
    on_both(async |bed| {
        let (db, site) = shop(bed).await;
        let codes = visitor(&db, &site).await;
        let number = site.number;
        let credit = sale::of_token(&db, ("s", number), &codes[2], Some("press1")).await.unwrap().unwrap();
        assert_eq!(credit.chain.as_ref(), Some(&codes[0]));
        assert_eq!(credit.last.unwrap().channel, Channel::ShareButton);
        assert!(sale::of_token(&db, ("s", number), "nothere", None).await.unwrap().is_none());
        let visit = sale::of_visit(&db, ("s", number), &format!("{}-1", DAY - 1)).await.unwrap().unwrap();
        assert_eq!((visit.chain.as_ref(), visit.last.unwrap().channel), (Some(&codes[0]), Channel::Post));
        for strange in ["", "x", "1-", "20783-99", "-1"] {
            assert!(sale::of_visit(&db, ("s", number), strange).await.unwrap().is_none(), "{strange}");
        }
        // A sale of which only the token is known.
        let code: std::borrow::Cow<'static, str> = codes[1].clone().into();
        let order = Arrival {
            sold: Some(sold("7", 100, "EUR")),
            code,
            visitor: None,
            ..arrival(&site, Kind::Sale, "10:00:00")
        };
        take(&db, &site, vec![order]).await;
        let kept = sale::by_order(&db, "s", "7").await.unwrap();
        assert_eq!((kept.last_visit, kept.last_channel), (None, Some(Channel::Post.number())));
        assert_eq!(kept.chain_code.as_ref(), Some(&codes[0]));
    });
}

#[test]
fn a_goal_counts_once_in_a_visit_and_not_for_programs_nor_ones_own_people() {
    on_both(async |bed| {
        let (db, site) = shop(bed).await;
        visitor(&db, &site).await;
        let make = |new: goal::New| {
            db.write_or(move |tx| {
                Box::pin(async move { goal::make(tx, &SystemRandom, at("08:00:00"), "s", new).await })
            })
        };
        let new =
            |kind, matches: &str| goal::New { name: "Thanks".into(), kind, matches: matches.into(), minor: Some(500) };
        for wrong in [new(goal::Kind::Address, "/"), new(goal::Kind::Address, "thanks"), new(goal::Kind::Event, " ")] {
            assert!(matches!(make(wrong).await, Err(Fault::Wrong { code: "goal_wrong", .. })));
        }
        let thanks = make(new(goal::Kind::Address, "https://s.example/thanks")).await.unwrap();
        assert_eq!(thanks.matches, "/thanks");
        make(new(goal::Kind::Event, "signup")).await.unwrap();
        let look = |hash, url: &'static str| Arrival {
            url: Some(url.into()),
            visitor: Some(hash),
            ..arrival(&site, Kind::View, "10:00:00")
        };
        let signup = Arrival { name: Some("signup".into()), ..arrival(&site, Kind::Event, "10:01:00") };
        let own = Arrival { own: true, ..look(77, "/thanks") };
        let arrivals = vec![
            look(77, "/thanks?order=1"),
            look(77, "/thanks"),
            look(66, "/thanks"),
            look(55, "/thanks"),
            look(77, "/bread"),
            signup,
            own,
        ];
        assert_eq!(take(&db, &site, arrivals.clone()).await.sales, 2);
        assert_eq!(take(&db, &site, arrivals).await.sales, 0);
        assert_eq!(total(&db).await, (2, 1_000, 0));
        // Removed, it counts no more, and what it counted stays.
        let id = thanks.id.clone();
        db.write_or(move |tx| Box::pin(async move { goal::remove(tx, "s", &id, Some(at("11:00:00"))).await }))
            .await
            .unwrap();
        assert_eq!(goal::of_site(&db, "s").await.unwrap().len(), 1);
        run(&db, "UPDATE visitor SET visit = 2").await;
        assert_eq!(take(&db, &site, vec![look(77, "/thanks")]).await.sales, 0);
    });
}

#[test]
fn in_one_batch_as_in_several_a_sale_is_put_down_to_where_its_visitor_stood() {
    on_both(async |bed| {
        let (db, site) = shop(bed).await;
        let thanks =
            goal::New { name: "Thanks".into(), kind: goal::Kind::Address, matches: "/thanks".into(), minor: None };
        db.write_or(move |tx| {
            Box::pin(async move { goal::make(tx, &SystemRandom, at("08:00:00"), "s", thanks).await })
        })
        .await
        .unwrap();
        let look = |hash, time: &str, url: &'static str, referrer: &'static str| Arrival {
            url: Some(url.into()),
            visitor: Some(hash),
            referrer: Some(referrer.into()),
            agent: Some("Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0".into()),
            ..arrival(&site, Kind::View, time)
        };
        let day = |hash, orders: [&'static str; 2]| {
            let bought = |time: &str, order| Arrival {
                visitor: Some(hash),
                sold: Some(sold(order, 1_000, "EUR")),
                ..arrival(&site, Kind::Sale, time)
            };
            vec![
                look(hash, "09:00:00", "/bread", "https://www.reddit.com/"),
                look(hash, "09:05:00", "/thanks", "https://s.example/bread"),
                bought("09:05:01", orders[0]),
                look(hash, "15:00:00", "/bread", "https://www.google.com/"),
                look(hash, "15:05:00", "/thanks", "https://s.example/bread"),
                bought("15:05:01", orders[1]),
            ]
        };
        let sites = Arc::new(kept::Sites::from([(site.number, Arc::clone(&site))]));
        let keep = async |arrivals: Vec<Arrival<'static>>| {
            let sites = Arc::clone(&sites);
            db.write(move |tx| Box::pin(async move { kept::take(tx, &sites, &arrivals).await })).await.unwrap()
        };
        assert_eq!(keep(day(1, ["a1", "a2"])).await.visits, 2);
        for one in day(2, ["b1", "b2"]) {
            keep(vec![one]).await;
        }
        for (order, channel) in
            [("a1", Channel::PassedOn), ("b1", Channel::PassedOn), ("a2", Channel::Search), ("b2", Channel::Search)]
        {
            let sale = sale::by_order(&db, "s", order).await.unwrap();
            assert_eq!(sale.last_channel, Some(channel.number()), "{order}");
            assert_eq!(sale.first_channel, Some(Channel::PassedOn.number()), "{order}");
        }
        // Two orders and two goals of each.
        assert_eq!(total(&db).await.0, 8);
    });
}

#[test]
fn what_is_paid_back_counts_once_before_or_after_its_sale_and_never_below_nothing() {
    on_both(async |bed| {
        let (db, site) = shop(bed).await;
        let tell = |order, minor, id: &'static str| Arrival {
            sold: Some(sold(order, minor, "EUR")),
            id: Some(id.into()),
            visitor: None,
            ..arrival(&site, Kind::Sale, "10:00:00")
        };
        // Before its sale, and twice.
        let taken = take(&db, &site, vec![tell("1", -300, "r1"), tell("1", -300, "r1")]).await;
        assert_eq!(taken, Taken { refunds: 1, ..Taken::default() });
        assert_eq!(total(&db).await, (0, 0, 0), "what waits is no sale");
        take(&db, &site, vec![tell("1", 1_000, "s1")]).await;
        assert_eq!(total(&db).await, (1, 1_000, 300));
        take(&db, &site, vec![tell("1", -300, "r1"), tell("1", -200, "r2")]).await;
        assert_eq!(total(&db).await, (1, 1_000, 500));
        // More than was sold: nothing is left, and not less.
        take(&db, &site, vec![tell("1", -9_000, "r3")]).await;
        assert_eq!(total(&db).await, (1, 1_000, 1_000));
        let back =
            Refund { order: "1".into(), refund: "r4".into(), at: at("11:00:00"), money: Money::new(1, Currency::EUR) };
        let home = Arc::clone(&site);
        assert!(db.write(move |tx| Box::pin(async move { sale::refund(tx, &home, &back).await })).await.unwrap());
        assert_eq!(sums(&db, Model::Last).await.lines.values().next().unwrap().taken_back, 1);
        assert_eq!(sums(&db, Model::Last).await.lines.values().next().unwrap().net(), 0);
    });
}

#[test]
fn currencies_without_minor_units_and_without_a_rate_are_what_they_are() {
    on_both(async |bed| {
        let (db, site) = shop(bed).await;
        let tell = |order, minor, currency| Arrival {
            sold: Some(sold(order, minor, currency)),
            visitor: None,
            ..arrival(&site, Kind::Sale, "10:00:00")
        };
        let wild = vec![
            tell("1", 3_000, "JPY"),
            tell("2", 5, "EUX"),
            tell("3", i64::MIN, "EUR"),
            tell("4", i64::MAX, "EUR"),
            tell("", 5, "EUR"),
            Arrival { sold: None, ..tell("5", 1, "EUR") },
            Arrival { site: Some(99), ..tell("6", 1, "EUR") },
            tell("7", 700, "EUR"),
        ];
        assert_eq!(take(&db, &site, wild).await, Taken { sales: 2, refunds: 0, refused: 5 });
        assert_eq!(total(&db).await, (1, 700, 0));
        assert_eq!(sums(&db, Model::Last).await.without_rate["JPY"].minor, 3_000);
        let rate =
            Rate { currency: "JPY".into(), in_currency: "EUR".into(), day: DAY, rate: 0.006, source: String::new() };
        db.write_or(move |tx| Box::pin(async move { rate::put(tx, "s", &rate).await })).await.unwrap();
        assert_eq!(total(&db).await, (2, 700 + 1_800, 0));
        assert!(sums(&db, Model::Last).await.without_rate.is_empty());
    });
}

#[test]
fn what_a_browser_told_takes_what_the_server_says_of_it() {
    on_both(async |bed| {
        let (db, site) = shop(bed).await;
        visitor(&db, &site).await;
        let bought = Arrival {
            name: Some("bought".into()),
            sold: Some(sold("1", 99, "EUR")),
            ..arrival(&site, Kind::Event, "10:00:00")
        };
        let bought =
            |order, minor| Arrival { kind: Kind::Sale, sold: Some(sold(order, minor, "EUR")), ..bought.clone() };
        // No browser gives money back, and none buys for a program or for one's own people.
        let robot = Arrival { visitor: Some(66), ..bought("2", 99) };
        let own = Arrival { own: true, ..bought("3", 99) };
        let taken = take(&db, &site, vec![bought("1", 99), bought("1", -99), robot, own]).await;
        assert_eq!((taken.sales, taken.refunds), (1, 0));
        let new = New {
            order: "1".into(),
            goal: None,
            at: at("10:00:05"),
            money: Money::new(2_500, Currency::EUR),
            source: Source::Call,
            credit: Credit::default(),
        };
        let home = Arc::clone(&site);
        db.write(move |tx| Box::pin(async move { sale::put(tx, &home, &[new.clone(), new]).await })).await.unwrap();
        let kept = sale::by_order(&db, "s", "1").await.unwrap();
        assert_eq!((kept.minor, &*kept.source, kept.last_visit), (2_500, "call", Some(format!("{DAY}-2"))));
        assert_eq!(sale::of_site(&db, "s", (i64::MAX, ""), 10).await.unwrap().len(), 1);
    });
}
