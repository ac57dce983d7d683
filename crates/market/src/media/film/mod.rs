//! Films: what a file is, by its bytes; whether it is whole; and what a camera wrote into it, which does not travel.
//!
//! Nothing is decoded and nothing is made anew: a film is passed through as it is, but for what would say where and when it was
//! made, which is blanked where it stands, so that no byte behind it moves. The file is read in small pieces wherever that is
//! needed, a bounded number of times, whatever it says of itself.
//! Start at [`take`]; `mp4.rs` walks MP4 and QuickTime, `webm.rs` WebM, `track.rs` and `samples.rs` a track of the former.

mod mp4;
mod reader;
mod samples;
#[cfg(test)]
mod tests;
mod track;
mod webm;

use std::io::{self, Read, Seek, SeekFrom, Write};

use networks::films::{Film, MOV, MP4, WEBM};

use crate::Fault;
use reader::{Flaw, Reader};

/// The heaviest film that is taken: 100 MB. It is held in memory while it is sent, since most networks take it in one piece, and
/// no longer than a delivery is held: at two minutes it is 6 Mbit a second, more than networks keep.
pub const AT_MOST: u64 = 100_000_000;

/// Bytes by which a file is told.
pub(super) const HEAD: usize = 64;

/// A film that was read.
#[derive(Debug)]
struct Found {
    width: u32,
    height: u32,
    film: Film,
    /// What is blanked.
    blanks: Vec<Blank>,
}

/// A place that is overwritten, without a byte's moving.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Blank {
    /// These bytes stand there instead.
    Put(u64, Vec<u8>),
    /// Nothing stands from there on, for so many bytes.
    Zero(u64, u64),
}

/// Whether a file that begins so is a film, of a kind that is taken or not.
pub(super) fn is_one(head: &[u8]) -> bool {
    mp4::is_one(head) || head.starts_with(webm::HEAD) || other(head).is_some()
}

/// As what a film that begins so is known.
pub(super) fn kind(head: &[u8]) -> Option<&'static str> {
    match head {
        _ if head.starts_with(webm::HEAD) => Some(WEBM),
        _ if !mp4::is_one(head) => None,
        [_, _, _, _, b'f', b't', b'y', b'p', brand @ ..] if !brand.starts_with(b"qt  ") => Some(MP4),
        _ => Some(MOV),
    }
}

/// A film of a kind that networks do not take.
fn other(head: &[u8]) -> Option<&'static str> {
    match head {
        [b'F', b'L', b'V', 1, ..] => Some("a Flash film"),
        [0, 0, 1, 0xba | 0xb3, ..] => Some("an MPEG film"),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'A', b'V', b'I', b' ', ..] => Some("an AVI film"),
        [0x30, 0x26, 0xb2, 0x75, 0x8e, 0x66, 0xcf, 0x11, ..] => Some("a Windows Media film"),
        _ => None,
    }
}

/// What the film in `file` is, and its sides; else why it is not taken. What a camera wrote into it is blanked.
pub fn take<F: Read + Write + Seek>(file: &mut F) -> Result<(Film, (u32, u32)), Fault> {
    let found = read(file)?;
    blank(file, &found)?;
    Ok((found.film, (found.width, found.height)))
}

/// What the film in `file` is; else why it is not taken, in words.
fn read<R: Read + Seek>(file: &mut R) -> Result<Found, Fault> {
    let length = file.seek(SeekFrom::End(0))?;
    let mut head = Vec::with_capacity(HEAD);
    file.seek(SeekFrom::Start(0))?;
    file.by_ref().take(HEAD as u64).read_to_end(&mut head)?;
    if let Some(what) = other(&head) {
        let says = format!(
            "this is {what}, whatever it is called, and networks take none: save it as MP4 with H.264 and AAC, and add that"
        );
        return Err(Fault::wrong("film_unusable", says));
    }
    let mut reader = Reader::of(file, length);
    let found = if head.starts_with(webm::HEAD) { webm::read(&mut reader) } else { mp4::read(&mut reader) };
    found.map_err(|flaw| match flaw {
        Flaw::Disk(fault) => Fault::Disk(fault),
        Flaw::Says(says) => Fault::wrong("film_unusable", says),
    })
}

/// Blanks in `file` what a camera wrote into it.
fn blank<W: Write + Seek>(file: &mut W, found: &Found) -> io::Result<()> {
    const NOTHING: [u8; 16 << 10] = [0; 16 << 10];
    for blank in &found.blanks {
        match blank {
            Blank::Put(at, bytes) => {
                file.seek(SeekFrom::Start(*at))?;
                file.write_all(bytes)?;
            }
            Blank::Zero(at, length) => {
                file.seek(SeekFrom::Start(*at))?;
                let mut left = *length;
                while left > 0 {
                    let now = left.min(NOTHING.len() as u64);
                    file.write_all(&NOTHING[..now as usize])?;
                    left -= now;
                }
            }
        }
    }
    file.flush()
}

/// Sides and seconds of what can be shown; else that it is broken.
fn shown(width: u32, height: u32, seconds: f64) -> Result<(u32, u32, u32), Flaw> {
    const LONGEST: u32 = 16_384;
    const DAY: f64 = 86_400.0;
    if width == 0 || height == 0 || width.max(height) > LONGEST {
        return Err(reader::broken("its pictures have no size that can be"));
    }
    if seconds.is_nan() || seconds <= 0.0 {
        return Err(Flaw::Says(
            "this film does not say how long it runs, as recordings out of a browser do not: open it in a program for films, save it as MP4, and add that"
                .to_owned(),
        ));
    }
    if seconds > DAY {
        return Err(reader::broken("it says that it runs for more than a day"));
    }
    Ok((width, height, seconds.ceil() as u32))
}
