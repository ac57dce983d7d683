//! One pass over a page.

use domain::{Charset, Facts, Fetched, Page, PageLink};
use url::Url;

/// Where bytes came from.
#[derive(Clone, Debug)]
pub struct Source {
    /// The page's address.
    pub url: Url,
    /// How the server answered; `None` for a file.
    pub fetched: Option<Fetched>,
}

/// What a reading yields: the page, and its links to other pages.
#[derive(Clone, Debug)]
pub struct Read {
    /// The page.
    pub page: Page,
    /// Every `<a href>` and `<area href>` in page order, as written.
    pub links: Vec<PageLink>,
}

/// Reads `body`, the bytes as they came off the wire (decompressed), into a page.
pub fn read(body: &[u8], source: Source) -> Read {
    let page = Page {
        url: source.url,
        fetched: source.fetched,
        size: body.len() as u64,
        unread: 0,
        charset: Charset::default(),
        lang: None,
        base: None,
        title: None,
        tags: Vec::new(),
        links: Vec::new(),
        json_ld: Vec::new(),
        headings: [None, None, None],
        opening: None,
        pictures: Vec::new(),
        share: Vec::new(),
        head_end: None,
        needs_script: false,
        maker: None,
        template: String::new(),
        facts: Facts::default(),
    };
    Read { page, links: Vec::new() }
}
