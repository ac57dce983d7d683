//! Calls that X charges beside the post itself: reads by what they tell, removals by the call
//! (docs.x.com/x-api/getting-started/pricing, read 2026-11-27). A post that is told twice in a day is said to be charged once there;
//! that is no promise, and each counts here.

use serde_json::Value;

use super::publish::RESET;
use crate::http::Request;
use crate::publish::{Heard, With, ask};

/// Millionths of a US dollar: a post among those of the account that asks, by an app of its own.
pub(super) const OWN_READ: u64 = 1_000;
/// A post that is asked for by its id.
pub(super) const READ: u64 = 5_000;
/// A post that is taken away.
pub(super) const REMOVAL: u64 = 10_000;

/// Asks for posts, of which each costs so much, and at most so many are told.
pub(super) async fn read(with: &With<'_>, request: Request, (each, most): (u64, u64)) -> Heard {
    pay(with, request, each * most, |said| each * told(said)).await
}

/// Asks for something that costs so much.
pub(super) async fn call(with: &With<'_>, request: Request, price: u64) -> Heard {
    pay(with, request, price, |_| price).await
}

async fn pay(with: &With<'_>, request: Request, most: u64, charged: impl FnOnce(&Value) -> u64) -> Heard {
    let Some(purse) = with.purse else { return ask(with.http, request, RESET, with.now).await };
    if let Err(why) = purse.take(most).await {
        return Heard::NotSent(why);
    }
    let heard = ask(with.http, request, RESET, with.now).await;
    match &heard {
        Heard::Yes(said) => purse.charged(charged(said)).await,
        Heard::No(..) | Heard::Limited(_) | Heard::NotSent(_) => purse.charged(0).await,
        Heard::Unknown(_) => {}
    }
    heard
}

/// How many posts an answer tells.
fn told(said: &Value) -> u64 {
    match &said["data"] {
        Value::Array(posts) => posts.len() as u64,
        Value::Object(_) => 1,
        _ => 0,
    }
}
