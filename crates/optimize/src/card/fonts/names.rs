//! What a script is called, for those who are told that a font for it is missing.

use std::borrow::Cow;

use unicode_script::{Script, UnicodeScript};

/// What people call the script of `cluster`, one letter with its marks.
pub(super) fn script_of(cluster: &str) -> Cow<'static, str> {
    if super::super::text::faces::is_emoji(cluster) {
        return "emoji".into();
    }
    let script = cluster.chars().map(|c| c.script()).find(|it| !matches!(it, Script::Common | Script::Inherited));
    match script {
        None => "symbols".into(),
        Some(Script::Han) => "Chinese".into(),
        Some(Script::Hiragana | Script::Katakana) => "Japanese".into(),
        Some(Script::Hangul) => "Korean".into(),
        Some(script) => script.full_name().replace('_', " ").into(),
    }
}
