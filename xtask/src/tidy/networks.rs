//! The list of networks: a folder and a line in `NETWORKS`, neither without the other, and the folder complete.

use super::{Fault, Tree};

const LIST: &str = "crates/networks/src/lib.rs";
const FOLDERS: &str = "crates/networks/src/";

/// Folders beside the networks that are none.
const NO_NETWORK: &[&str] = &["count", "http", "preview", "publish", "mending", "bin"];

/// What each network's folder has, beside `mod.rs`.
const COMPLETE: &[&str] = &["README.md", "icon.svg"];

pub(super) fn look(tree: &Tree) -> Vec<Fault> {
    let Some(text) = tree.text(LIST) else { return Vec::new() };
    let listed = listed(text);
    let mut folders: Vec<&str> = tree
        .files
        .iter()
        .filter_map(|file| file.path.strip_prefix(FOLDERS)?.split_once('/').map(|(folder, _)| folder))
        .filter(|folder| !NO_NETWORK.contains(folder))
        .collect();
    folders.dedup();
    let mut faults = Vec::new();
    for folder in &folders {
        let path = format!("{FOLDERS}{folder}");
        if !tree.has(&format!("{path}/mod.rs")) {
            faults.push(Fault::of(&path, "a network's folder has a mod.rs"));
        }
        if !listed.contains(folder) {
            faults.push(Fault::of(LIST, format!("the network `{folder}` has a folder, but no line in NETWORKS")));
        }
        // Whoever draws has pages that show what.
        let drawn = tree.has(&format!("{path}/preview.rs")).then_some("cases");
        for part in COMPLETE.iter().copied().chain(drawn) {
            if !tree.has(&format!("{path}/{part}")) {
                faults.push(Fault::of(&path, format!("{part} is missing: see docs/adding-a-network.md")));
            }
        }
    }
    for name in listed {
        if !folders.contains(&name) {
            faults.push(Fault::of(LIST, format!("NETWORKS names `{name}`, which has no folder")));
        }
    }
    faults
}

/// The folders that `NETWORKS` names: `&signal::SIGNAL`.
fn listed(text: &str) -> Vec<&str> {
    let list = text.split_once("static NETWORKS").and_then(|(_, rest)| rest.split_once("&[&Network] = &["));
    let Some((list, _)) = list.and_then(|(_, list)| list.split_once("];")) else { return Vec::new() };
    list.split(',').filter_map(|entry| entry.trim().strip_prefix('&')?.split_once("::")).map(|(name, _)| name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIB: &str = "pub static NETWORKS: &[&Network] = &[\n    &signal::SIGNAL,\n    &lemmy::LEMMY,\n];\n";

    #[test]
    fn a_folder_without_a_line_and_a_line_without_a_folder_are_named() {
        let complete = |name: &str| {
            ["mod.rs", "README.md", "icon.svg", "cases/plain.html"]
                .map(|part| format!("crates/networks/src/{name}/{part}"))
        };
        let paths: Vec<String> = [complete("signal"), complete("reddit")].concat();
        let mut files = vec![(LIST, LIB), ("crates/networks/src/http/mod.rs", "")];
        files.extend(paths.iter().map(|path| (path.as_str(), "")));
        let says: Vec<String> = look(&Tree::of(&files)).into_iter().map(|fault| fault.says).collect();
        assert_eq!(
            says,
            [
                "the network `reddit` has a folder, but no line in NETWORKS",
                "NETWORKS names `lemmy`, which has no folder"
            ]
        );
    }

    #[test]
    fn a_network_that_draws_without_cases_is_named_and_one_that_does_not_draw_needs_none() {
        let tree = Tree::of(&[
            (LIST, "pub static NETWORKS: &[&Network] = &[&signal::SIGNAL, &blog::BLOG];"),
            ("crates/networks/src/blog/mod.rs", ""),
            ("crates/networks/src/blog/README.md", ""),
            ("crates/networks/src/blog/icon.svg", ""),
            ("crates/networks/src/signal/mod.rs", ""),
            ("crates/networks/src/signal/preview.rs", ""),
            ("crates/networks/src/signal/README.md", ""),
            ("crates/networks/src/signal/icon.svg", ""),
        ]);
        assert_eq!(look(&tree).len(), 1);
        assert!(look(&tree)[0].says.starts_with("cases is missing"));
    }
}
