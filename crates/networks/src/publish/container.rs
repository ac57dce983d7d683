//! Containers: how those of Meta's networks are posted to that show nothing before it is ready. Something that nobody sees is
//! made first, and is published when the network is done with it, once; it says afterwards that it was
//! (developers.facebook.com/docs/instagram-platform/content-publishing, /docs/threads/troubleshooting, read 2026-11-27).

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use url::Url;

use super::graph::{self, Why, signed, why};
use super::{
    Account, Came, Cause, Connected, Engagement, Given, Heard, Medium, Receipt, Renewed, Secret, Settled, Stands, With,
    away, fields, plain,
};
use crate::http::{Http, Request};

/// Posts that are read back.
const LATEST: &str = "100";
/// Until a container is looked at again.
const AGAIN: Duration = Duration::from_secs(30);
/// A token is good for so many seconds from when it was made.
const LASTS: i64 = 60 * 24 * 3_600;
/// It is renewed so long before it ends, since nobody says when the first one was made.
const BEFORE: SignedDuration = SignedDuration::from_hours(10 * 24);

/// What the networks say in words of their own.
pub(crate) struct Containers {
    /// What the network is called.
    pub(crate) network: &'static str,
    /// The version of its Graph that we speak.
    pub(crate) version: &'static str,
    /// The field of an account's number.
    pub(crate) number: &'static str,
    /// What a token is exchanged for that lasts longer.
    pub(crate) renews: &'static str,
    /// The field in which a container says how it stands, and the one that says why.
    pub(crate) status: (&'static str, &'static str),
    /// What publishes one.
    pub(crate) publish: &'static str,
    /// Where an account's posts are listed, and the field of their words.
    pub(crate) posts: (&'static str, &'static str),
    /// The fields in which a post says what people did with it, and where in the answer that stands.
    pub(crate) engagement: (&'static str, [&'static str; 4]),
    /// Which pictures it takes.
    pub(crate) takes: &'static str,
}

impl Containers {
    /// The account whose token was typed; `None` where it has no number and no name.
    pub(crate) async fn connected(
        &self,
        http: &Http,
        base: &Url,
        given: &Given,
        now: Timestamp,
    ) -> Result<Option<Connected>, Cause> {
        let secret = Secret(json!({ "token": given.field("secret") }));
        let mut account = Account { base: base.clone(), identity: String::new(), name: String::new(), secret };
        let mut request = graph::below(base, &[self.version, "me"]);
        request.url.query_pairs_mut().append_pair("fields", &format!("{},username", self.number));
        let said = match graph::ask(http, signed(request, &account), now).await {
            Heard::Yes(said) => said,
            heard => return Err(graph::not_let_in(self.network, heard)),
        };
        account.identity = match &said[self.number] {
            Value::String(number) => number.clone(),
            Value::Number(number) => number.to_string(),
            _ => String::new(),
        };
        account.name = format!("@{}", text(&said, "username"));
        let is_one = !account.identity.is_empty() && account.name.len() > 1;
        Ok(is_one.then(|| Connected { account, until: until(now, LASTS), limits: Value::Null }))
    }

    /// A token that lasts longer, for one that is still good.
    pub(crate) async fn renewed(&self, http: &Http, account: &Account, now: Timestamp) -> Renewed {
        let mut request = graph::below(&account.base, &["refresh_access_token"]);
        request.url.query_pairs_mut().append_pair("grant_type", self.renews);
        match graph::ask(http, signed(request, account), now).await {
            Heard::Yes(said) if said["access_token"].is_string() => {
                let lasts = said["expires_in"].as_i64().unwrap_or(LASTS);
                Renewed::Secret(Secret(json!({ "token": said["access_token"] })), until(now, lasts))
            }
            Heard::No(_, said) if why(&said) == Why::LetIn => Renewed::Over(Cause::new(
                "not_let_in",
                format!(
                    "{} does not take the token of {} any more: make a new one in your app’s settings, and connect the account again",
                    self.network, account.name
                ),
            )),
            other => Renewed::Later(away(other).says),
        }
    }

    /// What is asked for at `parts`, signed.
    pub(crate) fn at(&self, with: &With<'_>, parts: &[&str]) -> Request {
        signed(graph::below(&with.account.base, &[&[self.version], parts].concat()), with.account)
    }

    fn look_at(&self, with: &With<'_>, parts: &[&str], wanted: &str) -> Request {
        let mut request = self.at(with, parts);
        request.url.query_pairs_mut().append_pair("fields", wanted);
        request
    }

    /// Makes a container at the account's `edge`; its number goes to `kept`.
    pub(crate) async fn make<'f>(
        &self,
        with: &With<'_>,
        edge: &str,
        said: impl IntoIterator<Item = (&'f str, &'f str)>,
        kept: impl FnOnce(Value) -> Value,
    ) -> Came {
        let request = self.at(with, &[&with.account.identity, edge]);
        match graph::ask(with.http, fields(request, said), with.now).await {
            Heard::Yes(mut said) if said["id"].is_string() => Came::Step(kept(said["id"].take())),
            // A container that is there twice is seen by nobody, and gone after a day.
            Heard::Unknown(why) => Came::NotSent(why),
            Heard::Yes(_) => Came::NotSent(format!("{} says yes, and not what it made", self.network)),
            heard => self.refused(heard, &Value::Null),
        }
    }

    /// How a container stands. It changes nothing.
    async fn stands(&self, with: &With<'_>, container: &str) -> Result<Value, Heard> {
        let (status, because) = self.status;
        let request = self.look_at(with, &[container], &format!("{status},{because}"));
        match graph::ask(with.http, request, with.now).await {
            Heard::Yes(said) => Ok(said),
            heard => Err(heard),
        }
    }

    /// Publishes a container that is ready.
    pub(crate) async fn show(&self, with: &With<'_>, container: &str, so_far: &Value) -> Came {
        let network = self.network;
        match self.stands(with, container).await {
            Ok(said) => match text(&said, self.status.0) {
                "FINISHED" => self.published(with, container, so_far).await,
                "IN_PROGRESS" => Came::Pending(so_far.clone(), AGAIN),
                "PUBLISHED" => Came::Unknown(format!("{network} has published it already")),
                // It was not seen by anybody: another takes its place.
                "EXPIRED" => Came::Step(Value::Null),
                "ERROR" => Came::Refused(Cause::new(
                    "picture_refused",
                    format!(
                        "{network} could do nothing with the picture or film ({}): it takes {}",
                        text(&said, self.status.1),
                        self.takes
                    ),
                )),
                _ => Came::NotSent(format!("{network} does not say how far it is")),
            },
            // Only a look went wrong.
            Err(Heard::Unknown(why)) => Came::NotSent(why),
            Err(heard) => self.refused(heard, so_far),
        }
    }

    async fn published(&self, with: &With<'_>, container: &str, so_far: &Value) -> Came {
        let request = self.at(with, &[&with.account.identity, self.publish]);
        match graph::ask(with.http, fields(request, [("creation_id", container)]), with.now).await {
            Heard::Yes(said) => match said["id"].as_str() {
                Some(id) => {
                    let request = self.look_at(with, &[id], "permalink");
                    let url = match graph::ask(with.http, request, with.now).await {
                        Heard::Yes(said) => said["permalink"].as_str().map(str::to_owned),
                        _ => None,
                    };
                    Came::Done(Receipt { id: id.to_owned(), url })
                }
                None => Came::Unknown(format!("{} says yes, and not where the post is", self.network)),
            },
            // What it says of a container that is not there any more: it may have been published.
            Heard::No(_, said) if number(&said, "error_subcode") == 2_207_006 => Came::Unknown(plain(&said)),
            heard => self.refused(heard, so_far),
        }
    }

    fn refused(&self, heard: Heard, so_far: &Value) -> Came {
        let Heard::No(status, said) = heard else { return heard.other() };
        match (number(&said, "code"), number(&said, "error_subcode")) {
            // Not ready yet.
            (9_007, _) | (_, 2_207_027) => Came::Pending(so_far.clone(), AGAIN),
            (9_004, _) | (_, 2_207_052) => Came::Refused(Cause::new(
                "picture_refused",
                format!(
                    "{} could not fetch the picture or film ({}): it has to be one that everybody on the web can open, and it takes {}",
                    self.network,
                    plain(&said),
                    self.takes
                ),
            )),
            _ => graph::refused(self.network, Heard::No(status, said)),
        }
    }

    /// What is there of a post with these words, due then, that answers the post `above` or none.
    pub(crate) async fn settle(
        &self,
        with: &With<'_>,
        written: (&str, i64),
        above: Option<&str>,
        so_far: &Value,
    ) -> Settled {
        let Some(container) = so_far["container"].as_str() else {
            return self.listed(with, written, above, Settled::Nothing).await;
        };
        match self.stands(with, container).await {
            Ok(said) => match text(&said, self.status.0) {
                "PUBLISHED" => {
                    let says = format!("{} has published it, and does not list it yet", self.network);
                    self.listed(with, written, above, Settled::Later(says)).await
                }
                "" => Settled::Later(format!("{}’s answer was not understood", self.network)),
                _ => Settled::At(so_far.clone()),
            },
            Err(Heard::No(_, said)) if why(&said) == Why::NotThere => {
                self.listed(with, written, above, Settled::Nothing).await
            }
            Err(heard) => self.unsettled(heard),
        }
    }

    /// It, among the account's latest posts; `otherwise` where it is not there.
    async fn listed(&self, with: &With<'_>, written: (&str, i64), above: Option<&str>, otherwise: Settled) -> Settled {
        let (posts, words) = self.posts;
        let path = [&*with.account.identity, posts];
        let answers = if above.is_some() { ",replied_to" } else { "" };
        let mut request = self.look_at(with, &path, &format!("id,{words},permalink,timestamp{answers}"));
        request.url.query_pairs_mut().append_pair("limit", LATEST);
        let said = match graph::ask(with.http, request, with.now).await {
            Heard::Yes(said) => said,
            heard => return self.unsettled(heard),
        };
        let Some(posts) = said["data"].as_array() else {
            return Settled::Later(format!("{}’s answer was not understood", self.network));
        };
        let is_below = |it: &Value| above.is_none_or(|above| it["replied_to"]["id"] == above);
        let is_ours = |it: &&Value| graph::is_ours(text(it, words), &it["timestamp"], written, with.token);
        let ours = posts.iter().filter(|it| is_below(it)).find(is_ours);
        let receipt = ours.and_then(|it| {
            Some(Receipt { id: it["id"].as_str()?.to_owned(), url: it["permalink"].as_str().map(str::to_owned) })
        });
        receipt.map_or(otherwise, Settled::Live)
    }

    fn unsettled(&self, heard: Heard) -> Settled {
        match heard {
            Heard::No(_, said) if why(&said) == Why::LetIn => Settled::LetIn(plain(&said)),
            Heard::No(status, said) => Settled::Later(format!("{} answers {status}: {}", self.network, plain(&said))),
            other => other.later(),
        }
    }

    /// How a live post stands.
    pub(crate) async fn look(&self, with: &With<'_>, receipt: &Receipt) -> Stands {
        let (wanted, places) = self.engagement;
        match graph::ask(with.http, self.look_at(with, &[&receipt.id], wanted), with.now).await {
            Heard::Yes(said) if said["id"].is_string() => Stands::There(Engagement::at(&said, places)),
            Heard::No(_, said) if why(&said) == Why::NotThere => Stands::Gone,
            Heard::No(status, said) => Stands::Unknown(format!("{} answers {status}: {}", self.network, plain(&said))),
            other => Stands::Unknown(away(other).says),
        }
    }
}

/// What a container says of a picture: where it is, and what is said of it.
pub(crate) fn of(picture: &Value) -> Vec<(&str, &str)> {
    let alt = Some(("alt_text", text(picture, "alt"))).filter(|(_, alt)| !alt.is_empty());
    [("image_url", text(picture, "address"))].into_iter().chain(alt).collect()
}

/// What is frozen of a film, which the network fetches itself: where it is, and what is said of it.
pub(crate) fn film(media: &[Medium]) -> Option<Value> {
    let film = media.iter().find(|it| it.is_film())?;
    Some(json!({ "address": film.address, "alt": film.alt }))
}

/// What is kept of the items of a post that has several.
pub(crate) fn items(so_far: &Value) -> &[Value] {
    so_far["items"].as_array().map_or(&[][..], Vec::as_slice)
}

/// The same with one more.
pub(crate) fn and(so_far: &Value, item: Value) -> Value {
    json!({ "items": Value::from([items(so_far), &[item]].concat()) })
}

/// Until when a token is used that lasts so many seconds.
fn until(now: Timestamp, lasts: i64) -> Option<Timestamp> {
    now.checked_add(SignedDuration::from_secs(lasts).saturating_sub(BEFORE)).ok()
}

fn number(said: &Value, name: &str) -> i64 {
    said["error"][name].as_i64().unwrap_or(0)
}

fn text<'v>(value: &'v Value, name: &str) -> &'v str {
    value[name].as_str().unwrap_or_default()
}
