//! Tokens: given for a code, given anew for what refreshes them, and kept beside what does that.

use std::fmt;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{Grant, Key, client};
use crate::http::{Doors, Http};
use crate::publish::{Cause, Heard, Renewed, Secret, away, plain};

/// Tokens, as a server gives them. Shows nothing of itself.
pub struct Tokens {
    /// What lets us in.
    pub access: String,
    /// What gives a new one.
    pub refresh: Option<String>,
    /// Until when it is good, where that was said.
    pub until: Option<Timestamp>,
    /// Whom it is of, where that was said.
    pub subject: Option<String>,
}

impl fmt::Debug for Tokens {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Tokens")
    }
}

impl Tokens {
    /// What the server said, where that lets us in as it should.
    fn of(said: &Value, key: Option<&Key>, now: Timestamp) -> Result<Self, Cause> {
        let text = |name: &str| said[name].as_str().filter(|text| !text.is_empty()).map(str::to_owned);
        let bad = |says: &str| Cause::new("no_token", says);
        let access =
            text("access_token").ok_or_else(|| bad("the network says yes, and gives nothing that lets us in"))?;
        let bound = text("token_type").is_some_and(|kind| kind.eq_ignore_ascii_case("dpop"));
        if key.is_some() && !bound {
            return Err(bad("the network gives a token that anybody could use: connect the account the other way"));
        }
        let seconds = said["expires_in"].as_i64().filter(|seconds| *seconds > 0);
        let until = seconds.and_then(|seconds| now.checked_add(SignedDuration::from_secs(seconds)).ok());
        Ok(Self { access, refresh: text("refresh_token"), until, subject: text("sub") })
    }
}

/// Somebody who said yes.
#[derive(Debug)]
pub struct LetIn {
    /// To what.
    pub grant: Grant,
    /// What lets us in.
    pub tokens: Tokens,
    key: Option<Key>,
}

/// What renews a token, as an account's secret keeps it.
#[derive(Serialize, Deserialize)]
struct Held {
    grant: Grant,
    refresh: String,
    key: Option<Key>,
}

impl LetIn {
    /// The account's secret: the token under the name by which its network reads it, and beside it what renews it.
    pub fn secret(&self, name: &str) -> Secret {
        let mut secret = json!({ name: self.tokens.access });
        let grant = Grant { kept: Vec::new(), more: Vec::new(), ..self.grant.clone() };
        let held = Held { grant, refresh: self.tokens.refresh.clone().unwrap_or_default(), key: self.key.clone() };
        secret["oauth"] = json!(held);
        Secret(secret)
    }
}

/// Gives `code` for tokens, with what proves that it was us who asked.
pub(super) async fn exchange(
    doors: &Doors,
    grant: &Grant,
    (code, verifier, back): (&str, &str, &str),
    key: Option<&Key>,
    now: Timestamp,
) -> Result<LetIn, Cause> {
    let to = &grant.server.token;
    let host = to.host_str().unwrap_or_default();
    let mut form = vec![("grant_type", "authorization_code"), ("code", code), ("redirect_uri", back)];
    form.extend(grant.server.challenges.then_some(("code_verifier", verifier)));
    match client::told(&doors.to(to), to, &form, grant, key, now).await {
        Heard::Yes(said) => {
            let tokens = Tokens::of(&said, key, now)?;
            Ok(LetIn { grant: grant.clone(), tokens, key: key.cloned() })
        }
        Heard::No(_, said) if said["error"] == "invalid_grant" => Err(Cause::new(
            "code_over",
            format!(
                "{host} does not take the code with which you came back ({}): it is good once, for a minute or so; begin again",
                plain(&said)
            ),
        )),
        Heard::No(_, said) if said["error"] == "invalid_client" => Err(Cause::new(
            "client_unknown",
            format!(
                "{host} does not know the app by which we ask ({}): look at its ID and secret, then begin again",
                plain(&said)
            ),
        )),
        Heard::No(_, said) => {
            Err(Cause::new("not_let_in", format!("{host} does not let us in ({}): begin again", plain(&said))))
        }
        heard => Err(away(heard)),
    }
}

/// The secret of an account anew, whose token it has under `name`; `None` where none of this module's lets it in.
pub async fn renewed(http: &Http, secret: &Secret, name: &str, now: Timestamp) -> Option<Renewed> {
    let held = serde_json::from_value::<Held>(secret.0.get("oauth")?.clone()).ok()?;
    let over = |why: &str| {
        let host = held.grant.server.authorize.host_str().unwrap_or_default();
        let says = format!("{host} does not let the account in any more ({why}): sign in there again, under Accounts");
        Renewed::Over(Cause::new("not_let_in", says))
    };
    if held.refresh.is_empty() {
        return Some(over("the token is over, and nothing renews it"));
    }
    let (grant, key) = (&held.grant, held.key.as_ref());
    let to = &grant.server.token;
    let form = [("grant_type", "refresh_token"), ("refresh_token", &*held.refresh)];
    Some(match client::told(http, to, &form, grant, key, now).await {
        Heard::Yes(said) => match Tokens::of(&said, key, now) {
            Ok(tokens) => {
                let mut secret = secret.clone();
                secret.0[name] = tokens.access.into();
                // One that is good once is replaced, another one stays.
                if let Some(refresh) = tokens.refresh {
                    secret.0["oauth"]["refresh"] = refresh.into();
                }
                Renewed::Secret(secret, tokens.until)
            }
            Err(cause) => Renewed::Later(cause.says),
        },
        Heard::No(400 | 401, said) if said["error"] == "invalid_grant" => over(&plain(&said)),
        Heard::No(status, said) => Renewed::Later(format!("the network answers {status}: {}", plain(&said))),
        heard => Renewed::Later(heard.why()),
    })
}
