//! What a script is called, for those who are told that a font for it is missing.

use std::borrow::Cow;

use unicode_script::{Script, UnicodeScript};

/// What people call the script of `cluster`, one letter with its marks, which stands in `text`.
pub(super) fn script_of(cluster: &str, text: &str) -> Cow<'static, str> {
    if super::super::text::faces::is_emoji(cluster) {
        return "emoji".into();
    }
    let script = cluster.chars().map(|c| c.script()).find(|it| !matches!(it, Script::Common | Script::Inherited));
    // The stops and brackets of East Asia belong to several scripts.
    let shared = || cluster.chars().any(|c| c.script_extension().contains_script(Script::Han));
    match script {
        None if !shared() => "symbols".into(),
        // Characters are read as what stands beside them.
        None | Some(Script::Han) if text.chars().any(|c| matches!(c.script(), Script::Hiragana | Script::Katakana)) => {
            "Japanese".into()
        }
        None | Some(Script::Han) if text.chars().any(|c| c.script() == Script::Hangul) => "Korean".into(),
        None | Some(Script::Han) => "Chinese".into(),
        Some(Script::Hiragana | Script::Katakana) => "Japanese".into(),
        Some(Script::Hangul) => "Korean".into(),
        Some(script) => script.full_name().replace('_', " ").into(),
    }
}
