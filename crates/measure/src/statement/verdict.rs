//! What is said: the verdict by rule, the numbers for which it is too early, and what cannot be known.

use domain::Side;

use super::rows::first_capital;
use super::{About, Costs, ENOUGH, Early, Either, Period, Piece, Row, Sentence, Source};

/// A sentence that is put together.
#[derive(Default)]
struct Saying(Vec<Piece>);

impl Saying {
    fn say(mut self, text: impl Into<String>) -> Self {
        self.0.push(Piece { text: text.into(), row: None, side: None });
        self
    }

    /// Words that speak of a side.
    fn of(mut self, side: Side, text: impl Into<String>) -> Self {
        self.0.push(Piece { text: text.into(), row: None, side: Some(side) });
        self
    }

    /// A number that stands in `row`.
    fn number(mut self, row: &str, text: impl Into<String>) -> Self {
        self.0.push(Piece { text: text.into(), row: Some(row.to_owned()), side: None });
        self
    }

    fn end(self) -> Sentence {
        Sentence { text: self.0.iter().map(|piece| piece.text.as_str()).collect(), pieces: self.0 }
    }
}

fn side(rows: &[Row], side: Side) -> Option<&Row> {
    rows.iter().find(|row| row.side == side)
}

/// At most three: what a visit cost on each side, or how many there were; whether that is a difference; what is missing.
pub(super) fn sentences(rows: &[Row], early: &[Early], either: &Either, about: &About) -> Vec<Sentence> {
    let (Some(smo), Some(smm)) = (side(rows, Side::Smo), side(rows, Side::Smm)) else { return Vec::new() };
    let all: u64 = rows.iter().map(|row| row.visits.all()).sum();
    if all == 0 {
        return vec![Saying::default().say("No visit was found in this log.").end()];
    }
    let mut said = Vec::new();
    let (passed, brought) = ("visitors passed on", "you brought yourself");
    match (smo.visit_costs, smm.visit_costs) {
        (Some(one), Some(other)) => {
            let begun = Saying::default().say("A visit that ").of(Side::Smo, passed).say(" cost you ");
            let begun = begun.number("smo", one.in_words()).say("; one that ").of(Side::Smm, brought).say(", ");
            said.push(begun.number("smm", other.in_words()).say(".").end());
        }
        _ => {
            let begun = Saying::default().of(Side::Smo, "Visitors passed on ").number("smo", range(smo)).say("; ");
            let begun = begun.of(Side::Smm, "you brought ").number("smm", range(smm)).say(".");
            said.push(begun.end());
        }
    }
    let visits_early = early.iter().any(|early| early.need == ENOUGH.0);
    if let (Some(one), Some(other), false) = (smo.visit_costs, smm.visit_costs, visits_early) {
        let below = |high: Option<i64>, low: i64| high.is_some_and(|high| high < low);
        let sentence = if below(one.to, other.from) {
            "Passing on is the cheaper way, whichever of the uncertain visits count."
        } else if below(other.to, one.from) {
            "Your own marketing is the cheaper way, whichever of the uncertain visits count."
        } else {
            "The two ranges meet, so this does not say which is cheaper."
        };
        said.push(Saying::default().say(sentence).end());
    } else if let Some(early) = early.iter().find(|early| early.need == ENOUGH.0) {
        said.push(Saying::default().say(early.says.clone()).end());
    } else if let Some(missing) = [smo, smm].iter().find_map(|row| row.no_cost.clone().map(|why| (row, why))) {
        let (row, why) = missing;
        let what = format!("What that cost cannot be said: {why} for what is {}.", row.name.to_lowercase());
        said.push(Saying::default().say(what).end());
    }
    if either.visits > 0 && !about.posts_told {
        let number = either.visits.to_string();
        let begun = Saying::default().say("But ").number("either", number);
        said.push(
            begun.say(" of these visits may belong to either side, until you say where you post yourself.").end(),
        );
    } else if let (Some(one), Some(other)) = (smo.left_over, smm.left_over) {
        let too_few = early.iter().any(|early| early.need == ENOUGH.1);
        let begun =
            Saying::default().say("Passing on left ").number("smo", one.in_words()).say(" over, your own marketing ");
        let end = if too_few { "; the sales are too few to be sure of the money." } else { "." };
        said.push(begun.number("smm", other.in_words()).say(end).end());
    }
    said.truncate(3);
    said
}

fn range(row: &Row) -> String {
    let visits = row.visits;
    let word = if visits.up_to == 1 { "visit" } else { "visits" };
    match (visits.sure, visits.up_to) {
        (sure, up_to) if sure == up_to => format!("{up_to} {word}"),
        (0, up_to) => format!("up to {up_to} {word}"),
        (sure, up_to) => format!("{sure}\u{2013}{up_to} {word}"),
    }
}

/// The numbers for which it is too early, and when there will be enough.
pub(super) fn early(rows: &[Row], period: Option<Period>, about: &About) -> Vec<Early> {
    let Some(period) = period else { return Vec::new() };
    let mut early = Vec::new();
    for row in rows.iter().filter(|row| matches!(row.side, Side::Smo | Side::Smm)) {
        let kinds = [
            (Some(row.visits.up_to), ENOUGH.0, "price of a visit", "visits"),
            (row.sales.filter(|_| about.goals), ENOUGH.1, "money from sales", "sales"),
        ];
        for (have, need, number, what) in kinds {
            let Some(have) = have.filter(|have| *have < need) else { continue };
            let days = (u64::from(period.days) * (need - have)).checked_div(have).map(|days| days.max(1));
            let when = match days {
                None => "As none come, that cannot be foreseen".to_owned(),
                Some(1) => "As it goes, there will be enough tomorrow".to_owned(),
                Some(days) if days > 730 => "As it goes, that takes more than two years".to_owned(),
                Some(days) => format!("As it goes, there will be enough in {days} days"),
            };
            let what = if have == 1 { what.trim_end_matches('s') } else { what };
            let says = format!(
                "It is too early for the {number} of what is {}: {have} {what}, and {need} are needed. {when}.",
                row.name.to_lowercase()
            );
            early.push(Early {
                side: row.side,
                have,
                need,
                days: days.and_then(|days| u32::try_from(days).ok()),
                says,
            });
        }
    }
    early
}

/// What a log cannot say.
pub(super) fn unknown(about: &About) -> Vec<String> {
    let mut unknown = Vec::new();
    if !about.agents {
        unknown.push(
            "This log does not have what browsers call themselves (it is of the common form), so programs are counted \
             as people. Use the combined form.",
        );
    }
    if !about.posts_told {
        unknown.push("Where you post yourself with links that carry no tag. Say it with --posts.");
    }
    unknown.extend([
        "Whether an untagged click from Facebook or Instagram was paid for: both mark paid and unpaid links alike.",
        "What a link with a Tidings code was made for: that stands in the database of `tidings up`. Only the press of a share \
         button shows in the address itself.",
        "Visits to pages that a cache before the server answered, and second looks that the browser's own cache answered.",
        "Programs that pass themselves off as browsers and are slow.",
        "Who a visitor is: people behind one address with the same browser are one, and one person with two devices is two.",
    ]);
    if !about.goals {
        unknown.push("Sales. Name the page that is seen after one with --goal, and what one brings with --sale.");
    }
    unknown.into_iter().map(str::to_owned).collect()
}

/// From where each number is.
pub(super) fn sources(about: &About, costs: &Costs) -> Vec<Source> {
    let source = |number: &str, from: String| Source { number: number.to_owned(), from };
    let mut all = vec![source(
        "visits",
        format!("counted in {} by the channel rules, version {}", about.read, *crate::channel::rules::VERSION),
    )];
    let entered = |is: bool, from: &str| if is { from.to_owned() } else { format!("not entered ({from})") };
    let hours = !costs.sides.is_empty() || !costs.activities.is_empty();
    all.push(source("hours", entered(hours, "--hours")));
    all.push(source(
        "price of an hour",
        costs.rate.map_or_else(|| "not entered (--rate)".to_owned(), |rate| format!("--rate: {}", rate.in_words())),
    ));
    all.push(source("paid", entered(!costs.spend.is_empty(), "--spend")));
    all.push(source("full cost", "hours \u{d7} price of an hour + paid".to_owned()));
    all.push(source(
        "a visit costs",
        "full cost / \u{201c}up to\u{201d} to full cost / \u{201c}sure\u{201d}".to_owned(),
    ));
    if about.goals {
        all.push(source(
            "sales",
            "visits that came to the page named with --goal, put down to what brought the visitor that day".to_owned(),
        ));
    }
    if let (Some(margin), Some(sale)) = (costs.margin, costs.sale) {
        all.push(source(
            "left over",
            format!("sales \u{d7} {} (--sale) \u{d7} {margin}\u{a0}% (--margin) \u{2212} full cost", sale.in_words()),
        ));
    }
    all.into_iter().map(|it| Source { number: first_capital(&it.number), ..it }).collect()
}
