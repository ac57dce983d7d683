//! Form: the picture's format and whether it moves.

use domain::{Bytes, ImageKind, MIB};
use networks::id::{BLUESKY, SIGNAL, TELEGRAM, X};

use super::{shared, shared_on_x};
use crate::audit::Effort::EachPage;
use crate::audit::Mend::{ByHand, NeedsCard};
use crate::audit::Needs::Images;
use crate::audit::Rule;
use crate::audit::Severity::{Error, Note, Warning};
use crate::audit::rules::sources;

pub(crate) static IMAGE_TYPE_UNSUPPORTED: Rule = Rule {
    id: "image-type-unsupported",
    severity: Error,
    hurts: &[],
    needs: Images,
    mend: NeedsCard,
    effort: EachPage(3),
    says: "Shared links to this page show no picture on {networks}, since its file is of a kind that they do not draw",
    technical: "The picture is no JPEG, PNG, WebP or GIF.",
    source: sources::X,
    check: |look, found| {
        for shown in super::all(look) {
            let Some((url, facts)) = look.seen(Some(shown), found) else { continue };
            let Some(kind) = facts.kind else { continue };
            if !matches!(kind, ImageKind::Jpeg | ImageKind::Png | ImageKind::Webp | ImageKind::Gif) {
                found.fault(format!("{url} is {}", kind.name())).by_value(url);
            }
        }
    },
};

pub(crate) static IMAGE_ANIMATED: Rule = Rule {
    id: "image-animated",
    severity: Note,
    hurts: &[X],
    needs: Images,
    mend: ByHand,
    effort: EachPage(3),
    says: "{networks} shows only the first moment of this page's moving picture",
    technical: "The picture is animated; its first frame must stand alone.",
    source: sources::X,
    check: |look, found| {
        if let Some((url, _)) = shared_on_x(look, found).filter(|(_, facts)| facts.animated) {
            found.fault(format!("{url} is animated")).by_value(url);
        }
    },
};

/// AVIF is drawn by few; WebP by most, so it is a note.
pub(crate) static IMAGE_MODERN_FORMAT: Rule = Rule {
    id: "image-modern-format",
    severity: Warning,
    hurts: &[BLUESKY, TELEGRAM],
    needs: Images,
    mend: NeedsCard,
    effort: EachPage(3),
    says: "The picture may be missing on {networks}, since its file is of a kind that not everybody can draw yet",
    technical: "The picture is AVIF, or WebP where JPEG or PNG would be safer.",
    source: sources::TELEGRAM,
    check: |look, found| {
        let Some((url, facts)) = shared(look, found) else { return };
        match facts.kind {
            Some(ImageKind::Avif) => _ = found.fault(format!("{url} is AVIF")).by_value(url),
            Some(ImageKind::Webp) => {
                found.fault(format!("{url} is WebP")).as_severity(Note).by_value(url);
            }
            _ => {}
        }
    },
};

pub(crate) static IMAGE_UNFIT_FOR_SIGNAL: Rule = Rule {
    id: "image-unfit-for-signal",
    severity: Warning,
    hurts: &[SIGNAL],
    needs: Images,
    mend: NeedsCard,
    effort: EachPage(3),
    says: "{networks} shows no picture for this page, since its file is too large or of another kind than it takes",
    technical: "The picture weighs more than 1 MiB, or is no GIF, ICO, JPEG, PNG or WebP.",
    source: sources::SIGNAL,
    check: |look, found| {
        let Some((url, facts)) = shared(look, found) else { return };
        let drawn = [ImageKind::Gif, ImageKind::Ico, ImageKind::Jpeg, ImageKind::Png, ImageKind::Webp];
        match (facts.kind, facts.bytes) {
            (Some(kind), _) if !drawn.contains(&kind) => {
                found.fault(format!("{url} is {}", kind.name())).by_value(url);
            }
            (_, Some(bytes)) if bytes > MIB => {
                found.fault(format!("{url} weighs {}", Bytes(bytes))).by_value(url);
            }
            (_, None) => found.not_checked(),
            _ => {}
        }
    },
};
