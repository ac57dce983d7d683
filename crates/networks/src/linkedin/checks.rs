//! What LinkedIn says of an account: whether its token is good, whether it may post for its page, and until when.

use super::publish::{organization, person};
use crate::publish::{Checking, Finding, Topic, ends};

pub(super) async fn all(it: Checking<'_>) -> Vec<Finding> {
    let (topic, asked) = match it.account.identity.strip_prefix("urn:li:organization:") {
        Some(page) => (Topic::Role, organization(it.http, it.account, page, it.now).await),
        None => (Topic::LetIn, person(it.http, it.account, it.now).await),
    };
    let first = match asked {
        Ok((_, name)) if topic == Topic::Role => Finding::fine(topic, format!("The token may post for {name}.")),
        Ok((_, name)) => Finding::fine(topic, format!("LinkedIn lets {name} in.")),
        Err(cause) if cause.code == "network_away" => Finding::unknown(topic, cause.says),
        Err(cause) => Finding::wrong(topic, cause.says, "Put that right at LinkedIn, then connect the account again.")
            .at("https://www.linkedin.com/developers/apps"),
    };
    vec![first, ends(it.until, it.now)]
}
