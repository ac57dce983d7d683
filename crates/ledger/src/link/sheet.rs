//! Sheets: links as CSV, to mint many at once and to take them along.
//!
//! A sheet is read whole before anything is minted: all of its rows become links, or none. Columns are known by their
//! names, in any order; the separator is a comma, a semicolon or a tab, as the first line has it.

use std::borrow::Cow;
use std::io::Read;

use csv::{ByteRecord, ReaderBuilder};
use domain::Activity;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::{Form, Link};
use crate::Fault;
use crate::table::line;

/// Rows of one sheet.
pub const ROWS_AT_MOST: usize = 100_000;
/// Faults that are told at once.
const TOLD: usize = 5;

/// Columns that are read.
pub const COLUMNS: [&str; 9] =
    ["target", "activity", "network", "placement", "campaign", "parent", "form", "expires", "note"];
/// Columns that only a written sheet has; they are passed over when it is read.
pub const WRITTEN: [&str; 7] = ["code", "address", "made", "made_by", "withdrawn", "clicks", "unfurls"];

/// A row, as it was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The target.
    pub target: String,
    /// What it is for; a post where the column is not there or the cell is empty.
    pub activity: Activity,
    /// The network's id.
    pub network: Option<String>,
    /// Where there.
    pub placement: Option<String>,
    /// What it belongs to.
    pub campaign: Option<String>,
    /// The code of the link that it descends from.
    pub parent: Option<String>,
    /// What its address looks like; the page's own where nothing is said.
    pub form: Form,
    /// Until when it leads anywhere.
    pub expires: Option<Timestamp>,
    /// For people.
    pub note: Option<String>,
}

/// What a link brought, for a written sheet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Brought {
    /// Clicks.
    pub clicks: i64,
    /// Fetches by preview agents.
    pub unfurls: i64,
}

/// Reads a sheet, each row made by `make`. Where rows are wrong, the first five of them are told, by their lines.
pub fn read<T>(mut from: impl Read, mut make: impl FnMut(Row) -> Result<T, Fault>) -> Result<Vec<T>, Fault> {
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
    let places = Places::of(reader.byte_headers().map_err(|fault| broken(&fault))?)?;
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
        match places.row(&record).and_then(&mut make) {
            Ok(one) => made.push(one),
            Err(Fault::Store(fault)) => return Err(fault.into()),
            Err(fault) if wrong.len() < TOLD => {
                let line = record.position().map_or(0, csv::Position::line);
                wrong.push(format!("line {line}: {fault}"));
            }
            Err(_) => more += 1,
        }
    }
    if wrong.is_empty() {
        return Ok(made);
    }
    let more = if more > 0 { format!("; and {more} more") } else { String::new() };
    Err(Fault::wrong("sheet_rows_wrong", format!("no link was minted: {}{more}", wrong.join("; "))))
}

/// Where each column stands.
struct Places {
    columns: usize,
    at: [Option<usize>; COLUMNS.len()],
}

impl Places {
    fn of(head: &ByteRecord) -> Result<Self, Fault> {
        let mut at = [None; COLUMNS.len()];
        let known = || format!("a sheet of links has the columns {}; target is needed", COLUMNS.join(", "));
        for (place, name) in head.iter().enumerate() {
            let name = String::from_utf8_lossy(name).trim().to_lowercase();
            match COLUMNS.iter().position(|column| *column == name) {
                Some(column) if at[column].is_some() => {
                    return Err(Fault::wrong(
                        "columns_wrong",
                        format!("the column {name} is there twice: {}", known()),
                    ));
                }
                Some(column) => at[column] = Some(place),
                None if WRITTEN.contains(&&*name) || name.is_empty() => {}
                None => {
                    let name: String = name.chars().take(60).collect();
                    return Err(Fault::wrong("columns_wrong", format!("there is no column {name:?}: {}", known())));
                }
            }
        }
        if at[0].is_none() {
            return Err(Fault::wrong("columns_wrong", format!("the column target is missing: {}", known())));
        }
        Ok(Self { columns: head.len(), at })
    }

    fn row(&self, record: &ByteRecord) -> Result<Row, Fault> {
        if record.len() > self.columns {
            let says = format!(
                "it has {} cells, the first line {}: put a cell with a separator in it into quotation marks",
                record.len(),
                self.columns
            );
            return Err(Fault::wrong("row_wrong", says));
        }
        let cell = |column: &str| -> Result<Option<String>, Fault> {
            let place = COLUMNS.iter().position(|it| *it == column).and_then(|column| self.at[column]);
            let Some(bytes) = place.and_then(|place| record.get(place)) else { return Ok(None) };
            let text = std::str::from_utf8(bytes).map_err(|_| {
                Fault::wrong("row_wrong", format!("the cell of {column} is not UTF-8: save the sheet as CSV UTF-8"))
            })?;
            Ok(Some(text.trim().to_owned()).filter(|text| !text.is_empty()))
        };
        let wrong = |says: String| Fault::wrong("row_wrong", says);
        let activity = cell("activity")?.map_or(Ok(Activity::Post), |name| {
            name.to_lowercase().parse::<Activity>().map_err(|fault| wrong(fault.to_string()))
        })?;
        let form = cell("form")?.map_or(Ok(Form::Page), |name| {
            Form::of(&name.to_lowercase()).ok_or_else(|| wrong(format!("{name:?} is no form: write page or short")))
        })?;
        Ok(Row {
            target: cell("target")?.ok_or_else(|| wrong("it has no target".to_owned()))?,
            activity,
            network: cell("network")?.map(|network| network.to_lowercase()),
            placement: cell("placement")?,
            campaign: cell("campaign")?,
            parent: cell("parent")?,
            form,
            expires: cell("expires")?
                .map(|typed| instant(&typed).ok_or_else(|| wrong(no_instant(&typed))))
                .transpose()?,
            note: cell("note")?,
        })
    }
}

/// `2026-12-24` (its end, UTC) or `2026-12-24T18:00:00+01:00`.
fn instant(typed: &str) -> Option<Timestamp> {
    let end_of = |day: Date| Some(day.tomorrow().ok()?.to_zoned(TimeZone::UTC).ok()?.timestamp());
    typed.parse().ok().or_else(|| end_of(typed.parse().ok()?))
}

fn no_instant(typed: &str) -> String {
    format!("{typed:?} is no day: write 2026-12-24, or an instant such as 2026-12-24T18:00:00+01:00")
}

/// The first line of a written sheet.
pub fn head() -> Vec<u8> {
    line(WRITTEN[..2].iter().chain(&COLUMNS).chain(&WRITTEN[2..]).map(|column| Cow::Borrowed(*column)))
}

/// A link's line of a written sheet. A cell that a spreadsheet would take for a formula has an apostrophe in front.
pub fn written(link: &Link, address: &str, brought: Brought) -> Vec<u8> {
    let time = |at: Option<i64>| {
        let at = at.and_then(|at| Timestamp::from_microsecond(at).ok());
        Cow::Owned(at.map_or_else(String::new, |at| at.to_string()))
    };
    let text = |text: &Option<String>| text.as_deref().map_or(Cow::Borrowed(""), |text| Cow::Owned(text.to_owned()));
    line([
        Cow::Borrowed(&*link.code),
        Cow::Borrowed(address),
        Cow::Borrowed(&*link.target),
        Cow::Borrowed(&*link.activity),
        text(&link.network),
        text(&link.placement),
        text(&link.campaign),
        text(&link.parent),
        Cow::Borrowed(&*link.form),
        time(link.expires_at),
        text(&link.note),
        time(Some(link.made_at)),
        Cow::Borrowed(&*link.made_by),
        time(link.withdrawn_at),
        Cow::Owned(brought.clicks.to_string()),
        Cow::Owned(brought.unfurls.to_string()),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: impl AsRef<[u8]>) -> Result<Vec<Row>, String> {
        read(text.as_ref(), Ok).map_err(|fault| fault.to_string())
    }

    #[test]
    fn columns_are_known_by_their_names_in_any_order() {
        let plain = rows("target\nhttps://a.example/\n\n https://b.example/ \n").unwrap();
        assert_eq!((plain.len(), plain[0].activity, &*plain[1].target), (2, Activity::Post, "https://b.example/"));
        for text in [
            "\u{feff}Note;target;ACTIVITY;expires\r\n\"rye; new\";/bread;ad;2026-12-24\r\n",
            "note,target,activity,expires,code,clicks\n\"rye; new\",/bread,ad,2026-12-25T00:00:00Z,k,7\n",
            "note\ttarget\tactivity\texpires\nrye; new\t/bread\tad\t2026-12-25T01:00:00+01:00",
        ] {
            let row = &rows(text).unwrap()[0];
            assert_eq!((&*row.target, row.activity, row.note.as_deref()), ("/bread", Activity::Ad, Some("rye; new")));
            assert_eq!(row.expires.unwrap().to_string(), "2026-12-25T00:00:00Z", "{text}");
        }
    }

    #[test]
    fn what_is_wrong_is_told_with_its_place() {
        for (text, told) in [
            ("", "the column target is missing"),
            ("goal\nx\n", "no column \"goal\""),
            ("target,target\n", "twice"),
            ("target,activity\n/a,post\n/b,tweet\n", "line 3: \"tweet\" is no activity"),
            ("target,note\n\"/a\n\",x\n,y\n", "line 4: it has no target"),
            ("target\n/a,b\n", "line 2: it has 2 cells"),
            ("target,expires\n/a,soon\n", "line 2: \"soon\" is no day"),
            ("target,form\n/a,long\n", "page or short"),
        ] {
            let says = rows(text).unwrap_err();
            assert!(says.contains(told), "{text:?}: {says}");
        }
        assert!(rows(b"target,note\n/a,\xff\n").unwrap_err().contains("not UTF-8"));
        let many: String = "target,form\n".to_owned() + &"/a,x\n".repeat(9);
        assert!(rows(many).unwrap_err().ends_with("and 4 more"));
    }

    #[test]
    fn a_hundred_thousand_rows_are_taken_and_one_more_is_not() {
        let mut text = "target\n".to_owned() + &"https://a.example/\n".repeat(ROWS_AT_MOST);
        assert_eq!(rows(&text).unwrap().len(), ROWS_AT_MOST);
        text.push_str("https://a.example/\n");
        assert!(rows(&text).unwrap_err().contains("more than 100000 rows"));
    }

    #[test]
    fn a_written_sheet_holds_no_formula_and_can_be_read_again() {
        let link = Link {
            code: "k7q4mxz".into(),
            site: "s".into(),
            target: "https://a.example/?a=\"b\"".into(),
            activity: "post".into(),
            network: None,
            placement: Some("-bio".into()),
            campaign: Some("@spring".into()),
            parent: None,
            form: "page".into(),
            note: Some("=HYPERLINK(\"https://evil.example/\")".into()),
            made_by: "+Ada".into(),
            made_at: 0,
            expires_at: Some(0),
            withdrawn_at: None,
        };
        let mut sheet = head();
        sheet.extend(written(&link, "https://a.example/?e=k7q4mxz", Brought { clicks: 7, unfurls: 1 }));
        let text = String::from_utf8(sheet).unwrap();
        for cell in [",'-bio,", ",'@spring,", ",\"'=HYPERLINK(\"\"", ",'+Ada,"] {
            assert!(text.contains(cell), "{cell} in {text}");
        }
        let row = &rows(&text).unwrap()[0];
        assert_eq!((&row.target, row.expires), (&link.target, Some(Timestamp::UNIX_EPOCH)));
        // On the way in, a cell is text, whatever it looks like.
        let typed = rows("target,note\n/a,=1+1\n").unwrap();
        assert_eq!(typed[0].note.as_deref(), Some("=1+1"));
    }
}
