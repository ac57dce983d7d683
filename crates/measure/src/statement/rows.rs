//! The lines of the table: by side, by channel, by network.

use domain::{Activity, Money, NetworkId, Side};

use super::{About, Costs, Either, Price, Row, Visits};
use crate::channel::{Channel, Confidence, Fold, place_name};
use crate::visits::{Group, Tally};

/// The table. The order is that in which it is read.
pub(super) fn table(tally: &Tally, costs: &Costs, about: &About) -> Vec<Row> {
    [Side::Smo, Side::Smm, Side::Unknown, Side::Other]
        .into_iter()
        .map(|side| whole(side, tally, costs, about))
        .collect()
}

fn whole(side: Side, tally: &Tally, costs: &Costs, about: &About) -> Row {
    let of: Vec<&Group> = tally.groups.iter().filter(|group| group.side == side).collect();
    let social = matches!(side, Side::Smo | Side::Smm);
    let money = if social { (costs.minutes(side), costs.paid(side)) } else { (None, None) };
    let mut row = line(side.name().to_owned(), first_capital(side.in_words()), side, &of, money, costs, about);
    row.parts = parts(side, &of, costs, about);
    row.note = match side {
        Side::Unknown => Some(dark(&of)),
        Side::Other => of_which(&row),
        Side::Smo | Side::Smm => {
            let unsplit = costs.sides.get(&side).copied().unwrap_or(0);
            let split = costs.activities.keys().any(|activity| activity.side() == side);
            (unsplit > 0 && split).then(|| format!("{} of the hours are of no named activity", clock(unsplit)))
        }
    };
    row
}

/// The channels of a side, and activities of it that have hours and bring no visits of their own.
fn parts(side: Side, of: &[&Group], costs: &Costs, about: &About) -> Vec<Row> {
    let mut parts: Vec<Row> = Vec::new();
    for channel in Channel::ALL.iter().copied().filter(|channel| channel.side() == side) {
        let of: Vec<&Group> = of.iter().copied().filter(|group| group.channel == channel).collect();
        let minutes = costs
            .activities
            .iter()
            .filter(|(activity, _)| channel_of(**activity) == Some(channel))
            .fold(None::<u64>, |sum, (_, minutes)| Some(sum.unwrap_or(0) + minutes));
        let paid = if channel == Channel::Paid { costs.paid(side) } else { None };
        if of.iter().all(|group| group.visits == 0) && minutes.is_none() && paid.is_none() {
            continue;
        }
        let id = format!("{}-{}", side.name(), channel.name());
        parts.push(line(id, first_capital(channel.in_words()), side, &of, (minutes, paid), costs, about));
    }
    for (activity, minutes) in &costs.activities {
        if activity.side() == side && channel_of(*activity).is_none() {
            let id = format!("{}-{}", side.name(), activity.name());
            parts.push(line(id, first_capital(activity.in_words()), side, &[], (Some(*minutes), None), costs, about));
        }
    }
    parts
}

/// The channel through which an activity's visits come.
fn channel_of(activity: Activity) -> Option<Channel> {
    match activity {
        Activity::ShareButton => Some(Channel::ShareButton),
        Activity::CopiedLink => Some(Channel::PassedOn),
        Activity::Post | Activity::Profile => Some(Channel::Post),
        Activity::Reply => Some(Channel::Reply),
        Activity::Ad => Some(Channel::Paid),
        Activity::Article | Activity::Press => Some(Channel::Press),
        Activity::Email => Some(Channel::Email),
        Activity::Print => Some(Channel::Print),
        Activity::Mending | Activity::Card | Activity::Research => None,
    }
}

fn line(
    id: String,
    name: String,
    side: Side,
    of: &[&Group],
    (minutes, paid): (Option<u64>, Option<Money>),
    costs: &Costs,
    about: &About,
) -> Row {
    let visits = visits(of);
    let social = matches!(side, Side::Smo | Side::Smm);
    let (cost, no_cost) = match costs.full(minutes, paid) {
        Ok(cost) => (Some(cost), None),
        Err(why) => (None, Some(why).filter(|_| social)),
    };
    let sales = about.goals.then(|| of.iter().map(|group| group.sales).sum());
    Row {
        id,
        name,
        side,
        visits,
        minutes,
        paid,
        cost,
        no_cost,
        visit_costs: cost.and_then(|cost| Price::of(cost, visits)),
        sales,
        left_over: costs.left_over(sales, cost),
        note: None,
        parts: Vec::new(),
    }
}

fn visits(of: &[&Group]) -> Visits {
    let mut visits = Visits::default();
    for group in of {
        match group.confidence.fold() {
            Fold::Sure => {
                visits.sure += group.visits;
                visits.up_to += group.visits;
            }
            Fold::UpTo => visits.up_to += group.visits,
            Fold::CantTell => visits.guessed += group.visits,
        }
    }
    visits
}

/// What probably were private messages, as a range, and why.
fn dark(of: &[&Group]) -> String {
    let dark = || of.iter().filter(|group| group.channel == Channel::Dark);
    let most: u64 = dark().map(|group| group.visits).sum();
    let probable: u64 = dark().filter(|group| group.confidence == Confidence::Probable).map(|group| group.visits).sum();
    if most == 0 {
        return "They left no trace of where they came from.".to_owned();
    }
    format!(
        "They left no trace. {} of them came from private messages: the lower number came within three days after a network \
         fetched a preview of the page, the higher one has all who opened an address that nobody types.",
        if probable == most { format!("Probably {most}") } else { format!("Probably {probable}\u{2013}{most}") }
    )
}

fn of_which(row: &Row) -> Option<String> {
    let mut parts: Vec<(&str, u64)> = row.parts.iter().map(|part| (part.name.as_str(), part.visits.all())).collect();
    parts.sort_by_key(|(_, visits)| std::cmp::Reverse(*visits));
    let told: Vec<String> = parts.iter().map(|(name, visits)| format!("{} {visits}", name.to_lowercase())).collect();
    (!told.is_empty()).then(|| told.join(" · ").replace("ai assistants", "AI assistants"))
}

/// By network, the sides apart. Hours are not known by network.
pub(super) fn networks(tally: &Tally, costs: &Costs, about: &About) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut ids: Vec<&NetworkId> = tally.groups.iter().filter_map(|group| group.network.as_ref()).collect();
    ids.extend(costs.spend.keys());
    ids.sort();
    ids.dedup();
    for side in [Side::Smo, Side::Smm] {
        let mut of_side: Vec<Row> = Vec::new();
        for id in &ids {
            let of: Vec<&Group> = tally
                .groups
                .iter()
                .filter(|group| group.side == side && group.network.as_ref() == Some(*id) && group.visits > 0)
                .collect();
            let paid = costs.spend.get(*id).copied().filter(|_| side == Side::Smm);
            if of.is_empty() && paid.is_none() {
                continue;
            }
            let name = place_name(id).to_owned();
            let mut row = line(format!("{}-by-{id}", side.name()), name, side, &of, (None, paid), costs, about);
            row.no_cost = None;
            of_side.push(row);
        }
        of_side.sort_by(|a, b| b.visits.up_to.cmp(&a.visits.up_to).then_with(|| a.name.cmp(&b.name)));
        rows.extend(of_side);
    }
    rows
}

/// Visits that may be of either side, and what would settle it.
pub(super) fn either(tally: &Tally, about: &About) -> Either {
    let of = tally.groups.iter().filter(|group| group.confidence == Confidence::Shared);
    let visits: u64 = of.map(|group| group.visits).sum();
    let says = match (visits, about.posts_told) {
        (0, _) => "No visit that is counted here may belong to the other side.".to_owned(),
        (_, true) => format!(
            "{visits} of these visits may belong to either side: they came from networks where you post with links that \
             carry no tag. Tagged links would settle it. Each is counted once, in \u{201c}up to\u{201d}."
        ),
        (_, false) => format!(
            "{visits} of these visits may belong to either side: they came from networks, and a log does not say where you \
             post yourself. Say it with --posts facebook,x or --posts none. Each is counted once, in \u{201c}up to\u{201d}."
        ),
    };
    Either { visits, says }
}

/// `2:15`.
pub(super) fn clock(minutes: u64) -> String {
    format!("{}:{:02}", minutes / 60, minutes % 60)
}

pub(super) fn first_capital(text: &str) -> String {
    let mut signs = text.chars();
    signs.next().map(|first| first.to_uppercase().chain(signs).collect()).unwrap_or_default()
}
