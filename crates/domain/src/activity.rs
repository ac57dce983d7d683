//! Activities: what somebody did that may bring visitors, each with its side. The one list of them.

use std::fmt;
use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Whose doing it was that a visitor came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// Visitors passed the site on, since we made that easy and worth it.
    Smo,
    /// We brought it there ourselves.
    Smm,
    /// Not social: search, e-mail, print.
    Other,
    /// Nothing tells.
    Unknown,
}

impl Side {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Smo, Self::Smm, Self::Other, Self::Unknown];

    /// As it stands in the database and in the API.
    pub fn name(self) -> &'static str {
        match self {
            Self::Smo => "smo",
            Self::Smm => "smm",
            Self::Other => "other",
            Self::Unknown => "unknown",
        }
    }

    /// As people read it.
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Smo => "passed on by visitors",
            Self::Smm => "brought by us",
            Self::Other => "not social",
            Self::Unknown => "can't tell",
        }
    }
}

/// Something that is done for a site. API, CLI, CSV and rules use this list and no other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Activity {
    /// A visitor presses a button of the share bar.
    ShareButton,
    /// A visitor copies the page's link.
    CopiedLink,
    /// We mend pages, so that links to them look well.
    Mending,
    /// We make pictures for pages.
    Card,
    /// We post.
    Post,
    /// We answer somebody.
    Reply,
    /// We pay for an advertisement.
    Ad,
    /// An article of ours stands elsewhere.
    Article,
    /// A press release.
    Press,
    /// The link in a profile of ours.
    Profile,
    /// An e-mail or newsletter.
    Email,
    /// Something printed: a flyer, a label, a sign with a QR code.
    Print,
    /// We look for outlets, words and times.
    Research,
}

impl Activity {
    /// All of them.
    pub const ALL: [Self; 13] = [
        Self::ShareButton,
        Self::CopiedLink,
        Self::Mending,
        Self::Card,
        Self::Post,
        Self::Reply,
        Self::Ad,
        Self::Article,
        Self::Press,
        Self::Profile,
        Self::Email,
        Self::Print,
        Self::Research,
    ];

    /// As it stands in the database, in the API and in files.
    pub fn name(self) -> &'static str {
        match self {
            Self::ShareButton => "share_button",
            Self::CopiedLink => "copied_link",
            Self::Mending => "mending",
            Self::Card => "card",
            Self::Post => "post",
            Self::Reply => "reply",
            Self::Ad => "ad",
            Self::Article => "article",
            Self::Press => "press",
            Self::Profile => "profile",
            Self::Email => "email",
            Self::Print => "print",
            Self::Research => "research",
        }
    }

    /// As people read it.
    pub fn in_words(self) -> &'static str {
        match self {
            Self::ShareButton => "share button",
            Self::CopiedLink => "copied link",
            Self::Mending => "mending",
            Self::Card => "card",
            Self::Post => "post",
            Self::Reply => "reply",
            Self::Ad => "ad",
            Self::Article => "article",
            Self::Press => "press release",
            Self::Profile => "profile",
            Self::Email => "e-mail",
            Self::Print => "print",
            Self::Research => "research",
        }
    }

    /// Whose doing it is.
    pub fn side(self) -> Side {
        match self {
            Self::ShareButton | Self::CopiedLink | Self::Mending | Self::Card => Side::Smo,
            Self::Post | Self::Reply | Self::Ad | Self::Article | Self::Press | Self::Profile | Self::Research => {
                Side::Smm
            }
            Self::Email | Self::Print => Side::Other,
        }
    }

    /// Whether it puts a link somewhere: what mends a page or finds things out does not.
    pub fn mints(self) -> bool {
        !matches!(self, Self::Mending | Self::Card | Self::Research)
    }

    /// What `utm_medium` says of it, where somebody wants that filled in.
    pub fn medium(self) -> &'static str {
        match self {
            Self::ShareButton | Self::CopiedLink => "share",
            Self::Ad => "paid_social",
            Self::Article | Self::Press => "referral",
            Self::Email => "email",
            Self::Print => "print",
            Self::Post | Self::Reply | Self::Profile | Self::Mending | Self::Card | Self::Research => "social",
        }
    }
}

impl fmt::Display for Activity {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.name())
    }
}

impl FromStr for Activity {
    type Err = NoActivity;

    fn from_str(text: &str) -> Result<Self, NoActivity> {
        Self::ALL.into_iter().find(|activity| activity.name() == text).ok_or_else(|| NoActivity(text.to_owned()))
    }
}

/// A word that names no activity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoActivity(String);

impl fmt::Display for NoActivity {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let known: Vec<&str> = Activity::ALL.into_iter().map(Activity::name).collect();
        write!(out, "{:?} is no activity: write one of {}", self.0, known.join(", "))
    }
}

impl std::error::Error for NoActivity {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_activity_has_one_name_everywhere() {
        for activity in Activity::ALL {
            assert_eq!(serde_json::to_value(activity).unwrap(), activity.name());
            assert_eq!(activity.name().parse(), Ok(activity));
        }
        for side in Side::ALL {
            assert_eq!(serde_json::to_value(side).unwrap(), side.name());
        }
        assert!("tweet".parse::<Activity>().unwrap_err().to_string().contains("share_button"));
    }

    #[test]
    fn what_puts_a_link_nowhere_mints_none() {
        let silent: Vec<Activity> = Activity::ALL.into_iter().filter(|activity| !activity.mints()).collect();
        assert_eq!(silent, [Activity::Mending, Activity::Card, Activity::Research]);
    }
}
