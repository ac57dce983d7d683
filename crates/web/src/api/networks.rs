//! The networks, as the console draws them: names, colours and signs come from their list.

use axum::Json;
use networks::NETWORKS;
use serde_json::{Value, json};

pub(crate) async fn all() -> Json<Value> {
    let items: Vec<Value> = NETWORKS
        .iter()
        .map(|network| {
            let kept = &network.about.kept;
            json!({
                "id": network.id,
                "name": network.about.name,
                "colour": network.about.colour,
                "icon": network.icon,
                "kept": {
                    "how_long": kept.how_long, "refresh": kept.refresh, "how": kept.how,
                    "read": kept.evidence.read, "grade": kept.evidence.grade.in_words(),
                },
            })
        })
        .collect();
    Json(json!({ "items": items, "next": null }))
}
