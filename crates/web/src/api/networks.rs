//! The networks, as the console draws them: names, colours and signs come from their list.

use axum::Json;
use networks::NETWORKS;
use optimize::report::sheet::Keeps;
use schemars::JsonSchema;
use serde::Serialize;

use super::List;

#[derive(Serialize, JsonSchema)]
pub(crate) struct Network {
    id: domain::NetworkId,
    name: &'static str,
    /// `#0a66c2`
    colour: &'static str,
    /// An SVG that takes its colour from the text.
    icon: &'static str,
    kept: Keeps,
}

pub(crate) async fn all() -> Json<List<Network>> {
    let told = |network: &&'static networks::Network| Network {
        id: network.id.clone(),
        name: network.about.name,
        colour: network.about.colour,
        icon: network.icon,
        kept: Keeps::of(network),
    };
    Json(List::whole(NETWORKS.iter().map(told).collect()))
}
