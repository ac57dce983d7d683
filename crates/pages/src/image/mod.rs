//! The header of a picture: format, size, frames, from as few bytes as that takes.
//!
//! Sizes are those of the picture as it is shown: a JPEG or AVIF that asks to be turned a quarter has its sides
//! swapped here, since that is what networks draw and what their limits of shape are about. Frames are told only as
//! far as the given bytes go; a size is never held back for them.

mod avif;
mod bitmap;
mod gif;
mod jpeg;
mod png;
mod svg;
mod webp;

use domain::ImageKind;

/// What the first bytes of a picture tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Header {
    /// A picture.
    Known {
        /// Format.
        kind: ImageKind,
        /// Width in pixels; 0 where an SVG states none.
        width: u32,
        /// Height in pixels; 0 where an SVG states none.
        height: u32,
        /// More than one frame.
        animated: bool,
    },
    /// A picture of this format whose size lies further back: at least so many bytes are needed from the start.
    More {
        /// Format.
        kind: ImageKind,
        /// Bytes from the start; more than were given.
        needs: u64,
    },
    /// A picture of this format whose header cannot be right.
    Damaged(ImageKind),
    /// No picture that is known here.
    Unknown,
}

/// Reads the header of a picture from its first bytes. 32 KiB are enough for nearly all.
pub fn header(first: &[u8]) -> Header {
    let bytes = Bytes(first);
    let (kind, seen) = match first {
        [0xFF, 0xD8, 0xFF, ..] => (ImageKind::Jpeg, jpeg::seen(bytes)),
        [0x89, b'P', b'N', b'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => (ImageKind::Png, png::seen(bytes)),
        [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => (ImageKind::Gif, gif::seen(bytes)),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => (ImageKind::Webp, webp::seen(bytes)),
        [_, _, _, _, b'f', b't', b'y', b'p', ..] if avif::is_avif(bytes) => (ImageKind::Avif, avif::seen(bytes)),
        [0, 0, 1, 0, ..] => (ImageKind::Ico, bitmap::icon(bytes)),
        [b'B', b'M', ..] if bitmap::is_bitmap(bytes) => (ImageKind::Bmp, bitmap::bitmap(bytes)),
        _ => match svg::seen(first) {
            Some(seen) => (ImageKind::Svg, seen),
            None => return Header::Unknown,
        },
    };
    match seen {
        Seen::Size { width: 0, .. } | Seen::Size { height: 0, .. } if kind != ImageKind::Svg => Header::Damaged(kind),
        Seen::Size { width, height, animated } => Header::Known { kind, width, height, animated },
        Seen::Needs(needs) if needs > first.len() as u64 => Header::More { kind, needs },
        Seen::Needs(_) | Seen::Damaged => Header::Damaged(kind),
    }
}

/// What one format's reader sees.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Seen {
    Size { width: u32, height: u32, animated: bool },
    Needs(u64),
    Damaged,
}

impl Seen {
    fn still(width: u32, height: u32) -> Self {
        Self::Size { width, height, animated: false }
    }
}

/// Numbers out of bytes; asking behind the end says how many bytes it takes.
#[derive(Clone, Copy, Debug)]
struct Bytes<'a>(&'a [u8]);

impl<'a> Bytes<'a> {
    fn take<const N: usize>(self, at: usize) -> Result<[u8; N], Seen> {
        let end = at.checked_add(N).ok_or(Seen::Damaged)?;
        let bytes = self.0.get(at..end).ok_or(Seen::Needs(end as u64))?;
        bytes.try_into().map_err(|_| Seen::Damaged)
    }

    fn byte(self, at: usize) -> Result<u8, Seen> {
        self.take::<1>(at).map(|[byte]| byte)
    }

    fn be16(self, at: usize) -> Result<u16, Seen> {
        self.take(at).map(u16::from_be_bytes)
    }

    fn be32(self, at: usize) -> Result<u32, Seen> {
        self.take(at).map(u32::from_be_bytes)
    }

    fn le16(self, at: usize) -> Result<u16, Seen> {
        self.take(at).map(u16::from_le_bytes)
    }

    fn le24(self, at: usize) -> Result<u32, Seen> {
        self.take(at).map(|[a, b, c]| u32::from_le_bytes([a, b, c, 0]))
    }

    fn le32(self, at: usize) -> Result<u32, Seen> {
        self.take(at).map(u32::from_le_bytes)
    }

    fn range(self, from: usize, to: usize) -> Bytes<'a> {
        let to = to.min(self.0.len());
        Bytes(self.0.get(from.min(to)..to).unwrap_or(&[]))
    }
}

#[cfg(test)]
mod tests;
