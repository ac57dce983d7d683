//! Addresses: of the page and of its picture, as the tags write them.

use networks::id::{FACEBOOK, LINKEDIN, MASTODON, SIGNAL, X};
use networks::preview::is_local;
use url::Url;

use super::{content_of, sources};
use crate::audit::Effort::Once;
use crate::audit::Mend::{ByHand, NeedsBase, Write};
use crate::audit::Severity::{Error, Warning};
use crate::audit::look::is_absolute;
use crate::audit::{Look, Needs, Place, Rule, wanted};

pub(super) static OG_IMAGE_RELATIVE: Rule = Rule {
    id: "og-image-relative",
    severity: Error,
    hurts: &[FACEBOOK, X, LINKEDIN],
    needs: Needs::Bytes,
    mend: Write,
    effort: Once(10),
    says: "Shared links to this page show no picture on {networks}, since the picture's address is only a part of one",
    technical: "og:image is not an absolute http(s) address.",
    source: sources::CODE_GRAPH,
    check: |look, found| {
        for shown in look.says.images.iter().filter(|shown| !shown.is_absolute()) {
            let tag = shown.tag;
            let finding = found.at(tag.at, format!("{} is {:?}", tag.name, wanted::shortened(&tag.content, 120)));
            match &shown.url {
                Some(url) if wanted::is_final(look.page, url) => {
                    finding.write_at(Place::At(tag.at), tag.name.clone(), content_of(look, tag));
                }
                Some(_) => _ = finding.mended_by(NeedsBase),
                // No web address at all, such as data: or blob:.
                None => {}
            }
        }
    },
};

/// Plain http is written anew only where the page itself shows that its host speaks https.
pub(super) static OG_IMAGE_INSECURE: Rule = Rule {
    id: "og-image-insecure",
    severity: Warning,
    hurts: &[SIGNAL],
    needs: Needs::Bytes,
    mend: Write,
    effort: Once(10),
    says: "{networks} shows no picture for this page, and others may leave it out, since it does not come over a safe connection",
    technical: "og:image is fetched over plain http.",
    source: sources::SIGNAL,
    check: |look, found| {
        // A site that is looked at over plain http on this machine is not there yet.
        for shown in &look.says.images {
            let Some(url) = shown.url.as_ref().filter(|_| shown.is_absolute()) else { continue };
            if url.scheme() != "http" || (is_local(url) && is_local(&look.page.url)) {
                continue;
            }
            let tag = shown.tag;
            let finding = found.at(tag.at, format!("{} is {url}", tag.name));
            if wanted::secured(look, url).scheme() == "https" {
                finding.write_at(Place::At(tag.at), tag.name.clone(), content_of(look, tag));
            }
        }
    },
};

pub(super) static OG_URL_RELATIVE: Rule = Rule {
    id: "og-url-relative",
    severity: Error,
    hurts: &[FACEBOOK],
    needs: Needs::Bytes,
    mend: Write,
    effort: Once(10),
    says: "{networks} cannot tell which page a shared link belongs to, since its address is only a part of one",
    technical: "og:url is not an absolute http(s) address.",
    source: sources::FACEBOOK,
    check: |look, found| {
        if let Some(tag) = look.says.og_url.filter(|tag| !is_absolute(&tag.content)) {
            let evidence = format!("og:url is {:?}", wanted::shortened(&tag.content, 120));
            found.at(tag.at, evidence).write_wanted("og:url", wanted::address(look));
        }
    },
};

pub(super) static OG_URL_DIFFERS_FROM_CANONICAL: Rule = Rule {
    id: "og-url-differs-from-canonical",
    severity: Warning,
    hurts: &[FACEBOOK],
    needs: Needs::Bytes,
    mend: Write,
    effort: Once(10),
    says: "This page gives two addresses for itself, so its likes and shares are counted apart",
    technical: "og:url and link rel=canonical differ.",
    source: sources::FACEBOOK,
    check: |look, found| {
        let (Some(tag), Some(link), Some(canonical)) =
            (look.says.og_url, look.says.canonical, &look.says.canonical_url)
        else {
            return;
        };
        if !is_absolute(&tag.content) {
            return;
        }
        if !is_absolute(&link.href) && !look.page.has_address() {
            // Half an address cannot be compared with a whole one.
            return found.not_checked();
        }
        let Ok(own) = Url::parse(tag.content.trim()) else { return };
        let plain = |url: &Url| url[..url::Position::AfterQuery].to_owned();
        if plain(&own) != plain(canonical) {
            let finding = found.at(tag.at, format!("og:url is {own}, canonical is {canonical}"));
            if wanted::stale(canonical, look.page).is_none() {
                finding.write_wanted("og:url", wanted::address(look));
            }
        }
    },
};

pub(super) static CANONICAL_OTHER_HOST: Rule = Rule {
    id: "canonical-other-host",
    severity: Warning,
    hurts: &[MASTODON],
    needs: Needs::Bytes,
    mend: ByHand,
    effort: Once(15),
    says: "This page says that its proper place is on another site, and {networks} does not follow it there",
    technical: "link rel=canonical names another host; Mastodon ignores it then.",
    source: sources::MASTODON,
    check: |look, found| {
        let (Some(link), Some(url)) = (look.says.canonical, &look.says.canonical_url) else { return };
        if look.page.has_address() && url.host() != look.page.url.host() && !is_workshop(look) {
            let host = url.host_str().unwrap_or_default();
            let finding = found.at(link.at, format!("canonical is {url}")).by_value(host);
            // Another site may be meant; a place where sites are made is not. It would also contradict og:url.
            if let (Some(_), Ok(address)) = (wanted::stale(url, look.page), wanted::address(look)) {
                finding.write("canonical", address);
            }
        }
    },
};

/// Whether the page was looked at on somebody's own machine, under an address that is not the one it will have.
fn is_workshop(look: &Look) -> bool {
    match look.page.url.host() {
        Some(url::Host::Domain(host)) => host == "localhost" || host.ends_with(".localhost"),
        Some(url::Host::Ipv4(_) | url::Host::Ipv6(_)) => true,
        None => false,
    }
}

pub(super) static CANONICAL_BROKEN: Rule = Rule {
    id: "canonical-broken",
    severity: Error,
    hurts: &[FACEBOOK],
    needs: Needs::Http,
    mend: ByHand,
    effort: Once(15),
    says: "{networks} looks for this page at an address where it is not",
    technical: "The address in link rel=canonical does not answer with the page, or redirects.",
    source: sources::CANONICAL,
    check: |look, found| {
        let (Some(link), Some(url)) = (look.says.canonical, &look.says.canonical_url) else { return };
        let plain = |url: &Url| url[..url::Position::AfterQuery].to_owned();
        if plain(url) == plain(&look.page.url) {
            return;
        }
        match look.site.answer(url) {
            None => found.not_checked(),
            Some((status, true)) => _ = found.at(link.at, format!("canonical {url} redirects ({status})")),
            Some((0, _)) => _ = found.at(link.at, format!("canonical {url}: nobody answers")),
            Some((200..300, _)) => {}
            Some((status, _)) => _ = found.at(link.at, format!("canonical {url} answers {status}")),
        }
    },
};

pub(super) static OG_URL_STALE_HOST: Rule = Rule {
    id: "og-url-stale-host",
    severity: Error,
    hurts: &[],
    needs: Needs::Bytes,
    mend: Write,
    effort: Once(10),
    says: "Whoever follows a shared link to this page may be led to an old or unfinished copy of the site",
    technical: "og:url names a staging host, a local host, or another site.",
    source: sources::CODE_GRAPH,
    check: |look, found| {
        let Some(tag) = look.says.og_url.filter(|tag| is_absolute(&tag.content)) else { return };
        let Ok(url) = Url::parse(tag.content.trim()) else { return };
        let Some(what) = wanted::foreign(look, &url) else { return };
        let host = url.host_str().unwrap_or_default();
        let finding = found.at(tag.at, format!("og:url is {url}: {what}"));
        finding.by_value(host).write_wanted("og:url", wanted::address(look));
        // A canonical address at the same wrong place would bring it back.
        let canonical_too = look.says.canonical_url.as_ref().is_some_and(|url| wanted::stale(url, look.page).is_some());
        if let (true, Ok(address)) = (canonical_too, wanted::address(look)) {
            finding.write("canonical", address);
        }
    },
};
