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
/// where no limit is known.
pub fn counted(account: &Account, text: &str, page: Option<&str>) -> Vec<Counted> {
    let Some(count) = rule(account) else { return Vec::new() };
    let whole = whole(text, page, false, Some(SAMPLE));
    let address = page.map(|page| addressed(page, Some(SAMPLE)));
    let links: Vec<&str> = address.as_deref().into_iter().collect();
    count.of(&Words { text: &whole, warning: "", links: &links })
}

fn rule(account: &Account) -> Option<Count> {
    let network: &NetworkId = &account::network(&account.network)?.id;
    Some(limit(network, Part::Text)?.count.as_told(&account.limits()))
}
