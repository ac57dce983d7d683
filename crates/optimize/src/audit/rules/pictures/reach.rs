//! Reach: whether a network that asks for the picture gets it, in time, and does not show the same one everywhere.

use domain::{ImageFault, thousands};
use networks::id::{BLUESKY, FACEBOOK, SIGNAL, X};

use super::all;
use crate::audit::Effort::{EachPage, Once};
use crate::audit::Mend::{ByHand, NeedsCard};
use crate::audit::Needs::{History, Http, Images, Site};
use crate::audit::Severity::{Error, Note, Warning};
use crate::audit::rules::{agents::told_robots, sources};
use crate::audit::{Blocker, Rule};

pub(crate) static IMAGE_UNREACHABLE: Rule = Rule {
    id: "image-unreachable",
    severity: Error,
    hurts: &[],
    needs: Images,
    mend: ByHand,
    effort: Once(10),
    says: "Shared links to this page show no picture on {networks}, since the picture cannot be loaded",
    technical: "The address of the picture does not answer with a picture.",
    source: sources::LOADED,
    check: |look, found| {
        for shown in all(look) {
            let Some(url) = &shown.url else { continue };
            let Some(facts) = look.images.of(url) else {
                found.not_checked();
                continue;
            };
            let why = match facts.fault {
                Some(ImageFault::Status) => format!("answers {}", facts.status),
                Some(ImageFault::Unreachable) => "does not answer".to_owned(),
                Some(ImageFault::Certificate) => "has no valid certificate".to_owned(),
                Some(ImageFault::Private) => "leads into a private network".to_owned(),
                Some(ImageFault::NotAPicture) => "is no picture".to_owned(),
                Some(ImageFault::Damaged) => "is damaged".to_owned(),
                Some(ImageFault::NoSuchFile) => "is not in the folder".to_owned(),
                None => {
                    // Agents that were asked about this picture may be kept from it though a browser is not.
                    let views = look.seen_by.views.get(url.as_str()).into_iter().flatten();
                    let kept: Vec<&str> = views
                        .filter(|view| view.blocker.as_ref().is_some_and(|why| !matches!(why, Blocker::Robots { .. })))
                        .map(|view| view.agent)
                        .collect();
                    if !kept.is_empty() {
                        let host = url.host_str().unwrap_or_default();
                        found.fault(format!("{url} is kept from {}", kept.join(", "))).by_host(host);
                    }
                    continue;
                }
            };
            found.at(shown.tag.at, format!("{url} {why}")).by_value(url.as_str());
        }
    },
};

pub(crate) static SERVED_AS_ATTACHMENT: Rule = Rule {
    id: "served-as-attachment",
    severity: Warning,
    hurts: &[BLUESKY, SIGNAL],
    needs: Http,
    mend: ByHand,
    effort: Once(15),
    says: "{networks} refuse this page or its picture, since the server offers it as a file to keep",
    technical: "Page or picture is served with Content-Disposition: attachment.",
    source: sources::SIGNAL,
    check: |look, found| {
        if look.fetched.is_some_and(|fetched| fetched.attachment) {
            found.fault("the page is served as attachment").by_host(host_of(&look.page.url));
        }
        for url in all(look).filter_map(|shown| shown.url.as_ref()) {
            match look.images.of(url) {
                None => found.not_checked(),
                Some(facts) if facts.attachment => {
                    found.fault(format!("{url} is served as attachment")).by_host(host_of(url));
                }
                Some(_) => {}
            }
        }
    },
};

fn host_of(url: &url::Url) -> &str {
    url.host_str().unwrap_or_default()
}

pub(crate) static IMAGE_BLOCKED_BY_ROBOTS: Rule = Rule {
    id: "image-blocked-by-robots",
    severity: Error,
    hurts: &[X],
    needs: Http,
    mend: ByHand,
    effort: Once(10),
    says: "{networks} shows no picture for this page, since the site forbids it to load the picture",
    technical: "robots.txt keeps Twitterbot from the picture.",
    source: sources::X_CARDS,
    check: |look, found| {
        let Some(url) = look.picture_on_x().and_then(|shown| shown.url.as_ref()) else { return };
        let Some(robots) = look.site.robots_of(url) else { return found.not_checked() };
        if let Some(line) = told_robots(robots, "Twitterbot", url) {
            found.fault(format!("{url} is forbidden by {line}")).by_host(host_of(url));
        }
    },
};

pub(crate) static IMAGE_SLOW: Rule = Rule {
    id: "image-slow",
    severity: Warning,
    hurts: &[FACEBOOK],
    needs: Images,
    mend: ByHand,
    effort: Once(30),
    says: "{networks} may give up on this page's picture, since it takes too long to come",
    technical: "The picture takes 2 seconds or more.",
    source: sources::FACEBOOK_FAQ,
    check: |look, found| {
        for shown in all(look) {
            let Some((url, facts)) = look.seen(Some(shown), found) else { continue };
            match facts.status {
                // A file on a disk says nothing about the server that it will come from.
                0 => found.not_checked(),
                _ if facts.millis >= 2000 => {
                    let seconds = f64::from(facts.millis) / 1000.0;
                    found.fault(format!("{url} took {seconds:.1} seconds")).by_host(host_of(&url));
                }
                _ => {}
            }
        }
    },
};

pub(crate) static IMAGE_SHARED_BY_ALL_PAGES: Rule = Rule {
    id: "image-shared-by-all-pages",
    severity: Warning,
    hurts: &[],
    needs: Site,
    mend: NeedsCard,
    effort: EachPage(5),
    says: "Every page of the site shows the same picture when it is shared, so that none stands out",
    technical: "At least nine of ten pages, and no fewer than four, name the same og:image.",
    source: sources::SAME_PICTURE,
    check: |look, found| {
        let Some(url) = look.picture().and_then(|shown| shown.url.as_ref()) else { return };
        let (same, pages) = (look.site.with_picture(url), look.site.pages);
        if same >= 4 && u64::from(same) * 10 >= u64::from(pages) * 9 {
            let evidence = format!("{url} stands on {} of {} pages", thousands(same.into()), thousands(pages.into()));
            found.fault(evidence).by_value(url.as_str());
        }
    },
};

pub(crate) static IMAGE_ADDRESS_REUSED: Rule = Rule {
    id: "image-address-reused",
    severity: Note,
    hurts: &[FACEBOOK],
    needs: History,
    mend: ByHand,
    effort: Once(15),
    says: "{networks} goes on showing the old picture, or a white area, where this page has been shared before",
    technical: "The picture changed and kept its address, or its former address answers no longer.",
    source: sources::FACEBOOK_FAQ,
    check: |look, found| {
        let (Some(before), Some(now)) = (look.before, look.picture()) else { return };
        let former = before.whole().meta("og:image").and_then(|href| before.resolve(href));
        let (Some(former), Some(url)) = (former, now.url.as_ref()) else { return };
        let (then, today) = (look.images_before.of(&former), look.images.of(&former));
        let (Some(then), Some(today)) = (then, today) else { return found.not_checked() };
        if former != *url {
            if then.is_picture() && !today.is_picture() {
                found.fault(format!("the former picture {former} is gone")).by_value(former);
            }
        } else if then.is_picture()
            && today.is_picture()
            && (then.size(), then.kind, then.bytes) != (today.size(), today.kind, today.bytes)
        {
            found.fault(format!("{url} is another picture than before")).by_value(url.as_str());
        }
    },
};
