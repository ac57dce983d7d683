//! The conditions of the rules, in the fixed order of `data/rules.txt`. What a rule's verdict is stands there; here stands
//! when it holds.

use std::borrow::Cow;

use domain::{Activity, NetworkId};

use super::address::{Asked, Referrer, named};
use super::agents::{Agent, agent};
use super::evidence::{Evidence, Minted};
use super::places::{Hint, Kind, PLACES, Place, own};
use super::rules::{self, Rule};
use super::tags::{Tags, medium};
use super::verdict::{Channel, Confidence, Counted, Verdict};

/// Where a path is no longer typed: `/longer-than-12`.
const TYPED_AT_MOST: usize = 12;

/// The rule of this id. A test holds the ids of this file against the table, so the other one is never met.
fn by(id: &str) -> &'static Rule {
    static NONE: Rule = Rule {
        number: 0,
        id: "none",
        is: Counted::Visit,
        channel: Some(Channel::Unclear),
        confidence: Some(Confidence::Estimated),
        says: "",
        source: "",
        read: "",
    };
    rules::named(id).unwrap_or(&NONE)
}

/// The rule that holds, with what it says of this visit beside its class.
struct Held {
    rule: &'static Rule,
    network: Option<NetworkId>,
    parent: Option<String>,
}

fn held(id: &str, network: Option<NetworkId>) -> Held {
    Held { rule: by(id), network, parent: None }
}

/// Where an arrival's network is known from, the best first.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Known {
    Host,
    Package,
    InApp,
    Mark,
    ServerName,
}

/// The network from which somebody arrived, by all that says so.
struct Arrival {
    place: &'static Place,
    known: Known,
    mark: Option<Hint>,
}

impl Arrival {
    fn id(&self) -> NetworkId {
        self.place.id.clone()
    }

    /// Whether what was put on `network` may arrive so without anybody carrying it on.
    fn is_of(&self, network: &NetworkId) -> bool {
        self.place.shows(network) || self.mark.is_some_and(|mark| self.known == Known::Mark && mark.is_of(network))
    }
}

/// What is seen of one view before any rule is asked.
struct Seen<'a> {
    asked: Asked<'a>,
    tags: Tags,
    /// The referrer names a page or an app that is not ours.
    elsewhere: bool,
    /// It names a page of ours.
    own: bool,
    unclear: bool,
    /// The place of that page or app.
    place: Option<&'static Place>,
    arrival: Option<Arrival>,
    /// The rule of the outlet that it is.
    outlet: Option<fn() -> Held>,
}

/// The verdict on `evidence`.
pub(super) fn decide(evidence: &Evidence<'_>) -> Verdict {
    let referrer = Referrer::of(evidence.referrer.as_deref().unwrap_or_default());
    let held = match no_visit(evidence, &referrer) {
        Ok(in_app) => {
            let seen = see(evidence, &referrer, in_app);
            let held = token(evidence, &seen).or_else(|| paid(evidence, &seen, true)).or_else(|| within(&seen));
            held.or_else(|| paid(evidence, &seen, false))
                .or_else(|| tagged(&seen))
                .or_else(|| arrived(evidence, &seen))
                .unwrap_or_else(|| nothing(evidence, &seen))
        }
        Err(held) => held,
    };
    let Held { rule, network, parent } = held;
    Verdict {
        visit: rule.is == Counted::Visit,
        is: rule.is,
        channel: rule.channel,
        side: rule.channel.map(Channel::side),
        network,
        confidence: rule.confidence,
        rule: Cow::Borrowed(rule.id),
        parent,
    }
}

/// Step 0: what is no visit. Of what may be one, the app in which the browser is.
fn no_visit(evidence: &Evidence<'_>, referrer: &Referrer<'_>) -> Result<Option<&'static Place>, Held> {
    let method = evidence.method.as_deref().unwrap_or("GET").trim();
    if ["HEAD", "OPTIONS"].iter().any(|it| method.eq_ignore_ascii_case(it)) {
        return Err(held("head", None));
    }
    if !method.is_empty() && !method.eq_ignore_ascii_case("GET") {
        return Err(held("method", None));
    }
    let purpose = evidence.purpose.as_deref().unwrap_or_default();
    if ["prefetch", "prerender", "preview"].iter().any(|it| contains(purpose, it)) {
        return Err(held("prefetch", None));
    }
    let dest = evidence.fetch_dest.as_deref().unwrap_or("document").trim();
    if !matches!(dest, "" | "document" | "empty") {
        return Err(held("part-of-a-page", None));
    }
    if evidence.own {
        return Err(held("own-people", None));
    }
    let in_app = match evidence.user_agent.as_deref().map(agent) {
        None => None,
        Some(Agent::Browser(in_app)) => in_app,
        Some(Agent::Preview(network)) => return Err(held("unfurl", Some(network.id.clone()))),
        Some(Agent::Robot) => return Err(held("robot", None)),
        Some(Agent::NoBrowser) => return Err(held("no-browser", None)),
        Some(Agent::Silent) => return Err(held("silent", None)),
    };
    if let Referrer::Page(host, _) = referrer
        && PLACES.at(host).is_some_and(|place| place.kind == Kind::Spam)
    {
        return Err(held("spam-referrer", None));
    }
    Ok(in_app)
}

fn contains(text: &str, word: &str) -> bool {
    text.len() < 200 && text.to_ascii_lowercase().contains(word)
}

fn see<'a>(evidence: &'a Evidence<'_>, referrer: &Referrer<'a>, in_app: Option<&'static Place>) -> Seen<'a> {
    let asked = Asked::of(&evidence.url);
    let tags = Tags::of(asked, evidence);
    let mut seen =
        Seen { asked, tags, elsewhere: false, own: false, unclear: false, place: None, arrival: None, outlet: None };
    let mut by_name = None;
    match referrer {
        Referrer::None => {}
        // A site of this machine or of a private network has a name that is no place on the web, and is its own all the same.
        _ if evidence
            .referrer
            .as_deref()
            .and_then(named)
            .is_some_and(|host| evidence.site.iter().any(|own| own.eq_ignore_ascii_case(host))) =>
        {
            seen.own = true;
        }
        Referrer::Unclear => seen.unclear = true,
        Referrer::App(package) => {
            seen.place = PLACES.package(package);
            seen.elsewhere = true;
        }
        Referrer::Page(host, _) if own(host.as_str(), &evidence.site) => seen.own = true,
        Referrer::Page(host, path) => {
            seen.place = PLACES.at(host);
            seen.elsewhere = seen.place.is_none_or(|place| place.kind != Kind::Errand);
            by_name = PLACES.server(host);
            seen.outlet = outlet(evidence, host.as_str(), path);
        }
    }
    let network = |place: Option<&'static Place>| place.filter(|place| place.kind == Kind::Network);
    let of = |place: &'static Place, known| Arrival { place, known, mark: seen.tags.mark };
    let named = if matches!(referrer, Referrer::App(_)) { Known::Package } else { Known::Host };
    seen.arrival = network(seen.place).map(|place| of(place, named));
    if seen.place.is_none() && seen.arrival.is_none() {
        seen.arrival = network(by_name).map(|place| of(place, Known::ServerName));
    }
    // A page elsewhere that is named outranks the app in which it was opened, and the mark of a link that it copied.
    if !seen.elsewhere && seen.arrival.is_none() {
        let marked = seen.tags.mark.map(|mark| mark.place);
        let by_itself = seen.tags.source.filter(|_| seen.tags.source_by_itself);
        seen.arrival = network(in_app)
            .map(|place| of(place, Known::InApp))
            .or_else(|| network(by_itself).map(|place| of(place, Known::Mark)))
            .or_else(|| network(marked).map(|place| of(place, Known::Mark)));
    }
    if let Some(place) = by_name.filter(|place| place.kind != Kind::Network && seen.place.is_none()) {
        seen.place = Some(place);
    }
    seen
}

/// The rule of the outlet from which somebody came: row 7.
fn outlet(evidence: &Evidence<'_>, host: &str, path: &str) -> Option<fn() -> Held> {
    let whole: fn() -> Held = || held("outlet", None);
    let among_others: fn() -> Held = || held("outlet-host", None);
    let mut shared = None;
    for outlet in evidence.outlets.iter().filter(|outlet| super::address::below(host, &outlet.host)) {
        match outlet.path.as_deref().filter(|begin| !matches!(*begin, "" | "/")) {
            None => return Some(whole),
            Some(begin) if path.starts_with(begin) => return Some(whole),
            // Browsers cut the path off.
            Some(_) if matches!(path, "" | "/") => shared = Some(among_others),
            Some(_) => {}
        }
    }
    shared
}

/// Rows 1 to 3: links of ours.
fn token(evidence: &Evidence<'_>, seen: &Seen<'_>) -> Option<Held> {
    let token = evidence.token.as_ref()?;
    let Minted { code, activity, network, parent } = token;
    let arrived = seen.arrival.as_ref();
    let there = arrived.map(Arrival::id).or_else(|| network.clone());
    let descends = |mut held: Held, from: Option<String>| {
        held.parent = from.filter(|from| !from.is_empty());
        held
    };
    match activity {
        Activity::ShareButton => {
            return Some(descends(held("button-token", there), parent.as_deref().map(str::to_owned)));
        }
        Activity::CopiedLink => {
            return Some(descends(held("copied-token", there), parent.as_deref().map(str::to_owned)));
        }
        Activity::Ad => return Some(held("ad-token", network.clone().or(there))),
        _ => {}
    }
    let outside = !matches!(activity, Activity::Email | Activity::Print);
    if outside && proves_payment(&seen.tags) {
        return Some(held("paid-token", network.clone().or(there)));
    }
    match seen.place.map(|place| place.kind) {
        Some(Kind::Search) => return Some(held("found-by-search", None)),
        Some(Kind::Ai) => return Some(held("found-by-ai", None)),
        _ => {}
    }
    if let Some(arrival) = arrived {
        // What is printed is scanned with apps; that such an app's browser opens it says nothing of where it was seen.
        let witness = *activity != Activity::Print || matches!(arrival.known, Known::Host | Known::Package);
        let elsewhere = match network {
            Some(network) => !arrival.is_of(network),
            // An article, an e-mail or a print was put on no network at all.
            None => !matches!(activity, Activity::Post | Activity::Reply | Activity::Profile),
        };
        if witness && elsewhere && seen.outlet.is_none() {
            return Some(descends(held("carried-on", Some(arrival.id())), Some(code.clone().into_owned())));
        }
    }
    let there = network.clone().or(there);
    Some(match activity {
        Activity::Reply => held("reply-token", there),
        Activity::Article | Activity::Press => held("press-token", there),
        Activity::Profile => held("profile-token", there),
        Activity::Email => held("email-token", None),
        Activity::Print => held("print-token", None),
        _ => held("post-token", there),
    })
}

/// Whether something says that this was paid for: row 4.
fn proves_payment(tags: &Tags) -> bool {
    tags.our_ad || tags.ad_of.is_some() || tags.ads_of.is_some() || tags.is(medium::PAID | medium::PAID_SEARCH)
}

/// Rows 4 and 5. On the way from one page of ours to another `only_parameters` count: people tag their own banners.
fn paid(evidence: &Evidence<'_>, seen: &Seen<'_>, only_parameters: bool) -> Option<Held> {
    let tags = &seen.tags;
    if only_parameters && tags.ad_of.is_none() && !tags.our_ad {
        return None;
    }
    let by_visit = seen.arrival.as_ref().map(|arrival| arrival.place);
    let place =
        tags.source.or(by_visit.filter(|_| tags.ad_of.is_none() || seen.elsewhere)).or(tags.ad_of).or(seen.place);
    let network = place.map(|place| place.id.clone());
    if tags.our_ad {
        return Some(held("our-ad", network));
    }
    if proves_payment(tags) {
        let display = tags.is(medium::DISPLAY) && !tags.is(medium::PAID_SEARCH);
        return Some(match place.map(|place| place.kind) {
            Some(Kind::Network) => held("paid-social", network),
            Some(Kind::Search) if !display => held("paid-search", network),
            _ if tags.is(medium::PAID_SEARCH) => held("paid-search", network),
            _ if tags.is(medium::SOCIAL) => held("paid-social", None),
            _ => held("paid-elsewhere", network),
        });
    }
    let mark = tags.mark.filter(|mark| mark.perhaps_ad)?;
    let ran = |live: &super::Live| live.activity == Activity::Ad && live.network == mark.place.id;
    evidence.live.iter().any(ran).then(|| held("ad-while-ours-ran", Some(mark.place.id.clone())))
}

/// Step 1: what goes on with a visit that began before.
fn within(seen: &Seen<'_>) -> Option<Held> {
    if seen.own {
        return Some(held("within", None));
    }
    seen.place.filter(|place| place.kind == Kind::Errand).map(|_| held("errand", None))
}

/// Row 6: what whoever tagged the link says.
fn tagged(seen: &Seen<'_>) -> Option<Held> {
    let tags = &seen.tags;
    if !tags.tagged {
        return None;
    }
    let network = tags.source.filter(|place| place.kind == Kind::Network);
    let id = |place: Option<&'static Place>| place.map(|place| place.id.clone());
    let arrival = seen.arrival.as_ref();
    // Marks say less than tags: a network's servers add them to whatever passes.
    let carried = arrival.filter(|arrival| arrival.known != Known::Mark && arrival.known != Known::ServerName);
    let not_social = tags.is(medium::EMAIL | medium::PRINT | medium::PRESS);
    let scanned = |arrival: &Arrival| tags.is(medium::PRINT) && arrival.known == Known::InApp;
    if let Some(arrival) = carried.filter(|arrival| !scanned(arrival)) {
        let other = network.is_some_and(|network| !arrival.is_of(&network.id)) && !tags.source_by_itself;
        if other || (not_social && seen.outlet.is_none()) {
            return Some(held("tagged-and-carried-on", Some(arrival.id())));
        }
    }
    let there = || id(network).or_else(|| arrival.map(Arrival::id));
    if tags.is(medium::SHARE) {
        return Some(held("tagged-share", there()));
    }
    if tags.is(medium::EMAIL) {
        return Some(held("tagged-email", None));
    }
    if tags.is(medium::PRINT) {
        return Some(held("tagged-print", None));
    }
    if tags.is(medium::PRESS) {
        return Some(held("tagged-press", None));
    }
    if tags.in_bio && network.is_some() {
        return Some(held("link-in-bio", there()));
    }
    if tags.our_campaign {
        return Some(held("our-campaign", there()));
    }
    if tags.is(medium::SOCIAL)
        && let Some(there) = there()
    {
        return Some(held("tagged-social", Some(there)));
    }
    if let Some(network) = network.filter(|_| !tags.source_by_itself) {
        return Some(held("tagged-source", Some(network.id.clone())));
    }
    let ai = tags.source.filter(|place| place.kind == Kind::Ai && !seen.elsewhere);
    let mailed = tags.source.filter(|place| place.kind == Kind::Mail && !tags.has_medium && !seen.elsewhere);
    match (ai, mailed) {
        (Some(ai), _) => Some(held("tagged-ai", Some(ai.id.clone()))),
        (_, Some(_)) => Some(held("tagged-email", None)),
        _ => None,
    }
}

/// Rows 7 to 9: from where the visitor came.
fn arrived(evidence: &Evidence<'_>, seen: &Seen<'_>) -> Option<Held> {
    if let Some(outlet) = seen.outlet {
        return Some(outlet());
    }
    if let Some(arrival) = &seen.arrival {
        let live = |reply: bool| {
            let fits = |activity| match activity {
                Activity::Reply => reply,
                Activity::Post | Activity::Profile | Activity::Article | Activity::Press => !reply,
                _ => false,
            };
            evidence.live.iter().any(|live| fits(live.activity) && arrival.is_of(&live.network))
        };
        let there = Some(arrival.id());
        return Some(if live(false) {
            held("live-post", there)
        } else if live(true) {
            held("live-reply", there)
        } else if evidence.posts_unknown && arrival.known != Known::ServerName {
            held("perhaps-ours", there)
        } else {
            match arrival.known {
                Known::Host => held("network", there),
                Known::Package | Known::InApp => held("app", there),
                Known::Mark => held("network-mark", there),
                Known::ServerName => held("server-by-name", there),
            }
        });
    }
    let from = |place: &'static Place| Some(place.id.clone());
    match seen.place.map(|place| (place.kind, place)) {
        Some((Kind::Ai, place)) => return Some(held("ai", from(place))),
        Some((Kind::Search, place)) => return Some(held("search", from(place))),
        Some((Kind::Mail, _)) => return Some(held("mail", None)),
        Some((Kind::Shopping, place)) => return Some(held("shopping", from(place))),
        _ => {}
    }
    if seen.tags.mailed {
        return Some(held("mail", None));
    }
    if seen.elsewhere {
        return Some(held("referral", None));
    }
    let tags = &seen.tags;
    let searched = tags.source.is_some_and(|place| place.kind == Kind::Search) && tags.is(medium::SEARCH);
    if searched {
        return Some(held("tagged-search", tags.source.map(|place| place.id.clone())));
    }
    tags.tagged.then(|| held("tagged-elsewhere", None))
}

/// Rows 10 and 11: nothing says from where.
fn nothing(evidence: &Evidence<'_>, seen: &Seen<'_>) -> Held {
    if evidence.blind {
        return held("unseen", None);
    }
    if seen.unclear {
        return held("unclear", None);
    }
    if let Some(network) = evidence.unfurls.first().filter(|_| !evidence.typed) {
        return held("after-an-unfurl", Some(network.clone()));
    }
    if seen.asked.path.len() <= TYPED_AT_MOST || evidence.typed || evidence.restored {
        return held("typed", None);
    }
    let phone =
        evidence.user_agent.as_deref().is_some_and(|name| ["Mobi", "Android"].iter().any(|it| name.contains(it)));
    if phone || evidence.new_today { held("deep-page", None) } else { held("rest", None) }
}
