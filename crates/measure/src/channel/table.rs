//! Tables of data as they stand in files: a line a row, `;` between the cells, `#` for remarks.

/// Lines that are no remarks.
pub(super) fn lines(text: &'static str) -> impl Iterator<Item = &'static str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// Rows of `N` cells; a row that has another number of them is none, and a test of each table says so.
pub(super) fn rows<const N: usize>(text: &'static str) -> impl Iterator<Item = [&'static str; N]> {
    lines(text).filter_map(|line| {
        let mut cells = line.splitn(N, ';').map(str::trim);
        let row = std::array::from_fn(|_| cells.next());
        row.iter().all(Option::is_some).then(|| row.map(Option::unwrap_or_default))
    })
}

/// A word of a table in which `%20` is a space.
pub(super) fn spaced(word: &str) -> String {
    word.replace("%20", " ")
}
