//! The sheet's data in the file: scripts of the type application/json, which the report's own script reads.

use std::io::{self, Write};

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;

use super::markup;
use super::plain::Table;
use crate::audit::{Audit, Judged};
use crate::report::Options;
use crate::report::sheet::{self, Carrier, Index, Rest};

/// Writes all pages, and hands the first ones to `table`.
pub(super) fn write(
    audit: &Audit,
    start: &Judged,
    options: &Options<'_>,
    table: &mut Table,
    out: &mut dyn Write,
) -> io::Result<()> {
    let site = sheet::write(audit, start, options.thumbnails, &mut Scripts(out), &mut |judged| table.add(judged))?;
    write!(out, "<script type=\"application/json\" id=\"report-site\">")?;
    markup::json(&site, out)?;
    writeln!(out, "</script>")
}

/// Carries a sheet as scripts.
struct Scripts<'a>(&'a mut dyn Write);

impl Carrier for Scripts<'_> {
    fn picture(&mut self, number: u32, mime: &str, bytes: &[u8]) -> io::Result<()> {
        let written = format!("data:{mime};base64,{}", BASE64_STANDARD.encode(bytes));
        write!(self.0, "<script type=\"application/json\" id=\"picture-{number}\">")?;
        markup::json(&written, self.0)?;
        writeln!(self.0, "</script>")
    }

    fn hundred(&mut self, _: usize, index: &Index, rest: &Rest<'_>) -> io::Result<()> {
        write!(self.0, "<script type=\"application/json\" class=\"report-index\">")?;
        markup::json(index, self.0)?;
        write!(self.0, "</script>\n<script type=\"application/json\" class=\"report-pages\">")?;
        markup::json(rest, self.0)?;
        writeln!(self.0, "</script>")
    }
}
