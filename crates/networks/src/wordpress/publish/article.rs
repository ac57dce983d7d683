//! An article: what is written for many places as HTML for this one, with a title and a name of its own.

use std::fmt::Write as _;

use serde_json::{Value, json};
use unicode_normalization::UnicodeNormalization as _;

use super::text;
use crate::publish::{Draft, Linked, Medium};

/// Letters of a title in the article's address.
const NAMED: usize = 50;
/// A first line that is longer is no title.
const TITLE: usize = 100;

/// What will be sent, pure.
pub(super) fn frozen(draft: &Draft<'_>) -> Value {
    let (title, body) = titled(draft.text.trim(), draft.link);
    let one = |it: &Medium, needed: bool| {
        let mut one = json!({ "digest": it.digest, "alt": it.alt, "needed": needed });
        if it.is_film() {
            one["film"] = true.into();
        }
        one
    };
    let card = draft.link.and_then(|link| link.picture.as_ref()).filter(|_| draft.media.is_empty());
    let pictures: Vec<Value> =
        draft.media.iter().map(|it| one(it, true)).chain(card.map(|it| one(it, false))).collect();
    json!({
        "title": title, "content": html(body, draft.link), "slug": slug(&title, draft.key), "pictures": pictures,
    })
}

/// The draft: the first picture stands at its head, the others below the text, a film above it.
pub(super) fn drafted(frozen: &Value, uploaded: &Value) -> Value {
    let mut content = text(frozen, "content").to_owned();
    let mut body = json!({ "status": "draft", "title": frozen["title"], "slug": frozen["slug"] });
    for picture in frozen["pictures"].as_array().into_iter().flatten() {
        let there = &uploaded[text(picture, "digest")];
        if there.is_null() {
            continue;
        }
        if picture["film"] == true {
            let (id, address) = (&there["id"], escaped(text(there, "address")));
            content = format!(
                "<!-- wp:video {{\"id\":{id}}} -->\n<figure class=\"wp-block-video\"><video controls preload=\"metadata\" \
                 src=\"{address}\"></video></figure>\n<!-- /wp:video -->\n\n{content}"
            );
            continue;
        }
        if body["featured_media"].is_null() {
            body["featured_media"] = there["id"].clone();
            continue;
        }
        let (id, address, alt) = (&there["id"], escaped(text(there, "address")), escaped(text(picture, "alt")));
        let _ = write!(
            content,
            "\n\n<!-- wp:image {{\"id\":{id}}} -->\n<figure class=\"wp-block-image\"><img src=\"{address}\" alt=\"{alt}\" \
             class=\"wp-image-{id}\"/></figure>\n<!-- /wp:image -->"
        );
    }
    body["content"] = content.into();
    body
}

/// Title and text. The first line is the title where it stands for itself; else the page's title is.
fn titled<'a>(whole: &'a str, link: Option<&'a Linked>) -> (String, &'a str) {
    let (first, rest) = whole.split_once('\n').map_or((whole, ""), |(first, rest)| (first.trim(), rest.trim()));
    let has_link = link.is_some_and(|link| first.contains(&link.address));
    let page = link.map_or("", |link| link.title.trim());
    let stands = !first.is_empty() && !has_link && first.chars().count() <= TITLE;
    // What is left over is more than the address, which is put below every text.
    let more = !rest.is_empty() && link.is_none_or(|link| rest != link.address);
    match (stands && (more || page.is_empty()), page.is_empty()) {
        (true, _) => (first.to_owned(), if rest.is_empty() { whole } else { rest }),
        (false, false) => (page.to_owned(), whole),
        (false, true) => (first.chars().take(TITLE).collect(), whole),
    }
}

/// Paragraphs, as the editor of blocks knows them.
fn html(body: &str, link: Option<&Linked>) -> String {
    let lines = body.replace("\r\n", "\n");
    let paragraphs = lines.split("\n\n").map(str::trim).filter(|paragraph| !paragraph.is_empty());
    let told = paragraphs
        .map(|paragraph| format!("<!-- wp:paragraph -->\n<p>{}</p>\n<!-- /wp:paragraph -->", within(paragraph, link)));
    told.collect::<Vec<_>>().join("\n\n")
}

/// A paragraph, in which the link can be pressed: under the page's title where it stands alone, else without its query.
fn within(paragraph: &str, link: Option<&Linked>) -> String {
    let lines = |text: &str| escaped(text).replace('\n', "<br>\n");
    let Some(link) = link else { return lines(paragraph) };
    let short = link.address.split(['?', '#']).next().unwrap_or_default();
    let short = short.split_once("://").map_or(short, |(_, rest)| rest).trim_end_matches('/');
    let shown = if paragraph == link.address && !link.title.trim().is_empty() { link.title.trim() } else { short };
    let pressed = format!("<a href=\"{}\">{}</a>", escaped(&link.address), escaped(shown));
    paragraph.split(&link.address).map(lines).collect::<Vec<_>>().join(&pressed)
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// What the article is called in its address: its title in plain letters, and forty bits of our key, by which it is found
/// again.
fn slug(title: &str, key: u128) -> String {
    let plain = title.nfkd().flat_map(char::to_lowercase).filter(|sign| sign.is_ascii() || !sign.is_alphanumeric());
    let plain: String = plain
        .filter(|sign| !unicode_normalization::char::is_combining_mark(*sign))
        .map(|sign| if sign.is_ascii_alphanumeric() { sign } else { '-' })
        .collect();
    let mut slug = String::new();
    for word in plain.split('-').filter(|word| !word.is_empty()) {
        if slug.len() + word.len() >= NAMED {
            break;
        }
        slug.push_str(word);
        slug.push('-');
    }
    format!("{slug}{:010x}", key & ((1 << 40) - 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link() -> Linked {
        Linked { address: "https://b.example/rye?a=1&e=k7q4mxz".into(), title: "Rye bread".into(), ..Linked::default() }
    }

    #[test]
    fn the_first_line_is_the_title_where_more_follows_and_the_pages_where_none_does() {
        let link = link();
        let title = |text: &str| titled(text, Some(&link)).0;
        assert_eq!(titled("New today\n\nRye, warm.", None), ("New today".to_owned(), "Rye, warm."));
        assert_eq!(titled("New today\n\nRye.\n\nhttps://b.example/rye?a=1&e=k7q4mxz", Some(&link)).0, "New today");
        assert_eq!(title("Rye, warm.\n\nhttps://b.example/rye?a=1&e=k7q4mxz"), "Rye bread");
        assert_eq!(title("Rye: https://b.example/rye?a=1&e=k7q4mxz\nwarm"), "Rye bread");
        assert_eq!(titled("Rye, warm.", None), ("Rye, warm.".to_owned(), "Rye, warm."));
    }

    #[test]
    fn a_text_becomes_paragraphs_in_which_the_link_can_be_pressed_and_nothing_else_is_html() {
        let link = link();
        let told = html(
            "Rye <b>&\nwarm: https://b.example/rye?a=1&e=k7q4mxz!\n\n\nhttps://b.example/rye?a=1&e=k7q4mxz",
            Some(&link),
        );
        let pressed = "<a href=\"https://b.example/rye?a=1&amp;e=k7q4mxz\">";
        assert!(told.contains(&format!("<p>Rye &lt;b&gt;&amp;<br>\nwarm: {pressed}b.example/rye</a>!</p>")), "{told}");
        assert!(told.contains(&format!("<p>{pressed}Rye bread</a></p>")), "{told}");
        assert_eq!(told.matches("<p>").count(), 2);
    }

    #[test]
    fn an_article_is_called_by_its_title_and_a_key_in_plain_letters() {
        assert_eq!(slug("Frühstück & Brot!", 10), "fruhstuck-brot-000000000a");
        assert_eq!(slug("早餐", 1 << 40 | 255), "00000000ff");
        assert!(slug(&"long words ".repeat(40), 7).len() <= 61);
    }

    #[test]
    fn a_film_stands_above_the_text_and_a_picture_beside_it_at_the_head() {
        let medium = |digest: &str, film| Medium { digest: digest.into(), film, ..Medium::default() };
        let media = [medium("f", Some(crate::films::Film::default())), medium("a", None)];
        let draft =
            Draft { text: "Rye", link: None, media: &media, key: 1, at: jiff::Timestamp::UNIX_EPOCH, language: None };
        let there = json!({ "a": { "id": 7, "address": "https://b.example/a.jpg" }, "f": { "id": 8, "address": "https://b.example/f.mp4" } });
        let body = drafted(&frozen(&draft), &there);
        assert_eq!(body["featured_media"], 7);
        let content = body["content"].as_str().unwrap();
        assert!(content.starts_with("<!-- wp:video {\"id\":8} -->"), "{content}");
        assert!(
            content.contains("src=\"https://b.example/f.mp4\"")
                && content.ends_with("<p>Rye</p>\n<!-- /wp:paragraph -->")
        );
    }

    #[test]
    fn the_first_picture_is_at_the_head_and_the_second_below_the_text() {
        let medium = |digest: &str| Medium { digest: digest.into(), alt: "A \"loaf\"".into(), ..Medium::default() };
        let media = [medium("a"), medium("b")];
        let draft =
            Draft { text: "Rye", link: None, media: &media, key: 1, at: jiff::Timestamp::UNIX_EPOCH, language: None };
        let there = json!({ "a": { "id": 7, "address": "https://b.example/a.jpg" }, "b": { "id": 8, "address": "https://b.example/b.jpg" } });
        let body = drafted(&frozen(&draft), &there);
        assert_eq!(body["featured_media"], 7);
        let content = body["content"].as_str().unwrap();
        assert!(
            content.contains("<img src=\"https://b.example/b.jpg\" alt=\"A &quot;loaf&quot;\" class=\"wp-image-8\"/>"),
            "{content}"
        );
        assert!(!content.contains("a.jpg"));
        assert!(drafted(&frozen(&draft), &Value::Null)["featured_media"].is_null());
    }
}
