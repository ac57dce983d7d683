//! A body on its way in: decompressed as it comes, never longer than was asked for.

use std::io::{self, Write};

use brotli_decompressor::DecompressorWriter;
use flate2::write::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};

/// Takes what comes off the wire and keeps the decoded beginning.
pub(super) struct Intake {
    decoder: Decoder,
    /// Bytes off the wire.
    taken: u64,
    /// Of these, as many as are taken in: a compressed body that yields nothing must end too.
    wire_limit: u64,
    broken: bool,
}

enum Decoder {
    Plain(Kept),
    Gzip(Box<MultiGzDecoder<Kept>>),
    Zlib(Box<ZlibDecoder<Kept>>),
    Deflate(Box<DeflateDecoder<Kept>>),
    Brotli(Box<DecompressorWriter<Kept>>),
    /// `deflate` means zlib to the standard and bare deflate to some servers; the first byte tells.
    Undecided(Kept),
}

/// The decoded bytes, up to a limit.
#[derive(Debug, Default)]
struct Kept {
    bytes: Vec<u8>,
    limit: usize,
    /// What the server promised of an uncompressed body; 0 where it promised nothing.
    promised: usize,
    more: bool,
}

impl Kept {
    /// Room for `more` bytes. A promise is believed once a quarter of it came, so that a large body is not copied into
    /// twice the room that it needs.
    fn make_room(&mut self, more: usize) {
        let needed = self.bytes.len() + more;
        if needed > self.bytes.capacity() {
            let believed = (needed..=needed.saturating_mul(4)).contains(&self.promised);
            let room = if believed { self.promised } else { needed.saturating_mul(2) };
            self.bytes.reserve_exact(room.min(self.limit).max(needed) - self.bytes.len());
        }
    }
}

impl Write for Kept {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let room = self.limit - self.bytes.len();
        if bytes.len() > room {
            self.make_room(room);
            self.bytes.extend_from_slice(&bytes[..room]);
            self.more = true;
            // Stops the decoder in mid-chunk: a bomb never unfolds further than this.
            return Err(io::Error::other("enough"));
        }
        self.make_room(bytes.len());
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// What a body came to.
#[derive(Debug)]
pub(super) struct Taken {
    pub(super) bytes: Vec<u8>,
    pub(super) more: bool,
    /// The compression broke off or was wrong.
    pub(super) broken: bool,
}

impl Intake {
    /// For a body with this `Content-Encoding`, of which `at_most` decoded bytes are wanted. An encoding that is not
    /// known here leaves the body as it comes.
    pub(super) fn new(encoding: Option<&str>, at_most: u64, promised: Option<u64>) -> Self {
        let limit = usize::try_from(at_most).unwrap_or(usize::MAX);
        // What a server promises is believed up to 64 KiB; beyond, memory grows with what really comes.
        let promised = usize::try_from(promised.unwrap_or(0).min(at_most)).unwrap_or(0);
        let bytes = Vec::with_capacity(promised.min(64 * domain::KIB as usize));
        let kept = Kept { bytes, limit, promised, more: false };
        let decoder = match encoding.map(|name| name.trim().to_ascii_lowercase()).as_deref() {
            Some("gzip" | "x-gzip") => Decoder::Gzip(Box::new(MultiGzDecoder::new(kept))),
            Some("deflate") => Decoder::Undecided(kept),
            Some("br") => Decoder::Brotli(Box::new(DecompressorWriter::new(kept, 16 * 1024))),
            _ => Decoder::Plain(kept),
        };
        Self { decoder, taken: 0, wire_limit: at_most.saturating_add(64 * domain::KIB), broken: false }
    }

    /// Takes `chunk` in. `false`: that is enough, the rest is not wanted.
    pub(super) fn take(&mut self, chunk: &[u8]) -> bool {
        if let (Decoder::Undecided(kept), [first, ..]) = (&mut self.decoder, chunk) {
            let kept = std::mem::take(kept);
            self.decoder = if first & 0x0f == 8 {
                Decoder::Zlib(Box::new(ZlibDecoder::new(kept)))
            } else {
                Decoder::Deflate(Box::new(DeflateDecoder::new(kept)))
            };
        }
        self.taken += chunk.len() as u64;
        let went = match &mut self.decoder {
            Decoder::Plain(kept) | Decoder::Undecided(kept) => kept.write_all(chunk),
            Decoder::Gzip(decoder) => decoder.write_all(chunk),
            Decoder::Zlib(decoder) => decoder.write_all(chunk),
            Decoder::Deflate(decoder) => decoder.write_all(chunk),
            Decoder::Brotli(decoder) => decoder.write_all(chunk),
        };
        if self.taken > self.wire_limit {
            self.kept().more = true;
            return false;
        }
        self.broken = went.is_err() && !self.kept().more;
        went.is_ok()
    }

    /// Bytes off the wire so far.
    pub(super) fn taken(&self) -> u64 {
        self.taken
    }

    /// What it came to. The body has ended, or is no longer wanted.
    pub(super) fn end(mut self) -> Taken {
        let ended = match &mut self.decoder {
            Decoder::Gzip(decoder) if self.taken > 0 => decoder.try_finish(),
            Decoder::Zlib(decoder) => decoder.try_finish(),
            Decoder::Deflate(decoder) => decoder.try_finish(),
            Decoder::Brotli(decoder) if self.taken > 0 => decoder.close(),
            Decoder::Plain(_) | Decoder::Undecided(_) | Decoder::Gzip(_) | Decoder::Brotli(_) => Ok(()),
        };
        let mut broken = self.broken || ended.is_err();
        let kept = std::mem::take(self.kept());
        broken &= !kept.more;
        Taken { bytes: kept.bytes, more: kept.more, broken }
    }

    fn kept(&mut self) -> &mut Kept {
        match &mut self.decoder {
            Decoder::Plain(kept) | Decoder::Undecided(kept) => kept,
            Decoder::Gzip(decoder) => decoder.get_mut(),
            Decoder::Zlib(decoder) => decoder.get_mut(),
            Decoder::Deflate(decoder) => decoder.get_mut(),
            Decoder::Brotli(decoder) => decoder.get_mut(),
        }
    }
}
