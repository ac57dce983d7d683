//! Lines of the common and the combined form, also with the site's host first, as Apache and nginx write them.

use std::borrow::Cow;
use std::net::IpAddr;

use super::{Entry, date};

/// What `line` tells.
pub(super) fn entry(line: &[u8]) -> Option<Entry<'_>> {
    let open = memchr::memmem::find(line, b" [")?;
    let close = open + memchr::memchr(b']', line.get(open..)?)?;
    let (at, offset) = date::common(line.get(open + 2..close)?)?;
    let (host, address) = before(line.get(..open)?)?;
    let (request, rest) = quoted(line.get(close + 1..)?)?;
    let (method, target) = request_line(request);
    let rest = rest.trim_ascii_start();
    let digits = rest.get(..3)?;
    let status = std::str::from_utf8(digits).ok()?.parse().ok()?;
    let mut referrer = None;
    let mut agent = None;
    if let Some((first, rest)) = quoted(rest.get(3..)?) {
        referrer = Some(told(first));
        // A referrer without an agent is half a line.
        agent = Some(told(quoted(rest)?.0));
    } else if memchr::memchr(b'"', rest).is_some() {
        return None;
    }
    Some(Entry { at, offset, host, address, method, target, status, referrer, agent, ..Entry::default() })
}

/// Host and address, of what stands before the time: `[host] address ident user`. A user's name may have spaces.
fn before(text: &[u8]) -> Option<(Option<Cow<'_, str>>, Cow<'_, str>)> {
    let mut words = text.split(|byte| *byte == b' ').filter(|word| !word.is_empty());
    let first = words.next()?;
    if is_address(first) {
        return Some((None, lossy(first)));
    }
    match words.next() {
        Some(second) if is_address(second) => {
            let host = std::str::from_utf8(first).ok()?;
            // `%v:%p`: the port says nothing.
            let host =
                host.rsplit_once(':').filter(|(_, port)| port.parse::<u16>().is_ok()).map_or(host, |(host, _)| host);
            Some((Some(Cow::Borrowed(host)).filter(|host| host != "-"), lossy(second)))
        }
        // A server that looks up names writes them in the address's place.
        Some(_) => Some((None, lossy(first))),
        None => None,
    }
}

fn is_address(word: &[u8]) -> bool {
    let may = word.first().is_some_and(|byte| byte.is_ascii_hexdigit() || *byte == b':');
    may && std::str::from_utf8(word).is_ok_and(|word| word.parse::<IpAddr>().is_ok())
}

/// The next text in quotes, and what follows. `None` where the next sign but blanks and digits is none, or it never closes.
fn quoted(text: &[u8]) -> Option<(&[u8], &[u8])> {
    let open = memchr::memchr(b'"', text)?;
    if !text[..open].iter().all(|byte| byte.is_ascii_digit() || matches!(byte, b' ' | b'-')) {
        return None;
    }
    let inside = &text[open + 1..];
    let mut from = 0;
    loop {
        let close = from + memchr::memchr(b'"', inside.get(from..)?)?;
        let escapes = inside[..close].iter().rev().take_while(|byte| **byte == b'\\').count();
        if escapes % 2 == 0 {
            return Some((&inside[..close], &inside[close + 1..]));
        }
        from = close + 1;
    }
}

/// Method and target of `GET /bread HTTP/2.0`. What is none, as a handshake sent to the wrong port, has neither.
fn request_line(request: &[u8]) -> (Cow<'_, str>, Cow<'_, str>) {
    let space = memchr::memchr(b' ', request);
    let Some(space) = space else { return (lossy(request), Cow::Borrowed("")) };
    let (method, rest) = (&request[..space], &request[space + 1..]);
    let end = memchr::memrchr(b' ', rest).filter(|end| rest[end + 1..].starts_with(b"HTTP/")).unwrap_or(rest.len());
    (lossy(method), told(&rest[..end]))
}

fn lossy(bytes: &[u8]) -> Cow<'_, str> {
    String::from_utf8_lossy(bytes)
}

/// A text as the browser sent it: `-` is none, `\"` and `\x22` are what they stand for.
fn told(bytes: &[u8]) -> Cow<'_, str> {
    if bytes == b"-" {
        return Cow::Borrowed("");
    }
    if memchr::memchr(b'\\', bytes).is_none() {
        return lossy(bytes);
    }
    let mut out = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let [first, after @ ..] = rest {
        rest = after;
        let hex = |digit: u8| char::from(digit).to_digit(16).map(|digit| digit as u8);
        match (first, after) {
            (b'\\', [b'x' | b'X', high, low, after @ ..]) if hex(*high).is_some() && hex(*low).is_some() => {
                out.push(hex(*high).unwrap_or_default() * 16 + hex(*low).unwrap_or_default());
                rest = after;
            }
            (b'\\', [sign @ (b'"' | b'\\'), after @ ..]) => {
                out.push(*sign);
                rest = after;
            }
            _ => out.push(*first),
        }
    }
    Cow::Owned(String::from_utf8_lossy(&out).into_owned())
}

/// One line of each form.
#[cfg(test)]
pub(super) const LINES: &[&str] = &[
    r#"203.0.113.7 - - [09/Oct/2026:14:00:00 +0200] "GET /bread?utm_source=x HTTP/1.1" 200 5123"#,
    r#"203.0.113.7 - anna b [09/Oct/2026:14:00:00 +0200] "GET /bread HTTP/2.0" 200 5123 "https://t.co/1" "Mozilla/5.0 (X11) \"q\" \x22r\x22" 0.003"#,
    r#"shop.example:443 2001:db8::1 - - [09/Oct/2026:12:00:00 +0000] "GET / HTTP/1.1" 304 - "-" "-""#,
    r#"{"time_iso8601":"2026-10-09T14:00:00+02:00","remote_addr":"203.0.113.7","http_host":"shop.example","host":"shop.example","request":"GET /bread HTTP/1.1","status":"200","http_referer":"https://t.co/1","http_user_agent":"Mozilla/5.0"}"#,
    r#"{"level":"info","ts":1791547200.5,"logger":"http.log.access.log0","msg":"handled request","request":{"remote_ip":"10.0.0.1","client_ip":"203.0.113.7","proto":"HTTP/2.0","method":"GET","host":"shop.example:443","uri":"/bread","headers":{"User-Agent":["Mozilla/5.0"],"Referer":["https://t.co/1"],"Sec-Fetch-Dest":["document"],"Sec-Purpose":["prefetch"]}},"duration":0.01,"size":5123,"status":200,"resp_headers":{"Server":["Caddy"],"Content-Type":["text/html; charset=utf-8"]}}"#,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_common_form_has_no_agent_and_no_origin() {
        let entry = entry(LINES[0].as_bytes()).unwrap();
        assert_eq!((entry.at, entry.offset, entry.status), (1_791_547_200, 7_200, 200));
        assert_eq!((&*entry.address, &*entry.method, &*entry.target), ("203.0.113.7", "GET", "/bread?utm_source=x"));
        assert_eq!((entry.referrer, entry.agent, entry.host), (None, None, None));
    }

    #[test]
    fn the_combined_form_is_read_with_its_escapes_and_a_name_with_a_space() {
        let entry = entry(LINES[1].as_bytes()).unwrap();
        assert_eq!(entry.referrer.as_deref(), Some("https://t.co/1"));
        assert_eq!(entry.agent.as_deref(), Some("Mozilla/5.0 (X11) \"q\" \"r\""));
    }

    #[test]
    fn the_sites_host_may_stand_first_with_its_port() {
        let entry = entry(LINES[2].as_bytes()).unwrap();
        assert_eq!((entry.host.as_deref(), &*entry.address), (Some("shop.example"), "2001:db8::1"));
        assert_eq!((entry.referrer.as_deref(), entry.agent.as_deref(), entry.status), (Some(""), Some(""), 304));
    }

    #[test]
    fn a_line_that_was_cut_is_none() {
        let line = LINES[1].as_bytes();
        let whole = line.len() - " 0.003".len();
        // Up to the length of the answer it is a line of the common form.
        let common = LINES[1].find(" \"https").unwrap();
        for cut in (0..whole).filter(|cut| !(common - 5..=common + 1).contains(cut)) {
            assert_eq!(entry(&line[..cut]).map(|entry| entry.target.into_owned()), None, "{cut}");
        }
        assert!(entry(&line[..whole]).is_some());
    }

    #[test]
    fn a_handshake_on_the_wrong_port_is_a_line_without_a_page() {
        let line = br#"203.0.113.7 - - [09/Oct/2026:14:00:00 +0200] "\x16\x03\x01\x02" 400 150 "-" "-""#;
        let entry = entry(line).unwrap();
        assert_eq!((&*entry.target, entry.status), ("", 400));
    }
}
