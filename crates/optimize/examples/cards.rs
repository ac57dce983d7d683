//! Draws a card for each line of a file, as `cargo xtask bench card` times it: `cards TITLES FOLDER`.
//!
//! It prints a line of JSON for each: how many milliseconds it took, and how many bytes it has.

use std::error::Error;
use std::fs;
use std::path::PathBuf;
use std::time::Instant;

use optimize::card::{Fonts, Kind, Recipe, Source, Texts, render};

fn main() -> Result<(), Box<dyn Error>> {
    let mut given = std::env::args().skip(1);
    let (Some(titles), Some(folder)) = (given.next(), given.next().map(PathBuf::from)) else {
        return Err("give a file of titles and a folder".into());
    };
    let fonts = Fonts::embedded();
    for (at, title) in fs::read_to_string(titles)?.lines().enumerate() {
        let recipe = Recipe {
            template: Source::Kind(Kind::Article),
            texts: Texts {
                title: title.to_owned(),
                description: "A slow dough needs less yeast, keeps longer, and tastes of the field.".to_owned(),
                site: "Stone Oven Bakery".to_owned(),
                author: "Ida Brandt".to_owned(),
                date: "4 May 2026".to_owned(),
                address: "stoneoven.example".to_owned(),
                ..Texts::default()
            },
            ..Recipe::default()
        };
        let began = Instant::now();
        let card = render(&recipe, None, &fonts)?;
        let millis = began.elapsed().as_secs_f64() * 1000.0;
        fs::write(folder.join(format!("{at:03}.png")), &card.bytes)?;
        println!("{}", serde_json::json!({ "millis": millis, "bytes": card.bytes.len() }));
    }
    Ok(())
}
