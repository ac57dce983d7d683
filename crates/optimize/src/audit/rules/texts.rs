//! Texts: how long titles and descriptions may be before somebody cuts them, and whether each page has its own.

use networks::id::{DISCORD, LINKEDIN, MISSKEY, WHATSAPP, X};

use super::sources;
use super::writing::{A_TEXT, says_the_same};
use domain::thousands;

use crate::audit::Effort::Once;
use crate::audit::Mend::{ByHand, Write};
use crate::audit::Severity::{Error, Note, Warning};
use crate::audit::site::stands_for_itself;
use crate::audit::{Look, Needs, Rule, wanted};

/// The title that X shows, with its tag's name.
fn title_on_x<'a>(look: &Look<'a>) -> Option<(&'a str, &'static str)> {
    look.says.twitter_title.map(|tag| (tag.content.trim(), "twitter:title")).or_else(|| look.shared_title())
}

/// The description that X shows, with its tag's name.
fn description_on_x<'a>(look: &Look<'a>) -> Option<(&'a str, &'static str)> {
    let own = look.says.twitter_description.map(|tag| (tag.content.trim(), "twitter:description"));
    own.or_else(|| look.shared_description())
}

fn characters(text: &str) -> u64 {
    text.chars().count() as u64
}

pub(super) static TITLE_OVER_70_CHARACTERS: Rule = Rule {
    id: "title-over-70-characters",
    severity: Warning,
    hurts: &[X],
    needs: Needs::Bytes,
    mend: ByHand,
    effort: A_TEXT,
    says: "The headline of shared links to this page is cut off on {networks}",
    technical: "The title is longer than 70 characters.",
    source: sources::X,
    check: |look, found| {
        if let Some((title, from)) = title_on_x(look).filter(|(title, _)| characters(title) > 70) {
            found.fault(format!("{from} has {} characters", thousands(characters(title))));
        }
    },
};

pub(super) static TITLE_OVER_67_BYTES: Rule = Rule {
    id: "title-over-67-bytes",
    severity: Note,
    hurts: &[DISCORD],
    needs: Needs::Bytes,
    mend: ByHand,
    effort: A_TEXT,
    says: "The headline of shared links to this page may be cut off on {networks}",
    technical: "The title is longer than 67 bytes of UTF-8; Discord cuts at 70 with its dots.",
    source: sources::DISCORD,
    check: |look, found| {
        if let Some((title, from)) = look.shared_title().filter(|(title, _)| title.len() > 67) {
            found.fault(format!("{from} has {} bytes", thousands(title.len() as u64)));
        }
    },
};

/// Discourse's Onebox cuts at 80 characters, Misskey at 100, LinkedIn at 200.
pub(super) static TITLE_CUT_ELSEWHERE: Rule = Rule {
    id: "title-cut-elsewhere",
    severity: Note,
    hurts: &[MISSKEY, LINKEDIN],
    needs: Needs::Bytes,
    mend: ByHand,
    effort: A_TEXT,
    says: "The headline of shared links to this page is so long that forums, and then {networks}, cut it off",
    technical: "The title is longer than 80 (Discourse), 100 (Misskey) or 200 (LinkedIn) characters.",
    source: sources::SUMMALY,
    check: |look, found| {
        let Some((title, from)) = look.shared_title() else { return };
        let length = characters(title);
        let who = match length {
            0..=80 => return,
            81..=100 => "Discourse cuts it",
            101..=200 => "Discourse and Misskey cut it",
            _ => "Discourse, Misskey and LinkedIn cut it",
        };
        found.fault(format!("{from} has {} characters: {who}", thousands(length)));
    },
};

pub(super) static DESCRIPTION_OVER_200_CHARACTERS: Rule = Rule {
    id: "description-over-200-characters",
    severity: Warning,
    hurts: &[X],
    needs: Needs::Bytes,
    mend: ByHand,
    effort: A_TEXT,
    says: "The text below the headline is cut off on {networks}",
    technical: "The description is longer than 200 characters.",
    source: sources::X,
    check: |look, found| {
        if let Some((text, from)) = description_on_x(look).filter(|(text, _)| characters(text) > 200) {
            found.fault(format!("{from} has {} characters", thousands(characters(text))));
        }
    },
};

pub(super) static DESCRIPTION_OVER_80_CHARACTERS: Rule = Rule {
    id: "description-over-80-characters",
    severity: Note,
    hurts: &[WHATSAPP],
    needs: Needs::Bytes,
    mend: ByHand,
    effort: A_TEXT,
    says: "{networks} shows only the beginning of the text below the headline",
    technical: "The description is longer than the 80 characters that WhatsApp shows.",
    source: sources::WHATSAPP,
    check: |look, found| {
        if let Some((text, from)) = look.shared_description().filter(|(text, _)| characters(text) > 80) {
            found.fault(format!("{from} has {} characters", thousands(characters(text))));
        }
    },
};

pub(super) static DESCRIPTION_CUT_ELSEWHERE: Rule = Rule {
    id: "description-cut-elsewhere",
    severity: Note,
    hurts: &[DISCORD, MISSKEY, LINKEDIN],
    needs: Needs::Bytes,
    mend: ByHand,
    effort: A_TEXT,
    says: "The text below the headline is cut off on {networks}",
    technical: "The description is longer than 300 characters (Misskey, LinkedIn) or 347 bytes (Discord).",
    source: sources::SUMMALY,
    check: |look, found| {
        let Some((text, from)) = look.shared_description() else { return };
        let (length, bytes) = (characters(text), text.len() as u64);
        if length > 300 || bytes > 347 {
            found.fault(format!("{from} has {} characters, {} bytes", thousands(length), thousands(bytes)));
        }
    },
};

pub(super) static DESCRIPTION_EQUALS_TITLE: Rule = Rule {
    id: "description-equals-title",
    severity: Warning,
    hurts: &[MISSKEY],
    needs: Needs::Bytes,
    mend: Write,
    effort: A_TEXT,
    says: "Shared links to this page say the same thing twice, and {networks} drops the second",
    technical: "The description equals the title.",
    source: sources::SUMMALY,
    check: |look, found| {
        if says_the_same(look) {
            let wanted = wanted::description(look);
            let from = look.shared_description().map_or("description", |(_, from)| from);
            let name = if from == "description" { "description" } else { "og:description" };
            found.fault(format!("{from} repeats the title")).write_wanted(name, wanted);
        }
    },
};

pub(super) static TITLE_CARRIES_SITE_NAME: Rule = Rule {
    id: "title-carries-site-name",
    severity: Note,
    hurts: &[WHATSAPP, MISSKEY],
    needs: Needs::Bytes,
    mend: Write,
    effort: Once(10),
    says: "The site's name stands twice in shared links on {networks}, and leaves less room for the headline",
    technical: "og:title ends with the site's name.",
    source: sources::WHATSAPP,
    check: |look, found| {
        let (Some(tag), Some(site)) = (look.says.og_title, wanted::site_name(look)) else { return };
        if wanted::without_site_name(&tag.content, site).is_some() {
            found
                .at(tag.at, format!("og:title is {:?}", wanted::shortened(&tag.content, 120)))
                .write_wanted("og:title", wanted::og_title(look));
        }
    },
};

pub(super) static SITE_NAME_OVER_253_BYTES: Rule = Rule {
    id: "site-name-over-253-bytes",
    severity: Error,
    hurts: &[DISCORD],
    needs: Needs::Bytes,
    mend: ByHand,
    effort: Once(5),
    says: "{networks} shows no card at all for this page, since the name of the site is too long",
    technical: "og:site_name is longer than 253 bytes.",
    source: sources::DISCORD,
    check: |look, found| {
        if let Some(tag) = look.says.og_site_name.filter(|tag| tag.content.trim().len() > 253) {
            found.at(tag.at, format!("og:site_name has {} bytes", tag.content.trim().len()));
        }
    },
};

pub(super) static TITLE_NOT_UNIQUE: Rule = Rule {
    id: "title-not-unique",
    severity: Warning,
    hurts: &[],
    needs: Needs::Site,
    mend: ByHand,
    effort: A_TEXT,
    says: "Several pages look the same when they are shared: they have one and the same headline",
    technical: "Other pages with another canonical address have the same title.",
    source: sources::SITE_WIDE,
    check: |look, found| {
        let Some((title, from)) = look.shared_title() else { return };
        let pages = look.site.with_title(title);
        if pages > 1 && stands_for_itself(look.page, &look.says) {
            let evidence =
                format!("{} pages have the {from} {:?}", thousands(pages.into()), wanted::shortened(title, 80));
            found.fault(evidence).by_value(wanted::shortened(title, 200));
        }
    },
};

pub(super) static DESCRIPTION_NOT_UNIQUE: Rule = Rule {
    id: "description-not-unique",
    severity: Note,
    hurts: &[],
    needs: Needs::Site,
    mend: ByHand,
    effort: A_TEXT,
    says: "Several pages say the same below their headline when they are shared",
    technical: "Other pages with another canonical address have the same description.",
    source: sources::SITE_WIDE,
    check: |look, found| {
        let Some((text, from)) = look.shared_description() else { return };
        let pages = look.site.with_description(text);
        if pages > 1 && stands_for_itself(look.page, &look.says) {
            let evidence =
                format!("{} pages have the {from} {:?}", thousands(pages.into()), wanted::shortened(text, 80));
            found.fault(evidence).by_value(wanted::shortened(text, 200));
        }
    },
};
