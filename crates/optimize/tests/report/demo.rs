//! An invented bakery's website of any size, audited in memory: for tests, and for looking at reports.

#![expect(clippy::unwrap_used, clippy::format_push_string, reason = "an invented site does not fail, and is short")]

use std::collections::BTreeMap;
use std::io::Cursor;
use std::time::Duration;

use domain::{Fetched, ImageFacts, ImageFault, ImageKind, Images, Page};
use jiff::Timestamp;
use optimize::audit::{Audit, Needs, Seen, Site};
use optimize::report::Thumbnails;
use url::Url;

pub(crate) const HOME: &str = "https://bakery.example/";

const SUBJECTS: [(&str, &str); 12] = [
    ("bread", "Sourdough, how we bake it"),
    ("bread", "Rye with walnuts"),
    ("order", "Order a birthday cake"),
    ("hours", "Opening hours"),
    ("about", "Our story, from one oven in a shed to three shops and a mill by the river that still turns"),
    ("vouchers", "Gift vouchers"),
    ("recipes", "Plum tart on yeast dough"),
    ("recipes", "パンの耳でつくるラスク"),
    ("blog", "Why we stopped baking at night"),
    ("bread", "Seeds <b>&amp;</b> crusts"),
    ("blog", "Flour prices in 2026"),
    ("press", "Two prizes for our baguette"),
];

/// An audit of `count` pages.
pub(crate) fn audit(count: usize) -> Audit {
    let pages: Vec<Page> = (0..count).map(page).collect();
    let mut site = Site::default();
    for page in &pages {
        site.add(page);
    }
    let mut images = Images::default();
    for number in 0..PICTURES {
        images.insert(&picture(number), facts(number));
    }
    let unseen = BTreeMap::from([
        (Needs::Render, "pages were read without running their scripts; --render runs them".to_owned()),
        (Needs::History, "this is the first audit that is kept".to_owned()),
    ]);
    let seen = Seen { site, images, unseen, ..Seen::default() };
    let unread = vec![("https://bakery.example/old-menu".to_owned(), "the server answered 500".to_owned())];
    conclude(seen, pages, unread)
}

/// A site at which nothing could be read.
pub(crate) fn unreadable() -> Audit {
    conclude(Seen::default(), Vec::new(), vec![(HOME.to_owned(), "nobody answers at bakery.example".to_owned())])
}

/// A site of one page that would like to run scripts, steer terminals and end files early.
pub(crate) fn hostile() -> Audit {
    let evil = "</script><!--<script><img src=x onerror=alert(1)>\u{1b}[2J\u{202e}\u{9b}\u{7} ``` | [x](javascript:alert(1)) %0A::error::";
    let written = evil.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;");
    let body = format!(
        "<!doctype html><html><head><title>{written}</title><meta property=\"og:title\" content=\"{written}\">\
         <meta property=\"og:image\" content=\"javascript:alert(1)\"><meta property=\"og:url\" content=\"{written}\">\
         <meta name=\"twitter:card\" content=\"{written}\"></head><body><h1>{written}</h1></body></html>"
    );
    let url = Url::parse("https://bakery.example/%3Cscript%3E?\"><img src=x>").unwrap();
    let page = pages::read(body.as_bytes(), pages::Source { url, fetched: None }).page;
    conclude(Seen::default(), vec![page], Vec::new())
}

fn conclude(seen: Seen, pages: Vec<Page>, unread: Vec<(String, String)>) -> Audit {
    let started: Timestamp = "2026-11-22T09:30:00Z".parse().unwrap();
    Audit::conclude(HOME.to_owned(), started, Duration::from_secs(171), seen, Box::new(pages), unread).unwrap()
}

fn page(number: usize) -> Page {
    let (section, subject) = SUBJECTS[number % SUBJECTS.len()];
    let round = number / SUBJECTS.len();
    let path = if number == 0 { String::new() } else { format!("{section}/{number}") };
    let title = match (number, round) {
        (0, _) => "Home - Bakery Example - Bread, cakes and more in the centre of the old town since 1911".to_owned(),
        (_, 0) => subject.to_owned(),
        _ => format!("{subject}, part {}", round + 1),
    };
    let picture = match number % 7 {
        // Named without its address: half of the networks do not find it.
        2 | 4 => format!("/pictures/{}.jpg", number % PICTURES),
        6 => "https://bakery.example/pictures/7.jpg".to_owned(),
        _ => format!("https://bakery.example/pictures/{}.jpg", number % PICTURES),
    };
    let description =
        format!("{subject}: what goes into it, how long it takes, and where in town you can have a slice of it.");
    let mut head = format!("<title>{title} | Bakery Example</title>\n<meta charset=utf-8>\n");
    if number % 11 != 10 {
        head.push_str(&format!("<meta property=\"og:title\" content=\"{title}\">\n"));
        head.push_str(&format!("<meta property=\"og:description\" content=\"{description}\">\n"));
    }
    if number % 9 != 8 {
        head.push_str(&format!("<meta property=\"og:image\" content=\"{picture}\">\n"));
        head.push_str("<meta name=\"twitter:card\" content=\"summary_large_image\">\n");
    }
    let body = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n{head}</head>\n<body><h1>{title}</h1>\n<p>{description} \
         It has been so since the first day, and people come from far for it.</p></body></html>\n"
    );
    let fetched =
        Fetched { status: 200, content_type: Some("text/html; charset=utf-8".to_owned()), ..Fetched::default() };
    let url = Url::parse(HOME).unwrap().join(&path).unwrap();
    pages::read(body.as_bytes(), pages::Source { url, fetched: Some(fetched) }).page
}

const PICTURES: usize = 9;

fn picture(number: usize) -> Url {
    Url::parse(&format!("https://bakery.example/pictures/{number}.jpg")).unwrap()
}

fn facts(number: usize) -> ImageFacts {
    let picture = |width, height, bytes| ImageFacts {
        kind: Some(ImageKind::Jpeg),
        declared: Some(ImageKind::Jpeg),
        width,
        height,
        bytes: Some(bytes),
        status: 200,
        ..ImageFacts::default()
    };
    match number {
        0 | 3 => picture(2400, 1260, 1_430_000),
        5 => picture(180, 180, 14_000),
        7 => ImageFacts { fault: Some(ImageFault::Status), status: 404, ..ImageFacts::default() },
        _ => picture(1200, 630, 180_000),
    }
}

/// Pictures that the bakery never took: loaves as ellipses on a table.
pub(crate) struct Drawn;

impl Thumbnails for Drawn {
    fn thumbnail(&self, url: &Url) -> Option<(ImageKind, Vec<u8>)> {
        let number: usize = url.path().strip_prefix("/pictures/")?.strip_suffix(".jpg")?.parse().ok()?;
        // One is drawn as an area, as pictures are that were not kept.
        (number < PICTURES && number != 7 && number != 8).then(|| (ImageKind::Jpeg, loaf(number)))
    }
}

fn loaf(number: usize) -> Vec<u8> {
    const COLOURS: [([f32; 3], [f32; 3]); 7] = [
        ([231.0, 205.0, 166.0], [140.0, 74.0, 31.0]),
        ([214.0, 196.0, 176.0], [120.0, 82.0, 48.0]),
        ([240.0, 206.0, 201.0], [163.0, 74.0, 90.0]),
        ([206.0, 216.0, 190.0], [93.0, 115.0, 80.0]),
        ([222.0, 208.0, 190.0], [109.0, 77.0, 54.0]),
        ([196.0, 212.0, 222.0], [72.0, 103.0, 122.0]),
        ([226.0, 214.0, 236.0], [122.0, 90.0, 143.0]),
    ];
    let (table, crust) = COLOURS[number % COLOURS.len()];
    let turn = number as f32 * 0.35;
    let drawn = image::RgbImage::from_fn(600, 315, |x, y| {
        let (x, y) = ((x as f32 - 300.0) / 210.0, (y as f32 - 170.0) / 110.0);
        let inside = 1.0 - (x * x + y * y);
        let score = ((x + y * 0.4 + turn) * 9.0).sin();
        let light = if inside > 0.0 {
            0.62 + 0.5 * inside - 0.2 * y + if score > 0.86 { 0.28 } else { 0.0 }
        } else {
            1.0 - 0.09 * y
        };
        let colour = if inside > 0.0 { crust } else { table };
        image::Rgb(colour.map(|channel| (channel * light).clamp(0.0, 255.0) as u8))
    });
    let mut bytes = Vec::new();
    drawn.write_to(&mut Cursor::new(&mut bytes), image::ImageFormat::Jpeg).unwrap();
    bytes
}
