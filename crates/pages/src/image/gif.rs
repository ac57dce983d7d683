//! GIF: the logical screen, and whether a second frame or a loop follows.

use super::{Bytes, Seen};

pub(super) fn seen(bytes: Bytes<'_>) -> Seen {
    let size = || Ok((bytes.le16(6)?, bytes.le16(8)?));
    match size() {
        Ok((width, height)) => Seen::Size {
            width: u32::from(width),
            height: u32::from(height),
            animated: is_animated(bytes).unwrap_or(false),
        },
        Err(end) => end,
    }
}

fn table(flags: u8) -> usize {
    if flags & 0x80 == 0 { 0 } else { 3 << ((flags & 7) + 1) }
}

fn is_animated(bytes: Bytes<'_>) -> Result<bool, Seen> {
    let mut at = 13 + table(bytes.byte(10)?);
    let mut frames = 0;
    loop {
        match bytes.byte(at)? {
            // An extension; the one that asks for a loop is called NETSCAPE2.0 or ANIMEXTS1.0.
            0x21 => {
                if bytes.byte(at + 1)? == 0xFF
                    && let Ok(name) = bytes.take::<11>(at + 3)
                    && matches!(&name, b"NETSCAPE2.0" | b"ANIMEXTS1.0")
                {
                    return Ok(true);
                }
                at = blocks(bytes, at + 2)?;
            }
            0x2C => {
                frames += 1;
                if frames > 1 {
                    return Ok(true);
                }
                let colours = table(bytes.byte(at + 9)?);
                at = blocks(bytes, at + 11 + colours)?;
            }
            _ => return Ok(false),
        }
    }
}

/// Behind a row of blocks, each with its length before it; one of length 0 ends it.
fn blocks(bytes: Bytes<'_>, mut at: usize) -> Result<usize, Seen> {
    loop {
        let length = bytes.byte(at)?;
        at += 1 + usize::from(length);
        if length == 0 {
            return Ok(at);
        }
    }
}
