//! Links and measured sites, as long as the house is open: what changed in the database is known here soon, and what came in
//! is in the database soon.

use std::time::Duration;

use measure::arrivals::read::{self, Stopped};
use people::notice::{self, Event, Kind};
use store::Fault;
use web::House;

/// How often it is looked: a link that was switched off elsewhere leads nowhere two seconds later.
const EVERY: Duration = Duration::from_secs(1);
/// The pause before the next look where some are left and few come in.
const SOON: Duration = Duration::from_millis(50);
/// Arrivals that are brought in at one look where few come in.
const AT_A_LOOK: u64 = 50_000;

/// How many are brought in at a look, where `came` came in since the last one: in a storm fewer, and in a hurricane none,
/// so that visitors do not wait for that.
fn at_a_look(came: u64) -> u64 {
    match came {
        0..=2_000 => AT_A_LOOK,
        2_001..=20_000 => 10_000,
        _ => 0,
    }
}

/// What notices of lost arrivals are about.
const ABOUT: &str = "arrivals";

/// Follows the links and brings in what this process kept, until the task ends. What another one left behind is brought in
/// by a round of the workers.
pub(crate) async fn follow(house: House) {
    let mut seen = house.arrivals().counts();
    // A process before this one may have left something behind.
    let (mut away, mut ill, mut unread) = (false, false, true);
    let mut pause = EVERY;
    loop {
        tokio::time::sleep(pause).await;
        let known = match house.links().refresh(house.db()).await {
            Ok(()) => house.measured().refresh(house.db()).await,
            away => away,
        };
        match (&known, away) {
            (Err(fault), false) => tracing::error!(%fault, "links cannot be followed: those that are known still lead"),
            (Ok(()), true) => tracing::info!("links are followed again"),
            _ => {}
        }
        away = known.is_err();
        if !away && let Err(fault) = house.intake().write_down(house.db(), house.now()).await {
            tracing::warn!(%fault, "what was heard of sites is written down later");
        }
        let now = house.arrivals().counts();
        house.arrivals().turn(house.now());
        let came = now.kept - seen.kept;
        if came > 0 || unread {
            let read = read::round(house.db(), house.data(), house.now(), at_a_look(came)).await;
            match &read {
                Err(fault) if !ill => {
                    tracing::error!(%fault, "arrivals cannot be read: they are kept, and read later");
                }
                _ => {}
            }
            ill = read.is_err();
            unread = read.map_or(true, |round| round.is_cut_short);
        }
        let is_calm = at_a_look(came) == AT_A_LOOK;
        pause = if unread && !ill && is_calm { SOON } else { EVERY };
        if (now.lost, &now.fault) != (seen.lost, &seen.fault)
            && let Err(fault) = tell(&house, now.lost, now.fault.clone()).await
        {
            tracing::error!(%fault, "that arrivals were lost could not be told");
        }
        seen = now;
    }
}

/// Brings into the database what was kept, by whichever process.
pub(crate) async fn read(house: &House) -> Result<(), Stopped> {
    read::round(house.db(), house.data(), house.now(), 2 * AT_A_LOOK).await.map(drop)
}

/// Tells that arrivals are lost, and when none is any more.
async fn tell(house: &House, lost: u64, fault: Option<String>) -> Result<(), Fault> {
    let (now, kind) = (house.now(), Kind::DiskFilling);
    house
        .db()
        .write(move |tx| {
            Box::pin(async move {
                let Some(fault) = fault else { return notice::over(tx, now, kind, ABOUT).await.map(drop) };
                let event = Event {
                    kind,
                    workspace: None,
                    site: None,
                    about: ABOUT.to_owned(),
                    says: format!("Clicks on links cannot be kept, {lost} were lost since the start: {fault}"),
                    remedy: "Make room on the disk of the data folder, and see that Tidings may write there; the links themselves still lead where they should".to_owned(),
                };
                notice::raise(tx, now, event).await.map(drop)
            })
        })
        .await
}
