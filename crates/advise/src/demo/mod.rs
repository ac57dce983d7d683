//! Demo: the strip of steps that shows a newcomer round, over a shop of ours.
//!
//! It serves no page and draws nothing. What is done is read from the rows that audits, cards, links and clicks leave, so
//! that the strip says the same in every browser and after every restart. Start at [`steps`]; [`settle`] is for the start
//! of a house.

mod act;
mod dress;
pub mod past;
mod strip;

use std::collections::HashMap;
use std::sync::Arc;

use domain::Random;
use jiff::Timestamp;
use ledger::link;
use market::deliver::State;
use market::{account, post};
use measure::arrivals::counts;
use measure::measured::{self, Measured};
use optimize::buttons;
use optimize::kept::{self, FROM_THE_NEWEST};
use people::demo::Demo;
use store::Db;

pub use act::{Refused, mend, put, read_again, remove, settle};
pub use dress::{Dress, WornBar, WornCard, drawn, dressed};
pub use strip::{Act, Press, Step};

use strip::{Out, Posted, Seen, Shared};

/// Audits and cards of the shop that the strip looks at.
const LOOKED_AT: u32 = 100;
/// Links of it, the newest first.
const LINKS: u32 = 1_000;
/// Posts about it.
const POSTS: i64 = 100;

/// The page of the shop that the strip proposes to write about, behind its address.
pub const WRITTEN_ABOUT: &str = strip::PAGE;

/// The steps of `demo`, in their order.
pub async fn steps(
    db: &Db,
    (random, now): (&Arc<dyn Random>, Timestamp),
    demo: &Demo,
) -> Result<Vec<Step>, ledger::Fault> {
    let site = &*demo.site;
    let links = link::of_site(db, site, "", FROM_THE_NEWEST, LINKS).await?;
    let codes: Vec<&str> = links.iter().map(|link| &*link.code).collect();
    let counts = counts::of_links(db, &codes).await?;
    let is_passed_on = |link: &&ledger::Link| {
        link.activity.parse().is_ok_and(|activity: domain::Activity| activity.side() == domain::Side::Smo)
    };
    let shared = links.iter().filter(is_passed_on).filter_map(|link| {
        let count = *counts.get(&link.code)?;
        Some(Shared { network: link.network.clone(), count })
    });
    // A shop that moved has cards of pages at its old address too.
    let is_there = |card: &kept::PageCard| card.page.starts_with(&demo.address);
    let seen = Seen {
        demo,
        audits: kept::of_site(db, site, FROM_THE_NEWEST, LOOKED_AT.into()).await?,
        cards: kept::stock_of(db, site).await?,
        carded: kept::cards_of(db, site, "", LOOKED_AT).await?.into_iter().find(is_there).map(|card| card.page),
        bar_changed_at: buttons::kept::changed_at(db, site).await?,
        shared: shared.collect(),
        posted: posted(db, demo, &measured::of(db, random, site).await?, now).await?,
    };
    Ok(seen.steps())
}

/// What was posted about the shop, which is measured as `shop` says.
async fn posted(db: &Db, demo: &Demo, shop: &Measured, now: Timestamp) -> Result<Posted, store::Fault> {
    let drafts = post::of_site(db, &demo.site, (0, i64::MAX), true, POSTS).await?;
    let planned = post::of_site(db, &demo.site, (0, i64::MAX), false, POSTS).await?;
    let ids: Vec<&str> = planned.iter().map(|post| &*post.id).collect();
    let deliveries = post::deliveries_of(db, &ids).await?;
    let codes: Vec<&str> = deliveries.iter().filter_map(|it| it.code.as_deref()).collect();
    let counts = counts::of_links(db, &codes).await?;
    let accounts = account::of_workspace(db, &demo.workspace).await?;
    let names: HashMap<&str, &'static str> = accounts
        .iter()
        .filter_map(|account| {
            let network = networks::NETWORKS.iter().find(|network| network.id.as_str() == account.network)?;
            Some((&*account.id, network.about.name))
        })
        .collect();
    let out = planned.iter().flat_map(|post| {
        let its = deliveries.iter().filter(|it| it.post == post.id && it.state() != State::Draft);
        its.map(|it| Out {
            post: post.id.clone(),
            network: names.get(&*it.account).copied().unwrap_or("a network"),
            state: it.state(),
            at: post.wall.as_deref().and_then(|wall| wall.split('T').nth(1)).unwrap_or_default().to_owned(),
            day: shop.day(Timestamp::from_microsecond(post.due_at.unwrap_or_default()).unwrap_or(now)).0,
            visits: it.code.as_ref().and_then(|code| counts.get(code)).map_or(0, |count| count.visits),
        })
    });
    let out = out.collect();
    Ok(Posted { posts: drafts.into_iter().map(|post| post.id).collect(), out, today: shop.day(now).0 })
}
