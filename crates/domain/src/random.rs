//! Randomness: one source, handed in, so that a test can foresee it.

use std::fmt::Debug;
use std::sync::Mutex;

/// A source of random bytes.
pub trait Random: Debug + Send + Sync {
    /// Fills `bytes`. Bytes of [`SystemRandom`] are fit for secrets.
    fn fill(&self, bytes: &mut [u8]);

    /// A code of 26 letters and digits: 128 bits, as ids and secrets in addresses have.
    fn code(&self) -> String {
        // Crockford's: nothing that is read wrongly aloud.
        const SIGNS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
        let mut bytes = [0; 16];
        self.fill(&mut bytes);
        let number = u128::from_be_bytes(bytes);
        (0..26).rev().map(|at| char::from(SIGNS[(number >> (at * 5)) as usize & 31])).collect()
    }
}

/// The machine's own source.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemRandom;

impl Random for SystemRandom {
    #[expect(clippy::disallowed_methods, reason = "this is the one place that asks the machine")]
    fn fill(&self, bytes: &mut [u8]) {
        if let Err(fault) = getrandom::fill(bytes) {
            // Whatever was made from here on could be guessed.
            panic!("the machine gives no randomness: {fault}");
        }
    }
}

/// Counts instead of drawing: for tests.
#[derive(Debug, Default)]
pub struct SetRandom(Mutex<u64>);

impl Random for SetRandom {
    fn fill(&self, bytes: &mut [u8]) {
        let mut next = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        for chunk in bytes.chunks_mut(8) {
            *next += 1;
            chunk.copy_from_slice(&next.to_be_bytes()[8 - chunk.len()..]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_26_signs_and_differ() {
        let random = SystemRandom;
        let (one, other) = (random.code(), random.code());
        assert!(one.len() == 26 && one.bytes().all(|sign| sign.is_ascii_lowercase() || sign.is_ascii_digit()), "{one}");
        assert_ne!(one, other);
        assert_eq!(SetRandom::default().code(), "0000000000000g000000000002");
    }
}
