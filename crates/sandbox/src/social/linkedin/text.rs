//! Little text, as LinkedIn calls it: some marks mean something unless a backslash stands before them.
//!
//! From learn.microsoft.com/linkedin/marketing/community-management/shares/little-text-format, as known on 26 November
//! 2026. A bracket without its backslash ends the text without a word (github.com/ComposioHQ/composio/issues/2710 and
//! others); here it is complained of as well.

/// What `text` says, and what is wrong with it. `#tag` and `@[name](urn)` are known.
pub(super) fn read(text: &str) -> (String, Option<String>) {
    let mut read = String::with_capacity(text.len());
    let mut complaint = None;
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let behind = &rest[c.len_utf8()..];
        match c {
            '\\' => {
                let escaped = behind.chars().next();
                read.extend(escaped);
                rest = &behind[escaped.map_or(0, char::len_utf8)..];
                continue;
            }
            '@' if behind.starts_with('[') => {
                let mention =
                    behind[1..].split_once("](").and_then(|(name, more)| Some((name, more.split_once(')')?.1)));
                if let Some((name, more)) = mention {
                    read.push_str(name);
                    rest = more;
                    continue;
                }
            }
            '(' | ')' | '[' | ']' | '{' | '}' | '<' | '>' => {
                let says = format!("POST /rest/posts: the commentary ends at its first `{c}` without a backslash");
                return (read, Some(says));
            }
            '*' | '_' | '~' | '|' => {
                complaint = Some(format!("POST /rest/posts: `{c}` in the commentary wants a backslash before it"));
            }
            _ => {}
        }
        read.push(c);
        rest = behind;
    }
    (read, complaint)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_read_as_they_are_meant() {
        assert_eq!(
            read("Doors \\(red\\) for @[Shop](urn:li:organization:1) #sale"),
            ("Doors (red) for Shop #sale".to_owned(), None)
        );
        let (cut, complaint) = read("Doors (red)");
        assert_eq!((cut.as_str(), complaint.is_some()), ("Doors ", true));
        assert!(read("a_b").1.is_some());
    }
}
