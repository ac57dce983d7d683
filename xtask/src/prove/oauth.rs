//! Signing in at networks' own pages: at oidc-provider with every lock required, at Bluesky's own server in Chromium, and two
//! workers that renew one token.

use super::Asked;
use super::console::app;
use super::told::told_by;
use crate::Verdict;
use crate::audited::tidings;
use crate::peers::Peers;
use crate::postgres::{POSTGRES, Postgres};
use crate::program::Program;
use crate::sheet::Sheet;
use crate::tools;

/// `prove oauth`
pub(super) fn prove(asked: &Asked) -> Verdict {
    tools::need(&POSTGRES, asked.install)?;
    let mut sheet = Sheet::new("oauth", "Signing in at networks’ own pages");
    let app = app(asked.checkout, asked.install)?;
    let program = tidings(asked.checkout)?;
    let (provider, pds) = (Peers::oauth(asked.checkout, asked.install)?, Peers::pds(asked.checkout, asked.install)?);
    let postgres = Postgres::start("oauth")?;
    let script = |path: String| Program::new("node").arg(path).env("TIDINGS_PROGRAM", &program);
    told_by(script(provider.at("prove.mjs")).env("TIDINGS_DATABASE", postgres.url()), &mut sheet)?;
    told_by(script(pds.at("oauth.mjs")).env("TIDINGS_APP", &app), &mut sheet)?;
    sheet.note("The refresh race is of three processes of the program on PostgreSQL, `tidings serve` and twice `tidings work`.");
    sheet.finish(asked.checkout)
}
