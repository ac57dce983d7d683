//! Taking a picture in: what it is, by its bytes; why it is not taken, in words; and what is kept of it.

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use domain::ImageKind;
use image::codecs::gif::GifDecoder;
use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::metadata::Orientation;
use image::{
    AnimationDecoder as _, DynamicImage, ImageDecoder as _, ImageEncoder, ImageFormat, ImageReader, Limits, RgbImage,
};
use pages::image::{Header, header};

use crate::Fault;

/// The heaviest file that is taken: 20 MB.
pub const AT_MOST: usize = 20 << 20;
/// Pixels that are decoded: 50 million, some 200 MB.
const PIXELS: u64 = 50_000_000;
/// A side that no camera has.
const LONGEST: u32 = 20_000;
/// Memory for that, and what decoders want beside it.
const MEMORY: u64 = 320 << 20;
/// The longer side of what is kept: no network shows more.
pub(super) const SIDE: u32 = 4_096;
/// Pixels of all frames of a moving picture that are looked at: so much takes seconds.
const MOVING: u64 = 1_000_000_000;
/// JPEG's quality of what is kept.
const QUALITY: u8 = 92;

/// A picture as it is kept.
#[derive(Debug)]
pub struct Taken {
    /// JPEG, PNG or GIF.
    pub kind: ImageKind,
    /// It.
    pub bytes: Vec<u8>,
}

/// What is kept of a file: the picture alone. A moving GIF stays as it came, since cameras make none.
pub fn taken(bytes: &[u8]) -> Result<Taken, Fault> {
    let unusable = |says: String| Fault::wrong("picture_unusable", says);
    if bytes.len() > AT_MOST {
        return Err(super::incoming::picture_too_large());
    }
    let (kind, width, height) = match header(bytes) {
        Header::Known { kind, width, height, .. } => (kind, width, height),
        Header::More { kind, .. } | Header::Damaged(kind) => return Err(unusable(broken(kind))),
        Header::Unknown => return Err(unusable(other(bytes).to_owned())),
    };
    let Some(format) = format(kind) else {
        let says = format!("networks take no {}: save the picture as JPEG or PNG, and add that", kind.name());
        return Err(unusable(says));
    };
    if width.max(height) > LONGEST || u64::from(width) * u64::from(height) > PIXELS {
        let says = format!(
            "the picture has {width} × {height} pixels, and at most 50 million are taken: make it smaller, then add it again"
        );
        return Err(Fault::wrong("picture_too_large", says));
    }
    if kind == ImageKind::Gif {
        let whole = guarded(|| moves_to_its_end(bytes, u64::from(width) * u64::from(height))).unwrap_or(false);
        return if whole { Ok(Taken { kind, bytes: bytes.to_vec() }) } else { Err(unusable(broken(kind))) };
    }
    let kept = guarded(|| decoded(format, bytes)).flatten().and_then(|(picture, profile)| {
        let picture = at_most(picture, SIDE);
        let kind = if kind == ImageKind::Jpeg || (kind == ImageKind::Webp && !picture.color().has_alpha()) {
            ImageKind::Jpeg
        } else {
            ImageKind::Png
        };
        Some(Taken { kind, bytes: encoded(&picture, kind, QUALITY, profile)? })
    });
    kept.ok_or_else(|| unusable(broken(kind)))
}

fn broken(kind: ImageKind) -> String {
    format!(
        "this {} is broken: it begins as one and cannot be read to its end. Save it again, or take another",
        kind.name()
    )
}

/// What a file is that is no picture.
fn other(bytes: &[u8]) -> &'static str {
    const FILM: &str = "this is a film, whatever it is called: choose a picture here";
    match bytes {
        [] => "the file is empty: choose a picture",
        [_, _, _, _, b'f', b't', b'y', b'p', brand @ ..] => match brand.get(..4) {
            Some(b"heic" | b"heix" | b"heim" | b"heis" | b"mif1" | b"msf1") => {
                "this is a picture of the kind that telephones keep for themselves (HEIC): share it as JPEG, and add that"
            }
            _ => FILM,
        },
        [0x1a, 0x45, 0xdf, 0xa3, ..]
        | [b'F', b'L', b'V', 1, ..]
        | [0, 0, 1, 0xba | 0xb3, ..]
        | [b'R', b'I', b'F', b'F', _, _, _, _, b'A', b'V', b'I', b' ', ..] => FILM,
        [b'%', b'P', b'D', b'F', ..] => "this is a PDF, whatever it is called: choose a JPEG, PNG, WebP or GIF picture",
        _ => "this is no picture, whatever it is called: choose a JPEG, PNG, WebP or GIF picture",
    }
}

pub(super) fn format(kind: ImageKind) -> Option<ImageFormat> {
    match kind {
        ImageKind::Jpeg => Some(ImageFormat::Jpeg),
        ImageKind::Png => Some(ImageFormat::Png),
        ImageKind::Gif => Some(ImageFormat::Gif),
        ImageKind::Webp => Some(ImageFormat::WebP),
        ImageKind::Avif | ImageKind::Svg | ImageKind::Ico | ImageKind::Bmp => None,
    }
}

/// Decoders read what strangers made: a fault of theirs costs this picture and nothing else.
pub(super) fn guarded<T>(work: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(work)).ok()
}

/// The picture, the way up that it was held, and how its colours are meant.
pub(super) fn decoded(format: ImageFormat, bytes: &[u8]) -> Option<(DynamicImage, Option<Vec<u8>>)> {
    let mut limits = Limits::default();
    limits.max_image_width = Some(LONGEST);
    limits.max_image_height = Some(LONGEST);
    limits.max_alloc = Some(MEMORY);
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().ok()?;
    let profile = decoder.icc_profile().ok().flatten();
    let held = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let mut picture = DynamicImage::from_decoder(decoder).ok()?;
    picture.apply_orientation(held);
    // What a decoder made colours of is meant otherwise than it was.
    Some((picture, profile.filter(|profile| profile.get(16..20) == Some(b"RGB "))))
}

/// Whether each frame can be drawn, of `pixels` each.
fn moves_to_its_end(bytes: &[u8], pixels: u64) -> bool {
    let Ok(decoder) = GifDecoder::new(Cursor::new(bytes)) else { return false };
    let mut frames = decoder.into_frames().take((MOVING / pixels.max(1)) as usize).peekable();
    frames.peek().is_some() && frames.all(|frame| frame.is_ok())
}

/// No side longer than `side`.
pub(super) fn at_most(picture: DynamicImage, side: u32) -> DynamicImage {
    if picture.width().max(picture.height()) <= side {
        return picture;
    }
    picture.resize(side, side, image::imageops::FilterType::Triangle)
}

/// The picture as a file, without anything that was written into it beside.
pub(super) fn encoded(
    picture: &DynamicImage,
    kind: ImageKind,
    quality: u8,
    profile: Option<Vec<u8>>,
) -> Option<Vec<u8>> {
    let mut file = Vec::new();
    if kind == ImageKind::Jpeg {
        let mut encoder = JpegEncoder::new_with_quality(&mut file, quality);
        profile.into_iter().try_for_each(|profile| encoder.set_icc_profile(profile)).ok()?;
        DynamicImage::from(on_white(picture)).write_with_encoder(encoder).ok()?;
    } else {
        let mut encoder = PngEncoder::new(&mut file);
        profile.into_iter().try_for_each(|profile| encoder.set_icc_profile(profile)).ok()?;
        let plain = if picture.color().has_alpha() {
            DynamicImage::from(picture.to_rgba8())
        } else {
            DynamicImage::from(picture.to_rgb8())
        };
        plain.write_with_encoder(encoder).ok()?;
    }
    Some(file)
}

/// Transparent pixels as networks show them: on white.
fn on_white(picture: &DynamicImage) -> RgbImage {
    if !picture.color().has_alpha() {
        return picture.to_rgb8();
    }
    let source = picture.to_rgba8();
    RgbImage::from_fn(source.width(), source.height(), |x, y| {
        let [red, green, blue, alpha] = source.get_pixel(x, y).0;
        let over = |channel: u8| {
            let alpha = u32::from(alpha);
            ((u32::from(channel) * alpha + 255 * (255 - alpha)) / 255) as u8
        };
        image::Rgb([over(red), over(green), over(blue)])
    })
}
