//! robots.txt as Google reads it: RFC 9309, and what Google's published parser forgives beyond it.
//!
//! All groups that name an agent count as one; the group for everybody counts only where none names it; the longest
//! pattern decides, and allows where two are of one length. Source: google/robotstxt and
//! developers.google.com/crawling/docs/robots-txt, read 2026-11-22.

mod line;
mod pattern;

use std::ops::Range;

use line::{Key, Line, lines};
use pattern::Pattern;

/// As much as is read, as Google has it: 500 KiB.
const LARGEST: usize = 500 * 1024;

/// Whether `text` lets `agent` (a product token such as `facebookexternalhit`) read `path` (path and query of an address).
///
/// For more than one question of one file see [`Robots`].
pub fn allows(text: &str, agent: &str, path: &str) -> Verdict {
    Robots::parse(text).allows(agent, path)
}

/// What robots.txt says, and the line that says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// Whether it may be read.
    pub allowed: bool,
    /// The deciding line: number from 1, and text.
    pub line: Option<(usize, String)>,
}

/// The delay in seconds that `text` asks of `agent`, where it does.
pub fn crawl_delay(text: &str, agent: &str) -> Option<f64> {
    Robots::parse(text).crawl_delay(agent)
}

/// Addresses of sitemaps that `text` names.
pub fn sitemaps(text: &str) -> Vec<String> {
    Robots::parse(text).sitemaps
}

/// A robots.txt that was read once, to be asked many times.
#[derive(Clone, Debug, Default)]
pub struct Robots {
    /// Addresses of sitemaps, as written.
    pub sitemaps: Vec<String>,
    agents: Vec<Agent>,
    groups: Vec<Group>,
    rules: Vec<Rule>,
    delays: Vec<Delay>,
}

/// A user agent that a line names.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Agent {
    Everybody,
    /// The product token, in lower case.
    Named(String),
}

/// Agents and the rules that follow them.
#[derive(Clone, Debug)]
struct Group {
    agents: Range<usize>,
    rules: Range<usize>,
}

#[derive(Clone, Debug)]
struct Rule {
    allows: bool,
    pattern: Pattern,
    line: usize,
    text: String,
}

/// A delay that was asked of the agents named in the group so far. Google reads over such a line, so that agents after
/// it still belong to the group.
#[derive(Clone, Debug)]
struct Delay {
    agents: Range<usize>,
    seconds: f64,
}

impl Robots {
    /// Reads `text`: any text, of which 500 KiB are looked at.
    pub fn parse(text: &str) -> Self {
        let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
        let mut robots = Self::default();
        let mut group = Group { agents: 0..0, rules: 0..0 };
        for Line { number, text, key, value } in lines(cut(text, LARGEST)) {
            match key {
                Key::UserAgent => {
                    if !group.rules.is_empty() {
                        let (agents, rules) = (robots.agents.len(), robots.rules.len());
                        let next = Group { agents: agents..agents, rules: rules..rules };
                        robots.groups.push(std::mem::replace(&mut group, next));
                    }
                    robots.agents.push(agent(value));
                    group.agents.end = robots.agents.len();
                }
                // Rules before the first agent are nobody's.
                Key::Allow | Key::Disallow if !group.agents.is_empty() => {
                    let allows = key == Key::Allow;
                    let pattern = Pattern::new(value, allows);
                    robots.rules.push(Rule { allows, pattern, line: number, text: text.to_owned() });
                    group.rules.end = robots.rules.len();
                }
                Key::CrawlDelay => {
                    if let Ok(seconds) = value.parse::<f64>()
                        && seconds.is_finite()
                        && seconds >= 0.0
                    {
                        robots.delays.push(Delay { agents: group.agents.clone(), seconds });
                    }
                }
                Key::Sitemap if !value.is_empty() => robots.sitemaps.push(value.to_owned()),
                Key::Allow | Key::Disallow | Key::Sitemap => {}
            }
        }
        robots.groups.push(group);
        robots
    }

    /// Whether `agent` (a product token such as `facebookexternalhit`) may read `path` (path and query of an address).
    pub fn allows(&self, agent: &str, path: &str) -> Verdict {
        let is_named = self.names(&(0..self.agents.len()), agent);
        let groups = self
            .groups
            .iter()
            .filter(|group| if is_named { self.names(&group.agents, agent) } else { self.everybody(&group.agents) });
        let mut best: [Option<(usize, &Rule)>; 2] = [None, None];
        for rule in groups.flat_map(|group| &self.rules[group.rules.clone()]) {
            let best = &mut best[usize::from(rule.allows)];
            if let Some(length) = rule.pattern.matches(path)
                && best.is_none_or(|(longest, _)| longest < length)
            {
                *best = Some((length, rule));
            }
        }
        // An empty pattern matches everything and forbids nothing.
        let [disallow, allow] = best.map(|it| it.filter(|(length, _)| *length > 0));
        let length = |it: Option<(usize, &Rule)>| it.map_or(0, |(length, _)| length);
        let allowed = length(disallow) <= length(allow);
        let decided = if allowed { allow } else { disallow };
        Verdict { allowed, line: decided.map(|(_, rule)| (rule.line, rule.text.clone())) }
    }

    /// The delay in seconds that is asked of `agent`, where one is.
    pub fn crawl_delay(&self, agent: &str) -> Option<f64> {
        let asked = |delay: &&Delay| self.names(&delay.agents, agent);
        let of_agent = self.delays.iter().find(asked);
        let is_named = || self.names(&(0..self.agents.len()), agent);
        let of_all = || self.delays.iter().find(|delay| !is_named() && self.everybody(&delay.agents));
        of_agent.or_else(of_all).map(|delay| delay.seconds)
    }

    fn names(&self, agents: &Range<usize>, agent: &str) -> bool {
        let agent = product(agent);
        !agent.is_empty()
            && self.agents[agents.clone()]
                .iter()
                .any(|it| matches!(it, Agent::Named(name) if name.eq_ignore_ascii_case(agent)))
    }

    fn everybody(&self, agents: &Range<usize>) -> bool {
        self.agents[agents.clone()].contains(&Agent::Everybody)
    }
}

fn agent(value: &str) -> Agent {
    // A star with words behind it is still everybody.
    match value.strip_prefix('*') {
        Some(rest) if rest.is_empty() || rest.starts_with(char::is_whitespace) => Agent::Everybody,
        _ => Agent::Named(product(value).to_ascii_lowercase()),
    }
}

/// The product token at the start of a user agent: `Twitterbot/1.0` → `Twitterbot`.
fn product(agent: &str) -> &str {
    let end = agent.find(|letter: char| !(letter.is_ascii_alphabetic() || matches!(letter, '-' | '_')));
    &agent[..end.unwrap_or(agent.len())]
}

/// The first `most` bytes of `text` or a little less, so that no character is cut.
fn cut(text: &str, most: usize) -> &str {
    &text[..text.floor_char_boundary(most)]
}

#[cfg(test)]
mod tests;
