//! Publishing: how a post of ours gets to a network, so that it stands there once.
//!
//! A delivery is *frozen* first, pure, into the bytes that will be sent; then it *advances* by steps, each of which changes
//! at most one thing outside. What came of a step that nobody heard of again is never guessed: the network's [`Recipe`] says
//! how it is *settled*. Nothing here is kept and nothing is tried twice; both are for who calls (`market::deliver`).
//! Start at [`Acts`]; `reply.rs` says what an answer that went wrong proves, `mark.rs` by what a post of ours is known again,
//! `oauth/` how an account is let in on its network's own page.

mod check;
mod comments;
pub(crate) mod container;
mod draft;
mod form;
pub(crate) mod graph;
mod mark;
pub mod oauth;
mod price;
mod reply;
mod titled;

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use url::Url;

use crate::Evidence;
use crate::http::Http;

pub(crate) use check::ends;
pub use check::{Checking, Finding, Health, Topic};
pub(crate) use comments::{Comments, RECIPE as COMMENT};
pub use draft::{Below, Blob, Draft, Linked, Medium};
pub(crate) use form::{Form, fields};
pub(crate) use mark::{bare, carries, made};
pub use price::Price;
pub use reply::server;
pub(crate) use reply::{Heard, answer, ask, ask_for_header, at, away, json, lost, plain, understood};
pub(crate) use titled::titled;

/// Something that takes its time.
pub type Taking<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// How our own posts get to a network.
#[derive(Debug)]
pub struct Publish {
    /// How an account is connected.
    pub connect: Connect,
    /// How a lost answer is settled.
    pub recipe: Recipe,
    /// The same of a comment below a post of the account's own; `None` where the network has no such, or none that was tried.
    pub comments: Option<Recipe>,
    /// What the network takes for a post; `None` where it takes nothing.
    pub price: Option<Price>,
    /// Against what it was proved, for people: the live network only where somebody has.
    pub proved: &'static str,
    /// What it does.
    pub acts: &'static dyn Acts,
}

/// How an account is connected.
#[derive(Debug)]
pub struct Connect {
    /// What it takes.
    pub effort: Effort,
    /// How long that takes somebody who does it for the first time.
    pub minutes: u32,
    /// What to do, in the order of doing.
    pub steps: &'static [&'static str],
    /// What is asked for.
    pub fields: &'static [Field],
    /// How it is let in on the network's own page, where that is possible.
    pub sign_in: Option<&'static oauth::SignIn>,
    /// Where it is, where no field asks for the server.
    pub server: &'static str,
    /// From where that is known.
    pub evidence: Evidence,
}

/// What connecting takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Effort {
    /// Two minutes, in the network's own settings.
    Minutes,
    /// An app of one's own at the network, which may want to look at it.
    OwnApp,
    /// The network takes money for each post.
    Paid,
}

/// Something that is asked for.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
#[schemars(rename = "ConnectField")]
pub struct Field {
    /// By which it is handed over: `server`, `name`, `secret`.
    pub name: &'static str,
    /// What it is called.
    pub label: &'static str,
    /// Where it is found.
    pub hint: &'static str,
    /// What most people have.
    pub usual: Option<&'static str>,
    /// It lets somebody in, and is not shown.
    pub secret: bool,
}

/// How a lost answer is settled, best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Recipe {
    /// The network knows the post by a key of ours: the same call again changes nothing.
    Key,
    /// Something that nobody sees is made first; showing it can be repeated.
    TwoSteps,
    /// The network refuses a copy and names the first one.
    Duplicate,
    /// Our own latest posts are read, and the token in the link tells.
    ReadBack {
        /// Until a call that was under way can no longer take effect: that nothing is found before then proves nothing.
        quiet: Duration,
    },
    /// Nothing does: a person looks.
    None,
}

impl Recipe {
    /// As people read it.
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Key => "the network knows each post by a key of ours, so that sending it again changes nothing",
            Self::TwoSteps => "the post is made unseen first, and shown then; both can be looked up",
            Self::Duplicate => "the network refuses a copy, and names the post that is there",
            Self::ReadBack { .. } => "the account's latest posts are read, and the code in the link tells",
            Self::None => "where an answer is lost nothing tells, and a person is asked to look",
        }
    }
}

/// What somebody typed to connect an account, by the names of the fields.
pub struct Given(pub Vec<(String, String)>);

impl Given {
    /// The field of that name, trimmed; empty where nothing was typed.
    pub fn field(&self, name: &str) -> &str {
        self.0.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value.trim())
    }
}

impl fmt::Debug for Given {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Given")
    }
}

/// What lets an account in: passwords and tokens, as the network has them. Shows nothing of itself.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Secret(pub Value);

impl Secret {
    /// The text of that name; empty where there is none.
    pub fn text(&self, name: &str) -> &str {
        self.0.get(name).and_then(Value::as_str).unwrap_or_default()
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Secret")
    }
}

/// An account, for as long as a call lasts.
#[derive(Clone, Debug)]
pub struct Account {
    /// Where its server is.
    pub base: Url,
    /// By which the network knows it.
    pub identity: String,
    /// By which people know it: `@bakery.example`.
    pub name: String,
    /// What lets us in.
    pub secret: Secret,
}

/// An account that was let in.
#[derive(Clone, Debug)]
pub struct Connected {
    /// It.
    pub account: Account,
    /// Until when its secret is good, where the network says so.
    pub until: Option<Timestamp>,
    /// The server's own limits, where it tells them, by the names of the network's count.
    pub limits: Value,
}

/// What is at hand for a step.
#[derive(Clone, Copy)]
pub struct With<'a> {
    /// The one door.
    pub http: &'a Http,
    /// Who posts.
    pub account: &'a Account,
    /// The files of the draft.
    pub blobs: &'a [Blob],
    /// The code in the link, by which a post is known again.
    pub token: Option<&'a str>,
    /// The present instant.
    pub now: Timestamp,
    /// What calls beside the post are paid from; `None` where nothing is charged.
    pub purse: Option<&'a dyn Purse>,
}

/// From what calls are paid that belong to a post and are not the post, such as reading it back, where the network takes money for
/// them.
pub trait Purse: Sync {
    /// Takes so many millionths of the currency of the network's [`Price`] before the call leaves. `Err`: they are not there; why.
    fn take(&self, micros: u64) -> Taking<'_, Result<(), String>>;

    /// Of what was taken last so many millionths were charged, and the rest goes back. Where nobody knows, nobody says.
    fn charged(&self, micros: u64) -> Taking<'_, ()>;
}

/// Proof that a post is live.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Receipt {
    /// The network's id of it.
    pub id: String,
    /// Where people see it.
    pub url: Option<String>,
}

/// Why the network will not have it. Trying again changes nothing before somebody does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cause {
    /// For programs: `not_let_in`, `text_too_long`, `refused`.
    pub code: String,
    /// Cause and remedy, one or two sentences.
    pub says: String,
}

impl Cause {
    /// A cause.
    pub fn new(code: &str, says: impl Into<String>) -> Self {
        Self { code: code.to_owned(), says: says.into() }
    }
}

/// What came of a step.
#[derive(Clone, Debug, PartialEq)]
pub enum Came {
    /// It is live.
    Done(Receipt),
    /// Something that nobody sees is there: keep this, and go on.
    Step(Value),
    /// The network works on it: keep this, and look again after that time.
    Pending(Value, Duration),
    /// It is refused, and nothing of it is there.
    Refused(Cause),
    /// Too much at a time, and nothing of it is there: not before then, where the network says when.
    Limited(Option<Timestamp>),
    /// The account's token is over, and nothing of it is there: it may be renewed.
    LetIn(String),
    /// Nothing left this machine.
    NotSent(String),
    /// Nobody knows.
    Unknown(String),
}

/// What is there, of a step whose outcome nobody knows.
#[derive(Clone, Debug, PartialEq)]
pub enum Settled {
    /// The post is live.
    Live(Receipt),
    /// A step of it is there: go on from it.
    At(Value),
    /// Nothing of it is there now.
    Nothing,
    /// It cannot be told, now or later: a person looks. Why.
    NobodyKnows(String),
    /// It cannot be told now.
    Later(String),
    /// The account's token is over: it may be renewed.
    LetIn(String),
}

/// How a post stands that was live.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stands {
    /// It is there, and that came back.
    There(Engagement),
    /// The same, and when it was changed last, as the network writes it; empty where it never was.
    AsOf(Engagement, String),
    /// It was taken away.
    Gone,
    /// The token is not good any more: that one is to be renewed first.
    LetIn(String),
    /// It cannot be told now.
    Unknown(String),
}

impl Stands {
    /// What came back of one that is there.
    pub fn there(&self) -> Option<Engagement> {
        match self {
            Self::There(engagement) | Self::AsOf(engagement, _) => Some(*engagement),
            Self::Gone | Self::LetIn(_) | Self::Unknown(_) => None,
        }
    }
}

/// What people did with a post, counted by the network; `None` where it does not tell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Engagement {
    /// Likes, favourites, reactions.
    pub likes: Option<u64>,
    /// Passed on to others there: reposts, boosts, shares.
    pub reposts: Option<u64>,
    /// Replies and comments.
    pub replies: Option<u64>,
    /// How often it was shown.
    pub views: Option<u64>,
}

impl Engagement {
    /// The numbers at these places of `said` (as [`Value::pointer`] takes them), for likes, reposts, replies and views.
    pub(crate) fn at(said: &Value, [likes, reposts, replies, views]: [&str; 4]) -> Self {
        let number = |place: &str| said.pointer(place).and_then(Value::as_u64);
        Self { likes: number(likes), reposts: number(reposts), replies: number(replies), views: number(views) }
    }
}

/// What a network's accounts do. Each call asks the network as few times as it can; none keeps anything.
pub trait Acts: fmt::Debug + Sync {
    /// Lets an account in whose server is at `base`.
    fn connect<'a>(
        &'a self,
        http: &'a Http,
        base: &'a Url,
        given: &'a Given,
        now: Timestamp,
    ) -> Taking<'a, Result<Connected, Cause>>;

    /// A new secret in place of one that is over.
    fn renew<'a>(&'a self, http: &'a Http, account: &'a Account, now: Timestamp) -> Taking<'a, Renewed>;

    /// What will be sent, pure: the same each time.
    fn freeze(&self, draft: &Draft<'_>, account: (&str, &str)) -> Value;

    /// What of `frozen` its price goes by: the text that is sent, and how many pictures are described. For networks that take
    /// money.
    fn charged_for<'f>(&self, _frozen: &'f Value) -> Option<(&'f str, usize)> {
        None
    }

    /// `frozen` as a part of a thread, an answer to a post of the same account, pure; `None` where the network has no such, or none
    /// that was tried.
    fn below(&self, _frozen: &Value, _below: &Below) -> Option<Value> {
        None
    }

    /// What will be sent of `draft` as a comment below a post of the same account, pure; `None` as with [`Publish::comments`].
    /// Where accounts answer their own posts it is such an answer.
    fn comment(&self, draft: &Draft<'_>, account: (&str, &str), below: &Below) -> Option<Value> {
        self.below(&self.freeze(draft, account), below)
    }

    /// The next step of `frozen`; `so_far` is what earlier ones gave, null before the first.
    fn advance<'a>(&'a self, with: With<'a>, frozen: &'a Value, so_far: &'a Value) -> Taking<'a, Came>;

    /// Looks what is there of `frozen`, changing nothing.
    fn settle<'a>(&'a self, with: With<'a>, frozen: &'a Value, so_far: &'a Value) -> Taking<'a, Settled>;

    /// How a live post stands, and what people did with it as far as the network tells.
    fn look<'a>(&'a self, with: With<'a>, receipt: &'a Receipt) -> Taking<'a, Stands>;

    /// Whether what has this receipt can be taken away by programs.
    fn takes_down(&self, _: &Receipt) -> bool {
        true
    }

    /// Takes a live post away. Doing it twice is doing it once.
    fn take_down<'a>(&'a self, with: With<'a>, receipt: &'a Receipt) -> Taking<'a, Result<(), Cause>>;

    /// Whether what a live post says can be corrected.
    fn corrects(&self) -> bool {
        false
    }

    /// Puts the text of `frozen` in the place of what a live post says; `so_far` is what its steps gave. Pictures and the card stay.
    /// Doing it twice is doing it once.
    fn correct<'a>(
        &'a self,
        _: With<'a>,
        _: &'a Receipt,
        _frozen: &'a Value,
        _so_far: &'a Value,
    ) -> Taking<'a, Result<(), Cause>> {
        Box::pin(async { Err(Cause::new("not_corrected", "the network lets nobody change what a post says")) })
    }

    /// What the network says of an account before a post of it fails. Changes nothing.
    fn checks<'a>(&'a self, _: Checking<'a>) -> Taking<'a, Vec<Finding>> {
        Box::pin(async { Vec::new() })
    }
}

/// Whether accounts answer posts of their own, so that a thread has parts there.
pub fn threads(acts: &dyn Acts) -> bool {
    let none = Below { root: String::new(), parent: String::new() };
    acts.below(&Value::Null, &none).is_some()
}

/// What came of renewing.
#[derive(Clone, Debug)]
pub enum Renewed {
    /// It.
    Secret(Secret, Option<Timestamp>),
    /// The network lets the account in no more: somebody connects it anew.
    Over(Cause),
    /// It could not be done now, and what was good is still as good as it was.
    Later(String),
}
