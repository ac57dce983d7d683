use domain::{Images, MIB, Page};

use crate::preview::place::{Place, address, every, first, property};
use crate::preview::{Chosen, Found, Limits, Relative, host, large_if, measures};
use crate::{Preview, Shape};

const PICTURE: Limits = Limits {
    network: "Facebook",
    kinds: crate::preview::COMMON,
    at_most: Some(8_000_000),
    at_least: Some((200, 200)),
    ..Limits::NONE
};

/// Facebook, Messenger and Instagram: Open Graph by `property=` in the first megabyte; what is missing is guessed from
/// title, description and the pictures of the page. A picture below 600 × 315 is drawn small.
pub(crate) fn preview(page: &Page, images: &Images) -> Preview {
    let seen = page.first(MIB);
    let title = first(seen, &[Place::Property("og:title"), Place::Title, Place::Heading]);
    let description = first(seen, &[Place::Property("og:description"), Place::Named("description"), Place::Opening]);
    Preview::text(title.map_or_else(|| address(page), Found::whole))
        .describe(description.map(Found::whole))
        .host(host(page).to_uppercase())
        .pictured(page, picture("Facebook", page, images), |size| large_if(measures(size, 600, 315), Shape::Wide))
}

/// The first `og:image` that fits; without any, the first picture of the page that is known to be large enough.
pub(crate) fn picture<'a>(network: &'static str, page: &Page, images: &'a Images) -> Result<Chosen<'a>, String> {
    let limits = Limits { network, ..PICTURE };
    const NAMES: &[&str] = &["og:image", "og:image:url", "og:image:secure_url"];
    let mut named = every(page.first(MIB), NAMES, property).peekable();
    if named.peek().is_some() {
        return limits.first(page, images, named);
    }
    let inferred = page.pictures.iter().filter(|it| {
        let known = page.resolve(&it.src).and_then(|url| images.of(&url)).and_then(domain::ImageFacts::size);
        known.or(it.width.zip(it.height)).is_some_and(|(width, height)| width >= 200 && height >= 200)
    });
    Limits { relative: Relative::AsBrowser, ..limits }
        .first(page, images, inferred.map(|it| Found { text: &it.src, from: "a picture of the page" }))
        .map_err(|_| "The page names no picture, and none in it is known to be large enough.".to_owned())
}
