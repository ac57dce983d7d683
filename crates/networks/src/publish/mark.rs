//! Marks: by what a post of ours is known again among others.

use jiff::Timestamp;
use serde_json::Value;

/// When something was made, as networks say it: as a date, which is in UTC where it names no zone, or in seconds since 1970.
pub(crate) fn made(value: &Value) -> Option<Timestamp> {
    match value {
        Value::String(text) => text.parse().or_else(|_| format!("{text}Z").parse()).ok(),
        Value::Number(number) => {
            let millis = jiff::SignedDuration::try_from_secs_f64(number.as_f64()?).ok()?.as_millis();
            Timestamp::from_millisecond(millis.try_into().ok()?).ok()
        }
        _ => None,
    }
}

/// Whether a text carries our token: whole, and not the beginning of a longer one.
pub(crate) fn carries(content: &str, token: &str) -> bool {
    let sign = format!("{}={token}", domain::token::PARAMETER);
    content.match_indices(&sign).any(|(at, _)| {
        !content[at + sign.len()..].starts_with(|next: char| next.is_alphanumeric())
            && content[..at].ends_with(['?', '&', ';'])
    })
}

/// A text without tags, spaces and what HTML writes otherwise, to be compared.
pub(crate) fn bare(content: &str) -> String {
    let mut text = String::new();
    let mut inside = false;
    for sign in content.chars() {
        match sign {
            '<' => inside = true,
            '>' => inside = false,
            _ if !inside => text.push(sign),
            _ => {}
        }
    }
    htmlize::unescape(text).chars().filter(|sign| !sign.is_whitespace()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_told_with_its_zone_without_one_and_in_seconds() {
        let at: Timestamp = "2026-11-26T12:00:00.5Z".parse().unwrap();
        for told in ["2026-11-26T12:00:00.5Z".into(), "2026-11-26T12:00:00.500000".into(), 1_795_694_400.5.into()] {
            assert_eq!(made(&told), Some(at), "{told}");
        }
        assert_eq!([made(&Value::Null), made(&"soon".into()), made(&1e300.into())], [None; 3]);
    }

    #[test]
    fn a_post_is_known_by_its_token_and_not_by_a_longer_one() {
        let content = |code: &str| {
            format!(
                "<p>Rye <a href=\"https://bakery.example/rye?a=b&amp;e={code}\"><span>bakery.example/rye</span></a></p>"
            )
        };
        assert!(carries(&content("k7q4mxz"), "k7q4mxz"));
        assert!(!carries(&content("k7q4mxzz"), "k7q4mxz"));
        assert!(!carries("<p>the=k7q4mxz</p>", "k7q4mxz"));
        assert!(carries("https://bakery.example/?e=k7q4mxz~abcdef", "k7q4mxz"));
    }

    #[test]
    fn a_text_without_a_link_is_compared_without_its_tags() {
        assert_eq!(bare("<p>Bread &amp; butter<br />today</p>"), bare("Bread & butter\ntoday"));
    }
}
