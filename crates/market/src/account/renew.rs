//! Renewing: a token that is over is exchanged by one holder at a time, and one that failed never takes the place of a good
//! one.

use jiff::{SignedDuration, Timestamp};
use networks::publish::{Account as Known, Renewed};
use store::sql;

use super::connect::sealed;
use super::{Account, any, falls_ill};
use crate::{Desk, Fault};

/// For how long one holder renews; his question is over before that.
const RENEWING: SignedDuration = SignedDuration::from_mins(2);
/// A secret that ends so soon is renewed before it is used.
const SOON: SignedDuration = SignedDuration::from_mins(5);

const DISCONNECTED: &str = "the account is disconnected: connect it again, or skip the post";

/// How it stands with an account's secret.
#[derive(Debug)]
pub enum Renewal {
    /// It is good.
    Good(Box<(Account, Known)>),
    /// Somebody else renews it, or the network is away: later. Why.
    Later(String),
    /// Somebody has to connect the account anew. Why.
    Over(String),
}

/// The account with a secret that is good for a while; `used`: the version of one that the network just refused.
pub async fn renew(desk: &Desk, id: &str, used: Option<i64>) -> Result<Renewal, Fault> {
    let account = any(&desk.db, id).await?;
    if account.gone_at.is_some() {
        return Ok(Renewal::Over(DISCONNECTED.to_owned()));
    }
    let now = desk.now();
    let ends_soon = account
        .secret_until
        .is_some_and(|until| Timestamp::from_microsecond(until).is_ok_and(|until| now.duration_until(until) < SOON));
    if used.is_none_or(|used| used != account.secret_version) && !ends_soon {
        return good(desk, account);
    }
    let Some(publish) = account.publish() else { return Err(Fault::Unknown("network")) };
    let until = now.checked_add(RENEWING).unwrap_or(now);
    let hold = sql!("account_renewing").bind(id).bind(account.secret_version).bind(now).bind(until);
    let held = desk.db.write(move |tx| Box::pin(async move { hold.execute(tx).await })).await?;
    if held == 0 {
        let again = any(&desk.db, id).await?;
        return if again.secret_version == account.secret_version {
            Ok(Renewal::Later("the account's token is being renewed".to_owned()))
        } else {
            good(desk, again)
        };
    }
    let known = account.opened(&desk.key)?;
    match publish.acts.renew(&desk.doors.to(&known.base), &known, now).await {
        Renewed::Secret(secret, until) => {
            let sealed = sealed(&desk.key, id, &secret)?;
            let until = until.map(Timestamp::as_microsecond);
            let put = sql!("account_renewed").bind(id).bind(account.secret_version).bind(sealed).bind(until);
            desk.db.write(move |tx| Box::pin(async move { put.execute(tx).await })).await?;
            good(desk, any(&desk.db, id).await?)
        }
        Renewed::Over(cause) => {
            let (now, why) = (desk.now(), cause.says.clone());
            let fell = desk.db.write(move |tx| {
                Box::pin(async move {
                    // Somebody may have connected it anew meanwhile.
                    let let_go = sql!("account_let_go").bind(&*account.id).bind(account.secret_version);
                    let still = let_go.execute(&mut *tx).await?;
                    if still > 0 { falls_ill(tx, now, &account, &why).await } else { Ok(()) }
                })
            });
            Box::pin(fell).await?;
            Ok(Renewal::Over(cause.says))
        }
        Renewed::Later(why) => {
            let free = sql!("account_let_go").bind(id).bind(account.secret_version);
            desk.db.write(move |tx| Box::pin(async move { free.execute(tx).await })).await?;
            // One that only ends soon is still good.
            if used.is_none() { good(desk, account) } else { Ok(Renewal::Later(why)) }
        }
    }
}

fn good(desk: &Desk, account: Account) -> Result<Renewal, Fault> {
    if account.gone_at.is_some() {
        return Ok(Renewal::Over(DISCONNECTED.to_owned()));
    }
    let known = account.opened(&desk.key)?;
    Ok(Renewal::Good(Box::new((account, known))))
}
