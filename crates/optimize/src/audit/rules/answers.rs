//! Answers: how the server gives the page out.

use domain::ImageFault;
use networks::id::{LEMMY, MASTODON, SIGNAL};

use super::sources;
use crate::audit::Effort::Once;
use crate::audit::Mend::ByHand;
use crate::audit::Needs::Http;
use crate::audit::Severity::{Error, Warning};
use crate::audit::{Look, Rule};

fn host<'a>(look: &Look<'a>) -> &'a str {
    look.page.url.host_str().unwrap_or_default()
}

pub(super) static CONTENT_TYPE_NOT_HTML: Rule = Rule {
    id: "content-type-not-html",
    severity: Error,
    hurts: &[SIGNAL, MASTODON],
    needs: Http,
    mend: ByHand,
    effort: Once(15),
    says: "{networks} do not recognise this as a page, and show the bare address",
    technical: "The Content-Type is not text/html.",
    source: sources::MASTODON_FETCH,
    check: |look, found| {
        let Some(fetched) = look.fetched else { return };
        let kind = fetched.content_type.as_deref().unwrap_or("");
        let kind = kind.split(';').next().unwrap_or("").trim().to_ascii_lowercase();
        match kind.as_str() {
            "text/html" => {}
            "" => _ = found.fault("no Content-Type").by_host(host(look)),
            // Lemmy and browsers take it, Signal and Mastodon do not.
            "application/xhtml+xml" => {
                found.fault("Content-Type is application/xhtml+xml").as_severity(Warning).by_host(host(look));
            }
            kind => _ = found.fault(format!("Content-Type is {kind}")).by_host(host(look)),
        }
    },
};

pub(super) static REDIRECTS_SEVERAL: Rule = Rule {
    id: "redirects-several",
    severity: Warning,
    hurts: &[LEMMY],
    needs: Http,
    mend: ByHand,
    effort: Once(15),
    says: "{networks} gives up on the way to this page, since its address leads through several others",
    technical: "More than one redirect lies between the shared address and the page.",
    source: sources::LEMMY,
    check: |look, found| {
        let hops = look.fetched.map_or(&[][..], |fetched| &fetched.hops);
        if hops.len() > 1 {
            let way = hops.iter().take(5).map(|hop| hop.from.as_str()).collect::<Vec<_>>().join(" → ");
            found.fault(format!("{} redirects: {way} → {}", hops.len(), look.page.url)).by_host(host(look));
        }
    },
};

pub(super) static REDIRECT_INSECURE: Rule = Rule {
    id: "redirect-insecure",
    severity: Warning,
    hurts: &[SIGNAL],
    needs: Http,
    mend: ByHand,
    effort: Once(15),
    says: "{networks} shows no card for this page, since the way to it leads over an unsafe connection",
    technical: "An address in the chain of redirects, of page or picture, is plain http.",
    source: sources::SIGNAL,
    check: |look, found| {
        let hops = look.fetched.map_or(&[][..], |fetched| &fetched.hops);
        if let Some(hop) = hops.iter().find(|hop| hop.from.scheme() == "http") {
            found.fault(format!("{} redirects", hop.from)).by_host(host(look));
        }
        let picture = look.picture().and_then(|shown| shown.url.as_ref()).filter(|url| url.scheme() == "https");
        if let Some(url) = picture.filter(|url| look.images.of(url).is_some_and(|facts| facts.insecure_hop)) {
            found.fault(format!("{url} redirects over http")).by_value(url.as_str());
        }
    },
};

pub(super) static CERTIFICATE_INVALID: Rule = Rule {
    id: "certificate-invalid",
    severity: Error,
    hurts: &[],
    needs: Http,
    mend: ByHand,
    effort: Once(30),
    says: "Shared links to this page show nothing on {networks}, since the connection to it is not safe",
    technical: "The certificate of the page's or the picture's host is not valid.",
    source: sources::CERTIFICATE,
    check: |look, found| {
        match look.site.certificates.get(host(look)) {
            Some(fault) if !fault.is_empty() => _ = found.fault(fault.as_str()).by_host(host(look)),
            Some(_) => {}
            // Who reads a page over https has checked its certificate.
            None if look.page.url.scheme() == "https" => {}
            None => found.not_checked(),
        }
        let picture = look.picture().and_then(|shown| shown.url.as_ref());
        let invalid =
            |url: &&url::Url| look.images.of(url).is_some_and(|facts| facts.fault == Some(ImageFault::Certificate));
        if let Some(url) = picture.filter(invalid) {
            found.fault(format!("the certificate of {url} is not valid")).by_host(url.host_str().unwrap_or_default());
        }
    },
};

pub(super) static PAGE_SLOW: Rule = Rule {
    id: "page-slow",
    severity: Warning,
    hurts: &[],
    needs: Http,
    mend: ByHand,
    effort: Once(60),
    says: "{networks} may give up on this page before it has come",
    technical: "The page takes 3 seconds or more.",
    source: sources::FACEBOOK_FAQ,
    check: |look, found| {
        let millis = look.fetched.map_or(0, |fetched| fetched.millis);
        if millis >= 3000 {
            found.fault(format!("it took {:.1} seconds", f64::from(millis) / 1000.0)).by_host(host(look));
        }
    },
};

/// A fault of the site, said once: on its start page, or on the page whose card the missing one shows.
pub(super) static ERROR_PAGE_ANSWERS_200: Rule = Rule {
    id: "error-page-answers-200",
    severity: Warning,
    hurts: &[],
    needs: Http,
    mend: ByHand,
    effort: Once(20),
    says: "A mistyped address of this site is shared as if there were a page, with a card that leads nowhere",
    technical: "An address that cannot exist answers with status 200.",
    source: sources::MISSING,
    check: |look, found| {
        let Some(missing) = &look.site.missing_page else { return found.not_checked() };
        let is_start = look.page.url.path() == "/";
        let title = look.shared_title().map(|(title, _)| title);
        if (200..300).contains(&missing.status) && (is_start || title.is_some() && missing.title.as_deref() == title) {
            let shows = missing.title.as_deref().unwrap_or("no title");
            let picture = if missing.picture { " and a picture" } else { "" };
            found
                .fault(format!("a missing page answers {} with {shows:?}{picture}", missing.status))
                .by_host(host(look));
        }
    },
};
