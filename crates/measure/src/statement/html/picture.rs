//! The pictures: what was passed on before and after a mark, and the trend. Each also as an SVG file that stands alone.

use std::fmt::{self, Write};

use domain::number_of;

use super::Text;
use crate::statement::{Compared, Rate, Span, Statement, Trend};

/// What a picture looks like where no page says it.
const ALONE: &str = "<style>svg{font:13px system-ui,sans-serif;background:#fbfaf7}.on{color:#0f766e}.by{color:#a44a08}\
    polyline{fill:none;stroke:currentColor;stroke-width:2.5}.by{stroke-dasharray:6 3}.may{stroke-width:1;opacity:.6}\
    .upto{opacity:.3}rect{fill:currentColor}</style>";
/// Pixels of the trend's height, without its words.
const HIGH: f64 = 145.0;

/// What a line shows of a step.
type Of = fn(&Span) -> u64;

/// The trend as a file.
pub fn trend(statement: &Statement) -> String {
    let mut out = String::new();
    let _ = lines(&mut out, statement);
    alone(&out)
}

/// A comparison as a file.
pub fn before_after(compared: &Compared) -> String {
    let mut out = String::new();
    let _ = pair(&mut out, compared);
    alone(&out)
}

fn alone(svg: &str) -> String {
    let with_name = svg.replacen("<svg ", "<svg xmlns=\"http://www.w3.org/2000/svg\" ", 1);
    match with_name.split_once('>') {
        Some((open, rest)) => format!("{open}>{ALONE}{rest}"),
        None => with_name,
    }
}

/// The highest that a line reaches.
pub(super) fn most(trend: &Trend) -> u64 {
    let highest = |span: &Span| span.passed_on.up_to.max(span.brought.up_to);
    trend.steps.iter().map(highest).max().unwrap_or(0).max(1)
}

/// The lines of the trend, with the marks where they are.
pub(super) fn lines(out: &mut String, statement: &Statement) -> fmt::Result {
    let trend = &statement.trend;
    let (most, last) = (most(trend) as f64, trend.steps.len().saturating_sub(1).max(1) as f64);
    let points = |of: Of| {
        let points = trend.steps.iter().enumerate().map(|(at, span)| {
            format!("{:.1},{:.1}", at as f64 * 1_000.0 / last, 150.0 - of(span) as f64 * HIGH / most)
        });
        points.collect::<Vec<_>>().join(" ")
    };
    write!(
        out,
        "<svg class=\"trend\" viewBox=\"0 0 1000 156\" preserveAspectRatio=\"none\" role=\"img\" aria-label=\"Visits by {}; the \
         numbers stand in the table behind it\">",
        trend.by.name()
    )?;
    for mark in &statement.marks {
        if let Some(at) = place(trend, number_of(mark.day)) {
            write!(
                out,
                "<line class=\"mark\" x1=\"{0:.1}\" x2=\"{0:.1}\" y1=\"0\" y2=\"150\" stroke=\"currentColor\" stroke-dasharray=\"3 \
                 3\" opacity=\".5\"><title>{1}</title></line>",
                at * 1_000.0 / last,
                Text(&mark.mark)
            )?;
        }
    }
    let lines: [(&str, Of); 4] = [
        ("on may", |span| span.passed_on.up_to),
        ("by may", |span| span.brought.up_to),
        ("on", |span| span.passed_on.sure),
        ("by", |span| span.brought.sure),
    ];
    for (class, of) in lines {
        write!(out, "<polyline class=\"{class}\" points=\"{}\"/>", points(of))?;
    }
    writeln!(out, "</svg>")
}

/// Where a day lies among the steps, which are drawn at their middles.
fn place(trend: &Trend, day: i64) -> Option<f64> {
    let inside = |span: &Span| (number_of(span.from)..=number_of(span.to)).contains(&day);
    trend.steps.iter().position(inside).map(|at| at as f64)
}

/// Two bars: sure up to the lower end of the range, light up to its upper end.
pub(super) fn pair(out: &mut String, compared: &Compared) -> fmt::Result {
    let (Some(before), Some(after)) = (compared.before, compared.after) else { return Ok(()) };
    let most = before.to.max(after.to).max(0.1);
    let told = |rate: Rate| format!("{:.1} ({:.1} to {:.1})", rate.per_1000, rate.from, rate.to);
    write!(
        out,
        "<svg class=\"pair\" viewBox=\"0 0 520 150\" role=\"img\" aria-label=\"Passed-on visits in 1,000: {} before, {} after\">",
        told(before),
        told(after)
    )?;
    for (name, rate, y) in [("before", before, 30), ("after", after, 90)] {
        let (sure, up_to) = (rate.from * 320.0 / most, rate.to * 320.0 / most);
        write!(
            out,
            "<text x=\"0\" y=\"{}\" fill=\"currentColor\">{name}</text><text x=\"{:.1}\" y=\"{}\" fill=\"currentColor\">{:.1}\
             </text><g class=\"on\"><rect x=\"70\" y=\"{y}\" width=\"{sure:.1}\" height=\"18\" fill=\"currentColor\"/><rect \
             class=\"upto\" x=\"{:.1}\" y=\"{y}\" width=\"{:.1}\" height=\"18\" fill=\"currentColor\"/></g>",
            y + 14,
            78.0 + up_to,
            y + 14,
            rate.per_1000,
            70.0 + sure,
            (up_to - sure).max(0.0)
        )?;
    }
    writeln!(
        out,
        "<text x=\"70\" y=\"144\" fill=\"currentColor\" opacity=\".7\">passed on in 1,000 visits; the light part is the likely \
         range</text></svg>"
    )
}
