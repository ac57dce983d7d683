//! Entered, spread, taken back, proposed and timed.

use std::sync::Arc;

use domain::{Activity, Currency, Money, Random, Side, SystemRandom, number_of};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use ledger::Fault;
use ledger::entry::{self, Amount, By, Entry, Kind, New, Source, Sums, What, sheet};
use ledger::mark::{self, Gone};
use ledger::rate::{self, Rate, Rates};
use ledger::seen::{self, Book, Booking, Who};
use ledger::timer;
use store::test_bed::{Bed, on_both};
use store::{Db, Sql};

fn now() -> Timestamp {
    "2026-11-26T08:00:00Z".parse().unwrap()
}

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn money(text: &str) -> Money {
    text.parse().unwrap()
}

fn by() -> By {
    By { site: "a".into(), name: "Ada".into(), today: day("2026-11-26") }
}

fn who(zone: &str) -> Who {
    Who { site: "a".into(), person: "p".into(), zone: TimeZone::get(zone).unwrap() }
}

/// A workspace with two sites, `a` and `b`, and a person `p`.
async fn room(bed: &Bed) -> Db {
    let made = bed.db.write(|tx| {
        Box::pin(async move {
            let room = "INSERT INTO workspace (id, name, sandbox, created_at) VALUES ('w', 'W', FALSE, 0)";
            Sql::new("room", room).execute(&mut *tx).await?;
            for site in ["a", "b"] {
                let add = "INSERT INTO site (id, workspace, address, name, created_at) VALUES ($1, 'w', $2, 'S', 0)";
                Sql::new("site", add).bind(site).bind(format!("https://{site}.example/")).execute(&mut *tx).await?;
            }
            let add = "INSERT INTO person (id, name, created_at) VALUES ('p', 'Ada', 0)";
            Sql::new("person", add).execute(&mut *tx).await?;
            Ok(())
        })
    });
    made.await.unwrap();
    bed.db.clone()
}

fn hours(on: &str, activity: Activity, minutes: i64) -> New {
    New {
        day: day(on),
        what: What::Activity(activity),
        network: None,
        campaign: None,
        page: None,
        amount: Amount::Hours { minutes, price: Some(money("30EUR")) },
        months: None,
        note: None,
    }
}

fn paid(on: &str, kind: Kind, what: &str) -> New {
    let amount = Amount::Paid(kind, money(what));
    New { what: What::Activity(Activity::Ad), network: Some("Facebook".into()), amount, ..hours(on, Activity::Ad, 1) }
}

async fn add(db: &Db, new: New) -> Result<Entry, Fault> {
    let random: Arc<dyn Random> = Arc::new(SystemRandom);
    db.write_or(move |tx| Box::pin(async move { entry::add(tx, &*random, now(), &by(), Source::Hand, new).await }))
        .await
}

async fn sums(db: &Db, from: &str, to: &str) -> Sums {
    let rates = Rates::of(db, "a", Currency::EUR).await.unwrap();
    entry::of_period(db, "a", &rates, &(number_of(day(from))..number_of(day(to)))).await.unwrap()
}

fn code<T: std::fmt::Debug>(refused: Result<T, Fault>) -> &'static str {
    match refused {
        Err(Fault::Wrong { code, .. }) => code,
        other => panic!("{other:?}"),
    }
}

#[test]
fn hours_and_money_are_entered_summed_and_taken_back() {
    on_both(async |bed| {
        let db = room(bed).await;
        let post = add(&db, hours("2026-11-02", Activity::Post, 90)).await.unwrap();
        add(&db, paid("2026-11-03", Kind::AdSpend, "120EUR")).await.unwrap();
        add(&db, New { what: What::Side(Side::Smm), ..paid("2026-11-30", Kind::Fee, "50EUR") }).await.unwrap_err();
        add(&db, New { what: What::Side(Side::Smm), ..paid("2026-11-20", Kind::Fee, "50EUR") }).await.unwrap();
        // A year's mending: a twelfth of it, by days, falls into November.
        add(&db, hours("2026-11-01", Activity::Mending, 365)).await.unwrap();
        let november = sums(&db, "2026-11-01", "2026-12-01").await;
        let smm = november.of(|group| group.side == Side::Smm).unwrap();
        assert_eq!((smm.minutes, smm.hours_minor, smm.ad_spend, smm.fee), (90, 4500, 12_000, 5_000));
        let smo = november.of(|group| group.side == Side::Smo).unwrap();
        assert_eq!((smo.minutes, smo.whole_minutes, smo.whole_minor), (30, 365, 18_250));
        assert_eq!(smo.hours_minor, 1_500);
        let facebook = november.of(|group| group.network.as_deref() == Some("facebook")).unwrap();
        assert_eq!(facebook.entries, 2);
        assert!(november.has_hours && november.missing == entry::Missing::default());
        // What lasts is carried on, and no more than the whole.
        let later = sums(&db, "2026-12-01", "2030-01-01").await;
        assert_eq!(later.of(|_| true).unwrap().minutes, 335);
        assert!(!sums(&db, "2026-01-01", "2026-11-01").await.has_hours);

        let id = post.id.clone();
        let undo = |at: Option<Timestamp>| {
            let id = id.clone();
            db.write_or(move |tx| {
                Box::pin(async move {
                    match at {
                        Some(at) => entry::undo(tx, at, "a", &id).await,
                        None => entry::redo(tx, "a", &id).await,
                    }
                })
            })
        };
        assert!(undo(Some(now())).await.unwrap().undone_at.is_some());
        assert_eq!(sums(&db, "2026-11-01", "2026-12-01").await.of(|group| group.side == Side::Smm).unwrap().minutes, 0);
        assert_eq!(undo(None).await.unwrap(), post);
        assert_eq!(sums(&db, "2026-11-01", "2026-12-01").await, november);
        // Of another site it is as good as none.
        let strange = db.write_or(move |tx| Box::pin(async move { entry::undo(tx, now(), "b", &post.id).await })).await;
        assert!(matches!(strange, Err(Fault::Unknown("entry"))));
    });
}

#[test]
fn what_cannot_be_said_is_told_as_missing_and_never_guessed() {
    on_both(async |bed| {
        let db = room(bed).await;
        let unpriced = Amount::Hours { minutes: 60, price: None };
        add(&db, New { amount: unpriced, ..hours("2026-11-02", Activity::Post, 1) }).await.unwrap();
        add(&db, paid("2026-11-10", Kind::AdSpend, "10USD")).await.unwrap();
        add(&db, paid("2026-11-10", Kind::AdSpend, "1000JPY")).await.unwrap();
        let before = sums(&db, "2026-11-01", "2026-12-01").await;
        assert_eq!(before.missing.unpriced_minutes, 60);
        assert_eq!(before.missing.without_rate, [("JPY".to_owned(), 1_000), ("USD".to_owned(), 1_000)].into());
        assert_eq!(before.of(|_| true).unwrap().cost(), 0);

        let rate = |currency: &str, on: &str, rate: f64| Rate {
            currency: currency.into(),
            in_currency: "EUR".into(),
            day: number_of(day(on)),
            rate,
            source: "European Central Bank".into(),
        };
        let rates = [
            rate("USD", "2026-11-01", 0.5),
            rate("USD", "2026-11-09", 0.9),
            rate("USD", "2026-11-11", 9.0),
            rate("JPY", "2026-11-10", 0.006),
        ];
        let wrong = [
            rate("EUR", "2026-11-01", 1.0),
            rate("EUX", "2026-11-01", 1.0),
            rate("USD", "2026-11-01", 0.0),
            rate("USD", "2026-11-01", f64::NAN),
        ];
        db.write_or(move |tx| {
            Box::pin(async move {
                for one in &wrong {
                    assert!(rate::put(&mut *tx, "a", one).await.is_err(), "{one:?}");
                }
                for one in &rates {
                    rate::put(&mut *tx, "a", one).await?;
                    rate::put(&mut *tx, "a", one).await?;
                }
                assert_eq!(entry::price(tx, "a", money("30EUR")).await?, 1);
                Ok::<_, Fault>(())
            })
        })
        .await
        .unwrap();
        let after = sums(&db, "2026-11-01", "2026-12-01").await;
        assert_eq!(after.missing, entry::Missing::default());
        let all = after.of(|_| true).unwrap();
        assert_eq!((all.hours_minor, all.ad_spend), (3_000, 900 + 600));
    });
}

#[test]
fn what_is_no_entry_is_refused_and_told_why() {
    on_both(async |bed| {
        let db = room(bed).await;
        let good = || hours("2026-11-02", Activity::Post, 60);
        for (new, why) in [
            (hours("2026-11-28", Activity::Post, 60), "day_to_come"),
            (hours("1999-12-31", Activity::Post, 60), "day_too_early"),
            (hours("2026-11-02", Activity::Post, 0), "minutes_wrong"),
            (hours("2026-11-02", Activity::Post, 1_000_000), "minutes_wrong"),
            (New { what: What::Side(Side::Other), ..good() }, "side_unknown"),
            (New { months: Some(61), ..good() }, "months_wrong"),
            (New { page: Some("javascript:alert(1)".into()), ..good() }, "page_invalid"),
            (New { note: Some("x".repeat(501)), ..good() }, "text_too_long"),
            (New { note: Some("two\nlines".into()), ..good() }, "text_invalid"),
            (paid("2026-11-02", Kind::Fee, "0EUR"), "amount_wrong"),
            (
                New { amount: Amount::Paid(Kind::Fee, Money::new(5, "EUX".parse().unwrap())), ..good() },
                "currency_unknown",
            ),
        ] {
            assert_eq!(code(add(&db, new.clone()).await), why, "{new:?}");
        }
        let page = New { page: Some("https://a.example/bread?x=1#top".into()), ..good() };
        assert_eq!(add(&db, page).await.unwrap().page.as_deref(), Some("/bread?x=1"));
    });
}

#[test]
fn a_sheet_is_entered_once_and_may_be_taken_along() {
    on_both(async |bed| {
        let db = room(bed).await;
        let otherwise = sheet::Otherwise { what: None, price: Some(money("30EUR")), currency: Currency::EUR };
        let enter = async |text: String, site: &'static str| {
            let rows = sheet::read(text.as_bytes(), site, &otherwise)?;
            let by = By { site: site.into(), ..by() };
            db.write_or(move |tx| Box::pin(async move { entry::add_sheet(tx, now(), &by, rows).await })).await
        };
        let text = "day,activity,minutes,amount,kind\n2026-11-02,post,10,,\n2026-11-02,post,10,,\n2026-11-03,ad,,5.50,ad_spend\n";
        assert_eq!(enter(text.to_owned(), "a").await.unwrap(), 3);
        assert_eq!(enter(text.to_owned(), "a").await.unwrap(), 0);
        assert_eq!(code(enter(format!("{text}2026-12-24,post,10,,\n"), "a").await), "day_to_come");
        let all = entry::of_site(&db, "a", (0, i64::MAX), (i64::MAX, ""), 10).await.unwrap();
        assert_eq!(all.len(), 3);
        let mut written = sheet::head();
        for entry in &all {
            written.extend(sheet::written(entry));
        }
        let written = String::from_utf8(written).unwrap();
        assert_eq!(enter(written.clone(), "a").await.unwrap(), 0);
        // Taken to another site they are other entries.
        assert_eq!(enter(written, "b").await.unwrap(), 3);
    });
}

#[test]
fn hours_are_proposed_from_what_was_seen_and_booked_only_when_somebody_says_so() {
    on_both(async |bed| {
        let db = room(bed).await;
        let random: Arc<dyn Random> = Arc::new(SystemRandom);
        // On the site's wall it is Monday already: in UTC it was still Sunday.
        let begin: Timestamp = "2026-11-22T23:30:00Z".parse().unwrap();
        let who = who("Europe/Zurich");
        let at = move |minute: i64| begin + SignedDuration::from_mins(minute);
        db.write_or(move |tx| {
            Box::pin(async move {
                for minute in 0..50 {
                    seen::note(&mut *tx, at(minute), "a", "p", Activity::Post).await?;
                    // The same minute on another site's screen is no other minute.
                    seen::note(&mut *tx, at(minute), "b", "p", Activity::Reply).await?;
                }
                for minute in 1_500..1_510 {
                    seen::note(&mut *tx, at(minute), "a", "p", Activity::Post).await?;
                }
                for minute in 2_000..2_030 {
                    seen::note(&mut *tx, at(minute), "a", "p", Activity::Reply).await?;
                }
                Ok::<_, Fault>(())
            })
        })
        .await
        .unwrap();
        let monday = day("2026-11-23");
        let open = async || seen::open(&db, &who, monday, now()).await.unwrap();
        let told: Vec<(Activity, i64)> = open().await.iter().map(|it| (it.activity, it.minutes())).collect();
        assert_eq!(told, [(Activity::Post, 60), (Activity::Reply, 30)]);
        assert!(seen::open(&db, &Who { site: "b".into(), ..who.clone() }, monday, now()).await.unwrap().is_empty());
        assert_eq!(seen::open_before(&db, &who, day("2026-11-30")).await.unwrap(), Some(monday));
        assert!(!sums(&db, "2026-11-01", "2026-12-01").await.has_hours, "nothing is booked unasked");

        let item = |activity, minutes| Book { activity, minutes, note: None };
        let book = |items: Vec<Book>, until: Timestamp| {
            let (random, who) = (Arc::clone(&random), who.clone());
            db.write_or(move |tx| {
                Box::pin(async move {
                    let booking = Booking { monday, until, price: Some(money("30EUR")), items };
                    seen::book(tx, &*random, now(), &by(), &who, &booking).await
                })
            })
        };
        // An hour was more than one: it is shared out over the days as what was seen.
        let ids = book(vec![item(Activity::Post, Some(90))], now()).await.unwrap();
        let mut entries = Vec::new();
        for id in &ids {
            entries.push(entry::by_id(&db, "a", id).await.unwrap());
        }
        let days: Vec<(i64, Option<i64>)> = entries.iter().map(|it| (it.day, it.minutes)).collect();
        assert_eq!(days, [(number_of(monday), Some(75)), (number_of(monday) + 1, Some(15))]);
        assert_eq!(code(book(vec![item(Activity::Post, None)], now()).await), "nothing_open");
        // What came after somebody looked is not in it.
        assert_eq!(code(book(vec![item(Activity::Reply, None)], at(1_999)).await), "nothing_open");

        // Taken back, it is proposed again; booked anew, the first entry stays out.
        let (first, second) = (ids[0].clone(), ids[1].clone());
        db.write_or(move |tx| {
            Box::pin(async move {
                entry::undo(&mut *tx, now(), "a", &first).await?;
                entry::undo(tx, now(), "a", &second).await
            })
        })
        .await
        .unwrap();
        assert_eq!(open().await.len(), 2);
        book(vec![item(Activity::Post, None), item(Activity::Reply, None)], now()).await.unwrap();
        assert!(open().await.is_empty());
        let first = ids[0].clone();
        assert_eq!(
            code(db.write_or(move |tx| Box::pin(async move { entry::redo(tx, "a", &first).await })).await),
            "booked_anew"
        );
    });
}

#[test]
fn what_was_no_work_is_not_proposed_and_may_be_proposed_again() {
    on_both(async |bed| {
        let db = room(bed).await;
        let (who, monday) = (who("UTC"), day("2026-11-23"));
        let at: Timestamp = "2026-11-24T10:00:00Z".parse().unwrap();
        let (one, other) = (who.clone(), who.clone());
        db.write(move |tx| {
            Box::pin(async move {
                seen::note(&mut *tx, at, "a", "p", Activity::Card).await?;
                assert_eq!(seen::dismiss(tx, &one, monday, now()).await?, 1);
                Ok(())
            })
        })
        .await
        .unwrap();
        assert!(seen::open(&db, &who, monday, now()).await.unwrap().is_empty());
        db.write(move |tx| Box::pin(async move { seen::propose_again(tx, &other, monday, now()).await }))
            .await
            .unwrap();
        assert_eq!(seen::open(&db, &who, monday, now()).await.unwrap().len(), 1);
    });
}

#[test]
fn a_timer_becomes_an_entry_and_a_forgotten_one_asks() {
    on_both(async |bed| {
        let db = room(bed).await;
        let who = who("UTC");
        let start = |at: Timestamp| {
            let who = who.clone();
            db.write_or(move |tx| {
                Box::pin(async move { timer::start(tx, at, &who, Activity::Reply, Some("X"), None).await })
            })
        };
        let stop = |at: Timestamp, minutes: Option<i64>| {
            let who = who.clone();
            db.write_or(move |tx| {
                Box::pin(
                    async move { timer::stop(tx, &SystemRandom, at, &by(), &who, Some(money("30EUR")), minutes).await },
                )
            })
        };
        let begun: Timestamp = "2026-11-26T02:00:00Z".parse().unwrap();
        start(begun).await.unwrap();
        assert_eq!(code(start(now()).await), "timer_runs");
        // What was seen meanwhile is the timer's.
        db.write(move |tx| {
            Box::pin(
                async move { seen::note(tx, begun + SignedDuration::from_mins(5), "a", "p", Activity::Reply).await },
            )
        })
        .await
        .unwrap();
        assert_eq!(code(stop(now(), None).await), "timer_long");
        assert!(timer::of(&db, "p").await.unwrap().is_some(), "it still runs");
        let entry = stop(now(), Some(45)).await.unwrap();
        assert_eq!((entry.minutes, entry.network.as_deref(), &*entry.source), (Some(45), Some("x"), "timer"));
        assert!(matches!(stop(now(), None).await, Err(Fault::Unknown("timer"))));
        assert!(seen::open(&db, &who, day("2026-11-23"), now()).await.unwrap().is_empty());
        start(now()).await.unwrap();
        assert_eq!(stop(now() + SignedDuration::from_secs(20 * 60 + 29), None).await.unwrap().minutes, Some(20));
    });
}

#[test]
fn an_audit_marks_once_what_it_saw_gone() {
    on_both(async |bed| {
        let db = room(bed).await;
        for _ in 0..2 {
            let gone = Gone { audit: "x".into(), findings: 131, pages: 31 };
            db.write(move |tx| Box::pin(async move { mark::mended(tx, now(), "a", &gone).await })).await.unwrap();
        }
        let today = number_of(day("2026-11-26"));
        let marks = mark::of_site(&db, "a", (today, today + 1)).await.unwrap();
        assert_eq!(marks.len(), 1);
        assert_eq!(marks[0].says, "131 faults are gone, from 31 pages or more");
        let id = marks[0].id.clone();
        db.write_or(move |tx| Box::pin(async move { mark::remove(tx, "a", &id, Some(now())).await })).await.unwrap();
        assert!(mark::of_site(&db, "a", (0, i64::MAX)).await.unwrap().is_empty());
    });
}
