//! MP4 and QuickTime: boxes in boxes (ISO/IEC 14496-12). Which of them hold the film's facts, and which hold what a camera wrote.

use std::io::{Read, Seek};

use networks::films::Film;

use super::reader::{Flaw, Reader, broken, cut_off};
use super::track::{self, Track};
use super::{Blank, Found, shown};

/// Boxes with which a file of this kind begins.
const FIRST: &[&[u8; 4]] = &[b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot"];
/// Brands of what is built the same and is a picture, or sound alone.
const PICTURES: &[&[u8; 4]] = &[b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1", b"avif", b"avis"];
/// Tracks of one film.
const TRACKS: usize = 64;

/// A box: what it is called, and where it lies.
#[derive(Clone, Copy, Debug)]
pub(super) struct Atom {
    pub(super) kind: [u8; 4],
    pub(super) at: u64,
    pub(super) body: u64,
    pub(super) end: u64,
}

impl Atom {
    /// It as room that holds nothing, as long as it was.
    pub(super) fn blanked(&self) -> [Blank; 2] {
        [Blank::Put(self.at + 4, b"free".to_vec()), Blank::Zero(self.body, self.end - self.body)]
    }

    /// What holds words about a film, and none of its pictures.
    pub(super) fn is_words(&self) -> bool {
        matches!(&self.kind, b"udta" | b"meta" | b"uuid")
    }
}

/// Whether a file that begins so is of this kind, and no picture.
pub(super) fn is_one(head: &[u8]) -> bool {
    let Some(kind) = head.get(4..8) else { return false };
    let is_picture = || head.get(8..12).is_some_and(|brand| PICTURES.iter().any(|it| brand == &it[..]));
    FIRST.iter().any(|it| kind == &it[..]) && !(kind == b"ftyp" && is_picture())
}

/// The boxes from `at` to `end`, one after another.
pub(super) fn boxes<R: Read + Seek>(
    reader: &mut Reader<R>,
    (at, end): (u64, u64),
    mut each: impl FnMut(&mut Reader<R>, Atom) -> Result<(), Flaw>,
) -> Result<(), Flaw> {
    let mut at = at;
    // What is less than a header is padding.
    while end - at >= 8 {
        let atom = atom(reader, at, end)?;
        each(reader, atom)?;
        at = atom.end;
    }
    Ok(())
}

fn atom<R: Read + Seek>(reader: &mut Reader<R>, at: u64, end: u64) -> Result<Atom, Flaw> {
    let outermost = end == reader.length();
    let head: [u8; 8] = reader.at(at)?;
    let [a, b, c, d, kind @ ..] = head;
    let (size, header) = match u32::from_be_bytes([a, b, c, d]) {
        0 if outermost => (end - at, 8),
        1 => (reader.u64(at + 8)?, 16),
        size => (u64::from(size), 8),
    };
    if size < header {
        return Err(broken("a part of it says that it is smaller than nothing"));
    }
    match at.checked_add(size) {
        Some(last) if last <= end => Ok(Atom { kind, at, body: at + header, end: last }),
        Some(last) if outermost => Err(cut_off(reader.length(), last)),
        _ => Err(broken("a part of it is larger than what it is in")),
    }
}

/// What stands before the tracks, and the tracks.
#[derive(Default)]
struct Movie {
    seconds: f64,
    /// It comes in pieces, which are listed nowhere.
    pieces: bool,
    tracks: Vec<Track>,
    blanks: Vec<Blank>,
}

pub(super) fn read<R: Read + Seek>(reader: &mut Reader<R>) -> Result<Found, Flaw> {
    let (mut movie, mut data, mut blanks) = (None, Vec::new(), Vec::new());
    boxes(reader, (0, reader.length()), |reader, atom| {
        match &atom.kind {
            b"moov" if movie.is_some() => return Err(broken("it has two tables of contents")),
            b"moov" => movie = Some(movie_of(reader, &atom)?),
            b"mdat" => data.push((atom.body, atom.end)),
            _ if atom.is_words() => blanks.extend(atom.blanked()),
            _ => {}
        }
        Ok(())
    })?;
    let Some(Movie { seconds, pieces, tracks, blanks: inner }) = movie else {
        return Err(Flaw::Says(
            "this is a film, whatever it is called, and it has no table of contents: its recording was not ended, or its end is missing. Save it again from where it was made, and add that"
                .to_owned(),
        ));
    };
    blanks.extend(inner);
    let mut said = 0;
    for track in tracks.iter().filter(|track| track.tells()) {
        if pieces {
            return Err(Flaw::Says(
                "this film comes in pieces with a log of its camera among them, which cannot be taken out: save it as plain MP4, and add that"
                    .to_owned(),
            ));
        }
        for (at, length) in track.samples(reader)? {
            let end = at.checked_add(length);
            said += length;
            // They stand in the order of the file.
            let before = data.partition_point(|(from, _)| *from <= at);
            let inside = before > 0 && end.is_some_and(|end| end <= data[before - 1].1);
            if !inside || said > reader.length() {
                return Err(broken("a track of it lies where no track can lie"));
            }
            blanks.push(Blank::Zero(at, length));
        }
        blanks.extend(track.atom.blanked());
    }
    let Some(film) =
        tracks.iter().filter(|it| it.is_film()).max_by_key(|it| u64::from(it.width) * u64::from(it.height))
    else {
        return Err(Flaw::Says(
            "this file holds no film, whatever it is called: choose one that shows something".to_owned(),
        ));
    };
    if !pieces
        && let Some(last) = film.last_chunk(reader)?
        && !data.iter().any(|(from, to)| last >= *from && last < *to)
    {
        return Err(cut_off(reader.length(), last));
    }
    let (width, height, seconds) = shown(film.width, film.height, film.seconds.max(seconds))?;
    Ok(Found {
        width,
        height,
        film: Film { seconds, video: track::codec(film.codec)?, audio: sound(&tracks)? },
        blanks,
    })
}

fn sound(tracks: &[Track]) -> Result<Option<String>, Flaw> {
    tracks.iter().find(|it| &it.handler == b"soun").map(|it| track::codec(it.codec)).transpose()
}

fn movie_of<R: Read + Seek>(reader: &mut Reader<R>, movie: &Atom) -> Result<Movie, Flaw> {
    let mut found = Movie::default();
    boxes(reader, (movie.body, movie.end), |reader, atom| {
        match &atom.kind {
            b"mvhd" => {
                let (seconds, times) = track::lasts(reader, &atom)?;
                found.seconds = found.seconds.max(seconds);
                found.blanks.push(times);
            }
            b"trak" if found.tracks.len() >= TRACKS => return Err(broken("it has more tracks than a film has")),
            b"trak" => found.tracks.push(track::read(reader, atom, &mut found.blanks)?),
            b"mvex" => found.pieces = true,
            b"cmov" => {
                return Err(Flaw::Says(
                    "this film's table of contents is packed, as it was done long ago: save it as MP4, and add that"
                        .to_owned(),
                ));
            }
            _ if atom.is_words() => found.blanks.extend(atom.blanked()),
            _ => {}
        }
        Ok(())
    })?;
    Ok(found)
}
