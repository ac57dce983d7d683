//! A website, a sitemap, or a list of addresses.

use std::io::Read;

use anyhow::{Context, Result, ensure};
use domain::Clock;
use optimize::audit::{Seen, judge};
use optimize::crawl::Target;
use optimize::crawl::patterns::Patterns;
use optimize::crawl::web::{self, Event, Fault, Plan, Start};
use optimize::report::Without;

use super::tell::Telling;
use super::{Args, Crawled, Outcome, read_file, stop};
use crate::state::State;

/// Reads what `targets` name. What cannot be reached was then told.
pub(super) fn crawl(
    targets: &[Target],
    args: &Args,
    state: &State,
    telling: &Telling,
    clock: &dyn Clock,
) -> Result<Outcome> {
    ensure!(
        args.fix.is_none(),
        "--fix writes into the files of a folder, and {} is read over the network: follow the steps of each thing to do, or copy the tags from the report's page view",
        args.targets.join(" ")
    );
    let start = start(targets)?;
    let plan = Plan {
        // Who runs the program may ask his own machines.
        allow: start.hosts(),
        max_pages: args.max_pages.map_or(usize::MAX, |n| n as usize),
        wanted: Patterns::new(&args.include, &args.exclude),
        subdomains: args.subdomains,
        fast: args.fast,
        resume: args.resume,
        pictures: args.pictures,
        agents: !args.no_agents,
        render: args.render.clone(),
        contact: args.contact.clone(),
        ..Plan::new(start)
    };
    let stop = stop::on_ctrl_c();
    let mut wrong = None;
    let website = web::read(&plan, state.path(), clock, &stop, &mut |event| match event {
        Event::Start(page, images, kept) => {
            telling.end_progress();
            let seen = Seen { images: images.clone(), ..Seen::default() };
            if let Err(error) = telling.start_page(&judge(page.clone(), &seen), false, kept) {
                wrong.get_or_insert(error);
            }
        }
        Event::Read { pages, known } => telling.progress(|| format!("{pages} of {known} pages read")),
        Event::Pictures { seen, of, .. } => telling.progress(|| format!("{seen} of {of} pictures looked at")),
        Event::Agents { asked, of } => {
            telling.progress(|| format!("{asked} of {of} questions asked as preview agents"));
        }
        Event::Resumed(_) | Event::Page(..) | Event::Moment => {}
        Event::Waiting { host, wait } => telling.progress(|| format!("{host} asks to wait {} s", wait.as_secs())),
    });
    telling.end_progress();
    if let Some(error) = wrong {
        return Err(error);
    }
    match website {
        Ok(website) => {
            let kept = website.kept;
            Ok(Outcome::Crawled(Box::new(Crawled {
                crawl: website.crawl,
                thumbnails: Box::new(kept),
                sources: Box::new(Without),
                left: None,
            })))
        }
        Err(fault @ (Fault::NotReachable { .. } | Fault::Private { .. } | Fault::Nothing(_))) => {
            telling.complain(&fault.to_string());
            Ok(Outcome::Unreachable)
        }
        Err(fault) => Err(fault.into()),
    }
}

/// What the crawl begins with: one sitemap, one list, or any number of addresses.
fn start(targets: &[Target]) -> Result<Start> {
    let mut sites = Vec::new();
    for target in targets {
        match target {
            Target::Address(url) => sites.push(url.clone()),
            Target::Sitemap(url) => {
                ensure!(targets.len() == 1, "a sitemap is audited alone");
                return Ok(Start::Sitemap(url.clone()));
            }
            Target::ListFile(path) => {
                ensure!(targets.len() == 1, "a list is audited alone");
                return listed(&read_file(path)?, &path.display().to_string());
            }
            Target::Stdin => {
                ensure!(targets.len() == 1, "a list is audited alone");
                let mut bytes = Vec::new();
                std::io::stdin().lock().read_to_end(&mut bytes).context("cannot read the list on stdin")?;
                return listed(&bytes, "the list on stdin");
            }
            Target::Folder(_) | Target::File(_) => {
                anyhow::bail!("a folder or file is audited alone: give one of them, or addresses")
            }
        }
    }
    Ok(Start::Sites(sites))
}

fn listed(bytes: &[u8], name: &str) -> Result<Start> {
    let urls = web::list(bytes);
    ensure!(!urls.is_empty(), "{name} holds no address: write one a line, each with https:// or http://");
    Ok(Start::List(urls))
}
