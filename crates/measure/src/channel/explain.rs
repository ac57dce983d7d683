//! Why: a verdict in plain sentences, for `tidings explain` and the console.

use domain::{NetworkId, Side};

use super::evidence::Evidence;
use super::places::PLACES;
use super::rules;
use super::verdict::{Confidence, Verdict};

/// Bytes of somebody else's words that are quoted.
const QUOTED_AT_MOST: usize = 120;

/// What `verdict` says of `evidence`, in sentences: what it is, why, what was seen, and how sure that is.
pub fn explain(evidence: &Evidence<'_>, verdict: &Verdict) -> Vec<String> {
    let mut sentences = vec![first(verdict)];
    sentences.extend(rules::named(&verdict.rule).map(|rule| rule.says.to_owned()));
    sentences.extend(seen(evidence, verdict));
    if let Some(parent) = verdict.parent.as_deref() {
        sentences.push(format!("It descends from {}.", quoted(parent)));
    }
    sentences.extend(verdict.confidence.map(|it| sure(it).to_owned()));
    sentences
}

/// A network or other place as people write it; its id where it is none that is known.
pub fn place_name(id: &NetworkId) -> &str {
    PLACES.named(id.as_str()).map_or(id.as_str(), |place| place.name)
}

fn first(verdict: &Verdict) -> String {
    let place = verdict.network.as_ref().map(place_name);
    match (verdict.channel.filter(|_| verdict.visit), verdict.side) {
        (Some(channel), Some(side)) => {
            let place = place.map(|place| format!(", {place}")).unwrap_or_default();
            let side = match side {
                Side::Unknown => "can't tell whose doing",
                side => side.in_words(),
            };
            format!("A visit: {side} ({}{place}).", channel.in_words())
        }
        _ => match place {
            Some(place) => format!("Not counted as a visit: {} ({place}).", verdict.is.in_words()),
            None => format!("Not counted as a visit: {}.", verdict.is.in_words()),
        },
    }
}

/// What the verdict rests on, in the browser's own words.
fn seen(evidence: &Evidence<'_>, verdict: &Verdict) -> Vec<String> {
    let mut seen = Vec::new();
    let agents = ["unfurl", "robot", "no-browser", "app", "perhaps-ours"];
    if let Some(name) =
        evidence.user_agent.as_deref().filter(|name| !name.is_empty() && agents.contains(&&*verdict.rule))
    {
        seen.push(format!("It calls itself {}.", quoted(name)));
    }
    let referrer = evidence.referrer.as_deref().unwrap_or_default().trim();
    if !matches!(referrer, "" | "-") {
        seen.push(format!("The browser named {} as its origin.", quoted(referrer)));
    } else if verdict.visit && !evidence.blind {
        seen.push("The browser named no origin.".to_owned());
    }
    if let Some(token) = &evidence.token {
        let place = token.network.as_ref().map(|network| format!(" for {}", place_name(network))).unwrap_or_default();
        seen.push(format!(
            "The address carries the code {} of a {}{place}.",
            quoted(&token.code),
            token.activity.in_words()
        ));
    }
    seen
}

fn sure(confidence: Confidence) -> &'static str {
    match confidence {
        Confidence::Proven => "That is proven: the link is yours, and its code can be checked.",
        Confidence::Strong => "That is as good as sure: the browser or the network says so itself.",
        Confidence::Declared => "That is what whoever tagged the link says. It is counted as \"up to\", not as sure.",
        Confidence::Shared => {
            "It may have been yours or a visitor's. It is counted as \"up to\", not as sure. A link with a code of its own would settle it."
        }
        Confidence::Weak => "That sign often means something else. It is counted as \"up to\", not as sure.",
        Confidence::Probable => "That is likely, not sure. It is counted as \"up to\".",
        Confidence::Estimated => "That is a guess by what is common for such pages. No side may claim it.",
    }
}

/// Somebody else's words on one line, cut where they are long.
fn quoted(text: &str) -> String {
    let line: String = text.chars().map(|sign| if sign.is_control() { ' ' } else { sign }).collect();
    let mut end = line.len().min(QUOTED_AT_MOST);
    while !line.is_char_boundary(end) {
        end -= 1;
    }
    if end < line.len() { format!("\u{201c}{}…\u{201d}", &line[..end]) } else { format!("\u{201c}{line}\u{201d}") }
}

#[cfg(test)]
mod tests {
    use domain::Activity;

    use super::*;
    use crate::channel::{Minted, classify};

    #[test]
    fn a_link_for_x_that_arrives_from_reddit_is_told_in_plain_words() {
        let evidence = Evidence {
            url: "https://shop.example/?e=k3v9xqp".into(),
            referrer: Some("https://old.reddit.com/r/cakes".into()),
            token: Some(Minted {
                code: "k3v9xqp".into(),
                activity: Activity::Post,
                network: Some(NetworkId::new("x")),
                parent: None,
            }),
            ..Evidence::default()
        };
        let told = explain(&evidence, &classify(&evidence)).join("\n");
        assert_eq!(
            told,
            "A visit: passed on by visitors (visitors copied the address, Reddit).\n\
             The address carries the code of a link that you put elsewhere. Somebody carried it to where the visitor came from.\n\
             The browser named \u{201c}https://old.reddit.com/r/cakes\u{201d} as its origin.\n\
             The address carries the code \u{201c}k3v9xqp\u{201d} of a post for X.\n\
             It descends from \u{201c}k3v9xqp\u{201d}.\n\
             That is as good as sure: the browser or the network says so itself."
        );
    }

    #[test]
    fn what_is_no_visit_is_told_too_and_foreign_words_are_cut() {
        let evidence =
            Evidence { user_agent: Some(format!("bot/1.0\n{}", "ü".repeat(500)).into()), ..Evidence::default() };
        let told = explain(&evidence, &classify(&evidence));
        assert_eq!(told[0], "Not counted as a visit: a program.");
        assert!(told.iter().all(|line| line.len() < 300 && !line.contains('\n')), "{told:?}");
    }
}
