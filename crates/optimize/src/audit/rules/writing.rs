//! Writing: how tags are put into the page: attributes, quotes, characters, leftovers of a template, repetitions.

use domain::{CharsetFrom, Tag, TagKey};
use networks::id::{FACEBOOK, MISSKEY, SIGNAL, WHATSAPP};

use super::{content_of, names, sources, tags_to_write};
use crate::audit::Effort::{EachPage, Once};
use crate::audit::Mend::{ByHand, Write};
use crate::audit::Severity::{Error, Note, Warning};
use crate::audit::{Look, Needs::Bytes, Place, Rule, wanted};

pub(super) static OG_WRITTEN_AS_NAME: Rule = Rule {
    id: "og-written-as-name",
    severity: Warning,
    hurts: &[SIGNAL, MISSKEY, FACEBOOK],
    needs: Bytes,
    mend: Write,
    effort: Once(10),
    says: "{networks} do not see parts of what this page says about itself, since they are written the wrong way",
    technical: "og:* tags carry name= instead of property=.",
    source: sources::SIGNAL,
    check: |look, found| {
        let tags = &look.page.tags;
        let has =
            |name: &str| tags.iter().any(|tag| tag.name == name && tag.key == TagKey::Property && !tag.is_blank());
        let wrong =
            tags_to_write(look, |tag| tag.name.starts_with("og:") && tag.key == TagKey::Name && !has(&tag.name));
        let Some((first, _)) = wrong.first() else { return };
        let finding = found.at(first.at, format!("{} written with name=", names(&wrong)));
        for (tag, content) in wrong {
            finding.write_at(Place::At(tag.at), tag.name.clone(), content);
        }
    },
};

pub(super) static ATTRIBUTE_UNQUOTED: Rule = Rule {
    id: "attribute-unquoted",
    severity: Warning,
    hurts: &[WHATSAPP],
    needs: Bytes,
    mend: Write,
    effort: Once(15),
    says: "{networks} may lose parts of what this page says about itself",
    technical: "Attribute values of social tags are written without quotes.",
    source: sources::NOPCOMMERCE,
    check: |look, found| {
        let wrong = tags_to_write(look, |tag| !tag.quoted && (tag.is_social() || tag.name == "description"));
        let Some((first, _)) = wrong.first() else { return };
        let finding = found.at(first.at, format!("{} written without quotes", names(&wrong)));
        for (tag, content) in wrong {
            finding.write_at(Place::At(tag.at), tag.name.clone(), content);
        }
    },
};

pub(super) static CHARSET_UNDECLARED: Rule = Rule {
    id: "charset-undeclared",
    severity: Warning,
    hurts: &[],
    needs: Bytes,
    mend: Write,
    effort: Once(5),
    says: "Accents, umlauts and other letters may be garbled in shared links to this page",
    technical: "No charset is declared by the server, a byte order mark, or a meta tag in the first 1,024 bytes.",
    source: sources::UNFURL,
    check: |look, found| {
        let charset = &look.page.charset;
        let in_time = charset.meta.is_some() && charset.meta_at.is_some_and(|at| at < 1024);
        if charset.from != CharsetFrom::Guess || charset.header.is_some() || in_time {
            return;
        }
        let evidence = match charset.meta_at {
            Some(at) => format!("the charset is declared at byte {at}, after the first 1,024"),
            None => format!("no charset declared; it reads as {}", charset.used),
        };
        let finding = found.fault(evidence);
        // The declaration must fit into the first 1,024 bytes itself, and UTF-16 cannot be declared by a tag.
        if look.page.head_start.is_some_and(|at| at < 900) && !charset.used.starts_with("UTF-16") {
            finding.write("charset", charset.used.to_ascii_lowercase());
        }
    },
};

pub(super) static CHARSET_WRONG: Rule = Rule {
    id: "charset-wrong",
    severity: Error,
    hurts: &[],
    needs: Bytes,
    mend: ByHand,
    effort: Once(20),
    says: "Letters come out garbled in shared links to this page",
    technical: "The bytes of the page cannot be decoded by the charset that it declares.",
    source: sources::UNFURL,
    check: |look, found| {
        let charset = &look.page.charset;
        if charset.undecodable > 0 {
            let by = match charset.from {
                CharsetFrom::Bom => "its byte order mark",
                CharsetFrom::Header => "the server",
                CharsetFrom::Meta => "its meta tag",
                CharsetFrom::Guess => "its bytes",
            };
            let many = if charset.undecodable >= 1000 { "1,000 or more" } else { &charset.undecodable.to_string() };
            found.fault(format!("{many} bytes are no {}, which {by} says it is", charset.used));
        }
    },
};

/// The texts that people read in a card, as tags; the title element stands apart.
fn is_text(tag: &Tag) -> bool {
    const TEXTS: [&str; 5] = ["og:title", "og:description", "twitter:title", "twitter:description", "description"];
    TEXTS.contains(&tag.name.as_str())
}

pub(super) static ENTITIES_DOUBLE_ESCAPED: Rule = Rule {
    id: "entities-double-escaped",
    severity: Warning,
    hurts: &[],
    needs: Bytes,
    mend: Write,
    effort: Once(15),
    says: "Shared links to this page show code such as &amp; or &#39; in the middle of their text",
    technical: "Character references in title or description are escaped twice.",
    source: sources::UNFURL,
    check: |look, found| {
        let twice = |text: &str| text.contains('&') && wanted::unescaped(text) != text;
        for tag in look.page.tags_for_networks().filter(|tag| is_text(tag) && twice(&tag.content)).take(10) {
            found.at(tag.at, format!("{} reads {:?}", tag.name, short(&tag.content))).write_at(
                Place::At(tag.at),
                tag.name.clone(),
                content_of(look, tag),
            );
        }
        if let Some(title) = look.page.title.as_ref().filter(|title| twice(&title.text)) {
            found
                .at(title.at, format!("title reads {:?}", short(&title.text)))
                .write_wanted("title", wanted::title(look));
        }
    },
};

fn short(text: &str) -> String {
    wanted::shortened(text, 80)
}

pub(super) static PLACEHOLDER_VALUE: Rule = Rule {
    id: "placeholder-value",
    severity: Error,
    hurts: &[],
    needs: Bytes,
    mend: Write,
    effort: Once(20),
    says: "Shared links to this page show what a template left behind, such as \u{201c}undefined\u{201d}",
    technical: "A tag says null, undefined, or holds template braces.",
    source: sources::MASTODON,
    check: |look, found| {
        const NAMES: [&str; 10] = [
            "og:title",
            "og:description",
            "og:image",
            "og:url",
            "og:site_name",
            "twitter:title",
            "twitter:description",
            "twitter:image",
            "description",
            "twitter:card",
        ];
        let left_over = |text: &str| !text.trim().is_empty() && !wanted::says_something(text);
        let wrong = |tag: &&Tag| left_over(&tag.content) && NAMES.contains(&tag.name.as_str());
        for tag in look.page.tags_for_networks().filter(wrong).take(10) {
            let finding = found.at(tag.at, format!("{} is {:?}", tag.name, short(&tag.content)));
            if let Some(wanted) = wanted::of(look, &tag.name) {
                finding.write_wanted(tag.name.clone(), wanted);
            }
        }
        if let Some(title) = look.page.title.as_ref().filter(|title| left_over(&title.text)) {
            found.at(title.at, format!("title is {:?}", short(&title.text))).write_wanted("title", wanted::title(look));
        }
    },
};

pub(super) static TAG_CONFLICTING_DUPLICATES: Rule = Rule {
    id: "tag-conflicting-duplicates",
    severity: Warning,
    hurts: &[],
    needs: Bytes,
    mend: Write,
    effort: Once(20),
    says: "This page says two different things about itself, and each network picks one",
    technical: "The same tag stands in the page twice, with different contents; most networks take the first.",
    source: sources::MASTODON,
    check: |look, found| {
        let says = &look.says;
        for first in
            [says.og_title, says.og_description, says.og_url, says.og_type, says.og_site_name, says.description]
                .into_iter()
                .flatten()
        {
            let other = look.page.tags_for_networks().find(|tag| {
                tag.at > first.at
                    && tag.name == first.name
                    && !tag.is_blank()
                    && tag.content.trim() != first.content.trim()
            });
            if let Some(other) = other {
                let evidence = format!("{} is {:?} and {:?}", first.name, short(&first.content), short(&other.content));
                let finding = found.at(other.at, evidence);
                match wanted::of(look, &first.name) {
                    Some(wanted) => finding.write_wanted(first.name.clone(), wanted),
                    None => finding.write(first.name.clone(), first.content.trim()),
                };
            }
        }
    },
};

pub(super) static OG_IMAGE_SEVERAL: Rule = Rule {
    id: "og-image-several",
    severity: Note,
    hurts: &[WHATSAPP, FACEBOOK],
    needs: Bytes,
    mend: ByHand,
    effort: Once(10),
    says: "This page offers several pictures, and {networks} may pick another one than you expect",
    technical: "Several og:image; Facebook begins with the first, WhatsApp may take the last.",
    source: sources::WHATSAPP_SIZES,
    check: |look, found| {
        let images = &look.says.images;
        let (Some(first), Some(last)) = (images.first(), images.last()) else { return };
        if images.iter().any(|shown| shown.tag.content.trim() != first.tag.content.trim()) {
            found.at(last.tag.at, format!("{} tags og:image", images.len()));
        }
    },
};

/// Text work is counted by the page.
pub(super) const A_TEXT: crate::audit::Effort = EachPage(3);

/// Whether two texts of `look` would be the same; kept beside the texts that it compares.
pub(super) fn says_the_same(look: &Look) -> bool {
    let Some((description, _)) = look.shared_description() else { return false };
    look.shared_title().is_some_and(|(title, _)| wanted::same_text(title, description))
}
