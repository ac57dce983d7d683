//! The sentences that every form of the report shares, and the numbers in them.
//!
//! *On a network* means: on at least half of the pages that were read. *Score*: pages × networks that show the
//! right title, whole or cut, with a picture that was looked at.

use networks::Verdict;
use url::Url;

use super::words::{count, list, network_name, span, thousands};
use crate::audit::{Audit, Job, Needs, NetworkSummary, Summary};

/// The site as it is, or as it would be after the mend.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// As it is.
    Today,
    /// After the mend.
    Mended,
}

/// How far a site's links carry title and picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reach {
    /// Networks that were looked at.
    pub networks: usize,
    /// Networks that show a picture on at least half of the pages.
    pub picture: usize,
    /// Networks that show the right title on at least half of the pages.
    pub title: usize,
    /// Networks that show nothing on at least half of the pages.
    pub nothing: Vec<String>,
    /// Some network treats some pages otherwise than others, so that "most" has to be said.
    pub mixed: bool,
    /// Pages that were read.
    pub pages: u32,
}

impl Reach {
    /// Counts the networks of `summary`.
    pub fn of(summary: &Summary, when: When) -> Self {
        let half = |count: u32| count > 0 && u64::from(count) * 2 >= u64::from(summary.pages);
        let mut reach = Self {
            networks: summary.networks.len(),
            picture: 0,
            title: 0,
            nothing: Vec::new(),
            mixed: false,
            pages: summary.pages,
        };
        for network in &summary.networks {
            let [right, cut, unchecked, bare, _, nothing] = verdicts(network, when);
            let (picture, title) = (right + cut + unchecked, right + cut + unchecked + bare);
            reach.picture += usize::from(half(picture));
            reach.title += usize::from(half(title));
            if half(nothing) {
                reach.nothing.push(network_name(&network.network));
            }
            reach.mixed |= [picture, title, nothing].iter().any(|n| *n > 0 && *n < summary.pages);
        }
        reach
    }
}

/// Pages by verdict, in the order of [`VERDICTS`].
pub fn verdicts(network: &NetworkSummary, when: When) -> [u32; 6] {
    let counts = match when {
        When::Today => &network.today,
        When::Mended => &network.mended,
    };
    VERDICTS.map(|verdict| counts.get(&verdict).copied().unwrap_or(0))
}

/// Verdicts, best first.
pub const VERDICTS: [Verdict; 6] =
    [Verdict::Right, Verdict::Cut, Verdict::Unchecked, Verdict::NoPicture, Verdict::WrongTitle, Verdict::Nothing];

/// A verdict as the report writes it.
pub fn verdict_in_words(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Right => "right",
        Verdict::Cut => "title cut",
        Verdict::Unchecked => "picture not checked",
        Verdict::NoPicture => "no picture",
        Verdict::WrongTitle => "wrong title",
        Verdict::Nothing => "nothing",
    }
}

/// The share of pages × networks that look right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Score {
    /// Pairs of page and network with the right title, whole or cut, and a picture.
    pub right: u64,
    /// Pairs with the right title and a picture that nobody looked at: neither right nor wrong.
    pub unchecked: u64,
    /// All pairs.
    pub of: u64,
}

impl Score {
    /// Counts the pairs of `summary`.
    pub fn of(summary: &Summary, when: When) -> Self {
        let mut score = Self { right: 0, unchecked: 0, of: u64::from(summary.pages) * summary.networks.len() as u64 };
        for network in &summary.networks {
            let [right, cut, unchecked, ..] = verdicts(network, when);
            score.right += u64::from(right + cut);
            score.unchecked += u64::from(unchecked);
        }
        score
    }

    /// The pairs of which nothing can be said, in per cent: never 0 where there is one, and never so many that they and
    /// [`Score::percent`] are more than all.
    pub fn unseen_percent(self) -> u64 {
        match (self.unchecked, self.of) {
            (0, _) | (_, 0) => 0,
            (unchecked, of) => (unchecked * 100).div_ceil(of).min(100 - self.percent()),
        }
    }

    /// In per cent, rounded down so that 100 means all, and never 0 where there is one.
    pub fn percent(self) -> u64 {
        match (self.right, self.of) {
            (0, _) | (_, 0) => 0,
            (right, of) => (right * 100 / of).max(1),
        }
    }
}

/// What was audited, short: a host, or the folder as the user wrote it.
pub fn subject(audit: &Audit) -> String {
    match Url::parse(&audit.target) {
        Ok(url) if matches!(url.scheme(), "http" | "https") => {
            let host = url.host_str().unwrap_or(&audit.target);
            match (url.port(), url.path().trim_end_matches('/')) {
                (None, path) => format!("{host}{path}"),
                (Some(port), path) => format!("{host}:{port}{path}"),
            }
        }
        _ => audit.target.clone(),
    }
}

/// `bakery.example · 214 pages · 3 min`
pub fn colophon(audit: &Audit) -> String {
    format!("{} · {} · {}", subject(audit), count(u64::from(audit.summary.pages), "page"), span(audit.took))
}

/// How the links look today, as one sentence.
pub fn headline(audit: &Audit) -> String {
    if audit.summary.pages == 0 {
        return nothing_readable(&audit.target, &audit.unread);
    }
    let sentence = shared_today(&Reach::of(&audit.summary, When::Today));
    if audit.seen.unseen.contains_key(&Needs::Images) {
        return format!(
            "{sentence} The pictures themselves were not looked at, so some networks may still refuse them."
        );
    }
    if Score::of(&audit.summary, When::Today).unchecked > 0 {
        return format!("{sentence} Some pictures were not looked at, so some networks may still refuse those.");
    }
    sentence
}

fn nothing_readable(target: &str, unread: &[(String, String)]) -> String {
    match unread {
        [] => format!("No page was found at {target}."),
        [(_, why)] => format!("Nothing could be read at {target}: {why}."),
        [(_, why), ..] => {
            format!(
                "Nothing could be read at {target}: {} failed, the first since {why}.",
                count(unread.len() as u64, "address")
            )
        }
    }
}

fn shared_today(reach: &Reach) -> String {
    let links = match (reach.pages, reach.mixed) {
        (1, _) => "Shared today, your page shows",
        (_, true) => "Shared today, most of your links show",
        (_, false) => "Shared today, your links show",
    };
    let all = reach.networks;
    let (picture, title) = (reach.picture, reach.title);
    let networks = if all == 1 { "network" } else { "networks" };
    if picture == all && title == all {
        return match all {
            1 => format!("{links} the right title and a picture."),
            _ => format!("{links} the right title and a picture on all {all} networks."),
        };
    }
    let nothing = match reach.nothing.as_slice() {
        [] => None,
        names if names.len() == all => return format!("{links} nothing on any of {all} {networks}."),
        names @ ([_] | [_, _] | [_, _, _]) => Some(format!("nothing on {}", list(names))),
        names => Some(format!("nothing on {}", names.len())),
    };
    let on = |n: usize| match n {
        0 => "none".to_owned(),
        n if n == all => "all".to_owned(),
        n => n.to_string(),
    };
    let picture = match picture {
        0 => format!("{links} no picture on any of {all} {networks}"),
        n => format!("{links} a picture on {n} of {all} {networks}"),
    };
    match nothing {
        Some(nothing) => format!("{picture}, the right title on {}, and {nothing}.", on(title)),
        None => format!("{picture} and the right title on {}.", on(title)),
    }
}

/// What was not checked, by the reason: reason → what, in words.
pub fn not_checked(audit: &Audit) -> Vec<(&str, String)> {
    let mut reasons: Vec<(&str, Vec<String>)> = Vec::new();
    for (needs, why) in &audit.seen.unseen {
        let what = needs.in_words().to_owned();
        match reasons.iter_mut().find(|(known, _)| known == why) {
            Some((_, whats)) => whats.push(what),
            None => reasons.push((why, vec![what])),
        }
    }
    reasons.into_iter().map(|(why, whats)| (why, list(&whats))).collect()
}

/// How many jobs are named in the last lines and settle most.
pub const FIRST_JOBS: usize = 3;

/// `3 things to do settle 1,180 of 1,316 findings`, for the first [`FIRST_JOBS`]; `None` where nothing is to be done.
pub fn settles(summary: &Summary, jobs: &[Job]) -> Option<String> {
    let first = &jobs[..jobs.len().min(FIRST_JOBS)];
    if first.is_empty() {
        return None;
    }
    let settled: u64 = first.iter().map(|job| u64::from(job.findings)).sum();
    let all = u64::from(summary.errors) + u64::from(summary.warnings) + u64::from(summary.notes);
    let things = match first.len() {
        1 => "1 thing to do settles".to_owned(),
        n => format!("{n} things to do settle"),
    };
    Some(match (settled >= all, all) {
        (true, 1) => format!("{things} the one finding"),
        (true, 2) => format!("{things} both findings"),
        (true, all) => format!("{things} all {} findings", thousands(all)),
        (false, all) => format!("{things} {} of {} findings", thousands(settled), thousands(all)),
    })
}

/// The same beside a heading that counts the things: `they settle 1,180 of 1,316 findings`.
pub fn they_settle(summary: &Summary, jobs: &[Job]) -> Option<String> {
    let sentence = settles(summary, jobs)?;
    let (_, settle) = sentence.split_once(" to do ")?;
    Some(format!("{} {settle}", if jobs.len() == 1 { "it" } else { "they" }))
}

/// `12 errors, 3 warnings and 1 note`; `None` where there are none.
pub fn findings_in_words(summary: &Summary) -> Option<String> {
    let parts: Vec<String> = [(summary.errors, "error"), (summary.warnings, "warning"), (summary.notes, "note")]
        .into_iter()
        .filter(|(n, _)| *n > 0)
        .map(|(n, word)| count(u64::from(n), word))
        .collect();
    if parts.is_empty() { None } else { Some(list(&parts)) }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use domain::NetworkId;

    use super::*;
    use crate::audit::{Mend, Severity};

    /// A summary of `pages` pages; each network with its pages by verdict, in the order of [`VERDICTS`].
    fn summary(pages: u32, networks: &[(&'static str, [u32; 6])]) -> Summary {
        let networks = networks
            .iter()
            .map(|(id, counts)| NetworkSummary {
                network: NetworkId::new(id),
                today: VERDICTS.into_iter().zip(*counts).filter(|(_, n)| *n > 0).collect(),
                mended: BTreeMap::new(),
            })
            .collect();
        Summary { pages, networks, ..Summary::default() }
    }

    fn told(pages: u32, networks: &[(&'static str, [u32; 6])]) -> String {
        shared_today(&Reach::of(&summary(pages, networks), When::Today))
    }

    #[test]
    fn the_headline_fits_what_was_seen() {
        for (pages, networks, sentence) in [
            (
                3,
                vec![("aa", [3, 0, 0, 0, 0, 0]), ("bb", [0, 0, 0, 3, 0, 0]), ("cc", [0, 0, 0, 0, 0, 3])],
                "Shared today, your links show a picture on 1 of 3 networks, the right title on 2, and nothing on cc.",
            ),
            (
                4,
                vec![("aa", [2, 1, 0, 0, 0, 1]), ("bb", [0, 0, 0, 1, 3, 0])],
                "Shared today, most of your links show a picture on 1 of 2 networks and the right title on 1.",
            ),
            (
                2,
                vec![("aa", [1, 0, 0, 1, 0, 0]), ("bb", [2, 0, 0, 0, 0, 0])],
                "Shared today, most of your links show the right title and a picture on all 2 networks.",
            ),
            (
                1,
                vec![("aa", [0, 0, 0, 1, 0, 0]), ("bb", [0, 0, 0, 1, 0, 0])],
                "Shared today, your page shows no picture on any of 2 networks and the right title on all.",
            ),
            (
                9,
                vec![("aa", [0, 0, 0, 0, 0, 9]), ("bb", [0, 0, 0, 0, 0, 9])],
                "Shared today, your links show nothing on any of 2 networks.",
            ),
            (
                5,
                vec![
                    ("aa", [0, 0, 0, 0, 0, 5]),
                    ("bb", [0, 0, 0, 0, 0, 5]),
                    ("cc", [0, 0, 0, 0, 0, 5]),
                    ("dd", [0, 0, 0, 0, 0, 5]),
                    ("ee", [0, 0, 0, 0, 5, 0]),
                ],
                "Shared today, your links show no picture on any of 5 networks, the right title on none, and nothing on 4.",
            ),
            (1, vec![("aa", [1, 0, 0, 0, 0, 0])], "Shared today, your page shows the right title and a picture."),
        ] {
            assert_eq!(told(pages, &networks), sentence);
        }
    }

    #[test]
    fn a_picture_that_nobody_looked_at_is_neither_right_nor_wrong() {
        let unseen = summary(10, &[("aa", [1, 2, 4, 3, 0, 0])]);
        let score = Score::of(&unseen, When::Today);
        assert_eq!((score.right, score.unchecked, score.of, score.percent()), (3, 4, 10, 30));
        assert_eq!(Reach::of(&unseen, When::Today).title, 1, "of the title it is known");
    }

    #[test]
    fn a_network_counts_where_at_least_half_of_the_pages_show_it() {
        let half = Reach::of(&summary(10, &[("aa", [3, 2, 0, 0, 0, 5])]), When::Today);
        assert_eq!((half.picture, half.title, half.nothing.len(), half.mixed), (1, 1, 1, true));
        let less = Reach::of(&summary(11, &[("aa", [3, 2, 0, 0, 6, 0])]), When::Today);
        assert_eq!((less.picture, less.title), (0, 0));
    }

    #[test]
    fn a_site_that_cannot_be_read_says_why() {
        let failed = |n: usize| vec![("https://a.example/".to_owned(), "nobody answered".to_owned()); n];
        assert_eq!(nothing_readable("a.example", &failed(0)), "No page was found at a.example.");
        assert_eq!(nothing_readable("a.example", &failed(1)), "Nothing could be read at a.example: nobody answered.");
        assert_eq!(
            nothing_readable("a.example", &failed(2)),
            "Nothing could be read at a.example: 2 addresses failed, the first since nobody answered."
        );
    }

    fn job(findings: u32) -> Job {
        Job {
            rule: "og-image-relative",
            rules: Vec::new(),
            severity: Severity::Error,
            says: String::new(),
            technical: String::new(),
            evidence: String::new(),
            cause: String::new(),
            pages: findings,
            findings,
            examples: Vec::new(),
            networks: Vec::new(),
            mend: Mend::Write,
            how: Vec::new(),
            notes: Vec::new(),
            sentence: "",
            minutes: 5,
            weight: 1,
        }
    }

    #[test]
    fn the_things_to_do_say_what_they_settle() {
        let sum = |errors| Summary { errors, ..Summary::default() };
        assert_eq!(settles(&sum(0), &[]), None);
        for (all, jobs, says) in [
            (1, vec![1], "1 thing to do settles the one finding"),
            (2, vec![1, 1], "2 things to do settle both findings"),
            (1_316, vec![900, 200, 80, 136], "3 things to do settle 1,180 of 1,316 findings"),
            (1_000, vec![600, 400], "2 things to do settle all 1,000 findings"),
        ] {
            let jobs: Vec<Job> = jobs.into_iter().map(job).collect();
            assert_eq!(settles(&sum(all), &jobs).unwrap(), says);
            let they = they_settle(&sum(all), &jobs).unwrap();
            assert_eq!(they.split_once(' ').unwrap().0, if jobs.len() == 1 { "it" } else { "they" });
            assert!(says.ends_with(they.split_once(' ').unwrap().1));
        }
    }

    #[test]
    fn the_score_is_rounded_down_and_never_to_nothing() {
        for (right, of, percent) in [(0, 17, 0), (1, 10_000, 1), (999, 1_000, 99), (17, 17, 100), (0, 0, 0)] {
            assert_eq!(Score { right, unchecked: 0, of }.percent(), percent);
        }
    }
}
