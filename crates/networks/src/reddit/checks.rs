//! What Reddit says of an account: whether its token is good, and whether it may post in its community.

use serde_json::Value;

use super::publish::{community, home, person};
use crate::publish::{Checking, Finding, Topic};

pub(super) async fn all(it: Checking<'_>) -> Vec<Finding> {
    let let_in = match person(it.http, it.account, it.now).await {
        Ok(name) => Finding::fine(Topic::LetIn, format!("Reddit lets u/{name} in.")),
        Err(cause) if cause.code == "network_away" => Finding::unknown(Topic::LetIn, cause.says),
        Err(cause) => {
            Finding::wrong(Topic::LetIn, format!("{}.", cause.says), "Connect the account again.").at("/accounts")
        }
    };
    let (_, name) = home(&it.account.identity);
    let role = match community(it.http, it.account, name, it.now).await {
        Ok(said) => role(&said, name),
        Err(cause) if cause.code == "network_away" => Finding::unknown(Topic::Role, cause.says),
        Err(cause) => Finding::wrong(Topic::Role, format!("{}.", cause.says), "Connect another community."),
    };
    vec![let_in, role]
}

/// Whether one may post there, and what.
fn role(said: &Value, name: &str) -> Finding {
    let rules = format!("https://www.reddit.com/r/{name}/about/rules");
    if said["user_is_banned"] == true {
        let says = format!("The moderators of r/{name} do not let this account post there.");
        return Finding::wrong(Topic::Role, says, "Ask them why, or connect another community.").at(rules);
    }
    let open = matches!(said["subreddit_type"].as_str(), Some("public" | "user"));
    if !open && said["user_is_contributor"] != true && said["user_is_moderator"] != true {
        let says = format!("r/{name} takes posts of those alone whom its moderators let in.");
        return Finding::wrong(Topic::Role, says, "Ask them, or connect another community.").at(rules);
    }
    let takes = match said["submission_type"].as_str() {
        Some("link") => "links alone, so that every post needs a page",
        Some("self") => "texts alone, so that no post may have a page",
        _ => "links and texts",
    };
    Finding::fine(Topic::Role, format!("The account may post in r/{name}, which takes {takes}. Its rules count too."))
        .at(rules)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::publish::Health;

    #[test]
    fn who_may_not_post_in_a_community_is_told_before_a_post_fails_of_it() {
        let of = |said: Value| role(&said, "bread").health;
        assert_eq!(of(json!({ "subreddit_type": "public" })), Health::Fine);
        assert_eq!(of(json!({ "subreddit_type": "public", "user_is_banned": true })), Health::Wrong);
        assert_eq!(of(json!({ "subreddit_type": "restricted" })), Health::Wrong);
        assert_eq!(of(json!({ "subreddit_type": "restricted", "user_is_contributor": true })), Health::Fine);
        assert!(
            role(&json!({ "subreddit_type": "public", "submission_type": "self" }), "bread").says.contains("texts")
        );
    }
}
