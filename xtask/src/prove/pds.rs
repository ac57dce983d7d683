//! Bluesky's own server: posts that are planned in the program, published by it, and read back from there.

use super::Asked;
use super::told::told_by;
use crate::Verdict;
use crate::audited::tidings;
use crate::peers::Peers;
use crate::program::Program;
use crate::sheet::Sheet;

/// `prove pds`
pub(super) fn prove(asked: &Asked) -> Verdict {
    let mut sheet = Sheet::new("pds", "Posts at Bluesky's own server");
    let program = tidings(asked.checkout)?;
    let server = Peers::pds(asked.checkout, asked.install)?;
    told_by(Program::new("node").arg(server.at("prove.mjs")).env("TIDINGS_PROGRAM", &program), &mut sheet)?;
    sheet.finish(asked.checkout)
}
