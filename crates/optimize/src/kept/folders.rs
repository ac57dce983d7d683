//! Folders: websites that somebody handed in as files. They lie below `folders/` of the data folder, each under an id of
//! its own, which the site's row names; a site whose folder is handed in again gets another one, and is audited anew.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use domain::{Page, Random};
use jiff::Timestamp;
use people::{Signed, Site};
use store::{Db, Fault, Tx, sql};
use url::Url;

use super::{Head, MOST_PAGES, ask_with};
use crate::audit::Seen;
use crate::card::tags;
use crate::crawl::folder::{AtMost, Folder, Refused, Unpacked, innermost, tar, unpack};
use crate::fix::folder::{FolderMend, To, mend_folder_and};
use crate::watch::no_server;

/// Where folders lie.
pub const FOLDERS: &str = "folders";
/// What is taken of an archive: bytes as they are sent, and what comes out of it.
pub const SENT_AT_MOST: u64 = 1 << 30;
const TAKEN: AtMost = AtMost { files: 2 * MOST_PAGES, of_file: 64 << 20, whole: SENT_AT_MOST };

/// Where the folder `id` lies.
pub fn handed_in(data: &Path, id: &str) -> PathBuf {
    data.join(FOLDERS).join(id)
}

/// Where the archive of the folder `id` is written while it comes in.
pub fn incoming(data: &Path, id: &str) -> PathBuf {
    data.join(FOLDERS).join(format!("{id}.archive"))
}

/// Unpacks the archive that came in as the folder `id`, whole or not at all; the archive goes either way.
pub fn take_in(data: &Path, id: &str) -> Result<Unpacked, Refused> {
    let (archive, part) = (incoming(data, id), handed_in(data, &format!("{id}.part")));
    let unpacked = File::open(&archive).map_err(Refused::Disk).and_then(|file| unpack(file, &part, TAKEN));
    let kept = unpacked.and_then(|unpacked| {
        innermost(&part).and_then(|inner| fs::rename(inner, handed_in(data, id))).map_err(Refused::Disk)?;
        Ok(unpacked)
    });
    // What cannot be taken away now is swept away later.
    let _ = fs::remove_dir_all(&part);
    let _ = fs::remove_file(&archive);
    kept
}

/// Has `site` lie in the folder `id` from now on, and asks for an audit. [`Fault::Taken`]: one is under way, and nothing
/// changed. Otherwise also which folder it lay in before, which is nobody's by now.
pub async fn hand_in(
    db: &Db,
    random: &Arc<dyn Random>,
    now: Timestamp,
    signed: &Signed,
    site: &Site,
    id: &str,
) -> Result<(Head, Option<String>), Fault> {
    let before: Option<Option<String>> = sql!("site_folder").bind(site.id.clone()).fetch_optional(db).await?;
    let (of, id, who, again) = (site.clone(), id.to_owned(), signed.clone(), Arc::clone(random));
    let head = Box::pin(ask_with(db, random, now, &site.id, move |tx: &mut Tx| {
        Box::pin(async move {
            sql!("site_lies_in").bind(of.id).bind(id).execute(&mut *tx).await?;
            people::note(tx, &*again, now, &who, "folder handed in", &of.address).await
        })
    }));
    Ok((head.await?, before.flatten()))
}

/// Takes the folder `id` away; one that is not there is gone already.
pub fn throw_away(data: &Path, id: &str) -> io::Result<()> {
    match fs::remove_dir_all(handed_in(data, id)) {
        Err(error) if matches!(error.kind(), ErrorKind::NotFound) => Ok(()),
        Err(error) if error.kind() == ErrorKind::NotADirectory => fs::remove_file(handed_in(data, id)),
        other => other,
    }
}

/// A card to be laid beside the pages of a folder, as `cards/NAME`.
#[derive(Debug)]
pub struct Beside {
    /// `1f0c….png`
    pub name: String,
    /// `image/png` or `image/jpeg`.
    pub media_type: &'static str,
    /// What stands on it.
    pub alt: String,
    /// The picture.
    pub bytes: Arc<Vec<u8>>,
}

/// Writes the mended pages of the folder `id`, whose site is at `address`, into `out` as a tar: those that change and no
/// other, and the `cards` of its pages, by their addresses. It keeps what it reads in `room`, a folder that is to be there.
pub fn mended(
    data: &Path,
    (id, address): (&str, &Url),
    cards: &BTreeMap<String, Beside>,
    room: &Path,
    out: &mut dyn io::Write,
) -> io::Result<FolderMend> {
    let folder = Folder::walk(&handed_in(data, id), Some(address.clone()), &|_| true, MOST_PAGES)?;
    let read = folder.read(&room.join("pages.jsonl"), &AtomicBool::new(false), |_| ())?;
    let seen = Seen { site: read.site, images: read.images, unseen: no_server(), ..Seen::default() };
    let mut each = |name: &str, bytes: &[u8]| tar::append(&mut *out, name, bytes);
    let more = |page: &Page| {
        let card = cards.get(page.url.as_str());
        let at = card.map(|card| (card, folder.address(&format!("cards/{}", card.name))));
        at.map_or_else(Vec::new, |(card, at)| tags::writes(page, &at, card.media_type, &card.alt))
    };
    let mend = mend_folder_and(&folder, &read.spool, &seen, &more, To::Each(&mut each))?;
    let mut beside: Vec<&Beside> = cards.values().collect();
    beside.sort_unstable_by(|one, other| one.name.cmp(&other.name));
    beside.dedup_by(|one, other| one.name == other.name);
    for card in beside {
        tar::append(&mut *out, &format!("cards/{}", card.name), &card.bytes)?;
    }
    tar::end(out)?;
    Ok(mend)
}
