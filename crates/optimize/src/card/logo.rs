//! Logos: decoded within bounds, once, before anything is drawn with them.

mod svg;

use std::io::Cursor;

use image::imageops::FilterType;
use image::{ImageFormat, ImageReader, Limits, RgbaImage};
use sha2::{Digest, Sha256};

use super::recipe::hex;
use super::{HEIGHT, WIDTH};
use crate::colour::Colour;

/// The largest file that is taken.
const LARGEST: usize = 4 << 20;
/// The longest side, told by the file's header before anything is unpacked.
const SIDE: u32 = 8_000;
const PIXELS: u64 = 24_000_000;

/// A logo, ready to be drawn.
#[derive(Clone)]
pub struct Logo {
    hash: String,
    /// Premultiplied by its transparency.
    pub(super) pixels: RgbaImage,
    pub(super) mean: Colour,
}

/// Why a file is no logo.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum NoLogo {
    /// More bytes than a logo needs.
    #[error("it is larger than {} MB: export it smaller", LARGEST >> 20)]
    TooLarge,
    /// It would be a picture of so many pixels.
    #[error("it says that it is {width} × {height} pixels: export it with at most {SIDE} at each side and {} million in all", PIXELS / 1_000_000)]
    TooManyPixels {
        /// As its header says.
        width: u32,
        /// As its header says.
        height: u32,
    },
    /// Its beginning is of no known kind.
    #[error("it is no PNG, JPEG, WebP or SVG")]
    Unknown,
    /// It cannot be decoded.
    #[error("it is broken: {0}")]
    Broken(String),
    /// An SVG that does more than draw, or draws what is not drawn here.
    #[error("{0}")]
    Svg(String),
    /// Nothing of it can be seen.
    #[error("it is empty: every pixel of it is transparent")]
    Empty,
}

impl Logo {
    /// Decodes a logo's file: PNG, JPEG, WebP, or an SVG that only draws.
    pub fn read(bytes: &[u8]) -> Result<Self, NoLogo> {
        if bytes.len() > LARGEST {
            return Err(NoLogo::TooLarge);
        }
        let pixels = match image::guess_format(bytes) {
            Ok(format @ (ImageFormat::Png | ImageFormat::Jpeg | ImageFormat::WebP)) => decoded(bytes, format)?,
            _ if svg::is_svg(bytes) => svg::drawn(bytes)?,
            _ => return Err(NoLogo::Unknown),
        };
        let mean = mean(&pixels).ok_or(NoLogo::Empty)?;
        Ok(Self { hash: hex(&Sha256::digest(bytes)), pixels, mean })
    }

    /// The SHA-256 of its file in hex, which a brand names it by.
    pub fn hash(&self) -> &str {
        &self.hash
    }
}

impl std::fmt::Debug for Logo {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "Logo {} × {}, {}", self.pixels.width(), self.pixels.height(), self.hash)
    }
}

fn decoded(bytes: &[u8], format: ImageFormat) -> Result<RgbaImage, NoLogo> {
    let broken = |error: image::ImageError| NoLogo::Broken(error.to_string());
    let reader = || {
        let mut limits = Limits::default();
        limits.max_image_width = Some(SIDE);
        limits.max_image_height = Some(SIDE);
        limits.max_alloc = Some(256 << 20);
        let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
        reader.limits(limits);
        reader
    };
    // Without limits: what is declared is to be told, not only refused.
    let (width, height) = ImageReader::with_format(Cursor::new(bytes), format).into_dimensions().map_err(broken)?;
    if width > SIDE || height > SIDE || u64::from(width) * u64::from(height) > PIXELS {
        return Err(NoLogo::TooManyPixels { width, height });
    }
    let mut pixels = reader().decode().map_err(broken)?.into_rgba8();
    for pixel in pixels.pixels_mut() {
        let alpha = u16::from(pixel[3]);
        for part in &mut pixel.0[..3] {
            *part = ((u16::from(*part) * alpha + 127) / 255) as u8;
        }
    }
    // No card shows more of it.
    if width > WIDTH || height > HEIGHT {
        let factor = (f64::from(WIDTH) / f64::from(width)).min(f64::from(HEIGHT) / f64::from(height));
        let scaled = |side: u32| ((f64::from(side) * factor).round() as u32).max(1);
        pixels = image::imageops::resize(&pixels, scaled(width), scaled(height), FilterType::Triangle);
    }
    Ok(pixels)
}

/// The mean colour of what can be seen.
fn mean(pixels: &RgbaImage) -> Option<Colour> {
    let mut sums = [0_u64; 4];
    for pixel in pixels.pixels() {
        for (sum, part) in sums.iter_mut().zip(pixel.0) {
            *sum += u64::from(part);
        }
    }
    let part = |sum: u64| (sum * 255).checked_div(sums[3]).map(|it| it.min(255) as u8);
    Some(Colour { red: part(sums[0])?, green: part(sums[1])?, blue: part(sums[2])? })
}
