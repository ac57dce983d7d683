//! Hurt: on which networks a fault shows, told from what they draw.
//!
//! A rule names the networks that its fault can hurt. Some of them help themselves: without `og:image` Facebook takes a
//! picture out of the page's text. *No picture on Facebook* must not stand beside a preview that has one, so that a
//! finding keeps the networks on which a reader sees it. Start at [`keep_what_shows`].

use networks::{Picture, Preview, Verdict, previewing};

use super::{Finding, Severity};

/// A part of a preview that a rule's sentence speaks of.
#[derive(Clone, Copy)]
enum Part {
    Title,
    Description,
    Picture,
}

/// What the sentence of the rule `id` says is missing, where it says so of every network.
fn part(id: &str) -> Option<Part> {
    match id {
        "og-title-missing" | "title-missing" => Some(Part::Title),
        "og-description-missing" => Some(Part::Description),
        "og-image-missing" | "image-unreachable" | "image-type-unsupported" => Some(Part::Picture),
        _ => None,
    }
}

impl Part {
    /// What is still true where every network makes up for it.
    fn made_up_for(self) -> &'static str {
        match self {
            Self::Title => "Shared links to this page have no headline of their own, and networks take another",
            Self::Description => "Shared links to this page have no text of their own, and networks take another",
            Self::Picture => "Shared links to this page have no picture of their own, and networks take another",
        }
    }

    fn is_in(self, preview: &Preview) -> bool {
        match self {
            Self::Title => !matches!(preview.verdict, Verdict::WrongTitle | Verdict::Nothing),
            Self::Description => preview.description.is_some(),
            Self::Picture => preview.picture.as_ref().is_some_and(|picture| !Picture::is_icon(picture)),
        }
    }
}

/// Leaves to each finding the networks that lack today what they would have after the mend; `today` and `mended` are in
/// the order of `networks::previewing`. A fault that shows on none of them is a note: what the page lacks, every network
/// made up for.
pub(super) fn keep_what_shows(findings: &mut [Finding], today: &[Preview], mended: &[Preview]) {
    for finding in findings {
        let Some(part) = part(finding.rule.id) else { continue };
        // Where no mend is known that brings it, whoever lacks it is hurt.
        let comes = today.iter().zip(mended).any(|(today, mended)| !part.is_in(today) && part.is_in(mended));
        let drawn = today.iter().zip(mended);
        let hurt = previewing().iter().zip(drawn).filter(|(network, (today, mended))| {
            let meant = finding.hurts.is_empty() || finding.hurts.contains(&network.id);
            meant && !part.is_in(today) && (part.is_in(mended) || !comes)
        });
        let hurt: Vec<_> = hurt.map(|(network, _)| network.id.clone()).collect();
        if hurt.is_empty() {
            finding.as_severity(Severity::Note).sentence = part.made_up_for();
        } else if hurt.len() < previewing().len() {
            finding.hurting(hurt);
        }
    }
}

#[cfg(test)]
mod tests {
    use networks::id::{FACEBOOK, WHATSAPP};

    use super::super::{Judged, Seen, judge};
    use super::*;

    fn judged(head: &str, body: &str) -> Judged {
        let page = format!("<!doctype html><html lang=en><head>{head}</head><body>{body}</body></html>");
        let url = url::Url::parse("https://bakery.example/rye").unwrap();
        judge(pages::read(page.as_bytes(), pages::Source { url, fetched: None }).page, &Seen::default())
    }

    fn finding<'a>(judged: &'a Judged, rule: &str) -> &'a Finding {
        judged.findings.iter().find(|finding| finding.rule.id == rule).unwrap()
    }

    #[test]
    fn a_network_that_finds_a_picture_by_itself_is_not_said_to_show_none() {
        let judged = judged("<title>Rye bread</title>", "<img src=/rye.jpg width=800 height=600>");
        let hurts = &finding(&judged, "og-image-missing").hurts;
        assert!(hurts.contains(&WHATSAPP) && !hurts.contains(&FACEBOOK), "{hurts:?}");
        for (network, today) in previewing().iter().zip(&judged.today) {
            assert!(!(hurts.contains(&network.id) && today.picture.is_some()), "{} shows a picture", network.id);
        }
    }

    #[test]
    fn a_headline_is_missing_where_none_is_drawn_and_a_note_where_every_network_makes_up_for_it() {
        let titled = judged("<title>Rye bread</title>", "");
        let bare = judged("", "");
        let [with, without] = [&titled, &bare].map(|judged| finding(judged, "og-title-missing"));
        assert!(!with.hurts.contains(&WHATSAPP), "{:?}", with.hurts);
        assert!(with.severity == Severity::Error || with.says().ends_with("networks take another"), "{with:?}");
        assert!(without.hurts.is_empty() || without.hurts.contains(&WHATSAPP));
        assert_eq!(without.severity, Severity::Error);
    }
}
