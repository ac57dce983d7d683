//! Unfurls: whose preview agent it is that asks, by what it calls itself.

use std::sync::OnceLock;

use memchr::memmem::Finder;

use crate::{Network, agents};

/// An agent, and the tokens that its header has, its own among them.
struct Signs {
    network: &'static Network,
    tokens: Vec<Finder<'static>>,
}

/// The network whose preview agent calls itself `user_agent`; `None` for browsers and other programs. An agent that calls
/// itself by the names of others too (iMessage's) is known by having all of them.
pub fn unfurls(user_agent: &str) -> Option<&'static Network> {
    static SIGNS: OnceLock<Vec<Signs>> = OnceLock::new();
    let signs = SIGNS.get_or_init(|| {
        let all: Vec<&'static str> = agents().map(|(_, agent)| agent.token).collect();
        agents()
            .map(|(network, agent)| {
                let others = all.iter().copied().filter(|token| agent.header.contains(token) && *token != agent.token);
                let own = if agent.header.contains(agent.token) { agent.token } else { named(agent.header) };
                Signs { network, tokens: [own].into_iter().chain(others).map(Finder::new).collect() }
            })
            .collect()
    });
    let is_one = |signs: &&Signs| signs.tokens.iter().all(|token| token.find(user_agent.as_bytes()).is_some());
    signs.iter().filter(is_one).max_by_key(|signs| signs.tokens.len()).map(|signs| signs.network)
}

/// What an agent calls itself that obeys robots.txt under another name: `Bluesky Cardyb` of
/// `Mozilla/5.0 (compatible; Bluesky Cardyb/1.1; …)`.
fn named(header: &'static str) -> &'static str {
    let name = header.split_once("compatible; ").map_or(header, |(_, name)| name);
    name.split(['/', ';', ')']).next().unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_agent_is_known_by_its_header_and_no_browser_is_taken_for_one() {
        for (network, agent) in agents() {
            assert_eq!(unfurls(agent.header).map(|it| &it.id), Some(&network.id), "{}", agent.header);
        }
        for browser in [
            "",
            "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0",
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 \
             [FBAN/FBIOS;FBAV/489.0.0.0;FBDV/iPhone15,2;FBMD/iPhone]",
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 \
             Twitter for iPhone/10.66",
            "Mozilla/5.0 (Linux; Android 15; Pixel 9 Build/AP3A; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 \
             Chrome/142.0.0.0 Mobile Safari/537.36 Instagram 360.0.0.30.109 Android",
        ] {
            assert!(unfurls(browser).is_none(), "{browser}");
        }
    }
}
