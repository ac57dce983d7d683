//! Without: the tags of a page as they would be without Tidings' own plug-in.
//!
//! The plug-in says in one more tag what it wrote over: `<meta name="tidings:without" content='{"og:title": ["Rye"]}'>`
//! has for each name that it touched what others print for it, nothing where it filled a gap. Whoever asks what the page
//! lacks must see that, or a tag would be lacking only until it is there. docs/plugin.md has the contract.

use std::collections::BTreeMap;

use domain::{Tag, TagKey};
use serde::Deserialize;

const MARK: &str = "tidings:without";
/// Contents of one name that are put back; the plug-in tells no more.
const MOST: usize = 10;

/// What others print for a name.
#[derive(Deserialize)]
#[serde(untagged)]
enum Theirs {
    Content(String),
    /// The name stands in the other attribute than it should.
    In(TagKey, String),
}

/// The tags without those that the plug-in wrote, and with what it wrote over; `None` where it wrote nothing.
pub(super) fn tags(tags: &[Tag]) -> Option<Vec<Tag>> {
    let mark = tags.iter().find(|tag| tag.name == MARK && tag.key == TagKey::Name)?;
    let mut theirs: BTreeMap<String, Vec<Theirs>> = serde_json::from_str(&mark.content).ok()?;
    theirs.retain(|name, _| is_for_networks(name));
    let is_ours = |tag: &Tag| {
        let name = if tag.name == "twitter:image:src" { "twitter:image" } else { &tag.name };
        matches!(tag.key, TagKey::Property | TagKey::Name) && (tag.name == MARK || theirs.contains_key(name))
    };
    let mut bare: Vec<Tag> = tags.iter().filter(|tag| !is_ours(tag)).cloned().collect();
    // Each stands somewhere in the mark, one behind the other: of two with one name, the first counts.
    let mut at = mark.at..mark.end;
    for (name, all) in theirs {
        let usual = if name.starts_with("og:") { TagKey::Property } else { TagKey::Name };
        for theirs in all.into_iter().take(MOST) {
            let (key, content) = match theirs {
                Theirs::Content(content) => (usual, content),
                Theirs::In(key, content) => (key, content),
            };
            let (name, at) = (name.clone(), at.next().unwrap_or(mark.end));
            bare.push(Tag { name, key, content, at, ..mark.clone() });
        }
    }
    bare.sort_by_key(|tag| tag.at);
    Some(bare)
}

fn is_for_networks(name: &str) -> bool {
    name.starts_with("og:") || name.starts_with("twitter:") || name == "description"
}

#[cfg(test)]
mod tests {
    use domain::{Page, TagKey};

    fn read(head: &str) -> Page {
        let source = crate::Source { url: "https://bakery.example/rye/".parse().unwrap(), fetched: None };
        let body =
            format!("<!doctype html><html><head><title>Rye</title>{head}</head><body><h1>Rye bread</h1></body></html>");
        crate::read(body.as_bytes(), source).page
    }

    /// Names and contents, in the order of the page.
    fn said(page: &Page) -> Vec<(&str, &str)> {
        page.tags.iter().map(|tag| (tag.name.as_str(), tag.content.as_str())).collect()
    }

    #[test]
    fn what_the_plug_in_wrote_is_taken_away_and_what_it_wrote_over_is_put_back() {
        let page = read(
            "<meta name='tidings:without' content='{\"og:title\":[\"Home\",[\"name\",\"Home 2\"]],\"og:description\":[]}'>\
             <meta property='og:title' content='Rye bread'><meta property='og:description' content='Thirty hours'>\
             <meta property='og:locale' content='en_US'>",
        );
        assert_eq!(page.facts.title.as_ref().unwrap().value, "Rye bread");
        let bare = page.without_plugin().unwrap();
        assert_eq!(said(&bare), [("og:title", "Home"), ("og:title", "Home 2"), ("og:locale", "en_US")]);
        assert_eq!(bare.facts.title.as_ref().unwrap().value, "Home");
        assert_eq!(bare.facts.description, None);
        assert_eq!(
            bare.tags.iter().map(|tag| tag.key).collect::<Vec<_>>(),
            [TagKey::Property, TagKey::Name, TagKey::Property]
        );
        assert!(bare.tags[0].at < bare.tags[1].at && bare.tags[1].at < page.tags[0].end);
        assert_eq!(bare.without_plugin(), None);
        assert_eq!((bare.title, bare.headings), (page.title, page.headings));
    }

    #[test]
    fn a_page_without_the_mark_or_with_a_broken_one_is_as_it_stands() {
        let broken = "<meta name='tidings:without' content='{\"og:title\"'>";
        let elsewhere = "<meta property='tidings:without' content='{}'>";
        for head in ["", broken, elsewhere] {
            assert_eq!(
                read(&format!("{head}<meta property='og:title' content='Rye'>")).without_plugin(),
                None,
                "{head}"
            );
        }
    }

    #[test]
    fn the_mark_speaks_of_tags_for_networks_alone() {
        let page = read(
            "<meta name='tidings:without' content='{\"robots\":[],\"og:url\":[\"/x\"]}'><meta name=robots content=noindex>",
        );
        assert_eq!(said(&page.without_plugin().unwrap()), [("og:url", "/x"), ("robots", "noindex")]);
    }
}
