use domain::{Bytes, ImageKind, Images, KIB, MIB, Page};

use crate::preview::first_fitting;
use crate::{Layout, Line, Preview, Shape};

/// Facebook: tags by `property=` alone within the first 1,000 KiB, a picture of at most 1 MiB, no card without a title.
pub(crate) fn preview(page: &Page, images: &Images) -> Preview {
    let seen = page.first(1000 * KIB);
    let Some((title, from)) =
        seen.property("og:title").map(|t| (t, "og:title")).or_else(|| seen.title().map(|t| (t, "title")))
    else {
        return Preview::nothing("Facebook draws no card without a title");
    };
    let picture = seen.property("og:image").map(|href| (href, "og:image"));
    Preview::text(Line::whole(title, from))
        .describe(seen.property("og:description").map(|text| Line::whole(text, "og:description")))
        .host(page.url.host_str().unwrap_or_default())
        .picture(
            Layout::Small,
            first_fitting(page, images, picture, Shape::Square, |_, image| match image.bytes {
                Some(n) if n > MIB => Err(format!("picture refused: {}, Facebook takes up to 1 MB", Bytes(n))),
                _ if image.kind == Some(ImageKind::Svg) => Err("picture refused: Facebook takes no SVG".to_owned()),
                _ => Ok(()),
            }),
        )
}
