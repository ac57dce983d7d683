//! `tidings card`: a picture for each page, and the tags that name it.
//!
//! This file says what is asked for and what is told; `kit.rs` reads the brand, `folder.rs` does the pages on disk.
//! Which page wants a card, what it says and how it is drawn stands in `optimize::card`.

mod folder;
mod kit;

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};
use clap::ValueEnum;
use optimize::card::{self, Fonts, Kind, Logo, Recipe, fonts};
use optimize::colour::Colour;
use optimize::crawl::Target;
use serde::Serialize;
use url::Url;

use super::read::{complain, fetch};
use super::{exit, read};
use kit::Kit;

#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  tidings card https://bakery.example/rye
  tidings card ./public --base https://bakery.example --logo logo.svg --fix
  tidings card --copy product > mine.xml
  tidings card ./public --template mine.xml --all

A card is named by what is on it: the same page gives the same file. docs/cards.md tells the rest.
Exit codes: 0 done, 2 wrong use or a file that cannot be read or written, 3 address not reachable.")]
pub(crate) struct Args {
    /// The page's address, an HTML file, or a folder of them
    #[arg(value_name = "TARGET", required_unless_present_any = ["copy", "licences"])]
    target: Option<String>,

    /// Where the folder will live: https://bakery.example/
    #[arg(long, value_name = "URL")]
    base: Option<Url>,
    /// Cards for all pages of a folder, not only for those without a good picture
    #[arg(long)]
    all: bool,
    /// Writes the tags into the pages of the folder: og:image with size and text, and twitter:card
    #[arg(long)]
    fix: bool,

    /// article, product, quote, event, profile, plain, or a file of yours [default: what suits the page]
    #[arg(long, value_name = "NAME OR FILE", help_heading = "How they look")]
    template: Option<String>,
    /// A TOML file with colour, ground, typeface, logo and fonts
    #[arg(long, value_name = "FILE", help_heading = "How they look")]
    brand: Option<PathBuf>,
    /// PNG, JPEG, WebP or SVG, or `none` [default: the icon that the page names]
    #[arg(long, value_name = "FILE", help_heading = "How they look")]
    logo: Option<PathBuf>,
    /// The brand's colour, #rrggbb [default: the page's theme-color]
    #[arg(long, value_name = "COLOUR", help_heading = "How they look")]
    colour: Option<Colour>,
    /// The colour of the background, #rrggbb
    #[arg(long, value_name = "COLOUR", help_heading = "How they look")]
    ground: Option<Colour>,
    /// sans, serif, or a family of the fonts folder
    #[arg(long, value_name = "NAME", help_heading = "How they look")]
    typeface: Option<String>,
    /// A folder of fonts for more scripts, such as Noto Sans JP, and for emoji
    #[arg(long, value_name = "FOLDER", help_heading = "How they look")]
    fonts: Option<PathBuf>,

    /// Where the cards are written [default: cards, in the folder that is read or here]
    #[arg(long, short, value_name = "FOLDER", help_heading = "What is written")]
    output: Option<PathBuf>,
    /// The address of that folder, where it lies outside of the one that is read
    #[arg(long, value_name = "URL", help_heading = "What is written")]
    cards_at: Option<Url>,
    /// How it is told
    #[arg(long, value_enum, default_value_t = Format::Text, help_heading = "What is written")]
    format: Format,
    /// Prints a template to copy and to change
    #[arg(long, value_name = "NAME", help_heading = "What is written", conflicts_with = "target")]
    copy: Option<String>,
    /// Prints the licences of the typefaces
    #[arg(long, help_heading = "What is written", conflicts_with = "target")]
    licences: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
}

/// A card that was made, as it is told.
#[derive(Serialize)]
struct Made {
    /// The page: its path below the folder, or its address.
    page: String,
    /// The card's file.
    card: String,
    /// Its address, where that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    address: Option<Url>,
    alt: String,
    width: u32,
    height: u32,
}

/// A page and the card that it should have.
struct Wanted {
    page: String,
    url: Url,
    recipe: Recipe,
}

pub(crate) fn run(args: &Args) -> Result<u8> {
    let mut out = io::stdout().lock();
    if args.licences {
        for (package, licence) in fonts::licences() {
            writeln!(out, "{package}\n\n{licence}\n")?;
        }
        return Ok(exit::CLEAN);
    }
    if let Some(name) = &args.copy {
        out.write_all(known(name)?.template().as_bytes())?;
        return Ok(exit::CLEAN);
    }
    drop(out);
    let Some(target) = &args.target else { bail!("name a page or a folder") };
    let kit = Kit::read(args)?;
    match Target::parse(target)? {
        Target::Folder(path) => folder::run(&path, false, args, kit),
        Target::File(path) => folder::run(&path, true, args, kit),
        Target::Address(url) => of_address(&url, args, kit),
        Target::Sitemap(_) | Target::ListFile(_) | Target::Stdin => {
            bail!("{target} is a list: name one page, or the folder that the site is made in")
        }
    }
}

/// The template of that name.
fn known(name: &str) -> Result<Kind> {
    let names = Kind::ALL.map(Kind::name).join(", ");
    Kind::ALL
        .into_iter()
        .find(|kind| kind.name() == name)
        .with_context(|| format!("there is no template {name}; these are: {names}"))
}

/// The card of one page on the web.
fn of_address(url: &Url, args: &Args, mut kit: Kit) -> Result<u8> {
    ensure!(
        !args.fix,
        "--fix writes into the files of a folder, and {url} is read over the network: put the card on the site and copy the tags"
    );
    let (body, source) = match fetch(url) {
        Ok(fetched) => fetched,
        Err(error) => {
            complain(&format!("{error:#}"));
            return Ok(exit::UNREACHABLE);
        }
    };
    let page = pages::read(&body, source).page;
    kit.take_from(&page, &|icon| {
        // A page names its own pictures; what lies elsewhere is not asked for.
        (icon.origin() == page.url.origin()).then(|| read::fetch(icon).ok().map(|(body, _)| body)).flatten()
    });
    let wanted = Wanted { page: page.url.to_string(), url: page.url.clone(), recipe: kit.recipe(&page) };
    let output = args.output.clone().unwrap_or_else(|| PathBuf::from("cards"));
    let files = draw(std::slice::from_ref(&wanted), &output, &kit)?;
    let made = made(&[wanted], &files, &output, args.cards_at.as_ref(), &kit.fonts);
    tell(&made, args.format)?;
    if args.format == Format::Text {
        let mut told = io::stderr().lock();
        for made in &made {
            writeln!(told, "Put it on the site, and into the page's head:")?;
            let address = made.address.as_ref().map_or("ADDRESS OF THE CARD", Url::as_str);
            for (key, name, content) in [
                ("property", "og:image", address),
                ("property", "og:image:width", "1200"),
                ("property", "og:image:height", "630"),
                ("property", "og:image:alt", &made.alt),
                ("name", "twitter:card", "summary_large_image"),
            ] {
                writeln!(told, "  <meta {key}=\"{name}\" content=\"{}\">", escaped(content))?;
            }
        }
    }
    Ok(exit::CLEAN)
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;")
}

/// Draws what is not there yet, on all cores; answers with the file's name for each card's address.
fn draw(wanted: &[Wanted], output: &Path, kit: &Kit) -> Result<BTreeMap<String, String>> {
    fs::create_dir_all(output).with_context(|| format!("cannot make the folder {}", output.display()))?;
    let recipes: BTreeMap<String, &Recipe> =
        wanted.iter().map(|wanted| (wanted.recipe.address(&kit.fonts), &wanted.recipe)).collect();
    tell_missing(wanted, &kit.fonts);
    let recipes: Vec<(String, &Recipe)> = recipes.into_iter().collect();
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let share = recipes.len().div_ceil(threads).max(1);
    std::thread::scope(|scope| {
        let drawing: Vec<_> = recipes
            .chunks(share)
            .map(|mine| {
                scope.spawn(move || {
                    mine.iter()
                        .map(|(address, recipe)| {
                            Ok((address.clone(), one(address, recipe, output, kit.logo.as_ref(), &kit.fonts)?))
                        })
                        .collect::<Result<Vec<_>>>()
                })
            })
            .collect();
        let mut files = BTreeMap::new();
        for thread in drawing {
            let Ok(drawn) = thread.join() else { bail!("drawing stopped unexpectedly") };
            files.extend(drawn?);
        }
        Ok(files)
    })
}

/// The file of one card, drawn unless it is there: its name says what is on it.
fn one(address: &str, recipe: &Recipe, output: &Path, logo: Option<&Logo>, fonts: &Fonts) -> Result<String> {
    for ending in ["png", "jpg"] {
        let name = format!("{address}.{ending}");
        if output.join(&name).is_file() {
            return Ok(name);
        }
    }
    let card = card::render(recipe, logo, fonts)?;
    let name = format!("{address}.{}", if card.media_type == "image/png" { "png" } else { "jpg" });
    let path = output.join(&name);
    let told = || format!("cannot write {}", path.display());
    let beside = output.join(format!(".{name}.{}.part", std::process::id()));
    let written = fs::write(&beside, &card.bytes).and_then(|()| fs::rename(&beside, &path));
    if written.is_err() {
        // The first error tells; nothing of ours stays behind.
        let _ = fs::remove_file(&beside);
    }
    written.with_context(told)?;
    Ok(name)
}

fn made(
    wanted: &[Wanted],
    files: &BTreeMap<String, String>,
    output: &Path,
    at: Option<&Url>,
    fonts: &Fonts,
) -> Vec<Made> {
    let told = wanted.iter().filter_map(|wanted| {
        let file = files.get(&wanted.recipe.address(fonts))?;
        Some(Made {
            page: wanted.page.clone(),
            card: output.join(file).display().to_string(),
            address: at.and_then(|at| below(at, file)),
            alt: card::alt(&wanted.recipe.texts),
            width: card::WIDTH,
            height: card::HEIGHT,
        })
    });
    told.collect()
}

/// The address of `file` in the folder at `at`.
fn below(at: &Url, file: &str) -> Option<Url> {
    let mut url = at.clone();
    url.path_segments_mut().ok()?.pop_if_empty().push(file);
    Some(url)
}

fn tell(made: &[Made], format: Format) -> Result<()> {
    let mut out = io::stdout().lock();
    match format {
        Format::Json => writeln!(out, "{}", serde_json::to_string_pretty(made)?)?,
        Format::Text => {
            for made in made {
                writeln!(out, "{} → {}", made.page, made.card)?;
            }
        }
    }
    Ok(())
}

/// Says which scripts no typeface covers, and what helps.
fn tell_missing(wanted: &[Wanted], fonts: &Fonts) {
    for (script, cards) in fonts.missing_in(wanted.iter().map(|wanted| &wanted.recipe)) {
        let cards = if cards == 1 { "one card".to_owned() } else { format!("{cards} cards") };
        complain(&match &*script {
            "emoji" => format!(
                "emoji are left out of {cards}, for no typeface here draws them: put Noto Color Emoji into a folder, and name it with --fonts FOLDER"
            ),
            _ => format!(
                "no typeface here covers {script}, so {cards} would show empty boxes: put a font for it, such as one of the Noto family, into a folder, and name it with --fonts FOLDER"
            ),
        });
    }
}
