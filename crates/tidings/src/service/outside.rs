//! The outside: whether the public address leads to this house. It asks itself, by that address.

use std::time::Duration;

use networks::http::{Allow, Failure, Http, Options, Pace, Request};
use url::Url;
use web::{House, Standing};

/// How often it is looked at while it stands, and while it does not.
const WHILE_IT_STANDS: Duration = Duration::from_mins(10);
const WHILE_IT_FALLS: Duration = Duration::from_secs(30);
/// Until one that stood is looked at once more, before it is said to fall: a database that starts anew answers nothing for a moment.
const ONCE_MORE: Duration = Duration::from_secs(5);

/// Looks again and again, for as long as the house is open.
pub(crate) async fn keep_looking(house: House) {
    let Some(address) = house.address().outside.clone() else { return };
    loop {
        let service = people::service::service(house.db()).await;
        if let Ok(Some(service)) = service {
            let mut found = look(&address, &service.instance).await;
            if house.stands() && found != Standing::Stands {
                tokio::time::sleep(ONCE_MORE).await;
                found = look(&address, &service.instance).await;
            }
            if found != house.standing() {
                match &found {
                    Standing::Falls(why) => tracing::warn!(%why, "the public address does not lead here"),
                    _ => tracing::info!(%address, "the public address leads here"),
                }
            }
            house.found(found);
        }
        tokio::time::sleep(if house.stands() { WHILE_IT_STANDS } else { WHILE_IT_FALLS }).await;
    }
}

/// Whether `address` leads to the house `instance`.
pub(crate) async fn look(address: &Url, instance: &str) -> Standing {
    let Ok(question) = address.join("/.well-known/tidings") else { return Standing::Unknown };
    let http = Http::new(Options {
        // The operator named it, and from within a network its name may lead to a private address.
        allow: Allow::only(address),
        pace: Pace::fast(),
        answer_within: Duration::from_secs(10),
        ..Options::default()
    });
    match http.get(Request::new(question).at_most(1_000).redirects(0)).await {
        Ok(answer) if answer.status == 200 && answer.body[..] == *instance.as_bytes() => Standing::Stands,
        Ok(answer) if answer.status == 200 => Standing::Falls(format!(
            "{address} leads to another house than this one: an older Tidings, a copy of it, or something else answers there"
        )),
        Ok(answer) if !(300..400).contains(&answer.status) => Standing::Falls(format!(
            "{address} answers with {}, so something else answers there, or the proxy does not reach Tidings",
            answer.status
        )),
        Ok(_) | Err(Failure::Redirects(..)) => Standing::Falls(format!(
            "{address} sends everybody on: name the address that it leads to with --public-address"
        )),
        Err(failure) => Standing::Falls(format!("{address} does not answer: {failure}")),
    }
}
