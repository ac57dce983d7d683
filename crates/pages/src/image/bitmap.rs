//! Icons and bitmaps of Windows.

use super::{Bytes, Seen};

/// The largest picture of an icon file.
pub(super) fn icon(bytes: Bytes<'_>) -> Seen {
    let largest = || {
        let count = usize::from(bytes.le16(4)?);
        if count == 0 || count > 200 {
            return Err(Seen::Damaged);
        }
        let mut largest = (0, 0);
        for entry in 0..count {
            // 0 stands for 256.
            let side = |at| bytes.byte(at).map(|side| if side == 0 { 256 } else { u32::from(side) });
            let size = (side(6 + entry * 16)?, side(7 + entry * 16)?);
            largest = if size.0 * size.1 > largest.0 * largest.1 { size } else { largest };
        }
        Ok(Seen::still(largest.0, largest.1))
    };
    largest().unwrap_or_else(|end| end)
}

/// Two letters are a weak sign, so the header behind them must have one of the known lengths.
pub(super) fn is_bitmap(bytes: Bytes<'_>) -> bool {
    bytes.le32(14).is_ok_and(|length| matches!(length, 12 | 40 | 52 | 56 | 64 | 108 | 124))
}

pub(super) fn bitmap(bytes: Bytes<'_>) -> Seen {
    let size = || {
        if bytes.le32(14)? == 12 {
            return Ok(Seen::still(u32::from(bytes.le16(18)?), u32::from(bytes.le16(20)?)));
        }
        // A negative height means that the rows run downwards.
        let side = |at| bytes.le32(at).map(|side| side.cast_signed().unsigned_abs());
        Ok(Seen::still(side(18)?, side(22)?))
    };
    size().unwrap_or_else(|end| end)
}
