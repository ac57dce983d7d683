//! WOFF, a font whose tables are packed one by one (W3C Recommendation, WOFF File Format 1.0).

use std::io::Read;

use flate2::read::ZlibDecoder;

/// The largest font that is unpacked.
const LARGEST: usize = 64 << 20;

/// The plain font in `bytes`; `None` where it is broken.
pub(super) fn unpacked(bytes: &[u8]) -> Option<Vec<u8>> {
    let u16_at = |at: usize| Some(u16::from_be_bytes(bytes.get(at..at + 2)?.try_into().ok()?));
    let u32_at = |at: usize| Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?));
    if bytes.get(..4)? != b"wOFF" {
        return None;
    }
    let tables = u16_at(12)?;
    // The header of a font: its flavour, the number of tables, and three numbers for a search by halves.
    let mut plain = bytes.get(4..8)?.to_vec();
    plain.extend(tables.to_be_bytes());
    let power = tables.checked_ilog2()?;
    let range = 16_u16.checked_shl(power)?;
    for number in [range, u16::try_from(power).ok()?, tables.checked_mul(16)?.checked_sub(range)?] {
        plain.extend(number.to_be_bytes());
    }
    let mut at = 12 + usize::from(tables) * 16;
    let mut body: Vec<u8> = Vec::new();
    for table in 0..usize::from(tables) {
        let entry = 44 + table * 20;
        let offset = u32_at(entry + 4)? as usize;
        let (packed, length) = (u32_at(entry + 8)? as usize, u32_at(entry + 12)? as usize);
        let data = bytes.get(offset..offset.checked_add(packed)?)?;
        if body.len().checked_add(length)? > LARGEST {
            return None;
        }
        let before = body.len();
        if packed < length {
            ZlibDecoder::new(data).take(length as u64).read_to_end(&mut body).ok()?;
        } else {
            body.extend_from_slice(data);
        }
        if body.len() - before != length {
            return None;
        }
        plain.extend(bytes.get(entry..entry + 4)?);
        plain.extend(bytes.get(entry + 16..entry + 20)?);
        plain.extend(u32::try_from(at).ok()?.to_be_bytes());
        plain.extend(u32::try_from(length).ok()?.to_be_bytes());
        body.resize(body.len().next_multiple_of(4), 0);
        at = 12 + usize::from(tables) * 16 + body.len();
    }
    plain.extend(body);
    Some(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_broken_font_is_nothing_and_no_panic() {
        for bytes in [&b""[..], b"wOFF", b"wOF2xxxxxxxxxxxxxxxxxxxx", &[0xff; 400]] {
            assert!(unpacked(bytes).is_none());
        }
        let mut bomb = b"wOFF\0\x01\0\0\0\0\0\0\0\x01".to_vec();
        bomb.resize(64, 0xff);
        assert!(unpacked(&bomb).is_none());
    }
}
