//! Mends a folder and looks at it again: `prove_fix FOLDER BASE`. The folder is changed; give it a copy.
//!
//! It prints how many findings that `--fix` writes there are before, after, and after a second mend, how many files
//! each mend changed, how long a mend takes, and whether every byte that stayed is where it was.
//! It ends with 1 where one is left, where the second run changes something, or where another byte was touched.

use std::collections::BTreeMap;
use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use domain::Page;
use optimize::audit::{Mend, Pages, Seen, check};
use optimize::crawl::folder::Folder;
use optimize::fix::folder::{FolderMend, To, mend_folder};
use optimize::fix::mend;
use url::Url;

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let mut given = std::env::args().skip(1);
    let (Some(root), Some(base)) = (given.next(), given.next()) else {
        return Err("give a folder and the address where it will live".into());
    };
    let (root, base) = (PathBuf::from(root), Url::parse(&base)?);
    let before = contents(&root)?;
    let first = round("before", &root, &base)?;
    let after = contents(&root)?;
    let second = round("after", &root, &base)?;
    let again = contents(&root)?;
    let touched = before.iter().filter(|(path, bytes)| !is_page(path) && after.get(*path) != Some(*bytes)).count();
    let strays = after.keys().filter(|path| !before.contains_key(*path)).count();
    let strangers: usize = before.iter().filter_map(|(path, bytes)| Some(lost_lines(bytes, after.get(path)?))).sum();
    println!("files touched that are no page: {touched}; new files: {strays}");
    println!("lines that went without being a meta, link or title: {strangers}");
    println!("second run changed: {} files, {} by their bytes", second.changed, differing(&after, &again));
    let good = second.settled == 0
        && second.changed == 0
        && after == again
        && touched + strays + strangers == 0
        && first.refused.is_empty();
    Ok(if good { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Audits and mends once; prints what there was.
fn round(when: &str, root: &Path, base: &Url) -> Result<FolderMend, Box<dyn Error>> {
    let spool = std::env::temp_dir().join(format!("prove-fix-{}.jsonl", std::process::id()));
    let folder = Folder::walk(root, Some(base.clone()), &|_| true, usize::MAX)?;
    let read = folder.read(&spool, &AtomicBool::new(false), |_| ())?;
    let folder = Folder::walk(root, Some(base.clone()), &|_| true, usize::MAX)?;
    let seen = Seen { site: read.site, images: read.images, ..Seen::default() };
    let mut rules: BTreeMap<(&str, &str), u32> = BTreeMap::new();
    let mut took: Vec<Duration> = Vec::new();
    read.spool.each(&mut |page: Page| {
        let (findings, _) = check(&page, &seen);
        for finding in &findings {
            let mend = if finding.mend == Mend::Write { "write" } else { "other" };
            *rules.entry((mend, finding.rule.id)).or_default() += 1;
        }
        let begun = Instant::now();
        std::hint::black_box(mend(&page, &findings, &seen.images));
        took.push(begun.elapsed());
        Ok(())
    })?;
    let written: u32 = rules.iter().filter(|((mend, _), _)| *mend == "write").map(|(_, count)| count).sum();
    println!("{when}: {} pages, {written} findings that --fix writes", read.spool.len());
    for ((mend, rule), count) in &rules {
        println!("  {mend} {rule}: {count}");
    }
    // The middle one: on a busy machine a few wait long for their turn.
    took.sort_unstable();
    let middle = took.get(took.len() / 2).copied().unwrap_or_default();
    println!("a mend takes {:.1} µs", middle.as_secs_f64() * 1e6);
    let done = mend_folder(&folder, &read.spool, &seen, To::Files)?;
    println!("mended: {} files, {} findings settled, {} left to others", done.changed, done.settled, done.left);
    for (path, why) in done.refused.iter().take(10) {
        println!("  left alone: {path}: {why}");
    }
    std::fs::remove_file(&spool)?;
    Ok(done)
}

type Contents = BTreeMap<PathBuf, Vec<u8>>;

fn contents(root: &Path) -> std::io::Result<Contents> {
    let mut contents = Contents::new();
    let mut waiting = vec![root.to_owned()];
    while let Some(folder) = waiting.pop() {
        for entry in std::fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                waiting.push(path);
            } else {
                contents.insert(path.clone(), std::fs::read(&path)?);
            }
        }
    }
    Ok(contents)
}

fn is_page(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ["html", "htm", "xhtml"].iter().any(|it| ending.eq_ignore_ascii_case(it)))
}

fn differing(a: &Contents, b: &Contents) -> usize {
    a.iter().filter(|(path, bytes)| b.get(*path) != Some(*bytes)).count()
}

/// Lines of `old` that are not found in `new` in the same order, and hold no tag that a mend may change.
fn lost_lines(old: &[u8], new: &[u8]) -> usize {
    let mut rest = new.split_inclusive(|byte| *byte == b'\n');
    old.split_inclusive(|byte| *byte == b'\n')
        .filter(|line| {
            let text = String::from_utf8_lossy(line);
            !["<meta", "<link", "<title"].iter().any(|tag| text.contains(tag))
        })
        .filter(|line| !rest.any(|other| other == *line))
        .count()
}
