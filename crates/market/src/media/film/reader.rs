//! Reading here and there in a file, in small pieces, so and so often at most.

use std::io::{self, Read, Seek, SeekFrom};

/// Pieces that are read of one file: a film has some hundreds of parts.
pub(super) const MOST: u32 = 400_000;

/// Why a film is not taken.
#[derive(Debug)]
pub(super) enum Flaw {
    /// The disk's fault.
    Disk(io::Error),
    /// The film's, in words.
    Says(String),
}

/// That a film is broken, and where it shows.
pub(super) fn broken(why: &str) -> Flaw {
    Flaw::Says(format!("this film is broken: {why}. Save it again, or take another"))
}

/// That a film has `have` bytes of the `wanted` that it should have.
pub(super) fn cut_off(have: u64, wanted: u64) -> Flaw {
    Flaw::Says(format!(
        "this film breaks off in the middle: {have} bytes are here, and it says that it has {wanted}. Copy it again from where it was made, and add that"
    ))
}

/// A file that is read here and there.
pub(super) struct Reader<R> {
    file: R,
    length: u64,
    left: u32,
}

impl<R: Read + Seek> Reader<R> {
    pub(super) fn of(file: R, length: u64) -> Self {
        Self { file, length, left: MOST }
    }

    /// Bytes of the file.
    pub(super) fn length(&self) -> u64 {
        self.length
    }

    /// The `N` bytes at `at`.
    pub(super) fn at<const N: usize>(&mut self, at: u64) -> Result<[u8; N], Flaw> {
        let end = at.checked_add(N as u64).ok_or_else(|| broken("a part of it lies nowhere"))?;
        if end > self.length {
            return Err(cut_off(self.length, end));
        }
        self.left = self.left.checked_sub(1).ok_or_else(|| broken("it has more parts than a film has"))?;
        let mut bytes = [0; N];
        self.file.seek(SeekFrom::Start(at)).and_then(|_| self.file.read_exact(&mut bytes)).map_err(Flaw::Disk)?;
        Ok(bytes)
    }

    /// The number of four bytes at `at`, the first of them the largest.
    pub(super) fn u32(&mut self, at: u64) -> Result<u32, Flaw> {
        Ok(u32::from_be_bytes(self.at(at)?))
    }

    /// The same of eight bytes.
    pub(super) fn u64(&mut self, at: u64) -> Result<u64, Flaw> {
        Ok(u64::from_be_bytes(self.at(at)?))
    }
}
