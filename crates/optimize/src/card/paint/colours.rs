//! Glyphs with colours of their own, which is how emoji are drawn: layers of outlines (COLR), or pictures (CBDT, sbix).

use std::io::Cursor;

use image::imageops::FilterType;
use image::{ImageFormat, ImageReader, Limits};
use resvg::tiny_skia::{
    BlendMode, Color, FillRule, GradientStop, LinearGradient, Mask, Paint as SkiaPaint, Path, Pixmap, PixmapPaint,
    PixmapRef, Point, RadialGradient, Shader, SpreadMode, SweepGradient, Transform,
};
use rustybuzz::Face;
use rustybuzz::ttf_parser::colr::{ClipBox, ColorStop, CompositeMode, GradientExtend, Paint, Painter};
use rustybuzz::ttf_parser::{GlyphId, RasterImageFormat, RgbaColor, Transform as GlyphTransform};

use super::Outline;
use crate::colour::Colour;

/// A glyph that nests deeper, or has more layers, is no emoji.
const DEEPEST: usize = 32;
const MOST: usize = 4_000;

/// Draws the glyph, and says whether it has colours at all. `place` leads from the font's units to pixels.
pub(super) fn draw(
    pixmap: &mut Pixmap,
    face: &Face<'_>,
    id: GlyphId,
    place: Transform,
    size: f32,
    ink: Colour,
) -> bool {
    if face.is_color_glyph(id) {
        // Emoji reach a little over their em. A pixmap of their own keeps clips small.
        let side = (size * 1.5).ceil().max(1.0) as u32;
        let (left, top) = ((place.tx - size * 0.1).floor(), (place.ty - size * 1.15).floor());
        let Some(own) = Pixmap::new(side, side) else { return true };
        let mut painter = ColourPainter {
            face,
            layers: vec![(own, BlendMode::SourceOver)],
            transforms: vec![place.post_translate(-left, -top)],
            clips: Vec::new(),
            outline: None,
            steps: 0,
        };
        let foreground = RgbaColor::new(ink.red, ink.green, ink.blue, 255);
        face.paint_color_glyph(id, 0, foreground, &mut painter);
        while painter.layers.len() > 1 {
            painter.pop_layer();
        }
        if let Some((own, _)) = painter.layers.pop() {
            pixmap.draw_pixmap(
                left as i32,
                top as i32,
                own.as_ref(),
                &PixmapPaint::default(),
                Transform::identity(),
                None,
            );
        }
        return true;
    }
    picture(pixmap, face, id, place, size).is_some()
}

/// Draws the picture of a glyph.
fn picture(pixmap: &mut Pixmap, face: &Face<'_>, id: GlyphId, place: Transform, size: f32) -> Option<()> {
    let glyph = face.glyph_raster_image(id, size.ceil() as u16)?;
    if glyph.format != RasterImageFormat::PNG || glyph.pixels_per_em == 0 {
        return None;
    }
    let mut reader = ImageReader::with_format(Cursor::new(glyph.data), ImageFormat::Png);
    let mut limits = Limits::default();
    (limits.max_image_width, limits.max_image_height, limits.max_alloc) = (Some(512), Some(512), Some(8 << 20));
    reader.limits(limits);
    let mut pixels = reader.decode().ok()?.into_rgba8();
    for pixel in pixels.pixels_mut() {
        let alpha = u16::from(pixel[3]);
        for part in &mut pixel.0[..3] {
            *part = ((u16::from(*part) * alpha + 127) / 255) as u8;
        }
    }
    let scale = size / f32::from(glyph.pixels_per_em);
    let scaled = |side: u32| ((side as f32 * scale).round() as u32).clamp(1, 1_024);
    let small = image::imageops::resize(&pixels, scaled(pixels.width()), scaled(pixels.height()), FilterType::Triangle);
    let (x, y) =
        (place.tx + f32::from(glyph.x) * scale, place.ty - (f32::from(glyph.y) + f32::from(glyph.height)) * scale);
    let picture = PixmapRef::from_bytes(small.as_raw(), small.width(), small.height())?;
    pixmap.draw_pixmap(
        x.round() as i32,
        y.round() as i32,
        picture,
        &PixmapPaint::default(),
        Transform::identity(),
        None,
    );
    Some(())
}

struct ColourPainter<'p, 'f> {
    face: &'p Face<'f>,
    layers: Vec<(Pixmap, BlendMode)>,
    transforms: Vec<Transform>,
    /// The path that each clip narrows to, in pixels.
    clips: Vec<Option<Path>>,
    /// The last outline, in pixels.
    outline: Option<Path>,
    steps: usize,
}

impl ColourPainter<'_, '_> {
    fn transform(&self) -> Transform {
        self.transforms.last().copied().unwrap_or_default()
    }

    /// Whether the glyph is still within bounds.
    fn goes_on(&mut self) -> bool {
        self.steps += 1;
        self.steps < MOST && self.clips.len() < DEEPEST && self.layers.len() < DEEPEST
    }

    /// What all clips but the last `but` leave free.
    fn mask(&self, but: usize) -> Option<Mask> {
        let mut mask: Option<Mask> = None;
        for path in self.clips.iter().rev().skip(but).rev().flatten() {
            if let Some(mask) = &mut mask {
                mask.intersect_path(path, FillRule::Winding, true, Transform::identity());
            } else {
                let (side, high) = self.layers.last().map(|(layer, _)| (layer.width(), layer.height()))?;
                let mut first = Mask::new(side, high)?;
                first.fill_path(path, FillRule::Winding, true, Transform::identity());
                mask = Some(first);
            }
        }
        mask
    }

    fn shader(&self, paint: &Paint<'_>) -> Option<Shader<'static>> {
        let transform = self.transform();
        let coords = self.face.variation_coordinates();
        let point = |x: f32, y: f32| Point::from_xy(x, y);
        match paint {
            Paint::Solid(colour) => Some(Shader::SolidColor(skia(*colour))),
            Paint::LinearGradient(it) => {
                // The third point says how the bands lie: the end is moved so that they stand upright on the line.
                let (dx, dy) = (it.x1 - it.x0, it.y1 - it.y0);
                let (px, py) = (it.x2 - it.x0, it.y2 - it.y0);
                let across = px * px + py * py;
                let share = if across > 0.0 { (dx * px + dy * py) / across } else { 0.0 };
                let end = point(it.x1 - share * px, it.y1 - share * py);
                let colours = stops(it.stops(0, coords));
                LinearGradient::new(point(it.x0, it.y0), end, colours, spread(it.extend), transform)
            }
            Paint::RadialGradient(it) => {
                let colours = stops(it.stops(0, coords));
                let (start, end) = (point(it.x0, it.y0), point(it.x1, it.y1));
                RadialGradient::new(start, it.r0, end, it.r1, colours, spread(it.extend), transform)
            }
            Paint::SweepGradient(it) => {
                let colours = stops(it.stops(0, coords));
                let (start, end) = ((it.start_angle + 1.0) * 180.0, (it.end_angle + 1.0) * 180.0);
                SweepGradient::new(point(it.center_x, it.center_y), start, end, colours, spread(it.extend), transform)
            }
        }
    }
}

impl<'a> Painter<'a> for ColourPainter<'_, '_> {
    fn outline_glyph(&mut self, id: GlyphId) {
        let mut outline = Outline { place: (0.0, 0.0, 1.0), ..Outline::default() };
        self.outline = None;
        if self.face.outline_glyph(id, &mut outline).is_some() {
            // The outline is built downwards, as pixels go; the transform expects the font's way.
            let up = self.transform().pre_scale(1.0, -1.0);
            self.outline = outline.path.finish().and_then(|path| path.transform(up));
        }
    }

    fn paint(&mut self, paint: Paint<'a>) {
        if !self.goes_on() {
            return;
        }
        let Some(shader) = self.shader(&paint) else { return };
        let clipped_to_itself = self.clips.last().is_some_and(|clip| *clip == self.outline);
        let mask = self.mask(usize::from(clipped_to_itself));
        let (Some(path), Some((layer, _))) = (&self.outline, self.layers.last_mut()) else { return };
        let paint = SkiaPaint { shader, anti_alias: true, ..SkiaPaint::default() };
        layer.fill_path(path, &paint, FillRule::Winding, Transform::identity(), mask.as_ref());
    }

    fn push_clip(&mut self) {
        self.clips.push(self.outline.clone());
    }

    fn push_clip_box(&mut self, _: ClipBox) {
        // A box around all of the glyph: it cuts nothing that is meant to be seen.
        self.clips.push(None);
    }

    fn pop_clip(&mut self) {
        self.clips.pop();
    }

    fn push_layer(&mut self, mode: CompositeMode) {
        let size = self.layers.last().map(|(layer, _)| (layer.width(), layer.height()));
        let layer = size.filter(|_| self.goes_on()).and_then(|(width, height)| Pixmap::new(width, height));
        // A layer that cannot be had is one of a single pixel, so that each end finds its beginning.
        if let Some(layer) = layer.or_else(|| Pixmap::new(1, 1)) {
            self.layers.push((layer, blend(mode)));
        }
    }

    fn pop_layer(&mut self) {
        if self.layers.len() < 2 {
            return;
        }
        if let Some((layer, blend_mode)) = self.layers.pop()
            && let Some((below, _)) = self.layers.last_mut()
        {
            let paint = PixmapPaint { blend_mode, ..PixmapPaint::default() };
            below.draw_pixmap(0, 0, layer.as_ref(), &paint, Transform::identity(), None);
        }
    }

    fn push_transform(&mut self, it: GlyphTransform) {
        let own = Transform::from_row(it.a, it.b, it.c, it.d, it.e, it.f);
        self.transforms.push(self.transform().pre_concat(own));
    }

    fn pop_transform(&mut self) {
        if self.transforms.len() > 1 {
            self.transforms.pop();
        }
    }
}

fn stops(stops: impl Iterator<Item = ColorStop>) -> Vec<GradientStop> {
    let mut stops: Vec<ColorStop> = stops.take(64).collect();
    stops.sort_by(|a, b| a.stop_offset.total_cmp(&b.stop_offset));
    stops.iter().map(|stop| GradientStop::new(stop.stop_offset, skia(stop.color))).collect()
}

fn skia(colour: RgbaColor) -> Color {
    Color::from_rgba8(colour.red, colour.green, colour.blue, colour.alpha)
}

fn spread(extend: GradientExtend) -> SpreadMode {
    match extend {
        GradientExtend::Pad => SpreadMode::Pad,
        GradientExtend::Repeat => SpreadMode::Repeat,
        GradientExtend::Reflect => SpreadMode::Reflect,
    }
}

fn blend(mode: CompositeMode) -> BlendMode {
    match mode {
        CompositeMode::Clear => BlendMode::Clear,
        CompositeMode::Source => BlendMode::Source,
        CompositeMode::Destination => BlendMode::Destination,
        CompositeMode::SourceOver => BlendMode::SourceOver,
        CompositeMode::DestinationOver => BlendMode::DestinationOver,
        CompositeMode::SourceIn => BlendMode::SourceIn,
        CompositeMode::DestinationIn => BlendMode::DestinationIn,
        CompositeMode::SourceOut => BlendMode::SourceOut,
        CompositeMode::DestinationOut => BlendMode::DestinationOut,
        CompositeMode::SourceAtop => BlendMode::SourceAtop,
        CompositeMode::DestinationAtop => BlendMode::DestinationAtop,
        CompositeMode::Xor => BlendMode::Xor,
        CompositeMode::Plus => BlendMode::Plus,
        CompositeMode::Screen => BlendMode::Screen,
        CompositeMode::Overlay => BlendMode::Overlay,
        CompositeMode::Darken => BlendMode::Darken,
        CompositeMode::Lighten => BlendMode::Lighten,
        CompositeMode::ColorDodge => BlendMode::ColorDodge,
        CompositeMode::ColorBurn => BlendMode::ColorBurn,
        CompositeMode::HardLight => BlendMode::HardLight,
        CompositeMode::SoftLight => BlendMode::SoftLight,
        CompositeMode::Difference => BlendMode::Difference,
        CompositeMode::Exclusion => BlendMode::Exclusion,
        CompositeMode::Multiply => BlendMode::Multiply,
        CompositeMode::Hue => BlendMode::Hue,
        CompositeMode::Saturation => BlendMode::Saturation,
        CompositeMode::Color => BlendMode::Color,
        CompositeMode::Luminosity => BlendMode::Luminosity,
    }
}
