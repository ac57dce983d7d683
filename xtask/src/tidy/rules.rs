//! The rules: each id once, each in the documentation, and a first sentence that everybody understands.

use super::{Fault, Tree};

/// Files with rules: each is a constant `pub const NAME: Rule = Rule { id: "…", …, says: "…", … }`.
const FOLDER: &str = "crates/optimize/src/audit/rules/";

/// The page that is written from the same list; a test of `optimize` holds it to the letter.
const PAGE: &str = "docs/rules.md";

/// Words that a person who never saw the inside of a page does not know.
const TECHNICAL: &[&str] =
    &["og:", "twitter:", "meta", "header", "mime", "html", "http", "json", "canonical", "robots.txt"];

/// A field of a rule: line, name, text.
struct Field<'a> {
    path: &'a str,
    line: usize,
    text: String,
}

pub(super) fn look(tree: &Tree) -> Vec<Fault> {
    let ids = fields(tree, "id");
    let mut faults = Vec::new();
    for (n, id) in ids.iter().enumerate() {
        if let Some(first) = ids[..n].iter().find(|first| first.text == id.text) {
            let says = format!("the rule `{}` exists already, in {}:{}", id.text, first.path, first.line);
            faults.push(Fault::at(id.path, id.line, says));
        }
        if id.text.is_empty() || !id.text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-') {
            faults.push(Fault::at(id.path, id.line, format!("`{}`: an id is lower-case words with hyphens", id.text)));
        }
        if tree.text(PAGE).is_some_and(|page| !page.contains(&format!("`{}`", id.text))) {
            faults.push(Fault::at(id.path, id.line, format!("{PAGE} lacks the rule `{}`: write it anew", id.text)));
        }
    }
    if !ids.is_empty() && !tree.has(PAGE) {
        faults.push(Fault::of(PAGE, "is missing: `UPDATE_DOCS=1 cargo test -p optimize --test rules` writes it"));
    }
    faults
}

/// `says` is what a person sees on the networks; what stands behind it has its own field.
pub(super) fn sentences(tree: &Tree) -> Vec<Fault> {
    let mut faults = Vec::new();
    for says in fields(tree, "says") {
        let lower = says.text.to_lowercase();
        for word in lower.split(|c: char| !(c.is_alphanumeric() || ":.".contains(c))) {
            let word = word.trim_end_matches('.');
            let technical =
                TECHNICAL.iter().find(|it| if it.ends_with(':') { word.starts_with(**it) } else { word == **it });
            if let Some(it) = technical {
                faults.push(Fault::at(
                    says.path,
                    says.line,
                    format!("`{it}` belongs into `technical`, not into `says`"),
                ));
            }
            if word.len() == 3 && word.starts_with(['3', '4', '5']) && word.bytes().all(|b| b.is_ascii_digit()) {
                let around = says.text.split(word).nth(1).unwrap_or_default();
                // A number with a unit is no status: 300 KB, 500 pixels.
                if !around.trim_start().starts_with(|c: char| c.is_alphabetic()) {
                    faults.push(Fault::at(says.path, says.line, format!("{word}: a person sees no status number")));
                }
            }
        }
    }
    faults
}

/// Every `name: "text"` in the files of rules, outside of their tests. Text over several lines is taken whole.
fn fields<'a>(tree: &'a Tree, name: &str) -> Vec<Field<'a>> {
    let mut fields = Vec::new();
    for (path, text) in tree.ending("rs").filter(|(path, _)| path.starts_with(FOLDER)) {
        let text = text.split("#[cfg(test)]").next().unwrap_or_default();
        let start = format!("{name}: ");
        for (at, _) in text.match_indices(&start) {
            let line_start = text[..at].rfind('\n').map_or(0, |n| n + 1);
            // A field stands at the start of its line, or behind a brace or comma on the line of a short rule.
            if !text[line_start..at].trim_end().is_empty() && !text[line_start..at].trim_end().ends_with(['{', ',']) {
                continue;
            }
            let value = text[at + start.len()..].trim_start();
            if let Some(literal) = value.strip_prefix('"') {
                let line = text[..at].matches('\n').count() + 1;
                fields.push(Field { path, line, text: literal_text(literal) });
            }
        }
    }
    fields
}

/// The text of a string literal whose opening quote was taken off.
fn literal_text(literal: &str) -> String {
    let mut text = String::new();
    let mut characters = literal.chars();
    while let Some(c) = characters.next() {
        match c {
            '"' => break,
            '\\' => text.extend(characters.next().filter(|c| *c != '\n')),
            c => text.push(c),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(id: &str, says: &str) -> String {
        format!("pub const R: Rule = Rule {{\n    id: \"{id}\",\n    says: \"{says}\",\n}};\n")
    }

    #[test]
    fn a_repeated_or_undocumented_rule_is_named() {
        let a = rule("title-missing", "x") + &rule("title-missing", "x");
        let b = rule("Title Missing", "x");
        let tree = Tree::of(&[
            ("crates/optimize/src/audit/rules/title.rs", &a),
            ("crates/optimize/src/audit/rules/text.rs", &b),
            ("docs/rules.md", "`title-missing`"),
        ]);
        let says: Vec<String> = look(&tree).into_iter().map(|fault| fault.says).collect();
        assert_eq!(says.len(), 3, "{says:?}");
        assert!(says[0].contains("exists already"));
        assert!(says[1].contains("lower-case words"));
        assert!(says[2].contains("lacks the rule"));
    }

    #[test]
    fn a_sentence_with_technical_words_is_named() {
        let bad =
            ["The og:image is missing on {networks}", "A meta tag is wrong", "Answers with 404", "Wrong MIME type."];
        for says in bad {
            let text = rule("a", says);
            assert_eq!(sentences(&Tree::of(&[("crates/optimize/src/audit/rules/a.rs", &text)])).len(), 1, "{says}");
        }
        for says in [
            "Shared links show no picture on {networks}",
            "The picture is over 300 KB",
            "Metal, headers and 500 pixels",
        ] {
            let text = rule("a", says);
            assert_eq!(sentences(&Tree::of(&[("crates/optimize/src/audit/rules/a.rs", &text)])), [], "{says}");
        }
    }
}
