//! Witnesses: what a visit carries that betrays the network from which it came.
//!
//! They are data with a source and a date, in each network's folder. What follows from them is `measure::channel`'s.

use crate::Evidence;

/// By what a visit from a network is known.
#[derive(Debug)]
pub struct Witness {
    /// Hosts that its referrers name; subdomains are meant as well. `pinterest.*` means that name in every country.
    pub hosts: &'static [&'static str],
    /// Words with which people begin the host of a server of their own: `mastodon` of `mastodon.example`.
    pub servers: &'static [&'static str],
    /// What the browser inside its app says somewhere in its user agent.
    pub in_app: &'static [&'static str],
    /// Packages of its Android apps, as `android-app://` referrers name them.
    pub packages: &'static [&'static str],
    /// Parameters that it adds to links.
    pub parameters: &'static [Parameter],
    /// What `utm_source` says of it.
    pub sources: &'static [&'static str],
    /// Its posts are shown by other networks of this name too, without anybody passing them on.
    pub federation: Option<&'static str>,
    /// Where that is known from.
    pub evidence: Evidence,
}

/// A parameter that a network adds to links that leave it.
#[derive(Debug)]
pub struct Parameter {
    /// As it stands in the address.
    pub name: &'static str,
    /// By its maker's account it is of advertisements; others have seen it without one.
    pub perhaps_ad: bool,
    /// Ids of other places that add it as well.
    pub also: &'static [&'static str],
}

impl Witness {
    /// Nothing is known; a start for `Witness { hosts: …, ..Witness::nothing(evidence) }`.
    pub const fn nothing(evidence: Evidence) -> Self {
        Self {
            hosts: &[],
            servers: &[],
            in_app: &[],
            packages: &[],
            parameters: &[],
            sources: &[],
            federation: None,
            evidence,
        }
    }
}

impl Parameter {
    /// One that links have whether anybody paid or not.
    pub const fn of_links(name: &'static str) -> Self {
        Self { name, perhaps_ad: false, also: &[] }
    }

    /// One that may be an advertisement's.
    pub const fn of_ads(name: &'static str) -> Self {
        Self { name, perhaps_ad: true, also: &[] }
    }

    /// The same, where other places of the same house add it too.
    pub const fn and_by(self, also: &'static [&'static str]) -> Self {
        Self { also, ..self }
    }
}
