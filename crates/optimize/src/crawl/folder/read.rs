//! Reading the pages of a folder, on all cores, into a spool.

use std::io;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::sync_channel;

use domain::{ImageFacts, Images};
use rustc_hash::{FxHashMap, FxHashSet};
use url::Url;

use super::super::pictures::named_by;
use super::super::spool::{Appender, Spool};
use super::{Folder, percent_decode, read_page};
use crate::audit::Site;

/// What reading a folder yields.
#[derive(Debug)]
pub struct FolderRead {
    /// Its pages, the most linked first.
    pub spool: Spool,
    /// What they share.
    pub site: Site,
    /// The pictures that they name, as far as they lie in the folder.
    pub images: Images,
    /// What could not be read, and why; at most 1,000.
    pub unread: Vec<(String, String)>,
    /// It was told to stop before the end.
    pub stopped: bool,
}

impl Folder {
    /// Reads all pages into a spool at `spool`. `tell` hears now and then how many are read.
    pub fn read(&self, spool: &Path, stop: &AtomicBool, mut tell: impl FnMut(usize)) -> io::Result<FolderRead> {
        let mut appender = Spool::create(spool)?;
        let cores = std::thread::available_parallelism().map_or(2, usize::from);
        let numbers: FxHashMap<u64, u32> =
            self.pages.iter().enumerate().map(|(number, path)| (hash(&plain(path)), number as u32)).collect();
        let unread = Mutex::new(self.unread.clone());
        let next = AtomicUsize::new(0);
        // Lines wait here until they are written; the bound keeps fast readers from filling the memory.
        let (send, receive) = sync_channel::<(u32, Vec<u8>)>(64);
        let (site, images, links, order) = std::thread::scope(|scope| -> io::Result<_> {
            let readers: Vec<_> = (0..cores)
                .map(|_| {
                    let (send, next, unread, numbers) = (send.clone(), &next, &unread, &numbers);
                    scope.spawn(move || read_some(self, numbers, next, stop, unread, &send))
                })
                .collect();
            drop(send);
            let mut order = Vec::with_capacity(self.pages.len());
            let mut failed = None;
            for (number, line) in receive {
                if failed.is_none() {
                    match appender.append(&line) {
                        Ok(_) => order.push(number),
                        Err(error) => {
                            failed = Some(error);
                            stop.store(true, Ordering::Relaxed);
                        }
                    }
                }
                if order.len().is_multiple_of(256) {
                    tell(order.len());
                }
            }
            let mut site = Site::default();
            let mut images = Images::default();
            let mut links = vec![0_u32; self.pages.len()];
            for reader in readers {
                let Ok(part) = reader.join() else {
                    return Err(io::Error::other("a reader stopped unexpectedly"));
                };
                site.merge(part.site);
                for (url, facts) in part.images {
                    images.insert(&url, facts);
                }
                for (sum, more) in links.iter_mut().zip(part.links) {
                    *sum = sum.saturating_add(more);
                }
            }
            failed.map_or(Ok((site, images, links, order)), Err)
        })?;
        let stopped = order.len() + unread.lock().map_or(0, |unread| unread.len()) < self.pages.len();
        let spool = appender.finish(|number| {
            let page = order[number as usize] as usize;
            if page == 0 { u32::MAX } else { links[page] }
        })?;
        let mut unread = unread.into_inner().unwrap_or_default();
        unread.truncate(1_000);
        Ok(FolderRead { spool, site, images, unread, stopped })
    }
}

/// What one reader gathered.
struct Part {
    site: Site,
    images: Vec<(Url, ImageFacts)>,
    links: Vec<u32>,
}

fn read_some(
    folder: &Folder,
    numbers: &FxHashMap<u64, u32>,
    next: &AtomicUsize,
    stop: &AtomicBool,
    unread: &Mutex<Vec<(String, String)>>,
    send: &std::sync::mpsc::SyncSender<(u32, Vec<u8>)>,
) -> Part {
    let mut part = Part { site: Site::default(), images: Vec::new(), links: vec![0; folder.pages.len()] };
    let mut looked_at: FxHashSet<Url> = FxHashSet::default();
    while !stop.load(Ordering::Relaxed) {
        let number = next.fetch_add(1, Ordering::Relaxed);
        let Some(path) = folder.pages.get(number) else { break };
        let read = match read_page(folder, path) {
            Ok(read) => read,
            Err(error) => {
                if let Ok(mut unread) = unread.lock() {
                    unread.push((path.clone(), error.to_string()));
                }
                continue;
            }
        };
        for link in &read.links {
            if let Some(target) = numbers.get(&hash(&resolve(path, &link.href))) {
                part.links[*target as usize] = part.links[*target as usize].saturating_add(1);
            }
        }
        for url in named_by(&read.page) {
            if !looked_at.contains(&url) {
                if let Some(facts) = folder.picture(&url) {
                    part.images.push((url.clone(), facts));
                }
                looked_at.insert(url);
            }
        }
        part.site.add(&read.page);
        match Appender::line(&read.page) {
            Ok(line) => {
                if send.send((number as u32, line)).is_err() {
                    break;
                }
            }
            Err(error) => {
                if let Ok(mut unread) = unread.lock() {
                    unread.push((path.clone(), error.to_string()));
                }
            }
        }
    }
    part
}

/// The path below the root that `href` on the page at `path` means, without folder index; empty for other sites.
fn resolve(path: &str, href: &str) -> String {
    let href = href.split(['#', '?']).next().unwrap_or("").trim();
    if href.is_empty() || href.starts_with("//") || href.split('/').next().is_some_and(|first| first.contains(':')) {
        return String::from("\0");
    }
    let mut parts: Vec<&str> = if href.starts_with('/') {
        Vec::new()
    } else {
        let mut parts: Vec<&str> = path.split('/').collect();
        parts.pop();
        parts
    };
    for part in href.trim_start_matches('/').split('/') {
        match part {
            "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    plain(&parts.join("/"))
}

fn plain(path: &str) -> String {
    let path = path.strip_suffix("index.html").filter(|rest| rest.is_empty() || rest.ends_with('/')).unwrap_or(path);
    percent_decode(path.trim_end_matches('/'))
}

fn hash(text: &str) -> u64 {
    use std::hash::BuildHasher;
    rustc_hash::FxBuildHasher.hash_one(text)
}

#[cfg(test)]
mod tests {
    use super::super::tests::bakery;
    use super::*;

    #[test]
    fn pages_come_back_the_most_linked_first() {
        use crate::audit::Pages;
        let (dir, folder) = bakery();
        let read = folder.read(&dir.path().join("pages.jsonl"), &AtomicBool::new(false), |_| ()).unwrap();
        let mut paths = Vec::new();
        read.spool
            .each(&mut |page| {
                paths.push(page.url.path().to_owned());
                Ok(())
            })
            .unwrap();
        assert_eq!(paths, ["/shop/", "/shop/bread/rye.html", "/shop/bread/"]);
        assert!(!read.stopped);
    }
}
