//! The pages as data in the file: for each hundred an index that is read at once, and the rest that is read when one
//! of them is looked at. In each hundred a text stands once, and so does a preview. The reader is `pages.js`.

use std::collections::BTreeMap;
use std::hash::Hash;
use std::io::{self, Write};

use domain::{Facts, Images, Kind, copied_from, is_planned_card};
use networks::{Layout, NETWORKS, Network, Preview, Shape, Verdict};
use rustc_hash::FxHashMap;
use serde::Serialize;
use url::Url;

use super::markup;
use super::pictures::Pictures;
use super::plain::Table;
use crate::audit::{Audit, Judged, Mend, RULES, Rule, Severity};
use crate::report::summary::{VERDICTS, verdict_in_words};
use crate::report::{Options, SEVERITIES};

/// Pages that are read together.
const CHUNK: usize = 100;

/// Stand for the number of a picture that was not kept, and of one that does not exist yet.
const NOT_KEPT: i64 = -1;
const PLANNED: i64 = -2;

/// Stands in an index for a page without a finding.
const NO_SEVERITY: usize = 9;

const LAYOUTS: [Layout; 5] = [Layout::Nothing, Layout::Text, Layout::Small, Layout::Large, Layout::Overlay];
const SHAPES: [Shape; 4] = [Shape::Wide, Shape::Film, Shape::Square, Shape::Natural];
const MENDS: [Mend; 4] = [Mend::Write, Mend::NeedsBase, Mend::NeedsCard, Mend::ByHand];

/// Writes all pages, and hands the first ones to `table`.
pub(super) fn write(
    audit: &Audit,
    start: &Judged,
    options: &Options<'_>,
    table: &mut Table,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut site =
        Site { origin: start.page.url.origin().ascii_serialization(), start: 0, count: 0, rules: Vec::new() };
    let mut pictures = Pictures::of(options.thumbnails);
    let mut chunk = Chunk::default();
    audit.each(&mut |judged| {
        if judged.page.url == start.page.url {
            site.start = site.count;
        }
        site.count += 1;
        table.add(&judged);
        chunk.add(&judged, &mut site, &audit.seen.images, &mut pictures, out)?;
        if chunk.index.u.len() == CHUNK {
            std::mem::take(&mut chunk).write(out)?;
        }
        Ok(())
    })?;
    if !chunk.index.u.is_empty() {
        chunk.write(out)?;
    }
    site.write(out)
}

/// What all pages share.
struct Site {
    origin: String,
    start: usize,
    count: usize,
    rules: Vec<&'static Rule>,
}

impl Site {
    /// The number by which the file calls the rule.
    fn rule(&mut self, id: &str) -> Option<usize> {
        self.rules.iter().position(|rule| rule.id == id).or_else(|| {
            self.rules.push(RULES.iter().copied().find(|rule| rule.id == id)?);
            Some(self.rules.len() - 1)
        })
    }

    fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        let featured = NETWORKS.iter().position(|network| network.id == networks::id::WHATSAPP).unwrap_or(0);
        let whole = serde_json::json!({
            "origin": self.origin,
            "start": self.start,
            "count": self.count,
            "chunk": CHUNK,
            "featured": featured,
            "networks": NETWORKS.iter().map(|network| told(network)).collect::<Vec<_>>(),
            "verdicts": VERDICTS.map(|verdict| serde_json::json!({
                "id": verdict, "name": verdict_in_words(verdict), "mark": mark(verdict),
            })),
            "layouts": LAYOUTS,
            "shapes": SHAPES,
            "severities": SEVERITIES,
            "mends": MENDS.map(Mend::in_words),
            "rules": self.rules.iter().map(|rule| serde_json::json!({
                "id": rule.id, "says": rule.says_of(rule.hurts), "technical": rule.technical,
                "severity": place(&SEVERITIES, &rule.severity), "source": rule.source.source,
                "read": rule.source.read, "grade": rule.source.grade.in_words(),
            })).collect::<Vec<_>>(),
        });
        write!(out, "<script type=\"application/json\" id=\"report-site\">")?;
        markup::json(&whole, out)?;
        writeln!(out, "</script>")
    }
}

fn told(network: &Network) -> serde_json::Value {
    let kept = &network.about.kept;
    serde_json::json!({
        "id": network.id,
        "name": network.about.name,
        "kept": {
            "how_long": kept.how_long, "refresh": kept.refresh, "how": kept.how,
            "read": kept.evidence.read, "grade": kept.evidence.grade.in_words(),
        },
    })
}

/// What a small cell says beside its shapes; a preview that is right needs no word.
fn mark(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Right => "",
        Verdict::Cut => "cut",
        Verdict::NoPicture => "no picture",
        Verdict::WrongTitle => "title",
        Verdict::Nothing => "nothing",
    }
}

/// Up to a hundred pages. Letters stand for fields, since each name would be written for each page.
#[derive(Default)]
struct Chunk {
    texts: Numbered<String>,
    previews: Numbered<Drawn>,
    pictures: BTreeMap<String, (i64, String, Option<f64>)>,
    pages: Vec<Row>,
    index: Index,
}

/// What is needed of every page at once, to list, search and filter.
#[derive(Default, Serialize)]
struct Index {
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
#[derive(Clone, PartialEq, Eq, Hash, Serialize)]
struct Drawn(usize, usize, usize, usize, usize, usize, usize, usize, usize, Vec<usize>);

#[derive(Serialize)]
struct Row {
    /// HTTP status; 0 for a file.
    h: u16,
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

impl Chunk {
    fn add(
        &mut self,
        judged: &Judged,
        site: &mut Site,
        images: &Images,
        pictures: &mut Pictures<'_>,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let page = &judged.page;
        let today = self.draw_all(&judged.today, images, pictures, out)?;
        let mended = self.draw_all(&judged.mended, images, pictures, out)?;
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

    fn write(self, out: &mut dyn Write) -> io::Result<()> {
        write!(out, "<script type=\"application/json\" class=\"report-index\">")?;
        markup::json(&self.index, out)?;
        write!(out, "</script>\n<script type=\"application/json\" class=\"report-pages\">")?;
        // Text 0 is no text.
        let texts: Vec<&str> = std::iter::once("").chain(self.texts.values.iter().map(String::as_str)).collect();
        let rest = Rest { s: texts, v: &self.previews.values, m: &self.pictures, p: &self.pages };
        markup::json(&rest, out)?;
        writeln!(out, "</script>")
    }

    fn text(&mut self, text: &str) -> usize {
        self.texts.number(text.to_owned()) + 1
    }

    fn maybe(&mut self, text: Option<&str>) -> usize {
        text.filter(|text| !text.is_empty()).map_or(0, |text| self.text(text))
    }

    fn draw_all(
        &mut self,
        previews: &[Preview],
        images: &Images,
        pictures: &mut Pictures<'_>,
        out: &mut dyn Write,
    ) -> io::Result<Vec<usize>> {
        for picture in previews.iter().filter_map(|preview| preview.picture.as_ref()) {
            if self.pictures.contains_key(picture.url.as_str()) {
                continue;
            }
            let facts = images.of(&picture.url);
            let original = copied_from(&picture.url);
            let number = if is_planned_card(&picture.url) {
                PLANNED
            } else {
                let kept = pictures.number(original.as_ref().unwrap_or(&picture.url), out)?;
                kept.map_or(NOT_KEPT, i64::from)
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

#[derive(Serialize)]
struct Rest<'a> {
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

fn path(url: &Url, origin: &str) -> String {
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

/// Where `value` stands in `list`.
fn place<T: PartialEq>(list: &[T], value: &T) -> usize {
    list.iter().position(|other| other == value).unwrap_or(0)
}
