//! Typefaces: those that the program carries, and those of a folder. They are read once and shared between threads.
//!
//! No typeface of the machine is ever used: a card looks the same wherever it is made. Start at [`Fonts::embedded`].

mod embedded;
pub mod folder;
mod names;
mod woff;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use rustybuzz::ttf_parser::{self, Face, Tag};
use sha2::{Digest, Sha256};
use unicode_segmentation::UnicodeSegmentation;

use super::text::clean::clean;
use super::{Recipe, Texts};
pub use embedded::{licences, why_none};

/// A family that a font belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Family {
    /// The one without serifs.
    Sans,
    /// The one with serifs.
    Serif,
    /// Stands in for any family where that lacks a letter.
    Any,
    /// One of a fonts folder.
    Own(String),
}

/// One font of one weight.
pub(super) struct Font {
    pub(super) family: Family,
    pub(super) bold: bool,
    /// Which one of a collection.
    index: u32,
    /// The weight that is asked of a variable font.
    weight: Option<f32>,
    /// Draws in colours of its own.
    pub(super) colours: bool,
    file: File,
}

/// The bytes of a font.
enum File {
    /// Unpacked when it is first needed.
    Embedded(&'static [u8], OnceLock<Option<Vec<u8>>>),
    Own(std::sync::Arc<Vec<u8>>, [u8; 32]),
}

/// Why a font is not used.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum Unusable {
    /// It cannot be read.
    #[error("it is broken, or no font at all")]
    Broken,
    /// It is packed as WOFF2.
    #[error("it is packed as WOFF2: put the TTF, OTF or WOFF file of the font there instead")]
    Woff2,
    /// It is slanted.
    #[error("it is an italic, which cards do not use")]
    Italic,
}

/// All fonts that cards are drawn with.
pub struct Fonts {
    pub(super) fonts: Vec<Font>,
}

impl Fonts {
    /// The fonts that the program carries: Latin, Greek, Cyrillic, Arabic and Hebrew.
    pub fn embedded() -> Self {
        Self { fonts: embedded::fonts() }
    }

    /// Whether there is none at all, so that no letter could be drawn.
    pub fn is_empty(&self) -> bool {
        self.fonts.is_empty()
    }

    /// Takes the font file `bytes` in; a collection brings several fonts.
    pub fn add(&mut self, bytes: &[u8]) -> Result<(), Unusable> {
        let plain = match bytes.get(..4) {
            Some(b"wOF2") => return Err(Unusable::Woff2),
            Some(b"wOFF") => woff::unpacked(bytes).ok_or(Unusable::Broken)?,
            _ => bytes.to_vec(),
        };
        let hash: [u8; 32] = Sha256::digest(&plain).into();
        let plain = std::sync::Arc::new(plain);
        let mut added = Err(Unusable::Broken);
        for index in 0..ttf_parser::fonts_in_collection(&plain).unwrap_or(1).min(64) {
            match read(&plain, index) {
                Ok(read) => {
                    for (bold, weight) in read.weights {
                        self.fonts.push(Font {
                            family: Family::Own(read.family.clone()),
                            bold,
                            index,
                            weight,
                            colours: read.colours,
                            file: File::Own(std::sync::Arc::clone(&plain), hash),
                        });
                    }
                    added = Ok(());
                }
                Err(why) if added.is_err() => added = Err(why),
                Err(_) => {}
            }
        }
        added
    }

    /// The names of the families that a brand may ask for, beside `sans` and `serif`.
    pub fn families(&self) -> BTreeSet<&str> {
        self.fonts
            .iter()
            .filter_map(|font| if let Family::Own(name) = &font.family { Some(&**name) } else { None })
            .collect()
    }

    /// The scripts of `texts` that no font covers, in the order in which they stand there: `Japanese`, `emoji`.
    pub fn missing<'a>(&self, texts: impl IntoIterator<Item = &'a str>) -> Vec<String> {
        let mut missing: Vec<String> = Vec::new();
        let faces = super::text::faces::Faces::new(self, "sans");
        for text in texts {
            let text = clean(text);
            for cluster in text.graphemes(true) {
                if faces.covering(cluster, false, "sans").is_none() {
                    let name = names::script_of(cluster, &text).into_owned();
                    if !missing.contains(&name) {
                        missing.push(name);
                    }
                }
            }
        }
        missing
    }

    /// The scripts that no font covers, and in how many of `recipes` each stands.
    pub fn missing_in<'a>(&self, recipes: impl IntoIterator<Item = &'a Recipe>) -> BTreeMap<String, u32> {
        let mut missing = BTreeMap::new();
        for script in recipes.into_iter().flat_map(|recipe| self.missing(recipe.texts.all())) {
            *missing.entry(script).or_default() += 1;
        }
        missing
    }

    /// The hashes of the fonts of a folder that draw letters of `texts`.
    pub(super) fn beyond(&self, texts: &Texts, typeface: &str) -> BTreeSet<[u8; 32]> {
        if self.fonts.iter().all(|font| matches!(font.file, File::Embedded(..))) {
            return BTreeSet::new();
        }
        let faces = super::text::faces::Faces::new(self, typeface);
        let mut hashes = BTreeSet::new();
        for text in texts.all() {
            for cluster in clean(text).graphemes(true) {
                for bold in [false, true] {
                    let font = faces.covering(cluster, bold, typeface).map(|at| &self.fonts[at].file);
                    if let Some(File::Own(_, hash)) = font {
                        hashes.insert(*hash);
                    }
                }
            }
        }
        hashes
    }
}

impl std::fmt::Debug for Fonts {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{} fonts", self.fonts.len())
    }
}

impl Font {
    /// What the program carries.
    fn embedded(family: Family, weight: u16, bytes: &'static [u8]) -> Self {
        let file = File::Embedded(bytes, OnceLock::new());
        Self { family, bold: weight >= 600, index: 0, weight: None, colours: false, file }
    }

    /// The font, ready to be asked for glyphs.
    pub(super) fn face(&self) -> Option<Face<'_>> {
        let bytes = match &self.file {
            File::Embedded(packed, plain) => plain.get_or_init(|| woff::unpacked(packed)).as_deref()?,
            File::Own(bytes, _) => bytes,
        };
        let mut face = Face::parse(bytes, self.index).ok()?;
        if let Some(weight) = self.weight {
            face.set_variation(Tag::from_bytes(b"wght"), weight);
        }
        Some(face)
    }
}

/// What a font says of itself.
struct Read {
    family: String,
    /// Bold or not, and the weight that is to be asked for.
    weights: Vec<(bool, Option<f32>)>,
    colours: bool,
}

fn read(bytes: &[u8], index: u32) -> Result<Read, Unusable> {
    let face = Face::parse(bytes, index).map_err(|_| Unusable::Broken)?;
    let tables = face.tables();
    let colours = tables.colr.is_some() || tables.cbdt.is_some() || tables.sbix.is_some();
    let outlines = tables.glyf.is_some() || tables.cff.is_some() || tables.cff2.is_some();
    if !(colours || outlines) || tables.cmap.is_none() || face.number_of_glyphs() == 0 || face.units_per_em() < 16 {
        return Err(Unusable::Broken);
    }
    if face.is_italic() {
        return Err(Unusable::Italic);
    }
    let axis = face.variation_axes().into_iter().find(|axis| axis.tag == Tag::from_bytes(b"wght"));
    let weights = match axis {
        Some(axis) => [400.0_f32, 700.0]
            .into_iter()
            .map(|weight| (weight > 600.0, Some(weight.clamp(axis.min_value, axis.max_value.max(axis.min_value)))))
            .collect(),
        None => vec![(face.is_bold() || face.weight().to_number() >= 600, None)],
    };
    Ok(Read { family: family(&face).map_or_else(|| "without a name".to_owned(), Cow::into_owned), weights, colours })
}

/// The family's name: the typographic one (id 16) before the one for old programs (id 1).
fn family(face: &Face<'_>) -> Option<Cow<'static, str>> {
    [16, 1].into_iter().find_map(|id| {
        let named = face.names().into_iter().filter(|name| name.name_id == id);
        named.filter_map(|name| name.to_string()).find(|name| !name.trim().is_empty()).map(Cow::Owned)
    })
}
