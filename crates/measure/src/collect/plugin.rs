//! What a plug-in tells with the site's key: what the script sent it under the site's own address, fetches by preview
//! agents, and orders of a shop.

use std::borrow::Cow;
use std::net::IpAddr;

use domain::Currency;
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Deserialize;

use super::beacon::amount;
use super::served::at;
use super::{Asks, Intake, NotTaken, Visit, Why, carry, whose};
use crate::arrivals::{Arrival, Arrivals, By, Kind, Sold, said};
use crate::measured::{Known, Measured};

/// One thing that a plug-in tells.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum FromPlugin {
    /// What the script sent.
    Beacon {
        /// As it was sent.
        body: String,
        /// From which address. It is made into a hash, and not kept.
        address: IpAddr,
        /// The `User-Agent`.
        #[serde(default)]
        user_agent: String,
        /// The browser sent `Sec-GPC: 1` or `DNT: 1`.
        #[serde(default)]
        declines: bool,
    },
    /// The picture for browsers without scripts was fetched; `url` is what the browser named as its referrer.
    Pixel(Visit),
    /// A page was given out: to a preview agent.
    Visit(Visit),
    /// An order was paid, or paid back.
    Sale(Order),
}

/// An order of a shop.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub struct Order {
    /// Its number.
    #[serde(rename = "order")]
    number: String,
    /// By which this notice of it is known again: another one for each refund.
    #[serde(default)]
    id: Option<String>,
    /// What was paid, such as `19.90`; below zero: what was paid back.
    total: String,
    /// The currency, by its three letters.
    currency: String,
    /// The token that the buyer came with.
    #[serde(default)]
    token: String,
    /// From which address it was ordered. It is made into a hash, and not kept.
    #[serde(default)]
    address: Option<IpAddr>,
    /// The buyer's `User-Agent`.
    #[serde(default)]
    user_agent: String,
    /// When it was ordered; now where nothing is said.
    #[serde(default)]
    at: Option<Timestamp>,
}

impl Intake {
    /// The arrival that it is.
    pub fn from_plugin(
        &self,
        arrivals: &Arrivals,
        known: &Known,
        measured: &Measured,
        told: &FromPlugin,
        now: Timestamp,
    ) -> Result<Arrival<'static>, NotTaken> {
        match told {
            FromPlugin::Beacon { body, address, user_agent, declines } => {
                let asks = Asks { address: *address, agent: user_agent, declines: *declines, now };
                let arrival = self.beacon(arrivals, known, body.as_bytes(), &asks)?;
                // A page that has another site's key.
                if arrival.site == Some(measured.number) { Ok(arrival) } else { Err(Why::Elsewhere.into()) }
            }
            FromPlugin::Pixel(visit) => {
                let asks = Asks { address: visit.address, agent: &visit.user_agent, declines: visit.declines, now };
                self.pixel(arrivals, known, &measured.key, &visit.url, &asks)
            }
            FromPlugin::Visit(visit) => Ok(self.served(arrivals, measured, visit, By::Plugin, now)?),
            FromPlugin::Sale(order) => {
                let made = sale(arrivals, measured, order, now);
                Ok(self.told(measured, now, By::Plugin, made)?)
            }
        }
    }
}

fn sale(arrivals: &Arrivals, measured: &Measured, order: &Order, now: Timestamp) -> Result<Arrival<'static>, Why> {
    let at = at(measured, order.at, now)?;
    let currency: Currency = order.currency.parse().map_err(|_| Why::NoSale)?;
    let minor = amount(&order.total, currency).ok_or(Why::NoSale)?;
    let number = said(&order.number).filter(|number| number.len() <= 100).ok_or(Why::NoSale)?;
    let sold = Sold { order: Cow::Owned(number.into_owned()), minor, currency: currency.as_str().to_owned().into() };
    let mut arrival = Arrival {
        kind: Kind::Sale,
        at: at.as_microsecond(),
        site: Some(measured.number),
        by: Some(By::Plugin),
        agent: said(&order.user_agent).map(|agent| Cow::Owned(agent.into_owned())),
        sold: Some(sold),
        id: order.id.as_deref().and_then(said).map(|id| Cow::Owned(id.into_owned())),
        ..Arrival::default()
    };
    carry(&mut arrival, order.token.parse().ok());
    if let Some(address) = order.address {
        let asks = Asks { address, agent: &order.user_agent, declines: false, now };
        whose(arrivals, measured, &asks, &mut arrival);
    }
    Ok(arrival)
}
