//! Social: the stand-ins to which the demo posts, and its accounts there.
//!
//! What was posted is kept beside the database, so that it stands there after a restart as it did before.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use anyhow::{Context, Result};
use market::account::{self, stand_in};
use networks::publish::Given;
use people::demo::Demo;
use sandbox::social::{BLUESKY_PASSWORD, Network, Posted, Running, Social};
use store::Db;
use url::Url;
use web::House;

/// What was posted is kept in this file of the data folder.
const KEPT: &str = "demo-networks.jsonl";
/// Who connected the demo's accounts.
const BY: &str = "Demo";
/// The demo's accounts: the network, and what lets them in.
const ACCOUNTS: [(&str, &[(&str, &str)]); 3] = [
    ("bluesky", &[("name", "bakery-demo.test"), ("secret", BLUESKY_PASSWORD)]),
    ("mastodon", &[("secret", "sandbox-bakery_demo")]),
    ("x", &[("secret", "sandbox-bakery_demo")]),
];

/// The stand-ins, as long as they are open.
pub(super) struct Networks {
    base: Url,
    kept: PathBuf,
    running: Mutex<Option<Running>>,
}

impl Networks {
    /// Where they begin.
    pub(super) fn base(&self) -> &Url {
        &self.base
    }

    /// What is live there, by the network's id; `None` when they are closed.
    pub(super) fn posts(&self) -> Option<Vec<(&'static str, Posted)>> {
        let running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
        let running = running.as_ref()?;
        let of = |network: Network| running.posts(network).into_iter().map(move |posted| (network.id(), posted));
        Some(Network::ALL.into_iter().flat_map(of).collect())
    }

    /// They are no more, nor what was posted there.
    pub(super) fn close(&self) {
        if self.running.lock().unwrap_or_else(PoisonError::into_inner).take().is_some()
            && let Err(fault) = std::fs::remove_file(&self.kept)
        {
            tracing::warn!(file = %self.kept.display(), %fault, "what the demo posted could not be removed");
        }
    }
}

/// Opens the stand-ins of `demo`, with what was posted there before: at their old port if it is free.
pub(super) async fn open(db: &Db, demo: &Demo, folder: &Path) -> Result<Networks> {
    let kept = folder.join(KEPT);
    let before = demo.networks.clone();
    let port = before.as_deref().and_then(|base| Url::parse(base).ok()?.port()).unwrap_or(0);
    let on = |port| SocketAddr::from((Ipv4Addr::LOCALHOST, port)).to_string();
    let social = || Social::new().unlogged().kept_in(&kept);
    let running = match social().start_on(&on(port)).await {
        Err(_) if port != 0 => social().start_on(&on(0)).await,
        started => started,
    };
    let running = running.context("the demo's networks cannot be started")?;
    let base = Url::parse(&format!("http://{}/", running.address()))?;
    let (workspace, now_at) = (demo.workspace.clone(), base.to_string());
    db.write(move |tx| {
        Box::pin(async move {
            people::demo::posts_to(&mut *tx, &workspace, &now_at).await?;
            match before.filter(|before| *before != now_at) {
                Some(before) => stand_in::moved(tx, &workspace, &before, &now_at).await,
                None => Ok(()),
            }
        })
    })
    .await?;
    Ok(Networks { base, kept, running: Mutex::new(Some(running)) })
}

/// Connects the demo's accounts at its stand-ins, where there never was one.
pub(crate) async fn connect(house: &House, base: &Url) -> Result<()> {
    let Some(demo) = people::demo::any(house.db()).await? else { return Ok(()) };
    if !account::of_workspace(house.db(), &demo.workspace).await?.is_empty() {
        return Ok(());
    }
    for (network, fields) in ACCOUNTS {
        let given = Given(fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect());
        let at = base.join(network)?;
        Box::pin(account::connect(&house.desk(), &demo.workspace, BY, network, Some(&at), &given))
            .await
            .with_context(|| format!("the demo's account at {network} is not let in"))?;
    }
    Ok(())
}
