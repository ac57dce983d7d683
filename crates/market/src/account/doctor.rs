//! The doctor: looks at an account before a post fails of it. What every account has is looked at here, the rest by its network.

use jiff::Timestamp;
use networks::publish::{Checking, Finding, Topic};

use super::by_id;
use super::renew::{Renewal, renew};
use crate::{Desk, Fault};

/// What stands in the way of posts of an account, and what does not.
pub async fn doctor(desk: &Desk, workspace: &str, id: &str) -> Result<Vec<Finding>, Fault> {
    let account = by_id(&desk.db, workspace, id).await?;
    if account.gone_at.is_some() {
        let says = "The account is disconnected.";
        return Ok(vec![Finding::wrong(Topic::LetIn, says, "Connect it again.").at("/accounts")]);
    }
    if account.by_hand {
        return Ok(vec![Finding::fine(Topic::LetIn, "You post here yourself, so there is nothing that can end.")]);
    }
    let (account, known) = match renew(desk, id, None).await {
        Ok(Renewal::Good(both)) => *both,
        Ok(Renewal::Later(why)) => {
            return Ok(vec![Finding::unknown(Topic::LetIn, format!("Nobody can tell now: {why}."))]);
        }
        Ok(Renewal::Over(why)) => return Ok(vec![not_let_in(&why)]),
        Err(Fault::Store(store::Fault::Sealed) | Fault::Unknown(_)) => {
            return Ok(vec![not_let_in("what lets it in cannot be opened with this house's key")]);
        }
        Err(fault) => return Err(fault),
    };
    let instant = |micros: Option<i64>| micros.and_then(|at| Timestamp::from_microsecond(at).ok());
    let now = desk.now();
    let mut found: Vec<Finding> = account.ill.as_deref().map(not_let_in).into_iter().collect();
    found.extend(instant(account.rests_until).and_then(|until| rests(until, now)));
    if let Some(publish) = account.publish() {
        let http = desk.doors.to(&known.base);
        let (base, until) = (desk.base.as_deref(), instant(account.secret_until));
        found.extend(publish.acts.checks(Checking { http: &http, account: &known, base, until, now }).await);
    }
    if found.is_empty() {
        found.push(Finding::unknown(
            Topic::LetIn,
            "Nothing of this network can be looked at beforehand: its next post tells.",
        ));
    }
    Ok(found)
}

fn not_let_in(why: &str) -> Finding {
    let says = format!("Nothing is posted by this account: {}.", why.trim_end_matches('.'));
    Finding::wrong(Topic::LetIn, says, "Connect the account again.").at("/accounts")
}

/// Whether the network wants to be left alone.
fn rests(until: Timestamp, now: Timestamp) -> Option<Finding> {
    let minutes = Some(now.duration_until(until).as_mins() + 1).filter(|_| until > now)?;
    let says =
        format!("The network wants no more posts for about {minutes} minutes: too many went out in a short time.");
    let remedy = "Nothing is to be done: what is due goes out after that. Plan fewer at a time.";
    Some(Finding::wrong(Topic::Quota, says, remedy))
}
