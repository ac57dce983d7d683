//! The page with a picture that does not exist yet, for the previews of what would be: its own one made fit for every
//! network, where that is large enough, else a card.

use domain::{ImageKind, Images, Page, Tag, planned_card, planned_copy};
use url::Url;

use super::order::key;
/// A picture that is planned for a page.
pub(super) struct Planned {
    picture: Url,
    alt: Option<String>,
    kind: ImageKind,
    /// What is said of it where the tags can be copied.
    pub(super) says: &'static str,
}

impl Planned {
    /// What would serve `page`.
    pub(super) fn of(page: &Page, images: &Images) -> Self {
        match own(page, images) {
            Some(picture) => Self {
                picture: planned_copy(&picture),
                alt: page.whole().meta("og:image:alt").map(str::to_owned),
                kind: ImageKind::Jpeg,
                says: "og:image: this picture as a JPEG of 1200 by 630 pixels and at most 300 KB suits every network",
            },
            None => Self {
                picture: planned_card(&page.url),
                alt: page.facts.title.as_ref().map(|title| title.value.clone()),
                kind: ImageKind::Png,
                says: "og:image: this page wants a picture of its own, 1200 by 630 pixels",
            },
        }
    }

    /// `page` with it in place of whatever pictures its tags name.
    pub(super) fn put_into(self, page: &Page) -> Page {
        let mut page = page.clone();
        page.tags.retain(|tag| {
            !(tag.name.starts_with("og:image") || tag.name.starts_with("twitter:image") || tag.name == "twitter:card")
        });
        let tags = [
            ("og:image", Some(self.picture.to_string())),
            ("og:image:type", Some(self.kind.mime().to_owned())),
            ("og:image:width", Some("1200".to_owned())),
            ("og:image:height", Some("630".to_owned())),
            ("og:image:alt", self.alt),
            ("twitter:card", Some("summary_large_image".to_owned())),
        ];
        let tags = tags.into_iter().filter_map(|(name, content)| {
            let content = content?;
            Some(Tag { name: name.to_owned(), key: key(name), content, at: 0, end: 0, in_head: true, quoted: true })
        });
        page.tags.splice(0..0, tags);
        page
    }
}

/// The picture that the page's tags name, where it has what a good copy needs: pixels enough, and one moment.
fn own(page: &Page, images: &Images) -> Option<Url> {
    let seen = page.whole();
    let url = ["og:image", "twitter:image"].iter().find_map(|name| page.resolve(seen.meta(name)?))?;
    let facts = images.of(&url).filter(|facts| facts.is_picture() && !facts.animated)?;
    let (width, height) = facts.size()?;
    let drawn = !matches!(facts.kind, Some(ImageKind::Svg | ImageKind::Ico) | None);
    (drawn && width >= 1200 && height >= 630).then_some(url)
}
