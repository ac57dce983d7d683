//! Secrets that a browser holds: the database keeps their hash alone, so that a stolen copy of it lets nobody in.

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use domain::Random;
use sha2::{Digest, Sha256};

/// A new secret, for a cookie or a link: 256 bits.
pub(crate) fn secret(random: &dyn Random) -> String {
    random.code() + &random.code()
}

/// Whether `shown` is `secret`, in a time that tells nothing of either.
pub fn is_same(shown: &str, secret: &str) -> bool {
    // Of two hashes nobody learns anything by where they differ.
    hash(shown) == hash(secret)
}

/// What is kept of it. A fast hash is enough: nobody guesses 256 bits.
pub(crate) fn hash(secret: &str) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(Sha256::digest(secret))
}
