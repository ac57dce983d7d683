//! Every `cases/NAME.html` of a network's folder is drawn by that network; `NAME.snap` beside it holds the drawing.
//!
//! The page lives at https://bakery.example/cakes/apple, unless `NAME.json` says otherwise:
//! `{"url": …, "fetched": {…}, "images": {"https://…": {…}}}`, with the fields of `domain::Fetched` and
//! `domain::ImageFacts`, of which those left out are as usual. `pad` puts so many bytes of comment in the place of
//! `<!--pad-->`. The picture https://bakery.example/cake.jpg is a JPEG of 1200 × 630 and 180 KB.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use domain::{Fetched, ImageFacts, Images};
use networks::{Network, Preview, previewing};
use serde_json::{Value, json};
use url::Url;

#[test]
fn every_case_is_drawn_as_its_snapshot_says() {
    for network in previewing() {
        let folder = folder(network).join("cases");
        for case in html_files(&folder) {
            let drawn = drawing(&draw(network, &case));
            let name = case.file_stem().unwrap().to_string_lossy().into_owned();
            insta::with_settings!({
                snapshot_path => &folder,
                prepend_module_to_snapshot => false,
                omit_expression => true,
            }, {
                insta::assert_snapshot!(name, drawn);
            });
        }
    }
}

pub(super) fn folder(network: &Network) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(network.id.as_str())
}

pub(super) fn html_files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|it| it == "html"));
    files.sort();
    files
}

fn draw(network: &Network, case: &Path) -> Preview {
    let around: Value = fs::read_to_string(case.with_extension("json")).map_or(Value::Null, |text| {
        serde_json::from_str(&text).unwrap_or_else(|it| panic!("{}: {it}", case.display()))
    });
    let mut html = fs::read_to_string(case).unwrap();
    if let Some(pad) = around["pad"].as_u64() {
        html = html.replace("<!--pad-->", &format!("<!--{}-->", "x".repeat(pad as usize)));
    }
    let url = around["url"].as_str().unwrap_or("https://bakery.example/cakes/apple");
    let fetched = around.get("fetched").map(|said| {
        let usual =
            Fetched { status: 200, content_type: Some("text/html; charset=utf-8".to_owned()), ..Fetched::default() };
        serde_json::from_value(over(json!(usual), said)).unwrap()
    });
    let page = pages::read(html.as_bytes(), pages::Source { url: Url::parse(url).unwrap(), fetched }).page;
    network.draw(&page, &images(&around["images"]))
}

fn images(said: &Value) -> Images {
    let mut images = Images::default();
    let usual = json!(ImageFacts { millis: 80, status: 200, ..ImageFacts::default() });
    let cake = json!({"kind": "jpeg", "declared": "jpeg", "width": 1200, "height": 630, "bytes": 180_000});
    let mut keep = |address: &str, said: &Value| {
        let facts: ImageFacts = serde_json::from_value(over(usual.clone(), said)).unwrap();
        images.insert(&Url::parse(address).unwrap(), facts);
    };
    keep("https://bakery.example/cake.jpg", &cake);
    for (address, said) in said.as_object().into_iter().flatten() {
        keep(address, said);
    }
    images
}

fn over(mut usual: Value, said: &Value) -> Value {
    for (key, value) in said.as_object().into_iter().flatten() {
        usual[key] = value.clone();
    }
    usual
}

/// A preview as text, one line for each thing that is drawn.
fn drawing(preview: &Preview) -> String {
    let word = |value: Value| value.as_str().unwrap_or_default().replace('_', " ");
    let mut text = format!("{}, {}\n", word(json!(preview.verdict)), word(json!(preview.layout)));
    let mut line = |name: &str, value: String| writeln!(text, "{name:<12}{value}").unwrap();
    for (name, it) in [("title", &preview.title), ("description", &preview.description)] {
        if let Some(it) = it {
            line(name, format!("{:?} by {}{}", it.text, it.from, if it.cut { ", cut" } else { "" }));
        }
    }
    if let Some(it) = &preview.picture {
        let checked = if it.checked { "" } else { ", not looked at" };
        line("picture", format!("{} by {}, {}{checked}", it.url, it.from, word(json!(it.shape))));
        if let Some(alt) = &it.alt {
            line("alt", format!("{alt:?}"));
        }
    }
    for (name, it) in [("host", &preview.host), ("author", &preview.author)] {
        if let Some(it) = it {
            line(name, it.clone());
        }
    }
    for why in &preview.why {
        line("why", why.clone());
    }
    text
}
