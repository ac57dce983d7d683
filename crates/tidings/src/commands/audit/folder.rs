//! A folder or a file on disk.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use optimize::audit::{Needs, Seen, judge};
use optimize::crawl::folder::Folder;
use optimize::crawl::{Crawl, Target, patterns};

use super::{Args, Crawled, stop, tell::Telling};
use crate::state::State;

/// Reads the folder or file of `target`. `None` where it holds no page, which was then told.
pub(super) fn crawl(target: &Target, args: &Args, state: &State, telling: &Telling) -> Result<Option<Crawled>> {
    let at_most = args.max_pages.map_or(usize::MAX, |n| n as usize);
    let wanted = patterns::Patterns::new(&args.include, &args.exclude);
    let (folder, path) = match target {
        Target::File(path) => (Folder::of_file(path, args.base.clone()), path),
        Target::Folder(path) => (Folder::walk(path, args.base.clone(), &|path| wanted.want(path), at_most), path),
        _ => return Ok(None),
    };
    let folder = folder.with_context(|| format!("cannot read {}", path.display()))?;
    if folder.is_empty() {
        telling.complain(&format!(
            "there is no HTML page in {}: name the folder that your site generator writes, such as ./public or ./dist",
            path.display()
        ));
        return Ok(None);
    }
    if let Some((page, images)) = folder.start_page() {
        let seen = Seen { images, unseen: not_looked_at(args), ..Seen::default() };
        telling.start_page(&judge(page, &seen), &folder)?;
    }
    let stop = stop::on_ctrl_c();
    let read = folder
        .read(&state.path().join("pages.jsonl"), &stop, |read| telling.progress(read, folder.len()))
        .with_context(|| {
            format!(
                "cannot keep the pages in {}: free some room, or name another place with --state",
                state.path().display()
            )
        })?;
    telling.end_progress();
    let crawl = Crawl {
        pages: Box::new(read.spool),
        seen: Seen { site: read.site, images: read.images, unseen: not_looked_at(args), ..Seen::default() },
        unread: read.unread,
        stopped: read.stopped,
    };
    Ok(Some(Crawled { crawl, thumbnails: Box::new(folder.clone()), sources: Box::new(folder) }))
}

/// What a folder cannot tell.
fn not_looked_at(args: &Args) -> BTreeMap<Needs, String> {
    let mut unseen = BTreeMap::from([
        (Needs::Http, "a folder has no server that could be asked".to_owned()),
        (Needs::Agents, "a folder has no server that could be asked".to_owned()),
        (Needs::History, "this is the first audit that is kept".to_owned()),
    ]);
    if args.render.is_none() {
        unseen.insert(Needs::Render, "pages were read without running their scripts; --render runs them".to_owned());
    }
    unseen
}
