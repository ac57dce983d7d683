//! Colours that can be read on one another.

/// What is written on `background`, `#rrggbb`: white or black, whichever stands out more. One of the two always
/// does by 4.5 to 1, which WCAG 2.2 asks for (1.4.3).
pub(super) fn ink_on(background: &str) -> &'static str {
    let light = luminance(background);
    if contrast(1.0, light) >= contrast(0.0, light) { "#fff" } else { DARK }
}

const DARK: &str = "#000";

/// WCAG 2.2, "contrast ratio".
fn contrast(one: f64, other: f64) -> f64 {
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// WCAG 2.2, "relative luminance": 0 for black, 1 for white.
fn luminance(colour: &str) -> f64 {
    let part = |at: usize| {
        let byte = colour.get(at..at + 2).and_then(|digits| u8::from_str_radix(digits, 16).ok()).unwrap_or(0);
        let share = f64::from(byte) / 255.0;
        if share <= 0.04045 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5)
}

#[cfg(test)]
mod tests {
    use networks::NETWORKS;

    use super::*;

    #[test]
    fn every_network_s_name_can_be_read_on_its_colour() {
        for network in NETWORKS {
            let ink = if ink_on(network.about.colour) == DARK { 0.0 } else { 1.0 };
            let ratio = contrast(ink, luminance(network.about.colour));
            assert!(ratio >= 4.5, "{}: {ratio:.2}", network.about.name);
        }
    }
}
