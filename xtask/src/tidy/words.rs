//! Banned words: what has no place in the repository, and what has no place in code.

use super::tree::outside_tests;
use super::{Fault, File, Tree};

/// This file names the words that it bans.
const ITSELF: &str = "xtask/src/tidy/words.rs";

/// A word, where it is banned, and why.
struct Ban {
    word: &'static str,
    found: Found,
    why: &'static str,
}

/// Lists of the places from which visitors come: AI assistants are places too, and have their names in their hosts.
const NAMES_PLACES: &[&str] = &["crates/measure/data/places.txt", "docs/conformance/channel.jsonl"];

/// How a word is looked for.
#[derive(PartialEq)]
enum Found {
    /// Inside other words too.
    Anywhere,
    /// As a word of its own, in capitals or not.
    Whole,
    /// As a word of its own, exactly so.
    Exact,
}

const fn anywhere(word: &'static str, why: &'static str) -> Ban {
    Ban { word, found: Found::Anywhere, why }
}

const fn whole(word: &'static str, why: &'static str) -> Ban {
    Ban { word, found: Found::Whole, why }
}

const fn exact(word: &'static str, why: &'static str) -> Ban {
    Ban { word, found: Found::Exact, why }
}

const ONE_MACHINE: &str = "a path of one machine; others have none such";
const REGISTRY: &str = "the address of a registry belongs into a user's own settings";
const NOT_THE_PROJECT: &str = "the repository speaks of the project alone";
const UNFINISHED: &str = "finish it, or open an issue and name it in words";

/// In every text file. Written in two pieces each, so that this list keeps its own rule.
const EVERYWHERE: &[Ban] = &[
    anywhere(concat!("/wo", "rk/shared"), ONE_MACHINE),
    anywhere(concat!("/wo", "rk/wt"), ONE_MACHINE),
    anywhere(concat!("/wo", "rk/main"), ONE_MACHINE),
    anywhere(concat!("/wo", "rk/brief"), ONE_MACHINE),
    anywhere(concat!("/v", "ar/cache/tidings"), ONE_MACHINE),
    anywhere(concat!("/r", "oot/"), ONE_MACHINE),
    anywhere(concat!("in", "dex.crates.io"), REGISTRY),
    anywhere(concat!("st", "atic.crates.io"), REGISTRY),
    anywhere(concat!("re", "gistry.npmjs.org"), REGISTRY),
    anywhere(concat!("fi", "les.pythonhosted.org"), REGISTRY),
    anywhere(concat!("py", "pi.org/simple"), REGISTRY),
    anywhere(concat!("pr", "oxy.golang.org"), REGISTRY),
    whole(concat!("cl", "aude"), NOT_THE_PROJECT),
    whole(concat!("an", "thropic"), NOT_THE_PROJECT),
    whole(concat!("ch", "atgpt"), NOT_THE_PROJECT),
    whole(concat!("la", "nguage model"), NOT_THE_PROJECT),
    whole(concat!("ll", "m"), NOT_THE_PROJECT),
    whole(concat!("su", "bagent"), NOT_THE_PROJECT),
    whole(concat!("su", "b-agent"), NOT_THE_PROJECT),
    whole(concat!("as", " an ai"), NOT_THE_PROJECT),
    whole(concat!("th", "e brief says"), NOT_THE_PROJECT),
    whole(concat!("th", "is session"), NOT_THE_PROJECT),
    exact("TODO", UNFINISHED),
    exact("FIXME", UNFINISHED),
    exact("XXX", UNFINISHED),
    whole(concat!("lo", "rem ipsum"), UNFINISHED),
];

/// In Rust outside of tests.
const IN_CODE: &[Ban] = &[
    anywhere("todo!(", UNFINISHED),
    anywhere("unimplemented!(", UNFINISHED),
    anywhere(".unwrap()", "a panic loses the user's work: say what to do instead"),
    anywhere("#[allow(", "#[expect(…, reason = …)]: an exception that no longer applies is then reported"),
];

/// In Rust, tests included, but for [`MAY_SLEEP`].
const SLEEPING: Ban = anywhere("thread::sleep", "wait for a condition, not for a while");

/// Where waiting is the purpose.
const MAY_SLEEP: &[&str] = &["crates/sandbox/", "crates/networks/src/http/"];

pub(super) fn look(tree: &Tree) -> Vec<Fault> {
    let texts =
        tree.files.iter().filter(|file| file.text.is_some() && file.path != ITSELF && file.extension() != "lock");
    texts.flat_map(in_file).collect()
}

fn in_file(file: &File) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (line, text) in file.lines() {
        let place = |ban: &&Ban| ban.why == NOT_THE_PROJECT && NAMES_PLACES.contains(&&*file.path);
        let bans = EVERYWHERE.iter().filter(|ban| ban.is_in(text) && !place(ban));
        faults.extend(bans.map(|ban| ban.fault(&file.path, line)));
    }
    if file.extension() != "rs" {
        return faults;
    }
    let text = file.text.as_deref().unwrap_or_default();
    if !(file.path.contains("/tests/") || file.path.ends_with("/tests.rs")) {
        for (line, text) in outside_tests(text) {
            if text.trim_start().starts_with("//") {
                continue;
            }
            let bans = IN_CODE.iter().filter(|ban| text.contains(ban.word));
            faults.extend(bans.map(|ban| ban.fault(&file.path, line)));
        }
    }
    if !MAY_SLEEP.iter().any(|path| file.path.starts_with(path)) {
        let lines = file.lines().filter(|(_, text)| text.contains(SLEEPING.word));
        faults.extend(lines.map(|(line, _)| SLEEPING.fault(&file.path, line)));
    }
    faults
}

impl Ban {
    fn is_in(&self, text: &str) -> bool {
        let lower = if self.found == Found::Whole { text.to_lowercase() } else { String::new() };
        let text = if self.found == Found::Whole { &lower } else { text };
        // `-` too: the token of an agent in robots.txt is one word.
        let letter = |c: char| c.is_alphanumeric() || c == '_' || c == '-';
        text.match_indices(self.word).any(|(at, word)| {
            let alone = !text[..at].ends_with(letter) && !text[at + word.len()..].starts_with(letter);
            alone || self.found == Found::Anywhere
        })
    }

    fn fault(&self, path: &str, line: usize) -> Fault {
        Fault::at(path, line, format!("`{}`: {}", self.word, self.why))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NONE: [usize; 0] = [];

    fn lines(path: &str, text: &str) -> Vec<usize> {
        look(&Tree::of(&[(path, text)])).into_iter().map(|fault| fault.line).collect()
    }

    #[test]
    fn a_path_of_one_machine_and_unfinished_work_are_named() {
        assert_eq!(
            lines("docs/a.md", "Fine.\nSee /work/shared/design.md\nTODO: more\nMastodon and mastodons\n"),
            [2, 3]
        );
    }

    #[test]
    fn a_word_inside_another_is_not_that_word() {
        assert_eq!(
            lines("crates/optimize/src/a.rs", "const CRAWLERS: &[&str] = &[\"ClaudeBot\", \"anthropic-ai\"];\n"),
            NONE
        );
        assert_eq!(lines("docs/a.md", "asked Claude\n"), [1]);
    }

    #[test]
    fn a_list_of_places_may_name_an_assistant_s_host_and_nothing_else_that_is_banned() {
        let text = "ai; assistant.example; cl\u{61}ude.ai\nTODO\n";
        assert_eq!(lines("crates/measure/data/places.txt", text), [2]);
        assert_eq!(lines("crates/measure/data/spam.txt", text), [1, 2]);
    }

    #[test]
    fn unwrap_is_for_tests() {
        let code = "fn a() { b().unwrap(); }\n// .unwrap() in prose\n#[cfg(test)]\nmod tests {\n  fn c() { d().unwrap(); }\n}\n";
        assert_eq!(lines("crates/pages/src/a.rs", code), [1]);
        assert_eq!(lines("crates/pages/tests/it/main.rs", code), NONE);
    }

    #[test]
    fn sleeping_is_for_the_sandbox() {
        let code = "#[cfg(test)]\nmod tests {\n  fn c() { std::thread::sleep(d); }\n}\n";
        assert_eq!(lines("crates/pages/src/a.rs", code), [3]);
        assert_eq!(lines("crates/sandbox/src/slow.rs", code), NONE);
    }
}
