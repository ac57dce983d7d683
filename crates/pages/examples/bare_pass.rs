//! The least that reading can cost: each page of a folder through lol_html once, its meta tags, links, title and
//! JSON-LD handed out and dropped. `cargo xtask bench audit` holds `tidings read` against it.

use std::cell::Cell;
use std::error::Error;
use std::ffi::OsStr;
use std::path::PathBuf;

use lol_html::{HtmlRewriter, Settings, element, text};

fn main() -> Result<(), Box<dyn Error>> {
    let mut folders = vec![PathBuf::from(std::env::args_os().nth(1).ok_or("bare_pass FOLDER")?)];
    let (mut pages, mut items) = (0, 0);
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder)? {
            let entry = entry?;
            if entry.file_type()?.is_dir() {
                folders.push(entry.path());
            } else if entry.path().extension() == Some(OsStr::new("html")) {
                items += pass(&std::fs::read(entry.path())?);
                pages += 1;
            }
        }
    }
    println!("{pages} pages, {items} items");
    Ok(())
}

/// One pass; returns how many things it handed out. A page that lol_html gives up is counted up to there.
fn pass(page: &[u8]) -> usize {
    let items = Cell::new(0);
    let count = |there: bool| items.set(items.get() + usize::from(there));
    let settings = Settings::new()
        .append_element_content_handler(element!("meta[content]", |tag| {
            count(tag.get_attribute("content").is_some());
            Ok(())
        }))
        .append_element_content_handler(element!("link[rel]", |tag| {
            count(tag.get_attribute("href").is_some());
            Ok(())
        }))
        .append_element_content_handler(text!("title, script[type='application/ld+json']", |text| {
            count(text.last_in_text_node());
            Ok(())
        }))
        .with_strict(false);
    let mut rewriter = HtmlRewriter::new(settings, |_: &[u8]| {});
    if rewriter.write(page).is_ok() {
        let _ = rewriter.end();
    }
    items.get()
}
