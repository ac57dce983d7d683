//! The snippets of docs/snippets: each in a small site, built by the program that it is for.

use super::Asked;
use super::told::told_by;
use crate::Verdict;
use crate::measure::scratch;
use crate::peers::Peers;
use crate::program::Program;
use crate::sheet::Sheet;
use crate::tools::{self, Tool};

const HUGO: Tool = Tool {
    name: "Hugo",
    probe: &["hugo", "version"],
    version: "hugo v0.",
    install: &["apt-get", "install", "--yes", "--no-install-recommends", "hugo", "python3"],
};

/// `prove snippets`
pub(super) fn prove(asked: &Asked) -> Verdict {
    tools::need(&HUGO, asked.install)?;
    let builders = Peers::site_builders(asked.checkout, asked.install)?;
    let mut sheet = Sheet::new("snippets", "The snippets, each built by the program that it is for");
    let root = &asked.checkout.root;
    let script = Program::new("python3").arg("-B").arg(root.join("xtask/snippets/prove.py"));
    told_by(script.arg(root.join("docs/snippets")).arg(builders).arg(scratch("snippets")?), &mut sheet)?;
    sheet.note("Hugo 0.111 of Debian 12, Astro 5.9.4, Next 15.5.29 with React 19.3.1, Handlebars 4.7.10. Ghost itself is not run: its judge of themes (gscan 6.6.1) reads the partial, and Handlebars renders it with helpers that do what Ghost's of the same names do.");
    sheet.finish(asked.checkout)
}
