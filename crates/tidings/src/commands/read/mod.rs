//! `tidings read`: what pages say about themselves, a line of JSON a page.
//!
//! This file says what is read and in which order it is told; `folder.rs` reads many files at once. What a page says is
//! found by `pages::read`.

mod folder;

use std::fs::File;
use std::io::{self, Read as _, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use clap::ValueEnum;
use domain::{Fact, Fetched, Kind, Page};
use networks::http::{Allow, Http, Options, Request};
use pages::Source;
use serde::Serialize;
use url::Url;

use super::exit;

/// The most that is read of a file; the reader looks at no more.
const LARGEST: u64 = 16 * domain::MIB;

#[derive(clap::Args)]
pub(crate) struct Args {
    /// Files, folders of pages, addresses, or `-` for a page on stdin
    #[arg(required = true, value_name = "TARGET")]
    targets: Vec<String>,
    /// Where the folder or file will live; relative addresses are told as seen from there
    #[arg(long, value_name = "URL")]
    base: Option<Url>,
    /// How the result is written
    #[arg(long, value_enum, default_value_t = Format::Jsonl)]
    format: Format,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    /// A line of JSON for each page
    Jsonl,
}

/// A line: what one page says about itself; `null` where it says nothing.
#[derive(Serialize)]
struct Line<'a> {
    source: &'a str,
    url: Option<&'a str>,
    title: Option<&'a str>,
    description: Option<&'a str>,
    image: Option<&'a str>,
    author: Option<&'a str>,
    date: Option<&'a str>,
    site_name: Option<&'a str>,
    language: Option<&'a str>,
    kind: Kind,
}

impl<'a> Line<'a> {
    fn of(source: &'a str, page: &'a Page) -> Self {
        let said = |fact: &'a Option<Fact>| fact.as_ref().map(|fact| fact.value.as_str());
        let facts = &page.facts;
        Self {
            source,
            // A file's own place on this machine is no address of the page.
            url: if page.url.scheme() == "file" { own_address(page) } else { Some(page.url.as_str()) },
            title: said(&facts.title),
            description: said(&facts.description),
            image: said(&facts.image),
            author: said(&facts.author),
            date: said(&facts.date),
            site_name: said(&facts.site_name),
            language: said(&facts.language),
            kind: facts.kind,
        }
    }

    fn write(&self, out: &mut Vec<u8>) -> Result<()> {
        serde_json::to_writer(&mut *out, self)?;
        out.push(b'\n');
        Ok(())
    }
}

/// The address that a page states for itself.
fn own_address(page: &Page) -> Option<&str> {
    let stated = page.whole().link("canonical").or_else(|| page.whole().meta("og:url"))?;
    (stated.starts_with("https://") || stated.starts_with("http://")).then_some(stated)
}

pub(crate) fn run(args: &Args) -> Result<u8> {
    let Format::Jsonl = args.format;
    let mut code = exit::CLEAN;
    let mut out = io::stdout().lock();
    for target in &args.targets {
        let path = Path::new(target);
        if target == "-" {
            let mut body = Vec::new();
            io::stdin().lock().take(LARGEST).read_to_end(&mut body).context("stdin cannot be read")?;
            let url = address_of(args.base.as_ref(), Path::new("stdin"), Path::new(""))?;
            tell(target, &body, Source { url, fetched: None }, &mut out)?;
        } else if let Some(url) = web_address(target) {
            match fetch(&url) {
                Ok((body, source)) => tell(target, &body, source, &mut out)?,
                Err(error) => {
                    complain(&format!("{error:#}"));
                    code = exit::UNREACHABLE;
                }
            }
        } else if path.is_dir() {
            if !folder::read(path, args.base.as_ref(), &mut out)? {
                code = code.max(exit::WRONG_USE);
            }
        } else {
            let name = path.file_name().map(PathBuf::from).unwrap_or_default();
            let body = read_file(path)?;
            let url = address_of(args.base.as_ref(), path, &name)?;
            tell(target, &body, Source { url, fetched: None }, &mut out)?;
        }
    }
    out.flush()?;
    Ok(code)
}

fn tell(source: &str, body: &[u8], from: Source, out: &mut impl Write) -> Result<()> {
    let mut line = Vec::new();
    Line::of(source, &pages::read(body, from).page).write(&mut line)?;
    out.write_all(&line)?;
    Ok(())
}

pub(super) fn complain(what: &str) {
    let _ = writeln!(io::stderr(), "tidings: {what}");
}

fn web_address(target: &str) -> Option<Url> {
    let url = Url::parse(target).ok()?;
    matches!(url.scheme(), "http" | "https").then_some(url)
}

fn read_file(path: &Path) -> Result<Vec<u8>> {
    let mut body = Vec::new();
    File::open(path)
        .and_then(|file| file.take(LARGEST).read_to_end(&mut body))
        .with_context(|| format!("cannot read {}", path.display()))?;
    Ok(body)
}

/// Where the file at `path`, called `within` below its folder, will live: below `base`, or at its place on this machine.
fn address_of(base: Option<&Url>, path: &Path, within: &Path) -> Result<Url> {
    if let Some(base) = base {
        let mut url = base.clone();
        let Ok(mut segments) = url.path_segments_mut() else {
            bail!("--base needs an address such as https://bakery.example/")
        };
        segments.pop_if_empty();
        for part in within {
            segments.push(&part.to_string_lossy());
        }
        drop(segments);
        return Ok(url);
    }
    let whole = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    Url::from_file_path(&whole).map_err(|()| anyhow::anyhow!("{} is no path", path.display()))
}

/// The page at `url` as the server gives it.
pub(super) fn fetch(url: &Url) -> Result<(Vec<u8>, Source)> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    // The user named this address himself, so it may be a private one.
    let http = Http::new(Options { allow: Allow::only(url), ..Options::default() });
    let answer = runtime.block_on(http.get(Request::new(url.clone()))).with_context(|| format!("cannot read {url}"))?;
    let header = |name: &str| answer.header(name).map(str::to_owned);
    let fetched = Fetched {
        status: answer.status,
        content_type: header("content-type"),
        encoding: header("content-encoding"),
        attachment: header("content-disposition").is_some_and(|it| it.trim_start().starts_with("attachment")),
        robots_tag: header("x-robots-tag"),
        millis: answer.millis,
        cut_off: answer.cut_off,
        etag: header("etag"),
        last_modified: header("last-modified"),
        hops: answer.hops.clone(),
    };
    if !(200..300).contains(&answer.status) {
        bail!("{url} answered with status {}", answer.status);
    }
    Ok((answer.body.to_vec(), Source { url: answer.url.clone(), fetched: Some(fetched) }))
}
