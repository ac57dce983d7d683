//! Replies: what an answer proves. A refusal is proof that nothing is there; silence, a broken answer and a server's own
//! fault prove nothing.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use serde_json::Value;
use url::Url;

use super::{Came, Cause, Settled};
use crate::http::{Answer, Failure, Http, Request, retry_after};

/// Bytes of an answer that are read.
const MOST: u64 = 2 * domain::MIB;
/// Characters of what a network says, as it is told on.
const SAID: usize = 300;

/// What came back.
pub(crate) enum Heard {
    /// Done, and this is what it says.
    Yes(Value),
    /// The server understood, and refuses: its status, and what it says.
    No(u16, Value),
    /// Not before then.
    Limited(Option<Timestamp>),
    /// Nothing left this machine.
    NotSent(String),
    /// Nobody knows.
    Unknown(String),
}

impl Heard {
    /// What it proves of a step that changes something, where the network has nothing to add.
    pub(crate) fn other(self) -> Came {
        match self {
            Self::Limited(until) => Came::Limited(until),
            Self::NotSent(why) => Came::NotSent(why),
            Self::Unknown(why) => Came::Unknown(why),
            Self::Yes(_) => Came::Unknown("the network says yes, and nothing that can be understood beside it".into()),
            Self::No(status, said) => Came::Unknown(format!("the network answers {status}: {}", plain(&said))),
        }
    }

    /// What it means for a look, which can be repeated.
    pub(crate) fn later(self) -> Settled {
        Settled::Later(self.why())
    }

    /// Why a look told nothing.
    pub(crate) fn why(self) -> String {
        match self.other() {
            Came::Limited(_) => "the network wants to be asked less often".to_owned(),
            Came::NotSent(why) | Came::Unknown(why) => why,
            _ => "the network's answer was not understood".to_owned(),
        }
    }

    /// Without `secret`, which stands in the addresses of some networks and so in what is said of a failure.
    pub(crate) fn hiding(self, secret: &str) -> Self {
        let hidden = |says: String| if secret.is_empty() { says } else { says.replace(secret, "…") };
        match self {
            Self::NotSent(says) => Self::NotSent(hidden(says)),
            Self::Unknown(says) => Self::Unknown(hidden(says)),
            other => other,
        }
    }
}

/// Asks, and says what the answer proves. `reset`: the header in which the network says when it may be asked again, in seconds
/// since 1970, in those that are left, or as a date.
pub(crate) async fn ask(http: &Http, request: Request, reset: &str, now: Timestamp) -> Heard {
    match answer(http, request).await {
        Ok(answer) => understood(&answer, reset, now),
        Err(heard) => heard,
    }
}

/// Asks a network that names what it made in the header `name` alone: its value is what it says, as `id`.
pub(crate) async fn ask_for_header(http: &Http, request: Request, name: &str, reset: &str, now: Timestamp) -> Heard {
    match answer(http, request).await {
        Ok(answer) => match answer.header(name).filter(|_| (200..300).contains(&answer.status)) {
            Some(id) => Heard::Yes(serde_json::json!({ "id": id })),
            None => understood(&answer, reset, now),
        },
        Err(heard) => heard,
    }
}

/// What the network answers; where it does not, what that proves.
pub(crate) async fn answer(http: &Http, request: Request) -> Result<Answer, Heard> {
    http.get(request.at_most(MOST)).await.map_err(|failure| {
        let says = failure.to_string();
        match failure {
            // The connection never stood, or was refused before anything was said.
            Failure::Private(_)
            | Failure::Scheme(_)
            | Failure::NoSuchHost(_)
            | Failure::Refused(_)
            | Failure::Certificate(..)
            | Failure::NotHttps(_) => Heard::NotSent(says),
            Failure::TooSlow(..) | Failure::Redirects(..) | Failure::Elsewhere(..) | Failure::Broken(..) => {
                Heard::Unknown(says)
            }
        }
    })
}

/// What an answer proves; `reset` as in [`ask`].
pub(crate) fn understood(answer: &Answer, reset: &str, now: Timestamp) -> Heard {
    let said: Option<Value> = serde_json::from_slice(&answer.body).ok();
    let status = answer.status;
    match (status, said) {
        (429, said) => {
            let wait = answer.header("retry-after").and_then(retry_after).or_else(|| wait(said.as_ref()?));
            let after = wait.and_then(|wait| now.checked_add(wait).ok());
            Heard::Limited(
                after.or_else(|| answer.header(reset).and_then(|it| instant(it, now))).filter(|until| *until > now),
            )
        }
        // Of a refusal too: what it says decides, such as that the post is there already.
        (200..=499, _) if answer.cut_off || answer.more => {
            Heard::Unknown("the network's answer broke off in the middle".to_owned())
        }
        (200..=299, Some(said)) => Heard::Yes(said),
        // Nothing is to be said of what was taken away, or is named elsewhere.
        (201 | 204, None) if answer.body.is_empty() => Heard::Yes(Value::Null),
        (200..=299, None) if answer.body.is_empty() => Heard::Unknown("the network answers nothing".to_owned()),
        (200..=299, None) => Heard::Unknown("the network answers something that is no JSON".to_owned()),
        // A time-out on their side is no refusal.
        (408 | 409 | 425, _) => Heard::Unknown(format!("the network answers {status}")),
        (400..=499, said) => Heard::No(status, said.unwrap_or(Value::Null)),
        _ => Heard::Unknown(format!("the network answers {status}")),
    }
}

/// Seconds that a network wants to be left alone, as Telegram and Discord tell them in the body.
fn wait(said: &Value) -> Option<Duration> {
    let seconds = ["/parameters/retry_after", "/retry_after"].iter().find_map(|place| said.pointer(place)?.as_f64());
    seconds.and_then(|seconds| Duration::try_from_secs_f64(seconds).ok())
}

/// Why somebody was not let in where the network did not refuse him.
pub(crate) fn away(heard: Heard) -> Cause {
    Cause::new("network_away", heard.why())
}

/// That a picture of the post is not at hand any more.
pub(crate) fn lost() -> Cause {
    Cause::new("picture_lost", "A picture of this post is not in the data folder any more: add it again, then send it")
}

/// The server that somebody typed: `mastodon.social`, `https://mastodon.social/`, `wss://relay.example`.
pub fn server(typed: &str) -> Result<Url, Cause> {
    let typed = typed.trim().trim_end_matches('/');
    let whole = match typed.split_once("://") {
        None => format!("https://{typed}"),
        // HTTP opens a WebSocket.
        Some(("wss", rest)) => format!("https://{rest}"),
        Some(("ws", rest)) => format!("http://{rest}"),
        Some(_) => typed.to_owned(),
    };
    let url =
        whole.parse::<Url>().ok().filter(|url| matches!(url.scheme(), "http" | "https") && url.host_str().is_some());
    url.ok_or_else(|| {
        Cause::new("no_server", format!("`{typed}` is no address of a server: type it like mastodon.social"))
    })
}

/// Seconds since 1970, or from now where they are no more than a day; or a date.
fn instant(value: &str, now: Timestamp) -> Option<Timestamp> {
    let value = value.trim();
    match value.split('.').next().and_then(|whole| whole.parse::<i64>().ok()) {
        Some(left @ 0..=86_400) => now.checked_add(SignedDuration::from_secs(left)).ok(),
        Some(seconds) => Timestamp::from_second(seconds).ok(),
        None => value.parse().ok(),
    }
}

/// What is asked of the server at `base`, at `path` below it.
pub(crate) fn at(base: &Url, path: &str) -> Request {
    let mut url = base.clone();
    url.set_path(&format!("{}{path}", base.path().trim_end_matches('/')));
    Request::new(url)
}

/// A request with a JSON body.
pub(crate) fn json(request: Request, body: &Value) -> Request {
    request.header("content-type", "application/json").header("accept", "application/json").post(body.to_string())
}

/// What a network says of a fault, as one line.
pub(crate) fn plain(said: &Value) -> String {
    let found =
        ["/message", "/error/message", "/error_description", "/errors/0/message", "/detail", "/description", "/error"]
            .iter()
            .find_map(|place| said.pointer(place)?.as_str().filter(|text| !text.is_empty()));
    let line: String = found.unwrap_or("it does not say why").chars().filter(|sign| !sign.is_control()).collect();
    match line.char_indices().nth(SAID) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_read_in_seconds_since_1970_or_from_now_and_as_a_date() {
        let at: Timestamp = "2026-11-26T12:00:00Z".parse().unwrap();
        let now: Timestamp = "2026-11-26T11:59:30Z".parse().unwrap();
        let instant = |value: &str| instant(value, now);
        assert_eq!(instant(&at.as_second().to_string()), Some(at));
        assert_eq!(instant("2026-11-26T12:00:00.000Z"), Some(at));
        assert_eq!(instant("30"), Some(at));
        assert_eq!(instant("soon"), None);
    }

    #[test]
    fn a_server_is_typed_in_many_ways() {
        let typed = |text: &str| server(text).map(String::from).map_err(|cause| cause.code);
        assert_eq!(typed(" mastodon.social "), Ok("https://mastodon.social/".to_owned()));
        assert_eq!(typed("http://127.0.0.1:3000/"), Ok("http://127.0.0.1:3000/".to_owned()));
        assert_eq!(typed("wss://relay.example/club"), Ok("https://relay.example/club".to_owned()));
        assert_eq!(typed("ws://127.0.0.1:6969"), Ok("http://127.0.0.1:6969/".to_owned()));
        assert_eq!([typed("ftp://b.example"), typed("https://[")], [(); 2].map(|()| Err("no_server".to_owned())));
    }

    #[test]
    fn a_wait_is_told_in_the_body_too() {
        let told = |said: Value| wait(&said);
        assert_eq!(told(serde_json::json!({ "parameters": { "retry_after": 30 } })), Some(Duration::from_secs(30)));
        assert_eq!(told(serde_json::json!({ "retry_after": 0.5 })), Some(Duration::from_millis(500)));
        assert_eq!(told(serde_json::json!({ "retry_after": -1 })), None);
    }

    #[test]
    fn what_a_network_says_is_one_line_and_not_too_long() {
        assert_eq!(plain(&serde_json::json!({ "error": { "message": "no\nway" } })), "noway");
        assert_eq!(plain(&Value::Null), "it does not say why");
        let long = plain(&serde_json::json!({ "message": "é".repeat(1_000) }));
        assert_eq!(long.chars().count(), SAID + 1);
    }
}
