//! The start page: read with its pictures, and shown before anything else.

use std::sync::Arc;
use std::time::Duration;

use networks::http::Failure;
use url::Url;

use super::crawl::Crawling;
use super::fetch::{Fetcher, Outcome};
use super::pictures::Album;
use super::robots::Book;
use super::scope::Scope;
use super::{Event, Fault, beside};
use crate::audit::Seen;

/// The start page's pictures are waited for so long.
const START_WITHIN: Duration = Duration::from_secs(3);

impl Crawling<'_> {
    /// Reads the first of `numbers` that is a page, looks at its pictures, and tells of it.
    pub(super) async fn start_page(
        &mut self,
        numbers: &[u32],
        seen: &mut Seen,
        album: &mut Album,
        tell: &mut dyn FnMut(Event<'_>),
    ) -> Result<(), Fault> {
        let mut private = None;
        for (index, number) in numbers.iter().enumerate() {
            if !self.journal.frontier.take(*number) {
                continue;
            }
            let address = self.journal.frontier.address(*number).map_err(|error| self.disk(error))?;
            let Ok(url) = Url::parse(&address) else { continue };
            // A start that redirects to another host is where the site really lives.
            let known = self.known(&address).map_err(|error| self.disk(error))?;
            let mut outcome = self.fetcher.fetch_start(url.clone(), known).await;
            if let Outcome::Later(wait, _) = outcome {
                tell(Event::Waiting { host: url.host_str().unwrap_or_default(), wait });
                outcome = self.fetcher.fetch_start(url.clone(), None).await;
            }
            if let Outcome::Page(taken) = &mut outcome {
                if index == 0 && taken.page.url.host_str() != url.host_str() {
                    let homes: Vec<Url> = std::iter::once(&taken.page.url)
                        .chain(self.plan.start.urls().iter().skip(1))
                        .cloned()
                        .collect();
                    let scope = Scope::new(&homes, self.plan.subdomains, self.plan.wanted.clone());
                    let book = Book::new(self.http.clone(), self.plan.hurries());
                    self.fetcher = Arc::new(Fetcher::new(self.http.clone(), book, scope, self.fetcher.follow));
                }
                for picture in taken.pictures.iter().take(6) {
                    self.beside.first_picture(picture);
                }
                let page = taken.page.clone();
                let looked = beside::first_pictures(self, &mut seen.images, album);
                // Those that are not there by then are looked at later, with all the others.
                if let Ok(Err(error)) = tokio::time::timeout(START_WITHIN, looked).await {
                    return Err(self.disk(error));
                }
                tell(Event::Start(&page, &seen.images, album.so_far()));
                if self.came(*number, address, outcome).map_err(|error| self.disk(error))?.is_some() {
                    tell(Event::Page(&page, self.so_far(seen, album)));
                }
                return Ok(());
            }
            if let Outcome::Unread(_, Some(Failure::Private(url))) = &outcome {
                private.get_or_insert_with(|| url.to_string());
            }
            self.came(*number, address, outcome).map_err(|error| self.disk(error))?;
        }
        if let Some(url) = private {
            return Err(Fault::Private { url });
        }
        let no_page = || {
            let url = self.plan.start.urls().first().map_or_else(String::new, Url::to_string);
            (url, "it is no web page".to_owned())
        };
        let (url, why) = self.unread.first().cloned().unwrap_or_else(no_page);
        Err(Fault::NotReachable { url, why })
    }
}
