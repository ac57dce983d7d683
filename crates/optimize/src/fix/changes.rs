//! Changes: what is done to a page, by the places of its tags, before anybody looks at its bytes.

use std::fmt::Write;

use domain::TagKey;

use super::markup::escape;

/// One change. Places are bytes from the start of the page; each is that of a tag's `<`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// Puts pieces at the start of the head, behind the declaration of the charset if that stands early enough.
    Begin(Vec<Piece>),
    /// Puts pieces behind the tag at this byte.
    Behind(u64, Vec<Piece>),
    /// Changes attributes of the tag at this byte.
    Edit(u64, Edit),
    /// Changes the text of the title element at this byte.
    Title(u64, String),
    /// Takes the tag at this byte away, with its line if it is alone there.
    Remove(u64),
}

/// What becomes of the attributes of one meta or link. Others stay as they are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Edit {
    /// The attribute that carries a key is called otherwise (`name=` → `property=`), or goes.
    pub keys: Vec<(TagKey, Option<TagKey>)>,
    /// The new `content`, or the new `href` of a link; not escaped.
    pub value: Option<String>,
}

/// Something that is put into the head.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// `<meta charset>`
    Charset(String),
    /// `<title>`
    Title(String),
    /// `<link rel="canonical">`
    Canonical(String),
    /// A meta tag: the attribute that carries the key, the key, the content.
    Meta(TagKey, String, String),
    /// The tag that stood at this byte, with its attributes changed.
    Moved(u64, Edit),
}

impl Piece {
    /// The piece as HTML; `None` for a tag that is only moved. `close` is `>` or, in XHTML, ` />`.
    pub fn markup(&self, close: &str) -> Option<String> {
        let mut out = String::new();
        let written = match self {
            Self::Charset(charset) => write!(out, r#"<meta charset="{}"{close}"#, escape(charset)),
            Self::Title(text) => write!(out, "<title>{}</title>", escape(text)),
            Self::Canonical(href) => write!(out, r#"<link rel="canonical" href="{}"{close}"#, escape(href)),
            Self::Meta(key, name, content) => {
                let key = attribute(*key);
                write!(out, r#"<meta {key}="{}" content="{}"{close}"#, escape(name), escape(content))
            }
            Self::Moved(..) => return None,
        };
        written.ok().map(|()| out)
    }
}

/// The attribute that carries a key of that kind.
pub(super) fn attribute(key: TagKey) -> &'static str {
    match key {
        TagKey::Property => "property",
        TagKey::Name => "name",
        TagKey::Itemprop => "itemprop",
        TagKey::HttpEquiv => "http-equiv",
    }
}
