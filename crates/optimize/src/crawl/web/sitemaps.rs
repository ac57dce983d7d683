//! Sitemaps of a site, sitemaps of sitemaps, and where they end.

use std::collections::VecDeque;

use domain::MIB;
use networks::http::{Http, Request};
use rustc_hash::FxHashSet;
use tokio::sync::mpsc::Sender;
use url::Url;

/// The most that a sitemap may have by its own protocol: 50 MB unpacked; gzip makes it much less on the wire.
const LARGEST: u64 = 50 * MIB;
/// Sitemaps that are read of one site.
const MOST: usize = 500;

/// A page that a sitemap names: its address, and when it was changed, in seconds since 1970.
pub(super) type Named = (Url, Option<i64>);

/// What a sitemap tells.
#[derive(Debug)]
pub(super) enum Told {
    Pages(Vec<Named>),
    /// What is wrong with the sitemap at this address.
    Fault(Url, String),
}

/// Reads the sitemaps at `from` and all that they name. `guessed`: that one of them is not there is no fault.
pub(super) async fn read(http: &Http, from: Vec<Url>, guessed: bool, tell: &Sender<Told>) {
    let mut seen: FxHashSet<Url> = from.iter().cloned().collect();
    let mut waiting: VecDeque<Url> = from.into();
    while let Some(url) = waiting.pop_front() {
        let answer = http.get(Request::new(url.clone()).at_most(LARGEST)).await;
        let fault = match answer {
            Ok(answer) if (200..300).contains(&answer.status) => {
                let came = answer.url.clone();
                // 50 MB of XML take a while; other readers go on meanwhile.
                let read = tokio::task::spawn_blocking(move || pages::sitemap::read(&answer.body)).await;
                let Ok(sitemap) = read else { continue };
                for further in sitemap.sitemaps {
                    if let Ok(further) = came.join(&further)
                        && seen.len() < MOST
                        && seen.insert(further.clone())
                    {
                        waiting.push_back(further);
                    }
                }
                let pages: Vec<Named> = sitemap
                    .pages
                    .into_iter()
                    .filter_map(|entry| Some((came.join(&entry.url).ok()?, entry.changed)))
                    .collect();
                let fault = sitemap.faults.into_iter().next();
                if !pages.is_empty() && tell.send(Told::Pages(pages)).await.is_err() {
                    return;
                }
                fault.filter(|_| !guessed)
            }
            Ok(answer) => (!guessed).then(|| format!("the server answers {}", answer.status)),
            Err(failure) => (!guessed).then(|| failure.to_string()),
        };
        if let Some(fault) = fault
            && tell.send(Told::Fault(url, fault)).await.is_err()
        {
            return;
        }
    }
}
