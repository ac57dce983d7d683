//! What holds for every network, whatever it draws.

use std::collections::BTreeSet;
use std::fs;

use networks::publish::{Below, Draft};
use networks::share::Shared;
use networks::{Agent, Evidence, Form, Grade, Layout, NETWORKS, Network, Verdict, agents, network, previewing};

use crate::cases::{folder, html_files};

#[test]
fn every_folder_is_complete() {
    for network in NETWORKS {
        let folder = folder(network);
        let readme = fs::read_to_string(folder.join("README.md")).unwrap_or_default();
        assert!(readme.starts_with(&format!("# {}\n", network.about.name)), "{}: README.md", network.id);
        assert!(readme.split([' ', '|', '\n']).any(is_day), "{}: its README.md has no date", network.id);
        let proved = network.publish.is_none() || readme.contains("ever run against");
        assert!(proved, "{}: its README.md does not say against what its posts were proved", network.id);
        if network.preview.is_some() {
            let compared = readme.contains("ever compared with the live network") || readme.contains("Compared with");
            assert!(compared, "{}: its README.md does not say what it was compared with", network.id);
            assert!(html_files(&folder.join("cases")).len() >= 6, "{}: fewer than six cases", network.id);
        }
    }
}

#[test]
fn a_network_has_an_ability_and_one_without_previews_has_nobody_who_reads_for_them() {
    assert_eq!(previewing().len(), 18);
    for network in NETWORKS {
        assert!(network.preview.is_some() || network.share.is_some() || network.publish.is_some(), "{}", network.id);
        if network.preview.is_none() {
            assert!(network.about.agents.is_empty() && network.about.kept.refresh.is_none(), "{}", network.id);
        }
    }
}

#[test]
fn whoever_says_how_a_comment_is_settled_writes_comments_and_nobody_else() {
    let at = jiff::Timestamp::UNIX_EPOCH;
    let draft = Draft { text: "Warm", link: None, media: &[], key: 7, at, language: None };
    let below = Below { root: "1".to_owned(), parent: "1".to_owned() };
    let mut commenting = 0;
    for (network, publish) in NETWORKS.iter().filter_map(|it| Some((it, it.publish?))) {
        let comment = publish.acts.comment(&draft, ("shop", "@shop"), &below);
        assert_eq!(comment.is_some(), publish.comments.is_some(), "{}", network.id);
        assert!(
            comment.as_ref().is_none_or(|it| *it != publish.acts.freeze(&draft, ("shop", "@shop"))),
            "{}",
            network.id
        );
        commenting += usize::from(comment.is_some());
    }
    assert_eq!(commenting, 8);
}

#[test]
fn every_icon_is_small_and_takes_the_colour_of_the_text() {
    for network in NETWORKS {
        let icon = network.icon;
        assert!(icon.starts_with("<svg ") && icon.trim_end().ends_with("</svg>"), "{}", network.id);
        assert!(icon.contains(r#"viewBox="0 0 24 24""#) && icon.contains("currentColor"), "{}", network.id);
        assert!(icon.len() < 600, "{}: {} bytes", network.id, icon.len());
        for foreign in ["<script", "href", "style", "<image", "#"] {
            assert!(!icon.contains(foreign), "{}: {foreign}", network.id);
        }
    }
}

#[test]
fn ids_names_and_tokens_are_told_apart() {
    let mut seen = BTreeSet::new();
    for network in NETWORKS {
        assert!(seen.insert(network.id.as_str()), "{} stands there twice", network.id);
        assert!(seen.insert(network.about.name), "{} stands there twice", network.about.name);
        assert!(networks::network(&network.id).is_some());
    }
    let mut tokens = BTreeSet::new();
    for (_, agent) in agents() {
        assert!(tokens.insert(agent.token), "{} stands there twice", agent.token);
        assert!(!agent.token.contains(' '), "{}", agent.token);
        assert!(agent.header.is_ascii() && !agent.header.is_empty());
        assert!(agent.encodings.contains("gzip"), "{}", agent.token);
        assert!(agent.range.is_none_or(|range| range.starts_with("bytes=0-")), "{}", agent.token);
    }
    assert!(tokens.len() >= 14, "{tokens:?}");
}

#[test]
fn an_agents_header_carries_its_token() {
    // Bluesky's robots token is another than what its header says.
    let other = |agent: &Agent| agent.token == "BlueskyPreviewBot";
    for (network, agent) in agents().filter(|(_, agent)| !other(agent)) {
        assert!(agent.header.contains(agent.token), "{}: {}", network.id, agent.token);
    }
}

#[test]
fn every_fact_has_a_day_and_every_colour_is_one() {
    for network in NETWORKS {
        let shared = network.share.iter().flat_map(|share| [share.evidence, share.survives_evidence]);
        let evidence = [network.about.evidence, network.about.kept.evidence].into_iter().chain(shared);
        for Evidence { source, read, grade } in evidence {
            assert!(is_day(read), "{}: {read}", network.id);
            assert!(!source.is_empty() && grade <= Grade::Memory);
        }
        let digits = network.about.colour.strip_prefix('#').unwrap_or_default();
        assert!(digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_hexdigit()), "{}", network.about.colour);
        assert!(network.about.kept.how.ends_with('.'), "{}", network.id);
    }
}

#[test]
fn every_form_takes_the_page_s_address_over_https_and_names_only_what_it_is_given() {
    for network in NETWORKS {
        let Some(share) = &network.share else { continue };
        let page = Shared {
            url: "https://bakery.example/?e=5",
            title: "Rye bread",
            picture: Some("https://bakery.example/rye.jpg"),
        };
        let link = share.link(&page, Some("server.example")).unwrap();
        assert!(link.starts_with("https://") && !link.contains(['{', '}', ' ', '+']), "{}: {link}", network.id);
        assert!(link.contains("https%3A%2F%2Fbakery.example%2F%3Fe%3D5"), "{}: {link}", network.id);
        let (Form::One(form) | Form::OfServer(form)) = share.form;
        assert_eq!(form.contains("{picture}"), share.needs_picture, "{}", network.id);
        assert_eq!(form.contains("{server}"), matches!(share.form, Form::OfServer(_)), "{}", network.id);
        assert!(networks::retired::retired(&link).is_none(), "{}", network.id);
    }
}

#[test]
fn every_dead_network_has_a_date_and_is_none_that_lives() {
    for retired in networks::retired::RETIRED {
        assert!(retired.since.len() >= 4 && retired.since.starts_with("20"), "{}", retired.name);
        assert!(is_day(retired.evidence.read) && retired.instead.ends_with('.'), "{}", retired.name);
        assert!(NETWORKS.iter().all(|network| network.about.name != retired.name));
    }
}

#[test]
fn an_empty_page_makes_no_card_and_a_page_that_answers_with_an_error_neither() {
    let url = || url::Url::parse("https://bakery.example/gone").unwrap();
    let empty = pages::read(b"", pages::Source { url: url(), fetched: None }).page;
    let failed = domain::Fetched { status: 503, ..domain::Fetched::default() };
    let body = b"<title>Apple cake</title>";
    let failed = pages::read(body, pages::Source { url: url(), fetched: Some(failed) }).page;
    for network in NETWORKS {
        let verdict = network.draw(&empty, &domain::Images::default()).verdict;
        assert!(matches!(verdict, Verdict::Nothing | Verdict::WrongTitle), "{}: {verdict:?}", network.id);
        let drawn = network.draw(&failed, &domain::Images::default());
        assert_eq!((drawn.verdict, drawn.layout), (Verdict::Nothing, Layout::Nothing), "{}", network.id);
        assert!(!drawn.why.is_empty());
    }
}

#[test]
fn whoever_asks_not_to_be_indexed_is_shared_all_the_same() {
    let page = |robots: &str| {
        let html = format!(
            r#"<head>{robots}<title>Apple cake</title><meta property="og:title" content="Apple cake">
            <meta property="og:image" content="https://bakery.example/cake.jpg"></head>"#
        );
        let url = url::Url::parse("https://bakery.example/cakes/apple").unwrap();
        pages::read(html.as_bytes(), pages::Source { url, fetched: None }).page
    };
    let (open, closed) = (page(""), page(r#"<meta name="robots" content="noindex, nofollow">"#));
    for network in NETWORKS {
        let images = domain::Images::default();
        assert_eq!(network.draw(&open, &images), network.draw(&closed, &images), "{}", network.id);
    }
}

#[test]
fn a_network_that_nobody_knows_is_none() {
    assert!(network(&domain::NetworkId::new("friendfeed")).is_none());
    let first: &Network = NETWORKS[0];
    assert_eq!(network(&first.id).map(|it| it.about.name), Some("Facebook"));
}

#[test]
fn what_betrays_a_network_betrays_no_other_one() {
    let mut seen = BTreeSet::new();
    for network in NETWORKS {
        let witness = &network.witness;
        assert!(is_day(witness.evidence.read) && !witness.evidence.source.is_empty(), "{}", network.id);
        for host in witness.hosts {
            assert!(seen.insert(*host), "{host} stands there twice");
            assert!(host.contains('.') && !host.starts_with("www.") && *host == host.to_lowercase(), "{host}");
        }
        let parameters = witness.parameters.iter().map(|parameter| &parameter.name);
        for word in witness.servers.iter().chain(witness.in_app).chain(witness.packages).chain(parameters) {
            assert!(seen.insert(*word) && word.len() > 3, "{}: {word}", network.id);
        }
        for source in witness.sources {
            assert!(*source == source.to_lowercase(), "{source}");
        }
    }
    let mut sources = BTreeSet::new();
    assert!(NETWORKS.iter().flat_map(|network| network.witness.sources).all(|source| sources.insert(source)));
}

fn is_day(text: &str) -> bool {
    text.len() == 10 && text.parse::<jiff::civil::Date>().is_ok()
}
