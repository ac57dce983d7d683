//! Collect: what a page's script, its picture, the site's own server or its plug-in say, made into arrivals.
//!
//! Whatever comes is normal: anybody may send anything under a site's key, which is no secret. What is not of the site, too
//! much, or too old is left out and counted by why; nothing of it is kept. No address of anybody leaves here: a visitor is a
//! hash, and so is what a network put on a link for one person. Start at [`Intake::beacon`].

mod beacon;
mod bounds;
mod installed;
mod noted;
mod page;
mod plugin;
mod press;
mod privacy;
mod served;
mod staff;

use std::borrow::Cow;
use std::net::IpAddr;

use domain::Token;
use jiff::{SignedDuration, Timestamp};

use crate::arrivals::{Arrival, Arrivals, By, Kind, referrer, said};
use crate::measured::{Measured, Signals};

pub use beacon::{script, script_of_plugin, snippet};
pub use installed::{Seen, Standing, judge};
pub use plugin::FromPlugin;
pub use privacy::paragraph;
pub use served::Visit;
pub use staff::{OWN, new as new_staff};

/// So long after midnight a visit may have begun the day before.
const AROUND_MIDNIGHT: SignedDuration = SignedDuration::from_mins(30);

/// Who says it.
#[derive(Clone, Copy, Debug)]
pub struct Asks<'a> {
    /// From where. It is never kept.
    pub address: IpAddr,
    /// What the browser calls itself.
    pub agent: &'a str,
    /// The browser says that its user wants no tracking.
    pub declines: bool,
    /// When, by this house's clock.
    pub now: Timestamp,
}

/// Why something was left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Why {
    /// It is of a page of another site.
    Elsewhere,
    /// More came in this minute from this address, or for this site, than is taken.
    TooMany,
    /// The user wants no tracking, and the site heeds that.
    Signals,
    /// It has no address of a page, or one that cannot be read.
    NoPage,
    /// It is said to come from the future.
    Future,
    /// It is older than single visits are kept.
    TooOld,
    /// Of a sale: no order, or no amount that can be read.
    NoSale,
}

impl Why {
    /// As it stands in the database and in answers.
    pub fn name(self) -> &'static str {
        match self {
            Self::Elsewhere => "elsewhere",
            Self::TooMany => "too_many",
            Self::Signals => "signals",
            Self::NoPage => "no_page",
            Self::Future => "future",
            Self::TooOld => "too_old",
            Self::NoSale => "no_sale",
        }
    }
}

/// Why nothing was made of what came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotTaken {
    /// It is not what the script sends.
    Unreadable,
    /// No site has this key.
    Unknown,
    /// It was counted as left out.
    LeftOut(Why),
}

impl From<Why> for NotTaken {
    fn from(why: Why) -> Self {
        Self::LeftOut(why)
    }
}

/// Takes in what is said. It holds in memory who came in this minute, and what is to be noted, both bounded.
#[derive(Debug, Default)]
pub struct Intake {
    bounds: bounds::Bounds,
    noted: noted::Noted,
}

impl Intake {
    /// What a noted site heard and left out goes into the database: see [`noted::Noted::write`].
    pub async fn write_down(&self, db: &store::Db, now: Timestamp) -> Result<(), store::Fault> {
        self.noted.write(db, now).await
    }

    /// Counts it as left out where it is.
    fn told<T>(&self, measured: &Measured, now: Timestamp, by: By, made: Result<T, Why>) -> Result<T, Why> {
        match &made {
            Ok(_) => self.noted.heard(measured.number, now, by),
            Err(why) => self.noted.left_out(measured.number, measured.day(now).1, *why, 1),
        }
        made
    }
}

/// What was said of a page, by whomever.
#[derive(Clone, Copy)]
struct Said<'a> {
    url: &'a str,
    referrer: &'a str,
    at: Timestamp,
    by: By,
}

/// The arrival that a look at a page is; of a preview agent, an unfurl.
fn looked(
    arrivals: &Arrivals,
    measured: &Measured,
    said_so: &Said<'_>,
    asks: &Asks<'_>,
) -> Result<Arrival<'static>, Why> {
    if asks.declines && measured.settings.signals == Signals::Skip {
        return Err(Why::Signals);
    }
    let page = page::read(said_so.url, measured)?;
    let mut arrival = Arrival {
        kind: Kind::View,
        at: said_so.at.as_microsecond(),
        site: Some(measured.number),
        url: Some(Cow::Owned(page.url)),
        by: Some(said_so.by),
        agent: said(asks.agent).map(|agent| Cow::Owned(agent.into_owned())),
        referrer: referrer(said_so.referrer).map(|from| Cow::Owned(from.into_owned())),
        ..Arrival::default()
    };
    carry(&mut arrival, page.token);
    if let Some(network) = networks::unfurls(asks.agent) {
        arrival.kind = Kind::Unfurl;
        arrival.network = Some(network.id.as_str().into());
        return Ok(arrival);
    }
    whose(arrivals, measured, asks, &mut arrival);
    Ok(arrival)
}

/// Hashes who it is.
fn whose(arrivals: &Arrivals, measured: &Measured, asks: &Asks<'_>, arrival: &mut Arrival<'_>) {
    let at = Timestamp::from_microsecond(arrival.at).unwrap_or(asks.now);
    let (day, _) = measured.day(at);
    let (before, _) = measured.day(at - AROUND_MIDNIGHT);
    let visitor = |day| arrivals.visitor(day, &measured.site, asks.address, asks.agent);
    arrival.visitor = visitor(day);
    arrival.before = if before == day { None } else { visitor(before) };
    arrival.own |= measured.own.iter().any(|range| range.contains(&asks.address));
}

/// What the token says.
fn carry(arrival: &mut Arrival<'_>, token: Option<Token>) {
    let Some(token) = token else { return };
    arrival.code = Cow::Owned(token.code.as_str().to_owned());
    arrival.press = token.press.map(|press| Cow::Owned(press.as_str().to_owned()));
    arrival.parent = token.parent.map(|parent| Cow::Owned(parent.as_str().to_owned()));
}

#[cfg(test)]
mod tests;
