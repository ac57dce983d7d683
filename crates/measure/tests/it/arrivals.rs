//! From the moment in which they come in to rows and sums.

use std::fs::{self, File, OpenOptions};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use domain::SystemRandom;
use jiff::{SignedDuration, Timestamp};
use measure::arrivals::read::{self, Round};
use measure::arrivals::record::{self, Found};
use measure::arrivals::{Arrival, Arrivals, Kind, counts, salt};
use store::test_bed::{Bed, on_both};
use store::{Db, Sql};
use tempfile::TempDir;

fn now() -> Timestamp {
    "2026-11-26T08:00:00Z".parse().unwrap()
}

/// A site with the links `one` and `two`.
async fn links(bed: &Bed) -> Db {
    let made = bed.db.write(|tx| {
        Box::pin(async move {
            for text in [
                "INSERT INTO workspace (id, name, sandbox, created_at) VALUES ('w', 'W', FALSE, 0)",
                "INSERT INTO site (id, workspace, address, name, created_at) VALUES ('s', 'w', 'https://s.example/', 'S', 0)",
            ] {
                Sql::new("room", text).execute(&mut *tx).await?;
            }
            for code in ["one", "two"] {
                let add = "INSERT INTO link (code, site, target, activity, form, made_by, made_at, changed) \
                           VALUES ($1, 's', 'https://s.example/', 'post', 'page', 'Ada', 0, 1)";
                Sql::new("link", add).bind(code).execute(&mut *tx).await?;
            }
            Ok(())
        })
    });
    made.await.unwrap();
    bed.db.clone()
}

fn arrivals(data: &TempDir) -> Arrivals {
    Arrivals::of(data.path(), Arc::new(SystemRandom))
}

fn click(code: &'static str, at: i64) -> Arrival<'static> {
    Arrival {
        kind: Kind::Click,
        at,
        code: code.into(),
        visitor: Some(i64::MIN),
        press: Some("k7q4mx".into()),
        referrer: Some("https://other.example/".into()),
        agent: Some("a \"browser\" \u{1f35e}".into()),
        ..Arrival::default()
    }
}

fn unfurl(code: &'static str) -> Arrival<'static> {
    Arrival { kind: Kind::Unfurl, visitor: None, network: Some("slack".into()), ..click(code, 7) }
}

async fn round(db: &Db, data: &TempDir) -> Round {
    read::round(db, data.path(), now(), u64::MAX).await.unwrap()
}

/// Clicks and unfurls of a link, and how many rows there are of it: three that must agree.
async fn came(db: &Db, code: &str) -> (i64, i64, i64) {
    let count = counts::of_links(db, &[code]).await.unwrap().remove(code).unwrap_or_default();
    let rows: i64 =
        Sql::new("rows", "SELECT COUNT(*) FROM arrival WHERE code = $1").bind(code).fetch_one(db).await.unwrap();
    (count.clicks, count.unfurls, rows)
}

fn segments(data: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(data.join("arrivals")) else { return Vec::new() };
    entries.map(|entry| entry.unwrap().path()).filter(|path| path.extension().is_some_and(|it| it == "seg")).collect()
}

/// Ends `writers`, and waits until nobody holds their segments any more: a child that another test starts holds what is
/// open here between its birth and its own program.
fn let_go<const N: usize>(writers: [Arrivals; N], data: &TempDir) {
    drop(writers);
    for segment in segments(data.path()) {
        File::open(segment).unwrap().lock_shared().unwrap();
    }
}

#[test]
fn what_was_kept_is_read_once_while_the_segment_grows_and_after_its_end() {
    on_both(async |bed| {
        let (db, data) = (links(bed).await, TempDir::new().unwrap());
        assert_eq!(round(&db, &data).await, Round::default());
        let writer = arrivals(&data);
        assert!(segments(data.path()).is_empty(), "nothing is made before the first one");
        writer.keep(&click("one", 5));
        writer.keep(&unfurl("one"));
        assert_eq!(round(&db, &data).await.read, 2);
        assert_eq!(round(&db, &data).await.read, 0);
        for n in 0..9_500 {
            writer.keep(&click("two", n));
        }
        let unread = async || read::unread(&db, data.path()).await.unwrap();
        let all = unread().await;
        assert!(all > 9_500 * 20, "{all}");
        // Some at a time, where there are many.
        let some = read::round(&db, data.path(), now(), 1).await.unwrap();
        assert_eq!(some, Round { read: 6_000, is_cut_short: true, ..Round::default() });
        // By a link that nobody minted.
        writer.keep(&click("gone", 9));
        assert!((1..all).contains(&unread().await));
        assert_eq!(round(&db, &data).await, Round { read: 3_501, ..Round::default() });
        assert_eq!(unread().await, 0);
        assert_eq!((came(&db, "one").await, came(&db, "two").await), ((1, 1, 2), (9_500, 0, 9_500)));
        let counts = counts::of_links(&db, &["one", "two"]).await.unwrap();
        assert_eq!((counts["one"].clicked_at, counts["two"].clicked_at), (Some(5), Some(9_499)));
        let_go([writer], &data);
        assert_eq!(round(&db, &data).await, Round { over: 1, ..Round::default() });
        assert!(segments(data.path()).is_empty());
        assert_eq!(came(&db, "two").await, (9_500, 0, 9_500));

        let row: (String, Option<i64>, Option<String>, Option<String>) =
            Sql::new("row", "SELECT kind, visitor, press, agent FROM arrival WHERE code = 'one' ORDER BY id LIMIT 1")
                .fetch_one(&db)
                .await
                .unwrap();
        let agent = "a \"browser\" \u{1f35e}".to_owned();
        assert_eq!(row, ("click".to_owned(), Some(i64::MIN), Some("k7q4mx".to_owned()), Some(agent)));
    });
}

#[test]
fn several_readers_at_once_count_each_arrival_once() {
    on_both(async |bed| {
        let (db, data) = (links(bed).await, TempDir::new().unwrap());
        let writers = [arrivals(&data), arrivals(&data)];
        for (n, writer) in (0..6_000).zip(writers.iter().cycle()) {
            writer.keep(&click(if n % 3 == 0 { "one" } else { "two" }, n));
        }
        let_go(writers, &data);
        let reads = (0..4).map(|_| read::round(&db, data.path(), now(), u64::MAX));
        let rounds: Vec<Round> = join_all(reads).await;
        assert_eq!(rounds.iter().map(|round| round.read).sum::<u64>(), 6_000, "{rounds:?}");
        round(&db, &data).await;
        assert_eq!((came(&db, "one").await, came(&db, "two").await), ((2_000, 0, 2_000), (4_000, 0, 4_000)));
        assert!(segments(data.path()).is_empty());
    });
}

/// All of them at once.
async fn join_all(reads: impl Iterator<Item = impl Future<Output = Result<Round, read::Stopped>>>) -> Vec<Round> {
    let mut reads: Vec<_> = reads.map(Box::pin).collect();
    let [a, b, c, d] = &mut reads[..] else { panic!("four") };
    let (a, b, c, d) = tokio::join!(a, b, c, d);
    [a, b, c, d].map(Result::unwrap).to_vec()
}

#[test]
fn a_torn_end_is_cut_and_what_was_whole_is_read_however_it_was_torn() {
    on_both(async |bed| {
        let (db, mut all) = (links(bed).await, 0);
        let torn: [&[u8]; 4] =
            [&[], &[0; 64], &[200, 0, 0, 0, 1, 2, 3, 4, b'{'], b"\xff\xff\xff\xff\xff\xff\xff\xff rest"];
        for tail in torn {
            let data = TempDir::new().unwrap();
            let writer = arrivals(&data);
            for n in 0..10 {
                writer.keep(&click("one", n));
            }
            let_go([writer], &data);
            let path = segments(data.path()).remove(0);
            let mut file = OpenOptions::new().append(true).open(&path).unwrap();
            if tail.is_empty() {
                let length = file.metadata().unwrap().len();
                file.set_len(length - 3).unwrap();
                all += 9;
            } else {
                file.write_all(tail).unwrap();
                all += 10;
            }
            drop(file);
            let came_to = round(&db, &data).await;
            assert_eq!(came_to.over, 1);
            assert!(came_to.torn > 0, "{came_to:?}");
            assert_eq!(came(&db, "one").await, (all, 0, all));
        }
    });
}

#[test]
fn a_reader_that_is_killed_after_any_step_goes_on_where_it_was() {
    on_both(async |bed| {
        let (db, data) = (links(bed).await, TempDir::new().unwrap());
        let writer = arrivals(&data);
        for n in 0..100 {
            writer.keep(&click("one", n));
        }
        round(&db, &data).await;
        writer.keep(&click("one", 100));
        let_go([writer], &data);
        // As it was before the reader's last step: the segment is over in the database, and still there.
        let path = segments(data.path()).remove(0);
        let bytes = fs::read(&path).unwrap();
        round(&db, &data).await;
        assert!(!path.exists());
        fs::write(&path, bytes).unwrap();
        assert_eq!(round(&db, &data).await, Round::default());
        assert!(!path.exists());
        assert_eq!(came(&db, "one").await, (101, 0, 101));
        // After a while it is forgotten that there was such a segment.
        let later = now() + SignedDuration::from_hours(24 * 8);
        read::round(&db, data.path(), later, u64::MAX).await.unwrap();
        let known: i64 = Sql::new("known", "SELECT COUNT(*) FROM arrival_segment").fetch_one(&db).await.unwrap();
        assert_eq!(known, 0);
    });
}

#[test]
fn what_is_no_segment_is_left_alone_or_put_aside() {
    on_both(async |bed| {
        let (db, data) = (links(bed).await, TempDir::new().unwrap());
        let folder = data.path().join("arrivals");
        fs::create_dir_all(&folder).unwrap();
        for (name, bytes) in [("a.part", "TIDARR1\n"), ("b.txt", "a letter"), ("c.seg", ""), ("d.seg", "a letter")] {
            fs::write(folder.join(name), bytes).unwrap();
        }
        assert_eq!(round(&db, &data).await, Round::default());
        let mut names: Vec<String> =
            fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort_unstable();
        assert_eq!(names, ["a.part", "b.txt", "c.torn", "d.torn"]);
    });
}

#[test]
fn a_segment_that_cannot_be_written_loses_arrivals_counts_them_and_goes_on_later() {
    let data = TempDir::new().unwrap();
    // A file stands where the folder is to be, which not even root can write into.
    fs::write(data.path().join("arrivals"), "").unwrap();
    let writer = arrivals(&data);
    writer.keep(&click("one", 1));
    writer.keep(&click("one", 2));
    let ill = writer.counts();
    assert_eq!((ill.kept, ill.lost), (0, 2));
    assert!(ill.fault.is_some());
    fs::remove_file(data.path().join("arrivals")).unwrap();
    writer.keep(&click("one", 3));
    let well = writer.counts();
    assert_eq!((well.kept, well.lost, well.fault), (1, 2, None));
}

/// Set in the process that may write files of one block alone.
const NARROW: &str = "TIDINGS_TEST_NARROW";

#[cfg(unix)]
#[test]
fn a_full_disk_takes_no_half_record() {
    if let Some(data) = std::env::var_os(NARROW) {
        let writer = Arrivals::of(Path::new(&data), Arc::new(SystemRandom));
        for n in 0..100 {
            writer.keep(&click("one", n));
        }
        let counts = writer.counts();
        assert_eq!(counts.kept + counts.lost, 100);
        assert!(counts.lost > 0 && counts.kept > 0, "{counts:?}");
        fs::write(Path::new(&data).join("kept"), counts.kept.to_string()).unwrap();
        return;
    }
    let data = TempDir::new().unwrap();
    // A file grows to the end of its block, and then no write goes through, as on a disk that is full.
    let line = "trap '' XFSZ; ulimit -f 1; exec \"$0\" --exact arrivals::a_full_disk_takes_no_half_record";
    let child = std::process::Command::new("sh")
        .args(["-c", line])
        .arg(std::env::current_exe().unwrap())
        .env(NARROW, data.path())
        .output()
        .unwrap();
    assert!(child.status.success(), "{}", String::from_utf8_lossy(&child.stdout));
    let kept: usize = fs::read_to_string(data.path().join("kept")).unwrap().parse().unwrap();
    let bytes = fs::read(segments(data.path()).remove(0)).unwrap();
    let (mut at, mut found) = (record::MAGIC.len(), 0);
    while let Found::Record(Some(_), length) = record::read(&bytes[at..]) {
        at += length;
        found += 1;
    }
    assert_eq!((found, at), (kept, bytes.len()));
}

#[test]
fn visitors_are_told_apart_by_a_hash_and_nothing_of_them_is_kept() {
    let data = TempDir::new().unwrap();
    let writer = arrivals(&data);
    let address = "203.0.113.77".parse().unwrap();
    let visitor = writer.visitor(salt::day(now()), "s", address, "browser").unwrap();
    assert_eq!(writer.visitor(salt::day(now()), "s", address, "browser"), Some(visitor));
    let tomorrow = now() + SignedDuration::from_hours(24);
    assert_ne!(writer.visitor(salt::day(tomorrow), "s", address, "browser"), Some(visitor));
    writer.keep(&Arrival { visitor: Some(visitor), ..click("one", 1) });
    let mut folders = vec![data.path().to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let bytes = fs::read(&path).unwrap();
            assert!(!bytes.windows(12).any(|part| part == b"203.0.113.77"), "{}", path.display());
        }
    }
}
