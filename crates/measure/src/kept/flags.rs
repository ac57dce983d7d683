//! Flags: what else is evidence of a visit, as bits of its row.

use crate::arrivals::By;

/// The lowest three bits say by what it was noticed.
const BY: i64 = 0b111;
/// Its first page is one that people type.
pub(super) const TYPED: i64 = 1 << 3;
/// The visitor was not seen on the site's day before.
pub(super) const NEW_TODAY: i64 = 1 << 4;
/// The browser opened the page again as it was before.
pub(super) const RESTORED: i64 = 1 << 5;
/// It descends from a link that we put somewhere.
pub(super) const BEGAN_OURS: i64 = 1 << 6;
/// What the browser calls itself was not kept, as in a log of the common form.
pub(super) const NO_AGENT: i64 = 1 << 7;
/// The origin could not be seen.
pub(super) const BLIND: i64 = 1 << 8;

const ALL_BY: [By; 6] = [By::Beacon, By::Pixel, By::Server, By::Plugin, By::Log, By::Other];

/// The bits of `by`.
pub(super) fn of_by(by: Option<By>) -> i64 {
    let by = by.unwrap_or(By::Other);
    ALL_BY.iter().zip(0..).find(|(it, _)| **it == by).map_or(5, |(_, bits)| bits)
}

/// By what it was noticed.
pub(super) fn by(flags: i64) -> By {
    usize::try_from(flags & BY).ok().and_then(|at| ALL_BY.get(at)).copied().unwrap_or(By::Other)
}
