//! `tidings rules`: the list, or one rule with its source.

use std::io::{self, Write};

use anyhow::{Result, bail};
use optimize::audit::{RULES, Rule, networks_in_words};

use super::exit;

#[derive(clap::Args)]
pub(crate) struct Args {
    /// A rule's id, such as og-image-relative; a part of it lists the rules that contain it
    #[arg(value_name = "ID")]
    id: Option<String>,
}

pub(crate) fn run(args: &Args) -> Result<u8> {
    let mut out = io::stdout().lock();
    match args.id.as_ref().map(|id| id.to_ascii_lowercase()) {
        None => list(&mut out, RULES)?,
        Some(ref id) => match RULES.iter().find(|rule| rule.id == *id) {
            Some(rule) => explain(&mut out, rule)?,
            None => {
                let alike: Vec<&Rule> = RULES.iter().copied().filter(|rule| rule.id.contains(id.as_str())).collect();
                if alike.is_empty() {
                    bail!("no rule is called {id}: `tidings rules` lists all {}", RULES.len());
                }
                list(&mut out, &alike)?;
            }
        },
    }
    Ok(exit::CLEAN)
}

fn list(out: &mut impl Write, rules: &[&Rule]) -> io::Result<()> {
    let width = rules.iter().map(|rule| rule.id.len()).max().unwrap_or(0);
    for rule in rules {
        writeln!(out, "{:7}  {:width$}  {}", rule.severity.in_words(), rule.id, rule.says_of(rule.hurts))?;
    }
    Ok(())
}

fn explain(out: &mut impl Write, rule: &Rule) -> io::Result<()> {
    let source = &rule.source;
    writeln!(out, "{}\n", rule.says_of(rule.hurts))?;
    writeln!(out, "{}\n", rule.technical)?;
    writeln!(out, "id         {}", rule.id)?;
    writeln!(out, "severity   {}", rule.severity.in_words())?;
    writeln!(out, "hurts      {}", networks_in_words(rule.hurts))?;
    writeln!(out, "looks at   {}", rule.needs.in_words())?;
    writeln!(out, "mend       {}", rule.mend.in_words())?;
    writeln!(out, "based on   {} ({}), read {}", source.source, source.grade.in_words(), source.read)
}
