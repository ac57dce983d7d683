//! Crops: what each network cuts out of a card.

use domain::{Images, planned_card};
use networks::{Shape, previewing};
use schemars::JsonSchema;
use serde::Serialize;
use url::Url;

use super::{HEIGHT, WIDTH};

/// What networks cut out of a card.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "CardCrop")]
pub struct Crop {
    /// Their frame.
    pub shape: Shape,
    /// Width by height.
    pub ratio: f64,
    /// Their names.
    pub networks: Vec<&'static str>,
}

/// The frames of the networks that show a card, each as they draw it.
pub fn crops() -> Vec<Crop> {
    let Ok(url) = Url::parse("https://card.example/") else { return Vec::new() };
    let html = format!(
        "<!doctype html><title>A card</title><meta property=og:title content=\"A card\">\
         <meta property=og:description content=\"A page with a card\"><meta property=og:image content=\"{}\">\
         <meta property=og:image:width content={WIDTH}><meta property=og:image:height content={HEIGHT}>\
         <meta name=twitter:card content=summary_large_image>",
        planned_card(&url)
    );
    let page = pages::read(html.as_bytes(), pages::Source { url, fetched: None }).page;
    let mut crops: Vec<Crop> = Vec::new();
    for network in previewing() {
        let Some(picture) = network.draw(&page, &Images::default()).picture else { continue };
        match crops.iter_mut().find(|crop| crop.shape == picture.shape) {
            Some(crop) => crop.networks.push(network.about.name),
            None => crops.push(Crop {
                shape: picture.shape,
                ratio: match picture.shape {
                    Shape::Wide | Shape::Natural => f64::from(WIDTH) / f64::from(HEIGHT),
                    Shape::Film => 16.0 / 9.0,
                    Shape::Square => 1.0,
                },
                networks: vec![network.about.name],
            }),
        }
    }
    crops
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_network_that_draws_a_card_has_one_frame() {
        let crops = crops();
        let mut names: Vec<&str> = crops.iter().flat_map(|crop| crop.networks.iter().copied()).collect();
        let all = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), all);
        assert!(all > previewing().len() / 2 && crops.iter().any(|crop| crop.shape == Shape::Wide), "{crops:?}");
    }
}
