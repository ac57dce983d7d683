//! The statement as text for a terminal, and as CSV.

use std::fmt::Write;

use super::rows::clock;
use super::{Row, Statement};

/// What is not known.
const NONE: &str = "\u{2013}";

/// The cells of a line after its name.
pub(super) fn cells(row: &Row) -> [String; 6] {
    let social = matches!(row.side, domain::Side::Smo | domain::Side::Smm);
    let visits = if social { row.visits.sure } else { row.visits.all() };
    let money = |money: Option<domain::Money>| money.map_or_else(|| NONE.to_owned(), domain::Money::in_words);
    [
        visits.to_string(),
        if social { row.visits.up_to.to_string() } else { String::new() },
        if social { row.minutes.map_or_else(|| NONE.to_owned(), clock) } else { String::new() },
        if social { money(row.paid) } else { String::new() },
        if social { money(row.cost) } else { String::new() },
        if social { row.visit_costs.map_or_else(|| NONE.to_owned(), super::Price::in_words) } else { String::new() },
    ]
}

/// Their names.
pub(super) const COLUMNS: [&str; 6] = ["visits, sure", "up to", "hours", "paid", "full cost", "a visit costs"];

/// For people, in at most `width` columns where that can be done.
pub fn text(statement: &Statement, width: usize) -> String {
    let mut out = String::new();
    let width = width.clamp(40, 100);
    let site = statement.site.hosts.join(", ");
    let guess = statement.site.guessed.as_ref().map(|how| format!(" (guessed {how})")).unwrap_or_default();
    let _ = writeln!(out, "{}{guess}", if site.is_empty() { "A site of unknown name" } else { &site });
    if let Some(period) = statement.period {
        let _ = writeln!(out, "{} to {}, {} days", period.from, period.to, period.days);
    }
    out.push('\n');
    for sentence in &statement.verdict {
        wrapped(&mut out, &sentence.text, width, "");
    }
    out.push('\n');
    table(&mut out, &statement.rows, true);
    out.push('\n');
    wrapped(&mut out, &statement.either.says, width, "");
    for row in statement.rows.iter().filter(|row| matches!(row.side, domain::Side::Smo | domain::Side::Smm)) {
        if let Some(why) = &row.no_cost {
            wrapped(&mut out, &format!("{}: {why}.", row.name), width, "");
        }
    }
    for early in &statement.early {
        wrapped(&mut out, &early.says, width, "");
    }
    if !statement.networks.is_empty() {
        out.push_str("\nBy network\n");
        table(&mut out, &statement.networks, false);
    }
    if !statement.pages.is_empty() {
        out.push_str("\nBy page: passed on, brought\n");
        for page in statement.pages.iter().take(10) {
            let path = if page.path.is_empty() { "all other pages" } else { &page.path };
            let _ = writeln!(out, "{:>8} {:>8}  {}", page.passed_on, page.brought, clean(path, 70));
        }
    }
    if !statement.unfurls.is_empty() {
        out.push_str("\nSeen being shared (previews that networks fetched; these are no visits)\n");
        for seen in &statement.unfurls {
            let page = seen.pages.first().map_or("", |page| page.name.as_str());
            let _ = writeln!(out, "{:>8}  {}, most often {}", seen.times, seen.network, clean(page, 50));
        }
    }
    if !statement.left_out.is_empty() {
        out.push_str("\nLeft out\n");
        for count in &statement.left_out {
            let _ = writeln!(out, "{:>8}  {}", count.count, count.name);
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

fn table(out: &mut String, rows: &[Row], notes: bool) {
    let mut lines: Vec<(String, [String; 6], Option<&str>)> = Vec::new();
    for row in rows {
        let side = if notes { String::new() } else { format!("{}, {}", row.name, row.side.in_words()) };
        lines.push((if notes { row.name.clone() } else { side }, cells(row), row.note.as_deref().filter(|_| notes)));
        lines.extend(row.parts.iter().map(|part| (format!("  {}", part.name), cells(part), None)));
    }
    let long = |text: &str| text.chars().count();
    let first = lines.iter().map(|(name, ..)| long(name)).max().unwrap_or(0);
    let widths: Vec<usize> = (0..6)
        .map(|at| lines.iter().map(|(_, cells, _)| long(&cells[at])).chain([long(COLUMNS[at])]).max().unwrap_or(0))
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
    write("", &COLUMNS);
    for (name, cells, _) in &lines {
        write(name, &cells.each_ref().map(String::as_str));
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
         visit_costs_from_minor,visit_costs_to_minor,sales,left_over_minor\r\n",
    );
    for row in statement.rows.iter().chain(&statement.networks) {
        for row in std::iter::once(row).chain(&row.parts) {
            let number = |number: Option<i64>| number.map(|number| number.to_string()).unwrap_or_default();
            let price = |price: i64| format!("{}.{:03}", price / 1_000, price % 1_000);
            let currency = row.cost.or(row.paid).map(|money| money.currency.to_string()).unwrap_or_default();
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
            ];
            out.push_str(&cells.join(","));
            out.push_str("\r\n");
        }
    }
    out
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}
