//! WebP in its three forms: lossy, lossless, extended.

use super::{Bytes, Seen};

pub(super) fn seen(bytes: Bytes<'_>) -> Seen {
    header(bytes).unwrap_or_else(|end| end)
}

fn header(bytes: Bytes<'_>) -> Result<Seen, Seen> {
    match &bytes.take::<4>(12)? {
        b"VP8 " => {
            if bytes.take::<3>(23)? != [0x9D, 0x01, 0x2A] {
                return Err(Seen::Damaged);
            }
            let side = |at| Ok(u32::from(bytes.le16(at)? & 0x3FFF));
            Ok(Seen::still(side(26)?, side(28)?))
        }
        b"VP8L" => {
            if bytes.byte(20)? != 0x2F {
                return Err(Seen::Damaged);
            }
            let sizes = bytes.le32(21)?;
            Ok(Seen::still((sizes & 0x3FFF) + 1, (sizes >> 14 & 0x3FFF) + 1))
        }
        b"VP8X" => {
            let animated = bytes.byte(20)? & 0x02 != 0;
            Ok(Seen::Size { width: bytes.le24(24)? + 1, height: bytes.le24(27)? + 1, animated })
        }
        _ => Err(Seen::Damaged),
    }
}
