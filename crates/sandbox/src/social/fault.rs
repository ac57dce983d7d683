//! Faults on command: which request to which network goes wrong, and how.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use super::Network;

/// What a request wants of a network.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Step {
    /// A token, or a new one for an old one.
    SignIn,
    /// A picture or a film.
    Upload,
    /// Something that nobody sees yet: a draft, a container, an unpublished post.
    Prepare,
    /// Something that everybody sees from then on.
    Publish,
    /// A change of what is there.
    Edit,
    /// Only to look.
    Read,
    /// To take away.
    Delete,
}

const STEPS: [(&str, Step); 7] = [
    ("sign-in", Step::SignIn),
    ("upload", Step::Upload),
    ("prepare", Step::Prepare),
    ("publish", Step::Publish),
    ("edit", Step::Edit),
    ("read", Step::Read),
    ("delete", Step::Delete),
];

/// How a network that limits says when to come back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Until {
    /// Not at all.
    Unsaid,
    /// `Retry-After` with so many seconds.
    Seconds(u64),
    /// `Retry-After` with a date, so many seconds from now.
    Date(u64),
    /// In the network's own headers, so many seconds from now.
    Headers(u64),
}

/// What goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The request is read, nothing is done, and the connection is closed without an answer.
    LostBefore,
    /// It is done, and the connection is closed without an answer.
    LostAfter,
    /// As [`Fault::LostAfter`], and the idempotency key is not remembered. Mastodon notes a key only when the status is
    /// there already (app/services/post_status_service.rb, read on 26 November 2026): whoever is cut off between the two
    /// and trusts the key posts twice.
    LostWithKey,
    /// Nothing is done; the answer is an error with this status.
    ErrorBefore(u16),
    /// It is done; the answer is an error with this status.
    ErrorAfter(u16),
    /// It is done at once, and answered so much later.
    Slow(Duration),
    /// The connection is closed without an answer, and it is done so much later.
    Late(Duration),
    /// Nothing is done: too many requests.
    Limited(Until),
    /// Nothing is done, and the token that came with it is good for nothing until one signs in anew.
    Revoked,
    /// Nothing is done, and the token that came with it is too old: a new one can be had for the refresh token.
    Expired,
    /// What is uploaded (or the container that is made) is ready only after so many looks at it.
    NotReady(u32),
    /// It is done; the answer ends after so many bytes of its body.
    Cut(usize),
    /// A page of HTML with status 200 in place of an answer; whether it is done all the same.
    Html(bool),
    /// Status 200 without a body; whether it is done all the same.
    Empty(bool),
    /// Nothing is done: status 200 with the network's own error inside.
    ErrorInside,
}

impl Fault {
    /// Only where the request wants this.
    pub fn on(self, step: Step) -> Trouble {
        Trouble { on: Some(step), ..self.into() }
    }

    /// So many times.
    pub fn times(self, times: u64) -> Trouble {
        Trouble::from(self).times(times)
    }

    /// After so many requests that it lets pass.
    pub fn after(self, passed: u64) -> Trouble {
        Trouble::from(self).after(passed)
    }

    /// See [`Trouble::sometimes`].
    pub fn sometimes(self, per_mille: u16, seed: u64) -> Trouble {
        Trouble::from(self).sometimes(per_mille, seed)
    }

    fn usual(self, step: Step) -> bool {
        match self {
            Self::NotReady(_) => matches!(step, Step::Upload | Step::Prepare),
            _ => step == Step::Publish,
        }
    }
}

/// A fault, and which requests it meets: the next one that publishes, unless it is told otherwise.
#[derive(Clone, Copy, Debug)]
pub struct Trouble {
    fault: Fault,
    on: Option<Step>,
    passes: u64,
    times: u64,
    chance: Option<(u16, u64)>,
}

impl From<Fault> for Trouble {
    fn from(fault: Fault) -> Self {
        Self { fault, on: None, passes: 0, times: 1, chance: None }
    }
}

impl Trouble {
    /// Only where the request wants this.
    pub fn on(mut self, step: Step) -> Self {
        self.on = Some(step);
        self
    }

    /// So many times; `u64::MAX` for ever.
    pub fn times(mut self, times: u64) -> Self {
        self.times = times;
        self
    }

    /// After so many requests that it lets pass.
    pub fn after(mut self, passed: u64) -> Self {
        self.passes = passed;
        self
    }

    /// So many of a thousand, for ever, drawn from `seed`: the same requests in the same order meet the same faults.
    pub fn sometimes(mut self, per_mille: u16, seed: u64) -> Self {
        self.chance = Some((per_mille, seed));
        self.times = u64::MAX;
        self
    }

    /// Where it is drawn by chance: from `seed`.
    pub fn seeded(mut self, seed: u64) -> Self {
        self.chance = self.chance.map(|(per_mille, _)| (per_mille, seed));
        self
    }

    fn meets(&mut self, step: Step) -> bool {
        if self.times == 0 || !self.on.map_or_else(|| self.fault.usual(step), |on| on == step) {
            return false;
        }
        if self.passes > 0 {
            self.passes -= 1;
            return false;
        }
        if let Some((per_mille, seed)) = &mut self.chance
            && drawn(seed) % 1000 >= u64::from(*per_mille)
        {
            return false;
        }
        if self.times != u64::MAX {
            self.times -= 1;
        }
        true
    }
}

/// The next number of a row that `seed` begins (SplitMix64).
fn drawn(seed: &mut u64) -> u64 {
    *seed = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mixed = (*seed ^ (*seed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

/// The faults that still wait for their request.
#[derive(Debug, Default)]
pub(super) struct Faults(Vec<Trouble>);

impl Faults {
    pub(super) fn add(&mut self, trouble: Trouble) {
        self.0.push(trouble);
    }

    pub(super) fn clear(&mut self) {
        self.0.clear();
    }

    /// What goes wrong with a request that wants `step`: the first fault that was commanded for it.
    pub(super) fn next(&mut self, step: Step) -> Option<Fault> {
        let met = self.0.iter_mut().find_map(|trouble| trouble.meets(step).then_some(trouble.fault));
        self.0.retain(|trouble| trouble.times > 0);
        met
    }
}

/// A fault as the command line names it: `bluesky:lost-after`, `x:limited=60:3`, `mastodon:error-after=502@upload`; and
/// `mastodon:late:40~5`, which meets five of a hundred requests until it met forty.
#[derive(Clone, Copy, Debug)]
pub struct Commanded {
    /// Where.
    pub network: Network,
    /// What, when, how often.
    pub trouble: Trouble,
}

/// The faults by name, with what a number behind `=` means and what it is without.
const NAMES: &[(&str, &str, u64)] = &[
    ("lost-before", "", 0),
    ("lost-after", "", 0),
    ("lost-with-key", "", 0),
    ("error-before", "status", 500),
    ("error-after", "status", 500),
    ("unavailable", "status", 503),
    ("slow", "milliseconds", 10_000),
    ("late", "milliseconds", 500),
    ("limited", "seconds, as Retry-After", 30),
    ("limited-date", "seconds, as a date", 30),
    ("limited-headers", "seconds, in the network's own headers", 30),
    ("limited-unsaid", "", 0),
    ("revoked", "", 0),
    ("expired", "", 0),
    ("not-ready", "looks", 3),
    ("cut", "bytes", 20),
    ("html", "", 0),
    ("empty", "", 0),
    ("error-inside", "", 0),
];

impl Commanded {
    /// What can be commanded: each name with what its number means.
    pub fn names() -> impl Iterator<Item = (&'static str, &'static str)> {
        NAMES.iter().map(|(name, number, _)| (*name, *number))
    }
}

impl FromStr for Commanded {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || {
            let names: Vec<_> = NAMES.iter().map(|(name, ..)| *name).collect();
            format!(
                "`{text}` is no fault: write NETWORK:FAULT[=NUMBER][@STEP][:TIMES][~PERCENT], such as bluesky:lost-after \
                 or x:limited=60:3; the faults are {}",
                names.join(", ")
            )
        };
        let (text, percent) = text.split_once('~').map_or((text, None), |(text, percent)| (text, Some(percent)));
        let percent = percent.map(|percent| percent.parse::<u16>().ok().filter(|percent| (1..=100).contains(percent)));
        let percent = percent.map(|percent| percent.ok_or_else(wrong)).transpose()?;
        let mut parts = text.split(':');
        let network = parts.next().unwrap_or_default().parse()?;
        let what = parts.next().ok_or_else(wrong)?;
        let usual = if percent.is_some() { u64::MAX } else { 1 };
        let times = parts.next().map_or(Ok(usual), |times| times.parse().map_err(|_| wrong()))?;
        let (what, step) = what.split_once('@').map_or((what, None), |(what, step)| (what, Some(step)));
        let (name, number) = what.split_once('=').map_or((what, None), |(name, number)| (name, Some(number)));
        let usual = NAMES.iter().find(|(known, ..)| *known == name).ok_or_else(wrong)?.2;
        let number: u64 = number.map_or(Ok(usual), |number| number.parse().map_err(|_| wrong()))?;
        let status = u16::try_from(number).map_err(|_| wrong());
        let fault = match name {
            "lost-before" => Fault::LostBefore,
            "lost-after" => Fault::LostAfter,
            "lost-with-key" => Fault::LostWithKey,
            "error-before" | "unavailable" => Fault::ErrorBefore(status?),
            "error-after" => Fault::ErrorAfter(status?),
            "slow" => Fault::Slow(Duration::from_millis(number)),
            "late" => Fault::Late(Duration::from_millis(number)),
            "limited" => Fault::Limited(Until::Seconds(number)),
            "limited-date" => Fault::Limited(Until::Date(number)),
            "limited-headers" => Fault::Limited(Until::Headers(number)),
            "limited-unsaid" => Fault::Limited(Until::Unsaid),
            "revoked" => Fault::Revoked,
            "expired" => Fault::Expired,
            "not-ready" => Fault::NotReady(u32::try_from(number).map_err(|_| wrong())?),
            "cut" => Fault::Cut(usize::try_from(number).map_err(|_| wrong())?),
            "html" => Fault::Html(true),
            "empty" => Fault::Empty(true),
            _ => Fault::ErrorInside,
        };
        let mut trouble = Trouble::from(fault);
        if let Some(percent) = percent {
            trouble = trouble.sometimes(percent * 10, 0);
        }
        trouble = trouble.times(times);
        if let Some(step) = step {
            trouble.on = Some(STEPS.iter().find(|(known, _)| *known == step).ok_or_else(wrong)?.1);
        }
        Ok(Self { network, trouble })
    }
}

impl fmt::Display for Step {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = STEPS.iter().find(|(_, step)| step == self).map_or("", |(name, _)| name);
        out.write_str(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_meets_the_request_that_it_was_commanded_for_and_no_other() {
        let mut faults = Faults::default();
        faults.add(Fault::LostAfter.after(1).times(2));
        faults.add(Fault::Revoked.on(Step::Read));
        let met: Vec<_> = [Step::Publish, Step::Read, Step::Publish, Step::Upload, Step::Publish, Step::Publish]
            .map(|step| faults.next(step))
            .into();
        assert_eq!(met, [None, Some(Fault::Revoked), Some(Fault::LostAfter), None, Some(Fault::LostAfter), None]);
    }

    #[test]
    fn what_is_drawn_from_one_seed_is_the_same_twice() {
        let draw = || {
            let mut faults = Faults::default();
            faults.add(Fault::LostBefore.sometimes(100, 7));
            (0..1000).map(|_| faults.next(Step::Publish).is_some()).collect::<Vec<_>>()
        };
        assert_eq!(draw(), draw());
        let met = draw().into_iter().filter(|met| *met).count();
        assert!((60..140).contains(&met), "{met} of 1000");
    }

    #[test]
    fn the_command_line_names_every_fault() {
        for (name, _) in Commanded::names() {
            format!("x:{name}").parse::<Commanded>().unwrap();
        }
        let commanded: Commanded = "mastodon:error-after=502@upload:3".parse().unwrap();
        assert_eq!(commanded.network, Network::Mastodon);
        assert_eq!(commanded.trouble.fault, Fault::ErrorAfter(502));
        assert_eq!((commanded.trouble.on, commanded.trouble.times), (Some(Step::Upload), 3));
        let commanded: Commanded = "mastodon:late:40~5".parse().unwrap();
        assert_eq!((commanded.trouble.chance, commanded.trouble.times), (Some((50, 0)), 40));
        assert_eq!(commanded.trouble.seeded(7).chance, Some((50, 7)));
        let commanded: Commanded = "mastodon:late~5".parse().unwrap();
        assert_eq!(commanded.trouble.times, u64::MAX);
        assert!("x:late~0".parse::<Commanded>().is_err());
        assert!("x:nothing".parse::<Commanded>().unwrap_err().contains("lost-after"));
        assert!("myspace:lost-after".parse::<Commanded>().unwrap_err().contains("bluesky"));
        assert!("x:cut=many".parse::<Commanded>().is_err());
    }
}
