//! Bounds: how much is taken in a minute, from one address and for one site, so that whoever sends what he likes fills
//! neither the disk nor the memory.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

use jiff::Timestamp;

/// What one address sends in a minute: an office behind one address has many people.
const OF_AN_ADDRESS: u32 = 600;
/// What one site takes in a minute.
const OF_A_SITE: u32 = 600_000;
/// Addresses that are told apart in a minute; further ones are held by the site's bound alone.
const ADDRESSES: usize = 100_000;

/// Counts of the running minute.
#[derive(Debug, Default)]
pub(super) struct Bounds(Mutex<Minute>);

#[derive(Debug, Default)]
struct Minute {
    since: i64,
    addresses: HashMap<(i64, IpAddr), u32>,
    sites: HashMap<i64, u32>,
}

impl Bounds {
    /// Whether one more from `address` for `site` is taken; it is counted.
    pub(super) fn may(&self, site: i64, address: IpAddr, now: Timestamp) -> bool {
        let mut now_on = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let minute = now.as_second() / 60;
        if now_on.since != minute {
            now_on.since = minute;
            now_on.addresses.clear();
            now_on.sites.clear();
        }
        let address = whole(address);
        let is_known = now_on.addresses.len() < ADDRESSES || now_on.addresses.contains_key(&(site, address));
        if is_known {
            let of_address = now_on.addresses.entry((site, address)).or_default();
            if *of_address >= OF_AN_ADDRESS {
                return false;
            }
            *of_address += 1;
        }
        let of_site = now_on.sites.entry(site).or_default();
        *of_site += 1;
        *of_site <= OF_A_SITE
    }
}

/// Whoever has one IPv6 address has its whole network.
fn whole(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(long) => {
            let [a, b, c, d, ..] = long.segments();
            IpAddr::from([a, b, c, d, 0, 0, 0, 0])
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_sends_more_in_a_minute_than_people_do_is_not_taken_until_the_next_one() {
        let (bounds, now) = (Bounds::default(), "2026-11-26T10:00:00Z".parse::<Timestamp>().unwrap());
        let scanner: IpAddr = "2606:4700:1:2::7".parse().unwrap();
        let taken = (0..10_000).filter(|_| bounds.may(1, scanner, now)).count();
        assert_eq!(taken, OF_AN_ADDRESS as usize);
        assert!(!bounds.may(1, "2606:4700:1:2:ffff::".parse().unwrap(), now));
        assert!(bounds.may(1, "9.9.9.9".parse().unwrap(), now) && bounds.may(2, scanner, now));
        assert!(bounds.may(1, scanner, now + jiff::SignedDuration::from_mins(1)));
    }

    #[test]
    fn the_addresses_of_a_minute_are_bounded() {
        let (bounds, now) = (Bounds::default(), "2026-11-26T10:00:00Z".parse::<Timestamp>().unwrap());
        for nth in 0..120_000_u32 {
            assert!(bounds.may(1, IpAddr::from(nth.to_be_bytes()), now));
        }
        assert_eq!(bounds.0.lock().unwrap().addresses.len(), ADDRESSES);
    }
}
