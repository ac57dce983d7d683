use domain::{ImageKind, Images, Page};

use crate::preview::place::{Place, address, first};
use crate::preview::{Found, Limits, host};
use crate::{Layout, Preview, Shape};

const PICTURE: Limits = Limits {
    network: "Bluesky",
    kinds: &[ImageKind::Jpeg, ImageKind::Png, ImageKind::Gif, ImageKind::Webp, ImageKind::Bmp],
    inline: true,
    ..Limits::NONE
};
/// What a post may carry as its picture. Bluesky's own app shrinks a larger one; other programs that post fail on it.
const BLOB: u64 = 1_000_000;

/// Bluesky: Open Graph, then Twitter, then title and description; always the large layout, whatever `twitter:card` says.
/// The card is made once, by the app of whoever posts, and stays in the post.
pub(crate) fn preview(page: &Page, images: &Images) -> Preview {
    if page.fetched.as_ref().is_some_and(|it| it.attachment) {
        return Preview::nothing("Bluesky draws no card for a page that the server sends as a download.");
    }
    let seen = page.whole();
    let title = first(seen, &[Place::Meta("og:title"), Place::Meta("twitter:title"), Place::Title]);
    let description =
        first(seen, &[Place::Meta("og:description"), Place::Meta("twitter:description"), Place::Named("description")]);
    let picture = first(seen, &[Place::Meta("og:image"), Place::Meta("twitter:image")]);
    let card = Preview::text(title.map_or_else(|| address(page), Found::whole))
        .describe(description.map(Found::whole))
        .host(host(page))
        .pictured(page, PICTURE.first(page, images, picture), |_| (Layout::Large, Shape::Wide));
    let heavy = card.picture.as_ref().and_then(|it| images.of(&it.url)?.bytes).is_some_and(|bytes| bytes > BLOB);
    if heavy { card.because("Posts from programs other than Bluesky's own lose a picture above 1 MB.") } else { card }
}
