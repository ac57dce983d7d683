//! Pictures and films of a delivery: pictures made as small as its network wants them before it is frozen; both at hand when
//! it is sent.

use networks::pictures::taken_by;
use networks::publish::{Blob, Medium};
use serde_json::Value;
use tokio::sync::{Semaphore, SemaphorePermit};

use crate::{Desk, Fault, media};

/// Files of more than a picture has, of which one is held in memory at a time.
static HEAVY: Semaphore = Semaphore::const_new(1);

/// The files of a delivery, while it is sent.
pub(super) struct Files {
    pub(super) blobs: Vec<Blob>,
    _turn: Option<SemaphorePermit<'static>>,
}

/// A post's pictures as `network` takes them, and its film as it is.
pub(super) async fn of_post(desk: &Desk, network: &str, media: Vec<Medium>) -> Result<Vec<Medium>, Fault> {
    let mut fitting = Vec::with_capacity(media.len());
    for picture in media {
        if picture.is_film() {
            fitting.push(shown(desk, picture));
            continue;
        }
        fitting.push(shown(desk, media::within(desk, picture, &taken_by(network).each).await?));
    }
    Ok(fitting)
}

/// The picture of a link's card, where `network` has it from whoever posts.
pub(super) async fn of_card(desk: &Desk, network: &str, picture: Option<Medium>) -> Result<Option<Medium>, Fault> {
    match (picture, &taken_by(network).card) {
        (Some(picture), Some(room)) => Ok(Some(shown(desk, media::within(desk, picture, room).await?))),
        _ => Ok(None),
    }
}

/// With the address at which a network that fetches pictures itself finds it, where this house can be reached.
fn shown(desk: &Desk, picture: Medium) -> Medium {
    let address = desk.base.as_ref().map(|base| format!("{base}/media/{}", picture.digest));
    Medium { address: address.or(picture.address), ..picture }
}

/// The files that stand in `frozen` by their digests, as far as they are there; `None` while another heavy one goes out.
pub(super) async fn named(desk: &Desk, frozen: &Value) -> Result<Option<Files>, Fault> {
    let mut digests = Vec::new();
    collect(frozen, &mut digests);
    let mut turn = None;
    for digest in &digests {
        if turn.is_none() && media::length(&desk.data, digest).await? > media::AT_MOST as u64 {
            let Ok(permit) = HEAVY.try_acquire() else { return Ok(None) };
            turn = Some(permit);
        }
    }
    let mut blobs = Vec::with_capacity(digests.len());
    for digest in digests {
        blobs.extend(media::blob(&desk.data, digest).await?);
    }
    Ok(Some(Files { blobs, _turn: turn }))
}

/// Every text that may be a digest: how a network freezes them is its own business.
fn collect<'a>(value: &'a Value, digests: &mut Vec<&'a str>) {
    match value {
        Value::String(text) if text.len() == 64 && !digests.contains(&text.as_str()) => digests.push(text),
        Value::Array(values) => values.iter().for_each(|value| collect(value, digests)),
        Value::Object(values) => values.values().for_each(|value| collect(value, digests)),
        _ => {}
    }
}
