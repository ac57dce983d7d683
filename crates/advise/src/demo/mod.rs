//! Demo: the strip of steps that shows a newcomer round, over a shop of ours.
//!
//! It serves no page and draws nothing. What is done is read from the rows that audits, cards, links and clicks leave, so
//! that the strip says the same in every browser and after every restart. Start at [`steps`]; [`settle`] is for the start
//! of a house.

mod act;
mod dress;
pub mod past;
mod strip;

use ledger::link;
use measure::arrivals::counts;
use optimize::buttons;
use optimize::kept::{self, FROM_THE_NEWEST};
use people::demo::Demo;
use store::Db;

pub use act::{Refused, mend, put, read_again, remove, settle};
pub use dress::{Dress, WornBar, WornCard, drawn, dressed};
pub use strip::{Act, Press, Step};

use strip::{Seen, Shared};

/// Audits and cards of the shop that the strip looks at.
const LOOKED_AT: u32 = 100;
/// Links of it, the newest first.
const LINKS: u32 = 1_000;

/// The steps of `demo`, in their order.
pub async fn steps(db: &Db, demo: &Demo) -> Result<Vec<Step>, ledger::Fault> {
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
    };
    Ok(seen.steps())
}
