//! The brand of the cards: from a file, from options, and from what the pages themselves name.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use domain::Page;
use optimize::card::fonts::folder;
use optimize::card::{Brand, Fonts, Kind, Logo, Recipe, Source, Template, of};
use optimize::colour::Colour;
use serde::Deserialize;
use url::Url;

use super::{Args, complain, known};

/// A brand's file. Paths in it are seen from where it lies.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct File {
    colour: Option<Colour>,
    ground: Option<Colour>,
    typeface: Option<String>,
    logo: Option<PathBuf>,
    fonts: Option<PathBuf>,
}

/// Everything that cards are drawn with.
pub(super) struct Kit {
    pub(super) fonts: Fonts,
    pub(super) logo: Option<Logo>,
    /// The pages' own icon may stand in for a logo.
    takes_icons: bool,
    brand: Brand,
    /// The brand's colour was said; else each page's own is taken.
    has_colour: bool,
    /// The site's name by its start page, for pages that do not say it.
    site: String,
    template: Option<Source>,
}

impl Kit {
    pub(super) fn read(args: &Args) -> Result<Self> {
        let file = match &args.brand {
            Some(path) => brand(path)?,
            None => File::default(),
        };
        let mut fonts = Fonts::embedded();
        if let Some(path) = args.fonts.as_ref().or(file.fonts.as_ref()) {
            let skipped = folder::read(path, &mut fonts)
                .with_context(|| format!("cannot read the fonts of {}", path.display()))?;
            for skipped in skipped {
                complain(&format!("{} is not used: {}", skipped.path.display(), skipped.why));
            }
        }
        let typeface = args.typeface.clone().or(file.typeface).unwrap_or_else(|| "sans".to_owned());
        let families = fonts.families();
        if !["sans", "serif"].contains(&&*typeface) && !families.iter().any(|it| it.eq_ignore_ascii_case(&typeface)) {
            let more = if families.is_empty() {
                "more come with --fonts FOLDER".to_owned()
            } else {
                families.into_iter().collect::<Vec<_>>().join(", ")
            };
            anyhow::bail!("there is no typeface {typeface}; these are: sans, serif; {more}");
        }
        let named = args.logo.as_ref().filter(|path| path.as_os_str() != "none");
        let path = named.or(file.logo.as_ref().filter(|_| args.logo.is_none()));
        let logo = path.map(|path| logo(path)).transpose()?;
        let colour = args.colour.or(file.colour);
        let brand = Brand {
            logo: logo.as_ref().map(|logo| logo.hash().to_owned()),
            colour: colour.unwrap_or(Brand::default().colour),
            ground: args.ground.or(file.ground).unwrap_or(Colour::WHITE),
            typeface,
        };
        let template = args.template.as_deref().map(template).transpose()?;
        let takes_icons = args.logo.is_none() && logo.is_none();
        let (has_colour, site) = (colour.is_some(), String::new());
        Ok(Self { fonts, logo, takes_icons, brand, has_colour, site, template })
    }

    /// What was not named is taken from the site's start page: its colour, its name, and the best icon that it links,
    /// as far as `load` has it.
    pub(super) fn take_from(&mut self, page: &Page, load: &dyn Fn(&Url) -> Option<Vec<u8>>) {
        if !self.has_colour
            && let Some(colour) = theme(page, self.brand.ground)
        {
            self.brand.colour = colour;
        }
        self.site = page.facts.site_name.as_ref().map(|fact| fact.value.clone()).unwrap_or_default();
        if !self.takes_icons {
            return;
        }
        let mut icons: Vec<(u8, Url)> = Vec::new();
        for link in &page.links {
            let Some(url) = page.resolve(&link.href) else { continue };
            let path = url.path().to_ascii_lowercase();
            let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
            let worth = match () {
                () if link.is("icon") && ending == "svg" => 3,
                () if link.is("apple-touch-icon") || link.is("apple-touch-icon-precomposed") => 2,
                () if link.is("icon") && ["png", "webp"].contains(&ending) => 1,
                () => continue,
            };
            icons.push((worth, url));
        }
        icons.sort_by_key(|(worth, _)| std::cmp::Reverse(*worth));
        // An icon that is no logo is left alone: nobody named it as one.
        let logo = icons.into_iter().take(4).find_map(|(_, url)| Logo::read(&load(&url)?).ok());
        if let Some(logo) = logo {
            self.brand.logo = Some(logo.hash().to_owned());
            self.logo = Some(logo);
        }
    }

    /// The recipe of `page`.
    pub(super) fn recipe(&self, page: &Page) -> Recipe {
        let mut brand = self.brand.clone();
        if !self.has_colour
            && let Some(colour) = theme(page, brand.ground)
        {
            brand.colour = colour;
        }
        let template = self.template.clone().unwrap_or_else(|| Source::Kind(of::kind(page)));
        let mut texts = of::texts(page);
        // A page that does not name its site is called by its host; the start page may know better.
        if texts.address.is_empty() && !self.site.is_empty() {
            texts.address = std::mem::replace(&mut texts.site, self.site.clone());
        }
        Recipe { template, texts, brand }
    }
}

/// The colour that `page` gives itself, where it says something of the brand.
fn theme(page: &Page, ground: Colour) -> Option<Colour> {
    of::theme(page).filter(|colour| of::says_something(*colour, ground))
}

fn brand(path: &Path) -> Result<File> {
    let text = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let mut file: File = toml::from_str(&text)
        .with_context(|| format!("{} is no brand as docs/cards.md describes it", path.display()))?;
    let folder = path.parent().unwrap_or(Path::new("."));
    for named in [&mut file.logo, &mut file.fonts].into_iter().flatten() {
        *named = folder.join(&*named);
    }
    Ok(file)
}

fn logo(path: &Path) -> Result<Logo> {
    let bytes = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    Logo::read(&bytes).with_context(|| format!("cannot use {} as a logo", path.display()))
}

/// One of ours by its name, else the user's own file.
fn template(name: &str) -> Result<Source> {
    if let Some(kind) = Kind::ALL.into_iter().find(|kind| kind.name() == name) {
        return Ok(Source::Kind(kind));
    }
    if !Path::new(name).exists() {
        return known(name).map(Source::Kind).with_context(|| format!("{name} is no file either"));
    }
    let text = fs::read_to_string(name).with_context(|| format!("cannot read {name}"))?;
    Template::read(&text).with_context(|| format!("cannot use {name}"))?;
    Ok(Source::Own(text))
}
