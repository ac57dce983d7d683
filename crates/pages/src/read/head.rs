//! Where the head ends, told as an HTML parser does that runs no scripts on the way.

use std::ops::Range;

use super::markup::{Piece, Walk, is_space};

/// The extent of a page's head, and the tags that stand around and in it once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Head {
    /// Behind `<head>`, or the start of the first thing that stands in a head without one; `None` where there is none.
    pub(crate) start: Option<usize>,
    /// The start of `</head>`, or of the first thing that cannot stand in a head; `None` where the page ends before.
    pub(crate) end: Option<usize>,
    /// Where the body starts. Metas and links between `</head>` and here still become part of the head.
    pub(crate) body: usize,
    /// `<html>`.
    pub(crate) html_tag: Option<Range<usize>>,
    /// The first `<base>`.
    pub(crate) base_tag: Option<Range<usize>>,
    /// `<body>`, where it is written.
    pub(crate) body_tag: Option<Range<usize>>,
}

/// Finds the head of `body`.
pub(crate) fn head(body: &[u8]) -> Head {
    let mut head = Head { body: body.len(), ..Head::default() };
    // Content of a template is inert and does not end the head, whatever it is.
    let mut templates = 0_usize;
    for piece in Walk::new(body, 0..body.len()) {
        let at = match piece {
            Piece::Comment(_) | Piece::Raw(_) => continue,
            Piece::Text(range) => match first_letter(body, range) {
                Some(at) if templates == 0 => at,
                _ => continue,
            },
            Piece::Start { name, tag } => {
                let name = &body[name];
                let is = |other: &str| name.eq_ignore_ascii_case(other.as_bytes());
                if is("head") {
                    head.start.get_or_insert(tag.end);
                } else if !is("html") {
                    head.start.get_or_insert(tag.start);
                }
                if is("template") {
                    templates += 1;
                    continue;
                }
                if is("html") {
                    head.html_tag.get_or_insert(tag);
                    continue;
                }
                if is("base") && templates == 0 {
                    head.base_tag.get_or_insert(tag);
                    continue;
                }
                if templates > 0 || stands_in_head(name, head.end.is_some()) {
                    continue;
                }
                let start = tag.start;
                if is("body") {
                    head.body_tag = Some(tag);
                }
                start
            }
            Piece::End { name, tag } => {
                let name = &body[name];
                if name.eq_ignore_ascii_case(b"template") {
                    templates = templates.saturating_sub(1);
                    continue;
                }
                if templates > 0 {
                    continue;
                }
                if head.end.is_none() && name.eq_ignore_ascii_case(b"head") {
                    head.end = Some(tag.start);
                    continue;
                }
                if ![&b"body"[..], b"html", b"br"].iter().any(|it| name.eq_ignore_ascii_case(it)) {
                    continue;
                }
                tag.start
            }
        };
        head.end.get_or_insert(at);
        head.body = at;
        return head;
    }
    head
}

/// The first byte of text that is neither white space nor a byte order mark at the start of the page.
fn first_letter(body: &[u8], range: Range<usize>) -> Option<usize> {
    let skip = if range.start == 0 && body.starts_with(b"\xEF\xBB\xBF") { 3 } else { 0 };
    let start = range.start + skip;
    body[start..range.end].iter().position(|byte| !is_space(*byte) && *byte != 0).map(|at| start + at)
}

fn stands_in_head(name: &[u8], closed: bool) -> bool {
    const OPEN: [&str; 10] =
        ["head", "basefont", "bgsound", "link", "meta", "title", "noframes", "style", "script", "noscript"];
    // Behind `</head>` a noscript starts the body.
    let known = if closed { &OPEN[..9] } else { &OPEN[..] };
    known.iter().any(|it| name.eq_ignore_ascii_case(it.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(html: &str) -> (Option<&str>, &str) {
        let head = head(html.as_bytes());
        (head.end.map(|at| &html[at..]), &html[head.body..])
    }

    #[test]
    fn a_head_ends_with_its_end_tag() {
        assert_eq!(
            at("<!doctype html><head><title><p></title></head> <meta><body>x"),
            (Some("</head> <meta><body>x"), "<body>x")
        );
    }

    #[test]
    fn a_head_starts_behind_its_start_tag_or_with_the_first_thing_in_it() {
        let start = |html: &str| head(html.as_bytes()).start.map(|at| html[at..].to_owned());
        assert_eq!(start("<!doctype html><html><head><!-- --><title></title>").unwrap(), "<!-- --><title></title>");
        assert_eq!(start("<html><meta><head>").unwrap(), "<meta><head>");
        assert_eq!(start("Hello"), None);
    }

    #[test]
    fn a_division_or_text_in_the_head_ends_it() {
        assert_eq!(at("<head><meta><div><meta></head>"), (Some("<div><meta></head>"), "<div><meta></head>"));
        assert_eq!(at("<head>\n Hello <meta>"), (Some("Hello <meta>"), "Hello <meta>"));
        assert_eq!(at("\u{FEFF}<html><head></head>x"), (Some("</head>x"), "x"));
    }

    #[test]
    fn scripts_comments_and_what_runs_without_scripts_stay_in_the_head() {
        let html = "<head><script>'<p>'</script><!-- <p> --><noscript><img></noscript><template><p></template><p>";
        assert_eq!(at(html), (Some("<p>"), "<p>"));
    }

    #[test]
    fn a_page_that_ends_in_its_head_has_no_end_of_it() {
        assert_eq!(at("<head><meta>"), (None, ""));
        assert_eq!(at("<meta><body"), (None, ""));
    }
}
