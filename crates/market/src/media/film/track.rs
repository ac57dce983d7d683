//! A track of an MP4: what it is, how it is held, how long it runs, and where it says when it was made.

use std::io::{Read, Seek};

use super::Blank;
use super::mp4::{Atom, boxes};
use super::reader::{Flaw, Reader, broken};

/// What a track is.
#[derive(Clone, Debug)]
pub(super) struct Track {
    /// The box that it is.
    pub(super) atom: Atom,
    /// For what it is: `vide`, `soun`.
    pub(super) handler: [u8; 4],
    /// How it is coded.
    pub(super) codec: [u8; 4],
    /// As it is shown.
    pub(super) width: u32,
    /// As it is shown.
    pub(super) height: u32,
    pub(super) seconds: f64,
    /// Where its tables lie.
    pub(super) tables: Tables,
}

/// Where the tables of a track lie that say where its samples are.
#[derive(Clone, Debug, Default)]
pub(super) struct Tables {
    pub(super) sizes: Option<Atom>,
    pub(super) runs: Option<Atom>,
    pub(super) chunks: Option<Atom>,
}

impl Track {
    pub(super) fn is_film(&self) -> bool {
        &self.handler == b"vide"
    }

    /// It is a camera's log, which nobody sees: places, movements.
    pub(super) fn tells(&self) -> bool {
        &self.handler == b"meta" || matches!(&self.codec, b"gpmd" | b"camm" | b"mebx" | b"mett" | b"djmd" | b"rtmd")
    }
}

pub(super) fn read<R: Read + Seek>(reader: &mut Reader<R>, atom: Atom, blanks: &mut Vec<Blank>) -> Result<Track, Flaw> {
    let mut track =
        Track { atom, handler: [0; 4], codec: [0; 4], width: 0, height: 0, seconds: 0.0, tables: Tables::default() };
    let (mut shown, mut turned) = ((0, 0), false);
    boxes(reader, (atom.body, atom.end), |reader, atom| {
        match &atom.kind {
            b"tkhd" => {
                blanks.push(times(reader, &atom)?);
                // Behind the times, the number, how long it runs, where it lies and how loud: the matrix, then the sides.
                let matrix = atom.body + if is_long(reader, &atom)? { 52 } else { 40 };
                turned = reader.u32(matrix)? == 0 && reader.u32(matrix + 4)? != 0;
                shown = (reader.u32(matrix + 36)? >> 16, reader.u32(matrix + 40)? >> 16);
            }
            b"mdia" => media(reader, &atom, &mut track, blanks)?,
            _ if atom.is_words() => blanks.extend(atom.blanked()),
            _ => {}
        }
        Ok(())
    })?;
    // As it is to be shown, which its pixels may be wider than; else its pixels.
    if shown.0 > 0 && shown.1 > 0 {
        (track.width, track.height) = shown;
    }
    if turned {
        (track.width, track.height) = (track.height, track.width);
    }
    Ok(track)
}

fn media<R: Read + Seek>(
    reader: &mut Reader<R>,
    media: &Atom,
    track: &mut Track,
    blanks: &mut Vec<Blank>,
) -> Result<(), Flaw> {
    boxes(reader, (media.body, media.end), |reader, atom| {
        match &atom.kind {
            b"mdhd" => {
                let (seconds, times) = lasts(reader, &atom)?;
                track.seconds = seconds;
                blanks.push(times);
            }
            b"hdlr" => track.handler = reader.at(atom.body + 8)?,
            b"minf" => boxes(reader, (atom.body, atom.end), |reader, atom| match &atom.kind {
                b"stbl" => tables(reader, &atom, track),
                _ => Ok(()),
            })?,
            _ if atom.is_words() => blanks.extend(atom.blanked()),
            _ => {}
        }
        Ok(())
    })
}

fn tables<R: Read + Seek>(reader: &mut Reader<R>, table: &Atom, track: &mut Track) -> Result<(), Flaw> {
    boxes(reader, (table.body, table.end), |reader, atom| {
        match &atom.kind {
            b"stsd" => {
                if reader.u32(atom.body + 4)? == 0 {
                    return Err(broken("a track of it does not say how it is coded"));
                }
                // Of what can be coded in several ways, the first is told.
                let entry = atom.body + 8;
                track.codec = reader.at(entry + 4)?;
                if entry + 36 <= atom.end {
                    let [a, b, c, d] = reader.at::<4>(entry + 32)?;
                    track.width = u32::from(u16::from_be_bytes([a, b]));
                    track.height = u32::from(u16::from_be_bytes([c, d]));
                }
            }
            b"stsz" => track.tables.sizes = Some(atom),
            b"stsc" => track.tables.runs = Some(atom),
            b"stco" | b"co64" => track.tables.chunks = Some(atom),
            _ => {}
        }
        Ok(())
    })
}

/// Whether its numbers have eight bytes.
fn is_long<R: Read + Seek>(reader: &mut Reader<R>, atom: &Atom) -> Result<bool, Flaw> {
    Ok(reader.at::<1>(atom.body)?[0] == 1)
}

/// Where a header says when it was made and changed.
fn times<R: Read + Seek>(reader: &mut Reader<R>, atom: &Atom) -> Result<Blank, Flaw> {
    let length = if is_long(reader, atom)? { 16 } else { 8 };
    if atom.end - atom.body < 4 + length {
        return Err(broken("a header of it is too short"));
    }
    Ok(Blank::Zero(atom.body + 4, length))
}

/// How long a header (of the film, of a track's media) says that it runs, in seconds; and where it says when it was made.
pub(super) fn lasts<R: Read + Seek>(reader: &mut Reader<R>, atom: &Atom) -> Result<(f64, Blank), Flaw> {
    let times = times(reader, atom)?;
    let long = is_long(reader, atom)?;
    let at = atom.body + 4 + if long { 16 } else { 8 };
    let scale = reader.u32(at)?;
    let (units, unknown) = if long {
        let units = reader.u64(at + 4)?;
        (units, units == u64::MAX)
    } else {
        let units = reader.u32(at + 4)?;
        (u64::from(units), units == u32::MAX)
    };
    if scale == 0 {
        return Err(broken("its time runs in no unit"));
    }
    Ok((if unknown { 0.0 } else { units as f64 / f64::from(scale) }, times))
}

/// What a coding is called; else that it is locked.
pub(super) fn codec(named: [u8; 4]) -> Result<String, Flaw> {
    let name = match &named {
        b"avc1" | b"avc2" | b"avc3" | b"avc4" => "h264",
        b"hvc1" | b"hev1" | b"dvh1" | b"dvhe" => "h265",
        b"av01" => "av1",
        b"vp08" => "vp8",
        b"vp09" => "vp9",
        b"mp4v" => "mpeg4",
        b"apch" | b"apcn" | b"apcs" | b"apco" | b"ap4h" | b"ap4x" => "prores",
        b"mp4a" => "aac",
        b"Opus" => "opus",
        b".mp3" => "mp3",
        b"ac-3" | b"ec-3" => "dolby",
        b"fLaC" => "flac",
        b"sowt" | b"twos" | b"lpcm" | b"ipcm" | b"in24" => "pcm",
        b"encv" | b"enca" | b"drmi" | b"drms" | b"drmt" => {
            return Err(Flaw::Says(
                "this film is locked by whoever sells it, and no network can show it: take one of your own".to_owned(),
            ));
        }
        _ => {
            let plain = named.iter().copied().map(char::from).filter(char::is_ascii_alphanumeric);
            return Ok(plain.collect::<String>().to_ascii_lowercase());
        }
    };
    Ok(name.to_owned())
}
