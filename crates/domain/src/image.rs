//! What is known of pictures: the header's facts and how the server answered.

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use url::Url;

/// A picture's format, told by its first bytes, never by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "each is a format's own name")]
pub enum ImageKind {
    Jpeg,
    Png,
    Gif,
    Webp,
    Avif,
    Svg,
    Ico,
    Bmp,
}

impl ImageKind {
    /// The format's MIME type.
    pub fn mime(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Gif => "image/gif",
            Self::Webp => "image/webp",
            Self::Avif => "image/avif",
            Self::Svg => "image/svg+xml",
            Self::Ico => "image/x-icon",
            Self::Bmp => "image/bmp",
        }
    }

    /// The format that a `Content-Type` header or `og:image:type` names; parameters are ignored.
    pub fn from_mime(mime: &str) -> Option<Self> {
        match mime.split(';').next().unwrap_or("").trim().to_ascii_lowercase().as_str() {
            "image/jpeg" | "image/jpg" | "image/pjpeg" => Some(Self::Jpeg),
            "image/png" | "image/x-png" => Some(Self::Png),
            "image/gif" => Some(Self::Gif),
            "image/webp" => Some(Self::Webp),
            "image/avif" => Some(Self::Avif),
            "image/svg+xml" | "image/svg" => Some(Self::Svg),
            "image/x-icon" | "image/vnd.microsoft.icon" => Some(Self::Ico),
            "image/bmp" => Some(Self::Bmp),
            _ => None,
        }
    }

    /// As a person calls it: `JPEG`, `SVG`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Jpeg => "JPEG",
            Self::Png => "PNG",
            Self::Gif => "GIF",
            Self::Webp => "WebP",
            Self::Avif => "AVIF",
            Self::Svg => "SVG",
            Self::Ico => "ICO",
            Self::Bmp => "BMP",
        }
    }
}

/// Why a picture could not be seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ImageFault {
    /// The server answered with another status than 2xx; it stands in [`ImageFacts::status`].
    Status,
    /// No server answered, or not in time.
    Unreachable,
    /// The certificate is not valid.
    Certificate,
    /// The address leads to a private network.
    Private,
    /// The bytes are no picture that is known here.
    NotAPicture,
    /// The header promises a picture, its size cannot be read.
    Damaged,
    /// The folder that was audited holds no such file.
    NoSuchFile,
}

/// What is known of one picture. 48 bytes, since a site may have one for each page.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ImageFacts {
    /// Format by its first bytes.
    pub kind: Option<ImageKind>,
    /// Format that the server declared; `None` where it declared none or no picture type.
    pub declared: Option<ImageKind>,
    /// Width in pixels; 0 where unknown.
    pub width: u32,
    /// Height in pixels; 0 where unknown.
    pub height: u32,
    /// Whole size in bytes; `None` where the server did not say.
    pub bytes: Option<u64>,
    /// Time until the last byte that was asked for, in milliseconds; 0 for a file.
    pub millis: u32,
    /// HTTP status; 0 for a file or where nobody answered.
    pub status: u16,
    /// Redirects that were followed.
    pub hops: u8,
    /// One of the addresses on the way was plain http.
    pub insecure_hop: bool,
    /// Served with `Content-Disposition: attachment`.
    pub attachment: bool,
    /// More than one frame.
    pub animated: bool,
    /// The server answered a request for the first bytes with other bytes than those.
    pub range_mishandled: bool,
    /// Why it cannot be seen.
    pub fault: Option<ImageFault>,
}

impl ImageFacts {
    /// Whether a reader that fetches it gets a picture.
    pub fn is_picture(&self) -> bool {
        self.fault.is_none() && self.kind.is_some()
    }

    /// Width by height; `None` where either is unknown.
    pub fn size(&self) -> Option<(u32, u32)> {
        (self.width > 0 && self.height > 0).then_some((self.width, self.height))
    }

    /// Width divided by height.
    pub fn ratio(&self) -> Option<f64> {
        self.size().map(|(width, height)| f64::from(width) / f64::from(height))
    }
}

/// The pictures of a site by address. A picture that is not in here was not looked at: nothing may be said of it.
#[derive(Clone, Debug, Default)]
pub struct Images(FxHashMap<u64, ImageFacts>);

impl Images {
    /// What is known of the picture at `url`; `None` where it was not looked at. A planned picture is always known.
    pub fn of(&self, url: &Url) -> Option<&ImageFacts> {
        match url.fragment() {
            Some(PLANNED) => Some(&PLANNED_CARD),
            Some(PLANNED_COPY) => Some(&COPY),
            _ => self.0.get(&key(url)),
        }
    }

    /// Keeps what was seen at `url`.
    pub fn insert(&mut self, url: &Url, facts: ImageFacts) {
        self.0.insert(key(url), facts);
    }

    /// How many are known.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether none is known.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// The address of a card that Tidings would make for the page at `page`: a picture that does not exist yet.
///
/// Previews of a mended page show it; nothing ever writes it. Its fragment marks it, see [`is_planned_card`].
pub fn planned_card(page: &Url) -> Url {
    let mut url = page.clone();
    url.set_path("/card.png");
    url.set_query(None);
    url.set_fragment(Some(PLANNED));
    url
}

/// Whether `url` is the address of a card that does not exist yet.
pub fn is_planned_card(url: &Url) -> bool {
    url.fragment() == Some(PLANNED)
}

/// The address of a copy of `picture` that does not exist yet: cut to 1200 × 630 pixels and light. For previews, as
/// [`planned_card`] is.
pub fn planned_copy(picture: &Url) -> Url {
    let mut url = picture.clone();
    url.set_fragment(Some(PLANNED_COPY));
    url
}

/// The picture of which `url` is a planned copy; `None` where it is none.
pub fn copied_from(url: &Url) -> Option<Url> {
    (url.fragment() == Some(PLANNED_COPY)).then(|| {
        let mut url = url.clone();
        url.set_fragment(None);
        url
    })
}

/// No server ever sees a fragment, so that no real picture is told by one.
const PLANNED: &str = "a-card-made-by-tidings";
const PLANNED_COPY: &str = "a-copy-made-by-tidings";

/// A card as Tidings makes it: the one size that every network takes.
const PLANNED_CARD: ImageFacts = ImageFacts {
    kind: Some(ImageKind::Png),
    declared: Some(ImageKind::Png),
    width: 1200,
    height: 630,
    bytes: Some(120_000),
    millis: 0,
    status: 0,
    hops: 0,
    insecure_hop: false,
    attachment: false,
    animated: false,
    range_mishandled: false,
    fault: None,
};

/// A copy of a picture as Tidings would make it: the same size, and as a JPEG.
const COPY: ImageFacts =
    ImageFacts { kind: Some(ImageKind::Jpeg), declared: Some(ImageKind::Jpeg), bytes: Some(200_000), ..PLANNED_CARD };

/// 64 bits of the address stand for it: the addresses themselves would outweigh the facts.
fn key(url: &Url) -> u64 {
    use std::hash::BuildHasher;
    rustc_hash::FxBuildHasher.hash_one(&url[..url::Position::AfterQuery])
}
