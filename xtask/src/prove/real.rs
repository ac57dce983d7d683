//! Real software: what the program posts at servers that others wrote, read back from there by another client. The scripts of
//! xtask/real start the server, the program, and a wire between them that loses answers.

use super::Asked;
use super::console::app;
use super::plugin::WORDPRESS;
use super::told::told_by;
use crate::Verdict;
use crate::audited::tidings;
use crate::checkout;
use crate::measure::scratch;
use crate::peers::Peers;
use crate::program::Program;
use crate::sheet::Sheet;
use crate::tools;

/// `prove relay`
pub(super) fn prove_relay(asked: &Asked) -> Verdict {
    let python = Peers::real(asked.checkout, asked.install, "relay.txt")?;
    prove(asked, &python, "relay", "Posts at a real relay of Nostr")
}

/// `prove mastodon`
pub(super) fn prove_mastodon(asked: &Asked) -> Verdict {
    let python = Peers::real(asked.checkout, asked.install, "mastodon.txt")?;
    prove(asked, &python, "mastodon", "Posts at an emulator of Mastodon")
}

/// `prove wordpress`
pub(super) fn prove_wordpress(asked: &Asked) -> Verdict {
    tools::need(&WORDPRESS, asked.install)?;
    prove(asked, "python3", "wordpress", "Articles on Debian's WordPress")
}

/// `prove demo-real`
pub(super) fn prove_demo(asked: &Asked) -> Verdict {
    tools::need(&WORDPRESS, asked.install)?;
    let relay = Peers::real(asked.checkout, asked.install, "relay.txt")?;
    let mastodon = Peers::real(asked.checkout, asked.install, "mastodon.txt")?;
    let bluesky = Peers::pds(asked.checkout, asked.install)?;
    let mut sheet = Sheet::new("demo-real", "The demo with real servers beside its stand-ins");
    let program = tidings(asked.checkout)?;
    let app = app(asked.checkout, asked.install)?;
    let script = Program::new("python3")
        .arg("-B")
        .arg(asked.checkout.root.join("xtask/real/demo.py"))
        .arg(program)
        .arg(scratch("real-demo")?)
        .args([app, bluesky.at(".").into(), relay.into(), mastodon.into()])
        .env("SHOTS", checkout::cache()?.join("screenshots/demo-real"));
    told_by(script, &mut sheet)?;
    sheet.finish(asked.checkout)
}

fn prove(asked: &Asked, python: &str, name: &'static str, title: &'static str) -> Verdict {
    let mut sheet = Sheet::new(name, title);
    let program = tidings(asked.checkout)?;
    let script = asked.checkout.root.join(format!("xtask/real/{name}.py"));
    let script = Program::new(python).arg("-B").arg(script).arg(program).arg(scratch(&format!("real-{name}"))?);
    told_by(script, &mut sheet)?;
    sheet.finish(asked.checkout)
}
