//! What a network draws for a link.

use domain::{ImageFacts, Images, Page};
use schemars::JsonSchema;
use serde::Serialize;
use unicode_segmentation::UnicodeSegmentation;
use url::Url;

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

/// How good a preview is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The right title, whole, and a picture.
    Right,
    /// The right title, cut, and a picture.
    Cut,
    /// The right title, no picture.
    NoPicture,
    /// Another title than the page's own, or only the address.
    WrongTitle,
    /// No card: the bare address stands there.
    Nothing,
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

/// A line of text as drawn.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Line {
    /// The text, with the network's own ellipsis where it was cut.
    pub text: String,
    /// Whether it was cut.
    pub cut: bool,
    /// The tag it came from: `og:title`, `title`, `json-ld headline`.
    pub from: &'static str,
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

impl Preview {
    /// No card at all, and why.
    pub fn nothing(why: impl Into<String>) -> Self {
        Self { layout: Layout::Nothing, why: vec![why.into()], ..Self::of(Layout::Nothing) }
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

    /// Adds a reason.
    pub fn because(mut self, why: impl Into<String>) -> Self {
        self.why.push(why.into());
        self
    }

    /// Sets the verdict from what is drawn.
    pub(crate) fn judged(mut self, page: &Page) -> Self {
        self.verdict = verdict(&self, page);
        self
    }
}

/// The verdict on `preview` as a drawing of `page`. A title is right if it is what the page calls itself anywhere
/// (Open Graph, Twitter, JSON-LD, title), since which of them wins is the network's own business.
fn verdict(preview: &Preview, page: &Page) -> Verdict {
    if preview.layout == Layout::Nothing {
        return Verdict::Nothing;
    }
    match &preview.title {
        Some(title) if is_placeholder(&title.text) || page.facts.title.is_none() => Verdict::WrongTitle,
        // X lays no title over a large picture; that is its manner, not a fault of the page.
        None if preview.layout != Layout::Overlay => Verdict::WrongTitle,
        _ if preview.picture.is_none() => Verdict::NoPicture,
        Some(title) if title.cut => Verdict::Cut,
        _ => Verdict::Right,
    }
}

/// Whether a text is what a template leaves behind when it has nothing to say.
pub fn is_placeholder(text: &str) -> bool {
    let text = text.trim();
    let lower = text.to_ascii_lowercase();
    ["null", "undefined", "none", "nan", "[object object]", "untitled"].contains(&lower.as_str())
        || text.contains("{{")
        || text.contains("{%")
        || text.contains("<%")
        || (text.starts_with("${") && text.ends_with('}'))
}

impl Line {
    /// The text whole, white space folded.
    pub fn whole(text: &str, from: &'static str) -> Self {
        Self { text: fold(text), cut: false, from }
    }

    /// At most `limit` user-perceived characters (grapheme clusters), then `…`.
    pub fn characters(text: &str, limit: usize, from: &'static str) -> Self {
        let text = fold(text);
        match text.grapheme_indices(true).nth(limit) {
            None => Self { text, cut: false, from },
            Some((end, _)) => Self { text: format!("{}…", text[..end].trim_end()), cut: true, from },
        }
    }

    /// At most `limit` bytes of UTF-8, then `ellipsis`; never splits a character.
    pub fn bytes(text: &str, limit: usize, ellipsis: &str, from: &'static str) -> Self {
        let text = fold(text);
        if text.len() <= limit {
            return Self { text, cut: false, from };
        }
        let end = text.floor_char_boundary(limit);
        Self { text: format!("{}{ellipsis}", text[..end].trim_end()), cut: true, from }
    }
}

fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.push_str(word);
    }
    folded
}

/// Picks the first picture that passes `fits`. `candidates` are addresses as written, each with its tag.
///
/// A picture that was not looked at passes with `checked: false`. The error says why the last candidate was refused.
pub fn first_fitting<'a>(
    page: &Page,
    images: &Images,
    candidates: impl IntoIterator<Item = (&'a str, &'static str)>,
    shape: Shape,
    fits: impl Fn(&Url, &ImageFacts) -> Result<(), String>,
) -> Result<Picture, String> {
    let mut refused = "the page names no picture".to_owned();
    for (href, from) in candidates {
        let Some(url) = page.resolve(href) else {
            refused = format!("{from} is not an address: {href}");
            continue;
        };
        match images.of(&url) {
            None => return Ok(Picture { url, shape, from, alt: None, checked: false }),
            Some(facts) if !facts.is_picture() => refused = "the picture cannot be loaded".to_owned(),
            Some(facts) => match fits(&url, facts) {
                Ok(()) => return Ok(Picture { url, shape, from, alt: None, checked: true }),
                Err(why) => refused = why,
            },
        }
    }
    Err(refused)
}
