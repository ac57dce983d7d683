//! A question to a network: its bytes read by hand, and what stands in them taken apart once.

use std::io;

use jiff::Timestamp;
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::{Network, Step};
use crate::networks::decoded;

/// A question's head may be so long.
const MOST_HEAD: usize = 64 * 1024;
/// And its body: the largest that one of the networks takes for a picture, several times over.
const MOST_BODY: usize = 64 << 20;

/// One question that the sandbox was asked.
#[derive(Clone, Debug)]
pub struct Request {
    /// `GET`, `POST`…
    pub method: String,
    /// The path behind that of the network, as it was sent: `/api/v1/statuses`.
    pub path: String,
    /// The parts of the path, decoded.
    pub parts: Vec<String>,
    /// The pairs of the query, decoded, in order.
    pub query: Vec<(String, String)>,
    /// Headers in order, names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body as it came.
    pub body: Vec<u8>,
    /// Which network it was for; `None` for the start page, and for an address that leads nowhere.
    pub network: Option<Network>,
    /// What it wanted of the network.
    pub step: Step,
    /// When it came, by the sandbox's clock.
    pub at: Timestamp,
    /// The body's fields, where it is a form of either kind, or JSON: `media_ids[]` for each of a list.
    pub fields: Vec<(String, String)>,
    /// The body as JSON; null where it is none.
    pub json: Value,
    pub(super) files: Vec<File>,
}

/// A file within a form.
#[derive(Clone, Debug)]
pub(super) struct File {
    pub(super) field: String,
    pub(super) name: String,
    pub(super) kind: String,
    pub(super) bytes: Vec<u8>,
}

impl Request {
    /// The header `name` (lower case).
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// The parameter `name` of the body, or else of the query.
    pub fn parameter(&self, name: &str) -> Option<&str> {
        let named = |fields: &[(String, String)]| fields.iter().position(|(key, _)| key == name);
        match named(&self.fields) {
            Some(at) => Some(&self.fields[at].1),
            None => self.asks(name),
        }
    }

    /// The parameter `name` of the query.
    pub fn asks(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// The fields of its form that hold files.
    pub fn files(&self) -> impl Iterator<Item = &str> {
        self.files.iter().map(|file| &*file.field)
    }

    /// Every value of the parameter `name`.
    pub(super) fn all<'r>(&'r self, name: &'r str) -> impl Iterator<Item = &'r str> {
        self.fields.iter().chain(&self.query).filter(move |(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// What follows `Bearer`.
    pub(super) fn bearer(&self) -> Option<&str> {
        let (scheme, token) = self.header("authorization")?.split_once(' ')?;
        scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
    }

    /// The kind of the body, without its parameters.
    pub(super) fn kind(&self) -> &str {
        self.header("content-type").and_then(|kind| kind.split(';').next()).unwrap_or("").trim()
    }

    /// The file that came in `field`.
    pub(super) fn file(&self, field: &str) -> Option<&File> {
        self.files.iter().find(|file| file.field == field)
    }

    /// The parts of its path, to match on.
    pub(super) fn path_parts(&self) -> Vec<&str> {
        self.parts.iter().map(String::as_str).collect()
    }

    /// Where its network stands: `http://127.0.0.1:PORT/mastodon`.
    pub(super) fn base(&self) -> String {
        let host = self.header("host").unwrap_or("127.0.0.1");
        self.network.map_or_else(|| format!("http://{host}"), |network| format!("http://{host}/{network}"))
    }

    /// Takes apart what came.
    pub(super) fn of(method: &str, target: &str, headers: Vec<(String, String)>, body: Vec<u8>, at: Timestamp) -> Self {
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let mut parts = path.split('/').filter(|part| !part.is_empty()).map(decoded).collect::<Vec<_>>();
        let network = parts.first().and_then(|first| first.parse::<Network>().ok());
        let mut path = path.to_owned();
        if let Some(network) = network {
            parts.remove(0);
            path.drain(..=network.id().len().min(path.len() - 1));
        }
        let mut request = Self {
            method: method.to_owned(),
            path,
            parts,
            query: pairs(query),
            headers,
            body,
            network,
            step: Step::Read,
            at,
            fields: Vec::new(),
            json: Value::Null,
            files: Vec::new(),
        };
        request.read_body();
        request
    }

    /// What is said in a WebSocket that this one opened: JSON, whose first word stands for the method.
    pub(super) fn said(&self, text: &str, at: Timestamp) -> Self {
        let json: Value = serde_json::from_str(text).unwrap_or_default();
        let method = json[0].as_str().unwrap_or_default().to_owned();
        Self { method, body: text.as_bytes().to_vec(), at, json, ..self.clone() }
    }

    fn read_body(&mut self) {
        match self.kind() {
            "application/x-www-form-urlencoded" => self.fields = pairs(&String::from_utf8_lossy(&self.body)),
            "application/json" => {
                self.json = serde_json::from_slice(&self.body).unwrap_or_default();
                if let Value::Object(object) = &self.json {
                    self.fields = object.iter().flat_map(|(name, value)| flat(name, value)).collect();
                }
            }
            "multipart/form-data" => {
                let boundary = self.header("content-type").and_then(|kind| kind.split_once("boundary="));
                if let Some((_, boundary)) = boundary {
                    let boundary = boundary.split(';').next().unwrap_or_default().trim_matches('"').to_owned();
                    (self.fields, self.files) = parts(&self.body, &boundary);
                }
            }
            _ => {}
        }
    }
}

/// A value of JSON as fields of a form: what stands in a list as `name[]`, what stands in an object as `name[key]`.
fn flat(name: &str, value: &Value) -> Vec<(String, String)> {
    match value {
        Value::Null => Vec::new(),
        Value::String(text) => vec![(name.to_owned(), text.clone())],
        Value::Array(list) => list.iter().flat_map(|value| flat(&format!("{name}[]"), value)).collect(),
        Value::Object(object) => {
            object.iter().flat_map(|(key, value)| flat(&format!("{name}[{key}]"), value)).collect()
        }
        other => vec![(name.to_owned(), other.to_string())],
    }
}

fn pairs(text: &str) -> Vec<(String, String)> {
    let pairs = text.split('&').filter(|pair| !pair.is_empty());
    pairs
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .map(|(name, value)| (decoded(name), decoded(value)))
        .collect()
}

/// The fields and files of a form in several parts (RFC 7578).
fn parts(body: &[u8], boundary: &str) -> (Vec<(String, String)>, Vec<File>) {
    let (mut fields, mut files) = (Vec::new(), Vec::new());
    let mark = [b"--", boundary.as_bytes()].concat();
    let mut rest = find(body, &mark).map_or(&[][..], |at| &body[at + mark.len()..]);
    while let Some(end) = find(rest, &mark) {
        let part = rest[..end].strip_prefix(b"\r\n").unwrap_or(&rest[..end]);
        let part = part.strip_suffix(b"\r\n").unwrap_or(part);
        rest = &rest[end + mark.len()..];
        let Some(head) = find(part, b"\r\n\r\n") else { continue };
        let (head, bytes) = (String::from_utf8_lossy(&part[..head]).into_owned(), &part[head + 4..]);
        let said = |header: &str| {
            let mut lines = head.split("\r\n").filter_map(|line| line.split_once(':'));
            lines.find(|(name, _)| name.eq_ignore_ascii_case(header)).map(|(_, value)| value.trim().to_owned())
        };
        let disposition = said("content-disposition").unwrap_or_default();
        let Some(field) = quoted(&disposition, "name") else { continue };
        match quoted(&disposition, "filename") {
            Some(name) => {
                files.push(File { field, name, kind: said("content-type").unwrap_or_default(), bytes: bytes.to_vec() });
            }
            None => fields.push((field, String::from_utf8_lossy(bytes).into_owned())),
        }
    }
    (fields, files)
}

/// The value of `name` in a header such as `form-data; name="file"; filename="a.png"`.
pub(super) fn quoted(header: &str, name: &str) -> Option<String> {
    let values = header.split(';').filter_map(|part| part.split_once('='));
    let value = values.map(|(key, value)| (key.trim(), value.trim())).find(|(key, _)| *key == name)?.1;
    Some(value.trim_matches('"').to_owned())
}

fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).position(|window| window == what)
}

/// The next question; `None` where the visitor has gone, or sends what nobody would take.
pub(super) async fn read(
    stream: &mut TcpStream,
    buffer: &mut Vec<u8>,
    now: impl Fn() -> Timestamp,
) -> io::Result<Option<Request>> {
    let head = loop {
        if let Some(end) = find(buffer, b"\r\n\r\n") {
            let head = String::from_utf8_lossy(&buffer[..end]).into_owned();
            buffer.drain(..end + 4);
            break head;
        }
        if buffer.len() > MOST_HEAD || stream.read_buf(buffer).await? == 0 {
            return Ok(None);
        }
    };
    let mut lines = head.split("\r\n");
    let mut first = lines.next().unwrap_or_default().split(' ');
    let (method, target) = (first.next().unwrap_or_default(), first.next().unwrap_or("/"));
    let headers = lines.filter_map(|line| line.split_once(':'));
    let headers: Vec<(String, String)> =
        headers.map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned())).collect();
    let header = |name: &str| headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
    if header("expect").is_some_and(|expects| expects.eq_ignore_ascii_case("100-continue")) {
        stream.write_all(b"HTTP/1.1 100 Continue\r\n\r\n").await?;
    }
    let chunked = header("transfer-encoding").is_some_and(|encoding| encoding.eq_ignore_ascii_case("chunked"));
    let body = if chunked {
        chunks(stream, buffer).await?
    } else {
        let length = header("content-length").map_or(Some(0), |length| length.parse::<usize>().ok());
        match length.filter(|length| *length <= MOST_BODY) {
            Some(length) => take(stream, buffer, length).await?,
            None => None,
        }
    };
    Ok(body.map(|body| Request::of(method, target, headers, body, now())))
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

async fn chunks(stream: &mut TcpStream, buffer: &mut Vec<u8>) -> io::Result<Option<Vec<u8>>> {
    let mut body = Vec::new();
    loop {
        let Some(end) = find(buffer, b"\r\n") else {
            if buffer.len() > MOST_HEAD || stream.read_buf(buffer).await? == 0 {
                return Ok(None);
            }
            continue;
        };
        let size = String::from_utf8_lossy(&buffer[..end]).split(';').next().unwrap_or_default().trim().to_owned();
        buffer.drain(..end + 2);
        let Ok(size) = usize::from_str_radix(&size, 16) else { return Ok(None) };
        if body.len().saturating_add(size) > MOST_BODY {
            return Ok(None);
        }
        let Some(chunk) = take(stream, buffer, size.saturating_add(2)).await? else { return Ok(None) };
        body.extend_from_slice(&chunk[..size]);
        if size == 0 {
            return Ok(Some(body));
        }
    }
}
