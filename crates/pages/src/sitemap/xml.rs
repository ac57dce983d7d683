//! Sitemaps and feeds in XML. Names count without their prefix; entities that a file defines itself are not expanded,
//! so that a small file cannot grow.

use std::borrow::Cow;

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use super::{LONGEST_ADDRESS, Sitemap};
use crate::moment::{Moment, Order, moment};

const DEEPEST: usize = 64;

/// What an element is, as far as that matters here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    /// `<url>`, RSS's `<item>`, Atom's `<entry>`.
    Page,
    /// `<sitemap>` of an index.
    Sitemap,
    /// `<loc>`, RSS's `<link>`.
    Address,
    /// `<lastmod>`, `<pubDate>`, `<updated>`.
    Changed,
    Other,
}

/// The entry that is being read.
#[derive(Debug, Default)]
struct Current {
    address: String,
    changed: String,
}

pub(super) fn read(text: &str, sitemap: &mut Sitemap) {
    let mut reader = Reader::from_str(text);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;
    let mut open: Vec<Part> = Vec::new();
    let mut current = Current::default();
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag)) => {
                let part = part(&tag);
                atom_link(&tag, &open, &mut current);
                if matches!(part, Part::Page | Part::Sitemap) {
                    current = Current::default();
                }
                if open.len() >= DEEPEST {
                    sitemap.fault("its elements are nested too deeply");
                    return;
                }
                open.push(part);
            }
            Ok(Event::Empty(tag)) => atom_link(&tag, &open, &mut current),
            Ok(Event::End(_)) => {
                let more = match open.pop() {
                    Some(Part::Page) => {
                        let changed = moment(current.changed.trim(), Order::Unknown).and_then(Moment::seconds);
                        sitemap.page(current.address.trim(), changed)
                    }
                    Some(Part::Sitemap) => sitemap.further(current.address.trim()),
                    _ => true,
                };
                if !more {
                    return;
                }
            }
            Ok(Event::Text(text)) => add(&text.into_inner(), &open, &mut current),
            Ok(Event::CData(text)) => add(&text.into_inner(), &open, &mut current),
            Ok(Event::GeneralRef(reference)) => {
                let meant = match reference.resolve_char_ref() {
                    Ok(Some(letter)) => Some(letter.to_string()),
                    _ => quick_xml::escape::resolve_predefined_entity(&reference.into_inner()).map(str::to_owned),
                };
                add(meant.as_deref().unwrap_or(""), &open, &mut current);
            }
            Ok(Event::Eof) => {
                if !open.is_empty() {
                    sitemap.fault("it ends in the middle");
                }
                return;
            }
            Ok(_) => {}
            Err(error) => {
                let at = usize::try_from(reader.error_position()).unwrap_or(0).min(text.len());
                let line = memchr::memchr_iter(b'\n', &text.as_bytes()[..at]).count() + 1;
                sitemap.fault(format!("it is not well-formed in line {line}: {error}"));
                return;
            }
        }
    }
}

fn part(tag: &BytesStart<'_>) -> Part {
    let local = tag.local_name();
    match local.as_ref() {
        "url" | "item" | "entry" => Part::Page,
        "sitemap" => Part::Sitemap,
        "loc" | "link" => Part::Address,
        "lastmod" | "pubDate" | "updated" | "date" => Part::Changed,
        _ => Part::Other,
    }
}

/// Text counts where it stands in an address or a date right below an entry; that of `<image:loc>` lies deeper.
fn add(text: &str, open: &[Part], current: &mut Current) {
    let [.., parent, here] = open else { return };
    if !matches!(parent, Part::Page | Part::Sitemap) {
        return;
    }
    let field = match here {
        Part::Address => &mut current.address,
        Part::Changed => &mut current.changed,
        _ => return,
    };
    if field.len() <= LONGEST_ADDRESS {
        field.push_str(text);
    }
}

/// `<link href rel="alternate">` of an Atom entry.
fn atom_link(tag: &BytesStart<'_>, open: &[Part], current: &mut Current) {
    if open.last() != Some(&Part::Page) || tag.local_name().as_ref() != "link" || !current.address.is_empty() {
        return;
    }
    let value = |name: &str| {
        let attribute = tag.try_get_attribute(name).ok().flatten()?;
        attribute.normalized_value(XmlVersion::Implicit1_0).ok().map(Cow::into_owned)
    };
    if value("rel").is_none_or(|rel| rel == "alternate")
        && let Some(href) = value("href")
    {
        current.address = href;
    }
}
