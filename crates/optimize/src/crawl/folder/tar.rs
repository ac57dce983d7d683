//! A tar, read and written: as much of it as browsers, `tar` and file managers write.
//!
//! Foreign bytes come through here, so nothing is believed: a header is 512 bytes, a long name 4 KB at most, and what is
//! cut off is told from what is over. Formats: ustar, pax (`path` and `size`), GNU long names. The crate `tar`, which reads
//! the operator's own backups, takes an archive that ends between two files for a whole one, and a long name of any length
//! into memory.

use std::io::{self, ErrorKind, Read, Write};

const BLOCK: usize = 512;
/// The most that is read of a header that stands before another.
const LONG: u64 = 64 * 1024;

/// What is wrong with an archive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Broken {
    /// It never was one.
    NoTar,
    /// It ends too early, or is damaged in its middle.
    CutOff,
}

/// What stands in an archive.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Entry {
    /// Its name, as it was written.
    pub(super) name: Vec<u8>,
    /// Its bytes, which are read from the archive next.
    pub(super) size: u64,
    /// It is a plain file, no folder, link or device.
    pub(super) is_file: bool,
    /// It is a folder.
    pub(super) is_folder: bool,
}

/// An archive that is read.
pub(super) struct Tar<R> {
    from: R,
    /// Bytes of the present entry that were not read yet, and those that fill its last block.
    left: u64,
    fill: u64,
    begun: bool,
}

impl<R: Read> Tar<R> {
    pub(super) fn new(from: R) -> Self {
        Self { from, left: 0, fill: 0, begun: false }
    }

    /// The next entry; `None` where the archive says that it is over.
    pub(super) fn next(&mut self) -> Result<Option<Entry>, Broken> {
        let (mut long, mut size_told) = (None, None);
        loop {
            self.skip()?;
            let Some(header) = self.header()? else { return Ok(None) };
            let size = number(&header[124..136]).ok_or(Broken::CutOff)?;
            match header[156] {
                // What stands before an entry says more of it than fits into its header.
                b'x' | b'L' => {
                    self.set(size);
                    let text = self.short()?;
                    if header[156] == b'L' {
                        long = Some(text.split(|byte| *byte == 0).next().unwrap_or_default().to_vec());
                    } else {
                        for (key, value) in records(&text) {
                            match key {
                                b"path" => long = Some(value.to_vec()),
                                b"size" => {
                                    size_told = std::str::from_utf8(value).ok().and_then(|text| text.parse().ok());
                                }
                                _ => {}
                            }
                        }
                    }
                }
                b'g' | b'K' => self.set(size),
                kind => {
                    let size = size_told.unwrap_or(size);
                    let (is_file, is_folder) = (matches!(kind, b'0' | 0 | b'7'), kind == b'5');
                    // Links and devices have no content, whatever is said of its size.
                    self.set(if matches!(kind, b'1'..=b'6') { 0 } else { size });
                    return Ok(Some(Entry { name: long.unwrap_or_else(|| name(&header)), size, is_file, is_folder }));
                }
            }
        }
    }

    /// Where it is read from.
    pub(super) fn inner(&self) -> &R {
        &self.from
    }

    fn set(&mut self, size: u64) {
        self.left = size;
        self.fill = (BLOCK as u64 - size % BLOCK as u64) % BLOCK as u64;
    }

    /// Reads over what is left of the present entry.
    fn skip(&mut self) -> Result<(), Broken> {
        let wanted = self.left.saturating_add(self.fill);
        let skipped = io::copy(&mut (&mut self.from).take(wanted), &mut io::sink());
        (self.left, self.fill) = (0, 0);
        if skipped.is_ok_and(|skipped| skipped == wanted) { Ok(()) } else { Err(Broken::CutOff) }
    }

    /// The next header; `None` for the block of zeros with which an archive ends.
    fn header(&mut self) -> Result<Option<[u8; BLOCK]>, Broken> {
        let broken = if self.begun { Broken::CutOff } else { Broken::NoTar };
        let mut header = [0; BLOCK];
        self.from.read_exact(&mut header).map_err(|_| broken)?;
        if header == [0; BLOCK] {
            return if self.begun { Ok(None) } else { Err(broken) };
        }
        if number(&header[148..156]) != Some(sum(&header)) {
            return Err(broken);
        }
        self.begun = true;
        Ok(Some(header))
    }

    fn short(&mut self) -> Result<Vec<u8>, Broken> {
        if self.left > LONG {
            return Err(Broken::CutOff);
        }
        let mut text = Vec::new();
        self.read_to_end(&mut text).map_err(|_| Broken::CutOff)?;
        Ok(text)
    }
}

/// The content of the present entry. That the archive ends within it is an error.
impl<R: Read> Read for Tar<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let most = usize::try_from(self.left).unwrap_or(usize::MAX).min(buffer.len());
        if most == 0 {
            return Ok(0);
        }
        let read = self.from.read(&mut buffer[..most])?;
        if read == 0 {
            return Err(ErrorKind::UnexpectedEof.into());
        }
        self.left -= read as u64;
        Ok(read)
    }
}

/// The sum of a header's bytes, its own place counted as blanks.
fn sum(header: &[u8; BLOCK]) -> u64 {
    let byte = |(at, byte): (usize, &u8)| u64::from(if (148..156).contains(&at) { b' ' } else { *byte });
    header.iter().enumerate().map(byte).sum()
}

/// A number in a header: octal, or binary where its first bit is set.
fn number(field: &[u8]) -> Option<u64> {
    if field.first()? & 0x80 != 0 {
        let (high, low) = field.split_at_checked(field.len().checked_sub(8)?)?;
        if high.iter().skip(1).any(|byte| *byte != 0) || high.first().is_some_and(|byte| byte & 0x7f != 0) {
            return None;
        }
        return Some(u64::from_be_bytes(low.try_into().ok()?)).filter(|number| *number < 1 << 62);
    }
    let text = field.split(|byte| *byte == 0).next()?.trim_ascii();
    if text.is_empty() { Some(0) } else { u64::from_str_radix(std::str::from_utf8(text).ok()?, 8).ok() }
}

fn name(header: &[u8; BLOCK]) -> Vec<u8> {
    let text = |field: &[u8]| field.split(|byte| *byte == 0).next().unwrap_or_default().to_vec();
    let (name, prefix) = (text(&header[..100]), text(&header[345..500]));
    if &header[257..263] == b"ustar\0" && !prefix.is_empty() { [prefix, name].join(&b'/') } else { name }
}

/// What a pax header says: `LENGTH KEY=VALUE\n`, over and over.
fn records(mut text: &[u8]) -> Vec<(&[u8], &[u8])> {
    let mut all = Vec::new();
    while let Some(blank) = text.iter().position(|byte| *byte == b' ') {
        let length = std::str::from_utf8(&text[..blank]).ok().and_then(|length| length.parse::<usize>().ok());
        let Some((record, rest)) = length.filter(|length| *length > blank + 1).and_then(|at| text.split_at_checked(at))
        else {
            break;
        };
        let record = record[blank + 1..].strip_suffix(b"\n").unwrap_or(&record[blank + 1..]);
        if let Some(equals) = record.iter().position(|byte| *byte == b'=') {
            all.push((&record[..equals], &record[equals + 1..]));
        }
        text = rest;
    }
    all
}

/// Writes a file into an archive.
pub(crate) fn append(out: &mut dyn Write, name: &str, bytes: &[u8]) -> io::Result<()> {
    if name.len() > 100 {
        // The length counts itself: three digits are enough for what fits into a block, four for any name there is.
        let body = name.len() + " path=\n".len();
        let length = (1..=6).map(|digits| body + digits).find(|length| length.to_string().len() + body == *length);
        let record = format!("{} path={name}\n", length.unwrap_or(body));
        entry(out, b'x', "name", record.as_bytes())?;
    }
    entry(out, b'0', name, bytes)
}

/// Ends an archive.
pub(crate) fn end(out: &mut dyn Write) -> io::Result<()> {
    out.write_all(&[0; 2 * BLOCK])
}

fn entry(out: &mut dyn Write, kind: u8, name: &str, bytes: &[u8]) -> io::Result<()> {
    let mut header = [0; BLOCK];
    let mut put = |at: usize, text: &[u8]| header[at..at + text.len()].copy_from_slice(text);
    put(0, &name.as_bytes()[..name.len().min(100)]);
    put(100, b"0000644\0");
    put(108, b"0000000\0");
    put(116, b"0000000\0");
    put(124, format!("{:011o}\0", bytes.len()).as_bytes());
    put(136, b"00000000000\0");
    put(156, &[kind]);
    put(257, b"ustar\x0000");
    let sum = format!("{:06o}\0 ", sum(&header));
    header[148..156].copy_from_slice(sum.as_bytes());
    out.write_all(&header)?;
    out.write_all(bytes)?;
    out.write_all(&[0; BLOCK][..(BLOCK - bytes.len() % BLOCK) % BLOCK])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn all(bytes: &[u8]) -> Result<Vec<(String, Vec<u8>)>, Broken> {
        let mut tar = Tar::new(bytes);
        let mut all = Vec::new();
        while let Some(entry) = tar.next()? {
            let mut content = Vec::new();
            tar.read_to_end(&mut content).map_err(|_| Broken::CutOff)?;
            all.push((String::from_utf8_lossy(&entry.name).into_owned(), content));
        }
        Ok(all)
    }

    fn archive(files: &[(String, Vec<u8>)]) -> Vec<u8> {
        let mut out = Vec::new();
        for (name, bytes) in files {
            append(&mut out, name, bytes).unwrap();
        }
        end(&mut out).unwrap();
        out
    }

    #[test]
    fn what_is_cut_off_anywhere_is_told_from_what_is_whole() {
        let files = [("a.html".to_owned(), vec![7; 700]), ("b.html".to_owned(), Vec::new())];
        let whole = archive(&files);
        for length in 0..whole.len() - 2 * BLOCK {
            let broken = if length < BLOCK { Broken::NoTar } else { Broken::CutOff };
            assert_eq!(all(&whole[..length]), Err(broken), "{length}");
        }
        assert_eq!(all(&whole).unwrap(), files);
    }

    #[test]
    fn a_size_that_no_disk_has_and_a_header_without_end_are_damage() {
        let mut whole = archive(&[("a.html".to_owned(), vec![7; 700])]);
        whole[124..136].copy_from_slice(&[0xff; 12]);
        assert_eq!(all(&whole), Err(Broken::NoTar), "its sum is wrong");
        let sum = format!("{:06o}\0 ", sum(whole[..BLOCK].try_into().unwrap()));
        whole[148..156].copy_from_slice(sum.as_bytes());
        assert_eq!(all(&whole), Err(Broken::CutOff));
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(files in prop::collection::vec(("[a-zäß/]{1,300}", prop::collection::vec(any::<u8>(), 0..1500)), 1..5)) {
            prop_assert_eq!(all(&archive(&files)).unwrap(), files);
        }

        #[test]
        fn anything_is_read_without_a_fall(bytes in prop::collection::vec(any::<u8>(), 0..3000), at in 0_usize..2000, byte in any::<u8>()) {
            let _ = all(&bytes);
            let mut damaged = archive(&[("index.html".to_owned(), bytes), ("a/b.png".to_owned(), vec![1; 600])]);
            let at = at % damaged.len();
            damaged[at] = byte;
            let _ = all(&damaged);
        }
    }
}
