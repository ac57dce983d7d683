//! Media of Mastodon: uploaded, sometimes still worked on, then attached.

use std::collections::HashMap;

use serde_json::{Value, json};

use super::super::request::Request;
use super::super::say::{self, Refused, Said};
use super::super::shelf::{Media, Shelf};
use super::{error, not_found};

/// What is taken; the usual server takes more.
pub(super) const TAKEN: &[&str] =
    &["image/jpeg", "image/png", "image/gif", "image/webp", "video/webm", "video/mp4", "video/quicktime"];
/// Bytes of a picture, and of a film (config of Mastodon 4.4).
pub(super) const IMAGE: usize = 16 * 1024 * 1024;
pub(super) const VIDEO: usize = 99 * 1024 * 1024;
/// Characters of a description.
pub(super) const DESCRIPTION: usize = 1500;

#[derive(Debug, Default)]
pub(super) struct Uploads {
    kept: HashMap<String, Upload>,
    /// After so many looks the next upload is ready.
    pub(super) looks: u32,
}

#[derive(Debug)]
struct Upload {
    media: Media,
    by: String,
    looks: u32,
    /// A picture belongs to one status.
    attached: bool,
}

impl Uploads {
    pub(super) fn upload(&mut self, request: &Request, by: &str, shelf: &mut Shelf) -> Said {
        let fields = request.fields.iter().map(|(name, _)| name.as_str());
        shelf.knows("POST /api/v2/media", fields, &["description", "focus", "thumbnail"]);
        let file = request.file("file").ok_or_else(|| error(422, "Validation failed: File can't be blank"))?;
        if !TAKEN.contains(&file.kind.as_str()) || file.bytes.is_empty() {
            return Err(error(422, "Validation failed: File content type is invalid, File is invalid"));
        }
        let film = file.kind.starts_with("video/");
        if file.bytes.len() > if film { VIDEO } else { IMAGE } {
            return Err(error(422, "Validation failed: File file size must be less than 16 MB"));
        }
        let alt = described(request)?;
        let id = (114_000_000_000_000_000 + self.kept.len() as u64 + 1).to_string();
        let media = Media::of(&id, &file.kind, &file.bytes, alt);
        // A picture is made ready while one waits; a film is not.
        let looks = std::mem::take(&mut self.looks).max(u32::from(film) * 2);
        let body = told(request, &media, looks == 0);
        self.kept.insert(id, Upload { media, by: by.to_owned(), looks, attached: false });
        Ok(say::json(if looks == 0 { 200 } else { 202 }, &body))
    }

    /// Looks whether it is ready, which brings that nearer.
    pub(super) fn look(&mut self, request: &Request, by: &str, id: &str) -> Said {
        let upload = self.kept.get_mut(id).filter(|upload| upload.by == by).ok_or_else(not_found)?;
        let ready = upload.looks == 0;
        upload.looks = upload.looks.saturating_sub(1);
        Ok(say::json(if ready { 200 } else { 206 }, &told(request, &upload.media, ready)))
    }

    pub(super) fn describe(&mut self, request: &Request, by: &str, id: &str) -> Said {
        let alt = described(request)?.map(str::to_owned);
        let upload = self.kept.get_mut(id).filter(|upload| upload.by == by).ok_or_else(not_found)?;
        upload.media.alt = alt;
        Ok(say::json(200, &told(request, &upload.media, upload.looks == 0)))
    }

    /// What a status attaches.
    pub(super) fn ready(&self, id: &str, by: &str) -> Result<Media, Refused> {
        let upload = self.kept.get(id).filter(|upload| upload.by == by && !upload.attached);
        let upload = upload.ok_or_else(|| error(422, &format!("Validation failed: Media not found: {id}")))?;
        if upload.looks > 0 {
            let says = "Cannot attach files that have not finished processing. Try again in a moment!";
            return Err(error(422, &format!("Validation failed: {says}")));
        }
        Ok(upload.media.clone())
    }

    /// What a status has got is no other's.
    pub(super) fn attach(&mut self, media: &[Media]) {
        for media in media {
            if let Some(upload) = self.kept.get_mut(&media.id) {
                upload.attached = true;
            }
        }
    }
}

fn described(request: &Request) -> Result<Option<&str>, Refused> {
    let alt = request.parameter("description");
    if alt.is_some_and(|alt| say::graphemes(alt) > DESCRIPTION) {
        let says = format!("Validation failed: Description is too long (maximum is {DESCRIPTION} characters)");
        return Err(error(422, &says));
    }
    Ok(alt)
}

/// An attachment as it is told.
pub(super) fn told(request: &Request, media: &Media, ready: bool) -> Value {
    let address = format!("{}/media/{}", request.base(), media.id);
    let kind = if media.kind.starts_with("video/") { "video" } else { "image" };
    json!({ "id": media.id, "type": kind, "url": ready.then_some(&address), "preview_url": address, "remote_url": null,
        "meta": {}, "description": media.alt, "blurhash": "UFBWY:8_0Jxv4mx]t8t64.%M-:IUWGWAt6M}" })
}
