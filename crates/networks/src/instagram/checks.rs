//! What Instagram says of an account, and whether it reaches the pictures that it fetches itself.

use serde_json::Value;

use super::publish::NAME;
use crate::publish::graph::{self, signed};
use crate::publish::{Checking, Finding, Heard, Topic};

pub(super) async fn all(it: Checking<'_>) -> Vec<Finding> {
    let request =
        graph::look(&it.account.base, &[&it.account.identity, "content_publishing_limit"], "quota_usage,config");
    let quota = match graph::ask(it.http, signed(request, it.account), it.now).await {
        Heard::Yes(said) => quota(&said),
        Heard::No(status, said) => {
            let cause = graph::not_let_in(NAME, Heard::No(status, said));
            vec![Finding::wrong(
                Topic::Scopes,
                cause.says,
                "Connect the account again, with instagram_business_content_publish.",
            )]
        }
        heard => vec![Finding::of(Topic::LetIn, heard, "")],
    };
    quota.into_iter().chain([media(it.base)]).collect()
}

/// What is left of a day's posts.
fn quota(said: &Value) -> Vec<Finding> {
    let let_in = Finding::fine(Topic::LetIn, "Instagram lets the account in, to post.");
    let of = |place: &str| said.pointer(place).and_then(Value::as_u64);
    let left = match (of("/data/0/quota_usage"), of("/data/0/config/quota_total")) {
        (Some(used), Some(total)) if used >= total => {
            let says = format!("All {total} posts of a day are used.");
            Finding::wrong(Topic::Quota, says, "Nothing is to be done: what is due goes out when the day is over.")
        }
        (Some(used), Some(total)) => Finding::fine(Topic::Quota, format!("{used} of {total} posts of a day are used.")),
        _ => Finding::unknown(Topic::Quota, "Instagram does not say how many posts are left."),
    };
    vec![let_in, left]
}

/// Instagram takes no file, and fetches every picture from this house.
fn media(base: Option<&str>) -> Finding {
    match base {
        Some(base) if base.starts_with("https://") => {
            Finding::fine(Topic::Media, format!("Instagram fetches pictures from {base}, where this house answers."))
        }
        Some(base) => Finding::wrong(
            Topic::Media,
            format!("Instagram fetches pictures itself, and this house is at {base}, without TLS."),
            "Put a proxy with a certificate before it, and name its address with --public-address.",
        ),
        None => Finding::wrong(
            Topic::Media,
            "Instagram fetches pictures itself, and this house answers nowhere on the web.",
            "Start it with --public-address, at an address that leads here from outside.",
        ),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::publish::Health;

    #[test]
    fn a_day_that_is_used_up_and_a_house_that_nobody_reaches_are_told() {
        let of = |used: u32| {
            let said = json!({ "data": [{ "quota_usage": used, "config": { "quota_total": 50 } }] });
            quota(&said)[1].health
        };
        assert_eq!([of(0), of(49), of(50)], [Health::Fine, Health::Fine, Health::Wrong]);
        assert_eq!(media(None).health, Health::Wrong);
        assert_eq!(media(Some("http://tidings.lan")).health, Health::Wrong);
        assert_eq!(media(Some("https://tidings.example")).health, Health::Fine);
    }
}
