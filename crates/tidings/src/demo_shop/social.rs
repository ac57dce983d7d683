//! Social: the demo's accounts at the stand-ins of its workspace.

use anyhow::{Context, Result};
use market::account;
use networks::publish::Given;
use sandbox::social::BLUESKY_PASSWORD;
use url::Url;
use web::House;

/// Who connected the demo's accounts.
const BY: &str = "Demo";
/// The demo's accounts: the network, and what lets them in.
const ACCOUNTS: [(&str, &[(&str, &str)]); 3] = [
    ("bluesky", &[("name", "bakery-demo.test"), ("secret", BLUESKY_PASSWORD)]),
    ("mastodon", &[("secret", "sandbox-bakery_demo")]),
    ("x", &[("secret", "sandbox-bakery_demo")]),
];

/// Connects the demo's accounts at its stand-ins, where there never was one.
pub(crate) async fn connect(house: &House) -> Result<()> {
    let Some(demo) = people::demo::any(house.db()).await? else { return Ok(()) };
    let for_trying = people::workspace::for_trying(house.db()).await?;
    let base = for_trying.into_iter().find(|it| it.id == demo.workspace).and_then(|it| it.stand_ins);
    let Some(base) = base else { return Ok(()) };
    if !account::of_workspace(house.db(), &demo.workspace).await?.is_empty() {
        return Ok(());
    }
    for (network, fields) in ACCOUNTS {
        let given = Given(fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect());
        let at = Url::parse(&base)?.join(network)?;
        Box::pin(account::connect(&house.desk(), &demo.workspace, BY, network, Some(&at), &given))
            .await
            .with_context(|| format!("the demo's account at {network} is not let in"))?;
    }
    Ok(())
}
