//! Lock files: what is pinned, without the addresses from which one machine happened to fetch it.

use super::{Fault, Tree};

/// What cargo writes for the common registry, whatever mirror stands in for it.
const COMMON: &str = "registry+https://github.com/rust-lang/crates.io-index";

pub(super) fn look(tree: &Tree) -> Vec<Fault> {
    let mut faults = Vec::new();
    for file in &tree.files {
        let name = file.path.rsplit('/').next().unwrap_or_default();
        for (line, text) in file.lines() {
            let text = text.trim();
            let bad = match name {
                "Cargo.lock" => text.starts_with("source = ") && !text.contains(COMMON),
                "package-lock.json" => text.starts_with("\"resolved\""),
                "requirements.txt" => text.starts_with('-') || text.contains("://"),
                _ => false,
            };
            if bad {
                faults.push(Fault::at(&file.path, line, "a lock file names no address that it was fetched from"));
            }
        }
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lock_file_with_the_address_of_a_mirror_is_named() {
        let tree = Tree::of(&[
            ("Cargo.lock", &format!("source = \"{COMMON}\"\nsource = \"registry+https://mirror.example/index\"\n")),
            ("console/app/package-lock.json", "{\n\"resolved\": \"https://mirror.example/a.tgz\"\n}"),
            ("xtask/peers/requirements.txt", "trafilatura==2.3.1\n--index-url https://mirror.example\n"),
        ]);
        let found: Vec<(String, usize)> = look(&tree).into_iter().map(|fault| (fault.path, fault.line)).collect();
        assert_eq!(
            found,
            [
                ("Cargo.lock".to_owned(), 2),
                ("console/app/package-lock.json".to_owned(), 2),
                ("xtask/peers/requirements.txt".to_owned(), 2)
            ]
        );
    }
}
