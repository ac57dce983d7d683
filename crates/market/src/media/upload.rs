//! Uploads that may break off. What has come of one lies in a file, and how long that file is says how far it came, whoever was
//! killed meanwhile; a note beside it says whose it is and how much it will be. No row knows of it.
//!
//! One at a time writes, of whatever process: he holds a lock on the file. What has come whole goes through [`Incoming`], as what
//! comes at once does. Start at [`Upload::begin`].

use std::collections::BTreeMap;
use std::fs::{self, File, TryLockError};
use std::io::{self, ErrorKind, Read as _};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use jiff::Timestamp;
use networks::publish::Medium;
use serde::{Deserialize, Serialize};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use super::film::{self, HEAD};
use super::incoming::{film_too_large, picture_too_large};
use super::room::room;
use super::{AT_MOST, FILM_AT_MOST, Incoming, blocking, files};
use crate::{Desk, Fault};

/// Their folder, in that of pictures.
const FOLDER: &str = "coming";
/// Uploads that somebody may have begun and not ended.
pub const OPEN: usize = 20;
/// Bytes that are read of one at a time when it is taken in.
const PIECE: usize = 128 << 10;

/// An upload that was begun.
#[derive(Debug)]
pub struct Upload {
    id: String,
    /// The folder in which it lies.
    folder: PathBuf,
    note: Note,
}

/// What is known of one beside its bytes.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Note {
    site: String,
    person: String,
    /// Bytes that it will have.
    bytes: u64,
    /// What was kept of it: whoever did not hear that asks again.
    medium: Option<Medium>,
}

impl Upload {
    /// Begins one of so many bytes, for a site and by a person.
    pub async fn begin(desk: &Desk, (site, person): (&str, &str), bytes: u64) -> Result<Self, Fault> {
        if bytes > FILM_AT_MOST {
            return Err(Fault::wrong("upload_too_large", film_too_large()));
        }
        let folder = folder(&desk.data);
        let there = folder.clone();
        let mut open = blocking(move || notes(&there)).await??;
        open.retain(|note| note.medium.is_none());
        if open.iter().filter(|note| note.person == person).count() >= OPEN {
            let says = format!(
                "{OPEN} uploads of yours were begun and not ended: go on with them or cancel them; what is left alone goes by \
                 itself after a day"
            );
            return Err(Fault::wrong("uploads_too_many", says));
        }
        let coming: u64 = open.iter().filter(|note| note.site == site).map(|note| note.bytes).sum();
        room(&desk.db, site, coming.saturating_add(bytes), desk.media_at_most).await?;
        let note = Note { site: site.to_owned(), person: person.to_owned(), bytes, medium: None };
        let upload = Self { id: desk.random.code(), folder, note };
        let (folder, file, path, note) =
            (upload.folder.clone(), upload.file(), upload.note_path(), upload.note.clone());
        blocking(move || {
            fs::create_dir_all(folder)?;
            File::create_new(file)?;
            noted(&path, &note)
        })
        .await??;
        Ok(upload)
    }

    /// The one of that id, of this site and this person.
    pub async fn find(desk: &Desk, (site, person): (&str, &str), id: &str) -> Result<Self, Fault> {
        // It names a file.
        let plain = id.len() == 26 && id.bytes().all(|sign| sign.is_ascii_alphanumeric());
        let path = folder(&desk.data).join(format!("{id}.json"));
        let note = if plain { blocking(move || read(&path)).await?? } else { None };
        let note = note.filter(|note| note.site == site && note.person == person).ok_or(Fault::Unknown("upload"))?;
        Ok(Self { id: id.to_owned(), folder: folder(&desk.data), note })
    }

    /// What it is called.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Bytes that it will have.
    pub fn bytes(&self) -> u64 {
        self.note.bytes
    }

    /// Bytes that have come.
    pub async fn came(&self) -> Result<u64, Fault> {
        if self.note.medium.is_some() {
            return Ok(self.note.bytes);
        }
        let file = self.file();
        let length = blocking(move || fs::metadata(file).map(|it| it.len())).await?;
        length.map_err(gone)
    }

    /// For whoever knows how far it came, and sends what is behind that.
    pub async fn go_on(&self, from: u64) -> Result<Writing, Fault> {
        let file = self.file();
        let file = blocking(move || locked(&file)).await??;
        let came = file.metadata()?.len();
        if came != from {
            let says = format!("{came} bytes of this upload have come, and not {from}: go on from there");
            return Err(Fault::wrong("upload_offset", says));
        }
        let file = tokio::fs::File::from_std(file);
        Ok(Writing { file, path: self.file(), began: came, came, bytes: self.note.bytes })
    }

    /// Takes in what has come whole, as if it had come at once, and says what it is. What cannot be used goes.
    pub async fn take_in(mut self, desk: &Desk, by: &str) -> Result<Medium, Fault> {
        if let Some(medium) = self.note.medium {
            return Ok(medium);
        }
        let file = self.file();
        let file = blocking(move || locked(&file)).await??;
        let (came, bytes) = (file.metadata()?.len(), self.note.bytes);
        if came < bytes {
            let says = format!("{came} of {bytes} bytes have come: send the rest, then end the upload");
            return Err(Fault::wrong("upload_unfinished", says));
        }
        let mut file = tokio::fs::File::from_std(file);
        let medium = match Box::pin(taken_in(desk, (&self.note.site, by), &mut file)).await {
            // Room can be made, and then it is taken in; nothing makes another file of this one.
            Err(fault @ Fault::Wrong { code, .. }) if code != "media_full" => {
                self.forget().await?;
                return Err(fault);
            }
            taken => taken?,
        };
        self.note.medium = Some(medium.clone());
        let (file, path) = (self.file(), self.note_path());
        blocking(move || {
            noted(&path, &self.note)?;
            fs::remove_file(file)
        })
        .await??;
        Ok(medium)
    }

    /// Whoever began it thinks otherwise.
    pub async fn forget(&self) -> Result<(), Fault> {
        let (file, path) = (self.file(), self.note_path());
        let forgotten = blocking(move || fs::remove_file(path).and_then(|()| fs::remove_file(file)));
        match forgotten.await? {
            Err(fault) if fault.kind() != ErrorKind::NotFound => Err(fault.into()),
            _ => Ok(()),
        }
    }

    fn file(&self) -> PathBuf {
        self.folder.join(format!("{}.part", self.id))
    }

    fn note_path(&self) -> PathBuf {
        self.folder.join(format!("{}.json", self.id))
    }
}

/// An upload that is written to, by nobody else meanwhile.
#[derive(Debug)]
pub struct Writing {
    file: tokio::fs::File,
    path: PathBuf,
    began: u64,
    came: u64,
    bytes: u64,
}

impl Writing {
    /// The next piece has come.
    pub async fn more(&mut self, piece: &[u8]) -> Result<(), Fault> {
        self.came += piece.len() as u64;
        if self.came > self.bytes {
            // Whatever this is, it is not what was announced.
            self.file.set_len(self.began).await?;
            let says = format!("more came than the {} bytes that were announced: begin it anew", self.bytes);
            return Err(Fault::wrong("upload_longer", says));
        }
        Ok(self.file.write_all(piece).await?)
    }

    /// No more comes for now: from here on what has come outlives a loss of power.
    pub async fn end(mut self) -> Result<(), Fault> {
        self.file.flush().await?;
        self.file.sync_data().await?;
        let shows_now = self.began < HEAD as u64 && self.came >= HEAD as u64;
        if !shows_now || self.bytes <= AT_MOST as u64 {
            return Ok(());
        }
        // So heavy is a film alone: whoever sends another thing need not send all of it to hear that.
        let path = self.path.clone();
        if blocking(move || begins(&path)).await?.is_ok_and(|head| film::is_one(&head)) {
            return Ok(());
        }
        Err(picture_too_large())
    }
}

/// Goes through what has come.
async fn taken_in(desk: &Desk, whose: (&str, &str), file: &mut tokio::fs::File) -> Result<Medium, Fault> {
    let (mut incoming, mut piece) = (Incoming::begin(), vec![0; PIECE]);
    loop {
        match file.read(&mut piece).await? {
            0 => return incoming.end(desk, whose).await,
            read => incoming.more(desk, &piece[..read]).await?,
        }
    }
}

/// Takes away those to which nothing came since then. How many files that were.
pub(super) fn sweep(data: &Path, before: Timestamp) -> io::Result<usize> {
    let mut uploads: BTreeMap<PathBuf, (SystemTime, Vec<PathBuf>)> = BTreeMap::new();
    for path in listed(&folder(data))? {
        // Another one may have ended it meanwhile.
        let Ok(written) = fs::metadata(&path).and_then(|it| it.modified()) else { continue };
        let (last, files) = uploads.entry(path.with_extension("")).or_insert((written, Vec::new()));
        *last = written.max(*last);
        files.push(path);
    }
    let old = |last: SystemTime| Timestamp::try_from(last).is_ok_and(|last| last < before);
    let old = uploads.into_values().filter(|(last, _)| old(*last)).flat_map(|(_, files)| files);
    Ok(old.filter(|path| fs::remove_file(path).is_ok()).count())
}

fn folder(data: &Path) -> PathBuf {
    data.join(files::FOLDER).join(FOLDER)
}

fn listed(folder: &Path) -> io::Result<Vec<PathBuf>> {
    match fs::read_dir(folder) {
        Err(fault) if fault.kind() == ErrorKind::NotFound => Ok(Vec::new()),
        listed => listed?.map(|entry| Ok(entry?.path())).collect(),
    }
}

/// All notes.
fn notes(folder: &Path) -> io::Result<Vec<Note>> {
    let paths = listed(folder)?.into_iter().filter(|path| path.extension().is_some_and(|it| it == "json"));
    paths.filter_map(|path| read(&path).transpose()).collect()
}

/// The note there; `None` where there is none that can be read.
fn read(path: &Path) -> io::Result<Option<Note>> {
    match fs::read(path) {
        Err(fault) if fault.kind() == ErrorKind::NotFound => Ok(None),
        read => Ok(serde_json::from_slice(&read?).ok()),
    }
}

fn noted(path: &Path, note: &Note) -> io::Result<()> {
    files::write(path, &serde_json::to_vec(note)?)
}

/// The file, for one alone.
fn locked(path: &Path) -> Result<File, Fault> {
    let file = File::options().read(true).append(true).open(path).map_err(gone)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => {
            let says =
                "another connection writes to this upload: ask in a moment how far it came, and go on from there";
            Err(Fault::wrong("upload_busy", says))
        }
        Err(TryLockError::Error(fault)) => Err(fault.into()),
    }
}

fn gone(fault: io::Error) -> Fault {
    if fault.kind() == ErrorKind::NotFound { Fault::Unknown("upload") } else { fault.into() }
}

/// How a file begins.
fn begins(path: &Path) -> io::Result<Vec<u8>> {
    let mut head = Vec::new();
    File::open(path)?.take(HEAD as u64).read_to_end(&mut head)?;
    Ok(head)
}
