//! JPEG: markers up to the frame header. Exif's orientation, where it stands before that, may swap the sides.

use super::{Bytes, Seen};

pub(super) fn seen(bytes: Bytes<'_>) -> Seen {
    walk(bytes).unwrap_or_else(|end| end)
}

fn walk(bytes: Bytes<'_>) -> Result<Seen, Seen> {
    let mut at = 2;
    let mut turned = false;
    loop {
        if bytes.byte(at)? != 0xFF {
            return Err(Seen::Damaged);
        }
        let marker = bytes.byte(at + 1)?;
        match marker {
            // Fill bytes before a marker, and markers without a length.
            0xFF => at += 1,
            0x01 | 0xD0..=0xD7 => at += 2,
            // Scan or end before any frame.
            0xD8 | 0xD9 | 0xDA | 0x00 => return Err(Seen::Damaged),
            _ => {
                let length = usize::from(bytes.be16(at + 2)?);
                if length < 2 {
                    return Err(Seen::Damaged);
                }
                let is_frame = matches!(marker, 0xC0..=0xCF) && !matches!(marker, 0xC4 | 0xC8 | 0xCC);
                if is_frame {
                    let (height, width) = (u32::from(bytes.be16(at + 5)?), u32::from(bytes.be16(at + 7)?));
                    return Ok(if turned { Seen::still(height, width) } else { Seen::still(width, height) });
                }
                if marker == 0xE1 {
                    turned |= is_turned(bytes.range(at + 4, at + 2 + length));
                }
                at += 2 + length;
                // A frame header behind a long segment takes 9 bytes from its marker.
                if bytes.0.len() < at + 9 {
                    return Err(Seen::Needs((at + 9) as u64));
                }
            }
        }
    }
}

/// Whether an Exif segment asks for a quarter turn: orientations 5 to 8.
fn is_turned(exif: Bytes<'_>) -> bool {
    orientation(exif).is_ok_and(|value| (5..=8).contains(&value))
}

fn orientation(exif: Bytes<'_>) -> Result<u16, Seen> {
    if !exif.0.starts_with(b"Exif\0\0") {
        return Err(Seen::Damaged);
    }
    let tiff = exif.range(6, exif.0.len());
    let big = match tiff.take::<2>(0)? {
        [b'M', b'M'] => true,
        [b'I', b'I'] => false,
        _ => return Err(Seen::Damaged),
    };
    let short = |at| if big { tiff.be16(at) } else { tiff.le16(at) };
    let long = |at| if big { tiff.be32(at) } else { tiff.le32(at) };
    let directory = long(4)? as usize;
    let entries = usize::from(short(directory)?).min(200);
    for entry in 0..entries {
        let at = directory.saturating_add(2 + entry * 12);
        if short(at)? == 0x0112 {
            return short(at.saturating_add(8));
        }
    }
    Err(Seen::Damaged)
}
