//! Which addresses of the internet are open to everybody, and the resolver that hands out no others.
//!
//! The resolver's answer is what the connection is made to: a name that is checked and then resolved anew for the
//! connection could lead elsewhere the second time.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use url::{Host, Url};

/// Whether `address` is one that anybody on the internet may be asked at: not private, loopback, link-local, shared
/// (CGNAT), documentation, multicast, reserved, nor such a one wrapped in IPv6. After IANA's special-purpose registries,
/// read 2026-11-22, and the addresses at which clouds tell machines their secrets.
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let special = matches!(
        (a, b, c),
        (0 | 10 | 127 | 224..=255, _, _)
            | (100, 64..=127, _)
            | (169, 254, _)
            | (172, 16..=31, _)
            | (192, 168, _)
            | (192, 0, 0 | 2)
            | (192, 88, 99)
            | (198, 18 | 19, _)
            | (198, 51, 100)
            | (203, 0, 113)
    );
    // 168.63.129.16 looks public and is Azure's own door into each of its machines.
    !special && address != Ipv4Addr::new(168, 63, 129, 16)
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let s = address.segments();
    let tail = || Ipv4Addr::from(u32::from(s[6]) << 16 | u32::from(s[7]));
    match s {
        // ::ffff:a.b.c.d, and 64:ff9b::a.b.c.d of NAT64: what counts is the address inside.
        [0, 0, 0, 0, 0, 0xffff, _, _] | [0x64, 0xff9b, 0, 0, 0, 0, _, _] => is_public_v4(tail()),
        // 6to4 carries the address behind its prefix.
        [0x2002, high, low, ..] => is_public_v4(Ipv4Addr::from(u32::from(high) << 16 | u32::from(low))),
        // Teredo, benchmarks, ORCHID, documentation.
        [0x2001, 0..=0x01ff | 0x0db8, ..] | [0x3fff, 0..=0x0fff, ..] => false,
        // Everything else that is routed at all lies in 2000::/3.
        _ => s[0] & 0xe000 == 0x2000,
    }
}

/// The address that `url` spells out, where its host is no name.
pub(super) fn literal(url: &Url) -> Option<IpAddr> {
    match url.host()? {
        Host::Ipv4(address) => Some(IpAddr::V4(address)),
        Host::Ipv6(address) => Some(IpAddr::V6(address)),
        Host::Domain(_) => None,
    }
}

/// Why a name was not resolved; found again in the depths of reqwest's error.
#[derive(Debug, thiserror::Error)]
pub(super) enum Unresolved {
    #[error("the name leads only to private addresses")]
    Private,
    #[error("there is no such name: {0}")]
    Unknown(std::io::Error),
}

/// Names below `localhost` are loopback (RFC 6761, section 6.3), as in browsers; many a resolver would ask the network.
fn is_of_this_machine(name: &str) -> bool {
    name.len() > ".localhost".len() && name.to_ascii_lowercase().ends_with(".localhost")
}

/// Resolves names by the machine's own resolver. One that is not `open` leaves private addresses out.
#[derive(Debug)]
pub(super) struct Resolver {
    pub(super) private_too: bool,
}

impl Resolve for Resolver {
    fn resolve(&self, name: Name) -> Resolving {
        let private_too = self.private_too;
        Box::pin(async move {
            let found: Vec<SocketAddr> = if is_of_this_machine(name.as_str()) {
                vec![(Ipv4Addr::LOCALHOST, 0).into(), (Ipv6Addr::LOCALHOST, 0).into()]
            } else {
                tokio::net::lookup_host((name.as_str(), 0)).await.map_err(Unresolved::Unknown)?.collect()
            };
            let kept: Vec<SocketAddr> =
                found.into_iter().filter(|address| private_too || is_public(address.ip())).collect();
            if kept.is_empty() {
                return Err(Unresolved::Private.into());
            }
            Ok(Box::new(kept.into_iter()) as Addrs)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn names_below_localhost_are_this_machine_and_no_others() {
        let resolve = |private_too, name: &str| Resolver { private_too }.resolve(name.parse().unwrap());
        let found: Vec<SocketAddr> = resolve(true, "bakery.localhost").await.unwrap().collect();
        assert!(!found.is_empty() && found.iter().all(|address| address.ip().is_loopback()), "{found:?}");
        assert!(resolve(false, "Bakery.LOCALHOST").await.is_err());
        assert!(!is_of_this_machine("bakery.localhost.example") && !is_of_this_machine("bakerylocalhost"));
    }

    #[test]
    fn addresses_behind_somebodys_walls_are_not_public() {
        for address in [
            "0.0.0.0",
            "10.1.2.3",
            "100.64.0.1",
            "100.100.100.200",
            "127.0.0.1",
            "127.255.255.254",
            "168.63.129.16",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.192",
            "192.168.1.1",
            "198.18.0.1",
            "203.0.113.9",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::127.0.0.1",
            "::ffff:127.0.0.1",
            "::ffff:169.254.169.254",
            "64:ff9b::10.0.0.1",
            "64:ff9b:1::1",
            "2002:7f00:1::",
            "2002:c0a8:0101::1",
            "2001:0:1::1",
            "2001:db8::1",
            "100::1",
            "fc00::1",
            "fd00:ec2::254",
            "fe80::1",
            "fec0::1",
            "ff02::1",
            "3fff::1",
            "5f00::1",
        ] {
            assert!(!is_public(address.parse().unwrap()), "{address}");
        }
    }

    #[test]
    fn addresses_of_the_open_internet_are_public() {
        for address in [
            "1.1.1.1",
            "100.63.255.255",
            "172.32.0.1",
            "192.0.1.1",
            "223.255.255.255",
            "2606:4700::1111",
            "2a00:1450:4001::1",
            "::ffff:8.8.8.8",
            "64:ff9b::8.8.8.8",
            "2002:808:808::1",
        ] {
            assert!(is_public(address.parse().unwrap()), "{address}");
        }
    }
}
