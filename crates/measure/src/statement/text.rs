//! The statement as text for a terminal, and as CSV.

use std::fmt::Write;

use domain::{Money, Side, thousands};

use super::rows::clock;
use super::{Filter, Imported, Next, Price, Row, Statement};

/// What is not known.
pub(super) const NONE: &str = "\u{2013}";

/// A column: its name, and what it says of a row.
pub(super) struct Column {
    pub(super) name: &'static str,
    cell: fn(&Row) -> Option<String>,
}

impl Column {
    pub(super) fn of(&self, row: &Row) -> String {
        (self.cell)(row).unwrap_or_else(|| NONE.to_owned())
    }
}

/// The name of the column of prices.
pub(super) const PRICE: &str = "a visit costs";

const VISITS: [Column; 6] = [
    Column {
        name: "visits, sure",
        cell: |row| brings(row).then(|| thousands(if is_social(row) { row.visits.sure } else { row.visits.all() })),
    },
    Column { name: "up to", cell: |row| social(row, || brings(row).then(|| thousands(row.visits.up_to))) },
    Column { name: "hours", cell: |row| social(row, || row.minutes.map(clock)) },
    Column { name: "paid", cell: |row| social(row, || row.paid.map(Money::in_words)) },
    Column { name: "full cost", cell: |row| social(row, || row.cost.map(Money::in_words)) },
    Column { name: PRICE, cell: |row| social(row, || row.visit_costs.map(Price::in_words)) },
];
const SALES: Column = Column { name: "sales", cell: |row| social(row, || row.sales.map(thousands)) };
const SOLD: Column = Column { name: "sold", cell: |row| social(row, || row.sold.map(Money::in_words)) };
const LEFT: Column = Column { name: "left over", cell: |row| social(row, || row.left_over.map(signed)) };

fn is_social(row: &Row) -> bool {
    matches!(row.side, Side::Smo | Side::Smm)
}

/// Whether visits can come of it at all: of mending none are its own.
fn brings(row: &Row) -> bool {
    row.filter != Filter::default()
}

/// Of the two sides; nothing, not even that it is unknown, of the others.
fn social(row: &Row, cell: impl Fn() -> Option<String>) -> Option<String> {
    if is_social(row) { cell() } else { Some(String::new()) }
}

/// `+€37`, `−€434`.
fn signed(money: Money) -> String {
    let plus = if money.minor > 0 { "+" } else { "" };
    format!("{plus}{}", money.in_words())
}

/// The columns of the table: of sales where they are seen, of what was left over where there is a margin.
pub(super) fn columns(statement: &Statement) -> Vec<Column> {
    let mut columns: Vec<Column> = VISITS.into();
    if statement.rows.iter().any(|row| row.sales.is_some()) {
        columns.push(SALES);
        let margin = statement.reckoned.margin.is_some();
        columns.push(if margin { LEFT } else { SOLD });
    }
    columns
}

/// For people, in at most `width` columns where that can be done.
pub fn text(statement: &Statement, width: usize) -> String {
    let mut out = String::new();
    let width = width.clamp(40, 100);
    let site = statement.site.hosts.join(", ");
    let guess = statement.site.guessed.as_ref().map(|how| format!(" (guessed {how})")).unwrap_or_default();
    if statement.site.invented {
        out.push_str("Demo data: invented\n");
    }
    let _ = writeln!(out, "{}{guess}", if site.is_empty() { "A site of unknown name" } else { &site });
    if let Some(period) = statement.period {
        let before = statement.before.map(|it| format!("; before: {} to {}", it.from, it.to)).unwrap_or_default();
        let _ = writeln!(out, "{} to {}, {} days{before}", period.from, period.to, period.days);
    }
    out.push('\n');
    for sentence in &statement.verdict {
        wrapped(&mut out, &sentence.text, width, "");
    }
    if let Some(at_once) = &statement.at_once {
        wrapped(&mut out, &at_once.text, width, "");
    }
    out.push('\n');
    table(&mut out, statement, &statement.rows, true);
    out.push('\n');
    wrapped(&mut out, &statement.either.says, width, "");
    for row in statement.rows.iter().filter(|row| is_social(row)) {
        if let Some(why) = &row.no_cost {
            wrapped(&mut out, &format!("{}: {why}.", row.name), width, "");
        }
        if let Some(began) = row.began_ours {
            wrapped(
                &mut out,
                &format!(
                    "Of those passed on, {} began with your own posts, answers, ads or articles.",
                    thousands(began)
                ),
                width,
                "",
            );
        }
    }
    for early in &statement.too_early {
        wrapped(&mut out, &format!("{early}."), width, "");
    }
    for missing in &statement.reckoned.missing {
        wrapped(&mut out, missing, width, "");
    }
    if !statement.next.is_empty() {
        out.push_str("\nDo next\n");
        for next in &statement.next {
            wrapped(&mut out, &format!("{}: {}", next.in_short(), next.says), width, "  ");
        }
    }
    if !statement.marks.is_empty() {
        out.push_str("\nBefore and after\n");
        for mark in &statement.marks {
            wrapped(&mut out, &mark.says, width, "  ");
        }
    }
    if let Some(replacement) = &statement.replacement {
        out.push('\n');
        wrapped(&mut out, &replacement.says, width, "");
    }
    for imported in &statement.imported {
        wrapped(&mut out, &imported.in_words(), width, "");
    }
    if !statement.networks.is_empty() {
        out.push_str("\nBy network\n");
        table(&mut out, statement, &statement.networks, false);
    }
    if !statement.pages.is_empty() {
        out.push_str("\nBy page: passed on, brought\n");
        for page in statement.pages.iter().take(10) {
            let path = if page.path.is_empty() { "all other pages" } else { &page.path };
            let _ =
                writeln!(out, "{:>8} {:>8}  {}", thousands(page.passed_on), thousands(page.brought), clean(path, 70));
        }
    }
    if !statement.unfurls.is_empty() {
        out.push_str("\nSeen being shared (previews that networks fetched; these are no visits)\n");
        for seen in &statement.unfurls {
            let page = seen.pages.first().map_or("", |page| page.name.as_str());
            let _ = writeln!(out, "{:>8}  {}, most often {}", thousands(seen.times), seen.network, clean(page, 50));
        }
    }
    if !statement.left_out.is_empty() {
        out.push_str("\nLeft out\n");
        for count in &statement.left_out {
            let _ = writeln!(out, "{:>8}  {}", thousands(count.count), count.name);
        }
    }
    out.push_str("\nWhat this cannot know\n");
    for unknown in &statement.unknown {
        wrapped(&mut out, unknown, width, "  ");
    }
    out.push_str("\nFrom where each number is\n");
    for source in &statement.sources {
        wrapped(&mut out, &format!("{}: {}", source.number, source.from), width, "  ");
    }
    out
}

impl Next {
    /// `5 min, +20–60 visits a month`.
    pub fn in_short(&self) -> String {
        let mut parts = vec![format!("{} min", thousands(self.minutes))];
        if let Some(visits) = self.visits {
            let (from, to) = (thousands(visits.from), thousands(visits.to));
            let range = if from == to { from } else { format!("{from}\u{2013}{to}") };
            parts.push(format!("+{range} visits a month"));
        }
        if let Some(saves) = self.saves {
            parts.push(format!("{} a month saved", saves.in_words()));
        }
        if let Some(minutes) = self.saves_minutes {
            parts.push(format!("{} hours a month saved", clock(minutes)));
        }
        parts.join(" \u{b7} ")
    }
}

impl Imported {
    /// What another program counted, and that it is not added.
    pub fn in_words(&self) -> String {
        let sides: Vec<String> =
            self.sides.iter().map(|it| format!("{} {}", it.side.in_words(), thousands(it.visits))).collect();
        format!(
            "Brought in from {}, {} to {}, counted by its rules and not added to anything here: {}.",
            self.name(),
            self.from,
            self.to,
            sides.join(", ")
        )
    }

    /// As people call it.
    pub fn name(&self) -> &str {
        match &*self.form {
            "ga4" => "Google Analytics",
            "plausible" => "Plausible",
            "umami" => "Umami",
            "matomo" => "Matomo",
            other => other,
        }
    }
}

fn table(out: &mut String, statement: &Statement, rows: &[Row], notes: bool) {
    let columns = columns(statement);
    let cells = |row: &Row| columns.iter().map(|column| column.of(row)).collect::<Vec<String>>();
    let mut lines: Vec<(String, Vec<String>, Option<&str>)> = Vec::new();
    for row in rows {
        let side = if notes { String::new() } else { format!("{}, {}", row.name, row.side.in_words()) };
        lines.push((if notes { row.name.clone() } else { side }, cells(row), row.note.as_deref().filter(|_| notes)));
        lines.extend(row.parts.iter().map(|part| (format!("  {}", part.name), cells(part), None)));
    }
    let long = |text: &str| text.chars().count();
    let first = lines.iter().map(|(name, ..)| long(name)).max().unwrap_or(0);
    let widths: Vec<usize> = columns
        .iter()
        .enumerate()
        .map(|(at, column)| {
            lines.iter().map(|(_, cells, _)| long(&cells[at])).chain([long(column.name)]).max().unwrap_or(0)
        })
        .collect();
    let mut write = |name: &str, cells: &[&str]| {
        let _ = write!(out, "{name}{}", " ".repeat(first - long(name)));
        for (cell, width) in cells.iter().zip(&widths) {
            let _ = write!(out, "  {}{cell}", " ".repeat(width - long(cell)));
        }
        while out.ends_with(' ') {
            out.pop();
        }
        out.push('\n');
    };
    write("", &columns.iter().map(|column| column.name).collect::<Vec<_>>());
    for (name, cells, _) in &lines {
        write(name, &cells.iter().map(String::as_str).collect::<Vec<_>>());
    }
    for (name, _, note) in &lines {
        if let Some(note) = note {
            wrapped(out, &format!("{name}: {note}"), 88, "");
        }
    }
}

fn wrapped(out: &mut String, text: &str, width: usize, before: &str) {
    let mut column = 0;
    for word in text.split(' ') {
        let long = word.chars().count();
        if column > 0 && column + 1 + long > width {
            out.push('\n');
            column = 0;
        }
        out.push_str(if column == 0 { before } else { " " });
        out.push_str(word);
        column += long + 1;
    }
    out.push('\n');
}

/// What a stranger wrote into an address, safe for a terminal and of bounded length.
fn clean(text: &str, most: usize) -> String {
    let sign = |sign: char| {
        if sign.is_control()
            || matches!(sign, '\u{200e}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        {
            '\u{fffd}'
        } else {
            sign
        }
    };
    let mut cut: String = text.chars().take(most).map(sign).collect();
    if text.chars().nth(most).is_some() {
        cut.push('…');
    }
    cut
}

/// The table as CSV, a line for each row: amounts in minor units with their currency.
pub fn csv(statement: &Statement) -> String {
    let mut out = String::from(
        "row,name,side,visits_sure,visits_up_to,visits_guessed,minutes,paid_minor,cost_minor,currency,\
         visit_costs_from_minor,visit_costs_to_minor,sales,left_over_minor,sold_minor,before_sure,before_up_to\r\n",
    );
    for row in statement.rows.iter().chain(&statement.networks) {
        for row in std::iter::once(row).chain(&row.parts) {
            let number = |number: Option<i64>| number.map(|number| number.to_string()).unwrap_or_default();
            let price = |price: i64| format!("{}.{:03}", price / 1_000, price % 1_000);
            let currency =
                row.cost.or(row.paid).or(row.sold).map(|money| money.currency.to_string()).unwrap_or_default();
            let cells = [
                row.id.clone(),
                quoted(&row.name),
                row.side.name().to_owned(),
                row.visits.sure.to_string(),
                row.visits.up_to.to_string(),
                row.visits.guessed.to_string(),
                row.minutes.map(|minutes| minutes.to_string()).unwrap_or_default(),
                number(row.paid.map(|money| money.minor)),
                number(row.cost.map(|money| money.minor)),
                currency,
                row.visit_costs.map(|it| price(it.from)).unwrap_or_default(),
                row.visit_costs.and_then(|it| it.to).map(price).unwrap_or_default(),
                row.sales.map(|sales| sales.to_string()).unwrap_or_default(),
                number(row.left_over.map(|money| money.minor)),
                number(row.sold.map(|money| money.minor)),
                row.before.map(|before| before.sure.to_string()).unwrap_or_default(),
                row.before.map(|before| before.up_to.to_string()).unwrap_or_default(),
            ];
            out.push_str(&cells.join(","));
            out.push_str("\r\n");
        }
    }
    out
}

/// The trend as CSV, a line for each day or week.
pub fn trend_csv(statement: &Statement) -> String {
    let mut out = String::from("from,to,passed_on_sure,passed_on_up_to,brought_sure,brought_up_to\r\n");
    for step in &statement.trend.steps {
        let (passed_on, brought) = (step.passed_on, step.brought);
        let _ = write!(
            out,
            "{},{},{},{},{},{}\r\n",
            step.from, step.to, passed_on.sure, passed_on.up_to, brought.sure, brought.up_to
        );
    }
    out
}

/// A cell that no spreadsheet takes for a formula.
fn quoted(text: &str) -> String {
    let before = if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { "'" } else { "" };
    format!("\"{before}{}\"", text.replace('"', "\"\""))
}
