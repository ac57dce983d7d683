//! The first screen: the sentence, the score, each network at a glance, the start page.

use std::io::{self, Write};

use networks::Verdict;

use super::markup::text;
use crate::audit::{Audit, Judged, NetworkSummary};
use crate::report::summary::{self, FIRST_JOBS, Reach, Score, VERDICTS, When, verdict_in_words, verdicts};
use crate::report::words;

pub(super) fn write(audit: &Audit, start: Option<&Judged>, out: &mut dyn Write) -> io::Result<()> {
    writeln!(
        out,
        "<section class=\"lead\">\n<div class=\"told\">\n<p class=\"soft small\">{}</p>",
        text(&summary::colophon(audit))
    )?;
    writeln!(out, "<h1>{}</h1>", text(&summary::headline(audit)))?;
    if start.is_some() {
        figures(audit, out)?;
    }
    writeln!(out, "</div>")?;
    if start.is_some() {
        message(out)?;
        strip(audit, out)?;
    }
    writeln!(out, "</section>")
}

/// What to try where nothing could be read.
pub(super) fn advice(out: &mut dyn Write) -> io::Result<()> {
    writeln!(
        out,
        "<section class=\"section\"><h2>What to try</h2><ol class=\"steps\">\
         <li>Open the address in a browser. If it does not open there either, the site is down or the address is wrong.</li>\
         <li>If a browser gets it, something keeps programs out: ask the host to let this machine, and the readers of the \
         networks, pass.</li>\
         <li>Or audit the folder that the site is made from: <code>tidings audit FOLDER --base ADDRESS</code>.</li>\
         </ol></section>"
    )
}

fn figures(audit: &Audit, out: &mut dyn Write) -> io::Result<()> {
    let [today, mended] = [When::Today, When::Mended].map(|when| Score::of(&audit.summary, when));
    let unseen = match today.unseen_percent() {
        0 => String::new(),
        percent => format!("; {percent} % could not be checked"),
    };
    write!(
        out,
        "<div class=\"figures\"><div><b>{} <small>%</small></b><p>of pages × networks look right today{unseen}</p></div>",
        today.percent()
    )?;
    if mended.right != today.right {
        write!(
            out,
            "<div class=\"upto\"><b>up to {} <small>%</small></b><p>after the mend, with a card where a picture is missing</p></div>",
            mended.percent()
        )?;
    }
    let first = audit.things.len().min(FIRST_JOBS);
    if first > 0 {
        let minutes = audit.things[..first].iter().fold(0u32, |sum, job| sum.saturating_add(job.minutes));
        let things = if first == 1 {
            "the first thing".to_owned()
        } else {
            format!("the first {} things", words::in_words(first))
        };
        write!(
            out,
            "<div><b>about {}</b><p>for {things} to do, an estimate</p></div>",
            text(&words::minutes(minutes)).to_string().replace(" min", " <small>min</small>")
        )?;
    }
    writeln!(out, "</div>")?;
    let share = |score: Score| if score.of == 0 { 0.0 } else { score.right as f64 * 1000.0 / score.of as f64 };
    writeln!(
        out,
        "<svg class=\"score\" viewBox=\"0 0 1000 10\" preserveAspectRatio=\"none\" role=\"img\" aria-label=\"{} per cent \
         today, up to {} per cent after the mend\"><rect class=\"upto\" width=\"{:.1}\" height=\"10\"/>\
         <rect class=\"sure\" width=\"{:.1}\" height=\"10\"/></svg>",
        today.percent(),
        mended.percent(),
        share(mended),
        share(today)
    )?;
    let unseen = match today.unchecked {
        0 => String::new(),
        n => format!(" Of {} more the picture was not looked at.", words::thousands(n)),
    };
    let reach = Reach::of(&audit.summary, When::Today);
    let most = if reach.mixed { " “On a network” means on at least half of the pages." } else { "" };
    writeln!(
        out,
        "<details class=\"formula\"><summary>how counted</summary><p>{} of {} pairs show the right title, whole or cut, \
         and a picture; {} after the mend.{unseen} Pairs are {} × {}.{most}</p></details>",
        words::thousands(today.right),
        words::thousands(today.of),
        words::thousands(mended.right),
        words::count(u64::from(audit.summary.pages), "page"),
        words::count(audit.summary.networks.len() as u64, "network"),
    )
}

/// Each network in one line: its pages by verdict.
fn strip(audit: &Audit, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "<div class=\"networks\"><ul class=\"strip\">")?;
    for network in &audit.summary.networks {
        let name = words::network_name(&network.network);
        let id = &network.network;
        let sign = format!("<svg class=\"sign\" aria-hidden=\"true\"><use href=\"#sign-{id}\"/></svg>");
        write!(out, "<li data-network=\"{id}\"><span>{sign}{}</span>", text(&name))?;
        for when in [When::Today, When::Mended] {
            bar(network, when, audit.summary.pages, &name, out)?;
        }
        for (when, class) in [(When::Today, "today-only"), (When::Mended, "mended-only")] {
            let [right, cut, unchecked, ..] = verdicts(network, when).map(u64::from);
            let share = Score { right: right + cut, unchecked, of: u64::from(audit.summary.pages) };
            write!(out, "<span class=\"num {class}\">{} %</span>", share.percent())?;
        }
        writeln!(out, "</li>")?;
    }
    writeln!(out, "</ul>\n<ul class=\"key\" aria-hidden=\"true\">")?;
    for verdict in VERDICTS {
        writeln!(out, "<li><i class=\"v-{}\"></i>{}</li>", class_of(verdict), verdict_in_words(verdict))?;
    }
    writeln!(out, "</ul></div>")
}

fn bar(network: &NetworkSummary, when: When, pages: u32, name: &str, out: &mut dyn Write) -> io::Result<()> {
    let counts = verdicts(network, when);
    let (class, said) = match when {
        When::Today => ("today-only", "today"),
        When::Mended => ("mended-only", "after the mend"),
    };
    let parts: Vec<String> = VERDICTS
        .iter()
        .zip(counts)
        .filter(|(_, count)| *count > 0)
        .map(|(verdict, count)| format!("{} {}", words::thousands(count.into()), verdict_in_words(*verdict)))
        .collect();
    write!(
        out,
        "<svg class=\"{class}\" viewBox=\"0 0 1000 8\" preserveAspectRatio=\"none\" role=\"img\" aria-label=\"{} {said}: {}\">",
        text(name),
        text(&words::list(&parts))
    )?;
    let mut from = 0.0;
    for (verdict, count) in VERDICTS.into_iter().zip(counts) {
        let wide = f64::from(count) * 1000.0 / f64::from(pages.max(1));
        if count > 0 {
            let class = class_of(verdict);
            write!(out, "<rect class=\"v-{class}\" x=\"{from:.1}\" width=\"{wide:.1}\" height=\"8\"/>")?;
        }
        from += wide;
    }
    write!(out, "</svg>")
}

/// The verdict's id, as styles call it.
fn class_of(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Right => "right",
        Verdict::Cut => "cut",
        Verdict::Unchecked => "unchecked",
        Verdict::NoPicture => "no_picture",
        Verdict::WrongTitle => "wrong_title",
        Verdict::Nothing => "nothing",
    }
}

/// The start page as a message; the script draws it.
fn message(out: &mut dyn Write) -> io::Result<()> {
    writeln!(
        out,
        "<figure class=\"start js\"><div class=\"bar\">\
         <select id=\"start-network\" aria-label=\"Network\"></select>\
         <span class=\"switch\" role=\"group\" aria-label=\"Which preview\">\
         <button type=\"button\" value=\"today\" aria-pressed=\"true\">today</button>\
         <button type=\"button\" value=\"mended\" aria-pressed=\"false\">mended</button></span></div>\
         <div class=\"screen\" id=\"start-screen\"></div>\
         <figcaption>Your start page, as a customer sends it to a friend. <span id=\"start-verdict\"></span></figcaption>\
         <div class=\"actions\"><button type=\"button\" class=\"quiet\" id=\"start-open\">See it on every network</button></div>\
         </figure>"
    )
}
