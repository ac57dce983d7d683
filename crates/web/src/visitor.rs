//! Visitors: from which address a request really comes.
//!
//! Behind a proxy every connection is the proxy's. `x-forwarded-for` is believed from a proxy that the operator named and
//! from nobody else, or anybody could choose the address that is throttled.

use std::net::{IpAddr, SocketAddr};

use axum::http::HeaderMap;
use ipnet::IpNet;

/// From where a request comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Visitor(pub(crate) IpAddr);

/// Whom a request comes from that `peer` brought, and whether a proxy that nobody named seems to stand between.
pub(crate) fn visitor(headers: &HeaderMap, peer: SocketAddr, trusted: &[IpNet]) -> (Visitor, bool) {
    let peer = peer.ip().to_canonical();
    let is_trusted = |address: &IpAddr| trusted.iter().any(|net| net.contains(address));
    if !is_trusted(&peer) {
        return (Visitor(peer), headers.contains_key("x-forwarded-for") && !is_public(peer));
    }
    let lines = headers.get_all("x-forwarded-for").iter().filter_map(|line| line.to_str().ok());
    let hops: Vec<&str> = lines.flat_map(|line| line.split(',')).map(str::trim).collect();
    // From the right: each proxy adds the one that it heard from, so the first that is no proxy of ours is the visitor.
    let mut nearest = peer;
    for hop in hops.iter().rev() {
        let Some(address) = address(hop) else { break };
        nearest = address;
        if !is_trusted(&address) {
            break;
        }
    }
    (Visitor(nearest), false)
}

/// `203.0.113.7`, `203.0.113.7:4711`, `[2001:db8::1]:4711`
fn address(hop: &str) -> Option<IpAddr> {
    let with_port = || hop.parse::<SocketAddr>().ok().map(|address| address.ip());
    let bare = hop.trim_start_matches('[').trim_end_matches(']');
    bare.parse::<IpAddr>().ok().or_else(with_port).map(|address| address.to_canonical())
}

fn is_public(address: IpAddr) -> bool {
    networks::http::is_public(address)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(peer: &str, forwarded: &[&str], trusted: &[&str]) -> (String, bool) {
        let mut headers = HeaderMap::new();
        for line in forwarded {
            headers.append("x-forwarded-for", line.parse().unwrap());
        }
        let peer = SocketAddr::new(peer.parse().unwrap(), 40_000);
        let trusted: Vec<IpNet> = trusted.iter().map(|net| net.parse().unwrap()).collect();
        let (visitor, unnamed) = visitor(&headers, peer, &trusted);
        (visitor.0.to_string(), unnamed)
    }

    #[test]
    fn only_a_named_proxy_is_believed() {
        let own = &["10.0.0.0/8"][..];
        for (peer, forwarded, trusted, visitor, unnamed) in [
            ("8.8.4.4", &[][..], own, "8.8.4.4", false),
            ("8.8.4.4", &["9.9.9.9"], own, "8.8.4.4", false),
            ("10.0.0.2", &["9.9.9.9"], own, "9.9.9.9", false),
            // Whoever sends a line of his own cannot put himself to the right of our proxy.
            ("10.0.0.2", &["1.1.1.1, 9.9.9.9"], own, "9.9.9.9", false),
            ("10.0.0.2", &["9.9.9.9", "10.0.0.7"], own, "9.9.9.9", false),
            ("10.0.0.2", &["unknown"], own, "10.0.0.2", false),
            ("10.0.0.2", &["[2606:4700::1]:443"], own, "2606:4700::1", false),
            ("::ffff:10.0.0.2", &["9.9.9.9:1234"], own, "9.9.9.9", false),
            // A proxy that nobody named.
            ("10.0.0.2", &["9.9.9.9"], &[], "10.0.0.2", true),
            ("127.0.0.1", &["9.9.9.9"], &[], "127.0.0.1", true),
        ] {
            assert_eq!(seen(peer, forwarded, trusted), (visitor.to_owned(), unnamed), "{peer} {forwarded:?}");
        }
    }
}
