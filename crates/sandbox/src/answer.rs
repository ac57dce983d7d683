//! What a page of the sandbox answers, from well-behaved to hostile.

use std::io::Write;
use std::time::Duration;

use flate2::Compression;

/// An answer: a status, headers, a body, and how they are sent.
#[derive(Clone, Debug)]
pub struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, Vec<u8>)>,
    pub(crate) body: Vec<u8>,
    pub(crate) manner: Manner,
    pub(crate) length: Length,
    pub(crate) ranges: Ranges,
    pub(crate) wait: Duration,
}

/// How the bytes leave.
#[derive(Clone, Debug)]
pub(crate) enum Manner {
    Whole,
    /// So many bytes, then a pause.
    Drip(usize, Duration),
    /// The connection ends after so many bytes of body.
    Cut(usize),
    /// The body again and again, without a length.
    Endless,
    /// `x-…: …` again and again, and never a body.
    EndlessHeaders,
    /// Nothing at all.
    Close,
    /// These bytes instead of an HTTP answer.
    Raw(Vec<u8>),
    /// Nothing, and the connection stays open.
    Silent,
}

/// What `Content-Length` says.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Length {
    True,
    Claimed(u64),
    /// Chunked instead.
    Unsaid,
}

/// What becomes of a `Range` that was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ranges {
    /// The bytes that were asked for, status 206.
    Honoured,
    /// The whole, status 200, which is as good.
    Ignored,
    /// Status 206 with other bytes than those.
    Mishandled,
}

impl Answer {
    /// Status 200, `text/html; charset=utf-8`.
    pub fn html(text: impl Into<String>) -> Self {
        Self::bytes("text/html; charset=utf-8", text.into().into_bytes())
    }

    /// Status 200, `text/plain`.
    pub fn text(text: impl Into<String>) -> Self {
        Self::bytes("text/plain; charset=utf-8", text.into().into_bytes())
    }

    /// Status 200, `application/xml`.
    pub fn xml(text: impl Into<String>) -> Self {
        Self::bytes("application/xml", text.into().into_bytes())
    }

    /// Status 200 with this `Content-Type`.
    pub fn bytes(kind: &str, body: impl Into<Vec<u8>>) -> Self {
        Self {
            status: 200,
            headers: vec![("Content-Type".to_owned(), kind.as_bytes().to_vec())],
            body: body.into(),
            manner: Manner::Whole,
            length: Length::True,
            ranges: Ranges::Ignored,
            wait: Duration::ZERO,
        }
    }

    /// An error page with this status.
    pub fn status(status: u16) -> Self {
        Self::html(format!("<title>Error {status}</title>")).with_status(status)
    }

    /// A redirect.
    pub fn redirect(status: u16, to: &str) -> Self {
        Self::bytes("text/html", "").with_status(status).header("Location", to)
    }

    /// A page that lets nobody in who cannot run scripts, as Cloudflare marks it.
    pub fn challenge() -> Self {
        Self::html("<title>Just a moment...</title><script src=/cdn-cgi/challenge-platform/h/b/orchestrate></script>")
            .with_status(403)
            .header("cf-mitigated", "challenge")
            .header("Server", "cloudflare")
    }

    /// Too many requests: come back after `seconds`.
    pub fn too_many(seconds: u64) -> Self {
        Self::status(429).header("Retry-After", seconds.to_string())
    }

    /// 64 MiB of zeros in 64 KiB of gzip, called a page.
    pub fn bomb() -> Self {
        let mut page = Self::html("");
        page.body = vec![b' '; 64 << 20];
        page.gzip()
    }

    /// Bytes instead of an HTTP answer.
    pub fn raw(bytes: impl Into<Vec<u8>>) -> Self {
        Self { manner: Manner::Raw(bytes.into()), ..Self::html("") }
    }

    /// Closes the connection without a word.
    pub fn close() -> Self {
        Self { manner: Manner::Close, ..Self::html("") }
    }

    /// Takes the question and never answers.
    pub fn silence() -> Self {
        Self { manner: Manner::Silent, ..Self::html("") }
    }

    /// Sends headers without an end.
    pub fn endless_headers() -> Self {
        Self { manner: Manner::EndlessHeaders, ..Self::html("") }
    }

    /// With another status.
    pub fn with_status(mut self, status: u16) -> Self {
        self.status = status;
        self
    }

    /// With another header; the bytes are sent as they are.
    pub fn header(mut self, name: &str, value: impl Into<Vec<u8>>) -> Self {
        self.headers.push((name.to_owned(), value.into()));
        self
    }

    /// Without the header `name`.
    pub fn without(mut self, name: &str) -> Self {
        self.headers.retain(|(key, _)| !key.eq_ignore_ascii_case(name));
        self
    }

    /// `count` bytes at a time, with a pause of `every` after each.
    pub fn drip(mut self, count: usize, every: Duration) -> Self {
        self.manner = Manner::Drip(count, every);
        self
    }

    /// Nothing for so long, then the answer.
    pub fn slow(mut self, wait: Duration) -> Self {
        self.wait = wait;
        self
    }

    /// Breaks the connection off after `bytes` of the body.
    pub fn cut_after(mut self, bytes: usize) -> Self {
        self.manner = Manner::Cut(bytes);
        self
    }

    /// Says that the body has this length, whatever it has.
    pub fn claim_length(mut self, bytes: u64) -> Self {
        self.length = Length::Claimed(bytes);
        self
    }

    /// Sends the body in chunks, without a length.
    pub fn chunked(mut self) -> Self {
        self.length = Length::Unsaid;
        self
    }

    /// Sends the body again and again, without an end.
    pub fn endless(mut self) -> Self {
        self.manner = Manner::Endless;
        self
    }

    /// The body compressed with gzip, whether it was asked for or not.
    pub fn gzip(mut self) -> Self {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), Compression::default());
        // Writing into a Vec cannot fail.
        let _ = encoder.write_all(&self.body);
        self.body = encoder.finish().unwrap_or_default();
        self.header("Content-Encoding", "gzip")
    }

    /// The body compressed with deflate: with zlib's frame, or bare as some servers send it.
    pub fn deflate(mut self, bare: bool) -> Self {
        self.body = if bare {
            let mut encoder = flate2::write::DeflateEncoder::new(Vec::new(), Compression::default());
            let _ = encoder.write_all(&self.body);
            encoder.finish().unwrap_or_default()
        } else {
            let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), Compression::default());
            let _ = encoder.write_all(&self.body);
            encoder.finish().unwrap_or_default()
        };
        self.header("Content-Encoding", "deflate")
    }

    /// The body as Brotli, whether it was asked for or not. The stream stores its bytes, which every reader must take.
    pub fn brotli(mut self) -> Self {
        self.body = stored_brotli(&self.body);
        self.header("Content-Encoding", "br")
    }

    /// Only the first `bytes` of the (compressed) body, with a length that says nothing of it.
    pub fn truncated(mut self, bytes: usize) -> Self {
        self.body.truncate(bytes);
        self
    }

    /// With an `ETag`; whoever has it already is answered 304.
    pub fn etag(self, tag: &str) -> Self {
        self.header("ETag", format!("\"{tag}\""))
    }

    /// What becomes of a `Range`.
    pub fn ranges(mut self, ranges: Ranges) -> Self {
        self.ranges = ranges;
        self
    }

    /// Offered as a download.
    pub fn attachment(self) -> Self {
        self.header("Content-Disposition", "attachment; filename=\"page.html\"")
    }
}

/// `bytes` in uncompressed meta-blocks (RFC 7932, section 9.2).
fn stored_brotli(bytes: &[u8]) -> Vec<u8> {
    let mut stream = Vec::with_capacity(bytes.len() + 16);
    for (index, block) in bytes.chunks(1 << 16).enumerate() {
        // From the lowest bit: window size (once), not last, four nibbles of length, length - 1, uncompressed.
        let head = (block.len() as u32 - 1) << 3 | 1 << 19;
        let head = if index == 0 { head << 1 } else { head };
        stream.extend_from_slice(&head.to_le_bytes()[..3]);
        stream.extend_from_slice(block);
    }
    // Last and empty; before it the window size, where no block carried it.
    stream.push(if bytes.is_empty() { 0b110 } else { 0b11 });
    stream
}
