//! Result: what an audit found, as one value that a program can keep and a screen can show. Pages are not in it; they
//! stand in the [`sheet`](super::sheet).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::summary::{self, When, verdicts};
use super::{letter, words};
use crate::audit::{Audit, Job, Severity, Summary};

/// What an audit found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Result {
    /// How the links look today, as one sentence.
    pub headline: String,
    /// What was audited, short: `bakery.example`.
    pub subject: String,
    /// How long the audit took, in seconds, rounded up.
    pub took_seconds: u64,
    /// What made the site, if most of its pages agree: `WordPress 6.4 with Yoast SEO`.
    pub maker: Option<String>,
    /// The share of pages × networks that look right.
    pub score: Score,
    /// Pages and findings.
    pub summary: Counts,
    /// Each network's pages by verdict, today.
    pub networks: Vec<OnNetwork>,
    /// What the first three things settle: `they settle 504 of 559 findings`; empty where nothing is to be done.
    pub settles: String,
    /// Things to do, the most useful first.
    pub things: Vec<Thing>,
    /// What was not looked at, so that nothing says that it is right.
    pub not_checked: Vec<NotChecked>,
    /// Addresses that could not be read, at most 1,000.
    pub unread: Vec<Unread>,
}

/// The share of pairs of page and network that show the right title, whole or cut, and a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "ExactScore")]
pub struct Score {
    /// Today, in whole per cent, rounded down, but never 0 where there is one.
    pub today: u64,
    /// After the mend, the same way.
    pub mended: u64,
    /// All pairs.
    pub of: u64,
    /// Pairs that look right today.
    pub today_pairs: u64,
    /// Pairs that would look right after the mend.
    pub mended_pairs: u64,
    /// Pairs with the right title today and a picture that nobody looked at: neither right nor wrong.
    #[serde(default)]
    pub unchecked_pairs: u64,
}

/// Pages and findings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Counts {
    /// Pages that were read.
    pub pages: u32,
    /// Findings that are errors.
    pub errors: u32,
    /// Findings that are warnings.
    pub warnings: u32,
    /// Findings that are notes.
    pub notes: u32,
}

/// A network's pages by verdict, today.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct OnNetwork {
    /// The network's id.
    pub network: String,
    /// The right title and a picture.
    pub right: u32,
    /// The same, the title cut.
    pub cut: u32,
    /// The right title, and a picture that nobody looked at.
    #[serde(default)]
    pub unchecked: u32,
    /// The right title, no picture.
    pub no_picture: u32,
    /// Another title than the page's own.
    pub wrong_title: u32,
    /// No card.
    pub nothing: u32,
}

/// A thing to do: what one act of a person settles.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Thing {
    /// What a person sees.
    pub says: String,
    /// How bad the worst of it is.
    pub severity: Severity,
    /// What stands behind it.
    pub technical: String,
    /// What was seen on the first page.
    pub evidence: String,
    /// What the findings have in common, in words.
    pub cause: String,
    /// Pages that have it.
    pub pages: u32,
    /// Ids of the networks that it hurts.
    pub networks: Vec<String>,
    /// The same in words: `Facebook, WhatsApp and 9 more`.
    pub networks_said: String,
    /// Ids of the rules whose findings it settles.
    pub rules: Vec<String>,
    /// How to mend it, step by step.
    pub how: Vec<String>,
    /// What is good to know beside, and no step.
    #[serde(default)]
    pub notes: Vec<String>,
    /// An estimate of the minutes that it takes.
    pub minutes: u32,
    /// The same in words: `about 2 h 15 min`.
    pub minutes_said: String,
    /// Up to five of the pages, the most linked first.
    pub examples: Vec<String>,
    /// Who or what mends it, in words.
    pub mend_said: String,
    /// All of it as a text to send to whoever mends it.
    pub letter: String,
}

/// Something that was not looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct NotChecked {
    /// What: `The pictures`.
    pub what: String,
    /// Why not.
    pub why: String,
}

/// An address that could not be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "UnreadAddress")]
pub struct Unread {
    /// The address.
    pub url: String,
    /// Why not.
    pub why: String,
}

/// The score of `summary`, today and after the mend.
pub fn score(summary: &Summary) -> Score {
    let [today, mended] = [When::Today, When::Mended].map(|when| summary::Score::of(summary, when));
    Score {
        today: today.percent(),
        mended: mended.percent(),
        of: today.of,
        today_pairs: today.right,
        mended_pairs: mended.right,
        unchecked_pairs: today.unchecked,
    }
}

impl Result {
    /// What `audit` found.
    pub fn of(audit: &Audit) -> Self {
        let Summary { pages, errors, warnings, notes, .. } = audit.summary;
        let networks = audit.summary.networks.iter().map(|network| {
            let [right, cut, unchecked, no_picture, wrong_title, nothing] = verdicts(network, When::Today);
            let network = network.network.to_string();
            OnNetwork { network, right, cut, unchecked, no_picture, wrong_title, nothing }
        });
        let not_checked = summary::not_checked(audit)
            .into_iter()
            .map(|(why, what)| NotChecked { what: words::capital(&what), why: why.to_owned() });
        Self {
            headline: summary::headline(audit),
            subject: summary::subject(audit),
            took_seconds: audit.took.as_millis().div_ceil(1_000).try_into().unwrap_or(u64::MAX),
            maker: audit.maker.as_ref().map(words::maker_in_words),
            score: score(&audit.summary),
            summary: Counts { pages, errors, warnings, notes },
            networks: networks.collect(),
            settles: summary::they_settle(&audit.summary, &audit.things).unwrap_or_default(),
            things: audit.things.iter().map(|thing| Thing::of(audit, thing)).collect(),
            not_checked: not_checked.collect(),
            unread: audit.unread.iter().map(|(url, why)| Unread { url: url.clone(), why: why.clone() }).collect(),
        }
    }
}

impl Thing {
    fn of(audit: &Audit, thing: &Job) -> Self {
        Self {
            says: thing.says.clone(),
            severity: thing.severity,
            technical: thing.technical.clone(),
            evidence: thing.evidence.clone(),
            cause: thing.cause.clone(),
            pages: thing.pages,
            networks: thing.networks.iter().map(ToString::to_string).collect(),
            networks_said: words::networks_in_words(&thing.networks),
            rules: thing.rules.iter().map(|rule| (*rule).to_owned()).collect(),
            how: thing.how.clone(),
            notes: thing.notes.clone(),
            minutes: thing.minutes,
            minutes_said: words::estimate(thing.minutes),
            examples: thing.examples.clone(),
            mend_said: thing.mend.in_words().to_owned(),
            letter: letter::letter(audit, thing),
        }
    }
}
