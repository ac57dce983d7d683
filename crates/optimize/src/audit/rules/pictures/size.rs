//! Size: width, height and ratio of the picture, by what each network makes of them.

use domain::{ImageKind, thousands};
use networks::id::{FACEBOOK, LINKEDIN, WHATSAPP, X};

use super::{shared, shared_on_x, size_of, sized};
use crate::audit::Effort::EachPage;
use crate::audit::Mend::NeedsCard;
use crate::audit::Needs::{self, Images};
use crate::audit::Severity::{Error, Note, Warning};
use crate::audit::rules::sources;
use crate::audit::{Effort, Look, Rule, wanted};

/// To find or make another picture.
const A_PICTURE: Effort = EachPage(5);

pub(crate) static IMAGE_UNDER_200PX: Rule = Rule {
    id: "image-under-200px",
    severity: Error,
    hurts: &[FACEBOOK],
    needs: Images,
    mend: NeedsCard,
    effort: A_PICTURE,
    says: "{networks} shows no picture for this page, since the one it has is too small",
    technical: "The picture is smaller than 200 x 200 pixels.",
    source: sources::FACEBOOK_IMAGES,
    check: |look, found| {
        if let Some((url, width, height)) = size_of(look, found).filter(|(_, w, h)| *w < 200 || *h < 200) {
            found.fault(format!("{url} has {width} x {height} pixels")).by_value(url);
        }
    },
};

pub(crate) static IMAGE_UNDER_600X315: Rule = Rule {
    id: "image-under-600x315",
    severity: Warning,
    hurts: &[FACEBOOK],
    needs: Images,
    mend: NeedsCard,
    effort: A_PICTURE,
    says: "{networks} shows only a small picture beside the text",
    technical: "The picture is smaller than 600 x 315 pixels (and at least 200 x 200).",
    source: sources::FACEBOOK_IMAGES,
    check: |look, found| {
        let Some((url, width, height)) = size_of(look, found) else { return };
        if width.min(height) >= 200 && (width < 600 || height < 315) {
            found.fault(format!("{url} has {width} x {height} pixels")).by_value(url);
        }
    },
};

pub(crate) static IMAGE_UNDER_1200X630: Rule = Rule {
    id: "image-under-1200x630",
    severity: Note,
    hurts: &[FACEBOOK],
    needs: Images,
    mend: NeedsCard,
    effort: A_PICTURE,
    says: "The picture looks blurred on good screens on {networks}",
    technical: "The picture is smaller than 1200 x 630 pixels (and at least 600 x 315).",
    source: sources::FACEBOOK_IMAGES,
    check: |look, found| {
        let Some((url, width, height)) = size_of(look, found) else { return };
        if width >= 600 && height >= 315 && (width < 1200 || height < 630) {
            found.fault(format!("{url} has {width} x {height} pixels")).by_value(url);
        }
    },
};

/// 1.91 to 1, within 5 %.
fn is_wide(width: u32, height: u32) -> bool {
    let ratio = f64::from(width) / f64::from(height.max(1));
    (ratio / 1.91 - 1.0).abs() <= 0.05
}

pub(crate) static IMAGE_RATIO_OFF: Rule = Rule {
    id: "image-ratio-off",
    severity: Warning,
    hurts: &[FACEBOOK, X, LINKEDIN],
    needs: Images,
    mend: NeedsCard,
    effort: A_PICTURE,
    says: "{networks} cut the edges off this page's picture",
    technical: "The picture's ratio is more than 5 % away from 1.91 to 1.",
    source: sources::FACEBOOK_IMAGES,
    check: |look, found| {
        // What is shown small is cropped to a square anyway.
        let large = size_of(look, found).filter(|(_, w, h)| *w >= 600 && *h >= 315);
        if let Some((url, width, height)) = large.filter(|(_, w, h)| !is_wide(*w, *h)) {
            let ratio = f64::from(width) / f64::from(height);
            found.fault(format!("{url} has {width} x {height} pixels, {ratio:.2} to 1")).by_value(url);
        }
    },
};

/// The kind of card that the page asks X for.
fn card(look: &Look) -> Option<&'static str> {
    look.page.whole().last("twitter:card").and_then(wanted::known_card)
}

pub(crate) static IMAGE_UNFIT_FOR_SUMMARY: Rule = Rule {
    id: "image-unfit-for-summary",
    severity: Warning,
    hurts: &[X],
    needs: Images,
    mend: NeedsCard,
    effort: A_PICTURE,
    says: "The small picture that this page asks {networks} for is left out, or loses what matters at its edges",
    technical: "With twitter:card summary, a picture under 144 x 144 or over 4096 x 4096, or twice as long as wide.",
    source: sources::X_SIZES,
    check: |look, found| {
        if card(look) != Some("summary") {
            return;
        }
        let Some((url, facts)) = shared_on_x(look, found) else { return };
        let Some((url, width, height)) = sized(url, facts, found) else { return };
        let (short, long) = (width.min(height), width.max(height));
        if short < 144 || long > 4096 || long > 2 * short {
            found.fault(format!("{url} has {width} x {height} pixels")).by_value(url);
        }
    },
};

pub(crate) static IMAGE_UNFIT_FOR_LARGE_CARD: Rule = Rule {
    id: "image-unfit-for-large-card",
    severity: Warning,
    hurts: &[X],
    needs: Images,
    mend: NeedsCard,
    effort: A_PICTURE,
    says: "The large picture that this page asks {networks} for is left out, since it is too small or too large",
    technical: "With twitter:card summary_large_image, a picture under 300 x 157 or over 4096 x 4096.",
    source: sources::X_SIZES,
    check: |look, found| {
        if card(look) != Some("summary_large_image") {
            return;
        }
        let Some((url, facts)) = shared_on_x(look, found) else { return };
        let Some((url, width, height)) = sized(url, facts, found) else { return };
        if width < 300 || height < 157 || width.max(height) > 4096 {
            found.fault(format!("{url} has {width} x {height} pixels")).by_value(url);
        }
    },
};

/// LinkedIn's wish for 1200 x 627 is met by `image-under-1200x630`.
pub(crate) static IMAGE_UNFIT_FOR_LINKEDIN: Rule = Rule {
    id: "image-unfit-for-linkedin",
    severity: Warning,
    hurts: &[LINKEDIN],
    needs: Images,
    mend: NeedsCard,
    effort: A_PICTURE,
    says: "{networks} shows only a thumbnail, or no picture",
    technical: "The picture is at most 400 pixels wide, or weighs more than 5 MB.",
    source: sources::LINKEDIN,
    check: |look, found| {
        let Some((url, facts)) = shared(look, found) else { return };
        if facts.bytes.is_some_and(|bytes| bytes > 5_000_000) {
            found.fault(format!("{url} weighs more than 5 MB")).by_value(url);
        } else if let Some((url, width, height)) = sized(url, facts, found).filter(|(_, width, _)| *width <= 400) {
            found.fault(format!("{url} has {width} x {height} pixels")).by_value(url);
        }
    },
};

/// LinkedIn states no limit for link previews; its limit for uploaded pictures is 36,152,320 pixels, and a picture of
/// 9,000 pixels is known to have failed. It may take a larger picture from JSON-LD, so those are looked at too.
pub(crate) static IMAGE_OVERSIZED: Rule = Rule {
    id: "image-oversized",
    severity: Warning,
    hurts: &[LINKEDIN],
    needs: Images,
    mend: NeedsCard,
    effort: A_PICTURE,
    says: "{networks} gives up on this page's picture, since it is far too large",
    technical: "A picture of og:image or JSON-LD has a side over 7,680 pixels, or 36,152,320 pixels and more.",
    source: sources::YOAST_OVERSIZED,
    check: |look, found| {
        let named = look.picture().and_then(|shown| shown.url.clone());
        let nodes = look.page.json_ld.iter().flat_map(|script| &script.nodes).flat_map(|node| &node.images);
        let structured = nodes.take(10).filter_map(|href| look.page.resolve(href));
        let mut judged = Vec::new();
        for url in named.into_iter().chain(structured) {
            if judged.contains(&url) {
                continue;
            }
            match look.images.of(&url) {
                None => found.not_checked(),
                Some(facts) => {
                    let (width, height) = facts.size().unwrap_or_default();
                    if width.max(height) > 7_680 || u64::from(width) * u64::from(height) >= 36_152_320 {
                        let size = format!("{} x {}", thousands(width.into()), thousands(height.into()));
                        found.fault(format!("{url} has {size} pixels")).by_value(url.clone());
                    }
                }
            }
            judged.push(url);
        }
    },
};

pub(crate) static IMAGE_UNFIT_FOR_WHATSAPP: Rule = Rule {
    id: "image-unfit-for-whatsapp",
    severity: Warning,
    hurts: &[WHATSAPP],
    needs: Images,
    mend: NeedsCard,
    effort: A_PICTURE,
    says: "{networks} may leave this page's picture out, since it is too narrow",
    technical: "The picture is less than 300 pixels wide, or more than four times as long as the other side.",
    source: sources::WHATSAPP_SIZES,
    check: |look, found| {
        let Some((url, width, height)) = size_of(look, found) else { return };
        if width < 300 || width.max(height) > 4 * width.min(height) {
            found.fault(format!("{url} has {width} x {height} pixels")).by_value(url);
        }
    },
};

/// One size that passes every limit. Said only where no other rule has anything more particular to say of the picture.
pub(crate) static IMAGE_MISSES_ONE_SIZE: Rule = Rule {
    id: "image-misses-one-size",
    severity: Note,
    hurts: &[],
    needs: Images,
    mend: NeedsCard,
    effort: A_PICTURE,
    says: "One more step and this page's picture would suit every network alike",
    technical: "The picture is no JPEG or PNG of at least 1200 x 630 pixels, 1.91 to 1, and at most 300 KB.",
    source: sources::DERIVED,
    check: |look, found| {
        let Some((url, facts)) = shared(look, found) else { return };
        let Some((width, height)) = facts.size() else { return found.not_checked() };
        let Some(bytes) = facts.bytes else { return found.not_checked() };
        let fits = width >= 1200
            && height >= 627
            && width.max(height) <= 4096
            && is_wide(width, height)
            && bytes <= 300_000
            && matches!(facts.kind, Some(ImageKind::Jpeg | ImageKind::Png))
            && !facts.animated;
        if !fits && !found.findings.iter().any(|finding| finding.rule.needs == Needs::Images) {
            let kind = facts.kind.map_or("picture", ImageKind::name);
            let bytes = domain::Bytes(bytes);
            found.fault(format!("{url} is a {kind} of {width} x {height} pixels, {bytes}")).by_value(url);
        }
    },
};
