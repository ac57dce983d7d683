//! Wanting: what the pages of an audit lack, a line for each: the tags that the mend writes, and what a card would say.
//!
//! The audit writes it as it judges, so that nobody need judge again to make cards or to mend a page from elsewhere.
//! Start at [`Writer`], which makes the file, and [`read`].

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, BufRead as _, BufReader, BufWriter, Write as _};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use url::Url;

use crate::audit::{Finding, Judged, Mend, Seen, check};
use crate::card::{Kind, Texts, address_in, of};
use crate::colour::Colour;

/// The file in an audit's folder.
const FILE: &str = "wanting.jsonl";

/// What a page lacks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wanting {
    /// The page.
    pub url: Url,
    /// Tags for networks as they should be: name → content.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub tags: BTreeMap<String, String>,
    /// Those of them that nobody writes; the others are wrong.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub missing: BTreeSet<String>,
    /// What its card would say; `None` where its own picture will do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub card: Option<Says>,
}

/// What a card says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Says {
    /// The template that suits the page.
    pub kind: Kind,
    /// What stands on it.
    pub texts: Texts,
    /// The page's own theme colour.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub colour: Option<Colour>,
}

impl Wanting {
    /// What `judged` lacks, of which `seen` was seen; `None` where it lacks nothing. What our own plug-in wrote into it is
    /// looked away from: it is there only as long as somebody says that it is lacking.
    pub fn of(judged: &Judged, seen: &Seen) -> Option<Self> {
        let bare = judged.page.without_plugin().map(|page| (check(&page, seen).0, page));
        let (findings, page) = bare.as_ref().map_or((&judged.findings, &judged.page), |(found, page)| (found, page));
        let tags = written(findings);
        let says = |name: &str| page.tags_for_networks().any(|tag| tag.name == name && !tag.is_blank());
        let missing = tags.keys().filter(|name| !says(name)).cloned().collect();
        // A card of ours changes with what the page says, so it is still one that the page wants.
        let card = of::is_wanted(&judged.findings) || shows_a_card(judged);
        let card = card.then(|| Says { kind: of::kind(page), texts: of::texts(page), colour: of::theme(page) });
        let url = judged.page.url.clone();
        (card.is_some() || !tags.is_empty()).then_some(Self { url, tags, missing, card })
    }
}

/// The tags for networks that mend `findings`.
fn written(findings: &[Finding]) -> BTreeMap<String, String> {
    let mut tags = BTreeMap::new();
    let writes = findings.iter().filter(|finding| finding.mend == Mend::Write).flat_map(|it| &it.writes);
    for write in writes.filter(|write| is_for_networks(&write.name)) {
        tags.entry(write.name.to_string()).or_insert_with(|| write.content.clone());
    }
    tags
}

fn is_for_networks(name: &str) -> bool {
    name.starts_with("og:") || name.starts_with("twitter:") || name == "description"
}

/// Whether the page's picture is a card of ours: its file is called by what is on it.
fn shows_a_card(judged: &Judged) -> bool {
    let picture = judged.page.whole().meta("og:image").unwrap_or_default();
    address_in(picture.rsplit('/').next().unwrap_or_default()).is_some()
}

/// Writes the file of an audit, whole or not at all.
#[derive(Debug)]
pub struct Writer {
    out: BufWriter<File>,
    folder: PathBuf,
    fault: Option<io::Error>,
}

impl Writer {
    /// A file below `folder` that is there once it is finished.
    pub fn create(folder: &Path) -> io::Result<Self> {
        let out = BufWriter::new(File::create(folder.join(FILE).with_extension("part"))?);
        Ok(Self { out, folder: folder.to_owned(), fault: None })
    }

    /// Notes what `judged` lacks, of which `seen` was seen.
    pub fn note(&mut self, judged: &Judged, seen: &Seen) {
        let Some(wanting) = Wanting::of(judged, seen).filter(|_| self.fault.is_none()) else { return };
        let line = serde_json::to_vec(&wanting).map_err(io::Error::other);
        let written = line.and_then(|mut line| {
            line.push(b'\n');
            self.out.write_all(&line)
        });
        self.fault = written.err();
    }

    /// Gives the file its name.
    pub fn finish(mut self) -> io::Result<()> {
        if let Some(fault) = self.fault {
            return Err(fault);
        }
        self.out.flush()?;
        fs::rename(self.folder.join(FILE).with_extension("part"), self.folder.join(FILE))
    }
}

/// What the pages of the audit in `folder` lack, line by line; `None` where it was made before there were any.
pub fn read(folder: &Path) -> io::Result<Option<impl Iterator<Item = io::Result<Wanting>> + use<>>> {
    let file = match File::open(folder.join(FILE)) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        file => file?,
    };
    // A line that a newer program wrote says nothing to this one.
    let told = |line: io::Result<String>| line.map(|line| serde_json::from_str(&line).ok()).transpose();
    Ok(Some(BufReader::new(file).lines().filter_map(told)))
}
