//! Another process: this binary once more, which plays one part against the same database.

use std::io::{BufRead as _, BufReader, Lines, Write as _};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use jiff::Timestamp;
use store::test_bed::Bed;
use store::{Db, Place, queue};

/// What the other process is to do, and on which database.
const PART: &str = "TIDINGS_STORE_PART";
const SQLITE: &str = "TIDINGS_STORE_SQLITE";
const POSTGRES: &str = "TIDINGS_STORE_POSTGRES";

/// Starts each line that is for us; the test harness says things too.
const SAYS: &str = "\u{1}";

/// The hour of all tests with several processes.
pub(crate) fn now() -> Timestamp {
    Timestamp::from_second(1_772_000_000).unwrap()
}

/// A process that plays `part`.
pub(crate) struct Other {
    child: Child,
    to: ChildStdin,
    from: Lines<BufReader<ChildStdout>>,
}

impl Other {
    pub(crate) fn playing(part: &str, bed: &Bed) -> Self {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.args(["child::another_process", "--exact", "--ignored", "--nocapture"]).env(PART, part);
        match &bed.place {
            Place::Sqlite(path) => command.env(SQLITE, path),
            Place::Postgres(url) => command.env(POSTGRES, url),
        };
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let (to, from) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
        Self { child, to, from: BufReader::new(from).lines() }
    }

    /// The next thing that it says; `None` when it is over.
    pub(crate) fn says(&mut self) -> Option<String> {
        self.from.find_map(|line| line.unwrap().split_once(SAYS).map(|(_, said)| said.to_owned()))
    }

    pub(crate) fn go(&mut self) {
        self.to.write_all(b"go\n").unwrap();
    }

    /// `kill -9`
    pub(crate) fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    pub(crate) fn end(mut self) {
        assert!(self.child.wait().unwrap().success());
    }
}

fn say(what: impl std::fmt::Display) {
    println!("{SAYS}{what}");
}

fn wait_for_go() {
    let mut line = String::new();
    std::io::stdin().read_line(&mut line).unwrap();
}

#[tokio::test]
#[ignore = "this is not a test but the other process of some"]
async fn another_process() {
    let Ok(part) = std::env::var(PART) else { return };
    let place = match std::env::var(POSTGRES) {
        Ok(url) => Place::Postgres(url),
        Err(_) => Place::Sqlite(std::env::var_os(SQLITE).unwrap().into()),
    };
    let db = Db::open(&place).await.unwrap();
    let lease = jiff::SignedDuration::from_secs(60);
    say("ready");
    wait_for_go();
    match part.as_str() {
        "claims all" => {
            while let Some(claim) = queue::claim(&db, &["bake"], now(), lease).await.unwrap() {
                say(claim.id);
                db.write(move |tx| Box::pin(async move { queue::complete(tx, &claim, "baked", now()).await }))
                    .await
                    .unwrap();
            }
        }
        "claims one" => {
            let claim = queue::claim(&db, &["bake"], now(), lease).await.unwrap().unwrap();
            say(claim.id);
            wait_for_go();
        }
        other => panic!("no part is called {other}"),
    }
}
