//! Sizes of files: one that needs a table of contents is two, and nothing heavy is dragged into every clone.

use super::{Fault, Tree};

/// Lines of a Rust file.
const LINES: usize = 450;

/// Bytes of any file.
const BYTES: u64 = 300 * 1024;

/// Files that may be larger, and why.
const MAY_BE_LARGER: &[(&str, &str)] = &[
    ("Cargo.lock", "written by cargo"),
    ("docs/openapi.json", "made from the routes"),
    ("crates/console/app/src/api-schema.d.ts", "made from docs/openapi.json"),
    ("crates/tidings/site/pictures/shop.jpg", "too heavy on purpose: a fault that the demo site shows"),
];

pub(super) fn look(tree: &Tree) -> Vec<Fault> {
    let mut faults = Vec::new();
    for file in &tree.files {
        if MAY_BE_LARGER.iter().any(|(path, _)| *path == file.path) {
            continue;
        }
        let lines = file.lines().count();
        if file.extension() == "rs" && lines > LINES {
            faults.push(Fault::of(&file.path, format!("{lines} lines; at most {LINES}: split it by what it is about")));
        }
        if file.size > BYTES {
            faults.push(Fault::of(&file.path, format!("{} KB; at most {} KB", file.size / 1024, BYTES / 1024)));
        }
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_rust_file_and_a_heavy_file_are_named() {
        let tree = Tree::of(&[
            ("crates/pages/src/read.rs", &"fn a() {}\n".repeat(LINES + 1)),
            ("crates/pages/src/head.rs", &"fn a() {}\n".repeat(LINES)),
            ("docs/picture.svg", &"x".repeat(BYTES as usize + 1)),
            ("Cargo.lock", &"x".repeat(BYTES as usize + 1)),
        ]);
        let paths: Vec<String> = look(&tree).into_iter().map(|fault| fault.path).collect();
        assert_eq!(paths, ["crates/pages/src/read.rs", "docs/picture.svg"]);
    }
}
