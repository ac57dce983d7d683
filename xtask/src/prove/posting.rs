//! Posting, in a real browser: from a page to a post, from a post to its first visit, and by hand from the mail to the page on a
//! telephone.

use super::Asked;
use super::console::app;
use super::told::told_by;
use crate::Verdict;
use crate::audited::tidings;
use crate::program::Program;
use crate::sheet::Sheet;

/// `prove posting`
pub(super) fn prove(asked: &Asked) -> Verdict {
    let mut sheet = Sheet::new("posting", "From a page to a post, and from a post to its first visit");
    let program = tidings(asked.checkout)?;
    let app = app(asked.checkout, asked.install)?;
    told_by(Program::new("node").arg("tests/posting.mjs").within(&app).env("TIDINGS_PROGRAM", &program), &mut sheet)?;
    sheet.note("`tidings up --sandbox` beside `tidings sandbox`, a small shop whose pages carry the script, a mail server on loopback that takes everything, and Chromium.");
    sheet.finish(asked.checkout)
}
