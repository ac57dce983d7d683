//! Tidy: what the compiler cannot see. Each check is a small pure function from the files to what is wrong.
//!
//! A new check is a file beside this one, a line in [`CHECKS`] and a test with a bad example.

mod docs;
mod imports;
mod links;
mod locks;
mod networks;
mod rules;
mod sizes;
mod tree;
mod words;

pub(crate) use tree::{File, Tree};

use crate::{Checkout, Verdict};

/// Something that is not as it should be.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Fault {
    path: String,
    /// From 1; 0 for the file as a whole.
    line: usize,
    says: String,
}

impl Fault {
    fn of(path: &str, says: impl Into<String>) -> Self {
        Self { path: path.to_owned(), line: 0, says: says.into() }
    }

    fn at(path: &str, line: usize, says: impl Into<String>) -> Self {
        Self { path: path.to_owned(), line, says: says.into() }
    }
}

impl std::fmt::Display for Fault {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.line {
            0 => write!(out, "{}: {}", self.path, self.says),
            line => write!(out, "{}:{line}: {}", self.path, self.says),
        }
    }
}

/// One check.
pub(crate) struct Check {
    name: &'static str,
    look: fn(&Tree) -> Vec<Fault>,
}

/// Every check.
pub(crate) const CHECKS: &[Check] = &[
    Check { name: "who uses whom", look: imports::look },
    Check { name: "list of networks", look: networks::look },
    Check { name: "list of rules", look: rules::look },
    Check { name: "sentences of rules", look: rules::sentences },
    Check { name: "sizes of files", look: sizes::look },
    Check { name: "banned words", look: words::look },
    Check { name: "opening of crates", look: docs::openings },
    Check { name: "changelog", look: docs::changelog },
    Check { name: "links in documents", look: links::look },
    Check { name: "lock files", look: locks::look },
];

/// `cargo xtask tidy`
pub(crate) fn tidy(checkout: &Checkout, _: &[String]) -> Verdict {
    let faults = faults(&Tree::read(&checkout.root)?);
    for (check, fault) in &faults {
        println!("{fault}  [{check}]");
    }
    match faults.len() {
        0 => println!("tidy: {} checks, nothing to mend", CHECKS.len()),
        n => println!("tidy: {n} to mend"),
    }
    Ok(faults.is_empty())
}

/// Everything that the checks see, in the order of the files.
pub(crate) fn faults(tree: &Tree) -> Vec<(&'static str, Fault)> {
    CHECKS
        .iter()
        .flat_map(|check| {
            let mut faults = (check.look)(tree);
            faults.sort();
            faults.into_iter().map(|fault| (check.name, fault))
        })
        .collect()
}
