use domain::{Activity, NetworkId, Side};

use super::*;
use crate::channel::{Channel, Confidence};
use crate::visits::Group;

fn group(channel: Channel, confidence: Confidence, network: Option<&'static str>, visits: u64) -> Group {
    Group { channel, side: channel.side(), confidence, network: network.map(NetworkId::new), visits, sales: 0 }
}

fn bakery() -> (Tally, Costs, About) {
    let tally = Tally {
        first: Some((0, 20_000)),
        last: Some((0, 20_090)),
        groups: vec![
            group(Channel::ShareButton, Confidence::Proven, Some("whatsapp"), 201),
            group(Channel::PassedOn, Confidence::Strong, Some("facebook"), 211),
            group(Channel::PassedOn, Confidence::Weak, Some("mastodon"), 180),
            group(Channel::Post, Confidence::Proven, Some("x"), 388),
            group(Channel::Post, Confidence::Shared, Some("x"), 95),
            group(Channel::Paid, Confidence::Strong, Some("facebook"), 277),
            group(Channel::Dark, Confidence::Probable, Some("whatsapp"), 120),
            group(Channel::Dark, Confidence::Estimated, None, 140),
            group(Channel::Within, Confidence::Estimated, None, 270),
            group(Channel::Search, Confidence::Strong, None, 2_310),
            group(Channel::Ai, Confidence::Strong, None, 64),
        ],
        ..Tally::default()
    };
    let mut costs = Costs { rate: "30EUR".parse().ok(), ..Costs::default() };
    costs.sides.insert(Side::Smo, 180);
    costs.activities.insert(Activity::Post, 540);
    costs.activities.insert(Activity::Ad, 60);
    costs.activities.insert(Activity::Research, 180);
    costs.spend.insert(NetworkId::new("facebook"), "180EUR".parse().unwrap());
    let about = About { hosts: vec!["bakery.example".to_owned()], posts_told: true, agents: true, ..About::default() };
    (tally, costs, about)
}

#[test]
fn the_statement_says_what_a_visit_cost_on_each_side() {
    let (tally, costs, about) = bakery();
    let statement = of(&tally, &costs, &about);
    let said: Vec<&str> = statement.verdict.iter().map(|sentence| sentence.text.as_str()).collect();
    assert_eq!(
        said,
        [
            "A visit that visitors passed on cost you 15\u{2013}22\u{a0}ct; one that you brought yourself, 75\u{2013}86\u{a0}ct.",
            "Passing on is the cheaper way, whichever of the uncertain visits count; cheapest activity: own posts, 56\u{2013}70\u{a0}ct; \
             dearest activity: Facebook ads, 76\u{a0}ct.",
        ]
    );
    let rows: Vec<_> = statement
        .rows
        .iter()
        .map(|row| (row.id.as_str(), row.visits.sure, row.visits.up_to, row.visits.all()))
        .collect();
    assert_eq!(
        rows,
        [("smo", 412, 592, 592), ("smm", 665, 760, 760), ("unknown", 0, 120, 530), ("other", 2_374, 2_374, 2_374)]
    );
    let parts: Vec<&str> = statement.rows[1].parts.iter().map(|part| part.id.as_str()).collect();
    assert_eq!(parts, ["smm-post", "smm-paid-facebook", "smm-research"]);
    assert!(statement.rows[2].note.as_ref().unwrap().contains("Probably 120\u{2013}260"));
    assert_eq!((statement.either.visits, statement.early.len()), (95, 0));
}

#[test]
fn no_visit_is_in_two_rows() {
    let (tally, costs, about) = bakery();
    let statement = of(&tally, &costs, &about);
    let all: u64 = statement.rows.iter().map(|row| row.visits.all()).sum();
    assert_eq!(all, tally.groups.iter().map(|group| group.visits).sum::<u64>());
    for row in &statement.rows {
        assert_eq!(row.visits.all(), row.parts.iter().map(|part| part.visits.all()).sum::<u64>(), "{}", row.id);
    }
}

#[test]
fn nothing_that_was_not_entered_is_0() {
    let (tally, _, about) = bakery();
    let statement = of(&tally, &Costs::default(), &about);
    for row in &statement.rows[..2] {
        assert_eq!((row.cost, row.visit_costs, row.no_cost.as_deref()), (None, None, Some("no hours entered yet")));
    }
    let text = text(&statement, 100);
    assert!(text.contains("Passed on by visitors: no hours entered yet.") && !text.contains("€0"), "{text}");
}

#[test]
fn too_little_data_says_for_which_number_and_when_there_is_enough() {
    let (mut tally, costs, about) = bakery();
    tally.groups = vec![group(Channel::Post, Confidence::Proven, Some("x"), 50)];
    let statement = of(&tally, &costs, &about);
    assert_eq!(
        statement.early.iter().map(|early| (early.side, early.have, early.days)).collect::<Vec<_>>(),
        [(Side::Smo, 0, None), (Side::Smm, 50, Some(91))]
    );
    assert!(
        statement.early[1]
            .says
            .ends_with("50 visits, and 100 are needed. As it goes, there will be enough in 91 days.")
    );
    assert!(statement.verdict.len() <= 3);
}

#[test]
fn a_page_of_a_stranger_can_write_neither_html_nor_to_the_terminal() {
    let (mut tally, costs, about) = bakery();
    let path = "/<script>alert(1)</script>\u{1b}[31m".to_owned();
    tally.pages = vec![crate::visits::PageCount { path, visits: [3, 0, 0, 0] }];
    let statement = of(&tally, &costs, &about);
    let page = html(&statement);
    assert!(!page.contains("<script") && page.contains("&lt;script&gt;"));
    assert!(!text(&statement, 100).contains('\u{1b}'));
    assert!(
        csv(&statement).starts_with("row,name,side,")
            && csv(&statement)
                .contains("smo,\"Passed on by visitors\",smo,412,592,0,180,,9000,EUR,15.203,21.845,,,,,\r\n")
    );
}

#[test]
fn an_empty_log_is_said_to_be_one() {
    let statement = of(&Tally::default(), &Costs::default(), &About::default());
    assert_eq!(statement.verdict[0].text, "No visit was found in this log.");
    assert!(html(&statement).contains("No visit was found") && text(&statement, 80).contains("No visit"));
}

/// Twelve hours of mending in one entry that carries twelve months, of which 91 days fall into the period.
fn mended(costs: &mut Costs) {
    costs.sides.remove(&Side::Smo);
    let spent = Spent::Hours { minutes: 180, cost: Some(9_000), whole: Some(Spread { minutes: 720, months: 12 }) };
    let side = Side::Smo;
    costs.lines =
        vec![Line { side, activity: Some(Activity::Mending), network: None, campaign: None, page: None, spent }];
}

#[test]
fn work_that_is_spread_is_told_counted_at_once_where_that_says_something_else() {
    let (mut tally, mut costs, about) = bakery();
    assert_eq!(of(&tally, &costs, &about).at_once, None, "nothing lasts");
    mended(&mut costs);
    let statement = of(&tally, &costs, &about);
    assert!(statement.verdict[1].text.starts_with("Passing on is the cheaper way"));
    assert_eq!(
        statement.at_once.as_ref().map(|sentence| sentence.text.as_str()),
        Some(
            "This spreads 12 hours of one-off work over 12 months; counted at once, a passed-on visit of these 91 days cost \
             61\u{2013}87\u{a0}ct, and then nobody can say which way is cheaper."
        )
    );
    assert!(
        html(&statement).contains("This spreads 12 hours") && text(&statement, 100).contains("This spreads 12 hours")
    );
    // With so many visits the order stays, yet the price is another one.
    tally.groups[0].visits = 2_000;
    let said = of(&tally, &costs, &about).at_once.unwrap().text;
    assert!(said.ends_with("cost 15\u{2013}16\u{a0}ct."), "{said}");
}

#[test]
fn work_that_is_almost_over_is_not_told_twice() {
    let (tally, mut costs, about) = bakery();
    mended(&mut costs);
    costs.lines[0].spent =
        Spent::Hours { minutes: 180, cost: Some(9_000), whole: Some(Spread { minutes: 200, months: 12 }) };
    assert_eq!(of(&tally, &costs, &about).at_once, None);
}

#[test]
fn visits_of_either_side_are_named_where_they_stand_and_where_they_may_belong() {
    let (tally, costs, about) = bakery();
    let statement = of(&tally, &costs, &about);
    let (smo, smm) = (&statement.rows[0], &statement.rows[1]);
    let there =
        "Up to 95 visits counted as yours may belong here; private messages leave no trace and are not in this number.";
    assert_eq!(smo.note.as_deref(), Some(there));
    assert_eq!(smm.note.as_deref(), Some("95 of these may have been passed on by visitors."));
    let part = |row: &Row, id: &str| row.parts.iter().find(|part| part.id == id).and_then(|part| part.note.clone());
    assert_eq!(part(smo, "smo-passed_on").as_deref(), Some("Up to 95 visits counted as yours may belong here."));
    assert_eq!(part(smo, "smo-share_button"), None);
    assert_eq!(part(smm, "smm-post").as_deref(), Some("95 of these may have been passed on by visitors."));
    assert_eq!((statement.either.passed_on, statement.either.brought), (0, 95));
    assert!(html(&statement).contains(there));
}

#[test]
fn no_side_is_called_cheaper_if_visits_of_either_side_would_turn_it() {
    let (mut tally, mut costs, about) = bakery();
    tally.groups = vec![
        group(Channel::PassedOn, Confidence::Strong, Some("facebook"), 100),
        group(Channel::Post, Confidence::Proven, Some("x"), 110),
        group(Channel::Post, Confidence::Shared, Some("x"), 50),
    ];
    costs = Costs { rate: costs.rate, ..Costs::default() };
    costs.sides.insert(Side::Smo, 100);
    costs.sides.insert(Side::Smm, 100);
    let statement = of(&tally, &costs, &about);
    assert!(statement.verdict[1].text.starts_with("The two ranges meet"), "{}", statement.verdict[1].text);
}

#[test]
fn too_early_is_said_in_one_line_for_each_kind_of_number() {
    let (tally, costs, about) = bakery();
    let about = About { goals: true, ..about };
    let sold = |channel, sales| Sold { channel: Some(channel), network: None, campaign: None, sales, minor: 9_000 };
    let sold = vec![sold(Channel::ShareButton, 5), sold(Channel::Post, 7)];
    let costs = Costs { sold: Some(sold), currency: "EUR".parse().ok(), ..costs };
    let statement = of(&tally, &costs, &about);
    assert_eq!(
        statement.too_early,
        ["Money: too few sales to be sure (5 and 7; 20 each are needed, in about 273 and 169 days)"]
    );
}

#[test]
fn invented_data_say_so_on_paper_and_in_a_terminal() {
    let (tally, costs, about) = bakery();
    assert!(!html(&of(&tally, &costs, &about)).contains("invented"));
    let statement = of(&tally, &costs, &About { invented: true, ..about });
    assert!(
        html(&statement).contains("Demo data: invented") && text(&statement, 80).starts_with("Demo data: invented")
    );
}

#[test]
fn the_halves_of_an_odd_number_of_weeks_name_the_one_between_them() {
    let (mut tally, costs, about) = bakery();
    tally.days = (20_000..=20_090).map(|day| (day, [2, 1, 0, 0])).collect();
    let statement = of(&tally, &costs, &about);
    assert_eq!(statement.trend.steps.len(), 13);
    assert!(
        statement.trend.says.ends_with("(the week in the middle, 14 and 7, is in neither half)."),
        "{}",
        statement.trend.says
    );
}
