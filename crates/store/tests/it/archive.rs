//! The archive: from one engine to the other and back, whole, while others write.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use store::archive::{self, Counted};
use store::queue::{self, NewJob};
use store::test_bed::{Bed, empty, engines, on_both_empty};
use store::{Db, Fault, Sql};

fn now() -> Timestamp {
    Timestamp::from_second(1_772_000_000).unwrap()
}

async fn enqueue(db: &Db, kind: &'static str, n: i64) -> Result<queue::Enqueued, Fault> {
    let job = NewJob { kind, payload: json!({ "n": n, "ö": "“" }), due: now(), dedup: None, priority: n };
    db.write(|tx| Box::pin(queue::enqueue(tx, job, now()))).await
}

type Job = (i64, String, String, Option<String>, i64, Option<i64>, i64);

async fn jobs(db: &Db) -> Vec<Job> {
    Sql::new("jobs", "SELECT id, kind, payload, outcome, priority, ended_at, lease_token FROM job ORDER BY id")
        .fetch_all(db)
        .await
        .unwrap()
}

async fn archived(db: &Db) -> (Vec<u8>, Counted) {
    let mut bytes = Vec::new();
    let counted = archive::write(db, &mut bytes).await.unwrap();
    (bytes, counted)
}

async fn restored(bytes: &[u8], into: &Bed) -> Result<Counted, Fault> {
    archive::restore(&into.db, std::io::Cursor::new(bytes.to_vec())).await
}

#[tokio::test(flavor = "multi_thread")]
async fn it_goes_from_engine_to_engine_and_back_while_others_write() {
    for engine in engines() {
        let first = empty(engine).await;
        first.db.migrate().await.unwrap();
        for n in 0..500 {
            enqueue(&first.db, "before", n).await.unwrap();
        }
        let claim = queue::claim(&first.db, &["before"], now(), SignedDuration::from_secs(60)).await.unwrap().unwrap();
        let done = first.db.write(move |tx| Box::pin(async move { queue::complete(tx, &claim, "done", now()).await }));
        done.await.unwrap();

        let stop = Arc::new(AtomicBool::new(false));
        let (busy, told) = (first.db.clone(), stop.clone());
        let writer = tokio::spawn(async move {
            let mut n = 0;
            while !told.load(Ordering::Relaxed) {
                enqueue(&busy, "meanwhile", n).await.unwrap();
                n += 1;
            }
        });
        let (bytes, counted) = archived(&first.db).await;
        stop.store(true, Ordering::Relaxed);
        writer.await.unwrap();

        let mut last = bytes;
        let mut expected: Option<Vec<Job>> = None;
        for engine in engines().into_iter().rev().chain([engine]) {
            let bed = empty(engine).await;
            assert_eq!(restored(&last, &bed).await.unwrap(), counted);
            let here = jobs(&bed.db).await;
            assert_eq!(here.len() as u64, counted["job"]);
            assert_eq!(here.iter().filter(|job| job.1 == "before").count(), 500);
            assert_eq!(here.iter().filter(|job| job.3.as_deref() == Some("done")).count(), 1);
            // What was written meanwhile is there up to one moment.
            let meanwhile: Vec<i64> = here.iter().filter(|job| job.1 == "meanwhile").map(|job| job.4).collect();
            assert!((0..).zip(&meanwhile).all(|(n, it)| n == *it), "{meanwhile:?}");
            assert_eq!(expected.get_or_insert_with(|| here.clone()), &here);
            last = archived(&bed.db).await.0;
            // Ids go on behind those that are there, and the schema is this program's.
            let next = enqueue(&bed.db, "after", 0).await.unwrap().id;
            assert!(here.iter().all(|job| job.0 < next));
            let migrated = bed.db.migrate().await.unwrap();
            assert_eq!(migrated.from, migrated.to);
        }
    }
}

#[test]
fn one_that_was_cut_or_does_not_fit_leaves_the_database_empty() {
    on_both_empty(async |bed| {
        let source = empty(bed.engine()).await;
        source.db.migrate().await.unwrap();
        for n in 0..50 {
            enqueue(&source.db, "bake", n).await.unwrap();
        }
        let (bytes, _) = archived(&source.db).await;
        for cut in [0, 10, bytes.len() / 2, bytes.len() - 9] {
            assert!(matches!(restored(&bytes[..cut], bed).await, Err(Fault::Archive { .. })), "{cut}");
        }
        assert!(matches!(restored(b"no gzip", bed).await, Err(Fault::Archive { .. })));
        let text = unpacked(&bytes);
        for (from, to) in [("\"table\":\"job\"", "\"table\":\"jab\""), ("\"kind\"", "\"kinds\""), ("[7,", "[\"7\",")] {
            let changed = packed(&text.replacen(from, to, 1));
            assert!(matches!(restored(&changed, bed).await, Err(Fault::Archive { .. })), "{to}");
        }
        let newer = packed(&text.replacen("\"schema\":", "\"schema\":9", 1));
        assert!(matches!(restored(&newer, bed).await, Err(Fault::Newer { .. })));
        // All that failed left nothing; so there is room, once.
        restored(&bytes, bed).await.unwrap();
        let fault = restored(&bytes, bed).await.unwrap_err();
        assert!(fault.to_string().contains("the database is not empty"), "{fault}");
        assert_eq!(jobs(&bed.db).await.len(), 50);
    });
}

fn unpacked(bytes: &[u8]) -> String {
    std::io::read_to_string(flate2::read::GzDecoder::new(bytes)).unwrap()
}

fn packed(text: &str) -> Vec<u8> {
    let mut bytes = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    std::io::Write::write_all(&mut bytes, text.as_bytes()).unwrap();
    bytes.finish().unwrap()
}
