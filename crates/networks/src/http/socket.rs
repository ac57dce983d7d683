//! Sockets: WebSockets (RFC 6455) through the door. One is opened by a question like any other: its address is checked, its
//! host's turn is waited for, and no redirect is followed. All that is said in it is over within the time of one answer.

use std::fmt;
use std::future::Future;
use std::time::Duration;

use futures_util::{SinkExt as _, StreamExt as _};
use reqwest::Upgraded;
use tokio::sync::OwnedSemaphorePermit;
use tokio::time::{Instant, timeout_at};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::handshake::client::generate_key;
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;
use tokio_tungstenite::tungstenite::protocol::{Message, Role, WebSocketConfig};
use url::Url;

use super::{Failure, Http, Request};

/// A WebSocket that stands.
pub struct Socket {
    stream: WebSocketStream<Upgraded>,
    host: String,
    within: Duration,
    until: Instant,
    _turn: Option<OwnedSemaphorePermit>,
}

impl fmt::Debug for Socket {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Socket").field("host", &self.host).finish_non_exhaustive()
    }
}

impl Http {
    /// A WebSocket at `url` (`http` or `https`), in which no message is longer than `at_most` bytes. Where none stands, nothing
    /// was said.
    pub async fn socket(&self, url: &Url, at_most: usize) -> Result<Socket, Failure> {
        let turn = self.turn(url).await?;
        let within = self.options().answer_within;
        let until = Instant::now() + within;
        let host = url.host_str().unwrap_or_default().to_owned();
        let key = generate_key();
        let request = Request::new(url.clone())
            .header("accept", "")
            .header("accept-encoding", "")
            .header("connection", "upgrade")
            .header("upgrade", "websocket")
            .header("sec-websocket-version", "13")
            .header("sec-websocket-key", &*key);
        let broken = |why: String| Failure::Broken(host.clone(), why);
        let response = in_time(self.switch(&request), until, &host, within).await??;
        let status = response.status().as_u16();
        if status != 101 {
            return Err(broken(format!("it answers {status}, and opens no WebSocket")));
        }
        let accepted = response.headers().get("sec-websocket-accept").map(|it| it.as_bytes().to_owned());
        if accepted.as_deref() != Some(derive_accept_key(key.as_bytes()).as_bytes()) {
            return Err(broken("its answer opens another WebSocket than was asked for".to_owned()));
        }
        let raw =
            in_time(response.upgrade(), until, &host, within).await?.map_err(|error| broken(error.to_string()))?;
        let config = WebSocketConfig::default().max_message_size(Some(at_most)).max_frame_size(Some(at_most));
        let stream = WebSocketStream::from_raw_socket(raw, Role::Client, Some(config)).await;
        Ok(Socket { stream, host, within, until, _turn: turn })
    }
}

impl Socket {
    /// Says `text`.
    pub async fn say(&mut self, text: String) -> Result<(), Failure> {
        let said = in_time(self.stream.send(Message::text(text)), self.until, &self.host, self.within).await?;
        said.map_err(|error| Failure::Broken(self.host.clone(), error.to_string()))
    }

    /// The next text that the other side says.
    pub async fn hear(&mut self) -> Result<String, Failure> {
        loop {
            let next = in_time(self.stream.next(), self.until, &self.host, self.within).await?;
            let broken = |why: String| Failure::Broken(self.host.clone(), why);
            match next {
                Some(Ok(Message::Text(text))) => return Ok(text.as_str().to_owned()),
                None | Some(Ok(Message::Close(_))) => return Err(broken("it closed the WebSocket".to_owned())),
                Some(Ok(_)) => {}
                Some(Err(error)) => return Err(broken(error.to_string())),
            }
        }
    }

    /// Says that nothing more is said.
    pub async fn end(mut self) {
        // Whoever does not hear it any more knows it all the same.
        let _ = in_time(self.stream.close(None), self.until, &self.host, self.within).await;
    }
}

async fn in_time<T>(what: impl Future<Output = T>, until: Instant, host: &str, within: Duration) -> Result<T, Failure> {
    timeout_at(until, what).await.map_err(|_| Failure::TooSlow(host.to_owned(), within))
}
