use domain::{Images, Page};

use crate::preview::place::{Place, first};
use crate::preview::{Chosen, Limits, host};
use crate::{Layout, Preview, Shape};

const SMALL: Limits = Limits {
    network: "X",
    kinds: crate::preview::COMMON,
    at_most: Some(5_000_000),
    at_least: Some((144, 144)),
    up_to: Some((4096, 4096)),
    ..Limits::NONE
};
const LARGE: Limits = Limits { at_least: Some((300, 157)), ..SMALL };

/// X: the last `twitter:card` says how large; Twitter tags win over Open Graph; no title, no card. On a large card the
/// title is laid over the picture and the description is not drawn.
pub(crate) fn preview(page: &Page, images: &Images) -> Preview {
    let seen = page.whole();
    let Some(card) = card(page) else {
        return Preview::nothing("X draws a card only where the page asks for one.");
    };
    let Some(title) = first(seen, &[Place::Meta("twitter:title"), Place::Meta("og:title")]) else {
        return Preview::nothing("X draws no card for a page without a title for sharing.");
    };
    let description = first(seen, &[Place::Meta("twitter:description"), Place::Meta("og:description")]);
    let named =
        || first(seen, &[Place::Meta("twitter:image"), Place::Meta("twitter:image:src"), Place::Meta("og:image")]);
    let alt = first(seen, &[Place::Meta("twitter:image:alt"), Place::Meta("og:image:alt")]);
    let text = Preview::text(title.characters(70)).host(host(page)).describe(description.map(|it| it.characters(200)));

    let large = match card {
        Card::Large => LARGE.first(page, images, named()).ok(),
        Card::Small => None,
    };
    let drawn = match large {
        Some(picture) => over(text, page, picture),
        None => text.pictured(page, SMALL.first(page, images, named()), crate::preview::small),
    };
    drawn.alt(alt.map(|alt| alt.characters(420).text).as_deref())
}

fn over(text: Preview, page: &Page, picture: Chosen<'_>) -> Preview {
    text.describe(None).pictured(page, Ok(picture), |_| (Layout::Overlay, Shape::Wide))
}

#[derive(Clone, Copy, PartialEq)]
enum Card {
    Small,
    Large,
}

/// The card that the page asks for: the last one counts. Without any, a full set of Open Graph tags asks for a small one.
fn card(page: &Page) -> Option<Card> {
    let seen = page.whole();
    match seen.last("twitter:card") {
        Some("summary_large_image" | "photo" | "gallery") => Some(Card::Large),
        Some("summary" | "product" | "app" | "player") => Some(Card::Small),
        Some(_) => None,
        None => ["og:type", "og:title", "og:description"]
            .iter()
            .all(|name| seen.meta(name).is_some())
            .then_some(Card::Small),
    }
}
