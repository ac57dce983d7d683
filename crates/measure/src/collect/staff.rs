//! Staff: a link that is opened once in each browser of the own people, so that they are not counted. The script keeps its
//! secret in that browser (local storage, no cookie) and sends it along; the house keeps its hash. `?tidings-own=off` ends it.

use domain::Random;
use sha2::{Digest as _, Sha256};
use url::Url;

use crate::measured::Measured;

/// The parameter of the link.
pub const OWN: &str = "tidings-own";

/// A new link to the start of the site, and the hash that is kept of its secret.
pub fn new(measured: &Measured, random: &dyn Random) -> (String, String) {
    let secret = random.code();
    let link = match Url::parse(&measured.address) {
        Ok(mut url) => {
            url.query_pairs_mut().append_pair(OWN, &secret);
            url.into()
        }
        Err(_) => format!("{}?{OWN}={secret}", measured.address),
    };
    (link, hash(&secret))
}

/// Whether `secret` is the one of the site's own people.
pub(super) fn is_own(measured: &Measured, secret: &str) -> bool {
    !secret.is_empty() && secret.len() <= 64 && measured.staff.as_ref().is_some_and(|kept| *kept == hash(secret))
}

fn hash(secret: &str) -> String {
    format!("{:x}", HexOf(Sha256::digest(secret).as_slice()))
}

struct HexOf<'a>(&'a [u8]);

impl std::fmt::LowerHex for HexOf<'_> {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.iter().try_for_each(|byte| write!(out, "{byte:02x}"))
    }
}
