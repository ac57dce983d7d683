//! What holds for any page, whatever stands in it.

use optimize::audit::check;
use optimize::fix::{self, differs};
use proptest::prelude::*;

use super::{mended, read, seen, still_to_write};

/// Pieces of markup that a mend may meet, right and wrong ones.
fn piece() -> impl Strategy<Value = String> {
    let name = prop::sample::select(vec![
        "og:title",
        "og:description",
        "og:image",
        "og:url",
        "og:type",
        "og:site_name",
        "og:image:width",
        "og:image:height",
        "og:image:type",
        "og:image:alt",
        "og:image:secure_url",
        "twitter:card",
        "twitter:title",
        "twitter:description",
        "twitter:image",
        "description",
        "robots",
        "theme-color",
        "article:published_time",
        "OG:Title",
        "generator",
        "viewport",
    ]);
    let content = prop::sample::select(vec![
        "",
        " ",
        "Rye",
        "Rye &amp; spelt",
        "Rye &amp;amp; spelt",
        "undefined",
        "null",
        "{{ title }}",
        "/pictures/bread.jpg",
        "pictures/small.png",
        "http://bakery.example/pictures/bread.jpg",
        "https://elsewhere.example/a.jpg",
        "data:,x",
        "http://localhost:3000/a",
        "summary",
        "summary_large_image",
        "large",
        "article",
        "website",
        "noindex",
        "600",
        "Größe – naïve 🥐",
        "it's",
        "3 May 2026",
        "2026-05-03",
        "#abc",
        "red",
        "A long text about bread that rests for two days and comes out of the stone oven at six in the morning.",
    ]);
    let attributes = prop::sample::select(vec!["property", "name", "PROPERTY", "itemprop", "http-equiv"]);
    let quote = prop::sample::select(vec!["\"", "'", ""]);
    let extra = prop::sample::select(vec!["", " data-x", " id='a>b'", " /", "/", " content=second", " name=og:title"]);
    let meta = (name, content, attributes, quote, extra, any::<bool>()).prop_map(
        |(name, content, attribute, quote, extra, content_first)| {
            let quote = match quote {
                "" if content.is_empty() || content.contains([' ', '\'', '>']) || extra == "/" => "\"",
                "'" if content.contains('\'') => "\"",
                quote => quote,
            };
            if content_first {
                format!("<meta content={quote}{content}{quote} {attribute}={quote}{name}{quote}{extra}>")
            } else {
                format!("<meta {attribute}={quote}{name}{quote}  content = {quote}{content}{quote}{extra}>")
            }
        },
    );
    let other = prop::sample::select(vec![
        "<title>Rye</title>",
        "<title></title>",
        "<TITLE>Rye &amp;amp; spelt | Bakery</TITLE >",
        "<title>undefined</title>",
        "<link rel=canonical href=/a>",
        "<link rel=\"canonical\" href=\"\">",
        "<link href='https://bakery.example/b' rel='canonical alternate'>",
        "<meta charset=utf-8>",
        "<meta charset='utf-8'/>",
        "<base href=\"/deep/\">",
        "<script>'<meta property=og:title content=x>'</script>",
        "<!-- <meta name=\"a\"> -->",
        "<style>p{}</style>",
        "<noscript><meta name='og:title' content='x'></noscript>",
        "<head>",
        "</head>",
        "<body>",
        "<html lang=en>",
        "<!doctype html>",
        "<p>Bread that rests for two days and comes out of the oven at six.</p>",
        "<h1>Rye</h1>",
        "<img src=pictures/bread.jpg alt='A loaf'>",
        "text",
        "<template><meta name=description content=x></template>",
        "<svg><title>no</title></svg>",
        "<meta",
        "<meta property=og:title",
        "\u{FEFF}",
    ]);
    prop_oneof![3 => meta, 2 => other.prop_map(str::to_owned)]
}

fn page() -> impl Strategy<Value = String> {
    let separator = prop::sample::select(vec!["", "\n", "\r\n", "\n  ", "\n\t"]);
    let frame = prop::sample::select(vec!["", "<!DOCTYPE html>", "<!doctype html>\n<html lang=\"en\">\n<head>"]);
    (frame, prop::collection::vec(piece(), 0..14), separator)
        .prop_map(|(frame, pieces, separator)| format!("{frame}{separator}{}", pieces.join(separator)))
}

/// The text of `html` without metas, links, titles and white space: what a mend may not touch.
fn untouchable(html: &str) -> String {
    let mut out = String::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let lower = rest.get(..6).unwrap_or(rest).to_ascii_lowercase();
        let end = if lower == "<title" {
            rest.to_ascii_lowercase().find("</title").and_then(|at| rest[at..].find('>').map(|end| at + end + 1))
        } else if lower.starts_with("<meta") || lower.starts_with("<link") {
            tag_end(rest)
        } else {
            out.push('<');
            Some(1)
        };
        let Some(end) = end else { break };
        rest = &rest[end..];
    }
    out.push_str(rest);
    out.retain(|letter| !letter.is_whitespace());
    out
}

fn tag_end(tag: &str) -> Option<usize> {
    let mut quote = None;
    for (at, letter) in tag.char_indices() {
        match (quote, letter) {
            (None, '"' | '\'') => quote = Some(letter),
            (Some(open), letter) if open == letter => quote = None,
            (None, '>') => return Some(at + 1),
            _ => {}
        }
    }
    None
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_promised_is_what_is_read(html in page()) {
        let page = read("a.html", html.as_bytes());
        let mended = fix::mend(&page, &check(&page, &seen()).0, &seen().images);
        let new = fix::apply(html.as_bytes(), &page, &mended.changes).unwrap();
        let read = read("a.html", &new);
        let difference = differs(&mended.page, &read);
        prop_assert!(difference.is_none(), "{difference:?}\n{}\n{:?}", String::from_utf8_lossy(&new), mended.changes);
    }

    #[test]
    fn a_second_mend_changes_nothing_and_nothing_is_left_to_write(html in page()) {
        let once = mended("a.html", html.as_bytes()).map_err(TestCaseError::fail)?;
        prop_assert_eq!(still_to_write("a.html", &once), Vec::<String>::new(), "{}", String::from_utf8_lossy(&once));
        prop_assert_eq!(&mended("a.html", &once).unwrap(), &once);
    }

    #[test]
    fn only_metas_links_and_titles_are_touched(html in page()) {
        let new = mended("a.html", html.as_bytes()).map_err(TestCaseError::fail)?;
        prop_assert_eq!(untouchable(&html), untouchable(&String::from_utf8(new).unwrap()));
    }

    #[test]
    fn bytes_of_any_kind_are_mended_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..300), html in page()) {
        for bytes in [bytes.clone(), [html.as_bytes(), &bytes].concat(), [&bytes, html.as_bytes()].concat()] {
            let page = read("a.html", &bytes);
            let mended = fix::mend(&page, &check(&page, &seen()).0, &seen().images);
            let _ = fix::apply(&bytes, &page, &mended.changes);
        }
    }
}
