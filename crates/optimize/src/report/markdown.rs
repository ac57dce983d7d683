//! Markdown: what a consultant pastes into a ticket, a chat or a letter.

use std::io::{self, Write};

use super::summary::{self, Reach, Score, When};
use super::{Options, SEVERITIES, words};
use crate::audit::Audit;

/// Pages that are listed with their faults.
const PAGES: usize = 20;

pub(super) fn write(audit: &Audit, options: &Options<'_>, out: &mut dyn Write) -> io::Result<()> {
    let title = options.title.map_or_else(|| summary::subject(audit), str::to_owned);
    writeln!(out, "# {}\n\n**{}**\n", text(&title), text(&summary::headline(audit)))?;
    writeln!(out, "{} · {}\n", text(&summary::colophon(audit)), audit.started.strftime("%-d %B %Y"))?;
    if audit.summary.pages > 0 {
        numbers(audit, out)?;
        jobs(audit, out)?;
        networks(audit, out)?;
        pages(audit, out)?;
    }
    not_checked(audit, out)?;
    unread(audit, out)
}

fn numbers(audit: &Audit, out: &mut dyn Write) -> io::Result<()> {
    let [today, mended] = [When::Today, When::Mended].map(|when| Score::of(&audit.summary, when));
    writeln!(
        out,
        "{} % of pages × networks show the right title and a picture ({} of {}); after the mend {} %.{}\n",
        today.percent(),
        words::thousands(today.right),
        words::thousands(today.of),
        mended.percent(),
        match today.unseen_percent() {
            0 => String::new(),
            percent => format!(" Of {percent} % the picture was not looked at."),
        }
    )
}

fn jobs(audit: &Audit, out: &mut dyn Write) -> io::Result<()> {
    let Some(settles) = summary::settles(&audit.summary, &audit.things) else {
        return writeln!(out, "Nothing to mend.\n");
    };
    writeln!(out, "## Things to do\n\n{}.\n", words::capital(&settles))?;
    writeln!(out, "| | | pages | networks | estimate |\n| --: | --- | --: | --- | --: |")?;
    for (number, job) in audit.things.iter().enumerate() {
        let [pages, minutes] = [words::thousands(job.pages.into()), words::minutes(job.minutes)];
        let networks = text(&words::networks_in_words(&job.networks));
        writeln!(out, "| {} | {} | {pages} | {networks} | {minutes} |", number + 1, text(&job.says))?;
    }
    writeln!(out)?;
    for (number, job) in audit.things.iter().enumerate() {
        writeln!(out, "### {}. {}\n\n{}\n", number + 1, text(&job.says), text(&job.technical))?;
        for (step, how) in job.how.iter().enumerate() {
            writeln!(out, "{}. {}", step + 1, text(how))?;
        }
        if !job.how.is_empty() {
            writeln!(out)?;
        }
        for note in &job.notes {
            writeln!(out, "{}\n", text(note))?;
        }
        writeln!(out, "Seen: {}\n", code(&job.evidence))?;
        if let Some(example) = job.examples.first() {
            let more = job.pages.saturating_sub(1);
            let more =
                if more == 0 { String::new() } else { format!(" and {} more", words::count(more.into(), "page")) };
            writeln!(out, "On <{}>{more}. Rule `{}`.\n", example.replace(['<', '>', ' '], ""), job.rule)?;
        }
    }
    Ok(())
}

fn networks(audit: &Audit, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "## Networks\n\nPages by what they show, today → after the mend.\n")?;
    writeln!(out, "| network | right | title cut | picture not checked | no picture | wrong title | nothing |")?;
    writeln!(out, "| --- | --: | --: | --: | --: | --: | --: |")?;
    for network in &audit.summary.networks {
        write!(out, "| {} |", text(&words::network_name(&network.network)))?;
        let (today, mended) = (summary::verdicts(network, When::Today), summary::verdicts(network, When::Mended));
        for (today, mended) in today.into_iter().zip(mended) {
            match (today, mended) {
                (0, 0) => write!(out, " |")?,
                (today, mended) if today == mended => write!(out, " {today} |")?,
                (today, mended) => write!(out, " {today} → {mended} |")?,
            }
        }
        writeln!(out)?;
    }
    let reach = Reach::of(&audit.summary, When::Today);
    if reach.mixed {
        writeln!(out, "\n*On a network* means: on at least half of the pages.")?;
    }
    writeln!(out)
}

fn pages(audit: &Audit, out: &mut dyn Write) -> io::Result<()> {
    let mut listed = 0;
    let mut more = 0u64;
    let mut list = Vec::new();
    audit.each(&mut |judged| {
        if judged.findings.is_empty() {
            return Ok(());
        }
        if listed == PAGES {
            more += 1;
            return Ok(());
        }
        listed += 1;
        writeln!(list, "- <{}>", judged.page.url)?;
        for severity in SEVERITIES {
            for finding in judged.findings.iter().filter(|finding| finding.severity == severity) {
                let says = text(&finding.says());
                writeln!(list, "  - {}: {says} ({})", severity.in_words(), code(&finding.evidence))?;
            }
        }
        Ok(())
    })?;
    if listed > 0 {
        writeln!(out, "## Pages\n")?;
        out.write_all(&list)?;
        writeln!(out)?;
    }
    if more > 0 {
        writeln!(out, "… and {} with something to mend.\n", words::count(more, "more page"))?;
    }
    Ok(())
}

fn not_checked(audit: &Audit, out: &mut dyn Write) -> io::Result<()> {
    if audit.seen.unseen.is_empty() {
        return Ok(());
    }
    writeln!(out, "## Not checked\n")?;
    for (why, needs) in summary::not_checked(audit) {
        writeln!(out, "- {}: {}", text(&words::capital(&needs)), text(why))?;
    }
    writeln!(out)
}

fn unread(audit: &Audit, out: &mut dyn Write) -> io::Result<()> {
    if audit.unread.is_empty() || audit.summary.pages == 0 && audit.unread.len() == 1 {
        return Ok(());
    }
    writeln!(out, "## Not read\n")?;
    for (url, why) in audit.unread.iter().take(PAGES) {
        writeln!(out, "- {}: {}", code(url), text(why))?;
    }
    match audit.unread.len().saturating_sub(PAGES) {
        0 => writeln!(out),
        more => writeln!(out, "- … and {}\n", words::count(more as u64, "more address")),
    }
}

/// Text as text: what Markdown or HTML would read as markup is escaped, and a line stays a line.
fn text(raw: &str) -> String {
    let mut escaped = String::with_capacity(raw.len());
    for character in raw.chars() {
        match character {
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '#' | '~' => {
                escaped.push('\\');
                escaped.push(character);
            }
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '&' => escaped.push_str("&amp;"),
            '\n' | '\r' | '\t' => escaped.push(' '),
            _ => escaped.push(character),
        }
    }
    escaped
}

/// Text between backticks, more of them than the text has in a row.
fn code(raw: &str) -> String {
    let raw: String = raw.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let longest = raw.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let space = if raw.starts_with('`') || raw.ends_with('`') { " " } else { "" };
    // A pipe would end a table's cell even inside code.
    format!("{fence}{space}{}{space}{fence}", raw.replace('|', "¦"))
}
