//! PNG: the header chunk, and the chunk that announces frames.

use super::{Bytes, Seen};

pub(super) fn seen(bytes: Bytes<'_>) -> Seen {
    header(bytes).unwrap_or_else(|end| end)
}

fn header(bytes: Bytes<'_>) -> Result<Seen, Seen> {
    if bytes.take::<4>(12)? != *b"IHDR" {
        return Err(Seen::Damaged);
    }
    let (width, height) = (bytes.be32(16)?, bytes.be32(20)?);
    // The format allows no side above 2^31 - 1.
    if width > i32::MAX as u32 || height > i32::MAX as u32 {
        return Err(Seen::Damaged);
    }
    Ok(Seen::Size { width, height, animated: is_animated(bytes).unwrap_or(false) })
}

/// Frames are announced before the first picture data.
fn is_animated(bytes: Bytes<'_>) -> Result<bool, Seen> {
    let mut at = 8_usize;
    loop {
        let length = bytes.be32(at)? as usize;
        match &bytes.take::<4>(at + 4)? {
            b"acTL" => return Ok(bytes.be32(at + 8)? > 1),
            b"IDAT" | b"IEND" => return Ok(false),
            _ => at = at.checked_add(length).and_then(|at| at.checked_add(12)).ok_or(Seen::Damaged)?,
        }
    }
}
