//! Clients: as whom we ask, and how we show that it is us (RFC 6749, section 2.3; RFC 7523).

use std::fmt;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::json;
use url::Url;

use super::bound::proved;
use super::{Grant, Key, key, query};
use crate::http::{Http, Request};
use crate::publish::{Heard, fields, understood};

/// As whom we ask.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Client {
    /// By which the server knows us.
    pub id: String,
    /// How we show that it is us.
    pub shows: Shows,
}

/// How we show that it is us.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shows {
    /// Not at all: whoever has the code and its verifier is let in.
    Nothing,
    /// A secret of the app, among the fields.
    Secret(String),
    /// The same, in the header.
    Header(String),
    /// A word that is signed with this house's key.
    Signed(Key),
}

impl fmt::Debug for Shows {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Nothing => "Nothing",
            Self::Secret(_) => "Secret",
            Self::Header(_) => "Header",
            Self::Signed(_) => "Signed",
        })
    }
}

/// The name of this house's key, where others look it up.
pub(crate) const KEY: &str = "house";
/// For so many seconds a signed word counts.
const SIGNED_FOR: i64 = 60;
const KIND: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// Asks one of the server's own addresses with a form.
pub(super) async fn told(
    http: &Http,
    to: &Url,
    form: &[(&str, &str)],
    grant: &Grant,
    key: Option<&Key>,
    now: Timestamp,
) -> Heard {
    let id = &*grant.client.id;
    let signed;
    let mut request = Request::new(to.clone());
    let mut form: Vec<(&str, &str)> = form.iter().filter(|(name, _)| *name != "client_id").copied().collect();
    match &grant.client.shows {
        Shows::Nothing => form.push(("client_id", id)),
        Shows::Secret(secret) => form.extend([("client_id", id), ("client_secret", &**secret)]),
        Shows::Header(secret) => {
            let pair = [id, &**secret].map(|part| query(&[("", part)])[1..].to_owned()).join(":");
            request = request.header("authorization", format!("Basic {}", BASE64_STANDARD.encode(pair)));
        }
        Shows::Signed(house) => {
            signed = word(house, id, grant, now);
            form.extend([("client_id", id), ("client_assertion_type", KIND), ("client_assertion", &*signed)]);
        }
    }
    match proved(http, fields(request, form), key, None, now).await {
        Ok(answer) => understood(&answer, "", now),
        Err(heard) => heard,
    }
}

/// Our word for it that it is us, for this server, now.
fn word(house: &Key, id: &str, grant: &Grant, now: Timestamp) -> String {
    let server = &grant.server;
    let to = server.issuer.as_deref().unwrap_or(server.token.as_str());
    let about = [id, to, &now.as_nanosecond().to_string()].join(" ");
    let claims = json!({
        "iss": id, "sub": id, "aud": to, "iat": now.as_second(), "exp": now.as_second() + SIGNED_FOR,
        "jti": key::hashed(&[about.as_bytes(), house.public().to_string().as_bytes()]),
    });
    house.token(&json!({ "alg": "ES256", "kid": KEY }), &claims)
}
