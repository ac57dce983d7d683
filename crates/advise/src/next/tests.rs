use std::collections::BTreeSet;

use domain::{Activity, Money, NetworkId, Side};
use measure::channel::{Channel, Confidence};
use measure::statement::{About, Costs, Line, More, PageOf, Period, Sold, Spent, Visits, with};
use measure::visits::{Group, Tally};
use optimize::card::{Kind, Texts};
use optimize::wanting::Says;

use super::*;

fn group(channel: Channel, network: &'static str, visits: u64) -> Group {
    Group {
        channel,
        side: channel.side(),
        confidence: Confidence::Strong,
        network: Some(NetworkId::new(network)),
        visits,
        sales: 0,
    }
}

fn hours(activity: Activity, network: &'static str, minutes: u64) -> Line {
    Line {
        side: Side::Smm,
        activity: Some(activity),
        network: Some(NetworkId::new(network)),
        campaign: None,
        page: None,
        spent: Spent::Hours { minutes, cost: None, whole: None },
    }
}

/// A bakery that posts on Bluesky, answers on Reddit, pays Facebook, and is passed on from Mastodon.
fn known(groups: Vec<Group>, lines: Vec<Line>) -> Known {
    known_of(groups, lines, 2)
}

/// The same, with so many sales by ads for €90 together.
fn known_of(groups: Vec<Group>, lines: Vec<Line>, sales: u64) -> Known {
    let sold = Sold {
        channel: Some(Channel::Paid),
        network: Some(NetworkId::new("facebook")),
        campaign: None,
        sales,
        minor: 9_000,
    };
    let tally = Tally { groups, ..Tally::default() };
    let costs = Costs {
        currency: "EUR".parse().ok(),
        rate: "30EUR".parse().ok(),
        margin: Some(40),
        lines,
        sold: Some(vec![sold]),
        ..Costs::default()
    };
    let about = About { posts_told: true, goals: true, kept: true, ..About::default() };
    let period = Period::of("2026-08-24".parse().ok(), "2026-11-22".parse().ok(), "2026-11-25".parse().unwrap()).ok();
    let more = More { period, ..More::default() };
    Known { statement: Some(with(&tally, &costs, &about, &more)), untagged: Some(Vec::new()), ..Known::default() }
}

fn ids(known: &Known) -> Vec<String> {
    jobs(known).into_iter().map(|job| job.id).collect()
}

fn page(path: &str, passed_on: u64) -> PageOf {
    let visits = Visits { sure: passed_on, up_to: passed_on, guessed: 0 };
    PageOf {
        path: path.to_owned(),
        passed_on: visits,
        brought: Visits::default(),
        unknown: 0,
        other: 0,
        seen_shared: 0,
        pressed: 0,
        minutes: None,
        paid: None,
    }
}

#[test]
fn pages_that_people_share_without_a_picture_are_given_one() {
    let mut known = known(vec![group(Channel::PassedOn, "mastodon", 12)], Vec::new());
    known.pages = vec![page("/bread", 60), page("/cake", 30), page("/whole", 500)];
    known.without_card = ["/bread", "/cake", "/nobody"].map(str::to_owned).into();
    let job = &jobs(&known)[0];
    assert_eq!(
        (&*job.id, &*job.says, &*job.act.label),
        ("no-picture", "2 pages that people already share have no picture.", "Make 2 cards")
    );
    assert_eq!(job.visits.map(|it| (it.from, it.to)), Some((0, 30)));
    assert!(job.why[0].text.contains("90 passed-on visits") && job.why[0].text.contains("most of all /bread"));
    known.pages = vec![page("/bread", 9)];
    assert!(ids(&known).is_empty(), "nine visits are too few");
}

#[test]
fn a_page_whose_card_was_made_since_is_not_proposed_again() {
    let says = |path: &str| Wanting {
        url: format!("https://bakery.example{path}").parse().unwrap(),
        tags: BTreeMap::default(),
        missing: BTreeSet::default(),
        card: Some(Says { kind: Kind::Plain, texts: Texts::default(), colour: None }),
    };
    let lacking = [says("/bread"), says("/cake"), Wanting { card: None, ..says("/whole") }];
    let all = |made: &[&str]| without_card(&lacking, |page| made.contains(&page.as_str()));
    assert_eq!(all(&[]), ["/bread", "/cake"].map(str::to_owned).into());
    assert_eq!(all(&["https://bakery.example/bread"]), ["/cake".to_owned()].into());
    let mut known = known(vec![group(Channel::PassedOn, "mastodon", 12)], Vec::new());
    known.pages = vec![page("/bread", 60), page("/cake", 30)];
    known.without_card = all(&["https://bakery.example/bread", "https://bakery.example/cake"]);
    assert!(ids(&known).is_empty(), "both have one");
}

#[test]
fn a_button_is_silent_only_beside_many_presses_of_others() {
    let mut known = known(Vec::new(), Vec::new());
    known.buttons = Some(["bluesky", "linkedin", "reddit"].map(NetworkId::new).into());
    known.doing.presses = [(NetworkId::new("bluesky"), 120)].into();
    let job = &jobs(&known)[0];
    assert!(job.says.starts_with("Nobody pressed 2 of your 3 buttons (LinkedIn, Reddit)"), "{}", job.says);
    known.doing.presses = [(NetworkId::new("bluesky"), 99)].into();
    assert!(ids(&known).is_empty());
}

#[test]
fn a_network_that_brings_visits_though_nobody_posts_there_gets_a_post() {
    let groups = vec![group(Channel::PassedOn, "mastodon", 40), group(Channel::Post, "bluesky", 100)];
    let mut known = known(groups, Vec::new());
    assert!(ids(&known).iter().all(|id| !id.starts_with("no-posts")), "without posts elsewhere nothing is known");
    known.doing.posts = [(NetworkId::new("bluesky"), (10, 100))].into();
    let job = jobs(&known).into_iter().find(|job| job.id == "no-posts:mastodon").unwrap();
    assert_eq!(job.visits.map(|it| (it.from, it.to)), Some((0, 44)));
    assert_eq!((job.minutes, &*job.act.link), (15, "/share/links?network=mastodon"));
    known.untagged = Some(vec![NetworkId::new("mastodon")]);
    assert!(
        ids(&known).iter().all(|id| !id.starts_with("no-posts")),
        "somebody posts there with links that carry no tag"
    );
}

#[test]
fn spend_that_earns_less_than_it_takes_is_named_with_what_it_saves() {
    let paid = Line { spent: Spent::Paid(18_000), ..hours(Activity::Ad, "facebook", 0) };
    let lines = vec![paid, hours(Activity::Ad, "facebook", 0)];
    let known = known_of(vec![group(Channel::Paid, "facebook", 236)], lines, 20);
    let job = &jobs(&known)[0];
    assert!(job.says.starts_with("Facebook ads took €180 for 20 sales: stop them"), "{}", job.says);
    assert_eq!(job.saves, Some(Money::new(4_811, "EUR".parse().unwrap())), "less the margin of what they sold");
    assert_eq!(job.act.link, "/worth/visits?side=smm&channel=paid&network=facebook");
}

#[test]
fn an_ad_with_few_sales_is_not_stopped_and_saves_nothing() {
    let paid = Line { spent: Spent::Paid(13_500), ..hours(Activity::Ad, "facebook", 0) };
    let lines = vec![paid, hours(Activity::Ad, "facebook", 0)];
    let known = known_of(vec![group(Channel::Paid, "facebook", 235)], lines, 4);
    let job = &jobs(&known)[0];
    assert_eq!(
        job.says,
        "Facebook ads: too early to stop, with 4 sales of the 20 that are needed. So far €135 brought €36: look at the page \
         that they lead to."
    );
    assert_eq!(job.saves, None);
}

#[test]
fn hours_that_bring_little_are_set_beside_those_that_bring_more() {
    let groups = vec![group(Channel::Post, "bluesky", 400), group(Channel::Reply, "reddit", 40)];
    let known = known(groups, vec![hours(Activity::Post, "bluesky", 540), hours(Activity::Reply, "reddit", 180)]);
    let job = jobs(&known).into_iter().find(|job| job.id.starts_with("hours:")).unwrap();
    assert!(
        job.says.starts_with("Answers took 3:00 hours for 40 visits: give that time to own posts."),
        "{}",
        job.says
    );
    // 3 hours at 44.4 visits an hour are 133, less 40: 93 in 91 days.
    assert_eq!((job.visits, job.saves_minutes), (Some(measure::statement::Range { from: 31, to: 31 }), None));
}

#[test]
fn advice_is_not_turned_round_by_fewer_visits_than_chance_brings() {
    let advice = |mastodon: u64| {
        let visits = [("bluesky", 400), ("mastodon", mastodon), ("x", 40)];
        let groups = visits.map(|(network, visits)| group(Channel::Post, network, visits)).to_vec();
        let worked = [("bluesky", 540), ("mastodon", 120), ("x", 180)];
        let lines = worked.map(|(network, minutes)| hours(Activity::Post, network, minutes)).to_vec();
        let job = jobs(&known(groups, lines)).into_iter().find(|job| job.id.starts_with("hours:")).unwrap();
        job.says.split("give that time to ").nth(1).unwrap().to_owned()
    };
    // 400 in nine hours are 44 an hour; 84 to 100 in two hours are 42 to 50.
    for visits in 84..=100 {
        assert_eq!(advice(visits), "Bluesky.", "{visits}");
    }
    assert_eq!(advice(300), "Mastodon.", "what is clearly better is named");
}

#[test]
fn jobs_fit_the_minutes_of_a_week_and_are_five_at_most() {
    let mut known = known(vec![group(Channel::PassedOn, "mastodon", 40)], Vec::new());
    known.pages = vec![page("/bread", 60)];
    known.without_card = ["/bread".to_owned()].into();
    known.doing.posts = [(NetworkId::new("bluesky"), (10, 100))].into();
    assert_eq!(ids(&known).len(), 2);
    if let Some(statement) = &mut known.statement {
        statement.reckoned.weekly_minutes = Some(19);
    }
    assert_eq!(ids(&known), ["no-picture"]);
    assert!(jobs(&Known::default()).is_empty());
}
