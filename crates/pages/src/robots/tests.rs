use super::*;

fn allowed(text: &str, agent: &str, path: &str) -> bool {
    allows(text, agent, path).allowed
}

#[test]
fn the_table_of_what_is_allowed() {
    // Text, agent, path, allowed.
    for (text, agent, path, expected) in [
        ("", "Twitterbot", "/", true),
        ("user-agent: *\ndisallow: /", "Twitterbot", "/a", false),
        ("disallow: /", "Twitterbot", "/a", true),
        ("user-agent: Twitterbot\ndisallow: /", "Slackbot", "/", true),
        ("USER-AGENT: twitterBOT/1.0\nDISALLOW: /", "Twitterbot", "/", false),
        ("user-agent: *\ndisallow: /\nuser-agent: Twitterbot\nallow: /", "Twitterbot", "/a", true),
        // A group of one's own without a rule that fits allows all, whatever holds for everybody.
        ("user-agent: *\ndisallow: /\n\nuser-agent: Twitterbot\ndisallow:", "Twitterbot", "/a", true),
        // Two groups for one agent are one.
        ("user-agent: a\ndisallow: /x\nuser-agent: b\ndisallow: /\nuser-agent: a\ndisallow: /y", "a", "/y/z", false),
        ("user-agent: a\nuser-agent: b\ndisallow: /", "a", "/", false),
        // A product token is matched whole.
        ("user-agent: Slack\ndisallow: /", "Slackbot", "/", true),
        ("user-agent: facebook external hit\ndisallow: /", "facebook", "/", false),
        // The longest pattern decides; allow wins between equals.
        ("user-agent: *\ndisallow: /p\nallow: /page", "a", "/page.html", true),
        ("user-agent: *\nallow: /p\ndisallow: /page", "a", "/page.html", false),
        ("user-agent: *\ndisallow: /page\nallow: /page", "a", "/page", true),
        ("user-agent: *\nallow: /$\ndisallow: /", "a", "/", true),
        ("user-agent: *\nallow: /$\ndisallow: /", "a", "/a", false),
        ("user-agent: *\ndisallow: /*.php$", "a", "/x/y.php", false),
        ("user-agent: *\ndisallow: /*.php$", "a", "/x/y.php?z", true),
        ("user-agent: *\ndisallow: /*.php", "a", "/x.phpx", false),
        ("user-agent: *\ndisallow: /a*b*c$", "a", "/abcbc", false),
        ("user-agent: *\ndisallow: /a$b", "a", "/a$bc", false),
        ("user-agent: *\ndisallow: /fish*", "a", "/fish", false),
        ("user-agent: *\ndisallow: *", "a", "/x", false),
        ("user-agent: *\ndisallow: fish", "a", "/fish", true),
        ("user-agent: *\ndisallow: /fish", "a", "/Fish", true),
        ("user-agent: *\nallow: /shop/index.html\ndisallow: /shop", "a", "/shop/", true),
        // Escapes are one thing in either case, and letters beyond ASCII are escapes.
        ("user-agent: *\ndisallow: /b%c3%a4r", "a", "/b%C3%A4r", false),
        ("user-agent: *\ndisallow: /bär", "a", "/b%C3%A4r", false),
        // What is forgiven.
        ("\u{FEFF}user-agent: *\ndisallow: /", "a", "/", false),
        ("user-agent *\ndisallow /", "a", "/", false),
        ("useragent: *\ndisalow: /", "a", "/", false),
        ("user agent: *\nDissallow: /", "a", "/", false),
        ("  user-agent :  *  # all\r  disallow :/  # of it", "a", "/", false),
        ("user-agent: * and others\ndisallow: /", "a", "/", false),
        ("user-agent: a\n\n\n\ndisallow: /", "a", "/", false),
        ("user-agent: a\nsitemap: https://bakery.example/s.xml\nuser-agent: b\ndisallow: /", "a", "/", false),
        ("user-agent: a\ncrawl-delay: 4\nuser-agent: b\ndisallow: /", "a", "/", false),
        // What is not.
        ("user-agent: *\ndisallow / x", "a", "/", true),
        ("user-agent: *\n: /", "a", "/", true),
        ("<html>user-agent: *\ndisallow: /", "a", "/", true),
    ] {
        assert_eq!(allowed(text, agent, path), expected, "{text:?} {agent} {path}");
    }
}

#[test]
fn the_deciding_line_is_told() {
    let text = "# robots\r\nUser-agent: *\r\nDisallow: /a # private\r\rAllow: /a/b\n";
    assert_eq!(allows(text, "x", "/a").line, Some((3, "Disallow: /a # private".to_owned())));
    assert_eq!(allows(text, "x", "/a/b").line, Some((5, "Allow: /a/b".to_owned())));
    assert_eq!(allows(text, "x", "/").line, None);
}

#[test]
fn a_delay_is_that_of_the_agent_or_of_everybody() {
    let text =
        "user-agent: *\ncrawl-delay: 2.5\nuser-agent: a\ncrawl-delay: 10\ndisallow: /x\nuser-agent: b\ndisallow: /";
    assert_eq!(crawl_delay(text, "a"), Some(10.0));
    assert_eq!(crawl_delay(text, "b"), None);
    assert_eq!(crawl_delay(text, "c"), Some(2.5));
    for odd in ["crawl-delay: -1", "crawl-delay: NaN", "crawl-delay: inf", "crawl-delay: soon"] {
        assert_eq!(crawl_delay(&format!("user-agent: *\n{odd}"), "a"), None);
    }
}

#[test]
fn sitemaps_are_read_wherever_they_stand() {
    let text = "Sitemap: https://bakery.example/a.xml\nuser-agent: *\nsite-map:/b.xml\nsitemap:";
    assert_eq!(sitemaps(text), ["https://bakery.example/a.xml", "/b.xml"]);
}

#[test]
fn ten_megabytes_are_read_as_far_as_500_kib() {
    let mut text = "user-agent: *\n".to_owned();
    text.push_str(&"# ä\n".repeat(102_400));
    text.push_str("disallow: /\n");
    text.push_str(&"x".repeat(10_000_000));
    assert!(allowed(&text, "a", "/"));
}

#[test]
fn a_pattern_of_stars_takes_no_time() {
    let text = format!("user-agent: *\ndisallow: /{}b$", "*a".repeat(8000));
    assert!(allowed(&text, "a", &format!("/{}", "a".repeat(8000))));
}
