//! Share bars, as they are put into a page.
#![cfg(test)]

use domain::{Code, NetworkId, SystemRandom, Token};
use networks::{NETWORKS, id};
use optimize::buttons::{Bar, Colours, Drawn, Face, Of, Placement, Scripted, Size};
use url::Url;

const PAGE: &str = "https://bakery.example/bread?kind=rye&size=2";

fn drawn(bar: &Bar, title: &str, code: &dyn Fn(&NetworkId) -> Option<Code>) -> Drawn {
    let (url, picture) = (Url::parse(PAGE).unwrap(), Url::parse("https://bakery.example/rye.jpg").unwrap());
    let hub = Url::parse("https://tidings.example/share").unwrap();
    bar.html(&Of { url: &url, title, picture: Some(&picture), hub: Some(&hub), short: None, code, copied: None })
}

/// The addresses that the buttons lead to, as a browser reads them.
fn links(html: &str) -> Vec<Url> {
    let hrefs = html.split("href=\"").skip(1).map(|rest| rest.split('"').next().unwrap().replace("&amp;", "&"));
    hrefs.map(|href| Url::parse(&href).unwrap()).collect()
}

fn all() -> Bar {
    let shared = NETWORKS.iter().filter(|network| network.share.is_some());
    Bar { networks: shared.map(|network| network.id.clone()).collect(), ..Bar::default() }
}

#[test]
fn the_bar_of_a_page() {
    let bar = Bar { networks: vec![id::WHATSAPP, id::PINTEREST, id::MASTODON], ..Bar::default() };
    insta::assert_snapshot!(drawn(&bar, "Rye & \"Spelt\" <b>", &|_| None).html);
}

#[test]
fn each_network_gets_the_address_whole_with_its_own_token() {
    let codes: Vec<(NetworkId, Code)> =
        all().networks.into_iter().map(|network| (network, Code::mint(&SystemRandom))).collect();
    let code = |of: &NetworkId| codes.iter().find(|(network, _)| network == of).map(|(_, code)| *code);
    let html = drawn(&all(), "Rye bread", &code).html;
    let links = links(&html);
    assert_eq!(links.len(), codes.len());
    for ((network, code), link) in codes.iter().zip(links) {
        // Once decoded, the address stands in it as it is: encoded twice it would look stripped.
        let carried = Token::from(*code).on(&Url::parse(PAGE).unwrap());
        let there = link.query_pairs().any(|(_, value)| value.contains(carried.as_str()));
        assert!(there, "{network}: {link}");
        assert!(["https", "http"].contains(&link.scheme()), "{link}");
    }
}

#[test]
fn where_links_lead_to_the_page_itself_their_short_address_is_shared() {
    let code = Code::mint(&SystemRandom);
    let (url, house) = (Url::parse(PAGE).unwrap(), Url::parse("http://127.0.0.1:7979/").unwrap());
    let bar = Bar { networks: vec![id::X], scripted: Some(Scripted::default()), ..Bar::default() };
    let of = Of {
        url: &url,
        title: "",
        picture: None,
        hub: None,
        short: Some(&house),
        code: &|_| Some(code),
        copied: Some(code),
    };
    let html = bar.html(&of).html;
    let short = format!("http://127.0.0.1:7979/l/{code}");
    assert!(links(&html)[0].query_pairs().any(|(name, value)| name == "url" && value == short), "{html}");
    assert!(html.contains(&format!("data-u=\"{short}\"")), "{html}");
    // Without a code there is nothing short.
    let plain = bar.html(&Of { code: &|_| None, copied: None, ..of }).html;
    assert!(!plain.contains("/l/"), "{plain}");
}

#[test]
fn what_has_no_form_gets_no_button_and_a_reason() {
    let bar = Bar {
        networks: vec![id::X, id::SIGNAL, id::LEMMY, id::PINTEREST, NetworkId::new("friendfeed")],
        ..Bar::default()
    };
    let url = Url::parse(PAGE).unwrap();
    let drawn =
        bar.html(&Of { url: &url, title: "", picture: None, hub: None, short: None, code: &|_| None, copied: None });
    let left: Vec<&str> = drawn.left_out.iter().map(|left| left.network.as_str()).collect();
    assert_eq!(left, ["signal", "lemmy", "pinterest", "friendfeed"]);
    assert_eq!(links(&drawn.html).len(), 1);
}

#[test]
fn a_title_of_ten_thousand_characters_is_cut_and_nothing_in_it_is_html() {
    for title in ["x".repeat(10_000), "🍞".repeat(10_000), "\u{202e}<script>alert(1)</script>\"'".repeat(400)] {
        let html = drawn(&all(), &title, &|_| None).html;
        assert!(!html.contains("<script") && html.is_ascii(), "{html}");
        assert_eq!(links(&html).len(), all().networks.len());
        let posts = links(&html).into_iter().filter(|link| link.host_str() == Some("bsky.app"));
        for post in posts {
            let text = post.query_pairs().next().unwrap().1.into_owned();
            assert!(text.chars().count() <= 300 && text.ends_with(PAGE), "{text}");
        }
    }
}

#[test]
fn bars_of_one_look_share_a_class_and_others_do_not() {
    let mut classes = std::collections::BTreeSet::new();
    for face in [Face::Icons, Face::Both, Face::Names] {
        for size in [Size::Usual, Size::Large] {
            for colours in [Colours::Networks, Colours::Page, Colours::Dark] {
                for placement in [Placement::Text, Placement::Side, Placement::Bottom] {
                    let bar = Bar { face, size, colours, placement, ..Bar::default() };
                    let html = drawn(&bar, "T", &|_| None).html;
                    let class = html.split("<nav class=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
                    assert!(html.contains(&format!(".{class} ul{{")));
                    classes.insert(class);
                }
            }
        }
    }
    assert_eq!(classes.len(), 54);
}

#[test]
fn buttons_that_only_a_script_can_press_are_told_to_it() {
    let bar = Bar {
        scripted: Some(Scripted { share: "Teilen \"…\"".to_owned(), ..Scripted::default() }),
        ..Bar::default()
    };
    let html = drawn(&bar, "T", &|_| None).html;
    assert!(html.contains("data-u=\"https://bakery.example/bread?kind=rye&amp;size=2\""), "{html}");
    assert!(html.contains("data-s=\"Teilen &quot;&#8230;&quot;\" data-c=\"Copy link\""), "{html}");
}
