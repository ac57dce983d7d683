//! Words: how an audit speaks of networks and amounts.

use domain::NetworkId;
use networks::previewing;

/// The networks by name: `Facebook, WhatsApp and 9 more`; three or fewer are all named. None stands for all.
pub fn networks_in_words(ids: &[NetworkId]) -> String {
    let every: Vec<&str> = previewing().iter().map(|network| network.about.name).collect();
    let names: Vec<&str> = if ids.is_empty() {
        // The two that most people know stand for the rest.
        let known = ["Facebook", "WhatsApp"].into_iter().filter(|name| every.contains(name));
        known.chain(every.iter().copied().filter(|name| !["Facebook", "WhatsApp"].contains(name))).collect()
    } else {
        ids.iter().map(name_of).collect()
    };
    match names.as_slice() {
        [] => "networks".to_owned(),
        [one] => (*one).to_owned(),
        [one, two] => format!("{one} and {two}"),
        [one, two, three] => format!("{one}, {two} and {three}"),
        [one, two, rest @ ..] => format!("{one}, {two} and {} more", rest.len()),
    }
}

/// `sentence` with the networks named where it has a place for them.
pub(super) fn with_networks(sentence: &str, networks: &[NetworkId]) -> String {
    sentence.replace("{networks}", &networks_in_words(networks))
}

fn name_of(id: &NetworkId) -> &str {
    networks::network(id).map_or(id.as_str(), |network| network.about.name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use networks::id::{FACEBOOK, SIGNAL};

    #[test]
    fn networks_are_named_until_there_are_too_many() {
        assert_eq!(networks_in_words(&[FACEBOOK]), "Facebook");
        assert_eq!(networks_in_words(&[FACEBOOK, SIGNAL]), "Facebook and Signal");
        let four = [FACEBOOK, SIGNAL, FACEBOOK, SIGNAL];
        assert_eq!(networks_in_words(&four), "Facebook, Signal and 2 more");
    }
}
