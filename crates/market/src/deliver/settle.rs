//! Settling: what came of a step that nobody heard of again, by the network's recipe. It looks, and changes nothing outside.

use std::time::Duration;

use jiff::SignedDuration;
use networks::publish::{Recipe, Settled, With};
use store::queue::Claim;

use super::row::{self, Moved};
use super::{Delivery, State, Turn, about, back, ends, frozen, is_given_up, lives, pause, send};
use crate::purse::Purse;
use crate::{Desk, Fault};

pub(super) async fn settle(desk: &Desk, claim: &Claim, it: &Delivery) -> Result<Turn, Fault> {
    let mut used = None;
    let mut renewed = false;
    // Of what was begun before this look.
    let looked_for = desk.seen.for_how_long(&it.id, it.fence, desk.clock.steady());
    loop {
        let about = match about(desk, claim, it, used).await? {
            Ok(about) => about,
            Err(turn) => return Ok(turn),
        };
        // What is not frozen says where it stands once what is above it is there, and is not found before.
        if about.post.thread_of.is_some()
            && it.frozen().is_none()
            && let Some(turn) = send::not_its_turn(desk, claim, it).await?
        {
            return Ok(turn);
        }
        let (frozen, so_far, now) = (frozen(desk, it, &about).await?, it.so_far(), desk.now());
        let http = desk.doors.to(&about.known.base);
        let purse = Purse::of(desk, it, (&about.post, &about.account));
        let purse = Purse::lent(purse.as_ref());
        let with = With { http: &http, account: &about.known, blobs: &[], token: it.token(), now, purse };
        return match about.publish.acts.settle(with, &frozen, &so_far).await {
            Settled::LetIn(_) if !renewed => {
                (used, renewed) = (Some(about.account.version()), true);
                continue;
            }
            Settled::LetIn(why) => {
                let says = format!("whether it went out cannot be looked up, since the account is not let in ({why})");
                ends(desk, claim, it, &Moved::because(State::Person, "account", says)).await
            }
            Settled::Live(receipt) => {
                desk.seen.forget(&it.id, it.fence);
                lives(desk, claim, (it, &about), it.fence, receipt).await
            }
            Settled::At(value) => again(desk, it, &Moved { so_far: Some(value), ..Moved::to(State::Prepared) }).await,
            Settled::Nothing => {
                let comments = about.publish.comments.filter(|_| about.post.is_comment());
                nothing(desk, claim, it, comments.unwrap_or(about.publish.recipe), looked_for).await
            }
            Settled::NobodyKnows(why) => ends(desk, claim, it, &Moved::because(State::Person, "unknown", why)).await,
            Settled::Later(why) if is_given_up(it, now) => {
                let says = format!("whether it went out could not be looked up for a day: {why}");
                ends(desk, claim, it, &Moved::because(State::Person, "unknown", says)).await
            }
            Settled::Later(why) => {
                back(desk, claim, it, &Moved::because(State::Unknown, "unknown", why), pause(claim)).await
            }
        };
    }
}

/// Nothing is there now; whether that proves that nothing will be is for the recipe to say.
async fn nothing(
    desk: &Desk,
    claim: &Claim,
    it: &Delivery,
    recipe: Recipe,
    looked_for: Duration,
) -> Result<Turn, Fault> {
    match recipe {
        // The same call again is the same post.
        Recipe::Key | Recipe::TwoSteps | Recipe::Duplicate => again(desk, it, &Moved::to(State::Prepared)).await,
        Recipe::ReadBack { quiet } => {
            let left = quiet.saturating_sub(looked_for);
            if !left.is_zero() {
                let says = "nothing of it is there yet: it is looked for once more before it is sent again";
                let left = SignedDuration::try_from(left).unwrap_or(SignedDuration::from_mins(2));
                return back(desk, claim, it, &Moved::because(State::Unknown, "unknown", says), left).await;
            }
            again(desk, it, &Moved::to(State::Prepared)).await
        }
        Recipe::None => {
            let says =
                "the network's answer was lost, and nothing tells whether the post is there: look, and say so here";
            ends(desk, claim, it, &Moved::because(State::Person, "unknown", says)).await
        }
    }
}

async fn again(desk: &Desk, it: &Delivery, to: &Moved) -> Result<Turn, Fault> {
    desk.seen.forget(&it.id, it.fence);
    let (now, id, fence, to) = (desk.now(), it.id.clone(), it.fence, to.clone());
    desk.db.write(move |tx| Box::pin(async move { row::moves(tx, (&id, fence), &to, now).await })).await?;
    Ok(Turn::Again)
}
