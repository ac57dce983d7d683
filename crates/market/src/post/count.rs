//! Counting: how much of what its network takes a text has, with the link that will stand in it.

use domain::NetworkId;
use networks::count::limits::{Part, limit};
use networks::count::{Count, Counted, Words};

use super::whole;
use crate::account::{self, Account};
use crate::deliver::addressed;

/// A code as long as each: what a link takes is known before there is one.
pub(crate) const SAMPLE: &str = "2222222";

/// Each limit of the account's network, or of its server where that told its own, and how much of it the text takes. Empty
/// where no limit is known. Below pictures (`pictured`) some networks take less.
pub fn counted(account: &Account, text: &str, page: Option<&str>, pictured: bool) -> Vec<Counted> {
    of_part(account, if pictured { Part::Caption } else { Part::Text }, text, page)
}

/// The same of another part of a post, where that has limits of its own.
pub(super) fn of_part(account: &Account, part: Part, text: &str, page: Option<&str>) -> Vec<Counted> {
    let Some(count) = rule(account, part) else { return Vec::new() };
    let whole = whole(text, page, false, Some(SAMPLE));
    let address = page.map(|page| addressed(page, Some(SAMPLE)));
    let links: Vec<&str> = address.as_deref().into_iter().collect();
    count.of(&Words { text: &whole, warning: "", links: &links })
}

fn rule(account: &Account, part: Part) -> Option<Count> {
    let network: &NetworkId = &account::network(&account.network)?.id;
    let limit = limit(network, part).or_else(|| limit(network, Part::Text));
    Some(limit?.count.as_told(&account.limits()))
}
