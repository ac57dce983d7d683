//! What a network draws for a link.
//!
//! A preview is a pure function from a page and its pictures to a [`Preview`]: nothing is fetched, nothing can fail.
//! Start at [`Preview`]; a network's own function stands in its folder and is put together from [`place`] (where it
//! looks for text), [`Line`] (where it cuts) and [`Limits`] (which pictures it takes).

mod line;
mod picture;
pub(crate) mod place;
mod verdict;

use domain::{Page, Window};
use schemars::JsonSchema;
use serde::Serialize;

pub use line::Line;
pub(crate) use line::{Found, cut_at_units, decoded_again};
pub(crate) use picture::{COMMON, Chosen, Limits, Relative};
pub use picture::{Picture, Shape, is_local};
pub use verdict::{Verdict, is_placeholder};

/// What a network draws for a link to a page, or why it draws nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Preview {
    /// How good that is. Set by [`crate::Network::draw`].
    pub verdict: Verdict,
    /// How it is laid out.
    pub layout: Layout,
    /// The title line.
    pub title: Option<Line>,
    /// The description.
    pub description: Option<Line>,
    /// The picture.
    pub picture: Option<Picture>,
    /// The line that names the site: host or site name, as the network writes it.
    pub host: Option<String>,
    /// The author line, where the network draws one.
    pub author: Option<String>,
    /// Why something is missing, cut or refused; whole sentences for people.
    pub why: Vec<String>,
}

/// How a preview is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Layout {
    /// No card.
    Nothing,
    /// Text alone.
    Text,
    /// A small picture beside the text.
    Small,
    /// A large picture above the text.
    Large,
    /// A large picture with only the host, or the host and title, laid over it.
    Overlay,
}

impl Preview {
    /// No card at all, and why.
    pub fn nothing(why: impl Into<String>) -> Self {
        Self { why: vec![why.into()], ..Self::of(Layout::Nothing) }
    }

    fn of(layout: Layout) -> Self {
        Self {
            verdict: Verdict::Nothing,
            layout,
            title: None,
            description: None,
            picture: None,
            host: None,
            author: None,
            why: Vec::new(),
        }
    }

    /// A card with text alone, until it gets a picture.
    pub fn text(title: Line) -> Self {
        Self { title: Some(title), ..Self::of(Layout::Text) }
    }

    /// Adds a description, if there is one.
    pub fn describe(mut self, line: Option<Line>) -> Self {
        self.description = line;
        self
    }

    /// Adds the line that names the site.
    pub fn host(mut self, host: impl Into<String>) -> Self {
        self.host = Some(host.into());
        self
    }

    /// Adds the author line, if there is one.
    pub fn by(mut self, author: Option<&str>) -> Self {
        self.author = author.map(str::to_owned);
        self
    }

    /// Lays the card out as `layout` with `picture`, or leaves text alone and says why.
    pub fn picture(mut self, layout: Layout, picture: Result<Picture, String>) -> Self {
        match picture {
            Ok(picture) => {
                self.layout = layout;
                self.picture = Some(picture);
            }
            Err(why) => self.why.push(why),
        }
        self
    }

    /// Lays the card out as `frame` says for the picture's size, or leaves text alone and says why.
    pub(crate) fn pictured(
        self,
        page: &Page,
        chosen: Result<Chosen<'_>, String>,
        frame: impl FnOnce(Option<(u32, u32)>) -> (Layout, Shape),
    ) -> Self {
        match chosen {
            Ok(chosen) => {
                let (layout, shape) = frame(chosen.size(page));
                self.picture(layout, Ok(chosen.framed(shape)))
            }
            Err(why) => self.picture(Layout::Text, Err(why)),
        }
    }

    /// Adds the picture's text for those who do not see it, on a network that carries one.
    pub(crate) fn alt(mut self, alt: Option<&str>) -> Self {
        if let Some(picture) = &mut self.picture {
            picture.alt = alt.map(str::to_owned);
        }
        self
    }

    /// Adds a reason.
    pub fn because(mut self, why: impl Into<String>) -> Self {
        self.why.push(why.into());
        self
    }

    /// Sets the verdict from what is drawn.
    pub(crate) fn judged(mut self, page: &Page) -> Self {
        self.verdict = verdict::of(&self, page);
        self
    }
}

/// A small square picture beside the text, whatever its size.
pub(crate) fn small(_: Option<(u32, u32)>) -> (Layout, Shape) {
    (Layout::Small, Shape::Square)
}

/// A large picture above the text, or else a small one beside it.
pub(crate) fn large_if(large: bool, shape: Shape) -> (Layout, Shape) {
    if large { (Layout::Large, shape) } else { (Layout::Small, Shape::Square) }
}

/// Whether a picture measures at least so much. One whose size is not known does.
pub(crate) fn measures(size: Option<(u32, u32)>, width: u32, height: u32) -> bool {
    size.is_none_or(|(has_width, has_height)| has_width >= width && has_height >= height)
}

/// The name that the page gives its site, else its host.
pub(crate) fn site_or_host(seen: Window<'_>) -> &str {
    seen.meta("og:site_name").unwrap_or_else(|| host(seen.page()))
}

/// The media type that the server declared, without parameters; `None` for a file, or where it declared none.
pub(crate) fn served_as(page: &Page) -> Option<&str> {
    let whole = page.fetched.as_ref()?.content_type.as_deref()?;
    Some(whole.split(';').next().unwrap_or(whole).trim())
}

/// The host of the page, without `www.`, as most networks write it. A folder of which nobody knows where it will live
/// has none yet.
pub(crate) fn host(page: &Page) -> &str {
    if !page.has_address() {
        return "your site";
    }
    let host = page.url.host_str().unwrap_or_default();
    host.strip_prefix("www.").unwrap_or(host)
}
