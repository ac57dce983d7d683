//! `--include` and `--exclude`: which paths of a site are read.

/// Patterns over paths: `*` stands for anything, also for slashes; a pattern without `*` stands for all that begins with it.
#[derive(Clone, Debug, Default)]
pub struct Patterns {
    include: Vec<String>,
    exclude: Vec<String>,
}

impl Patterns {
    /// Wants what matches one of `include` (all, where there is none) and none of `exclude`.
    pub fn new(include: &[String], exclude: &[String]) -> Self {
        Self { include: include.to_vec(), exclude: exclude.to_vec() }
    }

    /// Whether the page at `path` (with its query) is wanted.
    pub fn want(&self, path: &str) -> bool {
        let matches = |pattern: &String| matches(pattern, path);
        (self.include.is_empty() || self.include.iter().any(matches)) && !self.exclude.iter().any(matches)
    }
}

fn matches(pattern: &str, path: &str) -> bool {
    let mut parts = pattern.split('*');
    let first = parts.next().unwrap_or("");
    let Some(mut rest) = path.strip_prefix(first) else { return false };
    let mut parts = parts.peekable();
    if parts.peek().is_none() {
        return true;
    }
    while let Some(part) = parts.next() {
        if parts.peek().is_none() {
            return rest.ends_with(part);
        }
        let Some(at) = rest.find(part) else { return false };
        rest = &rest[at + part.len()..];
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_stands_for_anything() {
        for (pattern, path, hit) in [
            ("/blog/*", "/blog/2026/rye.html", true),
            ("/blog", "/blog/2026/rye.html", true),
            ("*.html", "/a/b.html", true),
            ("*.html", "/a/b.htm", false),
            ("/*/print", "/a/b/print", true),
            ("/*/print", "/print", false),
            ("*a*a", "/a", false),
        ] {
            assert_eq!(matches(pattern, path), hit, "{pattern} {path}");
        }
    }

    #[test]
    fn what_is_excluded_is_not_wanted_even_if_included() {
        let patterns = Patterns::new(&["/blog".to_owned()], &["/blog/draft*".to_owned()]);
        assert_eq!(["/blog/a", "/blog/draft-1", "/shop"].map(|path| patterns.want(path)), [true, false, false]);
    }
}
