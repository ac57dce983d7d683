//! Webhooks: what is told to a program that somebody named, signed so that it knows who speaks (Standard Webhooks 1,
//! standardwebhooks.com, read 2026-11-26).
//!
//! It leaves through the one door, follows no redirect, and is sent once: whether and when again is for who called.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use jiff::Timestamp;
use sha2::Sha256;
use url::Url;

use crate::http::{Http, Request};

/// Sends `body`, a JSON document, to `address`: the message `id`, the same each time that it is tried, at `now`. An answer
/// that begins with 2 is as good as any; else, what came instead.
pub async fn send(
    http: &Http,
    address: &Url,
    secret: &[u8],
    (id, now): (&str, Timestamp),
    body: String,
) -> Result<(), String> {
    let seconds = now.as_second().to_string();
    let signature = signature(secret, id, &seconds, &body);
    let request = Request::new(address.clone())
        .header("content-type", "application/json")
        .header("webhook-id", id)
        .header("webhook-timestamp", seconds)
        .header("webhook-signature", signature)
        .at_most(1_000)
        .post(body);
    // What a failure tells holds no more of the address than its host: the rest may be a secret of the receiver.
    let host = address.host_str().unwrap_or_default();
    match http.get(request).await {
        Ok(answer) if (200..300).contains(&answer.status) => Ok(()),
        Ok(answer) if (300..400).contains(&answer.status) => Err(format!(
            "{host} answers {}, and no redirect is followed: name the address that it leads to",
            answer.status
        )),
        Ok(answer) => Err(format!("{host} answers {}", answer.status)),
        Err(crate::http::Failure::Private(_)) => {
            Err(format!("{host} leads into a private network, where nothing is sent unless the operator allows it"))
        }
        Err(failure) => Err(failure.to_string().replace(address.as_str(), host)),
    }
}

/// `v1,…` over `id.seconds.body`.
fn signature(secret: &[u8], id: &str, seconds: &str, body: &str) -> String {
    // A key of any length is taken; the error is of other constructions.
    let Ok(mac) = Hmac::<Sha256>::new_from_slice(secret) else { return String::new() };
    let signed = mac.chain_update(id).chain_update(".").chain_update(seconds).chain_update(".").chain_update(body);
    format!("v1,{}", BASE64_STANDARD.encode(signed.finalize().into_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_signed_as_the_standard_has_it() {
        // The example of the reference implementations' own tests.
        let secret = BASE64_STANDARD.decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").unwrap();
        let signature = signature(&secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", r#"{"test": 2432232314}"#);
        assert_eq!(signature, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }
}
