//! Any text is a robots.txt, and can be asked. The last line is the path.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pages::robots::Robots;

fuzz_target!(|data: &[u8]| {
    let text = String::from_utf8_lossy(data);
    let path = text.lines().next_back().unwrap_or("/");
    let robots = Robots::parse(&text);
    for agent in ["a", "Twitterbot/1.0", ""] {
        let verdict = robots.allows(agent, path);
        assert!(verdict.allowed || verdict.line.is_some());
        assert!(robots.crawl_delay(agent).is_none_or(|delay| delay >= 0.0));
    }
});
