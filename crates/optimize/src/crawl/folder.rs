//! A folder of HTML as a site: walked once, read on all cores, its pictures read from disk.

use std::collections::HashSet;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::sync_channel;

use domain::{ImageFacts, ImageFault, ImageKind, Images, Page};
use pages::image::Header;
use rustc_hash::{FxHashMap, FxHashSet};
use url::Url;

use super::pictures;
use super::spool::{Appender, Spool};
use crate::audit::Site;
use crate::report::{Source, Sources, Thumbnails};

/// Where a folder without `--base` is read: a host that cannot exist (RFC 2606), so that nothing is mistaken for an address.
pub const NO_BASE: &str = "https://folder.invalid/";

/// Pictures up to this size are read whole for a thumbnail.
const PICTURE_AT_MOST: u64 = 5 << 20;

/// The most of a picture that is read to find its size: a JPEG may carry a long profile before it.
const HEADER_AT_MOST: u64 = 1 << 20;

/// A folder, walked: its pages by their path below it.
#[derive(Clone, Debug)]
pub struct Folder {
    root: PathBuf,
    base: Url,
    /// Paths below the root, with `/`, sorted so that the start page comes first.
    pages: Vec<String>,
    /// What could not be walked, and why.
    pub unread: Vec<(String, String)>,
}

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
    /// Walks `root`, following symbolic links but no folder twice. `wanted` says which paths below it are read.
    pub fn walk(root: &Path, base: Option<Url>, wanted: &dyn Fn(&str) -> bool, at_most: usize) -> io::Result<Self> {
        let mut folder = Self {
            root: root.to_owned(),
            base: base.map_or_else(|| no_base().clone(), as_folder),
            pages: Vec::new(),
            unread: Vec::new(),
        };
        let mut walked = HashSet::new();
        let mut waiting = vec![String::new()];
        // The root itself must be readable; what lies below it may not be.
        std::fs::read_dir(root)?;
        while let Some(below) = waiting.pop() {
            let path = folder.root.join(&below);
            if !walked.insert(identity(&path)?) {
                continue;
            }
            let entries = match std::fs::read_dir(&path) {
                Ok(entries) => entries,
                Err(error) => {
                    folder.unread.push((below, error.to_string()));
                    continue;
                }
            };
            for entry in entries.flatten() {
                let Some(name) = entry.file_name().to_str().map(str::to_owned) else {
                    folder.unread.push((entry.path().display().to_string(), "its name is no UTF-8".to_owned()));
                    continue;
                };
                let path = if below.is_empty() { name.clone() } else { format!("{below}/{name}") };
                // `metadata` follows a symbolic link; one that leads nowhere is no page of this site.
                let Ok(kind) = entry.file_type().and_then(|kind| {
                    if kind.is_symlink() { std::fs::metadata(entry.path()).map(|at| at.file_type()) } else { Ok(kind) }
                }) else {
                    if is_html(&name) {
                        folder.unread.push((path, "a symbolic link that leads nowhere".to_owned()));
                    }
                    continue;
                };
                if kind.is_dir() {
                    if !name.starts_with('.') {
                        waiting.push(path);
                    }
                } else if kind.is_file() && is_html(&name) && wanted(&format!("/{path}")) {
                    folder.pages.push(path);
                }
            }
        }
        folder.pages.sort_by(|a, b| order(a).cmp(&order(b)));
        folder.pages.truncate(at_most);
        Ok(folder)
    }

    /// The folder of the one file at `path`, with no other page in it.
    pub fn of_file(path: &Path, base: Option<Url>) -> io::Result<Self> {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        File::open(path)?;
        let root = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        Ok(Self {
            root: root.to_owned(),
            base: base.map_or_else(|| no_base().clone(), as_folder),
            pages: vec![name.to_owned()],
            unread: Vec::new(),
        })
    }

    /// The folder itself.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// How many pages it has.
    pub fn len(&self) -> usize {
        self.pages.len()
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.pages.is_empty()
    }

    /// The address that the file at `path` below the folder will have: `index.html` stands for its folder.
    pub fn address(&self, path: &str) -> Url {
        let path =
            path.strip_suffix("index.html").filter(|rest| rest.is_empty() || rest.ends_with('/')).unwrap_or(path);
        let mut url = self.base.clone();
        if let Ok(mut segments) = url.path_segments_mut() {
            segments.pop_if_empty().extend(path.split('/'));
        }
        url
    }

    /// The file that `url` means, if it lies in the folder.
    pub fn file(&self, url: &Url) -> Option<PathBuf> {
        let below = self.below(url)?;
        let path = percent_decode(below);
        // An address may not lead out of the folder; `Url` has already resolved dots that were written plainly.
        if path.split('/').any(|part| part == ".." || part.contains('\\') || part.contains('\0')) {
            return None;
        }
        Some(self.root.join(path))
    }

    fn below<'a>(&self, url: &'a Url) -> Option<&'a str> {
        (url.origin() == self.base.origin()).then(|| url.path().strip_prefix(self.base.path())).flatten()
    }

    /// Reads the start page alone, with its pictures.
    pub fn start_page(&self) -> Option<(Page, Images)> {
        let page = read_page(self, self.pages.first()?).ok()?.page;
        let mut images = Images::default();
        for url in pictures::named_by(&page) {
            if let Some(facts) = self.picture(&url) {
                images.insert(&url, facts);
            }
        }
        Some((page, images))
    }

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

    /// What the picture at `url` is; `None` where it lies outside the folder, so that it was not looked at.
    pub fn picture(&self, url: &Url) -> Option<ImageFacts> {
        let path = self.file(url)?;
        Some(
            read_picture(&path)
                .unwrap_or_else(|_| ImageFacts { fault: Some(ImageFault::NoSuchFile), ..ImageFacts::default() }),
        )
    }
}

impl Thumbnails for Folder {
    fn thumbnail(&self, url: &Url) -> Option<(ImageKind, Vec<u8>)> {
        let path = self.file(url)?;
        if std::fs::metadata(&path).ok()?.len() > PICTURE_AT_MOST {
            return None;
        }
        let bytes = std::fs::read(path).ok()?;
        match pages::image::header(&bytes) {
            Header::Known { kind, .. } => Some((kind, bytes)),
            _ => None,
        }
    }
}

impl Sources for Folder {
    fn source(&self, page: &Page) -> Option<Source> {
        let mut path = self.file(&page.url)?;
        if page.url.path().ends_with('/') {
            path.push("index.html");
        }
        Some(Source { path: path.to_str()?.to_owned(), bytes: std::fs::read(path).ok()? })
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
        for url in pictures::named_by(&read.page) {
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

fn read_page(folder: &Folder, path: &str) -> io::Result<pages::Read> {
    let body = std::fs::read(folder.root.join(path))?;
    Ok(pages::read(&body, pages::Source { url: folder.address(path), fetched: None }))
}

/// Reads as much of a picture as its header needs.
fn read_picture(path: &Path) -> io::Result<ImageFacts> {
    let mut file = File::open(path)?;
    let about = file.metadata()?;
    if !about.is_file() {
        return Err(io::Error::other("not a file"));
    }
    let mut facts = ImageFacts {
        bytes: Some(about.len()),
        declared: path.extension().and_then(|name| name.to_str()).and_then(by_extension),
        ..ImageFacts::default()
    };
    let mut first = Vec::new();
    let mut needs = 4096;
    loop {
        (&mut file).take(needs - first.len() as u64).read_to_end(&mut first)?;
        match pages::image::header(&first) {
            Header::Known { kind, width, height, animated } => {
                facts = ImageFacts { kind: Some(kind), width, height, animated, ..facts };
            }
            Header::More { needs: more, .. } if more > needs && needs < HEADER_AT_MOST.min(about.len()) => {
                needs = more.max(needs * 2).min(HEADER_AT_MOST);
                continue;
            }
            Header::More { kind, .. } | Header::Damaged(kind) => {
                facts.kind = Some(kind);
                facts.fault = Some(ImageFault::Damaged);
            }
            Header::Unknown => facts.fault = Some(ImageFault::NotAPicture),
        }
        return Ok(facts);
    }
}

/// The type that a web server would declare for a file with this ending.
fn by_extension(ending: &str) -> Option<ImageKind> {
    match ending.to_ascii_lowercase().as_str() {
        "jpg" | "jpeg" => Some(ImageKind::Jpeg),
        "png" => Some(ImageKind::Png),
        "gif" => Some(ImageKind::Gif),
        "webp" => Some(ImageKind::Webp),
        "avif" => Some(ImageKind::Avif),
        "svg" => Some(ImageKind::Svg),
        "ico" => Some(ImageKind::Ico),
        "bmp" => Some(ImageKind::Bmp),
        _ => None,
    }
}

fn is_html(name: &str) -> bool {
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    ["html", "htm", "xhtml"].iter().any(|known| ending.eq_ignore_ascii_case(known))
}

/// The start page first, then what lies near the root, then by name.
fn order(path: &str) -> (bool, usize, bool, &str) {
    let name = path.rsplit('/').next().unwrap_or(path);
    (path != "index.html", path.matches('/').count(), !name.starts_with("index."), path)
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
    let path = path.strip_suffix("index.html").unwrap_or(path);
    percent_decode(path.trim_end_matches('/'))
}

fn percent_decode(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        let decoded = (*first == b'%')
            .then(|| std::str::from_utf8(tail.get(..2)?).ok().and_then(|hex| u8::from_str_radix(hex, 16).ok()))
            .flatten();
        bytes.push(decoded.unwrap_or(*first));
        rest = if decoded.is_some() { &tail[2..] } else { tail };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn hash(text: &str) -> u64 {
    use std::hash::BuildHasher;
    rustc_hash::FxBuildHasher.hash_one(text)
}

fn no_base() -> &'static Url {
    static BASE: std::sync::OnceLock<Url> = std::sync::OnceLock::new();
    #[expect(clippy::expect_used, reason = "a constant, tested below")]
    BASE.get_or_init(|| Url::parse(NO_BASE).expect("a valid address"))
}

/// A base is a folder: `https://bakery.example/shop` means `https://bakery.example/shop/`.
fn as_folder(mut base: Url) -> Url {
    base.set_query(None);
    base.set_fragment(None);
    if !base.path().ends_with('/') {
        let path = format!("{}/", base.path());
        base.set_path(&path);
    }
    base
}

/// What tells two names of one folder apart from two folders.
#[cfg(unix)]
fn identity(path: &Path) -> io::Result<(u64, u64)> {
    use std::os::unix::fs::MetadataExt;
    std::fs::metadata(path).map(|at| (at.dev(), at.ino()))
}

/// What tells two names of one folder apart from two folders.
#[cfg(not(unix))]
fn identity(path: &Path) -> io::Result<PathBuf> {
    path.canonicalize()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bakery() -> (tempfile::TempDir, Folder) {
        let dir = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(dir.path().join("bread")).unwrap();
        for (path, text) in [
            ("index.html", "<title>Home</title><a href='bread/rye.html'>Rye</a><a href=bread/>All</a>"),
            ("bread/index.html", "<title>Bread</title><a href='rye.html?x#y'>Rye</a>"),
            ("bread/rye.html", "<title>Rye</title><a href='/'>Home</a>"),
            ("notes.txt", "no page"),
        ] {
            std::fs::write(dir.path().join(path), text).unwrap();
        }
        let folder =
            Folder::walk(dir.path(), Some(Url::parse("https://bakery.example/shop").unwrap()), &|_| true, 100).unwrap();
        (dir, folder)
    }

    #[test]
    fn a_file_has_the_address_that_it_will_live_at() {
        let (_dir, folder) = bakery();
        assert_eq!(folder.pages, ["index.html", "bread/index.html", "bread/rye.html"]);
        let addresses: Vec<String> = folder.pages.iter().map(|path| folder.address(path).to_string()).collect();
        assert_eq!(
            addresses,
            [
                "https://bakery.example/shop/",
                "https://bakery.example/shop/bread/",
                "https://bakery.example/shop/bread/rye.html"
            ]
        );
    }

    #[test]
    fn an_address_never_leads_out_of_the_folder() {
        let (dir, folder) = bakery();
        let file = |address: &str| folder.file(&Url::parse(address).unwrap());
        assert_eq!(file("https://bakery.example/shop/a%20b.png"), Some(dir.path().join("a b.png")));
        assert_eq!(file("https://bakery.example/shop/..%2f..%2fetc/passwd"), None);
        assert_eq!(file("https://elsewhere.example/shop/a.png"), None);
        assert_eq!(file("https://bakery.example/a.png"), None);
    }

    #[test]
    #[cfg(unix)]
    fn a_folder_that_links_to_itself_is_walked_once() {
        let (dir, _) = bakery();
        std::os::unix::fs::symlink(dir.path(), dir.path().join("bread/again")).unwrap();
        std::os::unix::fs::symlink("nowhere.html", dir.path().join("dead.html")).unwrap();
        let folder = Folder::walk(dir.path(), None, &|_| true, 100).unwrap();
        assert_eq!(folder.len(), 3);
        assert_eq!(folder.unread, [("dead.html".to_owned(), "a symbolic link that leads nowhere".to_owned())]);
    }

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
