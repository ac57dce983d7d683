//! Documents that must be there, in their place.

use super::{Fault, Tree};

/// Each crate opens by saying what it is.
pub(super) fn openings(tree: &Tree) -> Vec<Fault> {
    tree.ending("rs")
        .filter(|(path, _)| path.ends_with("/src/lib.rs") || path.ends_with("/src/main.rs"))
        .filter(|(_, text)| text.lines().take_while(|line| line.starts_with("//!")).count() < 2)
        .map(|(path, _)| Fault::of(path, "opens with `//!`: what it is, what it never does, where to start reading"))
        .collect()
}

/// What changed since the last release has a place.
pub(super) fn changelog(tree: &Tree) -> Vec<Fault> {
    let Some(text) = tree.text("CHANGELOG.md") else {
        return vec![Fault::of("CHANGELOG.md", "is missing")];
    };
    let mut sections = text.lines().filter_map(|line| line.strip_prefix("## "));
    match sections.next() {
        Some(first) if first.trim_matches(['[', ']']) == "Unreleased" => Vec::new(),
        _ => vec![Fault::of("CHANGELOG.md", "its first section is `## Unreleased`")],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_crate_that_opens_with_code_is_named() {
        let tree = Tree::of(&[
            ("crates/pages/src/lib.rs", "//! Pages.\n//!\n//! No I/O.\npub mod read;\n"),
            ("crates/store/src/lib.rs", "pub mod queue;\n"),
            ("crates/sandbox/src/lib.rs", "//! x\n"),
        ]);
        let paths: Vec<String> = openings(&tree).into_iter().map(|fault| fault.path).collect();
        assert_eq!(paths, ["crates/store/src/lib.rs", "crates/sandbox/src/lib.rs"]);
    }

    #[test]
    fn a_changelog_without_a_place_for_the_next_release_is_named() {
        assert_eq!(changelog(&Tree::of(&[("CHANGELOG.md", "# Changes\n\n## Unreleased\n\n- Audit\n")])), []);
        assert_eq!(changelog(&Tree::of(&[("CHANGELOG.md", "# Changes\n\n## 0.1.0\n")])).len(), 1);
        assert_eq!(changelog(&Tree::of(&[])).len(), 1);
    }
}
