//! The part of a page that a given reader sees: networks read only the first bytes, or only the head.

use crate::{LinkTag, Node, Page, Tag, TagKey};

/// A page through a window. Look-ups answer with the first tag that is not blank, trimmed.
#[derive(Clone, Copy, Debug)]
pub struct Window<'a> {
    page: &'a Page,
    limit: u64,
    head_only: bool,
}

impl<'a> Window<'a> {
    pub(crate) fn new(page: &'a Page, limit: u64, head_only: bool) -> Self {
        Self { page, limit, head_only }
    }

    /// The page behind the window.
    pub fn page(&self) -> &'a Page {
        self.page
    }

    fn shows(&self, end: u64, in_head: bool) -> bool {
        end <= self.limit && (in_head || !self.head_only)
    }

    /// The meta tags that can be seen, in page order.
    pub fn tags(self) -> impl Iterator<Item = &'a Tag> {
        self.page.tags.iter().filter(move |tag| self.shows(tag.end, tag.in_head))
    }

    /// The link tags that can be seen, in page order.
    pub fn links(self) -> impl Iterator<Item = &'a LinkTag> {
        self.page.links.iter().filter(move |link| self.shows(link.end, link.in_head))
    }

    /// All contents under `name`, by whatever attribute; blank ones are left out.
    pub fn all(self, name: &'static str) -> impl Iterator<Item = &'a str> {
        self.tags().filter(move |tag| tag.name == name).map(|tag| tag.content.trim()).filter(|text| !text.is_empty())
    }

    /// The content of the first meta tag called `name`, by `property=` or `name=`.
    pub fn meta(self, name: &'static str) -> Option<&'a str> {
        self.keyed(name, |key| matches!(key, TagKey::Property | TagKey::Name))
    }

    /// The content of the first meta tag with `property="name"`.
    pub fn property(self, name: &'static str) -> Option<&'a str> {
        self.keyed(name, |key| key == TagKey::Property)
    }

    /// The content of the first meta tag with `name="name"`.
    pub fn named(self, name: &'static str) -> Option<&'a str> {
        self.keyed(name, |key| key == TagKey::Name)
    }

    /// The content of the last meta tag called `name`: X takes the last `twitter:card`.
    pub fn last(self, name: &'static str) -> Option<&'a str> {
        self.all(name).last()
    }

    fn keyed(self, name: &'static str, by: impl Fn(TagKey) -> bool) -> Option<&'a str> {
        self.tags()
            .filter(|tag| tag.name == name && by(tag.key))
            .map(|tag| tag.content.trim())
            .find(|text| !text.is_empty())
    }

    /// The page's `<title>`.
    pub fn title(self) -> Option<&'a str> {
        let title = self.page.title.as_ref().filter(|title| self.shows(title.end, title.in_head))?;
        Some(title.text.trim()).filter(|text| !text.is_empty())
    }

    /// The address of the first link tag with `rel`, as written.
    pub fn link(self, rel: &'static str) -> Option<&'a str> {
        self.links().filter(move |link| link.is(rel)).map(|link| link.href.trim()).find(|href| !href.is_empty())
    }

    /// The JSON-LD objects that can be seen, in page order.
    pub fn nodes(self) -> impl Iterator<Item = &'a Node> {
        self.page.json_ld.iter().filter(move |script| script.at < self.limit).flat_map(|script| &script.nodes)
    }
}
