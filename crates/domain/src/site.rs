//! Which addresses belong together: the registrable domain by the public suffix list.

use url::{Host, Url};

/// The registrable domain of `host`: `shop.bakery.co.uk` → `bakery.co.uk`. An IP address or `localhost` stands for itself.
pub fn registrable(host: &str) -> &str {
    psl::domain_str(host).unwrap_or(host)
}

/// Whether `a` and `b` are on one site: same registrable domain, or, for IP addresses, same address and port.
pub fn same_site(a: &Url, b: &Url) -> bool {
    match (a.host(), b.host()) {
        (Some(Host::Domain(left)), Some(Host::Domain(right))) => {
            registrable(left).eq_ignore_ascii_case(registrable(right))
        }
        (Some(left), Some(right)) => left == right && a.port_or_known_default() == b.port_or_known_default(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_look_alike_host_is_another_site() {
        let home = Url::parse("https://bakery.example/").unwrap();
        for (address, same) in [
            ("https://www.bakery.example/a", true),
            ("https://evilbakery.example/", false),
            ("https://bakery.example.net/", false),
        ] {
            assert_eq!(same_site(&home, &Url::parse(address).unwrap()), same, "{address}");
        }
    }
}
