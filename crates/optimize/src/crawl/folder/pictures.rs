//! The pictures of a folder, and its files as sources.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use domain::{ImageFacts, ImageFault, ImageKind, Page};
use pages::image::Header;
use url::Url;

use super::Folder;
use crate::report::{Source, Sources, Thumbnails};

/// Pictures up to this size are read whole for a thumbnail.
const PICTURE_AT_MOST: u64 = 5 << 20;

/// The most of a picture that is read to find its size: a JPEG may carry a long profile before it.
const HEADER_AT_MOST: u64 = 1 << 20;

/// Reads as much of a picture as its header needs.
pub(super) fn read(path: &Path) -> io::Result<ImageFacts> {
    let mut file = File::open(path)?;
    let about = file.metadata()?;
    if !about.is_file() {
        return Err(io::Error::other("not a file"));
    }
    let mut facts = ImageFacts {
        bytes: Some(about.len()),
        declared: path.extension().and_then(|name| name.to_str()).and_then(by_extension),
        ..ImageFacts::default()
    };
    let mut first = Vec::new();
    let mut needs = 4096;
    loop {
        (&mut file).take(needs - first.len() as u64).read_to_end(&mut first)?;
        match pages::image::header(&first) {
            Header::Known { kind, width, height, animated } => {
                facts = ImageFacts { kind: Some(kind), width, height, animated, ..facts };
            }
            Header::More { needs: more, .. } if more > needs && needs < HEADER_AT_MOST.min(about.len()) => {
                needs = more.max(needs * 2).min(HEADER_AT_MOST);
                continue;
            }
            Header::More { kind, .. } | Header::Damaged(kind) => {
                facts.kind = Some(kind);
                facts.fault = Some(ImageFault::Damaged);
            }
            Header::Unknown => facts.fault = Some(ImageFault::NotAPicture),
        }
        return Ok(facts);
    }
}

/// The type that a web server would declare for a file with this ending.
fn by_extension(ending: &str) -> Option<ImageKind> {
    match ending.to_ascii_lowercase().as_str() {
        "jpg" | "jpeg" => Some(ImageKind::Jpeg),
        "png" => Some(ImageKind::Png),
        "gif" => Some(ImageKind::Gif),
        "webp" => Some(ImageKind::Webp),
        "avif" => Some(ImageKind::Avif),
        "svg" => Some(ImageKind::Svg),
        "ico" => Some(ImageKind::Ico),
        "bmp" => Some(ImageKind::Bmp),
        _ => None,
    }
}

impl Thumbnails for Folder {
    fn thumbnail(&self, url: &Url) -> Option<(ImageKind, Vec<u8>)> {
        let path = self.file(url)?;
        if std::fs::metadata(&path).ok()?.len() > PICTURE_AT_MOST {
            return None;
        }
        let bytes = std::fs::read(path).ok()?;
        match pages::image::header(&bytes) {
            Header::Known { kind, .. } => Some((kind, bytes)),
            _ => None,
        }
    }
}

impl Sources for Folder {
    fn source(&self, page: &Page) -> Option<Source> {
        let mut path = self.file(&page.url)?;
        if page.url.path().ends_with('/') {
            path.push("index.html");
        }
        Some(Source { path: path.to_str()?.to_owned(), bytes: std::fs::read(path).ok()? })
    }
}
