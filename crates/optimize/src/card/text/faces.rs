//! Faces: the fonts as one card uses them, opened when they are first needed, and which of them draws what.

use std::cell::OnceCell;

use rustybuzz::Face;
use unicode_segmentation::UnicodeSegmentation;

use super::super::fonts::{Family, Font, Fonts};

/// The fonts, open.
pub(crate) struct Faces<'f> {
    pub(crate) fonts: &'f Fonts,
    typeface: String,
    open: Vec<OnceCell<Option<Face<'f>>>>,
    /// The order in which fonts are asked for a letter of the brand's typeface: regular, bold.
    orders: [Vec<usize>; 2],
}

impl<'f> Faces<'f> {
    /// Faces for texts of which most are set in `typeface`.
    pub(crate) fn new(fonts: &'f Fonts, typeface: &str) -> Self {
        let open = fonts.fonts.iter().map(|_| OnceCell::new()).collect();
        let orders = [false, true].map(|bold| order(fonts, typeface, bold));
        Self { fonts, typeface: typeface.to_owned(), open, orders }
    }

    /// The font at that place, ready to shape and to draw; `None` where it turns out to be broken.
    pub(crate) fn face(&self, at: usize) -> Option<&Face<'f>> {
        let font: &'f Font = self.fonts.fonts.get(at)?;
        self.open.get(at)?.get_or_init(|| font.face().map(Face::from_face)).as_ref()
    }

    /// The font that draws `cluster`, one letter with its marks.
    pub(crate) fn covering(&self, cluster: &str, bold: bool, typeface: &str) -> Option<usize> {
        let own;
        let order = if typeface == self.typeface {
            &self.orders[usize::from(bold)]
        } else {
            own = order(self.fonts, typeface, bold);
            &own
        };
        let has = |at: &usize, whole: bool| {
            let Some(face) = self.face(*at) else { return false };
            let mut letters = cluster.chars().filter(|c| !is_joiner(*c));
            if whole {
                letters.all(|c| face.glyph_index(c).is_some())
            } else {
                letters.next().is_none_or(|c| face.glyph_index(c).is_some())
            }
        };
        let emoji = is_emoji(cluster);
        let fitting = |at: &&usize| self.fonts.fonts[**at].colours == emoji;
        [true, false].into_iter().find_map(|whole| {
            let first = order.iter().filter(fitting).find(|at| has(at, whole));
            first.or_else(|| order.iter().filter(|at| !fitting(at)).find(|at| has(at, whole))).copied()
        })
    }

    /// Whether the font at that place has a glyph for each letter of `cluster`.
    pub(crate) fn has(&self, at: usize, cluster: &str) -> bool {
        self.face(at).is_some_and(|face| cluster.chars().all(|c| face.glyph_index(c).is_some()))
    }

    /// The font that stands in where none has the letter: its empty box is drawn.
    pub(crate) fn first(&self, bold: bool) -> Option<usize> {
        self.orders[usize::from(bold)].first().copied()
    }

    /// `text` without emoji that no font has: an empty box in their place would say less than nothing.
    pub(crate) fn without_undrawable_emoji(&self, text: &str) -> String {
        if !text.graphemes(true).any(is_emoji) {
            return text.to_owned();
        }
        let kept = |cluster: &&str| !is_emoji(cluster) || self.covering(cluster, false, &self.typeface).is_some();
        let text: String = text.graphemes(true).filter(kept).collect();
        super::clean::clean(&text)
    }
}

/// The fonts in the order in which they are asked: the typeface itself, what stands in for any, then the rest.
fn order(fonts: &Fonts, typeface: &str, bold: bool) -> Vec<usize> {
    let rank = |font: &Font| {
        let own = match &font.family {
            Family::Sans => typeface.eq_ignore_ascii_case("sans"),
            Family::Serif => typeface.eq_ignore_ascii_case("serif"),
            Family::Any => false,
            Family::Own(name) => name.eq_ignore_ascii_case(typeface),
        };
        let family = match &font.family {
            _ if own => 0,
            Family::Sans => 1,
            Family::Any => 2,
            Family::Own(_) => 3,
            Family::Serif => 4,
        };
        (family, font.bold != bold)
    };
    let mut order: Vec<usize> = (0..fonts.fonts.len()).collect();
    order.sort_by_key(|at| rank(&fonts.fonts[*at]));
    order
}

/// What has no glyph of its own: it says how its neighbours are drawn.
fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200d}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0020}'..='\u{e007f}' | '\u{34f}')
}

/// Whether `cluster` is drawn in colours: emoji by default (Unicode 16, `Emoji_Presentation`), or asked to be one.
pub(crate) fn is_emoji(cluster: &str) -> bool {
    let Some(first) = cluster.chars().next() else { return false };
    if first.is_ascii() && cluster.len() == 1 {
        return false;
    }
    if cluster.contains(['\u{fe0f}', '\u{20e3}']) {
        return true;
    }
    !cluster.contains('\u{fe0e}')
        && (matches!(first, '\u{1f000}'..='\u{1faff}' | '\u{231a}' | '\u{231b}' | '\u{23e9}'..='\u{23ec}' | '\u{23f0}'
            | '\u{23f3}' | '\u{25fd}' | '\u{25fe}' | '\u{2614}' | '\u{2615}' | '\u{2648}'..='\u{2653}' | '\u{267f}'
            | '\u{2693}' | '\u{26a1}' | '\u{26aa}' | '\u{26ab}' | '\u{26bd}' | '\u{26be}' | '\u{26c4}' | '\u{26c5}'
            | '\u{26ce}' | '\u{26d4}' | '\u{26ea}' | '\u{26f2}' | '\u{26f3}' | '\u{26f5}' | '\u{26fa}' | '\u{26fd}'
            | '\u{2705}' | '\u{270a}' | '\u{270b}' | '\u{2728}' | '\u{274c}' | '\u{274e}' | '\u{2753}'..='\u{2755}'
            | '\u{2757}' | '\u{2795}'..='\u{2797}' | '\u{27b0}' | '\u{27bf}' | '\u{2b1b}' | '\u{2b1c}' | '\u{2b50}'
            | '\u{2b55}'))
}
