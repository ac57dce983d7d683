//! What an audit's end is told as: the notices that follow from it.
//!
//! The rules, in words. An audit came out worse where its score fell by two whole points of per cent or more, or where it
//! has more errors than the one before. A site is down where its start page could not be read by two audits in a row,
//! after it could be read once; after the first, the second is asked for ten minutes later. One that came to nothing for
//! another reason is told once, until one comes to its end.

use jiff::{SignedDuration, Timestamp};
use people::notice::{self, Event, Kind};
use store::{Fault, Tx, sql};

use super::again::ask_in;

/// The score falls by so much before anybody is told.
const POINTS: i64 = 2;
/// A start page that could not be read is asked again so much later.
const AGAIN_IN: SignedDuration = SignedDuration::from_mins(10);

/// The site of an audit.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct About {
    pub(super) id: String,
    pub(super) workspace: String,
    pub(super) name: String,
    pub(super) address: String,
    pub(super) folder: Option<String>,
    pub(super) proof: Option<String>,
}

/// The audit before.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct Before {
    pub(super) id: String,
    pub(super) right_today: Option<i64>,
    pub(super) pairs: Option<i64>,
    pub(super) errors: Option<i64>,
}

/// How an audit ended.
#[derive(Clone, Debug)]
pub(super) enum Ended {
    /// It came to its end.
    Done { right: Option<i64>, pairs: Option<i64>, errors: Option<i64> },
    /// It came to nothing; whether since its start page could not be read.
    Failed { why: String, unreached: bool },
    /// Somebody stopped it.
    Stopped,
}

impl About {
    fn event(&self, kind: Kind, about: &str, says: String, remedy: impl Into<String>) -> Event {
        Event {
            kind,
            workspace: Some(self.workspace.clone()),
            site: Some(self.id.clone()),
            about: about.to_owned(),
            says,
            remedy: remedy.into(),
        }
    }

    /// The proof that it is one's own is lost.
    pub(super) fn proof_lost(&self, audit: &str, found: &str) -> Event {
        let says = format!("{} is no longer proved to be yours: it is read at the pace of a stranger", self.name);
        self.event(Kind::ProofLost, audit, says, format!("Put the proof back and look again: {found}"))
    }
}

/// Tells what follows from the end of `audit`; `next` is the id of an audit that may be asked for by it.
pub(super) async fn tell(
    tx: &mut Tx,
    now: Timestamp,
    about: &About,
    audit: &str,
    ended: &Ended,
    before: Option<&Before>,
    next: &str,
) -> Result<(), Fault> {
    match ended {
        Ended::Stopped => Ok(()),
        Ended::Done { right, pairs, errors } => {
            if notice::over(&mut *tx, now, Kind::SiteDown, &about.id).await? {
                let says = format!("{} can be read again", about.name);
                notice::raise(&mut *tx, now, about.event(Kind::SiteUp, audit, says, "Nothing is to be done")).await?;
            }
            notice::over(&mut *tx, now, Kind::AuditFailed, &about.id).await?;
            if let Some(worse) = before.and_then(|before| worse(before, *right, *pairs, *errors)) {
                let says = format!("{} {worse}", about.name);
                let remedy = "Look at what is new since the audit before: it stands on the site's page";
                notice::raise(tx, now, about.event(Kind::AuditWorse, audit, says, remedy)).await?;
            }
            Ok(())
        }
        Ended::Failed { why, unreached } => {
            let again: Option<bool> =
                sql!("audit_unreached_before").bind(about.id.clone()).bind(audit).fetch_optional(&*tx).await?;
            // One that could never be read was typed wrongly, rather than that it is down.
            let was_up = before.is_some();
            if *unreached && was_up && again == Some(true) {
                notice::over(&mut *tx, now, Kind::AuditFailed, &about.id).await?;
                let says = format!("{} cannot be read", about.name);
                let remedy = format!("{why}. It is looked at every ten minutes until it is back");
                notice::raise(tx, now, about.event(Kind::SiteDown, &about.id, says, remedy)).await?;
                return Ok(());
            }
            let says = format!("The audit of {} came to nothing", about.name);
            notice::raise(&mut *tx, now, about.event(Kind::AuditFailed, &about.id, says, why.clone())).await?;
            if *unreached && was_up {
                let due = now.saturating_add(AGAIN_IN).unwrap_or(now);
                ask_in(tx, next, &about.id, now, due).await?;
            }
            Ok(())
        }
    }
}

/// How an audit came out worse than the one before: `fell from 82 % to 79 %`.
fn worse(before: &Before, right: Option<i64>, pairs: Option<i64>, errors: Option<i64>) -> Option<String> {
    let score = |right: Option<i64>, pairs: Option<i64>| Some(right? * 100 / pairs.filter(|pairs| *pairs > 0)?);
    if let (Some(then), Some(now)) = (score(before.right_today, before.pairs), score(right, pairs))
        && then - now >= POINTS
    {
        return Some(format!("fell from {then} % to {now} %"));
    }
    match (before.errors, errors) {
        (Some(then), Some(now)) if now > then => Some(format!("has {now} errors, {} more than before", now - then)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn worse_is_two_points_less_or_one_error_more() {
        let before = Before { id: String::new(), right_today: Some(820), pairs: Some(1000), errors: Some(3) };
        let worse = |right, errors| worse(&before, Some(right), Some(1000), Some(errors));
        assert_eq!(worse(800, 3).unwrap(), "fell from 82 % to 80 %");
        assert_eq!(worse(811, 3), None, "one point");
        assert_eq!(worse(820, 4).unwrap(), "has 4 errors, 1 more than before");
        assert_eq!(worse(1000, 0), None);
        assert_eq!(super::worse(&before, Some(0), Some(0), None), None, "no pairs are no score");
    }
}
