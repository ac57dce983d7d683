//! Graph: what Meta's networks say alike. Tokens in a header, errors with a code and a subcode, rest in minutes.
//!
//! From developers.facebook.com/docs/graph-api/guides/error-handling and /overview/rate-limiting, from notes, and
//! /documentation/pages-api/posts, read 2026-11-26.

use std::time::Duration;

use jiff::Timestamp;
use serde_json::Value;
use url::Url;

use super::{Account, Came, Cause, Heard, Medium, answer, bare, carries, plain, understood};
use crate::http::{Http, Request};

pub(crate) const VERSION: &str = "v25.0";
/// In which a network says how many minutes it wants to be left alone.
const USAGE: &str = "x-business-use-case-usage";
/// A post of ours may say that it is so much older than the time at which it was due: clocks differ.
const CLOCKS: i64 = 300;

/// What is asked for at `parts` of the version that we speak.
pub(crate) fn at(base: &Url, parts: &[&str]) -> Request {
    below(base, &[&[VERSION], parts].concat())
}

/// The same without a version, for what has none.
pub(crate) fn below(base: &Url, parts: &[&str]) -> Request {
    let mut url = base.clone();
    if let Ok(mut path) = url.path_segments_mut() {
        path.pop_if_empty().extend(parts);
    }
    // A token is for this host alone.
    Request::new(url).redirects(0)
}

/// The same, with these fields and no others in the answer.
pub(crate) fn look(base: &Url, parts: &[&str], wanted: &str) -> Request {
    let mut request = at(base, parts);
    request.url.query_pairs_mut().append_pair("fields", wanted);
    request
}

/// Signed with the account's token, which stands in no address and so in no log.
pub(crate) fn signed(request: Request, account: &Account) -> Request {
    request.header("authorization", format!("Bearer {}", account.secret.text("token")))
}

/// What Graph refuses for, as far as its own number tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Why {
    /// The token is over.
    LetIn,
    /// The token is good, and not for this.
    NotAllowed,
    /// Too much at a time.
    Limited,
    /// The account is held back.
    Blocked,
    /// The same stands there already.
    Twice,
    /// There is no such thing, or none that this token may see.
    NotThere,
    /// Their own fault.
    Theirs,
    /// Something else.
    Else,
}

/// Why it is refused.
pub(crate) fn why(said: &Value) -> Why {
    let number = |name: &str| said["error"][name].as_i64().unwrap_or(0);
    match (number("code"), number("error_subcode")) {
        (102 | 190 | 2_500, _) => Why::LetIn,
        (3 | 10 | 200..=299, _) => Why::NotAllowed,
        // Of the app, the user, the page, the kind of call; 80001 and on of a business; 9 with that subcode of Instagram.
        (4 | 17 | 32 | 341 | 613 | 80_001..=80_014, _) | (9, 2_207_042) => Why::Limited,
        (368, _) => Why::Blocked,
        (506, _) => Why::Twice,
        (100, 33) => Why::NotThere,
        (1 | 2, _) => Why::Theirs,
        _ => Why::Else,
    }
}

/// Asks, and says what the answer proves. Graph limits with a refusal, and fails with one.
pub(crate) async fn ask(http: &Http, request: Request, now: Timestamp) -> Heard {
    let answer = match answer(http, request).await {
        Ok(answer) => answer,
        Err(heard) => return heard,
    };
    let rested = || answer.header(USAGE).and_then(rest).and_then(|wait| now.checked_add(wait).ok());
    match understood(&answer, "", now) {
        Heard::No(_, said) if why(&said) == Why::Limited => Heard::Limited(rested()),
        Heard::No(status, said) if why(&said) == Why::Theirs => {
            Heard::Unknown(format!("the network answers {status}: {}", plain(&said)))
        }
        other => other,
    }
}

/// How long the network wants to be left alone.
fn rest(usage: &str) -> Option<Duration> {
    let usage: Value = serde_json::from_str(usage).ok()?;
    let each = usage.as_object()?.values().filter_map(Value::as_array).flatten();
    let minutes = each.filter_map(|it| it["estimated_time_to_regain_access"].as_u64()).max()?;
    (minutes > 0).then(|| Duration::from_secs(minutes.saturating_mul(60)))
}

/// What a refusal of a step means, told with what to do.
pub(crate) fn refused(network: &str, heard: Heard) -> Came {
    let Heard::No(_, said) = heard else { return heard.other() };
    let words = plain(&said);
    let because = |code: &str, says: String| Came::Refused(Cause::new(code, says));
    match why(&said) {
        Why::LetIn => Came::LetIn(words),
        Why::NotAllowed => because(
            "not_allowed",
            format!(
                "{network} does not let this token post ({words}): make a new one with every permission that the guide names, and connect the account again"
            ),
        ),
        Why::Blocked => because(
            "blocked",
            format!(
                "{network} holds this account back ({words}): look there into its support inbox, wait until it is free, then send the post again"
            ),
        ),
        Why::Twice => because(
            "duplicate",
            format!("{network} takes the same post only once ({words}): change its words, then send it again"),
        ),
        _ => because("refused", format!("{network} does not take the post: {words}")),
    }
}

/// Why a token lets nobody in, at connecting.
pub(crate) fn not_let_in(network: &str, heard: Heard) -> Cause {
    let Heard::No(_, said) = heard else { return super::away(heard) };
    let words = plain(&said);
    match why(&said) {
        Why::LetIn => Cause::new(
            "not_let_in",
            format!(
                "{network} does not take this token ({words}): make a new one as the guide says, and copy all of it"
            ),
        ),
        Why::NotAllowed => Cause::new(
            "not_allowed",
            format!(
                "This token may not do what is needed at {network} ({words}): give it every permission that the guide names"
            ),
        ),
        _ => Cause::new(
            "no_account",
            format!(
                "{network} knows no such account, or shows it to other tokens only ({words}): look at its number and its token"
            ),
        ),
    }
}

/// Whether a post that is read back is what was frozen: by the code in its link, or, without one, by its words and because it
/// is no older than the time at which it was due.
pub(crate) fn is_ours(words: &str, at: &Value, frozen: (&str, i64), token: Option<&str>) -> bool {
    match token {
        Some(token) => carries(words, token),
        None => bare(words) == bare(frozen.0) && second(at).is_none_or(|at| at + CLOCKS >= frozen.1),
    }
}

/// `2026-11-26T20:15:31+0000` in seconds since 1970.
fn second(at: &Value) -> Option<i64> {
    Timestamp::strptime("%Y-%m-%dT%H:%M:%S%z", at.as_str()?).ok().map(Timestamp::as_second)
}

/// What is frozen of pictures: what they are, and what is said of them.
pub(crate) fn pictures<'a>(media: impl IntoIterator<Item = &'a Medium>) -> Value {
    let one = |it: &Medium| serde_json::json!({ "digest": it.digest, "address": it.address, "alt": it.alt });
    media.into_iter().map(one).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_refusal_is_told_by_its_number() {
        let of = |code: i64, subcode: i64| why(&json!({ "error": { "code": code, "error_subcode": subcode } }));
        assert_eq!(
            [of(190, 463), of(200, 0), of(613, 0), of(368, 0)],
            [Why::LetIn, Why::NotAllowed, Why::Limited, Why::Blocked]
        );
        assert_eq!(
            [of(506, 0), of(100, 33), of(2, 0), of(100, 0)],
            [Why::Twice, Why::NotThere, Why::Theirs, Why::Else]
        );
        assert_eq!([of(9, 2_207_042), of(9, 0), why(&Value::Null)], [Why::Limited, Why::Else, Why::Else]);
    }

    #[test]
    fn minutes_of_rest_are_read_and_none_is_no_rest() {
        let usage =
            |minutes: u32| format!(r#"{{"1":[{{"type":"pages","estimated_time_to_regain_access":{minutes}}}]}}"#);
        assert_eq!(rest(&usage(5)), Some(Duration::from_mins(5)));
        assert_eq!([rest(&usage(0)), rest("{}"), rest("soon")], [None; 3]);
    }

    #[test]
    fn without_a_link_an_older_post_of_the_same_words_is_another() {
        let due = 1_795_000_000;
        let at = |second: i64| {
            Value::from(Timestamp::from_second(second).unwrap().strftime("%Y-%m-%dT%H:%M:%S+0000").to_string())
        };
        let ours = |second| is_ours("Fresh\nbread", &at(second), ("Fresh bread", due), None);
        assert!(ours(due) && ours(due - 60) && !ours(due - 86_400));
        assert!(is_ours("https://b.example/?e=k7q4mxz", &at(0), ("", due), Some("k7q4mxz")));
        assert!(!is_ours("Fresh bread", &at(due), ("Fresh bread", due), Some("k7q4mxz")));
    }

    #[test]
    fn what_is_asked_for_stands_below_the_version_whatever_is_typed() {
        let base: Url = "https://graph.facebook.com/".parse().unwrap();
        assert_eq!(at(&base, &["a/../b", "feed"]).url.as_str(), "https://graph.facebook.com/v25.0/a%2F..%2Fb/feed");
    }
}
