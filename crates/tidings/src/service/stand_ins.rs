//! Stand-ins for networks, to which workspaces post that are for trying: those of `tidings sandbox`, where somebody names them,
//! or those that the house brings, a set for each workspace.
//!
//! What was posted to these is kept beside the database, so that it stands there after a restart as it did before.

use std::collections::HashMap;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use anyhow::{Context, Result, ensure};
use market::account::stand_in;
use networks::http::Doors;
use people::workspace::{self, ForTrying};
use sandbox::social::{
    BLUESKY_PASSWORD, LEMMY_PASSWORD, NOSTR_KEY, Network, Posted, Running, Social, WORDPRESS_PASSWORD,
};
use store::Db;
use url::Url;
use web::{OwnStandIns, Settling};

/// The folder of the data folder in which is kept what was posted to them: a file for each workspace.
const FOLDER: &str = "stand-ins";

/// What lets an account in there, by the network's id and the field's name.
pub(crate) fn lets_in(network: &str, field: &str) -> Option<&'static str> {
    Some(match (network, field) {
        ("bluesky", "name") => "shop.test",
        ("bluesky", "secret") => BLUESKY_PASSWORD,
        ("wordpress", "secret") => WORDPRESS_PASSWORD,
        ("telegram", "secret") => "1:sandbox-shop",
        ("telegram", "channel") => "@shop",
        ("nostr", "secret") => NOSTR_KEY,
        ("discord", "secret") => "https://discord.com/api/webhooks/1/sandbox-shop",
        ("lemmy", "secret") => LEMMY_PASSWORD,
        ("lemmy" | "reddit", "community") | ("pinterest", "board") => "bread",
        ("wordpress" | "facebook" | "lemmy", "name") => "shop",
        ("mastodon" | "facebook" | "x" | "linkedin" | "instagram" | "threads" | "pinterest" | "reddit", "secret") => {
            "sandbox-shop"
        }
        _ => return None,
    })
}

/// The one place on this machine that is asked for them: `127.0.0.1:7980`.
pub(crate) fn place(base: &Url) -> Option<String> {
    Some(format!("{}:{}", base.host_str()?, base.port_or_known_default()?))
}

/// Refuses to try in a folder that has accounts at real networks: where stand-ins are `named`, all posts go to those.
pub(crate) async fn refuse_beside_real(db: &Db, named: &Url) -> Result<()> {
    let host = format!("http://{}", named.host_str().unwrap_or_default());
    let elsewhere = market::account::elsewhere(db, &host).await?;
    ensure!(
        elsewhere == 0,
        "this data folder has {elsewhere} accounts at real networks: try posting in a workspace for trying, or in a folder of \
         its own (--data)"
    );
    Ok(())
}

/// Those that the house brings, as long as they run.
pub(crate) struct Own {
    folder: PathBuf,
    running: Mutex<HashMap<String, Running>>,
    /// Held by whoever opens and closes them: one at a time.
    turn: tokio::sync::Mutex<()>,
}

impl Own {
    /// None yet; what is posted to them will be kept in the data folder `data`.
    pub(crate) fn new(data: &Path) -> Self {
        Self { folder: data.join(FOLDER), running: Mutex::default(), turn: tokio::sync::Mutex::default() }
    }

    /// What is live at those of `workspace`, by the network's id; nothing where none run.
    pub(crate) fn posts(&self, workspace: &str) -> Vec<(&'static str, Posted)> {
        let running = self.running();
        let Some(running) = running.get(workspace) else { return Vec::new() };
        let of = |network: Network| running.posts(network).into_iter().map(move |posted| (network.id(), posted));
        Network::ALL.into_iter().flat_map(of).collect()
    }

    fn running(&self) -> MutexGuard<'_, HashMap<String, Running>> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn kept(&self, workspace: &str) -> PathBuf {
        self.folder.join(format!("{workspace}.jsonl"))
    }

    async fn in_turn(&self, db: &Db, doors: &Doors) -> Result<()> {
        let _turn = self.turn.lock().await;
        let wanted = workspace::for_trying(db).await?;
        self.close_but(&wanted, doors).context("what was posted for trying cannot be removed")?;
        for of in wanted {
            let (id, runs) = (of.id.clone(), self.running().contains_key(&of.id));
            if !runs {
                let opened = Box::pin(self.open(db, doors, of)).await;
                opened.with_context(|| format!("the stand-ins of the workspace {id} cannot be started"))?;
            }
        }
        Ok(())
    }

    /// Those of whoever is for trying no more are closed, and what was posted there is gone.
    fn close_but(&self, stay: &[ForTrying], doors: &Doors) -> Result<()> {
        let stays = |id: &str| stay.iter().any(|it| it.id == id);
        self.running().retain(|id, running| {
            let stays = stays(id);
            if !stays && let Ok(base) = base(running) {
                doors.shut(&base);
            }
            stays
        });
        let entries = match std::fs::read_dir(&self.folder) {
            Err(fault) if fault.kind() == std::io::ErrorKind::NotFound => return Ok(()),
            entries => entries?,
        };
        for entry in entries {
            let path = entry?.path();
            if path.file_stem().and_then(|stem| stem.to_str()).is_none_or(|stem| !stays(stem)) {
                std::fs::remove_file(&path)?;
            }
        }
        if stay.is_empty() {
            std::fs::remove_dir(&self.folder)?;
        }
        Ok(())
    }

    /// Opens those of a workspace, with what was posted there before: at their old port if it is free.
    async fn open(&self, db: &Db, doors: &Doors, of: ForTrying) -> Result<()> {
        std::fs::create_dir_all(&self.folder)?;
        let ForTrying { id, stand_ins: before } = of;
        let port = before.as_deref().and_then(|base| Url::parse(base).ok()?.port()).unwrap_or(0);
        let on = |port| SocketAddr::from((Ipv4Addr::LOCALHOST, port)).to_string();
        let social = || Social::new().unlogged().kept_in(self.kept(&id));
        let running = match social().start_on(&on(port)).await {
            Err(_) if port != 0 => social().start_on(&on(0)).await,
            started => started,
        }?;
        let base = base(&running)?;
        let (workspace, now_at) = (id.clone(), base.to_string());
        db.write(move |tx| {
            Box::pin(async move {
                workspace::stand_ins(&mut *tx, &workspace, &now_at).await?;
                match before.filter(|before| *before != now_at) {
                    Some(before) => stand_in::moved(tx, &workspace, &before, &now_at).await,
                    None => Ok(()),
                }
            })
        })
        .await?;
        doors.open(&base);
        self.running().insert(id, running);
        Ok(())
    }
}

impl OwnStandIns for Own {
    fn settle<'a>(&'a self, db: &'a Db, doors: &'a Doors) -> Settling<'a> {
        Box::pin(async move { self.in_turn(db, doors).await.map_err(|fault| format!("{fault:#}")) })
    }
}

/// Where they begin.
fn base(running: &Running) -> Result<Url> {
    Ok(Url::parse(&format!("http://{}/", running.address()))?)
}

#[cfg(test)]
mod tests {
    use networks::http::Options;
    use store::{Sql, test_bed};

    use super::*;

    /// What is done to the workspaces, by a statement of the test's own.
    async fn run(db: &Db, text: &'static str) {
        let run = Sql::new("run", text);
        db.write(move |tx| Box::pin(async move { run.execute(tx).await.map(drop) })).await.unwrap();
    }

    /// By workspace: where its stand-ins begin.
    async fn bases(db: &Db) -> Vec<Option<String>> {
        workspace::for_trying(db).await.unwrap().into_iter().map(|it| it.stand_ins).collect()
    }

    #[test]
    fn stand_ins_run_for_exactly_the_workspaces_for_trying_each_with_its_own() {
        test_bed::on_both(async |it| {
            let data = tempfile::tempdir().unwrap();
            let (own, doors) = (Own::new(data.path()), Doors::new(Options::default(), Vec::new()));
            let is_open = |base: &str| !doors.to(&base.parse().unwrap()).options().allow.hosts.is_empty();
            let (a, b) = (data.path().join("stand-ins/a.jsonl"), data.path().join("stand-ins/b.jsonl"));
            own.settle(&it.db, &doors).await.unwrap();
            assert!(!data.path().join("stand-ins").exists(), "nobody needs them");

            run(&it.db, "INSERT INTO workspace (id, name, sandbox, created_at) VALUES ('a', 'A', TRUE, 0), ('b', 'B', TRUE, 1), ('c', 'C', FALSE, 2)")
                .await;
            own.settle(&it.db, &doors).await.unwrap();
            let both = bases(&it.db).await;
            let (of_a, of_b) = (both[0].clone().unwrap(), both[1].clone().unwrap());
            assert!(both.len() == 2 && of_a != of_b && is_open(&of_a) && is_open(&of_b), "{both:?}");
            own.settle(&it.db, &doors).await.unwrap();
            assert_eq!(bases(&it.db).await, both, "those that run stay");

            // In the bin it stays; for good, it goes.
            run(&it.db, "UPDATE workspace SET removed_at = 5 WHERE id = 'a'").await;
            own.settle(&it.db, &doors).await.unwrap();
            assert!(is_open(&of_a) && a.exists());
            run(&it.db, "DELETE FROM workspace WHERE id = 'a'").await;
            own.settle(&it.db, &doors).await.unwrap();
            assert!(!is_open(&of_a) && is_open(&of_b) && !a.exists() && b.exists());

            run(&it.db, "UPDATE workspace SET sandbox = FALSE").await;
            own.settle(&it.db, &doors).await.unwrap();
            assert!(!is_open(&of_b) && !data.path().join("stand-ins").exists());
        });
    }
}
