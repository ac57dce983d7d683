//! Links of documents to files of the repository.

use super::{Fault, Tree};

pub(super) fn look(tree: &Tree) -> Vec<Fault> {
    let mut faults = Vec::new();
    for file in tree.files.iter().filter(|file| file.extension() == "md") {
        let folder = file.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let mut in_code = false;
        for (line, text) in file.lines() {
            if text.trim_start().starts_with("```") {
                in_code = !in_code;
            }
            if in_code {
                continue;
            }
            for target in targets(text) {
                if !tree.has(&join(folder, &target)) {
                    faults.push(Fault::at(&file.path, line, format!("leads nowhere: {target}")));
                }
            }
        }
    }
    faults
}

/// Where the links and pictures of a line lead, as far as that is a file: `[text](file.md#part)`.
fn targets(line: &str) -> Vec<String> {
    let mut targets = Vec::new();
    // A span of code shows a link, it is none.
    let prose: String = line.split('`').step_by(2).collect::<Vec<_>>().join("");
    for (at, _) in prose.match_indices("](") {
        let rest = &prose[at + 2..];
        let Some(end) = rest.find([')', ' ']) else { continue };
        let target = rest[..end].split('#').next().unwrap_or_default();
        if !target.is_empty() && !target.contains("://") && !target.starts_with("mailto:") {
            targets.push(target.to_owned());
        }
    }
    targets
}

/// `docs/proofs` + `../rules.md` = `docs/rules.md`
fn join(folder: &str, target: &str) -> String {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in target.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            _ => parts.push(part),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_to_a_file_that_is_not_there_is_named() {
        let tree = Tree::of(&[
            ("docs/rules.md", "[map](../ARCHITECTURE.md#words) [gone](gone.md) ![picture](pictures/)\n"),
            ("docs/pictures/sheet.png", ""),
            (
                "ARCHITECTURE.md",
                "[net](https://bakery.example/x.md) `[shown](x.md)`\n```\n[also](y.md)\n```\n[here](#there)",
            ),
        ]);
        assert_eq!(look(&tree), [Fault::at("docs/rules.md", 1, "leads nowhere: gone.md")]);
    }
}
