use std::collections::BTreeMap;
use std::sync::Arc;

use domain::{Random, SystemRandom};
use jiff::Timestamp;
use measure::channel::Channel;
use measure::measured;
use measure::statement::{self, Period};
use store::Sql;
use store::test_bed::on_both;

use super::{Way, lay, truth};

fn pages() -> Vec<String> {
    (0..39).map(|page| format!("/bread/{page}-country-loaf")).collect()
}

#[test]
fn each_simulated_visit_is_counted_once_and_almost_always_where_it_belongs() {
    on_both(async |bed| {
        let (db, random): (_, Arc<dyn Random>) = (&bed.db, Arc::new(SystemRandom));
        let now: Timestamp = "2026-11-26T09:30:00Z".parse().unwrap();
        let address = "http://bakery.localhost:4711/".parse().unwrap();
        let demo = people::demo::open(db, &random, now, &address, "Bakery Example (demo)").await.unwrap().unwrap();
        assert!(Box::pin(lay(db, &random, now, &demo, &pages())).await.unwrap());
        assert!(!Box::pin(lay(db, &random, now, &demo, &pages())).await.unwrap(), "it is laid once");

        let mut truth_of_all = BTreeMap::<Way, u64>::new();
        for (way, visits) in truth(db, &demo.workspace).await.unwrap().unwrap().into_values().flatten() {
            *truth_of_all.entry(way).or_default() += visits;
        }
        let truth = truth_of_all;
        let counted = "SELECT channel, CAST(SUM(visits) AS BIGINT) FROM visit_day GROUP BY channel";
        let counted: Vec<(i64, i64)> = Sql::new("counted", counted).fetch_all(db).await.unwrap();
        let counted: BTreeMap<Channel, u64> = counted
            .into_iter()
            .map(|(channel, visits)| (Channel::numbered(channel).unwrap(), visits.unsigned_abs()))
            .collect();
        assert_eq!(counted.values().sum::<u64>(), truth.values().sum::<u64>(), "{counted:?}\n{truth:?}");
        for (channel, way) in [
            (Channel::ShareButton, Way::ShareButton),
            (Channel::Paid, Way::Ad),
            (Channel::Reply, Way::Reply),
            (Channel::Press, Way::Article),
            (Channel::Search, Way::Search),
            (Channel::Ai, Way::Ai),
            (Channel::Email, Way::Email),
        ] {
            assert_eq!(counted[&channel], truth[&way], "{channel:?}: {counted:?}\n{truth:?}");
        }
        // What came by hand-made posts on Facebook may have been either's; messages leave no trace.
        assert!(counted[&Channel::Post] >= truth[&Way::Post] && counted[&Channel::Dark] > 0, "{counted:?}\n{truth:?}");
    });
}

#[test]
fn five_facts_stand_in_words_on_the_statement_whatever_day_it_is() {
    on_both(async |bed| {
        let (db, random): (_, Arc<dyn Random>) = (&bed.db, Arc::new(SystemRandom));
        let now: Timestamp = "2027-02-03T17:10:00Z".parse().unwrap();
        let address = "http://bakery.localhost:4711/".parse().unwrap();
        let demo = people::demo::open(db, &random, now, &address, "Bakery Example (demo)").await.unwrap().unwrap();
        Box::pin(lay(db, &random, now, &demo, &pages())).await.unwrap();
        let measured = measured::of(db, &random, &demo.site).await.unwrap();
        let period = Period::of(None, None, measured.day(now).0).unwrap();
        let statement = statement::of_site(db, &measured, period).await.unwrap();
        let verdict: String =
            statement.verdict.iter().map(|sentence| sentence.text.as_str()).collect::<Vec<_>>().join(" ");
        for fact in [
            "Passing on is the cheaper way",
            "cheapest activity: share buttons",
            "dearest activity: answers",
            "too few to be sure",
        ] {
            assert!(verdict.contains(fact), "{fact}: {verdict}");
        }
        let mark = &statement.marks[0];
        assert!(mark.says.starts_with("Passed-on visits rose from") && mark.says.contains("26 pages"), "{}", mark.says);
        let passed_on = statement.rows.iter().find(|row| row.id == "smo").unwrap();
        let at_once = statement.at_once.as_ref().map_or("", |sentence| &*sentence.text);
        assert!(at_once.starts_with("This spreads 12 hours of one-off work over 12 months"), "{at_once}");
        assert!(
            statement.site.invented && passed_on.note.as_ref().is_some_and(|note| note.contains("may belong here"))
        );
        assert!(passed_on.began_ours.is_some_and(|began| began > 60), "{passed_on:?}");
    });
}
