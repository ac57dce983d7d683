//! What two audits of one site differ in: rules with more findings than before, and with fewer.

use std::cmp::Reverse;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::audit::{RULES, Summary};

/// What changed between two audits. Each list begins with the gravest.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Difference {
    /// Rules that more pages break.
    pub fresh: Vec<Changed>,
    /// Rules that fewer pages break.
    pub gone: Vec<Changed>,
}

/// A rule that more or fewer pages break.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Changed {
    /// Its stable id.
    pub rule: String,
    /// What a person sees.
    pub says: String,
    /// How many pages more, or fewer.
    pub pages: u32,
}

/// What `after` has that `before` had not, and the other way round. A page on which one of them could not check a rule
/// counts for neither: nobody knows whether it broke the rule then.
pub fn difference(before: &Summary, after: &Summary) -> Difference {
    let pages = |sums: &Summary, rule: &str| sums.rules.get(rule).copied().unwrap_or(0);
    let not_checked = |sums: &Summary, rule: &str| sums.not_checked.get(rule).copied().unwrap_or(0);
    let more = |now: &Summary, then: &Summary| {
        let mut changed: Vec<_> = RULES
            .iter()
            .filter_map(|rule| {
                let known = pages(then, rule.id).saturating_add(not_checked(then, rule.id));
                let pages = pages(now, rule.id).saturating_sub(known);
                let says = rule.says_of(rule.hurts);
                (pages > 0).then(|| (rule.severity, Changed { rule: rule.id.to_owned(), says, pages }))
            })
            .collect();
        changed.sort_by_key(|(severity, changed)| Reverse((*severity, changed.pages)));
        changed.into_iter().map(|(_, changed)| changed).collect()
    };
    Difference { fresh: more(after, before), gone: more(before, after) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn summary(rules: &[(&str, u32)], not_checked: &[(&str, u32)]) -> Summary {
        let sums = |of: &[(&str, u32)]| of.iter().map(|(rule, pages)| ((*rule).to_owned(), *pages)).collect();
        Summary { pages: 100, rules: sums(rules), not_checked: sums(not_checked), ..Summary::default() }
    }

    fn told(changed: &[Changed]) -> Vec<(&str, u32)> {
        changed.iter().map(|changed| (changed.rule.as_str(), changed.pages)).collect()
    }

    #[test]
    fn rules_with_more_and_with_fewer_pages_are_told_the_gravest_first() {
        let before = summary(&[("og-title-missing", 4), ("og-image-missing", 9), ("description-missing", 3)], &[]);
        let after = summary(&[("og-title-missing", 4), ("twitter-site-missing", 80), ("og-image-relative", 2)], &[]);
        let difference = difference(&before, &after);
        assert_eq!(told(&difference.fresh), [("og-image-relative", 2), ("twitter-site-missing", 80)]);
        assert_eq!(told(&difference.gone), [("og-image-missing", 9), ("description-missing", 3)]);
        assert!(!difference.gone[0].says.contains('{'), "{}", difference.gone[0].says);
    }

    #[test]
    fn what_was_not_checked_is_neither_fresh_nor_gone() {
        let unknown = summary(&[], &[("og-image-missing", 100)]);
        let known = summary(&[("og-image-missing", 7)], &[]);
        for (before, after) in [(&unknown, &known), (&known, &unknown)] {
            assert_eq!(difference(before, after), Difference::default());
        }
        let partly = summary(&[("og-image-missing", 2)], &[("og-image-missing", 3)]);
        assert_eq!(told(&difference(&partly, &known).fresh), [("og-image-missing", 2)]);
    }
}
