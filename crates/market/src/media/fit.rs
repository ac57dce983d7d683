//! Fitting: a picture as small as a network wants it, pure, the same bytes each time.

use domain::ImageKind;
use image::DynamicImage;
use networks::pictures::Room;
use pages::image::{Header, header};

use super::take::{at_most, decoded, encoded, format, guarded};

/// Qualities that are tried before a picture is made smaller.
const QUALITIES: [u8; 3] = [88, 78, 66];
/// Nobody sees anything on less.
const SMALLEST: u32 = 160;

/// The picture in `bytes` as `room` has it, `bytes` themselves where they fit; `None` where it cannot be read.
pub fn fitted(bytes: &[u8], room: &Room) -> Option<Vec<u8>> {
    let Header::Known { kind, width, height, .. } = header(bytes) else { return None };
    let light = |file: &[u8]| file.len() as u64 <= room.bytes;
    if light(bytes) && width.max(height) <= room.side && room.kinds.contains(&kind) {
        return Some(bytes.to_vec());
    }
    let (picture, profile) = guarded(|| decoded(format(kind)?, bytes)).flatten()?;
    let mut picture: DynamicImage = at_most(picture, room.side);
    if kind == ImageKind::Png && room.kinds.contains(&kind) {
        let same = encoded(&picture, kind, 0, profile.clone())?;
        if light(&same) {
            return Some(same);
        }
    }
    loop {
        for quality in QUALITIES {
            let file = encoded(&picture, ImageKind::Jpeg, quality, profile.clone())?;
            if light(&file) {
                return Some(file);
            }
        }
        let side = picture.width().max(picture.height()) * 3 / 4;
        if side < SMALLEST {
            return None;
        }
        picture = at_most(picture, side);
    }
}
