//! Records: which keys and which posts a PDS takes.
//!
//! From lexicons/app/bsky/feed/post.json, richtext/facet.json and embed/*.json (github.com/bluesky-social/atproto), read
//! on 26 November 2026. Ranges that lie outside the text are let pass by a PDS and then not drawn by anybody; here they are
//! refused, since nobody means them.

use jiff::Timestamp;
use serde_json::Value;

use super::super::say::{self, Refused, graphemes};
use super::super::shelf::{Card, Media, Posted, Shelf};
use super::blob::Blobs;
use super::{error, invalid};

/// The collection of posts.
pub(super) const POST: &str = "app.bsky.feed.post";

const GRAPHEMES: usize = 300;
const BYTES: usize = 3000;
/// The picture of a card.
const THUMB: usize = 1_000_000;
/// A picture of the post itself; 1,000,000 until the summer of 2026.
const IMAGE: usize = 2_000_000;
const IMAGES: usize = 4;
/// A film; 100,000,000 until the summer of 2026.
const FILM: usize = 300_000_000;

/// The letters of a TID, in their order.
const SORTABLE: &[u8; 32] = b"234567abcdefghijklmnopqrstuvwxyz";

/// A key made of an instant and a count (atproto.com/specs/tid).
pub(super) fn tid(now: Timestamp, count: u64) -> String {
    let number = (now.as_microsecond() as u64) << 10 | (count & 1023);
    (0..13).rev().map(|at| SORTABLE[(number >> (at * 5)) as usize & 31] as char).collect()
}

/// Whether a record may be called `rkey`: a post's key is a TID.
pub(super) fn check_key(collection: &str, rkey: &str) -> Result<(), Refused> {
    let letter = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | ':' | '~' | '-');
    let is_key = (1..=512).contains(&rkey.len()) && rkey.chars().all(letter) && rkey != "." && rkey != "..";
    let is_tid = rkey.len() == 13
        && rkey.bytes().all(|byte| SORTABLE.contains(&byte))
        && rkey.as_bytes().first().is_some_and(|first| SORTABLE[..16].contains(first));
    if !is_key || (collection == POST && !is_tid) {
        return Err(error(400, "InvalidRequest", &format!("Invalid record key: {rkey}")));
    }
    Ok(())
}

/// `value` with the keys of its objects in order, so that one record has one name.
pub(super) fn canonical(value: &Value) -> String {
    match value {
        Value::Object(object) => {
            let mut fields: Vec<_> = object.iter().collect();
            fields.sort_by_key(|(name, _)| (name.len(), *name));
            let fields: Vec<_> = fields
                .iter()
                .map(|(name, value)| format!("{}:{}", Value::from(name.as_str()), canonical(value)))
                .collect();
            format!("{{{}}}", fields.join(","))
        }
        Value::Array(list) => format!("[{}]", list.iter().map(canonical).collect::<Vec<_>>().join(",")),
        other => other.to_string(),
    }
}

/// What `value` says, if a PDS would take it. Records that are no posts are taken as they are.
pub(super) fn read(
    collection: &str,
    value: &Value,
    blobs: &Blobs,
    by: &str,
    shelf: &mut Shelf,
) -> Result<Posted, Refused> {
    let Value::Object(fields) = value else {
        return Err(invalid("Input/record must be an object"));
    };
    let kind = value.get("$type").and_then(Value::as_str);
    if kind.is_some_and(|kind| kind != collection) {
        return Err(invalid(&format!("Invalid $type: expected {collection}, got {}", kind.unwrap_or_default())));
    }
    let mut posted = Posted {
        id: String::new(),
        by: String::new(),
        text: String::new(),
        title: None,
        links: Vec::new(),
        card: None,
        media: Vec::new(),
        reply_to: None,
        at: Timestamp::UNIX_EPOCH,
    };
    if collection != POST {
        return Ok(posted);
    }
    let known = &["$type", "text", "createdAt", "facets", "embed", "langs", "reply", "tags", "labels"];
    shelf.knows(POST, fields.keys().map(String::as_str), known);
    let text = value["text"].as_str().ok_or_else(|| wrong("must have the property \"text\""))?;
    if text.len() > BYTES {
        return Err(wrong(&format!("/text must not be longer than {BYTES} characters")));
    }
    if graphemes(text) > GRAPHEMES {
        return Err(wrong(&format!("/text must not be longer than {GRAPHEMES} graphemes")));
    }
    let created = value["createdAt"].as_str().ok_or_else(|| wrong("must have the property \"createdAt\""))?;
    if created.parse::<Timestamp>().is_err() {
        return Err(wrong("/createdAt must be an valid atproto datetime (both RFC-3339 and ISO-8601)"));
    }
    if value["langs"].as_array().is_some_and(|langs| langs.len() > 3) {
        return Err(wrong("/langs must not have more than 3 elements"));
    }
    text.clone_into(&mut posted.text);
    facets(&value["facets"], text, &mut posted)?;
    posted.links.extend(say::links(text).into_iter().filter(|link| !posted.links.contains(link)).collect::<Vec<_>>());
    match value.get("embed") {
        None | Some(Value::Null) => {}
        Some(embed) => {
            let media = match embed["$type"].as_str() {
                Some("app.bsky.embed.recordWithMedia") => &embed["media"],
                _ => embed,
            };
            embedded(media, blobs, by, &mut posted)?;
        }
    }
    if let Some(reply) = value.get("reply").filter(|reply| !reply.is_null()) {
        for place in ["root", "parent"] {
            if reply[place]["uri"].as_str().is_none() || reply[place]["cid"].as_str().is_none() {
                return Err(wrong(&format!("/reply/{place} must have the properties \"uri\" and \"cid\"")));
            }
        }
        posted.reply_to = reply["parent"]["uri"].as_str().map(str::to_owned);
    }
    Ok(posted)
}

/// What the text links to, mentions and tags, by ranges of its bytes.
fn facets(facets: &Value, text: &str, posted: &mut Posted) -> Result<(), Refused> {
    if facets.is_null() {
        return Ok(());
    }
    for facet in facets.as_array().ok_or_else(|| wrong("/facets must be an array"))? {
        let (start, end) = (facet["index"]["byteStart"].as_u64(), facet["index"]["byteEnd"].as_u64());
        let (Some(start), Some(end)) = (start, end) else {
            return Err(wrong("/facets/index must have the properties \"byteStart\" and \"byteEnd\""));
        };
        if start >= end || text.get(start as usize..end as usize).is_none() {
            return Err(wrong(&format!("/facets/index {start}..{end} is no part of the text")));
        }
        let features = facet["features"].as_array().ok_or_else(|| wrong("/facets/features must be an array"))?;
        for feature in features {
            let needs = |name: &str| {
                feature[name]
                    .as_str()
                    .ok_or_else(|| wrong(&format!("/facets/features must have the property \"{name}\"")))
            };
            match feature["$type"].as_str() {
                Some("app.bsky.richtext.facet#link") => {
                    posted.links.push(uri(needs("uri")?, "facets/features/uri")?.to_owned());
                }
                Some("app.bsky.richtext.facet#mention") => {
                    needs("did")?;
                }
                Some("app.bsky.richtext.facet#tag") => {
                    if graphemes(needs("tag")?) > 64 {
                        return Err(wrong("/facets/features/tag must not be longer than 64 graphemes"));
                    }
                }
                Some(_) => {}
                None => return Err(wrong("/facets/features must have the property \"$type\"")),
            }
        }
    }
    Ok(())
}

fn embedded(embed: &Value, blobs: &Blobs, by: &str, posted: &mut Posted) -> Result<(), Refused> {
    match embed["$type"].as_str() {
        Some("app.bsky.embed.external") => {
            let external = &embed["external"];
            let needs = |name: &str| {
                external[name]
                    .as_str()
                    .ok_or_else(|| wrong(&format!("/embed/external must have the property \"{name}\"")))
            };
            let address = uri(needs("uri")?, "embed/external/uri")?.to_owned();
            let (title, description) = (needs("title")?.to_owned(), needs("description")?.to_owned());
            let picture = match external.get("thumb") {
                None | Some(Value::Null) => None,
                Some(thumb) => Some(blobs.named(thumb, "embed/external/thumb", THUMB, by)?.digest),
            };
            if !posted.links.contains(&address) {
                posted.links.push(address.clone());
            }
            posted.card = Some(Card { address, title, description, picture });
        }
        Some("app.bsky.embed.images") => {
            let images = embed["images"].as_array().ok_or_else(|| wrong("/embed/images must be an array"))?;
            if images.len() > IMAGES {
                return Err(wrong(&format!("/embed/images must not have more than {IMAGES} elements")));
            }
            for image in images {
                let alt = image["alt"].as_str().ok_or_else(|| wrong("/embed/images must have the property \"alt\""))?;
                let media = blobs.named(&image["image"], "embed/images/image", IMAGE, by)?;
                posted.media.push(Media { alt: Some(alt.to_owned()), ..media });
            }
        }
        Some("app.bsky.embed.video") => {
            let alt = embed.get("alt").and_then(Value::as_str).map(str::to_owned);
            let sides = ["width", "height"].map(|side| embed["aspectRatio"][side].as_u64());
            if embed.get("aspectRatio").is_some() && sides.iter().any(|side| side.is_none_or(|side| side == 0)) {
                return Err(wrong("/embed/aspectRatio must have sides of 1 at least"));
            }
            let media = blobs.film(&embed["video"], "embed/video", FILM, by)?;
            posted.media.push(Media { alt, ..media });
        }
        Some("app.bsky.embed.record") if embed["record"]["uri"].is_string() && embed["record"]["cid"].is_string() => {}
        Some("app.bsky.embed.record") => {
            return Err(wrong("/embed/record must have the properties \"uri\" and \"cid\""));
        }
        Some(other) => return Err(wrong(&format!("/embed has a type that the sandbox does not know: {other}"))),
        None => return Err(wrong("/embed must have the property \"$type\"")),
    }
    Ok(())
}

/// `text`, if it is an address.
fn uri<'t>(text: &'t str, place: &str) -> Result<&'t str, Refused> {
    let scheme = text.split_once(':').is_some_and(|(scheme, rest)| {
        !scheme.is_empty() && !rest.is_empty() && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+.-".contains(c))
    });
    if scheme && !text.contains(char::is_whitespace) {
        Ok(text)
    } else {
        Err(wrong(&format!("/{place} must be a uri")))
    }
}

fn wrong(why: &str) -> Refused {
    let space = if why.starts_with('/') { "" } else { " " };
    invalid(&format!("Invalid {POST} record: Record{space}{why}"))
}
