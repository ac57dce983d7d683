//! Evidence: the raw signals of one view of a page, and what is known around it. It says nothing by itself.

use std::borrow::Cow;

use domain::{Activity, NetworkId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a visit may be judged by. Everything but the address may be missing; what is missing is never guessed.
///
/// Whoever has it at hand lends it: nothing is copied for a verdict.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Evidence<'a> {
    /// The address that was asked for, whole or from its path on, with its parameters.
    #[serde(borrow)]
    pub url: Cow<'a, str>,
    /// What the browser names as its origin; as a log has it, `-` for none.
    pub referrer: Option<Cow<'a, str>>,
    /// What the browser calls itself. `None`: it was not kept, as in a log of the common form; empty: none was sent.
    pub user_agent: Option<Cow<'a, str>>,
    /// The request's method; GET where nothing is said.
    pub method: Option<Cow<'a, str>>,
    /// `Sec-Purpose`, or `Purpose`, `X-Purpose`, `X-Moz`.
    pub purpose: Option<Cow<'a, str>>,
    /// `Sec-Fetch-Dest`, where the request was for a page or a link.
    pub fetch_dest: Option<Cow<'a, str>>,
    /// Hosts of the site itself.
    pub site: Cow<'a, [Cow<'a, str>]>,
    /// What is known of the token in the address, where it is one of ours, of this site, and not withdrawn.
    pub token: Option<Minted<'a>>,
    /// One of the own people, by the address range or the link for staff.
    pub own: bool,
    /// What of ours stood outside with this page then, untagged; for ads: ran that day, with whatever page.
    pub live: Cow<'a, [Live]>,
    /// Nobody has said where we post, so that what of ours stood outside is not known.
    pub posts_unknown: bool,
    /// Places with a verified link to the site that began after we submitted something there.
    pub outlets: Cow<'a, [Outlet<'a>]>,
    /// Names of campaigns in our books, in small letters.
    pub campaigns: Cow<'a, [Cow<'a, str>]>,
    /// Numbers of campaigns, sets and ads of connected ad accounts.
    pub ads: Cow<'a, [Cow<'a, str>]>,
    /// Networks whose preview agents fetched the page or its card within the 72 hours before, the last one first.
    pub unfurls: Cow<'a, [NetworkId]>,
    /// The page is one of the site's five at which visits without an origin most commonly begin.
    pub typed: bool,
    /// The browser opened the page again as it was before.
    pub restored: bool,
    /// The visitor was not seen on this site's day before.
    pub new_today: bool,
    /// Counted by a picture without a script: the origin could not be seen.
    pub blind: bool,
}

/// What is known of a link of ours, and what its token says beyond the code.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Minted<'a> {
    /// Its code.
    #[serde(default)]
    pub code: Cow<'a, str>,
    /// What it was made for.
    pub activity: Activity,
    /// Where it was put.
    #[serde(default)]
    pub network: Option<NetworkId>,
    /// With what whoever pressed the share button had come.
    #[serde(default)]
    pub parent: Option<Cow<'a, str>>,
}

/// Something of ours that stood outside.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Live {
    /// Where.
    pub network: NetworkId,
    /// What: a post, an answer, an ad.
    pub activity: Activity,
}

/// A place where an article or release of ours stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Outlet<'a> {
    /// Its host.
    pub host: Cow<'a, str>,
    /// With what the path begins, on a host that many share: `/@bakery`.
    #[serde(default)]
    pub path: Option<Cow<'a, str>>,
}
