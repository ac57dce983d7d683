//! What a user asks to have audited.

use std::path::{Path, PathBuf};

use url::Url;

/// What a user asks to have audited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// A website, from this address on.
    Address(Url),
    /// A sitemap on the web: its pages and no others.
    Sitemap(Url),
    /// A folder of HTML.
    Folder(PathBuf),
    /// One HTML file.
    File(PathBuf),
    /// A sitemap or a list of addresses in a file.
    ListFile(PathBuf),
    /// A list of addresses on stdin.
    Stdin,
}

/// Why a text is no target.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TargetFault {
    /// Neither a file nor an address.
    #[error(
        "{0} is neither a file or folder here nor an address: give a path that exists, or an address such as https://bakery.example"
    )]
    Nothing(String),
    /// Another scheme than http and https.
    #[error("{0} cannot be read: only http and https addresses, files and folders can")]
    Scheme(String),
}

impl Target {
    /// What `text` means: what lies at that path, else the address; a bare host is asked over https.
    pub fn parse(text: &str) -> Result<Self, TargetFault> {
        if text == "-" {
            return Ok(Self::Stdin);
        }
        if let Some((scheme, _)) = text.split_once("://") {
            let url = Url::parse(text).map_err(|_| TargetFault::Nothing(text.to_owned()))?;
            return match scheme.to_ascii_lowercase().as_str() {
                "http" | "https" if url.has_host() => Ok(Self::of_address(url)),
                _ => Err(TargetFault::Scheme(text.to_owned())),
            };
        }
        let path = Path::new(text);
        if path.is_dir() {
            return Ok(Self::Folder(path.to_owned()));
        }
        if path.exists() {
            let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or("").to_ascii_lowercase();
            return Ok(match ending.as_str() {
                "xml" | "gz" | "txt" | "rss" | "atom" => Self::ListFile(path.to_owned()),
                _ => Self::File(path.to_owned()),
            });
        }
        let host = text.split(['/', ':']).next().unwrap_or("");
        let looks_like_a_host =
            host.eq_ignore_ascii_case("localhost") || (host.contains('.') && !host.starts_with('.'));
        if !looks_like_a_host {
            return Err(TargetFault::Nothing(text.to_owned()));
        }
        // A server on this machine seldom has a certificate; every site on the web should.
        let local = host.eq_ignore_ascii_case("localhost") || host.starts_with("127.");
        let scheme = if local { "http" } else { "https" };
        Url::parse(&format!("{scheme}://{text}"))
            .map(Self::of_address)
            .map_err(|_| TargetFault::Nothing(text.to_owned()))
    }

    fn of_address(url: Url) -> Self {
        let path = url.path().strip_suffix(".gz").unwrap_or(url.path());
        let is_list = Path::new(path).extension().is_some_and(|ending| ending.eq_ignore_ascii_case("xml"));
        if is_list { Self::Sitemap(url) } else { Self::Address(url) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(text: &str) -> String {
        match Target::parse(text) {
            Ok(Target::Address(url)) => url.to_string(),
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn a_bare_host_is_an_address() {
        assert_eq!(address("bakery.example"), "https://bakery.example/");
        assert_eq!(address("localhost:8000/shop"), "http://localhost:8000/shop");
        assert_eq!(address("127.0.0.1:8000"), "http://127.0.0.1:8000/");
        assert_eq!(address("HTTPS://Bakery.example"), "https://bakery.example/");
    }

    #[test]
    fn what_lies_there_comes_before_what_it_might_mean() {
        let dir = tempfile::tempdir().unwrap();
        let folder = dir.path().join("bakery.example");
        std::fs::create_dir(&folder).unwrap();
        assert_eq!(Target::parse(folder.to_str().unwrap()), Ok(Target::Folder(folder.clone())));
        for (name, list) in [("sitemap.xml", true), ("sitemap.xml.gz", true), ("page.html", false)] {
            let file = folder.join(name);
            std::fs::write(&file, "").unwrap();
            let target = Target::parse(file.to_str().unwrap()).unwrap();
            assert_eq!(matches!(target, Target::ListFile(_)), list, "{name}");
        }
    }

    #[test]
    fn a_mistyped_path_is_told_as_such() {
        for text in ["publik", "./publik", "../site", "ftp://bakery.example", "http://"] {
            let fault = Target::parse(text).unwrap_err().to_string();
            assert!(fault.starts_with(text), "{fault}");
        }
    }
}
