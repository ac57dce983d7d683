//! The report in all its forms, over an invented site and over one that means harm.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "these are tests, helpers and all")]

mod addresses;
mod baseline;
mod demo;
mod html;
mod machines;
mod schema;
mod sheet;
mod terminal;

use optimize::audit::Audit;
use optimize::report::{self, Format, Options};

/// `audit`, told as `format`.
fn told(audit: &Audit, format: Format, options: &Options<'_>) -> String {
    let mut out = Vec::new();
    report::write(audit, format, options, &mut out).expect("a report is written to memory");
    String::from_utf8(out).expect("a report is UTF-8")
}
