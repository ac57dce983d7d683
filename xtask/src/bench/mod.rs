//! `cargo xtask bench NAME`: speed beside the peers, in one run, alternating, medians. The table is kept in
//! docs/proofs.

mod audit;
mod binary;
mod card;
pub(crate) mod crawl;
mod measure;
mod publish;
mod read;
mod redirect;

use anyhow::bail;

use crate::prove::Asked;
use crate::{Checkout, Verdict};

/// Each program is run this often, in turn with its peers.
const ROUNDS: usize = 3;

/// Runs of a program in one round where one takes a fraction of a second, so that one bad moment does not show.
const FAST: usize = 5;

/// `cargo xtask bench NAME`
pub(crate) fn bench(checkout: &Checkout, arguments: &[String]) -> Verdict {
    match arguments.split_first() {
        Some((name, rest)) if name == "audit" => audit::bench(&Asked::new(checkout, rest)),
        Some((name, rest)) if name == "card" => card::bench(&Asked::new(checkout, rest)),
        Some((name, rest)) if name == "measure" => measure::bench(&Asked::new(checkout, rest)),
        Some((name, rest)) if name == "publish" => publish::bench(&Asked::new(checkout, rest)),
        Some((name, rest)) if name == "redirect" => redirect::bench(&Asked::new(checkout, rest)),
        _ => bail!(
            "`cargo xtask bench card`, `cargo xtask bench redirect`, `cargo xtask bench measure [SUBJECT]…`, `cargo xtask bench publish [SUBJECT]…`, or `cargo xtask bench audit [PART]…`, where PART is \
             one of read, folder, web, binary; without: all"
        ),
    }
}
