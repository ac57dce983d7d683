//! robots.txt beside the crate `robotstxt`, a port of Google's reader, over files that are put together at random.
//!
//! Left out of the comparison, since the port differs there from Google's reader as it stands today: sitemap lines and
//! unknown lines between two user agents (they part groups in the port, not since RFC 9309), lines without a colon that
//! have spaces around them, and a byte order mark. The table in `src/robots/tests.rs` has those.

use proptest::prelude::*;
use robotstxt::DefaultMatcher;

const AGENTS: [&str; 8] = ["*", "a", "B", "Twitterbot", "Twitterbot/1.0", "facebookexternalhit", "* x", "a b"];
const PATTERNS: [&str; 22] = [
    "/",
    "",
    "/a",
    "/a/b",
    "/A",
    "*",
    "/*",
    "/*.php",
    "/*.php$",
    "/a$",
    "$",
    "/a*b",
    "/**a",
    "/a/index.html",
    "/index.htm",
    "/%61",
    "/%c3%a4",
    "/ä",
    "a",
    "/a b",
    "/a?x=*&y",
    "/a#b",
];
const PATHS: [&str; 14] = [
    "/",
    "/a",
    "/a/",
    "/a/b",
    "/A",
    "/x.php",
    "/x.php?y",
    "/ab",
    "/axb/c",
    "/a/index.html",
    "/%61",
    "/%C3%A4",
    "/a?x=1&y",
    "/$",
];

fn line() -> impl Strategy<Value = String> {
    let agent = (
        prop::sample::select(vec!["User-agent", "user-agent ", "useragent", "USER AGENT", "user-agents"]),
        prop::sample::select(&AGENTS[..]),
    );
    let rule = (
        prop::sample::select(vec!["Disallow", "disallow", "Allow", "ALLOW", "disalow", "dissallow", "Allowed"]),
        prop::sample::select(&PATTERNS[..]),
    );
    let line = |(key, value): (&str, &str)| format!("{key}: {value}");
    prop_oneof![
        3 => agent.prop_map(line),
        6 => rule.prop_map(line),
        1 => prop::sample::select(vec!["", "# all", "nonsense", "disallow /a", ": /"]).prop_map(str::to_owned),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]
    #[test]
    fn the_answer_is_that_of_google_s_reader(
        lines in prop::collection::vec(line(), 0..14),
        end in prop::sample::select(vec!["\n", "\r\n", "\r", "\n\n"]),
        agent in prop::sample::select(vec!["a", "b", "Twitterbot", "FacebookExternalHit"]),
        path in prop::sample::select(&PATHS[..]),
    ) {
        let text = lines.join(end);
        let mut theirs = DefaultMatcher::default();
        let address = format!("https://bakery.example{path}");
        let expected = theirs.one_agent_allowed_by_robots(&text, agent, &address);
        let verdict = pages::robots::allows(&text, agent, path);
        prop_assert_eq!(verdict.allowed, expected, "{:?} {} {}", text, agent, path);
        if let Some((number, line)) = verdict.line {
            let all: Vec<&str> = text.split(end.trim_end_matches(' ')).collect();
            // With an empty line between them lines count double.
            let index = if end == "\n\n" { (number - 1) / 2 } else { number - 1 };
            prop_assert_eq!(all[index].trim(), line);
        }
    }
}
