//! Films of Pages: a session is begun for so many bytes, brought them in the pieces that it asks for, and ended, which posts the
//! film. The film says how far it is; only once it is ready does it say what its post is called.
//!
//! From developers.facebook.com/docs/graph-api/video-uploads, in a copy, and from `video_uploader.py` of facebook-business 26.0.3
//! (PyPI), read on 27 November 2026. How large a piece is, what a film without an end says of itself, and what ending a session
//! twice is told stand nowhere. Never compared with the live network.

use std::collections::HashMap;

use jiff::Timestamp;
use serde_json::{Value, json};

use super::super::request::Request;
use super::super::say::{self, Refused, Said};
use super::super::shelf::Media;
use super::{date, error, invalid};

/// Bytes of a film.
const MOST: usize = 1_750_000_000;
/// Bytes that are asked for at a time.
const PIECE: usize = 1 << 20;

pub(super) const KNOWN: &[&str] = &[
    "upload_phase",
    "upload_session_id",
    "start_offset",
    "file_size",
    "title",
    "description",
    "published",
    "no_story",
    "access_token",
];

/// Films of all Pages.
#[derive(Debug, Default)]
pub(super) struct Films {
    /// By number.
    kept: HashMap<String, Film>,
    given: u64,
    /// After so many looks the next one is ready.
    pub(super) looks: u32,
}

#[derive(Debug)]
struct Film {
    by: String,
    /// `None` once it is ended.
    session: Option<String>,
    total: usize,
    bytes: Vec<u8>,
    kind: String,
    began: Timestamp,
    description: String,
    post: String,
    looks: u32,
}

impl Films {
    /// Answers what is asked of the Page's films, but for the end of a session.
    pub(super) fn answer(&mut self, request: &Request, page: &str, now: Timestamp) -> Said {
        match request.parameter("upload_phase") {
            Some("start") => self.begin(request, page, now),
            Some("transfer") => self.bring(request, page),
            _ => Err(invalid("Param upload_phase must be one of {START, TRANSFER, FINISH, CANCEL}")),
        }
    }

    fn begin(&mut self, request: &Request, page: &str, now: Timestamp) -> Said {
        let total = request.parameter("file_size").and_then(|size| size.parse().ok());
        let total = total.filter(|total| (1..=MOST).contains(total));
        let total = total.ok_or_else(|| invalid("The parameter file_size is required"))?;
        self.given += 1;
        let id = (337_000_000_000_000 + self.given).to_string();
        let session = (447_000_000_000_000 + self.given).to_string();
        let film = Film {
            by: page.to_owned(),
            session: Some(session.clone()),
            total,
            bytes: Vec::new(),
            kind: String::new(),
            began: now,
            description: String::new(),
            post: String::new(),
            looks: std::mem::take(&mut self.looks).max(2),
        };
        let mut told = film.wanted();
        (told["video_id"], told["upload_session_id"]) = (json!(id), json!(session));
        self.kept.insert(id, film);
        Ok(say::json(200, &told))
    }

    fn bring(&mut self, request: &Request, page: &str) -> Said {
        let (_, film) = self.session(request, page)?;
        let file = request.file("video_file_chunk").filter(|file| !file.bytes.is_empty());
        let file =
            file.ok_or_else(|| error(400, 6_001, Some(1_363_031), "There was a problem uploading your video"))?;
        let from = request.parameter("start_offset").and_then(|from| from.parse().ok());
        if from != Some(film.bytes.len()) || film.bytes.len() + file.bytes.len() > film.total {
            let says = "There was a problem uploading your video file. Please try again.";
            let error = json!({ "message": says, "type": "FacebookApiException", "code": 6_000, "error_subcode": 1_363_037,
                "is_transient": false, "error_data": film.wanted(), "fbtrace_id": "Asandbox" });
            return Err(Refused::new(say::json(400, &json!({ "error": error }))));
        }
        film.bytes.extend_from_slice(&file.bytes);
        film.kind.clone_from(&file.kind);
        Ok(say::json(200, &film.wanted()))
    }

    /// Ends a session, whose film is shown as the post `post`: it, and what is said of it.
    pub(super) fn end(&mut self, request: &Request, page: &str, post: &str) -> Result<(Media, String), Refused> {
        let (id, film) = self.session(request, page)?;
        if film.bytes.len() < film.total {
            return Err(error(400, 6_001, Some(1_363_033), "There are bytes of the video that were not uploaded"));
        }
        film.session = None;
        request.parameter("description").unwrap_or_default().clone_into(&mut film.description);
        post.clone_into(&mut film.post);
        let media = Media::of(&id, &film.kind, &std::mem::take(&mut film.bytes), None);
        Ok((media, film.description.clone()))
    }

    fn session(&mut self, request: &Request, page: &str) -> Result<(String, &mut Film), Refused> {
        let session = request.parameter("upload_session_id").unwrap_or_default();
        let known = self.kept.iter_mut().find(|(_, film)| film.by == page && film.session.as_deref() == Some(session));
        let known = known.map(|(id, film)| (id.clone(), film));
        known.ok_or_else(|| error(400, 6_000, Some(1_363_019), "The upload session does not exist"))
    }

    /// How the film `id` of the Page stands; `None` where it is none.
    pub(super) fn told(&mut self, id: &str, page: &str) -> Option<Value> {
        let film = self.kept.get_mut(id).filter(|film| film.by == page)?;
        let (ended, ready) = (film.session.is_none(), film.session.is_none() && film.looks == 0);
        if ended {
            film.looks = film.looks.saturating_sub(1);
        }
        let mut told = json!({ "id": id, "created_time": date(film.began), "published": ended, "status": {
            "video_status": if ready { "ready" } else if ended { "processing" } else { "upload_complete" } } });
        if ended {
            told["description"] = json!(film.description);
        }
        if ready {
            told["post_id"] = json!(film.post);
        }
        Some(told)
    }
}

impl Film {
    /// Which bytes it wants next.
    fn wanted(&self) -> Value {
        let from = self.bytes.len();
        json!({ "start_offset": from.to_string(), "end_offset": (from + PIECE).min(self.total).to_string() })
    }
}
