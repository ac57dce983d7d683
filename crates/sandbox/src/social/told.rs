//! What was posted, as JSON for programs: `/networks.json` says which networks there are and what one signs in with,
//! `/posts.json` what is live, on all of them. Whoever counts posts counts here.

use serde_json::{Value, json};

use super::shelf::{Posted, State};
use super::{Network, Served, say};
use crate::Answer;

/// The networks, in the order of the start page.
pub(super) fn networks(served: &Served) -> Answer {
    let told = Network::ALL.map(|network| {
        let signs_in = network.signs_in_with().iter().map(|(name, value)| json!({ "name": name, "value": value }));
        json!({ "id": network.id(), "name": network.name(), "signs_in": signs_in.collect::<Vec<_>>(),
            "published": served.place(network).speaks.shelf().published() })
    });
    say::json(200, &Value::from(told.to_vec()))
}

/// Everything that is live, network by network, the oldest first.
pub(super) fn posts(served: &Served) -> Answer {
    let told = |network: Network, posted: &Posted| {
        json!({ "network": network.id(), "id": posted.id, "by": posted.by, "title": posted.title, "text": posted.text,
            "links": posted.links, "media": posted.media.len(), "reply_to": posted.reply_to, "at": posted.at.to_string() })
    };
    let live = Network::ALL.into_iter().flat_map(|network| {
        let posts = served.posts(network, State::Live).into_iter();
        posts.map(move |posted| told(network, &posted))
    });
    say::json(200, &Value::from(live.collect::<Vec<_>>()))
}
