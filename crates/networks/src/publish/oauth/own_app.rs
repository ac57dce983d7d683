//! Apps of one's own: networks at which whoever posts made an app, whose ID and secret he types once.

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use url::Url;

use super::{Asking, Client, Grant, LetIn, Server, Shows, SignsIn, client};
use crate::http::{Doors, Http};
use crate::publish::{Account, Acts, Cause, Connected, Field, Given, Heard, Renewed, Secret, Taking, plain};

/// How a network lets apps of one's own sign in.
#[derive(Debug)]
pub(crate) struct OwnApp {
    /// Its page on which people say yes.
    pub authorize: &'static str,
    /// Where it gives tokens.
    pub token: &'static str,
    /// Its own server: elsewhere is a stand-in, which has both below its address.
    pub server: &'static str,
    /// For what is asked, by what somebody typed.
    pub scope: fn(&Given) -> &'static str,
    /// What goes along with the question.
    pub more: &'static [(&'static str, &'static str)],
    /// It takes a challenge.
    pub challenges: bool,
    /// It wants the app's secret in a header.
    pub in_header: bool,
    /// What accounts there do: they are let in by the token as by one that was typed.
    pub acts: &'static dyn Acts,
}

/// The app's ID, as it is asked for.
pub(crate) const CLIENT: Field =
    Field { name: "client", label: "Client ID", hint: "Of your app", usual: None, secret: false };

/// Its secret.
pub(crate) const CLIENT_SECRET: Field = Field {
    name: "client_secret",
    label: "Client secret",
    hint: "Of your app; it is sealed, and shown to nobody but the network",
    usual: None,
    secret: true,
};

impl OwnApp {
    fn server(&self, base: &Url) -> Result<Server, Cause> {
        let own: Option<Url> = self.server.parse().ok();
        let is_own = own.is_some_and(|own| own.origin() == base.origin());
        let place = |address: &str| -> Option<Url> {
            let real: Url = address.parse().ok()?;
            let mut below = base.clone();
            below.set_path(&format!("{}{}", base.path().trim_end_matches('/'), real.path()));
            Some(if is_own { real } else { below })
        };
        let (authorize, token) = (place(self.authorize), place(self.token));
        let both = authorize.zip(token).ok_or_else(|| Cause::new("no_sign_in", "there is no page for signing in"));
        both.map(|(authorize, token)| Server::plain(authorize, token, self.challenges))
    }

    /// Who asks, and whom, for nothing yet.
    fn grant(&self, base: &Url, id: &str, secret: &str) -> Result<Grant, Cause> {
        let shows = match (secret.is_empty(), self.in_header) {
            (true, _) => Shows::Nothing,
            (false, true) => Shows::Header(secret.to_owned()),
            (false, false) => Shows::Secret(secret.to_owned()),
        };
        Ok(Grant {
            base: base.clone(),
            server: self.server(base)?,
            client: Client { id: id.to_owned(), shows },
            scope: String::new(),
            more: Vec::new(),
            kept: Vec::new(),
        })
    }

    /// A new token in place of one that is over, of an account whose secret is one of [`kept`]; `network` is what people call it.
    pub(crate) async fn renewed(&self, http: &Http, account: &Account, network: &str, now: Timestamp) -> Renewed {
        let secret = |name: &str| account.secret.text(name);
        let over = |says: String| Renewed::Over(Cause::new("not_let_in", says));
        if secret("refresh").is_empty() {
            return over(format!(
                "{network} does not take the access token any more: sign in there again, or connect the account again with a refresh token beside it"
            ));
        }
        let grant = match self.grant(&account.base, secret("client"), secret("client_secret")) {
            Ok(grant) => grant,
            Err(cause) => return Renewed::Later(cause.says),
        };
        let form = [("grant_type", "refresh_token"), ("refresh_token", secret("refresh"))];
        match client::told(http, &grant.server.token, &form, &grant, None, now).await {
            Heard::Yes(said) if said["access_token"].is_string() => {
                let seconds = said["expires_in"].as_i64().map(SignedDuration::from_secs);
                let until = seconds.and_then(|seconds| now.checked_add(seconds).ok());
                Renewed::Secret(replaced(&account.secret, &said), until)
            }
            Heard::No(400 | 401, said) => over(format!(
                "{network} does not take the refresh token any more ({}): sign in there again, or connect the account again",
                plain(&said)
            )),
            Heard::No(status, said) => Renewed::Later(format!("{network} answers {status}: {}", plain(&said))),
            heard => Renewed::Later(heard.why()),
        }
    }
}

/// The secret of an account that an app of one's own lets in: the token, and what gives a new one.
pub(crate) fn kept(given: &Given) -> Secret {
    Secret(json!({
        "access": given.field("secret"), "refresh": given.field("refresh"),
        "client": given.field("client"), "client_secret": given.field("client_secret"),
    }))
}

impl SignsIn for OwnApp {
    fn asks<'a>(&'a self, asking: Asking<'a>) -> Taking<'a, Result<Grant, Cause>> {
        Box::pin(async move {
            let Given(typed) = asking.given;
            let (id, secret) = (asking.given.field("client"), asking.given.field("client_secret"));
            let more = self.more.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
            Ok(Grant {
                scope: (self.scope)(asking.given).to_owned(),
                more: more.collect(),
                kept: typed.clone(),
                ..self.grant(asking.base, id, secret)?
            })
        })
    }

    fn came<'a>(&'a self, doors: &'a Doors, it: &'a LetIn, now: Timestamp) -> Taking<'a, Result<Connected, Cause>> {
        Box::pin(async move {
            let (base, tokens) = (&it.grant.base, &it.tokens);
            let mut given = it.grant.kept.clone();
            given.push(("secret".to_owned(), tokens.access.clone()));
            given.extend(tokens.refresh.clone().map(|refresh| ("refresh".to_owned(), refresh)));
            let connected = self.acts.connect(&doors.to(base), base, &Given(given), now).await?;
            Ok(Connected { until: tokens.until, ..connected })
        })
    }
}

/// The secret with what came in place of it; a refresh token that was not replaced stays.
fn replaced(old: &Secret, said: &Value) -> Secret {
    let mut secret = old.0.clone();
    secret["access"] = said["access_token"].clone();
    if said["refresh_token"].as_str().is_some_and(|token| !token.is_empty()) {
        secret["refresh"] = said["refresh_token"].clone();
    }
    Secret(secret)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refresh_token_stays_unless_another_came() {
        let old = Secret(json!({ "access": "a1", "refresh": "r1", "client": "c" }));
        let kept = replaced(&old, &json!({ "access_token": "a2" }));
        assert_eq!((kept.text("access"), kept.text("refresh"), kept.text("client")), ("a2", "r1", "c"));
        assert_eq!(replaced(&old, &json!({ "access_token": "a2", "refresh_token": "r2" })).text("refresh"), "r2");
        assert_eq!(replaced(&old, &json!({ "access_token": "a2", "refresh_token": "" })).text("refresh"), "r1");
    }
}
