//! Previews of pages that nobody wrote: none may fail, none may take long.

use domain::{ImageFacts, ImageKind, Images};
use networks::{Layout, Verdict, previewing};
use proptest::prelude::*;
use url::Url;

/// A page made of bits of tags, some whole and some broken.
fn html() -> impl Strategy<Value = String> {
    let name = prop::sample::select(vec![
        "og:title",
        "og:description",
        "og:image",
        "og:image:url",
        "og:site_name",
        "og:type",
        "og:image:width",
        "og:image:height",
        "og:image:alt",
        "twitter:card",
        "twitter:title",
        "twitter:image",
        "description",
        "fediverse:creator",
        "pinterest",
        "og:url",
        "",
    ]);
    let attribute = prop::sample::select(vec!["property", "name", "itemprop"]);
    let content = prop_oneof![
        "\\PC{0,40}",
        ".{0,700}",
        Just("summary_large_image".to_owned()),
        Just("/cake.jpg".to_owned()),
        Just("https://bakery.example/cake.jpg".to_owned()),
        Just("http://[".to_owned()),
        Just("data:image/png;base64,AA".to_owned()),
        Just("&amp;amp;#x26;".to_owned()),
        Just("null".to_owned()),
    ];
    let meta = (attribute, name, content).prop_map(|(attribute, name, content)| {
        format!(r#"<meta {attribute}="{name}" content="{}">"#, content.replace('"', "&quot;"))
    });
    let other = prop::sample::select(vec![
        "<title>Apple cake – Bakery</title>",
        "<title></title>",
        "</head>",
        "<body>",
        "<h1>Cake</h1>",
        r#"<img src="/cake.jpg" width="600" height="400">"#,
        r#"<link rel="icon" href="/icon.png">"#,
        r#"<link rel="image_src" href="//">"#,
        r#"<base href="http://[">"#,
        r#"<script type="application/ld+json">{"@type":"NewsArticle","headline":"Cake","image":"/cake.jpg"}</script>"#,
        r#"<script type="application/ld+json">{"@type":"#,
    ]);
    prop::collection::vec(prop_oneof![3 => meta, 1 => other.prop_map(str::to_owned)], 0..25).prop_map(|it| it.concat())
}

fn facts() -> impl Strategy<Value = ImageFacts> {
    let kind = prop::option::of(prop::sample::select(vec![
        ImageKind::Jpeg,
        ImageKind::Svg,
        ImageKind::Webp,
        ImageKind::Avif,
        ImageKind::Ico,
    ]));
    (kind, 0..70_000_u32, 0..70_000_u32, prop::option::of(any::<u64>())).prop_map(|(kind, width, height, bytes)| {
        ImageFacts { kind, width, height, bytes, status: 200, ..ImageFacts::default() }
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_preview_of_any_page_is_whole(html in html(), facts in facts()) {
        let url = Url::parse("https://bakery.example/cakes/apple").unwrap();
        let page = pages::read(html.as_bytes(), pages::Source { url, fetched: None }).page;
        let mut images = Images::default();
        images.insert(&Url::parse("https://bakery.example/cake.jpg").unwrap(), facts);
        for network in previewing() {
            let drawn = network.draw(&page, &images);
            prop_assert_eq!(drawn.verdict == Verdict::Nothing, drawn.layout == Layout::Nothing);
            prop_assert_eq!(drawn.picture.is_some(), !matches!(drawn.layout, Layout::Nothing | Layout::Text));
            prop_assert!(drawn.picture.is_some() || !drawn.why.is_empty(), "{}: no word on the picture", network.id);
            prop_assert!(drawn.why.iter().all(|why| why.ends_with('.')), "{}: {:?}", network.id, drawn.why);
            prop_assert!(drawn.title.is_some() || drawn.layout == Layout::Nothing);
        }
    }
}
