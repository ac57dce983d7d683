//! Pictures of a delivery: made as small as its network wants them before it is frozen, and at hand when it is sent.

use networks::pictures::taken_by;
use networks::publish::{Blob, Medium};
use serde_json::Value;

use crate::{Desk, Fault, media};

/// A post's pictures as `network` takes them.
pub(super) async fn of_post(desk: &Desk, network: &str, pictures: Vec<Medium>) -> Result<Vec<Medium>, Fault> {
    let mut fitting = Vec::with_capacity(pictures.len());
    for picture in pictures {
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

/// The files that stand in `frozen` by their digests, as far as they are there.
pub(super) async fn named(desk: &Desk, frozen: &Value) -> Result<Vec<Blob>, Fault> {
    let mut digests = Vec::new();
    collect(frozen, &mut digests);
    let mut blobs = Vec::with_capacity(digests.len());
    for digest in digests {
        blobs.extend(media::blob(&desk.data, digest).await?);
    }
    Ok(blobs)
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
