//! Servers: where one is asked for what, as an authorization server says itself (RFC 8414), and who that is for a server that
//! keeps things (RFC 9728).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use url::Url;

use crate::http::{Doors, Request};
use crate::publish::{Cause, Heard, ask, away};

/// An authorization server.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Server {
    /// By which it names itself in what comes back.
    pub issuer: Option<String>,
    /// It names itself there always.
    pub names_itself: bool,
    /// Its page, on which people say yes.
    pub authorize: Url,
    /// Where tokens are given.
    pub token: Url,
    /// Where a question is left before somebody is sent to the page.
    pub push: Option<Url>,
    /// It takes a challenge, and gives tokens to whoever knows the answer alone.
    pub challenges: bool,
    /// Its tokens are bound to a key.
    pub binds: bool,
}

impl Server {
    /// One that says nothing of itself, with these two addresses.
    pub(crate) fn plain(authorize: Url, token: Url, challenges: bool) -> Self {
        Self { issuer: None, names_itself: false, authorize, token, push: None, challenges, binds: false }
    }
}

/// Who lets people in at the server `base`: it says so, or does it itself.
pub(crate) async fn of_resource(doors: &Doors, base: &Url, now: Timestamp) -> Result<String, Cause> {
    match said(doors, base, "oauth-protected-resource", now).await? {
        Some(said) => match said["authorization_servers"][0].as_str() {
            Some(issuer) => Ok(issuer.to_owned()),
            None => Err(nobody(base)),
        },
        None => Ok(base.origin().ascii_serialization()),
    }
}

/// What the server says of itself that names itself `issuer`.
pub async fn found(doors: &Doors, issuer: &str, now: Timestamp) -> Result<Server, Cause> {
    let place: Url = issuer.parse().map_err(|_| Cause::new("no_server", format!("`{issuer}` is no address")))?;
    let Some(said) = said(doors, &place, "oauth-authorization-server", now).await? else { return Err(nobody(&place)) };
    // A document that is another's leads to another's pages (RFC 8414, section 3.3).
    if said["issuer"].as_str() != Some(issuer) {
        let says =
            format!("{issuer} says that it is {}: it is set up wrongly, or somebody stands between", said["issuer"]);
        return Err(Cause::new("other_server", says));
    }
    let address = |name: &str| said[name].as_str().and_then(|text| text.parse::<Url>().ok());
    let lists = |name: &str, wanted: &str| said[name].as_array().is_some_and(|all| all.iter().any(|it| it == wanted));
    let (Some(authorize), Some(token)) = (address("authorization_endpoint"), address("token_endpoint")) else {
        return Err(nobody(&place));
    };
    Ok(Server {
        issuer: Some(issuer.to_owned()),
        names_itself: said["authorization_response_iss_parameter_supported"] == true,
        authorize,
        token,
        push: address("pushed_authorization_request_endpoint"),
        challenges: lists("code_challenge_methods_supported", "S256"),
        binds: lists("dpop_signing_alg_values_supported", "ES256"),
    })
}

/// The document `name` of the server at `place`; `None` where there is none.
async fn said(doors: &Doors, place: &Url, name: &str, now: Timestamp) -> Result<Option<Value>, Cause> {
    let mut url = place.clone();
    url.set_path(&format!("/.well-known/{name}{}", place.path().trim_end_matches('/')));
    url.set_query(None);
    // What it says is believed of this host alone.
    let request = Request::new(url).redirects(0).header("accept", "application/json");
    match ask(&doors.to(place), request, "", now).await {
        Heard::Yes(said) => Ok(Some(said)),
        Heard::No(..) => Ok(None),
        heard => Err(away(heard)),
    }
}

fn nobody(place: &Url) -> Cause {
    let host = place.host_str().unwrap_or_default();
    Cause::new(
        "no_sign_in",
        format!("{host} has no page for signing in to programs: connect the account the other way"),
    )
}
