//! Doors: the one door, for each place that the operator allowed by name one that leads there too.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use url::Url;

use super::types::place;
use super::{Allow, Http, Options};

/// Doors to wherever somebody's accounts are. Cheap to clone; clones share connections and pace.
#[derive(Clone, Debug)]
pub struct Doors(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    options: Options,
    allow_private: Vec<String>,
    open: Http,
    allowed: Mutex<HashMap<String, Http>>,
}

impl Doors {
    /// Doors with `options`; `allow_private` are hosts on this machine or in the private network that the operator allowed:
    /// by name, or as `name:port`.
    pub fn new(options: Options, allow_private: Vec<String>) -> Self {
        let open = Http::new(options.clone());
        Self(Arc::new(Inner { options, allow_private, open, allowed: Mutex::default() }))
    }

    /// The door to `address`.
    pub fn to(&self, address: &Url) -> Http {
        let Some(place) = place(address) else { return self.0.open.clone() };
        let host = address.host_str().unwrap_or_default();
        if !self.0.allow_private.iter().any(|allowed| *allowed == host || *allowed == place) {
            return self.0.open.clone();
        }
        let mut allowed = self.0.allowed.lock().unwrap_or_else(PoisonError::into_inner);
        let door = || Http::new(Options { allow: Allow::only(address), ..self.0.options.clone() });
        allowed.entry(place).or_insert_with(door).clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_private_address_is_behind_a_door_of_its_own_and_only_where_it_was_named() {
        let doors = Doors::new(Options::default(), vec!["127.0.0.1".to_owned(), "nas:8443".to_owned()]);
        let hosts = |address: &str| doors.to(&address.parse().unwrap()).options().allow.hosts.clone();
        assert_eq!(hosts("http://127.0.0.1:8000/xrpc"), ["127.0.0.1:8000"]);
        assert_eq!(hosts("https://nas:8443/"), ["nas:8443"]);
        assert_eq!(hosts("https://nas/"), Vec::<String>::new());
        assert_eq!(hosts("https://bsky.social/"), Vec::<String>::new());
    }
}
