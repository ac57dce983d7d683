//! Monday's mail: what last week brought, three things to do, and how long they take. One mail for all sites of a person.
//!
//! Pure but for [`week`], which reads. Whom it is sent to stands in `people::monday`; what sends it, in the program.

use std::fmt::Write as _;
use std::path::Path;

use domain::{Money, Side, thousands};
use jiff::civil::Date;
use jiff::{ToSpan, civil::Weekday};
use measure::measured::Measured;
use measure::statement::{self, Next, Period, Row, Statement, Visits};
use store::{Db, Fault};

use crate::next;

#[cfg(test)]
mod tests;

/// Things to do that are told of a site.
const TOLD: usize = 3;
/// Where people on the console's screen find the statement.
const SCREEN: &str = "worth";

/// A site's last week.
#[derive(Clone, Debug)]
pub struct Week {
    /// The site's id.
    pub site: String,
    /// What it is called.
    pub name: String,
    /// The week, against the one before.
    pub statement: Statement,
    /// What to do next, of the last quarter.
    pub jobs: Vec<Next>,
}

/// A mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// Its subject.
    pub subject: String,
    /// As plain text.
    pub text: String,
    /// As HTML.
    pub html: String,
}

/// The Monday of the week of `day`.
pub fn monday_of(day: Date) -> Date {
    let since = i64::from(day.weekday().since(Weekday::Monday));
    day.checked_sub(since.days()).unwrap_or(day)
}

/// What the week before `monday` brought to a site. `None`: nothing was counted in it.
pub async fn week(db: &Db, data: &Path, site: &Measured, name: &str, monday: Date) -> Result<Option<Week>, Fault> {
    let sunday = monday.yesterday().unwrap_or(monday);
    let from = monday.checked_sub(7.days()).unwrap_or(monday);
    let (Ok(last), Ok(quarter)) =
        (Period::of(Some(from), Some(sunday), sunday), Period::of(None, Some(sunday), sunday))
    else {
        return Ok(None);
    };
    let week = statement::of_site(db, site, last).await?;
    if week.rows.iter().all(|row| row.visits.all() == 0) {
        return Ok(None);
    }
    let whole = statement::of_site(db, site, quarter).await?;
    let mut jobs = next::with_jobs(db, data, site, whole).await?.next;
    jobs.truncate(TOLD);
    Ok(Some(Week { site: site.site.clone(), name: name.to_owned(), statement: week, jobs }))
}

/// The mail of `weeks`. `base` is where the console is; `off` where it is switched off at one press.
pub fn letter(weeks: &[Week], base: Option<&str>, off: Option<&str>) -> Letter {
    let minutes: u64 = weeks.iter().flat_map(|week| &week.jobs).map(|job| job.minutes).sum();
    let subject = match weeks {
        [one] => format!("{}: {}", one.name, short(one)),
        _ => format!("Your {} sites last week", weeks.len()),
    };
    let mut letter = Letter { subject, text: String::new(), html: String::new() };
    // Writing into a String does not fail.
    let _ = text(&mut letter.text, weeks, minutes, base, off);
    let _ = html(&mut letter.html, weeks, minutes, base, off);
    letter
}

fn side(week: &Week, side: Side) -> Option<&Row> {
    week.statement.rows.iter().find(|row| row.side == side)
}

fn range(visits: Visits) -> String {
    if visits.sure == visits.up_to {
        thousands(visits.up_to)
    } else {
        format!("{}\u{2013}{}", thousands(visits.sure), thousands(visits.up_to))
    }
}

/// `34–41 visits passed on, 52–60 brought`.
fn short(week: &Week) -> String {
    let told = |of| side(week, of).map_or_else(|| "0".to_owned(), |row| range(row.visits));
    format!("{} visits passed on, {} brought", told(Side::Smo), told(Side::Smm))
}

/// What the week brought, a sentence each.
fn brought(week: &Week) -> Vec<String> {
    let mut said = Vec::new();
    for (of, who) in [(Side::Smo, "Visitors passed on"), (Side::Smm, "You brought")] {
        let Some(row) = side(week, of) else { continue };
        let before = row.before.map(|before| format!(" ({} the week before)", range(before))).unwrap_or_default();
        let visits = if row.visits.up_to == 1 { "visit" } else { "visits" };
        let mut sentence = format!("{who} {} {visits}{before}", range(row.visits));
        match (row.minutes, row.paid) {
            (Some(minutes), paid) => {
                let _ = write!(sentence, ", with {}:{:02} hours of work", minutes / 60, minutes % 60);
                if let Some(paid) = paid.filter(|paid| paid.minor != 0) {
                    let _ = write!(sentence, " and {} paid", paid.in_words());
                }
            }
            (None, Some(paid)) => {
                let _ = write!(sentence, ", {} paid; no hours entered yet", paid.in_words());
            }
            (None, None) => {}
        }
        if let Some(price) = row.visit_costs.filter(|_| row.visits.up_to >= statement::ENOUGH.0) {
            let _ = write!(sentence, ": {} a visit", price.in_words());
        }
        said.push(sentence + ".");
    }
    let sold = week.statement.rows.iter().filter_map(|row| Some((row.sales?, row.sold)));
    let (sales, sold) = sold.fold((0, None::<Money>), |(sales, sum), (more, sold)| {
        (sales + more, sum.map_or(sold, |sum| sold.map_or(Some(sum), |sold| sum.plus(sold))))
    });
    if sales > 0 {
        let word = if sales == 1 { "sale" } else { "sales" };
        let of = sold.filter(|sold| sold.minor != 0).map(|sold| format!(", {}", sold.in_words())).unwrap_or_default();
        said.push(format!("{} {word} from all sources{of}.", thousands(sales)));
    }
    said
}

fn when(week: &Week) -> String {
    week.statement.period.map_or_else(String::new, |period| {
        let to = period.to.strftime("%-d %B %Y");
        let from = if period.from.month() == period.to.month() { "%-d" } else { "%-d %B" };
        format!("{} \u{2013} {to}", period.from.strftime(from))
    })
}

fn text(out: &mut String, weeks: &[Week], minutes: u64, base: Option<&str>, off: Option<&str>) -> std::fmt::Result {
    for week in weeks {
        writeln!(out, "{}, {}\n", week.name, when(week))?;
        for sentence in brought(week) {
            writeln!(out, "{sentence}")?;
        }
        if !week.jobs.is_empty() {
            writeln!(out, "\nTo do:\n")?;
        }
        for (at, job) in week.jobs.iter().enumerate() {
            writeln!(out, "{}. {}\n   {}", at + 1, job.says, job.in_short())?;
            if let Some(base) = base {
                writeln!(out, "   {base}/sites/{}{}", week.site, job.act.link)?;
            }
        }
        if let Some(base) = base {
            writeln!(out, "\nIs it worth it? {base}/sites/{}/{SCREEN}", week.site)?;
        }
        out.push('\n');
    }
    if minutes > 0 {
        writeln!(out, "All of that takes {} minutes.\n", thousands(minutes))?;
    }
    if let Some(off) = off {
        writeln!(out, "-- \nYou get this on Mondays. Switch it off with one press: {off}")?;
    }
    Ok(())
}

/// `raw` as it may stand in content and in a quoted attribute.
fn safe(raw: &str) -> String {
    raw.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;").replace('\'', "&#39;")
}

/// Nothing is loaded, so that nobody learns when it was opened. Colours stand in the elements, as mail programs want them.
fn html(out: &mut String, weeks: &[Week], minutes: u64, base: Option<&str>, off: Option<&str>) -> std::fmt::Result {
    const SERIF: &str = "font-family:Georgia,serif;font-weight:500";
    const SOFT: &str = "color:#5a564f;font-size:13px";
    write!(
        out,
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, \
         initial-scale=1\"><title>Last week</title></head><body style=\"margin:0;background:#fbfaf7;color:#1c1b19;\
         font:15px/1.5 system-ui,sans-serif\"><div style=\"max-width:600px;margin:0 auto;padding:24px\">"
    )?;
    for week in weeks {
        write!(
            out,
            "<p style=\"{SOFT};margin:0\">{}</p><h1 style=\"{SERIF};font-size:24px;margin:4px 0 12px\">{}</h1>",
            safe(&when(week)),
            safe(&week.name)
        )?;
        for (at, sentence) in brought(week).iter().enumerate() {
            let colour = ["#0f766e", "#a44a08", "#5a564f"][at.min(2)];
            write!(
                out,
                "<p style=\"{SERIF};font-size:18px;margin:8px 0;border-left:3px solid {colour};padding-left:10px\">{}</p>",
                safe(sentence)
            )?;
        }
        if !week.jobs.is_empty() {
            write!(
                out,
                "<h2 style=\"{SERIF};font-size:18px;margin:24px 0 8px\">To do</h2><ol style=\"padding-left:20px\">"
            )?;
            for job in &week.jobs {
                write!(
                    out,
                    "<li style=\"margin-bottom:12px\">{}<br><span style=\"{SOFT}\">{}</span>",
                    safe(&job.says),
                    safe(&job.in_short())
                )?;
                if let Some(base) = base {
                    let to = format!("{base}/sites/{}{}", week.site, job.act.link);
                    write!(out, "<br><a style=\"color:#0f766e\" href=\"{}\">{}</a>", safe(&to), safe(&job.act.label))?;
                }
                write!(out, "</li>")?;
            }
            write!(out, "</ol>")?;
        }
        if let Some(base) = base {
            let to = format!("{base}/sites/{}/{SCREEN}", week.site);
            write!(out, "<p><a style=\"color:#1c1b19\" href=\"{}\">Is it worth it?</a></p>", safe(&to))?;
        }
        write!(out, "<hr style=\"border:0;border-top:1px solid #e4e0d8;margin:24px 0\">")?;
    }
    if minutes > 0 {
        write!(out, "<p>All of that takes {} minutes.</p>", thousands(minutes))?;
    }
    if let Some(off) = off {
        let off = safe(off);
        write!(
            out,
            "<p style=\"{SOFT}\">You get this on Mondays. <a style=\"color:#5a564f\" href=\"{off}\">Switch it off</a></p>"
        )?;
    }
    writeln!(out, "</div></body></html>")
}
