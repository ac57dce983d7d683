//! A folder or a file on disk.

use std::collections::BTreeMap;
use std::sync::atomic::AtomicBool;

use anyhow::{Context, Result};
use optimize::audit::{Needs, Seen, judge};
use optimize::crawl::folder::Folder;
use optimize::crawl::{Crawl, Target, patterns};
use optimize::fix::folder::{To, mend_folder};

use super::args::Fix;
use super::tell::Telling;
use super::{Args, Crawled, Outcome, stop};
use crate::state::State;

/// Reads the folder or file of `target`, and mends it where that was asked for.
pub(super) fn crawl(target: &Target, args: &Args, state: &State, telling: &Telling) -> Result<Outcome> {
    let at_most = args.max_pages.map_or(usize::MAX, |n| n as usize);
    let wanted = patterns::Patterns::new(&args.include, &args.exclude);
    let (folder, path) = match target {
        Target::File(path) => (Folder::of_file(path, args.base.clone()), path),
        Target::Folder(path) => (Folder::walk(path, args.base.clone(), &|path| wanted.want(path), at_most), path),
        _ => return Ok(Outcome::Unreachable),
    };
    let folder = folder.with_context(|| format!("cannot read {}", path.display()))?;
    if folder.is_empty() {
        telling.complain(&format!(
            "there is no HTML page in {}: name the folder that your site generator writes, such as ./public or ./dist",
            path.display()
        ));
        return Ok(Outcome::Unreachable);
    }
    start_page(&folder, false, args, telling)?;
    let stop = stop::on_ctrl_c();
    let mut crawl = read(&folder, args, state, telling, &stop)?;
    let mut left = None;
    match args.fix {
        None => {}
        Some(Fix::Patch) => {
            telling.patch(folder.root(), |out| mend_folder(&folder, &*crawl.pages, &crawl.seen, To::Patch(out)))?;
            return Ok(Outcome::Told);
        }
        Some(Fix::Write) => {
            let mend = mend_folder(&folder, &*crawl.pages, &crawl.seen, To::Files)
                .with_context(|| format!("cannot mend {}", path.display()))?;
            telling.mended("Mended", &mend)?;
            left = Some(mend.left);
            // What is told from here on is how the folder is now.
            if mend.changed > 0 {
                start_page(&folder, true, args, telling)?;
                crawl = read(&folder, args, state, telling, &stop)?;
            }
        }
    }
    let thumbnails = Box::new(folder.clone());
    Ok(Outcome::Crawled(Box::new(Crawled { crawl, thumbnails, sources: Box::new(folder), left })))
}

/// Draws the start page of `folder`; `written`: once more, after it was mended.
fn start_page(folder: &Folder, written: bool, args: &Args, telling: &Telling) -> Result<()> {
    let Some((page, images)) = folder.start_page() else { return Ok(()) };
    let seen = Seen { images, unseen: not_looked_at(args), ..Seen::default() };
    telling.start_page(&judge(page, &seen), written, folder)
}

/// Reads all pages of `folder`.
fn read(folder: &Folder, args: &Args, state: &State, telling: &Telling, stop: &AtomicBool) -> Result<Crawl> {
    let told = || {
        let path = state.path().display();
        format!("cannot keep the pages in {path}: free some room, or name another place with --state")
    };
    let spool = state.path().join("pages.jsonl");
    let read = folder
        .read(&spool, stop, |read| telling.progress(|| format!("{read} of {} pages read", folder.len())))
        .with_context(told)?;
    telling.end_progress();
    Ok(Crawl {
        pages: Box::new(read.spool),
        seen: Seen { site: read.site, images: read.images, unseen: not_looked_at(args), ..Seen::default() },
        unread: read.unread,
        stopped: read.stopped,
    })
}

/// What a folder cannot tell.
fn not_looked_at(args: &Args) -> BTreeMap<Needs, String> {
    let mut unseen = BTreeMap::from([
        (Needs::Http, "a folder has no server that could be asked".to_owned()),
        (Needs::Agents, "a folder has no server that could be asked".to_owned()),
        (Needs::History, "audits of folders are not kept to compare with".to_owned()),
    ]);
    if args.render.is_none() {
        unseen.insert(Needs::Render, "pages were read without running their scripts; --render runs them".to_owned());
    }
    unseen
}
