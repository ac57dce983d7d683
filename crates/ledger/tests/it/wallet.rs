//! The wallet: reserved, spent, given back; and nobody takes more than is there.

use domain::Micros;
use jiff::Timestamp;
use ledger::Fault;
use ledger::entry;
use ledger::wallet::{self, Ask, Asked, Line, Low, New, Short, Spend, State};
use store::test_bed::{Bed, on_both};
use store::{Db, Sql};

const LINK: i64 = 200_000;
const PLAIN: i64 = 15_000;

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn november() -> Timestamp {
    at("2026-11-26T08:00:00Z")
}

fn usd(micros: i64) -> Micros {
    Micros::new(micros, "USD".parse().unwrap())
}

/// A workspace with a site, and so much to spend in a month.
async fn room(bed: &Bed, micros: i64) -> Db {
    let made = bed.db.write(|tx| {
        Box::pin(async move {
            let room = "INSERT INTO workspace (id, name, sandbox, created_at) VALUES ('w', 'W', FALSE, 0)";
            Sql::new("room", room).execute(&mut *tx).await?;
            let add = "INSERT INTO site (id, workspace, address, name, created_at) VALUES ('s', 'w', 'https://a.example/', 'S', 0)";
            Sql::new("site", add).execute(tx).await
        })
    });
    made.await.unwrap();
    keep(&bed.db, usd(micros), 0).await.unwrap();
    bed.db.clone()
}

async fn keep(db: &Db, amount: Micros, version: i64) -> Result<(), Fault> {
    let new = New { amount, zone: "Europe/Berlin".into(), version };
    db.write_or(move |tx| Box::pin(async move { wallet::keep(tx, november(), ("w", "Ada"), &new).await })).await
}

/// What came of asking for so much: `Ok` with what is told, or why not.
async fn reserve_at(db: &Db, now: Timestamp, delivery: &str, price: Micros) -> Result<Option<Low>, Short> {
    let ask = Ask {
        delivery: delivery.to_owned(),
        workspace: "w".into(),
        site: "s".into(),
        post: "p".into(),
        network: "x".into(),
        price,
    };
    let asked = db.write(move |tx| Box::pin(async move { wallet::reserve(tx, now, &ask).await })).await.unwrap();
    match asked {
        Asked::Taken(taken) => Ok(taken.low),
        Asked::Short(short) => Err(short),
    }
}

async fn reserve(db: &Db, delivery: &str, micros: i64) -> Result<Option<Low>, Short> {
    reserve_at(db, november(), delivery, usd(micros)).await
}

async fn spend_at(db: &Db, now: Timestamp, delivery: &str, price: Option<Micros>) -> bool {
    let spend = Spend {
        delivery: delivery.to_owned(),
        workspace: "w".into(),
        site: "s".into(),
        post: "p".into(),
        network: "x".into(),
        campaign: Some("winter".into()),
        page: Some("https://a.example/rye".into()),
        price,
    };
    db.write(move |tx| Box::pin(async move { wallet::spend(tx, now, &spend).await })).await.unwrap()
}

async fn spend(db: &Db, delivery: &str) -> bool {
    spend_at(db, november(), delivery, None).await
}

async fn release(db: &Db, delivery: &'static str) {
    db.write(move |tx| Box::pin(async move { wallet::release(tx, november(), delivery).await })).await.unwrap();
}

/// Spent, reserved and left of a month.
async fn stands(db: &Db, month: &str) -> (i64, i64, i64) {
    let wallet = wallet::of(db, "w").await.unwrap().unwrap();
    let sums = wallet::sums(db, "w", &wallet, month).await.unwrap();
    (sums.spent.micros, sums.reserved.micros, sums.left.micros)
}

async fn lines(db: &Db, month: &str) -> Vec<Line> {
    wallet::lines(db, "w", month, 99).await.unwrap()
}

#[test]
fn of_two_who_want_the_last_money_at_once_one_gets_it() {
    on_both(async |bed| {
        let db = room(bed, 10 * LINK).await;
        for round in 0..3 {
            let names: Vec<String> = (0..4).map(|n| format!("d{round}-{n}")).collect();
            let (a, b, c, d) = tokio::join!(
                reserve(&db, &names[0], LINK),
                reserve(&db, &names[1], LINK),
                reserve(&db, &names[2], LINK),
                reserve(&db, &names[3], LINK),
            );
            let got = [a, b, c, d].iter().filter(|asked| asked.is_ok()).count();
            let (_, reserved, left) = stands(&db, "2026-11").await;
            assert_eq!(reserved + left, 10 * LINK);
            assert_eq!(got, [4, 4, 2][round]);
        }
        assert_eq!(stands(&db, "2026-11").await, (0, 10 * LINK, 0));
        assert_eq!(reserve(&db, "late", 1).await, Err(Short::Left(usd(0))));
    });
}

#[test]
fn a_delivery_has_one_reservation_is_spent_once_and_is_an_entry_with_its_id() {
    on_both(async |bed| {
        let db = room(bed, LINK).await;
        for _ in 0..3 {
            reserve(&db, "d", LINK).await.unwrap();
        }
        assert_eq!(stands(&db, "2026-11").await, (0, LINK, 0));
        assert!(spend(&db, "d").await);
        assert!(!spend(&db, "d").await, "told twice, it is spent once");
        // Whoever tries what was spent has paid.
        reserve(&db, "d", LINK).await.unwrap();
        release(&db, "d").await;
        assert_eq!(stands(&db, "2026-11").await, (LINK, 0, 0));
        let entry = entry::by_id(&db, "s", "d").await.unwrap();
        assert_eq!((entry.minor, entry.currency.as_deref()), (Some(20), Some("USD")));
        assert_eq!(
            (&*entry.side, entry.activity.as_deref(), entry.network.as_deref()),
            ("smm", Some("post"), Some("x"))
        );
        assert_eq!(
            (&*entry.source, entry.campaign.as_deref(), entry.page.as_deref()),
            ("wallet", Some("winter"), Some("/rye"))
        );
        assert_eq!(lines(&db, "2026-11").await[0].entry.as_deref(), Some("d"));
    });
}

#[test]
fn what_was_not_charged_goes_back_and_may_be_taken_again() {
    on_both(async |bed| {
        let db = room(bed, LINK).await;
        reserve(&db, "d", LINK).await.unwrap();
        assert_eq!(reserve(&db, "e", PLAIN).await, Err(Short::Left(usd(0))));
        release(&db, "d").await;
        assert!(!spend(&db, "d").await, "nothing is reserved, and nobody says what it took");
        assert!(lines(&db, "2026-11").await.is_empty());
        reserve(&db, "e", LINK).await.unwrap();
        assert_eq!(reserve(&db, "d", LINK).await, Err(Short::Left(usd(0))));
    });
}

#[test]
fn cents_add_up_over_prices_that_are_none() {
    on_both(async |bed| {
        let db = room(bed, 1_000_000).await;
        let mut entered = Vec::new();
        for n in 0..4 {
            let name = format!("d{n}");
            reserve(&db, &name, PLAIN).await.unwrap();
            assert!(spend(&db, &name).await);
            entered.push(entry::by_id(&db, "s", &name).await.unwrap().minor.unwrap());
        }
        assert_eq!(entered, [2, 1, 2, 1]);
        // Three tenths of a cent make no coin, the next ones do.
        for n in 0..3 {
            let name = format!("s{n}");
            reserve(&db, &name, 3_000).await.unwrap();
            assert!(spend(&db, &name).await);
        }
        let made = |line: &Line| line.entry.is_some();
        assert_eq!(lines(&db, "2026-11").await.iter().filter(|line| made(line)).count(), 5);
        assert_eq!(stands(&db, "2026-11").await.0, 69_000);
    });
}

#[test]
fn a_price_that_rises_is_taken_anew_if_it_is_there_and_else_nothing_is_held() {
    on_both(async |bed| {
        let db = room(bed, LINK).await;
        reserve(&db, "d", PLAIN).await.unwrap();
        reserve(&db, "d", LINK).await.unwrap();
        assert_eq!(stands(&db, "2026-11").await, (0, LINK, 0));
        assert_eq!(reserve(&db, "d", LINK + 1).await, Err(Short::Left(usd(LINK))));
        assert_eq!(stands(&db, "2026-11").await, (0, 0, LINK));
        // What is known to be live was charged as it was reserved.
        reserve(&db, "d", PLAIN).await.unwrap();
        assert!(spend_at(&db, november(), "d", Some(usd(LINK))).await);
        assert_eq!(stands(&db, "2026-11").await.0, PLAIN);
    });
}

#[test]
fn a_wallet_that_is_lowered_gives_nothing_new_and_takes_nothing_back() {
    on_both(async |bed| {
        let db = room(bed, 2 * LINK).await;
        reserve(&db, "d", LINK).await.unwrap();
        keep(&db, usd(PLAIN), 1).await.unwrap();
        assert_eq!(stands(&db, "2026-11").await, (0, LINK, 0));
        reserve(&db, "d", LINK).await.unwrap();
        assert_eq!(reserve(&db, "e", PLAIN).await, Err(Short::Left(usd(0))));
        assert!(spend(&db, "d").await);
        keep(&db, usd(0), 2).await.unwrap();
        assert_eq!(reserve(&db, "f", 1).await, Err(Short::Left(usd(0))));
        assert_eq!(stands(&db, "2026-11").await, (LINK, 0, 0));
    });
}

#[test]
fn money_is_of_the_month_on_the_wall_in_which_the_last_step_left() {
    on_both(async |bed| {
        let db = room(bed, LINK).await;
        // Half an hour before December in Berlin, which is an hour ahead.
        let (last, first) = (at("2026-11-30T22:30:00Z"), at("2026-11-30T23:30:00Z"));
        reserve_at(&db, last, "d", usd(LINK)).await.unwrap();
        reserve_at(&db, last, "e", usd(LINK)).await.unwrap_err();
        // Found out in December that it left in November: that month paid it.
        reserve_at(&db, first, "e", usd(LINK)).await.unwrap();
        assert!(spend_at(&db, first, "d", None).await);
        assert_eq!((stands(&db, "2026-11").await, stands(&db, "2026-12").await), ((LINK, 0, 0), (0, LINK, 0)));
        // One that is tried anew in another month takes that one's money.
        let january = at("2027-01-02T08:00:00Z");
        reserve_at(&db, january, "e", usd(LINK)).await.unwrap();
        assert_eq!((stands(&db, "2026-12").await.2, stands(&db, "2027-01").await), (LINK, (0, LINK, 0)));
    });
}

#[test]
fn a_wallet_pays_in_its_own_currency_alone_and_changing_it_frees_nothing() {
    on_both(async |bed| {
        let db = room(bed, LINK).await;
        let euro = |micros| Micros::new(micros, "EUR".parse().unwrap());
        reserve(&db, "d", LINK).await.unwrap();
        keep(&db, euro(5_000_000), 1).await.unwrap();
        assert_eq!(reserve(&db, "e", PLAIN).await, Err(Short::Currency("EUR".parse().unwrap())));
        reserve_at(&db, november(), "f", euro(LINK)).await.unwrap();
        // What is held already is held in its own, and counts again where the wallet is of it again.
        reserve(&db, "d", LINK).await.unwrap();
        keep(&db, usd(LINK), 2).await.unwrap();
        assert_eq!(stands(&db, "2026-11").await, (0, LINK, 0));
        assert_eq!(lines(&db, "2026-11").await.len(), 2);
    });
}

#[test]
fn without_a_wallet_nothing_is_taken_and_what_a_copy_of_this_house_paid_counts() {
    on_both(async |bed| {
        let db = room(bed, LINK).await;
        let nobody = Ask {
            delivery: "d".into(),
            workspace: "other".into(),
            site: "s".into(),
            post: "p".into(),
            network: "x".into(),
            price: usd(PLAIN),
        };
        let asked = db.write(move |tx| Box::pin(async move { wallet::reserve(tx, november(), &nobody).await })).await;
        assert!(matches!(asked.unwrap(), Asked::Short(Short::NoWallet)));
        // Restored from before: it stands outside, and nothing here says that it was paid.
        assert!(spend_at(&db, november(), "r", Some(usd(LINK))).await);
        assert!(!spend_at(&db, november(), "r", Some(usd(LINK))).await);
        assert_eq!(stands(&db, "2026-11").await, (LINK, 0, 0));
        assert_eq!(lines(&db, "2026-11").await[0].state(), State::Spent);
    });
}

#[test]
fn that_little_is_left_is_told_once_a_month() {
    on_both(async |bed| {
        let db = room(bed, 10 * LINK).await;
        for n in 0..7 {
            assert_eq!(reserve(&db, &format!("d{n}"), LINK).await, Ok(None));
        }
        let low = reserve(&db, "d7", LINK).await.unwrap().unwrap();
        assert_eq!((&*low.month, low.taken, low.approved), ("2026-11", usd(8 * LINK), usd(10 * LINK)));
        assert_eq!(reserve(&db, "d8", LINK).await, Ok(None));
        keep(&db, usd(100 * LINK), 1).await.unwrap();
        assert_eq!(reserve(&db, "d9", 90 * LINK).await, Ok(None), "once a month");
        let december = at("2026-12-24T08:00:00Z");
        let low = reserve_at(&db, december, "e", usd(90 * LINK)).await.unwrap().unwrap();
        assert_eq!(&*low.month, "2026-12");
    });
}

#[test]
fn what_cannot_be_a_wallet_is_refused_with_the_reason() {
    on_both(async |bed| {
        let db = room(bed, LINK).await;
        let refused = async |amount: Micros, zone: &str, version| {
            let new = New { amount, zone: zone.to_owned(), version };
            let kept =
                db.write_or(move |tx| Box::pin(async move { wallet::keep(tx, november(), ("w", "Ada"), &new).await }));
            match kept.await {
                Err(Fault::Wrong { code, .. }) => code,
                other => panic!("{other:?}"),
            }
        };
        assert_eq!(refused(usd(-1), "UTC", 1).await, "amount_wrong");
        assert_eq!(refused(usd(i64::MAX), "UTC", 1).await, "amount_wrong");
        assert_eq!(refused(Micros::new(1, "EUX".parse().unwrap()), "UTC", 1).await, "currency_unknown");
        assert_eq!(refused(usd(1), "Mars/Olympus", 1).await, "zone_unknown");
        assert_eq!(refused(usd(1), "UTC", 7).await, "changed_meanwhile");
        assert_eq!(wallet::of(&db, "w").await.unwrap().unwrap().approved(), usd(LINK));
    });
}

#[test]
fn what_a_site_spent_stays_spent_when_the_site_goes() {
    on_both(async |bed| {
        let db = room(bed, LINK).await;
        reserve(&db, "d", LINK).await.unwrap();
        db.write(|tx| Box::pin(async move { Sql::new("gone", "DELETE FROM site").execute(tx).await })).await.unwrap();
        assert!(spend(&db, "d").await);
        assert_eq!(stands(&db, "2026-11").await, (LINK, 0, 0));
        let line = lines(&db, "2026-11").await.remove(0);
        assert_eq!((line.site_name, line.entry), (None, None));
        assert!(matches!(entry::by_id(&db, "s", "d").await, Err(Fault::Unknown(_))));
    });
}
