//! WebSockets (RFC 6455), read and written by hand: what a relay is spoken to through. Each text is a request of its own, and
//! goes wrong as one.

use std::io;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use sha1::{Digest as _, Sha1};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use super::Served;
use super::request::Request;
use crate::Answer;
use crate::answer::Manner;

/// What is put behind a key before it is digested (RFC 6455, section 1.3).
const BEHIND: &str = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
/// Bytes of a message.
const MOST: u64 = 1 << 20;

const TEXT: u8 = 1;
const CLOSE: u8 = 8;
const PING: u8 = 9;
const PONG: u8 = 10;

/// The key with which somebody asks for a WebSocket.
pub(super) fn wanted(request: &Request) -> Option<&str> {
    let upgrades = request.header("upgrade").is_some_and(|to| to.eq_ignore_ascii_case("websocket"));
    request.header("sec-websocket-key").filter(|_| upgrades && request.method == "GET")
}

/// Opens it, and answers what is said in it, to its end.
pub(super) async fn serve(
    stream: &mut TcpStream,
    buffer: &mut Vec<u8>,
    opened: &Request,
    served: &Arc<Served>,
) -> io::Result<()> {
    let key = wanted(opened).unwrap_or_default();
    let accepted = STANDARD.encode(Sha1::digest(format!("{key}{BEHIND}")));
    let head = format!(
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: {accepted}\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).await?;
    while let Some(text) = next(stream, buffer).await? {
        let message = opened.said(&text, served.clock.now());
        let answer = super::serve::answer(served, message.clone());
        if !send(stream, &message, &answer).await? {
            break;
        }
    }
    Ok(())
}

/// The next text; `None` where nothing more is said.
async fn next(stream: &mut TcpStream, buffer: &mut Vec<u8>) -> io::Result<Option<String>> {
    let mut whole = Vec::new();
    loop {
        let Some(head) = take(stream, buffer, 2).await? else { return Ok(None) };
        let (last, kind) = (head[0] & 0x80 != 0, head[0] & 0x0f);
        let longer = match head[1] & 0x7f {
            126 => 2,
            127 => 8,
            _ => 0,
        };
        let Some(length) = take(stream, buffer, longer).await? else { return Ok(None) };
        let length = match longer {
            0 => u64::from(head[1] & 0x7f),
            _ => length.iter().fold(0, |all, byte| all << 8 | u64::from(*byte)),
        };
        // Whoever asked masks what he says, and says no more than anybody wants to hear.
        if head[1] & 0x80 == 0 || length + whole.len() as u64 > MOST {
            return Ok(None);
        }
        let Some(mask) = take(stream, buffer, 4).await? else { return Ok(None) };
        let Some(mut said) = take(stream, buffer, usize::try_from(length).unwrap_or_default()).await? else {
            return Ok(None);
        };
        said.iter_mut().zip(mask.iter().cycle()).for_each(|(byte, mask)| *byte ^= mask);
        match kind {
            CLOSE => {
                stream.write_all(&frame(CLOSE, &said)).await?;
                return Ok(None);
            }
            PING => stream.write_all(&frame(PONG, &said)).await?,
            PONG => {}
            _ => {
                whole.extend_from_slice(&said);
                if last {
                    return Ok(Some(String::from_utf8_lossy(&whole).into_owned()));
                }
            }
        }
    }
}

/// The next `count` bytes.
async fn take(stream: &mut TcpStream, buffer: &mut Vec<u8>, count: usize) -> io::Result<Option<Vec<u8>>> {
    while buffer.len() < count {
        if stream.read_buf(buffer).await? == 0 {
            return Ok(None);
        }
    }
    Ok(Some(buffer.drain(..count).collect()))
}

/// Sends an answer, each line of it as a text. Whether more may be said.
async fn send(stream: &mut TcpStream, message: &Request, answer: &Answer) -> io::Result<bool> {
    if !answer.wait.is_zero() {
        tokio::time::sleep(answer.wait).await;
    }
    let body = String::from_utf8_lossy(&answer.body).into_owned();
    let body = if answer.status >= 400 { refused(&message.json, &body).to_string() } else { body };
    match answer.manner {
        Manner::Close => return Ok(false),
        Manner::Cut(bytes) => {
            let whole = frame(TEXT, body.as_bytes());
            let head = whole.len() - body.len();
            stream.write_all(&whole[..(head + bytes).min(whole.len() - 1)]).await?;
            return Ok(false);
        }
        _ => {}
    }
    if answer.status != 204 {
        for line in body.split('\n') {
            stream.write_all(&frame(TEXT, line.as_bytes())).await?;
        }
    }
    Ok(true)
}

/// A refusal, in the form that what was asked wants.
fn refused(said: &Value, says: &str) -> Value {
    match said[0].as_str() {
        Some("EVENT") => json!(["OK", said[1]["id"], false, says]),
        Some("REQ") => json!(["CLOSED", said[1], says]),
        _ => json!(["NOTICE", says]),
    }
}

/// What one side says at a time; a server masks nothing.
fn frame(kind: u8, said: &[u8]) -> Vec<u8> {
    let mut frame = vec![0x80 | kind];
    match said.len() {
        short @ 0..126 => frame.push(short as u8),
        length @ 126..65_536 => {
            frame.push(126);
            frame.extend_from_slice(&(length as u16).to_be_bytes());
        }
        length => {
            frame.push(127);
            frame.extend_from_slice(&(length as u64).to_be_bytes());
        }
    }
    frame.extend_from_slice(said);
    frame
}
