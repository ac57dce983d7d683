//! Faults: what is wrong with the installation, for whoever runs it. The overview shows them on top.

use schemars::JsonSchema;
use serde::Serialize;

use crate::{House, Standing};

/// Something that is wrong with the installation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "ServerFault")]
pub(crate) struct Fault {
    /// For programs: `public_address_falls`.
    code: &'static str,
    /// What is wrong.
    says: String,
    /// What mends it.
    remedy: &'static str,
}

/// What is wrong with `house`, the worst first.
pub(crate) fn faults(house: &House) -> Vec<Fault> {
    let mut faults = Vec::new();
    if let Standing::Falls(says) = house.standing() {
        faults.push(Fault {
            code: "public_address_falls",
            says,
            remedy: "Until it leads here, nothing is handed out that needs it. `tidings doctor` looks again and says more.",
        });
    }
    if house.has_strange_proxy() {
        faults.push(Fault {
            code: "proxy_not_trusted",
            says: "Requests come through a proxy that Tidings was not told of, so all visitors look like one."
                .to_owned(),
            remedy: "Start Tidings with --trust-proxy and the proxy's address, such as --trust-proxy 127.0.0.1/32.",
        });
    }
    faults
}
