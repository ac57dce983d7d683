//! The rules: each looks at what is known and says what to do, or nothing.

use domain::{Money, NetworkId, Side, thousands};
use measure::channel::{Channel, place_name};
use measure::statement::{Act, Acts, Change, ENOUGH, Next, Range, Row, Saying, Sentence, Statement};

use super::hours::PRICED;
use super::{Job, Known, MONTH, entered, hours};

/// All of them.
pub(super) const ALL: &[fn(&Known, &Statement) -> Vec<Job>] = &[
    pages_without_picture,
    silent_buttons,
    networks_without_posts,
    spend_without_visits,
    hours::hours_without_visits,
    entered::hours_not_entered,
    entered::posts_not_told,
];

/// Passed-on visits or previews of pages, under which nothing is said of them.
pub(super) const SHARED: u64 = 10;
/// Presses of all buttons, under which a silent one is no sign: with as many, one that nobody pressed is pressed by at most
/// three in a hundred (the rule of three: Hanley and Lippman-Hand 1983).
const PRESSES: u64 = 100;
/// Days under which nothing is said of buttons.
const BUTTON_DAYS: u32 = 28;
/// Passed-on visits from a network that make it worth a post.
const WORTH_A_POST: u64 = 20;
/// Where people write to each other, and nobody posts.
const PRIVATE: &[&str] = &["whatsapp", "signal", "imessage", "slack", "teams", "discord", "matrix", "messenger"];
/// Own posts by which one can say what one brings.
const POSTS: u64 = 5;
/// Posts of a month that are proposed: one a week.
const WEEKLY: f64 = 4.35;
/// Minutes that a post takes where nobody entered any.
const MINUTES_A_POST: u64 = 15;
/// What an hour is worth where nobody said: it only puts jobs in order, and is told nowhere.
const HOUR: f64 = 3_000.0;

pub(super) fn row<'s>(statement: &'s Statement, id: &str) -> Option<&'s Row> {
    let parts = statement.rows.iter().flat_map(|row| &row.parts);
    statement.rows.iter().chain(parts).find(|row| row.id == id)
}

fn row_of_ads<'s>(statement: &'s Statement, network: &NetworkId) -> Option<&'s Row> {
    let mut parts = statement.rows.iter().flat_map(|row| &row.parts);
    parts.find(|part| part.filter.channel == Some(Channel::Paid) && part.filter.network.as_ref() == Some(network))
}

fn days(statement: &Statement) -> u32 {
    statement.period.map_or(1, |period| period.days.max(1))
}

/// A number of the period as one of a month.
pub(super) fn monthly(statement: &Statement, number: f64) -> f64 {
    number * MONTH / f64::from(days(statement))
}

pub(super) fn whole(number: f64) -> u64 {
    number.max(0.0).round() as u64
}

pub(super) fn hour(statement: &Statement) -> f64 {
    statement.reckoned.hour.map_or(HOUR, |hour| hour.minor as f64)
}

/// What a visit is worth: what one costs that is brought. It only puts jobs in order.
pub(super) fn visit(statement: &Statement) -> f64 {
    let price = statement.rows.iter().filter_map(|row| row.visit_costs).map(|price| price.from).max();
    price.map_or(50.0, |price| price as f64 / 1_000.0).max(1.0)
}

pub(super) fn act(kind: Acts, label: impl Into<String>, link: impl Into<String>) -> Act {
    Act { kind, label: label.into(), link: link.into() }
}

pub(super) fn said(text: impl Into<String>) -> Sentence {
    Saying::default().say(text).end()
}

/// Pages that people share though their links show no picture.
pub(super) fn pages_without_picture(known: &Known, statement: &Statement) -> Vec<Job> {
    let shared: Vec<_> = known
        .pages
        .iter()
        .filter(|page| known.without_card.contains(&page.path) && page.passed_on.up_to + page.seen_shared > 0)
        .collect();
    let visits: u64 = shared.iter().map(|page| page.passed_on.up_to).sum();
    let seen: u64 = shared.iter().map(|page| page.seen_shared).sum();
    if visits + seen < SHARED {
        return Vec::new();
    }
    let now = monthly(statement, visits as f64);
    // What mending did on this site, where a mark says so clearly; else nothing is known but that it may be none.
    let own =
        statement.marks.iter().find(|mark| mark.change == Change::More && matches!(&*mark.kind, "mended" | "cards"));
    let (range, how) = match own.and_then(|mark| mark.before.zip(mark.after)) {
        Some((before, after)) if before.from > 0.0 => {
            let grown = |after: f64, before: f64| now * (after / before - 1.0);
            let (from, to) = (grown(after.from, before.to), grown(after.to, before.from));
            (
                Range { from: whole(from), to: whole(to) },
                "as much more as after your last mending, from the lower to the upper end of its range".to_owned(),
            )
        }
        _ => (
            Range { from: 0, to: whole(now) },
            "from none to as many again as they bring now: there is no clear comparison on your own site yet"
                .to_owned(),
        ),
    };
    let pages = shared.len();
    let (what, cards) = if pages == 1 {
        ("page that people already share has", "a card")
    } else {
        ("pages that people already share have", "cards")
    };
    let first = shared.iter().max_by_key(|page| page.passed_on.up_to + page.seen_shared);
    let why = Saying::default()
        .say("They brought ")
        .number("smo", thousands(visits))
        .say(format!(" passed-on visits, and networks fetched their previews {} times", thousands(seen)))
        .say(first.map(|page| format!("; most of all {}", page.path)).unwrap_or_default())
        .say(".")
        .end();
    let next = Next {
        id: "no-picture".to_owned(),
        says: format!("{} {what} no picture.", thousands(pages as u64)),
        minutes: 5,
        visits: Some(range),
        saves: None,
        saves_minutes: None,
        why: vec![why, said(format!("The expectation is {how}."))],
        act: act(
            Acts::MakeCards,
            if pages == 1 { "Make its card".to_owned() } else { format!("Make {pages} {cards}") },
            "/share/cards",
        ),
    };
    let worth = (range.from + range.to) as f64 / 2.0 * visit(statement) / 5.0;
    vec![Job { next, worth }]
}

/// Buttons that nobody presses, beside others that are pressed.
pub(super) fn silent_buttons(known: &Known, statement: &Statement) -> Vec<Job> {
    let Some(buttons) = &known.buttons else { return Vec::new() };
    let all: u64 = known.doing.presses.values().sum();
    let silent: Vec<&NetworkId> =
        buttons.iter().filter(|network| known.doing.presses.get(network).is_none_or(|presses| *presses == 0)).collect();
    if all < PRESSES || days(statement) < BUTTON_DAYS || silent.is_empty() || silent.len() == buttons.len() {
        return Vec::new();
    }
    let names: Vec<&str> = silent.iter().map(|network| place_name(network)).collect();
    let (count, all_buttons) = (silent.len(), buttons.len());
    let says = if count == 1 {
        format!("Nobody pressed the button for {}: take it out, so that the others are found sooner.", names[0])
    } else {
        format!(
            "Nobody pressed {count} of your {all_buttons} buttons ({}): take them out, so that the others are found sooner.",
            names.join(", ")
        )
    };
    let why = format!(
        "The others were pressed {} times in {} days. With so many, a button that nobody pressed is one that at most {} in 100 \
         would press.",
        thousands(all),
        days(statement),
        whole((300.0 / all as f64).ceil())
    );
    let next = Next {
        id: "silent-buttons".to_owned(),
        says,
        minutes: 2,
        visits: None,
        saves: None,
        saves_minutes: None,
        why: vec![said(why)],
        act: act(Acts::ShareBar, "Open the share bar", "/share/bar"),
    };
    vec![Job { next, worth: 1.0 }]
}

/// Networks from which visitors come by themselves, and where nothing of ours stands.
pub(super) fn networks_without_posts(known: &Known, statement: &Statement) -> Vec<Job> {
    // What a post brings, by network: from the least to the most, where enough was posted to say so.
    let brings: Vec<f64> = known
        .doing
        .posts
        .values()
        .filter(|(posts, _)| *posts >= POSTS)
        .map(|(posts, visits)| *visits as f64 / *posts as f64)
        .collect();
    let mut jobs = Vec::new();
    for row in statement.networks.iter().filter(|row| row.side == Side::Smo && row.visits.up_to >= WORTH_A_POST) {
        let Some(network) = &row.filter.network else { continue };
        let posted = known.doing.posts.get(network).is_some_and(|(posts, _)| *posts > 0);
        let untagged = known.untagged.as_ref().is_none_or(|networks| networks.contains(network));
        let brought = statement.networks.iter().any(|other| {
            let ads = row_of_ads(statement, network).map_or(0, |ads| ads.visits.up_to);
            other.side == Side::Smm && other.filter.network.as_ref() == Some(network) && other.visits.up_to > ads
        });
        let private = PRIVATE.contains(&network.as_str());
        if posted || untagged || brought || private || brings.is_empty() {
            continue;
        }
        let least = brings.iter().copied().fold(f64::INFINITY, f64::min);
        let most = brings.iter().copied().fold(0.0, f64::max);
        let from = if brings.len() > 1 { least } else { 0.0 };
        let range = Range { from: whole(from * WEEKLY), to: whole(most * WEEKLY) };
        if range.to == 0 {
            continue;
        }
        let minutes = minutes_a_post(known, statement);
        let name = &row.name;
        let visits = row.visits;
        let why = Saying::default()
            .say("Visitors brought ")
            .of_row(
                row,
                if visits.sure == visits.up_to {
                    thousands(visits.up_to)
                } else {
                    format!("{}\u{2013}{}", thousands(visits.sure), thousands(visits.up_to))
                },
            )
            .say(format!(" visits from {name}, and you have no post there."))
            .end();
        let how = format!(
            "The expectation is what a post of yours brought elsewhere ({}), once a week.",
            if brings.len() > 1 {
                format!("{least:.0}\u{2013}{most:.0} visits")
            } else {
                format!("from none to {most:.0} visits")
            }
        );
        let next = Next {
            id: format!("no-posts:{network}"),
            says: format!("{name} brings you visits though you never post there: post once a week."),
            minutes,
            visits: Some(range),
            saves: None,
            saves_minutes: None,
            why: vec![why, said(how)],
            act: act(Acts::MintLink, format!("Make a link for {name}"), format!("/share/links?network={network}")),
        };
        let worth = (range.from + range.to) as f64 / 2.0 * visit(statement) / (minutes * 4) as f64;
        jobs.push(Job { next, worth });
    }
    jobs.sort_by(|a, b| b.worth.total_cmp(&a.worth));
    jobs.truncate(1);
    jobs
}

/// What was entered, a post; else a quarter of an hour.
fn minutes_a_post(known: &Known, statement: &Statement) -> u64 {
    let posts: u64 = known.doing.posts.values().map(|(posts, _)| *posts).sum();
    let minutes = row(statement, "smm-post").and_then(|row| row.minutes).filter(|minutes| *minutes > 0);
    minutes.and_then(|minutes| minutes.checked_div(posts)).map_or(MINUTES_A_POST, |minutes| minutes.clamp(5, 120))
}

/// Ads that took money and brought next to nobody, or less than they cost.
pub(super) fn spend_without_visits(_: &Known, statement: &Statement) -> Vec<Job> {
    let ads =
        statement.rows.iter().flat_map(|row| &row.parts).filter(|part| part.filter.channel == Some(Channel::Paid));
    let mut jobs = Vec::new();
    for ad in ads {
        let Some(paid) = ad.paid.filter(|paid| paid.minor > 0) else { continue };
        let earned = ad.sold.zip(statement.reckoned.margin).map(|(sold, margin)| sold.minor * i64::from(margin) / 100);
        // Who stops an ad has no more of what it sold, either.
        let lost = paid.minor.saturating_sub(earned.unwrap_or(0)).max(0);
        let month = Money::new(monthly(statement, lost as f64).round() as i64, paid.currency);
        let few = ad.visits.up_to < PRICED;
        let loses = ad.visits.up_to >= PRICED && earned.is_some_and(|earned| earned < paid.minor) && ad.sales.is_some();
        if !few && !loses {
            continue;
        }
        let what = match ad.sales.filter(|_| loses) {
            Some(1) => "1 sale".to_owned(),
            Some(sales) => format!("{} sales", thousands(sales)),
            None if ad.visits.up_to == 1 => "1 visit".to_owned(),
            None => format!("{} visits", thousands(ad.visits.up_to)),
        };
        let why = Saying::default()
            .say("They took ")
            .number(&ad.id, paid.in_words())
            .say(" and brought ")
            .of_row(ad, thousands(ad.visits.up_to));
        let why = match (ad.sold.filter(|_| loses), earned) {
            (Some(sold), Some(earned)) => why
                .say(" visits that bought for ")
                .number(&ad.id, sold.in_words())
                .say(format!(", of which {} are left before all costs.", Money::new(earned, paid.currency).in_words())),
            _ => why.say(" visits that were seen to land. Look whether the ad's link leads to this site, too."),
        };
        let too_early = loses && ad.sales.is_some_and(|sales| sales < ENOUGH.1);
        let says = match earned.filter(|_| too_early) {
            Some(earned) => format!(
                "{}: too early to stop, with {what} of the {} that are needed. So far {} brought {}: look at the page that they \
                 lead to.",
                ad.name,
                ENOUGH.1,
                paid.in_words(),
                Money::new(earned, paid.currency).in_words()
            ),
            None => format!(
                "{} took {} for {what}: stop them, or change the page that they lead to.",
                ad.name,
                paid.in_words()
            ),
        };
        let next = Next {
            id: format!("spend:{}", ad.filter.network.as_ref().map_or("", NetworkId::as_str)),
            says,
            minutes: 5,
            visits: None,
            saves: Some(month).filter(|_| !too_early),
            saves_minutes: None,
            why: vec![why.end()],
            act: act(Acts::ShowVisits, "Show these visits", visits_of(ad)),
        };
        // What may be chance waits behind what is known.
        let worth = month.minor as f64 / if too_early { 50.0 } else { 5.0 };
        jobs.push(Job { next, worth });
    }
    jobs
}

/// Where the visits of a row are listed.
fn visits_of(row: &Row) -> String {
    let channel = row.filter.channel.map_or_else(String::new, |channel| format!("&channel={}", channel.name()));
    let network = row.filter.network.as_ref().map_or_else(String::new, |network| format!("&network={network}"));
    format!("/worth/visits?side={}{channel}{network}", row.side.name())
}

/// A row's name within a sentence.
pub(super) fn inside(name: &str) -> String {
    let starts_common =
        ["Own", "Ans", "Art", "Pas", "Bro", "Res", "Men", "Sha", "Vis"].iter().any(|start| name.starts_with(start));
    if starts_common { name.to_lowercase() } else { name.to_owned() }
}
