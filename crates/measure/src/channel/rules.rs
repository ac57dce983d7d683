//! The rules as data: what each one's verdict is, in words, from where, and since when. The order in which they are asked is
//! that of the table; the conditions stand in `decide`.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;
use schemars::JsonSchema;
use serde::Serialize;

use super::table;
use super::verdict::{Channel, Confidence, Counted};

const TABLE: &str = include_str!("../../data/rules.txt");

/// A rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Rule {
    /// By which the database knows it; never changed and never given again.
    pub number: u16,
    /// By which people and files know it.
    pub id: &'static str,
    /// What it makes of evidence.
    pub is: Counted,
    /// The channel of a visit.
    pub channel: Option<Channel>,
    /// How sure that is.
    pub confidence: Option<Confidence>,
    /// Why, in a sentence or two for people.
    pub says: &'static str,
    /// From where that is known.
    pub source: &'static str,
    /// The day on which that was read.
    pub read: &'static str,
}

/// All rules, in the order in which they are asked.
pub static RULES: LazyLock<Vec<Rule>> = LazyLock::new(|| {
    table::rows(TABLE)
        .map(|[number, id, is, channel, confidence, says, source]| Rule {
            number: number.parse().unwrap_or_default(),
            id,
            is: Counted::named(is).unwrap_or(Counted::Visit),
            channel: Channel::named(channel),
            confidence: Confidence::named(confidence),
            says,
            source,
            read: remark("# read: "),
        })
        .collect()
});

/// The version of the rules. It rises with every change of what any evidence is judged, in these tables or in the code; a
/// verdict of an older one may be looked at again.
pub static VERSION: LazyLock<u32> = LazyLock::new(|| remark("# version: ").parse().unwrap_or_default());

fn remark(name: &str) -> &'static str {
    TABLE.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_default()
}

/// The rule called `id`.
pub fn named(id: &str) -> Option<&'static Rule> {
    static IDS: LazyLock<FxHashMap<&'static str, &'static Rule>> =
        LazyLock::new(|| RULES.iter().map(|rule| (rule.id, rule)).collect());
    IDS.get(id).copied()
}

/// The rule of `number`.
pub fn numbered(number: u16) -> Option<&'static Rule> {
    RULES.iter().find(|rule| rule.number == number)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_line_of_the_table_is_a_whole_rule() {
        assert_eq!(RULES.len(), table::lines(TABLE).count());
        assert!(*VERSION > 0);
        let mut seen = BTreeSet::new();
        for [number, id, is, channel, confidence, says, source] in table::rows(TABLE) {
            assert!(seen.insert(id) && seen.insert(number), "{number} {id} stands there twice");
            assert!(number.parse::<u16>().is_ok_and(|number| number > 0), "{number}");
            assert!(id.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-'), "{id}");
            assert!(Counted::named(is).is_some(), "{id}: {is}");
            let visit = matches!(is, "visit" | "within");
            assert_eq!((Channel::named(channel).is_some(), channel == "-"), (visit, !visit), "{id}: {channel}");
            assert_eq!((Confidence::named(confidence).is_some(), confidence == "-"), (visit, !visit), "{id}");
            assert!(says.ends_with('.') && says.len() > 30 && !source.is_empty(), "{id}");
        }
        assert!(RULES.iter().all(|rule| rule.read.parse::<jiff::civil::Date>().is_ok()));
        let numbers: Vec<u16> = RULES.iter().map(|rule| rule.number).collect();
        assert!(numbers.is_sorted(), "the order in the table is the order in which rules are asked");
    }

    #[test]
    fn every_rule_that_the_code_names_is_in_the_table_and_no_other_is() {
        let code = include_str!("decide.rs");
        let named: BTreeSet<&str> =
            code.split("held(\"").skip(1).filter_map(|rest| rest.split_once('"').map(|(id, _)| id)).collect();
        assert_eq!(named, RULES.iter().map(|rule| rule.id).collect());
    }

    #[test]
    fn a_rule_is_found_by_its_id_and_its_number() {
        for rule in RULES.iter() {
            assert_eq!(named(rule.id), Some(rule));
            assert_eq!(numbered(rule.number), Some(rule));
        }
        assert!(named("by-magic").is_none() && numbered(0).is_none());
    }
}
