//! Required: the tags without which a shared link shows less than it could.

use domain::Kind;
use networks::id::{DISCORD, FACEBOOK, MASTODON, PINTEREST, SLACK, WHATSAPP};
use url::Url;

use super::{details, pictures, sources};
use crate::audit::Effort::Once;
use crate::audit::Mend::{ByHand, Write};
use crate::audit::Severity::{Error, Note, Warning};
use crate::audit::{Needs::Bytes, Rule, wanted};

pub(super) static OG_TITLE_MISSING: Rule = Rule {
    id: "og-title-missing",
    severity: Error,
    hurts: &[],
    needs: Bytes,
    mend: Write,
    effort: Once(10),
    says: "Shared links to this page have no headline of their own on {networks}",
    technical: "og:title is missing or blank.",
    source: sources::WHATSAPP,
    check: |look, found| {
        if look.says.og_title.is_none() {
            found.fault("no og:title").write_wanted("og:title", wanted::og_title(look));
        }
    },
};

pub(super) static OG_TYPE_MISSING: Rule = Rule {
    id: "og-type-missing",
    severity: Warning,
    hurts: &[PINTEREST, FACEBOOK],
    needs: Bytes,
    mend: Write,
    effort: Once(10),
    says: "{networks} cannot tell whether this page is an article, a product or something else",
    technical: "og:type is missing or blank.",
    source: sources::OGP,
    check: |look, found| {
        if look.says.og_type.is_none() {
            found.fault("no og:type").write("og:type", wanted::og_type(look));
        }
    },
};

pub(super) static OG_IMAGE_MISSING: Rule = Rule {
    id: "og-image-missing",
    severity: Error,
    hurts: &[],
    needs: Bytes,
    mend: Write,
    effort: Once(20),
    says: "Shared links to this page show no picture on {networks}",
    technical: "og:image is missing or blank.",
    source: sources::OGP,
    check: |look, found| {
        if look.says.images.is_empty() {
            let wanted = wanted::og_image(look);
            let url = wanted.as_ref().ok().and_then(|href| Url::parse(href).ok());
            let finding = found.fault("no og:image").write_wanted("og:image", wanted);
            // A picture brings duties of its own, which other rules would ask for on the next audit.
            if let Some(url) = url {
                for (name, content) in pictures::declared::parts(look, &url) {
                    finding.write(name, content);
                }
                if let Some(directives) = details::large_preview(look) {
                    finding.write("robots", directives);
                }
            }
        }
    },
};

pub(super) static OG_URL_MISSING: Rule = Rule {
    id: "og-url-missing",
    severity: Warning,
    hurts: &[FACEBOOK, WHATSAPP],
    needs: Bytes,
    mend: Write,
    effort: Once(10),
    says: "Likes and shares of this page are counted apart for each spelling of its address on {networks}",
    technical: "og:url is missing or blank.",
    source: sources::WHATSAPP,
    check: |look, found| {
        if look.says.og_url.is_none() {
            found.fault("no og:url").write_wanted("og:url", wanted::address(look));
        }
    },
};

pub(super) static OG_DESCRIPTION_MISSING: Rule = Rule {
    id: "og-description-missing",
    severity: Warning,
    hurts: &[],
    needs: Bytes,
    mend: Write,
    effort: Once(10),
    says: "Shared links to this page say nothing below the headline on {networks}",
    technical: "og:description is missing or blank.",
    source: sources::WHATSAPP,
    check: |look, found| {
        if look.says.og_description.is_none() {
            found.fault("no og:description").write_wanted("og:description", wanted::description(look));
        }
    },
};

pub(super) static OG_SITE_NAME_MISSING: Rule = Rule {
    id: "og-site-name-missing",
    severity: Note,
    hurts: &[SLACK, DISCORD, MASTODON],
    needs: Bytes,
    mend: Write,
    effort: Once(5),
    says: "Shared links to this page do not name the site on {networks}",
    technical: "og:site_name is missing or blank.",
    source: sources::MASTODON,
    check: |look, found| {
        if look.says.og_site_name.is_none() {
            found.fault("no og:site_name").write_wanted("og:site_name", wanted::og_site_name(look));
        }
    },
};

/// An error as in the table where nothing else names the page; a warning where og:title does, since every network but
/// those that read the title element alone then shows a headline.
pub(super) static TITLE_MISSING: Rule = Rule {
    id: "title-missing",
    severity: Error,
    hurts: &[],
    needs: Bytes,
    mend: Write,
    effort: Once(10),
    says: "Where nothing else gives this page a name, shared links to it show a bare address on {networks}",
    technical: "The page has no title element, or a blank one.",
    source: sources::SIGNAL,
    check: |look, found| {
        if look.page.whole().title().is_none() {
            let finding = found.fault("no title element");
            finding.write_wanted("title", wanted::title(look));
            if look.says.og_title.is_some() {
                finding.as_severity(Warning);
            }
        }
    },
};

pub(super) static DESCRIPTION_MISSING: Rule = Rule {
    id: "description-missing",
    severity: Warning,
    hurts: &[],
    needs: Bytes,
    mend: Write,
    effort: Once(10),
    says: "Places that look for a plain summary of this page find none",
    technical: "The page has no meta description, the fallback of every network.",
    source: sources::SYNAPSE,
    check: |look, found| {
        if look.says.description.is_none() {
            found.fault("no meta description").write_wanted("description", wanted::description(look));
        }
    },
};

pub(super) static CANONICAL_MISSING: Rule = Rule {
    id: "canonical-missing",
    severity: Warning,
    hurts: &[FACEBOOK, MASTODON],
    needs: Bytes,
    mend: Write,
    effort: Once(10),
    says: "The same page counts as several pages on {networks} when its address is shared in several spellings",
    technical: "The page has no link rel=canonical.",
    source: sources::MASTODON,
    check: |look, found| {
        if look.says.canonical.is_none() {
            found.fault("no rel=canonical").write_wanted("canonical", wanted::address(look));
        }
    },
};

pub(super) static LANGUAGE_INVALID: Rule = Rule {
    id: "language-invalid",
    severity: Note,
    hurts: &[MASTODON],
    needs: Bytes,
    mend: Write,
    effort: Once(5),
    says: "{networks} cannot tell which language this page is in",
    technical: "Neither html lang nor og:locale names a language by a valid code.",
    source: sources::MASTODON,
    check: |look, found| {
        let lang = look.page.lang.as_deref().map(str::trim).filter(|lang| !lang.is_empty());
        let locale = look.says.og_locale.map(|tag| tag.content.trim());
        let evidence = match (lang, locale) {
            (Some(lang), _) if is_language(lang) => return,
            (_, Some(locale)) if is_language(&locale.replace('_', "-")) => return,
            (Some(lang), _) => format!("html lang is {lang:?}"),
            (None, Some(locale)) => format!("og:locale is {locale:?}"),
            (None, None) => "neither html lang nor og:locale".to_owned(),
        };
        let known = look.page.facts.language.as_ref().map(|fact| fact.value.replace('-', "_"));
        let known = known.filter(|known| is_language(&known.replace('_', "-")));
        found.fault(evidence).write_wanted("og:locale", known.ok_or(ByHand));
    },
};

/// Whether `tag` has the shape of a language tag: two or three letters, then parts of letters and digits.
fn is_language(tag: &str) -> bool {
    let mut parts = tag.split('-');
    let language = parts.next().unwrap_or("");
    (2..=3).contains(&language.len())
        && language.bytes().all(|byte| byte.is_ascii_alphabetic())
        && parts.all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

pub(super) fn is_article(look: &crate::audit::Look) -> bool {
    look.page.facts.kind == Kind::Article
}
