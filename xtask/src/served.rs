//! A folder as a website on loopback, served by a process of the sandbox that ends with this value.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Stdio};

use anyhow::{Context, Result};

use crate::Checkout;
use crate::program::{self, Program};

/// A running server.
pub(crate) struct Served {
    /// `http://127.0.0.1:PORT/`
    pub address: String,
    /// All of them, where it is served more than once.
    pub addresses: Vec<String>,
    server: Child,
}

impl Served {
    /// Serves `folder`.
    pub(crate) fn start(checkout: &Checkout, folder: &Path) -> Result<Self> {
        Self::start_times(checkout, folder, 1)
    }

    /// Serves `folder` at so many addresses.
    pub(crate) fn start_times(checkout: &Checkout, folder: &Path, times: usize) -> Result<Self> {
        let serve =
            program::built(checkout, "release", &["--package", "sandbox", "--example", "serve"], "examples/serve")?;
        let mut command = Program::new(serve).arg(folder).arg(times.to_string()).into_command();
        // Its standard input stays open as long as this value, so that it also ends where xtask is killed.
        let mut server =
            command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().context("the sandbox does not start")?;
        let lines = BufReader::new(server.stdout.take().context("no pipe")?).lines();
        let found = lines.filter_map(|line| {
            line.ok()?.split_whitespace().find(|word| word.starts_with("http://127.")).map(str::to_owned)
        });
        let addresses: Vec<String> =
            found.take(times).map(|address| format!("{}/", address.trim_end_matches('/'))).collect();
        match addresses.first() {
            Some(address) if addresses.len() == times => Ok(Self { address: address.clone(), addresses, server }),
            _ => {
                let _ = server.kill();
                let _ = server.wait();
                anyhow::bail!("the sandbox ended without an address")
            }
        }
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}
