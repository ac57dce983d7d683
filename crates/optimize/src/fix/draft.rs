//! The draft: what findings ask for, laid over the tags that stand in the page.

use std::borrow::Cow;

use domain::{Page, Tag, TagKey};

use super::changes::{Change, Edit, Piece};
use super::order::{is_picture_part, key, rank};
use super::reread;
use crate::audit::{Place, Write};

/// A tag that ends behind this byte is not left where it is when it is written anyway: networks stop reading at 32 KiB,
/// and what is put before it pushes it back.
const EARLY: u64 = 24 * 1024;

/// One content that is wanted, with everybody's wishes for its place taken together.
struct Wish<'a> {
    name: &'a str,
    content: Cow<'a, str>,
    place: Place,
}

/// A meta tag of the page with all its keys, and what becomes of it.
pub(super) struct Element<'a> {
    pub(super) tags: &'a [Tag],
    /// For each of `tags`, the attribute that carries its key afterwards; `None` where it goes.
    pub(super) keys: Vec<Option<TagKey>>,
    pub(super) content: Option<String>,
    pub(super) touched: bool,
    pub(super) moves: bool,
    /// What is put behind it.
    pub(super) behind: Vec<Piece>,
}

impl Element<'_> {
    pub(super) fn at(&self) -> u64 {
        self.tags.first().map_or(0, |tag| tag.at)
    }

    /// Nothing is left of it.
    pub(super) fn goes(&self) -> bool {
        self.keys.iter().all(Option::is_none)
    }

    fn carries(&self, name: &str) -> bool {
        self.tags.iter().zip(&self.keys).any(|(tag, key)| tag.name == name && is_for_heads(*key))
    }

    /// Whether it may stay where it is when it is written.
    fn stands_well(&self) -> bool {
        self.tags.first().is_some_and(|tag| tag.in_head && tag.end <= EARLY)
    }

    fn drop_key(&mut self, name: &str) {
        for (tag, key) in self.tags.iter().zip(&mut self.keys) {
            if tag.name == name && is_for_heads(*key) {
                *key = None;
                self.touched = true;
            }
        }
    }

    /// Makes it say `content` under `name`, unless that would change what it says under another name.
    fn say(&mut self, page: &Page, wish: &Wish<'_>, wishes: &[Wish<'_>]) -> bool {
        let Some(own) = self.tags.iter().find(|tag| tag.name == wish.name && is_for_heads(Some(tag.key))) else {
            return false;
        };
        let changes = own.content.trim() != wish.content;
        let same_address = || page.resolve(&own.content).is_some_and(|url| url.as_str() == wish.content);
        let others_agree = self.tags.iter().zip(&self.keys).all(|(other, key)| {
            let agrees = |it: &Wish<'_>| {
                it.name == other.name && it.content == wish.content && (it.place == Place::Anew || it.is_at(own.at))
            };
            key.is_none() || other.name == wish.name || wishes.iter().any(agrees)
        });
        let wanted_key = key(wish.name);
        let taken =
            self.tags.iter().zip(&self.keys).any(|(tag, key)| *key == Some(wanted_key) && tag.name != wish.name);
        if (changes && !others_agree && !same_address()) || taken {
            self.drop_key(wish.name);
            return false;
        }
        self.touched = true;
        if changes {
            self.content = Some(wish.content.to_string());
        }
        // One of the attributes that carry this name is kept, under its proper name.
        let proper = |tag: &Tag| tag.name == wish.name && tag.key == wanted_key;
        let kept = self
            .tags
            .iter()
            .position(proper)
            .or_else(|| self.tags.iter().position(|tag| tag.name == wish.name && is_for_heads(Some(tag.key))));
        for (index, (tag, key)) in self.tags.iter().zip(&mut self.keys).enumerate() {
            if tag.name == wish.name && is_for_heads(*key) {
                *key = (Some(index) == kept).then_some(wanted_key);
            }
        }
        true
    }

    /// What becomes of its attributes.
    pub(super) fn edit(&self) -> Edit {
        let keys = self.tags.iter().zip(&self.keys).filter(|(tag, key)| Some(tag.key) != **key);
        Edit { keys: keys.map(|(tag, key)| (tag.key, *key)).collect(), value: self.content.clone() }
    }
}

impl Wish<'_> {
    fn is_at(&self, at: u64) -> bool {
        matches!(self.place, Place::At(here) | Place::From(here) if here == at)
    }

    fn piece(&self) -> Piece {
        let content = self.content.to_string();
        match self.name {
            "title" => Piece::Title(content),
            "canonical" => Piece::Canonical(content),
            "charset" => Piece::Charset(content),
            name => Piece::Meta(key(name), name.to_owned(), content),
        }
    }
}

/// `itemprop` belongs to things in the body, `http-equiv` to the transport: neither is a tag for networks.
fn is_for_heads(key: Option<TagKey>) -> bool {
    matches!(key, Some(TagKey::Property | TagKey::Name))
}

/// What becomes of `page` when `writes` are written: the changes, and the page after them.
pub(super) fn draft<'a>(page: &Page, writes: impl Iterator<Item = &'a Write>) -> (Vec<Change>, Page) {
    let wishes = wishes(writes);
    if wishes.is_empty() {
        return (Vec::new(), page.clone());
    }
    let mut elements: Vec<Element<'_>> = page
        .tags
        .chunk_by(|a, b| a.at == b.at)
        .map(|tags| Element {
            tags,
            keys: tags.iter().map(|tag| Some(tag.key)).collect(),
            content: None,
            touched: false,
            moves: false,
            behind: Vec::new(),
        })
        .collect();
    let mut new: Vec<&Wish<'_>> = Vec::new();
    let mut changes = Vec::new();
    for wish in &wishes {
        match (wish.name, wish.place) {
            ("title", _) => match &page.title {
                Some(title) => changes.push(Change::Title(title.at, wish.content.to_string())),
                None => new.push(wish),
            },
            ("canonical", _) => {
                if !point(page, &wish.content, &mut changes) {
                    new.push(wish);
                }
            }
            ("charset", _) => {
                new.push(wish);
                // The late one is of no use any more.
                if let Some(at) = page.charset.meta_at {
                    match elements.iter_mut().find(|it| it.at() == at) {
                        Some(element) => element.keys.fill(None),
                        None => changes.push(Change::Remove(at)),
                    }
                }
            }
            (name, Place::Anew) if is_picture_part(name) && describe(page, &mut elements, wish, &wishes) => {}
            (name, Place::Anew) => {
                let mut kept = false;
                for element in elements.iter_mut().filter(|it| it.carries(name)) {
                    if !kept && element.stands_well() {
                        kept = element.say(page, wish, &wishes);
                    } else {
                        element.drop_key(name);
                    }
                }
                if !kept {
                    new.push(wish);
                }
            }
            (_, Place::At(at) | Place::From(at)) => {
                let Some(element) = elements.iter_mut().find(|it| it.at() == at && it.carries(wish.name)) else {
                    continue;
                };
                if !element.say(page, wish, &wishes) {
                    new.push(wish);
                } else if matches!(wish.place, Place::From(_)) {
                    element.moves = true;
                }
            }
        }
    }
    bring_parts(&mut elements);
    new.sort_by_key(|wish| rank(wish.name));
    let mut begin: Vec<Piece> = new.iter().map(|wish| wish.piece()).collect();
    for element in &mut elements {
        if element.goes() {
            changes.push(Change::Remove(element.at()));
            begin.append(&mut element.behind);
        } else if element.moves {
            changes.push(Change::Remove(element.at()));
            begin.push(Piece::Moved(element.at(), element.edit()));
            begin.append(&mut element.behind);
        } else if element.touched {
            changes.push(Change::Edit(element.at(), element.edit()));
        }
        if !element.behind.is_empty() {
            changes.push(Change::Behind(element.at(), element.behind.clone()));
        }
    }
    if reread::pushes_charset_back(page, &changes, !begin.is_empty()) {
        begin.insert(0, Piece::Charset(page.charset.used.to_ascii_lowercase()));
    }
    if !begin.is_empty() {
        changes.push(Change::Begin(begin));
    }
    let mended = reread::after(page, &elements, &changes);
    (changes, mended)
}

/// Lets the parts of a picture that moves (its size, its text) go with it.
fn bring_parts(elements: &mut [Element<'_>]) {
    let mut moves = false;
    for element in elements {
        if element.carries("og:image") {
            moves = element.moves;
        } else if moves && !element.stands_well() && element.tags.iter().any(|tag| is_picture_part(&tag.name)) {
            element.moves = !element.goes();
        }
    }
}

/// What is wanted, each tag once.
fn wishes<'a>(writes: impl Iterator<Item = &'a Write>) -> Vec<Wish<'a>> {
    let mut wishes: Vec<Wish<'_>> = Vec::new();
    for write in writes {
        let same = |it: &&mut Wish<'_>| {
            let here = |place| match place {
                Place::At(at) | Place::From(at) => Some(at),
                Place::Anew => None,
            };
            let apart = here(it.place).is_some() && here(write.place).is_some() && here(it.place) != here(write.place);
            it.name == write.name && !apart
        };
        if let Some(known) = wishes.iter_mut().find(same) {
            if write.place > known.place {
                known.place = write.place;
                known.content = Cow::Borrowed(&write.content);
            }
            if write.place == Place::Anew {
                // It stands for all tags of its name.
                let mut first = true;
                wishes.retain(|it| it.name != write.name || std::mem::take(&mut first));
            }
            continue;
        }
        let content = if write.name == "title" {
            Cow::Owned(write.content.split_whitespace().collect::<Vec<_>>().join(" "))
        } else {
            Cow::Borrowed(write.content.as_str())
        };
        wishes.push(Wish { name: &write.name, content, place: write.place });
    }
    wishes
}

/// Lets the canonical link that stands in the page say `href`; others go. Says whether there is one that can.
fn point(page: &Page, href: &str, changes: &mut Vec<Change>) -> bool {
    let mut kept = false;
    for link in page.links.iter().filter(|link| link.is("canonical")) {
        if !kept && link.in_head && link.end <= EARLY && link.rel == "canonical" {
            kept = true;
            if link.href.trim() != href {
                let edit = Edit { keys: Vec::new(), value: Some(href.to_owned()) };
                changes.push(Change::Edit(link.at, edit));
            }
        } else {
            changes.push(Change::Remove(link.at));
        }
    }
    kept
}

/// Writes a part of the first picture (its size, its text) where readers connect it with that picture.
/// Says whether there is a picture to write it to.
fn describe(page: &Page, elements: &mut [Element<'_>], wish: &Wish<'_>, wishes: &[Wish<'_>]) -> bool {
    let is_picture = |element: &Element<'_>| {
        element.carries("og:image") && element.tags.iter().any(|tag| tag.name == "og:image" && !tag.is_blank())
    };
    let Some(first) = elements.iter().position(is_picture) else { return false };
    let moves = |it: &Wish<'_>| it.place == Place::From(elements[first].at());
    if !elements[first].tags[0].in_head && !wishes.iter().any(moves) {
        return false;
    }
    // With one picture all parts are its own, wherever they stand.
    let next = elements[first + 1..].iter().position(is_picture).map(|next| first + 1 + next);
    let own = next.map_or(0..elements.len(), |next| first..next);
    let mut kept = false;
    for element in elements[own].iter_mut().filter(|it| it.carries(wish.name)) {
        if !kept && element.stands_well() {
            kept = element.say(page, wish, wishes);
        } else {
            element.drop_key(wish.name);
        }
    }
    if !kept {
        elements[first].behind.push(wish.piece());
        elements[first].behind.sort_by_key(|piece| match piece {
            Piece::Meta(_, name, _) => rank(name),
            _ => 0,
        });
    }
    true
}
