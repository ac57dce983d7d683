//! How many hashtags or mentions a text has: a sign that follows no letter, and letters behind it.

use super::{Counted, Unit};

pub(super) fn count(text: &str, sign: char, limit: u32, unit: Unit) -> Counted {
    let mut before = ' ';
    let mut signs = Vec::new();
    let mut rest = text.char_indices().peekable();
    while let Some((at, c)) = rest.next() {
        let named = rest.peek().is_some_and(|(_, next)| of_a_name(*next));
        if c == sign && named && !of_a_name(before) {
            signs.push((at, 1));
        }
        before = c;
    }
    Counted::sum(signs, Some(limit), unit)
}

fn of_a_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}
