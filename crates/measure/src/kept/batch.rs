//! A batch: arrivals, one after the other in time, made into visits and sums in memory.

use std::borrow::Cow;
use std::sync::Arc;

use domain::{NetworkId, Side};
use networks::Form;
use rustc_hash::{FxHashMap, FxHashSet};

use super::around::{Around, Known, Unfurled};
use super::flags;
use super::rows::{Evident, Rows, Visit, Visitor, Who};
use super::sums::{Among, Class, Counted, Sums};
use super::take::agent;
use super::trail::Trail;
use super::words::{NONE, Word, Words};
use super::{MOST_PAGES, Taken};
use crate::arrivals::{Arrival, By, Kind, OUTBOUND, PRESS};
use crate::channel::{self, Channel, Evidence, Minted, Verdict, begins_anew, classify, rules};
use crate::measured::Measured;
use crate::visits::{BURST, PAUSE, TOO_MANY, hash};

const SECOND: i64 = 1_000_000;
/// Seconds without a fetch between two bursts of networks whose servers each fetch a page for themselves: what is shared
/// there once travels from server to server.
const BURST_OF_SERVERS: i64 = 3_600;
/// Microseconds by which the beginning of a visit may come after its next page: two servers' clocks, two segments.
const SKEW: i64 = 2 * 60 * SECOND;

/// An arrival with what is plain of it.
pub(super) struct Look<'a> {
    pub(super) arrival: &'a Arrival<'a>,
    pub(super) site: &'a Arc<Measured>,
    pub(super) day: i64,
    pub(super) path: &'a str,
    pub(super) page: Word,
    /// What of its parameters is evidence.
    pub(super) query: String,
    /// The code, where it is well formed.
    pub(super) code: Option<String>,
    /// Why it is no visit, whatever it says.
    pub(super) left_out: Option<&'static str>,
}

/// Numbers of pages that are counted by name, by site and day.
pub(super) type Pages = FxHashMap<(i64, i64), FxHashSet<i64>>;

/// What is known, and what becomes of it.
pub(super) struct Batch {
    pub(super) words: Words,
    pub(super) around: Around,
    pub(super) unfurled: Unfurled,
    pub(super) rows: Rows,
    pub(super) pages: Pages,
    /// Hosts of each site.
    pub(super) hosts: FxHashMap<i64, Vec<Cow<'static, str>>>,
    pub(super) sums: Sums,
    pub(super) trail: Trail,
    /// Previews that were fetched: site, day, page, when.
    pub(super) late: Vec<(i64, i64, Word, i64)>,
    /// The id of the last visit.
    pub(super) last: i64,
    pub(super) taken: Taken,
}

impl Batch {
    /// Takes one arrival in.
    pub(super) fn take(&mut self, look: &Look<'_>) {
        if let Some(why) = look.left_out {
            return self.leave_out(look, why);
        }
        if look.arrival.kind == Kind::Unfurl {
            let named = look.arrival.network.as_deref().map(super::around::network);
            let by_name = || networks::unfurls(look.arrival.agent.as_deref()?).map(|network| network.id.clone());
            return match named.or_else(by_name) {
                Some(network) => self.unfurl(look, &network),
                None => self.leave_out(look, channel::Counted::Bot.name()),
            };
        }
        let is_new = look.arrival.visitor.is_some_and(|hash| !self.is_known(look, hash));
        let (verdict, known) = self.judge(look, is_new);
        match verdict.is {
            channel::Counted::Visit | channel::Counted::Within => {}
            channel::Counted::Preview => {
                if let Some(network) = &verdict.network {
                    self.unfurl(look, network);
                }
                return;
            }
            is => return self.leave_out(look, is.name()),
        }
        if look.arrival.kind == Kind::Event { self.event(look) } else { self.view(look, &verdict, &known, is_new) }
    }

    /// Whether the visitor was here today, or is here since yesterday: then he is known by today's hash too from now on.
    fn is_known(&mut self, look: &Look<'_>, hash: i64) -> bool {
        let who = (look.site.number, look.day, hash);
        if self.rows.visitors.contains_key(&who) {
            return true;
        }
        let Some(before) = look.arrival.before else { return false };
        let Some(it) = self.rows.visitors.get(&(look.site.number, look.day - 1, before)) else { return false };
        let runs = (look.arrival.at - it.last_at).abs() <= PAUSE * SECOND && it.visit_day == look.day - 1;
        if !runs {
            return false;
        }
        // He counts among today's visitors when a visit of today begins.
        let goes_on = Visitor { channels: 0, first_visit: it.visit, changed: true, ..it.clone() };
        self.rows.visitors.insert(who, goes_on);
        true
    }

    /// What the rules make of a view, and what was known around it.
    fn judge(&self, look: &Look<'_>, is_new: bool) -> (Verdict, Known) {
        let Look { arrival, site, day, path, page, query, code, .. } = look;
        let hosts = self.hosts.get(&site.number).map_or(&[][..], Vec::as_slice);
        let link = code.as_deref().and_then(|code| self.around.link(site.number, code, arrival.at));
        let token = code.as_deref().zip(link).map(|(code, link)| Minted {
            code: Cow::Borrowed(code),
            activity: link.activity,
            network: link.network.clone(),
            parent: arrival.parent.as_deref().map(|parent| Cow::Owned(parent.to_ascii_lowercase())),
        });
        let unfurls = self.unfurled.before(site.number, *page, arrival.at);
        let live = self.around.live(site.number, *day);
        let url = if query.is_empty() { Cow::Borrowed(*path) } else { Cow::Owned(format!("{path}?{query}")) };
        let evidence = Evidence {
            url,
            referrer: arrival.referrer.as_deref().map(Cow::Borrowed),
            user_agent: agent(arrival),
            method: arrival.method.as_deref().map(Cow::Borrowed),
            purpose: arrival.purpose.as_deref().map(Cow::Borrowed),
            fetch_dest: arrival.fetch_dest.as_deref().map(Cow::Borrowed),
            site: Cow::Borrowed(hosts),
            token,
            own: arrival.own,
            live: Cow::Borrowed(live),
            campaigns: Cow::Borrowed(self.around.campaigns(site.number)),
            unfurls: Cow::Borrowed(&unfurls),
            typed: self.around.is_typed(site.number, *day, path),
            restored: arrival.restored,
            new_today: is_new,
            blind: is_blind(arrival),
            posts_unknown: site.settings.posts.is_none(),
            ..Evidence::default()
        };
        let verdict = classify(&evidence);
        drop(evidence);
        (verdict, Known { live: live.to_vec(), unfurls })
    }

    /// A view by a person: it goes on with a visit or begins one.
    fn view(&mut self, look: &Look<'_>, verdict: &Verdict, known: &Known, is_new: bool) {
        let arrival = look.arrival;
        let began = began(look);
        let Some(who) = arrival.visitor.map(|hash| (look.site.number, look.day, hash)) else {
            // Nothing tells who it is: it is a visit by itself.
            self.begin(look, verdict, known, false, (1, 0));
            return;
        };
        if self.is_too_fast(who, arrival.at) {
            return self.leave_out(look, "too_fast");
        }
        let page = self.page(look);
        let anew = begins_anew(verdict);
        let mut so_far = (1, 0);
        if let Some(it) = self.rows.visitors.get_mut(&who) {
            let runs = (arrival.at - it.last_at).abs() <= PAUSE * SECOND;
            it.last_at = it.last_at.max(arrival.at);
            it.changed = true;
            let visit = self.rows.visits.get_mut(&it.visit).filter(|visit| runs && !visit.gone);
            if let Some(visit) = visit {
                let counted = &mut visit.counted;
                // Its own first page came before this one only because it was read before.
                let is_its_beginning = counted.class.channel == Channel::Within
                    && verdict.channel != Some(Channel::Within)
                    && arrival.at <= counted.at + SKEW;
                if is_its_beginning {
                    visit.gone = true;
                    let gone = visit.counted.clone();
                    so_far = (1 + gone.views, (gone.at + gone.seconds * SECOND - arrival.at).max(0) / SECOND);
                    self.taken.visits = self.taken.visits.saturating_sub(1);
                    self.sums.visit(&gone, -1, -gone.views);
                    self.forget(who, &gone);
                } else if !anew || it.began == began {
                    counted.views += 1;
                    counted.seconds = counted.seconds.max((arrival.at - counted.at) / SECOND);
                    visit.changed = true;
                    self.sums.view(counted);
                    self.sums.look(counted, page, 1);
                    self.taken.views += 1;
                    return;
                }
            }
        }
        let Some(visit) = self.begin(look, verdict, known, is_new, so_far) else { return };
        if let Some(it) = self.rows.visitors.get(&who) {
            self.trail.leaves(who, arrival.at, it);
        }
        let minute = arrival.at.div_euclid(60 * SECOND);
        let it = self.rows.visitors.entry(who).or_insert_with(|| Visitor {
            last_at: arrival.at,
            visit: visit.id,
            visit_day: visit.day,
            first_visit: visit.id,
            credit_visit: None,
            began,
            channels: 0,
            minute,
            in_minute: 1,
            robot: false,
            changed: true,
        });
        it.visit = visit.id;
        it.visit_day = visit.day;
        it.began = began;
        it.changed = true;
        if it.channels == 0 {
            it.first_visit = visit.id;
        }
        if anew {
            it.credit_visit = Some(visit.id);
        }
        let before = it.channels;
        it.channels |= bit(visit.class.channel);
        let now = it.channels;
        self.count_visitor(who, before, now, 1);
    }

    /// Whether the visitor looks at more pages a minute than a person can: the visit that runs is taken back then.
    fn is_too_fast(&mut self, who: Who, at: i64) -> bool {
        let Some(it) = self.rows.visitors.get_mut(&who) else { return false };
        let minute = at.div_euclid(60 * SECOND);
        it.in_minute = if it.minute == minute { it.in_minute.saturating_add(1) } else { 1 };
        it.minute = minute;
        it.changed = true;
        if it.in_minute > i64::from(TOO_MANY) && !it.robot {
            it.robot = true;
            let visit = self.rows.visits.get_mut(&it.visit).filter(|visit| !visit.gone);
            if let Some(visit) = visit {
                visit.gone = true;
                let gone = visit.counted.clone();
                self.sums.visit(&gone, -1, -gone.views);
                self.sums.look(&gone, gone.page, -1);
                self.taken.visits = self.taken.visits.saturating_sub(1);
                self.forget(who, &gone);
            }
        }
        let Some(it) = self.rows.visitors.get_mut(&who).filter(|it| it.robot) else { return false };
        it.last_at = it.last_at.max(at);
        true
    }

    /// A visit is none: whoever had no other one today was not here.
    fn forget(&mut self, who: Who, gone: &Counted) {
        self.trail.forget(who, gone.id);
        let Some(it) = self.rows.visitors.get_mut(&who) else { return };
        if it.credit_visit == Some(gone.id) {
            it.credit_visit = None;
        }
        if it.first_visit == gone.id && gone.day == who.1 {
            let before = it.channels;
            it.channels = 0;
            self.count_visitor(who, before, 0, -1);
        }
    }

    /// The visitor's channels of the day were `before` and are `now`: `sign` for each that is new or gone.
    fn count_visitor(&mut self, (site, day, _): Who, before: i64, now: i64, sign: i64) {
        let changed = before ^ now;
        if changed == 0 {
            return;
        }
        let (old, new) = if sign > 0 { (before, now) } else { (now, before) };
        if old == 0 {
            self.sums.visitors(site, day, Among::All, sign);
        }
        for side in Side::ALL {
            let of_side = Channel::ALL.iter().filter(|channel| channel.side() == side);
            let bits: i64 = of_side.map(|channel| bit(*channel)).sum();
            if old & bits == 0 && new & bits != 0 {
                self.sums.visitors(site, day, Among::Side(side), sign);
            }
        }
        for channel in Channel::ALL.iter().filter(|channel| changed & bit(**channel) != 0) {
            self.sums.visitors(site, day, Among::Channel(*channel), sign);
        }
    }

    /// A visit begins, with so many views and seconds so far.
    fn begin(
        &mut self,
        look: &Look<'_>,
        verdict: &Verdict,
        known: &Known,
        is_new: bool,
        (views, seconds): (i64, i64),
    ) -> Option<Counted> {
        let Look { arrival, site, day, path, query, code, .. } = look;
        let (channel, confidence) = verdict.channel.zip(verdict.confidence)?;
        let page = self.page(look);
        let number = site.number;
        let linked = code.as_deref().filter(|code| self.around.link(number, code, arrival.at).is_some());
        let press = arrival.press.as_deref().filter(|_| linked.is_some()).map(str::to_ascii_lowercase);
        let began_ours = channel.side() == Side::Smo
            && verdict.parent.as_deref().is_some_and(|parent| self.around.began_ours(number, parent));
        if let Some(press) = press.as_deref().filter(|_| began_ours) {
            self.around.ours.insert((number, press.to_owned()));
        }
        let typed = self.around.is_typed(number, *day, path);
        let bits = [
            (typed, flags::TYPED),
            (is_new, flags::NEW_TODAY),
            (arrival.restored, flags::RESTORED),
            (began_ours, flags::BEGAN_OURS),
            (agent(arrival).is_none(), flags::NO_AGENT),
            (is_blind(arrival), flags::BLIND),
        ];
        let around = if *known == Known::default() { String::new() } else { serde_json::to_string(known).ok()? };
        let class = Class { channel, confidence, network: self.network(verdict.network.as_ref()) };
        self.last += 1;
        let counted = Counted {
            site: number,
            day: *day,
            id: self.last,
            at: arrival.at,
            class,
            page,
            code: self.words.of(linked.unwrap_or_default()),
            began_ours,
            views,
            seconds,
        };
        let evident = Evident {
            rule: rules::named(&verdict.rule).map_or(0, |rule| i64::from(rule.number)),
            version: i64::from(*rules::VERSION),
            query: self.words.of(query),
            referrer: self.words.of(arrival.referrer.as_deref().unwrap_or_default()),
            agent: self.words.of(arrival.agent.as_deref().unwrap_or_default()),
            press: self.words.of(press.as_deref().unwrap_or_default()),
            parent: self.words.of(verdict.parent.as_deref().unwrap_or_default()),
            around: self.words.of(&around),
            flags: bits.iter().filter(|(is, _)| *is).map(|(_, bit)| bit).sum::<i64>() | flags::of_by(arrival.by),
        };
        self.sums.visit(&counted, 1, views);
        self.sums.look(&counted, page, 1);
        self.taken.visits += 1;
        self.taken.views += 1;
        let visit = Visit { counted: counted.clone(), evident: Some(evident), changed: true, gone: false };
        self.rows.visits.insert(counted.id, visit);
        Some(counted)
    }

    /// Something happened on a page.
    fn event(&mut self, look: &Look<'_>) {
        let arrival = look.arrival;
        let who = arrival.visitor.map(|hash| (look.site.number, look.day, hash));
        if who.and_then(|who| self.rows.visitors.get(&who)).is_some_and(|it| it.robot) {
            return self.leave_out(look, "too_fast");
        }
        let (kind, what) = match arrival.name.as_deref().unwrap_or_default() {
            PRESS => ("press", arrival.network.as_deref()),
            OUTBOUND => ("outbound", arrival.to.as_deref()),
            name => ("event", Some(name)),
        };
        let what = self.words.of(what.unwrap_or_default());
        let page = self.page(look);
        self.sums.happened(look.site.number, look.day, kind, what, page);
        self.taken.events += 1;
    }

    /// A preview agent fetched a page: once for each burst.
    fn unfurl(&mut self, look: &Look<'_>, network: &NetworkId) {
        let page = self.page(look);
        let servers = networks::network(network).and_then(|it| it.share.as_ref());
        let pause = match servers.map(|share| share.form) {
            Some(Form::OfServer(_)) => BURST_OF_SERVERS,
            _ => BURST,
        };
        // What is beyond the bound of pages is one page, of which nothing can be said.
        let (site, at) = (look.site.number, look.arrival.at);
        if page == NONE || self.unfurled.fetched(site, page, network, at, pause) {
            let what = self.network(Some(network));
            self.sums.happened(site, look.day, "unfurl", what, page);
            self.taken.unfurls += 1;
            if page != NONE {
                self.late.push((site, look.day, page, at));
            }
        }
    }

    fn leave_out(&mut self, look: &Look<'_>, why: &str) {
        let why = self.words.of(why);
        self.sums.happened(look.site.number, look.day, "left_out", why, NONE);
        self.taken.left_out += 1;
    }

    fn network(&mut self, network: Option<&NetworkId>) -> Word {
        network.map_or(NONE, |network| self.words.of(network.as_str()))
    }

    /// The page, if it is counted by name on that day.
    fn page(&mut self, look: &Look<'_>) -> Word {
        let known = self.pages.entry((look.site.number, look.day)).or_default();
        // One that has no number yet is known by its place in the batch, below zero.
        let key = self.words.some(look.page).unwrap_or(-i64::from(look.page));
        if look.page == NONE || (known.len() >= MOST_PAGES && !known.contains(&key)) {
            return NONE;
        }
        known.insert(key);
        self.words.want(look.page);
        look.page
    }
}

fn is_blind(arrival: &Arrival<'_>) -> bool {
    match arrival.by {
        Some(By::Pixel) => true,
        Some(By::Log) => arrival.referrer.is_none(),
        _ => false,
    }
}

/// How a visit began, so that a page that is loaded again begins none.
fn began(look: &Look<'_>) -> i64 {
    let Arrival { referrer, press, .. } = look.arrival;
    hash(&(referrer.as_deref(), look.path, &*look.query, look.code.as_deref(), press.as_deref())).cast_signed()
}

fn bit(channel: Channel) -> i64 {
    1 << channel.number()
}
