//! Comments on LinkedIn, below a post of the account's own. LinkedIn knows no key of ours, and whether it refuses the same words
//! twice nobody says: a lost answer is settled by reading what stands below the post. That is for pages; of a person's posts it
//! tells no program, and he looks himself (learn.microsoft.com/linkedin/marketing/community-management/shares/comments-api,
//! read 2026-11-27).

use std::time::Duration;

use serde_json::{Value, json};

use super::publish::{NAMED, refused, versioned};
use crate::http::Request;
use crate::publish::{
    Below, Came, Cause, Draft, Heard, Receipt, Recipe, Settled, Stands, With, answer, ask, at, bare, carries,
    json as with_json, plain, understood,
};

/// The door gives up after 30 seconds; what is under way at LinkedIn by then is done or dropped well within this.
pub(super) const RECIPE: Recipe = Recipe::ReadBack { quiet: Duration::from_mins(2) };
/// Comments on one page of them.
const MANY: usize = 100;
/// So many pages are read.
const PAGES: usize = 10;

/// What is sent of `draft`.
pub(super) fn frozen(draft: &Draft<'_>, identity: &str, below: &Below) -> Value {
    let comment = json!({ "actor": identity, "object": below.root, "message": { "text": draft.text } });
    json!({ "comment": comment })
}

/// The comment that `frozen` is, where it is one.
pub(super) fn of(frozen: &Value) -> Option<&Value> {
    frozen.get("comment")
}

/// Writes it below its post.
pub(super) async fn write(with: With<'_>, comment: &Value) -> Came {
    let on = text(comment, "object");
    let request = with_json(versioned(below(&with, on, None), with.account), comment);
    let (named, heard) = match answer(with.http, request).await {
        Ok(answer) => (answer.header(NAMED).map(str::to_owned), understood(&answer, "", with.now)),
        Err(heard) => (None, heard),
    };
    match heard {
        Heard::Yes(said) => match called(&said, on, named.as_deref()) {
            Some(urn) => Came::Done(receipt(&urn)),
            None => Came::Unknown("LinkedIn says yes, and not where the comment is".to_owned()),
        },
        heard => refused(heard),
    }
}

/// Looks for it among what stands below its post.
pub(super) async fn find(with: &With<'_>, comment: &Value) -> Settled {
    let on = text(comment, "object");
    let mut read = 0;
    for _ in 0..PAGES {
        let mut request = versioned(below(with, on, None), with.account);
        request.url.query_pairs_mut().append_pair("start", &read.to_string()).append_pair("count", &MANY.to_string());
        let said = match ask(with.http, request, "", with.now).await {
            Heard::Yes(said) => said,
            Heard::No(401, said) => return Settled::LetIn(plain(&said)),
            Heard::No(403, _) => {
                let says = "LinkedIn’s answer was lost, and it tells no program what stands below this post: look there, and say so here";
                return Settled::NobodyKnows(says.to_owned());
            }
            Heard::No(status, said) => return Settled::Later(format!("LinkedIn answers {status}: {}", plain(&said))),
            other => return other.later(),
        };
        let Some(comments) = said["elements"].as_array() else {
            return Settled::Later("LinkedIn’s answer was not understood".to_owned());
        };
        let is_it = |it: &&Value| {
            let words = it.pointer("/message/text").and_then(Value::as_str).unwrap_or_default();
            it["actor"] == comment["actor"]
                && match with.token {
                    Some(token) => carries(words, token),
                    None => bare(words) == bare(comment["message"]["text"].as_str().unwrap_or_default()),
                }
        };
        if let Some(urn) = comments.iter().find(is_it).and_then(|it| called(it, on, it["id"].as_str())) {
            return Settled::Live(receipt(&urn));
        }
        if comments.is_empty() {
            return Settled::Nothing;
        }
        // However few it gives at a time.
        read += comments.len();
    }
    let says = "below the post on LinkedIn stands more than is read back: look for the comment there, and say so here";
    Settled::NobodyKnows(says.to_owned())
}

/// How a comment stands that was live; `None` where the receipt is none of a comment.
pub(super) async fn look(with: &With<'_>, receipt: &Receipt) -> Option<Stands> {
    let (on, id) = parts(&receipt.id)?;
    Some(match ask(with.http, versioned(below(with, on, Some(id)), with.account), "", with.now).await {
        Heard::Yes(_) => Stands::There(crate::publish::Engagement::default()),
        Heard::No(404 | 410, _) => Stands::Gone,
        Heard::No(403, _) => Stands::Unknown("LinkedIn shows this account’s comments to no program".to_owned()),
        Heard::No(status, said) => Stands::Unknown(format!("LinkedIn answers {status}: {}", plain(&said))),
        other => Stands::Unknown(other.why()),
    })
}

/// Takes a comment away; `None` where the receipt is none of a comment.
pub(super) async fn take_down(with: &With<'_>, receipt: &Receipt) -> Option<Result<(), Cause>> {
    let (on, id) = parts(&receipt.id)?;
    let mut request = below(with, on, Some(id)).delete();
    request.url.query_pairs_mut().append_pair("actor", &with.account.identity);
    Some(match ask(with.http, versioned(request, with.account), "", with.now).await {
        Heard::Yes(_) | Heard::No(404 | 410, _) => Ok(()),
        Heard::No(status, said) => Err(Cause::new("refused", format!("LinkedIn answers {status}: {}", plain(&said)))),
        other => Err(crate::publish::away(other)),
    })
}

/// What stands below the post `on`, or one comment of it.
fn below(with: &With<'_>, on: &str, id: Option<&str>) -> Request {
    let id = id.map(|id| format!("/{id}")).unwrap_or_default();
    at(&with.account.base, &format!("/rest/socialActions/{}/comments{id}", on.replace(':', "%3A")))
}

/// What a comment is called: as LinkedIn says, or by its number below the post.
fn called(said: &Value, on: &str, number: Option<&str>) -> Option<String> {
    let told = said["commentUrn"].as_str().map(str::to_owned);
    told.or_else(|| Some(format!("urn:li:comment:({on},{})", number?)))
}

/// `urn:li:comment:(urn:li:activity:12,34)`: the post, and the comment's number below it.
fn parts(urn: &str) -> Option<(&str, &str)> {
    urn.strip_prefix("urn:li:comment:(")?.strip_suffix(')')?.rsplit_once(',')
}

fn receipt(urn: &str) -> Receipt {
    let on = parts(urn).map_or(urn, |(on, _)| on);
    Receipt { id: urn.to_owned(), url: Some(format!("https://www.linkedin.com/feed/update/{on}/")) }
}

fn text<'v>(value: &'v Value, name: &str) -> &'v str {
    value[name].as_str().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comment_is_called_by_its_post_and_its_number() {
        let urn = called(&Value::Null, "urn:li:share:12", Some("34")).unwrap();
        assert_eq!(urn, "urn:li:comment:(urn:li:share:12,34)");
        assert_eq!(parts(&urn), Some(("urn:li:share:12", "34")));
        let told = json!({ "commentUrn": "urn:li:comment:(urn:li:activity:56,34)" });
        assert_eq!(called(&told, "urn:li:share:12", None).as_deref(), told["commentUrn"].as_str());
        assert_eq!((called(&Value::Null, "urn:li:share:12", None), parts("urn:li:share:12")), (None, None));
    }
}
