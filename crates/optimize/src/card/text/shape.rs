//! Shaping: letters become glyphs, each run in its own direction, script and font.

use std::ops::Range;

use rustybuzz::{Direction, UnicodeBuffer};
use unicode_bidi::{BidiInfo, Level};
use unicode_script::{Script, UnicodeScript};
use unicode_segmentation::UnicodeSegmentation;

use super::Style;
use super::faces::Faces;

/// A glyph where it is drawn, in ems from the start of the line, upwards positive.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Glyph {
    pub(crate) font: usize,
    pub(crate) id: u16,
    pub(crate) x: f32,
    pub(crate) y: f32,
}

/// A line, shaped.
#[derive(Clone, Debug, Default)]
pub(crate) struct Shaped {
    pub(crate) glyphs: Vec<Glyph>,
    /// In ems.
    pub(crate) width: f32,
}

/// Letters in a row of one font, script and direction.
struct Run {
    range: Range<usize>,
    font: usize,
    rtl: bool,
}

/// One glyph as the shaper gives it, in ems.
struct Raw {
    id: u16,
    at: usize,
    advance: f32,
    x: f32,
    y: f32,
}

/// The glyphs of `text` as one line of a paragraph that runs from right to left, or not.
pub(crate) fn line(faces: &Faces<'_>, text: &str, rtl: bool, style: &Style<'_>) -> Shaped {
    let mut shaped = Shaped::default();
    for run in visual(faces, text, rtl, style) {
        for raw in shape(faces, text, &run, style) {
            let (x, y) = (shaped.width + raw.x, raw.y);
            shaped.glyphs.push(Glyph { font: run.font, id: raw.id, x, y });
            shaped.width += raw.advance;
        }
    }
    shaped
}

/// For each byte of `text` at which a letter begins, the width of that letter in ems.
pub(crate) fn widths(faces: &Faces<'_>, text: &str, rtl: bool, style: &Style<'_>) -> Vec<f32> {
    let mut widths = vec![0.0; text.len()];
    for run in visual(faces, text, rtl, style) {
        for raw in shape(faces, text, &run, style) {
            if let Some(width) = widths.get_mut(raw.at) {
                *width += raw.advance;
            }
        }
    }
    widths
}

/// The runs of `text` from left to right, as they are drawn.
fn visual(faces: &Faces<'_>, text: &str, rtl: bool, style: &Style<'_>) -> Vec<Run> {
    let base = if rtl { Level::rtl() } else { Level::ltr() };
    let bidi = BidiInfo::new(text, Some(base));
    let Some(paragraph) = bidi.paragraphs.first() else { return Vec::new() };
    let (levels, ranges) = bidi.visual_runs(paragraph, paragraph.range.clone());
    let mut runs = Vec::new();
    for range in ranges {
        let rtl = levels.get(range.start).is_some_and(Level::is_rtl);
        let mut own = split(faces, text, range, rtl, style);
        if rtl {
            own.reverse();
        }
        runs.append(&mut own);
    }
    runs
}

/// `range` of `text` by font and script, in the order in which it is read.
fn split(faces: &Faces<'_>, text: &str, range: Range<usize>, rtl: bool, style: &Style<'_>) -> Vec<Run> {
    let mut runs: Vec<(Run, Script)> = Vec::new();
    for (at, cluster) in text[range.clone()].grapheme_indices(true) {
        let at = range.start + at;
        let script = cluster.chars().map(|c| c.script()).find(|it| !matches!(it, Script::Common | Script::Inherited));
        let script = script.unwrap_or(Script::Common);
        let blank = cluster.chars().all(char::is_whitespace);
        // A blank belongs to the word before it, unless that is an emoji, whose blanks are as wide as itself.
        let goes_on = |font: &usize| !faces.fonts.fonts[*font].colours && faces.has(*font, cluster);
        let before = runs.last().filter(|_| blank).map(|(run, _)| run.font).filter(goes_on);
        let covering = || faces.covering(cluster, style.bold, style.typeface).or_else(|| faces.first(style.bold));
        let Some(font) = before.or_else(covering) else { continue };
        match runs.last_mut() {
            Some((run, known))
                if run.font == font && (*known == script || *known == Script::Common || script == Script::Common) =>
            {
                run.range.end = at + cluster.len();
                if *known == Script::Common {
                    *known = script;
                }
            }
            _ => runs.push((Run { range: at..at + cluster.len(), font, rtl }, script)),
        }
    }
    runs.into_iter().map(|(run, _)| run).collect()
}

/// The glyphs of one run from left to right.
fn shape(faces: &Faces<'_>, text: &str, run: &Run, style: &Style<'_>) -> Vec<Raw> {
    let Some(face) = faces.face(run.font) else { return Vec::new() };
    let mut buffer = UnicodeBuffer::new();
    // Clusters are counted from the start of the text, not of the run.
    for (at, letter) in text[run.range.clone()].char_indices() {
        buffer.add(letter, u32::try_from(run.range.start + at).unwrap_or(u32::MAX));
    }
    buffer.guess_segment_properties();
    buffer.set_direction(if run.rtl { Direction::RightToLeft } else { Direction::LeftToRight });
    let em = 1.0 / face.units_per_em().max(1) as f32;
    let shaped = rustybuzz::shape(face, &[], buffer);
    let mut before = None;
    let glyphs = shaped.glyph_infos().iter().zip(shaped.glyph_positions());
    glyphs
        .map(|(info, position)| {
            // Letters of joined scripts must touch.
            let spaced = !run.rtl && before != Some(info.cluster) && position.x_advance > 0;
            before = Some(info.cluster);
            Raw {
                id: u16::try_from(info.glyph_id).unwrap_or(0),
                at: info.cluster as usize,
                advance: position.x_advance as f32 * em + if spaced { style.tracking } else { 0.0 },
                x: position.x_offset as f32 * em,
                y: position.y_offset as f32 * em,
            }
        })
        .collect()
}
