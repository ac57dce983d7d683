//! A folder of HTML as a site: walked once, read on all cores, its pictures read from disk.
//!
//! Walking it and its addresses stand here; `read.rs` reads the pages, `pictures.rs` the pictures, `unpack.rs` makes a
//! folder of an archive that somebody handed in.

mod pictures;
mod read;
pub(crate) mod tar;
mod unpack;

use std::collections::HashSet;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use domain::{ImageFacts, ImageFault, Images, Page};
use url::Url;

pub use read::FolderRead;
pub use unpack::{AtMost, Refused, Unpacked, innermost, unpack};

use super::pictures::named_by;

/// Where a folder without `--base` is read: a host that cannot exist (RFC 2606), so that nothing is mistaken for an address.
pub const NO_BASE: &str = "https://folder.invalid/";

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
        for url in named_by(&page) {
            if let Some(facts) = self.picture(&url) {
                images.insert(&url, facts);
            }
        }
        Some((page, images))
    }

    /// What the picture at `url` is; `None` where it lies outside the folder, so that it was not looked at.
    pub fn picture(&self, url: &Url) -> Option<ImageFacts> {
        let path = self.file(url)?;
        Some(
            pictures::read(&path)
                .unwrap_or_else(|_| ImageFacts { fault: Some(ImageFault::NoSuchFile), ..ImageFacts::default() }),
        )
    }
}

fn read_page(folder: &Folder, path: &str) -> io::Result<pages::Read> {
    let body = std::fs::read(folder.root.join(path))?;
    Ok(pages::read(&body, pages::Source { url: folder.address(path), fetched: None }))
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

    pub(super) fn bakery() -> (tempfile::TempDir, Folder) {
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
}
