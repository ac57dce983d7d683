//! Baseline: the findings that somebody has seen and lives with, so that a build fails for new ones alone.
//!
//! A finding is known again by its rule, the path of its page and a hash of its cause, not by its place in the page:
//! it stays known when lines move. Start at [`Baseline::of`].

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::{Deserialize, Serialize};
use url::Url;

use crate::audit::{Audit, Cause, Finding, Severity};

/// From which severity on a finding fails a build.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FailOn {
    /// Errors.
    #[default]
    Error,
    /// Errors and warnings.
    Warning,
    /// No finding does.
    Never,
}

impl FailOn {
    /// Whether a finding of `severity` fails the build.
    pub fn fails(self, severity: Severity) -> bool {
        match self {
            Self::Error => severity >= Severity::Error,
            Self::Warning => severity >= Severity::Warning,
            Self::Never => false,
        }
    }
}

/// How the program ends. Wrong use (2) and a target that nobody answers for (3) are decided before there is an audit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Nothing that fails a build.
    Clean,
    /// So many findings that do.
    Failed(u64),
}

impl Outcome {
    /// 0 or 1.
    pub fn exit_code(self) -> u8 {
        u8::from(self != Self::Clean)
    }
}

/// Decides how the program ends. Walks the pages only where a baseline makes that necessary.
pub fn decide(audit: &Audit, fail_on: FailOn, baseline: Option<&Baseline>) -> io::Result<Outcome> {
    let sums = [
        (Severity::Error, audit.summary.errors),
        (Severity::Warning, audit.summary.warnings),
        (Severity::Note, audit.summary.notes),
    ];
    let mut failing: u64 =
        sums.iter().filter(|(severity, _)| fail_on.fails(*severity)).map(|(_, n)| u64::from(*n)).sum();
    if let Some(baseline) = baseline.filter(|_| failing > 0) {
        failing = 0;
        let mut news = baseline.news();
        audit.each(&mut |judged| {
            for finding in &judged.findings {
                let is_new = news.is_new(&judged.page.url, finding);
                failing += u64::from(is_new && fail_on.fails(finding.severity));
            }
            Ok(())
        })?;
    }
    Ok(if failing == 0 { Outcome::Clean } else { Outcome::Failed(failing) })
}

/// What makes a finding the same one at the next audit.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Key {
    /// Path and query of the page; not its host, so that a copy of the site on another host is the same site.
    pub path: String,
    /// The rule's id.
    pub rule: String,
    /// 64-bit FNV-1a of the cause, in hexadecimal.
    pub cause: String,
}

impl Key {
    /// The key of `finding` on the page at `url`.
    pub fn of(url: &Url, finding: &Finding) -> Self {
        let path = url.query().map_or_else(|| url.path().to_owned(), |query| format!("{}?{query}", url.path()));
        let (kind, cause) = match &finding.cause {
            // The template's name may change with the program's version; the page stands for it.
            Cause::Template(_) => ("template", ""),
            Cause::Value(value) => ("value", value.as_str()),
            Cause::Host(host) => ("host", host.as_str()),
        };
        Self { path, rule: finding.rule.id.to_owned(), cause: format!("{:016x}", fnv(&[kind, cause])) }
    }

    /// In one word, for formats that carry one: `og-image-missing/9c3f…`.
    pub fn fingerprint(&self) -> String {
        format!("{:016x}", fnv(&[&self.path, &self.rule, &self.cause]))
    }
}

/// FNV-1a, since the file must be the same on every machine and version.
fn fnv(parts: &[&str]) -> u64 {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for byte in parts.iter().flat_map(|part| part.bytes().chain([0])) {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    hash
}

/// Findings that are known, each with how often it stands on its page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Baseline(BTreeMap<Key, u32>);

/// The file's shape.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    version: u32,
    findings: Vec<Line>,
}

#[derive(Serialize, Deserialize)]
struct Line {
    #[serde(flatten)]
    key: Key,
    #[serde(default = "once", skip_serializing_if = "is_once")]
    times: u32,
}

fn once() -> u32 {
    1
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
fn is_once(times: &u32) -> bool {
    *times == 1
}

/// Why a baseline file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum BaselineFault {
    /// It is no baseline.
    #[error("the baseline file cannot be read ({0}): write it anew with --update-baseline")]
    NotABaseline(#[from] serde_json::Error),
    /// It is of another version.
    #[error("the baseline file is of version {0}, this program reads version 1: write it anew with --update-baseline")]
    Version(u32),
}

impl Baseline {
    /// The findings of `audit`.
    pub fn of(audit: &Audit) -> io::Result<Self> {
        let mut known = BTreeMap::new();
        audit.each(&mut |judged| {
            for finding in &judged.findings {
                *known.entry(Key::of(&judged.page.url, finding)).or_default() += 1;
            }
            Ok(())
        })?;
        Ok(Self(known))
    }

    /// Reads the file's bytes.
    pub fn read(bytes: &[u8]) -> Result<Self, BaselineFault> {
        let file: File = serde_json::from_slice(bytes)?;
        match file.version {
            1 => Ok(Self(file.findings.into_iter().map(|line| (line.key, line.times)).collect())),
            version => Err(BaselineFault::Version(version)),
        }
    }

    /// Writes the file: sorted, a line a finding, so that a change is easy to review.
    pub fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(b"{\"version\":1,\"findings\":[")?;
        for (place, (key, times)) in self.0.iter().enumerate() {
            out.write_all(if place == 0 { b"\n" } else { b",\n" })?;
            serde_json::to_writer(&mut *out, &Line { key: key.clone(), times: *times })?;
        }
        out.write_all(b"\n]}\n")
    }

    /// Findings in it.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether it knows none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Begins to compare an audit with it.
    pub fn news(&self) -> News<'_> {
        News { known: self, met: BTreeMap::new(), path: String::new() }
    }
}

/// One walk over an audit's findings beside a baseline.
#[derive(Debug)]
pub struct News<'a> {
    known: &'a Baseline,
    met: BTreeMap<Key, u32>,
    path: String,
}

impl News<'_> {
    /// Whether `finding` stands on its page more often than the baseline knows. Pages come one after another.
    pub fn is_new(&mut self, url: &Url, finding: &Finding) -> bool {
        let key = Key::of(url, finding);
        if key.path != self.path {
            self.path.clone_from(&key.path);
            self.met.clear();
        }
        let known = self.known.0.get(&key).copied().unwrap_or(0);
        let met = self.met.entry(key).or_default();
        *met += 1;
        *met > known
    }
}
