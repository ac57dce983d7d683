//! Agents: who asks, by what he calls himself. Browsers inside apps first, for they are the visitors whom this is about;
//! then preview agents and other programs, by the words of `data/agents.txt` and by what a browser's name always has.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickBuilder, AhoCorasickKind, MatchKind};
use networks::Network;

use super::places::{PLACES, Place};
use super::{products, table};

/// Who asks.
pub(super) enum Agent {
    /// A person's browser; in the app of that place, where it says so.
    Browser(Option<&'static Place>),
    /// The preview agent of a network.
    Preview(&'static Network),
    /// A program that names itself.
    Robot,
    /// A program, for no browser has such a name.
    NoBrowser,
    /// Somebody who says nothing.
    Silent,
}

/// What a word says of whoever has it in his name.
#[derive(Clone, Copy)]
enum Says {
    Robot,
    Domain,
    Person,
    Platform,
    Phone,
    Compatible,
    InApp(&'static Place),
}

/// What may stand around a word.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Edge {
    None,
    End,
    Whole,
}

struct Words {
    automaton: Option<AhoCorasick>,
    says: Vec<(Says, Edge, usize)>,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let (mut texts, mut says) = (Vec::new(), Vec::new());
    for [what, words] in table::rows(include_str!("../../data/agents.txt")) {
        let (say, edge) = match what {
            "robot" => (Says::Robot, Edge::None),
            "robot_end" => (Says::Robot, Edge::End),
            "robot_whole" => (Says::Robot, Edge::Whole),
            "domain" => (Says::Domain, Edge::End),
            "person" => (Says::Person, Edge::End),
            "platform" => (Says::Platform, Edge::None),
            "phone" => (Says::Phone, Edge::None),
            _ => (Says::Compatible, Edge::None),
        };
        for word in words.split(' ').filter(|word| !word.is_empty()) {
            let word = table::spaced(word);
            says.push((say, edge, word.len()));
            texts.push(word);
        }
    }
    for (word, place) in &PLACES.in_app {
        says.push((Says::InApp(place), Edge::None, word.len()));
        texts.push(word.clone());
    }
    let automaton = AhoCorasickBuilder::new()
        .ascii_case_insensitive(true)
        .match_kind(MatchKind::Standard)
        .kind(Some(AhoCorasickKind::DFA))
        .build(texts);
    // It fails for more words than fit into a number of 32 bits.
    Words { automaton: automaton.ok(), says }
});

/// Bytes of a name that are looked at: a longer one says it all before.
const LOOKED_AT: usize = 1_024;
/// No browser has a shorter name.
const SHORTEST: usize = 20;

/// Who calls himself `name`.
pub(super) fn agent(name: &str) -> Agent {
    let name = name.trim();
    if matches!(name, "" | "-") {
        return Agent::Silent;
    }
    let bytes = &name.as_bytes()[..name.len().min(LOOKED_AT)];
    let said = said(bytes);
    let mozilla = bytes.get(..8).is_some_and(|start| start.eq_ignore_ascii_case(b"Mozilla/"));
    let old = bytes.get(..6).is_some_and(|start| start.eq_ignore_ascii_case(b"Opera/"));
    // A program may call itself by an app's name, but then it gives its own or its address as well.
    if let Some((_, place)) = said.in_app
        && mozilla
        && said.robot < 2
        && !said.compatible
        && said.platform
    {
        return Agent::Browser(Some(place));
    }
    if said.robot > 0 {
        return networks::unfurls(name).map_or(Agent::Robot, Agent::Preview);
    }
    let browser = if mozilla || old {
        (said.platform || said.phone)
            && bytes.len() >= SHORTEST
            && (bytes.contains(&b'(') || said.phone || memchr::memmem::find(bytes, b"AppleWebKit").is_some())
            && (!said.compatible || said.may_be_compatible)
            && !(mozilla && products::passes_itself_off(seen(name)))
    } else {
        said.phone || named_by_its_maker(bytes)
    };
    if browser {
        return Agent::Browser(None);
    }
    networks::unfurls(name).map_or(Agent::NoBrowser, Agent::Preview)
}

/// As much of a name as is looked at.
fn seen(name: &str) -> &str {
    let end = (0..=name.len().min(LOOKED_AT)).rev().find(|end| name.is_char_boundary(*end));
    &name[..end.unwrap_or_default()]
}

/// What the words of a name say.
#[derive(Default)]
struct Said {
    robot: i32,
    domains: i32,
    platform: bool,
    phone: bool,
    compatible: bool,
    may_be_compatible: bool,
    /// The longest word of an app's browser, with its length.
    in_app: Option<(usize, &'static Place)>,
}

fn said(name: &[u8]) -> Said {
    let mut said = Said::default();
    let words = &*WORDS;
    let Some(automaton) = &words.automaton else { return said };
    let letter = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphabetic);
    for found in automaton.find_overlapping_iter(name) {
        let Some((says, edge, length)) = words.says.get(found.pattern().as_usize()) else { continue };
        let cut = *edge != Edge::None && letter(name.get(found.end()));
        let joined = *edge == Edge::Whole && found.start() > 0 && letter(name.get(found.start() - 1));
        // `.NET` of Windows is no domain.
        let bare = matches!(says, Says::Domain)
            && !name.get(found.start().wrapping_sub(1)).is_some_and(u8::is_ascii_alphanumeric);
        if cut || joined || bare {
            continue;
        }
        match says {
            Says::Robot => said.robot += 1,
            Says::Domain => said.domains += 1,
            Says::Person => said.robot -= 1,
            Says::Platform => said.platform = true,
            Says::Phone => said.phone = true,
            Says::Compatible => said.may_be_compatible = true,
            Says::InApp(place) => {
                if said.in_app.is_none_or(|(longest, _)| longest < *length) {
                    said.in_app = Some((*length, place));
                }
            }
        }
    }
    // On phones the browser in an app says in which one it is, and that may be called Weather.example.
    let phone = ["Android", "iPhone", "iPad"].iter().any(|it| memchr::memmem::find(name, it.as_bytes()).is_some());
    if !phone {
        said.robot += said.domains;
    }
    said.compatible = memchr::memmem::find(name, b"compatible").is_some();
    said
}

/// Makers of phones whose browsers named the phone before anything else.
const MAKERS: &[&[u8]] = &[
    b"nokia",
    b"samsung",
    b"sec-",
    b"lg-",
    b"lge-",
    b"lg/",
    b"mot-",
    b"motorola",
    b"sonyericsson",
    b"blackberry",
    b"sie-",
    b"huawei",
    b"zte",
    b"alcatel",
    b"bird",
    b"lenovo",
    b"pantech",
    b"docomo",
    b"kddi",
    b"j-phone",
    b"vodafone",
    b"softbank",
    b"sagem",
    b"sanyo",
    b"sharp",
    b"philips",
    b"panasonic",
    b"palm",
    b"htc",
    b"kyocera",
    b"kwc-",
    b"amoi",
    b"coolpad",
    b"micromax",
    b"spice",
    b"lava",
    b"karbonn",
    b"gionee",
    b"haier",
    b"hisense",
    b"k-touch",
    b"benq",
    b"asus",
    b"toshiba",
    b"nec-",
    b"mitsu",
    b"portalmmm",
    b"willcom",
    b"emobile",
    b"tcl",
    b"doro",
    b"itel",
    b"tecno",
    b"casio",
    b"cdm-",
    b"audiovox",
    b"telit",
    b"qtek",
    b"dopod",
    b"o2-",
    b"tianyu",
    b"fly",
];

fn named_by_its_maker(name: &[u8]) -> bool {
    MAKERS.iter().any(|maker| name.get(..maker.len()).is_some_and(|start| start.eq_ignore_ascii_case(maker)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(name: &str) -> &'static str {
        match agent(name) {
            Agent::Browser(None) => "browser",
            Agent::Browser(Some(place)) => place.id.as_str().to_owned().leak(),
            Agent::Preview(_) => "preview",
            Agent::Robot => "robot",
            Agent::NoBrowser => "no browser",
            Agent::Silent => "silent",
        }
    }

    #[test]
    fn every_preview_agent_is_known_with_its_network() {
        for (network, it) in networks::agents() {
            assert!(matches!(agent(it.header), Agent::Preview(found) if found.id == network.id), "{}", it.header);
        }
    }

    #[test]
    fn the_browser_in_an_app_is_a_person_and_names_the_network() {
        let of =
            |rest: &str| format!("Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 {rest}");
        for network in networks::NETWORKS {
            for word in network.witness.in_app {
                assert_eq!(kind(&of(&format!("Mobile/15E148 {word}400.1"))), network.id.as_str(), "{word}");
            }
        }
        assert_eq!(kind(&of("Mobile/15E148 [FBAN/MessengerForiOS;FBAV/489.0;FBDV/iPhone15,2]")), "messenger");
        assert_eq!(kind(&of("Mobile/15E148 Instagram 300.0 (iPhone15,2)")), "instagram");
    }

    #[test]
    fn a_phone_called_cubot_is_no_bot() {
        let cubot = "Mozilla/5.0 (Linux; Android 11; CUBOT NOTE 20) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/96.0 Mobile Safari/537.36";
        assert_eq!(kind(cubot), "browser");
        assert_eq!(kind(&cubot.replace("Safari/537.36", "Safari/537.36 (compatible; Somebot/1.0)")), "robot");
    }

    #[test]
    fn who_says_nothing_or_has_no_browsers_name_is_none() {
        assert_eq!(kind(" "), "silent");
        assert_eq!(kind("-"), "silent");
        for name in
            ["x", "Mozilla/5.0", "Mozilla/5.0 (Something)", "reader 3", "Mozilla/5.0 (compatible; Thing)", "\u{fffd}"]
        {
            assert_eq!(kind(name), "no browser", "{name}");
        }
        assert_eq!(kind("Mozilla/4.0 (compatible; MSIE 6.0; Windows NT 5.1; .NET CLR 2.0.50727)"), "browser");
        assert_eq!(kind("Nokia6300/2.0 (04.20) Profile/MIDP-2.0 Configuration/CLDC-1.1"), "browser");
    }
}
