//! What belongs to the site that is audited.

use url::{Host, Url};

use super::address;
use crate::crawl::patterns::Patterns;

/// Which addresses a crawl reads.
#[derive(Clone, Debug)]
pub(super) struct Scope {
    homes: Vec<Home>,
    subdomains: bool,
    wanted: Patterns,
}

/// A host and the path below which its pages belong to the site.
#[derive(Clone, Debug)]
struct Home {
    scheme: String,
    /// As the site writes it itself, with or without `www.`.
    host: String,
    port: Option<u16>,
    path: String,
}

impl Scope {
    /// The sites of `starts`: the same host, with and without `www.`, below the folder of the address.
    pub(super) fn new<'a>(starts: impl IntoIterator<Item = &'a Url>, subdomains: bool, wanted: Patterns) -> Self {
        let homes = starts.into_iter().map(|url| Home {
            scheme: url.scheme().to_owned(),
            host: url.host_str().unwrap_or_default().to_owned(),
            port: url.port(),
            path: url.path().rsplit_once('/').map_or("/", |(folder, _)| &url.path()[..=folder.len()]).to_owned(),
        });
        Self { homes: homes.collect(), subdomains, wanted }
    }

    /// The address under which the page at `url` is read; `None` where it does not belong to the site.
    ///
    /// `http` and `www.` are written as the site's start page has them, so that no page is read twice.
    pub(super) fn home(&self, url: Url) -> Option<Url> {
        let mut url = address::plain(url)?;
        let host = url.host_str()?;
        let home = self.homes.iter().find(|home| {
            let same = bare(host) == bare(&home.host);
            // A host with a port of its own is another server; http and https of one host are not.
            (same && url.port() == home.port) || (self.subdomains && is_below(&url, bare(&home.host)))
        })?;
        if !url.path().starts_with(&home.path) || address::is_no_page(&url) || address::is_trap(&url) {
            return None;
        }
        if bare(host) == bare(&home.host) {
            if host != home.host {
                url.set_host(Some(&home.host)).ok()?;
            }
            if url.scheme() != home.scheme && home.port.is_none() {
                url.set_scheme(&home.scheme).ok()?;
            }
        }
        self.wanted.want(&url[url::Position::BeforePath..]).then_some(url)
    }
}

fn bare(host: &str) -> &str {
    host.strip_prefix("www.").unwrap_or(host)
}

fn is_below(url: &Url, host: &str) -> bool {
    let Some(Host::Domain(name)) = url.host() else { return false };
    name.strip_suffix(host).is_some_and(|rest| rest.ends_with('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn home(start: &str, subdomains: bool, address: &str) -> Option<String> {
        let start = Url::parse(start).unwrap();
        let scope = Scope::new([&start], subdomains, Patterns::new(&[], &["/cart".to_owned()]));
        scope.home(Url::parse(address).unwrap()).map(String::from)
    }

    #[test]
    fn a_site_is_its_host_with_and_without_www() {
        let start = "https://www.bakery.example/";
        for address in ["https://www.bakery.example/a", "http://bakery.example/a#b", "https://bakery.example:443/a"] {
            assert_eq!(home(start, false, address).as_deref(), Some("https://www.bakery.example/a"), "{address}");
        }
        for address in [
            "https://shop.bakery.example/a",
            "https://evilbakery.example/a",
            "https://bakery.example:8443/a",
            "https://bakery.example/a.pdf",
            "https://bakery.example/cart?add=1",
        ] {
            assert_eq!(home(start, false, address), None, "{address}");
        }
    }

    #[test]
    fn sub_domains_belong_to_it_where_that_is_wanted() {
        let below = "https://shop.bakery.example/a";
        assert_eq!(home("https://www.bakery.example/", true, below).as_deref(), Some(below));
        assert_eq!(home("https://bakery.example/", true, "https://evilbakery.example/a"), None);
        assert_eq!(home("http://127.0.0.1:80/", true, "http://1.127.0.0.1.example/"), None);
    }

    #[test]
    fn a_start_below_the_root_keeps_the_crawl_there() {
        let start = "https://bakery.example/shop/index.html";
        assert!(home(start, false, "https://bakery.example/shop/rye").is_some());
        assert_eq!(home(start, false, "https://bakery.example/blog/"), None);
        assert_eq!(home(start, false, "https://bakery.example/shopping"), None);
    }
}
