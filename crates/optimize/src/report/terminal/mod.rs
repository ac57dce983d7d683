//! Text for a terminal: the start page as networks draw it, within seconds; and at the end what is to be done.

mod card;
mod ink;

use std::io::{self, Write};

use domain::NetworkId;
use networks::{Preview, Verdict, id, previewing};

use super::summary::{self, FIRST_JOBS};
use super::{Options, words, worst};
use crate::audit::{Audit, Job, Judged, Severity};
use card::{address, card};
use ink::{Ink, Line, clip, wrap};

/// The networks on which a newcomer sees his page first: where most people get links from most people.
const FIRST: [NetworkId; 2] = [id::WHATSAPP, id::FACEBOOK];

/// Below this many columns the two states of a preview stand under each other.
const NARROW: usize = 64;
/// From here on two networks stand beside each other.
const BROAD: usize = 124;

/// The first thing that a newcomer sees: the start page as networks draw it, today and after the mend, and the
/// gravest fault in one sentence. `written`: what Tidings could write is in the page by now.
pub fn start_page(judged: &Judged, written: bool, options: &Options<'_>, out: &mut dyn Write) -> io::Result<()> {
    let width = usize::from(options.width).clamp(30, 160);
    let when = if written { "will see it now" } else { "see it" };
    writeln!(out)?;
    for line in wrap(&format!("{}, as others {when} when it is shared:", address(&judged.page.url)), width - 4, 2) {
        Line::of(Ink::Plain, "  ").and(Ink::Strong, line).write(options.colour, out)?;
    }
    writeln!(out)?;
    let shown = first_networks(judged);
    let columns = if width >= BROAD { 2 } else { 1 };
    for networks in shown.chunks(columns) {
        let blocks: Vec<Vec<Line>> =
            networks.iter().map(|shown| pair(shown, written, judged, width / columns, options)).collect();
        for line in beside(blocks, width / columns) {
            Line::of(Ink::Plain, "  ").then(line).write(options.colour, out)?;
        }
        writeln!(out)?;
    }
    let sentence = match worst(&judged.findings) {
        None => Line::of(Ink::Good, "✓ ").and(Ink::Strong, "Nothing to mend on this page."),
        Some(finding) => {
            let (ink, sign) = sign_of(finding.severity);
            Line::of(ink, format!("{sign} {}: ", finding.severity.in_words())).and(Ink::Strong, finding.says())
        }
    };
    write_wrapped(&sentence, width, options.colour, out)?;
    if let Some(finding) = worst(&judged.findings) {
        for line in wrap(&finding.evidence, width - 6, 2) {
            Line::of(Ink::Plain, "    ").and(Ink::Soft, line).write(options.colour, out)?;
        }
    }
    writeln!(out)
}

/// A network with what it draws today and would draw after the mend.
struct Shown<'a> {
    name: &'static str,
    today: &'a Preview,
    mended: &'a Preview,
}

fn first_networks(judged: &Judged) -> Vec<Shown<'_>> {
    let all = previewing().iter().zip(judged.today.iter().zip(&judged.mended));
    let shown =
        |(network, (today, mended)): (&&networks::Network, (_, _))| Shown { name: network.about.name, today, mended };
    let mut first: Vec<Shown<'_>> =
        FIRST.iter().filter_map(|id| all.clone().find(|(network, _)| network.id == *id)).map(shown).collect();
    if first.is_empty() {
        first = all.take(FIRST.len()).map(shown).collect();
    }
    first
}

/// Today and after the mend: beside each other, or under each other where there is no room.
fn pair(shown: &Shown<'_>, written: bool, judged: &Judged, width: usize, options: &Options<'_>) -> Vec<Line> {
    let url = &judged.page.url;
    let (now, later) = if written { ("now", "at its best") } else { ("today", "after the mend") };
    let narrow = width < NARROW - 2;
    let wide = if narrow { (width - 4).min(44) } else { ((width - 10) / 2).min(44) };
    let head = |when: &str, preview: &Preview| {
        Line::of(Ink::Strong, shown.name).and(Ink::Soft, format!(" {when}  ")).then(verdict(preview.verdict))
    };
    // One drawing alone has the whole line for its head.
    let room = if narrow || shown.today == shown.mended { width - 4 } else { wide };
    let draw = |when: &str, preview: &Preview| {
        let mut lines = head(when, preview).wrapped(room);
        lines.extend(card(preview, url, wide, options));
        lines
    };
    if shown.today == shown.mended {
        return draw(&format!("{now}, and {later}"), shown.today);
    }
    let (today, mended) = (draw(now, shown.today), draw(later, shown.mended));
    if narrow {
        return today.into_iter().chain(mended).collect();
    }
    let arrow = today.len().min(mended.len()) / 2;
    let rows = today.len().max(mended.len());
    let (mut today, mut mended) = (today.into_iter(), mended.into_iter());
    (0..rows)
        .map(|row| {
            let between = if row == arrow { "  →  " } else { "     " };
            let left = today.next().unwrap_or_default().padded(wide);
            left.and(Ink::Soft, between).then(mended.next().unwrap_or_default())
        })
        .collect()
}

fn beside(blocks: Vec<Vec<Line>>, width: usize) -> Vec<Line> {
    let rows = blocks.iter().map(Vec::len).max().unwrap_or(0);
    let mut blocks: Vec<_> = blocks.into_iter().map(Vec::into_iter).collect();
    (0..rows)
        .map(|_| {
            let row = blocks.iter_mut().map(|block| block.next().unwrap_or_default().padded(width));
            row.fold(Line::default(), Line::then)
        })
        .collect()
}

fn verdict(verdict: Verdict) -> Line {
    let (ink, sign) = match verdict {
        Verdict::Right => (Ink::Good, "✓"),
        Verdict::Cut => (Ink::Warn, "~"),
        Verdict::Unchecked => (Ink::Soft, "?"),
        Verdict::NoPicture | Verdict::WrongTitle | Verdict::Nothing => (Ink::Bad, "✗"),
    };
    Line::of(ink, format!("{sign} {}", summary::verdict_in_words(verdict)))
}

fn sign_of(severity: Severity) -> (Ink, &'static str) {
    match severity {
        Severity::Error => (Ink::Bad, "✗"),
        Severity::Warning => (Ink::Warn, "!"),
        Severity::Note => (Ink::Soft, "·"),
    }
}

/// Jobs in a table; more are only counted.
const JOBS: usize = 12;

/// What is to be done, then the sums. The last lines are the ones that stay on the screen.
pub(super) fn write(audit: &Audit, options: &Options<'_>, out: &mut dyn Write) -> io::Result<()> {
    let width = usize::from(options.width).clamp(30, 140);
    writeln!(out)?;
    if !audit.things.is_empty() {
        jobs(audit, width, options.colour, out)?;
    }
    for (why, needs) in summary::not_checked(audit) {
        let line = Line::of(Ink::Soft, format!("Not checked: {needs} ({why})"));
        write_wrapped(&line, width, options.colour, out)?;
    }
    if !audit.unread.is_empty() && audit.summary.pages > 0 {
        let (url, why) = &audit.unread[0];
        let said =
            format!("{} could not be read, such as {url}: {why}", words::count(audit.unread.len() as u64, "address"));
        write_wrapped(&Line::of(Ink::Warn, "! ").and(Ink::Plain, said), width, options.colour, out)?;
    }
    if !audit.seen.unseen.is_empty() || !audit.unread.is_empty() {
        writeln!(out)?;
    }
    write_wrapped(&Line::of(Ink::Strong, summary::colophon(audit)), width, options.colour, out)?;
    write_wrapped(&Line::of(Ink::Plain, summary::headline(audit)), width, options.colour, out)?;
    if audit.summary.pages > 0 {
        write_wrapped(&last_line(audit), width, options.colour, out)?;
    }
    writeln!(out)
}

/// `3 things to do settle 1,180 of 1,316 findings: 1, 2 and 3 above, in about 16 min.`
fn last_line(audit: &Audit) -> Line {
    let Some(settles) = summary::settles(&audit.summary, &audit.things) else {
        return match summary::findings_in_words(&audit.summary) {
            None => Line::of(Ink::Good, "✓ ").and(Ink::Strong, "Nothing to mend."),
            Some(findings) => Line::of(Ink::Strong, findings),
        };
    };
    let first = audit.things.len().min(FIRST_JOBS);
    let minutes: u32 = audit.things[..first].iter().fold(0, |sum, job| sum.saturating_add(job.minutes));
    let numbers: Vec<String> = (1..=first).map(|n| n.to_string()).collect();
    let rest = format!(": {} above, in about {}.", words::list(&numbers), words::minutes(minutes));
    Line::of(Ink::Strong, settles).and(Ink::Plain, rest)
}

fn jobs(audit: &Audit, width: usize, colour: bool, out: &mut dyn Write) -> io::Result<()> {
    let roomy = width >= 80;
    let (pages, networks, minutes) = (8, if roomy { 28 } else { 0 }, 12);
    let what = width - 5 - pages - minutes - if roomy { networks + 2 } else { 0 };
    let row = |number: Line, text: Line, pages_cell: &str, networks_cell: &str, minutes_cell: &str, ink: Ink| {
        let mut line = number.padded(5).then(text.padded(what)).and(ink, format!("{pages_cell:>pages$}"));
        if roomy {
            line = line.and(ink, "  ").then(Line::of(ink, clip(networks_cell, networks)).padded(networks));
        }
        line.and(ink, format!("{minutes_cell:>minutes$}"))
    };
    let head = Line::of(Ink::Soft, "to do");
    row(Line::default(), head, "pages", "networks", "estimate", Ink::Soft).write(colour, out)?;
    for (number, job) in audit.things.iter().take(JOBS).enumerate() {
        let (ink, sign) = sign_of(job.severity);
        let mut says = wrap(&job.says, what - 1, 3).into_iter();
        let number = Line::of(Ink::Strong, format!("{:>2}", number + 1)).and(ink, format!(" {sign} "));
        let networks = words::networks_in_words(&job.networks);
        let first = Line::of(Ink::Strong, says.next().unwrap_or_default());
        let pages = words::thousands(job.pages.into());
        row(number, first, &pages, &networks, &words::minutes(job.minutes), Ink::Plain).write(colour, out)?;
        for line in says {
            Line::of(Ink::Plain, "     ").and(Ink::Strong, line).write(colour, out)?;
        }
        for line in wrap(&how(job, &networks, roomy), width - 6, 2) {
            Line::of(Ink::Plain, "     ").and(Ink::Soft, line).write(colour, out)?;
        }
    }
    let more = audit.things.len().saturating_sub(JOBS);
    if more > 0 {
        let said = format!("and {}: --format html lists all of them", words::count(more as u64, "more thing"));
        write_wrapped(&Line::of(Ink::Soft, said), width, colour, out)?;
    }
    writeln!(out)
}

/// The first step of the mend, with the networks where the table has no column for them.
fn how(job: &Job, networks: &str, roomy: bool) -> String {
    let step = job.how.first().unwrap_or(&job.technical);
    if roomy { step.clone() } else { format!("{networks} · {step}") }
}

/// A line of pieces over as many lines as it takes; pieces keep their ink.
fn write_wrapped(line: &Line, width: usize, colour: bool, out: &mut dyn Write) -> io::Result<()> {
    for line in line.wrapped(width.saturating_sub(2)) {
        Line::of(Ink::Plain, "  ").then(line).write(colour, out)?;
    }
    Ok(())
}
