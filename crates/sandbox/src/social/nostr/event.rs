//! Events: whether one has all that it needs, is called by its own digest, and is signed by whom it names.

use std::fmt::Write as _;

use secp256k1::XOnlyPublicKey;
use secp256k1::schnorr::{self, Signature};
use serde_json::Value;

use crate::social::say;

/// What an event is made of.
const FIELDS: [&str; 7] = ["id", "pubkey", "created_at", "kind", "tags", "content", "sig"];

/// Why a relay takes no such event.
pub(super) fn is_sound(event: &Value) -> Result<(), &'static str> {
    let fields = event.as_object().ok_or("an event is an object")?;
    if fields.len() != FIELDS.len() || !FIELDS.iter().all(|field| fields.contains_key(*field)) {
        return Err("an event has seven fields");
    }
    let hex = |name: &str, signs: usize| {
        let is_hex = |sign: u8| matches!(sign, b'0'..=b'9' | b'a'..=b'f');
        event[name].as_str().filter(|text| text.len() == signs && text.bytes().all(is_hex))
    };
    let id = hex("id", 64).ok_or("id is 64 signs of lower-case hexadecimal")?;
    let author = hex("pubkey", 64).ok_or("pubkey is 64 signs of lower-case hexadecimal")?;
    let signature = hex("sig", 128).ok_or("sig is 128 signs of lower-case hexadecimal")?;
    event["created_at"].as_u64().ok_or("created_at is a number of seconds")?;
    event["kind"].as_u64().filter(|kind| *kind <= 65_535).ok_or("kind is a number up to 65535")?;
    let content = event["content"].as_str().ok_or("content is a text")?;
    let is_tag = |tag: &Value| tag.as_array().is_some_and(|tag| !tag.is_empty() && tag.iter().all(Value::is_string));
    let tags = event["tags"].as_array().filter(|tags| tags.iter().all(is_tag)).ok_or("tags are lists of texts")?;
    let tags: Vec<String> = tags.iter().map(|tag| list(tag.as_array().into_iter().flatten())).collect();
    let whole = format!(
        "[0,{},{},{},[{}],{}]",
        quoted(author),
        event["created_at"],
        event["kind"],
        tags.join(","),
        quoted(content)
    );
    let digest = say::sha(whole.as_bytes());
    if say::digest(whole.as_bytes()) != id {
        return Err("bad event id");
    }
    let is_signed = || {
        let key = XOnlyPublicKey::from_byte_array(bytes(author)?.try_into().ok()?).ok()?;
        let signature = Signature::from_byte_array(bytes(signature)?.try_into().ok()?);
        schnorr::verify(&signature, &digest, &key).ok()
    };
    is_signed().ok_or("bad signature")
}

fn list<'v>(texts: impl Iterator<Item = &'v Value>) -> String {
    let texts: Vec<String> = texts.map(|text| quoted(text.as_str().unwrap_or_default())).collect();
    format!("[{}]", texts.join(","))
}

/// A text as NIP-01 has it written before it is digested.
fn quoted(text: &str) -> String {
    let mut written = String::with_capacity(text.len() + 2);
    written.push('"');
    for sign in text.chars() {
        match sign {
            '\n' => written.push_str("\\n"),
            '"' => written.push_str("\\\""),
            '\\' => written.push_str("\\\\"),
            '\r' => written.push_str("\\r"),
            '\t' => written.push_str("\\t"),
            '\u{8}' => written.push_str("\\b"),
            '\u{c}' => written.push_str("\\f"),
            // It asks for these as they are, which is no JSON: every relay that reads JSON writes them so.
            '\0'..'\u{20}' => drop(write!(written, "\\u{:04x}", u32::from(sign))),
            _ => written.push(sign),
        }
    }
    written.push('"');
    written
}

fn bytes(hex: &str) -> Option<Vec<u8>> {
    (0..hex.len() / 2).map(|at| u8::from_str_radix(&hex[at * 2..at * 2 + 2], 16).ok()).collect()
}
