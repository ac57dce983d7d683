//! Place: where in the page the tags stand. Networks read only its beginning, some only the head, and none runs scripts.

use domain::{Bytes, KIB, MIB, Tag, thousands};
use networks::id::{FACEBOOK, LEMMY, MASTODON, SIGNAL, SLACK, WHATSAPP};

use super::{content_of, sources};
use crate::audit::Effort::Once;
use crate::audit::Mend::{ByHand, Write};
use crate::audit::Needs::{self, Render};
use crate::audit::Severity::{Error, Warning};
use crate::audit::{Found, Look, Place, Rule};

/// The tags without which a card lacks something that people see.
const ESSENTIAL: [&str; 5] = ["og:title", "og:description", "og:image", "og:url", "twitter:card"];

/// The first tag of each essential name that is not blank.
fn essentials<'a>(look: &Look<'a>) -> impl Iterator<Item = &'a Tag> {
    let says = &look.says;
    let image = says.images.first().map(|shown| shown.tag);
    [says.og_title, says.og_description, image, says.og_url, says.twitter_card].into_iter().flatten()
}

pub(super) static TAGS_OUTSIDE_HEAD: Rule = Rule {
    id: "tags-outside-head",
    severity: Error,
    hurts: &[WHATSAPP],
    needs: Needs::Bytes,
    mend: Write,
    effort: Once(15),
    says: "{networks} does not find what this page says about itself, since it stands in the wrong part of the page",
    technical: "Social tags stand outside head.",
    source: sources::WHATSAPP,
    check: |look, found| {
        let outside: Vec<_> = essentials(look).filter(|tag| !tag.in_head).collect();
        let Some(first) = outside.first() else { return };
        let names = outside.iter().map(|tag| tag.name.as_str()).collect::<Vec<_>>().join(", ");
        let finding = found.at(first.at, format!("{names} outside head"));
        for tag in outside {
            finding.write_at(Place::From(tag.at), tag.name.clone(), content_of(look, tag));
        }
    },
};

/// Says that essential tags end after byte `limit`; they can be moved if the head begins well before it.
fn after(limit: u64, look: &Look, found: &mut Found) {
    if look.page.size <= limit {
        return;
    }
    let late: Vec<_> = essentials(look).filter(|tag| tag.end > limit).collect();
    let Some(first) = late.first() else { return };
    let finding = found.at(
        first.at,
        format!("{} ends at byte {}, after the first {}", first.name, thousands(first.end), Bytes(limit)),
    );
    // What is written needs room too.
    if look.page.head_start.is_some_and(|start| start + 8 * KIB < limit) {
        for tag in late {
            finding.write_at(Place::From(tag.at), tag.name.clone(), content_of(look, tag));
        }
    }
}

pub(super) static TAGS_AFTER_32K: Rule = Rule {
    id: "tags-after-32k",
    severity: Warning,
    hurts: &[SLACK],
    needs: Needs::Bytes,
    mend: Write,
    effort: Once(15),
    says: "{networks} stops reading this page before it comes to its headline, text or picture",
    technical: "Social tags end after the first 32 KB.",
    source: sources::SLACK,
    check: |look, found| after(32 * KIB, look, found),
};

pub(super) static TAGS_AFTER_300K: Rule = Rule {
    id: "tags-after-300k",
    severity: Error,
    hurts: &[WHATSAPP],
    needs: Needs::Bytes,
    mend: Write,
    effort: Once(15),
    says: "{networks} stops reading this long page before it comes to its headline, text or picture",
    technical: "Social tags end after the first 300 KB.",
    source: sources::WHATSAPP,
    check: |look, found| after(300 * KIB, look, found),
};

pub(super) static TAGS_AFTER_1M: Rule = Rule {
    id: "tags-after-1m",
    severity: Error,
    hurts: &[FACEBOOK, MASTODON, LEMMY, SIGNAL],
    needs: Needs::Bytes,
    mend: Write,
    effort: Once(15),
    says: "{networks} stop reading this very long page before they come to its headline, text or picture",
    technical: "Social tags end after the first 1 MB.",
    source: sources::FACEBOOK_CRAWLER,
    check: |look, found| after(MIB, look, found),
};

/// Without a rendered page this rule sees only the clear case: a page that is empty until its scripts run.
pub(super) static TAGS_ONLY_BY_SCRIPT: Rule = Rule {
    id: "tags-only-by-script",
    severity: Error,
    hurts: &[],
    needs: Needs::Bytes,
    mend: ByHand,
    effort: Once(120),
    says: "This page says what it is only to browsers; shared links to it show little or nothing on {networks}",
    technical: "The page has no social tags until its scripts have run, and no network runs them.",
    source: sources::SIGNAL,
    check: |look, found| {
        if essentials(look).next().is_some() {
            return;
        }
        match look.rendered {
            Some(rendered) if rendered.last_social_tag().is_some() => {
                found.fault("social tags only after scripts ran");
            }
            None if look.page.needs_script => _ = found.fault("no social tags, and hardly any text without scripts"),
            _ => {}
        }
    },
};

pub(super) static RAW_AND_RENDERED_DIFFER: Rule = Rule {
    id: "raw-and-rendered-differ",
    severity: Warning,
    hurts: &[],
    needs: Render,
    mend: ByHand,
    effort: Once(60),
    says: "People who open this page see another headline, text or picture than those who see it shared",
    technical: "A script changes the social tags after the page has been delivered.",
    source: sources::SITE_WIDE,
    check: |look, found| {
        let Some(rendered) = look.rendered else { return };
        let (raw, rendered) = (look.page.whole(), rendered.whole());
        for name in ESSENTIAL {
            match (raw.meta(name), rendered.meta(name)) {
                (Some(before), Some(after)) if before != after => {
                    found.fault(format!("{name} is {before:?}, after scripts {after:?}"));
                }
                (Some(before), None) => _ = found.fault(format!("{name} is {before:?}, scripts take it away")),
                _ => {}
            }
        }
    },
};
