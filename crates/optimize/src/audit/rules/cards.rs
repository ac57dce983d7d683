//! Cards: the tags of X, which other networks read too.

use domain::TagKey;
use networks::id::{DISCORD, SLACK, TELEGRAM, X};

use super::{required::is_article, sources, tags_to_write};
use crate::audit::Effort::Once;
use crate::audit::Mend::{ByHand, Write};
use crate::audit::Severity::{Error, Note, Warning};
use crate::audit::{Needs::Bytes, Place, Rule, wanted};

pub(super) static TWITTER_CARD_MISSING: Rule = Rule {
    id: "twitter-card-missing",
    severity: Warning,
    hurts: &[X, DISCORD, SLACK, TELEGRAM],
    needs: Bytes,
    mend: Write,
    effort: Once(10),
    says: "Shared links to this page show at most a small picture on {networks}",
    technical: "twitter:card is missing or blank.",
    source: sources::X,
    check: |look, found| {
        if look.says.twitter_card.is_none() {
            found.fault("no twitter:card").write("twitter:card", wanted::twitter_card(look));
        }
    },
};

pub(super) static TWITTER_CARD_UNKNOWN: Rule = Rule {
    id: "twitter-card-unknown",
    severity: Error,
    hurts: &[X],
    needs: Bytes,
    mend: Write,
    effort: Once(10),
    says: "{networks} does not understand which kind of card this page asks for, and draws none",
    technical: "twitter:card is none of summary, summary_large_image, app and player.",
    source: sources::X,
    check: |look, found| {
        // The last one wins, so the last one is judged.
        let Some(last) = look.page.tags_for_networks().rev().find(|tag| tag.name == "twitter:card" && !tag.is_blank())
        else {
            return;
        };
        if wanted::known_card(&last.content).is_none() {
            found
                .at(last.at, format!("twitter:card is {:?}", last.content.trim()))
                .write("twitter:card", wanted::twitter_card(look));
        }
    },
};

pub(super) static TWITTER_CARD_REPEATED: Rule = Rule {
    id: "twitter-card-repeated",
    severity: Warning,
    hurts: &[X],
    needs: Bytes,
    mend: Write,
    effort: Once(10),
    says: "This page asks {networks} for more than one kind of card, and the last one wins",
    technical: "twitter:card stands in the page more than once.",
    source: sources::X_CARDS,
    check: |look, found| {
        let mut cards: Vec<_> = look.page.tags_for_networks().filter(|tag| tag.name == "twitter:card").collect();
        // One tag with name= and property= counts once.
        cards.dedup_by_key(|tag| tag.at);
        if let [_, second, ..] = cards.as_slice() {
            found
                .at(second.at, format!("{} tags twitter:card", cards.len()))
                .write("twitter:card", wanted::twitter_card(look));
        }
    },
};

pub(super) static TWITTER_SITE_MISSING: Rule = Rule {
    id: "twitter-site-missing",
    severity: Note,
    hurts: &[X],
    needs: Bytes,
    mend: ByHand,
    effort: Once(5),
    says: "Shared links to this page do not lead to the site's own account on {networks}",
    technical: "Neither twitter:site nor twitter:site:id is given.",
    source: sources::X,
    check: |look, found| {
        if !look
            .page
            .tags_for_networks()
            .any(|tag| matches!(&*tag.name, "twitter:site" | "twitter:site:id") && !tag.is_blank())
        {
            found.fault("no twitter:site");
        }
    },
};

pub(super) static TWITTER_CREATOR_MISSING: Rule = Rule {
    id: "twitter-creator-missing",
    severity: Note,
    hurts: &[X],
    needs: Bytes,
    mend: ByHand,
    effort: Once(10),
    says: "Shared links to this article do not lead to its author's account on {networks}",
    technical: "An article without twitter:creator.",
    source: sources::X,
    check: |look, found| {
        let named =
            |tag: &domain::Tag| matches!(&*tag.name, "twitter:creator" | "twitter:creator:id") && !tag.is_blank();
        if is_article(look) && !look.page.tags_for_networks().any(named) {
            found.fault("an article without twitter:creator");
        }
    },
};

pub(super) static TWITTER_WRITTEN_AS_PROPERTY: Rule = Rule {
    id: "twitter-written-as-property",
    severity: Note,
    hurts: &[X],
    needs: Bytes,
    mend: Write,
    effort: Once(10),
    says: "Parts of what this page says to {networks} are written in a way that it need not read",
    technical: "twitter:* tags carry property= instead of name=.",
    source: sources::X,
    check: |look, found| {
        let tags = &look.page.tags;
        let named = |name: &str| tags.iter().any(|tag| tag.name == name && tag.key == TagKey::Name && !tag.is_blank());
        let wrong = tags_to_write(look, |tag| {
            tag.name.starts_with("twitter:") && tag.key == TagKey::Property && !named(&tag.name)
        });
        let Some((first, _)) = wrong.first() else { return };
        let finding = found.at(first.at, format!("{} written with property=", super::names(&wrong)));
        for (tag, content) in wrong {
            finding.write_at(Place::At(tag.at), tag.name.clone(), content);
        }
    },
};
