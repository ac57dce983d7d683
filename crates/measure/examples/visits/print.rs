//! A sum of all rows of each table, with texts in place of the words' numbers: of two databases that hold the same, it is the
//! same.

use sha2::{Digest, Sha256};
use store::{Db, Fault, Sql};

/// Tables, as lists of texts in an order.
const TABLES: &[(&str, &str)] = &[
    (
        "visit",
        "SELECT v.site || '|' || v.day || '|' || v.id || '|' || v.at || '|' || v.channel || '|' || v.confidence || '|' || v.rule || '|' || v.version || '|' || COALESCE(n.text, '-') || '|' || COALESCE(p.text, '-') || '|' || COALESCE(q.text, '-') || '|' || COALESCE(r.text, '-') || '|' || COALESCE(a.text, '-') || '|' || COALESCE(c.text, '-') || '|' || COALESCE(s.text, '-') || '|' || COALESCE(d.text, '-') || '|' || COALESCE(k.text, '-') || '|' || v.flags || '|' || v.views || '|' || v.seconds FROM visit v LEFT JOIN word n ON n.id = v.network LEFT JOIN word p ON p.id = v.page LEFT JOIN word q ON q.id = v.query LEFT JOIN word r ON r.id = v.referrer LEFT JOIN word a ON a.id = v.agent LEFT JOIN word c ON c.id = v.code LEFT JOIN word s ON s.id = v.press LEFT JOIN word d ON d.id = v.parent LEFT JOIN word k ON k.id = v.around WHERE v.site = $1 AND v.day = $2 ORDER BY v.id",
    ),
    (
        "visit_day",
        "SELECT v.channel || '|' || v.confidence || '|' || COALESCE(n.text, '-') || '|' || v.visits || '|' || v.views || '|' || v.began_ours FROM visit_day v LEFT JOIN word n ON n.id = v.network WHERE v.site = $1 AND v.day = $2",
    ),
    (
        "visit_quarter",
        "SELECT v.quarter || '|' || v.channel || '|' || v.confidence || '|' || COALESCE(n.text, '-') || '|' || v.visits || '|' || v.views FROM visit_quarter v LEFT JOIN word n ON n.id = v.network WHERE v.site = $1 AND v.quarter >= $2 * 96 AND v.quarter < $2 * 96 + 96",
    ),
    (
        "page_day",
        "SELECT COALESCE(p.text, '-') || '|' || v.channel || '|' || v.confidence || '|' || v.visits || '|' || v.views FROM page_day v LEFT JOIN word p ON p.id = v.page WHERE v.site = $1 AND v.day = $2",
    ),
    (
        "link_day",
        "SELECT c.text || '|' || v.channel || '|' || v.confidence || '|' || COALESCE(n.text, '-') || '|' || v.visits FROM link_day v JOIN word c ON c.id = v.code LEFT JOIN word n ON n.id = v.network WHERE v.site = $1 AND v.day = $2",
    ),
    ("visitor_day", "SELECT v.what || '|' || v.visitors FROM visitor_day v WHERE v.site = $1 AND v.day = $2"),
    (
        "visitor",
        "SELECT v.hash || '|' || v.last_at || '|' || v.visit || '|' || v.visit_day || '|' || v.first_visit || '|' || COALESCE(v.credit_visit, 0) || '|' || v.began || '|' || v.channels || '|' || v.minute || '|' || v.in_minute FROM visitor v WHERE v.site = $1 AND v.day = $2",
    ),
    (
        "happened_day",
        "SELECT v.kind || '|' || COALESCE(w.text, '-') || '|' || COALESCE(p.text, '-') || '|' || v.times FROM happened_day v LEFT JOIN word w ON w.id = v.what LEFT JOIN word p ON p.id = v.page WHERE v.site = $1 AND v.day = $2",
    ),
];

/// Prints each table's rows and their sum.
pub(super) async fn all(db: &Db) -> Result<(), Fault> {
    let days: Vec<(i64, i64)> =
        Sql::new("days", "SELECT DISTINCT site, day FROM visit_day ORDER BY site, day").fetch_all(db).await?;
    for (table, text) in TABLES {
        let (mut sum, mut rows) = (Sha256::new(), 0);
        for (site, day) in &days {
            let mut some: Vec<String> = Sql::new("rows", text).bind(*site).bind(*day).fetch_all(db).await?;
            // Engines sort texts each in its own way.
            some.sort_unstable();
            rows += some.len();
            for row in some {
                sum.update(row);
                sum.update([b'\n']);
            }
        }
        let sum = sum.finalize()[..8].iter().fold(0, |sum, byte| (sum << 8) | u64::from(*byte));
        println!("TABLE\t{table}\t{rows}\t{sum:016x}");
    }
    Ok(())
}
