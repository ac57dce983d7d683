//! Events: what is signed, and called by its own digest (NIP-01). The same post is the same event, wherever it is sent.

use jiff::Timestamp;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use super::key::{Key, hex};
use crate::publish::{Below, Draft, Medium};

/// A text of `author`, unsigned. Pictures are addresses in it, with what is known of them beside (NIP-92).
pub(super) fn post(draft: &Draft<'_>, author: &str) -> Value {
    let mut content = draft.text.to_owned();
    let mut tags: Vec<Vec<String>> = Vec::new();
    let mut tag = |parts: &[&str]| tags.push(parts.iter().map(|part| (*part).to_owned()).collect());
    if let Some(link) = draft.link {
        tag(&["r", &link.address]);
    }
    for hashtag in hashtags(draft.text) {
        tag(&["t", &hashtag]);
    }
    if let Some(language) = draft.language {
        tag(&["L", "ISO-639-1"]);
        tag(&["l", language, "ISO-639-1"]);
    }
    let mut breaks = "\n\n";
    for picture in draft.media {
        let Some(address) = &picture.address else { continue };
        content.push_str(breaks);
        content.push_str(address);
        breaks = "\n";
        tags.push(seen(picture, address));
    }
    // Two posts of the same words at the same second are two: what tells them apart is the key that was made with the plan.
    tags.push(vec!["nonce".to_owned(), format!("{:032x}", draft.key), "0".to_owned()]);
    event(author, draft.at, 1, &tags, &content)
}

/// `post` as an answer, unsigned, and so another event: in the thread of `below`, to what stands right above (NIP-10).
pub(super) fn below(post: &Value, below: &Below) -> Value {
    let above = Some(["e", &below.parent, "", "reply"]).filter(|_| below.parent != below.root);
    let author = post["pubkey"].as_str().unwrap_or_default();
    let whose = ["p", author].map(str::to_owned).to_vec();
    let thread = [["e", &below.root, "", "root"]].into_iter().chain(above).map(|tag| tag.map(str::to_owned).to_vec());
    let tags: Vec<Value> = thread.chain([whose]).map(Value::from).collect();
    let mut event = post.clone();
    let own = post["tags"].as_array().map_or(&[][..], Vec::as_slice);
    event["tags"] = [&tags, own].concat().into();
    event["id"] = hex(&digest(&event)).into();
    event
}

/// That `author` takes the event `id` back (NIP-09).
pub(super) fn removal(author: &str, id: &str, now: Timestamp) -> Value {
    let tags = [["e", id], ["k", "1"]].map(|tag| tag.map(str::to_owned).to_vec());
    event(author, now, 5, &tags, "")
}

/// `event` as it is sent.
pub(super) fn signed(event: &Value, key: &Key) -> Value {
    let mut event = event.clone();
    event["sig"] = key.signature(&digest(&event)).into();
    event
}

fn event(author: &str, at: Timestamp, kind: u16, tags: &[Vec<String>], content: &str) -> Value {
    let mut event =
        json!({ "pubkey": author, "created_at": at.as_second(), "kind": kind, "tags": tags, "content": content });
    event["id"] = hex(&digest(&event)).into();
    event
}

fn digest(event: &Value) -> [u8; 32] {
    let [author, at, kind, tags, content] =
        ["pubkey", "created_at", "kind", "tags", "content"].map(|name| &event[name]);
    Sha256::digest(json!([0, author, at, kind, tags, content]).to_string()).into()
}

/// What is known of a picture.
fn seen(picture: &Medium, address: &str) -> Vec<String> {
    let mut tag = vec!["imeta".to_owned(), format!("url {address}")];
    tag.push(format!("m {}", picture.kind));
    if picture.width > 0 && picture.height > 0 {
        tag.push(format!("dim {}x{}", picture.width, picture.height));
    }
    if !picture.alt.is_empty() {
        tag.push(format!("alt {}", picture.alt));
    }
    tag.push(format!("x {}", picture.digest));
    tag
}

/// The hashtags of a text, each once, in small letters: clients look posts up by them.
fn hashtags(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let words = text.split_whitespace().filter_map(|word| word.strip_prefix('#'));
    for word in words {
        let name: String = word.chars().take_while(|sign| sign.is_alphanumeric() || *sign == '_').collect();
        let name = name.to_lowercase();
        if !name.is_empty() && !found.contains(&name) {
            found.push(name);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::publish::Linked;

    const AUTHOR: &str = "f9308a019258c31049344f85f89d5229b531c845836f99b08601f113bce036f9";

    fn draft<'a>(text: &'a str, link: Option<&'a Linked>, media: &'a [Medium]) -> Draft<'a> {
        Draft { text, link, media, key: 7, at: "2026-11-27T12:00:00Z".parse().unwrap(), language: Some("de") }
    }

    #[test]
    fn an_event_is_called_by_what_is_in_it() {
        let one = post(&draft("Fresh \"rye\"\n\u{1f950}", None, &[]), AUTHOR);
        assert_eq!(one, post(&draft("Fresh \"rye\"\n\u{1f950}", None, &[]), AUTHOR));
        let other = post(&Draft { key: 8, ..draft("Fresh \"rye\"\n\u{1f950}", None, &[]) }, AUTHOR);
        assert_ne!(one["id"], other["id"]);
        let whole = format!(
            "[0,\"{AUTHOR}\",1795780800,1,[[\"L\",\"ISO-639-1\"],[\"l\",\"de\",\"ISO-639-1\"],[\"nonce\",\"{:032x}\",\"0\"]],\"Fresh \\\"rye\\\"\\n\u{1f950}\"]",
            7
        );
        assert_eq!(one["id"], hex(&Sha256::digest(whole)));
    }

    #[test]
    fn an_answer_names_its_thread_and_what_it_answers_and_is_another_event() {
        let one = post(&draft("More #rye", None, &[]), AUTHOR);
        let in_thread = |parent: &str| below(&one, &Below { root: "aa".into(), parent: parent.into() });
        let (first, later) = (in_thread("aa"), in_thread("bb"));
        assert_eq!(first["tags"][0], json!(["e", "aa", "", "root"]));
        assert_eq!(first["tags"][1], json!(["p", AUTHOR]));
        assert_eq!(later["tags"][1], json!(["e", "bb", "", "reply"]));
        assert_eq!(first["tags"][2], one["tags"][0], "its own stay");
        assert_eq!(first["id"], hex(&digest(&first)));
        assert!(first["id"] != one["id"] && first["id"] != later["id"]);
    }

    #[test]
    fn links_hashtags_and_pictures_stand_in_it_as_tags() {
        let link = Linked { address: "https://bakery.example/rye?e=k7q4mxz".into(), ..Linked::default() };
        let picture = Medium {
            digest: "ab".repeat(32),
            kind: "image/jpeg".into(),
            width: 1200,
            height: 630,
            alt: "A loaf".into(),
            address: Some("https://tidings.example/media/ab".into()),
            ..Medium::default()
        };
        let event = post(&draft("#Rye, #rye and #Brötchen! C# #", Some(&link), &[picture]), AUTHOR);
        let tags = event["tags"].as_array().unwrap();
        assert_eq!(tags[0], json!(["r", link.address]));
        assert_eq!(tags[1..3], [json!(["t", "rye"]), json!(["t", "brötchen"])]);
        let seen = ["imeta", "url https://tidings.example/media/ab", "m image/jpeg", "dim 1200x630", "alt A loaf"];
        assert_eq!(tags[5].as_array().unwrap()[..5], seen.map(Value::from));
        assert!(event["content"].as_str().unwrap().ends_with("C# #\n\nhttps://tidings.example/media/ab"));
    }
}
