//! Listening, reading a question, sending an answer in its manner.

use std::fmt::Write;
use std::io;
use std::sync::atomic::Ordering;
use std::sync::{Arc, PoisonError};
use std::time::Instant;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

use crate::answer::{Length, Manner};
use crate::site::Served;
use crate::{Answer, Asked, Ranges, folder, networks};

/// A question's head may be so long.
const MOST_HEAD: usize = 64 * 1024;

/// Serves every connection until it is dropped, and all of them with it.
pub(crate) async fn listen(listener: TcpListener, served: Arc<Served>) {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            Ok((stream, _)) = listener.accept() => {
                // A site that answers late for want of an acknowledgement would measure Nagle, not us.
                let _ = stream.set_nodelay(true);
                connections.spawn(connection(stream, Arc::clone(&served)));
            }
            Some(_) = connections.join_next() => {}
        }
    }
}

async fn connection(mut stream: TcpStream, served: Arc<Served>) {
    let mut read = Vec::with_capacity(4096);
    // A fault here is the visitor's going away, which many a test wants.
    while let Ok(Some(asked)) = question(&mut stream, &mut read).await {
        let at_once = served.busy.fetch_add(1, Ordering::SeqCst) + 1;
        let agent = asked.header("user-agent").unwrap_or("").to_owned();
        let path = asked.path.clone();
        let host = asked.header("host").unwrap_or("").to_owned();
        let etag = asked.header("if-none-match").map(str::to_owned);
        let range = asked.header("range").map(str::to_owned);
        let site = served.site();
        if !site.unlogged {
            served.log.lock().unwrap_or_else(PoisonError::into_inner).push(Asked { at_once, ..asked });
        }
        let sent = match site.answer(&path, &agent) {
            Some(answer) => send(&mut stream, answer, etag.as_deref(), range.as_deref()).await,
            None if site.is_networks => send(&mut stream, &networks::answer(&host, &path).await, None, None).await,
            None => match &site.folder {
                Some(root) => send_file(&mut stream, root, &path).await,
                None => send(&mut stream, &Answer::status(404), None, None).await,
            },
        };
        served.busy.fetch_sub(1, Ordering::SeqCst);
        if !sent.unwrap_or(false) {
            break;
        }
    }
    let _ = stream.shutdown().await;
}

/// The next question; `None` where the visitor has gone.
async fn question(stream: &mut TcpStream, read: &mut Vec<u8>) -> io::Result<Option<Asked>> {
    loop {
        if let Some(end) = read.windows(4).position(|four| four == b"\r\n\r\n") {
            let head = String::from_utf8_lossy(&read[..end]).into_owned();
            read.drain(..end + 4);
            let mut lines = head.split("\r\n");
            let path = lines.next().and_then(|line| line.split(' ').nth(1)).unwrap_or("/").to_owned();
            let headers = lines.filter_map(|line| line.split_once(':'));
            let headers: Vec<(String, String)> =
                headers.map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned())).collect();
            // What came along is read away, or the next question would begin with it.
            let along = headers.iter().find(|(name, _)| name == "content-length");
            let along = along.and_then(|(_, value)| value.parse::<usize>().ok()).unwrap_or(0);
            while read.len() < along {
                if stream.read_buf(read).await? == 0 {
                    return Ok(None);
                }
            }
            read.drain(..along);
            return Ok(Some(Asked { path, headers, at: Instant::now(), at_once: 0 }));
        }
        if read.len() > MOST_HEAD || stream.read_buf(read).await? == 0 {
            return Ok(None);
        }
    }
}

/// Sends `answer`; whether the connection can take another question.
pub(crate) async fn send(
    stream: &mut TcpStream,
    answer: &Answer,
    etag: Option<&str>,
    range: Option<&str>,
) -> io::Result<bool> {
    if !answer.wait.is_zero() {
        tokio::time::sleep(answer.wait).await;
    }
    match &answer.manner {
        Manner::Close => return Ok(false),
        Manner::Silent => {
            // Until the visitor goes.
            let _ = stream.read(&mut [0; 1]).await?;
            return Ok(false);
        }
        Manner::Raw(bytes) => {
            stream.write_all(bytes).await?;
            return Ok(false);
        }
        _ => {}
    }
    let known = answer.headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("etag"));
    if known.is_some_and(|(_, tag)| etag.is_some_and(|etag| etag.as_bytes() == tag)) {
        stream.write_all(b"HTTP/1.1 304 Not Modified\r\n\r\n").await?;
        return Ok(true);
    }
    let mut status = answer.status;
    let mut body = answer.body.as_slice();
    let mut extra = String::new();
    if let Some((from, to)) = range.and_then(|range| bounds(range, body.len())) {
        match answer.ranges {
            Ranges::Ignored => {}
            Ranges::Honoured => {
                status = 206;
                let _ = write!(extra, "Content-Range: bytes {from}-{}/{}\r\n", to - 1, body.len());
                body = &body[from..to];
            }
            Ranges::Mishandled => {
                status = 206;
                let half = body.len() / 2;
                let _ = write!(extra, "Content-Range: bytes {half}-{}/{}\r\n", body.len() - 1, body.len());
                body = &body[half..];
            }
        }
    }
    let mut head = format!("HTTP/1.1 {status} {}\r\n{extra}", if status < 400 { "OK" } else { "No" }).into_bytes();
    for (name, value) in &answer.headers {
        head.extend_from_slice(name.as_bytes());
        head.extend_from_slice(b": ");
        head.extend_from_slice(value);
        head.extend_from_slice(b"\r\n");
    }
    let endless = matches!(answer.manner, Manner::Endless);
    let chunked = matches!(answer.length, Length::Unsaid) && !endless;
    match answer.length {
        // What has no body says no length.
        _ if endless || status == 204 => {}
        Length::True => head.extend_from_slice(format!("Content-Length: {}\r\n", body.len()).as_bytes()),
        Length::Claimed(length) => head.extend_from_slice(format!("Content-Length: {length}\r\n").as_bytes()),
        Length::Unsaid => head.extend_from_slice(b"Transfer-Encoding: chunked\r\n"),
    }
    if matches!(answer.manner, Manner::EndlessHeaders) {
        stream.write_all(&head).await?;
        for count in 0_u64.. {
            stream.write_all(format!("X-Filler-{count}: {count:0>200}\r\n").as_bytes()).await?;
        }
    }
    head.extend_from_slice(b"\r\n");
    match answer.manner {
        Manner::Drip(count, every) => {
            stream.write_all(&head).await?;
            for part in body.chunks(count.max(1)) {
                stream.write_all(part).await?;
                tokio::time::sleep(every).await;
            }
        }
        Manner::Cut(count) => {
            head.extend_from_slice(&body[..count.min(body.len())]);
            stream.write_all(&head).await?;
            return Ok(false);
        }
        Manner::Endless => {
            stream.write_all(&head).await?;
            loop {
                stream.write_all(body).await?;
            }
        }
        _ if chunked => {
            for part in body.chunks(1000) {
                head.extend_from_slice(format!("{:x}\r\n", part.len()).as_bytes());
                head.extend_from_slice(part);
                head.extend_from_slice(b"\r\n");
            }
            head.extend_from_slice(b"0\r\n\r\n");
            stream.write_all(&head).await?;
        }
        _ => {
            head.extend_from_slice(body);
            stream.write_all(&head).await?;
        }
    }
    Ok(matches!(answer.length, Length::True | Length::Unsaid))
}

async fn send_file(stream: &mut TcpStream, root: &std::path::Path, path: &str) -> io::Result<bool> {
    let path = path.split('?').next().unwrap_or("/");
    // Files are read on the spot: a bench serves them from the page cache, where a hop to another thread costs more.
    let found = folder::file(root, path).and_then(|file| std::fs::read(&file).ok().map(|body| (file, body)));
    let Some((file, body)) = found else {
        return send(stream, &Answer::status(404), None, None).await;
    };
    let mut answer =
        format!("HTTP/1.1 200 OK\r\nContent-Type: {}\r\nContent-Length: {}\r\n\r\n", folder::kind(&file), body.len())
            .into_bytes();
    answer.extend_from_slice(&body);
    stream.write_all(&answer).await?;
    Ok(true)
}

/// `bytes=a-b` as from and behind-to, within a body of `length`.
fn bounds(range: &str, length: usize) -> Option<(usize, usize)> {
    let (from, to) = range.strip_prefix("bytes=")?.split_once('-')?;
    let from: usize = from.parse().ok()?;
    let to = if to.is_empty() { length } else { to.parse::<usize>().ok()?.saturating_add(1).min(length) };
    (from < to).then_some((from, to))
}
