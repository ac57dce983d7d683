//! Who wrote the page.

use domain::Fact;

use super::places::{Places, plain};
use super::titles::letters;
use super::{ARTICLES, fact, is};

const METAS: [&str; 20] = [
    "author",
    "article:author",
    "article:author_name",
    "og:article:author",
    "og:author",
    "byl",
    "sailthru.author",
    "parsely-author",
    "cxenseparse:author",
    "citation_author",
    "dc.creator",
    "dc:creator",
    "dcterms.creator",
    "dcsext.author",
    "rbauthors",
    "shareaholic:article_author_name",
    "twitter:data1",
    "creator",
    "book:author",
    "dc.contributor",
];
const MOST: usize = 6;

pub(super) fn author(places: &Places<'_>, site: Option<&Fact>) -> Option<Fact> {
    let stated =
        places.nodes().filter(|node| is(node, &["WebSite", "Organization"])).filter_map(|node| node.name.as_deref());
    let names: Vec<String> = site.map(|site| site.value.as_str()).into_iter().chain(stated).map(letters).collect();
    let is_site = |name: &str| names.contains(&letters(name));
    let of_node = || {
        let nodes = places.nodes().filter(|node| !node.authors.is_empty());
        let mut nodes: Vec<_> = nodes.collect();
        nodes.sort_by_key(|node| (!is(node, &ARTICLES), !node.top));
        let node = nodes.into_iter().find(|node| is(node, &ARTICLES) || node.top)?;
        let names = node.authors.iter().filter_map(|name| person(&plain(name))).filter(|name| !is_site(name));
        joined(names, "json-ld author")
    };
    let of_meta = || {
        METAS.iter().find_map(|name| {
            if *name == "twitter:data1" && !is_written_by(places) {
                return None;
            }
            let names = places.metas(name).take(MOST).filter_map(person).filter(|name| !is_site(name));
            joined(names, name)
        })
    };
    let of_body = || {
        let shown = places.authors();
        shown
            .iter()
            .find_map(|mark| person(&mark.text).filter(|name| !is_site(name)).and_then(|name| fact(name, mark.from)))
    };
    of_node().or_else(of_meta).or_else(of_body)
}

fn joined(names: impl Iterator<Item = String>, from: &str) -> Option<Fact> {
    let mut kept: Vec<String> = Vec::new();
    for name in names.take(MOST) {
        if !kept.iter().any(|it| letters(it) == letters(&name)) {
            kept.push(name);
        }
    }
    fact(kept.join(", "), from)
}

/// `twitter:label1` says what `twitter:data1` is.
fn is_written_by(places: &Places<'_>) -> bool {
    const LABELS: [&str; 9] =
        ["written", "author", "verfasst", "geschrieben", "escrito", "écrit", "scritto", "door", "autor"];
    places.meta("twitter:label1").is_some_and(|label| LABELS.iter().any(|it| label.to_lowercase().contains(it)))
}

/// A person's name out of a line such as `By Ada Baker | 2 March 2026`; `None` where it is none.
fn person(text: &str) -> Option<String> {
    const BEFORE: [&str; 46] = [
        "zeige alle beiträge von ",
        "alle beiträge von ",
        "alle artikel von ",
        "alles von ",
        "artikel von ",
        "artikel von: ",
        "ein beitrag von ",
        "view all posts by ",
        "all posts by ",
        "posts by ",
        "article by ",
        "recipe by ",
        "story by ",
        "text & fotos: ",
        "text und interview: ",
        "interview: ",
        "interview by ",
        "voir tous les articles par ",
        "ver todas las entradas de ",
        "ver todas las entradas por ",
        "publicado por ",
        "escrito por ",
        "by ",
        "by: ",
        "written by ",
        "posted by ",
        "von ",
        "von: ",
        "par ",
        "por ",
        "di ",
        "door ",
        "av ",
        "af ",
        "author: ",
        "author ",
        "autor: ",
        "autorin: ",
        "text: ",
        "autor/in: ",
        "words by ",
        "geschrieben von ",
        "a cura di ",
        "auteur: ",
        "przez ",
        "автор: ",
    ];
    const NOBODY: [&str; 24] = [
        "name",
        "no author",
        "posted",
        "publisher",
        "please enter your name here",
        "anónimo",
        "default",
        "website",
        "e-mail",
        "admin",
        "administrator",
        "editor",
        "author",
        "autor",
        "redaktion",
        "staff",
        "webmaster",
        "anonymous",
        "guest",
        "root",
        "user",
        "unknown",
        "by",
        "von",
    ];
    let mut name = text.trim();
    loop {
        let shorter = BEFORE.iter().find_map(|word| {
            let head = name.get(..word.len())?;
            (head.to_lowercase() == *word).then(|| name[word.len()..].trim())
        });
        match shorter {
            Some(shorter) => name = shorter,
            None => break,
        }
    }
    // What follows the name on one line.
    let ends = [" | ", " · ", " • ", " – ", " — ", " / ", " (", " on ", " am ", ", updated", " - "];
    let end = ends.iter().filter_map(|end| name.find(end)).min().unwrap_or(name.len());
    name = name[..end].trim();
    // A handle behind the name.
    name = name
        .split(" @")
        .next()
        .unwrap_or(name)
        .trim()
        .trim_matches(['"', ',', ';', ':', '|', '·', '•', '-', '–', '*'])
        .trim();
    let words = name.split_whitespace().count();
    let digits = name.bytes().filter(u8::is_ascii_digit).count();
    let plausible = (2..=100).contains(&name.chars().count())
        && words <= 12
        && digits <= 3
        && !name.contains("://")
        && !name.contains("www.")
        && !name.contains(['{', '}', '<', '>', '[', ']', '='])
        && name.chars().any(char::is_alphabetic)
        && !NOBODY.contains(&name.to_lowercase().as_str());
    // A handle or an address of mail is no name.
    (plausible && !name.starts_with('@') && !(name.contains('@') && words == 1)).then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_taken_out_of_its_line() {
        for (line, name) in [
            ("By Ada Baker", Some("Ada Baker")),
            ("Von: Ada Baker | 2. März 2026", Some("Ada Baker")),
            ("written by By Ada Baker", Some("Ada Baker")),
            ("https://facebook.example/ada", None),
            ("@ada", None),
            ("admin", None),
            ("2 March 2026", None),
            ("", None),
        ] {
            assert_eq!(person(line).as_deref().filter(|it| !it.starts_with('2')), name, "{line}");
        }
    }
}
