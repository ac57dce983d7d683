use domain::{Images, Page, Picture};

use crate::Preview;
use crate::preview::place::{Place, first};
use crate::preview::{Chosen, Found, Limits, Relative, host, small};

const PICTURE: Limits = Limits { network: "Reddit", kinds: crate::preview::COMMON, ..Limits::NONE };

/// Reddit: a thumbnail beside the title that the poster types; Reddit proposes the page's own. The thumbnail is
/// `og:image`, then `image_src`, then the largest picture of the page that is not too long.
pub(crate) fn preview(page: &Page, images: &Images) -> Preview {
    let seen = page.whole();
    let Some(title) = first(seen, &[Place::Meta("og:title"), Place::Title]) else {
        return Preview::nothing("Reddit finds no title to propose, so the poster must think of one.");
    };
    let named = first(seen, &[Place::Property("og:image"), Place::Named("og:image"), Place::Link("image_src")]);
    let picture = match named {
        Some(named) => PICTURE.first(page, images, [named]),
        None => largest(page, images),
    };
    Preview::text(title.whole()).host(host(page)).pictured(page, picture, small)
}

/// The picture with the largest area of those that measure 5,000 square pixels and are at most half longer than wide.
fn largest<'a>(page: &Page, images: &'a Images) -> Result<Chosen<'a>, String> {
    let area = |it: &&Picture| {
        let (width, height) = images.of(&page.resolve(&it.src)?)?.size()?;
        let area = u64::from(width) * u64::from(height);
        let longer = f64::from(width.max(height)) / f64::from(width.min(height));
        (area >= 5_000 && longer <= 1.5).then_some(area)
    };
    let best = page.pictures.iter().filter(|it| area(it).is_some()).max_by_key(area);
    Limits { relative: Relative::ToPage, ..PICTURE }.first(
        page,
        images,
        best.map(|it| Found { text: &it.src, from: "a picture of the page" }),
    )
}
