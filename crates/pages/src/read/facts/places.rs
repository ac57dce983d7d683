//! Where facts are looked for.

use domain::{Node, Page};

/// The places of one page, looked up by name.
pub(super) struct Places<'a> {
    pub(super) page: &'a Page,
}

impl<'a> Places<'a> {
    pub(super) fn new(page: &'a Page) -> Self {
        Self { page }
    }

    /// The content of the first meta tag called `name`, whatever attribute carries the name, that says something.
    pub(super) fn meta(&self, name: &str) -> Option<&'a str> {
        let tags = self.page.tags.iter().filter(|tag| tag.name == name);
        tags.map(|tag| tag.content.trim()).find(|content| !content.is_empty())
    }

    /// All JSON-LD objects in page order.
    pub(super) fn nodes(&self) -> impl Iterator<Item = &'a Node> + use<'a> {
        self.page.json_ld.iter().flat_map(|script| &script.nodes)
    }
}
