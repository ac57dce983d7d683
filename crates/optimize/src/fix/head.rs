//! The head block: the tags of a page for networks and search engines, in good order, ready to copy.

use domain::{Page, Tag};

use super::changes::Piece;
use super::order::{key, rank};

/// The tags of `page`, one a line. What it wants besides stands last, as a comment.
pub(super) fn block(page: &Page, wants: Option<&str>) -> String {
    let mut lines: Vec<(usize, Option<String>)> = Vec::new();
    let mut add = |name: &str, piece: Piece| lines.push((rank(name), piece.markup(">")));
    if let Some(title) = page.title.as_ref().filter(|title| !title.text.trim().is_empty()) {
        add("title", Piece::Title(title.text.clone()));
    }
    if let Some(canonical) = page.links.iter().find(|link| link.is("canonical") && !link.href.trim().is_empty()) {
        add("canonical", Piece::Canonical(canonical.href.trim().to_owned()));
    }
    let mut before: Option<&Tag> = None;
    for tag in page.tags.iter().filter(|tag| !tag.is_blank() && is_shown(tag)).take(100) {
        // One tag with two attributes for the same key is one line.
        if before.is_none_or(|before| before.at != tag.at || before.name != tag.name) {
            add(&tag.name, Piece::Meta(key(&tag.name), tag.name.clone(), tag.content.trim().to_owned()));
        }
        before = Some(tag);
    }
    // A stable sort by the part before the second colon: several pictures keep their own parts behind them.
    lines.sort_by_key(|(rank, _)| rank / 100);
    let mut block: Vec<String> = lines.into_iter().filter_map(|(_, line)| line).collect();
    block.extend(wants.map(|wants| format!("<!-- {wants} -->")));
    block.join("\n")
}

fn is_shown(tag: &Tag) -> bool {
    use domain::TagKey::{Name, Property};
    matches!(tag.key, Name | Property)
        && (tag.is_social() || matches!(tag.name.as_str(), "description" | "robots" | "fediverse:creator"))
}
