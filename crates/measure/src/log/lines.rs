//! Lines of a log, one after the other out of one buffer, packed or not.

use std::io::{self, Read};

use flate2::read::MultiGzDecoder;

/// Bytes of a line that are kept; a longer one was no browser's.
const LONGEST: usize = 64 << 10;
/// Bytes that are read at once.
const CHUNK: usize = 256 << 10;

/// How reading went.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Lines that were given out.
    pub lines: u64,
    /// Lines that were too long, and were passed over.
    pub too_long: u64,
    /// Why it ended before the end, as with a packed file that was cut: what had been read by then is good.
    pub broken_off: Option<String>,
}

/// The lines of one file.
pub struct Lines<R: Read> {
    from: Unpacked<R>,
    buffer: Vec<u8>,
    start: usize,
    end: usize,
    ended: bool,
    /// Bytes of the file, unpacked, before those in the buffer.
    before: u64,
    read: Progress,
}

enum Unpacked<R: Read> {
    Plain(io::Chain<io::Cursor<Vec<u8>>, R>),
    Gzip(Box<MultiGzDecoder<io::Chain<io::Cursor<Vec<u8>>, R>>>),
}

impl<R: Read> Read for Unpacked<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Plain(from) => from.read(into),
            Self::Gzip(from) => from.read(into),
        }
    }
}

impl<R: Read> Lines<R> {
    /// Those of `from`; whether it is packed is told by its first bytes, not by its name.
    pub fn of(mut from: R) -> io::Result<Self> {
        let mut first = Vec::with_capacity(2);
        from.by_ref().take(2).read_to_end(&mut first)?;
        let packed = first == [0x1f, 0x8b];
        let whole = io::Cursor::new(first).chain(from);
        let from = if packed { Unpacked::Gzip(Box::new(MultiGzDecoder::new(whole))) } else { Unpacked::Plain(whole) };
        Ok(Self {
            from,
            buffer: vec![0; CHUNK + LONGEST],
            start: 0,
            end: 0,
            ended: false,
            before: 0,
            read: Progress::default(),
        })
    }

    /// The next line, without its end. `None` at the end of the file, or where it breaks off.
    pub fn next_line(&mut self) -> Option<&[u8]> {
        let mut too_long = false;
        loop {
            if let Some(length) = memchr::memchr(b'\n', &self.buffer[self.start..self.end]) {
                let line = self.start..self.start + length;
                self.start += length + 1;
                if too_long || length > LONGEST {
                    self.read.too_long += 1;
                    too_long = false;
                    continue;
                }
                self.read.lines += 1;
                return Some(&self.buffer[line]);
            }
            if self.ended {
                let line = self.start..self.end;
                self.start = self.end;
                if too_long || line.is_empty() {
                    self.read.too_long += u64::from(too_long);
                    return None;
                }
                self.read.lines += 1;
                return Some(&self.buffer[line]);
            }
            if self.end - self.start > LONGEST {
                too_long = true;
                self.start = self.end;
            }
            self.fill();
        }
    }

    /// Brings what is left to the front and reads on.
    fn fill(&mut self) {
        self.before += self.start as u64;
        self.buffer.copy_within(self.start..self.end, 0);
        (self.start, self.end) = (0, self.end - self.start);
        loop {
            match self.from.read(&mut self.buffer[self.end..]) {
                Ok(0) => self.ended = true,
                Ok(length) => self.end += length,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => {
                    self.read.broken_off = Some(error.to_string());
                    self.ended = true;
                }
            }
            return;
        }
    }

    /// Bytes of the file, unpacked, up to the end of the last line that was given out.
    pub fn offset(&self) -> u64 {
        self.before + self.start as u64
    }

    /// Passes over what lies before `offset`, which must be at or behind [`offset`](Self::offset).
    pub fn skip_to(&mut self, offset: u64) {
        while self.offset() < offset && !(self.ended && self.start == self.end) {
            let there = u64::try_from(self.end - self.start).unwrap_or(0);
            self.start += usize::try_from((offset - self.offset()).min(there)).unwrap_or(0);
            if self.start == self.end && !self.ended {
                self.fill();
            }
        }
    }

    /// How it went up to here.
    pub fn read(&self) -> &Progress {
        &self.read
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn all(bytes: &[u8]) -> (Vec<String>, Progress) {
        let mut lines = Lines::of(bytes).unwrap();
        let mut all = Vec::new();
        while let Some(line) = lines.next_line() {
            all.push(String::from_utf8_lossy(line).into_owned());
        }
        (all, lines.read().clone())
    }

    #[test]
    fn lines_come_one_by_one_and_the_last_needs_no_end() {
        assert_eq!(all(b"a\nbc\r\n\nd").0, ["a", "bc\r", "", "d"]);
        assert!(all(b"").0.is_empty() && all(b"\n").0 == [""]);
    }

    #[test]
    fn who_goes_on_from_an_offset_reads_the_rest_packed_or_not() {
        let lines: Vec<String> = (0..90_000).map(|number| format!("line {number}\n")).collect();
        let text = lines.concat();
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        packed.write_all(text.as_bytes()).unwrap();
        for bytes in [text.clone().into_bytes(), packed.finish().unwrap()] {
            let mut lines = Lines::of(&bytes[..]).unwrap();
            let offset = loop {
                if lines.next_line() == Some(b"line 77777") {
                    break lines.offset();
                }
            };
            let mut rest = Lines::of(&bytes[..]).unwrap();
            rest.skip_to(offset);
            assert_eq!(rest.next_line(), Some(&b"line 77778"[..]));
            assert_eq!(rest.offset(), offset + 11);
            rest.skip_to(u64::MAX);
            assert_eq!(rest.next_line(), None);
            assert_eq!(rest.offset(), text.len() as u64);
        }
    }

    #[test]
    fn a_line_without_an_end_takes_no_more_memory_than_others() {
        let long =
            [&b"a\n"[..], &vec![b'x'; 3 << 20], b"\nb\n", &vec![b'y'; LONGEST + 1], b"\nc\n", &vec![b'z'; 1 << 20]];
        let (lines, read) = all(&long.concat());
        assert_eq!(lines, ["a", "b", "c"]);
        assert_eq!((read.lines, read.too_long), (3, 3));
    }

    #[test]
    fn a_packed_file_is_told_by_its_bytes_and_one_that_was_cut_gives_what_it_has() {
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        for number in 0..20_000 {
            writeln!(packed, "line {number} {}", number * 7_919 % 10_007).unwrap();
        }
        let packed = packed.finish().unwrap();
        assert_eq!(all(&packed).0.len(), 20_000);
        assert_eq!(all(&[&packed[..], &packed[..]].concat()).0.len(), 40_000);
        let (lines, read) = all(&packed[..packed.len() / 2]);
        assert!(lines.len() > 1_000 && lines.len() < 20_000 && read.broken_off.is_some(), "{} {read:?}", lines.len());
    }
}
