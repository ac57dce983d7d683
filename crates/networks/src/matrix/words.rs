//! How Synapse shortens a text: whole words up to 500 characters, then `…`.

const AT_LEAST: usize = 200;
const AT_MOST: usize = 500;

/// The text shortened, and whether it was; `None` for a blank one. A word that reaches over the end is left out, unless
/// that would leave fewer than 200 characters: then it is broken.
pub(super) fn summary(text: &str) -> Option<(String, bool)> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.is_empty() {
        return None;
    }
    if text.chars().count() <= AT_MOST {
        return Some((text, false));
    }
    let mut short = String::new();
    let mut length = 0;
    for (index, word) in text.split(' ').enumerate() {
        let space = usize::from(index > 0);
        let more = space + word.chars().count();
        if length + more >= AT_MOST && length >= AT_LEAST {
            break;
        }
        short.push_str(&" "[..space]);
        short.push_str(word);
        length += more;
        if length >= AT_MOST {
            break;
        }
    }
    let end = short.char_indices().nth(AT_MOST).map_or(short.len(), |(at, _)| at);
    short.truncate(end);
    Some((format!("{}…", short.trim()), true))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_text_stays_whole() {
        assert_eq!(summary("Bread  and\ncake"), Some(("Bread and cake".to_owned(), false)));
        assert_eq!(summary(" \n"), None);
    }

    #[test]
    fn a_long_text_ends_at_a_word() {
        let (text, cut) = summary(&"cake ".repeat(200)).unwrap();
        assert!(cut);
        assert!(text.ends_with("cake…"), "{text}");
        assert!(text.chars().count() <= AT_MOST + 1);
    }

    #[test]
    fn a_word_without_end_is_broken() {
        let (text, _) = summary(&"ä".repeat(900)).unwrap();
        assert_eq!(text.chars().count(), AT_MOST + 1);
    }
}
