use domain::Code;

use super::*;
use crate::log::entry;

const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0";

fn told() -> Told {
    Told { hosts: vec!["shop.example".to_owned()], posts: Some(Vec::new()), ..Told::default() }
}

/// A line at `time`, asked from `address`.
fn line(time: &str, address: &str, target: &str, referrer: &str, agent: &str) -> String {
    format!("{address} - - [{time} +0200] \"GET {target} HTTP/1.1\" 200 1 \"{referrer}\" \"{agent}\"")
}

fn count(told: &Told, lines: &[String]) -> Tally {
    let mut counting = Counting::new(told, [7; 16]);
    for line in lines {
        let entry = entry(line.as_bytes()).unwrap();
        if counting.may_be_view(&entry) {
            counting.take(&entry, false);
        }
    }
    counting.end()
}

fn groups(tally: &Tally) -> Vec<(Channel, Confidence, Option<&str>, u64)> {
    let network = |group: &Group| group.network.as_ref().map(|it| networks_name(it.as_str()));
    let shown = tally.groups.iter().filter(|group| group.visits > 0);
    shown.map(|group| (group.channel, group.confidence, network(group), group.visits)).collect()
}

fn networks_name(id: &str) -> &'static str {
    networks::NETWORKS.iter().map(|it| it.id.as_str()).find(|it| *it == id).unwrap_or("?")
}

#[test]
fn a_visit_goes_on_for_half_an_hour_and_begins_anew_with_evidence_of_its_own() {
    let lines = [
        line("09/Oct/2026:14:00:00", "203.0.113.7", "/bread", "https://t.co/1", FIREFOX),
        line("09/Oct/2026:14:00:05", "203.0.113.7", "/bread", "https://t.co/1", FIREFOX),
        line("09/Oct/2026:14:10:00", "203.0.113.7", "/cake", "https://shop.example/bread", FIREFOX),
        line("09/Oct/2026:14:11:00", "203.0.113.7", "/cake", "https://www.google.com/", FIREFOX),
        line("09/Oct/2026:14:12:00", "203.0.113.8", "/cake", "https://t.co/2", FIREFOX),
        line("09/Oct/2026:15:00:00", "203.0.113.7", "/", "-", FIREFOX),
    ];
    let tally = count(&told(), &lines);
    assert_eq!(
        groups(&tally),
        [
            (Channel::PassedOn, Confidence::Strong, Some("x"), 2),
            (Channel::Search, Confidence::Strong, Some("?"), 1),
            (Channel::Direct, Confidence::Estimated, None, 1),
        ]
    );
    assert_eq!(tally.views, 6);
}

#[test]
fn who_was_not_told_where_we_post_is_not_sure_whose_doing_it_was() {
    let lines = [line("09/Oct/2026:14:00:00", "203.0.113.7", "/bread", "https://t.co/1", FIREFOX)];
    let untold = count(&Told { posts: None, ..told() }, &lines);
    assert_eq!(groups(&untold), [(Channel::PassedOn, Confidence::Shared, Some("x"), 1)]);
    let ours = count(&Told { posts: Some(vec![NetworkId::new("x")]), ..told() }, &lines);
    assert_eq!(groups(&ours), [(Channel::Post, Confidence::Shared, Some("x"), 1)]);
}

#[test]
fn a_visit_over_midnight_is_one_and_the_next_day_knows_nobody() {
    let lines = [
        line("09/Oct/2026:23:50:00", "203.0.113.7", "/", "-", FIREFOX),
        line("10/Oct/2026:00:10:00", "203.0.113.7", "/cake", "https://shop.example/", FIREFOX),
        line("10/Oct/2026:08:00:00", "203.0.113.7", "/", "-", FIREFOX),
    ];
    let tally = count(&told(), &lines);
    assert_eq!(groups(&tally), [(Channel::Direct, Confidence::Estimated, None, 2)]);
    assert_eq!(tally.days.len(), 2);
}

#[test]
fn parts_programs_and_pages_that_are_not_there_are_no_visits() {
    let mut lines = vec![
        line("09/Oct/2026:14:00:00", "203.0.113.7", "/a.css", "https://shop.example/", FIREFOX),
        line("09/Oct/2026:14:00:00", "203.0.113.7", "/bread", "-", "curl/8.1"),
        line("09/Oct/2026:14:00:00", "203.0.113.7", "/bread", "-", "facebookexternalhit/1.1"),
        line("09/Oct/2026:14:01:00", "203.0.113.9", "/bread", "-", "facebookexternalhit/1.1"),
        line("09/Oct/2026:15:01:00", "203.0.113.9", "/bread", "-", "facebookexternalhit/1.1"),
    ];
    lines.push(line("09/Oct/2026:14:00:00", "203.0.113.7", "/wp-login", "-", FIREFOX).replace("\" 200", "\" 404"));
    let tally = count(&told(), &lines);
    assert!(groups(&tally).is_empty());
    let left = &tally.left_out;
    assert_eq!((left.parts, left.not_answered, left.by[&Counted::Bot], left.by[&Counted::Preview]), (1, 1, 1, 3));
    assert_eq!(tally.unfurls[&NetworkId::new("facebook")].times, 2);
}

#[test]
fn whoever_looks_at_more_pages_than_a_person_can_is_taken_back() {
    let lines: Vec<String> = (0..40)
        .map(|at| line(&format!("09/Oct/2026:14:00:{at:02}"), "203.0.113.7", &format!("/p{at}"), "-", FIREFOX))
        .collect();
    let tally = count(&told(), &lines);
    assert!(groups(&tally).is_empty());
    assert_eq!(tally.left_out.too_fast, 40);
    assert!(tally.days.values().all(|sides| sides.iter().sum::<u64>() == 0));
}

#[test]
fn who_is_too_fast_for_a_person_keeps_neither_his_visits_nor_his_sales() {
    let told = Told { goals: vec!["/thanks".to_owned()], ..told() };
    let mut lines = vec![
        line("09/Oct/2026:09:00:00", "203.0.113.7", "/bread", "https://t.co/1", FIREFOX),
        line("09/Oct/2026:09:01:00", "203.0.113.7", "/thanks", "https://shop.example/", FIREFOX),
        line("09/Oct/2026:12:00:00", "203.0.113.7", "/thanks", "https://www.google.com/", FIREFOX),
        line("09/Oct/2026:12:00:00", "203.0.113.8", "/thanks", "https://t.co/1", FIREFOX),
    ];
    lines.extend(
        (0..40).map(|at| line(&format!("09/Oct/2026:14:00:{at:02}"), "203.0.113.7", &format!("/p{at}"), "-", FIREFOX)),
    );
    let tally = count(&told, &lines);
    let sold: Vec<(u64, u64)> = tally.groups.iter().map(|group| (group.visits, group.sales)).collect();
    assert_eq!(sold, [(1, 1), (0, 0), (0, 0)]);
    assert_eq!((tally.left_out.too_fast, tally.days[&20_735].iter().sum::<u64>()), (43, 1));
}

#[test]
fn ten_thousand_paths_and_more_are_bounded() {
    let lines: Vec<String> = (0..MOST_PAGES + 500)
        .map(|at| {
            line("09/Oct/2026:14:00:00", &format!("203.0.{}.{}", at / 250, at % 250), &format!("/p/{at}"), "-", FIREFOX)
        })
        .collect();
    let tally = count(&told(), &lines);
    assert_eq!(tally.pages.len(), MOST_PAGES + 1);
    assert_eq!(tally.pages[0].visits.iter().sum::<u64>(), 500);
}

#[test]
fn a_press_of_a_share_button_is_proven_and_a_sale_goes_to_what_brought_the_visitor() {
    let code = Code::mint(&domain::SetRandom::default());
    let told = Told { goals: vec!["/thanks".to_owned()], ..told() };
    let lines = [
        line("09/Oct/2026:14:00:00", "203.0.113.7", &format!("/bread?e={code}~abc123"), "-", FIREFOX),
        line("09/Oct/2026:18:00:00", "203.0.113.7", "/", "-", FIREFOX),
        line("09/Oct/2026:18:05:00", "203.0.113.7", "/thanks?order=1", "https://shop.example/", FIREFOX),
        line("09/Oct/2026:18:05:09", "203.0.113.7", "/thanks?order=1", "https://shop.example/", FIREFOX),
    ];
    let tally = count(&told, &lines);
    assert_eq!(tally.groups[0].channel, Channel::ShareButton);
    assert_eq!(tally.groups.iter().map(|group| group.sales).collect::<Vec<_>>(), [1, 0]);
}
