//! Reread: the page as it will be read once the changes stand in its bytes, without reading it.

use domain::{CharsetFrom, LinkTag, Page, Tag, TagKey, Text};

use super::changes::{Change, Edit, Piece};
use super::draft::Element;

/// The declaration of the charset behind which `pieces` are put into the head, where it stands early enough;
/// `None` for the very start, and where they bring a declaration of their own.
pub(super) fn behind_charset(page: &Page, pieces: &[Piece]) -> Option<u64> {
    if matches!(pieces.first(), Some(Piece::Charset(_))) {
        return None;
    }
    let at = page.charset.meta_at.filter(|at| *at < 1024)?;
    page.head_end.is_none_or(|end| at < end).then_some(at)
}

/// Whether `changes` would push a declaration of the charset that counts out of the first 1,024 bytes. `begins` says
/// that something is put at the start of the head besides.
pub(super) fn pushes_charset_back(page: &Page, changes: &[Change], begins: bool) -> bool {
    let Some(at) = page.charset.meta_at.filter(|_| page.charset.from == CharsetFrom::Meta) else { return false };
    // The longest form of the tag, `http-equiv` and all, has about 80 bytes.
    let goes = changes.contains(&Change::Remove(at));
    goes || (begins && behind_charset(page, &[]).is_none()) || shifts(page, changes).of(at) > at.max(940)
}

/// Bytes that are expected around a tag on a line of its own.
const LINE: usize = 3;

/// Places in the page, and by how many bytes everything from there on is shifted.
struct Shifts(Vec<(u64, i64)>);

impl Shifts {
    /// Of bytes put in (or taken out) at places.
    fn new(mut put_in: Vec<(u64, i64)>) -> Self {
        put_in.sort_by_key(|(place, _)| *place);
        let mut sum = 0;
        for (_, bytes) in &mut put_in {
            sum += *bytes;
            *bytes = sum;
        }
        Self(put_in)
    }

    fn of(&self, at: u64) -> u64 {
        let before = self.0.partition_point(|(place, _)| *place <= at);
        let shift = before.checked_sub(1).map_or(0, |last| self.0[last].1);
        at.saturating_add_signed(shift)
    }
}

/// The first key of the tag at byte `at`; tags stand in page order.
fn tag_at(page: &Page, at: u64) -> Option<&Tag> {
    page.tags.get(page.tags.partition_point(|tag| tag.at < at)).filter(|tag| tag.at == at)
}

/// `page` after `changes`, which were made of `elements`.
pub(super) fn after(page: &Page, elements: &[Element<'_>], changes: &[Change]) -> Page {
    let shifts = shifts(page, changes);
    let mut after = Page {
        tags: Vec::with_capacity(page.tags.len() + 8),
        links: Vec::new(),
        size: shifts.of(page.size),
        head_end: page.head_end.map(|at| shifts.of(at)),
        ..page.clone()
    };
    let begin = changes.iter().find_map(|change| if let Change::Begin(pieces) = change { Some(pieces) } else { None });
    let begin = begin.map_or(&[][..], Vec::as_slice);
    let front = behind_charset(page, begin);
    let mut place = Placing { at: shifts.of(front.unwrap_or(0)), after: &mut after };
    let mut begun = false;
    for element in elements {
        if !begun && front.is_none_or(|front| element.at() > front) {
            begun = true;
            place.pieces(begin, elements);
        }
        if element.goes() || element.moves {
            continue;
        }
        let at = shifts.of(element.at());
        place.element(element, at);
        place.at = at;
        place.pieces(&element.behind, elements);
    }
    if !begun {
        place.pieces(begin, elements);
    }
    // A link that is new comes before all that stand behind the charset.
    let new_links = std::mem::take(&mut after.links);
    let first = page.links.iter().position(|link| front.is_none_or(|front| link.at > front));
    let (before, behind) = page.links.split_at(first.unwrap_or(page.links.len()));
    let old = |link: &LinkTag| old_link(link, changes, &shifts);
    after.links = before.iter().filter_map(old).chain(new_links).chain(behind.iter().filter_map(old)).collect();
    for script in &mut after.json_ld {
        script.at = shifts.of(script.at);
    }
    for mark in &mut after.share {
        mark.at = shifts.of(mark.at);
    }
    if let (Some(title), Some(was)) = (&mut after.title, &page.title) {
        for change in changes {
            if let Change::Title(at, text) = change
                && *at == was.at
            {
                title.text.clone_from(text);
            }
        }
        (title.at, title.end) = (shifts.of(was.at), shifts.of(was.end));
    }
    let declared = begin.iter().find_map(|piece| if let Piece::Charset(it) = piece { Some(it) } else { None });
    if let Some(declared) = declared {
        after.charset.meta = Some(declared.clone());
        after.charset.meta_at = Some(0);
        if after.charset.from == CharsetFrom::Guess {
            after.charset.from = CharsetFrom::Meta;
        }
    } else {
        after.charset.meta_at = page.charset.meta_at.map(|at| shifts.of(at));
    }
    after
}

fn old_link(link: &LinkTag, changes: &[Change], shifts: &Shifts) -> Option<LinkTag> {
    let mut link = link.clone();
    for change in changes {
        match change {
            Change::Remove(at) if *at == link.at => return None,
            Change::Edit(at, Edit { value: Some(href), .. }) if *at == link.at => link.href.clone_from(href),
            _ => {}
        }
    }
    (link.at, link.end) = (shifts.of(link.at), shifts.of(link.end));
    Some(link)
}

fn shifts(page: &Page, changes: &[Change]) -> Shifts {
    let length = |pieces: &[Piece]| -> i64 {
        let lengths = pieces.iter().map(|piece| match piece {
            Piece::Moved(at, _) => tag_at(page, *at).map_or(0, |tag| (tag.end - tag.at) as usize + LINE),
            piece => piece.markup(">").map_or(0, |markup| markup.len() + LINE),
        });
        grown(0, lengths.sum())
    };
    let mut shifts = Vec::with_capacity(changes.len());
    for change in changes {
        match change {
            Change::Begin(pieces) => {
                shifts.push((behind_charset(page, pieces).map_or(0, |at| at + 1), length(pieces)));
            }
            Change::Behind(at, pieces) => shifts.push((at + 1, length(pieces))),
            Change::Title(at, text) => {
                let was = page.title.as_ref().map_or(0, |title| title.text.len());
                shifts.push((at + 1, grown(was, text.len())));
            }
            Change::Edit(at, edit) => {
                let was = tag_at(page, *at).map(|it| &it.content);
                let link = || page.links.iter().find(|it| it.at == *at).map(|it| &it.href);
                if let (Some(new), Some(was)) = (&edit.value, was.or_else(link)) {
                    shifts.push((at + 1, grown(was.len(), new.len())));
                }
            }
            Change::Remove(at) => {
                let tag = tag_at(page, *at).map(|it| it.end);
                let link = || page.links.iter().find(|it| it.at == *at).map(|it| it.end);
                if let Some(end) = tag.or_else(link) {
                    shifts.push((at + 1, -(end - at).cast_signed()));
                }
            }
        }
    }
    Shifts::new(shifts)
}

/// How many bytes more `new` are than `old`.
fn grown(old: usize, new: usize) -> i64 {
    new.cast_signed() as i64 - old.cast_signed() as i64
}

/// Puts tags into the page, one behind the other.
struct Placing<'a> {
    after: &'a mut Page,
    at: u64,
}

impl Placing<'_> {
    fn pieces(&mut self, pieces: &[Piece], elements: &[Element<'_>]) {
        for piece in pieces {
            self.piece(piece, elements);
        }
    }

    fn piece(&mut self, piece: &Piece, elements: &[Element<'_>]) {
        let at = self.at;
        let end = at + piece.markup(">").map_or(0, |markup| markup.len() as u64);
        match piece {
            Piece::Charset(_) => {}
            Piece::Title(text) => {
                self.after.title = Some(Text { text: text.clone(), at, end, in_head: true });
            }
            Piece::Canonical(href) => self.after.links.push(LinkTag {
                rel: "canonical".to_owned(),
                href: href.clone(),
                kind: None,
                hreflang: None,
                sizes: None,
                title: None,
                at,
                end,
                in_head: true,
            }),
            Piece::Meta(key, name, content) => self.after.tags.push(Tag {
                name: name.clone(),
                key: *key,
                content: content.clone(),
                at,
                end,
                in_head: true,
                quoted: true,
            }),
            Piece::Moved(from, _) => {
                if let Some(element) = elements.iter().find(|it| it.at() == *from) {
                    self.element(element, at);
                }
            }
        }
        self.at = end.max(at);
    }

    /// Puts `element` at byte `at`, as it was edited.
    fn element(&mut self, element: &Element<'_>, at: u64) {
        let from = self.after.tags.len();
        for (tag, key) in element.tags.iter().zip(&element.keys) {
            let Some(key) = *key else { continue };
            let mut tag = Tag { key, end: at + (tag.end - tag.at), at, ..tag.clone() };
            if let Some(content) = &element.content {
                tag.content.clone_from(content);
            }
            tag.quoted |= element.touched;
            tag.in_head |= element.moves;
            self.after.tags.push(tag);
        }
        // The reader takes the attributes of one tag in this order.
        self.after.tags[from..].sort_by_key(|tag| match tag.key {
            TagKey::Property => 0,
            TagKey::Name => 1,
            TagKey::Itemprop => 2,
            TagKey::HttpEquiv => 3,
        });
    }
}

/// What `a` and `b` differ in beside byte offsets and facts; `None` where they are the same page.
pub fn differs(a: &Page, b: &Page) -> Option<String> {
    let tags = |page: &Page| -> Vec<(String, TagKey, String, bool, bool)> {
        let tags = page.tags.iter().cloned();
        tags.map(|tag| (tag.name, tag.key, tag.content, tag.in_head, tag.quoted)).collect()
    };
    let (ours, mut theirs) = (tags(a), tags(b));
    // A tag that comes out in quotes although none were promised is no broken promise.
    for (one, other) in ours.iter().zip(&mut theirs) {
        other.4 &= one.4;
    }
    if let Some((one, other)) = ours.iter().zip(&theirs).find(|(one, other)| one != other) {
        return Some(format!("{one:?} against {other:?}"));
    }
    if ours.len() != theirs.len() {
        return Some(format!("{} tags against {}", ours.len(), theirs.len()));
    }
    let links = |page: &Page| -> Vec<LinkTag> {
        page.links.iter().map(|link| LinkTag { at: 0, end: 0, ..link.clone() }).collect()
    };
    if links(a) != links(b) {
        return Some("the links".to_owned());
    }
    let title = |page: &Page| page.title.as_ref().map(|title| (title.text.clone(), title.in_head));
    if title(a) != title(b) {
        return Some(format!("title {:?} against {:?}", title(a), title(b)));
    }
    let charset = |page: &Page| {
        let it = &page.charset;
        (it.used.clone(), it.from, it.meta.as_ref().map(|meta| meta.to_ascii_lowercase()), it.undecodable)
    };
    if charset(a) != charset(b) {
        return Some(format!("charset {:?} against {:?}", charset(a), charset(b)));
    }
    let scripts = |page: &Page| page.json_ld.iter().map(|it| (it.fault.clone(), it.nodes.clone())).collect::<Vec<_>>();
    if scripts(a) != scripts(b) {
        return Some("the JSON-LD".to_owned());
    }
    let rest = |page: &Page| {
        (page.lang.clone(), page.base.clone(), page.headings.clone(), page.opening.clone(), page.pictures.clone())
    };
    (rest(a) != rest(b)).then(|| "the text".to_owned())
}
