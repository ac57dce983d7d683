//! The statement as one page that loads nothing and runs no script: for a screen, a telephone and two sheets of paper.

mod picture;
mod table;

use std::fmt::{self, Display, Write};

use domain::{Side, thousands};
use jiff::civil::Date;

use super::rows::clock;
use super::{Sentence, Statement};

pub use picture::{before_after, trend};

const STYLE: &str = include_str!("page.css");

/// `raw` as it may stand in content and in a quoted attribute.
pub(super) struct Text<'a>(&'a str);

impl Display for Text<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.chars().try_for_each(|sign| match sign {
            '&' => out.write_str("&amp;"),
            '<' => out.write_str("&lt;"),
            '>' => out.write_str("&gt;"),
            '"' => out.write_str("&quot;"),
            '\'' => out.write_str("&#39;"),
            '\0' => out.write_char('\u{fffd}'),
            sign => out.write_char(sign),
        })
    }
}

fn class(side: Side) -> &'static str {
    match side {
        Side::Smo => "on",
        Side::Smm => "by",
        Side::Unknown | Side::Other => "soft",
    }
}

/// The whole page.
pub fn html(statement: &Statement) -> String {
    let mut out = String::with_capacity(32 << 10);
    // Writing into a String does not fail.
    let _ = page(statement, &mut out);
    out
}

fn page(statement: &Statement, out: &mut String) -> fmt::Result {
    let site = statement.site.hosts.join(", ");
    let site = if site.is_empty() { "A site of unknown name".to_owned() } else { site };
    write!(
        out,
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; base-uri \
         'none'; form-action 'none'\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"referrer\" content=\"no-referrer\">\n<meta name=\"robots\" content=\"noindex\">\n\
         <title>{0}: is it worth it?</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<div class=\"page\">\n\
         <header class=\"top\"><b>{0}</b>{1}<span class=\"soft\">Is it worth it?</span></header>\n<main>\n",
        Text(&site),
        if statement.site.invented { " <span>Demo data: invented</span>" } else { "" }
    )?;
    if let Some(period) = statement.period {
        let days = |from: Date, to: Date| {
            let day = |day: Date| day.strftime("%-d %b %Y").to_string();
            format!("{} \u{2013} {}", day(from), day(to))
        };
        write!(out, "<p class=\"soft small\">{} · {} days", days(period.from, period.to), period.days)?;
        if let Some(before) = statement.before {
            write!(out, " · before: {}", days(before.from, before.to))?;
        }
        if let Some(how) = &statement.site.guessed {
            write!(out, " · the site was guessed {}", Text(how))?;
        }
        writeln!(out, "</p>")?;
    }
    for (at, sentence) in statement.verdict.iter().enumerate() {
        let (open, close) = if at == 0 { ("<h1 class=\"verdict\">", "</h1>") } else { ("<p class=\"said\">", "</p>") };
        said(out, sentence, open, close)?;
    }
    if let Some(at_once) = &statement.at_once {
        said(out, at_once, "<p class=\"soft small\">", "</p>")?;
    }
    table::sides(out, statement)?;
    writeln!(out, "<p id=\"either\" class=\"soft small\">{}</p>", Text(&statement.either.says))?;
    for missing in &statement.reckoned.missing {
        writeln!(out, "<p class=\"soft small\">{}</p>", Text(missing))?;
    }
    if let Some(replacement) = &statement.replacement {
        writeln!(out, "<p class=\"soft small\">{}</p>", Text(&replacement.says))?;
    }
    for imported in &statement.imported {
        writeln!(out, "<p class=\"soft small striped\">{}</p>", Text(&imported.in_words()))?;
    }
    if !statement.too_early.is_empty() {
        writeln!(out, "<section><h2>Too early to say</h2><ul>")?;
        for early in &statement.too_early {
            writeln!(out, "<li>{}</li>", Text(early))?;
        }
        writeln!(out, "</ul></section>")?;
    }
    next(out, statement)?;
    marks(out, statement)?;
    days(out, statement)?;
    table::networks(out, statement)?;
    pages(out, statement)?;
    shared(out, statement)?;
    behind(out, statement)?;
    writeln!(
        out,
        "</main>\n<footer>Made with Tidings {}. This file loads nothing from anywhere and runs no script.</footer>\n</div>\n\
         </body>\n</html>",
        env!("CARGO_PKG_VERSION")
    )
}

fn said(out: &mut String, sentence: &Sentence, open: &str, close: &str) -> fmt::Result {
    out.push_str(open);
    for piece in &sentence.pieces {
        match (&piece.row, piece.side) {
            (Some(row), _) => write!(out, "<a href=\"#{}\">{}</a>", Text(row), Text(&piece.text))?,
            (None, Some(side)) => write!(out, "<span class=\"{}\">{}</span>", class(side), Text(&piece.text))?,
            (None, None) => write!(out, "{}", Text(&piece.text))?,
        }
    }
    writeln!(out, "{close}")
}

/// What to do next. A page without scripts has no buttons; where they are stands beside.
fn next(out: &mut String, statement: &Statement) -> fmt::Result {
    if statement.next.is_empty() {
        return Ok(());
    }
    write!(out, "<section><h2>Do next")?;
    if let Some(minutes) = statement.reckoned.weekly_minutes {
        write!(out, " <span class=\"soft small\">fits your {} h a week</span>", clock(minutes))?;
    }
    writeln!(out, "</h2><div class=\"next\">")?;
    for next in &statement.next {
        let why: Vec<&str> = next.why.iter().map(|sentence| sentence.text.as_str()).collect();
        writeln!(
            out,
            "<article><span class=\"min\">{}</span><p>{}</p><span class=\"soft small\">{}</span></article>",
            Text(&next.in_short()),
            Text(&next.says),
            Text(&why.join(" "))
        )?;
    }
    writeln!(out, "</div></section>")
}

/// The newest comparison drawn, the others in words.
fn marks(out: &mut String, statement: &Statement) -> fmt::Result {
    let Some(newest) = statement.marks.first() else { return Ok(()) };
    write!(out, "<figure><figcaption>{}</figcaption>", Text(&newest.says))?;
    picture::pair(out, newest)?;
    for mark in &statement.marks[1..] {
        write!(out, "<p class=\"small\">{}</p>", Text(&mark.says))?;
    }
    writeln!(out, "</figure>")
}

/// Visits by day or week, the sides apart; the numbers stand in a table behind it.
fn days(out: &mut String, statement: &Statement) -> fmt::Result {
    let trend = &statement.trend;
    if trend.steps.len() < 3 {
        return Ok(());
    }
    let by = trend.by.name();
    write!(
        out,
        "<figure><figcaption>{}</figcaption><p class=\"small\">Visits by {by}, at most {}: <span class=\"on\">passed on by \
         visitors</span>, <span class=\"by\">brought by us</span> (dashed). Thin lines are what may be.</p>",
        if trend.says.is_empty() { "How visits went".to_owned() } else { Text(&trend.says).to_string() },
        thousands(picture::most(trend))
    )?;
    picture::lines(out, statement)?;
    table::steps(out, trend)?;
    writeln!(out, "</figure>")
}

fn pages(out: &mut String, statement: &Statement) -> fmt::Result {
    if statement.pages.is_empty() {
        return Ok(());
    }
    writeln!(
        out,
        "<section><h2>By page</h2><table class=\"short\"><caption class=\"hidden\">Pages where visits began</caption><thead><tr>\
         <th scope=\"col\">page</th><th scope=\"col\">passed on</th><th scope=\"col\">brought</th></tr></thead><tbody>"
    )?;
    for page in &statement.pages {
        let path = if page.path.is_empty() { "all other pages" } else { &page.path };
        writeln!(
            out,
            "<tr><th scope=\"row\">{}</th><td class=\"num\">{}</td><td class=\"num\">{}</td></tr>",
            Text(path),
            thousands(page.passed_on),
            thousands(page.brought)
        )?;
    }
    writeln!(out, "</tbody></table></section>")
}

fn shared(out: &mut String, statement: &Statement) -> fmt::Result {
    if statement.unfurls.is_empty() {
        return Ok(());
    }
    writeln!(
        out,
        "<section><h2>Seen being shared</h2><p class=\"soft small\">Networks fetched previews of your pages: somebody put a link \
         there. These are no visits.</p><ul>"
    )?;
    for seen in &statement.unfurls {
        let pages: Vec<String> =
            seen.pages.iter().map(|page| format!("{} ({})", Text(&page.name), thousands(page.count))).collect();
        writeln!(out, "<li><b>{}</b> {} times: {}</li>", Text(&seen.network), thousands(seen.times), pages.join(", "))?;
    }
    writeln!(out, "</ul></section>")
}

fn behind(out: &mut String, statement: &Statement) -> fmt::Result {
    writeln!(out, "<section class=\"columns\"><div><h2>How is this counted?</h2><dl>")?;
    for source in &statement.sources {
        writeln!(out, "<dt>{}</dt><dd>{}</dd>", Text(&source.number), Text(&source.from))?;
    }
    writeln!(out, "</dl></div><div><h2>Left out</h2><ul>")?;
    for count in &statement.left_out {
        writeln!(out, "<li><b class=\"num\">{}</b> {}</li>", thousands(count.count), Text(&count.name))?;
    }
    writeln!(out, "</ul></div><div><h2>What this cannot know</h2><ul>")?;
    for unknown in &statement.unknown {
        writeln!(out, "<li>{}</li>", Text(unknown))?;
    }
    writeln!(out, "</ul></div></section>")
}
