//! Nostr as a relay is documented, over a WebSocket that is spoken by hand.

use sandbox::social::Network::Nostr;
use sandbox::social::{Fault, NOSTR_KEY, Running, Social, Step, Until};
use secp256k1::{Keypair, schnorr};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::ask::get;

/// A connection to the relay.
struct Line(TcpStream);

impl Line {
    async fn to(running: &Running) -> Self {
        let mut stream = TcpStream::connect(running.address()).await.unwrap();
        let head = format!(
            "GET /nostr HTTP/1.1\r\nHost: {}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\
             Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
            running.address()
        );
        stream.write_all(head.as_bytes()).await.unwrap();
        let mut said = Vec::new();
        while !said.ends_with(b"\r\n\r\n") {
            said.push(stream.read_u8().await.unwrap());
        }
        let said = String::from_utf8(said).unwrap();
        // The example of RFC 6455, section 1.3.
        assert!(said.starts_with("HTTP/1.1 101 ") && said.contains("s3pPLMBiTxaQ9kYGzzhZRbK+xOo="), "{said}");
        Self(stream)
    }

    async fn say(&mut self, what: &Value) {
        let text = what.to_string();
        let mut frame = vec![0x81, 0xfe];
        frame.extend_from_slice(&u16::try_from(text.len()).unwrap().to_be_bytes());
        let mask = [7, 1, 200, 3];
        frame.extend_from_slice(&mask);
        frame.extend(text.bytes().zip(mask.iter().cycle()).map(|(byte, mask)| byte ^ mask));
        self.0.write_all(&frame).await.unwrap();
    }

    /// `None` where the relay closed the connection first.
    async fn hear(&mut self) -> Option<String> {
        let mut head = [0; 2];
        self.0.read_exact(&mut head).await.ok()?;
        assert_eq!(head[0], 0x81);
        let length = match head[1] {
            126 => usize::from(self.0.read_u16().await.ok()?),
            short => usize::from(short),
        };
        let mut text = vec![0; length];
        self.0.read_exact(&mut text).await.ok()?;
        Some(String::from_utf8(text).unwrap())
    }

    async fn says(&mut self, what: &Value) -> Value {
        self.say(what).await;
        serde_json::from_str(&self.hear().await.unwrap()).unwrap()
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().concat()
}

/// An event that is signed by the account whose name is in the key.
fn event(of: &str, kind: u16, tags: &Value, content: &str) -> Value {
    let key = format!("{:0>64}", hex(of.as_bytes()));
    let bytes: Vec<u8> = (0..32).map(|at| u8::from_str_radix(&key[at * 2..at * 2 + 2], 16).unwrap()).collect();
    let key = Keypair::from_secret_bytes(bytes.try_into().unwrap()).unwrap();
    let author = hex(&key.x_only_public_key().0.to_byte_array());
    let digest: [u8; 32] = Sha256::digest(json!([0, author, 1_790_000_000, kind, tags, content]).to_string()).into();
    let signature = schnorr::sign_with_aux_rand(&digest, &key, &[0; 32]);
    json!({ "id": hex(&digest), "pubkey": author, "created_at": 1_790_000_000, "kind": kind, "tags": tags,
        "content": content, "sig": hex(&signature.to_byte_array()) })
}

#[tokio::test]
async fn an_event_is_kept_shown_known_again_and_taken_back_by_its_author_alone() {
    let running = Social::new().start().await.unwrap();
    assert!(NOSTR_KEY.ends_with(&hex(b"shop")));
    let mut line = Line::to(&running).await;
    let rye =
        event("shop", 1, &json!([["r", "https://b.example/"]]), "Rye \"warm\"\n\u{1} https://b.example/?e=k7q4mxz");
    let id = &rye["id"];
    assert_eq!(line.says(&json!(["EVENT", rye])).await, json!(["OK", id, true, ""]));
    let again = line.says(&json!(["EVENT", rye])).await;
    assert_eq!(again, json!(["OK", id, true, "duplicate: already have this event"]));
    assert_eq!(line.says(&json!(["REQ", "s", { "ids": [id] }])).await, json!(["EVENT", "s", rye]));
    assert_eq!(line.hear().await.unwrap(), r#"["EOSE","s"]"#);
    line.say(&json!(["CLOSE", "s"])).await;
    let nobody = line.says(&json!(["REQ", "s", { "authors": ["00"], "kinds": [1] }, { "#r": ["x"] }])).await;
    assert_eq!(nobody, json!(["EOSE", "s"]));
    // Another one's removal takes nothing back.
    let removal = |of: &str| event(of, 5, &json!([["e", id]]), "");
    assert_eq!(line.says(&json!(["EVENT", removal("baker")])).await[2], true);
    assert_eq!((running.count(Nostr), running.posts(Nostr)[0].links.len()), (1, 1));
    assert_eq!(line.says(&json!(["EVENT", removal("shop")])).await[2], true);
    assert_eq!((running.count(Nostr), running.published(Nostr)), (0, 1));
    assert_eq!(line.says(&json!(["EVENT", rye])).await[2], false);
}

#[tokio::test]
async fn what_was_tampered_with_is_refused() {
    let running = Social::new().start().await.unwrap();
    let mut line = Line::to(&running).await;
    let with = |field: &str, value: Value| {
        let mut event = event("shop", 1, &json!([]), "Rye");
        event[field] = value;
        json!(["EVENT", event])
    };
    for (event, says) in [
        (with("content", json!("Wheat")), "bad event id"),
        (with("pubkey", event("baker", 1, &json!([]), "Rye")["pubkey"].clone()), "bad event id"),
        (with("sig", json!("0".repeat(128))), "bad signature"),
        (with("sig", json!("zz")), "sig is 128 signs"),
        (with("tags", json!([[]])), "tags are lists"),
        (with("extra", json!(1)), "seven fields"),
    ] {
        let said = line.says(&event).await;
        assert_eq!((&said[0], &said[2]), (&json!("OK"), &json!(false)), "{said}");
        assert!(
            said[3].as_str().unwrap().starts_with("invalid: ") && said[3].as_str().unwrap().contains(says),
            "{said}"
        );
    }
    assert_eq!(line.says(&json!(["SING"])).await[0], "NOTICE");
    assert_eq!(running.count(Nostr), 0);
    assert_eq!(get(&running, Nostr, "").says(200).await["supported_nips"], json!([1, 9, 11]));
}

#[tokio::test]
async fn each_message_goes_wrong_as_it_is_told() {
    let running = Social::new().start().await.unwrap();
    for (n, (fault, heard, there)) in [
        (Fault::LostBefore, None, 0),
        (Fault::LostAfter, None, 1),
        (Fault::Cut(3), None, 1),
        (Fault::ErrorAfter(500), Some("error: could not connect"), 1),
        (Fault::Limited(Until::Unsaid), Some("rate-limited: "), 0),
        (Fault::Empty(true), Some(""), 1),
    ]
    .into_iter()
    .enumerate()
    {
        let before = running.count(Nostr);
        running.fault(Nostr, fault);
        let mut line = Line::to(&running).await;
        line.say(&json!(["EVENT", event("shop", 1, &json!([]), &format!("Loaf {n}"))])).await;
        let said = line.hear().await;
        assert_eq!(said.is_some(), heard.is_some(), "{fault:?} {said:?}");
        assert!(said.unwrap_or_default().contains(heard.unwrap_or_default()), "{fault:?}");
        assert_eq!(running.count(Nostr) - before, there, "{fault:?}");
    }
    running.fault(Nostr, Fault::ErrorBefore(500).on(Step::Read));
    let mut line = Line::to(&running).await;
    assert_eq!(line.says(&json!(["REQ", "s", {}])).await[0], "CLOSED");
}
