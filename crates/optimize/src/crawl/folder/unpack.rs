//! Unpacking: an archive of a website's files into a folder of its own.
//!
//! Kept is what an audit reads: pages, pictures, and the few texts beside them. A name that leads out of the folder ends
//! it all; links and devices are left out, and what begins with a dot. Start at [`unpack`].

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufReader, ErrorKind, Read};
use std::path::Path;

use flate2::read::MultiGzDecoder;

use super::is_html;
use super::tar::{Broken, Tar};

/// What is taken at most.
#[derive(Clone, Copy, Debug)]
pub struct AtMost {
    /// Files that are kept.
    pub files: usize,
    /// Bytes of one of them.
    pub of_file: u64,
    /// Bytes of the archive, unpacked.
    pub whole: u64,
}

/// What was unpacked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Unpacked {
    /// Files that were kept.
    pub files: usize,
    /// Pages among them.
    pub pages: usize,
    /// What was left out, since an audit does not read it.
    pub left_out: usize,
}

/// Why an archive is not taken.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    /// It is something else.
    #[error("this is no tar archive: send one as `tar cf` writes it, gzipped or not")]
    NoTar,
    /// It is a zip.
    #[error("this is a zip archive: send a tar instead, or drop the zip into the console, which unpacks it")]
    Zip,
    /// It ends too early.
    #[error("the archive was cut off or is damaged: send it again")]
    CutOff,
    /// A name that is none.
    #[error("the archive names a file {name:?}, which {why}: rename it, then send the archive again")]
    Name {
        /// The name, as far as it can be told.
        name: String,
        /// What is wrong with it.
        why: &'static str,
    },
    /// A name that is there already.
    #[error("the archive holds {0:?} twice, or once more in other letters: take one away, then send it again")]
    Twice(String),
    /// It has more files than are taken.
    #[error("there are more than {0} pages and pictures: leave some out")]
    TooMany(usize),
    /// A file has more bytes than are taken.
    #[error("{name:?} is larger than {} MB: make it smaller or leave it out", at_most >> 20)]
    TooLarge {
        /// Which.
        name: String,
        /// How many are taken.
        at_most: u64,
    },
    /// All of it has more bytes than are taken.
    #[error("unpacked, the archive has more than {} MB: leave out what no page needs", .0 >> 20)]
    TooMuch(u64),
    /// There is nothing to audit.
    #[error("there is no HTML page in it: choose the folder that your site generator writes, such as public or dist")]
    NoPage,
    /// It cannot be kept.
    #[error("it cannot be kept: {0}")]
    Disk(io::Error),
}

impl From<Broken> for Refused {
    fn from(broken: Broken) -> Self {
        match broken {
            Broken::NoTar => Self::NoTar,
            Broken::CutOff => Self::CutOff,
        }
    }
}

/// Unpacks `archive`, a tar, gzipped or not, into `folder`, which must not be there yet. Whoever calls takes away what
/// lies there where it fails.
pub fn unpack(archive: impl Read, folder: &Path, at_most: AtMost) -> Result<Unpacked, Refused> {
    let mut archive = BufReader::new(archive);
    let begins = io::BufRead::fill_buf(&mut archive).map_err(Refused::Disk)?;
    // One byte more than is taken, so that an archive of just that size is whole.
    let whole = at_most.whole + 1;
    match begins {
        [0x1f, 0x8b, ..] => take(&mut Tar::new(MultiGzDecoder::new(archive).take(whole)), folder, at_most),
        [b'P', b'K', 3 | 5, 4 | 6, ..] => Err(Refused::Zip),
        _ => take(&mut Tar::new(archive.take(whole)), folder, at_most),
    }
}

fn take<R: Read>(tar: &mut Tar<io::Take<R>>, folder: &Path, at_most: AtMost) -> Result<Unpacked, Refused> {
    let taken = take_all(tar, folder, at_most);
    // What looks cut off was cut off by us.
    if tar.inner().limit() == 0 { Err(Refused::TooMuch(at_most.whole)) } else { taken }
}

fn take_all<R: Read>(tar: &mut Tar<io::Take<R>>, folder: &Path, at_most: AtMost) -> Result<Unpacked, Refused> {
    fs::create_dir_all(folder).map_err(Refused::Disk)?;
    let mut done = Unpacked::default();
    while let Some(entry) = tar.next()? {
        let parts = parts(&entry.name)?;
        if entry.is_folder {
            continue;
        }
        if !entry.is_file || !is_read(&parts) {
            done.left_out += 1;
            continue;
        }
        let name = parts.join("/");
        if entry.size > at_most.of_file {
            return Err(Refused::TooLarge { name, at_most: at_most.of_file });
        }
        if done.files == at_most.files {
            return Err(Refused::TooMany(at_most.files));
        }
        put(tar, folder, &parts, &name)?;
        done.files += 1;
        done.pages += usize::from(is_html(&name));
    }
    if done.pages == 0 { Err(Refused::NoPage) } else { Ok(done) }
}

fn put<R: Read>(tar: &mut Tar<R>, folder: &Path, parts: &[&str], name: &str) -> Result<(), Refused> {
    let to = parts.iter().fold(folder.to_owned(), |folder, part| folder.join(part));
    let told = |error: io::Error| match error.kind() {
        // On some disks `A.html` and `a.html` are one file; and where there is a file, there is no folder.
        ErrorKind::AlreadyExists | ErrorKind::NotADirectory | ErrorKind::IsADirectory => {
            Refused::Twice(name.to_owned())
        }
        ErrorKind::InvalidFilename => Refused::Name { name: name.to_owned(), why: "is longer than the disk takes" },
        _ => Refused::Disk(error),
    };
    if let Some(above) = to.parent() {
        fs::create_dir_all(above).map_err(told)?;
    }
    let mut file: File = OpenOptions::new().write(true).create_new(true).open(&to).map_err(told)?;
    let mut buffer = vec![0; 1 << 16];
    loop {
        let read = tar.read(&mut buffer).map_err(|_| Refused::CutOff)?;
        if read == 0 {
            return Ok(());
        }
        io::Write::write_all(&mut file, &buffer[..read]).map_err(told)?;
    }
}

/// The parts of a name, none of which leads elsewhere.
fn parts(name: &[u8]) -> Result<Vec<&str>, Refused> {
    let wrong = |why| Refused::Name { name: String::from_utf8_lossy(name).chars().take(200).collect(), why };
    let text = std::str::from_utf8(name).map_err(|_| wrong("is no UTF-8"))?;
    if text.starts_with('/') {
        return Err(wrong("leads out of the folder"));
    }
    let parts: Vec<&str> = text.split('/').filter(|part| !matches!(*part, "" | ".")).collect();
    if parts.contains(&"..") {
        return Err(wrong("leads out of the folder"));
    }
    if parts.iter().any(|part| part.contains(['\\', '\0']) || part.chars().any(char::is_control)) {
        return Err(wrong("has a letter that no address has"));
    }
    if parts.len() > 64 || parts.iter().any(|part| part.len() > 255) {
        return Err(wrong("is longer than the disk takes"));
    }
    if cfg!(windows) && parts.iter().any(|part| part.contains(':')) {
        return Err(wrong("has a letter that this machine's disk does not take"));
    }
    Ok(parts)
}

/// Whether an audit reads it: pages, pictures, and texts that a page may name.
fn is_read(parts: &[&str]) -> bool {
    let Some((name, above)) = parts.split_last() else { return false };
    let hidden = |part: &&str| part.starts_with('.') && *part != ".well-known";
    if hidden(name) || above.iter().any(|part| hidden(part) || *part == "node_modules") {
        return false;
    }
    let ending = name.rsplit_once('.').map_or(String::new(), |(_, ending)| ending.to_ascii_lowercase());
    is_html(name) || *name == "robots.txt" || KEPT.contains(&ending.as_str())
}

const KEPT: [&str; 13] =
    ["jpg", "jpeg", "png", "gif", "webp", "avif", "svg", "ico", "bmp", "tif", "xml", "json", "webmanifest"];

/// The folder in `folder` that all files are in: archives often hold one folder with everything in it.
pub fn innermost(folder: &Path) -> io::Result<std::path::PathBuf> {
    let mut inner = folder.to_owned();
    loop {
        let mut entries = fs::read_dir(&inner)?;
        match (entries.next().transpose()?, entries.next()) {
            (Some(only), None) if only.file_type()?.is_dir() => inner = only.path(),
            _ => return Ok(inner),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;
    use crate::crawl::folder::tar::{append, end};

    const AT_MOST: AtMost = AtMost { files: 10, of_file: 5_000, whole: 40_000 };

    fn archive(files: &[(&str, &[u8])]) -> Vec<u8> {
        let mut out = Vec::new();
        for (name, bytes) in files {
            append(&mut out, name, bytes).unwrap();
        }
        end(&mut out).unwrap();
        out
    }

    /// What comes of it, and what lies in the folder afterwards.
    fn unpacked(archive: &[u8]) -> (Result<Unpacked, Refused>, Vec<String>) {
        let dir = tempfile::tempdir().unwrap();
        let folder = dir.path().join("in/here");
        let unpacked = unpack(archive, &folder, AT_MOST);
        // Nothing was ever written beside it.
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), usize::from(dir.path().join("in").exists()));
        let mut names = Vec::new();
        let mut waiting = vec![folder.clone()];
        while let Some(at) = waiting.pop() {
            for entry in fs::read_dir(at).into_iter().flatten().flatten() {
                let name = entry.path().strip_prefix(&folder).unwrap().to_str().unwrap().to_owned();
                if entry.path().is_dir() { waiting.push(entry.path()) } else { names.push(name) }
            }
        }
        names.sort();
        (unpacked, names)
    }

    #[test]
    fn what_an_audit_reads_is_kept_and_nothing_else() {
        let page: &[u8] = b"<title>Home</title>";
        let files = [
            ("./index.html", page),
            ("a/b/Rye.HTM", page),
            ("a/rye.jpg", b"picture"),
            ("robots.txt", b""),
            (".well-known/x.json", b"{}"),
            ("notes.txt", b"no"),
            ("video.mp4", b"no"),
            (".git/index.html", b"no"),
            ("a/._index.html", b"no"),
            ("node_modules/x/index.html", b"no"),
        ];
        for whole in [archive(&files), gzipped(&archive(&files))] {
            let (done, names) = unpacked(&whole);
            assert_eq!(done.unwrap(), Unpacked { files: 5, pages: 2, left_out: 5 });
            assert_eq!(names, [".well-known/x.json", "a/b/Rye.HTM", "a/rye.jpg", "index.html", "robots.txt"]);
        }
    }

    fn gzipped(bytes: &[u8]) -> Vec<u8> {
        let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        out.write_all(bytes).unwrap();
        out.finish().unwrap()
    }

    #[test]
    fn a_name_that_leads_elsewhere_ends_it_all() {
        for name in
            ["../key.html", "a/../../key.html", "/etc/index.html", "a\\..\\b.html", "a\tb.html", &"x".repeat(256)]
        {
            let (done, names) = unpacked(&archive(&[(name, b"<title>No</title>")]));
            assert!(matches!(done, Err(Refused::Name { .. })), "{name}: {done:?}");
            assert!(names.is_empty(), "{name}: {names:?}");
        }
        let mut strange = archive(&[("index-.html", b"")]);
        strange[5] = 0xff;
        let sum: u64 = (0..512).map(|at| if (148..156).contains(&at) { 32 } else { u64::from(strange[at]) }).sum();
        strange[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
        let told = unpacked(&strange).0.unwrap_err().to_string();
        assert!(told.contains("is no UTF-8"), "{told}");
    }

    #[test]
    fn links_and_devices_are_left_out() {
        for kind in [b'1', b'2', b'3', b'4', b'6'] {
            let mut whole = archive(&[("passwd.html", b""), ("index.html", b"<title>Home</title>")]);
            let sum = (0..512).map(|at| if (148..156).contains(&at) { 32 } else { u64::from(whole[at]) }).sum::<u64>();
            whole[148..156].copy_from_slice(format!("{:06o}\0 ", sum - u64::from(b'0') + u64::from(kind)).as_bytes());
            whole[156] = kind;
            let (done, names) = unpacked(&whole);
            assert_eq!(done.unwrap(), Unpacked { files: 1, pages: 1, left_out: 1 });
            assert_eq!(names, ["index.html"]);
        }
    }

    #[test]
    fn what_is_too_much_is_said_by_name() {
        let page: &[u8] = b"<title>Home</title>";
        let big = vec![b'x'; 5_001];
        let told = |files: &[(&str, &[u8])]| unpacked(&archive(files)).0.unwrap_err();
        assert!(
            matches!(told(&[("index.html", page), ("big.png", &big)]), Refused::TooLarge { name, .. } if name == "big.png")
        );
        let names: Vec<String> = (0..11).map(|n| format!("{n}.html")).collect();
        let many: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), page)).collect();
        assert!(matches!(told(&many), Refused::TooMany(10)));
        // What is left out counts too, and a gzip that swells is cut off.
        let swells = archive(&[("index.html", page), ("video.mp4", &vec![0; 400_000])]);
        assert!(matches!(unpacked(&gzipped(&swells)).0, Err(Refused::TooMuch(40_000))));
        assert!(matches!(unpacked(&swells).0, Err(Refused::TooMuch(40_000))));
        assert!(matches!(
            told(&[("index.html", page), ("a/index.html", page), ("index.html", page)]),
            Refused::Twice(_)
        ));
        assert!(matches!(told(&[("a.html", page), ("a.html/b.html", page)]), Refused::Twice(_)));
        assert!(matches!(told(&[("robots.txt", b"")]), Refused::NoPage));
        assert!(matches!(told(&[]), Refused::NoTar));
        assert!(matches!(unpacked(b"PK\x03\x04 and so on").0, Err(Refused::Zip)));
        assert!(matches!(unpacked(b"<title>Home</title>").0, Err(Refused::NoTar)));
        let whole = archive(&[("index.html", page), ("b.html", page)]);
        assert!(matches!(unpacked(&whole[..1_200]).0, Err(Refused::CutOff)));
        let squeezed = gzipped(&whole);
        assert!(matches!(unpacked(&squeezed[..squeezed.len() / 2]).0, Err(Refused::CutOff | Refused::NoTar)));
    }

    #[test]
    fn a_folder_alone_in_another_is_the_one_that_was_meant() {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir_all(dir.path().join("site/public/a")).unwrap();
        fs::write(dir.path().join("site/public/index.html"), "").unwrap();
        assert_eq!(innermost(dir.path()).unwrap(), dir.path().join("site/public"));
        assert_eq!(innermost(&dir.path().join("site/public")).unwrap(), dir.path().join("site/public"));
    }
}
