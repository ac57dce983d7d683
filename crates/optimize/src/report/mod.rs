//! Report: tells an audit, in seven forms, to people and to programs.
//!
//! It judges nothing and fetches nothing: what it says stands in the [`Audit`], and pages pass through one at a time.
//! Start at [`write`]; each form is a file, the sentences that they share are in [`summary`].

pub mod baseline;
mod difference;
mod github;
mod html;
pub mod json;
mod junit;
mod letter;
mod markdown;
mod place;
pub mod result;
mod sarif;
pub mod sheet;
pub mod summary;
pub mod terminal;
mod thumbnail;
pub mod words;

use std::fmt;
use std::io::{self, Write};

use domain::{ImageKind, Page};
use pages::image::Header;
use url::Url;

use crate::audit::{Audit, Finding, Judged, Severity};
use baseline::{Baseline, FailOn};

pub use difference::{Changed, Difference, difference};

/// A form in which an audit is told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Format {
    /// Text for a terminal.
    #[default]
    Table,
    /// The whole audit as data; its schema is published.
    Json,
    /// One file that opens in a browser, offline.
    Html,
    /// Text to paste into a ticket or a letter.
    Markdown,
    /// SARIF 2.1.0, which code hosts show beside the lines of a file.
    Sarif,
    /// JUnit's XML, which build servers show as tests.
    Junit,
    /// Annotations for a GitHub workflow.
    Github,
}

impl Format {
    /// Every format, in the order in which help texts list them.
    pub const ALL: [Self; 7] =
        [Self::Table, Self::Json, Self::Html, Self::Markdown, Self::Sarif, Self::Junit, Self::Github];

    /// The word by which `--format` calls it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Table => "table",
            Self::Json => "json",
            Self::Html => "html",
            Self::Markdown => "markdown",
            Self::Sarif => "sarif",
            Self::Junit => "junit",
            Self::Github => "github",
        }
    }

    /// The format that a file's name asks for: `report.html`; `None` where it asks for none.
    pub fn of_file(name: &str) -> Option<Self> {
        match name.rsplit_once('.')?.1.to_ascii_lowercase().as_str() {
            "html" | "htm" => Some(Self::Html),
            "json" => Some(Self::Json),
            "md" => Some(Self::Markdown),
            "sarif" => Some(Self::Sarif),
            "xml" => Some(Self::Junit),
            "txt" => Some(Self::Table),
            _ => None,
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.name())
    }
}

/// Whole pictures that the crawl kept, for drawing them.
pub trait Thumbnails: Send + Sync {
    /// The bytes of the picture at `url`, with their format; `None` where it was not kept.
    fn thumbnail(&self, url: &Url) -> Option<(ImageKind, Vec<u8>)>;
}

/// The files that pages were read from, for lines and columns.
pub trait Sources: Send + Sync {
    /// The file behind `page`; `None` for a page that came over the network.
    fn source(&self, page: &Page) -> Option<Source>;
}

/// A file that was read as a page.
#[derive(Clone, Debug)]
pub struct Source {
    /// Its path as the user's own tools know it: relative, with `/`.
    pub path: String,
    /// Its bytes, in which a finding's offset counts.
    pub bytes: Vec<u8>,
}

/// Keeps neither pictures nor files.
#[derive(Clone, Copy, Debug, Default)]
pub struct Without;

impl Thumbnails for Without {
    fn thumbnail(&self, _: &Url) -> Option<(ImageKind, Vec<u8>)> {
        None
    }
}

impl Sources for Without {
    fn source(&self, _: &Page) -> Option<Source> {
        None
    }
}

/// A consultant's own sign, at the top of the HTML report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Logo {
    kind: ImageKind,
    bytes: Vec<u8>,
}

/// Why a file cannot be the logo.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LogoFault {
    /// It is too large to stand in every report.
    #[error("the logo has {0}: a file of at most 300 KB is wanted")]
    TooLarge(domain::Bytes),
    /// It is no picture that every browser draws.
    #[error("the logo is no PNG, JPEG, GIF, WebP or SVG file: save it as one of them")]
    NotAPicture,
}

impl Logo {
    /// The most bytes that a logo may have.
    pub const AT_MOST: usize = 300_000;

    /// Takes the bytes of a picture file, told by its first bytes and not by its name.
    pub fn read(bytes: Vec<u8>) -> Result<Self, LogoFault> {
        if bytes.len() > Self::AT_MOST {
            return Err(LogoFault::TooLarge(domain::Bytes(bytes.len() as u64)));
        }
        let Header::Known { kind, .. } = pages::image::header(&bytes) else { return Err(LogoFault::NotAPicture) };
        match kind {
            ImageKind::Png | ImageKind::Jpeg | ImageKind::Gif | ImageKind::Webp | ImageKind::Svg => {
                Ok(Self { kind, bytes })
            }
            _ => Err(LogoFault::NotAPicture),
        }
    }
}

/// How an audit is told.
#[derive(Clone, Copy)]
pub struct Options<'a> {
    /// A title in place of the site's own name.
    pub title: Option<&'a str>,
    /// A sign beside the title.
    pub logo: Option<&'a Logo>,
    /// Whether the terminal takes colour. The caller has looked at `NO_COLOR` and at what stdout is.
    pub colour: bool,
    /// Columns of the terminal.
    pub width: u16,
    /// Pictures to draw.
    pub thumbnails: &'a dyn Thumbnails,
    /// Files that pages were read from.
    pub sources: &'a dyn Sources,
    /// Findings that were known before.
    pub baseline: Option<&'a Baseline>,
    /// From which severity on a finding fails a build.
    pub fail_on: FailOn,
}

impl Default for Options<'_> {
    fn default() -> Self {
        Self {
            title: None,
            logo: None,
            colour: false,
            width: 100,
            thumbnails: &Without,
            sources: &Without,
            baseline: None,
            fail_on: FailOn::Error,
        }
    }
}

impl fmt::Debug for Options<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Options")
            .field("title", &self.title)
            .field("colour", &self.colour)
            .field("width", &self.width)
            .field("fail_on", &self.fail_on)
            .finish_non_exhaustive()
    }
}

/// Tells `audit` as `format`. Walks its pages once or twice, keeping no more than a hundred of them at a time.
pub fn write(audit: &Audit, format: Format, options: &Options<'_>, out: &mut dyn Write) -> io::Result<()> {
    match format {
        Format::Table => terminal::write(audit, options, out),
        Format::Json => json::write(audit, out),
        Format::Html => html::write(audit, options, out),
        Format::Markdown => markdown::write(audit, options, out),
        Format::Sarif => sarif::write(audit, options, out),
        Format::Junit => junit::write(audit, options, out),
        Format::Github => github::write(audit, options, out),
    }
}

/// The start page of the site: the page at the root, else the first one. `None` where nothing could be read.
fn start_page(audit: &Audit) -> io::Result<Option<Judged>> {
    const ENOUGH: usize = 50;
    let mut start: Option<Judged> = None;
    let mut looked_at = 0;
    let walk = audit.each(&mut |judged| {
        looked_at += 1;
        let found = matches!(judged.page.url.path(), "/" | "/index.html" | "/index.htm");
        if found || start.is_none() {
            start = Some(judged);
        }
        if found || looked_at == ENOUGH { Err(io::Error::other(Enough)) } else { Ok(()) }
    });
    match walk {
        Err(fault) if !is_enough(&fault) => Err(fault),
        _ => Ok(start),
    }
}

/// Stops a walk over the pages once what was looked for is found.
#[derive(Debug, thiserror::Error)]
#[error("enough pages were looked at")]
struct Enough;

fn is_enough(fault: &io::Error) -> bool {
    matches!(fault.get_ref(), Some(inner) if inner.is::<Enough>())
}

/// The finding that is told first: the gravest, and of those the one that hurts most networks.
fn worst(findings: &[Finding]) -> Option<&Finding> {
    let networks = |finding: &Finding| match finding.hurts.len() {
        0 => usize::MAX,
        n => n,
    };
    findings.iter().rev().max_by_key(|finding| (finding.severity, networks(finding)))
}

/// Severities as they are written everywhere, gravest first.
const SEVERITIES: [Severity; 3] = [Severity::Error, Severity::Warning, Severity::Note];
