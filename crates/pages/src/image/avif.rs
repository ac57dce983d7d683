//! AVIF: the size that the meta box states for the primary item.

use super::{Bytes, Seen};

/// Boxes in one box, and properties of one item, that are looked at.
const MOST: usize = 200;

/// Whether the file type box names AVIF, as its brand or among those it is compatible with.
pub(super) fn is_avif(bytes: Bytes<'_>) -> bool {
    brands(bytes).any(|brand| brand == b"avif" || brand == b"avis")
}

fn brands(bytes: Bytes<'_>) -> impl Iterator<Item = &[u8]> {
    let length = bytes.be32(0).unwrap_or(0) as usize;
    // The number between the brand and the others is a version.
    bytes
        .range(8, length.min(256))
        .0
        .chunks_exact(4)
        .enumerate()
        .filter(|(index, _)| *index != 1)
        .map(|(_, brand)| brand)
}

pub(super) fn seen(bytes: Bytes<'_>) -> Seen {
    header(bytes).unwrap_or_else(|end| end)
}

struct Part<'a> {
    name: [u8; 4],
    inside: Bytes<'a>,
}

/// The box at `at`: its name, where its content starts and where it ends.
fn part(bytes: Bytes<'_>, at: usize) -> Result<([u8; 4], usize, usize), Seen> {
    let (short, name) = (bytes.be32(at)?, bytes.take::<4>(at + 4)?);
    let (start, length) = match short {
        0 => return Ok((name, at + 8, usize::MAX)),
        1 => (at + 16, u64::from_be_bytes(bytes.take(at + 8)?)),
        short => (at + 8, u64::from(short)),
    };
    let end = usize::try_from(length).ok().and_then(|length| at.checked_add(length)).ok_or(Seen::Damaged)?;
    if end < start { Err(Seen::Damaged) } else { Ok((name, start, end)) }
}

fn parts(bytes: Bytes<'_>) -> Vec<Part<'_>> {
    let mut found = Vec::new();
    let mut at = 0;
    while found.len() < MOST
        && let Ok((name, start, end)) = part(bytes, at)
    {
        found.push(Part { name, inside: bytes.range(start, end) });
        at = end;
    }
    found
}

fn inside<'a>(parts: &[Part<'a>], name: [u8; 4]) -> Option<Bytes<'a>> {
    parts.iter().find(|part| part.name == name).map(|part| part.inside)
}

fn header(bytes: Bytes<'_>) -> Result<Seen, Seen> {
    let mut at = 0;
    for _ in 0..MOST {
        let (name, start, end) = part(bytes, at)?;
        if name == *b"meta" {
            if end > bytes.0.len() && end != usize::MAX {
                return Err(Seen::Needs(end as u64));
            }
            // A version and flags come before the boxes inside.
            let size = in_meta(bytes.range(start + 4, end)).ok_or(Seen::Damaged)?;
            let animated = brands(bytes).next() == Some(b"avis");
            return Ok(Seen::Size { width: size.0, height: size.1, animated });
        }
        at = end;
    }
    Err(Seen::Damaged)
}

fn in_meta(meta: Bytes<'_>) -> Option<(u32, u32)> {
    let boxes = parts(meta);
    let properties = parts(inside(&boxes, *b"iprp")?);
    let container = parts(inside(&properties, *b"ipco")?);
    let size = |part: &Part<'_>| match (&part.name, part.inside.be32(4), part.inside.be32(8)) {
        (b"ispe", Ok(width), Ok(height)) => Some((width, height)),
        _ => None,
    };
    let primary = inside(&boxes, *b"pitm").and_then(|it| item(it).ok());
    let associations = inside(&properties, *b"ipma");
    let of_primary = primary.zip(associations).and_then(|(item, list)| associated(list, item).ok().flatten());
    if let Some(indexes) = of_primary {
        let mine = || indexes.iter().filter_map(|index| container.get(index.checked_sub(1)?));
        if let Some((width, height)) = mine().find_map(size) {
            let turns = mine().filter(|part| part.name == *b"irot").filter_map(|part| part.inside.byte(0).ok());
            let quarter = turns.map(|angle| angle & 1).sum::<u8>() % 2 == 1;
            return Some(if quarter { (height, width) } else { (width, height) });
        }
    }
    container.iter().filter_map(size).max_by_key(|(width, height)| u64::from(*width) * u64::from(*height))
}

fn item(pitm: Bytes<'_>) -> Result<u32, Seen> {
    if pitm.byte(0)? == 0 { pitm.be16(4).map(u32::from) } else { pitm.be32(4) }
}

/// The numbers, from 1, of the properties that belong to `item`.
fn associated(ipma: Bytes<'_>, item: u32) -> Result<Option<Vec<usize>>, Seen> {
    let (version, wide) = (ipma.byte(0)?, ipma.byte(3)? & 1 == 1);
    let entries = (ipma.be32(4)? as usize).min(MOST);
    let mut at = 8;
    for _ in 0..entries {
        let id = if version == 0 { u32::from(ipma.be16(at)?) } else { ipma.be32(at)? };
        at += if version == 0 { 2 } else { 4 };
        let count = usize::from(ipma.byte(at)?);
        at += 1;
        let mut indexes = Vec::new();
        for _ in 0..count {
            // The first bit says that the property is essential.
            indexes.push(usize::from(if wide { ipma.be16(at)? & 0x7FFF } else { u16::from(ipma.byte(at)? & 0x7F) }));
            at += if wide { 2 } else { 1 };
        }
        if id == item {
            return Ok(Some(indexes));
        }
    }
    Ok(None)
}
