//! Who somebody is on a server of Lemmy's kind, and which community he means: a token for a name and a password, which is used once
//! (LemmyNet/lemmy 26dd0a0 crates/api/src/local_user/login.rs, crates/apub/src/api/read_community.rs, read 2026-11-27).

use jiff::Timestamp;
use serde_json::{Value, json};
use url::Url;

use super::publish::{asked, host, is_over, signed};
use crate::http::Http;
use crate::publish::{Cause, Given, Heard, at, away, json as with_json, plain};

/// A token for who signs in.
pub(super) async fn let_in(http: &Http, base: &Url, given: &Given, now: Timestamp) -> Result<String, Cause> {
    let mut body = json!({ "username_or_email": given.field("name"), "password": given.field("secret") });
    if !given.field("code").is_empty() {
        body["totp_2fa_token"] = given.field("code").into();
    }
    let no = |code: &str, says: String| Err(Cause::new(code, says));
    let host = host(base);
    match asked(http, with_json(at(base, "/api/v3/user/login"), &body), now).await {
        Heard::Yes(said) => match said["jwt"].as_str() {
            Some(token) => Ok(token.to_owned()),
            None if said.get("registration_created").is_none() => Err(no_network(base)),
            None => {
                no("not_let_in", format!("{host} has not let your user in yet: wait until its registration is done"))
            }
        },
        Heard::No(_, said) if said["error"] == "missing_totp_token" => {
            no("code_needed", "your user signs in with a code too: type the six digits that your app shows now".into())
        }
        Heard::No(_, said) if said["error"] == "incorrect_totp_token" => {
            no("code_needed", "the code is not the one of now: type the six digits that your app shows".into())
        }
        Heard::No(status, said) if is_over(status, &said) => no(
            "not_let_in",
            format!("{host} does not know this user with this password: look at both, and at the server"),
        ),
        Heard::No(404 | 405, said) if said["error"].is_null() => Err(no_network(base)),
        Heard::No(_, said) => no("not_let_in", format!("{host} does not let your user in: {}", plain(&said))),
        other => Err(away(other)),
    }
}

/// Whose the token is: number and name.
pub(super) async fn person(http: &Http, base: &Url, token: &str, now: Timestamp) -> Result<(u64, String), Cause> {
    let said = match asked(http, signed(base, "/api/v3/site", token), now).await {
        Heard::Yes(said) => said,
        Heard::No(status, said) if is_over(status, &said) => return Err(not_known(base)),
        Heard::No(..) => return Err(no_network(base)),
        other => return Err(away(other)),
    };
    let person = &said["my_user"]["local_user_view"]["person"];
    match (person["id"].as_u64(), person["name"].as_str()) {
        (Some(id), Some(name)) => Ok((id, name.to_owned())),
        // It answers everybody, and says nothing of whom it does not know.
        _ if said["site_view"].is_object() => Err(not_known(base)),
        _ => Err(no_network(base)),
    }
}

/// What the server says of the community that somebody typed.
pub(super) async fn community(
    http: &Http,
    base: &Url,
    token: &str,
    (typed, now): (&str, Timestamp),
) -> Result<Value, Cause> {
    let unknown = || {
        let says = format!(
            "`{typed}` is no community that {} knows: type it as it is called there, such as bread@lemmy.world",
            host(base)
        );
        Cause::new("community_unknown", says)
    };
    let name = called(typed, base).ok_or_else(unknown)?;
    let mut request = signed(base, "/api/v3/community", token);
    request.url.query_pairs_mut().append_pair("name", &name);
    match asked(http, request, now).await {
        Heard::Yes(said) => Ok(said),
        Heard::No(status, said) if is_over(status, &said) => Err(not_known(base)),
        Heard::No(..) => Err(unknown()),
        other => Err(away(other)),
    }
}

/// The community that somebody typed, as servers call it: with its server's name where that is another one.
fn called(typed: &str, base: &Url) -> Option<String> {
    let typed = typed.trim().trim_end_matches('/');
    let from = typed.parse::<Url>().ok().and_then(|url| url.host_str().map(str::to_owned));
    let last = typed.rsplit('/').next().unwrap_or(typed).trim_start_matches('!');
    let (name, home) = match last.split_once('@') {
        Some((name, home)) => (name, home.to_ascii_lowercase()),
        None => (last, from.unwrap_or_else(|| host(base))),
    };
    let is_name = !name.is_empty() && name.chars().all(|sign| sign.is_alphanumeric() || sign == '_');
    let is_own = home == host(base);
    is_name.then(|| if is_own { name.to_owned() } else { format!("{name}@{home}") })
}

fn not_known(base: &Url) -> Cause {
    Cause::new("not_let_in", format!("{} does not know who this is: sign in again", host(base)))
}

pub(super) fn no_network(base: &Url) -> Cause {
    Cause::new("no_network", format!("{} is no server of Lemmy’s kind", host(base)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_community_is_known_however_it_was_typed() {
        let base: Url = "https://lemmy.world/".parse().unwrap();
        let of = |typed: &str| called(typed, &base);
        assert_eq!(of("bread").as_deref(), Some("bread"));
        assert_eq!(of(" !bread@lemmy.world ").as_deref(), Some("bread"));
        assert_eq!(of("!bread@Feddit.org").as_deref(), Some("bread@feddit.org"));
        assert_eq!(of("https://lemmy.world/c/bread/").as_deref(), Some("bread"));
        assert_eq!(of("https://lemmy.world/c/bread@feddit.org").as_deref(), Some("bread@feddit.org"));
        assert_eq!(of("https://feddit.org/c/bread").as_deref(), Some("bread@feddit.org"));
        assert_eq!([of(""), of("!"), of("two words")], [None, None, None]);
    }
}
