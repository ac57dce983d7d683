//! Stand-ins: the networks of `tidings sandbox`, to which a house posts that is for trying. The demo brings its own.

use anyhow::{Result, ensure};
use market::account::stand_in::StandIns;
use sandbox::social::{BLUESKY_PASSWORD, LEMMY_PASSWORD, NOSTR_KEY, WORDPRESS_PASSWORD};
use store::Db;
use url::Url;
use web::Sandbox;

/// What lets an account in there, by the network's id and the field's name.
fn lets_in(network: &str, field: &str) -> Option<&'static str> {
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

/// Where posts go, if not to the networks: to those that were named, or to those of the demo. A folder that has accounts at
/// real networks is none for trying.
pub(crate) async fn of(db: &Db, named: Option<Url>, demos: Option<&Url>) -> Result<Option<Sandbox>> {
    let of_demo = named.is_none();
    let Some(base) = named.or_else(|| demos.cloned()) else { return Ok(None) };
    let host = format!("http://{}", base.host_str().unwrap_or_default());
    let elsewhere = market::account::elsewhere(db, &host).await?;
    ensure!(
        elsewhere == 0,
        "this data folder has {elsewhere} accounts at real networks: try posting in a folder of its own (--data)"
    );
    Ok(Some(Sandbox { of: StandIns { base, lets_in }, of_demo }))
}
