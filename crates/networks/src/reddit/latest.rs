//! The account's own latest posts, in which a post of ours is known again. Reddit lists a thousand of them.

use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

use super::publish::{asked, home, of, receipt};
use crate::publish::{Heard, Settled, With, bare, carries, made, plain};

/// Posts of a page, and pages.
const LATEST: &str = "100";
const PAGES: usize = 10;
/// By so much its clock may be behind ours.
const BEHIND: SignedDuration = SignedDuration::from_hours(1);

/// Looks for the post among those since it was planned.
pub(super) async fn find(with: &With<'_>, frozen: &Value) -> Settled {
    let since = made(&frozen["since"]).unwrap_or(Timestamp::MIN);
    let since = since.checked_sub(BEHIND).unwrap_or(Timestamp::MIN);
    let (user, community) = home(&with.account.identity);
    let mut after: Option<String> = None;
    for _ in 0..PAGES {
        let mut request = of(with.account, &format!("/user/{user}/submitted"));
        request
            .url
            .query_pairs_mut()
            // Without this it writes & as in HTML.
            .append_pair("raw_json", "1")
            .append_pair("sort", "new")
            .append_pair("limit", LATEST)
            .extend_pairs(after.iter().map(|after| ("after", after)));
        let said = match asked(with.http, request, with.now).await {
            Heard::Yes(said) => said,
            Heard::No(401, said) => return Settled::LetIn(plain(&said)),
            Heard::No(status, said) => return Settled::Later(format!("Reddit answers {status}: {}", plain(&said))),
            other => return other.later(),
        };
        let Some(posts) = said.pointer("/data/children").and_then(Value::as_array) else {
            return Settled::Later("Reddit’s answer was not understood".to_owned());
        };
        let mut posts = posts.iter().map(|it| &it["data"]);
        let ours =
            posts.clone().filter(|it| it["subreddit"].as_str().is_some_and(|it| it.eq_ignore_ascii_case(community)));
        if let Some(receipt) = ours.clone().find(|it| is_it(it, frozen, (with.token, since))).and_then(receipt) {
            return Settled::Live(receipt);
        }
        let is_older = posts.next_back().and_then(|it| made(&it["created_utc"])).is_none_or(|at| at < since);
        after = said.pointer("/data/after").and_then(Value::as_str).map(str::to_owned);
        if is_older || after.is_none() {
            return Settled::Nothing;
        }
    }
    let says = "the account has more posts since then than Reddit lists: look there, and say here whether it is there";
    Settled::NobodyKnows(says.to_owned())
}

fn is_it(post: &Value, frozen: &Value, (token, since): (Option<&str>, Timestamp)) -> bool {
    let text = |it: &Value, name: &str| it[name].as_str().unwrap_or_default().to_owned();
    match token {
        Some(token) => ["url", "selftext", "title"].iter().any(|name| carries(&text(post, name), token)),
        None => {
            let ours = &frozen["post"];
            bare(&text(post, "title")) == bare(&text(ours, "title"))
                && bare(&text(post, "selftext")) == bare(&text(ours, "text"))
                && made(&post["created_utc"]).is_some_and(|at| at >= since)
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_post_is_known_by_its_code_and_without_one_by_its_words_and_its_time() {
        let frozen = json!({ "post": { "title": "Rye & wheat", "text": "Warm" } });
        let since: Timestamp = "2026-11-26T12:00:00Z".parse().unwrap();
        let post = |text: &str, at: f64| json!({ "title": "Rye & wheat", "selftext": text, "created_utc": at });
        assert!(is_it(&post("Warm", 1_795_694_401.0), &frozen, (None, since)));
        assert!(!is_it(&post("Warm", 1_795_694_399.0), &frozen, (None, since)));
        assert!(!is_it(&post("Cold", 1_795_694_401.0), &frozen, (None, since)));
        let linked = json!({ "url": "https://b.example/?a=b&e=k7q4mxz" });
        assert!(is_it(&linked, &frozen, (Some("k7q4mxz"), since)));
        assert!(!is_it(&linked, &frozen, (Some("k7q4mx"), since)));
    }
}
