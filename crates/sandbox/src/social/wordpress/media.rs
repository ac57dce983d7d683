//! The media library of WordPress.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::super::request::{Request, quoted};
use super::super::say::{self, Refused, Said};
use super::super::shelf::Media;
use super::{error, user_id};
use crate::Answer;

/// What is taken by its ending; the usual site takes more.
const TAKEN: &[(&str, &str)] = &[
    ("jpg", "image/jpeg"),
    ("jpeg", "image/jpeg"),
    ("png", "image/png"),
    ("gif", "image/gif"),
    ("webp", "image/webp"),
    ("mp4", "video/mp4"),
];

#[derive(Debug, Default)]
pub(super) struct Library(BTreeMap<String, Picture>);

#[derive(Debug)]
struct Picture {
    media: Media,
    name: String,
    title: String,
    bytes: Vec<u8>,
    by: String,
}

impl Library {
    pub(super) fn upload(&mut self, request: &Request, by: &str, id: u64) -> Said {
        let (name, bytes) = match request.file("file") {
            Some(file) => (file.name.clone(), file.bytes.clone()),
            None => {
                let disposition = request.header("content-disposition");
                let name = disposition.and_then(|disposition| quoted(disposition, "filename"));
                let says = "No Content-Disposition supplied.";
                let name = name.ok_or_else(|| error(400, "rest_upload_no_content_disposition", says))?;
                (name, request.body.clone())
            }
        };
        if bytes.is_empty() {
            return Err(error(400, "rest_upload_no_data", "No data supplied."));
        }
        let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
        let Some((_, kind)) = TAKEN.iter().find(|(known, _)| *known == ending) else {
            let says = "Sorry, you are not allowed to upload this file type.";
            return Err(error(500, "rest_upload_unknown_error", says));
        };
        let clean: String = name
            .chars()
            .map(|c| if c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_') { c } else { '-' })
            .collect();
        let (stem, ending) = clean.rsplit_once('.').unwrap_or((&clean, ""));
        let taken = |name: &str| self.0.values().any(|picture| picture.name == name);
        let more = (1..).map(|number: u32| format!("{stem}-{number}.{ending}"));
        let name = std::iter::once(clean.clone()).chain(more).find(|name| !taken(name)).unwrap_or(clean.clone());
        let media = Media::of(&id.to_string(), kind, &bytes, request.parameter("alt_text"));
        let title = request.parameter("title").unwrap_or(stem).to_owned();
        let picture = Picture { media, name, title, bytes, by: by.to_owned() };
        let answer = say::json(201, &told(request, &picture));
        self.0.insert(id.to_string(), picture);
        Ok(answer.header("Location", format!("{}/wp-json/wp/v2/media/{id}", request.base())))
    }

    pub(super) fn read(&self, request: &Request, id: &str) -> Said {
        Ok(say::json(200, &told(request, self.0.get(id).ok_or_else(none)?)))
    }

    pub(super) fn describe(&mut self, request: &Request, id: &str) -> Said {
        let picture = self.0.get_mut(id).ok_or_else(none)?;
        if let Some(alt) = request.parameter("alt_text") {
            picture.media.alt = Some(alt.to_owned());
        }
        if let Some(title) = request.parameter("title") {
            title.clone_into(&mut picture.title);
        }
        Ok(say::json(200, &told(request, picture)))
    }

    pub(super) fn delete(&mut self, request: &Request, id: &str) -> Said {
        if request.parameter("force").is_none_or(|force| force != "true" && force != "1") {
            let says = "The post does not support trashing. Set 'force=true' to delete.";
            return Err(error(501, "rest_trash_not_supported", says));
        }
        let picture = self.0.remove(id).ok_or_else(none)?;
        Ok(say::json(200, &json!({ "deleted": true, "previous": told(request, &picture) })))
    }

    /// The bytes of an uploaded file.
    pub(super) fn file(&self, name: &str) -> Said {
        let found = self.0.values().find(|picture| picture.name == name);
        let picture = found.ok_or_else(|| Refused::new(Answer::status(404)))?;
        Ok(Answer::bytes(&picture.media.kind, picture.bytes.clone()))
    }

    pub(super) fn has(&self, id: &str) -> bool {
        self.0.contains_key(id)
    }

    pub(super) fn media(&self, id: &str) -> Option<Media> {
        self.0.get(id).map(|picture| picture.media.clone())
    }
}

fn none() -> Refused {
    error(404, "rest_post_invalid_id", "Invalid post ID.")
}

fn told(request: &Request, picture: &Picture) -> Value {
    let media = &picture.media;
    let id: u64 = media.id.parse().unwrap_or(0);
    let place = format!("{}/wp-content/uploads/{}", request.base(), picture.name);
    let kind = if media.kind.starts_with("image/") { "image" } else { "file" };
    json!({ "id": id, "slug": picture.name, "status": "inherit", "type": "attachment", "link": format!("{}/?attachment_id={id}", request.base()),
        "title": { "raw": picture.title, "rendered": picture.title }, "author": user_id(&picture.by), "caption": { "raw": "", "rendered": "" },
        "alt_text": media.alt.as_deref().unwrap_or_default(), "media_type": kind, "mime_type": media.kind,
        "media_details": { "filesize": media.bytes, "sizes": {} }, "post": null, "source_url": place })
}
