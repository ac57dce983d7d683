//! Let in: how a network is asked about a post that stands there. Looking, correcting and taking away begin with it.

use networks::publish::Cause;
use store::sql;

use super::{About, Delivery};
use crate::account::{self, Renewal};
use crate::post::Post;
use crate::{Desk, Fault};

/// As whom the network of `it` is asked; `Err`: why nobody can ask it now. `used`: the version of a token that it just refused,
/// which is renewed first.
pub(super) async fn let_in(desk: &Desk, it: &Delivery, used: Option<i64>) -> Result<Result<About, String>, Fault> {
    let post: Option<Post> = sql!("post_by_id").bind(&*it.post).fetch_optional(&desk.db).await?;
    let Some(post) = post else { return Ok(Err("the post was deleted".to_owned())) };
    let (account, known) = match Box::pin(account::renew(desk, &it.account, used)).await {
        Ok(Renewal::Good(both)) => *both,
        Ok(Renewal::Later(why) | Renewal::Over(why)) => return Ok(Err(why)),
        Err(Fault::Unknown(_) | Fault::Store(store::Fault::Sealed)) => {
            return Ok(Err("the account is not let in".to_owned()));
        }
        Err(fault) => return Err(fault),
    };
    let Some(publish) = account.publish() else { return Ok(Err("the account posts nothing".to_owned())) };
    Ok(Ok(About { post, account, known, publish }))
}

/// Whether the network did not take the token: a new one may be had, once.
pub(super) fn is_not(cause: &Cause) -> bool {
    cause.code == "not_let_in"
}
