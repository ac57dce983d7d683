//! A glance: one page, read now, judged and drawn as an audit would that reads it alone.
//!
//! What takes the whole site, or a reader in a network's name, is *not checked*. Nothing is kept. Start at [`at`].

use std::collections::BTreeMap;

use bytes::Bytes;
use networks::http::Http;
use url::Url;

use crate::audit::{Judged, Needs, Seen, judge};
use crate::crawl::web::{one, picture};

/// What one look shows.
#[derive(Debug)]
pub struct Glance {
    /// The page, its faults, and what each network draws.
    pub judged: Judged,
    /// The picture that the networks draw with it, whole, and where it is.
    pub picture: Option<(Url, Bytes)>,
}

/// Looks at the page at `url`; why it cannot be read, in words.
pub async fn at(http: &Http, url: &Url) -> Result<Glance, String> {
    let (page, images) = one(http, url).await?;
    let alone = "the page was read alone".to_owned();
    let needs = [Needs::Agents, Needs::Site, Needs::Render, Needs::History];
    let unseen: BTreeMap<_, _> = needs.into_iter().map(|needs| (needs, alone.clone())).collect();
    let judged = judge(page, &Seen { images, unseen, ..Seen::default() });
    let drawn = judged.today.iter().filter_map(|preview| preview.picture.as_ref());
    let picture = match drawn.into_iter().find(|drawn| !drawn.is_icon()).map(|drawn| drawn.url.clone()) {
        Some(address) => picture(http, &address).await.map(|bytes| (address, bytes)),
        None => None,
    };
    Ok(Glance { judged, picture })
}
