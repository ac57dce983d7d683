//! Agents: whether the programs that make previews are let in, and get what a browser gets.

use domain::{NetworkId, Robots};
use networks::NETWORKS;
use networks::id::{FACEBOOK, IMESSAGE, LEMMY, SLACK};
use url::{Position, Url};

use super::sources;
use crate::audit::Effort::Once;
use crate::audit::Mend::ByHand;
use crate::audit::Needs::{Agents, Http};
use crate::audit::Severity::{Error, Warning};
use crate::audit::{AgentView, Blocker, Look, Rule};

/// What the agents of the sample got for this page; `None` where it was not in the sample.
fn views<'a>(look: &Look<'a>) -> Option<&'a [AgentView]> {
    look.seen_by.views.get(look.page.url.as_str()).map(Vec::as_slice).filter(|views| !views.is_empty())
}

fn host<'a>(look: &Look<'a>) -> &'a str {
    look.page.url.host_str().unwrap_or_default()
}

/// What keeps an agent out, in a few words.
fn in_words(blocker: &Blocker) -> String {
    match blocker {
        Blocker::Status { status } => format!("answered {status}"),
        Blocker::Challenge { by, evidence } => format!("met a challenge of {by} ({evidence})"),
        Blocker::Robots { line } => format!("forbidden by {line}"),
        Blocker::Encoding { encoding } => format!("answered in {encoding}, which it does not read"),
        Blocker::NoAnswer { why } => format!("not answered: {why}"),
    }
}

pub(super) static PAGE_BLOCKS_PREVIEW_AGENT: Rule = Rule {
    id: "page-blocks-preview-agent",
    severity: Error,
    hurts: &[],
    needs: Agents,
    mend: ByHand,
    effort: Once(20),
    says: "Shared links to this page show nothing on {networks}, since the server turns them away",
    technical: "Preview agents get a refusal or a challenge where a browser gets the page.",
    source: sources::BLOCKED,
    check: |look, found| {
        let Some(views) = views(look) else { return found.not_checked() };
        // What robots.txt and compression do has rules of its own.
        let kept = views.iter().filter_map(|view| match &view.blocker {
            None | Some(Blocker::Robots { .. } | Blocker::Encoding { .. }) => None,
            Some(blocker) => Some((view, in_words(blocker))),
        });
        let mut ways: Vec<(String, Vec<&AgentView>)> = Vec::new();
        for (view, how) in kept {
            match ways.iter_mut().find(|(known, _)| *known == how) {
                Some((_, views)) => views.push(view),
                None => ways.push((how, vec![view])),
            }
        }
        for (how, views) in ways {
            let agents = views.iter().map(|view| view.agent).collect::<Vec<_>>().join(", ");
            let networks = each_once(views.iter().map(|view| view.network.clone()));
            found.fault(format!("{agents}: {how}")).by_host(host(look)).hurting(networks);
        }
    },
};

fn each_once(networks: impl Iterator<Item = NetworkId>) -> Vec<NetworkId> {
    let mut once = Vec::new();
    for network in networks {
        if !once.contains(&network) {
            once.push(network);
        }
    }
    once
}

pub(super) static TAGS_DIFFER_BY_AGENT: Rule = Rule {
    id: "tags-differ-by-agent",
    severity: Warning,
    hurts: &[IMESSAGE],
    needs: Agents,
    mend: ByHand,
    effort: Once(30),
    says: "This page tells one network another headline or picture than the others, and {networks} may get the wrong one",
    technical: "Title or picture in the answer depend on the User-Agent.",
    source: sources::APPLE,
    check: |look, found| {
        let Some(views) = views(look) else { return found.not_checked() };
        let own_title = look.shared_title().map(|(title, _)| title.trim());
        let own_picture = look.picture_on_x().and_then(|shown| shown.url.clone());
        let same_picture = |seen: &Option<String>| {
            let seen = seen.as_deref().and_then(|href| look.page.resolve(href));
            // Either of the two pictures that a page may name is its own.
            seen == own_picture || seen == look.picture().and_then(|shown| shown.url.clone())
        };
        let others: Vec<&AgentView> = views
            .iter()
            .filter(|view| {
                let Some((title, picture)) = &view.card else { return false };
                title.as_deref().map(str::trim) != own_title || !same_picture(picture)
            })
            .collect();
        if let Some(first) = others.first() {
            let agents = others.iter().map(|view| view.agent).collect::<Vec<_>>().join(", ");
            let (title, picture) = first.card.clone().unwrap_or_default();
            let none = || "none".to_owned();
            let (title, picture) = (title.unwrap_or_else(none), picture.unwrap_or_else(none));
            found.fault(format!("{agents} get the title {title:?} and the picture {picture:?}")).by_host(host(look));
        }
    },
};

/// The line of `robots` that keeps `agent` from `url`.
pub(super) fn told_robots(robots: &Robots, agent: &str, url: &Url) -> Option<String> {
    if !(200..300).contains(&robots.status) {
        return None;
    }
    let verdict = pages::robots::allows(&robots.text, agent, &url[Position::BeforePath..Position::AfterQuery]);
    if verdict.allowed {
        return None;
    }
    Some(match verdict.line {
        Some((number, text)) => format!("line {number} of robots.txt ({})", text.trim()),
        None => "robots.txt".to_owned(),
    })
}

pub(super) static ROBOTS_BLOCKS_PREVIEW_AGENT: Rule = Rule {
    id: "robots-blocks-preview-agent",
    severity: Error,
    hurts: &[],
    needs: Http,
    mend: ByHand,
    effort: Once(10),
    says: "Shared links to this page show nothing on {networks}, since the site forbids them to read it",
    technical: "robots.txt keeps preview agents that obey it from the page.",
    source: sources::ROBOTS,
    check: |look, found| {
        let url = &look.page.url;
        let Some(robots) = look.site.robots_of(url) else { return found.not_checked() };
        if !has(&robots.text, "disallow") {
            return;
        }
        // Agents that the text does not name are all judged alike, by the lines for everybody.
        let everybody = told_robots(robots, "an-agent-that-nobody-names", url);
        let mut kept = Vec::new();
        let mut line = None;
        for network in NETWORKS {
            for agent in network.about.agents.iter().filter(|agent| agent.obeys_robots) {
                let told = if has(&robots.text, agent.token) {
                    told_robots(robots, agent.token, url)
                } else {
                    everybody.clone()
                };
                if let Some(told) = told {
                    kept.push((agent.token, network.id.clone()));
                    line.get_or_insert(told);
                }
            }
        }
        if let Some(line) = line {
            let agents = kept.iter().map(|(agent, _)| *agent).collect::<Vec<_>>().join(", ");
            let networks = each_once(kept.into_iter().map(|(_, network)| network));
            found.fault(format!("{agents}: {line}")).by_host(host(look)).hurting(networks);
        }
    },
};

/// Whether `text` holds `word`, without regard to case. `word` is ASCII.
fn has(text: &str, word: &str) -> bool {
    text.as_bytes().windows(word.len()).any(|window| window.eq_ignore_ascii_case(word.as_bytes()))
}

/// Programs that gather pages to train or feed language models; a group of robots.txt that names two of them is a
/// blanket list.
const AI_AGENTS: [&str; 10] = [
    "gptbot",
    "ccbot",
    "claudebot",
    "anthropic-ai",
    "google-extended",
    "bytespider",
    "perplexitybot",
    "applebot-extended",
    "amazonbot",
    "meta-externalagent",
];

/// Preview agents that such lists have been seen to hold.
static CAUGHT: [(&str, NetworkId); 3] =
    [("facebookexternalhit", FACEBOOK), ("facebookcatalog", FACEBOOK), ("linkedinbot", networks::id::LINKEDIN)];

pub(super) static AI_BLOCK_CATCHES_PREVIEW_AGENT: Rule = Rule {
    id: "ai-block-catches-preview-agent",
    severity: Warning,
    hurts: &[FACEBOOK],
    needs: Http,
    mend: ByHand,
    effort: Once(10),
    says: "A list that was meant to keep gatherers of texts away also keeps {networks} from showing shared links",
    technical: "A group of robots.txt that names several AI agents names a preview agent too.",
    source: sources::AI_ROBOTS,
    check: |look, found| {
        let Some(robots) = look.site.robots_of(&look.page.url) else { return found.not_checked() };
        if !AI_AGENTS.iter().any(|agent| has(&robots.text, agent)) {
            return;
        }
        for group in groups(&robots.text) {
            let names = |agent: &str| group.iter().any(|named| named == agent);
            let ai = AI_AGENTS.into_iter().filter(|agent| names(agent)).count();
            let caught: Vec<_> = CAUGHT.iter().filter(|(agent, _)| names(agent)).collect();
            if ai >= 2 && !caught.is_empty() {
                let agents = caught.iter().map(|(agent, _)| *agent).collect::<Vec<_>>().join(", ");
                let networks = each_once(caught.into_iter().map(|(_, network)| network.clone()));
                found
                    .fault(format!("robots.txt forbids {agents} together with {ai} AI agents"))
                    .by_host(host(look))
                    .hurting(networks);
                return;
            }
        }
    },
};

/// The agents of each group that forbids the whole site, in lower case.
fn groups(text: &str) -> Vec<Vec<String>> {
    let mut groups = Vec::new();
    let mut agents: Vec<String> = Vec::new();
    let mut in_rules = false;
    for line in text.lines() {
        let line = line.split('#').next().unwrap_or("");
        let Some((key, value)) = line.split_once(':') else { continue };
        let value = value.trim();
        match key.trim().to_ascii_lowercase().as_str() {
            "user-agent" => {
                if in_rules {
                    agents.clear();
                }
                in_rules = false;
                agents.push(value.to_ascii_lowercase());
            }
            "disallow" => {
                if value == "/" && !agents.is_empty() {
                    groups.push(agents.clone());
                }
                in_rules = true;
            }
            "allow" => in_rules = true,
            _ => {}
        }
    }
    groups
}

pub(super) static BROTLI_FORCED: Rule = Rule {
    id: "brotli-forced",
    severity: Error,
    hurts: &[FACEBOOK],
    needs: Agents,
    mend: ByHand,
    effort: Once(20),
    says: "{networks} cannot read this page, since the server packs it in a way that was not asked for",
    technical: "The server answers in an encoding that the agent's Accept-Encoding does not name, such as brotli.",
    source: sources::FACEBOOK_IMAGES,
    check: |look, found| {
        let Some(views) = views(look) else { return found.not_checked() };
        let kept: Vec<&AgentView> =
            views.iter().filter(|view| matches!(view.blocker, Some(Blocker::Encoding { .. }))).collect();
        if let Some(Blocker::Encoding { encoding }) = kept.first().and_then(|view| view.blocker.as_ref()) {
            let agents = kept.iter().map(|view| view.agent).collect::<Vec<_>>().join(", ");
            let networks = each_once(kept.iter().map(|view| view.network.clone()));
            found.fault(format!("{agents} got {encoding} without asking for it")).by_host(host(look)).hurting(networks);
        }
    },
};

pub(super) static RANGE_MISHANDLED: Rule = Rule {
    id: "range-mishandled",
    severity: Warning,
    hurts: &[FACEBOOK, SLACK, LEMMY],
    needs: Agents,
    mend: ByHand,
    effort: Once(20),
    says: "{networks} ask for the beginning of this page alone, and get something else",
    technical: "A request with Range is answered neither with that range nor with the whole.",
    source: sources::LEMMY,
    check: |look, found| {
        let Some(views) = views(look) else { return found.not_checked() };
        let kept: Vec<&AgentView> = views.iter().filter(|view| view.range_mishandled).collect();
        if !kept.is_empty() {
            let agents = kept.iter().map(|view| view.agent).collect::<Vec<_>>().join(", ");
            let networks = each_once(kept.iter().map(|view| view.network.clone()));
            found.fault(format!("{agents} asked for a range")).by_host(host(look)).hurting(networks);
        }
        let picture = look.picture().and_then(|shown| shown.url.as_ref());
        if let Some(url) = picture.filter(|url| look.images.of(url).is_some_and(|facts| facts.range_mishandled)) {
            found.fault(format!("{url} does not honour ranges")).by_host(url.host_str().unwrap_or_default());
        }
    },
};
