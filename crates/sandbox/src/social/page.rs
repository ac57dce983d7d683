//! The start page: what was posted to each network, and what one signs in with. Plain HTML without scripts.

use std::fmt::Write as _;

use super::shelf::{Posted, State};
use super::{Network, Served};
use crate::Answer;
use crate::networks::{STYLE, escaped};

/// So many posts of each network are shown.
const SHOWN: usize = 20;

const MORE_STYLE: &str = "\
article p{white-space:pre-wrap}nav ul,dl{display:flex;flex-wrap:wrap;gap:4px 18px;list-style:none;padding:0}\
nav a{display:inline-block;padding:10px 0}dl{margin:6px 0}dl div{display:flex;gap:6px}dt{color:var(--soft)}dd{margin:0}\
code{font:14px ui-monospace,monospace}section{display:grid;gap:12px;border-top:1px solid var(--line);padding-top:18px}\
section h2{margin:0}article:target{outline:2px solid currentColor;outline-offset:8px}";

/// What was posted, network by network: those with posts come first.
pub(super) fn start(served: &Served) -> Answer {
    let mut body = "<nav aria-label=Networks><ul>".to_owned();
    let mut networks = Network::ALL;
    networks.sort_by_key(|network| {
        [State::Live, State::Draft].into_iter().all(|state| served.posts(*network, state).is_empty())
    });
    for network in networks {
        let count = served.posts(network, State::Live).len();
        let _ = write!(body, "<li><a href=\"#{network}\">{} ({count})</a></li>", network.name());
    }
    body.push_str("</ul></nav>");
    for network in networks {
        let (live, drafts) = (served.posts(network, State::Live), served.posts(network, State::Draft));
        let charged = served.place(network).speaks.charged();
        let _ = write!(body, "<section id={network}><h2>{}</h2><dl>", network.name());
        for (name, value) in network.signs_in_with() {
            let _ = write!(body, "<div><dt>{name}</dt><dd><code>{}</code></dd></div>", escaped(value));
        }
        body.push_str("</dl>");
        if charged > 0 {
            let _ = write!(body, "<p class=soft>Charged so far: {}.{:03} USD.</p>", charged / 1000, charged % 1000);
        }
        if live.is_empty() && drafts.is_empty() {
            body.push_str("<p class=soft>Nothing was posted yet.</p>");
        }
        for (kind, posts) in [("waiting", &drafts), ("live", &live)] {
            for posted in posts.iter().rev().take(SHOWN) {
                post(&mut body, posted, kind);
            }
            if posts.len() > SHOWN {
                let _ = write!(body, "<p class=soft>And {} more that are {kind}.</p>", posts.len() - SHOWN);
            }
        }
        body.push_str("</section>");
    }
    page("The networks of the sandbox", "What was posted", &body)
}

fn post(body: &mut String, posted: &Posted, kind: &str) {
    let at = posted.at.strftime("%Y-%m-%d %H:%M:%S");
    let waiting = if kind == "live" { "" } else { " · seen by nobody yet" };
    let _ = write!(
        body,
        "<article id=\"{}\"><p class=who>{}<span>{at} UTC{waiting}</span></p>",
        escaped(&posted.id),
        escaped(&posted.by)
    );
    if let Some(title) = &posted.title {
        let _ = write!(body, "<h3>{}</h3>", escaped(title));
    }
    let _ = write!(body, "<p>{}</p>", escaped(&posted.text));
    for link in posted.links.iter().filter(|link| link.starts_with("http")) {
        let link = escaped(link);
        let _ = write!(body, "<p><a href=\"{link}\" rel=\"noopener\">{link}</a></p>");
    }
    if let Some(card) = &posted.card {
        let picture = if card.picture.is_some() { "with a picture" } else { "without a picture" };
        let _ = write!(
            body,
            "<div class=said><span class=title>{}</span><span class=description>{}</span><span class=soft>A card {picture}.</span></div>",
            escaped(&card.title),
            escaped(&card.description)
        );
    }
    for media in &posted.media {
        let alt = media.alt.as_deref().filter(|alt| !alt.is_empty());
        let alt = alt.map_or_else(|| "without a text for it".to_owned(), |alt| format!("“{}”", escaped(alt)));
        let _ = write!(body, "<p class=soft>{}, {} bytes, {alt}.</p>", escaped(&media.kind), media.bytes);
    }
    let _ = write!(body, "<p class=soft><code>{}</code></p></article>", escaped(&posted.id));
}

/// A page of `network` for a person, such as the one on which a program is let in.
pub(super) fn small(network: &str, body: &str) -> Answer {
    page(&format!("{network}: a sandbox"), &format!("{network} in the sandbox"), body)
}

fn page(title: &str, heading: &str, body: &str) -> Answer {
    let answer = Answer::html(format!(
        "<!doctype html>\n<html lang=en>\n<head>\n<meta charset=utf-8>\n\
         <meta name=viewport content=\"width=device-width, initial-scale=1\">\n<meta name=robots content=noindex>\n\
         <title>{title}</title>\n<link rel=icon href=\"data:,\">\n<style>{STYLE}{MORE_STYLE}</style>\n</head>\n<body>\n\
         <header><p><strong>This is a sandbox.</strong> It comes with Tidings and stands in for the networks: nothing that \
         is posted here leaves this machine.</p></header>\n\
         <main>\n<h1>{heading}</h1>\n{body}\n</main>\n</body>\n</html>\n"
    ));
    answer.header("Cache-Control", "no-store").header("X-Content-Type-Options", "nosniff").header(
        "Content-Security-Policy",
        "default-src 'none'; style-src 'unsafe-inline'; img-src 'none'; base-uri 'none'; form-action 'none'",
    )
}
