//! Comments: how those of Meta's networks take them below a post of the account's own. The network knows no key of ours: a lost
//! answer is settled by reading what stands below the post for the code in the link or, without one, for the same words by the
//! same account, since below one post of ours they are said once
//! (developers.facebook.com/documentation/pages-api/comments-mentions and
//! /documentation/instagram-platform/instagram-graph-api/reference/ig-media/comments, read 2026-11-27).

use std::time::Duration;

use serde_json::{Value, json};

use super::graph::{self, Why, signed, why};
use super::{
    Below, Came, Cause, Draft, Engagement, Heard, Receipt, Recipe, Settled, Stands, With, away, bare, carries, fields,
    plain,
};
use crate::http::Request;

/// Comments on one page of them.
const MANY: &str = "50";
/// So many pages are read; where more is said below a post at once, somebody looks himself.
const PAGES: usize = 20;
/// The door gives up after 30 seconds; what is under way at Graph by then is done or dropped well within this.
const QUIET: Duration = Duration::from_mins(3);

/// How a lost answer to a comment is settled.
pub(crate) const RECIPE: Recipe = Recipe::ReadBack { quiet: QUIET };

/// What the networks say in words of their own.
pub(crate) struct Comments {
    /// What the network is called.
    pub(crate) network: &'static str,
    /// The field of a comment's words.
    pub(crate) words: &'static str,
    /// The field that says whose it is, and where in it.
    pub(crate) by: (&'static str, &'static str),
    /// The fields in which a comment says what people did with it, and where in the answer that stands.
    pub(crate) engagement: (&'static str, [&'static str; 4]),
    /// Where people see the comment of that id.
    pub(crate) shown: fn(&str) -> Option<String>,
}

impl Comments {
    /// What is sent of `draft`.
    pub(crate) fn frozen(draft: &Draft<'_>, below: &Below) -> Value {
        json!({ "comment_on": below.root, "message": draft.text })
    }

    /// The post on which `frozen` is a comment, where it is one.
    pub(crate) fn on(frozen: &Value) -> Option<&str> {
        frozen["comment_on"].as_str()
    }

    /// Writes `frozen` below the post `on`.
    pub(crate) async fn write(&self, with: With<'_>, frozen: &Value, on: &str) -> Came {
        let request = signed(graph::at(&with.account.base, &[on, "comments"]), with.account);
        let request = fields(request, [("message", text(frozen, "message"))]);
        match graph::ask(with.http, request, with.now).await {
            Heard::Yes(said) => match said["id"].as_str() {
                Some(id) => Came::Done(self.receipt(on, id)),
                None => Came::Unknown(format!("{} says yes, and not where the comment is", self.network)),
            },
            // What says the same below this post is this one.
            Heard::No(status, said) if why(&said) == Why::Twice => match self.find(&with, frozen, on).await {
                Settled::Live(receipt) => Came::Done(receipt),
                _ => graph::refused(self.network, Heard::No(status, said)),
            },
            heard => graph::refused(self.network, heard),
        }
    }

    /// Looks for `frozen` among what stands below the post `on`.
    pub(crate) async fn find(&self, with: &With<'_>, frozen: &Value, on: &str) -> Settled {
        let mut behind: Option<String> = None;
        for _ in 0..PAGES {
            let request = self.page(with, on, behind.as_deref());
            let said = match graph::ask(with.http, request, with.now).await {
                Heard::Yes(said) => said,
                Heard::No(_, said) if why(&said) == Why::LetIn => return Settled::LetIn(plain(&said)),
                Heard::No(status, said) => {
                    return Settled::Later(format!("{} answers {status}: {}", self.network, plain(&said)));
                }
                heard => return heard.later(),
            };
            let Some(comments) = said["data"].as_array() else {
                return Settled::Later(format!("{}’s answer was not understood", self.network));
            };
            if let Some(id) = comments.iter().find(|it| self.is_ours(it, with, frozen)).and_then(|it| it["id"].as_str())
            {
                return Settled::Live(self.receipt(on, id));
            }
            let more = said.pointer("/paging/next").is_some();
            behind = said.pointer("/paging/cursors/after").and_then(Value::as_str).filter(|_| more).map(str::to_owned);
            if behind.is_none() {
                return Settled::Nothing;
            }
        }
        Settled::NobodyKnows(format!(
            "below the post on {} stands more than is read back: look for the comment there, and say so here",
            self.network
        ))
    }

    /// A page of what stands below the post `on`, the newest first.
    fn page(&self, with: &With<'_>, on: &str, behind: Option<&str>) -> Request {
        let wanted = format!("id,{},{}", self.words, self.by.0);
        let mut request = graph::look(&with.account.base, &[on, "comments"], &wanted);
        request.url.query_pairs_mut().append_pair("limit", MANY).append_pair("order", "reverse_chronological");
        if let Some(behind) = behind {
            request.url.query_pairs_mut().append_pair("after", behind);
        }
        signed(request, with.account)
    }

    /// By the code in its link, or by its words; and by whom it is, where that is told.
    fn is_ours(&self, comment: &Value, with: &With<'_>, frozen: &Value) -> bool {
        let words = text(comment, self.words);
        let by = comment.pointer(self.by.1).and_then(Value::as_str);
        let (identity, name) = (&*with.account.identity, with.account.name.trim_start_matches('@'));
        match with.token {
            // Nobody else has the code, whatever the account is called by now.
            Some(token) => carries(words, token),
            None => by.is_none_or(|by| by == identity || by == name) && bare(words) == bare(text(frozen, "message")),
        }
    }

    /// How a comment stands that was live.
    pub(crate) async fn look(&self, with: With<'_>, id: &str) -> Stands {
        let (wanted, places) = self.engagement;
        let request = signed(graph::look(&with.account.base, &[id], wanted), with.account);
        match graph::ask(with.http, request, with.now).await {
            Heard::Yes(said) if said["id"].is_string() => Stands::There(Engagement::at(&said, places)),
            Heard::No(_, said) if why(&said) == Why::NotThere => Stands::Gone,
            Heard::No(status, said) => Stands::Unknown(format!("{} answers {status}: {}", self.network, plain(&said))),
            other => Stands::Unknown(away(other).says),
        }
    }

    /// Takes a comment away. Doing it twice is doing it once.
    pub(crate) async fn take_down(&self, with: With<'_>, id: &str) -> Result<(), Cause> {
        let request = signed(graph::at(&with.account.base, &[id]).delete(), with.account);
        match graph::ask(with.http, request, with.now).await {
            Heard::Yes(_) => Ok(()),
            Heard::No(_, said) if why(&said) == Why::NotThere => Ok(()),
            Heard::No(status, said) => {
                Err(Cause::new("refused", format!("{} answers {status}: {}", self.network, plain(&said))))
            }
            other => Err(away(other)),
        }
    }

    fn receipt(&self, on: &str, id: &str) -> Receipt {
        // Told with its post, so that nobody takes it for one.
        let id = if id.contains('_') { id.to_owned() } else { format!("{on}_{id}") };
        Receipt { url: (self.shown)(&id), id }
    }
}

fn text<'v>(value: &'v Value, name: &str) -> &'v str {
    value[name].as_str().unwrap_or_default()
}
