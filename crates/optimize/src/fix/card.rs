//! The page with a card: a picture that does not exist yet, for the previews of what would be.

use domain::{Page, Tag, planned_card};

use super::order::key;
use crate::audit::{Finding, Mend, Severity};

/// Whether something that people see is mended by a card alone.
pub(super) fn wanted(findings: &[Finding]) -> bool {
    findings.iter().any(|finding| finding.mend == Mend::NeedsCard && finding.severity > Severity::Note)
}

/// `page` with a card in place of whatever pictures its tags name.
pub(super) fn with_card(page: &Page) -> Page {
    let mut page = page.clone();
    page.tags.retain(|tag| {
        !(tag.name.starts_with("og:image") || tag.name.starts_with("twitter:image") || tag.name == "twitter:card")
    });
    let alt = page.facts.title.as_ref().map(|title| title.value.clone());
    let card = planned_card(&page.url);
    let tags = [
        ("og:image", Some(card.to_string())),
        ("og:image:type", Some("image/png".to_owned())),
        ("og:image:width", Some("1200".to_owned())),
        ("og:image:height", Some("630".to_owned())),
        ("og:image:alt", alt),
        ("twitter:card", Some("summary_large_image".to_owned())),
    ];
    let tags = tags.into_iter().filter_map(|(name, content)| {
        let content = content?;
        Some(Tag { name: name.to_owned(), key: key(name), content, at: 0, end: 0, in_head: true, quoted: true })
    });
    page.tags.splice(0..0, tags);
    page
}
