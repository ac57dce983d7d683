//! SVG logos: only those that draw and do nothing else. What is refused is named, with what mends it.

use image::RgbaImage;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree};

use super::NoLogo;
use crate::card::{HEIGHT, WIDTH};

/// A logo is drawn by hand; more is a map or a trap.
const LARGEST: usize = 1 << 20;
const MOST: usize = 20_000;
const DEEPEST: usize = 100;
/// Copies of copies multiply: with so many they stay within some thousands.
const COPIES: usize = 24;

/// What an SVG does that a logo need not, with what helps.
const PNG: &str = "export the logo as a PNG";
const PATHS: &str = "export the logo with its texts turned into paths, or as a PNG";

/// Whether `bytes` look like an SVG at all.
pub(super) fn is_svg(bytes: &[u8]) -> bool {
    let start = &bytes[..bytes.len().min(4_096)];
    let text = String::from_utf8_lossy(start);
    text.trim_start_matches('\u{feff}').trim_start().starts_with('<') && text.contains("<svg")
}

/// The picture, in as many pixels as a card can show.
pub(super) fn drawn(bytes: &[u8]) -> Result<RgbaImage, NoLogo> {
    let text = std::str::from_utf8(bytes).map_err(|_| NoLogo::Broken("it is no UTF-8".to_owned()))?;
    check(text)?;
    let mut options = Options::default();
    options.image_href_resolver.resolve_data = Box::new(|_, _, _| None);
    options.image_href_resolver.resolve_string = Box::new(|_, _| None);
    let tree = Tree::from_str(text, &options).map_err(|error| NoLogo::Broken(error.to_string()))?;
    let (width, height) = (tree.size().width(), tree.size().height());
    let factor = (WIDTH as f32 / width).min(HEIGHT as f32 / height);
    let side = |side: f32, most: u32| ((side * factor).round() as u32).clamp(1, most);
    let mut pixmap = Pixmap::new(side(width, WIDTH), side(height, HEIGHT))
        .ok_or_else(|| NoLogo::Broken("it has no size".to_owned()))?;
    resvg::render(&tree, Transform::from_scale(factor, factor), &mut pixmap.as_mut());
    RgbaImage::from_raw(pixmap.width(), pixmap.height(), pixmap.take())
        .ok_or_else(|| NoLogo::Broken("it has no size".to_owned()))
}

/// Refuses everything that is more than a drawing.
fn check(text: &str) -> Result<(), NoLogo> {
    let refused = |what: String, remedy: &str| NoLogo::Svg(format!("it {what}, which a logo need not: {remedy}"));
    if text.len() > LARGEST {
        return Err(refused(format!("is larger than {} KB", LARGEST >> 10), PNG));
    }
    let mut reader = Reader::from_str(text);
    let (mut depth, mut count, mut copies) = (0_usize, 0_usize, 0_usize);
    let mut style = false;
    loop {
        let event = reader.read_event().map_err(|error| NoLogo::Broken(error.to_string()))?;
        let (tag, opens) = match &event {
            Event::Start(tag) => (Some(tag), true),
            Event::Empty(tag) => (Some(tag), false),
            _ => (None, false),
        };
        if let Some(tag) = tag {
            count += 1;
            let local = tag.local_name();
            let name: &str = local.as_ref();
            copies += usize::from(name == "use");
            if count > MOST || depth > DEEPEST || copies > COPIES {
                return Err(refused("is made of too many parts".to_owned(), PNG));
            }
            let what = match name {
                "script" | "handler" | "listener" => Some(("holds a script", PNG)),
                "foreignObject" | "iframe" | "object" | "embed" | "audio" | "video" => {
                    Some(("holds a piece of another document", PNG))
                }
                "image" | "feImage" => Some(("holds a photo", PNG)),
                "text" => Some(("holds a text whose typeface is not in it", PATHS)),
                _ => None,
            };
            if let Some((what, remedy)) = what {
                return Err(refused(what.to_owned(), remedy));
            }
            if let Some(what) = reaches_out(tag)? {
                return Err(refused(what, PNG));
            }
            if opens {
                depth += 1;
                style = name == "style";
            }
        }
        let own = match event {
            Event::Text(text) => text.into_inner().into_owned(),
            Event::CData(text) => text.into_inner().into_owned(),
            Event::DocType(kind) if kind.contains('[') || kind.contains("ENTITY") => {
                return Err(refused("defines entities of its own".to_owned(), PNG));
            }
            Event::PI(instruction) if instruction.target() != "xml" => {
                return Err(refused("names a style sheet outside of it".to_owned(), PNG));
            }
            Event::End(_) => {
                depth = depth.saturating_sub(1);
                style = false;
                continue;
            }
            Event::Eof => return Ok(()),
            _ => continue,
        };
        if style && let Some(what) = css_reaches_out(&own) {
            return Err(refused(what, PNG));
        }
    }
}

/// What an attribute of `tag` does beyond drawing.
fn reaches_out(tag: &BytesStart<'_>) -> Result<Option<String>, NoLogo> {
    for attribute in tag.attributes() {
        let attribute = attribute.map_err(|error| NoLogo::Broken(error.to_string()))?;
        let key: &str = attribute.key.as_ref();
        let key = key.rsplit(':').next().unwrap_or(key).to_ascii_lowercase();
        let value = attribute
            .normalized_value(quick_xml::XmlVersion::default())
            .map_err(|error| NoLogo::Broken(error.to_string()))?;
        let value = value.trim();
        if key.starts_with("on") && key.len() > 2 {
            return Ok(Some(format!("holds a script ({key}=)")));
        }
        if matches!(key.as_str(), "href" | "src") && !value.starts_with('#') && !value.is_empty() {
            let start: String = value.chars().take(60).collect();
            return Ok(Some(format!("refers to something outside of it ({start})")));
        }
        if let Some(what) = css_reaches_out(value).filter(|_| key != "d") {
            return Ok(Some(what));
        }
    }
    Ok(None)
}

/// What a style refers to beyond the parts of the same file.
fn css_reaches_out(css: &str) -> Option<String> {
    let plain: String =
        css.chars().filter(|c| !c.is_whitespace() && !matches!(c, '"' | '\'')).collect::<String>().to_ascii_lowercase();
    if plain.contains("@import") || plain.contains('\\') && plain.contains("url") {
        return Some("names a style sheet outside of it".to_owned());
    }
    plain.split("url(").skip(1).find(|rest| !rest.starts_with('#')).map(|rest| {
        let start: String = rest.chars().take_while(|c| *c != ')').take(60).collect();
        format!("refers to something outside of it ({start})")
    })
}
