//! Tools that do not come with Rust. They are installed only when asked (`--install`, or `CI=1`), otherwise named.

use anyhow::{Result, bail};

use crate::program::Program;

/// A tool that a command needs.
pub(crate) struct Tool {
    /// What it is called.
    pub name: &'static str,
    /// Prints its version; where it prints something else than [`Tool::version`], the tool is missing.
    pub probe: &'static [&'static str],
    /// A part of what the probe prints.
    pub version: &'static str,
    /// Installs it.
    pub install: &'static [&'static str],
}

/// Checks licences, banned crates and where crates come from.
pub(crate) const CARGO_DENY: Tool = Tool {
    name: "cargo-deny",
    probe: &["cargo-deny", "--version"],
    version: "0.20.2",
    install: &["cargo", "install", "--locked", "--force", "cargo-deny@0.20.2"],
};

/// The other engine: tests start one of their own from these programs.
pub(crate) const POSTGRES: Tool = Tool {
    name: "PostgreSQL",
    probe: &["/usr/lib/postgresql/15/bin/postgres", "--version"],
    version: " 15.",
    install: &["apt-get", "install", "--yes", "postgresql-15"],
};

/// Makes sure that `tool` is there.
pub(crate) fn need(tool: &Tool, install: bool) -> Result<()> {
    if is_there(tool) {
        return Ok(());
    }
    let line = tool.install.join(" ");
    if !install {
        bail!("{} {} is needed: run `{line}`, or this command with --install", tool.name, tool.version);
    }
    println!("installing {}: {line}", tool.name);
    let (program, arguments) = tool.install.split_first().unwrap_or((&"", &[]));
    if *program == "apt-get" {
        // A new machine has no list of packages, or one that is too old.
        Program::new(program).args(["update", "--quiet"]).run()?;
    }
    Program::new(program).args(arguments).run()?;
    if !is_there(tool) {
        bail!("`{line}` ran, and yet {} {} is not found", tool.name, tool.version);
    }
    Ok(())
}

fn is_there(tool: &Tool) -> bool {
    let (program, arguments) = tool.probe.split_first().unwrap_or((&"", &[]));
    Program::new(program).args(arguments).text().is_ok_and(|said| said.contains(tool.version))
}

/// Takes `--install` out of `arguments`; `CI=1` means the same.
pub(crate) fn install_wanted(arguments: &mut Vec<String>) -> bool {
    let before = arguments.len();
    arguments.retain(|argument| argument != "--install");
    arguments.len() < before || std::env::var("CI").is_ok_and(|ci| ["1", "true"].contains(&ci.as_str()))
}
