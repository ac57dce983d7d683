//! Signing in at Mastodon's servers. Each knows the programs that were told to it: this house tells it what it is, and is given a
//! name and a secret there (docs.joinmastodon.org/methods/apps and /oauth, read 2026-11-27).

use jiff::Timestamp;
use serde_json::json;

use super::publish::{PUBLISH, RESET, SERVER, host};
use crate::http::Doors;
use crate::publish::oauth::{Asking, Client, Grant, LetIn, Server, Shows, SignIn, SignsIn};
use crate::publish::{Cause, Connected, Given, Heard, Taking, ask, at, away, json as with_json, plain};

pub(super) static SIGN_IN: SignIn = SignIn {
    fields: &[SERVER],
    says: "Your server asks whether Tidings may post for you. Tidings never sees your password, and you can take it back there, under Preferences, Account, Authorized apps.",
    acts: &ByServer,
    document: None,
};

#[derive(Debug)]
struct ByServer;

/// Who one is, what one posted, to post, and pictures. `profile` would be less than `read:accounts`, and older servers do not
/// know it.
const SCOPE: &str = "read:accounts read:statuses write:statuses write:media";

impl SignsIn for ByServer {
    fn asks<'a>(&'a self, asking: Asking<'a>) -> Taking<'a, Result<Grant, Cause>> {
        Box::pin(async move {
            let base = asking.base;
            let app = json!({ "client_name": "Tidings", "redirect_uris": asking.house.back(), "scopes": SCOPE });
            let http = asking.doors.to(base);
            let said = match ask(&http, with_json(at(base, "/api/v1/apps"), &app), RESET, asking.now).await {
                Heard::Yes(said) => said,
                Heard::No(404 | 405, _) => return Err(no_network(base)),
                Heard::No(_, said) => {
                    let says =
                        format!("{} takes no app of ours ({}): connect with an access token", host(base), plain(&said));
                    return Err(Cause::new("no_sign_in", says));
                }
                heard => return Err(away(heard)),
            };
            let text = |name: &str| said[name].as_str().filter(|text| !text.is_empty()).map(str::to_owned);
            let (Some(id), Some(secret)) = (text("client_id"), text("client_secret")) else {
                return Err(no_network(base));
            };
            // Servers before 4.3 know no challenge, and take no notice of one.
            let server = Server::plain(at(base, "/oauth/authorize").url, at(base, "/oauth/token").url, true);
            Ok(Grant {
                base: base.clone(),
                server,
                client: Client { id, shows: Shows::Secret(secret) },
                scope: SCOPE.to_owned(),
                more: Vec::new(),
                kept: Vec::new(),
            })
        })
    }

    fn came<'a>(&'a self, doors: &'a Doors, it: &'a LetIn, now: Timestamp) -> Taking<'a, Result<Connected, Cause>> {
        Box::pin(async move {
            let base = &it.grant.base;
            let given = Given(vec![("secret".to_owned(), it.tokens.access.clone())]);
            let mut connected = PUBLISH.acts.connect(&doors.to(base), base, &given, now).await?;
            connected.account.secret = it.secret("token");
            connected.until = it.tokens.until;
            Ok(connected)
        })
    }
}

fn no_network(base: &url::Url) -> Cause {
    Cause::new("no_network", format!("{} is no server of Mastodon’s kind", host(base)))
}
