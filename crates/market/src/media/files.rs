//! Files of pictures and films, each named by its digest. Several processes of a house may keep the same one at once.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use jiff::Timestamp;

/// The folder of pictures, in the data folder.
pub const FOLDER: &str = "media";

static PARTS: AtomicU64 = AtomicU64::new(0);

/// Where the picture of that digest lies; `None` of what is no digest, since it names a file.
fn place(data: &Path, digest: &str) -> Option<PathBuf> {
    let plain = digest.len() == 64 && digest.bytes().all(|sign| matches!(sign, b'0'..=b'9' | b'a'..=b'f'));
    plain.then(|| data.join(FOLDER).join(digest))
}

/// A file under no name yet, beside those that are kept. Dropped before it has its name, it goes.
#[derive(Debug)]
pub(super) struct Part(PathBuf);

impl Part {
    /// A new one, to be written and read.
    pub(super) fn begin(data: &Path) -> io::Result<(Self, File)> {
        fs::create_dir_all(data.join(FOLDER))?;
        let name = format!("{}-{}.part", std::process::id(), PARTS.fetch_add(1, Ordering::Relaxed));
        let path = data.join(FOLDER).join(name);
        let file = File::options().read(true).write(true).create(true).truncate(true).open(&path)?;
        Ok((Self(path), file))
    }

    /// Gives it the name that its content has.
    pub(super) fn keep(self, data: &Path, digest: &str) -> io::Result<()> {
        fs::rename(&self.0, place(data, digest).ok_or(io::ErrorKind::InvalidInput)?)
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        // Where it has its name by now, nothing is there.
        let _ = fs::remove_file(&self.0);
    }
}

/// The file of that digest, to be read piece by piece.
pub(super) fn open(data: &Path, digest: &str) -> io::Result<Option<File>> {
    let Some(path) = place(data, digest) else { return Ok(None) };
    match File::open(path) {
        Err(fault) if fault.kind() == io::ErrorKind::NotFound => Ok(None),
        opened => opened.map(Some),
    }
}

/// Bytes of the file of that digest; 0 where there is none.
pub(super) fn length(data: &Path, digest: &str) -> u64 {
    place(data, digest).and_then(|path| path.metadata().ok()).map_or(0, |it| it.len())
}

/// Keeps `bytes`, whole or not at all.
pub(super) fn keep(data: &Path, digest: &str, bytes: &[u8]) -> io::Result<()> {
    let path = place(data, digest).ok_or(io::ErrorKind::InvalidInput)?;
    if path.metadata().is_ok_and(|there| there.len() == bytes.len() as u64) {
        return Ok(());
    }
    fs::create_dir_all(data.join(FOLDER))?;
    write(&path, bytes)
}

/// Writes `bytes` there, whole or not at all.
pub(super) fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let part = path.with_extension(format!("{}-{}.part", std::process::id(), PARTS.fetch_add(1, Ordering::Relaxed)));
    let written = File::create(&part).and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync_all()
    });
    if let Err(fault) = written {
        // What is wrong is told; a rest of it is no picture.
        let _ = fs::remove_file(&part);
        return Err(fault);
    }
    fs::rename(part, path)
}

/// The picture of that digest.
pub(super) fn read(data: &Path, digest: &str) -> io::Result<Option<Vec<u8>>> {
    let Some(path) = place(data, digest) else { return Ok(None) };
    match fs::read(path) {
        Err(fault) if fault.kind() == io::ErrorKind::NotFound => Ok(None),
        read => read.map(Some),
    }
}

/// Takes away what is not in `keep` and was written before then. How many files that were.
pub(super) fn sweep(data: &Path, keep: &BTreeSet<String>, before: Timestamp) -> io::Result<usize> {
    let listed = match fs::read_dir(data.join(FOLDER)) {
        Err(fault) if fault.kind() == io::ErrorKind::NotFound => return Ok(0),
        listed => listed?,
    };
    let mut swept = 0;
    for entry in listed {
        let entry = entry?;
        let known = entry.metadata()?;
        let written = known.modified().ok().and_then(|at| Timestamp::try_from(at).ok());
        if known.is_file()
            && written.is_some_and(|at| at < before)
            && !keep.contains(&*entry.file_name().to_string_lossy())
        {
            fs::remove_file(entry.path())?;
            swept += 1;
        }
    }
    Ok(swept)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_digest_names_no_file() {
        let data = Path::new("/data");
        let digest = "0123456789abcdef".repeat(4);
        assert_eq!(place(data, &digest), Some(data.join("media").join(&digest)));
        for other in ["", "../key", &digest[1..], &digest.to_uppercase(), &format!("{}/", &digest[1..])] {
            assert_eq!(place(data, other), None, "{other}");
        }
    }
}
