//! Passwords: argon2id with the costs that OWASP asks for at least (19 MiB, two passes; read 2026-11).

use argon2::{Argon2, PasswordHash, PasswordHasher, PasswordVerifier};
use domain::Random;
use tokio::sync::Semaphore;

use crate::Fault;

/// Fewer signs are guessed too soon.
pub(crate) const SHORTEST: usize = 10;
/// More would only keep the machine busy.
const LONGEST: usize = 200;

/// The hash that is kept of `password`. Takes some 20 ms of one core: call it where that hurts nobody.
pub(crate) fn hash(password: &str, random: &dyn Random) -> Result<String, Fault> {
    let signs = password.chars().count();
    if signs < SHORTEST {
        return Err(Fault::wrong("password_short", format!("a password has at least {SHORTEST} characters")));
    }
    if signs > LONGEST {
        return Err(Fault::wrong("password_long", format!("a password has at most {LONGEST} characters")));
    }
    let mut salt = [0; 16];
    random.fill(&mut salt);
    let hash: PasswordHash = Argon2::default()
        .hash_password_with_salt(password.as_bytes(), &salt)
        .map_err(|fault| Fault::wrong("password_unusable", format!("this password cannot be used: {fault}")))?;
    Ok(hash.to_string())
}

/// So many passwords are looked at at a time: each takes 19 MiB, and who sends thousands shall not fill the memory.
static AT_ONCE: Semaphore = Semaphore::const_new(4);

/// Runs `work`, which takes some 20 ms of one core, where it holds nobody up.
pub(crate) async fn aside<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    // It is never closed.
    let _turn = AT_ONCE.acquire().await;
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done,
        Err(fault) => std::panic::resume_unwind(fault.into_panic()),
    }
}

/// Whether `password` is the one of which `kept` is the hash.
pub(crate) fn is_right(password: &str, kept: &str) -> bool {
    PasswordHash::new(kept).is_ok_and(|kept| Argon2::default().verify_password(password.as_bytes(), &kept).is_ok())
}

#[cfg(test)]
mod tests {
    use domain::SystemRandom;

    use super::*;

    #[test]
    fn a_password_is_known_by_its_hash_alone() {
        let kept = hash("two days of rest", &SystemRandom).unwrap();
        assert!(kept.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{kept}");
        assert!(is_right("two days of rest", &kept));
        assert!(!is_right("two days of rust", &kept));
        assert!(!is_right("two days of rest", "not a hash"));
        assert_ne!(kept, hash("two days of rest", &SystemRandom).unwrap());
    }

    #[test]
    fn short_and_endless_passwords_are_refused_with_a_reason() {
        for (password, code) in [("short", "password_short"), (&*"x".repeat(201), "password_long")] {
            let Err(Fault::Wrong { code: told, .. }) = hash(password, &SystemRandom) else { panic!("{password}") };
            assert_eq!(told, code);
        }
    }
}
