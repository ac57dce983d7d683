//! One preview as a box of characters.

use domain::{copied_from, is_planned_card};
use networks::{Layout, Preview, Shape};
use unicode_width::UnicodeWidthStr;
use url::Url;

use super::ink::{Ink, Line, clean, clip, wrap};
use crate::report::{Options, thumbnail};

/// Draws `preview` of the page at `url`, `width` columns wide with its frame.
pub(super) fn card(preview: &Preview, url: &Url, width: usize, options: &Options<'_>) -> Vec<Line> {
    let inside = width.saturating_sub(2).max(8);
    let (frame, rows) = match preview.layout {
        Layout::Nothing => (Frame::DASHED, nothing(preview, url, inside)),
        Layout::Small if preview.picture.is_some() && inside >= 24 => (Frame::SOLID, small(preview, inside, options)),
        _ => (Frame::SOLID, large(preview, inside, options)),
    };
    frame.around(rows, inside)
}

struct Frame {
    across: char,
    down: char,
}

impl Frame {
    const SOLID: Self = Self { across: '─', down: '│' };
    const DASHED: Self = Self { across: '╌', down: '╎' };

    fn around(&self, rows: Vec<Line>, inside: usize) -> Vec<Line> {
        let edge = |left, right| {
            let across: String = std::iter::repeat_n(self.across, inside).collect();
            Line::of(Ink::Soft, format!("{left}{across}{right}"))
        };
        let down = self.down.to_string();
        let mut drawn = vec![edge('╭', '╮')];
        drawn.extend(
            rows.into_iter().map(|row| Line::of(Ink::Soft, &*down).then(row.padded(inside)).and(Ink::Soft, &*down)),
        );
        drawn.push(edge('╰', '╯'));
        drawn
    }
}

/// The bare address, and why there is no more.
fn nothing(preview: &Preview, url: &Url, inside: usize) -> Vec<Line> {
    let mut rows = vec![indented(Ink::Plain, &clip(&address(url), inside - 2)), Line::default()];
    let why = preview.why.first().map_or("no card is drawn", String::as_str);
    rows.extend(wrap(why, inside - 2, 3).iter().map(|line| indented(Ink::Bad, line)));
    rows
}

/// Picture above the text; hatched where one is missing.
fn large(preview: &Preview, inside: usize, options: &Options<'_>) -> Vec<Line> {
    let high = match preview.picture.as_ref().map(|picture| picture.shape) {
        Some(Shape::Square) => inside / 2,
        Some(Shape::Film) => inside * 9 / 32,
        Some(Shape::Wide | Shape::Natural) => inside * 100 / 382,
        None => 4,
    };
    let mut rows = picture(preview, inside, high.clamp(3, 9), options);
    if preview.layout == Layout::Overlay {
        let over = [preview.host.as_deref(), preview.title.as_ref().map(|title| title.text.as_str())];
        let over: Vec<&str> = over.into_iter().flatten().filter(|text| !text.is_empty()).collect();
        rows.push(Line::of(Ink::Over, format!(" {} ", clip(&over.join(" · "), inside.saturating_sub(2)))));
        return rows;
    }
    rows.extend(
        words(preview, inside.saturating_sub(2), 2).into_iter().map(|line| Line::of(Ink::Plain, " ").then(line)),
    );
    rows
}

/// Picture beside the text.
fn small(preview: &Preview, inside: usize, options: &Options<'_>) -> Vec<Line> {
    const WIDE: usize = 10;
    let picture = picture(preview, WIDE, WIDE / 2, options);
    let mut words = words(preview, inside - WIDE - 2, 2);
    words.resize(picture.len().max(words.len()), Line::default());
    let mut picture = picture.into_iter();
    words
        .into_iter()
        .map(|line| picture.next().unwrap_or_default().padded(WIDE).and(Ink::Plain, " ").then(line))
        .collect()
}

/// Title, description, host.
fn words(preview: &Preview, width: usize, titles: usize) -> Vec<Line> {
    let mut lines = Vec::new();
    if let Some(title) = &preview.title {
        lines.extend(wrap(&title.text, width, titles).into_iter().map(|line| Line::of(Ink::Strong, line)));
    }
    if let Some(description) = &preview.description {
        lines.push(Line::of(Ink::Plain, clip(&description.text, width)));
    }
    if let Some(host) = preview.host.as_ref().filter(|host| !host.is_empty()) {
        lines.push(Line::of(Ink::Soft, clip(host, width)));
    }
    lines
}

/// The picture in half blocks where its bytes are known and colour is on; else an area that says what is there.
fn picture(preview: &Preview, width: usize, high: usize, options: &Options<'_>) -> Vec<Line> {
    let Some(picture) = &preview.picture else {
        let why = preview.why.iter().find(|why| why.contains("icture")).map_or("no picture", String::as_str);
        return area('╱', Ink::Bad, why, width, high);
    };
    let original = copied_from(&picture.url);
    let bytes = || options.thumbnails.thumbnail(original.as_ref().unwrap_or(&picture.url));
    let known = options.colour.then(bytes).flatten();
    let pixels = known.and_then(|(kind, bytes)| thumbnail::pixels(kind, &bytes, width as u32, high as u32 * 2));
    if let Some(pixels) = pixels {
        (0..high as u32)
            .map(|row| {
                (0..width as u32).fold(Line::default(), |line, column| {
                    let [upper, lower] = [pixels.get_pixel(column, row * 2).0, pixels.get_pixel(column, row * 2 + 1).0];
                    line.and(Ink::Halves(upper, lower), "▀")
                })
            })
            .collect()
    } else {
        let name = match picture.url.path_segments().and_then(|mut parts| parts.next_back()) {
            _ if is_planned_card(&picture.url) => "a card that Tidings would make".to_owned(),
            Some(name) if original.is_some() => format!("{name}, made lighter"),
            name => name.unwrap_or_default().to_owned(),
        };
        area('░', Ink::Soft, if width < 16 { "" } else { &name }, width, high)
    }
}

/// An area of one sign with a text in its middle.
fn area(sign: char, ink: Ink, text: &str, width: usize, high: usize) -> Vec<Line> {
    let lines = wrap(text, width.saturating_sub(4), high.saturating_sub(2).max(1));
    let above = (high - lines.len().min(high)) / 2;
    (0..high)
        .map(|row| match row.checked_sub(above).and_then(|row| lines.get(row)) {
            Some(text) if !text.is_empty() => {
                let free = width.saturating_sub(text.width() + 2);
                let [left, right] = [free / 2, free - free / 2].map(|n| sign.to_string().repeat(n));
                Line::of(Ink::Soft, left).and(ink, format!(" {text} ")).and(Ink::Soft, right)
            }
            _ => Line::of(Ink::Soft, sign.to_string().repeat(width)),
        })
        .collect()
}

fn indented(ink: Ink, text: &str) -> Line {
    Line::of(Ink::Plain, " ").and(ink, text)
}

/// The address as people write it, without the scheme.
pub(super) fn address(url: &Url) -> String {
    let text = clean(url.as_str());
    text.split_once("://").map_or_else(|| text.clone(), |(_, rest)| rest.trim_end_matches('/').to_owned())
}
