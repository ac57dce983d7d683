//! What is read of films: whole ones, broken ones, and bytes that somebody chose.

use std::io::{self, Cursor, Read, Seek, SeekFrom};
use std::time::{Duration, Instant};

use networks::films::{MOV, MP4, WEBM};
use proptest::prelude::*;
use sandbox::film::{Film, LOG, PLACE, atom, webm};

use super::{Blank, Found, blank, is_one, kind, read};
use crate::Fault;

fn found(bytes: &[u8]) -> Found {
    read(&mut Cursor::new(bytes)).unwrap()
}

fn refused(bytes: &[u8]) -> String {
    match read(&mut Cursor::new(bytes)) {
        Err(Fault::Wrong { says, .. }) => says,
        other => panic!("{other:?}"),
    }
}

fn blanked(bytes: &[u8]) -> Vec<u8> {
    let mut file = Cursor::new(bytes.to_vec());
    let found = read(&mut file).unwrap();
    blank(&mut file, &found).unwrap();
    file.into_inner()
}

fn has(bytes: &[u8], what: &[u8]) -> bool {
    bytes.windows(what.len()).any(|part| part == what)
}

/// `bytes` with the size of the first box called `kind` as `size`.
fn with_size(mut bytes: Vec<u8>, kind: [u8; 4], size: u32) -> Vec<u8> {
    let at = bytes.windows(4).position(|part| part == kind).unwrap() - 4;
    bytes[at..at + 4].copy_from_slice(&size.to_be_bytes());
    bytes
}

#[test]
fn what_a_film_is_its_bytes_say() {
    let plain = Film::default();
    for (bytes, is, sides, seconds, codecs) in [
        (plain.bytes(), MP4, (320, 240), 3, ("h264", Some("aac"))),
        (Film { turned: true, ..plain.clone() }.bytes(), MP4, (240, 320), 3, ("h264", Some("aac"))),
        (Film { brand: *b"qt  ", audio: None, ..plain.clone() }.bytes(), MOV, (320, 240), 3, ("h264", None)),
        (Film { video: *b"hvc1", millis: 60_000, ..plain.clone() }.bytes(), MP4, (320, 240), 60, ("h265", Some("aac"))),
        (Film { video: *b"av01", audio: Some(*b"Opus"), ..plain }.bytes(), MP4, (320, 240), 3, ("av1", Some("opus"))),
        (webm((640, 360), 1_200), WEBM, (640, 360), 2, ("vp9", Some("opus"))),
    ] {
        assert!(is_one(&bytes));
        assert_eq!(kind(&bytes), Some(is));
        let found = found(&bytes);
        assert_eq!((found.width, found.height), sides, "{found:?}");
        assert_eq!(found.film.seconds, seconds);
        assert_eq!((&*found.film.video, found.film.audio.as_deref()), codecs);
    }
    for other in [&b"\xff\xd8\xff\xe0\0\x10JFIF"[..], b"\x89PNG\r\n\x1a\n", b"", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"]
    {
        assert!(!is_one(other));
    }
}

#[test]
fn what_a_camera_wrote_is_blanked_and_no_byte_behind_it_moves() {
    let film = Film { place: true, log: true, ..Film::default() }.bytes();
    let made = 3_800_000_000_u32.to_be_bytes();
    assert!(has(&film, PLACE) && has(&film, LOG) && has(&film, &made));
    let kept = blanked(&film);
    assert_eq!(kept.len(), film.len());
    assert!(!has(&kept, PLACE) && !has(&kept, LOG) && !has(&kept, &made) && !has(&kept, b"gpmd"));
    let pictures = film.windows(600).position(|part| part == [0x5a; 600]).unwrap();
    assert_eq!(kept[pictures..pictures + 600], film[pictures..pictures + 600]);
    assert_eq!(found(&kept).film, found(&film).film);
    assert_eq!(blanked(&kept), kept, "what is blanked stays as it is");
    let film = webm((640, 360), 1_200);
    assert!(has(&film, PLACE));
    let kept = blanked(&film);
    assert!(!has(&kept, PLACE) && kept.len() == film.len());
    assert_eq!(found(&kept).film, found(&film).film);
}

#[test]
fn a_film_that_is_not_whole_is_told_at_whatever_byte_it_breaks_off() {
    for film in [Film { place: true, ..Film::default() }.bytes(), webm((640, 360), 1_200)] {
        for end in 24..film.len() {
            let says = refused(&film[..end]);
            assert!(
                ["breaks off", "no table of contents", "is broken"].iter().any(|it| says.contains(it)),
                "{end}: {says}"
            );
        }
    }
}

#[test]
fn what_is_wrong_with_a_film_is_told_with_what_to_do() {
    let plain = || Film::default().bytes();
    let head = atom(b"ftyp", &[b"isom\0\0\0\0"]);
    let ends_open = with_size(plain(), *b"moov", 0);
    assert_eq!(found(&ends_open).film.seconds, 3, "the last part may go to the end");
    let deep = (0..2_000).fold(Vec::new(), |inner, _| atom(b"moov", &[&inner]));
    let huge = [&1_u32.to_be_bytes()[..], b"mdat", &(1_u64 << 63).to_be_bytes()].concat();
    let wraps = [&1_u32.to_be_bytes()[..], b"mdat", &u64::MAX.to_be_bytes()].concat();
    let mut nowhere = Film { log: true, ..Film::default() }.bytes();
    let last = nowhere.windows(4).rposition(|part| part == b"stco").unwrap() + 12;
    nowhere[last..last + 4].copy_from_slice(&3_u32.to_be_bytes());
    let mut many = plain();
    let at = many.windows(4).rposition(|part| part == b"trak").unwrap();
    let track = many[at - 4..].to_vec();
    many.extend((0..100).flat_map(|_| track.clone()));
    let length = many.len() as u32;
    let moov = many.windows(4).position(|part| part == b"moov").unwrap() as u32;
    for (bytes, says) in [
        (with_size(plain(), *b"mdat", 4), "smaller than nothing"),
        (with_size(plain(), *b"mdat", u32::MAX), "breaks off in the middle"),
        (with_size(plain(), *b"tkhd", 0), "smaller than nothing"),
        (with_size(plain(), *b"tkhd", 1 << 20), "larger than what it is in"),
        ([&head[..], &huge].concat(), "breaks off in the middle"),
        ([&head[..], &wraps].concat(), "larger than what it is in"),
        ([&head[..], &deep].concat(), "holds no film"),
        (head.clone(), "no table of contents"),
        (nowhere, "where no track can lie"),
        (with_size(many, *b"moov", length - (moov - 4)), "more tracks"),
        (Film { width: 0, ..Film::default() }.bytes(), "no size"),
        (Film { millis: 0, ..Film::default() }.bytes(), "does not say how long it runs"),
        (Film { millis: u32::MAX, ..Film::default() }.bytes(), "does not say how long it runs"),
        (Film { millis: u32::MAX - 1, ..Film::default() }.bytes(), "more than a day"),
        (Film { video: *b"encv", ..Film::default() }.bytes(), "locked"),
        (b"\x1a\x45\xdf\xa3\x8b\x42\x82\x88matroska".to_vec(), "Matroska"),
        (b"RIFF\0\0\0\0AVI LIST".to_vec(), "an AVI film"),
        (b"FLV\x01\x05\0\0\0\x09".to_vec(), "a Flash film"),
    ] {
        let told = refused(&bytes);
        assert!(told.contains(says), "{says}: {told}");
    }
}

/// A file that counts how often it was read.
struct Counting<'b>(Cursor<&'b [u8]>, u32);

impl Read for Counting<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.1 += 1;
        self.0.read(into)
    }
}

impl Seek for Counting<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.0.seek(to)
    }
}

/// Lengths that nothing has, as MP4 and WebM write them.
const LENGTHS: [&[u8]; 7] = [
    &[0; 4],
    &[0xff; 4],
    &[0, 0, 0, 1],
    &[0; 8],
    &[0xff; 8],
    &[1, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
    &[0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
];

proptest! {
    #[test]
    fn lengths_that_nothing_has_and_turned_bits_are_read_in_bounded_time(
        web in any::<bool>(),
        lengths in prop::collection::vec((any::<prop::sample::Index>(), 0..LENGTHS.len()), 1..4),
        bits in prop::collection::vec((any::<prop::sample::Index>(), 0..8_u32), 0..8),
        end in prop::option::of(any::<prop::sample::Index>()),
    ) {
        let mut bytes =
            if web { webm((640, 360), 1_200) } else { Film { place: true, log: true, ..Film::default() }.bytes() };
        // Where a box says what it is, its length stands before; elsewhere any place may be one.
        let boxes: Vec<usize> =
            (4..bytes.len() - 4).filter(|at| bytes[*at..at + 4].iter().all(u8::is_ascii_lowercase)).map(|at| at - 4).collect();
        for (place, which) in lengths {
            let length = LENGTHS[which];
            let at = if boxes.is_empty() { place.index(bytes.len() - 8) } else { boxes[place.index(boxes.len())] };
            let to = bytes.len().min(at + length.len());
            bytes[at..to].copy_from_slice(&length[..to - at]);
        }
        for (at, bit) in bits {
            let at = at.index(bytes.len());
            bytes[at] ^= 1 << bit;
        }
        if let Some(end) = end {
            bytes.truncate(end.index(bytes.len()));
        }
        let (mut file, began) = (Counting(Cursor::new(&bytes), 0), Instant::now());
        // Whatever it is, it is told: that nothing panics is what is shown.
        let told = read(&mut file);
        prop_assert!(file.1 <= super::reader::MOST + 8, "{} times", file.1);
        prop_assert!(began.elapsed() < Duration::from_secs(10), "{told:?}");
    }

    #[test]
    fn bytes_that_somebody_chose_are_told_or_refused_and_what_is_blanked_lies_inside(
        web in any::<bool>(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..40),
        cut in any::<prop::sample::Index>(),
    ) {
        let mut bytes =
            if web { webm((640, 360), 1_200) } else { Film { place: true, log: true, ..Film::default() }.bytes() };
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        bytes.truncate(bytes.len() - cut.index(bytes.len()) / 8);
        if let Ok(found) = read(&mut Cursor::new(&bytes[..])) {
            prop_assert!(found.width > 0 && found.height > 0 && found.film.seconds > 0);
            for blank in &found.blanks {
                let end = match blank {
                    Blank::Put(at, put) => at + put.len() as u64,
                    Blank::Zero(at, length) => at + length,
                };
                prop_assert!(end <= bytes.len() as u64, "{blank:?}");
            }
        }
    }
}
