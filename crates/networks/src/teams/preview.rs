use domain::{Images, Page};

use crate::Preview;
use crate::preview::place::{Place, first};
use crate::preview::{Found, Limits, host, small};

const PICTURE: Limits = Limits { network: "Teams", kinds: crate::preview::COMMON, ..Limits::NONE };

/// Teams: Open Graph, then title and description; a picture cropped to a square beside the text.
pub(crate) fn preview(page: &Page, images: &Images) -> Preview {
    let seen = page.whole();
    let Some(title) = first(seen, &[Place::Meta("og:title"), Place::Title]) else {
        return Preview::nothing("Teams draws no card without a title.");
    };
    let description = first(seen, &[Place::Meta("og:description"), Place::Named("description")]);
    Preview::text(title.whole()).describe(description.map(Found::whole)).host(host(page)).pictured(
        page,
        PICTURE.first(page, images, first(seen, &[Place::Meta("og:image")])),
        small,
    )
}
