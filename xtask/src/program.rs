//! Programs that xtask starts. A failure names the whole command line, so that it can be run alone.

use std::ffi::OsStr;
use std::fmt::Write as _;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, ExitStatus, Stdio};

use anyhow::{Context, Result, bail};

use crate::Checkout;

/// A command line that is being put together.
pub(crate) struct Program {
    command: Command,
    shown: String,
}

impl Program {
    /// The program `name`, looked up as a shell does.
    pub(crate) fn new(name: impl AsRef<OsStr>) -> Self {
        let shown = name.as_ref().to_string_lossy().into_owned();
        let mut command = Command::new(name);
        command.stdin(Stdio::null());
        Self { command, shown }
    }

    /// The cargo that started xtask.
    pub(crate) fn cargo() -> Self {
        let mut cargo = Self::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        "cargo".clone_into(&mut cargo.shown);
        cargo
    }

    /// The example program `name` of `package`, built optimised; what follows are its arguments.
    pub(crate) fn example(checkout: &Checkout, package: &str, name: &str) -> Self {
        Self::cargo()
            .args(["run", "--quiet", "--release", "--package", package, "--example", name, "--"])
            .within(&checkout.root)
            .env("CARGO_TARGET_DIR", checkout.target())
    }

    /// With one more argument.
    pub(crate) fn arg(mut self, argument: impl AsRef<OsStr>) -> Self {
        let _ = write!(self.shown, " {}", argument.as_ref().to_string_lossy());
        self.command.arg(argument);
        self
    }

    /// With more arguments.
    pub(crate) fn args<A: AsRef<OsStr>>(self, arguments: impl IntoIterator<Item = A>) -> Self {
        arguments.into_iter().fold(self, Self::arg)
    }

    /// Started in `dir`.
    pub(crate) fn within(mut self, dir: &Path) -> Self {
        self.command.current_dir(dir);
        self
    }

    /// With the environment variable `name`.
    pub(crate) fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.command.env(name, value);
        self
    }

    /// The command itself, for a caller that watches it run.
    pub(crate) fn into_command(self) -> Command {
        self.command
    }

    /// Runs it, its output going where ours goes.
    pub(crate) fn run(mut self) -> Result<()> {
        let status = self.command.status().with_context(|| format!("`{}` cannot be started", self.shown))?;
        self.demand(status, "")
    }

    /// Runs it and returns what it printed, without the white space around.
    pub(crate) fn text(mut self) -> Result<String> {
        let output = self.command.output().with_context(|| format!("`{}` cannot be started", self.shown))?;
        self.demand(output.status, &String::from_utf8_lossy(&output.stderr))?;
        Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
    }

    /// Runs it, printing its output line by line and handing each line to `look`. True where it succeeded.
    pub(crate) fn watch(mut self, mut look: impl FnMut(&str)) -> Result<bool> {
        let mut child = self
            .command
            .stdout(Stdio::piped())
            .spawn()
            .with_context(|| format!("`{}` cannot be started", self.shown))?;
        let stdout = child.stdout.take().context("no pipe")?;
        for line in BufReader::new(stdout).split(b'\n') {
            let line = line?;
            let line = String::from_utf8_lossy(&line);
            println!("{line}");
            look(&line);
        }
        Ok(child.wait()?.success())
    }

    fn demand(&self, status: ExitStatus, said: &str) -> Result<()> {
        if !status.success() {
            let said = said.trim();
            bail!("`{}` failed ({status}){}{said}", self.shown, if said.is_empty() { "" } else { ": " });
        }
        Ok(())
    }
}

/// Builds a part of the workspace and returns the path of the program `name` in the profile's folder.
pub(crate) fn built(checkout: &Checkout, profile: &str, part: &[&str], name: &str) -> Result<String> {
    Program::cargo()
        .args(["build", "--quiet", "--profile", profile])
        .args(part)
        .within(&checkout.root)
        .env("CARGO_TARGET_DIR", checkout.target())
        .run()?;
    Ok(checkout.target().join(profile).join(name).to_string_lossy().into_owned())
}
