use domain::NetworkId;
use measure::channel::{Channel, Confidence};
use measure::statement::{About, Act, Acts, Costs, More, Range, with};
use measure::visits::{Group, Tally};

use super::*;

fn group(channel: Channel, confidence: Confidence, visits: u64) -> Group {
    Group { channel, side: channel.side(), confidence, network: Some(NetworkId::new("bluesky")), visits, sales: 0 }
}

fn bakery() -> Week {
    let groups = vec![
        group(Channel::ShareButton, Confidence::Proven, 34),
        group(Channel::PassedOn, Confidence::Weak, 7),
        group(Channel::Post, Confidence::Proven, 52),
    ];
    let mut costs = Costs { rate: "30EUR".parse().ok(), ..Costs::default() };
    costs.activities.insert(domain::Activity::Post, 150);
    let period = Period::of("2026-11-16".parse().ok(), "2026-11-22".parse().ok(), "2026-11-23".parse().unwrap()).ok();
    let before = period.map(Period::before);
    let more = More {
        period,
        period_before: before,
        before: vec![group(Channel::ShareButton, Confidence::Proven, 28)],
        ..More::default()
    };
    let about = About { kept: true, posts_told: true, ..About::default() };
    let statement = with(&Tally { groups, ..Tally::default() }, &costs, &about, &more);
    let job = Next {
        id: "no-picture".to_owned(),
        says: "26 pages that people already share have no picture.".to_owned(),
        minutes: 5,
        visits: Some(Range { from: 20, to: 60 }),
        saves: None,
        saves_minutes: None,
        why: Vec::new(),
        act: Act { kind: Acts::MakeCards, label: "Make 26 cards".to_owned(), link: "/share/cards".to_owned() },
    };
    Week { site: "s1".to_owned(), name: "Bakery & <Sons>".to_owned(), statement, jobs: vec![job] }
}

#[test]
fn the_mail_says_what_last_week_brought_and_what_to_do_in_how_many_minutes() {
    let letter = letter(&[bakery()], Some("https://tidings.example"), Some("https://tidings.example/monday/off/x"));
    assert_eq!(letter.subject, "Bakery & <Sons>: 34\u{2013}41 visits passed on, 52 brought");
    for says in [
        "16 \u{2013} 22 November 2026",
        "Visitors passed on 34\u{2013}41 visits (28 the week before).",
        "You brought 52 visits (0 the week before), with 2:30 hours of work.",
        "1. 26 pages that people already share have no picture.\n   5 min \u{b7} +20\u{2013}60 visits a month\n   https://tidings.example/sites/s1/share/cards",
        "All of that takes 5 minutes.",
        "Switch it off with one press: https://tidings.example/monday/off/x",
    ] {
        assert!(letter.text.contains(says), "{says}\n{}", letter.text);
    }
}

#[test]
fn a_name_writes_no_html_and_nothing_is_loaded() {
    let letter = letter(&[bakery()], None, None);
    assert!(letter.html.contains("Bakery &amp; &lt;Sons&gt;") && !letter.html.contains("<Sons>"));
    assert!(!letter.html.contains("<img") && !letter.html.contains("src=") && !letter.html.contains("url("));
    assert!(!letter.text.contains("http"));
}

#[test]
fn a_week_begins_on_a_monday() {
    for (day, monday) in [("2026-11-23", "2026-11-23"), ("2026-11-29", "2026-11-23"), ("2026-03-01", "2026-02-23")] {
        assert_eq!(monday_of(day.parse().unwrap()).to_string(), monday);
    }
}
