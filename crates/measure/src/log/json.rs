//! Lines of JSON: nginx's with the names of its variables, as flat objects, and Caddy's with a request inside.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::{Entry, date};

/// What `line` tells.
pub(super) fn entry(line: &[u8]) -> Option<Entry<'_>> {
    // What is no UTF-8 is a name that somebody sent: the rest of the line is good.
    let text = String::from_utf8_lossy(line);
    let found = match &text {
        Cow::Borrowed(text) => read(text)?,
        Cow::Owned(text) => read(text)?.owned(),
    };
    found.entry()
}

fn read(text: &str) -> Option<Found<'_>> {
    let mut found = Found::default();
    let mut from = serde_json::Deserializer::from_str(text);
    from.deserialize_map(Object(&mut found, Inside::Line)).ok()?;
    from.end().ok().map(|()| found)
}

type Text<'a> = Option<Cow<'a, str>>;

#[derive(Default)]
struct Found<'a> {
    at: Option<(i64, i32)>,
    host: Text<'a>,
    server: Text<'a>,
    address: Text<'a>,
    behind: Text<'a>,
    request: Text<'a>,
    method: Text<'a>,
    target: Text<'a>,
    path: Text<'a>,
    query: Text<'a>,
    status: Option<u16>,
    referrer: Text<'a>,
    /// The request's headers stand there: one that is missing was not sent.
    headers: bool,
    agent: Text<'a>,
    purpose: Text<'a>,
    fetch_dest: Text<'a>,
    content_type: Text<'a>,
}

impl<'a> Found<'a> {
    fn owned(self) -> Found<'static> {
        let own = |text: Text<'a>| text.map(|text| Cow::Owned(text.into_owned()));
        Found {
            at: self.at,
            host: own(self.host),
            server: own(self.server),
            address: own(self.address),
            behind: own(self.behind),
            request: own(self.request),
            method: own(self.method),
            target: own(self.target),
            path: own(self.path),
            query: own(self.query),
            status: self.status,
            referrer: own(self.referrer),
            headers: self.headers,
            agent: own(self.agent),
            purpose: own(self.purpose),
            fetch_dest: own(self.fetch_dest),
            content_type: own(self.content_type),
        }
    }

    fn entry(self) -> Option<Entry<'a>> {
        let (at, offset) = self.at?;
        let dash = |text: Text<'a>| text.map(|text| if text == "-" { Cow::Borrowed("") } else { text });
        let (mut method, mut target) = (self.method, self.target);
        if let Some(request) = self.request {
            let mut words = request.split(' ');
            let (first, second) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
            method = method.or_else(|| Some(Cow::Owned(first.to_owned())));
            target = target.or_else(|| Some(Cow::Owned(second.to_owned())));
        }
        let target = target.or_else(|| {
            let path = self.path?;
            let query = self.query.filter(|query| !matches!(&**query, "" | "-"));
            Some(query.map_or(path.clone(), |query| Cow::Owned(format!("{path}?{query}"))))
        })?;
        let not_sent = self.headers.then_some(Cow::Borrowed(""));
        let host = self.host.or(self.server).filter(|host| !matches!(&**host, "" | "-" | "_"));
        Some(Entry {
            at,
            offset,
            host: host.map(without_port),
            address: self.address.or(self.behind)?,
            method: method.unwrap_or(Cow::Borrowed("GET")),
            target,
            status: self.status?,
            referrer: dash(self.referrer).or(not_sent.clone()),
            agent: dash(self.agent).or(not_sent),
            purpose: dash(self.purpose),
            fetch_dest: dash(self.fetch_dest),
            content_type: dash(self.content_type),
        })
    }

    /// Takes `value` under `name`. The first of several names for one thing counts, but what a proxy handed on is better
    /// than the proxy.
    fn take(&mut self, name: &str, inside: Inside, value: Value<'a>) {
        self.headers |= matches!(inside, Inside::Headers);
        let mut put = |place: fn(&mut Self) -> &mut Text<'a>, value: Value<'a>| {
            if let Value::Text(text) = value
                && place(self).is_none()
            {
                *place(self) = Some(text);
            }
        };
        match (inside, name) {
            (Inside::Headers, "User-Agent" | "user-agent") => put(|it| &mut it.agent, value),
            (Inside::Headers, "Referer" | "referer") => put(|it| &mut it.referrer, value),
            (Inside::Headers, "Sec-Purpose" | "Purpose" | "X-Purpose" | "X-Moz" | "sec-purpose" | "purpose") => {
                put(|it| &mut it.purpose, value);
            }
            (Inside::Headers, "Sec-Fetch-Dest" | "sec-fetch-dest") => put(|it| &mut it.fetch_dest, value),
            (Inside::Sent, "Content-Type" | "content-type") => put(|it| &mut it.content_type, value),
            (Inside::Headers | Inside::Sent, _) => {}
            (
                _,
                "time_iso8601" | "time_local" | "time" | "@timestamp" | "timestamp" | "ts" | "msec" | "datetime"
                | "date",
            ) => {
                self.at = self.at.or_else(|| match value {
                    Value::Text(text) => date::any(&text),
                    Value::Number(number) => date::seconds(number),
                    Value::None => None,
                });
            }
            (_, "status" | "status_code") => {
                self.status = self.status.or_else(|| match value {
                    Value::Text(text) => text.parse().ok(),
                    Value::Number(number) => Some(number as u16),
                    Value::None => None,
                });
            }
            (_, "client_ip" | "remote_addr" | "http_x_real_ip" | "client" | "clientip") => {
                put(|it| &mut it.address, value);
            }
            (_, "remote_ip" | "remote_host" | "ip") => put(|it| &mut it.behind, value),
            (Inside::Line, "request") => put(|it| &mut it.request, value),
            (_, "request_method" | "method" | "verb") => put(|it| &mut it.method, value),
            (_, "request_uri" | "request_url") | (Inside::Request, "uri") => put(|it| &mut it.target, value),
            (_, "uri" | "path" | "url" | "document_uri") => put(|it| &mut it.path, value),
            (_, "args" | "query_string" | "query") => put(|it| &mut it.query, value),
            (_, "http_host" | "host" | "vhost" | "domain") => put(|it| &mut it.host, value),
            (_, "server_name") => put(|it| &mut it.server, value),
            (_, "http_referer" | "http_referrer" | "referer" | "referrer") => put(|it| &mut it.referrer, value),
            (_, "http_user_agent" | "user_agent" | "agent" | "useragent") => put(|it| &mut it.agent, value),
            (_, "http_sec_purpose" | "http_purpose") => put(|it| &mut it.purpose, value),
            (_, "http_sec_fetch_dest") => put(|it| &mut it.fetch_dest, value),
            (_, "sent_http_content_type") => put(|it| &mut it.content_type, value),
            _ => {}
        }
    }
}

fn without_port(host: Cow<'_, str>) -> Cow<'_, str> {
    match host.rsplit_once(':').filter(|(_, port)| port.parse::<u16>().is_ok()) {
        Some((name, _)) => Cow::Owned(name.to_owned()),
        None => host,
    }
}

/// In which object a name stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Inside {
    Line,
    Request,
    Headers,
    Sent,
}

struct Object<'f, 'a>(&'f mut Found<'a>, Inside);

impl<'de> Visitor<'de> for Object<'_, 'de> {
    type Value = ();

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("an object")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<(), M::Error> {
        let Self(found, inside) = self;
        while let Some(Value::Text(name)) = map.next_key_seed(Any(None))? {
            let deeper = match (inside, &*name) {
                (Inside::Line, "request") => Some(Inside::Request),
                (Inside::Line, "resp_headers") => Some(Inside::Sent),
                (Inside::Request, "headers") => Some(Inside::Headers),
                _ => None,
            };
            let value = match deeper {
                Some(deeper) => map.next_value_seed(Any(Some((&mut *found, deeper))))?,
                None => map.next_value_seed(Any(None))?,
            };
            found.take(&name, inside, value);
        }
        Ok(())
    }
}

/// A value as far as it is looked at: of a list the first one.
enum Value<'a> {
    None,
    Text(Cow<'a, str>),
    Number(f64),
}

/// Takes any value; an object goes into what was found, where that is given, and is passed over otherwise.
struct Any<'f, 'a>(Option<(&'f mut Found<'a>, Inside)>);

impl<'de> serde::de::DeserializeSeed<'de> for Any<'_, 'de> {
    type Value = Value<'de>;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Value<'de>, D::Error> {
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Any<'_, 'de> {
    type Value = Value<'de>;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a value")
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Value<'de>, E> {
        Ok(Value::Text(Cow::Borrowed(text)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Value<'de>, E> {
        Ok(Value::Text(Cow::Owned(text.to_owned())))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Value<'de>, E> {
        Ok(Value::Number(number))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Value<'de>, E> {
        Ok(Value::Number(number as f64))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Value<'de>, E> {
        Ok(Value::Number(number as f64))
    }

    fn visit_bool<E>(self, _: bool) -> Result<Value<'de>, E> {
        Ok(Value::None)
    }

    fn visit_unit<E>(self) -> Result<Value<'de>, E> {
        Ok(Value::None)
    }

    fn visit_seq<S: SeqAccess<'de>>(self, mut list: S) -> Result<Value<'de>, S::Error> {
        let first = list.next_element_seed(Any(None))?.unwrap_or(Value::None);
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(first)
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Value<'de>, M::Error> {
        match self.0 {
            Some((found, inside)) => Object(found, inside).visit_map(map)?,
            None => while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {},
        }
        Ok(Value::None)
    }
}

#[cfg(test)]
mod tests {
    use crate::log::entry;
    use crate::log::text::LINES;

    #[test]
    fn nginx_and_caddy_say_the_same_in_their_own_ways() {
        for line in &LINES[3..] {
            let entry = entry(line.as_bytes()).unwrap();
            assert_eq!((entry.at, entry.status, &*entry.address), (1_791_547_200, 200, "203.0.113.7"), "{line}");
            assert_eq!((&*entry.method, &*entry.target), ("GET", "/bread"));
            assert_eq!((entry.host.as_deref(), entry.agent.as_deref()), (Some("shop.example"), Some("Mozilla/5.0")));
            assert_eq!(entry.referrer.as_deref(), Some("https://t.co/1"));
        }
        let caddy = entry(LINES[4].as_bytes()).unwrap();
        assert_eq!((caddy.purpose.as_deref(), caddy.fetch_dest.as_deref()), (Some("prefetch"), Some("document")));
        assert_eq!(caddy.content_type.as_deref(), Some("text/html; charset=utf-8"));
    }

    #[test]
    fn other_lines_of_a_servers_log_and_bad_bytes_do_no_harm() {
        assert_eq!(entry(br#"{"level":"info","ts":1791547200.5,"msg":"serving initial configuration"}"#), None);
        assert_eq!(entry(br#"{"ts":1791547200.5,"request":"#), None);
        let bad = b"{\"time\":\"2026-10-09T14:00:00Z\",\"remote_addr\":\"203.0.113.7\",\"request\":\"GET /\xff HTTP/1.1\",\"status\":200}";
        assert_eq!(entry(bad).unwrap().target, "/\u{fffd}");
    }
}
