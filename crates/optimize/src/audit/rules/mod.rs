//! All rules, by what they look at.

use super::Rule;

/// Every rule, in the order of their rows.
pub static RULES: &[&Rule] = &[];
