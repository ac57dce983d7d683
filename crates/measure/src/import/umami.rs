//! Umami: `website_event.csv` of its export. It has single views, but neither addresses nor what browsers call themselves; so
//! visits are taken as Umami made them, and summed.
//!
//! source: umami-software/umami, db/clickhouse/schema.sql, table `website_event`, whose columns are the export's: session_id,
//! visit_id, hostname, url_path, url_query, utm_source, utm_medium, referrer_domain, event_type (1: a view), created_at in
//! UTC. read: 2026-11-26

use std::collections::{BTreeMap, BTreeSet};

use super::table::{Table, cell, day};
use super::{NotRead, Read, Sums, Total};

/// A visit as far as it was read.
struct Visit<'a> {
    began: &'a str,
    session: &'a str,
    source: &'a str,
    medium: &'a str,
    page: &'a str,
    views: u64,
}

pub(super) fn read(table: &Table) -> Result<Read, NotRead> {
    let remedy = "of Umami's export, website_event.csv is the one to bring in";
    let at = table.needed(&["created_at"], remedy)?;
    let visit = table.needed(&["visit_id"], remedy)?;
    let path = table.needed(&["url_path"], remedy)?;
    let session = table.column(&["session_id"]);
    let kind = table.column(&["event_type"]);
    let from = table.column(&["referrer_domain"]);
    let (source, medium) = (table.column(&["utm_source"]), table.column(&["utm_medium"]));
    let (query, host) = (table.column(&["url_query"]), table.column(&["hostname"]));
    let (mut visits, mut left_out): (BTreeMap<&str, Visit<'_>>, u64) = (BTreeMap::new(), table.broken);
    for row in table.rows() {
        let (at, visit) = (cell(row, Some(at)), cell(row, Some(visit)));
        if !matches!(cell(row, kind), "" | "1") || visit.is_empty() || day(at).is_none() {
            left_out += 1;
            continue;
        }
        let tag = |name: &str, column| match cell(row, column) {
            "" => {
                cell(row, query).trim_start_matches('?').split('&').find_map(|it| it.strip_prefix(name)).unwrap_or("")
            }
            tag => tag,
        };
        let own = cell(row, host);
        let referrer = Some(cell(row, from)).filter(|from| own.is_empty() || *from != own).unwrap_or_default();
        let source = Some(tag("utm_source=", source)).filter(|tag| !tag.is_empty()).unwrap_or(referrer);
        let it = Visit {
            began: at,
            session: cell(row, session),
            source,
            medium: tag("utm_medium=", medium),
            page: cell(row, Some(path)),
            views: 0,
        };
        let known = visits.entry(visit).or_insert_with(|| Visit { began: "~", ..it });
        let views = known.views + 1;
        // Rows are in no order: the earliest began it.
        if at < known.began {
            *known = Visit {
                began: at,
                session: cell(row, session),
                source,
                medium: tag("utm_medium=", medium),
                page: cell(row, Some(path)),
                views,
            };
        }
        known.views = views;
    }
    let mut sums = Sums::default();
    let mut seen = BTreeSet::new();
    for visit in visits.values() {
        let Some(day) = day(visit.began) else { continue };
        let new =
            !visit.session.is_empty() && seen.insert((day, visit.source, visit.medium, visit.page, visit.session));
        sums.add(Total {
            day,
            source: visit.source.to_owned(),
            medium: visit.medium.to_owned(),
            page: visit.page.to_owned(),
            visits: 1,
            views: Some(visit.views),
            visitors: Some(u64::from(new)),
        });
    }
    Ok(sums.end(left_out))
}

#[cfg(test)]
mod tests {
    use crate::import::{Form, read};

    #[test]
    fn views_are_summed_by_the_visits_that_umami_made_of_them() {
        let file = "website_id,session_id,visit_id,event_id,hostname,url_path,url_query,utm_source,utm_medium,referrer_domain,event_type,created_at\n\
                    w,s1,v1,e2,shop.example,/cake,,,,shop.example,1,2026-10-01 10:05:00\n\
                    w,s1,v1,e1,shop.example,/bread,,,,t.co,1,2026-10-01 10:00:00\n\
                    w,s1,v2,e3,shop.example,/bread,,,,t.co,1,2026-10-01 18:00:00\n\
                    w,s2,v3,e4,shop.example,/,utm_source=may&utm_medium=email,,,,1,2026-10-02 09:00:00\n\
                    w,s2,v3,e5,shop.example,/,,,,,2,2026-10-02 09:00:10\n";
        let read = read(Form::Umami, file.as_bytes()).unwrap();
        let told: Vec<_> = read
            .totals
            .iter()
            .map(|it| (&*it.source, &*it.medium, &*it.page, it.visits, it.views, it.visitors))
            .collect();
        assert_eq!(told, [("t.co", "", "/bread", 2, Some(3), Some(1)), ("may", "email", "/", 1, Some(1), Some(1))]);
        assert_eq!(read.left_out, 1);
    }
}
