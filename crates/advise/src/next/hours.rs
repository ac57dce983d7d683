//! Hours that bring little, beside others that bring much.

use std::collections::BTreeSet;

use domain::{Side, thousands};
use measure::channel::Channel;
use measure::statement::{Acts, Next, Range, Row, Saying, Statement};

use super::rules::{act, hour, inside, monthly, said, visit, whole};
use super::{Job, Known};

/// Minutes under which an activity is left alone.
const WORKED: u64 = 60;
/// By how much an activity must be dearer than another to say so.
const DEARER: i64 = 2;
/// Visits by which a price means something.
pub(super) const PRICED: u64 = 20;

/// Hours that bring few visits, beside others that bring many: the dearest activity or network of our own.
pub(super) fn hours_without_visits(_: &Known, statement: &Statement) -> Vec<Job> {
    let parts: Vec<&Row> = statement
        .rows
        .iter()
        .filter(|row| row.side == Side::Smm)
        .flat_map(|row| &row.parts)
        .chain(statement.networks.iter().filter(|row| row.side == Side::Smm))
        .filter(|row| row.minutes.is_some_and(|minutes| minutes >= WORKED))
        // What an ad brings is bought with more than hours.
        .filter(|row| {
            row.filter.channel != Some(Channel::Paid)
                && row.paid.is_none_or(|paid| paid.minor == 0 || row.filter.network.is_none())
        })
        .collect();
    // Visits of an hour: with those that are sure, and with all that may be.
    let hourly = |row: &Row, visits: u64| visits as f64 * 60.0 / row.minutes.unwrap_or(1).max(1) as f64;
    let is_network = |row: &Row| row.id.contains("-by-");
    let mut jobs: Vec<Job> = Vec::new();
    let mut named = BTreeSet::new();
    for worse in &parts {
        let better: Vec<&&Row> = parts
            .iter()
            .filter(|row| row.id != worse.id && is_network(row) == is_network(worse) && row.visits.sure >= PRICED)
            .filter(|row| hourly(row, row.visits.sure) > DEARER as f64 * hourly(worse, worse.visits.up_to))
            .collect();
        // Whose pace reaches that of the best one, as far as one knows it, cannot be told from it: of those the one is named
        // at which most was worked, so that a few visits more or less do not turn the advice round.
        let least = |row: &Row| hourly(row, row.visits.sure) - by_chance(hourly(row, 1), row.visits.sure);
        let most = |row: &Row| hourly(row, row.visits.up_to) + by_chance(hourly(row, 1), row.visits.up_to);
        let best = better.iter().map(|row| least(row)).fold(0.0, f64::max);
        let alike = better.into_iter().filter(|row| most(row) >= best);
        let better = alike.max_by(|a, b| a.minutes.cmp(&b.minutes).then_with(|| b.id.cmp(&a.id)));
        let minutes = worse.minutes.unwrap_or(0);
        let Some(better) = better else {
            if worse.visits.up_to == 0 && !is_network(worse) && worse.filter.channel.is_some() {
                jobs.push(no_visit(statement, worse, minutes));
            }
            continue;
        };
        if !named.insert(worse.name.clone()) {
            continue;
        }
        // The same time at the pace of the better one, less what it brings now.
        let more =
            |with: f64, without: f64| whole(monthly(statement, (with - without).max(0.0) * minutes as f64 / 60.0));
        let range = Range {
            from: more(hourly(better, better.visits.sure), hourly(worse, worse.visits.up_to)),
            to: more(hourly(better, better.visits.up_to), hourly(worse, worse.visits.sure)),
        };
        let (low, high) = (worse.name.clone(), inside(&better.name));
        let why = Saying::default()
            .say("An hour of ")
            .of_row(worse, inside(&worse.name))
            .say(format!(" brought at most {} visits, one of ", short(hourly(worse, worse.visits.up_to))))
            .of_row(better, high.clone())
            .say(format!(" at least {}.", short(hourly(better, better.visits.sure))))
            .end();
        let next = Next {
            id: format!("hours:{}", worse.id),
            says: format!(
                "{low} took {} hours for {} visits: give that time to {high}.",
                clock(minutes),
                thousands(worse.visits.up_to)
            ),
            minutes: 5,
            visits: Some(range),
            saves: None,
            saves_minutes: None,
            why: vec![
                why,
                said(
                    "The expectation is what the same time brings at the pace of the better one, less what it brings now; a pace \
                     may fall when more is done.",
                ),
            ],
            act: act(
                Acts::ShowVisits,
                "Show why",
                if is_network(worse) { "/worth/networks".to_owned() } else { format!("/worth?row={}", worse.id) },
            ),
        };
        // The time itself is spent either way.
        let worth = (range.from + range.to) as f64 / 2.0 * visit(statement) / (5 + minutes) as f64;
        jobs.push(Job { next, worth });
    }
    jobs.sort_by(|a, b| b.worth.total_cmp(&a.worth));
    jobs.truncate(1);
    jobs
}

/// By how much a pace moves by chance alone: twice the root of the count, at the pace of one visit.
fn by_chance(one: f64, visits: u64) -> f64 {
    one * 2.0 * (visits as f64).sqrt()
}

/// Hours without one visit.
fn no_visit(statement: &Statement, worse: &Row, minutes: u64) -> Job {
    let saved = whole(monthly(statement, minutes as f64));
    let next = Next {
        id: format!("hours:{}", worse.id),
        says: format!(
            "{} took {} hours, and no visit was seen to come of it: see whether the links carry a token.",
            worse.name,
            clock(minutes)
        ),
        minutes: 5,
        visits: None,
        saves: None,
        saves_minutes: None,
        why: vec![
            Saying::default().say("No visit stands in the row ").number(&worse.id, worse.name.clone()).say(".").end(),
        ],
        act: act(Acts::ShowEntries, "Show the hours", "/worth/hours"),
    };
    Job { next, worth: saved as f64 * hour(statement) / 60.0 / 10.0 }
}

fn clock(minutes: u64) -> String {
    format!("{}:{:02}", minutes / 60, minutes % 60)
}

fn short(number: f64) -> String {
    if number < 9.95 { format!("{number:.1}") } else { thousands(whole(number)) }
}
