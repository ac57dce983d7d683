//! Matrix: the server Synapse fetches, the app Element draws.

mod preview;
mod words;

use crate::{About, Agent, Grade, Kept, Network, Witness, day, id};

pub(crate) static MATRIX: Network = Network {
    id: id::MATRIX,
    icon: include_str!("icon.svg"),
    about: About {
        name: "Matrix",
        colour: "#0dbd8b",
        agents: &[Agent {
            token: "Synapse",
            header: "Synapse (bot; +https://github.com/matrix-org/synapse)",
            obeys_robots: false,
            encodings: "gzip, deflate",
            range: None,
        }],
        kept: Kept {
            how_long: "1 hour, up to a day where the page allows it",
            refresh: None,
            how: "Wait an hour: the server then reads the page again.",
            evidence: day("matrix-synapse 1.163.2 synapse/media/url_previewer.py", "2026-11-22", Grade::Code),
        },
        evidence: day("matrix-synapse 1.163.2 synapse/media/preview_html.py", "2026-11-22", Grade::Code),
    },
    share: None,
    witness: Witness {
        hosts: &["app.element.io", "matrix.to", "element.io"],
        packages: &["im.vector.app", "io.element.android.x"],
        sources: &["matrix", "element"],
        ..Witness::nothing(day("its own addresses and packages", "2026-11-26", Grade::Memory))
    },
    publish: None,
    preview: Some(preview::preview),
};
