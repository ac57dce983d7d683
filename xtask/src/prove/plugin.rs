//! The WordPress plug-in in a WordPress of Debian's package: alone and beside others that print tags, with a server that is
//! as hostile as one can be; and with the real one.

use super::Asked;
use super::report::CHROMIUM;
use super::told::told_by;
use crate::Verdict;
use crate::audited::tidings;
use crate::measure::scratch;
use crate::peers::Peers;
use crate::program::Program;
use crate::sheet::Sheet;
use crate::tools::{self, Tool};

/// The packages of Debian 12. MariaDB and PHP's own server are started on loopback by the script; the machine's stay as
/// they are.
pub(super) const WORDPRESS: Tool = Tool {
    name: "WordPress",
    probe: &[
        "dpkg-query",
        "--show",
        "wordpress",
        "wordpress-theme-twentytwentythree",
        "php-cli",
        "php-mysql",
        "mariadb-server",
    ],
    version: "wordpress\t6.",
    install: &[
        "apt-get",
        "install",
        "--yes",
        "--no-install-recommends",
        "wordpress",
        "wordpress-theme-twentytwentythree",
        "php-cli",
        "php-mysql",
        "mariadb-server",
        "python3",
    ],
};

/// Presses the bar in a browser.
const PRESS: &str = "deploy/wordpress/proof/press.mjs";

/// `prove plugin-and-server`
pub(super) fn prove_with_server(asked: &Asked) -> Verdict {
    tools::need(&WORDPRESS, asked.install)?;
    let mut sheet = Sheet::new("plugin-and-server", "The WordPress plug-in and the server, each as it is");
    tools::need(&CHROMIUM, asked.install)?;
    let press = Peers::node(asked.checkout, asked.install)?.foreign_script(asked.checkout, PRESS)?;
    let program = tidings(asked.checkout)?;
    let script = asked.checkout.root.join("deploy/wordpress/proof/together.py");
    let script =
        Program::new("python3").arg("-B").arg(script).arg(program).arg(scratch("plugin-and-server")?).args(&press);
    told_by(script, &mut sheet)?;
    sheet.note("WordPress 6.1 and PHP 8.2 of Debian 12, MariaDB and PHP's own server with four workers on loopback; `tidings up` with --allow-private for that address, asked through the console's API. The plug-in is what the console hands out.");
    sheet.finish(asked.checkout)
}

/// `prove plugin [--with FOLDER]…`
pub(super) fn prove(asked: &Asked) -> Verdict {
    tools::need(&WORDPRESS, asked.install)?;
    let mut sheet = Sheet::new("plugin", "The WordPress plug-in on Debian's WordPress");
    let folder = asked.checkout.root.join("deploy/wordpress");
    let script = Program::new("python3").arg("-B").arg(folder.join("proof/prove.py"));
    let script = script.arg(folder.join("tidings/tidings.php")).arg(scratch("plugin")?).args(&asked.arguments);
    told_by(script, &mut sheet)?;
    sheet.note("WordPress 6.1 and PHP 8.2 of Debian 12, MariaDB and PHP's own server with four workers on loopback; the feed comes from a server that the proof itself is. Tags are counted by another reader than the plug-in's.");
    sheet.note("The stand-ins for Yoast SEO and Rank Math apply the filters of those plug-ins in their order. Lines that name a version are about the plug-in itself, run from its published source with `--with FOLDER`; it is no part of this repository, and the class loader that Yoast's packaging adds was made anew.");
    sheet.finish(asked.checkout)
}
