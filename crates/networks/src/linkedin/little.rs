//! Little text, in which LinkedIn takes what is written: some signs mean something there unless a backslash stands before
//! them, and a bracket without one ends the text in silence (learn.microsoft.com/linkedin/marketing/community-management/
//! shares/little-text-format, read 2026-11-26).

const RESERVED: &[char] = &['\\', '|', '{', '}', '@', '[', ']', '(', ')', '<', '>', '#', '*', '_', '~'];

/// `text` as it is to be sent, so that it reads as it was written. A hashtag stays one.
pub(super) fn little(text: &str) -> String {
    let mut little = String::with_capacity(text.len() + text.len() / 16);
    let mut before = None;
    let mut signs = text.chars().peekable();
    while let Some(sign) = signs.next() {
        let begins = before.is_none_or(|before: char| before.is_whitespace() || before == '(');
        let is_tag = sign == '#' && begins && signs.peek().is_some_and(|next| next.is_alphanumeric());
        if RESERVED.contains(&sign) && !is_tag {
            little.push('\\');
        }
        little.push(sign);
        before = Some(sign);
    }
    little
}

#[cfg(test)]
mod tests {
    use super::little;

    #[test]
    fn signs_that_mean_something_are_escaped_and_hashtags_are_not() {
        assert_eq!(little("Rye (warm) #bread"), "Rye \\(warm\\) #bread");
        assert_eq!(little("#1 in town, no. # 2, a#b"), "#1 in town, no. \\# 2, a\\#b");
        assert_eq!(little("mail@bakery.example <3 *new*"), "mail\\@bakery.example \\<3 \\*new\\*");
        assert_eq!(
            little("https://bakery.example/our_rye?e=k7q4mxz~ab"),
            "https://bakery.example/our\\_rye?e=k7q4mxz\\~ab"
        );
        assert_eq!(little("C:\\ {a|b} [c]"), "C:\\\\ \\{a\\|b\\} \\[c\\]");
        assert_eq!(little("Grüße 🥐"), "Grüße 🥐");
    }
}
