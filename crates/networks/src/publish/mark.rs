//! Marks: by what a post of ours is known again among others.

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
