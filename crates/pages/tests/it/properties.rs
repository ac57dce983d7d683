//! What holds for whatever bytes: there is a page, and every place in it is a place in the bytes.

use domain::Fetched;
use proptest::prelude::*;

/// Pieces that make pages when they are put in a row, whole and broken.
const PIECES: [&str; 46] = [
    "<html lang=\"en\">",
    "<head>",
    "</head>",
    "<body class='a b-1'>",
    "</body>",
    "<title>",
    "</title>",
    "Rye & bread",
    "<meta property=\"og:title\" content=\"Rye &amp; bread\">",
    "<meta name=description content=x>",
    "<meta charset=",
    "utf-16le",
    "shift_jis",
    "\">",
    "'",
    "\"",
    ">",
    "<",
    "</",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "<script>",
    "<script type=application/ld+json>",
    "</script>",
    "{\"@type\":\"Article\",\"author\":{\"name\":\"Ada\"}}",
    "[[[",
    "{\"a\":",
    "<svg>",
    "</svg>",
    "<template>",
    "</template>",
    "<noscript>",
    "<a href=\"https://x.com/intent/tweet?text=\">",
    "<img src=a.png width=1>",
    "<h1>",
    "</h1>",
    "<p>",
    "\0",
    "\u{FEFF}",
    "パン",
    "&#x110000;",
    "&amp",
    " datetime='2026-03-02'",
    "<span class=author>Ada Baker</span><time itemprop=datePublished>2026-03-02</time>",
];

fn bodies() -> impl Strategy<Value = Vec<u8>> {
    let pieces =
        prop::collection::vec(prop::sample::select(&PIECES[..]), 0..60).prop_map(|it| it.concat().into_bytes());
    let utf_16 = pieces.clone().prop_map(|bytes| {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        text.encode_utf16().flat_map(u16::to_le_bytes).collect()
    });
    prop_oneof![4 => pieces, 1 => utf_16, 1 => prop::collection::vec(any::<u8>(), 0..300)]
}

fn content_types() -> impl Strategy<Value = Option<String>> {
    const CHARSETS: [&str; 9] =
        ["utf-8", "utf-16le", "utf-16be", "iso-2022-jp", "shift_jis", "gb18030", "windows-1252", "replacement", "\""];
    prop::option::of(prop::sample::select(&CHARSETS[..]).prop_map(|it| format!("text/html; charset={it}")))
}

proptest! {
    #[test]
    fn every_place_lies_in_the_body_and_points_at_a_tag(body in bodies(), content_type in content_types()) {
        let fetched = Fetched { content_type, ..Fetched::default() };
        let url = "https://bakery.example/a/b".parse().unwrap();
        let page = pages::read(&body, pages::Source { url, fetched: Some(fetched) }).page;
        let size = body.len() as u64;
        prop_assert_eq!(page.size, size);
        // In UTF-16 the sign is one of two bytes.
        let points = |at: u64| {
            let at = at as usize;
            body.get(at) == Some(&b'<') || body.get(at + 1) == Some(&b'<')
        };
        let tags = page.tags.iter().map(|it| (it.at, it.end)).chain(page.links.iter().map(|it| (it.at, it.end)));
        for (at, end) in tags.chain(page.title.iter().map(|it| (it.at, it.end))) {
            prop_assert!(at < end && end <= size, "{} {} {}", at, end, size);
            prop_assert!(points(at));
        }
        for at in page.share.iter().map(|it| it.at).chain(page.json_ld.iter().map(|it| it.at)).chain(page.charset.meta_at) {
            prop_assert!(at < size && points(at));
        }
        prop_assert!(page.head_end.is_none_or(|at| at <= size));
        for fact in [&page.facts.date, &page.facts.date_modified].into_iter().flatten() {
            prop_assert!(fact.value.parse::<jiff::civil::Date>().is_ok());
        }
    }

    #[test]
    fn whatever_the_bytes_there_is_an_answer(bytes in prop::collection::vec(any::<u8>(), 0..400), start in 0..12_usize) {
        const STARTS: [&[u8]; 12] = [
            b"", b"\xFF\xD8\xFF\xE1", b"\x89PNG\r\n\x1A\n", b"GIF89a", b"RIFF\0\0\0\0WEBPVP8X", b"\0\0\0\x20ftypavif", b"BM",
            b"\0\0\x01\0", b"<svg ", b"\x1F\x8B\x08\0", b"<urlset><url><loc>", b"User-agent: *\nDisallow: ",
        ];
        let all = [STARTS[start], &bytes].concat();
        let _ = pages::image::header(&all);
        let _ = pages::sitemap::read(&all);
        let text = String::from_utf8_lossy(&all);
        let robots = pages::robots::Robots::parse(&text);
        let _ = (robots.allows("a", &text), robots.crawl_delay("a"));
    }
}

#[test]
fn ten_thousand_tags_and_one_endless_line_are_read() {
    let mut body = "<meta property=og:title content=x>".repeat(10_000);
    body.push_str(&"x".repeat(5_000_000));
    let page =
        pages::read(body.as_bytes(), pages::Source { url: "https://bakery.example/".parse().unwrap(), fetched: None })
            .page;
    assert_eq!((page.tags.len(), page.unread), (10_000, 0));
}

#[test]
fn what_lies_behind_16_mib_is_not_read() {
    let mut body = vec![b' '; 16 * 1024 * 1024];
    body.extend(b"<title>x</title>");
    let page =
        pages::read(&body, pages::Source { url: "https://bakery.example/".parse().unwrap(), fetched: None }).page;
    assert_eq!((page.unread, page.title), (16, None));
}

#[test]
fn hostile_pages_take_no_time() {
    for piece in [
        "<h1>",
        "<p><",
        "<p><!--",
        "<a href='",
        "<title>",
        "<script type=application/ld+json>{",
        "</",
        "<!-",
        "author",
        "<i class=author>",
        "2026 ",
    ] {
        let body = piece.repeat(400_000);
        let page = pages::read(
            body.as_bytes(),
            pages::Source { url: "https://bakery.example/".parse().unwrap(), fetched: None },
        );
        assert_eq!(page.page.size, body.len() as u64);
    }
}
