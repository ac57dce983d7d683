//! What is written on a network's colour.

use crate::colour::Colour;

/// What is written on `background`, `#rrggbb`: white or black, whichever stands out more. One of the two always
/// does by 4.5 to 1, which WCAG 2.2 asks for (1.4.3).
pub(super) fn ink_on(background: &str) -> &'static str {
    let ground = background.parse().unwrap_or(Colour::BLACK);
    if ground.ink() == Colour::WHITE { "#fff" } else { DARK }
}

const DARK: &str = "#000";

#[cfg(test)]
mod tests {
    use networks::NETWORKS;

    use super::*;

    #[test]
    fn every_network_s_name_can_be_read_on_its_colour() {
        for network in NETWORKS {
            let ground: Colour = network.about.colour.parse().unwrap();
            let ratio = ground.contrast(ink_on(network.about.colour).parse().unwrap());
            assert!(ratio >= 4.5, "{}: {ratio:.2}", network.about.name);
        }
    }
}
