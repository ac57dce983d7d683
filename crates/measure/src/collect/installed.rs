//! Installed: whether a site's pages carry the script, and if not, why, by its start page as anybody gets it.

use schemars::JsonSchema;
use serde::Serialize;

use crate::measured::Measured;

/// What was got of the start page.
#[derive(Clone, Debug, Default)]
pub struct Seen {
    /// What went wrong, where nothing was got.
    pub fault: Option<String>,
    /// Its status.
    pub status: u16,
    /// What it is.
    pub html: String,
    /// `Content-Security-Policy`, all of them.
    pub policies: Vec<String>,
}

/// How things stand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "MeasureStanding")]
pub struct Standing {
    /// The script's tag is on the start page.
    pub found: bool,
    /// For programs: `found`, `not_reached`, `refused`, `no_tag`, `other_key`, `policy`, `house_unreachable`.
    pub code: &'static str,
    /// What is so, and what to do: for people.
    pub says: String,
}

/// Judges what was seen of the start page of `measured`, where the house is found at `base` and `reachable` by others.
pub fn judge(measured: &Measured, seen: &Seen, base: &str, reachable: bool) -> Standing {
    let (found, code, says) = judged(measured, seen, base, reachable);
    Standing { found, code, says }
}

fn judged(measured: &Measured, seen: &Seen, base: &str, reachable: bool) -> (bool, &'static str, String) {
    let page = &measured.address;
    if let Some(fault) = &seen.fault {
        let says = format!("{page} could not be asked ({fault}): see that the site is there, then look again.");
        return (false, "not_reached", says);
    }
    if !(200..300).contains(&seen.status) {
        let says =
            format!("{page} answered with status {}: open it in a browser, mend that, then look again.", seen.status);
        return (false, "refused", says);
    }
    let scripts: Vec<&str> = tags(&seen.html, "<script").filter(|tag| is_ours(tag)).collect();
    if scripts.is_empty() {
        let says = format!(
            "{page} does not have the line. Paste it into the part of the template that all pages share, before </head>; if \
             you did, empty the site's cache."
        );
        return (false, "no_tag", says);
    }
    if !scripts.iter().any(|tag| tag.contains(measured.key.as_str())) {
        let says = format!(
            "{page} has the line of another site: its key must be {}. Copy the line from here again.",
            measured.key
        );
        return (false, "other_key", says);
    }
    let own = url::Url::parse(page).ok().map(|url| url.origin());
    let source = scripts.iter().find_map(|tag| attribute(tag, "src")).unwrap_or_default();
    let source = url::Url::parse(page).ok().and_then(|url| url.join(&source.replace("&amp;", "&")).ok());
    let is_first_party = source.as_ref().map(url::Url::origin) == own;
    let mut policies = seen.policies.clone();
    policies.extend(tags(&seen.html, "<meta").filter_map(|tag| {
        let is_policy = attribute(tag, "http-equiv")?.eq_ignore_ascii_case("content-security-policy");
        is_policy.then(|| attribute(tag, "content")).flatten().map(str::to_owned)
    }));
    let host = source.as_ref().map(|url| url.origin().ascii_serialization()).unwrap_or_default();
    for (directive, what) in [("script-src", "be loaded"), ("connect-src", "send anything")] {
        if let Some(policy) = policies.iter().find(|policy| forbids(policy, directive, &host, is_first_party)) {
            let says = format!(
                "The script is on {page}, but may not {what}: the site's Content-Security-Policy forbids it ({}). Add {} to \
                 its {directive}.",
                policy.chars().take(120).collect::<String>(),
                if is_first_party { "'self'" } else { &host }
            );
            return (false, "policy", says);
        }
    }
    if !is_first_party && !reachable {
        let says = format!(
            "The script is on {page}, but visitors' browsers may not reach {base}: give Tidings a public address, or lead a \
             path of the site's own address here (docs/measure.md says how)."
        );
        return (false, "house_unreachable", says);
    }
    (
        true,
        "found",
        format!("The script is on {page}. Open the page in a browser: the first visit is seen here within seconds."),
    )
}

/// The tags of a page that begin with `<NAME`.
fn tags<'a>(html: &'a str, name: &'a str) -> impl Iterator<Item = &'a str> {
    html.match_indices('<').filter_map(move |(at, _)| {
        let rest = &html[at..];
        let begins = rest.get(..name.len())?.eq_ignore_ascii_case(name);
        let end = rest.find('>').unwrap_or(rest.len()).min(4_000);
        begins.then(|| rest.get(..end)).flatten()
    })
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let lower = tag.to_ascii_lowercase();
    let at = lower.find(&format!(" {name}="))? + name.len() + 2;
    let rest = tag.get(at..)?;
    match rest.chars().next()? {
        quote @ ('"' | '\'') => rest[1..].split(quote).next(),
        _ => rest.split(|sign: char| sign.is_whitespace() || sign == '>').next(),
    }
}

/// Whether a script is the beacon, from the house or from the plug-in.
fn is_ours(tag: &str) -> bool {
    let source = attribute(tag, "src").unwrap_or_default();
    source.contains("t.js?k=") || source.contains("/tidings/t.js") || tag.contains("data-tidings")
}

/// Whether a policy does not let the directive reach `host`. What it does not speak of, it allows.
fn forbids(policy: &str, directive: &str, host: &str, is_own: bool) -> bool {
    let of = |name: &str| {
        policy.split(';').map(str::trim).find_map(|part| {
            let (first, rest) = part.split_once(char::is_whitespace).unwrap_or((part, ""));
            first.eq_ignore_ascii_case(name).then(|| rest.to_ascii_lowercase())
        })
    };
    let Some(sources) = of(directive).or_else(|| of("default-src")) else { return false };
    let bare = host.split_once("://").map_or(host, |(_, name)| name);
    let scheme = host.split_once("://").map_or("https", |(scheme, _)| scheme);
    !sources.split_whitespace().any(|source| {
        let name = source.split_once("://").map_or(source, |(_, name)| name).trim_end_matches('/');
        let is_below = || name.strip_prefix("*.").is_some_and(|of| bare.ends_with(of) && bare != of);
        matches!(source, "*")
            // A tag that the site lets pass by a mark of its own is the site's to mark.
            || source == "'strict-dynamic'"
            || source.starts_with("'nonce-")
            || source.strip_suffix(':') == Some(scheme)
            || (source == "'self'" && is_own)
            || name.split('/').next() == Some(bare)
            || is_below()
    })
}
