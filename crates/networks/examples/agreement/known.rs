//! Differences that we know of, each with its reason. What is not in here ends the comparison with an error.

use domain::{CharsetFrom, NetworkId, Page, TagKey};
use networks::id;

/// Why `field` differs on this page, if that is known. `theirs` is what the fetcher has.
pub(crate) fn why(id: &NetworkId, field: &str, page: &Page, body: &[u8], theirs: Option<&str>) -> Option<&'static str> {
    let source = String::from_utf8_lossy(body).to_ascii_lowercase();
    let matrix = *id == id::MATRIX;
    match field {
        "image" if theirs.is_some_and(leads_nowhere) => {
            Some("the picture stands inside the page, or its address does not lead to the web: we draw none of those")
        }
        "title" if source.matches("<title").count() > 1 => Some(
            "more than one title tag: summaly joins them, Synapse takes the first with a text, our reader the first outside of drawings",
        ),
        "title" if matrix && blank_title(&source) => Some(
            "a title tag with nothing but spaces: Synapse takes it, our reader does not keep it apart from an empty one",
        ),
        "title" if source.contains("<title>apple <b>") => {
            Some("markup inside the title tag: Python's reader takes it for tags, the HTML Standard for text")
        }
        "title" if source.contains("<svg><title>") => {
            Some("the only title names a drawing: both fetchers take it for the page's, the HTML Standard does not")
        }
        "title" if matrix && source.contains("<noscript>") => {
            Some("tags inside noscript: Synapse reads them, browsers and our reader do not")
        }
        "title" | "description" if page.charset.undecodable > 0 && page.charset.from != CharsetFrom::Guess => {
            Some("the page declares a wrong charset: both fetchers go by the bytes, our reader by what is declared")
        }
        "description" if !matrix && source.contains("name=\"description\"") && by_capital(body) => Some(
            "the tag's name is written with a capital: summaly takes lower case alone, our reader makes no difference",
        ),
        "title" if double_space_before_site(&source) => {
            Some("two spaces within the title tag: our reader folds them, summaly then does not know the site's name")
        }
        "description" | "card" if matrix && !describes_itself(page) => Some(
            "the page has no description: Synapse makes one of all its text, we of its first heading and paragraph",
        ),
        _ => None,
    }
}

fn leads_nowhere(address: &str) -> bool {
    url::Url::parse(address).map_or(true, |url| !matches!(url.scheme(), "http" | "https"))
}

fn blank_title(source: &str) -> bool {
    let text = source.split_once("<title>").and_then(|(_, rest)| rest.split_once("</title>"));
    text.is_some_and(|(text, _)| !text.is_empty() && text.trim().is_empty())
}

fn by_capital(body: &[u8]) -> bool {
    String::from_utf8_lossy(body).contains("\"Description\"")
}

fn double_space_before_site(source: &str) -> bool {
    source.contains("-  bakery</title>")
}

/// Whether any tag describes the page.
fn describes_itself(page: &Page) -> bool {
    page.tags.iter().any(|tag| match tag.key {
        TagKey::Property => tag.name == "og:description" && !tag.content.is_empty(),
        TagKey::Name => tag.name.contains("description") && !tag.content.is_empty(),
        TagKey::Itemprop | TagKey::HttpEquiv => false,
    })
}
