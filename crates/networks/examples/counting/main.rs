//! Makes texts from a seed and counts them, a line of JSON each: `counting SEED TEXTS FILE`.
//!
//! `cargo xtask prove counting` has the same texts counted by the programs of others.

mod made;
mod parts;
mod swept;

use std::fs::File;
use std::io::{BufWriter, Write};

use networks::count::{Count, bluesky};

/// Far beyond what any text here has.
const ENOUGH: u32 = 1_000_000;
/// The low limit that tells where a text no longer fits.
const LOW: u32 = 20;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let mut next = || arguments.next().ok_or("counting SEED TEXTS FILE");
    let (seed, texts, file) = (next()?.parse()?, next()?.parse()?, next()?);
    let mut file = BufWriter::new(File::create(file)?);
    let mut failed = None;
    let mut keep = |kind: &str, text: &str, facets: bool| {
        if failed.is_none() {
            failed = writeln!(file, "{}", counted(kind, text, facets)).err();
        }
    };
    made::texts(seed, texts, &mut |kind, text| keep(kind, text, true));
    swept::texts(&mut |kind, text| keep(kind, text, false));
    failed.map_or(Ok(()), Err)?;
    file.flush()?;
    let (major, minor, patch) = unicode_segmentation::UNICODE_VERSION;
    println!("UNICODE unicode-segmentation, Unicode {major}.{minor}.{patch}");
    Ok(())
}

/// What we count of `text`, and, where asked for, what in it leads somewhere.
fn counted(kind: &str, text: &str, with_facets: bool) -> serde_json::Value {
    let weight = |limit| Count::X { limit }.of(&text.into()).pop();
    let over = weight(LOW).and_then(|counted| counted.over).map(|over| text[..over.at as usize].encode_utf16().count());
    let plain = |unit| Count::Plain { limit: ENOUGH, unit }.tightest(&text.into()).used;
    let (posted, facets) = bluesky::shown(text, &[]);
    let both = Count::Bluesky { characters: ENOUGH, bytes: ENOUGH }.of(&text.into());
    serde_json::json!({
        "kind": kind,
        "text": text,
        "weight": weight(ENOUGH).map(|counted| counted.used),
        "over": over,
        "clusters": plain(networks::count::Unit::Character),
        "posted": posted,
        "facets": with_facets.then_some(facets),
        "posted_clusters": both.first().map(|counted| counted.used),
        "posted_bytes": both.last().map(|counted| counted.used),
    })
}
