//! What a server of Mastodon's kind says of an account: whether its token is good, for what, and how much a post may have.

use serde_json::Value;

use super::publish::{RESET, host, signed};
use crate::publish::{Checking, Finding, Heard, Topic, ask, at};

/// What is needed, each with the wider ones that include it.
const NEEDED: &[(&str, &[&str])] = &[
    ("write:statuses", &["write:statuses", "write"]),
    ("write:media", &["write:media", "write"]),
    ("read:statuses", &["read:statuses", "read"]),
];

pub(super) async fn all(it: Checking<'_>) -> Vec<Finding> {
    let host = host(&it.account.base);
    let again = "Connect the account again.";
    let let_in = match asked(it, "/api/v1/accounts/verify_credentials").await {
        Heard::Yes(_) => Finding::fine(Topic::LetIn, format!("{host} lets {} in.", it.account.name)),
        heard => Finding::of(Topic::LetIn, heard, again).at("/accounts"),
    };
    let scopes = match asked(it, "/api/v1/apps/verify_credentials").await {
        Heard::Yes(said) => scopes(&said, &host),
        heard => Finding::of(Topic::Scopes, heard, again),
    };
    let limits = match asked(it, "/api/v2/instance").await {
        Heard::Yes(said) => limits(&said, &host),
        heard => Finding::of(Topic::Limits, heard, "Look whether the server is well."),
    };
    vec![let_in, scopes, limits]
}

async fn asked(it: Checking<'_>, path: &str) -> Heard {
    ask(it.http, signed(at(&it.account.base, path), it.account), RESET, it.now).await
}

/// What the token's app may do; older servers do not say.
fn scopes(said: &Value, host: &str) -> Finding {
    let Some(given) = said["scopes"].as_array() else {
        return Finding::unknown(Topic::Scopes, format!("{host} does not say what the token may do."));
    };
    let has = |names: &[&str]| given.iter().any(|it| it.as_str().is_some_and(|it| names.contains(&it)));
    let missing: Vec<&str> = NEEDED.iter().filter(|(_, any)| !has(any)).map(|(name, _)| *name).collect();
    if missing.is_empty() {
        return Finding::fine(Topic::Scopes, "The token may post, send pictures and read the account’s posts.");
    }
    let says = format!("The token’s app lacks {}.", missing.join(", "));
    let remedy = "Sign in again on your server’s page, or give the application these scopes and copy its new token.";
    Finding::wrong(Topic::Scopes, says, remedy).at(format!("https://{host}/settings/applications"))
}

fn limits(said: &Value, host: &str) -> Finding {
    let of = |name: &str| said.pointer(&format!("/configuration/statuses/{name}")).and_then(Value::as_u64);
    match (of("max_characters"), of("max_media_attachments")) {
        (Some(signs), Some(pictures)) => {
            Finding::fine(Topic::Limits, format!("{host} takes {signs} characters and {pictures} pictures in a post."))
        }
        _ => Finding::unknown(Topic::Limits, format!("{host} does not say how much a post may have.")),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::publish::Health;

    #[test]
    fn a_token_that_may_not_post_is_told_with_what_is_missing() {
        let of = |given: &[&str]| scopes(&json!({ "scopes": given }), "a.example");
        assert_eq!(of(&["read", "write"]).health, Health::Fine);
        let lacking = of(&["read:statuses", "write:media"]);
        assert_eq!((lacking.health, &*lacking.says), (Health::Wrong, "The token’s app lacks write:statuses."));
        assert_eq!(scopes(&json!({}), "a.example").health, Health::Unknown);
    }
}
