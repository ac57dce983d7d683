//! The pages over which previews are compared: every way of writing a tag that we could think of, one by one, and then
//! mixed by chance, always the same way.

use std::collections::BTreeMap;
use std::fmt::Write as _;

/// The pages by their file names.
pub(crate) fn pages() -> BTreeMap<String, Vec<u8>> {
    let mut pages = BTreeMap::new();
    let mut count = 0;
    let mut keep = |kind: &str, body: Vec<u8>| {
        count += 1;
        pages.insert(format!("{count:04}-{kind}.html"), body);
    };
    for title in TITLES {
        for (kind, tags) in title_tags(title) {
            keep(kind, page(&tags, BODY).into_bytes());
        }
    }
    for description in descriptions() {
        for (kind, tags) in description_tags(&description) {
            keep(kind, page(&tags, BODY).into_bytes());
        }
    }
    for address in ADDRESSES {
        for (kind, tags) in picture_tags(address) {
            keep(kind, page(&tags, BODY).into_bytes());
        }
    }
    for (title, site) in SITES {
        let tags = format!(
            r#"<title>{title}</title><meta property="og:title" content="{title}"><meta property="og:site_name" content="{site}">"#
        );
        keep("site", page(&tags, BODY).into_bytes());
        let tags = format!(r#"<title>{title}</title><meta name="application-name" content="{site}">"#);
        keep("application", page(&tags, BODY).into_bytes());
    }
    for body in BODIES {
        keep("body", page("<title>Apple cake</title>", body).into_bytes());
        keep("bare", page("", body).into_bytes());
    }
    for html in WHOLE {
        keep("whole", html.as_bytes().to_vec());
    }
    for (kind, bytes) in charsets() {
        keep(kind, bytes);
    }
    keep("many", page(&many(49), BODY).into_bytes());
    keep("many", page(&many(50), BODY).into_bytes());
    keep("many", page(&many(51), BODY).into_bytes());
    keep("many", page(&many(80), BODY).into_bytes());
    let mut chance = Chance(0x9E37_79B9_7F4A_7C15);
    for _ in 0..300 {
        keep("mixed", mixed(&mut chance).into_bytes());
    }
    pages
}

const BODY: &str =
    "<h1>Warm apple cake</h1><p>Take four apples, a little butter, and more cinnamon than you think.</p>";

fn page(head: &str, body: &str) -> String {
    format!(r#"<!doctype html><html lang="en"><head><meta charset="utf-8">{head}</head><body>{body}</body></html>"#)
}

const TITLES: &[&str] = &[
    "Apple cake",
    "",
    "   ",
    " Apple \n cake\t ",
    "Salt &amp; butter",
    "Salt &amp;amp; butter",
    "Salt &amp;#x26; butter",
    "Gr&uuml;&szlig;e &hellip; &nbsp;aus der Backstube",
    "&quot;Cake&quot; &lt;b&gt;",
    "林檎のケーキ・とても長い説明",
    "🍎🥧👨‍👩‍👧‍👦 cake",
    "A cake with apples, pears, plums, nuts, raisins, cinnamon, cardamom, butter, and everything that the garden gave us",
    "0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789",
    "01234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890",
    "🍎🍎🍎🍎🍎🍎🍎🍎🍎🍎🍎🍎🍎🍎🍎🍎🍎🍎🍎🍎🍎🍎🍎🍎🍎🍎🍎🍎🍎🍎🍎🍎🍎🍎🍎🍎🍎🍎🍎🍎🍎🍎🍎🍎🍎🍎🍎🍎🍎🍎🍎🍎🍎",
];

/// One title, in every place in which a title may stand.
fn title_tags(title: &str) -> Vec<(&'static str, String)> {
    vec![
        ("title", format!("<title>{title}</title>")),
        ("title-og", format!(r#"<meta property="og:title" content="{title}">"#)),
        ("title-og-name", format!(r#"<title>Tag</title><meta name="og:title" content="{title}">"#)),
        ("title-twitter", format!(r#"<title>Tag</title><meta name="twitter:title" content="{title}">"#)),
        ("title-twitter-property", format!(r#"<title>Tag</title><meta property="twitter:title" content="{title}">"#)),
        (
            "title-twice",
            format!(r#"<meta property="og:title" content="{title}"><meta property="og:title" content="Pear">"#),
        ),
        (
            "title-last",
            format!(r#"<meta property="og:title" content="Pear"><meta property="og:title" content="{title}">"#),
        ),
        (
            "title-all",
            format!(
                r#"<title>Tag</title><meta name="twitter:title" content="Bird"><meta property="og:title" content="{title}">"#
            ),
        ),
    ]
}

fn descriptions() -> Vec<String> {
    let sentence = "A cake with apples, pears, plums and nuts. ";
    vec![
        "Moist, with cinnamon.".to_owned(),
        String::new(),
        "  ".to_owned(),
        "Apple cake".to_owned(),
        "One\n\nTwo\r\n three".to_owned(),
        "Salt &amp;amp; butter".to_owned(),
        sentence.repeat(6),
        sentence.repeat(7),
        sentence.repeat(11),
        sentence.repeat(12),
        sentence.repeat(30),
        "x".repeat(300),
        "x".repeat(301),
        "x".repeat(499),
        "x".repeat(500),
        "x".repeat(501),
        "x".repeat(1_000),
        "x".repeat(1_001),
        format!("{} {}", "x".repeat(150), "y".repeat(600)),
        format!("{} {}", "x".repeat(250), "y".repeat(600)),
        "ä ".repeat(320),
        "🍎".repeat(290),
    ]
}

fn description_tags(text: &str) -> Vec<(&'static str, String)> {
    let title = r#"<title>Apple cake</title><meta property="og:title" content="Apple cake">"#;
    vec![
        ("description-og", format!(r#"{title}<meta property="og:description" content="{text}">"#)),
        ("description", format!(r#"{title}<meta name="description" content="{text}">"#)),
        ("description-twitter", format!(r#"{title}<meta name="twitter:description" content="{text}">"#)),
        (
            "description-all",
            format!(
                r#"{title}<meta name="description" content="Plain."><meta name="twitter:description" content="Bird."><meta property="og:description" content="{text}">"#
            ),
        ),
    ]
}

const ADDRESSES: &[&str] = &[
    "https://bakery.example/cake.jpg",
    "http://bakery.example/cake.jpg",
    "//cdn.bakery.example/cake.jpg",
    "/cake.jpg",
    "cake.jpg",
    "../cake.jpg",
    "./a/../cake.jpg?size=2&amp;kind=3#top",
    "?picture",
    "",
    " ",
    " /cake.jpg ",
    "/apple cake.jpg",
    "/kuchen-ä.jpg",
    "HTTPS://BAKERY.EXAMPLE/Cake.jpg",
    "https://bücher.example/cake.jpg",
    "data:image/gif;base64,R0lGODlhAQABAAAAACw=",
    "http://[",
    "https://",
    "null",
    "ftp://bakery.example/cake.jpg",
    "https://bakery.example:99999/cake.jpg",
];

fn picture_tags(address: &str) -> Vec<(&'static str, String)> {
    let title = "<title>Apple cake</title>";
    vec![
        ("picture-og", format!(r#"{title}<meta property="og:image" content="{address}">"#)),
        ("picture-og-name", format!(r#"{title}<meta name="og:image" content="{address}">"#)),
        ("picture-twitter", format!(r#"{title}<meta name="twitter:image" content="{address}">"#)),
        (
            "picture-og-and-twitter",
            format!(
                r#"{title}<meta name="twitter:image" content="/bird.jpg"><meta property="og:image" content="{address}"><meta name="twitter:card" content="summary_large_image">"#
            ),
        ),
        ("picture-src", format!(r#"{title}<link rel="image_src" href="{address}">"#)),
        (
            "picture-icon",
            format!(r#"{title}<link rel="apple-touch-icon" href="{address}"><link rel="icon" href="/i.png">"#),
        ),
        ("picture-item", format!(r#"{title}<meta itemprop="image" content="{address}">"#)),
        (
            "picture-base",
            format!(
                r#"<base href="https://cdn.bakery.example/">{title}<meta property="og:image" content="{address}">"#
            ),
        ),
    ]
}

const SITES: &[(&str, &str)] = &[
    ("Apple cake - Bakery", "Bakery"),
    ("Apple cake | Bakery", "Bakery"),
    ("Apple cake : Bakery", "Bakery"),
    ("Apple cake: Bakery", "Bakery"),
    ("Apple cake・Bakery", "Bakery"),
    ("Apple cake – Bakery", "Bakery"),
    ("Apple cake  -  Bakery", "Bakery"),
    ("Apple cake -Bakery", "Bakery"),
    ("Apple cake-Bakery", "Bakery"),
    ("Bakery", "Bakery"),
    (" - Bakery", "Bakery"),
    ("- Bakery", "Bakery"),
    ("Bakery - Apple cake", "Bakery"),
    ("Apple cake - Bakery - Bakery", "Bakery"),
    ("Apple cake | bakery", "Bakery"),
    ("Apple cake | B.kery", "B.kery"),
    ("Apple cake | (Bakery)", "(Bakery)"),
    ("Apple cake | Salt &amp; Butter", "Salt &amp; Butter"),
    ("Apple cake | Bakery", " Bakery "),
    ("Apple cake | Bakery", ""),
    ("Apple cake || Bakery", "Bakery"),
    ("|| Bakery", "Bakery"),
];

const BODIES: &[&str] = &[
    "",
    "<p>Hm.</p>",
    "<h1>First</h1><h2>Second</h2>",
    "<h2>Second</h2><p>Take four apples, a little butter, and more cinnamon than you think is right.</p>",
    "<h3>Third</h3><p>Short.</p>",
    "<h1></h1><h2>Second</h2>",
    r#"<img src="/a.jpg"><p>Take four apples, a little butter, and more cinnamon than you think is right.</p>"#,
    r#"<img src="/a.jpg" width="20" height="20"><img src="/b.jpg" width="300" height="200"><img src="/c.jpg" width="300" height="200">"#,
    r#"<img src="/a.jpg" width="10" height="10"><img src="/b.jpg">"#,
    r#"<img src="" width="300" height="200"><img src="/b.jpg">"#,
    r#"<meta property="og:image" content="/body.jpg"><meta property="og:title" content="In the body">"#,
    "<svg><title>Drawing</title></svg><p>Take four apples, a little butter, and more cinnamon than you think.</p>",
    "<nav><p>Home, cakes, breads, and where to find us on a rainy day in spring.</p></nav><p>Take four apples, a little butter, and more cinnamon than you think is right.</p>",
    "<header><h1>Bakery of the old town</h1></header><main><h1>Cake</h1><p>Take four apples, a little butter, and more cinnamon than you think is right.</p></main>",
];

const WHOLE: &[&str] = &[
    "",
    "Hello",
    "<title>Apple cake",
    "<title>Apple</title><title>Pear</title>",
    "<meta property=og:title content=Apple><meta property=og:image content=/cake.jpg>",
    "<META PROPERTY='og:title' CONTENT='Apple cake'><TITLE>Tag</TITLE>",
    r#"<meta content="Apple cake" property="og:title"/><meta content="/cake.jpg" property="og:image"/>"#,
    r#"<meta property="og:title"><title>Tag</title>"#,
    r#"<!-- <meta property="og:title" content="Hidden"> --><title>Tag</title>"#,
    r#"<script>var x = '<meta property="og:title" content="Script">'</script><title>Tag</title>"#,
    r#"<noscript><meta property="og:title" content="Without script"></noscript><title>Tag</title>"#,
    r#"<head><title>Tag</title><p>early</p><meta property="og:title" content="Late"></head>"#,
    r#"<meta name="twitter:title" property="og:title" content="Both">"#,
    r#"<meta property="og:title" content='It&#39;s "warm"'><title>Tag</title>"#,
    "<html><head></head><body><title>In the body</title></body></html>",
    "<title>Apple <b>cake</b></title>",
    r#"<link rel="apple-touch-icon image_src" href="/both.png"><title>Tag</title>"#,
    r#"<link rel="shortcut icon" href="/i.ico"><title>Tag</title>"#,
    r#"<link rel="icon" href="/i.ico"><title>Tag</title>"#,
    r#"<meta name="fediverse:creator" content="@baker@crumbs.example"><title>Tag</title>"#,
    r#"<meta name="twitter:site" content="@bakery"><meta name="twitter:creator" content="@baker"><title>Tag</title>"#,
    r#"<meta property="twitter:card" content="summary_large_image"><meta property="og:image" content="/c.jpg"><title>Tag</title>"#,
    r#"<meta name="twitter:card" content="summary"><meta property="twitter:card" content="summary_large_image"><meta property="og:image" content="/c.jpg"><title>Tag</title>"#,
    r#"<meta name="twitter:image:src" content="/old.jpg"><title>Tag</title>"#,
    r#"<meta name="Description" content="With a capital."><title>Tag</title>"#,
    r#"<meta name="dc.description" content="Dublin."><title>Tag</title>"#,
];

/// One sentence in several charsets, declared in several ways.
fn charsets() -> Vec<(&'static str, Vec<u8>)> {
    let head = |charset: &str, title: &[u8]| {
        let mut page = format!(r#"<html><head><meta charset="{charset}"><title>"#).into_bytes();
        page.extend_from_slice(title);
        page.extend_from_slice(b"</title><meta property=\"og:description\" content=\"");
        page.extend_from_slice(title);
        page.extend_from_slice(b"\"></head><body><p>Text.</p></body></html>");
        page
    };
    let western: &[u8] = b"Gr\xFC\xDFe aus der B\xE4ckerei in K\xF6ln, t\xE4glich frisch ge\xF6ffnet";
    let sjis: &[u8] =
        b"\x97\xD1\x8C\xE7\x82\xCC\x83\x50\x81\x5B\x83\x4C\x82\xF0\x8F\xC4\x82\xAB\x82\xDC\x82\xB5\x82\xBD";
    let utf8 = "林檎のケーキを焼きました。とても美味しいです。".as_bytes();
    let wide = |text: &str| {
        let html = format!("<html><head><title>{text}</title></head><body><p>Text.</p></body></html>");
        let mut bytes = vec![0xFF, 0xFE];
        bytes.extend(html.encode_utf16().flat_map(u16::to_le_bytes));
        bytes
    };
    let marked = |page: Vec<u8>| [vec![0xEF, 0xBB, 0xBF], page].concat();
    vec![
        ("charset-utf-8", head("utf-8", utf8)),
        ("charset-mark", marked(head("utf-8", utf8))),
        ("charset-windows-1252", head("windows-1252", western)),
        ("charset-latin-1", head("iso-8859-1", western)),
        ("charset-shift-jis", head("shift_jis", sjis)),
        ("charset-utf-16", wide("Grüße aus der Bäckerei")),
        ("charset-wrong", head("utf-8", western)),
    ]
}

fn many(count: usize) -> String {
    let mut tags = String::from(r#"<title>Tag</title><meta property="og:title" content="Apple cake">"#);
    for number in 1..count {
        let _ = write!(tags, r#"<meta property="og:extra:{number}" content="x">"#);
    }
    tags
}

/// Chance that falls the same way every time.
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 33) as usize % end
    }

    fn one<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.below(of.len())]
    }
}

fn mixed(chance: &mut Chance) -> String {
    const NAMES: &[&str] = &[
        "og:title",
        "og:description",
        "og:image",
        "og:site_name",
        "og:type",
        "og:url",
        "og:image:width",
        "og:image:alt",
        "twitter:title",
        "twitter:description",
        "twitter:image",
        "twitter:card",
        "twitter:site",
        "description",
        "application-name",
        "article:author",
        "keywords",
    ];
    const CONTENTS: &[&str] = &[
        "Apple cake",
        "Pear cake | Bakery",
        "Bakery",
        "",
        " ",
        "Salt &amp;amp; butter",
        "/cake.jpg",
        "https://bakery.example/pear.jpg",
        "summary",
        "summary_large_image",
        "@bakery",
        "article",
        "A longer sentence about cakes, which says what is in them and how long they take.",
    ];
    const OTHER: &[&str] = &[
        "<title>Apple cake – Bakery</title>",
        "<title></title>",
        "<title>Plum cake - Bakery</title>",
        r#"<link rel="icon" href="/icon.png">"#,
        r#"<link rel="apple-touch-icon" href="/touch.png">"#,
        r#"<link rel="image_src" href="/src.jpg">"#,
        "<style>p{margin:0}</style>",
        "\n  ",
    ];
    let mut head = String::new();
    for _ in 0..chance.below(14) {
        if chance.below(4) == 0 {
            head.push_str(chance.one(OTHER));
            continue;
        }
        let (name, content) = (chance.one(NAMES), chance.one(CONTENTS));
        let usual = chance.below(5) > 0;
        let key = if name.starts_with("og:") == usual { "property" } else { "name" };
        // An address belongs into a picture's tag, mostly.
        let content = if name.ends_with("image") && chance.below(3) > 0 { "/cake.jpg" } else { content };
        let _ = write!(head, r#"<meta {key}="{name}" content="{content}">"#);
    }
    let body = chance.one(BODIES);
    page(&head, body)
}
