//! The book of jobs: findings fold into jobs as the pages go by, whatever their number.
//!
//! It keeps counts and five examples of each job, never the findings. A value that stands on one page alone (a picture of
//! its own) makes no job of its own: it joins the other such pages of its template. The book does that at the end, and
//! whenever it holds [`MOST`] jobs, so that its size does not grow with the site.

use domain::Maker;
use networks::previewing;
use rustc_hash::FxHashMap;

use super::job::{self, Job};
use super::things::{Things, things};
use super::words::with_networks;
use super::{Cause, Finding, Judged, Mend, Rule, Severity, makers};

/// Jobs that are kept apart; about 500 bytes each.
const MOST: usize = 4_000;

/// Examples kept of each job.
const EXAMPLES: usize = 5;

/// Findings of many pages, folded into jobs.
#[derive(Debug, Default)]
pub struct JobBook {
    places: FxHashMap<Key, usize>,
    gathered: Vec<Gathered>,
    /// Which pages each rule and mend was found on, for counting what several of them share.
    found_on: Things,
    /// Pages counted in.
    pages: u32,
    /// Those of them that were files.
    files: u32,
    /// Jobs at which the book is folded next.
    full_at: usize,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Key {
    rule: &'static str,
    cause: Cause,
    mend: Mend,
}

#[derive(Debug)]
struct Gathered {
    rule: &'static Rule,
    cause: Cause,
    mend: Mend,
    /// The template of its first page, should it be folded.
    template: String,
    severity: Severity,
    /// The sentence of the gravest finding.
    sentence: &'static str,
    evidence: String,
    pages: u32,
    findings: u32,
    examples: Vec<String>,
    /// Networks that it hurts: the bit of each one's place in `networks::previewing`.
    networks: u64,
    /// Number of the last page that was counted, so that two findings of one page count one page.
    last: u32,
}

impl JobBook {
    /// Counts a page in. Pages come the most linked first.
    pub fn add(&mut self, judged: &Judged) {
        self.pages += 1;
        self.files += u32::from(judged.page.fetched.is_none());
        for finding in &judged.findings {
            self.found_on.enter(finding, self.pages - 1);
            self.enter(finding, judged);
        }
        self.fold_if_full();
    }

    fn enter(&mut self, finding: &Finding, judged: &Judged) {
        let key = Key { rule: finding.rule.id, cause: finding.cause.clone(), mend: finding.mend };
        let place = *self.places.entry(key).or_insert_with_key(|key| {
            self.gathered.push(Gathered {
                rule: finding.rule,
                cause: key.cause.clone(),
                mend: finding.mend,
                template: judged.page.template.clone(),
                severity: finding.severity,
                sentence: finding.sentence,
                evidence: finding.evidence.clone(),
                pages: 0,
                findings: 0,
                examples: Vec::new(),
                networks: 0,
                last: 0,
            });
            self.gathered.len() - 1
        });
        let Some(job) = self.gathered.get_mut(place) else { return };
        job.findings += 1;
        job.says_of_the_gravest(finding.severity, finding.sentence);
        job.networks |= bits(&finding.hurts);
        if job.last != self.pages {
            job.last = self.pages;
            job.pages += 1;
            if job.examples.len() < EXAMPLES {
                job.examples.push(judged.page.url.to_string());
            }
        }
    }

    /// Adds what was gathered from the pages that follow.
    pub fn merge(&mut self, later: Self) {
        self.found_on.merge(later.found_on, self.pages);
        self.pages += later.pages;
        self.files += later.files;
        for job in later.gathered {
            self.take(job);
        }
        self.fold_if_full();
    }

    fn take(&mut self, other: Gathered) {
        let key = Key { rule: other.rule.id, cause: other.cause.clone(), mend: other.mend };
        if let Some(job) = self.places.get(&key).and_then(|place| self.gathered.get_mut(*place)) {
            job.findings += other.findings;
            job.pages += other.pages;
            job.says_of_the_gravest(other.severity, other.sentence);
            job.networks |= other.networks;
            let room = EXAMPLES - job.examples.len().min(EXAMPLES);
            for example in other.examples.into_iter().take(room) {
                if !job.examples.contains(&example) {
                    job.examples.push(example);
                }
            }
        } else {
            self.places.insert(key, self.gathered.len());
            // Numbers of pages are told anew: no page stands in both parts.
            self.gathered.push(Gathered { last: 0, ..other });
        }
    }

    fn fold_if_full(&mut self) {
        if self.gathered.len() <= self.full_at.max(MOST) {
            return;
        }
        self.fold();
        if self.gathered.len() > MOST {
            // A template for each page is no template.
            self.regroup(|job| {
                (job.pages <= 1 && matches!(job.cause, Cause::Template(_))).then(|| Cause::Template(String::new()))
            });
        }
        // What cannot be folded is not folded again at every page.
        self.full_at = self.gathered.len() * 2;
    }

    /// Puts values that stand on one page alone together by their template.
    fn fold(&mut self) {
        self.regroup(|job| {
            (job.pages <= 1 && matches!(job.cause, Cause::Value(_))).then(|| Cause::Template(job.template.clone()))
        });
    }

    /// Gives every job the cause that `other` names, if it names one.
    fn regroup(&mut self, other: impl Fn(&Gathered) -> Option<Cause>) {
        let found_on = std::mem::take(&mut self.found_on);
        let (pages, files, full_at) = (self.pages, self.files, self.full_at);
        let mut kept = Self { found_on, pages, files, full_at, ..Self::default() };
        for mut job in std::mem::take(&mut self.gathered) {
            if let Some(cause) = other(&job) {
                job.cause = cause;
            }
            kept.take(job);
        }
        *self = kept;
    }

    /// The jobs, with the mend told for `maker`, and the things to do that they make; each the most useful first.
    pub fn finish(mut self, maker: Option<&Maker>) -> (Vec<Job>, Vec<Job>) {
        self.fold();
        let in_files = self.pages > 0 && self.files == self.pages;
        if in_files {
            // One run of --fix mends all templates at once.
            self.regroup(|job| {
                matches!(job.mend, Mend::Write | Mend::NeedsBase).then(|| Cause::Template(String::new()))
            });
        }
        let mut causes: FxHashMap<(&str, Mend), u32> = FxHashMap::default();
        for job in &self.gathered {
            *causes.entry((job.rule.id, job.mend)).or_default() += 1;
        }
        for job in &mut self.gathered {
            // A page whose two findings came together only now was counted twice.
            let key = (job.rule.id, job.mend);
            job.pages = if causes[&key] == 1 { self.found_on.on(&[key]) } else { job.pages.min(self.pages) };
        }
        let mut jobs: Vec<Job> = self.gathered.into_iter().map(|job| job.told(maker, in_files)).collect();
        jobs.sort_by(Job::the_most_useful_first);
        let things = things(&jobs, &self.found_on);
        (jobs, things)
    }
}

impl Gathered {
    fn says_of_the_gravest(&mut self, severity: Severity, sentence: &'static str) {
        if severity > self.severity {
            (self.severity, self.sentence) = (severity, sentence);
        }
    }

    fn told(self, maker: Option<&Maker>, in_files: bool) -> Job {
        let networks: Vec<_> = previewing()
            .iter()
            .enumerate()
            .filter(|(place, _)| self.networks & (1 << place) != 0)
            .map(|(_, network)| network.id.clone())
            .collect();
        let hurt = networks.len().max(1) as u64;
        let makers::Told { how, notes } = makers::steps(self.rule, self.mend, &self.cause, maker, in_files);
        let minutes = job::minutes(self.rule, &self.cause, self.mend, self.pages, in_files, maker.is_some());
        // What `--fix` could write into a folder, nobody can write into a site that is read over the network.
        let by_hand = !in_files && matches!(self.mend, Mend::Write | Mend::NeedsBase);
        let mend = if by_hand { Mend::ByHand } else { self.mend };
        Job {
            rule: self.rule.id,
            rules: vec![self.rule.id],
            severity: self.severity,
            says: job::of_pages(with_networks(self.sentence, &networks), self.pages),
            technical: self.rule.technical.to_owned(),
            evidence: self.evidence,
            cause: job::in_words(&self.cause),
            pages: self.pages,
            findings: self.findings,
            examples: self.examples,
            mend,
            how,
            notes,
            sentence: self.sentence,
            minutes: job::guessed(minutes),
            weight: u64::from(self.pages) * hurt * job::weight_of(self.severity),
            networks,
        }
    }
}

/// The places of `networks` in `networks::previewing` as bits; all of them for none.
fn bits(networks: &[domain::NetworkId]) -> u64 {
    if networks.is_empty() {
        return (1 << previewing().len()) - 1;
    }
    let place = |id: &domain::NetworkId| previewing().iter().position(|network| network.id == *id);
    networks.iter().filter_map(place).fold(0, |bits, place| bits | 1 << place)
}

#[cfg(test)]
mod tests {
    use domain::{ImageFacts, ImageKind, Maker, Page, Product};
    use url::Url;

    use super::super::{Audit, Pages, Seen};
    use super::*;

    fn page(number: usize, head: &str) -> Page {
        let body = format!(
            "<!doctype html><html lang=en><head><title>Loaf {number}</title>{head}</head><body>{number}</body></html>"
        );
        let url = Url::parse(&format!("https://bakery.example/{number}")).unwrap();
        pages::read(body.as_bytes(), pages::Source { url, fetched: None }).page
    }

    fn audit(pages: Vec<Page>, seen: Seen) -> Audit {
        let pages: Box<dyn Pages> = Box::new(pages);
        let nothing = std::time::Duration::ZERO;
        Audit::conclude("bakery".to_owned(), jiff::Timestamp::UNIX_EPOCH, nothing, seen, pages, Vec::new()).unwrap()
    }

    #[test]
    fn one_fault_of_one_template_is_one_job_whatever_the_number_of_pages() {
        let audit = audit((0..700).map(|number| page(number, "")).collect(), Seen::default());
        let jobs: Vec<_> = audit.jobs.iter().filter(|job| job.rule == "twitter-card-missing").collect();
        let [job] = jobs.as_slice() else { panic!("{jobs:?}") };
        assert_eq!((job.pages, job.findings, job.minutes), (700, 700, 2));
        assert_eq!(job.examples, [0, 1, 2, 3, 4].map(|n| format!("https://bakery.example/{n}")));
        assert_eq!(audit.summary.pages, 700);
        assert_eq!(audit.summary.rules["twitter-card-missing"], 700);
    }

    #[test]
    fn an_audit_comes_out_the_same_each_time() {
        let told = || {
            let pages =
                (0..700).map(|n| page(n, &format!("<meta property=og:image content=/{}.jpg>", n % 9))).collect();
            serde_json::to_string(&audit(pages, Seen::default()).jobs).unwrap()
        };
        assert_eq!(told(), told());
    }

    #[test]
    fn pictures_of_their_own_make_one_job_and_a_shared_one_another() {
        let mut seen = Seen::default();
        let pages: Vec<Page> = (0..40)
            .map(|number| {
                let name = if number < 30 { "logo".to_owned() } else { number.to_string() };
                let address = format!("https://bakery.example/{name}.jpg");
                let facts =
                    ImageFacts { kind: Some(ImageKind::Jpeg), width: 100, height: 100, ..ImageFacts::default() };
                seen.images.insert(&Url::parse(&address).unwrap(), facts);
                page(number, &format!("<meta property=\"og:image\" content=\"{address}\">"))
            })
            .collect();
        let audit = audit(pages, seen);
        let jobs = audit.jobs.iter().filter(|job| job.rule == "image-under-200px");
        let told: Vec<_> = jobs.map(|job| (job.pages, job.minutes, job.cause.ends_with("logo.jpg"))).collect();
        assert_eq!(told, [(30, 5, true), (10, 50, false)]);
    }

    #[test]
    fn what_settles_several_kinds_of_faults_says_what_to_do_and_its_networks_agree() {
        let maker = Maker { product: Product::WordPress, version: None, plugin: None, shop: false };
        let (_, things) = read_over_the_network(52).finish(Some(&maker));
        let thing = things.iter().find(|thing| thing.how[0].starts_with("Plugins > Add New")).unwrap();
        let act = "Install one plug-in that writes the social tags of 52 pages: it settles ";
        assert!(thing.says.starts_with(act), "{}", thing.says);
        assert!(thing.notes.iter().any(|note| note.contains("were not checked")), "{:?}", thing.notes);
        assert!((20..=480).contains(&thing.minutes), "{}", thing.minutes);
        for thing in &things {
            let named = super::super::words::networks_in_words(&thing.networks);
            assert!(!thing.says.contains(" more") || thing.says.contains(&named), "{} / {named}", thing.says);
        }
    }

    #[test]
    fn a_head_that_is_written_by_hand_takes_a_minute_for_each_further_page() {
        let minutes = |pages: usize| {
            let (jobs, _) = read_over_the_network(pages).finish(None);
            jobs.iter().find(|job| job.rule == "og-type-missing").unwrap().minutes
        };
        let [one, fifty_two] = [minutes(1), minutes(52)];
        assert!(fifty_two >= one + 50, "{one}, then {fifty_two}");
        assert_eq!(minutes(90), fifty_two, "so many have a template");
    }

    /// Bare pages, as though a server had sent them.
    fn read_over_the_network(pages: usize) -> JobBook {
        let mut book = JobBook::default();
        for number in 0..pages {
            book.add(&super::super::judge(page(number, ""), &Seen::default()));
        }
        book.files = 0;
        book
    }

    #[test]
    fn a_book_stays_small_though_every_page_has_a_cause_of_its_own() {
        let mut seen = Seen::default();
        seen.site.pages = 9_000;
        let pages: Vec<Page> = (0..6_000)
            .map(|number| page(number, &format!("<meta property=\"og:image\" content=\"/{number}.svg\">")))
            .collect();
        for page in &pages {
            let url = page.resolve(&page.tags[0].content).unwrap();
            let facts = ImageFacts { kind: Some(ImageKind::Svg), width: 100, height: 100, ..ImageFacts::default() };
            seen.images.insert(&url, facts);
        }
        let mut book = JobBook::default();
        for page in pages {
            book.add(&super::super::judge(page, &seen));
            assert!(book.gathered.len() <= MOST + 200);
        }
        let (jobs, _) = book.finish(None);
        assert!(jobs.iter().any(|job| job.rule == "image-type-unsupported" && job.pages == 6_000));
    }

    #[test]
    fn jobs_stand_by_what_they_are_worth() {
        let audit = audit(vec![page(1, "<meta property=\"og:title\" content=\"Rye\">")], Seen::default());
        assert!(audit.jobs.is_sorted_by(|a, b| a.weight >= b.weight));
        assert!(audit.jobs.iter().all(|job| !job.how.is_empty() && job.weight > 0));
    }
}
