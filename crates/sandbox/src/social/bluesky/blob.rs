//! Blobs: uploaded bytes, called by their content (CID v1, github.com/multiformats/cid, read on 26 November 2026).

use std::collections::HashMap;

use serde_json::{Value, json};

use super::super::request::Request;
use super::super::say::{self, Refused, Said};
use super::super::shelf::Media;
use super::{error, invalid};
use crate::Answer;

/// What a PDS takes at most without being told otherwise (`PDS_BLOB_UPLOAD_LIMIT`, packages/pds/src/config).
const MOST: usize = 5 * 1024 * 1024;

/// The codec of bytes as they are.
const RAW: u8 = 0x55;
/// The codec of records.
pub(super) const CBOR: u8 = 0x71;

/// By who uploaded them and what they are called: each account has its own, though they are the same.
#[derive(Debug, Default)]
pub(super) struct Blobs(HashMap<(String, String), Blob>);

#[derive(Debug)]
struct Blob {
    kind: String,
    bytes: Vec<u8>,
}

impl Blobs {
    pub(super) fn upload(&mut self, by: &str, request: &Request) -> Said {
        if request.kind().is_empty() {
            return Err(invalid("Request encoding (Content-Type) required but not provided"));
        }
        if request.body.is_empty() {
            return Err(invalid("A request body is expected but none was provided"));
        }
        if request.body.len() > MOST {
            return Err(error(413, "PayloadTooLarge", "request entity too large"));
        }
        let cid = cid(RAW, &request.body);
        let kind = request.kind().to_owned();
        let blob = json!({ "$type": "blob", "ref": { "$link": cid }, "mimeType": kind, "size": request.body.len() });
        self.0.insert((by.to_owned(), cid), Blob { kind, bytes: request.body.clone() });
        Ok(say::json(200, &json!({ "blob": blob })))
    }

    pub(super) fn get(&self, cid: &str) -> Said {
        let found = self.0.iter().find(|((_, known), _)| known == cid);
        let (_, blob) = found.ok_or_else(|| error(400, "BlobNotFound", "Blob not found"))?;
        Ok(Answer::bytes(&blob.kind, blob.bytes.clone()))
    }

    /// The picture that a record names at `place`: uploaded by `by`, told as the upload told it, at most so large.
    pub(super) fn named(&self, value: &Value, place: &str, most: usize, by: &str) -> Result<Media, Refused> {
        self.of_kind("image/*", value, place, most, by)
    }

    /// The same of a film.
    pub(super) fn film(&self, value: &Value, place: &str, most: usize, by: &str) -> Result<Media, Refused> {
        self.of_kind("video/mp4", value, place, most, by)
    }

    fn of_kind(&self, wanted: &str, value: &Value, place: &str, most: usize, by: &str) -> Result<Media, Refused> {
        let wrong = |why: &str| invalid(&format!("Invalid app.bsky.feed.post record: Record/{place} {why}"));
        if value["$type"] != "blob" {
            return Err(wrong("should be a blob ref"));
        }
        let cid = value["ref"]["$link"].as_str().ok_or_else(|| wrong("should be a blob ref"))?;
        let blob = self.0.get(&(by.to_owned(), cid.to_owned()));
        let blob = blob.ok_or_else(|| error(400, "BlobNotFound", &format!("Could not find blob: {cid}")))?;
        let is_wanted = wanted.strip_suffix('*').map_or(blob.kind == wanted, |begins| blob.kind.starts_with(begins));
        if value["mimeType"].as_str() != Some(blob.kind.as_str()) || !is_wanted {
            let says = format!("Wrong mimetype of file. It is {} but it must match {wanted}.", blob.kind);
            return Err(error(400, "InvalidMimeType", &says));
        }
        if value["size"].as_u64() != Some(blob.bytes.len() as u64) {
            return Err(error(400, "InvalidSize", "Referenced size does not match that of the blob"));
        }
        if blob.bytes.len() > most {
            let says =
                format!("This file is too large. It is {} bytes but the maximum size is {most}.", blob.bytes.len());
            return Err(error(400, "BlobTooLarge", &says));
        }
        Ok(Media::of(cid, &blob.kind, &blob.bytes, None))
    }
}

/// The name of `bytes` by their content: version 1, the codec, and their SHA-256.
pub(super) fn cid(codec: u8, bytes: &[u8]) -> String {
    let named = [&[1, codec, 0x12, 32][..], &say::sha(bytes)].concat();
    format!("b{}", base32(&named))
}

/// `bytes` in base 32 without padding (RFC 4648), in lower case.
pub(super) fn base32(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";
    let mut text = String::with_capacity(bytes.len() * 8 / 5 + 1);
    let (mut bits, mut held) = (0_u32, 0);
    for byte in bytes {
        bits = bits << 8 | u32::from(*byte);
        held += 8;
        while held >= 5 {
            held -= 5;
            text.push(LETTERS[(bits >> held) as usize & 31] as char);
        }
    }
    if held > 0 {
        text.push(LETTERS[(bits << (5 - held)) as usize & 31] as char);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base_32_is_that_of_the_rfc() {
        assert_eq!(base32(b"foobar"), "mzxw6ytboi");
        assert_eq!(base32(b"fooba"), "mzxw6ytb");
        assert!(cid(RAW, b"hello").starts_with("bafkrei"));
        assert!(cid(CBOR, b"hello").starts_with("bafyrei"));
    }
}
