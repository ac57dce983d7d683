//! The beacon: the script that a page carries, and what it sends.
//!
//! One look at a page is one message; presses, links that lead away, and what the site itself tells are one each. What the
//! messages look like is between this file and `beacon/beacon.js`, and in docs/measure.md.

use std::borrow::Cow;
use std::sync::LazyLock;

use domain::{Currency, Money};
use serde::Deserialize;
use url::Url;

use super::{Asks, Intake, NotTaken, Said, Why, carry, looked, press, staff};
use crate::arrivals::{Arrival, Arrivals, By, Kind, OUTBOUND, PRESS, Sold, said};
use crate::measured::{Known, Measured, Signals};

/// The script's source without what is for readers: lines of comment, and spaces beside signs. Its texts have none there.
static SOURCE: LazyLock<String> = LazyLock::new(|| {
    let lines = include_str!("beacon/beacon.js").lines().map(str::trim);
    let joined: String = lines.filter(|line| !line.is_empty() && !line.starts_with("//")).collect();
    let is_sign = |byte: Option<&u8>| byte.is_some_and(|byte| b"-=+?:{}()[],;&|<>%*!".contains(byte));
    let bytes = joined.as_bytes();
    let beside = |at: usize| is_sign(bytes.get(at + 1)) || at.checked_sub(1).is_some_and(|at| is_sign(bytes.get(at)));
    joined.char_indices().filter(|(at, sign)| *sign != ' ' || !beside(*at)).map(|(_, sign)| sign).collect()
});

/// The line for the head of each page: a script that nothing waits for, and a picture for browsers without scripts. `base`:
/// where the house is found, or the path below which the site's own server leads to it.
pub fn snippet(base: &str, key: &str) -> String {
    format!(
        "<script defer src=\"{base}/t.js?k={key}\"></script><noscript><img src=\"{base}/t.gif?k={key}\" alt=\"\" width=\"1\" height=\"1\"></noscript>"
    )
}

/// The script of a site's pages.
pub fn script(measured: &Measured) -> String {
    let (keeps, heeds) =
        (u8::from(measured.settings.tab_storage), u8::from(measured.settings.signals == Signals::Skip));
    format!("({})(document.currentScript,\"{}\",{keeps},{heeds})", *SOURCE, measured.key)
}

/// The script as the plug-in carries it: key and settings stand in its tag. In a shop's checkout it writes what the visit
/// came with into the field that is there for it.
pub fn script_of_plugin() -> String {
    format!(
        "{{let s=document.currentScript,d=s.dataset;({})(s,d.k,+d.s,+d.p);document.querySelectorAll('[name=tidings_token]')\
         .forEach(i=>i.value=(window.tidings.e||'').slice(3).replace(/%7E/gi,'~'))}}",
        *SOURCE
    )
}

/// What the script sends.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Message<'a> {
    /// The site's key.
    #[serde(borrow)]
    k: Cow<'a, str>,
    /// The page's address; at the first look with the token.
    #[serde(borrow)]
    u: Cow<'a, str>,
    /// From where the browser came; within a page that changes its address, the one before.
    #[serde(borrow)]
    r: Cow<'a, str>,
    /// The token that the visit came with.
    #[serde(borrow)]
    e: Cow<'a, str>,
    /// The secret of the own people.
    #[serde(borrow)]
    o: Cow<'a, str>,
    /// What happened; empty: a look.
    #[serde(borrow)]
    n: Cow<'a, str>,
    /// Where what was pressed leads.
    #[serde(borrow)]
    w: Cow<'a, str>,
    /// What it brought, of which currency, and the order.
    v: Option<serde_json::Value>,
    #[serde(borrow)]
    c: Cow<'a, str>,
    i: Option<serde_json::Value>,
    /// 1: opened again as it was before.
    b: u8,
}

impl Intake {
    /// What the script's message `body` is.
    pub fn beacon(
        &self,
        arrivals: &Arrivals,
        known: &Known,
        body: &[u8],
        asks: &Asks<'_>,
    ) -> Result<Arrival<'static>, NotTaken> {
        let message: Message<'_> = serde_json::from_slice(body).map_err(|_| NotTaken::Unreadable)?;
        let measured = known.by_key(&message.k).ok_or(NotTaken::Unknown)?;
        self.of_message(arrivals, &measured, &message, asks)
    }

    fn of_message(
        &self,
        arrivals: &Arrivals,
        measured: &Measured,
        message: &Message<'_>,
        asks: &Asks<'_>,
    ) -> Result<Arrival<'static>, NotTaken> {
        let made = if self.bounds.may(measured.number, asks.address, asks.now) {
            made(arrivals, measured, message, asks)
        } else {
            Err(Why::TooMany)
        };
        Ok(self.told(measured, asks.now, By::Beacon, made)?)
    }

    /// For tests: as if the site were known.
    #[cfg(test)]
    pub(super) fn beacon_of(
        &self,
        arrivals: &Arrivals,
        measured: &Measured,
        body: &[u8],
        asks: &Asks<'_>,
    ) -> Result<Arrival<'static>, NotTaken> {
        let message: Message<'_> = serde_json::from_slice(body).map_err(|_| NotTaken::Unreadable)?;
        self.of_message(arrivals, measured, &message, asks)
    }

    /// What the picture of a page without scripts is: a look at `page`, the browser's referrer.
    pub fn pixel(
        &self,
        arrivals: &Arrivals,
        known: &Known,
        key: &str,
        page: &str,
        asks: &Asks<'_>,
    ) -> Result<Arrival<'static>, NotTaken> {
        let measured = known.by_key(key).ok_or(NotTaken::Unknown)?;
        let said_so = Said { url: page, referrer: "", at: asks.now, by: By::Pixel };
        let made = if self.bounds.may(measured.number, asks.address, asks.now) {
            looked(arrivals, &measured, &said_so, asks)
        } else {
            Err(Why::TooMany)
        };
        Ok(self.told(&measured, asks.now, By::Pixel, made)?)
    }
}

fn made(
    arrivals: &Arrivals,
    measured: &Measured,
    message: &Message<'_>,
    asks: &Asks<'_>,
) -> Result<Arrival<'static>, Why> {
    let said_so = Said { url: &message.u, referrer: &message.r, at: asks.now, by: By::Beacon };
    let mut arrival = looked(arrivals, measured, &said_so, asks)?;
    arrival.own |= staff::is_own(measured, &message.o);
    arrival.restored = message.b == 1;
    if message.n.is_empty() || arrival.kind != Kind::View {
        return Ok(arrival);
    }
    arrival.kind = Kind::Event;
    arrival.restored = false;
    arrival.referrer = None;
    arrival.name = said(&message.n).map(|name| Cow::Owned(name.chars().take(100).collect()));
    match &*message.n {
        PRESS => {
            let (network, token) = press::read(&message.w);
            arrival.network = network.map(|network| network.id.as_str().into());
            (arrival.code, arrival.press, arrival.parent) = (Cow::default(), None, None);
            carry(&mut arrival, token);
        }
        OUTBOUND => {
            let host = Url::parse(&message.w).ok().and_then(|url| url.host_str().map(str::to_owned));
            arrival.to = host.filter(|host| host.len() <= 253).map(Cow::Owned);
        }
        _ => {
            carry(&mut arrival, message.e.replace("%7E", "~").replace("%7e", "~").parse().ok());
            arrival.sold = sold(measured, message);
            if arrival.sold.as_ref().is_some_and(|sold| !sold.order.is_empty()) {
                arrival.kind = Kind::Sale;
            }
        }
    }
    Ok(arrival)
}

/// What an event brought, where it says so; in the site's currency where it names none.
fn sold(measured: &Measured, message: &Message<'_>) -> Option<Sold<'static>> {
    let currency = match &*message.c {
        "" => measured.settings.currency,
        named => named.parse().ok()?,
    };
    let text = |value: &serde_json::Value| match value {
        serde_json::Value::String(text) => Some(text.clone()),
        serde_json::Value::Number(number) => Some(number.to_string()),
        _ => None,
    };
    let minor = amount(&text(message.v.as_ref()?)?, currency)?;
    let order = message.i.as_ref().and_then(text).unwrap_or_default();
    let order = said(&order).map(|order| order.chars().take(100).collect::<String>()).unwrap_or_default();
    Some(Sold { order: Cow::Owned(order), minor, currency: Cow::Owned(currency.as_str().to_owned()) })
}

/// An amount as shops write it, `19.9` or `1234`, in minor units of `currency`; what is finer is rounded.
pub(super) fn amount(text: &str, currency: Currency) -> Option<i64> {
    let text = text.trim();
    let (is_back, text) = text.strip_prefix('-').map_or((false, text), |text| (true, text));
    let minor = match format!("{text}{currency}").parse::<Money>() {
        Ok(money) => money.minor,
        Err(_) => {
            let number: f64 = text.parse().ok().filter(|number: &f64| number.is_finite() && *number < 1e13)?;
            format!("{number:.0$}{currency}", currency.digits() as usize).parse::<Money>().ok()?.minor
        }
    };
    Some(if is_back { -minor } else { minor })
}
