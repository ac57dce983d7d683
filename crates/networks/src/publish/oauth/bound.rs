//! Asking with a token, and with the proof of the account's key where the token is bound to one. A server that wants its own
//! nonce in the proof refuses, changes nothing, and is asked once more with it; the door keeps it for the next question.

use jiff::Timestamp;
use serde_json::Value;

use super::Key;
use crate::http::{Answer, Http, Request};
use crate::publish::{Account, Heard, answer, understood};

/// In which a server gives its nonce.
const NONCE: &str = "dpop-nonce";

/// Asks as `account`, whose token its secret has under `name`; `reset` as in [`crate::publish::ask`].
pub(crate) async fn ask_as(
    http: &Http,
    request: Request,
    (account, name): (&Account, &str),
    reset: &str,
    now: Timestamp,
) -> Heard {
    let token = account.secret.text(name);
    let key: Option<Key> = serde_json::from_value(account.secret.0["oauth"]["key"].clone()).ok();
    let kind = if key.is_some() { "DPoP" } else { "Bearer" };
    let request = request.header("authorization", format!("{kind} {token}"));
    match proved(http, request, key.as_ref(), Some(token), now).await {
        Ok(answer) => understood(&answer, reset, now),
        Err(heard) => heard,
    }
}

/// The answer to `request`, with the proof of `key` where there is one.
pub(super) async fn proved(
    http: &Http,
    request: Request,
    key: Option<&Key>,
    token: Option<&str>,
    now: Timestamp,
) -> Result<Answer, Heard> {
    let Some(key) = key else { return answer(http, request).await };
    let nonce = http.nonce(&request.url);
    let url = request.url.clone();
    let first = answer(http, key.proves(request.clone(), token, nonce.as_deref(), now)).await?;
    let given = first.header(NONCE).map(str::to_owned);
    if let Some(given) = &given {
        http.keep_nonce(&url, given);
    }
    if given.is_none() || given == nonce || !wants_nonce(&first) {
        return Ok(first);
    }
    let second = answer(http, key.proves(request, token, given.as_deref(), now)).await?;
    if let Some(given) = second.header(NONCE) {
        http.keep_nonce(&url, given);
    }
    Ok(second)
}

/// Whether a server refuses because its nonce is not in the proof (RFC 9449, sections 8 and 9).
fn wants_nonce(answer: &Answer) -> bool {
    let told = || answer.header("www-authenticate").is_some_and(|it| it.contains("use_dpop_nonce"));
    let said = || serde_json::from_slice::<Value>(&answer.body).is_ok_and(|said| said["error"] == "use_dpop_nonce");
    matches!(answer.status, 400 | 401) && (told() || said())
}
