//! Google Analytics 4: the CSV of a report or an exploration with the dimensions date, session source and medium (or
//! "Session source / medium") and, if wanted, the landing page.
//!
//! source: the dimensions and metrics are those of the Data API's schema (developers.google.com/analytics/devguides/reporting/
//! data/v1/api-schema: `date`, `sessionSourceMedium`, `landingPagePlusQueryString`, `sessions`, `screenPageViews`,
//! `activeUsers`, `totalUsers`) by their English names and by those of the API; above the table stand remarks behind `#`, the
//! dates of the period among them (seen in downloads, from memory). read: 2026-11-26

use super::table::{Table, cell, count, day};
use super::{NotRead, Read, Sums, Total};

pub(super) fn read(table: &Table) -> Result<Read, NotRead> {
    let remedy = "export it with the metric Sessions (in English, or by the names of the Data API)";
    let visits = table.needed(&["sessions", "engaged sessions"], remedy)?;
    let both = table.column(&["session source / medium", "sessionsourcemedium", "source / medium"]);
    let source = table.column(&["session source", "sessionsource", "source", "session manual source"]);
    let medium = table.column(&["session medium", "sessionmedium", "medium", "session manual medium"]);
    if both.is_none() && source.is_none() {
        return Err(NotRead(
            "it has no column \u{201c}Session source / medium\u{201d}: add that dimension to the report".into(),
        ));
    }
    let page =
        table.column(&["landing page", "landing page + query string", "landingpage", "landingpageplusquerystring"]);
    let views = table.column(&["views", "screenpageviews"]);
    let visitors = table.column(&["total users", "totalusers", "active users", "activeusers", "users"]);
    let date = table.column(&["date"]);
    let bounds = (table.remark("Start date").and_then(day), table.remark("End date").and_then(day));
    let only = match bounds {
        (Some(start), Some(end)) if start == end => Some(start),
        _ => None,
    };
    if date.is_none() && only.is_none() {
        return Err(NotRead(
            "it has no column \u{201c}Date\u{201d}: add that dimension, or export one day at a time".into(),
        ));
    }
    let (mut sums, mut left_out) = (Sums::default(), table.broken);
    for row in table.rows() {
        let of_row = only.filter(|_| date.is_none()).or_else(|| day(cell(row, date)));
        let (Some(day), Some(visits)) = (of_row, count(cell(row, Some(visits)))) else {
            left_out += 1;
            continue;
        };
        let (from, by) = match both {
            Some(_) => cell(row, both).split_once(" / ").unwrap_or((cell(row, both), "")),
            None => (cell(row, source), cell(row, medium)),
        };
        // Above the rows stands a line of sums, without a source.
        if from.is_empty() || from == "Grand total" {
            left_out += 1;
            continue;
        }
        let page = cell(row, page);
        sums.add(Total {
            day,
            source: from.to_owned(),
            medium: by.to_owned(),
            page: if page == "(not set)" { String::new() } else { page.to_owned() },
            visits,
            views: count(cell(row, views)),
            visitors: count(cell(row, visitors)),
        });
    }
    Ok(sums.end(left_out))
}

#[cfg(test)]
mod tests {
    use crate::import::{Form, read};

    #[test]
    fn a_report_with_remarks_sums_and_both_names_in_one_column_is_read() {
        let file = "# ----------------------------------------\n# Traffic acquisition\n# Account: Bakery\n# Start date: 20261001\n# End date: 20261002\n# ----------------------------------------\n\n\
                    Session source / medium,Landing page,Date,Sessions,Views,Total users\n,,,45,90,40\n\
                    google / organic,/bread,20261001,30,61,28\n\"facebook.com / referral\",/cake,20261001,\"1,012\",20,9\n\
                    (direct) / (none),(not set),20261002,3,3,3\ngoogle / organic,/bread,20261001,2,2,2\n";
        let read = read(Form::Ga4, file.as_bytes()).unwrap();
        let told: Vec<_> =
            read.totals.iter().map(|it| (&*it.source, &*it.medium, &*it.page, it.visits, it.views)).collect();
        assert_eq!(
            told,
            [
                ("facebook.com", "referral", "/cake", 1_012, Some(20)),
                ("google", "organic", "/bread", 32, Some(63)),
                ("(direct)", "(none)", "", 3, Some(3)),
            ]
        );
        assert_eq!(read.left_out, 1);
    }

    #[test]
    fn a_day_without_a_column_is_the_periods_and_a_longer_period_says_what_to_do() {
        let file = |end: &str| {
            format!(
                "# Start date: 20261001\n# End date: {end}\nSession source,Session medium,Sessions\nt.co,referral,5\n"
            )
        };
        let one = read(Form::Ga4, file("20261001").as_bytes()).unwrap();
        assert_eq!((one.totals[0].day.to_string().as_str(), one.totals[0].visits), ("2026-10-01", 5));
        assert!(read(Form::Ga4, file("20261031").as_bytes()).unwrap_err().0.contains("add that dimension"));
    }
}
