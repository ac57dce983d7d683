//! What is said: the verdict by rule, the numbers for which it is too early, and what cannot be known.

use domain::{Money, Side, thousands};

use super::rows::first_capital;
use super::{About, Costs, ENOUGH, Early, Either, More, Period, Price, Row, Saying, Scarce, Sentence, Source, Visits};

/// Fewer visits than this make no activity the cheapest or the dearest.
const WORTH_NAMING: u64 = 20;

fn side(rows: &[Row], side: Side) -> Option<&Row> {
    rows.iter().find(|row| row.side == side)
}

/// At most three: what a visit cost on each side, or how many there were; which way is cheaper, and the dearest and the
/// cheapest activity where that is clear, or what is missing; what was left over, or how many visits may be of either side.
pub(super) fn sentences(rows: &[Row], early: &[Early], either: &Either, about: &About) -> Vec<Sentence> {
    let (Some(smo), Some(smm)) = (side(rows, Side::Smo), side(rows, Side::Smm)) else { return Vec::new() };
    let all: u64 = rows.iter().map(|row| row.visits.all()).sum();
    if all == 0 {
        let says = if about.kept { "No visit was counted in this time." } else { "No visit was found in this log." };
        return vec![Saying::default().say(says).end()];
    }
    let mut said = vec![first(smo, smm)];
    let scarce = |what| early.iter().find(|early| early.what == what);
    if let Some(early) = scarce(Scarce::Visits) {
        said.push(Saying::default().say(early.says.clone()).end());
    } else if let (Some(one), Some(other)) = (reach(smo, either.brought), reach(smm, either.passed_on)) {
        said.push(cheaper(one, other, rows));
    } else if let Some((row, why)) = [smo, smm].iter().find_map(|row| row.no_cost.clone().map(|why| (row, why))) {
        let what = format!("What that cost cannot be said: {why} for what is {}.", row.name.to_lowercase());
        said.push(Saying::default().say(what).end());
    }
    if either.visits > 0 && !about.posts_told {
        let begun = Saying::default().say("But ").number("either", thousands(either.visits));
        said.push(
            begun.say(" of these visits may belong to either side, until you say where you post yourself.").end(),
        );
    } else if let (Some(one), Some(other)) = (smo.left_over, smm.left_over) {
        said.push(left(smo, one, smm, other, scarce(Scarce::Sales).is_some()));
    } else if let (Some(one), Some(other)) = (smo.sold.filter(|_| about.goals), smm.sold)
        && one.minor + other.minor > 0
    {
        let begun = Saying::default().say("What visitors passed on sold for ").number("smo", one.in_words());
        let begun = begun.say(", what you brought for ").number("smm", other.in_words());
        said.push(begun.say("; say your margin, and this says what is left of it.").end());
    }
    said.truncate(3);
    said
}

/// What a visit cost on each side, or how many there were.
fn first(smo: &Row, smm: &Row) -> Sentence {
    let (passed, brought) = ("visitors passed on", "you brought yourself");
    if let (Some(one), Some(other)) = (smo.visit_costs, smm.visit_costs) {
        let begun = Saying::default().say("A visit that ").of(Side::Smo, passed).say(" cost you ");
        let begun = begun.of_row(smo, one.in_words()).say("; one that ").of(Side::Smm, brought).say(", ");
        return begun.of_row(smm, other.in_words()).say(".").end();
    }
    let begun = Saying::default().of(Side::Smo, "Visitors passed on ").of_row(smo, range(smo)).say("; ");
    begun.of(Side::Smm, "you brought ").of_row(smm, range(smm)).say(".").end()
}

/// What a visit of a side costs, if those of the other side that may be of this one count too.
pub(super) fn reach(row: &Row, elsewhere: u64) -> Option<Price> {
    Price::of(row.cost?, Visits { up_to: row.visits.up_to + elsewhere, ..row.visits })
}

/// Whether one price lies below another, whichever of the uncertain visits count.
pub(super) fn below(one: Price, other: Price) -> bool {
    one.to.is_some_and(|high| high < other.from)
}

/// Which side is cheaper, and the ends among activities where no other reaches into theirs.
fn cheaper(one: Price, other: Price, rows: &[Row]) -> Sentence {
    let sentence = if below(one, other) {
        "Passing on is the cheaper way, whichever of the uncertain visits count"
    } else if below(other, one) {
        "Your own marketing is the cheaper way, whichever of the uncertain visits count"
    } else {
        "The two ranges meet, so this does not say which is cheaper"
    };
    let mut said = Saying::default().say(sentence);
    let priced: Vec<(&Row, Price)> = rows
        .iter()
        .flat_map(|row| &row.parts)
        .filter(|part| part.visits.up_to >= WORTH_NAMING && part.cost.is_some_and(|cost| cost.minor > 0))
        .filter_map(|part| Some((part, part.visit_costs?)))
        .collect();
    let clear = |holds: fn(Price, Price) -> bool| {
        let end = priced.iter().find(|(row, price)| {
            priced.iter().filter(|(other, _)| other.id != row.id).all(|(_, other)| holds(*price, *other))
        });
        end.filter(|_| priced.len() > 1)
    };
    let (cheapest, dearest) = (clear(below), clear(|one, other| below(other, one)));
    if let Some((row, price)) = cheapest {
        said = said.say("; cheapest activity: ").say(format!("{}, ", inside(&row.name))).of_row(row, price.in_words());
    }
    if let Some((row, price)) = dearest {
        said = said.say("; dearest activity: ").say(format!("{}, ", inside(&row.name))).of_row(row, price.in_words());
    }
    said.say(".").end()
}

/// A row's name within a sentence: `own posts`, but `Facebook ads` and `X ads`.
fn inside(name: &str) -> String {
    let is_name = name.ends_with(" ads");
    if is_name { name.to_owned() } else { name.to_lowercase() }
}

fn left(smo: &Row, one: Money, smm: &Row, other: Money, too_few: bool) -> Sentence {
    let amount = |money: Money| Money::new(money.minor.saturating_abs(), money.currency).in_words();
    let told = |said: Saying, row: &Row, money: Money, who: &str| {
        if money.minor < 0 {
            said.say(format!("{who} cost ")).number(&row.id, amount(money)).say(" more than it earned")
        } else {
            said.say(format!("{who} left ")).number(&row.id, amount(money)).say(" over")
        }
    };
    let said = told(Saying::default(), smo, one, "Passing on").say("; ");
    let said = told(said, smm, other, "your own marketing");
    let sales = smo.sales.unwrap_or(0) + smm.sales.unwrap_or(0);
    let end = match (too_few, sales) {
        (true, 1) => ", but one sale is too little to be sure of the money.".to_owned(),
        (true, sales) => format!(", but {} sales are too few to be sure of the money.", thousands(sales)),
        (false, _) => ".".to_owned(),
    };
    said.say(end).end()
}

fn range(row: &Row) -> String {
    let visits = row.visits;
    let word = if visits.up_to == 1 { "visit" } else { "visits" };
    let (sure, up_to) = (thousands(visits.sure), thousands(visits.up_to));
    match visits.sure {
        most if most == visits.up_to => format!("{up_to} {word}"),
        0 => format!("up to {up_to} {word}"),
        _ => format!("{sure}\u{2013}{up_to} {word}"),
    }
}

/// The numbers for which it is too early, and when there will be enough.
pub(super) fn early(rows: &[Row], period: Option<Period>, about: &About) -> Vec<Early> {
    let Some(period) = period else { return Vec::new() };
    let mut early = Vec::new();
    for row in rows.iter().filter(|row| matches!(row.side, Side::Smo | Side::Smm)) {
        let kinds = [
            (Some(row.visits.up_to), ENOUGH.0, "price of a visit", "visits", Scarce::Visits),
            (row.sales.filter(|_| about.goals), ENOUGH.1, "money from sales", "sales", Scarce::Sales),
        ];
        for (have, need, number, what, scarce) in kinds {
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
                what: scarce,
                have,
                need,
                days: days.and_then(|days| u32::try_from(days).ok()),
                says,
            });
        }
    }
    early
}

/// What it is too early for, in a line for each kind of number; nothing that the `verdict` says.
pub(super) fn in_short(early: &[Early], verdict: &[Sentence]) -> Vec<String> {
    let mut lines = Vec::new();
    for (what, number, called) in [(Scarce::Visits, "Price of a visit", "visits"), (Scarce::Sales, "Money", "sales")] {
        let of: Vec<&Early> = early.iter().filter(|early| early.what == what).collect();
        let Some(first) = of.first() else { continue };
        let is_alone = of.len() == 1;
        if is_alone && verdict.iter().any(|sentence| sentence.text == first.says) {
            continue;
        }
        let all = |word: fn(&Early) -> String| of.iter().map(|early| word(early)).collect::<Vec<_>>().join(" and ");
        let when = match of.iter().map(|early| early.days).collect::<Option<Vec<u32>>>() {
            None => "nobody can say when".to_owned(),
            Some(days) if days.iter().any(|days| *days > 730) => "in more than two years".to_owned(),
            Some(_) if is_alone && first.days == Some(1) => "tomorrow".to_owned(),
            Some(_) => format!("in about {} days", all(|early| early.days.unwrap_or(0).to_string())),
        };
        lines.push(format!(
            "{number}{}: too few {called} to be sure ({}; {} {}are needed, {when})",
            if is_alone { format!(" of what is {}", first.side.in_words()) } else { String::new() },
            all(|early| thousands(early.have)),
            first.need,
            if is_alone { "" } else { "each " },
        ));
    }
    lines
}

/// What these numbers cannot say.
pub(super) fn unknown(about: &About) -> Vec<String> {
    let mut unknown = Vec::new();
    if !about.agents && !about.kept {
        unknown.push(
            "This log does not have what browsers call themselves (it is of the common form), so programs are counted \
             as people. Use the combined form.",
        );
    }
    if !about.posts_told {
        unknown.push(if about.kept {
            "Where you post yourself with links that carry no tag. Say it in the settings."
        } else {
            "Where you post yourself with links that carry no tag. Say it with --posts."
        });
    }
    unknown.push(
        "Whether an untagged click from Facebook or Instagram was paid for: both mark paid and unpaid links alike.",
    );
    if !about.kept {
        unknown.extend([
            "What a link with a Tidings code was made for: that stands in the database of `tidings up`. Only the press of a \
             share button shows in the address itself.",
            "Visits to pages that a cache before the server answered, and second looks that the browser's own cache answered.",
        ]);
    }
    unknown.extend([
        "Programs that pass themselves off as browsers and are slow.",
        "Who a visitor is: people behind one address with the same browser are one, and one person with two devices is two.",
    ]);
    if !about.goals {
        unknown.push(if about.kept {
            "Sales. Say what counts as one: a page that is seen after it, an event, or the orders of a shop."
        } else {
            "Sales. Name the page that is seen after one with --goal, and what one brings with --sale."
        });
    }
    unknown.into_iter().map(str::to_owned).collect()
}

/// From where each number is.
pub(super) fn sources(about: &About, costs: &Costs, more: &More) -> Vec<Source> {
    let source = |number: &str, from: String| Source { number: number.to_owned(), from };
    let kept = about.kept;
    let (read, version) = (&about.read, *crate::channel::rules::VERSION);
    let mut all = vec![source("visits", format!("counted in {read} by the channel rules, version {version}"))];
    let entered = |is: bool, how: &str| match (is, kept) {
        (true, true) => "as entered under hours and money".to_owned(),
        (true, false) => how.to_owned(),
        (false, true) => "not entered yet".to_owned(),
        (false, false) => format!("not entered ({how})"),
    };
    let lines = costs.all();
    let is_hours = |line: &super::Line| matches!(line.spent, super::Spent::Hours { .. });
    let mut hours = entered(lines.iter().any(is_hours), "--hours");
    if lines.iter().any(|line| matches!(line.spent, super::Spent::Hours { whole: Some(_), .. })) {
        hours.push_str("; work that lasts is spread evenly over the days of the months that it is said to carry");
    }
    all.push(source("hours", hours));
    all.push(source(
        "price of an hour",
        match (costs.rate, kept) {
            (Some(rate), true) => {
                format!("{}, as set; hours keep the price of the day on which they were entered", rate.in_words())
            }
            (Some(rate), false) => format!("--rate: {}", rate.in_words()),
            (None, true) => "not set yet".to_owned(),
            (None, false) => "not entered (--rate)".to_owned(),
        },
    ));
    all.push(source("paid", entered(!lines.iter().all(is_hours), "--spend")));
    all.push(source("full cost", "hours \u{d7} price of an hour + paid".to_owned()));
    all.push(source(
        "a visit costs",
        "full cost / \u{201c}up to\u{201d} to full cost / \u{201c}sure\u{201d}".to_owned(),
    ));
    if about.goals {
        let how = if kept {
            "goals and orders, put down to the last thing that said something of where the visitor came from that day"
        } else {
            "visits that came to the page named with --goal, put down to what brought the visitor that day"
        };
        all.push(source("sales", how.to_owned()));
    }
    if let (Some(margin), true) = (costs.margin, kept && about.goals) {
        all.push(source(
            "left over",
            format!("what was sold, without refunds \u{d7} {margin}\u{a0}% \u{2212} full cost"),
        ));
    } else if let (Some(margin), Some(sale)) = (costs.margin, costs.sale) {
        all.push(source(
            "left over",
            format!("sales \u{d7} {} (--sale) \u{d7} {margin}\u{a0}% (--margin) \u{2212} full cost", sale.in_words()),
        ));
    }
    if !more.marks.is_empty() {
        all.push(source(
            "before and after",
            "passed-on visits that are sure, in 1,000 visits of all kinds, with Wilson's interval at 95\u{a0}%, widened by how \
             much the days differ"
                .to_owned(),
        ));
    }
    all.into_iter().map(|it| Source { number: first_capital(&it.number), ..it }).collect()
}
