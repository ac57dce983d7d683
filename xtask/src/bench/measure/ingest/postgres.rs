//! PostgreSQL of the machine's package, in a folder of its own, which takes one row in one transaction, as Umami writes a look.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result, ensure};

use crate::measure::scratch;
use crate::program::Program;
use crate::tools::Tool;

/// With pgbench, which asks it.
pub(super) const POSTGRES: Tool = Tool {
    name: "PostgreSQL",
    probe: &["sh", "-c", "ls -d /usr/lib/postgresql/*/bin/pgbench"],
    version: "/usr/lib/postgresql/",
    install: &["apt-get", "install", "--yes", "postgresql"],
};

/// Umami's table of events as far as a look fills it, and its indexes.
const TABLE: &str = "CREATE TABLE website_event (event_id uuid PRIMARY KEY, website_id uuid NOT NULL, session_id uuid NOT NULL, \
    created_at timestamptz DEFAULT now(), url_path varchar(500) NOT NULL, url_query varchar(500), referrer_domain varchar(500), \
    page_title varchar(500), event_type integer DEFAULT 1);\
    CREATE INDEX a ON website_event (created_at); CREATE INDEX b ON website_event (session_id); \
    CREATE INDEX c ON website_event (website_id); CREATE INDEX d ON website_event (website_id, created_at);";
const ROW: &str = "\\set nth random(1, 997)\n\
    INSERT INTO website_event (event_id, website_id, session_id, url_path, url_query, referrer_domain) VALUES \
    (gen_random_uuid(), '6f1a6f0e-0000-4000-8000-000000000001', gen_random_uuid(), '/pages/' || :nth, 'utm_source=bluesky', 'bsky.app');\n";

/// A cluster that goes with it.
pub(super) struct Postgres {
    folder: PathBuf,
    bin: PathBuf,
}

impl Postgres {
    pub(super) fn start() -> Result<Self> {
        // A user who is not root has to reach it.
        let folder = std::env::temp_dir().join(format!("tidings-bench-postgres-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder)?;
        std::os::unix::fs::chown(&folder, Some(user()?), None)?;
        let bin = fs::read_dir("/usr/lib/postgresql")?
            .filter_map(|entry| Some(entry.ok()?.path().join("bin")))
            .filter(|bin| bin.join("initdb").is_file())
            .max()
            .context("no initdb")?;
        let this = Self { folder, bin };
        let data = this.folder.join("data").display().to_string();
        this.run("initdb", &["--pgdata", &data, "--auth", "trust", "--username", "postgres"])?;
        let socket = this.folder.display().to_string();
        let options = format!("-c listen_addresses='' -c unix_socket_directories={socket}");
        this.run(
            "pg_ctl",
            &["start", "--wait", "--pgdata", &data, "--log", &format!("{socket}/log"), "--options", &options],
        )?;
        this.run("psql", &["--host", &socket, "--username", "postgres", "--quiet", "--command", TABLE])?;
        fs::write(scratch("row.sql")?, ROW)?;
        fs::copy(scratch("row.sql")?, this.folder.join("row.sql"))?;
        Ok(this)
    }

    /// Rows a second.
    pub(super) fn inserts(&self, lasts: Duration) -> Result<f64> {
        let (socket, seconds) = (self.folder.display().to_string(), lasts.as_secs().to_string());
        let row = format!("{socket}/row.sql");
        let arguments = ["--host", &socket, "--username", "postgres", "--no-vacuum", "--client", "32", "--jobs", "2"];
        let more = ["--protocol", "prepared", "--time", &seconds, "--file", &row, "postgres"];
        let said = self.text("pgbench", &[&arguments[..], &more[..]].concat())?;
        let rate = said.lines().find_map(|line| line.strip_prefix("tps = ")?.split(' ').next()?.parse().ok());
        rate.with_context(|| said.clone())
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
        let status = command.stdout(std::process::Stdio::null()).stderr(std::process::Stdio::null()).status()?;
        ensure!(status.success(), "{name} failed: see {}", self.folder.display());
        Ok(())
    }

    fn text(&self, name: &str, arguments: &[&str]) -> Result<String> {
        self.command(name, arguments).text()
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        let data = self.folder.join("data").display().to_string();
        let _ = self.run("pg_ctl", &["stop", "--mode", "immediate", "--pgdata", &data]);
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
