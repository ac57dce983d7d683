//! Places: where a visit can come from, by host, app, parameter or word. Networks say for themselves by what they are known
//! (`networks::Witness`); everything else stands in `data/places.txt`.

use std::sync::LazyLock;

use domain::NetworkId;
use networks::NETWORKS;
use rustc_hash::FxHashMap;

use super::address::{Host, below};
use super::table;

/// What a place is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Network,
    Search,
    Ai,
    Mail,
    Shopping,
    Errand,
    Website,
    Spam,
}

/// A place.
#[derive(Debug)]
pub(super) struct Place {
    pub(super) id: NetworkId,
    pub(super) name: &'static str,
    pub(super) kind: Kind,
    federation: Option<&'static str>,
}

impl Place {
    /// Whether what was put on `network` is seen here without anybody passing it on.
    pub(super) fn shows(&self, network: &NetworkId) -> bool {
        self.id == *network
            || self
                .federation
                .is_some_and(|own| PLACES.named(network.as_str()).is_some_and(|other| other.federation == Some(own)))
    }
}

/// A parameter's place, and whether it may be an advertisement's.
#[derive(Clone, Copy)]
pub(super) struct Hint {
    pub(super) place: &'static Place,
    pub(super) perhaps_ad: bool,
    also: &'static [&'static str],
}

impl Hint {
    /// Whether links on `network` get this parameter.
    pub(super) fn is_of(&self, network: &NetworkId) -> bool {
        self.place.shows(network) || self.also.contains(&network.as_str())
    }
}

/// All places, by what they are known.
#[derive(Default)]
pub(super) struct Places {
    ids: FxHashMap<&'static str, &'static Place>,
    hosts: FxHashMap<&'static str, &'static Place>,
    /// `google` and `accounts.google`, of `google.*`.
    countries: FxHashMap<&'static str, &'static Place>,
    servers: FxHashMap<&'static str, &'static Place>,
    packages: FxHashMap<&'static str, &'static Place>,
    parameters: FxHashMap<&'static str, Hint>,
    sources: FxHashMap<&'static str, &'static Place>,
    /// What in-app browsers say; `agents` looks for them.
    pub(super) in_app: Vec<(String, &'static Place)>,
}

pub(super) static PLACES: LazyLock<Places> = LazyLock::new(|| {
    let mut all = Places::default();
    for network in NETWORKS {
        let witness = &network.witness;
        let place = kept(Place {
            id: network.id.clone(),
            name: network.about.name,
            kind: Kind::Network,
            federation: witness.federation,
        });
        all.ids.insert(network_id(network), place);
        witness.hosts.iter().for_each(|host| all.host(host, place));
        all.servers.extend(witness.servers.iter().map(|word| (*word, place)));
        all.packages.extend(witness.packages.iter().map(|package| (*package, place)));
        all.sources.extend(witness.sources.iter().map(|source| (*source, place)));
        all.in_app.extend(witness.in_app.iter().map(|word| ((*word).to_owned(), place)));
        let hint = |it: &networks::Parameter| (it.name, Hint { place, perhaps_ad: it.perhaps_ad, also: it.also });
        all.parameters.extend(witness.parameters.iter().map(hint));
    }
    for [kind, id, name, known] in table::rows(include_str!("../../data/places.txt")) {
        let kind = match kind {
            "network" => Kind::Network,
            "search" => Kind::Search,
            "ai" => Kind::Ai,
            "mail" => Kind::Mail,
            "shopping" => Kind::Shopping,
            "errand" => Kind::Errand,
            _ => Kind::Website,
        };
        let federation = known.split(' ').find_map(|it| it.strip_prefix("fed:"));
        let place = kept(Place { id: NetworkId::new(id), name, kind, federation });
        all.ids.insert(id, place);
        for it in known.split(' ').filter(|it| !it.is_empty()) {
            all.known(it, place);
        }
    }
    let spam = kept(Place { id: NetworkId::new("spam"), name: "Spam", kind: Kind::Spam, federation: None });
    for host in table::lines(include_str!("../../data/spam.txt")) {
        all.hosts.insert(host, spam);
    }
    all
});

/// A place of the one table, which lives as long as the program.
fn kept(place: Place) -> &'static Place {
    Box::leak(Box::new(place))
}

fn network_id(network: &'static networks::Network) -> &'static str {
    network.id.as_str()
}

impl Places {
    fn known(&mut self, by: &'static str, place: &'static Place) {
        if let Some(package) = by.strip_prefix("android:") {
            self.packages.insert(package, place);
        } else if let Some(word) = by.strip_prefix("app:") {
            self.in_app.push((table::spaced(word), place));
        } else if let Some(word) = by.strip_prefix("server:") {
            self.servers.insert(word, place);
        } else if let Some(name) = by.strip_prefix("?!") {
            self.parameters.insert(name, Hint { place, perhaps_ad: true, also: &[] });
        } else if let Some(name) = by.strip_prefix('?') {
            self.parameters.insert(name, Hint { place, perhaps_ad: false, also: &[] });
        } else if let Some(source) = by.strip_prefix('=') {
            self.sources.insert(source, place);
        } else if !by.starts_with("fed:") {
            self.host(by, place);
        }
    }

    fn host(&mut self, host: &'static str, place: &'static Place) {
        match host.strip_suffix(".*") {
            Some(name) => self.countries.insert(name, place),
            None => self.hosts.insert(host, place),
        };
    }

    /// The place of `host`, by its longest end that is known.
    pub(super) fn at(&self, host: &Host<'_>) -> Option<&'static Place> {
        let named = host.ends().find_map(|end| Some((end.len(), *self.hosts.get(end)?)));
        let Some(name) = without_country(host.as_str()) else { return named.map(|(_, place)| place) };
        let mut rest = Some(name);
        while let Some(front) = rest {
            if let Some(place) = self.countries.get(front) {
                let length = host.as_str().len() - name.len() + front.len();
                // `mail.google.com` is longer than `google.*`.
                return Some(named.filter(|(named, _)| *named >= length).map_or(*place, |(_, named)| named));
            }
            rest = front.split_once('.').map(|(_, rest)| rest);
        }
        named.map(|(_, place)| place)
    }

    /// The place whose servers people call so: `mastodon` of `mastodon.example`.
    pub(super) fn server(&self, host: &Host<'_>) -> Option<&'static Place> {
        self.servers.get(host.first()).copied()
    }

    /// The place of an Android app.
    pub(super) fn package(&self, package: &str) -> Option<&'static Place> {
        self.packages.get(package).copied().or_else(|| {
            let small = package.to_ascii_lowercase();
            self.packages.get(small.as_str()).copied()
        })
    }

    /// The parameters that places add to links.
    pub(super) fn marks(&self) -> impl Iterator<Item = (&'static str, Hint)> {
        self.parameters.iter().map(|(name, hint)| (*name, *hint))
    }

    /// The place that `utm_source` means: a known word, or a host.
    pub(super) fn source(&self, source: &str) -> Option<&'static Place> {
        self.sources.get(source).copied().or_else(|| self.at(&Host::of(source)?))
    }

    /// The place called `id`.
    /// A host of the place that counters call `name`, in small letters: the shortest that is known.
    pub(super) fn host_named(&self, name: &str) -> Option<&'static str> {
        let place = self.sources.get(name).or_else(|| self.ids.get(name))?;
        let hosts = self.hosts.iter().filter(|(_, it)| it.id == place.id).map(|(host, _)| *host);
        hosts.min_by_key(|host| (host.len(), *host))
    }

    pub(super) fn named(&self, id: &str) -> Option<&'static Place> {
        self.ids.get(id).copied()
    }
}

/// `www.google` of `www.google.co.uk`, where the end is a country's or `com`: a name in every country is meant by that, not
/// the same name under any ending that somebody can buy.
fn without_country(host: &str) -> Option<&str> {
    let (front, last) = host.rsplit_once('.')?;
    if last == "com" {
        return Some(front);
    }
    if last.len() != 2 {
        return None;
    }
    Some(match front.rsplit_once('.') {
        Some((name, "co" | "com" | "ne" | "or")) => name,
        _ => front,
    })
}

/// Whether `host` is one of `hosts`, or of the same registrable domain.
pub(crate) fn own<T: AsRef<str>>(host: &str, hosts: &[T]) -> bool {
    hosts.iter().any(|own| below(host, own.as_ref()))
        || hosts.iter().any(|own| {
            let own = own.as_ref();
            // Looking into the public suffix list costs more than this look at the last label.
            let last = |host: &str| host.rfind('.').map_or(0, |at| host.len() - at);
            last(host) == last(own) && domain::registrable(host).eq_ignore_ascii_case(domain::registrable(own))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(host: &str) -> Option<&'static str> {
        PLACES.at(&Host::of(host).unwrap()).map(|place| place.id.as_str())
    }

    #[test]
    fn the_longest_end_of_a_host_that_is_known_counts() {
        for (host, place) in [
            ("www.google.co.uk", Some("google")),
            ("mail.google.com", Some("gmail")),
            ("docs.google.com", Some("googledocs")),
            ("accounts.google.de", Some("googleaccount")),
            ("gemini.google.com", Some("gemini")),
            ("google.evil.example", None),
            ("google.shop", None),
            ("www.notgoogle.com", None),
            ("old.reddit.com", Some("reddit")),
            ("netflix.com", None),
            ("de.pinterest.com", Some("pinterest")),
            ("www.pinterest.co.uk", Some("pinterest")),
            ("news.ycombinator.com", Some("hackernews")),
            ("www.ycombinator.com", None),
            ("search.yahoo.com", Some("yahoo")),
            ("mail.yahoo.com", Some("yahoomail")),
        ] {
            assert_eq!(at(host), place, "{host}");
        }
    }

    #[test]
    fn every_line_of_the_table_is_whole_and_no_host_has_two_places() {
        let mut seen = std::collections::BTreeMap::new();
        for [kind, id, name, known] in table::rows(include_str!("../../data/places.txt")) {
            assert!(["network", "search", "ai", "mail", "shopping", "errand", "website"].contains(&kind), "{kind}");
            assert!(!id.is_empty() && !name.is_empty() && !known.is_empty(), "{id}");
            for by in known.split(' ').filter(|by| !by.starts_with("fed:")) {
                assert!(seen.insert(by, id).is_none(), "{by} of {id} stands there twice");
                let bare = by.trim_start_matches("www.");
                assert!(bare == by && (by.contains(['.', ':', '=', '?'])), "{by} of {id}");
            }
        }
        let own: usize = NETWORKS.iter().map(|network| network.witness.hosts.len()).sum();
        assert_eq!(
            PLACES.hosts.len() + PLACES.countries.len(),
            own + table::lines(include_str!("../../data/spam.txt")).count()
                + seen.keys().filter(|by| by.contains('.') && !by.contains([':', '=', '?'])).count(),
            "a host of a network stands among the other places"
        );
    }

    #[test]
    fn a_hosts_own_site_is_told_by_the_public_suffix_list() {
        let own = |host: &str, site: &str| own(host, &[site]);
        assert!(own("blog.bakery.co.uk", "shop.bakery.co.uk"));
        assert!(own("www.bakery.example", "bakery.example"));
        assert!(!own("other.co.uk", "bakery.co.uk"));
        assert!(!own("a.github.io", "b.github.io"));
        assert!(!own("evilbakery.example", "bakery.example"));
    }
}
