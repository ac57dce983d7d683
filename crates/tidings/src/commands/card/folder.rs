//! The cards of a folder: for the pages that want one, written beside them, and named in them with `--fix`.

use std::collections::BTreeMap;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use anyhow::{Context, Result, bail};
use domain::Page;
use optimize::audit::{Pages, Seen, check};
use optimize::card::{address_in, of, tags};
use optimize::crawl::folder::Folder;
use optimize::fix::folder::{FolderMend, To, write_folder};
use url::Url;

use super::kit::Kit;
use super::{Args, Format, Made, Wanted, complain, draw, exit, made, tell};

pub(super) fn run(path: &Path, one: bool, args: &Args, mut kit: Kit) -> Result<u8> {
    let folder = if one {
        Folder::of_file(path, args.base.clone())
    } else {
        Folder::walk(path, args.base.clone(), &|_| true, usize::MAX)
    };
    let folder = folder.with_context(|| format!("cannot read {}", path.display()))?;
    if folder.is_empty() {
        bail!(
            "there is no HTML page in {}: name the folder that your site generator writes, such as ./public or ./dist",
            path.display()
        );
    }
    let (output, at) = place(&folder, args)?;
    if let Some((page, _)) = folder.start_page() {
        kit.take_from(&page, &|icon| std::fs::read(folder.file(icon)?).ok());
    }
    let spool = tempfile::tempdir().context("there is no room for what is read")?;
    let read = folder
        .read(&spool.path().join("pages.jsonl"), &AtomicBool::new(false), |_| ())
        .with_context(|| format!("cannot read {}", path.display()))?;
    for (path, why) in &read.unread {
        complain(&format!("{path} is not read: {why}"));
    }
    let seen = Seen { site: read.site, images: read.images, ..Seen::default() };
    let (mut wanted, mut pages) = (Vec::new(), 0);
    read.spool.each(&mut |page| {
        pages += 1;
        if args.all || one || of::is_wanted(&check(&page, &seen).0) || is_ours(&page, at.as_ref()) {
            let recipe = kit.recipe(&page);
            wanted.push(Wanted { page: name(&folder, &page), url: page.url.clone(), recipe });
        }
        Ok(())
    })?;
    // Files are read side by side; what is told of them stands in the same order each time.
    wanted.sort_by(|one, other| one.url.cmp(&other.url));
    let files = draw(&wanted, &output, &kit)?;
    let made = made(&wanted, &files, &output, at.as_ref(), &kit.fonts);
    tell(&made, args.format)?;
    let mended = if args.fix { Some(fix(&folder, &read.spool, &wanted, &made)?) } else { None };
    if args.format == Format::Text {
        sum_up(pages, made.len(), mended.as_ref())?;
    }
    let refused = mended.as_ref().is_some_and(|mended| !mended.refused.is_empty());
    Ok(if refused { exit::WRONG_USE } else { exit::CLEAN })
}

/// Where the cards are written, and where they will be found on the web, as far as that is known.
fn place(folder: &Folder, args: &Args) -> Result<(PathBuf, Option<Url>)> {
    let output = args.output.clone().unwrap_or_else(|| folder.root().join("cards"));
    let whole = |path: &Path| std::path::absolute(path).with_context(|| format!("{} is no path", path.display()));
    let (root, full) = (whole(folder.root())?, whole(&output)?);
    let inside = full.strip_prefix(&root).ok().and_then(Path::to_str).map(|path| path.replace('\\', "/"));
    let at = match (&args.cards_at, inside) {
        (Some(at), _) => Some(at.clone()),
        (None, Some(path)) if args.base.is_some() => Some(folder.address(&path)),
        (None, _) => None,
    };
    if args.fix && at.is_none() {
        if args.base.is_none() {
            bail!(
                "--fix writes the cards' addresses into the pages: say where the folder will live, with --base https://bakery.example/"
            );
        }
        bail!(
            "{} lies outside of the folder: say at which address it will be found, with --cards-at https://bakery.example/cards/",
            output.display()
        );
    }
    Ok((output, at))
}

/// Whether `page` shows a card of ours already, which changes with what the page says.
fn is_ours(page: &Page, at: Option<&Url>) -> bool {
    let picture = page.whole().meta("og:image").and_then(|content| page.resolve(content));
    let (Some(at), Some(picture)) = (at, picture) else { return false };
    let file = picture.as_str().strip_prefix(at.as_str()).map(|rest| rest.trim_start_matches('/'));
    file.is_some_and(|file| address_in(file).is_some())
}

/// The page's path below the folder.
fn name(folder: &Folder, page: &Page) -> String {
    let path = folder.file(&page.url).unwrap_or_default();
    let path = if page.url.path().ends_with('/') { path.join("index.html") } else { path };
    path.strip_prefix(folder.root()).unwrap_or(&path).display().to_string().replace('\\', "/")
}

fn fix(folder: &Folder, pages: &dyn Pages, wanted: &[Wanted], made: &[Made]) -> Result<FolderMend> {
    let cards: BTreeMap<&str, &Made> = wanted.iter().map(|it| it.url.as_str()).zip(made).collect();
    let writes = |page: &Page| {
        let card = cards.get(page.url.as_str());
        let address = card.and_then(|card| Some((card, card.address.as_ref()?)));
        address.map_or_else(Vec::new, |(card, address)| {
            let media_type = if Path::new(address.path()).extension().is_some_and(|ending| ending == "jpg") {
                "image/jpeg"
            } else {
                "image/png"
            };
            tags::writes(page, address, media_type, &card.alt)
        })
    };
    let mended = write_folder(folder, pages, &writes, To::Files)
        .with_context(|| format!("cannot write the pages of {}", folder.root().display()))?;
    for (path, why) in &mended.refused {
        complain(&format!("{path} is left as it was: {why}"));
    }
    Ok(mended)
}

fn sum_up(pages: usize, cards: usize, mended: Option<&FolderMend>) -> Result<()> {
    let mut told = io::stderr().lock();
    let count = |number: usize, one: &str| if number == 1 { format!("1 {one}") } else { format!("{number} {one}s") };
    let good = pages - cards;
    write!(told, "{} for {}", count(cards, "card"), count(pages, "page"))?;
    if good > 0 {
        write!(told, "; {good} have a good picture already (--all makes cards for them too)")?;
    }
    match mended {
        Some(mended) => writeln!(told, ". Tags written into {}.", count(mended.changed as usize, "page"))?,
        None if cards > 0 => writeln!(told, ". Write the tags into the pages: --fix.")?,
        None => writeln!(told, ".")?,
    }
    Ok(())
}
