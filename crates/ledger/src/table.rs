//! Tables: CSV as people hand it in and take it along, whatever it is about.
//!
//! Columns are known by their names, in any order; the separator is a comma, a semicolon or a tab, as the first line has
//! it. A table is read whole before anything of it is kept: all of its rows, or none.

use std::borrow::Cow;
use std::io::Read;

use csv::{ByteRecord, ReaderBuilder, WriterBuilder};

use crate::Fault;

/// Rows of one table.
pub const ROWS_AT_MOST: usize = 100_000;
/// Faults that are told at once.
const TOLD: usize = 5;

/// A row, its cells known by the names of their columns.
#[derive(Debug)]
pub struct Cells<'a> {
    names: &'a [String],
    record: &'a ByteRecord,
}

impl Cells<'_> {
    /// The cell of the column of this name, trimmed; `None` where the column is not there or the cell is empty.
    pub fn get(&self, column: &str) -> Result<Option<String>, Fault> {
        let place = self.names.iter().position(|name| name == column);
        let Some(bytes) = place.and_then(|place| self.record.get(place)) else { return Ok(None) };
        let text = std::str::from_utf8(bytes)
            .map_err(|_| row_wrong(format!("the cell of {column} is not UTF-8: save the sheet as CSV UTF-8")))?;
        Ok(Some(text.trim().to_owned()).filter(|text| !text.is_empty()))
    }

    /// The number of the row's line, the first line with the names being 1.
    pub fn line(&self) -> u64 {
        self.record.position().map_or(0, csv::Position::line)
    }

    /// All cells, as they are.
    pub fn record(&self) -> &ByteRecord {
        self.record
    }
}

/// Why a row cannot be used.
pub fn row_wrong(says: impl Into<String>) -> Fault {
    Fault::wrong("row_wrong", says)
}

/// Reads a table: `head` is given the names of its columns, in small letters, and may give them others; then `make` is
/// given each row. Where rows are wrong, the first five of them are told, by their lines.
pub fn read<T>(
    mut from: impl Read,
    head: impl FnOnce(&mut Vec<String>) -> Result<(), Fault>,
    mut make: impl FnMut(&Cells<'_>) -> Result<T, Fault>,
) -> Result<Vec<T>, Fault> {
    let broken = |fault: &dyn std::fmt::Display| Fault::wrong("sheet_unreadable", format!("the sheet: {fault}"));
    // The separator shows in the first line, before which a byte-order mark may stand.
    let mut begin = Vec::new();
    from.by_ref().take(4_096).read_to_end(&mut begin).map_err(|fault| broken(&fault))?;
    let first = begin.split(|byte| matches!(byte, b'\n' | b'\r')).next().unwrap_or_default();
    let separator = [b';', b'\t'].into_iter().find(|it| first.contains(it) && !first.contains(&b','));
    let begin = begin.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&begin).to_vec();
    let mut reader = ReaderBuilder::new()
        .delimiter(separator.unwrap_or(b','))
        .flexible(true)
        .from_reader(begin.as_slice().chain(from));
    let names = reader.byte_headers().map_err(|fault| broken(&fault))?;
    let mut names: Vec<String> = names.iter().map(|name| String::from_utf8_lossy(name).trim().to_lowercase()).collect();
    head(&mut names)?;
    for (place, name) in names.iter().enumerate() {
        if !name.is_empty() && names[..place].contains(name) {
            return Err(Fault::wrong("columns_wrong", format!("the column {name} is there twice: take one out")));
        }
    }
    let (mut made, mut wrong, mut more) = (Vec::new(), Vec::new(), 0_usize);
    let mut record = ByteRecord::new();
    while reader.read_byte_record(&mut record).map_err(|fault| broken(&fault))? {
        if record.iter().all(|cell| cell.trim_ascii().is_empty()) {
            continue;
        }
        if made.len() + wrong.len() + more >= ROWS_AT_MOST {
            let says = format!("the sheet has more than {ROWS_AT_MOST} rows: split it");
            return Err(Fault::wrong("sheet_too_long", says));
        }
        let made_of_it = if record.len() > names.len() {
            Err(row_wrong(format!(
                "it has {} cells, the first line {}: put a cell with a separator in it into quotation marks",
                record.len(),
                names.len()
            )))
        } else {
            make(&Cells { names: &names, record: &record })
        };
        match made_of_it {
            Ok(one) => made.push(one),
            Err(Fault::Store(fault)) => return Err(fault.into()),
            Err(fault) if wrong.len() < TOLD => {
                let line = Cells { names: &names, record: &record }.line();
                wrong.push(format!("line {line}: {fault}"));
            }
            Err(_) => more += 1,
        }
    }
    if wrong.is_empty() {
        return Ok(made);
    }
    let more = if more > 0 { format!("; and {more} more") } else { String::new() };
    Err(Fault::wrong("sheet_rows_wrong", format!("nothing was kept: {}{more}", wrong.join("; "))))
}

/// A line of a written table. A cell that a spreadsheet would take for a formula has an apostrophe in front.
pub fn line<'a>(cells: impl IntoIterator<Item = Cow<'a, str>>) -> Vec<u8> {
    let mut out = WriterBuilder::new().from_writer(Vec::new());
    let cells: Vec<Cow<'a, str>> = cells.into_iter().map(harmless).collect();
    // Into memory; there is nothing that could fail.
    let _ = out.write_record(cells.iter().map(|cell| cell.as_bytes()));
    let _ = out.flush();
    out.into_inner().unwrap_or_default()
}

/// `cell` as no program takes it for a formula.
fn harmless(cell: Cow<'_, str>) -> Cow<'_, str> {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { Cow::Owned(format!("'{cell}")) } else { cell }
}
