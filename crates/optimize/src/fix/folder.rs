//! The mend of a folder: its files written in place, or as one patch.
//!
//! A file is written whole or not at all: a new one is made beside it and takes its name. It is left alone, and that is
//! reported, where it changed since it was read, where it is write-protected, where a link leads out of the folder,
//! and where what would be written does not read as it was meant to. Start at [`mend_folder`].

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use domain::Page;
use pages::Source;

use super::{Change, apply, differs, mend, patch, written};
use crate::audit::{self, Finding, Mend, Pages, Seen, check};
use crate::crawl::folder::Folder;

/// One mend is seldom enough: what it writes may bring out another fault, such as the size of a picture that had no tag
/// before, and rules speak of the first hundred tags only. A page that takes more rounds than these is mended by hand.
const ROUNDS: usize = 128;

/// Changed files that are named.
pub const NAMED: usize = 12;

/// Where the mend goes.
pub enum To<'a> {
    /// Into the files.
    Files,
    /// Into one patch; no file is touched.
    Patch(&'a mut dyn Write),
    /// To whoever takes each as a whole: its path below the folder, and its bytes.
    Each(&'a mut dyn FnMut(&str, &[u8]) -> io::Result<()>),
    /// Nowhere: only counted.
    Nowhere,
}

/// What became of the files of a folder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FolderMend {
    /// Pages that were looked at.
    pub pages: u32,
    /// Files that were changed, or would be.
    pub changed: u32,
    /// The names of the first of them, at most [`NAMED`].
    pub names: Vec<String>,
    /// Findings that are settled by it.
    pub settled: u32,
    /// Findings that somebody else must settle.
    pub left: u32,
    /// Files that were left alone although they want a mend: path and reason.
    pub refused: Vec<(String, String)>,
}

/// Mends the files of `folder`. `pages` and `seen` are what an audit read of it.
///
/// An error is one of `pages` or of the patch that is written; what is wrong with a file is reported.
pub fn mend_folder(folder: &Folder, pages: &dyn Pages, seen: &Seen, to: To<'_>) -> io::Result<FolderMend> {
    mend_folder_and(folder, pages, seen, &|_| Vec::new(), to)
}

/// [`mend_folder`], and then what `more` says for each page as it is by then.
pub fn mend_folder_and(
    folder: &Folder,
    pages: &dyn Pages,
    seen: &Seen,
    more: &dyn Fn(&Page) -> Vec<audit::Write>,
    to: To<'_>,
) -> io::Result<FolderMend> {
    each_file(folder, pages, to, &mut |path, page| mend_file(folder, path, page, seen, more))
}

/// Writes into the file of each page what `writes` says for it, and nothing where that stands there already.
pub fn write_folder(
    folder: &Folder,
    pages: &dyn Pages,
    writes: &dyn Fn(&Page) -> Vec<audit::Write>,
    to: To<'_>,
) -> io::Result<FolderMend> {
    each_file(folder, pages, to, &mut |path, page| {
        let writes = writes(page);
        if writes.is_empty() {
            return Ok(FileMend::default());
        }
        let (was, new) = rewrite(folder, path, page, &mut |now| Some(written(now, &writes)))?;
        let settled = u32::from(new.is_some());
        Ok(FileMend { was, new, settled, left: 0 })
    })
}

/// Takes what `mended` makes of each file to where it goes.
fn each_file(
    folder: &Folder,
    pages: &dyn Pages,
    mut to: To<'_>,
    mended: &mut dyn FnMut(&Path, &Page) -> Result<FileMend, String>,
) -> io::Result<FolderMend> {
    let mut done = FolderMend::default();
    pages.each(&mut |page| {
        done.pages += 1;
        let Some(path) = file_of(folder, &page) else { return Ok(()) };
        let name = path.strip_prefix(folder.root()).unwrap_or(&path).to_string_lossy().into_owned();
        match mended(&path, &page) {
            Ok(FileMend { was: Some(was), new: Some(new), settled, left }) => {
                done.left += left;
                match &mut to {
                    To::Files => {
                        if let Err(error) = replace(&path, &was, &new) {
                            done.refused.push((name, error.to_string()));
                            return Ok(());
                        }
                    }
                    To::Patch(out) => {
                        out.write_all(&patch::unified(&name.replace('\\', "/"), &was.bytes, &new))?;
                    }
                    To::Each(take) => take(&name.replace('\\', "/"), &new)?,
                    To::Nowhere => {}
                }
                done.changed += 1;
                done.settled += settled;
                if done.names.len() < NAMED {
                    done.names.push(name);
                }
            }
            Ok(FileMend { left, .. }) => done.left += left,
            Err(why) => done.refused.push((name, why)),
        }
        Ok(())
    })?;
    Ok(done)
}

/// A file as it was read, and what it should become.
#[derive(Default)]
struct FileMend {
    was: Option<Was>,
    /// `None` where nothing is to be written.
    new: Option<Vec<u8>>,
    settled: u32,
    left: u32,
}

/// A file as it was read.
struct Was {
    bytes: Vec<u8>,
    permissions: fs::Permissions,
    changed: Option<SystemTime>,
}

impl Was {
    fn read(path: &Path) -> Result<Self, String> {
        let read = || {
            let about = fs::metadata(path)?;
            Ok(Self { bytes: fs::read(path)?, permissions: about.permissions(), changed: about.modified().ok() })
        };
        read().map_err(|error: io::Error| format!("it cannot be read: {error}"))
    }
}

fn file_of(folder: &Folder, page: &Page) -> Option<PathBuf> {
    let path = folder.file(&page.url)?;
    Some(if page.url.path().ends_with('/') { path.join("index.html") } else { path })
}

/// The mend of one file, and then what `more` says for it. The error says why it is left alone.
fn mend_file(
    folder: &Folder,
    path: &Path,
    page: &Page,
    seen: &Seen,
    more: &dyn Fn(&Page) -> Vec<audit::Write>,
) -> Result<FileMend, String> {
    let (findings, _) = check(page, seen);
    let to_write = |findings: &[Finding]| findings.iter().filter(|it| it.mend == Mend::Write).count() as u32;
    let wanted = to_write(&findings);
    let left = findings.len() as u32 - wanted;
    if wanted == 0 && more(page).is_empty() {
        Was::read(path)?;
        return Ok(FileMend { left, ..FileMend::default() });
    }
    let (mut first, mut last) = (Some(findings), false);
    let mut open = wanted;
    let (was, new) = rewrite(folder, path, page, &mut |now| {
        let findings = first.take().unwrap_or_else(|| check(now, seen).0);
        open = to_write(&findings);
        if open > 0 && !last {
            let mended = mend(now, &findings, &seen.images);
            return Some((mended.changes, mended.page));
        }
        // What comes last is not mended again.
        (!std::mem::replace(&mut last, true)).then(|| written(now, &more(now)))
    })?;
    Ok(FileMend { was, new, settled: wanted.saturating_sub(open), left: left + open })
}

/// What is changed next, and the page after it.
type Step = (Vec<Change>, Page);

/// The file as it was and as it becomes, by the changes that `step` wants until it wants no more, each with the page as
/// it should then be read. The error says why the file is left alone.
fn rewrite(
    folder: &Folder,
    path: &Path,
    page: &Page,
    step: &mut dyn FnMut(&Page) -> Option<Step>,
) -> Result<(Option<Was>, Option<Vec<u8>>), String> {
    let was = Was::read(path)?;
    stays_inside(folder, path)?;
    let reread = |bytes: &[u8]| pages::read(bytes, Source { url: page.url.clone(), fetched: None }).page;
    let mut now = reread(&was.bytes);
    if now != *page {
        return Err("it changed since it was read: run the audit again".to_owned());
    }
    let mut bytes = was.bytes.clone();
    let mut rounds = 0;
    while let Some((changes, after)) = step(&now) {
        if changes.is_empty() {
            break;
        }
        rounds += 1;
        if rounds > ROUNDS {
            return Err("it has more wrong tags than a page can need: mend it by hand".to_owned());
        }
        let new = apply(&bytes, &now, &changes).map_err(|why| why.to_string())?;
        let read = reread(&new);
        if let Some(difference) = differs(&after, &read) {
            return Err(format!("the mend would not read as it was meant to ({difference}): mend it by hand"));
        }
        (now, bytes) = (read, new);
    }
    let new = (bytes != was.bytes).then_some(bytes);
    Ok((Some(was), new))
}

/// Refuses files that a link brings in from elsewhere.
fn stays_inside(folder: &Folder, path: &Path) -> Result<(), String> {
    let fault = |error: io::Error| format!("it cannot be found: {error}");
    if fs::symlink_metadata(path).map_err(fault)?.is_symlink() {
        return Err("it is a symbolic link: what it leads to is mended under its own name".to_owned());
    }
    let (root, whole) = (folder.root().canonicalize().map_err(fault)?, path.canonicalize().map_err(fault)?);
    if whole.starts_with(&root) { Ok(()) } else { Err("a symbolic link leads out of the folder to it".to_owned()) }
}

/// Puts `new` in place of the file at `path`, which was read as `was`.
fn replace(path: &Path, was: &Was, new: &[u8]) -> io::Result<()> {
    if was.permissions.readonly() {
        return Err(io::Error::new(io::ErrorKind::PermissionDenied, "it is write-protected"));
    }
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or("page");
    let beside = path.with_file_name(format!(".{name}.{}.tidings-new", std::process::id()));
    let written = write_beside(&beside, path, was, new);
    if written.is_err() {
        // Whatever went wrong, nothing of ours stays behind; the first error is the one that tells.
        let _ = fs::remove_file(&beside);
    }
    written
}

fn write_beside(beside: &Path, path: &Path, was: &Was, new: &[u8]) -> io::Result<()> {
    let mut file: File = OpenOptions::new().write(true).create_new(true).open(beside)?;
    file.write_all(new)?;
    file.set_permissions(was.permissions.clone())?;
    keep_owner(path, beside);
    file.sync_all()?;
    drop(file);
    let about = fs::metadata(path)?;
    if about.len() != was.bytes.len() as u64 || about.modified().ok() != was.changed {
        return Err(io::Error::other("it changed while it was being mended: run the audit again"));
    }
    fs::rename(beside, path)
}

/// Where the mend is run by somebody else than the owner, the file stays the owner's, as far as that is allowed.
#[cfg(unix)]
fn keep_owner(path: &Path, beside: &Path) {
    use std::os::unix::fs::{MetadataExt, chown};
    if let (Ok(old), Ok(new)) = (fs::metadata(path), fs::metadata(beside))
        && (old.uid(), old.gid()) != (new.uid(), new.gid())
    {
        let _ = chown(beside, Some(old.uid()), Some(old.gid()));
    }
}

#[cfg(not(unix))]
fn keep_owner(_path: &Path, _beside: &Path) {}
