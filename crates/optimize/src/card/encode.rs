//! Encoding: pixels become a file that every network takes, of less than [`LARGEST`] bytes whatever is on it.

use image::codecs::jpeg::JpegEncoder;
use png::{BitDepth, ColorType, Compression, Encoder, Filter};
use resvg::tiny_skia::Pixmap;
use rustc_hash::FxHashMap;

use super::LARGEST;

/// Colours that a palette holds.
const PALETTE: usize = 256;

/// The file and its media type: PNG as it is, else PNG with fewer colours, else JPEG.
pub(super) fn encode(pixmap: &Pixmap) -> (Vec<u8>, &'static str) {
    const PNG: &str = "image/png";
    let fits = |bytes: Vec<u8>| (bytes.len() < LARGEST).then_some(bytes);
    // Flat cards have few colours: a palette keeps each of them in a third of the bytes and of the time.
    if let Some(bytes) = indexed(pixmap).and_then(fits) {
        return (bytes, PNG);
    }
    for (mask, compression) in [(0xff, Compression::Fast), (0xff, Compression::Balanced), (0xf8, Compression::Balanced)]
    {
        if let Some(bytes) = rgb(pixmap, mask, compression).and_then(fits) {
            return (bytes, PNG);
        }
    }
    let plain: Vec<u8> = pixmap.data().chunks_exact(4).flat_map(|pixel| [pixel[0], pixel[1], pixel[2]]).collect();
    let mut bytes = Vec::new();
    for quality in [88, 75, 60, 40, 20, 5] {
        bytes.clear();
        let mut encoder = JpegEncoder::new_with_quality(&mut bytes, quality);
        let written = encoder.encode(&plain, pixmap.width(), pixmap.height(), image::ExtendedColorType::Rgb8);
        if written.is_ok() && bytes.len() < LARGEST {
            break;
        }
    }
    (bytes, "image/jpeg")
}

/// A PNG with a palette; `None` where there are too many colours.
fn indexed(pixmap: &Pixmap) -> Option<Vec<u8>> {
    let mut known: FxHashMap<[u8; 4], u8> = FxHashMap::default();
    let mut palette = Vec::new();
    let mut indices = Vec::with_capacity(pixmap.data().len() / 4);
    let mut last = ([0; 4], 0);
    for pixel in pixmap.data().chunks_exact(4) {
        let pixel: [u8; 4] = pixel.try_into().ok()?;
        // Most pixels are as the one before.
        if pixel != last.0 || indices.is_empty() {
            let next = known.len();
            let index = match known.get(&pixel) {
                Some(index) => *index,
                None if next < PALETTE => {
                    palette.extend(&pixel[..3]);
                    known.insert(pixel, next as u8);
                    next as u8
                }
                None => return None,
            };
            last = (pixel, index);
        }
        indices.push(last.1);
    }
    // Where a pixel is as the one above it, this filter leaves a zero, and the fast compression is made for those.
    write(pixmap, ColorType::Indexed, Some(palette), Filter::Up, Compression::Fast, &indices)
}

/// A PNG with all colours, each channel cut to the bits of `mask`.
fn rgb(pixmap: &Pixmap, mask: u8, compression: Compression) -> Option<Vec<u8>> {
    let cut = |byte: u8| if byte == 255 { byte } else { byte & mask };
    let plain: Vec<u8> = pixmap.data().chunks_exact(4).flat_map(|it| [cut(it[0]), cut(it[1]), cut(it[2])]).collect();
    write(pixmap, ColorType::Rgb, None, Filter::Adaptive, compression, &plain)
}

fn write(
    pixmap: &Pixmap,
    colours: ColorType,
    palette: Option<Vec<u8>>,
    filter: Filter,
    compression: Compression,
    data: &[u8],
) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(96 << 10);
    let mut encoder = Encoder::new(&mut bytes, pixmap.width(), pixmap.height());
    encoder.set_color(colours);
    encoder.set_depth(BitDepth::Eight);
    if let Some(palette) = palette {
        encoder.set_palette(palette);
    }
    encoder.set_compression(compression);
    encoder.set_filter(filter);
    let mut writer = encoder.write_header().ok()?;
    writer.write_image_data(data).ok()?;
    writer.finish().ok()?;
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::card::{HEIGHT, WIDTH};

    fn painted(colour: impl Fn(u32) -> u32) -> Pixmap {
        let mut pixmap = Pixmap::new(WIDTH, HEIGHT).unwrap();
        for (at, pixel) in pixmap.data_mut().chunks_exact_mut(4).enumerate() {
            let [red, green, blue, _] = colour(at as u32).to_le_bytes();
            pixel.copy_from_slice(&[red, green, blue, 255]);
        }
        pixmap
    }

    #[test]
    fn few_colours_make_a_palette_and_each_of_them_is_kept() {
        let (bytes, kind) = encode(&painted(|at| [0x0f_5c6e, 0xff_ffff, 0x14_1820][(at / 997 % 3) as usize]));
        assert_eq!(kind, "image/png");
        let decoded = image::load_from_memory(&bytes).unwrap().into_rgb8();
        assert_eq!(decoded.get_pixel(0, 0).0, [0x6e, 0x5c, 0x0f]);
    }

    #[test]
    fn noise_too_is_less_than_300_kb() {
        // The worst that there is: no pixel has to do with its neighbour.
        let noise = painted(|at| at.wrapping_mul(0x9e37_79b9).rotate_left(at % 13).wrapping_mul(0x85eb_ca6b) >> 3);
        let (bytes, kind) = encode(&noise);
        assert!(bytes.len() < LARGEST, "{} bytes", bytes.len());
        assert_eq!(kind, "image/jpeg");
        assert_eq!(image::load_from_memory(&bytes).unwrap().width(), WIDTH);
    }
}
