//! What Facebook says of a Page's token: for what it is good, and until when
//! (developers.facebook.com/docs/graph-api/reference/debug_token, read 2026-11-27).

use jiff::Timestamp;
use serde_json::Value;

use super::publish::NAME;
use crate::publish::graph::{self, signed};
use crate::publish::{Checking, Finding, Heard, Topic, ends};

const APPS: &str = "https://developers.facebook.com/apps/";
/// Without which no post goes out, or none is read back.
const NEEDED: [&str; 2] = ["pages_manage_posts", "pages_read_engagement"];

/// Without which first comments are refused, or not found again.
const COMMENTING: [&str; 2] = ["pages_manage_engagement", "pages_read_user_engagement"];

pub(super) async fn all(it: Checking<'_>) -> Vec<Finding> {
    let mut request = graph::at(&it.account.base, &["debug_token"]);
    request.url.query_pairs_mut().append_pair("input_token", it.account.secret.text("token"));
    let mut findings =
        match graph::ask(it.http, signed(request, it.account), it.now).await.hiding(it.account.secret.text("token")) {
            Heard::Yes(said) => of_token(&said["data"], it.now),
            Heard::No(status, said) => {
                let cause = graph::not_let_in(NAME, Heard::No(status, said));
                vec![Finding::wrong(Topic::LetIn, cause.says, "Connect the Page again.").at("/accounts")]
            }
            heard => vec![Finding::of(Topic::LetIn, heard, "")],
        };
    findings.push(
        Finding {
            remedy: Some(
                "Look at the top of your app’s page: in development, nobody but its own people sees what it posts."
                    .to_owned(),
            ),
            ..Finding::unknown(Topic::Mode, "Facebook tells no program whether its app is live.")
        }
        .at(APPS),
    );
    findings
}

fn of_token(token: &Value, now: Timestamp) -> Vec<Finding> {
    if token["is_valid"] != true {
        let why = token["error"]["message"].as_str().unwrap_or("it is not valid any more");
        let says = format!("Facebook does not take the Page’s token: {why}.");
        return vec![Finding::wrong(Topic::LetIn, says, "Connect the Page again.").at("/accounts")];
    }
    let scopes: Vec<&str> = token["scopes"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let missing: Vec<&str> = NEEDED.into_iter().filter(|wanted| !scopes.contains(wanted)).collect();
    let may = if missing.is_empty() {
        let comments = COMMENTING.into_iter().all(|wanted| scopes.contains(&wanted));
        let says = if comments {
            ""
        } else {
            " For first comments it lacks pages_manage_engagement and pages_read_user_engagement."
        };
        Finding::fine(Topic::Scopes, format!("The token may post to the Page and read its posts.{says}"))
    } else {
        let says = format!("The token lacks {}.", missing.join(" and "));
        Finding::wrong(Topic::Scopes, says, "Connect the Page again, and let your app do that.").at("/accounts")
    };
    // 0: it does not end by itself. What the app may read of its person ends all the same.
    let instant = |name: &str| token[name].as_i64().filter(|at| *at > 0).and_then(|at| Timestamp::from_second(at).ok());
    let end = match instant("expires_at").or_else(|| instant("data_access_expires_at")) {
        Some(until) => ends(Some(until), now),
        None => Finding::fine(Topic::End, "The token does not end by itself."),
    };
    vec![Finding::fine(Topic::LetIn, "Facebook lets the Page in."), may, end]
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::publish::Health;

    #[test]
    fn what_a_token_lacks_and_when_it_ends_is_told() {
        let now: Timestamp = "2026-11-27T06:00:00Z".parse().unwrap();
        let of = |token: &Value| of_token(token, now).iter().map(|it| it.health).collect::<Vec<_>>();
        let fine = json!({ "is_valid": true, "scopes": NEEDED, "expires_at": 0 });
        assert_eq!(of(&fine), [Health::Fine; 3]);
        let soon =
            json!({ "is_valid": true, "scopes": ["pages_manage_posts"], "expires_at": now.as_second() + 86_400 });
        assert_eq!(of(&soon), [Health::Fine, Health::Wrong, Health::Wrong]);
        assert_eq!(of(&json!({ "is_valid": false })), [Health::Wrong]);
        assert_eq!(of(&Value::Null), [Health::Wrong]);
    }
}
