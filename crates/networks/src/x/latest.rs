//! The account's own latest posts, in which a post of ours is known again. X shows links short, and tells beside the text
//! where each leads. Reading is charged by the post, so that nothing older than the plan is asked for, and few at first.

use serde_json::Value;

use super::paid::{self, OWN_READ};
use super::publish::{receipt, signed};
use crate::http::Request;
use crate::publish::{Heard, Settled, Stands, With, at, carries, plain};

/// Posts on each page that is read; whoever posts more at a time than they are looks himself.
const PAGES: [u64; 9] = [10, 100, 100, 100, 100, 100, 100, 100, 100];
/// The fewest that X lets anybody ask for.
const FEWEST: u64 = 5;

/// The account's posts.
fn own(with: &With<'_>) -> Request {
    signed(at(&with.account.base, &format!("/2/users/{}/tweets", with.account.identity)), with.account)
}

/// The post of that id, as it stands among the account's own, where one is cheapest; `None`: it is not among them; `Err`: what
/// the look comes to all the same.
pub(super) async fn only(with: &With<'_>, id: &str) -> Result<Option<Value>, Stands> {
    let Some(number) = id.parse::<u64>().ok().filter(|number| *number > 0) else { return Ok(None) };
    let mut request = own(with);
    request
        .url
        .query_pairs_mut()
        .append_pair("max_results", &FEWEST.to_string())
        .append_pair("since_id", &(number - 1).to_string())
        .append_pair("until_id", &number.saturating_add(1).to_string())
        .append_pair("tweet.fields", "public_metrics");
    match paid::read(with, request, (OWN_READ, 1)).await {
        Heard::Yes(said) if said["meta"].is_object() => {
            let posts = said["data"].as_array().into_iter().flatten();
            Ok(posts.into_iter().find(|post| post["id"] == id).cloned())
        }
        Heard::Yes(said) => Err(Stands::Unknown(format!("X tells no posts: {}", plain(&said)))),
        Heard::No(401, said) => Err(Stands::LetIn(plain(&said))),
        Heard::No(status, said) => Err(Stands::Unknown(format!("X answers {status}: {}", plain(&said)))),
        other => Err(Stands::Unknown(other.why())),
    }
}

/// Looks for the post among those since it was planned.
pub(super) async fn find(with: &With<'_>, frozen: &Value) -> Settled {
    let mut next: Option<String> = None;
    for most in PAGES {
        let mut request = own(with);
        let since = frozen["since"].as_str().unwrap_or_default();
        request
            .url
            .query_pairs_mut()
            .append_pair("max_results", &most.to_string())
            .append_pair("start_time", since)
            .append_pair("tweet.fields", "created_at,entities,referenced_tweets")
            .extend_pairs(next.iter().map(|token| ("pagination_token", token)));
        let said = match paid::read(with, request, (OWN_READ, most)).await {
            Heard::Yes(said) if said["meta"].is_object() => said,
            Heard::Yes(said) => return Settled::Later(format!("X tells no posts: {}", plain(&said))),
            Heard::No(401, said) => return Settled::LetIn(plain(&said)),
            Heard::No(status, said) => return Settled::Later(format!("X answers {status}: {}", plain(&said))),
            other => return other.later(),
        };
        let written = frozen["text"].as_str().unwrap_or_default();
        let mut posts = said["data"].as_array().into_iter().flatten();
        let answers = frozen["reply"].as_str();
        let is_it =
            |post: &&Value| is_it(post, with.token, written) && (with.token.is_some() || above(post) == answers);
        if let Some(id) = posts.find(is_it).and_then(|post| post["id"].as_str()) {
            return Settled::Live(receipt(id, with.account));
        }
        next = said.pointer("/meta/next_token").and_then(Value::as_str).map(str::to_owned);
        if next.is_none() {
            return Settled::Nothing;
        }
    }
    Settled::NobodyKnows(
        "the account has more posts since then than are read back: look on X, and say so here".to_owned(),
    )
}

/// Which post it answers.
fn above(post: &Value) -> Option<&str> {
    let all = post["referenced_tweets"].as_array().into_iter().flatten();
    all.filter(|it| it["type"] == "replied_to").find_map(|it| it["id"].as_str())
}

fn is_it(post: &Value, token: Option<&str>, written: &str) -> bool {
    match token {
        // An address that X takes for none stands in the text as it was written.
        Some(token) => {
            let mut ways = urls(post).flat_map(|url| [text(url, "expanded_url"), text(url, "unwound_url")]);
            ways.any(|way| carries(way, token)) || carries(text(post, "text"), token)
        }
        None => says_the_same(post, written),
    }
}

/// Whether a post says what was written: links aside, which are short in it, and the one to its own pictures.
fn says_the_same(post: &Value, written: &str) -> bool {
    let mut theirs = htmlize::unescape(text(post, "text")).into_owned();
    for url in urls(post).filter(|url| !text(url, "url").is_empty()) {
        theirs = theirs.replace(text(url, "url"), "\0");
        let address = text(url, "expanded_url").trim_end_matches('/');
        let address = address.split_once("://").map_or(address, |(_, address)| address);
        if url.get("media_key").is_none() && !written.contains(address) {
            return false;
        }
    }
    let (theirs, ours) = (solid(&theirs), solid(written));
    let mut pieces = theirs.split('\0');
    let Some(mut rest) = pieces.next().and_then(|first| ours.strip_prefix(first)) else { return false };
    let pieces: Vec<&str> = pieces.collect();
    let Some((last, between)) = pieces.split_last() else { return rest.is_empty() };
    for piece in between {
        match rest.find(piece) {
            Some(at) => rest = &rest[at + piece.len()..],
            None => return false,
        }
    }
    rest.ends_with(last)
}

fn urls(post: &Value) -> impl Iterator<Item = &Value> {
    post.pointer("/entities/urls").and_then(Value::as_array).into_iter().flatten()
}

fn text<'v>(value: &'v Value, name: &str) -> &'v str {
    value[name].as_str().unwrap_or_default()
}

fn solid(text: &str) -> String {
    text.chars().filter(|sign| !sign.is_whitespace()).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn post(text: &str, address: &str) -> Value {
        let urls = json!([{ "url": "https://t.co/a1", "expanded_url": address }]);
        json!({ "id": "1", "text": text, "entities": { "urls": urls } })
    }

    #[test]
    fn a_post_is_known_by_the_token_in_its_link_wherever_that_is_told() {
        let ours = post("Rye https://t.co/a1", "https://bakery.example/rye?e=k7q4mxz");
        assert!(is_it(&ours, Some("k7q4mxz"), ""));
        assert!(!is_it(&ours, Some("k7q4mx"), ""));
        assert!(is_it(&json!({ "text": "Rye http://bakery/?a=b&amp;e=k7q4mxz" }), Some("k7q4mxz"), ""));
        assert!(!is_it(&json!({ "text": "Rye k7q4mxz" }), Some("k7q4mxz"), "Rye k7q4mxz"));
    }

    #[test]
    fn one_without_a_token_is_known_by_what_it_says_beside_its_links() {
        let written = "Bread & butter: bakery.example/rye\n\ntoday";
        assert!(is_it(
            &post("Bread &amp; butter: https://t.co/a1\n\ntoday", "http://bakery.example/rye"),
            None,
            written
        ));
        assert!(!is_it(&post("Bread &amp; butter: https://t.co/a1\n\ntoday", "http://other.example/"), None, written));
        assert!(!is_it(&post("Bread: https://t.co/a1", "http://bakery.example/rye"), None, written));
        assert!(!is_it(&json!({ "text": "Bread & butter" }), None, written));
        assert!(is_it(&json!({ "text": "Rye" }), None, "Rye"));
        let pictured = json!({ "text": "Rye https://t.co/p", "entities": { "urls": [
            { "url": "https://t.co/p", "expanded_url": "https://x.com/shop/status/1/photo/1", "media_key": "3_1" }] } });
        assert!(is_it(&pictured, None, "Rye"));
    }
}
