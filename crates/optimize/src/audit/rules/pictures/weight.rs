//! Weight: how many bytes a network loads before it does without the picture.

use domain::{Bytes, MIB};
use networks::id::{BLUESKY, FACEBOOK, MASTODON, WHATSAPP, X};

use super::{shared, shared_on_x, weighed};
use crate::audit::Effort::EachPage;
use crate::audit::Mend::NeedsCard;
use crate::audit::Needs::Images;
use crate::audit::Severity::{Error, Warning};
use crate::audit::rules::sources;
use crate::audit::{Effort, Found, Look, Rule, Severity};

/// To save a picture smaller.
const TO_SAVE: Effort = EachPage(3);

/// Says that the shared picture is heavier than `limit`.
fn heavier(limit: u64, look: &Look, found: &mut Found) {
    let Some((url, facts)) = shared(look, found) else { return };
    if let Some((url, bytes)) = weighed(url, facts, found).filter(|(_, bytes)| *bytes > limit) {
        found.fault(format!("{url} weighs {}", Bytes(bytes))).by_value(url);
    }
}

pub(crate) static IMAGE_OVER_8MB: Rule = Rule {
    id: "image-over-8mb",
    severity: Error,
    hurts: &[FACEBOOK],
    needs: Images,
    mend: NeedsCard,
    effort: TO_SAVE,
    says: "{networks} shows no picture for this page, since its file is too large",
    technical: "The picture weighs more than 8 MB.",
    source: sources::FACEBOOK_IMAGES,
    check: |look, found| heavier(8 * MIB, look, found),
};

pub(crate) static IMAGE_OVER_5MB: Rule = Rule {
    id: "image-over-5mb",
    severity: Error,
    hurts: &[X],
    needs: Images,
    mend: NeedsCard,
    effort: TO_SAVE,
    says: "{networks} shows no picture for this page, since its file is too large",
    technical: "The picture weighs 5 MB or more.",
    source: sources::X,
    check: |look, found| {
        let Some((url, facts)) = shared_on_x(look, found) else { return };
        if let Some((url, bytes)) = weighed(url, facts, found).filter(|(_, bytes)| *bytes >= 5 * MIB) {
            found.fault(format!("{url} weighs {}", Bytes(bytes))).by_value(url);
        }
    },
};

/// Write-ups name 300, 500 and 600 KB: above 600 KB all agree that the picture is left out, from 300 KB some do.
pub(crate) static IMAGE_OVER_600KB: Rule = Rule {
    id: "image-over-600kb",
    severity: Error,
    hurts: &[WHATSAPP],
    needs: Images,
    mend: NeedsCard,
    effort: TO_SAVE,
    says: "{networks} may show no picture for this page, since its file is too large",
    technical: "The picture weighs more than 600 KB; from 300 KB some phones leave it out.",
    source: sources::WHATSAPP_SIZES,
    check: |look, found| {
        let Some((url, facts)) = shared(look, found) else { return };
        let Some((url, bytes)) = weighed(url, facts, found) else { return };
        if bytes > 300_000 {
            let severity = if bytes > 600_000 { Severity::Error } else { Severity::Warning };
            found.fault(format!("{url} weighs {}", Bytes(bytes))).as_severity(severity).by_value(url);
        }
    },
};

pub(crate) static IMAGE_OVER_1000000_BYTES: Rule = Rule {
    id: "image-over-1000000-bytes",
    severity: Warning,
    hurts: &[BLUESKY],
    needs: Images,
    mend: NeedsCard,
    effort: TO_SAVE,
    says: "The picture is shrunk or left out on {networks}, depending on the program that posts the link",
    technical: "The picture weighs more than the 1,000,000 bytes that a Bluesky card holds.",
    source: sources::BLUESKY,
    check: |look, found| heavier(1_000_000, look, found),
};

pub(crate) static IMAGE_OVER_2MB: Rule = Rule {
    id: "image-over-2mb",
    severity: Warning,
    hurts: &[MASTODON],
    needs: Images,
    mend: NeedsCard,
    effort: TO_SAVE,
    says: "Many servers of {networks} show no picture for this page, since its file is too large",
    technical: "The picture weighs more than 2 MB; older servers take 1 MB, new ones up to 8 MB.",
    source: sources::MASTODON_IMAGE,
    check: |look, found| heavier(2 * MIB, look, found),
};
