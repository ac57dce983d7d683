//! A share bar's codes: its buttons are those of `optimize::buttons`, the links that they carry the ledger's.

use std::collections::HashMap;
use std::sync::Arc;

use domain::{Code, Random};
use jiff::Timestamp;
use ledger::link::{self, By};
use optimize::buttons::Bar;
use store::Db;
use url::Url;

/// The code of each button of `bar`, by its network; [`link::COPIED`] for those that copy. Each is minted at the first
/// call, and is the same from then on.
pub async fn codes(
    db: &Db,
    random: &Arc<dyn Random>,
    now: Timestamp,
    by: By,
    home: Url,
    bar: &Bar,
) -> Result<HashMap<String, Code>, ledger::Fault> {
    let mut names: Vec<String> = bar.networks.iter().map(ToString::to_string).collect();
    names.extend(bar.scripted.is_some().then(|| link::COPIED.to_owned()));
    let (placement, random) = (bar.placement.name(), Arc::clone(random));
    db.write_or(move |tx| {
        Box::pin(async move { link::codes_for_bar(tx, &*random, now, &by, &home, names, placement).await })
    })
    .await
}
