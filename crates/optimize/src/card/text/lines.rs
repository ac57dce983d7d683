//! Lines: a paragraph is cut where its script allows it, evenly, and ends in an ellipsis where there is no more room.

use unicode_linebreak::linebreaks;
use unicode_script::{Script, UnicodeScript};
use unicode_segmentation::UnicodeSegmentation;

use super::faces::Faces;
use super::{Style, shape};

/// An ellipsis with what room it needs, in ems.
const ELLIPSIS: f32 = 1.05;

/// One letter with its marks.
#[derive(Clone, Copy, Debug)]
struct Cluster {
    start: usize,
    end: usize,
    /// In ems.
    width: f32,
    blank: bool,
    /// A line may end behind it.
    breaks: bool,
}

/// A text, measured.
#[derive(Clone, Debug)]
pub(crate) struct Paragraph {
    text: String,
    pub(crate) rtl: bool,
    clusters: Vec<Cluster>,
}

/// A paragraph in lines.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Lines {
    pub(crate) each: Vec<String>,
    /// Nothing was left out.
    pub(crate) whole: bool,
    /// No word was cut for want of room.
    pub(crate) unbroken: bool,
}

impl Paragraph {
    /// Measures `text`.
    pub(crate) fn new(faces: &Faces<'_>, text: String, rtl: bool, style: &Style<'_>) -> Self {
        let widths = shape::widths(faces, &text, rtl, style);
        let mut breaks = linebreaks(&text).map(|(at, _)| at).peekable();
        let clusters: Vec<Cluster> = text
            .grapheme_indices(true)
            .map(|(start, cluster)| {
                let end = start + cluster.len();
                while breaks.next_if(|at| *at < end).is_some() {}
                let katakana =
                    |letter: Option<char>| letter.is_some_and(|c| c.script() == Script::Katakana || c == 'ー');
                // A foreign word in Japanese may be broken anywhere, and is read with difficulty then.
                let within = katakana(cluster.chars().next_back()) && katakana(text[end..].chars().next());
                Cluster {
                    start,
                    end,
                    width: widths[start..end].iter().sum(),
                    blank: cluster.chars().all(char::is_whitespace),
                    breaks: breaks.peek() == Some(&end) && !within,
                }
            })
            .collect();
        drop(breaks);
        Self { text, rtl, clusters }
    }

    /// Its width on one line, in ems.
    pub(crate) fn width(&self) -> f32 {
        self.clusters.iter().map(|it| it.width).sum()
    }

    /// At most `at_most` lines, none wider than `room` ems.
    pub(crate) fn fit(&self, room: f32, at_most: usize, balanced: bool) -> Lines {
        if at_most == 0 || self.clusters.is_empty() {
            return Lines { each: Vec::new(), whole: self.clusters.is_empty(), unbroken: true };
        }
        let (mut ends, mut unbroken) = self.wrap(room, at_most + 1);
        if ends.len() > at_most {
            let mut lines: Vec<String> =
                ends[..at_most - 1].iter().map(|(start, end)| self.line(*start, *end)).collect();
            lines.push(self.cut_off(ends[at_most - 1].0, room));
            return Lines { each: lines, whole: false, unbroken };
        }
        if balanced && ends.len() > 1 && unbroken {
            let (mut least, mut most) = (room / 2.0, room);
            for _ in 0..8 {
                let middle = f32::midpoint(least, most);
                let (narrower, well) = self.wrap(middle, at_most + 1);
                if well && narrower.len() <= ends.len() { most = middle } else { least = middle }
            }
            (ends, unbroken) = self.wrap(most, at_most + 1);
        }
        let lines = ends.iter().map(|(start, end)| self.line(*start, *end)).collect();
        Lines { each: lines, whole: true, unbroken }
    }

    /// The clusters with which lines begin and end, at most `at_most` lines; and whether no word had to be cut.
    fn wrap(&self, room: f32, at_most: usize) -> (Vec<(usize, usize)>, bool) {
        let mut lines = Vec::new();
        let mut unbroken = true;
        let mut start = 0;
        while start < self.clusters.len() && lines.len() < at_most {
            let (mut width, mut at, mut good) = (0.0, start, None);
            while let Some(cluster) = self.clusters.get(at) {
                // Blanks may hang over.
                if !cluster.blank && width + cluster.width > room && at > start {
                    break;
                }
                width += cluster.width;
                at += 1;
                if cluster.breaks {
                    good = Some(at);
                }
            }
            let end = if at == self.clusters.len() { at } else { good.unwrap_or(at) };
            unbroken &= at == self.clusters.len() || good.is_some();
            lines.push((start, end));
            start = end;
            while self.clusters.get(start).is_some_and(|it| it.blank) {
                start += 1;
            }
        }
        (lines, unbroken)
    }

    fn line(&self, start: usize, end: usize) -> String {
        let (Some(first), Some(last)) = (self.clusters.get(start), self.clusters.get(end.saturating_sub(1))) else {
            return String::new();
        };
        self.text[first.start..last.end.max(first.start)].trim().to_owned()
    }

    /// The last line, from the cluster `start` on, with an ellipsis; cut between words, unless that leaves little.
    fn cut_off(&self, start: usize, room: f32) -> String {
        let (mut width, mut end, mut good) = (0.0, start, None);
        while let Some(cluster) = self.clusters.get(end) {
            if width + cluster.width + ELLIPSIS > room && end > start {
                break;
            }
            width += cluster.width;
            end += 1;
            if cluster.breaks && width > room * 0.4 {
                good = Some(end);
            }
        }
        let line = self.line(start, good.unwrap_or(end));
        format!("{}…", line.trim_end_matches([' ', ',', ';', ':', '.', '-', '–', '—', '،', '؛', '、', '。', '…']))
    }
}
