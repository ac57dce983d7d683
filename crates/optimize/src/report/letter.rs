//! A thing to do as a letter to whoever mends it.

use super::{summary, words};
use crate::audit::{Audit, Job, Needs, RULES};
use crate::crawl;

/// The job as a text to send to whoever mends it.
pub(super) fn letter(audit: &Audit, job: &Job) -> String {
    let about_agents = RULES.iter().any(|rule| rule.id == job.rule && rule.needs == Needs::Agents);
    if let Some(letter) = about_agents.then(|| crawl::web::letter(&audit.seen.seen_by)).flatten() {
        return letter;
    }
    let mut lines = vec![
        format!("Links to {} do not look right when people share them.", summary::subject(audit)),
        String::new(),
        format!("What people see: {}", job.says),
        format!("Where: {} ({})", words::networks_in_words(&job.networks), words::count(u64::from(job.pages), "page")),
        format!("Why: {}", job.technical),
        format!("Seen: {}", job.evidence),
    ];
    if !job.examples.is_empty() {
        lines.push("For example:".to_owned());
        lines.extend(job.examples.iter().map(|example| format!("  {example}")));
    }
    if !job.how.is_empty() {
        lines.push(String::new());
        lines.push("What mends it:".to_owned());
        lines.extend(job.how.iter().enumerate().map(|(at, step)| format!("  {}. {step}", at + 1)));
        lines.extend(job.notes.iter().map(|note| format!("  {note}")));
    }
    lines.push(String::new());
    lines.push(format!("Read on {}.", audit.started.strftime("%-d %B %Y")));
    lines.join("\n")
}
