//! Every charset of the Encoding Standard.

use domain::{CharsetFrom, Fetched};
use encoding_rs::Encoding;

/// A label of each encoding, and a word that it can write.
const ENCODINGS: [(&str, &str); 40] = [
    ("utf-8", "Käse パン"),
    ("ibm866", "Хлеб"),
    ("iso-8859-2", "Chléb"),
    ("iso-8859-3", "Ħobż"),
    ("iso-8859-4", "Maize"),
    ("iso-8859-5", "Хлеб"),
    ("iso-8859-6", "خبز"),
    ("iso-8859-7", "Ψωμί"),
    ("iso-8859-8", "לחם"),
    ("iso-8859-8-i", "לחם"),
    ("iso-8859-10", "Bröd"),
    ("iso-8859-13", "Duona ė"),
    ("iso-8859-14", "Bara ŵ"),
    ("iso-8859-15", "Käse €"),
    ("iso-8859-16", "Pâine ț"),
    ("koi8-r", "Хлеб"),
    ("koi8-u", "Хліб"),
    ("macintosh", "Käse"),
    ("windows-874", "ขนมปัง"),
    ("windows-1250", "Chléb"),
    ("windows-1251", "Хлеб"),
    ("windows-1252", "Käse €"),
    ("windows-1253", "Ψωμί"),
    ("windows-1254", "Ekmek ş"),
    ("windows-1255", "לחם"),
    ("windows-1256", "خبز"),
    ("windows-1257", "Duona ė"),
    ("windows-1258", "Bánh"),
    ("x-mac-cyrillic", "Хлеб"),
    ("gbk", "面包"),
    ("gb18030", "面包"),
    ("big5", "麵包"),
    ("euc-jp", "パン"),
    ("iso-2022-jp", "パン"),
    ("shift_jis", "パン"),
    ("euc-kr", "빵"),
    ("utf-16be", "Käse パン 🥐"),
    ("utf-16le", "Käse パン 🥐"),
    ("x-user-defined", "Rye"),
    ("replacement", ""),
];

fn bytes(text: &str, encoding: &'static Encoding) -> Vec<u8> {
    match encoding.name() {
        "UTF-16BE" => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
        "UTF-16LE" => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        _ => encoding.encode(text).0.into_owned(),
    }
}

fn read(body: &[u8], content_type: Option<&str>) -> domain::Page {
    let fetched = Fetched { content_type: content_type.map(str::to_owned), ..Fetched::default() };
    pages::read(body, pages::Source { url: "https://bakery.example/".parse().unwrap(), fetched: Some(fetched) }).page
}

#[test]
fn a_page_in_any_charset_is_read_with_exact_places() {
    for (label, word) in ENCODINGS {
        let encoding = Encoding::for_label(label.as_bytes()).unwrap();
        let html = format!(
            "<!doctype html>\n<title>{word}</title><meta property=\"og:title\" content=\"{word} &amp; more\">\n<link rel=canonical href=/a></head><body>{word}<a href=\"https://getpocket.com/save\">{word}</a></body>"
        );
        let body = bytes(&html, encoding);
        let page = read(&body, Some(&format!("text/html; charset={label}")));
        assert_eq!(page.charset.used, encoding.name(), "{label}");
        assert_eq!(page.charset.from, CharsetFrom::Header);
        if label == "replacement" {
            assert!(page.title.is_none() && page.tags.is_empty());
            continue;
        }
        assert_eq!(page.charset.undecodable, 0, "{label}");
        assert_eq!(page.title.as_ref().unwrap().text, word, "{label}");
        let tag = &page.tags[0];
        assert_eq!(tag.content, format!("{word} & more"), "{label}");
        let cut = |from: u64, to: u64| bytes_text(&body[from as usize..to as usize], encoding);
        assert_eq!(
            cut(tag.at, tag.end),
            format!("<meta property=\"og:title\" content=\"{word} &amp; more\">"),
            "{label}"
        );
        let title = page.title.as_ref().unwrap();
        assert_eq!(cut(title.at, title.end), format!("<title>{word}</title>"), "{label}");
        assert_eq!(cut(page.links[0].at, page.links[0].end), "<link rel=canonical href=/a>", "{label}");
        assert!(cut(page.head_end.unwrap(), body.len() as u64).starts_with("</head>"), "{label}");
        assert!(cut(page.share[0].at, body.len() as u64).starts_with("<a href="), "{label}");
    }
}

fn bytes_text(bytes: &[u8], encoding: &'static Encoding) -> String {
    encoding.decode_without_bom_handling(bytes).0.into_owned()
}

#[test]
fn a_byte_order_mark_tells_utf_16_whatever_the_header_says() {
    let html = "\u{FEFF}<title>Käse</title><meta name=description content=x>";
    for name in ["utf-16le", "utf-16be"] {
        let encoding = Encoding::for_label(name.as_bytes()).unwrap();
        let body = bytes(html, encoding);
        let page = read(&body, Some("text/html; charset=utf-8"));
        assert_eq!((page.charset.used.as_str(), page.charset.from), (encoding.name(), CharsetFrom::Bom));
        assert_eq!(page.title.as_ref().unwrap().at, 2);
        let tag = &page.tags[0];
        assert_eq!(bytes_text(&body[tag.at as usize..tag.end as usize], encoding), "<meta name=description content=x>");
    }
}

#[test]
fn a_page_without_a_word_on_its_charset_is_guessed() {
    for (label, text) in [
        ("utf-8", "Käse und Brot gibt es jeden Tag"),
        ("shift_jis", "毎日パンを焼いています。月曜日はお休みです。"),
        ("windows-1251", "Свежий хлеб каждый день, кроме понедельника."),
        ("iso-2022-jp", "毎日パンを焼いています。月曜日はお休みです。"),
    ] {
        let encoding = Encoding::for_label(label.as_bytes()).unwrap();
        let page = read(&bytes(&format!("<title>{text}</title><p>{text}</p>"), encoding), None);
        assert_eq!((page.charset.used.as_str(), page.charset.from), (encoding.name(), CharsetFrom::Guess), "{label}");
        assert_eq!(page.title.unwrap().text, text, "{label}");
    }
}

#[test]
fn a_charset_that_does_not_exist_is_passed_over() {
    let page = read(b"<meta charset=bread><title>caf\xC3\xA9</title>", Some("text/html; charset=utf-99"));
    assert_eq!((page.charset.used.as_str(), page.charset.from), ("UTF-8", CharsetFrom::Guess));
    assert_eq!(page.charset.header.as_deref(), Some("utf-99"));
    assert_eq!(page.charset.meta.as_deref(), Some("bread"));
    assert_eq!(page.title.unwrap().text, "café");
}
