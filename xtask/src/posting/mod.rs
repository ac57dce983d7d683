//! Posting, for the proof that nothing is posted twice and for the bench: the program with somebody signed in, and the
//! networks of the sandbox, which count what is there.

pub(crate) mod chance;
mod fields;
pub(crate) mod house;
pub(crate) mod networks;
pub(crate) mod wall;

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use anyhow::{Context, Result};

/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// Status, head and body of an answer. HTTP/1.0: the body comes in one piece, to the end of the connection.
fn ask(host: &str, method: &str, path: &str, headers: &str, body: impl AsRef<[u8]>) -> Result<(u16, String, String)> {
    let body = body.as_ref();
    let mut stream = TcpStream::connect(host)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    let head = format!(
        "{method} {path} HTTP/1.0\r\nhost: {host}\r\nconnection: close\r\n{headers}content-length: {}\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes())?;
    stream.write_all(body)?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    let answer = String::from_utf8_lossy(&answer);
    let (head, body) = answer.split_once("\r\n\r\n").context("no whole answer")?;
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).context("an answer without a status")?;
    Ok((status, head.to_owned(), body.to_owned()))
}
