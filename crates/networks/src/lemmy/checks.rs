//! What a server of Lemmy's kind says of an account: whether it knows it, and whether it may post in its community.

use serde_json::Value;

use super::publish::{asked, host, numbers, signed};
use super::sign_in::person;
use crate::publish::{Checking, Finding, Heard, Topic};

pub(super) async fn all(it: Checking<'_>) -> Vec<Finding> {
    let (base, token) = (&it.account.base, it.account.secret.text("token"));
    let again = "Connect the account again.";
    let let_in = match person(it.http, base, token, it.now).await {
        Ok((_, name)) => Finding::fine(Topic::LetIn, format!("{} lets {name} in.", host(base))),
        Err(cause) if cause.code == "network_away" => Finding::unknown(Topic::LetIn, cause.says),
        Err(cause) => Finding::wrong(Topic::LetIn, format!("{}.", cause.says), again).at("/accounts"),
    };
    let (person, community) = numbers(&it.account.identity);
    let mut request = signed(base, "/api/v3/community", token);
    request.url.query_pairs_mut().append_pair("id", &community.to_string());
    let role = match asked(it.http, request, it.now).await {
        Heard::Yes(said) => role(&said, person),
        heard => Finding::of(Topic::Role, heard, "Look whether the community is still there."),
    };
    vec![let_in, role]
}

/// Whether one may post there.
fn role(said: &Value, person: u64) -> Finding {
    let view = &said["community_view"];
    let community = &view["community"];
    let Some(name) = community["name"].as_str() else {
        return Finding::unknown(Topic::Role, "The server does not say how the community is.");
    };
    let mut moderators = said["moderators"].as_array().into_iter().flatten();
    let moderates = moderators.any(|it| it["moderator"]["id"] == person);
    if community["removed"] == true || community["deleted"] == true {
        return Finding::wrong(Topic::Role, format!("!{name} is not there any more."), "Connect another community.");
    }
    if view["banned_from_community"] == true {
        let says = format!("The moderators of !{name} do not let this user post there.");
        return Finding::wrong(Topic::Role, says, "Ask them why, or connect another community.");
    }
    if community["posting_restricted_to_mods"] == true && !moderates {
        let says = format!("Only moderators post in !{name}.");
        return Finding::wrong(Topic::Role, says, "Ask them to make you one, or connect another community.");
    }
    Finding::fine(Topic::Role, format!("The account may post in !{name}."))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::publish::Health;

    #[test]
    fn who_may_not_post_in_a_community_is_told_before_a_post_fails_of_it() {
        let of = |view: Value| {
            role(&json!({ "community_view": view, "moderators": [{ "moderator": { "id": 7 } }] }), 8).health
        };
        assert_eq!(of(json!({ "community": { "name": "bread" } })), Health::Fine);
        assert_eq!(of(json!({ "community": { "name": "bread" }, "banned_from_community": true })), Health::Wrong);
        let closed = json!({ "community": { "name": "bread", "posting_restricted_to_mods": true } });
        assert_eq!(of(closed.clone()), Health::Wrong);
        let said = json!({ "community_view": closed, "moderators": [{ "moderator": { "id": 8 } }] });
        assert_eq!(role(&said, 8).health, Health::Fine);
        assert_eq!(of(json!({ "community": { "name": "bread", "removed": true } })), Health::Wrong);
        assert_eq!(role(&json!({}), 8).health, Health::Unknown);
    }
}
