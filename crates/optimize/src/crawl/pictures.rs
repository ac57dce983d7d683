//! Which pictures a page names, for previews and rules.

use domain::Page;
use url::Url;

/// The pictures that some network may show for `page`, or would without our plug-in: each once, at most 20 of either, the
/// likeliest first.
pub fn named_by(page: &Page) -> Vec<Url> {
    let mut named = Vec::new();
    name_those_of(page, &mut named);
    if let Some(bare) = page.without_plugin() {
        name_those_of(&bare, &mut named);
    }
    named
}

fn name_those_of(page: &Page, named: &mut Vec<Url>) {
    let most = named.len() + 20;
    let mut name = |href: &str| {
        if named.len() < most
            && let Some(url) = page.resolve(href)
            && !named.contains(&url)
        {
            named.push(url);
        }
    };
    for tag in &page.tags {
        if matches!(
            tag.name.as_str(),
            "og:image" | "og:image:url" | "og:image:secure_url" | "twitter:image" | "twitter:image:src"
        ) {
            name(&tag.content);
        }
    }
    for node in page.json_ld.iter().flat_map(|script| &script.nodes).filter(|node| node.top) {
        node.images.iter().take(3).for_each(|href| name(href));
    }
    for link in &page.links {
        if ["image_src", "apple-touch-icon", "apple-touch-icon-precomposed", "icon"].iter().any(|rel| link.is(rel)) {
            name(&link.href);
        }
    }
    // Facebook, Synapse and others infer a picture from the page where no tag names one.
    if !page.tags.iter().any(|tag| tag.name == "og:image" && !tag.is_blank()) {
        page.pictures.iter().take(3).for_each(|picture| name(&picture.src));
    }
}
