//! WebM: elements in elements (RFC 8794, matroska.org). Browsers write it, cameras do not.

use std::io::{Read, Seek};

use networks::films::Film;

use super::reader::{Flaw, Reader, broken, cut_off};
use super::{Blank, Found, shown};

/// With which such a file begins.
pub(super) const HEAD: &[u8] = &[0x1a, 0x45, 0xdf, 0xa3];

/// Numbers of the elements that are looked for.
mod id {
    pub(super) const DOC_TYPE: u32 = 0x4282;
    pub(super) const SEGMENT: u32 = 0x1853_8067;
    pub(super) const INFO: u32 = 0x1549_a966;
    pub(super) const SCALE: u32 = 0x2a_d7b1;
    pub(super) const DURATION: u32 = 0x4489;
    pub(super) const TRACKS: u32 = 0x1654_ae6b;
    pub(super) const TRACK: u32 = 0xae;
    pub(super) const TYPE: u32 = 0x83;
    pub(super) const CODEC: u32 = 0x86;
    pub(super) const VIDEO: u32 = 0xe0;
    pub(super) const WIDTH: u32 = 0xb0;
    pub(super) const HEIGHT: u32 = 0xba;
    pub(super) const TAGS: u32 = 0x1254_c367;
    pub(super) const ATTACHMENTS: u32 = 0x1941_a469;
    /// Holds nothing.
    pub(super) const VOID: u8 = 0xec;
}

/// An element: its number, and where it lies.
#[derive(Clone, Copy, Debug)]
struct Element {
    id: u32,
    at: u64,
    body: u64,
    /// It does not say how long it is: the file's end ends it.
    open: bool,
    end: u64,
}

#[derive(Default)]
struct Told {
    /// Nanoseconds of one of its units.
    scale: Option<u64>,
    units: f64,
    video: Option<(String, u32, u32)>,
    audio: Option<String>,
    blanks: Vec<Blank>,
}

pub(super) fn read<R: Read + Seek>(reader: &mut Reader<R>) -> Result<Found, Flaw> {
    let head = element(reader, 0, reader.length())?;
    let mut kind = String::new();
    each(reader, &head, |reader, it| {
        if it.id == id::DOC_TYPE {
            kind = words(reader, &it)?;
        }
        Ok(true)
    })?;
    if kind != "webm" {
        return Err(Flaw::Says(
            "this is a Matroska film, whatever it is called, and networks take none: save it as MP4 with H.264 and AAC, and add that"
                .to_owned(),
        ));
    }
    if reader.length() <= head.end {
        return Err(broken("nothing is behind its first line"));
    }
    let segment = element(reader, head.end, reader.length())?;
    if segment.id != id::SEGMENT {
        return Err(broken("nothing is behind its first line"));
    }
    let mut told = Told::default();
    each(reader, &segment, |reader, it| {
        match it.id {
            id::INFO => info(reader, &it, &mut told)?,
            id::TRACKS => tracks(reader, &it, &mut told)?,
            id::TAGS | id::ATTACHMENTS if !it.open => told.blanks.extend(blanked(&it)),
            _ => {}
        }
        Ok(!it.open)
    })?;
    let Some((video, width, height)) = told.video else {
        return Err(Flaw::Says(
            "this file holds no film, whatever it is called: choose one that shows something".to_owned(),
        ));
    };
    let seconds = told.units * told.scale.unwrap_or(1_000_000) as f64 / 1e9;
    let (width, height, seconds) = shown(width, height, seconds)?;
    Ok(Found { width, height, film: Film { seconds, video, audio: told.audio }, blanks: told.blanks })
}

fn info<R: Read + Seek>(reader: &mut Reader<R>, info: &Element, told: &mut Told) -> Result<(), Flaw> {
    each(reader, info, |reader, it| {
        match it.id {
            id::SCALE => told.scale = Some(number(reader, &it)?),
            id::DURATION => {
                told.units = match it.end - it.body {
                    4 => f64::from(f32::from_bits(reader.u32(it.body)?)),
                    8 => f64::from_bits(reader.u64(it.body)?),
                    _ => return Err(broken("it runs for no time that can be")),
                }
            }
            _ => {}
        }
        Ok(true)
    })
}

fn tracks<R: Read + Seek>(reader: &mut Reader<R>, tracks: &Element, told: &mut Told) -> Result<(), Flaw> {
    each(reader, tracks, |reader, it| {
        if it.id != id::TRACK {
            return Ok(true);
        }
        let (mut kind, mut codec, mut sides) = (0, String::new(), (0, 0));
        each(reader, &it, |reader, it| {
            match it.id {
                id::TYPE => kind = number(reader, &it)?,
                id::CODEC => codec = words(reader, &it)?,
                id::VIDEO => each(reader, &it, |reader, it| {
                    let side = |reader: &mut Reader<R>| Ok(u32::try_from(number(reader, &it)?).unwrap_or(u32::MAX));
                    match it.id {
                        id::WIDTH => sides.0 = side(reader)?,
                        id::HEIGHT => sides.1 = side(reader)?,
                        _ => {}
                    }
                    Ok(true)
                })?,
                _ => {}
            }
            Ok(true)
        })?;
        match kind {
            1 if told.video.is_none() => told.video = Some((called(&codec), sides.0, sides.1)),
            2 if told.audio.is_none() => told.audio = Some(called(&codec)),
            _ => {}
        }
        Ok(true)
    })
}

/// What a coding is called.
fn called(codec: &str) -> String {
    match codec {
        "V_VP8" => "vp8",
        "V_VP9" => "vp9",
        "V_AV1" => "av1",
        "A_OPUS" => "opus",
        "A_VORBIS" => "vorbis",
        other => return other.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase(),
    }
    .to_owned()
}

/// What is in `of`, one after another, until `look` says no.
fn each<R: Read + Seek>(
    reader: &mut Reader<R>,
    of: &Element,
    mut look: impl FnMut(&mut Reader<R>, Element) -> Result<bool, Flaw>,
) -> Result<(), Flaw> {
    let mut at = of.body;
    while at < of.end {
        let it = element(reader, at, of.end)?;
        if !look(reader, it)? {
            break;
        }
        at = it.end;
    }
    Ok(())
}

fn element<R: Read + Seek>(reader: &mut Reader<R>, at: u64, end: u64) -> Result<Element, Flaw> {
    let first = reader.at::<1>(at)?[0];
    let of_id = u64::from(first.leading_zeros()) + 1;
    if of_id > 4 {
        return Err(broken("a part of it has no number"));
    }
    let mut id = 0;
    for n in 0..of_id {
        id = id << 8 | u32::from(reader.at::<1>(at + n)?[0]);
    }
    let first = reader.at::<1>(at + of_id)?[0];
    let of_size = u64::from(first.leading_zeros()) + 1;
    if of_size > 8 {
        return Err(broken("a part of it has no length"));
    }
    let mut size = u64::from(first) & ((1 << (8 - of_size)) - 1);
    for n in 1..of_size {
        size = size << 8 | u64::from(reader.at::<1>(at + of_id + n)?[0]);
    }
    let body = at + of_id + of_size;
    if body > end {
        return Err(broken("a part of it is larger than what it is in"));
    }
    if size == (1 << (7 * of_size)) - 1 {
        return Ok(Element { id, at, body, open: true, end });
    }
    match body.checked_add(size) {
        Some(last) if last <= end => Ok(Element { id, at, body, open: false, end: last }),
        Some(last) if end == reader.length() => Err(cut_off(reader.length(), last)),
        _ => Err(broken("a part of it is larger than what it is in")),
    }
}

fn number<R: Read + Seek>(reader: &mut Reader<R>, it: &Element) -> Result<u64, Flaw> {
    if it.end - it.body > 8 {
        return Err(broken("a number of it is none"));
    }
    (it.body..it.end).try_fold(0, |number, at| Ok(number << 8 | u64::from(reader.at::<1>(at)?[0])))
}

fn words<R: Read + Seek>(reader: &mut Reader<R>, it: &Element) -> Result<String, Flaw> {
    let end = it.end.min(it.body + 64);
    let read = (it.body..end).map(|at| Ok(char::from(reader.at::<1>(at)?[0])));
    Ok(read.collect::<Result<String, Flaw>>()?.trim_end_matches('\0').to_owned())
}

/// An element as room that holds nothing, as long as it was.
fn blanked(it: &Element) -> Vec<Blank> {
    // Its number has four bytes and its length one at least: what holds nothing is headed by as many or more.
    let whole = it.end - it.at;
    let head = if whole < 9 { vec![id::VOID, 0x80 | (whole - 2) as u8] } else { long(whole - 9) };
    let begun = head.len() as u64;
    vec![Blank::Put(it.at, head), Blank::Zero(it.at + begun, whole - begun)]
}

/// The head of room that holds nothing, whose length has eight bytes.
fn long(length: u64) -> Vec<u8> {
    [&[id::VOID, 1], &length.to_be_bytes()[1..]].concat()
}
