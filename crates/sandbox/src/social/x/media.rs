//! Media of X: in one piece, or begun, appended to and ended; with a text for whoever does not see it.

use std::collections::HashMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::super::request::Request;
use super::super::say::{self, Said};
use super::super::shelf::Media;
use super::{problem, wrong};
use crate::Answer;

/// Bytes of a picture.
const IMAGE: usize = 5 * 1024 * 1024;

#[derive(Debug, Default)]
pub(super) struct Uploads {
    kept: HashMap<String, Upload>,
    /// After so many looks the next upload is ready.
    pub(super) looks: u32,
}

#[derive(Debug)]
struct Upload {
    by: String,
    kind: String,
    /// What was said to come.
    total: usize,
    pieces: Vec<(u64, Vec<u8>)>,
    media: Option<Media>,
    alt: Option<String>,
    looks: u32,
}

impl Uploads {
    /// Answers behind `/2/media`.
    pub(super) fn answer(&mut self, request: &Request, by: &str, parts: &[&str]) -> Said {
        match (request.method.as_str(), parts) {
            ("POST", ["upload"]) => {
                let file = request.file("media").ok_or_else(|| wrong("$.media: is missing but it is required"))?;
                let kind = request.parameter("media_type").unwrap_or(&file.kind).to_owned();
                let id = self.begin(by, kind, file.bytes.len());
                self.append(&id, by, 0, &file.bytes)?;
                self.end(&id, by)
            }
            ("POST", ["upload", "initialize"]) => {
                let kind = request.parameter("media_type").ok_or_else(|| wrong("$.media_type: is missing"))?.to_owned();
                let total = request.parameter("total_bytes").and_then(|total| total.parse().ok());
                let id =
                    self.begin(by, kind, total.ok_or_else(|| wrong("$.total_bytes: is missing but it is required"))?);
                Ok(told(&id, None))
            }
            ("POST", ["upload", id, "append"]) => {
                let index = request.parameter("segment_index").and_then(|index| index.parse().ok());
                let index = index.ok_or_else(|| wrong("$.segment_index: is missing but it is required"))?;
                let coded = || STANDARD.decode(request.json["media"].as_str()?).ok();
                let bytes = request.file("media").map(|file| file.bytes.clone()).or_else(coded);
                self.append(id, by, index, &bytes.ok_or_else(|| wrong("$.media: is missing but it is required"))?)?;
                Ok(say::json(200, &json!({ "data": { "expires_at": 1_800_000_000 } })))
            }
            ("POST", ["upload", id, "finalize"]) => self.end(id, by),
            ("GET", ["upload"]) => {
                let id = request.asks("media_id").unwrap_or_default();
                let upload = self.own(id, by).ok_or_else(no_media)?;
                let state = if upload.looks > 0 { "in_progress" } else { "succeeded" };
                upload.looks = upload.looks.saturating_sub(1);
                Ok(told(id, Some(state)))
            }
            ("POST", ["metadata"]) => {
                let id = request.json["id"].as_str().unwrap_or_default();
                let alt = request.json["metadata"]["alt_text"]["text"].as_str().map(str::to_owned);
                if alt.as_ref().is_some_and(|alt| alt.chars().count() > 1000) {
                    return Err(wrong("$.metadata.alt_text.text: must be at most 1000 characters long"));
                }
                self.own(id, by).ok_or_else(no_media)?.alt = alt;
                Ok(say::json(200, &json!({ "data": { "id": id } })))
            }
            _ => Err(problem(404, "Not Found", "Not Found")),
        }
    }

    /// What a post shows; `None` where it is not there, not this person's, or not ready.
    pub(super) fn ready(&mut self, id: &str, by: &str) -> Option<Media> {
        let upload = self.own(id, by).filter(|upload| upload.looks == 0)?;
        upload.media.clone().map(|media| Media { alt: upload.alt.clone(), ..media })
    }

    fn own(&mut self, id: &str, by: &str) -> Option<&mut Upload> {
        self.kept.get_mut(id).filter(|upload| upload.by == by)
    }

    fn begin(&mut self, by: &str, kind: String, total: usize) -> String {
        let id = (1_980_000_000_000_000_000 + self.kept.len() as u64 + 1).to_string();
        let upload = Upload { by: by.to_owned(), kind, total, pieces: Vec::new(), media: None, alt: None, looks: 0 };
        self.kept.insert(id.clone(), upload);
        id
    }

    fn append(&mut self, id: &str, by: &str, index: u64, bytes: &[u8]) -> Result<(), super::Refused> {
        let upload = self.own(id, by).ok_or_else(no_media)?;
        // A piece that is sent twice is there once.
        upload.pieces.retain(|(known, _)| *known != index);
        upload.pieces.push((index, bytes.to_vec()));
        Ok(())
    }

    fn end(&mut self, id: &str, by: &str) -> Said {
        let looks = std::mem::take(&mut self.looks);
        let upload = self.own(id, by).ok_or_else(no_media)?;
        upload.pieces.sort_by_key(|(index, _)| *index);
        let bytes: Vec<u8> = upload.pieces.iter().flat_map(|(_, bytes)| bytes).copied().collect();
        let film = upload.kind.starts_with("video/");
        if bytes.len() != upload.total || bytes.is_empty() {
            return Err(wrong("Segments do not add up to provided total file size."));
        }
        if !film && (!upload.kind.starts_with("image/") || bytes.len() > IMAGE) {
            return Err(wrong("The media type or size is not supported."));
        }
        upload.looks = looks.max(u32::from(film) * 2);
        upload.media = Some(Media::of(id, &upload.kind, &bytes, None));
        Ok(told(id, (upload.looks > 0).then_some("pending")))
    }
}

fn told(id: &str, state: Option<&str>) -> Answer {
    let mut data: Value = json!({ "id": id, "media_key": format!("3_{id}"), "expires_after_secs": 86_400 });
    if let Some(state) = state {
        data["processing_info"] = json!({ "state": state, "check_after_secs": 1 });
    }
    say::json(200, &json!({ "data": data }))
}

fn no_media() -> super::Refused {
    wrong("Could not find this media.")
}
