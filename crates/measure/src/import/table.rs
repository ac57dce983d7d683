//! A table as programs export it: CSV with commas, semicolons or tabs, in UTF-8 or UTF-16, remarks above it.

use std::borrow::Cow;

use jiff::civil::Date;

use super::{MOST_ROWS, NotRead};

/// Lines above the names of columns.
const MOST_REMARKS: usize = 40;

/// Names and rows.
pub(super) struct Table {
    names: Vec<String>,
    rows: Vec<csv::StringRecord>,
    remarks: Vec<String>,
    /// Rows that are no CSV.
    pub(super) broken: u64,
}

/// `bytes` as text, by the mark that they begin with.
pub(super) fn text(bytes: &[u8]) -> Cow<'_, str> {
    let wide = |bytes: &[u8], of: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = bytes.chunks_exact(2).map(|pair| of([pair[0], pair[1]])).collect();
        Cow::Owned(String::from_utf16_lossy(&units))
    };
    match bytes {
        [0xff, 0xfe, rest @ ..] => wide(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => wide(rest, u16::from_be_bytes),
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8_lossy(rest),
        bytes => String::from_utf8_lossy(bytes),
    }
}

impl Table {
    /// Reads it: what begins with `#`, and empty lines, stand above it.
    pub(super) fn of(bytes: &[u8]) -> Result<Self, NotRead> {
        let text = text(bytes);
        let mut remarks = Vec::new();
        let mut rest = &*text;
        while let Some((line, after)) = rest.split_once('\n') {
            let bare = line.trim().trim_matches(',');
            if !(bare.is_empty() || bare.starts_with('#')) || remarks.len() > MOST_REMARKS {
                break;
            }
            remarks.push(bare.trim_start_matches(['#', ' ']).to_owned());
            rest = after;
        }
        let first = rest.lines().next().unwrap_or_default();
        let many = |sign| first.matches(sign).count();
        let delimiter = [b',', b';', b'\t'].into_iter().max_by_key(|sign| (many(char::from(*sign)), *sign == b','));
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(delimiter.unwrap_or(b','))
            .has_headers(false)
            .flexible(true)
            .from_reader(rest.as_bytes());
        let (mut names, mut rows, mut broken) = (None, Vec::new(), 0);
        for record in reader.records() {
            let Ok(record) = record else {
                broken += 1;
                continue;
            };
            match &names {
                None => names = Some(record.iter().map(|name| name.trim().to_lowercase()).collect()),
                Some(_) if rows.len() >= MOST_ROWS => {
                    return Err(NotRead(format!("it has more than {MOST_ROWS} rows: bring it in by month").into()));
                }
                Some(_) => rows.push(record),
            }
        }
        let names = names.ok_or(NotRead("it is empty".into()))?;
        Ok(Self { names, rows, remarks, broken })
    }

    /// The column that is called one of `names`, in small letters.
    pub(super) fn column(&self, names: &[&str]) -> Option<usize> {
        names.iter().find_map(|name| self.names.iter().position(|it| it == name))
    }

    /// As [`column`](Self::column); it says what is missing.
    pub(super) fn needed(&self, names: &[&str], remedy: &'static str) -> Result<usize, NotRead> {
        self.column(names)
            .ok_or_else(|| NotRead(format!("it has no column \u{201c}{}\u{201d}: {remedy}", names[0]).into()))
    }

    pub(super) fn rows(&self) -> &[csv::StringRecord] {
        &self.rows
    }

    /// What the remark that begins with `name` says.
    pub(super) fn remark(&self, name: &str) -> Option<&str> {
        self.remarks.iter().find_map(|remark| remark.strip_prefix(name)).map(|rest| rest.trim_start_matches(':').trim())
    }
}

/// A cell of a row; empty where there is none.
pub(super) fn cell(row: &csv::StringRecord, column: Option<usize>) -> &str {
    column.and_then(|column| row.get(column)).unwrap_or_default().trim()
}

/// A count: `1234`, `1,234`, `12.0`.
pub(super) fn count(text: &str) -> Option<u64> {
    let whole = text.strip_suffix(".0").unwrap_or(text);
    let digits: String =
        whole.chars().filter(|sign| !matches!(sign, ',' | '\u{a0}' | '\u{202f}' | '\'' | ' ')).collect();
    digits.parse().ok()
}

/// A day: `2026-10-09`, `20261009`, or the beginning of a time.
pub(super) fn day(text: &str) -> Option<Date> {
    let bytes = text.as_bytes();
    if bytes.len() == 8 && bytes.iter().all(u8::is_ascii_digit) {
        return format!("{}-{}-{}", &text[..4], &text[4..6], &text[6..]).parse().ok();
    }
    text.get(..10)?.parse().ok()
}
