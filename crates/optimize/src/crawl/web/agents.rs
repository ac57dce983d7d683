//! Seen by: a sample of pages and pictures, asked for as each preview agent asks for them.

use std::time::Duration;

use domain::{Images, NetworkId};
use networks::http::{Answer, Http, Request};
use networks::{Agent, NETWORKS};
use url::Url;

use super::fetch;
use super::pictures::range_mishandled;
use super::robots::Book;
use crate::audit::{AgentView, Blocker, Says, SeenBy};

/// What an agent reads of a page at most.
const PAGE_AT_MOST: u64 = 2 * domain::MIB;
/// Of a picture only the answer counts.
const PICTURE_AT_MOST: u64 = 32 * domain::KIB;

/// Between a refusal that may be meant for all and the second question.
const CALM_DOWN: Duration = Duration::from_secs(1);

/// Every preview agent with the network whose previews it makes; agents that go by one header are asked once.
pub(super) fn everybody() -> Vec<(&'static Agent, NetworkId)> {
    let mut all: Vec<(&'static Agent, NetworkId)> = Vec::new();
    for network in NETWORKS {
        for agent in network.about.agents {
            if !all.iter().any(|(known, of)| known.header == agent.header && *of == network.id) {
                all.push((agent, network.id.clone()));
            }
        }
    }
    all
}

/// One address of the sample.
#[derive(Clone, Debug)]
pub(super) struct Sample {
    pub(super) url: Url,
    pub(super) picture: bool,
}

/// Asks for `sample` as each of `agents`. `images` tells which pictures a browser gets: what nobody gets is no fault of
/// the agent. `tell` hears how many questions were asked; it answers whether to go on.
pub(super) async fn seen_by(
    http: &Http,
    robots: &Book,
    sample: &[Sample],
    agents: &[(&'static Agent, NetworkId)],
    images: &Images,
    mut tell: impl FnMut(usize, usize) -> bool,
) -> SeenBy {
    let mut seen = SeenBy::default();
    let all = sample.len() * agents.len();
    let mut asked = 0;
    for Sample { url, picture } in sample {
        if *picture && !images.of(url).is_some_and(domain::ImageFacts::is_picture) {
            continue;
        }
        let known = robots.of(url).await;
        let mut views: Vec<AgentView> = Vec::with_capacity(agents.len());
        let mut told: Vec<(&str, AgentView)> = Vec::new();
        for (agent, network) in agents {
            if !tell(asked, all) {
                return seen;
            }
            asked += 1;
            // Several networks may send one agent: its answer is the same.
            if let Some((_, same)) = told.iter().find(|(header, _)| *header == agent.header) {
                views.push(AgentView { agent: agent.token, network: network.clone(), ..same.clone() });
                continue;
            }
            let view = match known.line_against(agent.token, url).filter(|_| agent.obeys_robots) {
                Some(line) => kept_out(agent, network, Blocker::Robots { line: format!("robots.txt, {line}") }),
                None => view(http, url, *picture, agent, network).await,
            };
            told.push((agent.header, view.clone()));
            views.push(view);
        }
        seen.views.insert(url.as_str().to_owned(), views);
    }
    seen
}

fn kept_out(agent: &Agent, network: &NetworkId, blocker: Blocker) -> AgentView {
    AgentView {
        agent: agent.token,
        network: network.clone(),
        status: 0,
        blocker: Some(blocker),
        encoding: None,
        range_mishandled: false,
        card: None,
        millis: 0,
    }
}

async fn view(http: &Http, url: &Url, picture: bool, agent: &Agent, network: &NetworkId) -> AgentView {
    let mut request = Request::new(url.clone())
        .at_most(if picture { PICTURE_AT_MOST } else { PAGE_AT_MOST })
        .header("user-agent", agent.header)
        .header("accept-encoding", agent.encodings);
    if let Some(range) = agent.range {
        request = request.header("range", range);
    }
    let mut answer = http.get(request.clone()).await;
    if answer.as_ref().is_ok_and(|answer| matches!(answer.status, 429 | 503) && challenge(answer).is_none()) {
        // So many agents in a row are our doing: only who is refused again is refused for what it is.
        tokio::time::sleep(CALM_DOWN).await;
        answer = http.get(request).await;
    }
    let answer = match answer {
        Ok(answer) => answer,
        Err(failure) => return kept_out(agent, network, Blocker::NoAnswer { why: failure.to_string() }),
    };
    let blocker = blocker(&answer, agent);
    let card = (blocker.is_none() && !picture).then(|| {
        let page = fetch::read(&answer).page;
        let says = Says::of(&page);
        let title = says.shared_title(&page).map(|(title, _)| title.to_owned());
        let picture = says.images.first().or(says.twitter_image.as_ref()).and_then(|shown| shown.url.clone());
        (title, picture.map(String::from))
    });
    // What a part of the page lacks may stand in the rest: that is for the rules about a page's first bytes.
    let card = card.filter(|(title, picture)| answer.status != 206 || (title.is_some() && picture.is_some()));
    AgentView {
        agent: agent.token,
        network: network.clone(),
        status: answer.status,
        blocker,
        encoding: answer.header("content-encoding").map(str::to_owned),
        range_mishandled: agent.range.is_some_and(|range| answered_another_range(&answer, range)),
        card,
        millis: answer.millis,
    }
}

fn answered_another_range(answer: &Answer, range: &str) -> bool {
    let asked = range.strip_prefix("bytes=0-").and_then(|to| to.trim().parse::<u64>().ok());
    range_mishandled(answer, asked.map_or(u64::MAX, |to| to.saturating_add(1)))
}

/// What keeps `agent` from the page that a browser gets.
fn blocker(answer: &Answer, agent: &Agent) -> Option<Blocker> {
    if let Some((by, evidence)) = challenge(answer) {
        return Some(Blocker::Challenge { by: by.to_owned(), evidence });
    }
    if !(200..300).contains(&answer.status) {
        return Some(Blocker::Status { status: answer.status });
    }
    let encoding = answer.header("content-encoding").map(|name| name.trim().to_ascii_lowercase());
    let encoding = encoding.filter(|name| !name.is_empty() && name != "identity")?;
    let wanted = |part: &str| part.split(';').next().unwrap_or("").trim().eq_ignore_ascii_case(&encoding);
    let asked = agent.encodings.split(',').any(|part| wanted(part) || part.trim() == "*");
    (!asked).then_some(Blocker::Encoding { encoding })
}

/// Headers that only a refusal or a challenge carries: header, what its value holds, who sends it.
const HEADERS: &[(&str, &str, &str)] = &[
    ("cf-mitigated", "challenge", "Cloudflare"),
    ("x-vercel-mitigated", "", "Vercel"),
    ("x-amzn-waf-action", "", "AWS WAF"),
    ("x-datadome", "protected", "DataDome"),
    ("x-sucuri-block", "", "Sucuri"),
];

/// What stands in challenge pages. Where the status is 200, only marks count that no ordinary page carries.
const MARKS: &[(&str, &str, bool)] = &[
    ("/cdn-cgi/challenge-platform/", "Cloudflare", false),
    ("<title>Just a moment...</title>", "Cloudflare", true),
    ("Attention Required! | Cloudflare", "Cloudflare", true),
    ("captcha-delivery.com", "DataDome", false),
    ("_Incapsula_Resource", "Imperva", false),
    ("px-captcha", "HUMAN Security", true),
    ("errors.edgesuite.net", "Akamai", true),
    ("sgcaptcha", "SiteGround", true),
    ("anubis_challenge", "Anubis", true),
    ("ddos-guard", "DDoS-Guard", false),
    ("Generated by Wordfence", "Wordfence", true),
    ("sucuri.net/privacy-policy", "Sucuri", false),
    ("awswaf.com", "AWS WAF", false),
];

/// Who puts a challenge in the way, and what gives it away.
fn challenge(answer: &Answer) -> Option<(&'static str, String)> {
    for (name, holds, by) in HEADERS {
        if let Some(value) = answer.header(name)
            && value.to_ascii_lowercase().contains(holds)
        {
            return Some((by, format!("{name}: {value}")));
        }
    }
    let refused = !(200..300).contains(&answer.status) || answer.status == 202;
    // A challenge is a short page.
    let body = String::from_utf8_lossy(&answer.body[..answer.body.len().min(64 * 1024)]);
    let (mark, by, _) = MARKS.iter().find(|(mark, _, sure)| (refused || *sure) && body.contains(mark))?;
    Some((by, (*mark).to_owned()))
}

/// A text to send to whoever runs the server, where something keeps preview agents out.
pub fn letter(seen: &SeenBy) -> Option<String> {
    use std::fmt::Write;
    let mut lines: Vec<(String, Vec<&str>, String)> = Vec::new();
    let mut addresses: Vec<(&String, &Vec<AgentView>)> = seen.views.iter().collect();
    addresses.sort_unstable_by_key(|(address, _)| *address);
    for (address, views) in addresses {
        for view in views {
            let what = match &view.blocker {
                None => continue,
                Some(Blocker::Status { status }) => format!("is answered with status {status}"),
                Some(Blocker::Challenge { by, evidence }) => format!("meets a challenge by {by} ({evidence})"),
                Some(Blocker::Robots { line }) => format!("is forbidden by {line}"),
                Some(Blocker::Encoding { encoding }) => {
                    format!("is answered in the encoding \"{encoding}\", which it did not ask for")
                }
                Some(Blocker::NoAnswer { why }) => format!("gets no answer: {why}"),
            };
            match lines.iter_mut().find(|(known, _, _)| *known == what) {
                Some((_, agents, _)) if agents.contains(&view.agent) => {}
                Some((_, agents, _)) => agents.push(view.agent),
                None => lines.push((what, vec![view.agent], address.clone())),
            }
        }
    }
    if lines.is_empty() {
        return None;
    }
    let mut letter = "Hello,\n\nwhen a link to our site is shared, the networks fetch the page to show a title and a \
                      picture. Our server turns these programs away, so that our links look empty:\n\n"
        .to_owned();
    for (what, agents, address) in lines {
        // Writing into a String cannot fail.
        let _ = writeln!(letter, "- {} {what}, for example at {address}", agents.join(", "));
    }
    letter.push_str(
        "\nPlease let these programs read pages and pictures: they only read, and come once for each shared link. The \
         names above are what their User-Agent header begins with or holds. Where a firewall verifies such programs by \
         their addresses, its list of verified bots usually has them.\n\nThank you!\n",
    );
    Some(letter)
}
