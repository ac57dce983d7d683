//! Console: the files of what a person sees in a browser, built by npm and Vite and embedded.
//!
//! It never opens a socket, reads no file while it runs and knows nothing of the API: whoever serves asks it for a path.
//! Start at [`file`]; the sources stand in `app/`, and `build.rs` says what is embedded where Node is missing.

use std::borrow::Cow;

include!(concat!(env!("OUT_DIR"), "/files.rs"));

/// What a browser shall keep to: only files of this server, no script or style inside the page. Pictures of audited
/// pages come from this server too, so that the console tells nobody what it shows. Every file of the console holds to it.
pub const POLICY: &str = "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; \
     form-action 'self'; frame-ancestors 'none'";

const PLAIN: &str = include_str!("plain.html");

/// One file as it is embedded.
struct Embedded {
    path: &'static str,
    kind: &'static str,
    immutable: bool,
    bytes: &'static [u8],
    brotli: Option<&'static [u8]>,
    gzip: Option<&'static [u8]>,
}

/// A file to serve.
#[derive(Clone, Debug)]
pub struct File {
    /// Its content.
    pub bytes: Cow<'static, [u8]>,
    /// For `Content-Type`.
    pub kind: &'static str,
    /// Its name holds a hash of its content: a browser may keep it for good. Others are to be asked for each time.
    pub immutable: bool,
    /// The content compressed with Brotli, for `Content-Encoding: br`; `None` where that gains nothing.
    pub brotli: Option<&'static [u8]>,
    /// The content compressed with gzip.
    pub gzip: Option<&'static [u8]>,
}

impl From<&Embedded> for File {
    fn from(file: &Embedded) -> Self {
        Self {
            bytes: Cow::Borrowed(file.bytes),
            kind: file.kind,
            immutable: file.immutable,
            brotli: file.brotli,
            gzip: file.gzip,
        }
    }
}

/// The file at `path`, such as `assets/index-Bx3f.js`, with or without a slash before it. `None` for anything else: the
/// console's own addresses (`/sites/7`) are no files, and get [`index`].
pub fn file(path: &str) -> Option<File> {
    let path = path.strip_prefix('/').unwrap_or(path);
    let at = FILES.binary_search_by(|file| file.path.cmp(path)).ok()?;
    FILES.get(at).map(File::from)
}

/// The page that every address of the console begins with. Without a build, a plain one that says what to install.
pub fn index() -> File {
    file("index.html").unwrap_or(File {
        bytes: Cow::Borrowed(PLAIN.as_bytes()),
        kind: "text/html; charset=utf-8",
        immutable: false,
        brotli: None,
        gzip: None,
    })
}

/// Whether the console itself is embedded, and not only the page that says how to build it.
pub fn is_built() -> bool {
    !FILES.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(file: &File) -> String {
        String::from_utf8(file.bytes.to_vec()).unwrap()
    }

    /// The addresses on this server that a page of HTML names.
    fn named(page: &str) -> Vec<&str> {
        page.split(['"']).filter(|part| part.starts_with('/') && part.len() > 1).collect()
    }

    #[test]
    fn there_is_always_a_page() {
        let index = index();
        assert!(text(&index).contains("<title>Tidings"));
        assert!(!index.immutable);
    }

    #[test]
    fn all_that_the_page_names_is_embedded() {
        for path in named(&text(&index())) {
            assert!(file(path).is_some(), "{path} is named and not there");
        }
    }

    #[test]
    fn an_address_of_the_console_is_no_file() {
        for path in ["", "/", "/sites/7", "../Cargo.toml", "/assets/", "/index.html.br"] {
            assert!(file(path).is_none(), "{path}");
        }
    }

    #[test]
    fn what_is_kept_for_good_has_its_hash_in_its_name() {
        for embedded in FILES.iter().filter(|file| file.immutable) {
            let stem = embedded.path.rsplit_once('.').unwrap().0;
            assert!(stem.len() > 9 && stem.as_bytes()[stem.len() - 9] == b'-', "{}", embedded.path);
        }
    }

    #[test]
    fn the_page_has_no_script_or_style_inside_that_the_policy_would_refuse() {
        for page in [PLAIN.to_owned(), text(&index())] {
            assert!(!page.contains("<style") && !page.contains("style=") && !page.contains("<script>"));
        }
    }

    #[test]
    fn what_the_page_names_weighs_less_than_the_budget() {
        let weight: usize = named(&text(&index()))
            .into_iter()
            .filter_map(file)
            .map(|file| file.gzip.map_or(file.bytes.len(), <[u8]>::len))
            .sum();
        assert!(weight < 150_000, "{weight} bytes");
    }
}
