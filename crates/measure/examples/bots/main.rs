//! How well programs are told from people, and how fast a view is classified.
//!
//! `bots sets FOLDER…` measures on sets of user agents that others publish; `bots missed FOLDER…` lists what was judged
//! wrongly of those that the words were written against, never of those that were held apart; `bots developed FOLDER…` lists all
//! of the former. `bots speed` says how long one
//! verdict takes.

mod sets;
mod speed;

use std::collections::BTreeSet;
use std::path::Path;

use measure::channel::{Evidence, Verdict, classify};
use sets::{Holds, Set};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let Some((what, folders)) = arguments.split_first() else { return };
    if what == "speed" {
        println!("NANOSECONDS {:.0}", speed::nanoseconds());
        return;
    }
    let sets: Vec<Set> = folders.iter().flat_map(|folder| sets::in_folder(Path::new(folder))).collect();
    let known: BTreeSet<String> = sets.iter().filter(|set| set.developed).flat_map(|set| set.agents.clone()).collect();
    for set in &sets {
        let wrong: Vec<&String> = set.agents.iter().filter(|agent| is_wrong(set.holds, &verdict(agent))).collect();
        let holds = match set.holds {
            Holds::Bots => "bots",
            Holds::People => "people",
            Holds::InApp => "in-app",
            Holds::Apps => "apps",
        };
        let held = if set.developed { "developed" } else { "apart" };
        println!("SET\t{}\t{holds}\t{held}\t{}\t{}", set.name, set.agents.len(), wrong.len());
        if !set.developed {
            // Without what a developed set has as well.
            let all = set.agents.iter().filter(|agent| !known.contains(*agent)).count();
            let wrong = wrong.iter().filter(|agent| !known.contains(**agent)).count();
            println!("OWN\t{}\t{holds}\t{held}\t{all}\t{wrong}", set.name);
        }
        let shown: Vec<&String> = match &**what {
            "missed" if set.developed => wrong,
            "developed" if set.developed => set.agents.iter().collect(),
            _ => Vec::new(),
        };
        for agent in shown {
            println!("{holds}: {agent}");
        }
    }
}

fn verdict(agent: &str) -> Verdict {
    classify(&Evidence { url: "/".into(), user_agent: Some(agent.into()), ..Evidence::default() })
}

fn is_wrong(holds: Holds, verdict: &Verdict) -> bool {
    verdict.visit == (holds == Holds::Bots)
}
