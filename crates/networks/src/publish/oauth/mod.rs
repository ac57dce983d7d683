//! OAuth 2: an account lets us in on its network's own page, and nobody types a password or a token here.
//!
//! The authorization code flow with PKCE (RFC 6749, 7636, 9700); the question is left at the server first where it takes that
//! (RFC 9126), tokens are bound to a key of the account's own where it binds them (RFC 9449), and whoever answers has to be the
//! one that was asked (RFC 9207). Nothing is kept here: what has to be known again goes, sealed, with whoever calls
//! (`market::account::sign_in`). Start at [`begin`] and [`end`]; a network says by [`SignsIn`] whom to ask, for what, and who came.

mod bound;
mod client;
mod key;
mod own_app;
mod server;
mod token;

use std::fmt;

use domain::Random;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use url::Url;
use url::form_urlencoded::Serializer;

use super::{Cause, Connected, Field, Given, Heard, Taking, plain};
use crate::http::Doors;

pub(crate) use bound::ask_as;
pub(crate) use client::KEY;
pub use client::{Client, Shows};
pub use key::Key;
pub(crate) use own_app::{CLIENT, CLIENT_SECRET, OwnApp, kept};
pub(crate) use server::of_resource;
pub use server::{Server, found};
pub use token::{LetIn, Tokens, renewed};

/// How an account is let in on its network's own page.
#[derive(Debug)]
pub struct SignIn {
    /// What has to be known before.
    pub fields: &'static [Field],
    /// What happens there, one sentence.
    pub says: &'static str,
    /// What it does.
    pub acts: &'static dyn SignsIn,
    /// What this house says of itself to servers that ask: a document, where the house is on the web.
    pub document: Option<fn(&House) -> Value>,
}

/// What a network adds to signing in.
pub trait SignsIn: fmt::Debug + Sync {
    /// Whom to ask for what. Nobody was sent anywhere yet.
    fn asks<'a>(&'a self, asking: Asking<'a>) -> Taking<'a, Result<Grant, Cause>>;

    /// The account of whoever said yes.
    fn came<'a>(&'a self, doors: &'a Doors, it: &'a LetIn, now: Timestamp) -> Taking<'a, Result<Connected, Cause>>;
}

/// This house, as servers know it that let it in.
#[derive(Clone, Debug)]
pub struct House {
    /// Where it is found, without a slash at its end: `https://tidings.example`.
    pub base: String,
    /// By which it shows that it is itself.
    pub key: Key,
}

impl House {
    /// Where people come back to.
    pub fn back(&self) -> String {
        format!("{}/oauth/back", self.base)
    }
}

/// Somebody wants to sign in.
#[derive(Clone, Copy)]
pub struct Asking<'a> {
    /// The one door.
    pub doors: &'a Doors,
    /// The network's server.
    pub base: &'a Url,
    /// What he typed.
    pub given: &'a Given,
    /// Who asks.
    pub house: &'a House,
    /// The present instant.
    pub now: Timestamp,
}

/// What is asked for, of whom, as whom. It may hold an app's secret.
#[derive(Clone, Serialize, Deserialize)]
pub struct Grant {
    /// The network's server.
    pub base: Url,
    /// Who gives the tokens.
    pub server: Server,
    /// As whom we ask.
    pub client: Client,
    /// For what.
    pub scope: String,
    /// What goes along with the question.
    pub more: Vec<(String, String)>,
    /// What the network's folder wants to know again, by name.
    pub kept: Vec<(String, String)>,
}

/// A sign-in under way: what has to be known when somebody comes back. It is a secret.
#[derive(Clone, Serialize, Deserialize)]
pub struct Started {
    /// What was asked for.
    pub grant: Grant,
    /// What proves that whoever began it ends it.
    verifier: String,
    back: String,
    key: Option<Key>,
}

/// A sign-in that begins.
pub struct Begun {
    /// The page on which somebody says yes.
    pub to: Url,
    /// By which what comes back is known again.
    pub state: String,
    /// What has to be known then.
    pub started: Started,
}

/// What comes back with somebody.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct Back {
    /// By which it is known.
    pub state: String,
    /// For which tokens are given.
    pub code: String,
    /// Who answers.
    pub iss: Option<String>,
    /// Why there is no code.
    pub error: String,
    /// The same in words.
    pub error_description: String,
}

/// They hold what lets somebody in, and show nothing of themselves.
macro_rules! hidden {
    ($($name:ident),*) => {
        $(impl fmt::Debug for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str(stringify!($name))
            }
        })*
    };
}

hidden!(Grant, Started, Begun, Back);

/// Begins: asks the network what there is to know, and says where somebody is to go.
pub async fn begin(acts: &dyn SignsIn, asking: Asking<'_>, random: &dyn Random) -> Result<Begun, Cause> {
    let grant = acts.asks(asking).await?;
    let server = &grant.server;
    let (state, verifier, back) = (random.code(), key::verifier(random), asking.house.back());
    let key = server.binds.then(|| Key::new(random));
    let challenge = key::challenge(&verifier);
    let mut asked = vec![("response_type", "code"), ("client_id", &*grant.client.id), ("redirect_uri", &*back)];
    asked.extend([("scope", &*grant.scope), ("state", &*state)]);
    if server.challenges {
        asked.extend([("code_challenge", &*challenge), ("code_challenge_method", "S256")]);
    }
    asked.extend(grant.more.iter().map(|(name, value)| (&**name, &**value)));
    let mut to = server.authorize.clone();
    match &server.push {
        Some(push) => {
            let place = left(asking.doors, push, &grant, &asked, key.as_ref(), asking.now).await?;
            with(&mut to, &[("client_id", &*grant.client.id), ("request_uri", &*place)]);
        }
        None => with(&mut to, &asked),
    }
    Ok(Begun { to, state, started: Started { grant, verifier, back, key } })
}

/// Leaves the question at the server, and says under which name it lies there.
async fn left(
    doors: &Doors,
    push: &Url,
    grant: &Grant,
    asked: &[(&str, &str)],
    key: Option<&Key>,
    now: Timestamp,
) -> Result<String, Cause> {
    let host = push.host_str().unwrap_or_default();
    match client::told(&doors.to(push), push, asked, grant, key, now).await {
        Heard::Yes(said) => said["request_uri"].as_str().map(str::to_owned).ok_or_else(|| {
            Cause::new("no_sign_in", format!("{host} takes the question, and does not say where it lies: try again"))
        }),
        Heard::No(_, said) => Err(Cause::new(
            "not_asked",
            format!("{host} lets nobody sign in to this house ({}): connect the account the other way", plain(&said)),
        )),
        heard => Err(super::away(heard)),
    }
}

/// Ends: exchanges what came back for the account.
pub async fn end(
    acts: &dyn SignsIn,
    doors: &Doors,
    started: &Started,
    back: &Back,
    now: Timestamp,
) -> Result<Connected, Cause> {
    let it = exchanged(doors, started, back, now).await?;
    acts.came(doors, &it, now).await
}

/// Exchanges what came back for tokens.
pub async fn exchanged(doors: &Doors, started: &Started, back: &Back, now: Timestamp) -> Result<LetIn, Cause> {
    let Started { grant, verifier, back: to, key } = started;
    let server = &grant.server;
    let host = server.token.host_str().unwrap_or_default();
    let is_asked = match (&back.iss, &server.issuer) {
        (Some(iss), Some(issuer)) => iss == issuer,
        (Some(_), None) => true,
        (None, _) => !server.names_itself,
    };
    if !is_asked {
        let says = format!(
            "the answer is from {}, and {} was asked: two sign-ins were mixed up, or somebody tried to; begin again",
            back.iss.as_deref().unwrap_or("somebody who does not say his name"),
            server.issuer.as_deref().unwrap_or(host)
        );
        return Err(Cause::new("other_server", says));
    }
    if !back.error.is_empty() {
        return Err(refused(host, back));
    }
    if back.code.is_empty() {
        let says = format!("{host} sent you back, and nothing that lets us in: begin again");
        return Err(Cause::new("no_code", says));
    }
    token::exchange(doors, grant, (&back.code, verifier, to), key.as_ref(), now).await
}

/// Why somebody comes back with nothing.
fn refused(host: &str, back: &Back) -> Cause {
    let said = if back.error_description.is_empty() { &back.error } else { &back.error_description };
    let said: String = said.chars().filter(|sign| !sign.is_control()).take(200).collect();
    match &*back.error {
        "access_denied" => {
            let says = format!(
                "you did not let Tidings in at {host} ({said}): to connect the account, begin again and say yes there"
            );
            Cause::new("denied", says)
        }
        "server_error" | "temporarily_unavailable" => {
            Cause::new("network_away", format!("{host} has a fault of its own ({said}): try again later"))
        }
        _ => Cause::new(
            "not_let_in",
            format!("{host} does not let us in ({said}): begin again, or connect the other way"),
        ),
    }
}

/// `to` with these behind its question mark.
fn with(to: &mut Url, pairs: &[(&str, &str)]) {
    to.query_pairs_mut().extend_pairs(pairs);
}

/// Pairs as they stand behind a question mark.
pub(crate) fn query(pairs: &[(&str, &str)]) -> String {
    Serializer::new(String::new()).extend_pairs(pairs).finish()
}
