//! The statement as one page that loads nothing and runs no script: for a screen, a telephone and two sheets of paper.

use std::fmt::{self, Display, Write};

use domain::Side;

use super::text::{COLUMNS, cells};
use super::{Row, Sentence, Statement};

const STYLE: &str = include_str!("page.css");

/// `raw` as it may stand in content and in a quoted attribute.
struct Text<'a>(&'a str);

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
         <header class=\"top\"><b>{0}</b><span class=\"soft\">Is it worth it?</span></header>\n<main>\n",
        Text(&site)
    )?;
    if let Some(period) = statement.period {
        let day = |day: jiff::civil::Date| day.strftime("%-d %b %Y").to_string();
        write!(out, "<p class=\"soft small\">{} – {} · {} days", day(period.from), day(period.to), period.days)?;
        if let Some(how) = &statement.site.guessed {
            write!(out, " · the site was guessed {}", Text(how))?;
        }
        writeln!(out, "</p>")?;
    }
    for (at, sentence) in statement.verdict.iter().enumerate() {
        let (open, close) = if at == 0 { ("<h1 class=\"verdict\">", "</h1>") } else { ("<p class=\"said\">", "</p>") };
        said(out, sentence, open, close)?;
    }
    writeln!(out, "<table><caption class=\"hidden\">Visits and costs by side</caption>")?;
    head(out)?;
    for row in &statement.rows {
        side(out, row, most(&statement.rows))?;
    }
    writeln!(out, "</tbody></table>\n<p id=\"either\" class=\"soft small\">{}</p>", Text(&statement.either.says))?;
    if !statement.early.is_empty() {
        writeln!(out, "<section><h2>Too early to say</h2><ul>")?;
        for early in &statement.early {
            writeln!(out, "<li>{}</li>", Text(&early.says))?;
        }
        writeln!(out, "</ul></section>")?;
    }
    trend(out, statement)?;
    if !statement.networks.is_empty() {
        writeln!(out, "<section><h2>By network</h2><table><caption class=\"hidden\">Visits by network</caption>")?;
        head(out)?;
        for row in &statement.networks {
            line(
                out,
                row,
                "part",
                &format!(
                    "{} <span class=\"small {}\">{}</span>",
                    Text(&row.name),
                    class(row.side),
                    row.side.in_words()
                ),
            )?;
        }
        writeln!(out, "</tbody></table></section>")?;
    }
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

fn head(out: &mut String) -> fmt::Result {
    write!(out, "<thead><tr><th scope=\"col\"><span class=\"hidden\">From where</span></th>")?;
    for column in COLUMNS {
        write!(out, "<th scope=\"col\">{column}</th>")?;
    }
    writeln!(out, "</tr></thead><tbody>")
}

fn most(rows: &[Row]) -> u64 {
    let social = rows.iter().filter(|row| matches!(row.side, Side::Smo | Side::Smm));
    social.map(|row| row.visits.up_to).max().unwrap_or(0).max(1)
}

/// A side with what it is made of.
fn side(out: &mut String, row: &Row, most: u64) -> fmt::Result {
    let social = matches!(row.side, Side::Smo | Side::Smm);
    let name = if social {
        let share = |visits: u64| visits as f64 * 100.0 / most as f64;
        format!(
            "{}<svg class=\"bar {}\" viewBox=\"0 0 100 4\" preserveAspectRatio=\"none\" aria-hidden=\"true\"><rect width=\"100\" \
             height=\"4\" class=\"wash\"/><rect width=\"{:.1}\" height=\"4\" class=\"upto\"/><rect width=\"{:.1}\" height=\"4\"/></svg>",
            Text(&row.name),
            class(row.side),
            share(row.visits.up_to),
            share(row.visits.sure)
        )
    } else {
        Text(&row.name).to_string()
    };
    if social {
        line(out, row, "side", &name)?;
        for part in &row.parts {
            line(out, part, "part", &Text(&part.name).to_string())?;
        }
        if let Some(note) = row.note.as_ref().or(row.no_cost.as_ref()) {
            writeln!(out, "<tr class=\"note\"><td colspan=\"7\">{}</td></tr>", Text(note))?;
        }
        return Ok(());
    }
    writeln!(
        out,
        "<tr class=\"side wide\" id=\"{}\"><th scope=\"row\">{name}</th><td class=\"num\" data-l=\"visits\">{}</td><td \
         colspan=\"5\" class=\"note\">{}</td></tr>",
        Text(&row.id),
        row.visits.all(),
        Text(row.note.as_deref().unwrap_or_default())
    )
}

fn line(out: &mut String, row: &Row, class_of_row: &str, name: &str) -> fmt::Result {
    write!(out, "<tr class=\"{class_of_row}\" id=\"{}\"><th scope=\"row\">{name}</th>", Text(&row.id))?;
    for (cell, column) in cells(row).iter().zip(COLUMNS) {
        let price = column == COLUMNS[5] && class_of_row == "side";
        let class = if price { class(row.side) } else { "" };
        write!(out, "<td class=\"num {class}\" data-l=\"{column}\">{}</td>", Text(cell))?;
    }
    writeln!(out, "</tr>")
}

/// Visits by day, the sides apart; its numbers stand in a table behind it.
fn trend(out: &mut String, statement: &Statement) -> fmt::Result {
    let days = &statement.days;
    if days.len() < 3 {
        return Ok(());
    }
    let most = days.iter().map(|day| day.passed_on.max(day.brought)).max().unwrap_or(0).max(1);
    let line = |of: fn(&super::Day) -> u64| {
        let points = days.iter().enumerate().map(|(at, day)| {
            let x = at as f64 * 1_000.0 / (days.len() - 1) as f64;
            format!("{x:.1},{:.1}", 150.0 - of(day) as f64 * 145.0 / most as f64)
        });
        points.collect::<Vec<_>>().join(" ")
    };
    writeln!(
        out,
        "<figure><figcaption>Visits by day, at most {most}: <span class=\"on\">passed on by visitors</span>, <span \
         class=\"by\">brought by us</span> (dashed)</figcaption><svg class=\"trend\" viewBox=\"0 0 1000 156\" \
         preserveAspectRatio=\"none\" role=\"img\" aria-label=\"Visits by day; the numbers stand in the table below\"><polyline \
         class=\"on\" points=\"{}\"/><polyline class=\"by\" points=\"{}\"/></svg>\n<details><summary>The numbers</summary><table \
         class=\"short\"><thead><tr><th scope=\"col\">day</th><th scope=\"col\">passed on</th><th scope=\"col\">brought</th></tr>\
         </thead><tbody>",
        line(|day| day.passed_on),
        line(|day| day.brought)
    )?;
    for day in days {
        let (passed_on, brought) = (day.passed_on, day.brought);
        writeln!(
            out,
            "<tr><th scope=\"row\">{}</th><td class=\"num\">{passed_on}</td><td class=\"num\">{brought}</td></tr>",
            day.day
        )?;
    }
    writeln!(out, "</tbody></table></details></figure>")
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
            page.passed_on,
            page.brought
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
            seen.pages.iter().map(|page| format!("{} ({})", Text(&page.name), page.count)).collect();
        writeln!(out, "<li><b>{}</b> {} times: {}</li>", Text(&seen.network), seen.times, pages.join(", "))?;
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
        writeln!(out, "<li><b class=\"num\">{}</b> {}</li>", count.count, Text(&count.name))?;
    }
    writeln!(out, "</ul></div><div><h2>What this cannot know</h2><ul>")?;
    for unknown in &statement.unknown {
        writeln!(out, "<li>{}</li>", Text(unknown))?;
    }
    writeln!(out, "</ul></div></section>")
}
