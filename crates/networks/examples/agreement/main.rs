//! How far our previews agree with the programs that really fetch: Misskey's summaly and Matrix' Synapse.
//!
//! ```text
//! cargo run --package networks --example agreement -- pages FOLDER
//! node summaly_read.mjs FOLDER > summaly.jsonl      (xtask/peers)
//! python synapse_read.py FOLDER > synapse.jsonl     (xtask/peers)
//! cargo run --package networks --example agreement -- compare FOLDER summaly.jsonl synapse.jsonl
//! ```
//!
//! The last line of each table counts: fields that agree, all fields, differences for a known reason, and for none. A
//! difference that [`known`] does not explain ends the comparison with exit code 1. `agreement speed FOLDER` measures
//! how long all previews of a page take. `cargo xtask prove previews` does all of it.

#![expect(clippy::expect_used, reason = "a tool for developers: it may stop where it stands")]

mod corpus;
mod known;

use std::collections::BTreeMap;
use std::hint::black_box;
use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;
use std::{env, fs};

use domain::{ImageFacts, ImageKind, Images, Page};
use networks::{Layout, Preview, id, network, previewing};
use serde::Deserialize;
use url::Url;

/// What a fetcher made of one page.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Answer {
    page: String,
    url: String,
    title: Option<String>,
    description: Option<String>,
    image: Option<String>,
    site: Option<String>,
    large: Option<bool>,
    creator: Option<String>,
    error: Option<String>,
}

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["pages", folder] => {
            write(Path::new(folder));
            ExitCode::SUCCESS
        }
        ["compare", folder, summaly, synapse] => {
            let folder = Path::new(folder);
            let mut open = 0;
            open += compare(folder, "Misskey", &id::MISSKEY, &answers(summaly));
            open += compare(folder, "Matrix", &id::MATRIX, &answers(synapse));
            ExitCode::from(u8::from(open > 0))
        }
        ["speed", folder] => {
            speed(Path::new(folder));
            ExitCode::SUCCESS
        }
        _ => {
            eprintln!(
                "agreement pages FOLDER | agreement speed FOLDER | agreement compare FOLDER SUMMALY.jsonl SYNAPSE.jsonl"
            );
            ExitCode::from(2)
        }
    }
}

fn write(folder: &Path) {
    fs::create_dir_all(folder).expect("the folder can be made");
    let pages = corpus::pages();
    for (name, body) in &pages {
        fs::write(folder.join(name), body).expect("the folder can be written to");
    }
    println!("{} pages in {}", pages.len(), folder.display());
}

/// The time that all previews of one page take: of the pages of the folder in turn, and of one that says everything.
fn speed(folder: &Path) {
    let entries = fs::read_dir(folder).expect("the folder is there");
    let files = entries.map(|entry| entry.expect("the folder can be read").path());
    let pages: Vec<Page> = files
        .map(|file| read(&fs::read(file).expect("a page can be read"), "https://bakery.example/cakes/apple"))
        .collect();
    let full = read(FULL.as_bytes(), "https://bakery.example/cakes/apple");
    let mut images = Images::default();
    let facts = ImageFacts {
        kind: Some(ImageKind::Jpeg),
        width: 1200,
        height: 630,
        bytes: Some(180_000),
        ..ImageFacts::default()
    };
    images.insert(&Url::parse("https://bakery.example/cake.jpg").expect("an address"), facts);
    println!("a page of the folder: {:.1} µs for {} previews", microseconds(pages.iter(), &images), previewing().len());
    println!("MICROSECONDS {:.1}", microseconds(std::iter::repeat_n(&full, 10_000), &images));
}

/// The median over groups of ten pages, so that a machine with other work to do does not count.
fn microseconds<'a>(pages: impl Iterator<Item = &'a Page>, images: &Images) -> f64 {
    const GROUP: usize = 10;
    let pages: Vec<&Page> = pages.collect();
    let mut times: Vec<f64> = pages
        .chunks_exact(GROUP)
        .map(|group| {
            let start = Instant::now();
            for page in group {
                for network in previewing() {
                    black_box(network.draw(black_box(page), images));
                }
            }
            start.elapsed().as_secs_f64() * 1e6 / GROUP as f64
        })
        .collect();
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

/// A page with all that plug-ins for search engines write.
const FULL: &str = r#"<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Apple cake – Bakery</title>
<meta name="description" content="Moist, with cinnamon, and ready in an hour: the recipe of our grandmother."><meta name="robots" content="index, follow">
<link rel="canonical" href="https://bakery.example/cakes/apple"><meta property="og:locale" content="en_GB"><meta property="og:type" content="article">
<meta property="og:title" content="Apple cake, warm from the oven"><meta property="og:description" content="Moist, with cinnamon, and ready in an hour: the recipe of our grandmother.">
<meta property="og:url" content="https://bakery.example/cakes/apple"><meta property="og:site_name" content="Bakery"><meta property="article:published_time" content="2026-05-04T08:00:00+00:00">
<meta property="og:image" content="https://bakery.example/cake.jpg"><meta property="og:image:width" content="1200"><meta property="og:image:height" content="630">
<meta property="og:image:type" content="image/jpeg"><meta name="author" content="A. Baker"><meta name="twitter:card" content="summary_large_image">
<meta name="twitter:title" content="Apple cake"><meta name="twitter:description" content="Moist, with cinnamon."><meta name="twitter:image" content="https://bakery.example/cake.jpg">
<link rel="icon" href="/icon.png"><link rel="apple-touch-icon" href="/touch.png"><meta name="generator" content="WordPress 6.8">
<script type="application/ld+json">{"@context":"https://schema.org","@graph":[{"@type":"Article","headline":"Apple cake","image":"https://bakery.example/cake.jpg"},{"@type":"WebPage","name":"Apple cake"}]}</script>
</head><body><h1>Apple cake</h1><p>Take four apples, a little butter, and more cinnamon than you think is right.</p></body></html>"#;

fn answers(file: &str) -> Vec<Answer> {
    let text = fs::read_to_string(file).unwrap_or_else(|error| panic!("{file}: {error}"));
    text.lines().map(|line| serde_json::from_str(line).expect("a line is an answer")).collect()
}

/// One field as they have it and as we have it.
struct Field {
    name: &'static str,
    theirs: Option<String>,
    ours: Option<String>,
}

/// Prints the table for one network; answers with the number of differences that nobody explains.
fn compare(folder: &Path, name: &str, id: &domain::NetworkId, answers: &[Answer]) -> usize {
    let network = network(id).expect("the network is listed");
    let mut fields: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    let mut explained: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    let mut open = Vec::new();
    for answer in answers {
        let body = fs::read(folder.join(&answer.page)).expect("the page is there");
        let page = read(&body, &answer.url);
        let preview = network.draw(&page, &Images::default());
        for Field { name: field, theirs, ours } in fields_of(answer, &preview) {
            let (agree, all) = fields.entry(field).or_default();
            *all += 1;
            if theirs == ours {
                *agree += 1;
                continue;
            }
            let told = format!("{} {field}: they {theirs:?}, we {ours:?}", answer.page);
            match known::why(id, field, &page, &body, theirs.as_deref()) {
                Some(why) => explained.entry(why).or_default().push(told),
                None => open.push(told),
            }
        }
    }
    println!("{name}: {} pages", answers.len());
    for (field, (agree, all)) in &fields {
        println!("  {field:<12} {agree:>5} of {all} agree");
    }
    for (why, cases) in &explained {
        println!("  {:>3} × {why}", cases.len());
        println!("        such as {}", cases[0]);
    }
    for told in &open {
        println!("  NOT EXPLAINED {told}");
    }
    let (agree, all) = fields.values().fold((0, 0), |sum, it| (sum.0 + it.0, sum.1 + it.1));
    println!("SUMMARY {name} {agree} {all} {} {}", all - agree - open.len(), open.len());
    open.len()
}

fn read(body: &[u8], url: &str) -> Page {
    let fetched = domain::Fetched { status: 200, content_type: Some("text/html".to_owned()), ..Default::default() };
    pages::read(
        body,
        pages::Source { url: Url::parse(url).expect("the fetcher's address is one"), fetched: Some(fetched) },
    )
    .page
}

fn fields_of(answer: &Answer, preview: &Preview) -> Vec<Field> {
    let field =
        |name, theirs: Option<&str>, ours: Option<&str>| Field { name, theirs: folded(theirs), ours: folded(ours) };
    let nothing =
        answer.error.is_some() || [&answer.title, &answer.description, &answer.image].iter().all(|it| it.is_none());
    let drawn = preview.layout != Layout::Nothing;
    let mut fields = vec![Field { name: "card", theirs: Some((!nothing).to_string()), ours: Some(drawn.to_string()) }];
    if nothing || !drawn {
        return fields;
    }
    // Where nobody names a title, apps show the address; the fetchers say nothing, or the host.
    let title = preview.title.as_ref().filter(|it| it.from != "address" || folded(answer.title.as_deref()).is_some());
    fields.push(field("title", answer.title.as_deref(), title.map(|it| it.text.as_str())));
    let description = preview.description.as_ref();
    fields.push(field("description", answer.description.as_deref(), description.map(|it| it.text.as_str())));
    fields.push(Field {
        name: "image",
        // An empty address leads back to the page, which is no picture.
        theirs: answer.image.as_deref().map(whole).filter(|it| *it != answer.url),
        ours: preview.picture.as_ref().map(|it| it.url.to_string()),
    });
    fields.push(field("site", answer.site.as_deref(), preview.host.as_deref()));
    if let (Some(large), Some(_)) = (answer.large, &preview.picture) {
        fields.push(Field {
            name: "large",
            theirs: Some(large.to_string()),
            ours: Some((preview.layout == Layout::Large).to_string()),
        });
    }
    if answer.creator.is_some() {
        fields.push(field("creator", answer.creator.as_deref(), preview.author.as_deref()));
    }
    fields
}

/// White space is drawn as one space, whatever it was.
fn folded(text: Option<&str>) -> Option<String> {
    text.map(|text| text.split_whitespace().collect::<Vec<_>>().join(" ")).filter(|text| !text.is_empty())
}

/// An address in the writing of the URL Standard, so that one address is not two.
fn whole(address: &str) -> String {
    Url::parse(address).map_or_else(|_| address.to_owned(), |url| url.to_string())
}
