//! Fix: what mends a page, and how it is written into the file without touching any other byte.
//!
//! It invents no content: what is to be written comes with the findings ([`crate::audit::Finding::writes`]). Here it is
//! decided which tag is changed in place, which one goes and what is put at the start of the head ([`mend`], pure), how
//! that reads in the bytes of the page ([`apply`], pure), and how it reaches the files of a folder ([`folder`]).
//! Start at [`mend`].

mod bytes;
mod card;
mod changes;
mod draft;
pub mod folder;
mod head;
mod markup;
mod order;
pub mod patch;
mod reread;

use domain::{Images, Page};

pub use bytes::{CannotWrite, apply, splices};
pub use changes::{Change, Edit, Piece};
pub(crate) use markup::escape;
pub use reread::differs;

use crate::audit::{Finding, Mend, Write};

/// The mend of one page.
#[derive(Clone, Debug)]
pub struct Mended {
    /// The page as it would be read after `--fix`. Contents, order and places in or outside the head are exact; byte
    /// offsets are estimates, and the facts stay as they were, since what is written comes from them.
    pub page: Page,
    /// The page as it would be with a picture that Tidings makes for it, from its own one where that is large enough;
    /// `None` where its own picture will do as it is.
    pub with_card: Option<Page>,
    /// The tags of the head for networks and search engines as they should be, ready to copy.
    pub head: String,
    /// Rules whose findings `--fix` settles.
    pub settles: Vec<&'static str>,
    /// What `--fix` changes in the bytes of the page, for [`apply`].
    pub changes: Vec<Change>,
}

impl Mended {
    /// The page at its best: as `--fix` writes it, and with a card where it wants a picture.
    ///
    /// The picture is a plan (see [`domain::planned_card`] and [`domain::planned_copy`]), so this is for previews; it is never written.
    pub fn at_its_best(&self) -> &Page {
        self.with_card.as_ref().unwrap_or(&self.page)
    }
}

/// What mends `page`, as its findings ask for it. `images`: the pictures that were looked at.
pub fn mend(page: &Page, findings: &[Finding], images: &Images) -> Mended {
    let writes = findings.iter().filter(|finding| finding.mend == Mend::Write).flat_map(|finding| &finding.writes);
    let (changes, mended) = draft::draft(page, writes);
    let mut settles: Vec<&'static str> =
        findings.iter().filter(|finding| finding.mend == Mend::Write).map(|finding| finding.rule.id).collect();
    settles.dedup();
    // A rule is settled only where none of its findings is left for somebody else.
    settles.retain(|id| findings.iter().all(|finding| finding.rule.id != *id || finding.mend == Mend::Write));
    let planned = crate::card::of::is_wanted(findings).then(|| card::Planned::of(&mended, images));
    let head = head::block(&mended, planned.as_ref().map(|planned| planned.says));
    let with_card = planned.map(|planned| planned.put_into(&mended));
    Mended { page: mended, with_card, head, settles, changes }
}

/// What writes `writes` into `page`, and the page after that. Those that it says already change nothing.
pub fn written(page: &Page, writes: &[Write]) -> (Vec<Change>, Page) {
    draft::draft(page, writes.iter().filter(|write| !says(page, write)))
}

/// Whether `page` says what `write` would make it say, and nothing else under that name.
fn says(page: &Page, write: &Write) -> bool {
    let mut said = page.tags_for_networks().filter(|tag| tag.name == write.name).peekable();
    let Some(at) = said.peek().map(|tag| tag.at) else { return false };
    said.all(|tag| tag.at == at && tag.in_head && tag.content.trim() == write.content)
}
