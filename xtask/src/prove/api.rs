//! The API against its own document: schemathesis asks what it allows and what it does not.

use super::Asked;
use super::console::Up;
use super::told::told_by;
use crate::Verdict;
use crate::audited::tidings;
use crate::peers::Peers;
use crate::program::Program;
use crate::sheet::Sheet;

/// `prove api [--seconds N]`
pub(super) fn prove(asked: &Asked) -> Verdict {
    let seconds = asked.number("--seconds", 240)?;
    let peers = Peers::python(asked.checkout, asked.install)?;
    let up = Up::start(&tidings(asked.checkout)?)?;
    let mut sheet = Sheet::new("api", "The API against its OpenAPI document");
    let line = peers.python_line("api.py");
    let document = asked.checkout.root.join("docs/openapi.json");
    let script = Program::new(&line[0]).args(&line[1..]).arg(&up.link).arg(document).arg(seconds.to_string());
    told_by(script, &mut sheet)?;
    sheet.note("schemathesis, all phases, with the checks for server errors, undocumented statuses and types, and the schemas of answers.");
    sheet.finish(asked.checkout)
}
