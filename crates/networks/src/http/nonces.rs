//! Nonces: what a server wants to see in the next proof of a key (DPoP, RFC 9449), as it said last.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use url::Url;

use super::Http;
use super::types::place;

/// Servers whose nonce is remembered; one that is forgotten costs a question more.
const REMEMBERED: usize = 1_024;

#[derive(Debug, Default)]
pub(super) struct Nonces(Mutex<HashMap<String, String>>);

impl Http {
    /// What the server of `url` wants to see in the next proof.
    pub(crate) fn nonce(&self, url: &Url) -> Option<String> {
        let kept = self.nonces().0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.get(&place(url)?).cloned()
    }

    /// The server of `url` wants to see `nonce` in the next proof.
    pub(crate) fn keep_nonce(&self, url: &Url, nonce: &str) {
        let Some(place) = place(url) else { return };
        let mut kept = self.nonces().0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= REMEMBERED {
            kept.clear();
        }
        kept.insert(place, nonce.to_owned());
    }
}
