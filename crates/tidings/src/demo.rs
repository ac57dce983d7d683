//! The small site that comes with the program, so that the first audit works offline. All of it is demo data.

use std::io;
use std::path::{Path, PathBuf};

use rust_embed::RustEmbed;
use url::Url;

/// Where the small site pretends to live.
pub(crate) const NAME: &str = "https://bakery.example/";

#[derive(RustEmbed)]
#[folder = "site/"]
struct Files;

/// Whether a file of the folder tells about the site, and is no part of it.
fn is_about(name: &str) -> bool {
    name == "README.md" || name == "expected.json" || Path::new(name).extension().is_some_and(|ending| ending == "py")
}

/// [`NAME`] as an address.
pub(crate) fn base() -> Url {
    #[expect(clippy::expect_used, reason = "a constant, tested below")]
    Url::parse(NAME).expect("an address")
}

/// The file `name` of the small site: `pictures/oven.jpg`.
pub(crate) fn file(name: &str) -> Option<Vec<u8>> {
    Files::get(name).map(|file| file.data.into_owned())
}

/// Writes the small site into a folder of its own below `folder`, and answers where.
pub(crate) fn write(folder: &Path) -> io::Result<PathBuf> {
    let site = folder.join("bakery.example");
    for name in Files::iter().filter(|name| !is_about(name)) {
        let Some(file) = Files::get(&name) else { continue };
        let path = site.join(name.as_ref());
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent)?;
        }
        std::fs::write(path, file.data)?;
    }
    Ok(site)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_small_site_is_written_whole() {
        let dir = tempfile::tempdir().unwrap();
        let site = write(dir.path()).unwrap();
        assert!(site.join("index.html").is_file());
        assert!(site.join("pictures/shop.jpg").is_file());
        assert!(!site.join("pictures/make.py").exists() && !site.join("expected.json").exists());
        assert_eq!(base().as_str(), NAME);
    }
}
