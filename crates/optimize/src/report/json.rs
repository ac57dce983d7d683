//! The whole audit as data. Jobs and sums stand first; then a page a line, written while it is judged.
//!
//! The shape is [`Document`]; its schema is published as docs/audit.schema.json. A field may be added under one
//! version; taking one away or changing its meaning raises [`VERSION`].

use std::collections::BTreeMap;
use std::io::{self, Write};

use domain::{Facts, Maker, NetworkId};
use jiff::Timestamp;
use networks::{Layout, Preview, Verdict, previewing};
use schemars::{JsonSchema, Schema};
use serde::Serialize;

use super::summary;
use crate::audit::{Audit, Finding, Job, Judged, Mend, Severity, Summary};

/// Version of the shape.
pub const VERSION: u32 = 1;

/// Where the schema of [`VERSION`] is published, relative to the repository.
pub const SCHEMA: &str = "docs/audit.schema.json";

/// An audit. Written piece by piece, never held as one value; the type is the schema's source.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(title = "Tidings audit")]
pub struct Document {
    /// Version of this shape: 1.
    pub version: u32,
    /// Where its schema is published.
    pub schema: String,
    /// What was audited, as the user wrote it.
    pub target: String,
    /// When the audit began.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub started: Timestamp,
    /// How long it took, in milliseconds.
    pub took: u64,
    /// What made the site, if most of its pages agree.
    pub maker: Option<Maker>,
    /// How the links look today, as one sentence.
    pub headline: String,
    /// Pages × networks that show the right title, whole or cut, and a picture.
    pub score: Scores,
    /// The sums.
    pub summary: Summary,
    /// Things to do, the most useful first: jobs that one act settles, told as one.
    pub things: Vec<Job>,
    /// Things to do, the most useful first.
    pub jobs: Vec<Job>,
    /// What could not be looked at, so that rules were not checked: what → why.
    pub not_checked: BTreeMap<String, String>,
    /// Addresses that could not be read, at most 1,000.
    pub unread: Vec<Unread>,
    /// The pages, the most linked first.
    pub pages: Vec<PageEntry>,
}

/// The score today and after the mend.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Scores {
    /// Pairs of page and network.
    pub of: u64,
    /// Pairs that look right today.
    pub today: u64,
    /// Pairs with the right title today and a picture that nobody looked at: neither right nor wrong.
    pub unchecked: u64,
    /// Pairs that would look right after the mend.
    pub mended: u64,
}

/// An address that could not be read.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Unread {
    /// The address.
    pub url: String,
    /// Why not.
    pub why: String,
}

/// One page.
#[derive(Debug, Serialize, JsonSchema)]
pub struct PageEntry {
    /// Its address, after redirects.
    pub url: String,
    /// HTTP status; null for a file.
    pub status: Option<u16>,
    /// What the page says about itself, each with where that came from.
    pub facts: Facts,
    /// Its faults.
    pub findings: Vec<FindingEntry>,
    /// Rules that could not be checked on it.
    pub not_checked: Vec<String>,
    /// What each network draws today.
    pub previews: BTreeMap<NetworkId, PreviewEntry>,
    /// What each network would draw after the mend.
    pub mended: BTreeMap<NetworkId, PreviewEntry>,
    /// The tags to put into the head; null where none is missing or wrong.
    pub head: Option<String>,
}

/// One fault of one page.
#[derive(Debug, Serialize, JsonSchema)]
pub struct FindingEntry {
    /// The rule's stable id.
    pub rule: String,
    /// How bad it is here.
    pub severity: Severity,
    /// Networks that it hurts; empty for all.
    pub networks: Vec<NetworkId>,
    /// What a person sees.
    pub message: String,
    /// Byte offset in the page, where there is one.
    pub offset: Option<u64>,
    /// What was seen, exactly.
    pub evidence: String,
    /// What mends it.
    pub fix: FixEntry,
}

/// What mends a finding.
#[derive(Debug, Serialize, JsonSchema)]
pub struct FixEntry {
    /// Who or what can do it.
    pub mend: Mend,
    /// Whether the page's `head` settles it.
    pub settled_by_head: bool,
}

/// What a network draws.
#[derive(Debug, Serialize, JsonSchema)]
pub struct PreviewEntry {
    /// How good that is.
    pub verdict: Verdict,
    /// How it is laid out.
    pub layout: Layout,
    /// The title as drawn; null where none is.
    pub title: Option<String>,
    /// The description as drawn.
    pub description: Option<String>,
    /// Address of the picture as drawn.
    pub image: Option<String>,
    /// The line that names the site.
    pub host: Option<String>,
    /// Why something is missing, cut or refused.
    pub why: Vec<String>,
}

/// The schema of [`Document`].
pub fn schema() -> Schema {
    schemars::schema_for!(Document)
}

/// Writes `audit`.
pub(super) fn write(audit: &Audit, out: &mut dyn Write) -> io::Result<()> {
    let today = summary::Score::of(&audit.summary, summary::When::Today);
    let mended = summary::Score::of(&audit.summary, summary::When::Mended);
    out.write_all(b"{")?;
    field(out, "version", &VERSION)?;
    field(out, "schema", &SCHEMA)?;
    field(out, "target", &audit.target)?;
    field(out, "started", &audit.started)?;
    field(out, "took", &u64::try_from(audit.took.as_millis()).unwrap_or(u64::MAX))?;
    field(out, "maker", &audit.maker)?;
    field(out, "headline", &summary::headline(audit))?;
    field(
        out,
        "score",
        &Scores { of: today.of, today: today.right, unchecked: today.unchecked, mended: mended.right },
    )?;
    field(out, "summary", &audit.summary)?;
    field(out, "things", &audit.things)?;
    field(out, "jobs", &audit.jobs)?;
    field(out, "not_checked", &audit.seen.unseen)?;
    let unread: Vec<Unread> =
        audit.unread.iter().map(|(url, why)| Unread { url: url.clone(), why: why.clone() }).collect();
    field(out, "unread", &unread)?;
    out.write_all(b"\"pages\":[")?;
    let mut first = true;
    audit.each(&mut |judged| {
        out.write_all(if std::mem::take(&mut first) { b"\n" } else { b",\n" })?;
        serde_json::to_writer(&mut *out, &PageEntry::from(&judged))?;
        Ok(())
    })?;
    out.write_all(b"\n]}\n")
}

fn field<T: Serialize + ?Sized>(out: &mut dyn Write, name: &str, value: &T) -> io::Result<()> {
    write!(out, "\"{name}\":")?;
    serde_json::to_writer(&mut *out, value)?;
    out.write_all(b",\n")
}

impl From<&Judged> for PageEntry {
    fn from(judged: &Judged) -> Self {
        Self {
            url: judged.page.url.to_string(),
            status: judged.page.fetched.as_ref().map(|fetched| fetched.status),
            facts: judged.page.facts.clone(),
            findings: judged
                .findings
                .iter()
                .map(|finding| FindingEntry::of(finding, judged.mend.settles.contains(&finding.rule.id)))
                .collect(),
            not_checked: judged.not_checked.iter().map(|rule| (*rule).to_owned()).collect(),
            previews: by_network(&judged.today),
            mended: by_network(&judged.mended),
            head: Some(judged.mend.head.clone()).filter(|head| !head.trim().is_empty()),
        }
    }
}

impl FindingEntry {
    fn of(finding: &Finding, settled_by_head: bool) -> Self {
        Self {
            rule: finding.rule.id.to_owned(),
            severity: finding.severity,
            networks: finding.hurts.to_vec(),
            message: finding.says(),
            offset: finding.at,
            evidence: finding.evidence.clone(),
            fix: FixEntry { mend: finding.mend, settled_by_head },
        }
    }
}

fn by_network(previews: &[Preview]) -> BTreeMap<NetworkId, PreviewEntry> {
    previewing().iter().zip(previews).map(|(network, preview)| (network.id.clone(), preview.into())).collect()
}

impl From<&Preview> for PreviewEntry {
    fn from(preview: &Preview) -> Self {
        Self {
            verdict: preview.verdict,
            layout: preview.layout,
            title: preview.title.as_ref().map(|line| line.text.clone()),
            description: preview.description.as_ref().map(|line| line.text.clone()),
            image: preview.picture.as_ref().map(|picture| picture.url.to_string()),
            host: preview.host.clone(),
            why: preview.why.clone(),
        }
    }
}
