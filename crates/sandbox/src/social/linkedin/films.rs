//! Films of LinkedIn: announced with their length, brought in pieces, ended, worked on, and then shown.
//!
//! From learn.microsoft.com/linkedin/marketing/community-management/shares/videos-api, read on 27 November 2026; nothing was ever
//! compared with the live network. Pieces have four megabytes there; here two, so that a small film has several.

use std::collections::HashMap;

use serde_json::{Value, json};

use super::super::request::Request;
use super::super::say::{self, Refused, Said};
use super::super::shelf::Media;
use super::{error, invalid};
use crate::Answer;

/// Bytes of a piece.
const PIECE: usize = 2_000_000;
/// Bytes of a film.
const MOST: u64 = 500_000_000;

#[derive(Debug, Default)]
pub(super) struct Films(HashMap<String, Film>);

#[derive(Debug)]
struct Film {
    owner: String,
    length: usize,
    token: String,
    pieces: Vec<Option<Vec<u8>>>,
    media: Option<Media>,
    looks: u32,
}

impl Films {
    /// Announces one that is `authors`' own.
    pub(super) fn announce(&mut self, request: &Request, authors: &[String], until: i64) -> Said {
        let asked = &request.json["initializeUploadRequest"];
        let owner = asked["owner"].as_str().unwrap_or_default();
        if !authors.iter().any(|author| author == owner) {
            return Err(error(403, "ACCESS_DENIED", "Accessing this video resource is forbidden"));
        }
        let length = asked["fileSizeBytes"].as_u64().filter(|length| (1..=MOST).contains(length));
        let length = length.ok_or_else(|| invalid("/initializeUploadRequest/fileSizeBytes"))? as usize;
        let urn = format!("urn:li:video:C5SAND{}", self.0.len() + 1);
        let count = length.div_ceil(PIECE);
        let piece = |at: usize| {
            json!({ "uploadUrl": format!("{}/dms-uploads/{urn}/{at}", request.base()), "firstByte": at * PIECE,
                "lastByte": ((at + 1) * PIECE).min(length) - 1 })
        };
        let pieces: Vec<Value> = (0..count).map(piece).collect();
        let token = format!("token-{urn}");
        let value = json!({ "video": urn, "uploadInstructions": pieces, "uploadToken": token,
            "uploadUrlsExpireAt": until });
        let film = Film { owner: owner.to_owned(), length, token, pieces: vec![None; count], media: None, looks: 2 };
        self.0.insert(urn, film);
        Ok(say::json(200, &json!({ "value": value })))
    }

    /// Takes a piece; the address itself is the permission.
    pub(super) fn take(&mut self, request: &Request, urn: &str, at: &str) -> Said {
        let gone = || Refused::new(Answer::status(404));
        let film = self.0.get_mut(urn).ok_or_else(gone)?;
        let piece = at.parse::<usize>().ok().and_then(|at| film.pieces.get_mut(at)).ok_or_else(gone)?;
        if request.body.is_empty() {
            return Err(Refused::new(Answer::status(400)));
        }
        *piece = Some(request.body.clone());
        Ok(Answer::bytes("text/plain", "").with_status(200).header("ETag", named(&request.body)))
    }

    /// All of it is there.
    pub(super) fn end(&mut self, request: &Request, authors: &[String]) -> Said {
        let asked = &request.json["finalizeUploadRequest"];
        let urn = asked["video"].as_str().unwrap_or_default();
        let film = self.0.get_mut(urn).filter(|film| authors.contains(&film.owner));
        let film = film.ok_or_else(|| error(404, "NOT_FOUND", "Video not found"))?;
        if asked["uploadToken"] != *film.token {
            return Err(invalid("/finalizeUploadRequest/uploadToken"));
        }
        let whole: Vec<u8> = film.pieces.iter().flatten().flatten().copied().collect();
        let names: Vec<Value> = film.pieces.iter().flatten().map(|piece| named(piece).into()).collect();
        if asked["uploadedPartIds"] != Value::from(names) || whole.len() != film.length {
            return Err(invalid("/finalizeUploadRequest/uploadedPartIds"));
        }
        film.media = Some(Media::of(urn, "video/mp4", &whole, None));
        Ok(Answer::bytes("text/plain", "").with_status(200))
    }

    /// Looks how far it is, which brings that nearer.
    pub(super) fn look(&mut self, urn: &str, authors: &[String]) -> Said {
        let film = self.0.get_mut(urn).filter(|film| authors.contains(&film.owner));
        let film = film.ok_or_else(|| error(404, "NOT_FOUND", "Video not found"))?;
        let status = match (&film.media, film.looks) {
            (None, _) => "WAITING_UPLOAD",
            (Some(_), 0) => "AVAILABLE",
            (Some(_), _) => "PROCESSING",
        };
        film.looks = film.looks.saturating_sub(u32::from(status == "PROCESSING"));
        Ok(say::json(200, &json!({ "id": urn, "owner": film.owner, "status": status })))
    }

    /// What a post of `author` shows; `None` where it is not there or not ready.
    pub(super) fn ready(&self, urn: &str, author: &str) -> Option<Media> {
        let film = self.0.get(urn).filter(|film| film.owner == author && film.looks == 0)?;
        film.media.clone()
    }
}

/// By what a piece is known.
fn named(piece: &[u8]) -> String {
    format!("/ambry-video/signedId/{}", &say::digest(piece)[..16])
}
