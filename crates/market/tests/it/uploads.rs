//! Uploads that break off and go on, and the room that a site has.

use std::fs;
use std::path::PathBuf;
use std::time::SystemTime;

use market::Fault;
use market::media::{self, Incoming, OPEN, Upload};
use networks::publish::Medium;
use sandbox::film::{Film, PLACE};
use store::test_bed::on_both;

use crate::desk::House;

const WHOSE: (&str, &str) = ("s", "ada");

async fn begin(house: &House, bytes: u64) -> Result<Upload, Fault> {
    Upload::begin(&house.desk, WHOSE, bytes).await
}

/// As after a restart: nothing of it is remembered.
async fn again(house: &House, upload: &Upload) -> Result<Upload, Fault> {
    Upload::find(&house.desk, WHOSE, upload.id()).await
}

async fn send(upload: &Upload, from: u64, bytes: &[u8]) -> Result<(), Fault> {
    let mut writing = upload.go_on(from).await?;
    for piece in bytes.chunks(100) {
        writing.more(piece).await?;
    }
    writing.end().await
}

fn code<T: std::fmt::Debug>(told: Result<T, Fault>) -> &'static str {
    match told {
        Err(Fault::Wrong { code, .. }) => code,
        Err(Fault::Unknown(what)) => what,
        other => panic!("{other:?}"),
    }
}

fn coming(house: &House) -> PathBuf {
    house.desk.data.join(media::FOLDER).join("coming")
}

fn count(folder: PathBuf) -> usize {
    fs::read_dir(folder).map_or(0, Iterator::count)
}

async fn at_once(house: &House, bytes: &[u8]) -> Result<Medium, Fault> {
    let mut incoming = Incoming::begin();
    incoming.more(&house.desk, bytes).await?;
    incoming.end(&house.desk, ("s", "Ada")).await
}

#[test]
fn an_upload_goes_on_at_what_lies_on_the_disk_and_is_taken_in_as_what_comes_at_once() {
    on_both(async |bed| {
        let house = House::of(bed).await;
        let film = Film { place: true, weight: 5_000, ..Film::default() }.bytes();
        let bytes = film.len() as u64;
        let upload = begin(&house, bytes).await.unwrap();
        send(&upload, 0, &film[..1_000]).await.unwrap();
        // Whoever wrote was killed in the middle of a piece.
        let path = coming(&house).join(format!("{}.part", upload.id()));
        fs::write(&path, &film[..1_234]).unwrap();
        let upload = again(&house, &upload).await.unwrap();
        assert_eq!((upload.came().await.unwrap(), upload.bytes()), (1_234, bytes));
        assert_eq!(code(send(&upload, 1_000, &film[1_000..]).await), "upload_offset");
        assert_eq!(code(again(&house, &upload).await.unwrap().take_in(&house.desk, "Ada").await), "upload_unfinished");
        send(&upload, 1_234, &film[1_234..]).await.unwrap();
        let taken = again(&house, &upload).await.unwrap().take_in(&house.desk, "Ada").await.unwrap();
        assert_eq!(taken, at_once(&house, &film).await.unwrap());
        let kept = media::blob(&house.desk.data, &taken.digest).await.unwrap().unwrap();
        assert!(!kept.bytes.windows(PLACE.len()).any(|part| part == PLACE));
        // Whoever did not hear it asks again.
        let upload = again(&house, &upload).await.unwrap();
        assert_eq!(upload.came().await.unwrap(), bytes);
        assert_eq!((upload.take_in(&house.desk, "Ada").await.unwrap(), path.exists()), (taken, false));
    });
}

#[test]
fn one_at_a_time_writes_and_no_more_than_was_announced() {
    on_both(async |bed| {
        let house = House::of(bed).await;
        let upload = begin(&house, 10).await.unwrap();
        let mut writing = upload.go_on(0).await.unwrap();
        writing.more(b"1234").await.unwrap();
        assert_eq!(code(upload.go_on(4).await), "upload_busy");
        assert_eq!(code(again(&house, &upload).await.unwrap().take_in(&house.desk, "Ada").await), "upload_busy");
        writing.end().await.unwrap();
        let mut writing = upload.go_on(4).await.unwrap();
        writing.more(b"567").await.unwrap();
        assert_eq!(code(writing.more(b"8901").await), "upload_longer");
        drop(writing);
        assert_eq!(upload.came().await.unwrap(), 4);
    });
}

#[test]
fn an_upload_is_its_persons_on_its_site_and_he_may_begin_only_so_many() {
    on_both(async |bed| {
        let house = House::of(bed).await;
        let upload = begin(&house, 10).await.unwrap();
        for whose in [("s", "bob"), ("another", "ada")] {
            assert_eq!(code(Upload::find(&house.desk, whose, upload.id()).await), "upload");
        }
        for id in ["", "../key", &"0".repeat(26), "..%2f..%2fkey0000000000000"] {
            assert_eq!(code(Upload::find(&house.desk, WHOSE, id).await), "upload");
        }
        for _ in 1..OPEN {
            begin(&house, 10).await.unwrap();
        }
        assert_eq!(code(begin(&house, 10).await), "uploads_too_many");
        Upload::begin(&house.desk, ("s", "bob"), 10).await.unwrap();
        upload.forget().await.unwrap();
        assert_eq!(code(again(&house, &upload).await), "upload");
        begin(&house, 10).await.unwrap();
        assert_eq!(code(begin(&house, media::FILM_AT_MOST + 1).await), "upload_too_large");
    });
}

#[test]
fn what_cannot_be_used_is_told_as_soon_as_it_shows_and_nothing_of_it_stays() {
    on_both(async |bed| {
        let house = House::of(bed).await;
        let upload = begin(&house, 7).await.unwrap();
        send(&upload, 0, b"no film").await.unwrap();
        assert_eq!(code(upload.take_in(&house.desk, "Ada").await), "picture_unusable");
        assert_eq!(count(coming(&house)), 0);
        // Too heavy for a picture, and no film: that shows at its beginning.
        let upload = begin(&house, media::AT_MOST as u64 + 1).await.unwrap();
        assert_eq!(code(send(&upload, 0, &[b'%'; 200]).await), "picture_too_large");
        let film = Film { weight: media::AT_MOST + 1, ..Film::default() }.bytes();
        let upload = begin(&house, film.len() as u64).await.unwrap();
        send(&upload, 0, &film[..200]).await.unwrap();
    });
}

#[cfg(unix)]
#[test]
fn on_a_full_disk_an_upload_says_so_and_stands_where_it_stood() {
    on_both(async |bed| {
        let house = House::of(bed).await;
        let upload = begin(&house, 10).await.unwrap();
        let path = coming(&house).join(format!("{}.part", upload.id()));
        fs::remove_file(&path).unwrap();
        // There is never room in it.
        std::os::unix::fs::symlink("/dev/full", &path).unwrap();
        match send(&upload, 0, b"1234").await {
            Err(Fault::Disk(fault)) => assert_eq!(fault.kind(), std::io::ErrorKind::StorageFull),
            other => panic!("{other:?}"),
        }
        assert_eq!(again(&house, &upload).await.unwrap().came().await.unwrap(), 0);
        fs::remove_file(&path).unwrap();
        fs::write(&path, "").unwrap();
        send(&upload, 0, b"1234").await.unwrap();
    });
}

#[test]
fn what_broke_off_goes_a_day_after_its_last_byte() {
    on_both(async |bed| {
        let house = House::of(bed).await;
        let (old, slow) = (begin(&house, 10).await.unwrap(), begin(&house, 10).await.unwrap());
        let writes = |name: String| fs::File::options().write(true).open(coming(&house).join(name)).unwrap();
        let long_ago = |name: String| writes(name).set_modified(SystemTime::UNIX_EPOCH).unwrap();
        long_ago(format!("{}.part", old.id()));
        long_ago(format!("{}.json", old.id()));
        // It was begun long ago, and something came just now.
        long_ago(format!("{}.json", slow.id()));
        writes(format!("{}.part", slow.id())).set_modified(SystemTime::from(house.desk.now())).unwrap();
        assert_eq!(media::sweep(&house.desk).await.unwrap(), 2);
        assert_eq!(code(again(&house, &old).await), "upload");
        assert_eq!(again(&house, &slow).await.unwrap().came().await.unwrap(), 0);
    });
}

#[test]
fn a_site_has_room_for_so_much_which_is_asked_before_it_comes_and_when_it_is_kept() {
    on_both(async |bed| {
        let mut house = House::of(bed).await;
        let film = |weight, millis| Film { weight, millis, ..Film::default() }.bytes();
        let (first, second, third) = (film(3_000, 3_000), film(3_500, 3_000), film(3_500, 4_000));
        house.desk.media_at_most = (first.len() + second.len()) as u64;
        at_once(&house, &first).await.unwrap();
        // What was announced counts as well.
        let upload = begin(&house, second.len() as u64).await.unwrap();
        assert_eq!(code(begin(&house, 1).await), "media_full");
        media::has_room(&house.desk, "s", second.len() as u64).await.unwrap();
        assert_eq!(code(media::has_room(&house.desk, "s", second.len() as u64 + 1).await), "media_full");
        // What finds none when it is kept stays until there is some.
        send(&upload, 0, &second).await.unwrap();
        house.desk.media_at_most -= 1;
        match again(&house, &upload).await.unwrap().take_in(&house.desk, "Ada").await {
            Err(Fault::Wrong { code: "media_full", says }) => assert!(says.contains("--media-at-most"), "{says}"),
            other => panic!("{other:?}"),
        }
        assert_eq!(code(at_once(&house, &second).await), "media_full");
        // Beside the first there is the folder of what is still to come, and nothing of what was refused.
        assert_eq!(count(house.desk.data.join(media::FOLDER)), 2);
        house.desk.media_at_most += 1;
        // Of two at once for which there is room, one has it.
        let upload = again(&house, &upload).await.unwrap();
        let told = tokio::join!(upload.take_in(&house.desk, "Ada"), at_once(&house, &third));
        let refused: Vec<_> = [told.0, told.1].into_iter().filter(Result::is_err).map(code).collect();
        assert_eq!(refused, ["media_full"]);
        // What it has takes no more room when it comes again.
        at_once(&house, &first).await.unwrap();
    });
}
