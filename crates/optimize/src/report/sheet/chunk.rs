//! A hundred pages in few letters: an index that is read at once, and the rest that is read when one of them is looked
//! at. In each hundred a text stands once, and so does a preview. Letters stand for fields, since each name would be
//! written for each page.

use std::collections::BTreeMap;
use std::hash::Hash;
use std::io;

use domain::{Facts, Images, Kind, copied_from, is_planned_card};
use networks::Preview;
use rustc_hash::FxHashMap;
use schemars::JsonSchema;
use serde::Serialize;
use url::Url;

use super::pictures::Pictures;
use super::{Carrier, LAYOUTS, MENDS, SHAPES, Site, place};
use crate::audit::{Judged, Severity};
use crate::report::summary::VERDICTS;
use crate::report::{SEVERITIES, Thumbnails};

/// Stand for the number of a picture that was not kept, and of one that does not exist yet.
const NOT_KEPT: i64 = -1;
const PLANNED: i64 = -2;

/// Stands in an index for a page without a finding.
const NO_SEVERITY: usize = 9;

/// Up to a hundred pages.
#[derive(Debug, Default)]
pub(super) struct Chunk {
    texts: Numbered<String>,
    previews: Numbered<Drawn>,
    pictures: BTreeMap<String, (i64, String, Option<f64>)>,
    pages: Vec<Row>,
    index: Index,
}

/// What is needed of every page at once, to list, search and filter.
#[derive(Debug, Default, Serialize, JsonSchema)]
#[schemars(rename = "SheetIndex")]
pub struct Index {
    /// Path; the whole address for a page of another origin.
    u: Vec<String>,
    /// Title.
    t: Vec<String>,
    /// Verdicts today, a digit each, page by page.
    a: String,
    /// Verdicts after the mend.
    b: String,
    /// Rules with a finding.
    r: Vec<Vec<usize>>,
    /// Gravest severity.
    w: Vec<usize>,
}

/// A preview: verdict, layout, shape, title, description, picture, alt, host, author, why.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, JsonSchema)]
#[schemars(rename = "SheetPreview")]
struct Drawn(usize, usize, usize, usize, usize, usize, usize, usize, usize, Vec<usize>);

#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "SheetPage")]
struct Row {
    /// HTTP status; 0 for a file.
    h: u16,
    /// Findings: rule, severity, sentence, evidence, offset, mend, whether the head settles it.
    f: Vec<FindingRow>,
    /// Previews today.
    a: Vec<usize>,
    /// Previews after the mend.
    b: Vec<usize>,
    /// The head to copy.
    k: usize,
    /// Facts: name, value, where from.
    x: Vec<(&'static str, usize, usize)>,
    /// Rules that could not be checked.
    n: Vec<usize>,
}

/// Values, each once, by number.
#[derive(Debug)]
struct Numbered<T> {
    values: Vec<T>,
    numbers: FxHashMap<T, usize>,
}

impl<T> Default for Numbered<T> {
    fn default() -> Self {
        Self { values: Vec::new(), numbers: FxHashMap::default() }
    }
}

impl<T: Clone + Eq + Hash> Numbered<T> {
    fn number(&mut self, value: T) -> usize {
        let next = self.values.len();
        let number = *self.numbers.entry(value.clone()).or_insert(next);
        if number == next {
            self.values.push(value);
        }
        number
    }
}

/// Where a chunk's pictures come from and go to.
pub(super) struct Album<'a> {
    pub(super) pictures: &'a mut Pictures,
    pub(super) kept: &'a dyn Thumbnails,
    pub(super) carrier: &'a mut dyn Carrier,
}

impl Album<'_> {
    fn number(&mut self, url: &Url) -> io::Result<Option<u32>> {
        self.pictures.number(url, self.kept, self.carrier)
    }
}

impl Chunk {
    /// Adds a page whose pictures are as `images` knows them.
    pub(super) fn add(
        &mut self,
        judged: &Judged,
        site: &mut Site,
        images: &Images,
        album: &mut Album<'_>,
    ) -> io::Result<()> {
        let page = &judged.page;
        let today = self.draw_all(&judged.today, images, album)?;
        let mended = self.draw_all(&judged.mended, images, album)?;
        let findings: Vec<_> = judged
            .findings
            .iter()
            .filter_map(|finding| {
                Some((
                    site.rule(finding.rule.id)?,
                    place(&SEVERITIES, &finding.severity),
                    self.text(&finding.says()),
                    self.text(&finding.evidence),
                    finding.at,
                    place(&MENDS, &finding.mend),
                    u8::from(judged.mend.settles.contains(&finding.rule.id)),
                ))
            })
            .collect();
        let mut rules: Vec<usize> = findings.iter().map(|finding| finding.0).collect();
        rules.dedup();
        let worst: Option<Severity> = judged.findings.iter().map(|finding| finding.severity).max();
        self.index.u.push(self::path(&page.url, &site.origin));
        self.index.t.push(title(judged));
        self.index.a.extend(judged.today.iter().map(digit));
        self.index.b.extend(judged.mended.iter().map(digit));
        self.index.r.push(rules);
        self.index.w.push(worst.map_or(NO_SEVERITY, |severity| place(&SEVERITIES, &severity)));
        let row = Row {
            h: page.fetched.as_ref().map_or(0, |fetched| fetched.status),
            f: findings,
            a: today,
            b: mended,
            k: self.maybe(Some(judged.mend.head.trim())),
            x: self.facts(&page.facts),
            n: judged.not_checked.iter().filter_map(|id| site.rule(id)).collect(),
        };
        self.pages.push(row);
        Ok(())
    }

    /// Pages in it.
    pub(super) fn len(&self) -> usize {
        self.pages.len()
    }

    /// Hands it to `carrier` as the hundred with this number.
    pub(super) fn write(&self, number: usize, carrier: &mut dyn Carrier) -> io::Result<()> {
        // Text 0 is no text.
        let texts = std::iter::once("").chain(self.texts.values.iter().map(String::as_str)).collect();
        let rest = Rest { s: texts, v: &self.previews.values, m: &self.pictures, p: &self.pages };
        carrier.hundred(number, &self.index, &rest)
    }

    fn text(&mut self, text: &str) -> usize {
        self.texts.number(text.to_owned()) + 1
    }

    fn maybe(&mut self, text: Option<&str>) -> usize {
        text.filter(|text| !text.is_empty()).map_or(0, |text| self.text(text))
    }

    fn draw_all(&mut self, previews: &[Preview], images: &Images, album: &mut Album<'_>) -> io::Result<Vec<usize>> {
        for picture in previews.iter().filter_map(|preview| preview.picture.as_ref()) {
            if self.pictures.contains_key(picture.url.as_str()) {
                continue;
            }
            let facts = images.of(&picture.url);
            let original = copied_from(&picture.url);
            let number = if is_planned_card(&picture.url) {
                PLANNED
            } else {
                album.number(original.as_ref().unwrap_or(&picture.url))?.map_or(NOT_KEPT, i64::from)
            };
            let ratio = facts.and_then(domain::ImageFacts::ratio).map(|ratio| (ratio * 100.0).round() / 100.0);
            let about = match (&original, facts) {
                (Some(_), _) => "this picture at 1200 × 630, as a lighter file".to_owned(),
                (None, facts) => facts.map_or_else(String::new, measured),
            };
            self.pictures.insert(picture.url.to_string(), (number, about, ratio));
        }
        Ok(previews.iter().map(|preview| self.drawn(preview)).collect())
    }

    fn drawn(&mut self, preview: &Preview) -> usize {
        let picture = preview.picture.as_ref();
        let drawn = Drawn(
            place(&VERDICTS, &preview.verdict),
            place(&LAYOUTS, &preview.layout),
            picture.map_or(0, |picture| place(&SHAPES, &picture.shape)),
            self.maybe(preview.title.as_ref().map(|line| line.text.as_str())),
            self.maybe(preview.description.as_ref().map(|line| line.text.as_str())),
            self.maybe(picture.map(|picture| picture.url.as_str())),
            self.maybe(picture.and_then(|picture| picture.alt.as_deref())),
            self.maybe(preview.host.as_deref()),
            self.maybe(preview.author.as_deref()),
            preview.why.iter().map(|why| self.text(why)).collect(),
        );
        self.previews.number(drawn)
    }

    fn facts(&mut self, facts: &Facts) -> Vec<(&'static str, usize, usize)> {
        let known = [
            ("title", &facts.title),
            ("description", &facts.description),
            ("picture", &facts.image),
            ("author", &facts.author),
            ("published", &facts.date),
            ("changed", &facts.date_modified),
            ("site", &facts.site_name),
            ("language", &facts.language),
            ("price", &facts.price),
        ];
        let mut rows: Vec<_> = known
            .into_iter()
            .filter_map(|(name, fact)| fact.as_ref().map(|fact| (name, self.text(&fact.value), self.text(&fact.from))))
            .collect();
        let kind = match facts.kind {
            Kind::Article => "article",
            Kind::Product => "product",
            Kind::Profile => "profile",
            Kind::Page => return rows,
        };
        rows.push(("kind", self.text(kind), 0));
        rows
    }
}

/// A finding: rule, severity, sentence, evidence, offset, mend, whether the head settles it.
type FindingRow = (usize, usize, usize, usize, Option<u64>, usize, u8);

/// What is needed of a hundred once one of its pages is looked at.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "SheetPages")]
pub struct Rest<'a> {
    /// Texts.
    s: Vec<&'a str>,
    /// Previews.
    v: &'a [Drawn],
    /// Pictures: address → number, what is known, width by height.
    m: &'a BTreeMap<String, (i64, String, Option<f64>)>,
    /// Pages.
    p: &'a [Row],
}

/// The title by which the report lists a page: its own, else the one that a network draws.
fn title(judged: &Judged) -> String {
    let own = judged.page.facts.title.as_ref().map(|fact| fact.value.clone());
    own.or_else(|| judged.today.iter().find_map(|preview| Some(preview.title.as_ref()?.text.clone())))
        .unwrap_or_default()
}

/// The address as an index has it: the path alone where it lies at the sheet's origin.
pub(super) fn path(url: &Url, origin: &str) -> String {
    match url.as_str().strip_prefix(origin) {
        Some(path) if path.starts_with('/') => path.to_owned(),
        _ => url.to_string(),
    }
}

/// `1200 × 630 · JPEG · 240 KB`
fn measured(facts: &domain::ImageFacts) -> String {
    let size = facts.size().map(|(width, height)| format!("{width} × {height}"));
    let kind = facts.kind.map(|kind| kind.name().to_owned());
    let bytes = facts.bytes.map(|bytes| domain::Bytes(bytes).to_string());
    [size, kind, bytes].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

fn digit(preview: &Preview) -> char {
    char::from(b'0' + place(&VERDICTS, &preview.verdict) as u8)
}

/// The digits of the page in this row.
pub(super) fn digits_of(all: &str, row: usize, networks: usize) -> Option<&[u8]> {
    all.as_bytes().get(row.checked_mul(networks)?..row.checked_add(1)?.checked_mul(networks)?)
}

/// The number of the verdict that a digit stands for.
pub(super) fn verdict_of(digit: u8) -> usize {
    usize::from(digit.wrapping_sub(b'0'))
}
