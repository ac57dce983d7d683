//! The name service, as far as one question goes: the texts (TXT) that the owner of a name wrote there.
//!
//! Names of hosts are resolved by the machine itself, at the one door; it has no call for texts. So the question is put
//! to the name servers that the machine is set to use, over UDP, and over TCP where the answer is longer (RFC 1035).
//! Whatever comes back is read as the work of strangers. Start at [`texts`].

use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use domain::Random;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpStream, UdpSocket};
use tokio::time::timeout;

/// Until a server is given up.
const WITHIN: Duration = Duration::from_secs(3);
/// Each server is asked so often.
const TRIES: usize = 2;
/// Servers that are asked at most.
const SERVERS: usize = 3;
/// Texts that are taken of one answer.
const MOST_TEXTS: usize = 100;
const TXT: u16 = 16;
const INTERNET: u16 = 1;

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// The machine has no name server.
    #[error("this machine names no name server in /etc/resolv.conf")]
    NoServer,
    /// It cannot be a name.
    #[error("{0} is no name that the name service could know")]
    NoName(String),
    /// There is no such name.
    #[error("the name service knows no {0}")]
    Unknown(String),
    /// None of the servers gave an answer that could be read.
    #[error("the name service did not answer for {0}: try again in a few minutes")]
    Silent(String),
}

/// The name servers that this machine is set to use.
pub fn servers() -> Vec<SocketAddr> {
    std::fs::read_to_string("/etc/resolv.conf").map(|text| named(&text)).unwrap_or_default()
}

/// The name servers in the text of a resolv.conf.
fn named(text: &str) -> Vec<SocketAddr> {
    let address = |line: &str| {
        let mut words = line.split_ascii_whitespace();
        let address = words.next().filter(|word| *word == "nameserver").and(words.next())?;
        Some(SocketAddr::new(address.parse::<IpAddr>().ok()?, 53))
    };
    text.lines().filter_map(address).take(SERVERS).collect()
}

/// The texts at `name`, as the first of `servers` has them that answers. None at a name that is there is an empty list.
pub async fn texts(servers: &[SocketAddr], random: &dyn Random, name: &str) -> Result<Vec<String>, Failure> {
    if servers.is_empty() {
        return Err(Failure::NoServer);
    }
    for server in servers.iter().cycle().take(servers.len() * TRIES) {
        let mut id = [0; 2];
        random.fill(&mut id);
        let question = question(id, name).ok_or_else(|| Failure::NoName(name.to_owned()))?;
        let mut told = timeout(WITHIN, over_udp(*server, &question)).await.ok().flatten();
        if matches!(told, Some(Told::Longer)) {
            told = timeout(WITHIN, over_tcp(*server, &question)).await.ok().flatten();
        }
        match told {
            Some(Told::Texts(texts)) => return Ok(texts),
            Some(Told::NoSuchName) => return Err(Failure::Unknown(name.to_owned())),
            Some(Told::Longer | Told::Refused) | None => {}
        }
    }
    Err(Failure::Silent(name.to_owned()))
}

/// What an answer says.
#[derive(Debug, PartialEq, Eq)]
enum Told {
    Texts(Vec<String>),
    NoSuchName,
    /// The answer did not fit.
    Longer,
    /// The server cannot, or will not.
    Refused,
}

async fn over_udp(server: SocketAddr, question: &[u8]) -> Option<Told> {
    let ours: SocketAddr = if server.is_ipv4() { "0.0.0.0:0" } else { "[::]:0" }.parse().ok()?;
    let socket = UdpSocket::bind(ours).await.ok()?;
    // Nobody else is heard on it.
    socket.connect(server).await.ok()?;
    socket.send(question).await.ok()?;
    let mut bytes = [0; 4096];
    loop {
        let length = socket.recv(&mut bytes).await.ok()?;
        // What does not belong to the question, a late answer or a forged one, is passed over.
        if let Some(told) = answer(question, bytes.get(..length)?) {
            return Some(told);
        }
    }
}

async fn over_tcp(server: SocketAddr, question: &[u8]) -> Option<Told> {
    let mut stream = TcpStream::connect(server).await.ok()?;
    let length = u16::try_from(question.len()).ok()?;
    stream.write_all(&[&length.to_be_bytes(), question].concat()).await.ok()?;
    let mut bytes = vec![0; usize::from(stream.read_u16().await.ok()?)];
    stream.read_exact(&mut bytes).await.ok()?;
    answer(question, &bytes)
}

/// The question for the texts at `name`; `None` where it is no name.
fn question(id: [u8; 2], name: &str) -> Option<Vec<u8>> {
    let name = name.trim_end_matches('.');
    // RFC 1035, 2.3.4: labels of 63 bytes, names of 255 on the wire.
    if name.is_empty() || name.len() > 253 || !name.is_ascii() {
        return None;
    }
    // One question; recursion is desired.
    let mut bytes = vec![id[0], id[1], 1, 0, 0, 1, 0, 0, 0, 0, 0, 0];
    for label in name.split('.') {
        if label.is_empty() || label.len() > 63 {
            return None;
        }
        bytes.push(u8::try_from(label.len()).ok()?);
        bytes.extend_from_slice(label.as_bytes());
    }
    bytes.push(0);
    bytes.extend_from_slice(&TXT.to_be_bytes());
    bytes.extend_from_slice(&INTERNET.to_be_bytes());
    Some(bytes)
}

/// What `bytes` say, if they are an answer to `question`.
fn answer(question: &[u8], bytes: &[u8]) -> Option<Told> {
    let asked = question.get(12..)?;
    let head = bytes.first_chunk::<12>()?;
    let is_answer = head[2] & 0x80 != 0;
    let repeated = bytes.get(12..12 + asked.len())?;
    if head[..2] != question[..2] || !is_answer || head[4..6] != [0, 1] || !repeated.eq_ignore_ascii_case(asked) {
        return None;
    }
    if head[2] & 0x02 != 0 {
        return Some(Told::Longer);
    }
    match head[3] & 0x0f {
        0 => {}
        3 => return Some(Told::NoSuchName),
        _ => return Some(Told::Refused),
    }
    let count = u16::from_be_bytes([head[6], head[7]]);
    let mut rest = bytes.get(12 + asked.len()..)?;
    let mut texts = Vec::new();
    for _ in 0..count {
        // Records that lead from the name to another (CNAME) stand before the texts of that one.
        let Some((kind, data, after)) = record(rest) else { break };
        rest = after;
        if kind == TXT && texts.len() < MOST_TEXTS {
            texts.push(text(data));
        }
    }
    Some(Told::Texts(texts))
}

/// The first record: its kind, its data, and what follows.
fn record(bytes: &[u8]) -> Option<(u16, &[u8], &[u8])> {
    let head = after_name(bytes)?;
    let (fixed, rest) = head.split_first_chunk::<10>()?;
    let kind = u16::from_be_bytes([fixed[0], fixed[1]]);
    let length = usize::from(u16::from_be_bytes([fixed[8], fixed[9]]));
    let (data, after) = rest.split_at_checked(length)?;
    Some((kind, data, after))
}

/// What follows the name at the start. Where it refers to an earlier one is not followed: nobody asks for its letters.
fn after_name(mut bytes: &[u8]) -> Option<&[u8]> {
    loop {
        let (length, rest) = bytes.split_first()?;
        match length {
            0 => return Some(rest),
            0xc0.. => return rest.get(1..),
            1..=63 => bytes = rest.get(usize::from(*length)..)?,
            _ => return None,
        }
    }
}

/// A text is written in pieces of 255 bytes at most.
fn text(mut data: &[u8]) -> String {
    let mut whole = Vec::new();
    while let Some((length, rest)) = data.split_first() {
        let end = usize::from(*length).min(rest.len());
        whole.extend_from_slice(&rest[..end]);
        data = &rest[end..];
    }
    String::from_utf8_lossy(&whole).into_owned()
}

#[cfg(test)]
mod tests {
    use domain::SetRandom;
    use proptest::prelude::*;
    use tokio::net::TcpListener;

    use super::*;

    /// An answer to `question` with these records.
    fn answering(question: &[u8], flags: [u8; 2], records: &[(u16, Vec<u8>)]) -> Vec<u8> {
        let mut bytes = question.to_vec();
        bytes[2..4].copy_from_slice(&flags);
        bytes[7] = u8::try_from(records.len()).unwrap();
        for (kind, data) in records {
            bytes.extend_from_slice(&[0xc0, 12]);
            bytes.extend_from_slice(&kind.to_be_bytes());
            bytes.extend_from_slice(&[0, 1, 0, 0, 0, 60]);
            bytes.extend_from_slice(&u16::try_from(data.len()).unwrap().to_be_bytes());
            bytes.extend_from_slice(data);
        }
        bytes
    }

    fn written(text: &str) -> Vec<u8> {
        text.as_bytes().chunks(255).flat_map(|piece| [&[u8::try_from(piece.len()).unwrap()], piece].concat()).collect()
    }

    #[tokio::test]
    async fn texts_come_over_udp_past_what_does_not_belong_to_the_question() {
        let server = UdpSocket::bind("127.0.0.1:0").await.unwrap();
        let address = server.local_addr().unwrap();
        tokio::spawn(async move {
            let mut bytes = [0; 512];
            let (length, from) = server.recv_from(&mut bytes).await.unwrap();
            let question = &bytes[..length];
            let good = answering(
                question,
                [0x81, 0x80],
                &[(5, vec![0xc0, 12]), (TXT, written("one")), (TXT, written(&"x".repeat(300)))],
            );
            let mut forged = answering(question, [0x81, 0x80], &[(TXT, written("forged"))]);
            forged[0] ^= 1;
            for bytes in [&b"short"[..], &forged, question, &good] {
                server.send_to(bytes, from).await.unwrap();
            }
        });
        let texts = texts(&[address], &SetRandom::default(), "_tidings.bakery.example").await.unwrap();
        assert_eq!(texts, ["one".to_owned(), "x".repeat(300)]);
    }

    #[tokio::test]
    async fn what_does_not_fit_comes_over_tcp() {
        let (udp, tcp) = loop {
            let tcp = TcpListener::bind("127.0.0.1:0").await.unwrap();
            if let Ok(udp) = UdpSocket::bind(tcp.local_addr().unwrap()).await {
                break (udp, tcp);
            }
        };
        let address = tcp.local_addr().unwrap();
        tokio::spawn(async move {
            let mut bytes = [0; 512];
            let (length, from) = udp.recv_from(&mut bytes).await.unwrap();
            udp.send_to(&answering(&bytes[..length], [0x83, 0x80], &[]), from).await.unwrap();
            let (mut stream, _) = tcp.accept().await.unwrap();
            let mut question = vec![0; usize::from(stream.read_u16().await.unwrap())];
            stream.read_exact(&mut question).await.unwrap();
            let answer = answering(&question, [0x81, 0x80], &[(TXT, written("long"))]);
            stream.write_u16(u16::try_from(answer.len()).unwrap()).await.unwrap();
            stream.write_all(&answer).await.unwrap();
        });
        assert_eq!(texts(&[address], &SetRandom::default(), "bakery.example.").await.unwrap(), ["long"]);
    }

    #[tokio::test]
    async fn a_name_that_is_not_there_is_told_from_silence() {
        let server = UdpSocket::bind("127.0.0.1:0").await.unwrap();
        let address = server.local_addr().unwrap();
        tokio::spawn(async move {
            let mut bytes = [0; 512];
            // The first server fails at it, the second knows that there is no such name.
            for flags in [[0x81, 0x82], [0x81, 0x83]] {
                let (length, from) = server.recv_from(&mut bytes).await.unwrap();
                server.send_to(&answering(&bytes[..length], flags, &[]), from).await.unwrap();
            }
        });
        let random = SetRandom::default();
        let name = "bakery.example".to_owned();
        assert_eq!(texts(&[address], &random, &name).await, Err(Failure::Unknown(name.clone())));
        // Nobody listens there any more.
        assert_eq!(texts(&[address], &random, &name).await, Err(Failure::Silent(name)));
        assert_eq!(texts(&[], &random, "bakery.example").await, Err(Failure::NoServer));
        for name in ["", "a..b", &"x".repeat(64), "bäckerei.example", &"a.".repeat(200)] {
            assert_eq!(texts(&[address], &random, name).await, Err(Failure::NoName(name.to_owned())));
        }
    }

    #[test]
    fn name_servers_are_read_as_the_machine_has_them() {
        let text =
            "# made by hand\nsearch home\nnameserver 10.0.0.2\nnameserver  fe80::1%eth0\n nameserver ::1\nnameserver\n";
        assert_eq!(named(text), ["10.0.0.2:53".parse().unwrap(), "[::1]:53".parse::<SocketAddr>().unwrap()]);
    }

    proptest! {
        #[test]
        fn whatever_comes_back_is_read_or_passed_over(bytes in prop::collection::vec(any::<u8>(), 0..600), cut in 0..80_usize) {
            let question = question([0, 1], "_tidings.bakery.example").unwrap();
            let _ = answer(&question, &bytes);
            let mut like = answering(&question, [0x81, 0x80], &[(TXT, written("text"))]);
            like.extend_from_slice(&bytes);
            like.truncate(like.len().saturating_sub(cut));
            if let Some(count) = like.get_mut(7) {
                *count = bytes.first().copied().unwrap_or(1);
            }
            let _ = answer(&question, &like);
        }
    }
}
