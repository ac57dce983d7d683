//! Texts: cleaned, cut into lines, shaped into glyphs. Everything is measured in ems, so that a size is one factor.

pub(super) mod clean;
pub(super) mod faces;
pub(super) mod lines;
pub(super) mod shape;

/// How a text is set.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Style<'a> {
    /// `sans`, `serif`, or a family of the fonts folder.
    pub(super) typeface: &'a str,
    pub(super) bold: bool,
    /// Added behind each letter, in ems.
    pub(super) tracking: f32,
}
