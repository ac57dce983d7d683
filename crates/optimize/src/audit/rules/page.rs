//! The rules as text: one for the terminal, all of them as a page of the documentation.

use std::fmt::Write;

use super::RULES;
use crate::audit::{Effort, Needs, Rule, Severity, networks_in_words};

/// Where a part of the page begins: the first rule of it, in the order of [`RULES`], and its heading.
const PARTS: [(&str, &str); 9] = [
    ("og-title-missing", "Tags that should be there"),
    ("tags-outside-head", "Where the tags stand"),
    ("og-written-as-name", "How the tags are written"),
    ("og-image-relative", "Addresses"),
    ("title-over-70-characters", "Texts"),
    ("image-unreachable", "The picture"),
    ("page-blocks-preview-agent", "Preview agents and the server"),
    ("fediverse-creator-missing", "Authors, structured data, details"),
    ("share-button-dead-network", "Share buttons"),
];

/// One rule with its source, some ten lines.
pub fn describe(rule: &Rule) -> String {
    let source = &rule.source;
    let effort = match rule.effort {
        Effort::Once(minutes) => format!("about {minutes} minutes, once for all pages with the same cause"),
        Effort::EachPage(minutes) => format!("about {minutes} minutes a page"),
    };
    [
        rule.says_of(rule.hurts),
        String::new(),
        rule.technical.to_owned(),
        String::new(),
        format!("id         {}", rule.id),
        format!("severity   {}", rule.severity.in_words()),
        format!("hurts      {}", networks_in_words(rule.hurts)),
        format!("looks at   {}", rule.needs.in_words()),
        format!("mend       {}", rule.mend.in_words()),
        format!("effort     {effort}"),
        format!("based on   {} ({}), read {}", source.source, source.grade.in_words(), source.read),
        String::new(),
    ]
    .join("\n")
}

/// The page `docs/rules.md`.
pub fn rules_page() -> String {
    let mut page = String::from(
        "<!-- Written from the list of rules; a test holds it to that. UPDATE_DOCS=1 cargo test -p optimize --test rules writes it anew. -->\n\
         \n\
         # The rules\n\
         \n\
         Each rule says first what a person sees, then what stands behind it, and where that is known from. A rule whose\n\
         source contradicts another says so in its source file. What could not be looked at is *not checked*, never passed:\n\
         a folder has no server, and pictures, preview agents and scripts are looked at only where they were asked for.\n\
         How to add one: [adding-a-rule.md](adding-a-rule.md).\n\n",
    );
    let count = |severity| RULES.iter().filter(|rule| rule.severity == severity).count();
    let (errors, warnings, notes) = (count(Severity::Error), count(Severity::Warning), count(Severity::Note));
    // Writing to a String cannot fail.
    let _ = writeln!(page, "{} rules: {errors} errors, {warnings} warnings, {notes} notes.\n", RULES.len());
    let _ = writeln!(page, "| looks at | rules |\n| --- | ---: |");
    for needs in [Needs::Bytes, Needs::Http, Needs::Images, Needs::Agents, Needs::Site, Needs::Render, Needs::History] {
        let rules = RULES.iter().filter(|rule| rule.needs == needs).count();
        let _ = writeln!(page, "| {} | {rules} |", needs.in_words());
    }
    for rule in RULES {
        if let Some((_, heading)) = PARTS.iter().find(|(first, _)| *first == rule.id) {
            let _ = writeln!(page, "\n## {heading}");
        }
        let source = &rule.source;
        let _ = write!(
            page,
            "\n### `{}`\n\n{}.\n\n{}\n\n{} · {} · looks at {} · {}\n\nBased on {} ({}), read {}.\n",
            rule.id,
            rule.says_of(rule.hurts).replace('&', "&amp;"),
            in_code(rule.technical),
            rule.severity.in_words(),
            networks_in_words(rule.hurts),
            rule.needs.in_words(),
            rule.mend.in_words(),
            linked(source.source),
            source.grade.in_words(),
            source.read,
        );
    }
    page
}

/// `text` with the names of tags set as code, so that their asterisks and colons mean nothing.
fn in_code(text: &str) -> String {
    let word = |word: &str| {
        let bare = word.trim_end_matches([',', '.', ';', ')']);
        let is_name = bare.contains([':', '=', '*', '_']) && !bare.ends_with(':');
        if is_name { format!("`{bare}`{}", &word[bare.len()..]) } else { word.to_owned() }
    };
    text.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

fn linked(source: &str) -> String {
    if source.starts_with("https://") { format!("<{source}>") } else { source.to_owned() }
}
