//! `tidings audit`: crawl, judge, tell, mend.
//!
//! This file is the order of things; what each does stands in `optimize`. Start at [`run`].

mod args;
mod folder;
mod stop;
mod tell;
mod web;

use std::io::Read;
use std::path::PathBuf;

use anyhow::{Context, Result};
use domain::{Clock, SystemClock};
use optimize::audit::Audit;
use optimize::crawl::{Crawl, Target};
use optimize::report::baseline::{self, FailOn};
use optimize::report::{Sources, Thumbnails};

use super::exit;
use crate::{demo, state};

pub(crate) use args::Args;

/// What a crawl hands on: what it saw, and where the report finds pictures and files.
struct Crawled {
    crawl: Crawl,
    thumbnails: Box<dyn Thumbnails>,
    sources: Box<dyn Sources>,
    /// Findings that a mend left, where one was made.
    left: Option<u32>,
}

/// How reading a target ended.
enum Outcome {
    /// Pages were read.
    Crawled(Box<Crawled>),
    /// Everything that was asked for is told already.
    Told,
    /// There is nothing to read, which was told.
    Unreachable,
}

pub(crate) fn run(mut args: Args) -> Result<u8> {
    let clock = SystemClock;
    let started = clock.now();
    let is_demo = args.targets.is_empty();
    let state = state::open(args.state.take(), &args.targets)?;
    if is_demo {
        args.base = Some(demo::base());
    }
    let fail_on = args.fail_on.unwrap_or(if is_demo { FailOn::Never } else { FailOn::Error });
    // What is told is prepared first: a logo that cannot be read should not be found out after an hour of crawling.
    let telling = tell::Telling::prepare(&args, fail_on, state.path())?;

    let (target, outcome) = if is_demo {
        telling.greet()?;
        let site = demo::write(state.path())?;
        (demo::NAME.to_owned(), folder::crawl(&Target::Folder(site), &args, &state, &telling)?)
    } else {
        let targets: Vec<Target> = args.targets.iter().map(|text| Target::parse(text)).collect::<Result<_, _>>()?;
        let outcome = match &targets[..] {
            [target @ (Target::Folder(_) | Target::File(_))] => folder::crawl(target, &args, &state, &telling)?,
            targets => web::crawl(targets, &args, &state, &telling, &clock)?,
        };
        (args.targets.join(" "), outcome)
    };
    let Crawled { crawl, thumbnails, sources, left } = match outcome {
        Outcome::Crawled(crawled) => *crawled,
        Outcome::Told => return Ok(exit::CLEAN),
        Outcome::Unreachable => return Ok(exit::UNREACHABLE),
    };
    let took = clock.now().duration_since(started).unsigned_abs();
    let audit = Audit::conclude(target, started, took, crawl.seen, crawl.pages, crawl.unread)?;
    if let Some(left) = left {
        telling.new_since_the_mend(&audit, left)?;
    }
    telling.tell(&audit, &*thumbnails, &*sources, crawl.stopped)?;
    let outcome = baseline::decide(&audit, fail_on, telling.baseline())?;
    if args.update_baseline
        && let Some(path) = &args.baseline
    {
        telling.update_baseline(&audit, path)?;
    }
    Ok(outcome.exit_code())
}

/// Reads a file that the user named, telling its name where that fails.
fn read_file(path: &PathBuf) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    std::fs::File::open(path)
        .and_then(|mut file| file.read_to_end(&mut bytes))
        .with_context(|| format!("cannot read {}", path.display()))?;
    Ok(bytes)
}
