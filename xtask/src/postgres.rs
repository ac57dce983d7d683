//! PostgreSQL of the machine's package, in a folder of its own that goes with it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use anyhow::{Context, Result, ensure};

use crate::program::Program;
use crate::tools::Tool;

/// With pgbench, which asks it.
pub(crate) const POSTGRES: Tool = Tool {
    name: "PostgreSQL",
    probe: &["sh", "-c", "ls -d /usr/lib/postgresql/*/bin/pgbench"],
    version: "/usr/lib/postgresql/",
    install: &["apt-get", "install", "--yes", "postgresql"],
};

/// A cluster that goes with it.
pub(crate) struct Postgres {
    folder: PathBuf,
    bin: PathBuf,
}

impl Postgres {
    pub(crate) fn start(name: &str) -> Result<Self> {
        // A user who is not root has to reach it.
        let folder = std::env::temp_dir().join(format!("tidings-{name}-postgres-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder)?;
        std::os::unix::fs::chown(&folder, Some(user()?), None)?;
        let bin = fs::read_dir("/usr/lib/postgresql")?
            .filter_map(|entry| Some(entry.ok()?.path().join("bin")))
            .filter(|bin| bin.join("initdb").is_file())
            .max()
            .context("no initdb")?;
        let this = Self { folder, bin };
        this.run("initdb", &["--pgdata", &this.data(), "--auth", "trust", "--username", "postgres"])?;
        this.up()?;
        Ok(this)
    }

    fn up(&self) -> Result<()> {
        let socket = self.socket();
        let options = format!("-c listen_addresses='' -c unix_socket_directories={socket}");
        let log = format!("{socket}/log");
        self.run("pg_ctl", &["start", "--wait", "--pgdata", &self.data(), "--log", &log, "--options", &options])
    }

    /// It goes down, as `mode` says, and comes up again.
    pub(crate) fn restart(&self, mode: &str) -> Result<()> {
        self.run("pg_ctl", &["stop", "--wait", "--mode", mode, "--pgdata", &self.data()])?;
        self.up()
    }

    /// Statements, run as the superuser.
    pub(crate) fn sql(&self, text: &str) -> Result<()> {
        self.run("psql", &["--host", &self.socket(), "--username", "postgres", "--quiet", "--command", text])
    }

    /// Where its database `postgres` is, for the program.
    pub(crate) fn url(&self) -> String {
        format!("postgres://postgres@localhost/postgres?host={}", self.socket())
    }

    /// The folder that it lies in, which is where its socket is.
    pub(crate) fn socket(&self) -> String {
        self.folder.display().to_string()
    }

    fn data(&self) -> String {
        self.folder.join("data").display().to_string()
    }

    fn command(&self, name: &str, arguments: &[&str]) -> Program {
        let program = self.bin.join(name).display().to_string();
        let as_user = ["--reuid=postgres", "--regid=postgres", "--init-groups", "--"];
        if is_root() {
            Program::new("setpriv").args(as_user).arg(program).args(arguments).within(Path::new("/"))
        } else {
            Program::new(program).args(arguments)
        }
    }

    fn run(&self, name: &str, arguments: &[&str]) -> Result<()> {
        let mut command = self.command(name, arguments).into_command();
        // What stays open would hold whoever waits for its end.
        let status = command.stdout(Stdio::null()).stderr(Stdio::null()).status()?;
        ensure!(status.success(), "{name} failed: see {}", self.folder.display());
        Ok(())
    }

    /// What one of its programs prints.
    pub(crate) fn text(&self, name: &str, arguments: &[&str]) -> Result<String> {
        self.command(name, arguments).text()
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        let _ = self.run("pg_ctl", &["stop", "--mode", "immediate", "--pgdata", &self.data()]);
        let _ = fs::remove_dir_all(&self.folder);
    }
}

fn is_root() -> bool {
    fs::read_to_string("/proc/self/status").is_ok_and(|status| status.lines().any(|line| line.starts_with("Uid:\t0\t")))
}

/// Who runs it: the package's user where we are root, else whoever we are.
fn user() -> Result<u32> {
    let name = if is_root() { "postgres" } else { "" };
    let said = if name.is_empty() {
        Program::new("id").arg("-u").text()?
    } else {
        Program::new("id").args(["-u", name]).text()?
    };
    said.trim().parse().context("no number of a user")
}
