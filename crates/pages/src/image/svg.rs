//! SVG: the size that the root element states.

use encoding_rs::{Encoding, UTF_8};

use super::Seen;
use crate::read::markup::{Piece, Walk, decode, is_space};
use crate::read::tag::attribute;

/// A root element that starts further back than this is not waited for.
const PATIENCE: usize = 256 * 1024;

/// `None` where this is no SVG. A picture without a size has 0 by 0.
pub(super) fn seen(first: &[u8]) -> Option<Seen> {
    let text;
    let bytes = match Encoding::for_bom(first) {
        Some((encoding, bom)) if encoding == UTF_8 => &first[bom..],
        Some((encoding, _)) => {
            text = encoding.decode_with_bom_removal(first).0;
            text.as_bytes()
        }
        None => first,
    };
    let start = bytes.iter().position(|byte| !is_space(*byte))?;
    if bytes[start] != b'<' {
        return None;
    }
    let is_xml = bytes[start..].starts_with(b"<?xml") || bytes[start..].starts_with(b"<!DOCTYPE svg");
    let mut after_doctype = false;
    for piece in Walk::new(bytes, start..bytes.len()) {
        match piece {
            Piece::Start { name, tag } => {
                let local = bytes[name].rsplit(|byte| *byte == b':').next();
                return (local == Some(b"svg")).then(|| size(&bytes[tag]));
            }
            // Declarations inside a doctype leave their rest behind as text.
            Piece::Text(range) if !after_doctype && !bytes[range.clone()].iter().copied().all(is_space) => return None,
            Piece::Comment(range) => {
                let text = &bytes[range];
                if text.get(..14).is_some_and(|start| start.eq_ignore_ascii_case(b"<!doctype html")) {
                    return None;
                }
                after_doctype |= text.starts_with(b"<!");
            }
            _ => {}
        }
    }
    let started = is_xml || bytes[start..].starts_with(b"<svg") || bytes[start..].starts_with(b"<!--");
    (started && first.len() < PATIENCE).then_some(Seen::Needs((first.len() * 2).max(1024) as u64))
}

fn size(tag: &[u8]) -> Seen {
    let text = |name: &[u8]| attribute(tag, name).map(|value| decode(value, UTF_8));
    let length = |name| text(name).and_then(|value| pixels(&value));
    let view = text(b"viewbox").and_then(|value| view_box(&value));
    let (width, height) = match (length(b"width"), length(b"height"), view) {
        (Some(width), Some(height), _) => (width, height),
        (Some(width), None, Some(view)) => (width, width * view.1 / view.0),
        (None, Some(height), Some(view)) => (height * view.0 / view.1, height),
        (None, None, Some(view)) => view,
        (width, height, None) => (width.unwrap_or(0.0), height.unwrap_or(0.0)),
    };
    Seen::still(width.round() as u32, height.round() as u32)
}

/// A length in pixels at 96 to the inch; `None` for one that depends on where the picture is shown.
fn pixels(length: &str) -> Option<f64> {
    let length = length.trim();
    let digits = length.find(|letter: char| !letter.is_ascii_digit() && !matches!(letter, '.' | '+' | '-' | 'e' | 'E'));
    // `em` starts like an exponent.
    let (number, unit) = length.split_at(digits.unwrap_or(length.len()));
    let (number, unit) = match number.strip_suffix(['e', 'E']) {
        Some(number) => (number, "em"),
        None => (number, unit.trim()),
    };
    let scale = match unit.to_ascii_lowercase().as_str() {
        "" | "px" => 1.0,
        "pt" => 96.0 / 72.0,
        "in" => 96.0,
        "cm" => 96.0 / 2.54,
        "mm" => 96.0 / 25.4,
        "pc" | "em" => 16.0,
        _ => return None,
    };
    number.parse::<f64>().ok().map(|number| number * scale).filter(|it| it.is_finite() && *it >= 0.0)
}

fn view_box(text: &str) -> Option<(f64, f64)> {
    let mut numbers = text.split([' ', ',', '\t', '\n', '\r']).filter(|it| !it.is_empty()).skip(2);
    let mut side = || numbers.next()?.parse::<f64>().ok().filter(|side| side.is_finite() && *side > 0.0);
    Some((side()?, side()?))
}
