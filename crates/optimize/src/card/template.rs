//! A template: a small XML file that says how a card is laid out. docs/cards.md explains it to its writers.
//!
//! It is read before any text is put in, and texts are put in as texts: nothing that a page says can become markup.
//! Start at [`Template::read`].

mod read;

use super::Texts;
use crate::colour::Colour;

/// A layout, read and checked.
#[derive(Clone, Debug, PartialEq)]
pub struct Template {
    /// The whole card.
    pub(super) root: Group,
}

/// What is wrong with a template.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line} of the template: {says}")]
pub struct Misread {
    /// From 1.
    pub line: usize,
    /// What is wrong, and what would be right.
    pub says: String,
}

/// An element.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Node {
    pub(super) what: What,
    /// Shown only where this text is there, or is not.
    pub(super) when: Option<(&'static str, bool)>,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum What {
    Group(Group),
    Text(Text),
    Logo(Logo),
    Bar(Bar),
    /// Takes the room that is left, and at least so many pixels.
    Space(f32),
    Shape(Shape),
}

/// Elements in a row or a column.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Group {
    pub(super) row: bool,
    pub(super) children: Vec<Node>,
    pub(super) gap: f32,
    /// Top, end, bottom, start: start is where lines begin.
    pub(super) pad: [f32; 4],
    pub(super) ground: Option<Ground>,
    pub(super) radius: f32,
    pub(super) align: Align,
    pub(super) width: Option<f32>,
    pub(super) height: Option<f32>,
    /// Takes the width that is left.
    pub(super) grows: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Align {
    #[default]
    Start,
    Middle,
    End,
}

/// A text: pieces of its own, and those of the recipe.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Text {
    pub(super) pieces: Vec<Piece>,
    /// The largest size that fits is taken.
    pub(super) sizes: (f32, f32),
    pub(super) bold: bool,
    pub(super) ink: Ink,
    pub(super) lines: usize,
    /// Lines may go where the card has no room for them.
    pub(super) yields: bool,
    pub(super) line_height: f32,
    /// `None`: the brand's.
    pub(super) typeface: Option<String>,
    pub(super) tracking: f32,
    pub(super) balanced: bool,
    pub(super) align: Align,
    pub(super) grows: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    Own(String),
    Of(&'static str),
}

/// The logo, or the first letter of the site's name in its place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Logo {
    pub(super) height: f32,
    /// At most.
    pub(super) width: f32,
    /// What it stands on, so that a dark logo on a dark ground gets a plate.
    pub(super) on: Ink,
    /// A missing logo is a letter.
    pub(super) letter: bool,
}

/// A coloured rectangle among the others.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Bar {
    pub(super) width: Option<f32>,
    pub(super) height: Option<f32>,
    pub(super) radius: f32,
    pub(super) ground: Ground,
}

/// A coloured rectangle or circle behind the others.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Shape {
    pub(super) x: f32,
    pub(super) y: f32,
    pub(super) width: f32,
    pub(super) height: f32,
    pub(super) radius: f32,
    pub(super) ground: Ground,
}

/// One colour, or from one at the top to another at the bottom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Ground {
    pub(super) from: Ink,
    pub(super) to: Option<Ink>,
}

/// A colour by its part in the brand, or as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ink {
    Named(usize),
    Exact(Colour),
}

/// The parts of a brand's colours, all made from two of them so that each text can be read.
pub(super) const INKS: [&str; 11] =
    ["ground", "ink", "soft", "line", "tint", "brand", "brand-text", "on-brand", "on-brand-soft", "shade", "brand-on"];

/// The brand's own colour.
pub(super) const BRAND: Ink = Ink::Named(5);
/// What is written on it.
pub(super) const ON_BRAND: Ink = Ink::Named(7);

/// The colours of one card.
pub(super) struct Palette([Colour; 11]);

impl Palette {
    /// Everything that follows from the brand's colour and the ground.
    pub(super) fn new(brand: Colour, ground: Colour) -> Self {
        const NEAR_BLACK: Colour = Colour { red: 0x14, green: 0x18, blue: 0x20 };
        let ink = if ground.contrast(NEAR_BLACK) >= 7.0 { NEAR_BLACK } else { ground.ink() };
        // White on a strong colour looks calmer than black, as long as it can be read.
        let on_brand = match brand.contrast(Colour::WHITE) {
            ratio if ratio >= 4.5 => Colour::WHITE,
            _ if brand.contrast(NEAR_BLACK) >= 4.5 => NEAR_BLACK,
            _ => brand.ink(),
        };
        let away = if on_brand == Colour::WHITE { Colour::BLACK } else { Colour::WHITE };
        Self([
            ground,
            ink,
            ink.mixed(ground, 0.36).readable_on(ground, 4.5),
            ink.mixed(ground, 0.86),
            ground.mixed(brand, 0.09),
            brand,
            brand.readable_on(ground, 4.5),
            on_brand,
            on_brand.mixed(brand, 0.22).readable_on(brand, 4.5),
            brand.mixed(away, 0.3),
            brand.readable_on(on_brand, 4.5),
        ])
    }

    pub(super) fn of(&self, ink: Ink) -> Colour {
        match ink {
            Ink::Named(at) => self.0.get(at).copied().unwrap_or(Colour::BLACK),
            Ink::Exact(colour) => colour,
        }
    }
}

impl Template {
    /// Reads a template's text.
    pub fn read(text: &str) -> Result<Self, Misread> {
        read::template(text)
    }
}

impl Text {
    /// What it says, with the texts of the recipe: what stands before an absent text goes with it.
    pub(super) fn says(&self, texts: &Texts) -> String {
        let has_fields = self.pieces.iter().any(|piece| matches!(piece, Piece::Of(_)));
        let (mut out, mut waiting, mut opens) = (String::new(), "", false);
        for (at, piece) in self.pieces.iter().enumerate() {
            match piece {
                Piece::Own(text) if !has_fields => out.push_str(text),
                Piece::Own(text) => (waiting, opens) = (text, at == 0),
                Piece::Of(name) => {
                    let text = super::text::clean::clean(texts.get(name));
                    if !text.is_empty() {
                        if opens || !out.is_empty() {
                            out.push_str(waiting);
                        }
                        out.push_str(&text);
                    }
                    (waiting, opens) = ("", false);
                }
            }
        }
        if has_fields && !out.is_empty() {
            out.push_str(waiting);
        }
        super::text::clean::clean(&out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn says(template: &str, author: &str, date: &str) -> String {
        let template = Template::read(&format!("<card><text size='20'>{template}</text></card>")).unwrap();
        let What::Text(text) = &template.root.children[0].what else { panic!("a text") };
        text.says(&Texts { author: author.into(), date: date.into(), ..Texts::default() })
    }

    #[test]
    fn a_mark_between_two_texts_needs_both() {
        assert_eq!(says("{author} · {date}", "Ida", "May 4"), "Ida · May 4");
        assert_eq!(says("{author} · {date}", "", "May 4"), "May 4");
        assert_eq!(says("{author} · {date}", "Ida", " "), "Ida");
        assert_eq!(says("By {author}", "Ida", ""), "By Ida");
        assert_eq!(says("“{author}”", "Ida", ""), "“Ida”");
        assert_eq!(says("“{author}”", "", ""), "");
        assert_eq!(says("Sale", "", ""), "Sale");
    }

    #[test]
    fn every_text_can_be_read_on_its_ground_whatever_the_brand() {
        let at = |name: &str| Ink::Named(INKS.iter().position(|it| *it == name).unwrap());
        for brand in ["#000000", "#ffffff", "#ffd400", "#e63946", "#0f5c6e", "#7f7f7f", "#00ff00", "#1a1aff"] {
            for ground in ["#ffffff", "#000000", "#fff8e7", "#12263a", "#808080"] {
                let palette = Palette::new(brand.parse().unwrap(), ground.parse().unwrap());
                for (text, ground) in [
                    ("ink", "ground"),
                    ("soft", "ground"),
                    ("brand-text", "ground"),
                    ("on-brand", "brand"),
                    ("on-brand-soft", "brand"),
                    ("brand-on", "on-brand"),
                ] {
                    let ratio = palette.of(at(text)).contrast(palette.of(at(ground)));
                    assert!(ratio >= 4.5, "{text} on {ground} for {brand}: {ratio:.2}");
                }
            }
        }
    }
}
