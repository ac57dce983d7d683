use domain::{Images, Node, Page};

use crate::preview::place::{Place, either, every, first};
use crate::preview::{Found, Limits, Relative, site_or_host};
use crate::{Layout, Preview, Shape};

const PICTURE: Limits = Limits {
    network: "Pinterest",
    relative: Relative::AsBrowser,
    kinds: crate::preview::COMMON,
    at_least: Some((100, 200)),
    ..Limits::NONE
};

/// Pinterest: a picture is what one saves, so without a picture there is nothing. Title and description come from Open
/// Graph or Schema.org where the page is a product, a recipe or an article, and from the title tag otherwise.
pub(crate) fn preview(page: &Page, images: &Images) -> Preview {
    let seen = page.whole();
    if seen.meta("pinterest") == Some("nopin") {
        return Preview::nothing("The page asks Pinterest not to save anything from it.");
    }
    let stated = if seen.meta("pinterest-rich-pin") == Some("false") { None } else { rich(page) };
    let rich = stated.is_some() || matches!(seen.meta("og:type"), Some("article" | "blog" | "product" | "og:product"));
    let named = if rich { first(seen, &[Place::Meta("og:title")]).or_else(|| headline(stated)) } else { None };
    let Some(title) = named.or_else(|| first(seen, &[Place::Title, Place::Meta("og:title")])) else {
        return Preview::nothing("Pinterest finds no title for what is saved from the page.");
    };
    let description = first(seen, &[Place::Meta("og:description"), Place::Named("description")]);
    let of_tags = every(seen, &["og:image", "twitter:image"], either);
    let of_data = stated.into_iter().flat_map(|it| &it.images).map(|it| Found { text: it, from: "json-ld image" });
    let of_page = page.pictures.iter().map(|it| Found { text: &it.src, from: "a picture of the page" });
    match PICTURE.first(page, images, of_tags.chain(of_data).chain(of_page)) {
        Err(why) => Preview::nothing(format!("Pinterest saves pictures, and finds none to save. {why}")),
        Ok(picture) => Preview::text(title.characters(100))
            .describe(description.map(Found::whole))
            .host(site_or_host(seen))
            .pictured(page, Ok(picture), |_| (Layout::Large, Shape::Natural)),
    }
}

/// What the page is, by JSON-LD: a product before a recipe before an article.
fn rich(page: &Page) -> Option<&Node> {
    const ARTICLES: [&str; 3] = ["Article", "NewsArticle", "BlogPosting"];
    let is = |kinds: &'static [&'static str]| {
        page.whole().nodes().find(move |node| node.types.iter().any(|kind| kinds.contains(&kind.as_str())))
    };
    is(&["Product"]).or_else(|| is(&["Recipe"])).or_else(|| is(&ARTICLES))
}

fn headline(node: Option<&Node>) -> Option<Found<'_>> {
    let node = node?;
    let found = |text: &'static str| move |it| Found { text: it, from: text };
    node.headline.as_deref().map(found("json-ld headline")).or_else(|| node.name.as_deref().map(found("json-ld name")))
}
