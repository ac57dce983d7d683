//! Visits that a site's own server tells of, many at once.

use std::borrow::Cow;
use std::net::IpAddr;

use jiff::{SignedDuration, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Asks, Intake, Said, Why, looked};
use crate::arrivals::{Arrival, Arrivals, By, Kind, said};
use crate::measured::Measured;

/// How far a server's clock may be ahead of ours.
const AHEAD: SignedDuration = SignedDuration::from_mins(5);

/// A look at a page, as the site's server saw it.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "SentVisit")]
pub struct Visit {
    /// The address that was asked for, whole or from its path on, with its parameters.
    pub url: String,
    /// The `Referer`.
    #[serde(default)]
    pub referrer: String,
    /// The `User-Agent`.
    #[serde(default)]
    pub user_agent: String,
    /// From which address it came. It is made into a hash, and not kept.
    pub address: IpAddr,
    /// When; now where nothing is said.
    #[serde(default)]
    pub at: Option<Timestamp>,
    /// The request's method; GET where nothing is said.
    #[serde(default)]
    pub method: Option<String>,
    /// `Sec-Purpose`, or `Purpose`, `X-Purpose`, `X-Moz`.
    #[serde(default)]
    pub purpose: Option<String>,
    /// `Sec-Fetch-Dest`.
    #[serde(default)]
    pub fetch_dest: Option<String>,
    /// The browser sent `Sec-GPC: 1` or `DNT: 1`.
    #[serde(default)]
    pub declines: bool,
    /// By which the same look is known when it is sent again.
    #[serde(default)]
    pub id: Option<String>,
}

impl Intake {
    /// The arrival that `visit` is.
    pub fn served(
        &self,
        arrivals: &Arrivals,
        measured: &Measured,
        visit: &Visit,
        by: By,
        now: Timestamp,
    ) -> Result<Arrival<'static>, Why> {
        let made = made(arrivals, measured, visit, by, now);
        self.told(measured, now, by, made)
    }

    /// The unfurl that a fetch of the card of `page` is; none where `agent` is no preview agent.
    pub fn card(
        &self,
        arrivals: &Arrivals,
        measured: &Measured,
        page: &str,
        agent: &str,
        now: Timestamp,
    ) -> Option<Arrival<'static>> {
        let asks = Asks { address: IpAddr::from([0, 0, 0, 0]), agent, declines: false, now };
        let said_so = Said { url: page, referrer: "", at: now, by: By::Server };
        let made = looked(arrivals, measured, &said_so, &asks);
        made.ok().filter(|arrival| arrival.kind == Kind::Unfurl)
    }
}

fn made(
    arrivals: &Arrivals,
    measured: &Measured,
    visit: &Visit,
    by: By,
    now: Timestamp,
) -> Result<Arrival<'static>, Why> {
    let at = at(measured, visit.at, now)?;
    let asks = Asks { address: visit.address, agent: &visit.user_agent, declines: visit.declines, now };
    let said_so = Said { url: &visit.url, referrer: &visit.referrer, at, by };
    let arrival = looked(arrivals, measured, &said_so, &asks)?;
    let own = |text: &Option<String>| text.as_deref().and_then(said).map(|text| Cow::Owned(text.into_owned()));
    Ok(Arrival {
        method: own(&visit.method),
        purpose: own(&visit.purpose),
        fetch_dest: own(&visit.fetch_dest),
        id: own(&visit.id),
        ..arrival
    })
}

/// When it was, by what a server says: not in the future, and not older than single visits are kept.
pub(super) fn at(measured: &Measured, at: Option<Timestamp>, now: Timestamp) -> Result<Timestamp, Why> {
    let Some(at) = at else { return Ok(now) };
    if at > now + AHEAD {
        return Err(Why::Future);
    }
    if now.duration_since(at) > SignedDuration::from_hours(24 * measured.settings.raw_days) {
        return Err(Why::TooOld);
    }
    Ok(at.min(now))
}
