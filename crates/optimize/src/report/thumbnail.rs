//! Pictures made small for a report: decoded within limits, cropped as a network crops them, never trusted.

use std::io::Cursor;

use domain::ImageKind;
use image::codecs::jpeg::JpegEncoder;
use image::imageops::FilterType;
use image::{DynamicImage, ImageFormat, ImageReader, Limits, RgbImage};

/// The longer side of a picture in the HTML report, in pixels.
const SIDE: u32 = 480;
/// A picture of at most so many bytes stands in the report as it is.
const AS_IT_IS: usize = 16_000;
/// What decoding one picture may take: a square of 12,000 pixels, and the memory for it.
const PIXELS: u32 = 12_000;
const MEMORY: u64 = 256 * 1024 * 1024;

/// A picture that a browser draws, small enough to stand in a report; `None` where it cannot be decoded.
pub(super) fn small(kind: ImageKind, bytes: Vec<u8>) -> Option<(&'static str, Vec<u8>)> {
    let drawn_everywhere =
        matches!(kind, ImageKind::Jpeg | ImageKind::Png | ImageKind::Gif | ImageKind::Webp | ImageKind::Svg);
    if drawn_everywhere && bytes.len() <= AS_IT_IS {
        return Some((kind.mime(), bytes));
    }
    let picture = decode(kind, &bytes)?;
    let picture = if picture.width().max(picture.height()) > SIDE {
        picture.resize(SIDE, SIDE, FilterType::Triangle)
    } else {
        picture
    };
    let mut small = Vec::new();
    JpegEncoder::new_with_quality(&mut small, 76).encode_image(&on_white(&picture)).ok()?;
    Some(("image/jpeg", small))
}

/// The picture as `width` × `height` pixels, cropped around its middle.
pub(super) fn pixels(kind: ImageKind, bytes: &[u8], width: u32, height: u32) -> Option<RgbImage> {
    let picture = decode(kind, bytes)?;
    // Two steps: a coarse one first, since a good filter over a large picture takes long.
    let coarse = picture.thumbnail(width * 6, height * 6);
    Some(on_white(&coarse.resize_to_fill(width, height, FilterType::Triangle)))
}

fn decode(kind: ImageKind, bytes: &[u8]) -> Option<DynamicImage> {
    let format = match kind {
        ImageKind::Jpeg => ImageFormat::Jpeg,
        ImageKind::Png => ImageFormat::Png,
        ImageKind::Gif => ImageFormat::Gif,
        ImageKind::Webp => ImageFormat::WebP,
        ImageKind::Avif | ImageKind::Svg | ImageKind::Ico | ImageKind::Bmp => return None,
    };
    let mut limits = Limits::default();
    limits.max_image_width = Some(PIXELS);
    limits.max_image_height = Some(PIXELS);
    limits.max_alloc = Some(MEMORY);
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(limits);
    reader.decode().ok()
}

/// Transparent pixels as networks show them: on white.
fn on_white(picture: &DynamicImage) -> RgbImage {
    let source = picture.to_rgba8();
    let mut flat = RgbImage::new(source.width(), source.height());
    for (to, from) in flat.pixels_mut().zip(source.pixels()) {
        let alpha = u32::from(from[3]);
        let over = |channel: u8| ((u32::from(channel) * alpha + 255 * (255 - alpha)) / 255) as u8;
        *to = image::Rgb([over(from[0]), over(from[1]), over(from[2])]);
    }
    flat
}
