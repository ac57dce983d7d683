//! Verdicts: what a view of a page is, through which channel it came, and how sure that is.

use std::borrow::Cow;

use domain::{NetworkId, Side};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What the rules make of evidence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Verdict {
    /// Whether it is counted as a visit.
    pub visit: bool,
    /// What it is.
    pub is: Counted,
    /// The class; none of what is no visit.
    pub channel: Option<Channel>,
    /// Whose doing it was that the visitor came; none of what is no visit.
    pub side: Option<Side>,
    /// The place outside from which he came or probably came, or whose preview agent it was.
    pub network: Option<NetworkId>,
    /// How sure it is; none of what is no visit.
    pub confidence: Option<Confidence>,
    /// The rule that held, see `channel::rules::RULES`.
    pub rule: Cow<'static, str>,
    /// The link of ours, or the press of a share button, from which it descends.
    pub parent: Option<String>,
}

macro_rules! words {
    ($(#[$about:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $word:literal, $shown:literal;)* }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($(#[$doc])* $variant,)* }

        impl $name {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// As it stands in the database, in the API and in files.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $word,)* }
            }

            /// As people read it.
            pub fn in_words(self) -> &'static str {
                match self { $(Self::$variant => $shown,)* }
            }

            /// That of this name.
            pub fn named(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|it| it.name() == name)
            }

            /// As it stands in rows of visits, 1 and on. A new one is put at the end of the list, and none is taken out.
            pub fn number(self) -> i64 {
                self as i64 + 1
            }

            /// That of this number.
            pub fn numbered(number: i64) -> Option<Self> {
                usize::try_from(number.checked_sub(1)?).ok().and_then(|at| Self::ALL.get(at)).copied()
            }
        }
    };
}

words! {
    /// What a view of a page is.
    Counted {
        /// A visit, or its first page.
        Visit = "visit", "a visit";
        /// A further page of a visit that began before; where none did, as one that came through [`Channel::Within`].
        Within = "within", "a part of a visit";
        /// Only the head was asked for.
        Head = "head", "a check of the page's head";
        /// Something else than a look: a form that was sent.
        Method = "method", "not a look at a page";
        /// Fetched in advance.
        Prefetch = "prefetch", "fetched in advance";
        /// A picture, a script, a frame.
        Part = "part", "a part of another page";
        /// One of our own people.
        Own = "own", "one of your own people";
        /// A network's preview agent: kept as an unfurl.
        Preview = "preview", "a network's preview agent";
        /// Another program.
        Bot = "bot", "a program";
        /// A referrer that nobody was on.
        Spam = "spam", "an advertisement in the statistics";
    }
}

words! {
    /// The class of a visit.
    Channel {
        /// A visitor pressed a share button of ours.
        ShareButton = "share_button", "share buttons";
        /// Somebody passed the page on by himself.
        PassedOn = "passed_on", "visitors copied the address";
        /// A post of ours, or the link in our profile.
        Post = "post", "own posts";
        /// An answer of ours.
        Reply = "reply", "answers";
        /// An ad on a social network or before a video.
        Paid = "paid", "ads";
        /// An article, a press release, a link that was promised.
        Press = "press", "articles and press";
        /// An ad beside a search.
        PaidSearch = "paid_search", "search ads";
        /// An ad elsewhere.
        PaidOther = "paid_other", "ads elsewhere";
        /// A search.
        Search = "search", "search";
        /// An AI assistant.
        Ai = "ai", "AI assistants";
        /// An e-mail or newsletter.
        Email = "email", "e-mail";
        /// Something printed.
        Print = "print", "print";
        /// A shop or a comparison of prices.
        Shopping = "shopping", "shops";
        /// Another website.
        Referral = "referral", "other websites";
        /// Tagged by somebody, of no known kind.
        Campaign = "campaign", "other tagged links";
        /// Typed, kept, or opened from a document.
        Direct = "direct", "direct";
        /// What the browser named is no website.
        Unclear = "unclear", "unclear";
        /// Probably passed on in private.
        Dark = "dark", "probably private messages";
        /// Counted in a way that does not see the origin.
        Unseen = "unseen", "origin not seen";
        /// A part of a visit whose beginning was not seen.
        Within = "within", "beginning not seen";
    }
}

impl Channel {
    /// Whose doing it is.
    pub fn side(self) -> Side {
        match self {
            Self::ShareButton | Self::PassedOn => Side::Smo,
            Self::Post | Self::Reply | Self::Paid | Self::Press => Side::Smm,
            Self::Dark | Self::Unseen | Self::Within => Side::Unknown,
            Self::PaidSearch
            | Self::PaidOther
            | Self::Search
            | Self::Ai
            | Self::Email
            | Self::Print
            | Self::Shopping
            | Self::Referral
            | Self::Campaign
            | Self::Direct
            | Self::Unclear => Side::Other,
        }
    }
}

words! {
    /// How sure a verdict is, the surest first.
    Confidence {
        /// A link of ours says so.
        Proven = "proven", "proven";
        /// The browser or a network says so.
        Strong = "strong", "strong";
        /// Whoever tagged the link says so.
        Declared = "declared", "declared";
        /// Something of ours stood there too: it may be either.
        Shared = "shared", "shared";
        /// A sign that often means something else.
        Weak = "weak", "weak";
        /// Something happened shortly before that makes it likely.
        Probable = "probable", "probable";
        /// Nothing tells; what is likely for such pages.
        Estimated = "estimated", "estimated";
    }
}

/// Into which column of the statement a visit goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Fold {
    /// Counted for its side.
    Sure,
    /// The most that its side can have.
    UpTo,
    /// No side may claim it.
    CantTell,
}

impl Confidence {
    /// The column of the statement.
    pub fn fold(self) -> Fold {
        match self {
            Self::Proven | Self::Strong => Fold::Sure,
            Self::Declared | Self::Shared | Self::Weak | Self::Probable => Fold::UpTo,
            Self::Estimated => Fold::CantTell,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_the_same_in_the_database_and_in_the_api() {
        for it in Counted::ALL {
            assert_eq!(serde_json::to_value(it).unwrap(), it.name());
        }
        for it in Channel::ALL {
            assert_eq!(serde_json::to_value(it).unwrap(), it.name());
            assert_eq!(Channel::named(it.name()), Some(*it));
            assert_eq!(Channel::numbered(it.number()), Some(*it));
        }
        for it in Confidence::ALL {
            assert_eq!(serde_json::to_value(it).unwrap(), it.name());
        }
    }
}
