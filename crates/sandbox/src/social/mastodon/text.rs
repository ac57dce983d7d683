//! Texts of Mastodon: how they are counted, and the HTML that is made of them.

use super::super::say::{addresses, graphemes};
use crate::networks::escaped;

/// What an address counts as, however long it is: 23 characters.
pub(super) const ADDRESS: &str = "xxxxxxxxxxxxxxxxxxxxxxx";

/// So many characters of an address are shown.
const SHOWN: usize = 30;

/// The characters of `text` as the server counts them: an address as 23, a mention without the name of its server.
pub(super) fn count(text: &str) -> usize {
    let mut counted = String::with_capacity(text.len());
    let mut from = 0;
    for range in addresses(text) {
        counted.push_str(&without_servers(&text[from..range.start]));
        counted.push_str(ADDRESS);
        from = range.end;
    }
    counted.push_str(&without_servers(&text[from..]));
    graphemes(&counted)
}

/// `@name@server` as `@name`.
fn without_servers(text: &str) -> String {
    let mut short = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('@') {
        let begins = !rest[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == '/');
        let name = rest[at + 1..].find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).map(|end| at + 1 + end);
        let Some(name) = name.filter(|name| begins && *name > at + 1 && rest[*name..].starts_with('@')) else {
            short.push_str(&rest[..=at]);
            rest = &rest[at + 1..];
            continue;
        };
        let server = &rest[name + 1..];
        let end = server.find(|c: char| !(c.is_alphanumeric() || matches!(c, '.' | '-' | ':'))).unwrap_or(server.len());
        let end = server[..end].trim_end_matches(['.', '-', ':']).len();
        short.push_str(if end > 0 { &rest[..name] } else { &rest[..=name] });
        rest = &server[end..];
    }
    short + rest
}

/// `text` as the server shows it: paragraphs, and addresses of which the greater part is hidden.
pub(super) fn html(text: &str) -> String {
    let mut linked = String::with_capacity(text.len() * 2);
    let mut from = 0;
    for range in addresses(text) {
        linked.push_str(&escaped(&text[from..range.start]));
        linked.push_str(&link(&text[range.clone()]));
        from = range.end;
    }
    linked.push_str(&escaped(&text[from..]));
    let paragraphs = linked.split("\n\n").filter(|paragraph| !paragraph.trim().is_empty());
    let told: Vec<_> = paragraphs.map(|paragraph| paragraph.trim_matches('\n').replace('\n', "<br />")).collect();
    if told.is_empty() { String::new() } else { format!("<p>{}</p>", told.join("</p><p>")) }
}

fn link(address: &str) -> String {
    let bare = address.split_once("://").map_or(address, |(_, bare)| bare);
    let bare = bare.strip_prefix("www.").unwrap_or(bare);
    let hidden = &address[..address.len() - bare.len()];
    let end = bare.char_indices().nth(SHOWN).map_or(bare.len(), |(at, _)| at);
    let class = if end < bare.len() { "ellipsis" } else { "" };
    format!(
        "<a href=\"{}\" target=\"_blank\" rel=\"nofollow noopener\" translate=\"no\"><span class=\"invisible\">{}</span>\
         <span class=\"{class}\">{}</span><span class=\"invisible\">{}</span></a>",
        escaped(address),
        escaped(hidden),
        escaped(&bare[..end]),
        escaped(&bare[end..])
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_counts_23_and_a_mention_is_counted_without_its_server() {
        assert_eq!(count("see https://shop.example/a/very/long/path?e=k3v9xq&more=of-it now"), 4 + 23 + 4);
        assert_eq!(count("@anna@social.example hi"), "@anna hi".len());
        assert_eq!(count("a mail to anna@shop.example"), "a mail to anna@shop.example".len());
        assert_eq!(count("👩‍👩‍👧‍👦"), 1);
        assert_eq!(count("@@@ @ a@"), 8);
    }

    #[test]
    fn a_long_address_is_shown_short_and_is_whole_where_it_leads() {
        let html = html("Hi <you>\nand\n\nhttps://www.shop.example/a/very/long/path?e=k3v9xq");
        assert_eq!(
            html,
            "<p>Hi &lt;you&gt;<br />and</p><p><a href=\"https://www.shop.example/a/very/long/path?e=k3v9xq\" \
             target=\"_blank\" rel=\"nofollow noopener\" translate=\"no\"><span class=\"invisible\">https://www.</span>\
             <span class=\"ellipsis\">shop.example/a/very/long/path?</span><span class=\"invisible\">e=k3v9xq</span></a></p>"
        );
    }
}
