//! What Bluesky's servers say of an account: whether they let it in, whether it is shown, and until when.

use serde_json::Value;

use super::publish::{RESET, at};
use crate::publish::oauth::ask_as;
use crate::publish::{Checking, Finding, Heard, Topic};

pub(super) async fn all(it: Checking<'_>) -> Vec<Finding> {
    let request = at(&it.account.base, "com.atproto.server.getSession");
    let said = match ask_as(it.http, request, (it.account, "access"), RESET, it.now).await {
        Heard::Yes(said) => said,
        heard => return vec![Finding::of(Topic::LetIn, heard, "Connect the account again.").at("/accounts")],
    };
    let name = &it.account.name;
    vec![Finding::fine(Topic::LetIn, format!("The server lets {name} in.")), shown(&said), end(&it.account.secret.0)]
}

/// Whether others see the account.
fn shown(said: &Value) -> Finding {
    if said["active"] != false {
        return Finding::fine(Topic::Role, "The account is active.");
    }
    let why = said["status"].as_str().unwrap_or("not active");
    let remedy = "Sign in at Bluesky and see what it says; while it is so, nobody sees its posts.";
    Finding::wrong(Topic::Role, format!("The account is {why}."), remedy).at("https://bsky.app/settings/account")
}

/// Until when it is let in: an app password does not end, and what a server gave ends as `sign_in.rs` says.
fn end(secret: &Value) -> Finding {
    let says = match (secret["oauth"].is_object(), secret["oauth"]["grant"]["client"]["shows"].get("signed").is_some())
    {
        (false, _) => {
            "An app password does not end. Take it back in Bluesky’s settings when it is not needed any more."
        }
        (true, true) => {
            "The server asks for another sign-in two years after the last one, or after three months without a post."
        }
        (true, false) => {
            "The server asks for another sign-in two weeks after the last one, since it cannot look up this house. With an app password, or a house with a public https address, it lasts longer."
        }
    };
    Finding::fine(Topic::End, says)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::publish::Health;

    #[test]
    fn an_account_that_nobody_sees_is_told_and_one_of_an_older_server_is_not() {
        assert_eq!(shown(&json!({ "active": false, "status": "takendown" })).says, "The account is takendown.");
        assert_eq!([shown(&json!({ "active": true })), shown(&json!({}))].map(|it| it.health), [Health::Fine; 2]);
    }
}
