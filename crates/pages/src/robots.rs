//! robots.txt as Google reads it.

/// Whether `text` lets `agent` (a product token such as `facebookexternalhit`) read `path` (path and query of an address).
pub fn allows(text: &str, agent: &str, path: &str) -> Verdict {
    let _ = (text, agent, path);
    Verdict { allowed: true, line: None }
}

/// What robots.txt says, and the line that says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// Whether it may be read.
    pub allowed: bool,
    /// The deciding line: number from 1, and text.
    pub line: Option<(usize, String)>,
}

/// The delay in seconds that `text` asks of `agent`, where it does.
pub fn crawl_delay(text: &str, agent: &str) -> Option<f64> {
    let _ = (text, agent);
    None
}

/// Addresses of sitemaps that `text` names.
pub fn sitemaps(text: &str) -> Vec<String> {
    let _ = text;
    Vec::new()
}
