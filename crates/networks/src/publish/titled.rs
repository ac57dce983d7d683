//! Titles: of networks where people read a heading first, and open what it promises. What was written for many places is parted
//! into one and what stands below it.

use url::Url;

use super::Draft;

/// A post with a heading.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Titled {
    /// What stands above.
    pub(crate) title: String,
    /// What stands below, without the link where that stood alone behind it: it is a field of its own there.
    pub(crate) body: String,
}

/// Parts `draft`. The author's first line is the title where it is no longer than `most` units of UTF-16; else the page's title
/// is, and the whole text stands below it.
pub(crate) fn titled(draft: &Draft<'_>, most: usize) -> Titled {
    let (address, page) = draft.link.map_or(("", ""), |link| (&*link.address, link.title.trim()));
    let text = alone(draft.text.trim(), address);
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    let line = without(first, address);
    let title = |title: &str, body: &str| Titled { title: cut(title, most), body: body.trim().to_owned() };
    if !line.is_empty() && length(&line) <= most {
        return title(&line, rest);
    }
    let host = || address.parse::<Url>().ok().and_then(|url| url.host_str().map(str::to_owned)).unwrap_or_default();
    match (page.is_empty(), line.is_empty()) {
        (false, _) => title(page, text),
        (true, false) => title(&line, text),
        (true, true) => title(&host(), text),
    }
}

/// `text` without the address that stands alone behind it.
fn alone<'t>(text: &'t str, address: &str) -> &'t str {
    match text.strip_suffix(address) {
        Some(before) if !address.is_empty() && (before.is_empty() || before.ends_with('\n')) => before.trim_end(),
        _ => text,
    }
}

/// A line in one piece, without `address` and what only led to it.
fn without(line: &str, address: &str) -> String {
    let left = if address.is_empty() { line.to_owned() } else { line.replace(address, " ") };
    let words = left.split_whitespace().collect::<Vec<_>>().join(" ");
    let led = words.len() < line.trim().len() && line.trim_end().ends_with(address);
    if led { words.trim_end_matches([':', ' ', '–', '→']).to_owned() } else { words }
}

/// `title`, at most so long, and whole words where it is cut.
fn cut(title: &str, most: usize) -> String {
    if length(title) <= most {
        return title.to_owned();
    }
    let mut used = 1;
    let fits = |sign: &char| {
        used += sign.len_utf16();
        used <= most
    };
    let kept: String = title.chars().take_while(fits).collect();
    let words = kept.rsplit_once(' ').map_or(&*kept, |(words, _)| words);
    format!("{words}…")
}

fn length(text: &str) -> usize {
    text.encode_utf16().count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::publish::Linked;

    const ADDRESS: &str = "https://b.example/rye?e=k7q4mxz";

    fn parted(text: &str, page: Option<&str>, most: usize) -> (String, String) {
        let link = page.map(|title| Linked { address: ADDRESS.into(), title: title.into(), ..Linked::default() });
        let draft = Draft { text, link: link.as_ref(), media: &[], key: 7, at: jiff::Timestamp::MIN, language: None };
        let Titled { title, body } = titled(&draft, most);
        (title, body)
    }

    #[test]
    fn the_authors_first_line_is_the_title_and_the_link_behind_the_text_is_no_part_of_it() {
        let of = |text: &str| parted(text, Some("Rye bread"), 200);
        let two = |title: &str, body: &str| (title.to_owned(), body.to_owned());
        assert_eq!(of(&format!("Rye is back\n\n{ADDRESS}")), two("Rye is back", ""));
        assert_eq!(of(&format!("Rye is back\n\nWarm.\n{ADDRESS}")), two("Rye is back", "Warm."));
        assert_eq!(of(&format!("Rye is back: {ADDRESS}\nWarm.")), two("Rye is back", "Warm."));
        let within = format!("Look\nat {ADDRESS} today");
        assert_eq!(of(&within), two("Look", &format!("at {ADDRESS} today")));
        assert_eq!(parted("Which rye?\n\nAsking: a friend", None, 200), two("Which rye?", "Asking: a friend"));
        assert_eq!(parted("Which rye:", None, 200), two("Which rye:", ""));
    }

    #[test]
    fn a_first_line_that_is_none_or_too_long_leaves_the_title_to_the_page() {
        let long = "word ".repeat(60);
        assert_eq!(parted(ADDRESS, Some("Rye bread"), 200), ("Rye bread".into(), String::new()));
        assert_eq!(parted(ADDRESS, Some(""), 200), ("b.example".into(), String::new()));
        let (title, body) = parted(&format!("{long}\n\n{ADDRESS}"), Some("Rye bread"), 200);
        assert_eq!((&*title, &*body), ("Rye bread", long.trim()));
        let (title, body) = parted(&long, None, 200);
        assert!(title.ends_with("word…") && length(&title) <= 200, "{title}");
        assert_eq!(body, long.trim());
        let (title, _) = parted(&"👍".repeat(200), None, 200);
        assert!(length(&title) <= 200 && title.ends_with("👍…"));
    }
}
