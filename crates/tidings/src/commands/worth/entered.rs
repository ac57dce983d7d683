//! What was entered on the command line: hours, money, networks.

use anyhow::{Context, Result, bail};
use domain::{Activity, Money, NetworkId, Side};
use ipnet::IpNet;
use measure::statement::Costs;
use networks::NETWORKS;

use super::Args;

/// For what hours were worked.
#[derive(Clone, Copy, Debug)]
pub(super) enum For {
    Side(Side),
    Activity(Activity),
}

/// More hours than anybody has worked.
const MOST_HOURS: f64 = 1e6;

/// `smo=3`, `post=2:30`, `ad=0.5`; minutes.
pub(super) fn hours(text: &str) -> Result<(For, u64), String> {
    let wrong = || format!("{text:?} says no hours: write smo=3, smm=12 or an activity, such as post=2:30");
    let (what, hours) = text.split_once('=').ok_or_else(wrong)?;
    let minutes = match hours.split_once(':') {
        Some((hours, minutes)) => {
            let (hours, minutes): (u64, u64) =
                (hours.parse().map_err(|_| wrong())?, minutes.parse().map_err(|_| wrong())?);
            if minutes > 59 || hours as f64 > MOST_HOURS {
                return Err(wrong());
            }
            hours * 60 + minutes
        }
        None => {
            let hours: f64 = hours.parse().map_err(|_| wrong())?;
            if !(0.0..=MOST_HOURS).contains(&hours) {
                return Err(wrong());
            }
            (hours * 60.0).round() as u64
        }
    };
    let what = match what.trim() {
        "smo" => For::Side(Side::Smo),
        "smm" => For::Side(Side::Smm),
        activity => For::Activity(activity.parse().map_err(|error| format!("{error}, smo or smm"))?),
    };
    Ok((what, minutes))
}

/// `facebook=180EUR`.
pub(super) fn spend(text: &str) -> Result<(NetworkId, Money), String> {
    let wrong = || format!("{text:?} says no spend: write facebook=180EUR");
    let (name, money) = text.split_once('=').ok_or_else(wrong)?;
    Ok((network(name)?, money.parse().map_err(|error| format!("{error}"))?))
}

fn network(name: &str) -> Result<NetworkId, String> {
    let name = name.trim().to_ascii_lowercase();
    let known =
        NETWORKS.iter().find(|network| network.id.as_str() == name || network.about.name.to_lowercase() == name);
    known.map(|network| network.id.clone()).ok_or_else(|| {
        let all: Vec<&str> = NETWORKS.iter().map(|network| network.id.as_str()).collect();
        format!("{name:?} is no network that is known: {}", all.join(", "))
    })
}

/// `203.0.113.7` or `203.0.113.0/24`.
pub(super) fn addresses(text: &str) -> Result<IpNet, String> {
    let one = || text.parse::<std::net::IpAddr>().map(IpNet::from);
    text.parse()
        .or_else(|_| one())
        .map_err(|_| format!("{text:?} is no address and no range: write 203.0.113.7 or 203.0.113.0/24"))
}

/// Where we post. `None`: nobody said.
pub(super) fn posts(names: &[String]) -> Result<Option<Vec<NetworkId>>> {
    match names {
        [] => Ok(None),
        [one] if one == "none" => Ok(Some(Vec::new())),
        names => {
            let all: Result<Vec<NetworkId>, String> = names.iter().map(|name| network(name)).collect();
            all.map(Some).map_err(anyhow::Error::msg).context("--posts")
        }
    }
}

/// A host, however it was written.
pub(super) fn host(text: &str) -> String {
    let text = text.split_once("://").map_or(text, |(_, rest)| rest);
    text.split(['/', ':']).next().unwrap_or_default().to_ascii_lowercase()
}

/// All costs. They are in one currency: nothing here knows what another one is worth.
pub(super) fn costs(args: &Args) -> Result<Costs> {
    let mut costs = Costs { rate: args.rate, margin: args.margin, sale: args.sale, ..Costs::default() };
    for (what, minutes) in &args.hours {
        match what {
            For::Side(side) => *costs.sides.entry(*side).or_default() += minutes,
            For::Activity(activity) => *costs.activities.entry(*activity).or_default() += minutes,
        }
    }
    for (network, money) in &args.spend {
        let sum = match costs.spend.get(network) {
            Some(before) => before.plus(*money).context("--spend: amounts of one network are in two currencies")?,
            None => *money,
        };
        costs.spend.insert(network.clone(), sum);
    }
    let all: Vec<Money> = args.rate.into_iter().chain(args.sale).chain(costs.spend.values().copied()).collect();
    if let Some(other) = all.iter().find(|money| money.currency != all[0].currency) {
        bail!(
            "{} and {} stand beside each other, and what one is worth in the other is not known here: write all amounts in one \
             currency",
            all[0].currency,
            other.currency
        );
    }
    Ok(costs)
}
