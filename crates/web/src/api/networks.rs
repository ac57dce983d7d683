//! The networks, as the console draws them: names, colours and signs come from their list.

use axum::Json;
use networks::NETWORKS;
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

/// How long a network keeps a preview, and how one has it read the page again.
#[derive(Serialize, JsonSchema)]
struct Keeps {
    how_long: &'static str,
    /// Where one has it read again.
    refresh: Option<&'static str>,
    how: &'static str,
    /// When the source was read.
    read: &'static str,
    /// How far that is to be trusted, in words.
    grade: &'static str,
}

pub(crate) async fn all() -> Json<List<Network>> {
    let told = |network: &&'static networks::Network| {
        let kept = &network.about.kept;
        Network {
            id: network.id.clone(),
            name: network.about.name,
            colour: network.about.colour,
            icon: network.icon,
            kept: Keeps {
                how_long: kept.how_long,
                refresh: kept.refresh,
                how: kept.how,
                read: kept.evidence.read,
                grade: kept.evidence.grade.in_words(),
            },
        }
    };
    Json(List::whole(NETWORKS.iter().map(told).collect()))
}
