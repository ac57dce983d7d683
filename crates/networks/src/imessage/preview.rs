use domain::{ImageKind, Images, Page};

use crate::preview::place::{Place, address, first};
use crate::preview::{Found, Limits, Relative, host, small};
use crate::{Layout, Preview, Shape};

const PICTURE: Limits = Limits {
    network: "iMessage",
    relative: Relative::AsBrowser,
    kinds: &[ImageKind::Jpeg, ImageKind::Png, ImageKind::Gif, ImageKind::Webp, ImageKind::Avif, ImageKind::Ico],
    ..Limits::NONE
};

/// iMessage: the sender's device opens the page. `og:title` and `og:image`, large; without a picture the page's icon,
/// small; the description is not drawn.
pub(crate) fn preview(page: &Page, images: &Images) -> Preview {
    let seen = page.whole();
    let title = first(seen, &[Place::Meta("og:title"), Place::Meta("twitter:title"), Place::Title]);
    let card = Preview::text(title.map_or_else(|| address(page), Found::whole)).host(host(page));
    let named = first(seen, &[Place::Meta("og:image"), Place::Meta("twitter:image")]);
    match PICTURE.first(page, images, named) {
        Ok(picture) => card.pictured(page, Ok(picture), |_| (Layout::Large, Shape::Natural)),
        Err(why) => {
            let icons = seen.links().filter(|link| {
                ["apple-touch-icon", "apple-touch-icon-precomposed", "icon"].iter().any(|rel| link.is(rel))
            });
            let icon = PICTURE.first(page, images, icons.map(|link| Found { text: &link.href, from: "icon" }));
            match icon {
                Ok(icon) => card.pictured(page, Ok(icon), small).because(why),
                Err(_) => card.because(why),
            }
        }
    }
}
