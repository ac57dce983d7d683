//! Where a byte stands in a file, as editors count.

/// Line and column of a byte, both from 1; columns count characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) line: u64,
    pub(super) column: u64,
}

/// The place of byte `offset` in `bytes`; the end of the file for one beyond it.
pub(super) fn place(bytes: &[u8], offset: u64) -> Place {
    let offset = usize::try_from(offset).unwrap_or(usize::MAX).min(bytes.len());
    let before = &bytes[..offset];
    let line_start = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |newline| newline + 1);
    let line = before.split(|byte| *byte == b'\n').count();
    // Bytes that continue a UTF-8 character are not counted; in other charsets the column is near enough.
    let characters = before[line_start..].iter().filter(|byte| **byte & 0xC0 != 0x80).count();
    Place { line: line as u64, column: characters as u64 + 1 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_count_lines_and_characters() {
        let text = "<p>é</p>\n\n<b>".as_bytes();
        let at = |offset| (place(text, offset).line, place(text, offset).column);
        assert_eq!([0, 3, 5, 11, 999].map(at), [(1, 1), (1, 4), (1, 5), (3, 1), (3, 4)]);
    }
}
