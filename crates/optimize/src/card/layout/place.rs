//! Placing: every element gets its rectangle, and says what is painted there.

use super::{Draw, Item, Layout, Rect, before, gaps, set};
use crate::card::template::{Align, Ground, Group, Logo, Text};
use crate::card::text::Style;
use crate::card::text::lines::Paragraph;
use crate::card::text::shape;
use crate::colour::Colour;

/// A logo that differs less from what it stands on gets a plate.
const VISIBLE: f64 = 1.9;

impl Layout<'_> {
    pub(super) fn group(&self, group: &Group, children: &[Item<'_>], at: Rect, out: &mut Vec<Draw>) {
        if let Some(ground) = group.ground {
            self.fill(ground, at, group.radius, out);
        }
        for child in children {
            if let Item::Shape(shape) = child {
                let x = if self.rtl { at.x + at.width - shape.x - shape.width } else { at.x + shape.x };
                let own = Rect { x, y: at.y + shape.y, width: shape.width, height: shape.height };
                self.fill(shape.ground, own, shape.radius, out);
            }
        }
        let [top, end, bottom, start] = group.pad;
        let inner = Rect {
            x: at.x + if self.rtl { end } else { start },
            y: at.y + top,
            width: (at.width - start - end).max(0.0),
            height: (at.height - top - bottom).max(0.0),
        };
        if group.row { self.row(group, children, inner, out) } else { self.column(group, children, inner, out) }
    }

    fn column(&self, group: &Group, children: &[Item<'_>], inner: Rect, out: &mut Vec<Draw>) {
        let mut limits: Vec<usize> = vec![usize::MAX; children.len()];
        let mut heights: Vec<f32> =
            children.iter().map(|it| self.height(it, self.width_in(it, inner.width), usize::MAX)).collect();
        let used = |heights: &[f32]| heights.iter().sum::<f32>() + group.gap * gaps(children) as f32;
        // Where it is too much, texts that may yield give up one line after the other, the last one first.
        while used(&heights) > inner.height + 0.5 {
            let yields = children.iter().enumerate().rev().find_map(|(at, item)| match item {
                Item::Text(text, _) if text.yields && limits[at] > 0 => Some((at, text.lines)),
                _ => None,
            });
            let Some((at, lines)) = yields else { break };
            limits[at] = limits[at].min(lines) - 1;
            heights[at] = self.height(&children[at], inner.width, limits[at]);
        }
        let free = (inner.height - used(&heights)).max(0.0);
        let spaces = children.iter().filter(|it| matches!(it, Item::Space(_))).count();
        let share = free / spaces.max(1) as f32;
        let mut y = inner.y;
        for (at, item) in children.iter().enumerate() {
            let width = self.width_in(item, inner.width);
            let aligned = match item {
                // A text is aligned line by line.
                Item::Text(..) => Align::Start,
                _ => group.align,
            };
            let shift = (inner.width - width) * if self.rtl { 1.0 - before(aligned) } else { before(aligned) };
            let own = Rect { x: inner.x + shift, y, width, height: heights[at] };
            self.place(item, own, limits[at], group.align, out);
            y += heights[at];
            if matches!(item, Item::Space(_)) {
                y += share;
            } else if children.get(at + 1).is_some_and(|next| !matches!(next, Item::Space(_) | Item::Shape(_)))
                && !matches!(item, Item::Shape(_))
            {
                y += group.gap;
            }
        }
    }

    /// The width of an element of a column.
    fn width_in(&self, item: &Item<'_>, inner: f32) -> f32 {
        match item {
            Item::Text(..) => inner,
            Item::Group(group, _) => group.width.unwrap_or(inner).min(inner),
            Item::Bar(bar) => bar.width.unwrap_or(inner).min(inner),
            other => self.natural_width(other, inner),
        }
    }

    fn row(&self, group: &Group, children: &[Item<'_>], inner: Rect, out: &mut Vec<Draw>) {
        let widths = self.widths(group, children, inner.width);
        let mut x = 0.0;
        for (at, (item, width)) in children.iter().zip(&widths).enumerate() {
            let stretched = match item {
                Item::Group(own, _) => group.align == Align::Start && own.height.is_none(),
                Item::Bar(bar) => bar.height.is_none(),
                _ => false,
            };
            let height = if stretched { inner.height } else { self.height(item, *width, usize::MAX) };
            let left = if self.rtl { inner.x + inner.width - x - width } else { inner.x + x };
            let y = inner.y + (inner.height - height) * before(group.align);
            self.place(item, Rect { x: left, y, width: *width, height }, usize::MAX, Align::Start, out);
            x += width;
            let solid = |item: &Item<'_>| !matches!(item, Item::Space(_) | Item::Shape(_));
            if solid(item) && children.get(at + 1).is_some_and(solid) {
                x += group.gap;
            }
        }
    }

    /// `around`: how the column aligns what stands in it.
    fn place(&self, item: &Item<'_>, at: Rect, lines: usize, around: Align, out: &mut Vec<Draw>) {
        match item {
            Item::Group(group, children) => self.group(group, children, at, out),
            Item::Text(text, paragraph) => {
                let align = if text.align == Align::Start { around } else { text.align };
                self.text(text, paragraph, at, lines, align, out);
            }
            Item::Logo(logo) => self.logo(logo, at, out),
            Item::Letter(logo, letter) => self.letter_mark(logo, letter, at, out),
            Item::Bar(bar) => self.fill(bar.ground, at, bar.radius, out),
            Item::Space(_) | Item::Shape(_) => {}
        }
    }

    fn text(&self, text: &Text, paragraph: &Paragraph, at: Rect, lines: usize, align: Align, out: &mut Vec<Draw>) {
        let set = set(text, paragraph, at.width, lines.min(text.lines));
        let style = self.style(text);
        let (above, below) = self.metrics(&style);
        let pitch = set.size * text.line_height;
        for (n, line) in set.lines.each.iter().enumerate() {
            let shaped = shape::line(self.faces, line, paragraph.rtl, &style);
            let free = at.width - shaped.width * set.size;
            // The start of a line is where the card begins, whichever way the text itself runs.
            let shift = free * if self.rtl { 1.0 - before(align) } else { before(align) };
            let top = at.y + n as f32 * pitch;
            let baseline = (top + (pitch - (above + below) * set.size) / 2.0 + above * set.size).round();
            out.push(Draw::Line { shaped, x: at.x + shift, baseline, size: set.size, ink: self.colour(text.ink) });
        }
    }

    /// How far the typeface reaches above and below the baseline, in ems.
    fn metrics(&self, style: &Style<'_>) -> (f32, f32) {
        let face = self.faces.covering("x", style.bold, style.typeface).and_then(|at| self.faces.face(at));
        face.map_or((0.95, 0.25), |face| {
            let em = face.units_per_em().max(1) as f32;
            (f32::from(face.ascender()) / em, -f32::from(face.descender()) / em)
        })
    }

    fn logo(&self, logo: &Logo, at: Rect, out: &mut Vec<Draw>) {
        let Some(size) = self.logo else { return };
        let ground = self.colour(logo.on);
        let mut own = at;
        if size.mean.contrast(ground) < VISIBLE {
            let plate = if size.mean.contrast(Colour::WHITE) >= VISIBLE {
                Colour::WHITE
            } else {
                Colour::BLACK.mixed(Colour::WHITE, 0.1)
            };
            out.push(Draw::Fill { at, radius: at.height * 0.18, from: plate, to: None });
            let margin = (at.height * 0.12).round();
            let factor = ((at.width - 2.0 * margin) / at.width).min((at.height - 2.0 * margin) / at.height).max(0.1);
            let (width, height) = (at.width * factor, at.height * factor);
            own = Rect { x: at.x + (at.width - width) / 2.0, y: at.y + (at.height - height) / 2.0, width, height };
        }
        out.push(Draw::Logo(own));
    }

    /// The first letter of the site's name on a square of the brand's colour.
    fn letter_mark(&self, logo: &Logo, letter: &str, at: Rect, out: &mut Vec<Draw>) {
        let brand = self.colour(super::super::template::BRAND);
        let on_brand = self.colour(super::super::template::ON_BRAND);
        let stands_on_brand = self.colour(logo.on).contrast(brand) < VISIBLE;
        let (from, ink) =
            if stands_on_brand { (on_brand, brand.readable_on(on_brand, 4.5)) } else { (brand, on_brand) };
        out.push(Draw::Fill { at, radius: at.height * 0.24, from, to: None });
        let style = Style { typeface: self.typeface, bold: true, tracking: 0.0 };
        let size = at.height * 0.56;
        let shaped = shape::line(self.faces, letter, false, &style);
        let x = at.x + (at.width - shaped.width * size) / 2.0;
        // Capitals are about 0.7 ems high.
        let baseline = at.y + at.height / 2.0 + size * 0.36;
        out.push(Draw::Line { shaped, x, baseline, size, ink });
    }

    fn fill(&self, ground: Ground, at: Rect, radius: f32, out: &mut Vec<Draw>) {
        let to = ground.to.map(|ink| self.colour(ink));
        out.push(Draw::Fill { at, radius, from: self.colour(ground.from), to });
    }
}
