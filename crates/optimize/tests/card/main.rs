//! Cards: golden pictures of recipes, and what bad input does not do.
//!
//! `recipes/NAME.json` beside `recipes/NAME.png`. `UPDATE_CARDS=1` writes the pictures anew; look at each of them then.

#![expect(clippy::unwrap_used, reason = "a case that cannot be read fails the test")]

mod logos;
mod templates;
mod texts;

use std::fs;
use std::path::{Path, PathBuf};

use optimize::card::fonts::folder;
use optimize::card::{Card, Fonts, Kind, LARGEST, Logo, Recipe, render};
use serde::Deserialize;

/// A recipe, and the file of its logo.
#[derive(Deserialize)]
struct Case {
    logo: Option<String>,
    recipe: Recipe,
}

pub(crate) fn here() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/card")
}

/// The embedded fonts, with Japanese letters and emoji of a folder.
pub(crate) fn fonts() -> Fonts {
    let mut fonts = Fonts::embedded();
    let skipped = folder::read(&here().join("fonts"), &mut fonts).unwrap();
    assert!(skipped.is_empty(), "{skipped:?}");
    fonts
}

pub(crate) fn card(recipe: &Recipe, fonts: &Fonts) -> Card {
    let card = render(recipe, None, fonts).unwrap();
    assert!(card.bytes.len() < LARGEST, "{} bytes", card.bytes.len());
    assert!(card.alt.chars().count() <= 420);
    card
}

#[test]
fn each_recipe_is_its_golden_picture() {
    let fonts = fonts();
    let update = std::env::var_os("UPDATE_CARDS").is_some();
    let mut names: Vec<PathBuf> =
        fs::read_dir(here().join("recipes")).unwrap().map(|entry| entry.unwrap().path()).collect();
    names.retain(|path| path.extension().is_some_and(|it| it == "json"));
    names.sort();
    assert!(names.len() > 20);
    let mut wrong = Vec::new();
    for path in names {
        let mut case: Case = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
        let logo = case.logo.map(|name| Logo::read(&fs::read(here().join("logos").join(name)).unwrap()).unwrap());
        case.recipe.brand.logo = logo.as_ref().map(|logo| logo.hash().to_owned());
        let card = render(&case.recipe, logo.as_ref(), &fonts).unwrap();
        assert!(card.bytes.len() < LARGEST, "{}: {} bytes", path.display(), card.bytes.len());
        let golden = path.with_extension("png");
        if update {
            fs::write(&golden, &card.bytes).unwrap();
            continue;
        }
        let wanted = fs::read(&golden).ok().and_then(|bytes| image::load_from_memory(&bytes).ok());
        let drawn = image::load_from_memory(&card.bytes).unwrap().into_rgb8();
        let same = wanted.is_some_and(|wanted| {
            let wanted = wanted.into_rgb8();
            let apart: u64 = wanted.iter().zip(drawn.iter()).map(|(a, b)| u64::from(a.abs_diff(*b))).sum();
            // Processors round the last bit of an edge differently; a letter that moves is a thousand times as much.
            wanted.dimensions() == drawn.dimensions() && apart < 2_000
        });
        if !same {
            wrong.push(path.file_stem().unwrap().to_string_lossy().into_owned());
        }
    }
    assert!(wrong.is_empty(), "look at these, then UPDATE_CARDS=1: {wrong:?}");
}

#[test]
fn the_same_recipe_is_the_same_bytes_and_the_same_address() {
    let fonts = fonts();
    let recipe = Recipe {
        texts: optimize::card::Texts { title: "Rye bread".to_owned(), ..Default::default() },
        ..Recipe::default()
    };
    assert_eq!(card(&recipe, &fonts), card(&recipe, &fonts));
    let address = recipe.address(&fonts);
    assert_eq!(address, recipe.clone().address(&fonts));
    assert_eq!(address.len(), 32);
    // A font that draws none of its letters changes nothing.
    assert_eq!(address, recipe.address(&Fonts::embedded()));
    for other in [
        Recipe { template: optimize::card::Source::Kind(Kind::Article), ..recipe.clone() },
        Recipe {
            texts: optimize::card::Texts { title: "Rye bread.".to_owned(), ..Default::default() },
            ..recipe.clone()
        },
        Recipe {
            brand: optimize::card::Brand { colour: "#000".parse().unwrap(), ..Default::default() },
            ..recipe.clone()
        },
    ] {
        assert_ne!(other.address(&fonts), address);
    }
    let japanese = Recipe {
        texts: optimize::card::Texts { title: "石窯".to_owned(), ..Default::default() },
        ..Recipe::default()
    };
    assert_ne!(japanese.address(&fonts), japanese.address(&Fonts::embedded()), "another font draws it");
    let written = serde_json::to_string(&recipe).unwrap();
    assert_eq!(serde_json::from_str::<Recipe>(&written).unwrap(), recipe);
}
