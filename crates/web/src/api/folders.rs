//! Folders: a website that is handed in as files, and its mended pages to take home.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::PathBuf;

use axum::body::Body;
use axum::extract::{Path, Query, Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use futures_util::{StreamExt, stream};
use optimize::crawl::folder::{Refused, Unpacked};
use optimize::kept::{self, Beside, FROM_THE_NEWEST, Latest, SENT_AT_MOST};
use people::{Signed, site};
use serde::Deserialize;
use tokio::fs::File;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use url::Url;

use super::audits::{AuditHead, found, running};
use super::sites::Site;
use crate::{House, Problem};

/// What is sent of a file at once.
const PART: usize = 64 * 1024;

#[derive(Deserialize)]
pub(crate) struct About {
    /// What the folder is called.
    name: Option<String>,
    /// Where it will be on the web.
    base: Option<String>,
}

/// Adds a site that lies in a folder, and asks for its first audit.
pub(crate) async fn add(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Query(About { name, base }): Query<About>,
    request: Request,
) -> Result<(StatusCode, Json<Site>), Problem> {
    let base = base.filter(|base| !base.trim().is_empty()).map(|base| site::address(&base)).transpose()?;
    let folder = Folder::receive(&house, request).await?;
    let called = (folder.id.as_str(), name.as_deref().unwrap_or_default());
    let site = site::add_folder(house.db(), house.random(), house.now(), &signed, called, base.as_ref()).await?;
    folder.keep();
    let head = kept::ask(house.db(), house.random(), house.now(), &site.id).await?;
    house.work().notify_one();
    Ok((StatusCode::CREATED, Json(Site::of(site, Latest { head: Some(head), ..Latest::default() }))))
}

/// Puts another folder in the place of the one that a site lies in, and asks for an audit.
pub(crate) async fn replace(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Path(site): Path<String>,
    request: Request,
) -> Result<(StatusCode, Json<AuditHead>), Problem> {
    let site = site::by_id(house.db(), &signed, &site).await?;
    if site.folder.is_none() {
        let detail = "this site is read from the web: ask for an audit, or add the folder as a site of its own";
        return Err(Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "site_on_the_web", detail));
    }
    let folder = Folder::receive(&house, request).await?;
    let handed_in = kept::hand_in(house.db(), house.random(), house.now(), &signed, &site, &folder.id).await;
    let (head, before) = handed_in.map_err(running)?;
    folder.keep();
    if let Some(before) = before {
        let data = house.data().to_owned();
        // What stays is swept away later.
        _ = tokio::task::spawn_blocking(move || kept::throw_away(&data, &before)).await;
    }
    house.work().notify_one();
    Ok((StatusCode::ACCEPTED, Json(AuditHead::of(head))))
}

/// A folder that was handed in. It goes again, with whatever came of it so far, unless it is kept: who sends may hang up
/// at any moment.
struct Folder {
    id: String,
    data: PathBuf,
    kept: bool,
}

impl Folder {
    async fn receive(house: &House, request: Request) -> Result<Self, Problem> {
        let length =
            request.headers().get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse().ok());
        if length.is_some_and(|length: u64| length > SENT_AT_MOST) {
            return Err(too_large());
        }
        let folder = Self { id: house.random().code(), data: house.data().to_owned(), kept: false };
        folder.write(request.into_body()).await?;
        let (data, id) = (folder.data.clone(), folder.id.clone());
        let taken = tokio::task::spawn_blocking(move || kept::take_in(&data, &id)).await.map_err(io::Error::other)?;
        let Unpacked { files, pages, left_out } = taken.map_err(refused)?;
        tracing::info!(files, pages, left_out, "a folder was handed in");
        Ok(folder)
    }

    /// Writes the archive to the disk as it comes in.
    async fn write(&self, body: Body) -> Result<(), Problem> {
        let path = kept::incoming(&self.data, &self.id);
        if let Some(above) = path.parent() {
            tokio::fs::create_dir_all(above).await.map_err(disk)?;
        }
        let mut file = File::create(path).await.map_err(disk)?;
        let (mut parts, mut length) = (body.into_data_stream(), 0);
        while let Some(part) = parts.next().await {
            let cut_off =
                |_| Problem::new(StatusCode::BAD_REQUEST, "archive_cut_off", "the upload broke off: send it again");
            let part = part.map_err(cut_off)?;
            length += part.len() as u64;
            if length > SENT_AT_MOST {
                return Err(too_large());
            }
            file.write_all(&part).await.map_err(disk)?;
        }
        file.flush().await.map_err(disk)
    }

    fn keep(mut self) {
        self.kept = true;
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if !self.kept {
            // What stays is swept away later.
            let _ = fs::remove_file(kept::incoming(&self.data, &self.id));
            let _ = kept::throw_away(&self.data, &self.id);
        }
    }
}

fn too_large() -> Problem {
    let detail = format!("a folder may have {} MB: leave out what no page needs", SENT_AT_MOST >> 20);
    Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "folder_too_large", detail)
}

fn disk(fault: io::Error) -> Problem {
    if !matches!(fault.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded) {
        return fault.into();
    }
    tracing::error!(%fault, "a folder could not be kept");
    let detail = "the disk of the data folder is full: make room there, then send it again";
    Problem::new(StatusCode::INSUFFICIENT_STORAGE, "disk_full", detail)
}

fn refused(refused: Refused) -> Problem {
    let (status, code) = match refused {
        Refused::Disk(fault) => return disk(fault),
        Refused::NoTar | Refused::Zip => (StatusCode::UNPROCESSABLE_ENTITY, "archive_unusable"),
        Refused::CutOff => (StatusCode::UNPROCESSABLE_ENTITY, "archive_cut_off"),
        Refused::Name { .. } => (StatusCode::UNPROCESSABLE_ENTITY, "archive_name"),
        Refused::Twice(_) => (StatusCode::UNPROCESSABLE_ENTITY, "archive_twice"),
        Refused::NoPage => (StatusCode::UNPROCESSABLE_ENTITY, "folder_without_pages"),
        Refused::TooMany(_) | Refused::TooLarge { .. } | Refused::TooMuch(_) => {
            (StatusCode::PAYLOAD_TOO_LARGE, "folder_too_large")
        }
    };
    Problem::new(status, code, refused.to_string())
}

/// The pages of a folder that a mend changes, as a tar.
pub(crate) async fn mended(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Path(audit): Path<String>,
) -> Result<Response, Problem> {
    let kept = found(&house, &signed, &audit).await?;
    let site = site::by_id(house.db(), &signed, &kept.head.site).await?;
    let Some(folder) = site.folder.clone() else {
        let detail = "only files that were handed in can be mended here: follow the steps of each thing to do";
        return Err(Problem::new(StatusCode::NOT_FOUND, "site_on_the_web", detail));
    };
    let newest = kept::with_sums(house.db(), &site.id, FROM_THE_NEWEST, 1).await?;
    if newest.first().is_none_or(|newest| newest.head.id != audit) {
        let detail = "the files of this audit are not there any more: take the mended pages of the newest one";
        return Err(Problem::new(StatusCode::CONFLICT, "folder_replaced", detail));
    }
    let address = Url::parse(&site.address).map_err(io::Error::other)?;
    let cards = cards(&house, &site.id).await?;
    let (data, room) = (house.data().to_owned(), format!("{}.mended", house.random().code()));
    let made = tokio::task::spawn_blocking(move || {
        let room = Room::new(kept::handed_in(&data, &room))?;
        let path = room.0.join("mended.tar");
        let mut out = io::BufWriter::new(fs::File::create(&path)?);
        let mend = kept::mended(&data, (&folder, &address), &cards, &room.0, &mut out)?;
        io::Write::flush(&mut out)?;
        // An open file can be read to its end though its folder goes.
        Ok((mend.changed > 0).then_some(fs::File::open(path)?))
    });
    let Some(file) = made.await.map_err(io::Error::other)?.map_err(disk)? else {
        let detail = "nothing is left that Tidings can write: follow the steps of each thing to do";
        return Err(Problem::new(StatusCode::NOT_FOUND, "nothing_to_mend", detail));
    };
    let parts = stream::try_unfold(File::from_std(file), |mut file| async move {
        let mut part = vec![0; PART];
        let read = file.read(&mut part).await?;
        part.truncate(read);
        Ok::<_, io::Error>((read > 0).then_some((part, file)))
    });
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/x-tar")),
        (header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment; filename=\"mended.tar\"")),
    ];
    Ok((headers, Body::from_stream(parts)).into_response())
}

/// The cards of a site's pages, drawn.
async fn cards(house: &House, site: &str) -> Result<BTreeMap<String, Beside>, Problem> {
    let mut cards = BTreeMap::new();
    for (page, card) in kept::all_cards_of(house.db(), site).await? {
        let Some(picture) = house.cards().picture(house.db(), &card.address).await? else { continue };
        let ending = if picture.media_type == "image/jpeg" { "jpg" } else { "png" };
        let name = format!("{}.{ending}", card.address);
        cards.insert(page, Beside { name, media_type: picture.media_type, alt: card.alt, bytes: picture.bytes });
    }
    Ok(cards)
}

/// A folder to work in, which goes afterwards.
struct Room(PathBuf);

impl Room {
    fn new(path: PathBuf) -> io::Result<Self> {
        fs::create_dir_all(&path)?;
        Ok(Self(path))
    }
}

impl Drop for Room {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}
