//! Restoring a backup into an empty place.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, BufReader, Read as _, Seek, SeekFrom};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, Result, bail, ensure};
use domain::{Random, SystemRandom};
use flate2::read::GzDecoder;
use jiff::Timestamp;
use store::{Db, Place, archive};
use tar::{Archive, Entry, EntryType};

use super::{AUDITS, DATABASE, FOLDERS, FORMAT, HEAD, Head, Holds, MEDIA};
use crate::service::migrate::private;
use crate::service::place;

/// Where audits and folders are put before all of them are there.
const RESTORING: &str = "audits.restoring";
/// Whatever cannot be read to its end.
const CUT: &str = "it is no backup of Tidings, or was cut short or damaged: take a whole copy";
/// Says that what lies in `audits` is of a restoring that did not come to its end.
const UNDER_WAY: &str = "restoring";

/// Restores the backup at `from` into `db` and the data folder, both of which must be empty. What a restoring that was
/// killed left there is taken away first. Afterwards nothing is begun by itself until the operator says go on.
pub(crate) async fn restore(db: &Db, at: &Place, data: &Path, from: &Path, now: Timestamp) -> Result<Holds> {
    ensure!(
        db.version().await?.found == 0,
        "the database is not empty: name a folder for the restored data that nothing is kept in, with --data FOLDER"
    );
    let again = data.join(UNDER_WAY).exists();
    let audits = data.join(AUDITS);
    ensure!(
        again || is_empty(&audits),
        "{} holds audits already: name another folder with --data FOLDER",
        data.display()
    );
    private_or_there(&data.join(UNDER_WAY))?;
    let restoring = data.join(RESTORING);
    let (folders, media) = (data.join(FOLDERS), data.join(MEDIA));
    for left in [&restoring, &audits, &folders, &media] {
        remove(left)?;
    }
    let told = || format!("{} cannot be restored", from.display());
    let found = tokio::task::block_in_place(|| match alone(from)? {
        Some(found) => Ok(found),
        None => unpack(from, &restoring),
    });
    let found = found.with_context(told)?;
    for (name, to) in [(AUDITS, &audits), (FOLDERS, &folders), (MEDIA, &media)] {
        if restoring.join(name).exists() {
            fs::rename(restoring.join(name), to).with_context(told)?;
        }
    }
    remove(&restoring)?;
    let rows = archive::restore(db, found.database).await.with_context(told)?;
    let why = format!("this data was restored from a backup of {}", found.head.made.strftime("%-d %B %Y, %H:%M UTC"));
    db.write(move |tx| Box::pin(async move { people::service::pause(tx, now, &why).await })).await?;
    // It is another house from here on.
    let random: Arc<dyn Random> = Arc::new(SystemRandom);
    people::service::enter(db, &random, now, &place::mark(db, at).await?, None).await?;
    is_lived_in(data)?;
    Ok(Holds { rows, audits: found.audits.len(), files: found.files, made: found.head.made })
}

/// Forgets that a restoring was under way in the data folder: it came to its end, though it was killed before it could
/// say so.
pub(crate) fn is_lived_in(data: &Path) -> io::Result<()> {
    match fs::remove_file(data.join(UNDER_WAY)) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

struct Found {
    head: Head,
    database: File,
    audits: BTreeSet<String>,
    files: usize,
}

/// The database alone, as it is put aside before it is brought up to date; `None` where the file is none of that kind.
fn alone(from: &Path) -> Result<Option<Found>> {
    let mut database = File::open(from)?;
    let mut begins = String::new();
    let is_archive = GzDecoder::new(&database).take(30).read_to_string(&mut begins).is_ok();
    if !is_archive || !begins.starts_with(r#"{"format":"tidings-archive"#) {
        return Ok(None);
    }
    database.seek(SeekFrom::Start(0))?;
    let made = database.metadata()?.modified().ok().and_then(|time| Timestamp::try_from(time).ok()).unwrap_or_default();
    let head = Head { format: FORMAT.to_owned(), version: String::new(), made };
    Ok(Some(Found { head, database, audits: BTreeSet::new(), files: 0 }))
}

/// Reads the whole backup: the database into a file without a name, audits and folders below `restoring`.
fn unpack(from: &Path, restoring: &Path) -> Result<Found> {
    let file = File::open(from)?;
    let mut tar = Archive::new(GzDecoder::new(BufReader::new(file)));
    let (mut head, mut database) = (None::<Head>, None::<File>);
    let mut audits = BTreeSet::new();
    let mut files = 0;
    let cut = CUT;
    for entry in tar.entries().context(cut)? {
        let mut entry = entry.context(cut)?;
        let name = entry.path().context(cut)?.to_string_lossy().into_owned();
        if head.is_none() {
            ensure!(name == HEAD, "it is no backup of Tidings: its first file is {name:?}, not {HEAD}");
            let mut text = Vec::new();
            entry.by_ref().take(65_536).read_to_end(&mut text).context(cut)?;
            let read: Head = serde_json::from_slice(&text).context(cut)?;
            ensure!(read.format == FORMAT, "its format is {}, this program reads {FORMAT}", read.format);
            head = Some(read);
        } else if name == DATABASE {
            // Beside the audits, where there is room for it.
            let room = restoring.parent().context("no data folder")?;
            let mut copy = tempfile::tempfile_in(room)?;
            io::copy(&mut entry, &mut copy).context(cut)?;
            copy.seek(SeekFrom::Start(0))?;
            database = Some(copy);
        } else {
            let path = inside(&name).with_context(|| format!("it holds {name:?}, which no backup of Tidings has"))?;
            ensure!(entry.header().entry_type() == EntryType::Regular, "it holds {name:?}, which is no plain file");
            if path.starts_with(AUDITS) {
                audits.extend(path.iter().nth(1).map(|id| id.to_string_lossy().into_owned()));
            }
            put(&mut entry, &restoring.join(&path)).with_context(|| format!("{name} cannot be put back"))?;
            files += 1;
        }
    }
    let (Some(head), Some(database)) = (head, database) else { bail!(cut) };
    Ok(Found { head, database, audits, files })
}

/// The path below the data folder that `name` means: into an audit, a folder that was handed in, or the pictures, then plain
/// names.
/// `None` for whatever would lead elsewhere.
fn inside(name: &str) -> Option<PathBuf> {
    let path = Path::new(name);
    let plain = path.components().all(|part| matches!(part, Component::Normal(_)));
    let deep = path.components().count();
    let within = (path.starts_with(AUDITS) && (3..=5).contains(&deep))
        || (path.starts_with(FOLDERS) && (3..=70).contains(&deep))
        || (path.starts_with(MEDIA) && deep == 2);
    (plain && within).then(|| path.to_owned())
}

fn put(entry: &mut Entry<'_, impl io::Read>, path: &Path) -> Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let copied = io::copy(entry, &mut private(path)?);
    // Of reading and writing, only reading can fail in these ways.
    let damaged = |error: &io::Error| {
        matches!(error.kind(), io::ErrorKind::UnexpectedEof | io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData)
    };
    match copied {
        Err(error) if damaged(&error) => Err(error).context(CUT),
        copied => Ok(copied.map(drop)?),
    }
}

fn private_or_there(path: &Path) -> io::Result<()> {
    match private(path) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
        _ => Ok(()),
    }
}

fn remove(folder: &Path) -> io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

fn is_empty(folder: &Path) -> bool {
    fs::read_dir(folder).map_or(true, |mut entries| entries.next().is_none())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_leads_into_the_folder_of_an_audit_and_nowhere_else() {
        for (name, within) in [
            ("audits/a1/result.json", true),
            ("audits/a1/sheet/picture-1", true),
            ("audits/result.json", false),
            ("audits/../key", false),
            ("audits/a1/../../key", false),
            ("/audits/a1/result.json", false),
            ("audits/a1/b/c/d/e", false),
            ("folders/f1/index.html", true),
            ("folders/f1/a/b/c/d/e/f.png", true),
            ("folders/f1", false),
            ("media/0f", true),
            ("media/0f/1", false),
            ("media", false),
            ("folders/../key", false),
            ("key", false),
        ] {
            assert_eq!(inside(name).is_some(), within, "{name}");
        }
    }
}
