//! Faults: the eight that are planted in the shop, each of a kind that real shops have. docs/demo.md tells them.

use super::pages::Page;

/// What is done to a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Plant {
    /// The card's picture is the file that came from the camera.
    HeavyPicture,
    /// The template names the picture without the site's address.
    HalfAddress,
    /// There is no picture to name.
    NoPicture,
    /// The template gives every page one title.
    OneTitle,
    /// The title is a list of search words.
    LongTitle,
    /// The address is still that of the copy on which the page was written.
    StaleHost,
    /// The theme's styles stand in the page, before what it says of itself.
    LateTags,
    /// robots.txt shuts a preview agent out.
    ShutOut,
}

impl Plant {
    /// Whether a card mends it, and nothing else: there is no picture, or none that networks take.
    pub(crate) fn waits_for_a_card(self) -> bool {
        matches!(self, Self::HeavyPicture | Self::NoPicture)
    }
}

/// A planted fault.
pub(crate) struct Fault {
    pub(crate) plant: Plant,
    /// The rule that finds it, and what else is found because of it.
    #[cfg_attr(not(test), expect(dead_code, reason = "the table says what is found; the tests hold it to that"))]
    pub(crate) rules: &'static [&'static str],
    /// On these pages.
    pub(crate) on: fn(&str) -> bool,
}

pub(crate) static FAULTS: &[Fault] = &[
    Fault { plant: Plant::HeavyPicture, rules: &["image-over-600kb"], on: |path| path == "/" },
    Fault { plant: Plant::HalfAddress, rules: &["og-image-relative"], on: |path| path.starts_with("/cakes/") },
    Fault { plant: Plant::NoPicture, rules: &["og-image-missing"], on: |path| path.starts_with("/pantry/") },
    Fault { plant: Plant::OneTitle, rules: &["title-not-unique"], on: |path| path.starts_with("/gifts/") },
    Fault { plant: Plant::LongTitle, rules: &["title-over-70-characters"], on: |path| path.starts_with("/pastries/") },
    Fault {
        plant: Plant::StaleHost,
        rules: &["og-url-stale-host", "og-url-differs-from-canonical"],
        on: |path| matches!(path, "/about" | "/visit" | "/delivery" | "/contact"),
    },
    Fault { plant: Plant::LateTags, rules: &["tags-after-32k"], on: |path| path.starts_with("/journal/") },
    Fault { plant: Plant::ShutOut, rules: &["robots-blocks-preview-agent"], on: |path| path.starts_with("/recipes/") },
];

/// What is planted in `page`.
pub(crate) fn planted(page: &Page) -> Option<Plant> {
    FAULTS.iter().find(|fault| (fault.on)(&page.path)).map(|fault| fault.plant)
}
