//! Matomo: the CSV of a report of referrers by day, such as `Referrers.getAll` or `Referrers.getWebsites`, with `period=day` and
//! dates from and to. It is in UTF-16 unless `convertToUnicode=0` was asked for.
//!
//! source: developer.matomo.org/api-reference/reporting-api (formats, periods, `translateColumnNames`); columns label, nb_visits,
//! nb_uniq_visitors, nb_actions and referer_type (1 direct, 2 search, 3 website, 6 campaign, 7 network; from memory).
//! read: 2026-11-26

use super::table::{Table, cell, count, day};
use super::{NotRead, Read, Sums, Total};

pub(super) fn read(table: &Table) -> Result<Read, NotRead> {
    let date =
        table.needed(&["date"], "export it with period=day and dates from and to, such as 2026-01-01,2026-03-31")?;
    let remedy = "export a report of referrers, such as Referrers.getAll";
    let label = table.needed(&["label"], remedy)?;
    let visits = table.needed(&["nb_visits", "visits"], remedy)?;
    let views = table.column(&["nb_pageviews", "nb_actions", "pageviews", "actions"]);
    let visitors = table.column(&["nb_uniq_visitors", "unique visitors"]);
    let kind = table.column(&["referer_type", "metadata_referer_type", "referrer_type"]);
    let (mut sums, mut left_out) = (Sums::default(), table.broken);
    for row in table.rows() {
        let (Some(day), Some(visits)) = (day(cell(row, Some(date))), count(cell(row, Some(visits)))) else {
            left_out += 1;
            continue;
        };
        let label = cell(row, Some(label));
        let (source, medium) = match (cell(row, kind), label) {
            ("1", _) | (_, "Direct Entry" | "Direct") => ("", ""),
            ("2", _) | (_, "Search Engines") => (label, "organic"),
            ("3", _) | (_, "Websites") => (label, "referral"),
            ("6", _) | (_, "Campaigns") => (label, "campaign"),
            ("7", _) | (_, "Social Networks") => (label, "social"),
            _ => (label, ""),
        };
        sums.add(Total {
            day,
            source: source.to_owned(),
            medium: medium.to_owned(),
            page: String::new(),
            visits,
            views: count(cell(row, views)),
            visitors: count(cell(row, visitors)),
        });
    }
    Ok(sums.end(left_out))
}

#[cfg(test)]
mod tests {
    use crate::import::{Form, form, read};

    #[test]
    fn a_report_by_day_in_utf_16_is_read() {
        let text = "date,label,nb_uniq_visitors,nb_visits,nb_actions,referer_type\n\
                    2026-10-01,Google,20,25,60,2\n2026-10-01,facebook.com,5,6,7,7\n2026-10-02,Direct Entry,1,2,3,1\n";
        let mut bytes = vec![0xff, 0xfe];
        bytes.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
        assert_eq!(form(&bytes), Some(Form::Matomo));
        let read = read(Form::Matomo, &bytes).unwrap();
        let told: Vec<_> = read.totals.iter().map(|it| (&*it.source, &*it.medium, it.visits, it.views)).collect();
        assert_eq!(
            told,
            [("Google", "organic", 25, Some(60)), ("facebook.com", "social", 6, Some(7)), ("", "", 2, Some(3))]
        );
    }

    #[test]
    fn a_report_without_days_says_how_it_is_exported() {
        let file = "label,nb_visits\nGoogle,25\n";
        assert!(read(Form::Matomo, file.as_bytes()).unwrap_err().0.contains("period=day"));
    }
}
