//! What all pages of a sheet share, as its readers get it: names for the numbers that stand in the hundreds.

use domain::NetworkId;
use networks::{Layout, Network, Shape, Verdict, previewing};
use schemars::JsonSchema;
use serde::Serialize;

use super::{CHUNK, LAYOUTS, MENDS, SHAPES, Site, place};
use crate::audit::{Mend, Rule, Severity};
use crate::report::SEVERITIES;
use crate::report::summary::{VERDICTS, verdict_in_words};

/// What all pages of a sheet share.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Shared {
    /// The origin of its paths: `https://bakery.example`.
    origin: String,
    /// The number of the start page.
    start: usize,
    /// Pages in it.
    count: usize,
    /// Pages that are read together.
    chunk: usize,
    /// The network to begin with, by number.
    featured: usize,
    networks: Vec<OfNetwork>,
    verdicts: Vec<OfVerdict>,
    layouts: [Layout; 5],
    shapes: [Shape; 4],
    severities: [Severity; 3],
    /// Who or what mends a finding, in words.
    mends: [&'static str; 4],
    rules: Vec<OfRule>,
}

/// It, with the state that readers find: the whole of `site.json`.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Sheet")]
pub struct Told {
    #[serde(flatten)]
    pub(super) shared: Shared,
    /// Rises with each change.
    pub(super) version: u64,
    /// Rises where hundreds that were full have changed too.
    pub(super) round: u64,
}

/// A network; its place in the list is its number.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "SheetNetwork")]
struct OfNetwork {
    id: NetworkId,
    name: &'static str,
    kept: Keeps,
}

/// How long a network keeps a preview, and how one has it read the page again.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Keeps {
    how_long: &'static str,
    /// Where one has it read again.
    refresh: Option<&'static str>,
    how: &'static str,
    /// When the source was read.
    read: &'static str,
    /// How far that is to be trusted, in words.
    grade: &'static str,
}

/// How good a preview is.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "SheetVerdict")]
struct OfVerdict {
    id: Verdict,
    name: &'static str,
    /// What a small cell says beside its shapes; nothing of one that is right.
    mark: &'static str,
}

/// A rule.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "SheetRule")]
struct OfRule {
    id: &'static str,
    /// What a person sees.
    says: String,
    /// What stands behind it.
    technical: &'static str,
    /// By number.
    severity: usize,
    /// Where it comes from.
    source: &'static str,
    /// When that was read.
    read: &'static str,
    /// How far that is to be trusted, in words.
    grade: &'static str,
}

impl Shared {
    pub(super) fn of(site: &Site) -> Self {
        Self {
            origin: site.origin.clone(),
            start: site.start,
            count: site.count,
            chunk: CHUNK,
            featured: previewing().iter().position(|network| network.id == networks::id::WHATSAPP).unwrap_or(0),
            networks: previewing().iter().map(|network| OfNetwork::of(network)).collect(),
            verdicts: VERDICTS
                .map(|id| OfVerdict { id, name: verdict_in_words(id), mark: mark(id) })
                .into_iter()
                .collect(),
            layouts: LAYOUTS,
            shapes: SHAPES,
            severities: SEVERITIES,
            mends: MENDS.map(Mend::in_words),
            rules: site.rules.iter().map(|rule| OfRule::of(rule)).collect(),
        }
    }
}

impl OfNetwork {
    fn of(network: &Network) -> Self {
        Self { id: network.id.clone(), name: network.about.name, kept: Keeps::of(network) }
    }
}

impl Keeps {
    /// As `network` says of itself.
    pub fn of(network: &Network) -> Self {
        let kept = &network.about.kept;
        Self {
            how_long: kept.how_long,
            refresh: kept.refresh,
            how: kept.how,
            read: kept.evidence.read,
            grade: kept.evidence.grade.in_words(),
        }
    }
}

impl OfRule {
    fn of(rule: &Rule) -> Self {
        Self {
            id: rule.id,
            says: rule.says_of(rule.hurts),
            technical: rule.technical,
            severity: place(&SEVERITIES, &rule.severity),
            source: rule.source.source,
            read: rule.source.read,
            grade: rule.source.grade.in_words(),
        }
    }
}

/// What a small cell says beside its shapes; a preview that is right needs no word.
fn mark(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Right => "",
        Verdict::Cut => "cut",
        Verdict::Unchecked => "not checked",
        Verdict::NoPicture => "no picture",
        Verdict::WrongTitle => "title",
        Verdict::Nothing => "nothing",
    }
}
