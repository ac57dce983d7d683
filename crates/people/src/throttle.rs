//! Throttle: who tries again and again is not heard for a while, and longer each time.

use std::time::Duration;

use jiff::Timestamp;
use store::{Tx, sql};

use crate::Fault;

/// Tries that cost nothing.
const FREE: i64 = 5;
/// The longest that one is not heard, in seconds.
const LONGEST: i64 = 15 * 60;

/// Counts one more try of each of `who`, before it is looked at, so that thousands at once are counted too. Refused, and
/// then not counted, where one of them has to wait. Always given in the same order, so that two never wait for each other.
pub(crate) async fn count(tx: &mut Tx, who: &[String], now: Timestamp) -> Result<(), Fault> {
    for who in who {
        let tries: Option<(i64, i64)> = sql!("refused_of").bind(who).fetch_optional(&*tx).await?;
        if let Some((times, last)) = tries {
            let wait = last + waits(times) * 1_000_000 - now.as_microsecond();
            // A last try in the future: the clock was set back, and nobody waits for it to come there again.
            if wait > 0 && last <= now.as_microsecond() {
                return Err(Fault::TooManyTries(Duration::from_micros(wait.unsigned_abs())));
            }
        }
        sql!("refused_note").bind(who).bind(now).execute(&mut *tx).await?;
    }
    Ok(())
}

/// He came in after all.
pub(crate) async fn forget(tx: &mut Tx, who: &[String]) -> Result<(), store::Fault> {
    for who in who {
        sql!("refused_forget").bind(who).execute(&mut *tx).await?;
    }
    Ok(())
}

/// Seconds for which one is not heard after so many tries.
fn waits(times: i64) -> i64 {
    match times - FREE {
        ..0 => 0,
        more @ 0..10 => (1 << more).min(LONGEST),
        _ => LONGEST,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_goes_on_guessing_waits_longer_each_time() {
        assert_eq!([0, 4, 5, 6, 8, 40, 68, 1_000].map(waits), [0, 0, 1, 2, 8, LONGEST, LONGEST, LONGEST]);
    }
}
