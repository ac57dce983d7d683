//! The fonts that the program carries, as the build script fetched them.

use super::{Family, Font};

include!(concat!(env!("OUT_DIR"), "/typefaces.rs"));

/// The fonts, families before what stands in for them.
pub(super) fn fonts() -> Vec<Font> {
    FILES.iter().map(|(_, family, weight, bytes)| Font::embedded(family.clone(), *weight, bytes)).collect()
}

/// Package and licence of each typeface.
pub fn licences() -> &'static [(&'static str, &'static str)] {
    LICENCES
}

/// Why the program carries no typeface; `None` where it does.
pub fn why_none() -> Option<&'static str> {
    FILES.is_empty().then_some(WHY_NONE)
}
