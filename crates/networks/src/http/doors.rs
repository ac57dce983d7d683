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
    open: Http,
    private: Mutex<Private>,
}

/// What may be asked on this machine and in the private network.
#[derive(Debug, Default)]
struct Private {
    allowed: Vec<String>,
    doors: HashMap<String, Http>,
}

impl Doors {
    /// Doors with `options`; `allow_private` are hosts on this machine or in the private network that the operator allowed:
    /// by name, or as `name:port`.
    pub fn new(options: Options, allow_private: Vec<String>) -> Self {
        let open = Http::new(options.clone());
        let private = Mutex::new(Private { allowed: allow_private, doors: HashMap::new() });
        Self(Arc::new(Inner { options, open, private }))
    }

    /// The door to `address`.
    pub fn to(&self, address: &Url) -> Http {
        let Some(place) = place(address) else { return self.0.open.clone() };
        let host = address.host_str().unwrap_or_default();
        let mut private = self.0.private.lock().unwrap_or_else(PoisonError::into_inner);
        if !private.allowed.iter().any(|allowed| *allowed == host || *allowed == place) {
            return self.0.open.clone();
        }
        let door = || Http::new(Options { allow: Allow::only(address), ..self.0.options.clone() });
        private.doors.entry(place).or_insert_with(door).clone()
    }

    /// The one place of `address` is allowed from now on.
    pub fn open(&self, address: &Url) {
        let Some(place) = place(address) else { return };
        let mut private = self.0.private.lock().unwrap_or_else(PoisonError::into_inner);
        if !private.allowed.contains(&place) {
            private.allowed.push(place);
        }
    }

    /// The one place of `address` is allowed no more; a host that was allowed as a whole stays so.
    pub fn shut(&self, address: &Url) {
        let Some(place) = place(address) else { return };
        let mut private = self.0.private.lock().unwrap_or_else(PoisonError::into_inner);
        private.allowed.retain(|allowed| *allowed != place);
        private.doors.remove(&place);
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

    #[test]
    fn a_place_that_was_shut_is_asked_no_more_and_its_neighbours_are_as_they_were() {
        let doors = Doors::new(Options::default(), vec!["127.0.0.1:8000".to_owned(), "nas".to_owned()]);
        let hosts = |address: &str| doors.to(&address.parse().unwrap()).options().allow.hosts.clone();
        assert_eq!(hosts("http://127.0.0.1:8000/x"), ["127.0.0.1:8000"]);
        assert_eq!(hosts("http://127.0.0.1:8001/x"), Vec::<String>::new(), "another port is another place");
        doors.shut(&"http://127.0.0.1:8000/".parse().unwrap());
        assert_eq!(hosts("http://127.0.0.1:8000/x"), Vec::<String>::new());
        doors.open(&"http://127.0.0.1:8001/".parse().unwrap());
        assert_eq!(hosts("http://127.0.0.1:8001/x"), ["127.0.0.1:8001"]);
        doors.shut(&"https://nas/".parse().unwrap());
        assert_eq!(hosts("https://nas/"), ["nas:443"], "the operator allowed it as a whole");
    }
}
