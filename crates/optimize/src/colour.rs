//! Colours, and whether one can be read on another (WCAG 2.2, 1.4.3).

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// An opaque colour, written `#rrggbb`; `#rgb` is understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(try_from = "String", into = "String")]
#[schemars(with = "String")]
pub struct Colour {
    /// 0 to 255
    pub red: u8,
    /// 0 to 255
    pub green: u8,
    /// 0 to 255
    pub blue: u8,
}

/// What is no colour.
#[derive(Debug, thiserror::Error)]
#[error("`{0}` is no colour: write it as #rrggbb, such as #0f5c6e")]
pub struct NoColour(pub String);

impl Colour {
    /// White.
    pub const WHITE: Self = Self { red: 255, green: 255, blue: 255 };
    /// Black.
    pub const BLACK: Self = Self { red: 0, green: 0, blue: 0 };

    /// WCAG 2.2, "relative luminance": 0 for black, 1 for white.
    pub fn luminance(self) -> f64 {
        let part = |byte: u8| {
            let share = f64::from(byte) / 255.0;
            if share <= 0.04045 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * part(self.red) + 0.7152 * part(self.green) + 0.0722 * part(self.blue)
    }

    /// WCAG 2.2, "contrast ratio": 1 to 21.
    pub fn contrast(self, other: Self) -> f64 {
        let (one, other) = (self.luminance(), other.luminance());
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    /// This colour with `share` of `other` in it; a share of 1 is `other`.
    pub fn mixed(self, other: Self, share: f64) -> Self {
        let part = |from: u8, to: u8| (f64::from(from) + (f64::from(to) - f64::from(from)) * share).round() as u8;
        Self { red: part(self.red, other.red), green: part(self.green, other.green), blue: part(self.blue, other.blue) }
    }

    /// White or black, whichever stands out more on this colour. One of the two always does by 4.5 to 1.
    pub fn ink(self) -> Self {
        if self.contrast(Self::WHITE) >= self.contrast(Self::BLACK) { Self::WHITE } else { Self::BLACK }
    }

    /// This colour, moved so far towards white or black that it stands out on `ground` by `ratio`, or as far as it can.
    pub fn readable_on(self, ground: Self, ratio: f64) -> Self {
        let away = ground.ink();
        (0..=20)
            .map(|step| self.mixed(away, f64::from(step) / 20.0))
            .find(|colour| colour.contrast(ground) >= ratio)
            .unwrap_or(away)
    }
}

impl FromStr for Colour {
    type Err = NoColour;

    fn from_str(text: &str) -> Result<Self, NoColour> {
        let fault = || NoColour(text.chars().take(40).collect());
        let digits = text.trim().strip_prefix('#').ok_or_else(fault)?;
        let nibbles: Option<Vec<u8>> = digits.chars().map(|digit| digit.to_digit(16).map(|it| it as u8)).collect();
        match nibbles.as_deref() {
            Some(&[red, green, blue]) => Ok(Self { red: red * 17, green: green * 17, blue: blue * 17 }),
            Some(pairs @ [_, _, _, _, _, _]) => {
                let part = |at: usize| pairs[at] * 16 + pairs[at + 1];
                Ok(Self { red: part(0), green: part(2), blue: part(4) })
            }
            _ => Err(fault()),
        }
    }
}

impl fmt::Display for Colour {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "#{:02x}{:02x}{:02x}", self.red, self.green, self.blue)
    }
}

impl TryFrom<String> for Colour {
    type Error = NoColour;

    fn try_from(text: String) -> Result<Self, NoColour> {
        text.parse()
    }
}

impl From<Colour> for String {
    fn from(colour: Colour) -> Self {
        colour.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_colour_is_read_as_it_is_written() {
        for (text, colour) in [("#0f5c6e", "#0f5c6e"), ("#FFF", "#ffffff"), (" #a1B2c3 ", "#a1b2c3")] {
            assert_eq!(text.parse::<Colour>().unwrap().to_string(), colour);
        }
        for text in ["", "#", "red", "#12", "#12345", "#1234567", "0f5c6e", "#ggg", "#é12"] {
            assert!(text.parse::<Colour>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_colour_is_moved_until_it_can_be_read() {
        for ground in ["#ffffff", "#000000", "#808080", "#ffd400", "#0f5c6e", "#767676"] {
            let ground: Colour = ground.parse().unwrap();
            for own in ["#ffffff", "#000000", "#7f7f7f", "#ffd400", "#e63946"] {
                let moved = own.parse::<Colour>().unwrap().readable_on(ground, 4.5);
                assert!(moved.contrast(ground) >= 4.5, "{own} on {ground}: {moved}");
            }
        }
    }
}
