//! The private PostgreSQL of this process.

use std::io::BufRead as _;
use std::path::{Path, PathBuf};
use std::process::{ChildStdin, Command, Stdio};
use std::sync::OnceLock;

use sqlx::Connection as _;

use super::{WITHOUT_POSTGRES, must};
use crate::{Engine, Fault, dialect};

/// A running server. It ends when its standard input does, so with this process at the latest.
pub(super) struct Cluster {
    socket: String,
    _holds: ChildStdin,
}

/// The server of this process, started now if it is the first time.
pub(super) fn running() -> &'static Cluster {
    static CLUSTER: OnceLock<Cluster> = OnceLock::new();
    CLUSTER.get_or_init(|| must(start()))
}

impl Cluster {
    /// Where a database of this server is.
    pub(super) fn url(&self, name: &str) -> String {
        format!("postgres://postgres@localhost/{name}?host={}", self.socket)
    }

    /// Makes an empty database.
    #[expect(clippy::disallowed_methods, reason = "a database is made outside of any")]
    pub(super) async fn make(&self, name: &str) -> Result<(), Fault> {
        let mut server = sqlx::PgConnection::connect(&self.url("postgres")).await.map_err(Fault::of_bed)?;
        let text = dialect::statement(Engine::Postgres, format!("CREATE DATABASE {name}"));
        sqlx::raw_sql(text).execute(&mut server).await.map_err(Fault::of_bed)?;
        server.close().await.map_err(Fault::of_bed)
    }
}

fn start() -> Result<Cluster, Fault> {
    let Some(programs) = programs() else {
        return Err(Fault::of_bed(format!(
            "PostgreSQL is not installed: `apt-get install postgresql-15`, or set {WITHOUT_POSTGRES}=1 to test on \
             SQLite alone"
        )));
    };
    let mut shell = as_who_may_run_it();
    let mut child = shell
        .args(["-c", include_str!("cluster.sh"), "cluster"])
        .arg(&programs)
        .current_dir("/")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(Fault::of_bed)?;
    let (Some(holds), Some(says)) = (child.stdin.take(), child.stdout.take()) else {
        return Err(Fault::of_bed("the shell has no standard input or output"));
    };
    let mut socket = String::new();
    std::io::BufReader::new(says).read_line(&mut socket).map_err(Fault::of_bed)?;
    match socket.trim() {
        "" => Err(Fault::of_bed("PostgreSQL did not start: see above")),
        socket => Ok(Cluster { socket: socket.to_owned(), _holds: holds }),
    }
}

/// A shell; PostgreSQL refuses to run as root, so as root it is the user `postgres`, which its package makes.
fn as_who_may_run_it() -> Command {
    let root = std::fs::metadata("/proc/self").is_ok_and(|itself| is_root(&itself));
    if !root {
        return Command::new("sh");
    }
    let mut command = Command::new("setpriv");
    command.args(["--reuid=postgres", "--regid=postgres", "--init-groups", "sh"]);
    command
}

#[cfg(unix)]
fn is_root(itself: &std::fs::Metadata) -> bool {
    std::os::unix::fs::MetadataExt::uid(itself) == 0
}

#[cfg(not(unix))]
fn is_root(_: &std::fs::Metadata) -> bool {
    false
}

/// The folder with `initdb`: where Debian's packages put it, the newest first, or one of PATH.
fn programs() -> Option<PathBuf> {
    let packaged = (13..=18).rev().map(|version| PathBuf::from(format!("/usr/lib/postgresql/{version}/bin")));
    let path = std::env::var_os("PATH").unwrap_or_default();
    packaged.chain(std::env::split_paths(&path)).find(|folder| is_there(folder))
}

fn is_there(folder: &Path) -> bool {
    folder.join("initdb").is_file()
}
