//! Relays: what is said to one over its WebSocket, and what its answer proves (NIP-01).

use serde_json::{Value, json};
use url::Url;

use crate::http::{Failure, Http, Socket};

/// Bytes of one message.
const MOST: usize = 1 << 20;
/// Messages that are heard before an answer is given up.
const PATIENCE: usize = 500;
/// What a question is called, in a WebSocket that asks one.
const ASKED: &str = "tidings";

/// What became of an event at a relay.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Took {
    /// It is there, now or since before.
    Yes,
    /// It is not, and for which of the relay's reasons: `pow: difficulty 25 is wanted`.
    No(String),
    /// It is not: too many at a time.
    Limited,
    /// Nothing was said.
    NotSent(String),
    /// Nobody knows.
    Unknown(String),
}

/// Sends `event` to the relay.
pub(super) async fn send(http: &Http, relay: &Url, event: &Value) -> Took {
    let mut socket = match http.socket(relay, MOST).await {
        Ok(socket) => socket,
        Err(failure) => return Took::NotSent(failure.to_string()),
    };
    let took = match said(&mut socket, &json!(["EVENT", event])).await {
        Ok(()) => taken(&mut socket, event["id"].as_str().unwrap_or_default()).await,
        Err(failure) => Took::Unknown(failure.to_string()),
    };
    socket.end().await;
    took
}

/// What the relay says of the event `id`.
async fn taken(socket: &mut Socket, id: &str) -> Took {
    let mut noticed = String::new();
    for _ in 0..PATIENCE {
        let heard = match heard(socket).await {
            Ok(heard) => heard,
            Err(why) => return Took::Unknown(format!("{why}{noticed}")),
        };
        match heard[0].as_str() {
            // Where a signature is bad, nostr-relay does not say of what; nothing else was sent here.
            Some("OK") if heard[1] == id || heard[1] == "" => {
                return proved(heard[2] == true, heard[3].as_str().unwrap_or_default());
            }
            Some("NOTICE") => noticed = format!(" (it says: {})", line(&heard[1])),
            Some(_) => {}
            None => break,
        }
    }
    Took::Unknown(format!("the relay does not say whether it took the post{noticed}"))
}

/// What an answer proves. A relay that says `error` speaks of its own fault.
fn proved(taken: bool, says: &str) -> Took {
    let (kind, _) = says.split_once(':').unwrap_or((says, ""));
    match (taken, kind) {
        (true, _) | (_, "duplicate") => Took::Yes,
        (_, "rate-limited") => Took::Limited,
        (_, "error") => Took::Unknown(format!("the relay answers: {}", line(&says.into()))),
        _ => Took::No(line(&says.into())),
    }
}

/// The events that fit `filter`. It changes nothing.
pub(super) async fn ask(http: &Http, relay: &Url, filter: &Value) -> Result<Vec<Value>, String> {
    let mut socket = http.socket(relay, MOST).await.map_err(|failure| failure.to_string())?;
    let found = found(&mut socket, filter).await;
    socket.end().await;
    found
}

async fn found(socket: &mut Socket, filter: &Value) -> Result<Vec<Value>, String> {
    said(socket, &json!(["REQ", ASKED, filter])).await.map_err(|failure| failure.to_string())?;
    let mut events = Vec::new();
    for _ in 0..PATIENCE {
        let mut heard = heard(socket).await?;
        match heard[0].as_str() {
            Some("EVENT") if heard[1] == ASKED => events.push(heard[2].take()),
            Some("EOSE") if heard[1] == ASKED => return Ok(events),
            Some("CLOSED") if heard[1] == ASKED => return Err(format!("the relay answers: {}", line(&heard[2]))),
            Some(_) => {}
            None => break,
        }
    }
    Err("the relay’s answer was not understood".to_owned())
}

async fn said(socket: &mut Socket, what: &Value) -> Result<(), Failure> {
    socket.say(what.to_string()).await
}

/// The next message; null where it is none of Nostr's.
async fn heard(socket: &mut Socket) -> Result<Value, String> {
    let text = socket.hear().await.map_err(|failure| failure.to_string())?;
    Ok(serde_json::from_str::<Value>(&text).ok().filter(Value::is_array).unwrap_or_default())
}

/// What a relay says, as one line that is not too long.
fn line(said: &Value) -> String {
    let line: String = said.as_str().unwrap_or_default().chars().filter(|sign| !sign.is_control()).take(300).collect();
    if line.is_empty() { "it does not say why".to_owned() } else { line }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_time_is_as_good_as_the_first_and_a_relays_own_fault_proves_nothing() {
        assert_eq!([proved(true, ""), proved(true, "duplicate: have it")], [Took::Yes, Took::Yes]);
        assert_eq!(proved(false, "duplicate: exists"), Took::Yes);
        assert_eq!(proved(false, "rate-limited: slow down"), Took::Limited);
        assert!(matches!(proved(false, "error: no database"), Took::Unknown(_)));
        assert_eq!(proved(false, "invalid: Bad signature"), Took::No("invalid: Bad signature".to_owned()));
        assert_eq!(proved(false, "\n"), Took::No("it does not say why".to_owned()));
    }
}
