//! The lines of the table: by side, by channel, by network.

use domain::{Activity, Money, NetworkId, Side, thousands};

use super::cost::{Line, Sum};
use super::{About, Costs, Either, Filter, More, Price, Range, Row, Visits};
use crate::channel::{Channel, Confidence, Fold, place_name};
use crate::visits::{Group, Tally};

/// All that lines are made of.
pub(super) struct Ground<'a> {
    tally: &'a Tally,
    costs: &'a Costs,
    about: &'a About,
    more: &'a More,
    lines: Vec<Line>,
}

/// What belongs into a line.
#[derive(Clone, Debug)]
struct Which {
    side: Side,
    channel: Option<Channel>,
    network: From,
}

/// From which networks.
#[derive(Clone, Debug)]
enum From {
    All,
    Named(NetworkId),
    Unnamed,
}

impl From {
    fn has(&self, network: Option<&NetworkId>) -> bool {
        match self {
            Self::All => true,
            Self::Named(one) => network == Some(one),
            Self::Unnamed => network.is_none(),
        }
    }
}

impl Which {
    fn group(&self, group: &Group) -> bool {
        group.side == self.side
            && self.channel.is_none_or(|channel| channel == group.channel)
            && self.network.has(group.network.as_ref())
    }

    fn line(&self, line: &Line) -> bool {
        let channel = line.activity.and_then(channel_of);
        line.side == self.side
            && self.channel.is_none_or(|it| Some(it) == channel)
            && self.network.has(line.network.as_ref())
    }

    fn filter(&self) -> Filter {
        let network = match &self.network {
            From::Named(network) => Some(network.clone()),
            From::All | From::Unnamed => None,
        };
        Filter { side: Some(self.side), channel: self.channel, network, ..Filter::default() }
    }
}

impl<'a> Ground<'a> {
    pub(super) fn of(tally: &'a Tally, costs: &'a Costs, about: &'a About, more: &'a More) -> Self {
        Self { tally, costs, about, more, lines: costs.all() }
    }

    /// The table. The order is that in which it is read.
    pub(super) fn table(&self) -> Vec<Row> {
        [Side::Smo, Side::Smm, Side::Unknown, Side::Other].into_iter().map(|side| self.whole(side)).collect()
    }

    fn whole(&self, side: Side) -> Row {
        let which = Which { side, channel: None, network: From::All };
        let mut row = self.row(side.name().to_owned(), first_capital(side.in_words()), &which);
        row.parts = self.parts(side);
        match side {
            Side::Unknown => {
                let of = self.tally.groups.iter().filter(|group| group.side == side);
                (row.private, row.note) = dark(of);
            }
            Side::Other => row.note = of_which(&row),
            Side::Smo | Side::Smm => {
                let hours = |line: &&Line| matches!(line.spent, super::Spent::Hours { .. });
                let of_side = || self.lines.iter().filter(|line| line.side == side).filter(hours);
                let unsplit = self.costs.sum(of_side().filter(|line| line.activity.is_none())).minutes.unwrap_or(0);
                let split = of_side().any(|line| line.activity.is_some());
                let unsplit = (unsplit > 0 && split)
                    .then(|| format!("{} of the hours are of no named activity.", clock(unsplit)));
                let other = self.may_be_other(side, &mut row.parts);
                let notes: Vec<String> = other.into_iter().chain(unsplit).collect();
                row.note = (!notes.is_empty()).then(|| notes.join(" "));
                row.began_ours = self.more.began_ours.filter(|_| side == Side::Smo);
            }
        }
        row
    }

    /// What is said of visits that may be of either side, where they stand and where they would stand else.
    fn may_be_other(&self, side: Side, parts: &mut [Row]) -> Option<String> {
        let shared = |of: Side, channel: Option<Channel>| {
            let of = self.tally.groups.iter().filter(|group| {
                group.side == of
                    && channel.is_none_or(|it| it == group.channel)
                    && group.confidence == Confidence::Shared
            });
            of.map(|group| group.visits).sum::<u64>()
        };
        let (other, may, counted) = match side {
            Side::Smo => (Side::Smm, "may have been brought by you", "counted as yours"),
            _ => (Side::Smo, "may have been passed on by visitors", "counted as passed on"),
        };
        let here = |visits: u64| (visits > 0).then(|| format!("{} of these {may}.", thousands(visits)));
        let elsewhere = shared(other, None);
        let mut there =
            (elsewhere > 0).then(|| format!("Up to {} visits {counted} may belong here", thousands(elsewhere)));
        for part in parts.iter_mut() {
            let own = part.filter.channel.and_then(|channel| here(shared(side, Some(channel))));
            // Nobody presses a button without a trace: what else was passed on was copied.
            let copied = there.as_ref().filter(|_| part.filter.channel == Some(Channel::PassedOn));
            let notes: Vec<String> = own.into_iter().chain(copied.map(|there| format!("{there}."))).collect();
            part.note = (!notes.is_empty()).then(|| notes.join(" "));
        }
        if let Some(there) = &mut there {
            let dark = self.tally.groups.iter().any(|group| group.channel == Channel::Dark && group.visits > 0);
            there.push_str(if side == Side::Smo && dark {
                "; private messages leave no trace and are not in this number."
            } else {
                "."
            });
        }
        let notes: Vec<String> = here(shared(side, None)).into_iter().chain(there).collect();
        (!notes.is_empty()).then(|| notes.join(" "))
    }

    /// The channels of a side, and activities of it that have hours and bring no visits of their own.
    fn parts(&self, side: Side) -> Vec<Row> {
        let mut parts: Vec<Row> = Vec::new();
        for channel in Channel::ALL.iter().copied().filter(|channel| channel.side() == side) {
            let which = Which { side, channel: Some(channel), network: From::All };
            if channel == Channel::Paid {
                parts.extend(self.ads(&which));
            } else if self.has(&which) {
                let id = format!("{}-{}", side.name(), channel.name());
                let mut row = self.row(id, first_capital(channel.in_words()), &which);
                if channel == Channel::PassedOn && row.minutes.is_none() && self.worked_for(side) {
                    // Nobody works at that: what it sold has no cost against it, once the side's hours are known.
                    let nothing = self.costs.in_currency().map(|currency| Money::new(0, currency));
                    row.left_over = self.costs.left_over(row.sold, nothing);
                }
                parts.push(row);
            }
        }
        // What is worked at and brings no visits of its own: mending and cards together, and what is looked up.
        for (id, name, activities) in [
            ("mending", "Mending and cards", &[Activity::Mending, Activity::Card][..]),
            ("research", "Research", &[Activity::Research]),
        ] {
            let of_these = |line: &&Line| {
                line.side == side && line.activity.is_some_and(|activity| activities.contains(&activity))
            };
            if self.lines.iter().any(|line| of_these(&line)) {
                let sum = self.costs.sum(self.lines.iter().filter(of_these));
                let which = Which { side, channel: None, network: From::All };
                let mut row = self.line(format!("{}-{id}", side.name()), name.to_owned(), &which, &[], sum);
                (row.filter, row.before) = (Filter::default(), None);
                (row.sales, row.sold, row.left_over) = (None, None, None);
                row.left_over = self.costs.margin.and(row.cost).map(|cost| Money::new(-cost.minor, cost.currency));
                parts.push(row);
            }
        }
        parts
    }

    /// Whether hours of a side were entered.
    fn worked_for(&self, side: Side) -> bool {
        self.lines.iter().any(|line| line.side == side && matches!(line.spent, super::Spent::Hours { .. }))
    }

    fn has(&self, which: &Which) -> bool {
        self.tally.groups.iter().any(|group| which.group(group) && group.visits + group.sales > 0)
            || self.more.before.iter().any(|group| which.group(group) && group.visits > 0)
            || self.lines.iter().any(|line| which.line(line))
    }

    /// Ads, a line for each network; hours of ads on no named network are the only network's.
    fn ads(&self, which: &Which) -> Vec<Row> {
        let groups =
            self.tally.groups.iter().chain(&self.more.before).filter(|group| which.group(group) && group.visits > 0);
        let mut networks: Vec<&NetworkId> = groups.filter_map(|group| group.network.as_ref()).collect();
        networks.extend(self.lines.iter().filter(|line| which.line(line)).filter_map(|line| line.network.as_ref()));
        networks.sort();
        networks.dedup();
        let of_channel = |network: From| Which { network, ..which.clone() };
        if let [network] = networks[..] {
            let id = format!("{}-{}-{network}", which.side.name(), Channel::Paid.name());
            let mut row = self.row(id, format!("{} ads", place_name(network)), &of_channel(From::All));
            row.filter.network = Some(network.clone());
            return vec![row];
        }
        let mut rows = Vec::new();
        for network in networks.into_iter().map(Some).chain([None]) {
            let which = of_channel(network.map_or(From::Unnamed, |network| From::Named(network.clone())));
            if !self.has(&which) {
                continue;
            }
            let id = format!("{}-{}", which.side.name(), Channel::Paid.name());
            rows.push(match network {
                Some(network) => self.row(format!("{id}-{network}"), format!("{} ads", place_name(network)), &which),
                None => self.row(id, "Ads, of no named network".to_owned(), &which),
            });
        }
        rows
    }

    fn row(&self, id: String, name: String, which: &Which) -> Row {
        let of: Vec<&Group> = self.tally.groups.iter().filter(|group| which.group(group)).collect();
        let social = matches!(which.side, Side::Smo | Side::Smm);
        let sum = self.costs.sum(self.lines.iter().filter(|line| social && which.line(line)));
        self.line(id, name, which, &of, sum)
    }

    fn line(&self, id: String, name: String, which: &Which, of: &[&Group], sum: Sum) -> Row {
        let visits = visits(of.iter().copied());
        let social = matches!(which.side, Side::Smo | Side::Smm);
        let (cost, no_cost) = match self.costs.full(&sum) {
            Ok(cost) => (Some(cost), None),
            Err(why) => (None, Some(why).filter(|_| social)),
        };
        let (sales, sold) = self.sold(which, of);
        let before = self.more.before.iter().filter(|group| which.group(group));
        Row {
            id,
            name,
            side: which.side,
            filter: which.filter(),
            visits,
            before: self.more.period_before.map(|_| self::visits(before)),
            minutes: sum.minutes,
            spread: sum.spread,
            paid: sum.paid,
            cost,
            no_cost,
            visit_costs: cost.and_then(|cost| Price::of(cost, visits)),
            sales,
            sold,
            left_over: self.costs.left_over(sold, cost),
            began_ours: None,
            private: None,
            note: None,
            parts: Vec::new(),
        }
    }

    /// Sales, and what they brought.
    fn sold(&self, which: &Which, of: &[&Group]) -> (Option<u64>, Option<Money>) {
        if !self.about.goals {
            return (None, None);
        }
        let Some(all) = &self.costs.sold else {
            let sales: u64 = of.iter().map(|group| group.sales).sum();
            let sold = self.costs.sale.and_then(|sale| {
                let minor = i128::from(sale.minor) * i128::from(sales);
                Some(Money::new(i64::try_from(minor).ok()?, sale.currency))
            });
            return (Some(sales), sold);
        };
        let side = |sold: &super::Sold| sold.channel.map_or(Side::Unknown, Channel::side);
        let mine = all.iter().filter(|sold| {
            side(sold) == which.side
                && which.channel.is_none_or(|channel| Some(channel) == sold.channel)
                && which.network.has(sold.network.as_ref())
        });
        let (sales, minor) = mine.fold((0, 0_i64), |sum, sold| (sum.0 + sold.sales, sum.1.saturating_add(sold.minor)));
        (Some(sales), self.costs.in_currency().map(|currency| Money::new(minor, currency)))
    }

    /// By network, the sides apart, each with the hours and the money that were entered for that network.
    pub(super) fn networks(&self) -> Vec<Row> {
        let groups = self.tally.groups.iter().chain(&self.more.before).filter(|group| group.visits > 0);
        let mut ids: Vec<&NetworkId> = groups.filter_map(|group| group.network.as_ref()).collect();
        ids.extend(self.lines.iter().filter_map(|line| line.network.as_ref()));
        ids.sort();
        ids.dedup();
        let mut rows = Vec::new();
        for side in [Side::Smo, Side::Smm] {
            let mut of_side: Vec<Row> = Vec::new();
            for id in &ids {
                let which = Which { side, channel: None, network: From::Named((*id).clone()) };
                if self.has(&which) {
                    let mut row = self.row(format!("{}-by-{id}", side.name()), place_name(id).to_owned(), &which);
                    row.no_cost = None;
                    of_side.push(row);
                }
            }
            of_side.sort_by(|a, b| b.visits.up_to.cmp(&a.visits.up_to).then_with(|| a.name.cmp(&b.name)));
            rows.extend(of_side);
        }
        rows
    }
}

/// The channel through which an activity's visits come.
pub(super) fn channel_of(activity: Activity) -> Option<Channel> {
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

pub(super) fn visits<'g>(of: impl Iterator<Item = &'g Group>) -> Visits {
    let mut visits = Visits::default();
    for group in of {
        visits.add(group.confidence, group.visits);
    }
    visits
}

impl Visits {
    /// Puts `visits` where their confidence has them.
    pub fn add(&mut self, confidence: Confidence, visits: u64) {
        match confidence.fold() {
            Fold::Sure => {
                self.sure += visits;
                self.up_to += visits;
            }
            Fold::UpTo => self.up_to += visits,
            Fold::CantTell => self.guessed += visits,
        }
    }
}

/// What probably were private messages, as a range, and why.
fn dark<'g>(of: impl Iterator<Item = &'g Group> + Clone) -> (Option<Range>, Option<String>) {
    let dark = of.filter(|group| group.channel == Channel::Dark);
    let most: u64 = dark.clone().map(|group| group.visits).sum();
    let probable: u64 = dark.filter(|group| group.confidence == Confidence::Probable).map(|group| group.visits).sum();
    if most == 0 {
        return (None, Some("They left no trace of where they came from.".to_owned()));
    }
    let told = thousands(probable);
    let range = if probable == most { told } else { format!("{told}\u{2013}{}", thousands(most)) };
    let says = format!(
        "They left no trace. Probably {range} of them came from private messages: the lower number came within three days \
         after a network fetched a preview of the page, the higher one has all who opened an address that nobody types."
    );
    (Some(Range { from: probable, to: most }), Some(says))
}

fn of_which(row: &Row) -> Option<String> {
    let mut parts: Vec<(&str, u64)> = row.parts.iter().map(|part| (part.name.as_str(), part.visits.all())).collect();
    parts.sort_by_key(|(_, visits)| std::cmp::Reverse(*visits));
    let told: Vec<String> =
        parts.iter().map(|(name, visits)| format!("{} {}", name.to_lowercase(), thousands(*visits))).collect();
    (!told.is_empty()).then(|| told.join(" \u{b7} ").replace("ai assistants", "AI assistants"))
}

/// Visits that may be of either side, and what would settle it.
pub(super) fn either(tally: &Tally, about: &About) -> Either {
    let shared = || tally.groups.iter().filter(|group| group.confidence == Confidence::Shared);
    let of = |side| shared().filter(|group| group.side == side).map(|group| group.visits).sum();
    let (visits, passed_on, brought): (u64, u64, u64) =
        (shared().map(|group| group.visits).sum(), of(Side::Smo), of(Side::Smm));
    let told = thousands(visits);
    let says = match (visits, about.posts_told) {
        (0, _) => "No visit that is counted here may belong to the other side.".to_owned(),
        (_, true) => format!(
            "{told} of these visits may belong to either side: they came from networks where you post with links that \
             carry no tag. Tagged links would settle it. Each is counted once, in \u{201c}up to\u{201d}."
        ),
        (_, false) if about.kept => format!(
            "{told} of these visits may belong to either side: they came from networks, and nobody said where you post \
             yourself with links that carry no tag. Say it in the settings. Each is counted once, in \u{201c}up to\u{201d}."
        ),
        (_, false) => format!(
            "{told} of these visits may belong to either side: they came from networks, and a log does not say where you \
             post yourself. Say it with --posts facebook,x or --posts none. Each is counted once, in \u{201c}up to\u{201d}."
        ),
    };
    Either { visits, passed_on, brought, says }
}

/// `2:15`.
pub(super) fn clock(minutes: u64) -> String {
    format!("{}:{:02}", minutes / 60, minutes % 60)
}

pub(super) fn first_capital(text: &str) -> String {
    let mut signs = text.chars();
    signs.next().map(|first| first.to_uppercase().chain(signs).collect()).unwrap_or_default()
}
