//! The program: `up` on SQLite, or `serve` and two times `work` on PostgreSQL, with somebody signed in. Whoever does the jobs
//! can be killed at any moment, from any thread.

use std::fs::{self, OpenOptions};
use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Child, Stdio};
use std::sync::atomic::{AtomicU16, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use super::networks::BEFORE_MARK;
use super::{ask, fields};
use crate::measure::scratch;
use crate::program::Program;

/// From where houses look for a port of their own: below those that the machine gives to whoever asks another one.
const PORTS: u16 = 20_000;

/// What goes along with a post.
#[derive(Clone, Debug, Default)]
pub(crate) struct Along {
    /// The picture of its page's card, by its digest.
    pub(crate) card: Option<String>,
    /// Pictures of its own.
    pub(crate) pictures: Vec<String>,
    /// What is written below it.
    pub(crate) comment: Option<String>,
}

/// Those who do the jobs.
#[derive(Default)]
pub(crate) struct Workers(Mutex<Vec<Option<Child>>>);

impl Workers {
    fn all(&self) -> MutexGuard<'_, Vec<Option<Child>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Kills one of them, as a machine does that loses its power. Whether one was alive.
    pub(crate) fn kill(&self, which: u64) -> bool {
        let mut all = self.all();
        let alive: Vec<usize> = all.iter().enumerate().filter_map(|(at, it)| it.is_some().then_some(at)).collect();
        let Some(at) = usize::try_from(which).ok().and_then(|which| alive.get(which % alive.len().max(1))) else {
            return false;
        };
        all[*at].take().is_some_and(end)
    }

    fn dead(&self) -> Vec<usize> {
        self.all().iter().enumerate().filter_map(|(at, it)| it.is_none().then_some(at)).collect()
    }
}

/// A house: its data, and the processes that live in it.
pub(crate) struct House {
    program: String,
    name: String,
    pub(crate) data: PathBuf,
    database: Option<String>,
    /// What every process of it is started beneath: nothing, or a program that changes its clock.
    beneath: Vec<(String, String)>,
    serve: Option<Child>,
    pub(crate) workers: Arc<Workers>,
    /// Where it listens, as often as it is started: networks fetch pictures there.
    port: u16,
    host: String,
    cookie: String,
}

impl House {
    /// A house on a fresh folder; on PostgreSQL where a database is named.
    pub(crate) fn new(program: &str, name: &str, database: Option<String>) -> Result<Self> {
        let data = scratch(name)?;
        let _ = fs::remove_dir_all(&data);
        let _ = fs::remove_file(log_of(name)?);
        let workers = Arc::new(Workers::default());
        *workers.all() = (0..if database.is_some() { 2 } else { 1 }).map(|_| None).collect();
        Ok(Self {
            program: program.to_owned(),
            name: name.to_owned(),
            data,
            database,
            beneath: Vec::new(),
            serve: None,
            workers,
            port: port()?,
            host: String::new(),
            cookie: String::new(),
        })
    }

    /// Its processes find these variables.
    pub(crate) fn with(mut self, variables: &[(&str, &str)]) -> Self {
        self.beneath = variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        self
    }

    /// The same house on other data, where nobody is up.
    pub(crate) fn elsewhere(&self, name: &str) -> Result<Self> {
        let mut there = Self::new(&self.program, name, None)?;
        there.cookie.clone_from(&self.cookie);
        Ok(there)
    }

    /// Goes on where `other` was, which is up no more: under its address.
    pub(crate) fn takes_place_of(&mut self, other: &Self) -> Result<()> {
        self.stop();
        self.port = other.port;
        self.start()
    }

    /// Starts whoever is not alive.
    pub(crate) fn start(&mut self) -> Result<()> {
        if self.database.is_some() && self.serve.is_none() {
            let (child, link) = self.process("serve")?;
            self.serve = Some(child);
            self.met(&link)?;
        }
        for at in self.workers.dead() {
            let child = if self.database.is_some() {
                self.process("work")?.0
            } else {
                let (child, link) = self.process("up")?;
                self.met(&link)?;
                child
            };
            self.workers.all()[at] = Some(child);
        }
        Ok(())
    }

    /// A process, and the address that it printed.
    fn process(&self, role: &str) -> Result<(Child, String)> {
        let listen = format!("127.0.0.1:{}", self.port);
        let mut line = Program::new(&self.program)
            .args([role, "--allow-private", "127.0.0.1", "--sandbox", "http://127.0.0.1:1/", "--listen", &listen])
            .args(["--public-address", &format!("http://{listen}/"), "--data"])
            .arg(&self.data);
        if let Some(url) = &self.database {
            line = line.args(["--database", url]);
        }
        for (name, value) in &self.beneath {
            line = line.env(name, value);
        }
        let log = OpenOptions::new().create(true).append(true).open(log_of(&self.name)?)?;
        let mut command = line.into_command();
        let mut child = command.stdout(Stdio::piped()).stderr(log).spawn().context("the program cannot be started")?;
        let lines = BufReader::new(child.stdout.take().context("no pipe")?).lines().map_while(Result::ok);
        // `work` has no address, and says that it is at work.
        let said = lines
            .map(|line| line.trim().to_owned())
            .find(|line| line.starts_with("http://") || line.contains("is at work"));
        match said {
            Some(said) => Ok((child, said)),
            None => {
                end(child);
                anyhow::bail!("`tidings {role}` did not come up: see {}", log_of(&self.name)?.display())
            }
        }
    }

    /// Where it is now; the first time, somebody comes in.
    fn met(&mut self, link: &str) -> Result<()> {
        let (host, path) = link.trim_start_matches("http://").split_once('/').context("no address")?;
        host.clone_into(&mut self.host);
        if self.cookie.is_empty() {
            let (_, head, _) = ask(host, "GET", &format!("/{path}"), "", "")?;
            let cookie = head.lines().find_map(|line| line.strip_prefix("set-cookie: tidings"));
            let cookie = cookie.and_then(|cookie| cookie.split_once('=')?.1.split(';').next());
            cookie.context("the link lets nobody in")?.clone_into(&mut self.cookie);
        }
        Ok(())
    }

    /// Status and text of an answer.
    pub(crate) fn send(&self, method: &str, path: &str, body: impl AsRef<[u8]>) -> Result<(u16, String)> {
        let headers = format!(
            "cookie: tidings-{}={}\r\nx-tidings: proof\r\ncontent-type: application/json\r\n",
            self.host.rsplit(':').next().unwrap_or_default(),
            self.cookie
        );
        let (status, _, body) = ask(&self.host, method, path, &headers, body)?;
        Ok((status, body))
    }

    /// What the API answers.
    pub(crate) fn api(&self, method: &str, path: &str, body: &Value) -> Result<Value> {
        // A body that nobody reads is answered with a connection that is reset.
        let body = if body.is_null() { String::new() } else { body.to_string() };
        let (status, said) = self.send(method, &format!("/api/v1{path}"), &body)?;
        ensure!((200..300).contains(&status), "{method} {path}: {status} {said}");
        Ok(serde_json::from_str(&said).unwrap_or_default())
    }

    /// A site, whose pages posts carry.
    pub(crate) fn site(&self) -> Result<String> {
        let added = self.api("POST", "/sites", &json!({ "address": "http://127.0.0.1:9/" }))?;
        Ok(added["id"].as_str().context("a site without an id")?.to_owned())
    }

    /// Takes a picture of the site in: its digest.
    pub(crate) fn picture(&self, site: &str, bytes: &[u8]) -> Result<String> {
        let (status, said) = self.send("POST", &format!("/api/v1/sites/{site}/media"), bytes)?;
        ensure!(status == 201, "the picture is not taken: {status} {said}");
        let medium: Value = serde_json::from_str(&said)?;
        Ok(medium["digest"].as_str().context("a picture without a digest")?.to_owned())
    }

    /// An account `name` of the network of `way`, whose server is there.
    pub(crate) fn account(&self, way: &Value, signs_in: &Value, server: &str, name: &str) -> Result<String> {
        let fields = fields::filled(way, signs_in, server, name)?;
        let account = self.api("POST", "/accounts", &json!({ "network": way["network"], "fields": fields }))?;
        Ok(account["id"].as_str().context("an account without an id")?.to_owned())
    }

    /// How accounts of the networks are connected that take posts from programs.
    pub(crate) fn ways(&self) -> Result<Vec<Value>> {
        let ways = self.api("GET", "/accounts/ways", &Value::Null)?;
        let ways = ways["items"].as_array().context("no ways")?;
        Ok(ways.iter().filter(|way| way["connect"].is_object()).cloned().collect())
    }

    /// A post that goes out at `wall` (in UTC), by each account with a text that carries its mark.
    pub(crate) fn plan(&self, site: &str, wall: &str, accounts: &[(&str, String)], along: &Along) -> Result<()> {
        let variants: Vec<Value> = accounts
            .iter()
            .map(|(account, mark)| json!({ "account": account, "text": format!("{BEFORE_MARK}{mark} is out of the oven") }))
            .collect();
        let pictures: Vec<Value> =
            along.pictures.iter().map(|digest| json!({ "digest": digest, "alt": "A loaf" })).collect();
        let new = json!({ "text": "", "page": "http://127.0.0.1:9/bread", "zone": "UTC", "accounts": variants,
            "media": pictures, "first_comment": along.comment,
            "card": { "title": "Bread", "description": "Baked today", "picture": along.card } });
        let post = self.api("POST", &format!("/sites/{site}/posts"), &new)?;
        let id = post["id"].as_str().context("a post without an id")?;
        let plan = json!({ "version": post["version"], "wall": wall });
        self.api("POST", &format!("/sites/{site}/posts/{id}/schedule"), &plan).map(drop)
    }

    /// A number of /metrics.
    pub(crate) fn metric(&self, name: &str) -> Result<f64> {
        let (_, text) = self.send("GET", "/metrics", "")?;
        let line = text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
        line.and_then(|number| number.trim().parse().ok()).with_context(|| format!("no {name} in the metrics"))
    }

    /// Another command of the program on this house's data.
    pub(crate) fn command(&self, arguments: &[&str]) -> Result<String> {
        Program::new(&self.program).args(arguments).arg("--data").arg(&self.data).text()
    }

    /// Kills everybody.
    pub(crate) fn stop(&mut self) {
        while self.workers.kill(0) {}
        if let Some(serve) = self.serve.take() {
            end(serve);
        }
    }
}

impl Drop for House {
    fn drop(&mut self) {
        self.stop();
    }
}

/// A port that nobody listens on, and that no other house of this program is given.
fn port() -> Result<u16> {
    static NEXT: AtomicU16 = AtomicU16::new(0);
    // Another proof may run beside this one.
    let first = (std::process::id() % 10_000) as u16;
    (0..10_000)
        .map(|_| PORTS + (first + NEXT.fetch_add(1, Ordering::Relaxed)) % 10_000)
        .find(|port| TcpListener::bind(("127.0.0.1", *port)).is_ok())
        .context("no port is free")
}

fn log_of(name: &str) -> Result<PathBuf> {
    scratch(&format!("{name}.log"))
}

/// Kills it. Whether it had been alive.
fn end(mut child: Child) -> bool {
    let killed = child.kill().is_ok();
    let _ = child.wait();
    killed
}
