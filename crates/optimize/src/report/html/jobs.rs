//! Things to do: the few that settle most, each with its minutes, its steps and a text to send.

use std::io::{self, Write};

use super::markup::{href, text};
use crate::audit::{Audit, Job, Needs, RULES};
use crate::report::summary::{self, FIRST_JOBS};
use crate::report::{letter, words};

pub(super) fn write(audit: &Audit, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "<section class=\"section\" id=\"to-do\">")?;
    if audit.things.is_empty() {
        writeln!(
            out,
            "<h2>Nothing to mend</h2><p class=\"clear\">Every check that could be made found your links as they should be.</p>"
        )?;
        return writeln!(out, "</section>");
    }
    let first = audit.things.len().min(FIRST_JOBS);
    let things =
        if first == 1 { "One thing".to_owned() } else { format!("{} things", words::capital(&words::in_words(first))) };
    let settle = summary::they_settle(&audit.summary, &audit.things).unwrap_or_default();
    writeln!(out, "<h2>{things} to do</h2><p class=\"soft small\">{settle}</p>\n<ol class=\"todo\">")?;
    for (at, job) in audit.things[..first].iter().enumerate() {
        one(audit, job, at + 1, out)?;
    }
    writeln!(out, "</ol>")?;
    if audit.things.len() > first {
        let more = audit.things.len() - first;
        let smaller = words::count(more as u64, "smaller thing");
        writeln!(out, "<details class=\"rest\"><summary>Then {smaller}</summary><ol class=\"todo\">")?;
        for (at, job) in audit.things.iter().enumerate().skip(first) {
            one(audit, job, at + 1, out)?;
        }
        writeln!(out, "</ol></details>")?;
    }
    writeln!(out, "</section>")
}

fn one(audit: &Audit, job: &Job, number: usize, out: &mut dyn Write) -> io::Result<()> {
    let severity = job.severity.in_words();
    writeln!(
        out,
        "<li><span class=\"n\" aria-hidden=\"true\">{number}</span><div><h3>{}</h3>\
         <p class=\"meta\"><span class=\"badge {severity}\">{severity}</span> {} · {} · {}</p></div>\
         <span class=\"min\">{}</span>\
         <button type=\"button\" class=\"toggle js\" data-toggles=\"job-{number}\">Show me<span class=\"visually-hidden\"> how: {}</span></button>",
        text(&job.says),
        words::count(u64::from(job.pages), "page"),
        text(&words::networks_in_words(&job.networks)),
        text(job.mend.in_words()),
        words::estimate(job.minutes),
        text(&job.says),
    )?;
    writeln!(out, "<div class=\"more\" id=\"job-{number}\"><p>{}</p>", text(&job.technical))?;
    if !job.how.is_empty() {
        writeln!(out, "<ol class=\"steps\">")?;
        for step in &job.how {
            writeln!(out, "<li>{}</li>", text(step))?;
        }
        writeln!(out, "</ol>")?;
    }
    for note in &job.notes {
        writeln!(out, "<p class=\"soft small\">{}</p>", text(note))?;
    }
    writeln!(out, "<dl class=\"detail\"><dt>seen</dt><dd><code>{}</code></dd>", text(&job.evidence))?;
    writeln!(out, "<dt>in common</dt><dd>{}</dd><dt>for example</dt><dd>", text(&job.cause))?;
    for example in &job.examples {
        let link = href(example);
        writeln!(out, "<a href=\"{link}\" target=\"_blank\" rel=\"noopener noreferrer\">{}</a><br>", text(example))?;
    }
    writeln!(out, "</dd><dt>rule</dt><dd>{}</dd></dl>", text(&job.rules.join(", ")))?;
    let copy = if is_for_the_host(job) { "Copy text for your host" } else { "Copy as text" };
    writeln!(
        out,
        "<div class=\"actions js\"><button type=\"button\" data-rules=\"{}\">Show the pages</button>\
         <button type=\"button\" data-copies=\"letter-{number}\">{copy}</button></div>\
         <pre hidden id=\"letter-{number}\">{}</pre></div></li>",
        text(&job.rules.join(" ")),
        text(&letter::letter(audit, job))
    )
}

/// Whether somebody must change the server for it.
fn is_for_the_host(job: &Job) -> bool {
    RULES.iter().any(|rule| rule.id == job.rule && matches!(rule.needs, Needs::Agents | Needs::Http))
}
