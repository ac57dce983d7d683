//! States of a delivery.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How a delivery stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "DeliveryState")]
pub enum State {
    /// Nobody planned it.
    Draft,
    /// It goes out when it is due.
    Planned,
    /// It is frozen, and nothing of it is outside that anybody sees.
    Prepared,
    /// A step of it is committed, and may have left.
    Sending,
    /// The network works on it.
    Pending,
    /// The network wants to be left alone first.
    Limited,
    /// Nobody knows what came of a step: the network's recipe says how that is found out.
    Unknown,
    /// It is live.
    Live,
    /// The network will not have it.
    Refused,
    /// It is somebody's turn, who posts it himself.
    Waiting,
    /// A person has to look: no recipe tells.
    Person,
    /// Somebody said: not this one.
    Skipped,
    /// It was live, and was taken away.
    Gone,
}

impl State {
    /// All of them.
    pub const ALL: [Self; 13] = [
        Self::Draft,
        Self::Planned,
        Self::Prepared,
        Self::Sending,
        Self::Pending,
        Self::Limited,
        Self::Unknown,
        Self::Live,
        Self::Refused,
        Self::Waiting,
        Self::Person,
        Self::Skipped,
        Self::Gone,
    ];

    /// As it stands in the database and in the API.
    pub fn name(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Planned => "planned",
            Self::Prepared => "prepared",
            Self::Sending => "sending",
            Self::Pending => "pending",
            Self::Limited => "limited",
            Self::Unknown => "unknown",
            Self::Live => "live",
            Self::Refused => "refused",
            Self::Waiting => "waiting",
            Self::Person => "person",
            Self::Skipped => "skipped",
            Self::Gone => "gone",
        }
    }

    /// The one of that name; of a name that is none, that a person looks.
    pub fn named(name: &str) -> Self {
        Self::ALL.into_iter().find(|state| state.name() == name).unwrap_or(Self::Person)
    }

    /// Nothing more happens to it by itself.
    pub fn is_over(self) -> bool {
        !matches!(self, Self::Planned | Self::Prepared | Self::Sending | Self::Pending | Self::Limited | Self::Unknown)
    }
}
