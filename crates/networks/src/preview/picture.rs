//! Pictures: which one a network takes, which it refuses, and why.

use domain::{Bytes, ImageFacts, ImageFault, ImageKind, Images, Page};
use schemars::JsonSchema;
use serde::Serialize;
use url::Url;

use super::Found;

/// The frame into which a network crops a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Shape {
    /// 1.91 to 1.
    Wide,
    /// 16 to 9.
    Film,
    /// 1 to 1.
    Square,
    /// As it is.
    Natural,
}

/// A picture as drawn.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Picture {
    /// Absolute address.
    pub url: Url,
    /// The frame.
    pub shape: Shape,
    /// The tag it came from.
    pub from: &'static str,
    /// Its text for those who do not see it, where the network carries one.
    pub alt: Option<String>,
    /// Whether the picture was looked at. If not, the network may still refuse it.
    pub checked: bool,
}

/// What a network makes of an address that is not whole, such as `/cake.jpg`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Relative {
    /// It is no address.
    Refused,
    /// It is read against the page's address, whatever `<base>` says.
    ToPage,
    /// It is read as a browser does, `<base>` included.
    AsBrowser,
}

/// Which pictures a network takes. Start from [`Limits::NONE`].
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    /// The network's name, for the sentence that says why.
    pub(crate) network: &'static str,
    /// Addresses that are not whole.
    pub(crate) relative: Relative,
    /// Formats. Empty: all.
    pub(crate) kinds: &'static [ImageKind],
    /// Size in bytes.
    pub(crate) at_most: Option<u64>,
    /// Width and height in pixels.
    pub(crate) at_least: Option<(u32, u32)>,
    /// Width and height in pixels.
    pub(crate) up_to: Option<(u32, u32)>,
    /// Longer side divided by shorter side.
    pub(crate) ratio: Option<f64>,
    /// The picture, and every address on the way to it, must be https.
    pub(crate) secure: bool,
    /// A picture that is sent as a download is refused.
    pub(crate) inline: bool,
}

/// Formats that nearly everybody draws.
pub(crate) const COMMON: &[ImageKind] = &[ImageKind::Jpeg, ImageKind::Png, ImageKind::Gif, ImageKind::Webp];

/// A picture that a network takes, and what is known of it.
#[derive(Clone, Debug)]
pub(crate) struct Chosen<'a> {
    pub(crate) url: Url,
    pub(crate) from: &'static str,
    /// `None` where it was not looked at.
    pub(crate) facts: Option<&'a ImageFacts>,
}

impl Chosen<'_> {
    /// Framed as `shape`, without a text.
    pub(super) fn framed(self, shape: Shape) -> Picture {
        Picture { url: self.url, shape, from: self.from, alt: None, checked: self.facts.is_some() }
    }

    /// Width and height: as seen, else as the page declares them for its first picture.
    pub(super) fn size(&self, page: &Page) -> Option<(u32, u32)> {
        match self.facts {
            Some(facts) => facts.size(),
            None => declared(page),
        }
    }
}

/// `og:image:width` and `og:image:height`.
fn declared(page: &Page) -> Option<(u32, u32)> {
    let number = |name| page.whole().meta(name).and_then(|text| text.parse::<u32>().ok()).filter(|n| *n > 0);
    Some((number("og:image:width")?, number("og:image:height")?))
}

impl Picture {
    /// Whether it is the site's icon, drawn for want of a picture.
    pub fn is_icon(&self) -> bool {
        self.from.ends_with("icon") || self.from.starts_with("apple-touch-icon")
    }
}

impl Limits {
    /// A network that takes every picture at a whole address.
    pub(crate) const NONE: Self = Self {
        network: "",
        relative: Relative::Refused,
        kinds: &[],
        at_most: None,
        at_least: None,
        up_to: None,
        ratio: None,
        secure: false,
        inline: false,
    };

    /// The first of `candidates` that the network takes, or why it took none.
    ///
    /// A picture that was not looked at is taken. The error says why the last candidate was refused.
    pub(crate) fn first<'f, 'a>(
        &self,
        page: &Page,
        images: &'a Images,
        candidates: impl IntoIterator<Item = Found<'f>>,
    ) -> Result<Chosen<'a>, String> {
        let mut refused = None;
        for Found { text, from } in candidates {
            match self.look(page, images, text) {
                Ok((url, facts)) => return Ok(Chosen { url, from, facts }),
                Err(why) => refused = Some(why),
            }
        }
        Err(refused.unwrap_or_else(|| "The page names no picture.".to_owned()))
    }

    fn look<'a>(&self, page: &Page, images: &'a Images, href: &str) -> Result<(Url, Option<&'a ImageFacts>), String> {
        let url = self.address(page, href)?;
        if self.secure && url.scheme() != "https" && !is_local(&url) {
            return Err(format!("Picture refused: {} loads pictures over https alone.", self.network));
        }
        let facts = images.of(&url);
        if let Some(facts) = facts {
            self.fits(facts)?;
        }
        Ok((url, facts))
    }

    /// The whole address that `href` means to this network.
    fn address(&self, page: &Page, href: &str) -> Result<Url, String> {
        let url = match self.relative {
            Relative::Refused => Url::parse(href.trim()).ok().filter(Url::has_host),
            Relative::ToPage => page.url.join(href.trim()).ok(),
            Relative::AsBrowser => page.resolve(href),
        };
        match url {
            Some(url) if url == page.url => Err("Picture refused: its address is the page itself.".to_owned()),
            Some(url) if matches!(url.scheme(), "http" | "https") => Ok(url),
            Some(_) => Err("Picture refused: its address does not lead to the web.".to_owned()),
            None if page.resolve(href).is_some() => Err(format!(
                "Picture refused: its address lacks the beginning (https://…), and {} does not add it.",
                self.network
            )),
            None => Err("Picture refused: its address is none.".to_owned()),
        }
    }

    /// Whether the network takes a picture of which this is known, else why not.
    pub(crate) fn fits(&self, image: &ImageFacts) -> Result<(), String> {
        let name = self.network;
        if !image.is_picture() {
            return Err(unseen(image).to_owned());
        }
        if self.secure && image.insecure_hop {
            return Err(format!("Picture refused: the way to it leaves https, and {name} does not follow."));
        }
        if self.inline && image.attachment {
            return Err(format!("Picture refused: the server sends it as a download, and {name} draws none of those."));
        }
        if let Some(kind) = image.kind.filter(|kind| !self.kinds.is_empty() && !self.kinds.contains(kind)) {
            return Err(format!("Picture refused: it is {}, and {name} does not draw that format.", article(kind)));
        }
        if let (Some(limit), Some(bytes)) = (self.at_most, image.bytes)
            && bytes > limit
        {
            let (has, takes) = (Bytes(bytes), Bytes(limit));
            return Err(format!("Picture refused: it weighs {has}, and {name} takes at most {takes}."));
        }
        let Some((width, height)) = image.size() else { return Ok(()) };
        if let Some((least_width, least_height)) = self.at_least
            && (width < least_width || height < least_height)
        {
            return Err(format!(
                "Picture refused: it measures {width} × {height}, and {name} wants at least {least_width} × {least_height}."
            ));
        }
        if let Some((most_width, most_height)) = self.up_to
            && (width > most_width || height > most_height)
        {
            return Err(format!(
                "Picture refused: it measures {width} × {height}, and {name} takes at most {most_width} × {most_height}."
            ));
        }
        if let Some(most) = self.ratio
            && f64::from(width.max(height)) > most * f64::from(width.min(height))
        {
            return Err(format!(
                "Picture refused: {width} × {height} is longer drawn out than {name} takes ({most} to 1)."
            ));
        }
        Ok(())
    }
}

fn article(kind: ImageKind) -> String {
    let name = kind.name();
    let article = if matches!(kind, ImageKind::Svg | ImageKind::Avif | ImageKind::Ico) { "an" } else { "a" };
    format!("{article} {name} file")
}

fn unseen(image: &ImageFacts) -> &'static str {
    match image.fault {
        Some(ImageFault::Status) => "The picture cannot be loaded: its address answers with an error.",
        Some(ImageFault::Unreachable) => "The picture cannot be loaded: nobody answers at its address.",
        Some(ImageFault::Certificate) => "The picture cannot be loaded: its server's certificate is not valid.",
        Some(ImageFault::Private) => "The picture cannot be loaded: its address lies in a private network.",
        Some(ImageFault::NoSuchFile) => "The picture cannot be loaded: the site has no such file.",
        Some(ImageFault::Damaged) => "The picture cannot be drawn: it is damaged.",
        Some(ImageFault::NotAPicture) | None => {
            "The picture cannot be drawn: what stands at its address is no picture."
        }
    }
}

/// Whether an address is this machine's own, where a site is tried out before it lives anywhere.
pub fn is_local(url: &Url) -> bool {
    match url.host() {
        Some(url::Host::Ipv4(ip)) => ip.is_loopback(),
        Some(url::Host::Ipv6(ip)) => ip.is_loopback(),
        Some(url::Host::Domain(name)) => {
            name == "localhost" || name.ends_with(".localhost") || name.ends_with(".invalid")
        }
        None => false,
    }
}
