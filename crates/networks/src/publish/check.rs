//! Checks: what stands in the way of an account's posts, before one fails of it. Each says cause and remedy.

use jiff::{SignedDuration, Timestamp};
use schemars::JsonSchema;
use serde::Serialize;

use super::{Account, Heard, plain};
use crate::http::Http;

/// Somebody is told so long before he has to connect an account again.
const SOON: SignedDuration = SignedDuration::from_hours(14 * 24);

/// What is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "AccountTopic")]
pub enum Topic {
    /// Whether the network lets the account in.
    LetIn,
    /// For what it lets it in.
    Scopes,
    /// Who the account is at the place to which it posts.
    Role,
    /// Whether others see what the app posts.
    Mode,
    /// Whether the network reaches what it fetches itself.
    Media,
    /// What the server takes.
    Limits,
    /// What is left for now.
    Quota,
    /// Until when it is let in.
    End,
}

/// How it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "AccountHealth")]
pub enum Health {
    /// As it should be.
    Fine,
    /// Posts fail of it, or will.
    Wrong,
    /// Nobody could tell.
    Unknown,
}

/// Something that was looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "AccountFinding")]
pub struct Finding {
    /// What.
    pub topic: Topic,
    /// How it is.
    pub health: Health,
    /// The same in words: what is so, and why.
    pub says: String,
    /// What to do; null where nothing is to be done.
    pub remedy: Option<String>,
    /// Where that is done.
    pub link: Option<String>,
}

impl Finding {
    /// As it should be.
    pub fn fine(topic: Topic, says: impl Into<String>) -> Self {
        Self { topic, health: Health::Fine, says: says.into(), remedy: None, link: None }
    }

    /// Something to be done about.
    pub fn wrong(topic: Topic, says: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { topic, health: Health::Wrong, says: says.into(), remedy: Some(remedy.into()), link: None }
    }

    /// Nobody could tell, and why.
    pub fn unknown(topic: Topic, says: impl Into<String>) -> Self {
        Self { topic, health: Health::Unknown, says: says.into(), remedy: None, link: None }
    }

    /// And where that is done.
    pub fn at(self, link: impl Into<String>) -> Self {
        Self { link: Some(link.into()), ..self }
    }

    /// What an answer that was no yes says of `topic`; `remedy` where the network refuses.
    pub(crate) fn of(topic: Topic, heard: Heard, remedy: &str) -> Self {
        match heard {
            Heard::No(404 | 405 | 501, _) => Self::unknown(topic, "The network does not say."),
            Heard::No(_, said) => Self::wrong(topic, format!("The network refuses: {}.", plain(&said)), remedy),
            other => Self::unknown(topic, format!("The network does not say: {}.", other.why())),
        }
    }
}

/// What is at hand for a check.
#[derive(Clone, Copy)]
pub struct Checking<'a> {
    /// The one door.
    pub http: &'a Http,
    /// Of whom.
    pub account: &'a Account,
    /// Where the outside reaches this house; `None`: nowhere.
    pub base: Option<&'a str>,
    /// Until when what lets it in is good, as far as that is known.
    pub until: Option<Timestamp>,
    /// The present instant.
    pub now: Timestamp,
}

/// Until when an account is let in that nobody but its owner can let in again.
pub(crate) fn ends(until: Option<Timestamp>, now: Timestamp) -> Finding {
    let Some(until) = until else {
        return Finding::unknown(Topic::End, "Until when it is let in was not told.");
    };
    let day = until.strftime("%-d %B %Y");
    if now.duration_until(until) > SOON {
        return Finding::fine(Topic::End, format!("It is let in until {day}."));
    }
    let remedy = "Connect the account again before that: what is planned stays planned.";
    Finding::wrong(Topic::End, format!("It is let in until {day} alone."), remedy).at("/accounts")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_has_to_connect_again_is_told_two_weeks_before() {
        let now: Timestamp = "2026-11-27T03:00:00Z".parse().unwrap();
        let days = |days: i64| Some(now + SignedDuration::from_hours(24 * days));
        assert_eq!(ends(days(40), now).health, Health::Fine);
        let soon = ends(days(5), now);
        assert_eq!((soon.health, &*soon.says), (Health::Wrong, "It is let in until 2 December 2026 alone."));
        assert_eq!(ends(None, now).health, Health::Unknown);
    }
}
