//! Painting: rectangles, glyphs and the logo become pixels.

mod colours;

use image::imageops::FilterType;
use resvg::tiny_skia::{
    Color, FillRule, GradientStop, LinearGradient, Paint, Path, PathBuilder, Pixmap, PixmapPaint, PixmapRef, Point,
    Rect as SkiaRect, Shader, SpreadMode, Transform,
};
use rustybuzz::ttf_parser::{GlyphId, OutlineBuilder};

use super::layout::{Draw, Rect};
use super::logo::Logo;
use super::text::faces::Faces;
use super::text::shape::Shaped;
use super::{HEIGHT, WIDTH};
use crate::colour::Colour;

/// The picture of `draws`, without a transparent pixel. `None` only where there is no memory for it.
pub(super) fn paint(draws: &[Draw], ground: Colour, faces: &Faces<'_>, logo: Option<&Logo>) -> Option<Pixmap> {
    let mut pixmap = Pixmap::new(WIDTH, HEIGHT)?;
    pixmap.fill(skia(ground));
    for (at, draw) in draws.iter().enumerate() {
        match draw {
            // Most templates begin with what is there already.
            Draw::Fill { from, to: None, .. } if at == 0 && *from == ground => {}
            Draw::Fill { at, radius, from, to } => fill(&mut pixmap, *at, *radius, *from, *to),
            Draw::Line { shaped, x, baseline, size, ink } => {
                line(&mut pixmap, faces, shaped, (*x, *baseline), *size, *ink);
            }
            Draw::Logo(at) => {
                if let Some(logo) = logo {
                    draw_logo(&mut pixmap, logo, *at);
                }
            }
        }
    }
    Some(pixmap)
}

fn skia(colour: Colour) -> Color {
    Color::from_rgba8(colour.red, colour.green, colour.blue, 255)
}

fn fill(pixmap: &mut Pixmap, at: Rect, radius: f32, from: Colour, to: Option<Colour>) {
    let Some(rect) = SkiaRect::from_xywh(at.x, at.y, at.width, at.height) else { return };
    let mut paint = Paint { anti_alias: true, ..Paint::default() };
    let gradient = to.and_then(|to| {
        // From the upper start to the lower end: it looks lit, not striped.
        let (start, end) = (Point::from_xy(at.x, at.y), Point::from_xy(at.x + at.width * 0.3, at.y + at.height));
        let stops = vec![GradientStop::new(0.0, skia(from)), GradientStop::new(1.0, skia(to))];
        LinearGradient::new(start, end, stops, SpreadMode::Pad, Transform::identity())
    });
    paint.shader = gradient.unwrap_or(Shader::SolidColor(skia(from)));
    match rounded(rect, radius) {
        Some(path) => pixmap.fill_path(&path, &paint, FillRule::Winding, Transform::identity(), None),
        None => pixmap.fill_rect(rect, &paint, Transform::identity(), None),
    }
}

/// A rectangle with round corners; `None` where they are square.
fn rounded(rect: SkiaRect, radius: f32) -> Option<Path> {
    let radius = radius.min(rect.width() / 2.0).min(rect.height() / 2.0);
    if radius < 0.5 {
        return None;
    }
    // How far the handles of a curve lie from its ends, so that it is a quarter of a circle.
    let handle = radius * 0.447_715;
    let (left, top, right, bottom) = (rect.left(), rect.top(), rect.right(), rect.bottom());
    let mut path = PathBuilder::new();
    path.move_to(left + radius, top);
    path.line_to(right - radius, top);
    path.cubic_to(right - handle, top, right, top + handle, right, top + radius);
    path.line_to(right, bottom - radius);
    path.cubic_to(right, bottom - handle, right - handle, bottom, right - radius, bottom);
    path.line_to(left + radius, bottom);
    path.cubic_to(left + handle, bottom, left, bottom - handle, left, bottom - radius);
    path.line_to(left, top + radius);
    path.cubic_to(left, top + handle, left + handle, top, left + radius, top);
    path.close();
    path.finish()
}

/// A line of glyphs: outlines of one ink in one go, and what has colours of its own one by one.
fn line(pixmap: &mut Pixmap, faces: &Faces<'_>, shaped: &Shaped, (x, baseline): (f32, f32), size: f32, ink: Colour) {
    let mut outline = Outline::default();
    for glyph in &shaped.glyphs {
        let Some(face) = faces.face(glyph.font) else { continue };
        let id = GlyphId(glyph.id);
        let scale = size / face.units_per_em().max(1) as f32;
        let (x, y) = (x + glyph.x * size, baseline - glyph.y * size);
        if faces.fonts.fonts[glyph.font].colours
            && colours::draw(pixmap, face, id, Transform::from_row(scale, 0.0, 0.0, -scale, x, y), size, ink)
        {
            continue;
        }
        outline.place = (x, y, scale);
        face.outline_glyph(id, &mut outline);
    }
    if let Some(path) = outline.path.finish() {
        let mut paint = Paint { anti_alias: true, ..Paint::default() };
        paint.shader = Shader::SolidColor(skia(ink));
        pixmap.fill_path(&path, &paint, FillRule::Winding, Transform::identity(), None);
    }
}

/// Outlines of many glyphs as one path.
#[derive(Default)]
struct Outline {
    path: PathBuilder,
    place: (f32, f32, f32),
}

impl Outline {
    fn at(&self, x: f32, y: f32) -> (f32, f32) {
        let (left, baseline, scale) = self.place;
        (left + x * scale, baseline - y * scale)
    }
}

impl OutlineBuilder for Outline {
    fn move_to(&mut self, x: f32, y: f32) {
        let (x, y) = self.at(x, y);
        self.path.move_to(x, y);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        let (x, y) = self.at(x, y);
        self.path.line_to(x, y);
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        let ((x1, y1), (x, y)) = (self.at(x1, y1), self.at(x, y));
        self.path.quad_to(x1, y1, x, y);
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        let ((x1, y1), (x2, y2), (x, y)) = (self.at(x1, y1), self.at(x2, y2), self.at(x, y));
        self.path.cubic_to(x1, y1, x2, y2, x, y);
    }

    fn close(&mut self) {
        self.path.close();
    }
}

fn draw_logo(pixmap: &mut Pixmap, logo: &Logo, at: Rect) {
    let (width, height) = (at.width.round().max(1.0) as u32, at.height.round().max(1.0) as u32);
    // Premultiplied pixels can be mixed as they are, and a good filter keeps thin lines.
    let small = image::imageops::resize(&logo.pixels, width, height, FilterType::CatmullRom);
    let mut bytes = small.into_raw();
    for pixel in bytes.chunks_exact_mut(4) {
        // The filter may overshoot; a premultiplied colour never exceeds its alpha.
        for part in 0..3 {
            pixel[part] = pixel[part].min(pixel[3]);
        }
    }
    if let Some(picture) = PixmapRef::from_bytes(&bytes, width, height) {
        let (x, y) = (at.x.round() as i32, at.y.round() as i32);
        pixmap.draw_pixmap(x, y, picture, &PixmapPaint::default(), Transform::identity(), None);
    }
}
