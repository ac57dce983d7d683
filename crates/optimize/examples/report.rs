//! Writes a report of an invented site to stdout: `cargo run -p optimize --example report -- html 214 > report.html`.
//!
//! The first word is a format, or `start` for the start page as the terminal draws it; the second a number of pages,
//! 0 for a site that cannot be read; `plain` leaves the pictures out.

#[expect(dead_code, reason = "shared with the tests, which use more of it")]
#[path = "../tests/report/demo.rs"]
mod demo;

use std::io::{self, BufWriter, Write};

use optimize::report::{self, Format, Options, Without, terminal};

fn main() -> io::Result<()> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let wanted = words.first().map_or("table", String::as_str);
    let pages = words.get(1).and_then(|word| word.parse().ok()).unwrap_or(214);
    let width = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok()).unwrap_or(100);
    let plain = words.iter().any(|word| word == "plain");
    let options = Options {
        colour: !plain,
        width,
        thumbnails: if plain { &Without } else { &demo::Drawn },
        ..Options::default()
    };
    let audit = if pages == 0 { demo::unreadable() } else { demo::audit(pages) };
    let mut out = BufWriter::new(io::stdout().lock());
    if wanted == "start" {
        audit.each(&mut |judged| {
            if judged.page.url.path() == "/" {
                terminal::start_page(&judged, false, &options, &mut out)
            } else {
                Ok(())
            }
        })?;
    } else {
        let format = Format::ALL.into_iter().find(|format| format.name() == wanted).unwrap_or_default();
        report::write(&audit, format, &options, &mut out)?;
    }
    out.flush()
}
