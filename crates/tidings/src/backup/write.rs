//! Writing a backup, while others work.

use std::fs::{self, File};
use std::io::{self, BufWriter, Seek, SeekFrom, Write};
use std::path::Path;

use anyhow::{Context, Result};
use flate2::Compression;
use flate2::write::GzEncoder;
use jiff::Timestamp;
use store::{Db, archive};
use tar::{Builder, EntryType, Header};

use super::{AUDITS, DATABASE, FOLDERS, FORMAT, HEAD, Head, Holds, MEDIA};
use crate::service::migrate::private;

/// Writes everything to `to`, which must not be there yet: whole, or not at all.
pub(crate) async fn write(db: &Db, data: &Path, to: &Path, now: Timestamp) -> Result<Holds> {
    let part = beside(to);
    let written = written(db, data, &part, now).await;
    if written.is_err() {
        // What is wrong was told; that a rest of it stays is the lesser evil.
        let _ = fs::remove_file(&part);
    }
    let holds = written.with_context(|| format!("the backup {} was not written", to.display()))?;
    // A link does not replace what somebody else put there meanwhile.
    fs::hard_link(&part, to).with_context(|| format!("{} cannot be written: is it there already?", to.display()))?;
    fs::remove_file(&part)?;
    Ok(holds)
}

fn beside(to: &Path) -> std::path::PathBuf {
    let mut name = to.as_os_str().to_owned();
    name.push(".part");
    name.into()
}

async fn written(db: &Db, data: &Path, part: &Path, now: Timestamp) -> Result<Holds> {
    // One that was killed before left it.
    let _ = fs::remove_file(part);
    let file = private(part)?;
    let mut tar = Builder::new(GzEncoder::new(BufWriter::new(&file), Compression::fast()));
    let head = Head { format: FORMAT.to_owned(), version: env!("CARGO_PKG_VERSION").to_owned(), made: now };
    let head = serde_json::to_vec_pretty(&head)?;
    append(&mut tar, HEAD, head.len() as u64, now, &head[..])?;
    // Its length must be known before it goes in.
    let mut database =
        tempfile::tempfile_in(part.parent().filter(|dir| !dir.as_os_str().is_empty()).unwrap_or(Path::new(".")))?;
    let rows = archive::write(db, database.try_clone()?).await?;
    let length = database.seek(SeekFrom::End(0))?;
    database.seek(SeekFrom::Start(0))?;
    append(&mut tar, DATABASE, length, now, database)?;
    // After the database, so that each audit that is over in it is here, unless it was thrown away meanwhile.
    let (audits, files) = tokio::task::block_in_place(|| {
        let (audits, files) = audits(&mut tar, data, now)?;
        let others = handed_in(&mut tar, data, now)? + pictures(&mut tar, data, now)?;
        anyhow::Ok((audits, files + others))
    })?;
    let mut buffered = tar.into_inner()?.finish()?;
    buffered.flush()?;
    drop(buffered);
    file.sync_all()?;
    Ok(Holds { rows, audits, files, made: now })
}

/// The folders of audits that came to their end: one that is under way begins anew after a restore.
fn audits(tar: &mut Builder<impl Write>, data: &Path, now: Timestamp) -> Result<(usize, usize)> {
    let (mut audits, mut files) = (0, 0);
    for folder in entries(&data.join(AUDITS))? {
        if !folder.join("result.json").exists() {
            continue;
        }
        audits += 1;
        files += folder_into(tar, data, &folder, now)?;
    }
    Ok((audits, files))
}

/// The folders that were handed in; one that comes in just now has a name with an ending.
fn handed_in(tar: &mut Builder<impl Write>, data: &Path, now: Timestamp) -> Result<usize> {
    let whole = |path: &std::path::PathBuf| path.extension().is_none() && path.is_dir();
    let folders = entries(&data.join(FOLDERS))?.into_iter().filter(whole);
    folders.map(|folder| folder_into(tar, data, &folder, now)).sum()
}

/// The pictures of posts; one that is being written has a name with an ending.
fn pictures(tar: &mut Builder<impl Write>, data: &Path, now: Timestamp) -> Result<usize> {
    let whole = |path: &std::path::PathBuf| path.extension().is_none() && path.is_file();
    let files = entries(&data.join(MEDIA))?.into_iter().filter(whole);
    files.map(|path| file_into(tar, data, &path, now).map(usize::from)).sum()
}

fn folder_into(tar: &mut Builder<impl Write>, data: &Path, folder: &Path, now: Timestamp) -> Result<usize> {
    let mut files = 0;
    for path in entries(folder)? {
        if path.is_dir() {
            files += folder_into(tar, data, &path, now)?;
            continue;
        }
        files += usize::from(file_into(tar, data, &path, now)?);
    }
    Ok(files)
}

/// Whether the file was still there.
fn file_into(tar: &mut Builder<impl Write>, data: &Path, path: &Path, now: Timestamp) -> Result<bool> {
    // An open file can be read to its end though its folder is thrown away meanwhile.
    let file = match File::open(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
        opened => opened.with_context(|| format!("{} cannot be read", path.display()))?,
    };
    let length = file.metadata()?.len();
    let name = path.strip_prefix(data)?.to_string_lossy().replace('\\', "/");
    append(tar, &name, length, now, file).with_context(|| format!("{} cannot be kept", path.display()))?;
    Ok(true)
}

/// What is in a folder, by name; nothing where it is gone.
fn entries(folder: &Path) -> Result<Vec<std::path::PathBuf>> {
    let listed = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        listed => listed.with_context(|| format!("{} cannot be listed", folder.display()))?,
    };
    let mut paths = listed.map(|entry| Ok(entry?.path())).collect::<io::Result<Vec<_>>>()?;
    paths.sort_unstable();
    Ok(paths)
}

fn append(
    tar: &mut Builder<impl Write>,
    name: &str,
    length: u64,
    now: Timestamp,
    from: impl io::Read,
) -> io::Result<()> {
    let mut header = Header::new_gnu();
    header.set_entry_type(EntryType::Regular);
    header.set_mode(0o600);
    header.set_mtime(u64::try_from(now.as_second()).unwrap_or(0));
    header.set_size(length);
    // Never more than was promised, though the file may have grown.
    tar.append_data(&mut header, name, from.take(length))
}
