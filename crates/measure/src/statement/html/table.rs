//! The tables of the page.

use std::fmt::{self, Write};

use domain::{Side, thousands};

use super::{Text, class};
use crate::statement::rows::clock;
use crate::statement::text::{Column, NONE, PRICE, columns};
use crate::statement::{Row, Statement, Trend};

fn head(out: &mut String, columns: &[Column]) -> fmt::Result {
    write!(out, "<thead><tr><th scope=\"col\"><span class=\"hidden\">From where</span></th>")?;
    for column in columns {
        write!(out, "<th scope=\"col\">{}</th>", column.name)?;
    }
    writeln!(out, "</tr></thead><tbody>")
}

/// The two sides, what can't be told, and what is not social.
pub(super) fn sides(out: &mut String, statement: &Statement) -> fmt::Result {
    let columns = columns(statement);
    writeln!(out, "<table><caption class=\"hidden\">Visits and costs by side</caption>")?;
    head(out, &columns)?;
    let social = statement.rows.iter().filter(|row| matches!(row.side, Side::Smo | Side::Smm));
    let most = social.map(|row| row.visits.up_to).max().unwrap_or(0).max(1);
    for row in &statement.rows {
        side(out, row, most, &columns)?;
    }
    writeln!(out, "</tbody></table>")
}

/// By network, the sides apart.
pub(super) fn networks(out: &mut String, statement: &Statement) -> fmt::Result {
    if statement.networks.is_empty() {
        return Ok(());
    }
    let columns = columns(statement);
    writeln!(out, "<section><h2>By network</h2><table><caption class=\"hidden\">Visits by network</caption>")?;
    head(out, &columns)?;
    for row in &statement.networks {
        let (name, side, class) = (Text(&row.name), row.side.in_words(), class(row.side));
        line(out, row, "part", &format!("{name} <span class=\"small {class}\">{side}</span>"), &columns)?;
    }
    writeln!(out, "</tbody></table></section>")
}

/// A side with what it is made of.
fn side(out: &mut String, row: &Row, most: u64, columns: &[Column]) -> fmt::Result {
    if !matches!(row.side, Side::Smo | Side::Smm) {
        return writeln!(
            out,
            "<tr class=\"side wide\" id=\"{}\"><th scope=\"row\">{}</th><td class=\"num\" data-l=\"visits\">{}</td><td \
             colspan=\"{}\" class=\"note\">{}</td></tr>",
            Text(&row.id),
            Text(&row.name),
            thousands(row.visits.all()),
            columns.len() - 1,
            Text(row.note.as_deref().unwrap_or_default())
        );
    }
    let share = |visits: u64| visits as f64 * 100.0 / most as f64;
    let name = format!(
        "{}<svg class=\"bar {}\" viewBox=\"0 0 100 4\" preserveAspectRatio=\"none\" aria-hidden=\"true\"><rect width=\"100\" \
         height=\"4\" class=\"wash\"/><rect width=\"{:.1}\" height=\"4\" class=\"upto\"/><rect width=\"{:.1}\" height=\"4\"/></svg>",
        Text(&row.name),
        class(row.side),
        share(row.visits.up_to),
        share(row.visits.sure)
    );
    line(out, row, "side", &name, columns)?;
    let began = row
        .began_ours
        .map(|began| format!("of these began with your own posts, answers, ads or articles: {}", thousands(began)));
    for note in began.iter().chain(&row.note).chain(&row.no_cost) {
        writeln!(out, "<tr class=\"note\"><td colspan=\"{}\">{}</td></tr>", columns.len() + 1, Text(note))?;
    }
    for part in &row.parts {
        let spread = part
            .spread
            .map(|it| format!(" <span class=\"soft small\">{} h over {} months</span>", clock(it.minutes), it.months));
        line(out, part, "part", &format!("{}{}", Text(&part.name), spread.unwrap_or_default()), columns)?;
    }
    Ok(())
}

fn line(out: &mut String, row: &Row, class_of_row: &str, name: &str, columns: &[Column]) -> fmt::Result {
    write!(out, "<tr class=\"{class_of_row}\" id=\"{}\"><th scope=\"row\">{name}</th>", Text(&row.id))?;
    for column in columns {
        let cell = column.of(row);
        let class = match (&*cell, column.name == PRICE && class_of_row == "side") {
            (NONE, _) => "none",
            (_, true) => class(row.side),
            (_, false) => "",
        };
        write!(out, "<td class=\"num {class}\" data-l=\"{}\">{}</td>", column.name, Text(&cell))?;
    }
    writeln!(out, "</tr>")
}

/// The numbers behind the trend.
pub(super) fn steps(out: &mut String, trend: &Trend) -> fmt::Result {
    write!(out, "<details><summary>The numbers</summary><table class=\"short\"><thead><tr>")?;
    for column in [trend.by.name(), "passed on, sure", "up to", "brought, sure", "up to"] {
        write!(out, "<th scope=\"col\">{column}</th>")?;
    }
    writeln!(out, "</tr></thead><tbody>")?;
    for step in &trend.steps {
        let when =
            if step.from == step.to { step.from.to_string() } else { format!("{} \u{2013} {}", step.from, step.to) };
        write!(out, "<tr><th scope=\"row\">{when}</th>")?;
        for visits in [step.passed_on.sure, step.passed_on.up_to, step.brought.sure, step.brought.up_to] {
            write!(out, "<td class=\"num\">{}</td>", thousands(visits))?;
        }
        writeln!(out, "</tr>")?;
    }
    writeln!(out, "</tbody></table></details>")
}
