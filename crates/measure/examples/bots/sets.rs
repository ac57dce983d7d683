//! Sets of user agents that others publish: where they lie in their repositories, and what each entry is.
//!
//! Nothing of them is in this repository. A set that the words of `data/agents.txt` were written against is *developed*; the
//! others were held apart. Of device-detector, isbot and ua-parser-js every agent with an FNV-1a hash that leaves 3 when it is
//! divided by 4 was held apart; the other three quarters are developed.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::Value;

/// What the entries of a set are.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Holds {
    /// Programs.
    Bots,
    /// People's browsers.
    People,
    /// People's browsers inside an app of a network.
    InApp,
    /// What people's apps ask by themselves, without a browser: told, and neither right nor wrong.
    Apps,
}

/// A set.
pub(crate) struct Set {
    /// Repository and file.
    pub(crate) name: &'static str,
    pub(crate) holds: Holds,
    /// The words were written against it.
    pub(crate) developed: bool,
    pub(crate) agents: BTreeSet<String>,
}

/// How much of a file the words were written against.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Developed {
    All,
    ThreeQuarters,
}

/// Whether an agent is of the quarters that were looked at.
fn looked_at(agent: &str) -> bool {
    let hash = agent
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    hash % 4 != 3
}

/// A file of a repository, how it is read, and what it holds.
type File = (&'static str, &'static str, Developed, fn(&Path) -> Vec<(Holds, String)>);

const FILES: &[File] = &[
    ("crawler-user-agents", "crawler-user-agents.json", Developed::All, instances),
    ("uap-core devices", "tests/test_device.yaml", Developed::All, devices),
    ("isbot crawlers", "fixtures/crawlers.yml", Developed::ThreeQuarters, |path| listed(path, Holds::Bots)),
    ("isbot browsers", "fixtures/browsers.yml", Developed::ThreeQuarters, |path| listed(path, Holds::People)),
    ("device-detector", "Tests/fixtures", Developed::ThreeQuarters, detected),
    ("Crawler-Detect crawlers", "tests/data/user_agent/crawlers.txt", Developed::All, lines),
    ("ua-parser-js crawler", "test/data/ua/extension/crawler.json", Developed::ThreeQuarters, |path| {
        cases(path, Holds::Bots)
    }),
    ("ua-parser-js fetcher", "test/data/ua/extension/fetcher.json", Developed::ThreeQuarters, |path| {
        cases(path, Holds::Bots)
    }),
    ("ua-parser-js library", "test/data/ua/extension/library.json", Developed::ThreeQuarters, |path| {
        cases(path, Holds::Bots)
    }),
    ("ua-parser-js cli", "test/data/ua/extension/cli.json", Developed::ThreeQuarters, |path| cases(path, Holds::Bots)),
    ("ua-parser-js in-app", "test/data/ua/extension/inapp.json", Developed::ThreeQuarters, |path| {
        cases(path, Holds::InApp)
    }),
    ("ua-parser-js browsers", "test/data/ua/browser/browser-all.json", Developed::ThreeQuarters, |path| {
        cases(path, Holds::People)
    }),
];

/// The sets that lie in `folder`, each without what the developed ones have as well.
pub(crate) fn in_folder(folder: &Path) -> Vec<Set> {
    let mut sets: Vec<Set> = Vec::new();
    for (name, file, developed, read) in FILES {
        let path = folder.join(file);
        if !path.exists() {
            continue;
        }
        for (holds, agent) in read(&path) {
            // What begins as no browser does was not sent by one that shows a page.
            let browser = ["mozilla/", "opera/"].iter().any(|it| agent.to_lowercase().starts_with(it));
            let holds = if holds != Holds::Bots && !browser { Holds::Apps } else { holds };
            let developed = match developed {
                Developed::All => true,
                Developed::ThreeQuarters => looked_at(&agent),
            };
            let same = |set: &Set| set.name == *name && set.holds == holds && set.developed == developed;
            let set = match sets.iter().position(same) {
                Some(at) => &mut sets[at],
                None => {
                    sets.push(Set { name, holds, developed, agents: BTreeSet::new() });
                    let last = sets.len() - 1;
                    &mut sets[last]
                }
            };
            set.agents.insert(agent);
        }
    }
    sets
}

fn text(path: &Path) -> String {
    String::from_utf8_lossy(&fs::read(path).unwrap_or_default()).into_owned()
}

fn instances(path: &Path) -> Vec<(Holds, String)> {
    let all: Value = serde_json::from_str(&text(path)).unwrap_or_default();
    let entries = all.as_array().into_iter().flatten();
    let agents = entries.filter_map(|entry| entry["instances"].as_array()).flatten().filter_map(Value::as_str);
    agents.map(|agent| (Holds::Bots, agent.to_owned())).collect()
}

fn cases(path: &Path, holds: Holds) -> Vec<(Holds, String)> {
    let all: Value = serde_json::from_str(&text(path)).unwrap_or_default();
    let agents = all.as_array().into_iter().flatten().filter_map(|case| case["ua"].as_str());
    agents.map(|agent| (holds, agent.to_owned())).collect()
}

fn lines(path: &Path) -> Vec<(Holds, String)> {
    text(path).lines().filter(|line| !line.trim().is_empty()).map(|line| (Holds::Bots, line.to_owned())).collect()
}

/// `- agent` below headings.
fn listed(path: &Path, holds: Holds) -> Vec<(Holds, String)> {
    let text = text(path);
    let items = text.lines().filter_map(|line| line.trim_start().strip_prefix("- "));
    items.map(|item| (holds, plain(item))).collect()
}

/// A YAML scalar on one line.
fn plain(scalar: &str) -> String {
    let scalar = scalar.trim();
    match scalar.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\'')) {
        Some(inner) => inner.replace("''", "'"),
        None => match scalar.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
            Some(inner) => inner.replace("\\\"", "\"").replace("\\\\", "\\"),
            None => scalar.to_owned(),
        },
    }
}

fn devices(path: &Path) -> Vec<(Holds, String)> {
    let text = text(path);
    let mut found = Vec::new();
    let mut agent = None;
    for line in text.lines().map(|line| line.trim_start_matches(['-', ' '])) {
        if let Some(value) = line.strip_prefix("user_agent_string:") {
            agent = Some(plain(value));
        } else if let Some(family) = line.strip_prefix("family:")
            && let Some(agent) = agent.take()
        {
            let spider = plain(family) == "Spider";
            found.push((if spider { Holds::Bots } else { Holds::People }, agent));
        }
    }
    found
}

/// Apps of networks and messengers, as device-detector calls them.
const NETWORKS: &[&str] = &[
    "Facebook",
    "Facebook Lite",
    "Facebook Messenger",
    "Facebook Messenger Lite",
    "Instagram",
    "Instagram App",
    "LinkedIn",
    "Pinterest",
    "Snapchat",
    "TikTok",
    "TikTok Lite",
    "Twitter",
    "WeChat",
    "Line",
    "KakaoTalk",
    "Viber",
    "VK",
    "Telegram",
    "Reddit",
    "Threads",
    "WhatsApp",
    "Weibo",
    "Sina Weibo",
    "Douyin",
    "Microsoft Teams",
    "Discord",
    "Quora",
    "XING",
];

/// Entries with `user_agent:`, then `client:` with `type:` and `name:`, or `bot:`.
fn detected(folder: &Path) -> Vec<(Holds, String)> {
    let mut found = Vec::new();
    let files = fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
    for file in files.filter(|file| file.path().extension().is_some_and(|it| it == "yml")) {
        let bots = file.file_name() == "bots.yml";
        let (mut agent, mut within, mut kind, mut name) = (None, false, String::new(), String::new());
        let text = text(&file.path()) + "\n-\n";
        for line in text.lines() {
            let word = line.trim_start().trim_start_matches("- ");
            if line == "-" || line.starts_with("- ") {
                if let Some(agent) = agent.take() {
                    let holds = match (&*kind, &*name) {
                        _ if bots => Some(Holds::Bots),
                        ("browser" | "mobile app", name) if NETWORKS.contains(&name) => Some(Holds::InApp),
                        ("browser" | "mobile app", _) => Some(Holds::People),
                        _ => None,
                    };
                    found.extend(holds.map(|holds| (holds, agent)));
                }
                (within, kind, name) = (false, String::new(), String::new());
            }
            if let Some(value) = word.strip_prefix("user_agent:") {
                agent = Some(plain(value));
            } else if word.starts_with("client:") {
                within = true;
            } else if within && !line.starts_with("    ") {
                within = false;
            } else if let Some(value) = word.strip_prefix("type:").filter(|_| within) {
                kind = plain(value);
            } else if let Some(value) = word.strip_prefix("name:").filter(|_| within) {
                name = plain(value);
            }
        }
    }
    found
}
