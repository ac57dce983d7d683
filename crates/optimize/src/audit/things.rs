//! Things to do: jobs that one act settles.
//!
//! A site without a social plug-in has thirty jobs and needs one plug-in; a folder has fifty that `--fix` writes at
//! once. Jobs whose mend begins with the same step are told as one, so that the list stays as short as the work.

use domain::thousands;
use networks::previewing;
use rustc_hash::FxHashMap;

use super::job::{A_DAY, Job, guessed, of_pages};
use super::makers::{Family, installs};
use super::words::with_networks;
use super::{Effort, Finding, Mend, RULES};

/// Steps that a thing to do is told in; more are not read.
const STEPS: usize = 6;

/// Remarks under them.
const NOTES: usize = 3;

/// Minutes for each further kind of fault that is mended at the same place: somebody is there already.
const FURTHER: u32 = 3;

/// The pages on which each rule and mend was found: 4 bytes for each page and rule.
#[derive(Debug, Default)]
pub(super) struct Things(FxHashMap<(&'static str, Mend), Vec<u32>>);

impl Things {
    /// Notes that `finding` stands on page number `page`; pages come in order.
    pub(super) fn enter(&mut self, finding: &Finding, page: u32) {
        let pages = self.0.entry((finding.rule.id, finding.mend)).or_default();
        if pages.last() != Some(&page) {
            pages.push(page);
        }
    }

    /// Adds the pages that follow after `before` others.
    pub(super) fn merge(&mut self, later: Self, before: u32) {
        for (key, pages) in later.0 {
            self.0.entry(key).or_default().extend(pages.into_iter().map(|page| page + before));
        }
    }

    /// Pages that have at least one of these.
    pub(super) fn on(&self, keys: &[(&'static str, Mend)]) -> u32 {
        // Thousands of jobs share a handful of keys; each list is as long as the site.
        let mut keys = keys.to_vec();
        keys.sort_unstable();
        keys.dedup();
        let mut pages: Vec<u32> = keys.iter().filter_map(|key| self.0.get(key)).flatten().copied().collect();
        pages.sort_unstable();
        pages.dedup();
        pages.len() as u32
    }
}

/// The things to do that `jobs` make, the most useful first.
pub(super) fn things(jobs: &[Job], found_on: &Things) -> Vec<Job> {
    let mut acts: Vec<Vec<&Job>> = Vec::new();
    let mut places: FxHashMap<&str, usize> = FxHashMap::default();
    for job in jobs {
        let first_step = job.how.first().map_or(job.rule, String::as_str);
        let place = *places.entry(first_step).or_insert_with(|| {
            acts.push(Vec::new());
            acts.len() - 1
        });
        acts[place].push(job);
    }
    let mut things: Vec<Job> = acts.into_iter().map(|jobs| thing(&jobs, found_on)).collect();
    things.sort_by(Job::the_most_useful_first);
    things
}

/// What `jobs`, the heaviest first, are together. The gravest speaks for them, of equals the heaviest.
fn thing(jobs: &[&Job], found_on: &Things) -> Job {
    let gravest = jobs.iter().rev().max_by_key(|job| (job.severity, job.weight));
    let mut thing = (*gravest.unwrap_or(&jobs[0])).clone();
    let mut keys: Vec<(&'static str, Mend)> = jobs.iter().flat_map(|job| mends(job)).collect();
    // Thousands of jobs may share a rule; its pages are counted once.
    keys.sort_unstable();
    keys.dedup();
    thing.pages = found_on.on(&keys);
    thing.rules = Vec::new();
    for job in jobs {
        if !thing.rules.contains(&job.rule) {
            thing.rules.push(job.rule);
        }
        for network in &job.networks {
            if !thing.networks.contains(network) {
                thing.networks.push(network.clone());
            }
        }
        for example in &job.examples {
            if thing.examples.len() < 5 && !thing.examples.contains(example) {
                thing.examples.push(example.clone());
            }
        }
        for step in &job.how {
            if !thing.how.contains(step) {
                thing.how.push(step.clone());
            }
        }
        for note in &job.notes {
            if !thing.notes.contains(note) {
                thing.notes.push(note.clone());
            }
        }
    }
    // In the order in which networks always stand, so that its sentence and its line name the same ones.
    thing.networks.sort_by_key(|id| previewing().iter().position(|network| network.id == *id));
    thing.findings = jobs.iter().map(|job| job.findings).sum();
    thing.weight = jobs.iter().map(|job| job.weight).sum();
    thing.minutes = guessed(minutes(jobs));
    thing.says = of_pages(with_networks(thing.sentence, &thing.networks), thing.pages);
    if thing.rules.len() > 1 {
        let on = |rule: &str| found_on.on(&keys.iter().copied().filter(|key| key.0 == rule).collect::<Vec<_>>());
        let each = thing.rules.iter().map(|rule| format!("{rule} on {}", thousands(on(rule).into())));
        thing.evidence =
            format!("of {} pages: {}", thousands(thing.pages.into()), each.take(8).collect::<Vec<_>>().join(", "));
        "one act mends them all".clone_into(&mut thing.cause);
        thing.technical = format!("{} kinds of faults; the gravest: {}", thing.rules.len(), thing.technical);
        thing.says = together(&thing, one_family(jobs));
    }
    if thing.mend == Mend::Write {
        // One run settles all of it; what a template would need beside that stands with each job.
        thing.how.truncate(1);
        thing.notes.clear();
    }
    thing.how.truncate(STEPS);
    thing.notes.truncate(NOTES);
    thing
}

/// One sentence for several kinds of faults, true of all the pages that it counts: what to do where a person does it.
fn together(thing: &Job, family: Option<Family>) -> String {
    let pages =
        if thing.pages == 1 { "One page".to_owned() } else { format!("{} pages", thousands(thing.pages.into())) };
    let lack = if thing.pages == 1 { "lacks" } else { "lack" };
    let what = format!("{pages} {lack} what networks read, or say it wrongly");
    match thing.mend {
        Mend::Write => format!("{what}: Tidings writes it for you"),
        Mend::NeedsBase => format!("{what}: Tidings writes it once it knows the site's address"),
        Mend::NeedsCard => {
            let want = if thing.pages == 1 { "wants" } else { "want" };
            format!("{pages} {want} a better picture for shared links")
        }
        Mend::ByHand => {
            let pages = if thing.pages == 1 { "one page".to_owned() } else { pages };
            let act = match (thing.how.first().is_some_and(|step| installs(step)), family) {
                (true, _) => format!("Install one plug-in that writes the social tags of {pages}"),
                (false, Some(family)) => family.act().replace("{pages}", &pages),
                (false, None) => format!("Correct the head of {pages} in one place"),
            };
            format!("{act}: it settles {} kinds of faults", thing.rules.len())
        }
    }
}

/// The family that all of `jobs` belong to.
fn one_family(jobs: &[&Job]) -> Option<Family> {
    let family = |job: &Job| RULES.iter().find(|rule| rule.id == job.rule).map(|rule| Family::of(rule));
    let first = family(jobs.first()?)?;
    jobs.iter().all(|job| family(job) == Some(first)).then_some(first)
}

/// A job's rule with every mend that its findings may have.
fn mends(job: &Job) -> [(&'static str, Mend); 2] {
    match job.mend {
        Mend::ByHand => [(job.rule, Mend::ByHand), (job.rule, Mend::Write)],
        mend => [(job.rule, mend); 2],
    }
}

/// Work that is done once is done once for all of them, and a little longer for each further kind of fault; work on each
/// page adds up. A working day at most.
fn minutes(jobs: &[&Job]) -> u32 {
    let written = |job: &Job| matches!(job.mend, Mend::Write | Mend::NeedsBase);
    let once = |job: &Job| {
        written(job) || RULES.iter().any(|rule| rule.id == job.rule && matches!(rule.effort, Effort::Once(_)))
    };
    let (once, each): (Vec<&Job>, Vec<&Job>) = jobs.iter().copied().partition(|job| once(job));
    let mut kinds: Vec<&str> = once.iter().filter(|job| !written(job)).map(|job| job.rule).collect();
    kinds.sort_unstable();
    kinds.dedup();
    let longest = once.iter().map(|job| job.minutes).max().unwrap_or(0);
    let once = longest + FURTHER * (kinds.len() as u32).saturating_sub(1);
    each.iter().map(|job| job.minutes).fold(once, u32::saturating_add).min(A_DAY.max(longest))
}
