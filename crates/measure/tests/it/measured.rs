//! How a site is measured.

use std::sync::Arc;

use domain::{NetworkId, Random, SystemRandom};
use measure::measured::{self, Known, Refused, Settings, Signals};
use store::test_bed::{Bed, on_both};
use store::{Db, Sql};

async fn sites(bed: &Bed) -> Db {
    let made = bed.db.write(|tx| {
        Box::pin(async move {
            for text in [
                "INSERT INTO workspace (id, name, sandbox, created_at) VALUES ('w', 'W', FALSE, 0)",
                "INSERT INTO site (id, workspace, address, name, created_at) VALUES ('s', 'w', 'https://s.example/', 'S', 0)",
                "INSERT INTO site (id, workspace, address, name, created_at) VALUES ('t', 'w', 'https://t.example/', 'T', 0)",
            ] {
                Sql::new("room", text).execute(&mut *tx).await?;
            }
            Ok(())
        })
    });
    made.await.unwrap();
    bed.db.clone()
}

async fn keep(db: &Db, version: i64, settings: &Settings) -> Result<(), Refused> {
    let settings = settings.clone();
    db.write_or(move |tx| Box::pin(async move { measured::keep(tx, "s", version, &settings).await })).await
}

#[test]
fn a_site_has_one_row_and_its_settings_are_known_to_all_soon() {
    on_both(async |bed| {
        let (db, random): (_, Arc<dyn Random>) = (sites(bed).await, Arc::new(SystemRandom));
        let known = Known::default();
        known.refresh(&db).await.unwrap();
        let (one, again) = tokio::join!(measured::of(&db, &random, "s"), measured::of(&db, &random, "s"));
        let (one, other) = (one.unwrap(), measured::of(&db, &random, "t").await.unwrap());
        assert_eq!(one, again.unwrap());
        assert!(one.number != other.number && one.key != other.key);
        assert!(measured::of(&db, &random, "nowhere").await.is_err());
        assert_eq!(one.all_hosts(), ["s.example"]);

        let mut settings = one.settings.clone();
        settings.zone = "Europe/Zurich".to_owned();
        settings.hosts = vec!["https://Shop.S.example/".to_owned()];
        settings.own = vec!["203.0.113.7".to_owned(), "2001:db8::1/32".to_owned()];
        settings.posts = Some(vec![NetworkId::new("x")]);
        settings.signals = Signals::Skip;
        keep(&db, one.version, &settings).await.unwrap();
        assert!(matches!(keep(&db, one.version, &settings).await, Err(Refused::Changed)));
        known.refresh(&db).await.unwrap();
        let now = known.by_key(&one.key).unwrap();
        assert_eq!(now, known.by_site("s").unwrap());
        assert_eq!(now.settings.hosts, ["shop.s.example"]);
        assert_eq!(now.settings.own, ["203.0.113.7/32", "2001:db8::/32"]);
        assert_eq!(now.settings.posts, settings.posts);
        let midnight = "2026-11-25T23:30:00Z".parse().unwrap();
        assert_eq!(now.day(midnight).0.to_string(), "2026-11-26");

        for wrong in [
            Settings { zone: "Mars/Olympus".to_owned(), ..settings.clone() },
            Settings { hosts: vec!["a b".to_owned()], ..settings.clone() },
            Settings { own: vec!["203.0.113.0/99".to_owned()], ..settings.clone() },
            Settings { margin: Some(101), ..settings.clone() },
            Settings { raw_days: 0, ..settings.clone() },
        ] {
            assert!(matches!(keep(&db, now.version, &wrong).await, Err(Refused::Wrong(_))), "{wrong:?}");
        }
    });
}
