//! Media: pictures and films that go along with posts, each kept once, under its content, in the data folder.
//!
//! What a file is, its first bytes say, not its name. It is kept without what cameras write into it (place, device). A picture
//! is turned the way up that its camera held it, and is no larger than any network shows it; a film stays as it came. A row
//! says which site has it.
//! Start at [`Incoming`], or at [`Upload`] for what may break off and go on; `take.rs` says which pictures are taken, `film/` which films; [`fitted`] makes a picture as small as
//! a network wants it.

mod files;
mod film;
mod fit;
mod incoming;
mod room;
mod sweep;
mod take;
mod upload;

use std::io::{Read as _, Seek as _};
use std::path::Path;

use bytes::Bytes;
use networks::films::Film;
use networks::publish::{Blob, Medium};
use pages::image::{Header, header};
use sha2::{Digest as _, Sha256};
use store::{On, sql};
use tokio::sync::Semaphore;

use crate::{Desk, Fault};

pub use files::FOLDER;
pub use film::{AT_MOST as FILM_AT_MOST, take as take_film};
pub use fit::fitted;
pub use incoming::Incoming;
pub use room::has_room;
pub use sweep::sweep;
pub use take::{AT_MOST, Taken, taken};
pub use upload::{OPEN, Upload, Writing};

/// Bytes by which a kept file is known: what is kept has its sides near its beginning.
const KNOWN_BY: u64 = 256 << 10;

/// Pictures that are decoded at a time: each may take a quarter of a gigabyte.
static TURN: Semaphore = Semaphore::const_new(1);

#[derive(sqlx::FromRow)]
struct Row {
    kind: String,
    width: i64,
    height: i64,
    bytes: i64,
    /// As JSON.
    film: Option<String>,
}

/// Keeps the picture in `bytes` for `site`, and says what it is.
pub async fn keep(desk: &Desk, whose: (&str, &str), bytes: Bytes) -> Result<Medium, Fault> {
    let taken = in_turn(move || taken(&bytes)).await??;
    // Of what has no room nothing comes to the disk.
    let kept = (&*digest(&taken.bytes), taken.bytes.len() as u64);
    room::room_for(&desk.db, whose.0, kept, desk.media_at_most).await?;
    let medium = put(&desk.data, taken.bytes).await?;
    noted(desk, whose, medium).await
}

/// Notes that `site` has `medium`, whose file is kept, where there is room for it.
async fn noted(desk: &Desk, (site, by): (&str, &str), medium: Medium) -> Result<Medium, Fault> {
    let film = medium.film.as_ref().and_then(|film| serde_json::to_string(film).ok());
    let (now, site, by, row) = (desk.now(), site.to_owned(), by.to_owned(), medium.clone());
    let at_most = desk.media_at_most;
    let added = desk.db.write_or(move |tx| {
        Box::pin(async move {
            sql!("medium_turn").bind(site.clone()).execute(&mut *tx).await?;
            room::room_for(&*tx, &site, (&row.digest, row.bytes), at_most).await?;
            sql!("medium_add")
                .bind(site)
                .bind(row.digest)
                .bind(row.kind)
                .bind(i64::from(row.width))
                .bind(i64::from(row.height))
                .bind(i64::try_from(row.bytes).unwrap_or(i64::MAX))
                .bind(by)
                .bind(now)
                .bind(film)
                .execute(tx)
                .await?;
            Ok::<_, Fault>(())
        })
    });
    added.await?;
    Ok(medium)
}

/// The picture or film of that digest which `site` has.
pub async fn known(on: &(impl On + ?Sized), site: &str, digest: &str) -> Result<Medium, Fault> {
    let found: Option<Row> = sql!("medium_by_digest").bind(site).bind(digest).fetch_optional(on).await?;
    let Row { kind, width, height, bytes, film } = found.ok_or(Fault::Unknown("picture"))?;
    let (width, height, bytes) = (width as u32, height as u32, bytes as u64);
    let film: Option<Film> = film.and_then(|film| serde_json::from_str(&film).ok());
    Ok(Medium { digest: digest.to_owned(), kind, width, height, bytes, film, ..Medium::default() })
}

/// A file that is read piece by piece.
#[derive(Debug)]
pub struct Opened {
    /// It.
    pub file: tokio::fs::File,
    /// Its media type.
    pub kind: String,
    /// How many bytes it has.
    pub length: u64,
}

/// Opens the file of that digest; `None` where there is none.
pub async fn open(data: &Path, digest: &str) -> Result<Option<Opened>, Fault> {
    let (data, digest) = (data.to_owned(), digest.to_owned());
    let opened = blocking(move || -> std::io::Result<Option<Opened>> {
        let Some(mut file) = files::open(&data, &digest)? else { return Ok(None) };
        let length = file.metadata()?.len();
        let mut head = Vec::new();
        (&file).take(KNOWN_BY).read_to_end(&mut head)?;
        file.rewind()?;
        let kind = kind(&head).unwrap_or_default();
        Ok(Some(Opened { file: tokio::fs::File::from_std(file), kind, length }))
    });
    Ok(opened.await??)
}

/// Bytes of the file of that digest; 0 where there is none.
pub(crate) async fn length(data: &Path, digest: &str) -> Result<u64, Fault> {
    let (data, digest) = (data.to_owned(), digest.to_owned());
    blocking(move || files::length(&data, &digest)).await
}

/// The file of that digest; `None` where there is none.
pub async fn blob(data: &Path, digest: &str) -> Result<Option<Blob>, Fault> {
    let (data, name) = (data.to_owned(), digest.to_owned());
    let Some(bytes) = blocking(move || files::read(&data, &name)).await?? else { return Ok(None) };
    let kind = kind(&bytes).unwrap_or_default();
    Ok(Some(Blob { digest: digest.to_owned(), kind, bytes: bytes.into() }))
}

/// `medium` as `room` has it: itself where it fits, else a smaller one that is kept beside it. One whose file is gone stays
/// as it is; whoever sends it finds that out.
pub(crate) async fn within(
    desk: &Desk,
    medium: Medium,
    room: &'static networks::pictures::Room,
) -> Result<Medium, Fault> {
    let Some(whole) = blob(&desk.data, &medium.digest).await? else { return Ok(medium) };
    let bytes = whole.bytes.clone();
    let Some(smaller) = in_turn(move || fitted(&bytes, room)).await? else { return Ok(medium) };
    if smaller[..] == whole.bytes[..] {
        return Ok(medium);
    }
    let made = put(&desk.data, smaller).await?;
    Ok(Medium { alt: medium.alt, ..made })
}

/// Puts a picture where pictures are.
async fn put(data: &Path, bytes: Vec<u8>) -> Result<Medium, Fault> {
    let digest = digest(&bytes);
    let (kind, width, height) = described(&bytes).unwrap_or_default();
    let (data, name, length) = (data.to_owned(), digest.clone(), bytes.len() as u64);
    blocking(move || files::keep(&data, &name, &bytes)).await??;
    Ok(Medium { digest, kind, width, height, bytes: length, ..Medium::default() })
}

fn described(bytes: &[u8]) -> Option<(String, u32, u32)> {
    match header(bytes) {
        Header::Known { kind, width, height, .. } => Some((kind.mime().to_owned(), width, height)),
        _ => None,
    }
}

/// What a file is that begins so, of those that are kept.
fn kind(head: &[u8]) -> Option<String> {
    film::kind(head).map(str::to_owned).or_else(|| described(head).map(|(kind, ..)| kind))
}

/// SHA-256 of `bytes`, in hexadecimal signs.
pub fn digest(bytes: &[u8]) -> String {
    hexadecimal(&Sha256::digest(bytes))
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
}

async fn in_turn<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Fault> {
    let _turn = TURN.acquire().await;
    blocking(work).await
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Fault> {
    Ok(tokio::task::spawn_blocking(work).await.map_err(std::io::Error::other)?)
}
