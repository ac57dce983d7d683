//! Seen by: a sample of pages and pictures, as each preview agent gets them.

use domain::NetworkId;
use rustc_hash::FxHashMap;
use schemars::JsonSchema;
use serde::Serialize;

/// What preview agents got, by the address of page or picture.
#[derive(Clone, Debug, Default)]
pub struct SeenBy {
    /// Address → what each agent got. Only sampled addresses stand here.
    pub views: FxHashMap<String, Vec<AgentView>>,
}

/// What one preview agent got for one address.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct AgentView {
    /// The agent's token: `facebookexternalhit`.
    pub agent: &'static str,
    /// The network whose previews it makes.
    pub network: NetworkId,
    /// HTTP status; 0 where nobody answered.
    pub status: u16,
    /// What keeps it out; `None` where it got what a browser gets.
    pub blocker: Option<Blocker>,
    /// `Content-Encoding` of the answer.
    pub encoding: Option<String>,
    /// The answer to a request for the first bytes was neither those bytes nor the whole.
    pub range_mishandled: bool,
    /// Title and picture that this agent finds in the page; `None` for a picture or where it was kept out.
    pub card: Option<(Option<String>, Option<String>)>,
    /// Milliseconds until the answer was there.
    pub millis: u32,
}

/// What keeps a preview agent out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Blocker {
    /// The server answers it with this status, a browser with 2xx.
    Status {
        /// The status.
        status: u16,
    },
    /// A challenge page stands in the way.
    Challenge {
        /// Who puts it there, as far as the answer tells: `Cloudflare`.
        by: String,
        /// The header or text that gives it away.
        evidence: String,
    },
    /// A line of robots.txt.
    Robots {
        /// The line, with its number.
        line: String,
    },
    /// The answer is compressed in a way that the agent did not ask for.
    Encoding {
        /// `br`
        encoding: String,
    },
    /// Nobody answered it.
    NoAnswer {
        /// Why.
        why: String,
    },
}
