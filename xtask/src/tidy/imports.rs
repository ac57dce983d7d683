//! Who may use whom: the one table, held against every Cargo.toml.

use super::{Fault, Tree};

/// A crate, and the crates of this workspace that it may use. ARCHITECTURE.md says why.
const MAY_USE: &[(&str, &[&str])] = &[
    (
        "tidings",
        &[
            "web", "advise", "optimize", "market", "measure", "people", "ledger", "store", "pages", "networks",
            "console", "sandbox", "domain",
        ],
    ),
    (
        "web",
        &[
            "advise", "optimize", "market", "measure", "people", "ledger", "store", "pages", "networks", "console",
            "domain",
        ],
    ),
    ("advise", &["optimize", "market", "measure", "people", "ledger", "store", "pages", "networks", "domain"]),
    ("optimize", PILLAR),
    ("market", PILLAR),
    ("measure", PILLAR),
    ("ledger", &["store", "domain"]),
    ("people", &["store", "domain"]),
    ("store", &["domain"]),
    ("pages", &["domain"]),
    ("networks", &["domain"]),
    ("sandbox", &["domain"]),
    ("domain", &[]),
    ("console", &[]),
    ("xtask", &[]),
];

/// The pillars never use each other.
const PILLAR: &[&str] = &["people", "ledger", "store", "pages", "networks", "domain"];

/// What tests may use beyond the table. Every crate's tests may use the sandbox, for it imitates the outside.
const TESTS_MAY_USE: &[(&str, &[&str])] = &[
    // A preview's case is a page of HTML.
    ("networks", &["pages", "sandbox"]),
    // With its feature `test-bed`.
    ("store", &["store", "sandbox"]),
    ("domain", &[]),
    ("sandbox", &[]),
    ("xtask", &[]),
];

pub(super) fn look(tree: &Tree) -> Vec<Fault> {
    let manifests = || tree.files.iter().filter(|file| is_manifest(&file.path));
    let mut faults = Vec::new();
    for file in manifests() {
        let name = file.path.trim_end_matches("/Cargo.toml").rsplit('/').next().unwrap_or_default();
        let Some((_, allowed)) = MAY_USE.iter().find(|(crate_name, _)| *crate_name == name) else {
            faults.push(Fault::of(&file.path, format!("`{name}` is not in the table of xtask/src/tidy/imports.rs")));
            continue;
        };
        let in_tests =
            TESTS_MAY_USE.iter().find(|(crate_name, _)| *crate_name == name).map_or(&["sandbox"][..], |t| t.1);
        let mut section = "";
        for (line, text) in file.lines() {
            let text = text.trim();
            if text.starts_with('[') {
                section = text.trim_matches(['[', ']']);
                continue;
            }
            let used = text.split([' ', '.', '=']).next().unwrap_or_default();
            if !MAY_USE.iter().any(|(crate_name, _)| *crate_name == used) || allowed.contains(&used) {
                continue;
            }
            let tests = section.ends_with("dev-dependencies");
            if section.ends_with("dependencies") && !(tests && in_tests.contains(&used)) {
                let who = if tests { format!("tests of `{name}`") } else { format!("`{name}`") };
                faults.push(Fault::at(&file.path, line, format!("{who} may not use `{used}`: see ARCHITECTURE.md")));
            }
        }
    }
    faults
}

/// `crates/NAME/Cargo.toml` and xtask's own; not the fuzz targets, which may use what they throw bytes at.
fn is_manifest(path: &str) -> bool {
    path == "xtask/Cargo.toml" || (path.starts_with("crates/") && path.ends_with("/Cargo.toml"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pillar_that_uses_another_is_named() {
        let tree = Tree::of(&[(
            "crates/measure/Cargo.toml",
            "[package]\nname = \"measure\"\n[dependencies]\ndomain.workspace = true\nmarket = { workspace = true }\n",
        )]);
        assert_eq!(
            look(&tree),
            [Fault::at("crates/measure/Cargo.toml", 5, "`measure` may not use `market`: see ARCHITECTURE.md")]
        );
    }

    #[test]
    fn the_sandbox_is_for_tests_alone() {
        let tree = Tree::of(&[
            ("crates/pages/Cargo.toml", "[dependencies]\nsandbox.workspace = true\n"),
            ("crates/networks/Cargo.toml", "[dev-dependencies]\nsandbox.workspace = true\npages.workspace = true\n"),
        ]);
        assert_eq!(look(&tree).len(), 1);
    }

    #[test]
    fn xtask_uses_nothing_and_a_crate_outside_the_table_is_named() {
        let tree = Tree::of(&[
            ("xtask/Cargo.toml", "[dependencies]\nanyhow.workspace = true\ndomain.workspace = true\n"),
            ("crates/common/Cargo.toml", "[dependencies]\n"),
        ]);
        assert_eq!(look(&tree).len(), 2);
    }
}
