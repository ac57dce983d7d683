//! One HTML file that opens offline: the sentence, the score, the start page, things to do, then every page on every
//! network. It asks nobody for anything; a policy in its head says so, and names its two scripts by their hashes.
//!
//! Pages stand in it as JSON by the hundred and are read when they are looked at, so that a large site opens fast.
//! Start at [`write`]; the scripts and styles are plain files beside this one.

mod data;
mod jobs;
mod lead;
mod markup;
mod plain;

use std::io::{self, Write};

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use networks::previewing;
use sha2::{Digest, Sha256};

use super::{Options, start_page, summary, words};
use crate::audit::{Audit, Judged};
use markup::text;

const STYLES: [&str; 5] = [
    include_str!("tokens.css"),
    include_str!("page.css"),
    include_str!("preview.css"),
    include_str!("sheet.css"),
    include_str!("page-view.css"),
];

/// In the order of their imports.
const MODULES: [&str; 5] = [
    include_str!("pages.js"),
    include_str!("preview.js"),
    include_str!("sheet.js"),
    include_str!("page-view.js"),
    include_str!("report.js"),
];

/// Runs before the body is drawn, so that what needs the script has its place from the start.
const EARLY: &str = "document.documentElement.classList.add(\"js\");document.documentElement.dataset.when=\"today\";";

pub(super) fn write(audit: &Audit, options: &Options<'_>, out: &mut dyn Write) -> io::Result<()> {
    let start = start_page(audit)?;
    let title = options.title.map_or_else(|| summary::subject(audit), str::to_owned);
    head(&title, out)?;
    signs(out)?;
    masthead(audit, options, &title, out)?;
    writeln!(out, "<main id=\"main\">")?;
    lead::write(audit, start.as_ref(), out)?;
    match &start {
        Some(start) => {
            jobs::write(audit, out)?;
            contact(audit, start, options, out)?;
        }
        None => lead::advice(out)?,
    }
    behind(audit, out)?;
    writeln!(out, "</main>")?;
    footer(audit, out)?;
    if start.is_some() {
        writeln!(out, "<script type=\"module\">{}</script>", module())?;
    } else {
        writeln!(out, "<script type=\"module\"></script>")?;
    }
    writeln!(out, "</body>\n</html>")
}

/// The modules as one: what they import from each other stands in the same script.
fn module() -> String {
    let lines = MODULES.iter().flat_map(|module| module.lines()).filter(|line| !line.starts_with("import "));
    let mut joined = String::from("\n");
    for line in lines {
        joined.push_str(line.strip_prefix("export ").unwrap_or(line));
        joined.push('\n');
    }
    joined
}

fn hash(script: &str) -> String {
    format!("'sha256-{}'", BASE64_STANDARD.encode(Sha256::digest(script)))
}

/// The styles, with each network's colour.
fn styles() -> String {
    let colours = previewing()
        .iter()
        .map(|network| format!("[data-network=\"{}\"]{{--brand:{}}}\n", network.id, network.about.colour));
    STYLES.iter().map(|style| (*style).to_owned()).chain(colours).collect()
}

/// Each network's sign, once; `<use href="#sign-facebook">` draws it.
fn signs(out: &mut dyn Write) -> io::Result<()> {
    write!(out, "<svg width=\"0\" height=\"0\" class=\"visually-hidden\" aria-hidden=\"true\">")?;
    for network in previewing() {
        let inside = network.icon.split_once('>').map_or("", |(_, inside)| inside);
        let inside = inside.trim_end().strip_suffix("</svg>").unwrap_or("");
        write!(
            out,
            "<symbol id=\"sign-{}\" viewBox=\"0 0 24 24\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"2\" \
             stroke-linecap=\"round\" stroke-linejoin=\"round\">{inside}</symbol>",
            network.id
        )?;
    }
    writeln!(out, "</svg>")
}

fn head(title: &str, out: &mut dyn Write) -> io::Result<()> {
    let styles = styles();
    let policy = format!(
        "default-src 'none'; img-src data:; style-src {}; script-src {} {}; base-uri 'none'; form-action 'none'",
        hash(&styles),
        hash(EARLY),
        hash(&module())
    );
    write!(
        out,
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"referrer\" content=\"no-referrer\">\n<meta name=\"robots\" content=\"noindex\">\n\
         <meta name=\"generator\" content=\"Tidings {}\">\n<title>{}: how its links look when they are shared</title>\n\
         <script>{EARLY}</script>\n<style>{styles}</style>\n</head>\n<body>\n\
         <a class=\"skip\" href=\"#main\">To the report</a>\n<div class=\"page\">\n",
        env!("CARGO_PKG_VERSION"),
        text(title)
    )
}

fn masthead(audit: &Audit, options: &Options<'_>, title: &str, out: &mut dyn Write) -> io::Result<()> {
    write!(out, "<header class=\"masthead\">")?;
    if let Some(logo) = options.logo {
        let bytes = BASE64_STANDARD.encode(&logo.bytes);
        write!(out, "<img alt=\"\" src=\"data:{};base64,{bytes}\">", logo.kind.mime())?;
    }
    let day = audit.started.strftime("%-d %B %Y");
    writeln!(
        out,
        "<b>{}</b><span class=\"date\">How its links look when they are shared · {day}</span>\
         <button type=\"button\" class=\"quiet js\" id=\"theme\">◐ auto</button></header>",
        text(title)
    )
}

/// The sheet, the data behind it, and a table for browsers that run no script.
fn contact(audit: &Audit, start: &Judged, options: &Options<'_>, out: &mut dyn Write) -> io::Result<()> {
    writeln!(
        out,
        "<section class=\"section contact\" id=\"contact\">\n<h2>Contact sheet</h2>\n\
         <p class=\"soft small js\">Each cell is how that network draws a link to that page. Press one to see it large. \
         Hatched: no picture. Dashed: nothing is drawn.</p>\n<contact-sheet class=\"js\"></contact-sheet>\n\
         <dialog class=\"page-view\" id=\"page-view\" aria-labelledby=\"page-view-title\"></dialog>\n\
         <div class=\"toast\" id=\"toast\" role=\"status\" hidden></div>"
    )?;
    let mut table = plain::Table::default();
    data::write(audit, start, options, &mut table, out)?;
    table.write(audit, out)?;
    writeln!(out, "</section>")
}

/// What was not checked and what could not be read.
fn behind(audit: &Audit, out: &mut dyn Write) -> io::Result<()> {
    let unseen = &audit.seen.unseen;
    let unread = if audit.summary.pages == 0 && audit.unread.len() < 2 { &[] } else { audit.unread.as_slice() };
    if unseen.is_empty() && unread.is_empty() {
        return Ok(());
    }
    writeln!(out, "<section class=\"section columns\">")?;
    if !unseen.is_empty() {
        writeln!(
            out,
            "<div><h2>Not checked</h2><p class=\"soft small\">These were not looked at, so nothing here says that they \
             are right.</p><ul>"
        )?;
        for (why, needs) in summary::not_checked(audit) {
            let needs = words::capital(&needs);
            writeln!(out, "<li>{}<br><span class=\"soft small\">{}</span></li>", text(&needs), text(why))?;
        }
        writeln!(out, "</ul></div>")?;
    }
    if !unread.is_empty() {
        const SHOWN: usize = 50;
        writeln!(out, "<div><h2>Not read</h2><p class=\"soft small\">")?;
        writeln!(out, "{} gave no page.</p><ul>", words::count(unread.len() as u64, "address"))?;
        for (url, why) in unread.iter().take(SHOWN) {
            writeln!(out, "<li>{}<br><span class=\"soft small\">{}</span></li>", text(url), text(why))?;
        }
        if unread.len() > SHOWN {
            writeln!(out, "<li class=\"soft\">and {} more</li>", unread.len() - SHOWN)?;
        }
        writeln!(out, "</ul></div>")?;
    }
    writeln!(out, "</section>")
}

fn footer(audit: &Audit, out: &mut dyn Write) -> io::Result<()> {
    writeln!(
        out,
        "<footer><span>{}</span><span>Made with Tidings {}. This file loads nothing from anywhere.</span></footer>\n</div>",
        text(&summary::colophon(audit)),
        env!("CARGO_PKG_VERSION")
    )
}
