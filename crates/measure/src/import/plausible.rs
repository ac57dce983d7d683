//! Plausible: `imported_sources_….csv` of the export that its settings prepare. The other files of it are the same visits cut
//! another way, so that taking them too would count twice.
//!
//! source: plausible.io/docs/csv-import, the format of `imported_sources`: date, source, referrer, utm_source, utm_medium,
//! utm_campaign, utm_content, utm_term, pageviews, visitors, visits, visit_duration, bounces (from memory; columns are found by
//! their names). read: 2026-11-26

use super::table::{Table, cell, count, day};
use super::{NotRead, Read, Sums, Total};

pub(super) fn read(table: &Table) -> Result<Read, NotRead> {
    let remedy =
        "of Plausible's export, imported_sources_….csv is the one to bring in; its other files are the same visits";
    let date = table.needed(&["date"], remedy)?;
    let source = table.needed(&["source"], remedy)?;
    let visits = table.needed(&["visits"], remedy)?;
    let referrer = table.column(&["referrer"]);
    let (tagged, medium) = (table.column(&["utm_source"]), table.column(&["utm_medium"]));
    let (views, visitors) = (table.column(&["pageviews"]), table.column(&["visitors"]));
    let (mut sums, mut left_out) = (Sums::default(), table.broken);
    for row in table.rows() {
        let (Some(day), Some(visits)) = (day(cell(row, Some(date))), count(cell(row, Some(visits)))) else {
            left_out += 1;
            continue;
        };
        let medium = cell(row, medium);
        // What the visitor's browser said is better than the name that was made of it.
        let host = cell(row, referrer).split(['/', '?']).next().unwrap_or_default();
        let named = cell(row, Some(source));
        let source = match (cell(row, tagged), host) {
            (tagged, _) if !tagged.is_empty() => tagged,
            (_, host) if host.contains('.') && medium.is_empty() => host,
            _ => named,
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
    use crate::import::{Form, read};

    #[test]
    fn sources_are_read_by_their_referrers_and_tags() {
        let file = "\"date\",\"source\",\"referrer\",\"utm_source\",\"utm_medium\",\"utm_campaign\",\"utm_content\",\"utm_term\",\"pageviews\",\"visitors\",\"visits\",\"visit_duration\",\"bounces\"\n\
                    2026-10-01,Facebook,m.facebook.com/,,,,,,20,9,10,55,3\n\
                    2026-10-01,newsletter,,newsletter,email,may,,,6,4,5,10,1\n2026-10-02,,,,,,,,7,6,6,1,1\nnonsense\n";
        let read = read(Form::Plausible, file.as_bytes()).unwrap();
        let told: Vec<_> = read.totals.iter().map(|it| (&*it.source, &*it.medium, it.visits, it.visitors)).collect();
        assert_eq!(
            told,
            [("m.facebook.com", "", 10, Some(9)), ("newsletter", "email", 5, Some(4)), ("", "", 6, Some(6))]
        );
        assert_eq!(read.left_out, 1);
    }

    #[test]
    fn another_file_of_the_export_names_the_one_that_is_wanted() {
        let file = "date,entry_page,visitors,entrances,visit_duration,bounces,pageviews\n2026-10-01,/,1,1,1,1,1\n";
        assert!(read(Form::Plausible, file.as_bytes()).unwrap_err().0.contains("imported_sources"));
    }
}
